"""Read lists of values: "2,5 điểm, 3 điểm và 4 điểm", "thứ 5, thứ 6", "tăng 11 bậc và 6 bậc"."""

import re
from collections.abc import Iterator

from extract.model import MEASURES, Kind, Mention
from extract.rules.number import DOWN, UP, WORD, WORDS, decimal, sign, whole

_ITEM = re.compile(
    rf"""
    (?:(?:ở|giữ|đứng|xếp|về|là|đạt|với|giành|ghi|được|chiếm|các|lên
      |có\ mặt|có\ tên|có|mức|vị\ trí|ngôi|thứ|hạng|số|bậc|tổng|điểm|,)\s+)*
    (?P<value> \d{{1,3}}(?:[.,]\d{{1,4}})?(?![\d/]) | (?<=thứ\ ){WORD}
      | (?:(?<=về\ )|(?<=đứng\ )|(?<=xếp\ )|(?<=ngôi\ ))(?:nhất|nhì)
      | (?<=nhất,\ )nhì | (?<=nhất\ và\ )nhì | (?<=nhì\ và\ )ba | (?<=nhì,\ )ba
      | (?<=và\ )ba(?=\s*[.;,]) )
    (?:\s*/\s*\d{{2,3}}(?:\s+tỉnh(?:,\s+thành(?:\s+phố)?)?)?)?
    \s*(?P<unit>%|điểm|bậc|hạng)?
    """,
    re.VERBOSE,
)
_JOIN = re.compile(r"(?:\s*\([^)]*\))?\s*(?:,|;|và|,\s*và)\s*")
_PLACE_WORD = re.compile(r"(?:thứ|hạng|vị trí|bậc|ngôi|về|đứng|xếp)\s")
_DECIMAL = re.compile(r"[.,]")
_RULE = "list/in-turn"


def joined(low: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Yield the numbers joined by commas or "và" that begin at ``start``, brackets between."""
    position = start
    while position < end and low[position] == " ":
        position += 1
    while item := _ITEM.match(low, position, end):
        yield item
        join = _JOIN.match(low, item.end(), end)
        if join is None:
            return
        position = join.end()


def values_after(
    low: str, start: int, end: int, run: list[Mention], mentions: list[Mention]
) -> list[Mention]:
    """Return one value behind "lần lượt" for each of ``run``, or none when the counts differ."""
    before = max(0, start - 24)
    moved = _MOVED_BY.match(low, start, end) or _MOVED_IN_TURN.search(low, before, start)
    if moved:
        return changes(low, moved, end, len(run))
    items = list(joined(low, start, end))[: len(run)]
    if len(items) == len(run):
        return numbers(low, items, run[0].start) or numbers(low, items, start)
    known = [m for m in mentions if start <= m.start < end and m.kind in MEASURES]
    same = [m for m in known if m.kind == known[0].kind][: len(run)]
    return same if len(same) == len(run) else []


_MOVED_IN_TURN = re.compile(rf"(?<!\w)(?P<verb>{UP}|{DOWN})\s+lần lượt$")
_MOVED_BY = re.compile(rf"\s*(?P<verb>{UP}|{DOWN})\s+(?=\d)")


def changes(low: str, moved: re.Match[str], end: int, count: int) -> list[Mention]:
    """Read "lần lượt tăng 11 bậc và 6 bậc": one verb, and a change for each."""
    items = list(joined(low, moved.end(), end))[:count]
    units = {i["unit"] for i in items} - {None}
    if len(items) != count or len(units) != 1:
        return []
    places = units <= {"bậc", "hạng"}
    return [_change(item, sign(moved["verb"]), places=places) for item in items]


def _change(item: re.Match[str], direction: int, *, places: bool) -> Mention:
    kind: Kind = "rank_change" if places else "score_change"
    amount = whole(item["value"]) if places else decimal(item["value"])
    start, end, data = item.start("value"), item.end(), {str(kind): direction * amount}
    return Mention(kind=kind, start=start, end=end, rule=_RULE, data=data)


def numbers(low: str, items: list[re.Match[str]], first: int) -> list[Mention]:
    """Read joined numbers as ranks or scores, by the words and units beside them."""
    units = [i["unit"] for i in items if i["unit"]]
    if "bậc" in units or "hạng" in units:
        return []
    words = any(i["value"] in WORDS for i in items)
    figures = all(i["value"].isdigit() or i["value"] in WORDS for i in items)
    if figures and not units and _of_places(low, items, first):
        return [rank(i.span("value"), whole(i["value"])) for i in items]
    if words or not (units or are_decimal(items)):
        return []
    return [_score(i, units[-1] if units else None) for i in items]


def _of_places(low: str, items: list[re.Match[str]], first: int) -> bool:
    """Tell whether "thứ", "hạng" stands before one of the numbers, or before the first name."""
    within = any(_PLACE_WORD.search(low, item.start(), item.start("value")) for item in items)
    return within or bool(_PLACE_WORD.search(low, max(0, first - 60), first))


def are_decimal(items: list[re.Match[str]]) -> bool:
    """Tell whether all numbers have decimals, as points do and places do not."""
    return all(_DECIMAL.search(item["value"]) for item in items)


def _score(item: re.Match[str], unit: str | None) -> Mention:
    end = item.end("unit") if item["unit"] else item.end("value")
    data = {"score": decimal(item["value"]), "unit": unit, "scale": None}
    return Mention(kind="score", start=item.start("value"), end=end, rule=_RULE, data=data)


def ranks(low: str, start: int, end: int) -> list[Mention]:
    """Return a rank for each whole number, in figures or behind "thứ", in ``low[start:end]``."""
    found = _PLACE.finditer(low, start, end)
    return [rank(f.span(), whole(f.group())) for f in found]


_PLACE = re.compile(rf"(?<![\w,])\d{{1,2}}(?!\w)|(?<=thứ ){WORD}")


def rank(span: tuple[int, int], place: int) -> Mention:
    """Return the rank ``place`` that stands at ``span``."""
    data = {"rank": place, "out_of": None}
    return Mention(kind="rank", start=span[0], end=span[1], rule=_RULE, data=data)


def last(span: tuple[int, int], behind: int) -> Mention:
    """Return the last rank but ``behind`` of a table whose size is told elsewhere."""
    data = {"rank": None, "out_of": None, "from_last": behind}
    return Mention(kind="rank", start=span[0], end=span[1], rule=_RULE, data=data)
