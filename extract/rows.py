"""Read tables: rows of provinces under headed columns, or a province's years side by side.

Cleaning leaves an HTML table as lines of cells with bars between them; other pages print a cell
a line.  Columns are told apart by their heads, never by their order.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice, pairwise
from typing import Any

from extract import gazetteer, names
from extract.canon import Canon
from extract.clause import Claim
from extract.grid import Cell, Grid, grids
from extract.model import Kind, Mention
from extract.rules.number import decimal

_HEADS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("ignored", re.compile(r"^(?:tt|stt|số tt|#|ghi chú|tăng.*|giảm.*|so với.*|chênh lệch.*)$")),
    ("group", re.compile(r"^(?:nhóm|xếp\s+loại|phân\s+loại|loại)(?:[^:]{0,25})$")),
    (
        "rank",
        re.compile(r"^(?:xếp\s+(?:hạng|thứ)|thứ\s+hạng|hạng|vị\s+(?:trí|thứ))(?:[^:]{0,25})$"),
    ),
    (
        "subject",
        re.compile(
            r"^(?:tên\s+)?(?:các\s+)?(?:tỉnh|thành\s+phố|địa\s+phương|đơn\s+vị|bộ|cơ\s+quan|vùng"
            r"|khu\s+vực)(?:[^:\d]{0,40})$"
        ),
    ),
    (
        "score",
        re.compile(r"^(?:tổng\s+)?(?:số\s+)?(?:điểm|chỉ\s+số|kết\s+quả|giá\s+trị|tỷ\s+lệ)\b"),
    ),
    ("year", re.compile(r"^(?:năm\s+)?20\d\d$")),
    (
        "measure",
        re.compile(r"^(?:năm|chỉ\s+tiêu|nội\s+dung|lĩnh\s+vực|trụ\s+cột|tiêu\s+chí)(?:\s*\(.*)?$"),
    ),
)
_RANK = re.compile(r"^(?:thứ\s+|hạng\s+)?(?P<rank>\d{1,2})(?:\s*/\s*(?P<out_of>\d{2}))?$")
_SCORE = re.compile(r"^(?P<score>\d{1,3}[.,]\d{1,4})\s*(?P<unit>%|điểm)?$")
_BOTH = re.compile(r"^(?P<rank>\d{1,2})\s*\((?P<score>\d{1,3}[.,]\d{1,4})\s*(?P<unit>%|điểm)?\)$")
_GROUP = re.compile(r"^(?:nhóm\s+)?(?P<group>[abcd]|(?!\d)[^\d|]{2,20})$")
_YEAR = re.compile(r"20\d\d")
_NAMED: tuple[Kind, ...] = ("index", "component")
_OF_YEAR = re.compile(r"\s*(?:năm\s+)?20\d\d(?:\s*\(.*)?")
_CAPTION = 120
"""Characters before a table that may say what it shows."""

_PLACES = re.compile(r"(?:thứ|xếp)\s+hạng|vị\s+trí")


@dataclass(frozen=True, slots=True)
class Rows:
    """A table that was read: where it stands, and a claim for each thing its rows speak of."""

    start: int
    end: int
    claims: tuple[Claim, ...]


@dataclass(slots=True)
class Column:
    """What the head of a column, or of a row, says of its cells."""

    role: str
    heads: dict[Kind, Mention] = field(default_factory=dict)
    """The index, component and year that the head names."""


def tables(canon: Canon) -> Iterator[Rows]:
    """Yield the tables of ``canon`` whose rows say ranks, scores or tiers."""
    for grid in grids(canon):
        if claims := tuple(_claims(canon, grid)):
            _date(canon, grid, claims)
            yield Rows(grid[0][0].start, grid[-1][-1].end, claims)


def _date(canon: Canon, grid: Grid, claims: tuple[Claim, ...]) -> None:
    """Give the one year of the line above a table to the claims that its heads give none."""
    start = grid[0][0].start
    above = canon.low[max(0, start - _CAPTION) : start].rstrip().rpartition("\n")[2]
    years = list(_YEAR.finditer(above))
    if len(years) == 1 and not above.endswith("."):
        place = canon.low.rindex(above, 0, start) + years[0].start()
        for claim in claims:
            claim.heads.setdefault("year", _year(place, int(years[0].group())))


def _claims(canon: Canon, grid: Grid) -> Iterator[Claim]:
    columns = [_column(canon, cell) for cell in grid[0]]
    body = [row for row in grid[1:] if len(row) == len(columns)]
    if not any(column.role for column in columns):
        columns, body = _headless(canon, grid)
    roles = [column.role for column in columns]
    if "subject" not in roles and roles[0] in {"", "measure", "ignored", "score", "rank"}:
        if roles.count("year") and _names_rows(canon, body):
            columns[0].role = "subject"
        else:
            yield from _of_one_subject(canon, columns, body)
            return
    if "subject" in [column.role for column in columns]:
        _read_years(canon, grid, columns, body)
        _read_order(columns, body)
        for row in body:
            yield from _row_claims(canon, columns, row)


def _headless(canon: Canon, grid: Grid) -> tuple[list[Column], Grid]:
    """Tell what the columns of a table without heads are, by their cells and the words before."""
    own = _names_rows(canon, grid[:1]) and all(cell.is_value for cell in grid[0][1:])
    body = grid if own else [row for row in grid[1:] if len(row) == len(grid[0])]
    columns = [Column("subject" if body and _names_rows(canon, body) else "")]
    caption = canon.low[max(0, grid[0][0].start - _CAPTION) : body[0][0].start] if body else ""
    for cells in islice(zip(*body, strict=False), 1, None):
        points = all(_SCORE.match(cell.words) for cell in cells)
        places = _PLACES.search(caption) and all(_RANK.match(cell.words) for cell in cells)
        columns.append(Column("score" if points else "rank" if places else ""))
    return columns, body


def _column(canon: Canon, cell: Cell) -> Column:
    """Return what the head ``cell`` says: the first role that fits, and the names in it."""
    named = {m.kind: m for m in gazetteer.mentions(canon, cell.start, cell.end)}
    heads: dict[Kind, Mention] = {kind: named[kind] for kind in _NAMED if kind in named}
    if year := _YEAR.search(cell.words):
        heads["year"] = _year(cell.start + year.start(), int(year.group()))
    role = next((r for r, pattern in _HEADS if pattern.match(cell.words)), "")
    if "component" in heads or (role == "" and "index" in heads):
        role = "score" if role != "rank" else role
    if not role and names.topics_named(cell.words):
        role = "score"
    if "index" in named and _OF_YEAR.fullmatch(canon.low, named["index"].end, cell.end):
        role = "year"
    return Column(role, heads)


def _year(start: int, year: int) -> Mention:
    return Mention(kind="year", start=start, end=start + 4, rule="table/year", data={"year": year})


_MOST = 0.8
"""Share of the rows that must begin with a known name; others may be new offices."""


def _names_rows(canon: Canon, body: list[list[Cell]]) -> bool:
    named = sum(_subject(canon, row[0]) is not None for row in body)
    return named >= _MOST * len(body)


def _subject(canon: Canon, cell: Cell) -> Mention | None:
    found = gazetteer.mentions(canon, cell.start, cell.end)
    return next((m for m in found if m.kind == "subject"), None)


def _read_years(
    canon: Canon, grid: list[list[Cell]], columns: list[Column], body: list[list[Cell]]
) -> None:
    """Tell what stands under a year: "17 (0,633)", or the ranks or points its caption speaks of."""
    caption = canon.low[max(0, grid[0][0].start - _CAPTION) : grid[0][0].start]
    for place, column in enumerate(columns):
        cells = [row[place].words for row in body]
        if cells and all(_BOTH.match(words) for words in cells):
            column.role = "both"
        elif column.role == "year":
            if any(_BOTH.match(words) for words in cells):
                column.role = "both"
            elif any(_SCORE.match(words) for words in cells):
                column.role = "score"
            elif _PLACES.search(caption):
                column.role = "rank"


def _read_order(columns: list[Column], body: list[list[Cell]]) -> None:
    """Take the numbers of the rows for places where the rows stand in the order of their points."""
    points = next((i for i, c in enumerate(columns) if c.role == "score"), None)
    if columns[0].role != "ignored" or points is None or any(c.role == "rank" for c in columns):
        return
    numbers = [row[0].words.rstrip(".") for row in body]
    scores = [m and decimal(m["score"]) for m in (_SCORE.match(r[points].words) for r in body)]
    falling = all(a and b and a >= b for a, b in pairwise(scores))
    if falling and numbers == [str(place) for place in range(1, len(body) + 1)]:
        columns[0].role = "rank"


def _row_claims(canon: Canon, columns: list[Column], row: list[Cell]) -> Iterator[Claim]:
    """Yield what a row says of its subject: one claim for each year and component."""
    place = next(i for i, column in enumerate(columns) if column.role == "subject")
    subject = _subject(canon, row[place])
    claims: dict[Key, Claim] = {}
    for column, cell in zip(columns, row, strict=True):
        for value in _values(column.role, cell) if subject else ():
            _claim_for(claims, column, subject).put(value)
    yield from claims.values()


def _of_one_subject(canon: Canon, columns: list[Column], body: list[list[Cell]]) -> Iterator[Claim]:
    """Yield what a table of years says: each row is a measure, and the text says whose."""
    claims: dict[Key, Claim] = {}
    whole = columns[0].role if columns[0].role in {"rank", "score"} else ""
    for row in body:
        measure = _column(canon, row[0])
        if whole and measure.heads:
            measure.role = whole
        for column, cell in zip(columns[1:], row[1:], strict=True):
            role = "either" if "component" in measure.heads and not whole else measure.role
            for value in _values(role, cell) if column.role == "year" else ():
                both = Column(measure.role, measure.heads | column.heads)
                _claim_for(claims, both, None).put(value)
    _share_index(list(claims.values()))
    yield from claims.values()


def _share_index(claims: list[Claim]) -> None:
    """Say all of the one index that a table names, in whichever row it does."""
    heads = [claim.heads["index"] for claim in claims if "index" in claim.heads]
    if len({head.data["index"] for head in heads}) == 1:
        for claim in claims:
            claim.heads.setdefault("index", heads[-1])


Key = tuple[str, int, int]
"""Of a claim in a table: its index, its component (by where it stands) and its year."""


def _claim_for(claims: dict[Key, Claim], column: Column, subject: Mention | None) -> Claim:
    """Return the claim for the names in the head of ``column``, made if it is new."""
    index, component, year = (column.heads.get(k) for k in ("index", "component", "year"))
    key = (
        index.data["index"] if index and subject is None else "",
        component.start if component else -1,
        year.data["year"] if year else 0,
    )
    claim = claims.setdefault(key, Claim())
    claim.heads |= column.heads
    if subject and subject not in claim.own:
        claim.put(subject)
    return claim


def _values(role: str, cell: Cell) -> Iterator[Mention]:
    """Yield the values in ``cell`` under a head of such a ``role``."""
    patterns = _CELLS.get(role, ())
    found = next((m for p in patterns if (m := p.match(cell.words))), None)
    if found is None:
        return
    parts = found.groupdict()
    if parts.get("rank"):
        size = parts.get("out_of")
        data = {"rank": int(parts["rank"]), "out_of": int(size) if size else None}
        yield _value("rank", cell, found, data)
    if parts.get("score"):
        unit = parts.get("unit")
        yield _value("score", cell, found, {"score": decimal(parts["score"]), "unit": unit})
    if group := parts.get("group"):
        yield _value("group", cell, found, {"group": group.upper() if len(group) == 1 else group})


_CELLS: dict[str, tuple[re.Pattern[str], ...]] = {
    "rank": (_RANK,),
    "score": (_SCORE,),
    "both": (_BOTH,),
    "group": (_GROUP,),
    "either": (_SCORE, _RANK),
}
"""What stands under a head of each role; a component of some year has points or a place."""


def _value(kind: Kind, cell: Cell, found: re.Match[str], data: dict[str, Any]) -> Mention:
    start, end = (cell.start + place for place in found.span(kind))
    return Mention(kind=kind, start=start, end=end, rule=f"table/{kind}", data=data)
