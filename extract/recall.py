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

    tables: list[Mention] = field(default_factory=list)
    """The indices of the last sentence that named any, each once."""

    def claims(self, linked: Linked, words: str) -> tuple[Claim, ...]:
        """Return the claims of a sentence of such ``words``, its numbered names understood."""
        everybody, tables = self._everybody(words), self._all_tables(linked, words)
        claims = _of_everybody(linked.claims, everybody)
        return (*_of_tables(claims, tables), *self._in_turn(linked.orphans))

    def _all_tables(self, linked: Linked, words: str) -> list[Mention]:
        """Return the indices meant by "ở cả hai bảng": here or before, as many are named."""
        found = _ALL_TABLES.search(words)
        named = _once(linked.heads) or self.tables
        return named if found and len(named) == whole(found["n"]) else []

    def remember(self, linked: Linked) -> None:
        """Keep what a sentence has told, whatever the type of its subjects."""
        claims = linked.claims
        self.tables = _once(linked.heads) or self.tables
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


_ALL_TABLES = re.compile(
    r"(?<!\w)cả\s+(?P<n>hai|ba|bốn|\d)\s+(?:bảng|chỉ số|bộ chỉ số)"
    r"(?! (?:này |đó )?(?:đạt|tăng|giảm))"
)


def _once(heads: list[Mention]) -> list[Mention]:
    """Return the first mention of each index among ``heads``."""
    named: dict[str, Mention] = {}
    for head in heads:
        if head.kind == "index" and not head.data.get("topic"):
            named.setdefault(head.data["index"], head)
    return list(named.values())


def _of_tables(claims: Iterable[Claim], tables: list[Mention]) -> Iterator[Claim]:
    """Say a place of each of ``tables``, where the claim itself names none."""
    for claim in claims:
        own = claim.heads.get("index") in claim.own
        for index in tables if claim.values.keys() == {"rank"} and not own else ():
            heads = {**claim.heads, "index": index}
            yield Claim(heads, dict(claim.values), list(claim.own), former=claim.former)
        if not tables or own or claim.values.keys() != {"rank"}:
            yield claim


def _of_everybody(claims: Iterable[Claim], everybody: list[Mention]) -> Iterator[Claim]:
    """Say a claim that names nobody of ``everybody`` who is meant by "cả 5 địa phương này"."""
    for claim in claims:
        if everybody and "subject" not in claim.heads:
            yield from claim.said_of(everybody)
        else:
            yield claim
