"""Read tables: rows of provinces under headed columns, or a province's years side by side.

Cleaning leaves an HTML table as lines of cells with bars between them; other pages print a cell
a line.  Columns are told apart by their heads, never by their order.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from extract import gazetteer
from extract.canon import Canon
from extract.clause import Claim
from extract.model import Kind, Mention
from extract.rules.number import decimal

_ROLES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("ignored", re.compile(r"^(?:tt|stt|số tt|#|)$")),
    ("rank", re.compile(r"^(?:xếp\s+hạng|thứ\s+hạng|hạng|vị\s+trí|vị\s+thứ)(?:[^:]{0,25})$")),
    ("score", re.compile(r"^(?:tổng\s+)?(?:điểm|chỉ số|kết quả|giá trị|tỷ lệ)[^:]{0,25}$")),
    (
        "subject",
        re.compile(r"^(?:tên\s+)?(?:tỉnh|địa phương|đơn vị|tỉnh, thành(?: phố)?)[^:]{0,20}$"),
    ),
    ("year", re.compile(r"^(?:năm\s+)?20\d\d$")),
    ("measure", re.compile(r"^(?:chỉ tiêu|nội dung|chỉ số)$")),
)
_RANK = re.compile(r"^(?:thứ\s+)?(?P<rank>\d{1,2})(?:\s*/\s*(?P<out_of>\d{2}))?$")
_SCORE = re.compile(r"^(?P<score>\d{1,3}[.,]\d{1,4})\s*(?P<unit>%|điểm)?$")
_BOTH = re.compile(r"^(?P<rank>\d{1,2})\s*\((?P<score>\d{1,3}[.,]\d{1,4})\s*(?P<unit>%|điểm)?\)$")
_YEAR = re.compile(r"20\d\d")
_CELL_LENGTH = 45
_FEWEST_ROWS = 2


@dataclass(frozen=True, slots=True)
class Cell:
    """The words of a cell and where they stand in canonical text."""

    words: str
    start: int

    @property
    def end(self) -> int:
        """Where the cell's words end."""
        return self.start + len(self.words)


@dataclass(frozen=True, slots=True)
class Rows:
    """A table that was read: where it stands, and a claim for each of its rows."""

    start: int
    end: int
    claims: tuple[Claim, ...]


def tables(canon: Canon) -> Iterator[Rows]:
    """Yield the tables of ``canon`` whose rows say ranks or scores."""
    for grid in (*_barred(canon.low), *_stacked(canon.low)):
        claims = tuple(_claims(canon, grid))
        if claims:
            yield Rows(grid[0][0].start, grid[-1][-1].end, claims)


# -- finding the cells ------------------------------------------------------------------


def _barred(low: str) -> Iterator[list[list[Cell]]]:
    """Yield runs of lines that have bars between their cells."""
    grid: list[list[Cell]] = []
    for line in re.finditer(r"[^\n]+", low):
        if line.group().count("|") >= 1:
            grid.append(_split(line.group(), line.start()))
        elif line.group().strip():
            if len(grid) > _FEWEST_ROWS:
                yield grid
            grid = []
    if len(grid) > _FEWEST_ROWS:
        yield grid


def _split(line: str, offset: int) -> list[Cell]:
    inner = line.strip().removeprefix("|").removesuffix("|")
    place = offset + line.index(inner) if inner else offset
    cells = []
    for part in inner.split("|"):
        lead = len(part) - len(part.lstrip())
        cells.append(Cell(part.strip(), place + lead))
        place += len(part) + 1
    return cells


def _stacked(low: str) -> Iterator[list[list[Cell]]]:
    """Yield tables that are printed a cell a line."""
    lines = [Cell(m.group().strip(), m.start()) for m in re.finditer(r"[^\n]+", low)]
    lines = [line for line in lines if line.words]
    place = 0
    while place < len(lines):
        width = _head_width(lines, place)
        if not _heads_columns(lines[place : place + width]):
            place += max(width, 1)
            continue
        grid = [lines[place : place + width]]
        place += width
        while len(row := lines[place : place + width]) == width and _is_row(row):
            grid.append(row)
            place += width
        if len(grid) > _FEWEST_ROWS:
            yield grid


def _head_width(lines: list[Cell], place: int) -> int:
    """Return how many lines from ``place`` on may be heads of columns."""
    width = 0
    while place + width < len(lines) and _role(lines[place + width].words):
        width += 1
    return width


