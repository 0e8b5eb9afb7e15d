"""Lists: names on one side and values on the other ("lần lượt"), paired by position."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from extract.model import MEASURES, Kind, Mention
from extract.rules.number import DOWN, UP, WORD, WORDS, decimal, sign, whole

_ITEM = rf"""
    (?:(?:ở|giữ|đứng|xếp|là|đạt|với|có|mức|vị\ trí|ngôi|thứ|hạng|số|bậc|tổng|điểm|,)\s+)*
    (?P<value> \d{{1,3}}(?:[.,]\d{{1,4}})?(?![\d/]) | (?<=thứ\ ){WORD} )
    (?:\s*/\s*\d{{2,3}}(?:\s+tỉnh(?:,\s+thành(?:\s+phố)?)?)?)?
    \s*(?P<unit>%|điểm|bậc|hạng)?
"""
_LIST_ITEM = re.compile(_ITEM, re.VERBOSE)
_JOIN = re.compile(r"\s*(?:,|;|và|,\s*và)\s*")
_PLACE_WORD = re.compile(r"(?:thứ|hạng|vị trí|bậc|ngôi)\s")
_IN_TURN = re.compile(
    r"(?<!\w)(?:lần lượt|(?:(?<=hạng )|(?<=số )|(?<=điểm ))tương ứng(?: là)?)(?!\w)"
)
_FIRST_N = re.compile(
    r"(?P<n>\d{1,2}|hai|ba|bốn|năm|mười)\s+"
    r"(?:vị trí|ngôi|thứ hạng|địa phương|đơn vị|tỉnh|tỉnh, thành phố|bộ|cơ quan)\s+"
    r"(?:đứng đầu|dẫn đầu|đầu tiên|đầu bảng|đầu|cao nhất)[^,;.:()]{0,40}$"
)
_RANKS_BEFORE = re.compile(
    rf"(?P<places>(?:vị trí|hạng|thứ hạng)\s+(?:thứ\s+)?(?:\d{{1,2}}|{WORD})"
    rf"(?:(?:,|\s+và)\s+(?:thứ\s+)?(?:\d{{1,2}}|{WORD}))+)"
    r"[^,;.:()]{0,45}$"
)
_NAMES_APART = re.compile(
    r'^(?:["\s,;]|và|cùng|của|ubnd|tỉnh|thành phố|tp\.?|vùng|khu vực|\([^)]*\))*$'
)
_REACH = 90


@dataclass(frozen=True, slots=True)
class Turn:
    """Heads of one kind and, for each, the value that its place in the list gives it."""

    place: int
    """Where the list of values begins: what was named before it is known by then."""

    pairs: tuple[tuple[Mention, Mention], ...]
    year: Mention | None = None
    """The year said of this list alone: "từ vị trí thứ 2, thứ 3 của năm 2020 xuống ..."."""

    former: bool = False
    """True for the places that were left."""

    asides: tuple[tuple[Mention, ...], ...] = ()
    """For each pair, what the bracket behind its value says: "thứ 2 (86,93%) và thứ 3 (86,86%)"."""


@dataclass(slots=True)
class Paired:
    """What the lists of a sentence say: values by the offset of their subject."""

    values: dict[int, list[Mention]] = field(default_factory=dict)
    turns: list[Turn] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)
    """Where those values stand: no other rule may read them again."""

    loose: list[int] = field(default_factory=list)
    """Where "lần lượt" ends that pairs nothing: what follows belongs to names told elsewhere."""

    def give(self, subjects: list[Mention], values: list[Mention]) -> None:
        """Pair ``subjects`` with ``values`` by position."""
        for subject, value in zip(subjects, values, strict=True):
            self.values.setdefault(subject.start, []).append(value)
            self.spans.append((value.start, value.end))

    def take(
        self,
        place: int,
        heads: list[Mention],
        values: list[Mention],
        *,
        year: Mention | None = None,
        former: bool = False,
        asides: tuple[tuple[Mention, ...], ...] = (),
    ) -> None:
        """Pair ``heads`` that stand before ``place`` with ``values`` behind it."""
        pairs = tuple(zip(heads, values, strict=True))
        self.turns.append(Turn(place, pairs, year, former, asides or ((),) * len(pairs)))
        told = (*values, *(m for aside in asides for m in aside))
        self.spans += [(value.start, value.end) for value in told]


def paired(low: str, start: int, end: int, mentions: list[Mention]) -> Paired:
    """Return the pairs that lists make in ``low[start:end]``, with "lần lượt" or without."""
    out = Paired()
    heads = [
        m
        for m in mentions
        if m.kind in _LISTED and m.data.get("type") not in ("anaphor", "national")
    ]
    if _moves(low, start, end, heads, out):
        return out
    for turn in _IN_TURN.finditer(low, start, end):
        after = [m for m in heads if m.start >= turn.end() and m.kind == "subject"]
        if _from_first(low, start, turn, after, out) or _ranks_first(low, start, turn, after, out):
            continue
        run = _run_before(low, heads, turn.start())
        if len(run) > 1:
            values = _values_after(low, turn.end(), min(end, turn.end() + 160), run, mentions)
            if values:
                out.take(turn.start(), run, values, asides=_asides(low, end, values, mentions))
                _scores_behind(low, end, run, values, out)
                continue
        out.loose.append(turn.end())
    _after_colon(low, start, end, heads, out)
    for places in _PLACES_LISTED.finditer(low, start, end) if not out.turns else ():
        run = _run_before(low, heads, places.start())
        ranks = _listed_ranks(low, *places.span())
        if len(run) == len(ranks):
            out.take(places.start(), run, ranks)
    return out


_LISTED = ("subject", "component", "index", "year")
_PLACES_LISTED = re.compile(
    r"(?:vị trí|hạng|thứ|thứ hạng)\s+(?:thứ\s+)?\d{1,2}"
    r"(?:(?:,|\s+và)\s+(?:thứ\s+|hạng\s+)?\d{1,2}(?![\d,.]*[%\d]))+"
)


def _listed_ranks(low: str, start: int, end: int) -> list[Mention]:
    found = re.finditer(r"(?<![\w,])\d{1,2}(?!\w)", low[start:end])
    return [_rank((start + f.start(), start + f.end()), int(f.group())) for f in found]


_TWO_PLACES = (
    r"(?:vị trí|hạng|thứ hạng|bậc)\s+(?:thứ\s+)?\d{1,2}"
    r"(?:(?:,|\s+và)\s+(?:vị trí\s+|hạng\s+)?(?:thứ\s+)?\d{1,2})+"
)
_FROM_TO = re.compile(
    rf"từ\s+(?P<old>{_TWO_PLACES})(?P<when>[^,;.()]{{0,20}}?)\s+(?:lên|xuống|vươn lên|tụt xuống)\s+"
    rf"(?P<new>{_TWO_PLACES})"
)


def _moves(low: str, start: int, end: int, heads: list[Mention], out: Paired) -> bool:
    """Read "A và B từ vị trí thứ 2, thứ 3 của năm 2020 xuống vị trí thứ 7 và 8"."""
    found = _FROM_TO.search(low, start, end)
    if found is None:
        return False
    run = _run_before(low, [h for h in heads if h.kind == "subject"], found.start())
    old, new = (_listed_ranks(low, *found.span(side)) for side in ("old", "new"))
    if not len(run) == len(old) == len(new):
        return False
    years = [h for h in heads if h.kind == "year"]
    left = next((y for y in years if found.start() < y.start < found.start("new")), None)
    come = next((y for y in years if found.end() <= y.start < found.end() + _NEAR), None)
    come = come or next((y for y in reversed(years) if y.start < found.start()), None)
    out.take(found.start(), run, old, year=left, former=True)
    out.take(found.start("new"), run, new, year=come)
    return True


_NEAR = 12


def _after_colon(low: str, start: int, end: int, heads: list[Mention], out: Paired) -> None:
    """Read "điểm của A, B, C: 63,22; 62,80; 63,71 điểm"."""
    for colon in re.compile(r":").finditer(low, start, end) if not out.turns else ():
        run = _run_before(low, [h for h in heads if h.kind == "subject"], colon.start())
        joined = len(run) > 1 and not low[run[-1].end : colon.start()].strip()
        items = list(_items(low, colon.end(), end)) if joined else []
        if items and len(items) == len(run) and all(re.search(r"[.,]", i["value"]) for i in items):
            out.take(colon.end(), run, _numbers(low, items, colon.end()))


_BRACKET = re.compile(r"\s*(?:điểm|%)?\s*\((?P<words>[^()]*)\)")


def _asides(
    low: str, end: int, values: list[Mention], mentions: list[Mention]
) -> tuple[tuple[Mention, ...], ...]:
    """Return for each of ``values`` what the bracket right behind it says."""
    brackets = (_BRACKET.match(low, value.end, end) for value in values)
    return tuple(
        tuple(
            m
            for m in mentions
            if found and m.kind in MEASURES and found.start("words") <= m.start < found.end("words")
        )
        for found in brackets
    )


_MOVED_BEHIND = re.compile(rf"[^\d.;()]{{0,20}}?,\s*(?P<verb>{UP}|{DOWN})\s+(?=\d)")
_BEHIND = re.compile(r"[^\d.;()]{0,40}?,?\s*(?:đạt|với|có|cùng)\s")


def _scores_behind(
    low: str, end: int, run: list[Mention], values: list[Mention], out: Paired
) -> None:
    """Read "lần lượt xếp thứ 2 và thứ 3, đạt 56,40 và 54,97 điểm": the second list too."""
    place = max(value.end for value in values)
    moved = _MOVED_BEHIND.match(low, place, end)
    if moved and (changes := _changes(low, moved, end, len(run))):
        out.take(place, run, changes)
    if values[0].kind != "rank" or not _BEHIND.match(low, place, end):
        return
    scores = _values_after(low, place, min(end, place + 120), run, [])
    if scores and scores[0].kind == "score":
        out.take(place, run, scores)
        _scores_behind(low, end, run, scores, out)


def _run_before(low: str, heads: list[Mention], place: int) -> list[Mention]:
    """Return the heads of one kind, joined to each other, that stand last before ``place``."""
    before = [m for m in heads if m.end <= place]
    for kind in _LISTED:
        run: list[Mention] = []
        for head in reversed([m for m in before if m.kind == kind]):
            if run and not _NAMES_APART.match(low[head.end : run[0].start]):
                break
            run.insert(0, head)
        if len(run) > 1:
            return run
    subjects = [m for m in before if m.kind == "subject"]
    return subjects if len(subjects) > 1 else []


def _from_first(
    low: str, start: int, turn: re.Match[str], after: list[Mention], out: Paired
) -> bool:
    """Read "ba vị trí đầu lần lượt là A, B, C"."""
    head = _FIRST_N.search(low, max(start, turn.start() - _REACH), turn.start())
    if head is None:
        return _from_top(low, start, turn, after, out)
    count = whole(head["n"])
    if len(after) < count:
        return False
    span = (head.start(), turn.end())
    out.give(after[:count], [_rank(span, place) for place in range(1, count + 1)])
    return True


_TOP = re.compile(r"(?:đứng đầu|dẫn đầu|đầu bảng|tốp đầu|nhóm đầu)\s+$")
_LISTED_SO = re.compile(r'(?:["\s,;]|và|cùng|tỉnh|thành phố|tp\.?|huyện|thị xã|\([^)]*\))*$')


def _from_top(low: str, start: int, turn: re.Match[str], after: list[Mention], out: Paired) -> bool:
    """Read "đầu bảng lần lượt là A (70 điểm), B (69 điểm) và C"."""
    head = _TOP.search(low, start, turn.start())
    run = after[:1]
    for name in after[1:]:
        if not _LISTED_SO.match(low[run[-1].end : name.start]):
            break
        run.append(name)
    if head is None or len(run) < _A_LIST or "là" not in low[turn.end() : run[0].start]:
        return False
    span = (head.start(), turn.end())
    out.give(run, [_rank(span, place) for place in range(1, len(run) + 1)])
    return True


_A_LIST = 2


def _ranks_first(
    low: str, start: int, turn: re.Match[str], after: list[Mention], out: Paired
) -> bool:
    """Read "vị trí thứ 5 và thứ 6 lần lượt là A ... và B ..."."""
    head = _RANKS_BEFORE.search(low, max(start, turn.start() - _REACH), turn.start())
    if head is None:
        return False
    places = re.finditer(rf"(?<!\w)(?:\d{{1,2}}|{WORD})(?!\w)", head["places"])
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


def _values_after(
    low: str, start: int, end: int, run: list[Mention], mentions: list[Mention]
) -> list[Mention]:
    """Return one value behind "lần lượt" for each of ``run``, or none when the counts differ."""
    if moved := _MOVED_BY.match(low, start, end):
        return _changes(low, moved, end, len(run))
    items = list(_items(low, start, end))[: len(run)]
    if len(items) == len(run):
        return _numbers(low, items, run[0].start)
    known = [m for m in mentions if start <= m.start < end and m.kind in MEASURES]
    same = [m for m in known if m.kind == known[0].kind][: len(run)]
    return same if len(same) == len(run) else []


_MOVED_BY = re.compile(rf"\s*(?P<verb>{UP}|{DOWN})\s+(?=\d)")


def _changes(low: str, moved: re.Match[str], end: int, count: int) -> list[Mention]:
    """Read "lần lượt tăng 11 bậc và 6 bậc": one verb, and a change for each."""
    items = list(_items(low, moved.end(), end))[:count]
    units = {i["unit"] for i in items} - {None}
    if len(items) != count or len(units) != 1:
        return []
    places = units <= {"bậc", "hạng"}
    kind: Kind = "rank_change" if places else "score_change"
    return [
        Mention(
            kind=kind,
            start=item.start("value"),
            end=item.end(),
            rule="list/in-turn",
            data={
                kind: sign(moved["verb"])
                * (whole(item["value"]) if places else decimal(item["value"]))
            },
        )
        for item in items
    ]


def _numbers(low: str, items: list[re.Match[str]], first: int) -> list[Mention]:
    """Read joined numbers as ranks or scores, by the words and units beside them."""
    ranks = any(_PLACE_WORD.search(i.group()[: i.start("value") - i.start()]) for i in items)
    ranks = ranks or bool(_PLACE_WORD.search(low, max(0, first - 60), first))
    units = [i["unit"] for i in items if i["unit"]]
    if "bậc" in units or "hạng" in units:
        return []
    whole_numbers = all(i["value"].isdigit() or i["value"] in WORDS for i in items)
    if ranks and not units and whole_numbers:
        return [_rank(i.span("value"), whole(i["value"])) for i in items]
    words = any(i["value"] in WORDS for i in items)
    if words or (not units and not all(re.search(r"[.,]", i["value"]) for i in items)):
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
