"""What lists are made of: names in a row, and the values that their order gives them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from extract.model import Kind, Mention

_NAMES_APART = re.compile(
    r'^(?:["\s,]|và|cùng|của|ubnd|tỉnh|thành phố|tp\.?|vùng|khu vực|\([^)]*\))*$'
)


@dataclass(frozen=True, slots=True)
class Turn:
    """Heads of one kind and, for each, the value that its place in the list gives it."""

    place: int
    """Where the list of values begins: what was named before it is known by then."""

    heads: list[Mention]
    values: list[Mention]
    year: Mention | None = None
    """The year said of this list alone: "từ vị trí thứ 2, thứ 3 của năm 2020 xuống ..."."""

    former: bool = False
    """True for the places that were left."""

    asides: tuple[tuple[Mention, ...], ...] = ()
    """For each value, what the bracket behind it says: "thứ 2 (86,93%) và thứ 3 (86,86%)"."""

    def said(self) -> Iterator[tuple[Mention, tuple[Mention, ...]]]:
        """Yield each head with its value and what the bracket behind the value says."""
        asides = self.asides or ((),) * len(self.heads)
        for head, value, aside in zip(self.heads, self.values, asides, strict=True):
            yield head, (value, *aside)


@dataclass(slots=True)
class Paired:
    """What the lists of a sentence say: values by the offset of their subject."""

    values: dict[int, list[Mention]] = field(default_factory=dict)
    turns: list[Turn] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)
    """Where those values stand: no other rule may read them again."""

    loose: list[int] = field(default_factory=list)
    """Where "lần lượt" ends that pairs nothing: what follows belongs to names told elsewhere."""

    orphans: list[tuple[Mention, ...]] = field(default_factory=list)
    """The values behind it, in order, each with what its bracket says: for names told before."""

    def give(self, subjects: list[Mention], values: list[Mention]) -> None:
        """Pair ``subjects`` with ``values`` by position."""
        for subject, value in zip(subjects, values, strict=True):
            self.lend([subject], value)
            self.spans.append((value.start, value.end))

    def lend(self, subjects: list[Mention], value: Mention) -> None:
        """Say ``value`` of ``subjects``, too: others may still read it."""
        for subject in subjects:
            self.values.setdefault(subject.start, []).append(value)

    def take(self, turn: Turn) -> None:
        """Pair the heads of ``turn`` with the values behind them."""
        self.turns.append(turn)
        self.spans += [(value.start, value.end) for _, told in turn.said() for value in told]


_LISTED_SO = re.compile(r'(?:["\s,;]|và|cùng|tỉnh|thành phố|tp\.?|huyện|thị xã|\([^)]*\))*$')
_LISTED: tuple[Kind, ...] = ("subject", "component", "index", "year")


@dataclass(frozen=True, slots=True)
class Words:
    """The sentence that lists are looked for in, and what was found in it."""

    low: str
    start: int
    end: int
    mentions: list[Mention]

    def heads(self, *kinds: Kind) -> list[Mention]:
        """Return the heads of ``kinds`` that may stand in a list."""
        found = (m for m in self.mentions if m.kind in kinds)
        return [m for m in found if m.data.get("type") not in ("anaphor", "national")]

    def run_before(self, place: int, kinds: tuple[Kind, ...] = _LISTED) -> list[Mention]:
        """Return the heads of one kind, joined to each other, that stand last before ``place``."""
        if run := self.joined_before(place, kinds):
            return run
        subjects = [m for m in self.heads("subject") if m.end <= place]
        apart = {m.whom for m in subjects}
        return subjects if len(apart) == len(subjects) > 1 else []

    def joined_before(self, place: int, kinds: tuple[Kind, ...] = _LISTED) -> list[Mention]:
        """Return the two or more heads of one kind, joined, that stand last before ``place``."""
        runs = (self._joined_last([m for m in self.heads(k) if m.end <= place]) for k in kinds)
        return next((run for run in runs if len(run) > 1), [])

    def _joined_last(self, heads: list[Mention]) -> list[Mention]:
        run: list[Mention] = []
        for head in reversed(heads):
            if run and not _NAMES_APART.match(self.low[head.end : run[0].start]):
                break
            run.insert(0, head)
        return run

    def after(self, place: int) -> list[Mention]:
        """Return the subjects that stand behind ``place``."""
        return [m for m in self.heads("subject") if m.start >= place]

    def run_after(self, place: int) -> list[Mention]:
        """Return the subjects, joined to each other, that stand first behind ``place``."""
        names = self.after(place)
        run = names[:1]
        for name in names[1:]:
            if not _LISTED_SO.match(self.low[run[-1].end : name.start]):
                break
            run.append(name)
        return run
