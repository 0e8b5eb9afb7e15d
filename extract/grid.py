"""Find the cells of tables in text: lines with bars or tabs between cells, or a cell a line."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extract import gazetteer
from extract.canon import Canon

_FEWEST_ROWS = 2
_WIDEST = 12
_MOST_CELLS = 40
_LONGEST_NAME = 60
MARK = r"[+±=↑↓⬆⬇▲▼△▽⇧⇩🔺🔻-]"
"""What stands before the amount of a change."""

_FIGURE = r"\d{1,3}(?:[.,]\d{1,4})?\s*(?:%|điểm|bậc|hạng|/\s*\d{1,3}(?:[.,]\d{1,2})?)?"
_NUMBER = re.compile(
    rf"(?:thứ\s+|hạng\s+|(?:tăng|giảm)\s+|{MARK}\s*)?{_FIGURE}"
    rf"(?:\s*(?:→|[-=]>|➝|➔|⇒)\s*{_FIGURE})?(?:\s*\([^()]{{1,20}}\))?"
)
_TIER = re.compile(
    r"(?:nhóm\s+)?(?:[abcd]|rất tốt|rất thấp|chưa tốt|tốt|khá tốt|khá"
    r"|trung bình(?: cao| thấp| khá)?|tương đối thấp|thấp(?: nhất)?|cao(?: nhất)?|xuất sắc|yếu"
    r"|rất cao|rất khá)"
)
_EMPTY = re.compile(rf"[.…]*|{MARK}*|(?:giữ nguyên|không (?:thay )?đổi)")


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


Row = list[Cell]
Grid = list[Row]
"""Rows of cells, the heads first if it has any; some rows may have more cells or fewer."""


def grids(canon: Canon) -> Iterator[Grid]:
    """Yield what looks like a table in ``canon``: a row of heads and two rows or more."""
    yield from _barred(canon.ruled)
    yield from _stacked(canon)


def _barred(ruled: str) -> Iterator[Grid]:
    """Yield runs of lines that have bars or tabs between their cells."""
    grid: Grid = []
    for line in re.finditer(r"[^\n]+", ruled):
        words = line.group().strip(" ")
        row = _split(words, line.start() + line.group().index(words)) if words else []
        row = row if len(row) <= _MOST_CELLS else []
        if words and (len(row) <= 1 or _heads_anew(row)):
            yield from _large(grid)
            grid = []
        if len(row) > 1 and any(cell.words.strip("-: ") for cell in row):
            grid.append(row)
    yield from _large(grid)


def _large(grid: Grid) -> Iterator[Grid]:
    if len(grid) > _FEWEST_ROWS:
        yield _without_edges(grid)


_YEAR = re.compile(r"(?:năm\s+)?20\d\d")


def _heads_anew(row: Row) -> bool:
    """Tell whether a row of years begins another table: "Điểm số | 2022 | 2021"."""
    return len(row) > 1 and all(_YEAR.fullmatch(cell.words) for cell in row[1:] if cell.words)


def _split(line: str, place: int) -> Row:
    cells = []
    for part in line.split("|" if "|" in line else "\t"):
        lead = len(part) - len(part.lstrip())
        cells.append(Cell(part.strip(), place + lead))
        place += len(part) + 1
    return cells


def _without_edges(grid: Grid) -> Grid:
    """Take off the first and the last cells where all rows have them empty: "| Tỉnh | Điểm |"."""
    if not any(row[0].words for row in grid):
        grid = [row[1:] for row in grid]
    if not any(row[-1].words for row in grid):
        grid = [row[:-1] for row in grid]
    return grid


def _stacked(canon: Canon) -> Iterator[Grid]:
    """Yield tables that are printed a cell a line: names that come again at one distance."""
    lines = [Cell(m.group().strip(), m.start()) for m in re.finditer(r"[^\n]+", canon.low)]
    lines = [line for line in lines if line.words]
    numbered = list(_numbered(lines))
    taken = {cell.start for grid in numbered for row in grid for cell in row}
    names = [i for i, cell in enumerate(lines) if _is_name(canon, lines, i, cell)]
    yield from numbered
    done = 0
    for name in names:
        if name < done or lines[name].start in taken:
            continue
        before = _values_before(lines, name)
        width = _distance(lines, name, before)
        start = name - before
        if not width or start < done:
            continue
        grid = _heads(lines[max(done, start - width) : start], width)
        while _is_row(row := lines[start : start + width], width, before):
            grid.append(row)
            start += width
        if len(grid) > _FEWEST_ROWS:
            done = start
            yield [*grid, *_mean(lines, start)]


_OF_ALL = re.compile(r"(?:giá trị |điểm )?(?:trung bình|bình quân)[^.:\d]{0,40}|cả nước|toàn quốc")


def _mean(lines: Row, place: int) -> Grid:
    """Return the row at the end of a table that has a mean and no number: "Trung bình", "84,38"."""
    row = lines[place : place + 2]
    told = len(row) > 1 and _OF_ALL.fullmatch(row[0].words) and row[1].is_value
    return [row] if told else []


_IN_ONE_LINE = re.compile(r"\s+[-/]\s+|\s*\|\s*|\s*;\s*")


def _heads(lines: Row, width: int) -> Grid:
    """Return the heads before a table, if these lines are: a head a line, or all in the last."""
    whole = lines[-1] if lines else Cell("", 0)
    parts = [part for part in _IN_ONE_LINE.split(whole.words) if part]
    if len(parts) == width and len(whole.words) <= _LONGEST_NAME * width:
        ends = [0, *(m.end() for m in _IN_ONE_LINE.finditer(whole.words))]
        return [[Cell(p, whole.start + e) for p, e in zip(parts, ends, strict=False)]]
    return [lines] if len(lines) == width and all(map(_is_head, lines)) else []


def _is_head(line: Cell) -> bool:
    return len(line.words) <= _LONGEST_NAME and not line.words.endswith((".", ":", ";"))


_NUMBERS = ("tt", "stt", "số tt", "#")


def _numbered(lines: Row) -> Iterator[Grid]:
    """Yield tables a cell a line whose first column counts their rows: "TT", "1", "2"."""
    done = 0
    for place, line in enumerate(lines):
        if line.words not in _NUMBERS or place < done:
            continue
        for width in range(2, _WIDEST):
            grid = [lines[place : place + width]]
            done = place + width
            while (row := lines[done : done + width])[width - 1 :] and _counts(row, grid):
                grid.append(row)
                done += width
            if len(grid) > _FEWEST_ROWS:
                yield grid
                break
            done = place


def _counts(row: Row, grid: Grid) -> bool:
    """Tell whether ``row`` begins with 1, or with a number above that of the row before."""
    number, before = (r[0].words.rstrip(".") for r in (row, grid[-1]))
    if not number.isdigit() or len(number) > 3:  # noqa: PLR2004
        return False
    return int(number) > int(before) if len(grid) > 1 else int(number) == 1


def _is_name(canon: Canon, lines: Row, place: int, cell: Cell) -> bool:
    """Tell whether ``cell`` is a name beside a value: the only lines that are looked up."""
    beside = lines[max(0, place - 1) : place] + lines[place + 1 : place + 2]
    if len(cell.words) > _LONGEST_NAME or not any(other.is_value for other in beside):
        return False
    found = gazetteer.mentions(canon, cell.start, cell.end)
    return any(m.kind in ("subject", "component") for m in found)


def _values_before(lines: Row, name: int) -> int:
    """Return how many values stand right before a name: those columns come before its column."""
    count = 0
    while count < name and count < _WIDEST and lines[name - count - 1].is_value:
        count += 1
    return count


def _distance(lines: Row, name: int, before: int) -> int:
    """Return how many cells a row has that holds the first ``name``; 0 if there is no telling."""
    place = name + 1
    while place < len(lines) and place - name <= _WIDEST and lines[place].is_value:
        place += 1
    return place - name if place - name > max(before, 1) else 0


def _is_row(row: Row, width: int, before: int) -> bool:
    if len(row) < width or row[before].is_value or len(row[before].words) > _LONGEST_NAME:
        return False
    return all(cell.is_value for cell in (*row[:before], *row[before + 1 :]))
