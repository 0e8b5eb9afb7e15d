""" "Lần lượt": names on one side and values on the other, paired by position."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from extract.model import Mention
from extract.rules.number import WORD, decimal, whole

_ITEM = rf"""
    (?:(?:ở|giữ|đứng|xếp|là|đạt|với|có|mức|vị\ trí|ngôi|thứ|hạng|số|bậc|tổng|điểm|,)\s+)*
    (?P<value>\d{{1,3}}(?:[.,]\d{{1,4}})?(?![\d/])|(?<=thứ\ ){WORD}) (?:\s*/\s*\d{{2,3}}(?:\s+tỉnh(?:,\s+thành(?:\s+phố)?)?)?)?
    \s*(?P<unit>%|điểm)?
"""
_LIST_ITEM = re.compile(_ITEM, re.VERBOSE)
_JOIN = re.compile(r"\s*(?:,|;|và|,\s*và)\s*")
_PLACE_WORD = re.compile(r"(?:thứ|hạng|vị trí|bậc|ngôi)\s")
_IN_TURN = re.compile(r"(?<!\w)lần lượt(?!\w)")
_FIRST_N = re.compile(
    r"(?P<n>\d{1,2}|hai|ba|bốn|năm|mười)\s+(?:vị trí|ngôi|thứ hạng|địa phương|đơn vị|tỉnh|tỉnh, thành phố|bộ|cơ quan)\s+"
    r"(?:đứng đầu|dẫn đầu|đầu tiên|đầu bảng|đầu|cao nhất)[^,;.:()]{0,40}$"
)
_RANKS_BEFORE = re.compile(
    rf"(?:vị trí|hạng|thứ hạng)\s+(?:thứ\s+)?(?:\d{{1,2}}|{WORD})(?:(?:,|\s+và)\s+(?:thứ\s+)?(?:\d{{1,2}}|{WORD}))+\s*$"
)
_NAMES_APART = re.compile(r'^(?:["\s,;]|và|cùng|của|tỉnh|thành phố|tp\.?|\([^)]*\))*$')
_REACH = 90


@dataclass(slots=True)
class Paired:
    """What the lists of a sentence say: values by the offset of their subject."""

    values: dict[int, list[Mention]] = field(default_factory=dict)
    spans: list[tuple[int, int]] = field(default_factory=list)
    """Where those values stand: no other rule may read them again."""

    def give(self, subjects: list[Mention], values: list[Mention]) -> None:
        """Pair ``subjects`` with ``values`` by position."""
        for subject, value in zip(subjects, values, strict=True):
            self.values.setdefault(subject.start, []).append(value)
            self.spans.append((value.start, value.end))


def paired(low: str, start: int, end: int, mentions: list[Mention]) -> Paired:
    """Return the pairs that the words "lần lượt" make in ``low[start:end]``."""
    out = Paired()
    subjects = [
        m for m in mentions if m.kind == "subject" and m.data["type"] not in ("anaphor", "national")
    ]
    for turn in _IN_TURN.finditer(low, start, end):
        before = _run_before(low, subjects, turn.start())
        after = _run_after(low, subjects, turn.end())
        if _from_first(low, start, turn, after, out) or _ranks_first(low, start, turn, after, out):
            continue
        if len(before) == 1:
            before = [s for s in subjects if s.end <= turn.start()]
        if len(before) > 1:
            values = _values_after(low, turn.end(), min(end, turn.end() + 160), len(before))
            if values:
                out.give(before, values)
    return out


def _run_before(low: str, subjects: list[Mention], place: int) -> list[Mention]:
    """Return the longest run of joined names that ends before ``place``."""
    run: list[Mention] = []
    for subject in reversed([s for s in subjects if s.end <= place]):
        if run and not _NAMES_APART.match(low[subject.end : run[0].start]):
            break
        run.insert(0, subject)
    return run


def _run_after(low: str, subjects: list[Mention], place: int) -> list[Mention]:
    return [s for s in subjects if s.start >= place]


def _from_first(
    low: str, start: int, turn: re.Match[str], after: list[Mention], out: Paired
) -> bool:
    """Read "ba vị trí đầu lần lượt là A, B, C"."""
    head = _FIRST_N.search(low, max(start, turn.start() - _REACH), turn.start())
    if head is None:
        return False
    count = whole(head["n"])
    if len(after) < count:
        return False
    span = (head.start(), turn.end())
    out.give(after[:count], [_rank(span, place) for place in range(1, count + 1)])
    return True


def _ranks_first(
    low: str, start: int, turn: re.Match[str], after: list[Mention], out: Paired
) -> bool:
    """Read "vị trí thứ 5 và thứ 6 lần lượt là A ... và B ..."."""
    head = _RANKS_BEFORE.search(low, max(start, turn.start() - _REACH), turn.start())
    if head is None:
        return False
    places = re.finditer(rf"(?<!\w)(?:\d{{1,2}}|{WORD})(?!\w)", head.group())
    ranks = [
        _rank((head.start() + p.start(), head.start() + p.end()), whole(p.group())) for p in places
    ]
    if len(after) != len(ranks):
        return False
    out.give(after, ranks)
    return True


def _rank(span: tuple[int, int], rank: int) -> Mention:
    return Mention(
        kind="rank",
        start=span[0],
        end=span[1],
        rule="list/in-turn",
        data={"rank": rank, "out_of": None},
    )


def _values_after(low: str, start: int, end: int, count: int) -> list[Mention]:
    """Return the ``count`` joined values behind "lần lượt", or none when the count differs."""
    items = list(_items(low, start, end))
    if len(items) < count:
        return []
    items = items[:count]
    ranks = any(_PLACE_WORD.search(i.group()[: i.start("value") - i.start()]) for i in items)
    units = [i["unit"] for i in items if i["unit"]]
    if ranks and not units:
        return [_rank(i.span("value"), whole(i["value"])) for i in items]
    if not units and not all(re.search(r"[.,]", i["value"]) for i in items):
        return []
    return [_score(i, units[-1] if units else None) for i in items]


def _score(item: re.Match[str], unit: str | None) -> Mention:
    end = item.end("unit") if item["unit"] else item.end("value")
    data = {"score": decimal(item["value"]), "unit": unit, "scale": None}
    return Mention(kind="score", start=item.start("value"), end=end, rule="list/in-turn", data=data)


def _items(low: str, start: int, end: int) -> Iterator[re.Match[str]]:
    position = start
    while position < end and low[position] == " ":
        position += 1
    while item := _LIST_ITEM.match(low, position, end):
        yield item
        after = re.compile(r"\s*\([^)]*\)").match(low, item.end(), end)
        join = _JOIN.match(low, after.end() if after else item.end(), end)
        if join is None:
            return
        position = join.end()
