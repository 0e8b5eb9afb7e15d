"""Read what a list of lines leaves to the line before it: places, a component, another year.

"Năm địa phương dẫn đầu PCI 2019 (trong ngoặc là điểm năm 2018):", "1. Quảng Ninh: 73,40 (70,36)".
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from extract import gazetteer, whose
from extract.canon import Canon
from extract.clause import Claim, Linked
from extract.column import year_at, year_before
from extract.columns import NOT_RANKED, RANKED
from extract.grid import Cell
from extract.model import Kind, Mention, Sentence
from extract.rules.number import decimal
from extract.subject import COUNTRY

_LINE = re.compile(r"[^\n]+")
_ITEM = re.compile(
    r"\s*(?:(?:hạng|thứ|top|số)\s+)?(?P<number>\d{1,2})\s*[.):/-]\s*(?=[^\W\d])|\s*[-+*•]\s*(?=\w)"
)
_FEWEST = 3
_LEAD = 260
"""Characters at the end of the line before a list that say what it lists."""

_LOWEST = re.compile(r"cuối bảng|(?<!\w)đáy|đứng (?:cuối|chót)|chót bảng|thấp nhất|dưới đếm lên")
_NOTE = re.compile(
    r"số (?:đứng |thứ tự )?(?:ở )?(?:đầu|trước)(?: mỗi)? (?:dòng|tên)[^.;()\n]{0,20} là"
)
_NOTE_RANKS = re.compile(_NOTE.pattern + r" (?:thứ )?hạng| vị trí")
_SCORE = re.compile(r"\d{1,3}[.,]\d{1,4}")
_REGION = re.compile(r"(?:trong|của|toàn) (?P<region>vùng|khu vực)(?!\w)")


@dataclass(slots=True)
class Item:
    """A line of a list: where it stands, whom it names, and what the line before says of it."""

    start: int
    end: int
    number: int | None = None
    at: tuple[int, int] = (0, 0)
    subject: Mention | None = None
    rank: Mention | None = None
    heads: dict[Kind, Mention] = field(default_factory=dict)
    """The component or the nation that the line before names for all."""

    aside: tuple[Mention, bool] | None = None
    """The year that figures in brackets are of, and whether they are places."""

    slashed: Mention | None = None
    """The year that figures behind a stroke are of."""


def items(canon: Canon) -> list[Item]:
    """Return the lines of all lists of ``canon`` that the line before says something of."""
    return [item for lead, run in _lists(canon) for item in _told(canon, lead, run)]


def _lists(canon: Canon) -> Iterator[tuple[tuple[int, int], list[Item]]]:
    """Yield the runs of lines that begin with a number or a mark, each with the line before."""
    lead, run = (0, 0), list[Item]()
    for line in _LINE.finditer(canon.low):
        if not line.group().strip():
            continue
        found = _ITEM.match(line.group())
        if found:
            number = int(found["number"]) if found["number"] else None
            at = (line.start() + found.start("number"), line.start() + found.end("number"))
            run.append(Item(line.start() + found.end(), line.end(), number, at))
            continue
        if len(run) >= _FEWEST:
            yield lead, run
        lead, run = (max(line.start(), line.end() - _LEAD), line.end()), []
    if len(run) >= _FEWEST:
        yield lead, run


def _told(canon: Canon, lead: tuple[int, int], run: list[Item]) -> list[Item]:
    """Return the lines of a list with what its lead says of each."""
    words = canon.low[slice(*lead)]
    heads = _heads(canon, lead) if words.rstrip().endswith(":") else {}
    aside, slashed = _aside(words, lead[0]), _slashed(words, lead[0])
    for item in run:
        item.heads, item.aside, item.slashed = heads, aside, slashed
        item.subject = _subject(canon, item) if item.number is not None else None
    if _ranks(canon, words, run):
        within = _within(canon, lead)
        for item in run:
            item.rank = _rank(item, within)
    return run


# What follows the name in a list of places; "1. Quảng Ninh lập trung tâm ..." tells deeds.
_GOES_ON = re.compile(r"\s*(?:$|[;:,.(|-]|\d|(?:với|đạt|được|có)\s[^;,.]{0,20}\d)")


def _subject(canon: Canon, item: Item) -> Mention | None:
    """Return whoever a line begins with: its place is not a part's nor a measure's."""
    reach = min(item.end, item.start + 60)
    found = [m for m in gazetteer.mentions(canon, item.start, reach) if m.kind == "subject"]
    named = next((m for m in found if m.start - item.start <= len("tỉnh ")), None)
    return named if named and _GOES_ON.match(canon.low, named.end, item.end) else None


def _ranks(canon: Canon, lead: str, run: list[Item]) -> bool:
    """Tell whether the numbers of a list are places: its lead says so, or a note behind it."""
    numbers = [item.number or 0 for item in run]
    step = numbers[1] - numbers[0]
    even = abs(step) == 1 and all(b - a == step for a, b in pairwise(numbers))
    if not even or not all(item.subject for item in run):
        return False
    figures = [_SCORE.search(canon.low, item.start, item.end) for item in run]
    points = [decimal(found.group()) for found in figures if found]
    agree = all((b - a) * step <= 0 for a, b in pairwise(points))
    if not agree or NOT_RANKED.search(lead):
        return False
    behind = canon.low[run[-1].end : run[-1].end + _LEAD]
    if _NOTE_RANKS.search(lead) or _NOTE_RANKS.search(behind):
        return True
    if numbers[0] == 1:
        headed = len(points) == len(run) and RANKED.search(canon.headline.lower())
        return bool(RANKED.search(lead) or headed) and not _LOWEST.search(lead)
    return bool(RANKED.search(lead) or _LOWEST.search(lead)) and min(numbers) > 1


def _rank(item: Item, within: tuple[int, int] | None) -> Mention:
    data = {"rank": item.number, "out_of": None}
    parts = {"rank_scope": within} if within else {}
    start, end = item.at
    return Mention(kind="rank", start=start, end=end, rule="list/numbered", data=data, parts=parts)


def _within(canon: Canon, lead: tuple[int, int]) -> tuple[int, int] | None:
    """Return where the lead names the block or the region that its places are within."""
    line = Cell(canon.low[slice(*lead)], lead[0])
    if block := whose.scope(canon.low, line.words, [Cell("", lead[1])]):
        return block
    named = gazetteer.mentions(canon, *lead)
    regions = [m for m in named if m.kind == "subject" and m.data["type"] == "region"]
    if regions:
        return regions[0].start, regions[0].end
    found = _REGION.search(canon.low, *lead)
    return found.span("region") if found else None


_NATION = re.compile(r"(?:của|trung bình|bình quân) (?P<nation>cả nước|toàn quốc)")


_OPENS = 40
"""A component that stands so near the beginning of a sentence is what it is about."""


def _heads(canon: Canon, lead: tuple[int, int]) -> dict[Kind, Mention]:
    """Return the component that "Ở chỉ số Tính minh bạch:" names, and "của cả nước"."""
    found = list(gazetteer.mentions(canon, *lead))
    parts = [m for m in found if m.kind == "component"]
    index = max((m.end for m in found if m.kind == "index"), default=0)
    heads: dict[Kind, Mention] = {}
    last = lead[0] + canon.low[slice(*lead)].rfind(". ") + 1
    if len(parts) == 1 and (parts[0].start >= index or parts[0].start - last < _OPENS):
        heads["component"] = parts[0]
    nation = _NATION.search(canon.low, *lead)
    if nation and not any(m.kind == "subject" for m in found):
        start, end = nation.span("nation")
        heads["subject"] = Mention(
            kind="subject", start=start, end=end, rule="list/nation", data=dict(COUNTRY)
        )
    return heads


_WHEN = r"[^;.:()]*?(?:(?P<year>20\d\d)|(?P<before>(?:năm|kỳ) (?:trước|ngoái)))"
_IN_BRACKETS = re.compile(rf"trong (?:dấu )?ngoặc(?: đơn)?(?: là| ghi|:)(?P<what>{_WHEN})")
_BEHIND_STROKE = re.compile(rf"sau (?:dấu )?(?:gạch chéo|xuyệt|/)\)?{_WHEN}")


def _aside(lead: str, start: int) -> tuple[Mention, bool] | None:
    found = _IN_BRACKETS.search(lead)
    if found is None or "thay đổi" in found["what"] or "so với" in found["what"]:
        return None
    return _year(found, start), bool(re.search(r"hạng|vị trí|vị thứ", found["what"]))


def _slashed(lead: str, start: int) -> Mention | None:
    found = _BEHIND_STROKE.search(lead)
    return _year(found, start) if found else None


def _year(found: re.Match[str], start: int) -> Mention:
    if found["year"]:
        return year_at(start + found.start("year"), int(found["year"]))
    return year_before(start + found.start("before"), start + found.end("before"))


_FIGURE = re.compile(
    r"\((?:(?:năm|kỳ)?\s*(?P<year>20\d\d)\s*:\s*)?(?P<figure>\d{1,3}(?:[.,]\d{1,4})?)"
    r"\s*(?P<unit>%|điểm)?\)"
)


def add(canon: Canon, item: Item, sentence: Sentence, linked: Linked) -> None:
    """Add to what a line says what its list says of it."""
    for claim in linked.claims:
        if "component" not in claim.heads and "index" not in claim.heads:
            claim.heads |= {k: h for k, h in item.heads.items() if k == "component"}
        told = claim.heads.keys() & {"subject", "mean"} or claim.values.keys() - {"score"}
        if "subject" in item.heads and not told:
            claim.heads["subject"] = item.heads["subject"]
    if item.rank and item.subject:
        _place(item.rank, item.subject, linked)
    _of_another_year(canon, item, sentence, linked)


def _place(rank: Mention, subject: Mention, linked: Linked) -> None:
    """Give the number of a line to what it says of whom it names."""
    of = [c for c in linked.claims if c.heads.get("subject") in (subject, None)]
    of = [c for c in of if not c.former and c.heads.get("year") not in c.own]
    claim = next(iter(of), None)
    if any("rank" in c.values for c in of):
        return
    if claim is None:
        claim = Claim()
        claim.put(subject)
        linked.claims.insert(0, claim)
    claim.put(rank)


def _of_another_year(canon: Canon, item: Item, sentence: Sentence, linked: Linked) -> None:
    """Say what stands in brackets, or behind a stroke, of the year that is said to be its."""
    first = linked.claims[0] if linked.claims else None
    found = _FIGURE.search(canon.low, sentence.start, sentence.end) if first else None
    if first and found and (when := _when(item, found)):
        value = _value(found, placed=bool(item.aside and item.aside[1]))
        inside = [c for c in linked.claims[1:] if _stands_in(c, found.span())]
        linked.claims[:] = [c for c in linked.claims if c not in inside or not value]
        if value and not _stands_in(first, found.span()):
            linked.claims.append(_dated(first, value, when))
    if first and item.slashed:
        for before, claim in pairwise(linked.claims):
            start = min(v.start for v in claim.values.values())
            between = canon.low[max(v.end for v in before.values.values()) : start]
            if between.strip() == "/":
                claim.heads["year"] = item.slashed


def _when(item: Item, found: re.Match[str]) -> Mention | None:
    if found["year"]:
        return year_at(found.start("year"), int(found["year"]))
    return item.aside[0] if item.aside else None


def _stands_in(claim: Claim, span: tuple[int, int]) -> bool:
    return any(span[0] <= v.start and v.end <= span[1] for v in claim.values.values())


def _value(found: re.Match[str], *, placed: bool) -> Mention | None:
    """Return the figure in a bracket: points have decimals, places are said to be places."""
    start, end = found.span("figure")
    if found["figure"].isdigit():
        data = {"rank": int(found["figure"]), "out_of": None}
        rank = Mention(kind="rank", start=start, end=end, rule="list/aside", data=data)
        return rank if placed else None
    points = {"score": decimal(found["figure"]), "unit": found["unit"]}
    return Mention(kind="score", start=start, end=end, rule="list/aside", data=points)


def _dated(first: Claim, value: Mention, year: Mention) -> Claim:
    """Return ``value`` of ``year``, said of the same as ``first``."""
    claim = Claim(heads={k: h for k, h in first.heads.items() if k not in ("year", "baseline")})
    claim.heads["year"] = year
    claim.own = [m for m in first.own if m.kind in ("subject", "component")]
    claim.put(value)
    return claim


def is_note(words: str) -> bool:
    """Tell whether a sentence but explains a list: "Số đứng đầu dòng là thứ hạng"."""
    return _NOTE.search(words) is not None
