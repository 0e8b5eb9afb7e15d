"""Find the cells of tables in text: lines with bars between cells, or a cell a line."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extract import gazetteer
from extract.canon import Canon

_FEWEST_ROWS = 2
_WIDEST = 12
_LONGEST_NAME = 60
_NUMBER = re.compile(
    r"(?:thứ\s+|hạng\s+|[+-]\s*)?\d{1,3}(?:[.,]\d{1,4})?\s*(?:%|điểm|/\s*\d{2})?(?:\s*\([\d.,%\s]+\))?"
)
_TIER = re.compile(
    r"(?:nhóm\s+)?(?:[abcd]|rất tốt|rất thấp|chưa tốt|tốt|khá tốt|khá"
    r"|trung bình(?: cao| thấp)?|tương đối thấp|thấp(?: nhất)?|cao(?: nhất)?|xuất sắc|yếu)"
)
_EMPTY = re.compile(r"[-+.…]*")


@dataclass(frozen=True, slots=True)
class Cell:
    """The words of a cell and where they stand in canonical text."""

    words: str
    start: int

    @property
    def end(self) -> int:
        """Where the cell's words end."""
        return self.start + len(self.words)

    @property
    def is_value(self) -> bool:
        """Whether the cell holds a number, a tier, or nothing."""
        return any(p.fullmatch(self.words) for p in (_NUMBER, _TIER, _EMPTY))


Grid = list[list[Cell]]
"""Rows of cells, the heads first; rows of another width than the heads' may be among them."""


def grids(canon: Canon) -> Iterator[Grid]:
    """Yield what looks like a table in ``canon``: a row of heads and two rows or more."""
    yield from _barred(canon.low)
    yield from _stacked(canon)


def _barred(low: str) -> Iterator[Grid]:
    """Yield runs of lines that have bars between their cells."""
    grid: Grid = []
    for line in re.finditer(r"[^\n]+", low):
        row = _split(line.group(), line.start()) if "|" in line.group() else []
        if line.group().strip() and (not row or _heads_anew(row)):
            if len(grid) > _FEWEST_ROWS:
                yield grid
            grid = []
        if row:
            grid.append(row)
    if len(grid) > _FEWEST_ROWS:
        yield grid


_YEAR = re.compile(r"(?:năm\s+)?20\d\d")


def _heads_anew(row: list[Cell]) -> bool:
    """Tell whether a row of years begins another table: "Điểm số | 2022 | 2021"."""
    return len(row) > 1 and all(_YEAR.fullmatch(cell.words) for cell in row[1:])


def _split(line: str, offset: int) -> list[Cell]:
    inner = line.strip().removeprefix("|").removesuffix("|")
    place = offset + line.index(inner) if inner else offset
    cells = []
    for part in inner.split("|"):
        lead = len(part) - len(part.lstrip())
        cells.append(Cell(part.strip(), place + lead))
        place += len(part) + 1
    return cells


def _stacked(canon: Canon) -> Iterator[Grid]:
    """Yield tables that are printed a cell a line: names that come again at one distance."""
    lines = [Cell(m.group().strip(), m.start()) for m in re.finditer(r"[^\n]+", canon.low)]
    lines = [line for line in lines if line.words]
    names = [i for i, cell in enumerate(lines) if _is_name(canon, lines, i, cell)]
    done = 0
    for name in names:
        if name < done:
            continue
        before = _values_before(lines, name)
        width = _distance(lines, name, before)
        start = name - before
        if not width or start - width < done:
            continue
        grid = [lines[start - width : start]]
        while _is_row(row := lines[start : start + width], width, before):
            grid.append(row)
            start += width
        if len(grid) > _FEWEST_ROWS:
            done = start
            yield grid


def _is_name(canon: Canon, lines: list[Cell], place: int, cell: Cell) -> bool:
    """Tell whether ``cell`` is a name beside a value: the only lines that are looked up."""
    beside = lines[max(0, place - 1) : place] + lines[place + 1 : place + 2]
    if len(cell.words) > _LONGEST_NAME or not any(other.is_value for other in beside):
        return False
    found = gazetteer.mentions(canon, cell.start, cell.end)
    return any(m.kind in ("subject", "component") for m in found)


def _values_before(lines: list[Cell], name: int) -> int:
    """Return how many values stand right before a name: those columns come before its column."""
    count = 0
    while count < name and count < _WIDEST and lines[name - count - 1].is_value:
        count += 1
    return count


def _distance(lines: list[Cell], name: int, before: int) -> int:
    """Return how many cells a row has that holds the first ``name``; 0 if there is no telling."""
    place = name + 1
    while place < len(lines) and place - name <= _WIDEST and lines[place].is_value:
        place += 1
    return place - name if place - name > max(before, 1) else 0


def _is_row(row: list[Cell], width: int, before: int) -> bool:
    if len(row) < width or row[before].is_value or len(row[before].words) > _LONGEST_NAME:
        return False
    return all(cell.is_value for cell in (*row[:before], *row[before + 1 :]))
