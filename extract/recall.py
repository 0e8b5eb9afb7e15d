"""Whom a sentence means by number or by order: those that the sentences before it told of."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from extract.clause import Claim, Linked
from extract.model import Kind, Mention
from extract.rules.number import whole

_ALL = re.compile(
    r"\W*cả\s+(?P<n>hai|ba|bốn|\d{1,2})\s+"
    r"(?:tỉnh|địa phương|đơn vị|sở|huyện|bộ|cơ quan|nơi|thành phố|cùng|đều)(?!\w)"
)
_IN_TURN: tuple[Kind, ...] = ("component", "subject")


@dataclass(slots=True)
class Recall:
    """What an article's sentences have told so far, for those that only count it."""

    recent: dict[str, Mention] = field(default_factory=dict)
    """The subjects that values were said of, by name, the latest last."""

    told: list[Claim] = field(default_factory=list)
    """The claims of the last sentence that made any."""

    def claims(self, linked: Linked, words: str) -> tuple[Claim, ...]:
        """Return the claims of a sentence of such ``words``, its numbered names understood."""
        everybody = self._everybody(words)
        return (*_of_everybody(linked.claims, everybody), *self._in_turn(linked.orphans))

    def remember(self, claims: list[Claim]) -> None:
        """Keep what a sentence has told, whatever the type of its subjects."""
        self.told = claims or self.told
        for head in (claim.heads.get("subject") for claim in claims):
            if head is not None:
                name = str(head.data.get("ids") or head.data.get("name"))
                self.recent.pop(name, None)
                self.recent[name] = head

    def _everybody(self, words: str) -> list[Mention]:
        """Return whom a sentence means that opens with "Cả 5 địa phương này"; mostly nobody."""
        found = _ALL.match(words)
        count = whole(found["n"]) if found else 0
        return list(self.recent.values())[-count:] if 0 < count <= len(self.recent) else []

    def _in_turn(self, orphans: list[Claim]) -> Iterator[Claim]:
        """Give values "lần lượt" to what the last values were said of: components, or subjects."""
        whose = orphans[0].heads.get("subject") if orphans else None
        named = whose is not None and whose.data["type"] != "anaphor"
        for kind in _IN_TURN[:1] if named else _IN_TURN if orphans else ():
            heads = [c.heads[kind] for c in self.told if kind in c.heads]
            heads = [h for n, h in enumerate(heads) if h not in heads[:n]]
            if len(heads) == len(orphans):
                for claim, head in zip(orphans, heads, strict=True):
                    claim.heads[kind] = head
                    yield claim
                return


def _of_everybody(claims: Iterable[Claim], everybody: list[Mention]) -> Iterator[Claim]:
    """Say a claim that names nobody of ``everybody`` who is meant by "cả 5 địa phương này"."""
    for claim in claims:
        if everybody and "subject" not in claim.heads:
            yield from claim.said_of(everybody)
        else:
            yield claim