def _heads_columns(heads: list[Cell]) -> bool:
    """Tell whether ``heads`` are those of a table; if not, no fewer of them are either."""
    roles = {_role(cell.words) for cell in heads}
    return "subject" in roles and bool(roles & {"rank", "score"})


def _is_row(cells: list[Cell]) -> bool:
    numbers = sum(bool(_RANK.match(c.words) or _SCORE.match(c.words)) for c in cells)
    return numbers >= len(cells) - 1 and all(len(c.words) <= _CELL_LENGTH for c in cells)


# -- reading the rows -------------------------------------------------------------------


def _role(head: str) -> str:
    return next((role for role, pattern in _ROLES if head and pattern.match(head)), "")


def _claims(canon: Canon, grid: list[list[Cell]]) -> Iterator[Claim]:
    heads = [_role(cell.words) for cell in grid[0]]
    body = [row for row in grid[1:] if len(row) == len(heads)]
    if "subject" in heads and ("rank" in heads or "score" in heads):
        for row in body:
            yield from _row_claim(canon, grid[0], heads, row)
    elif "subject" in heads and "year" in heads:
        for row in body:
            yield from _merged_claims(canon, grid[0], heads, row)
    elif heads.count("year") >= _FEWEST_ROWS:
        yield from _year_claims(grid[0], heads, body)


def _row_claim(canon: Canon, top: list[Cell], heads: list[str], row: list[Cell]) -> Iterator[Claim]:
    claim = Claim()
    for head, role, cell in zip(top, heads, row, strict=True):
        if role == "subject":
            for mention in gazetteer.mentions(canon, cell.start, cell.end):
                if mention.kind == "subject" and "subject" not in claim.heads:
                    claim.put(mention)
        elif value := _value(role, cell):
            claim.put(value)
            if year := _YEAR.search(head.words):
                claim.heads["year"] = _year(head, year)
    if "subject" in claim.heads and claim.values:
        yield claim


def _merged_claims(
    canon: Canon, top: list[Cell], heads: list[str], row: list[Cell]
) -> Iterator[Claim]:
    """Read "Nghệ An | 17 (0,633) | 22 (0,512)": a place and its points for each year's column."""
    name = row[heads.index("subject")]
    found = gazetteer.mentions(canon, name.start, name.end)
    subject = next((m for m in found if m.kind == "subject"), None)
    for head, role, cell in zip(top, heads, row, strict=True):
        both, year = _BOTH.match(cell.words), _YEAR.search(head.words)
        if subject is None or role != "year" or both is None or year is None:
            continue
        claim = Claim()
        claim.put(subject)
        claim.heads["year"] = _year(head, year)
        claim.put(_part(cell, both, "rank", {"rank": int(both["rank"]), "out_of": None}))
        claim.put(_part(cell, both, "score", _score(both)))
        yield claim


def _part(cell: Cell, both: re.Match[str], kind: Kind, data: dict[str, Any]) -> Mention:
    start, end = (cell.start + place for place in both.span(kind))
    return Mention(kind=kind, start=start, end=end, rule=f"table/{kind}", data=data)


def _year_claims(top: list[Cell], heads: list[str], body: list[list[Cell]]) -> Iterator[Claim]:
    for column, role in enumerate(heads):
        year = _YEAR.search(top[column].words)
        if role != "year" or year is None:
            continue
        claim = Claim()
        claim.heads["year"] = _year(top[column], year)
        for row in body:
            value = _value(_role(row[0].words), row[column])
            if value:
                claim.put(value)
        if claim.values:
            yield claim


def _value(role: str, cell: Cell) -> Mention | None:
    pattern = {"rank": _RANK, "score": _SCORE}.get(role)
    found = pattern.match(cell.words) if pattern else None
    if found is None:
        return None
    data = _rank(found) if role == "rank" else _score(found)
    kind: Kind = "rank" if role == "rank" else "score"
    return Mention(kind=kind, start=cell.start, end=cell.end, rule=f"table/{role}", data=data)


def _rank(found: re.Match[str]) -> dict[str, int | None]:
    return {"rank": int(found["rank"]), "out_of": int(found["out_of"]) if found["out_of"] else None}


def _score(found: re.Match[str]) -> dict[str, float | str | None]:
    return {"score": decimal(found["score"]), "unit": found["unit"]}


def _year(head: Cell, found: re.Match[str]) -> Mention:
    start = head.start + found.start()
    data = {"year": int(found.group())}
    return Mention(kind="year", start=start, end=start + 4, rule="table/year", data=data)
