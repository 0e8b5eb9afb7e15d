"""Tell what the columns of a table are: by their heads, the words before, or their cells.

Columns are told apart by their heads, never by their order.
"""

import re
from collections import Counter
from itertools import islice, pairwise

from extract import cells, gazetteer, whose
from extract.canon import Canon
from extract.column import Column, column_of
from extract.grid import Cell, Grid, Row
from extract.model import Mention
from extract.rules.number import decimal

_CAPTION = 120
"""Characters before a table that may say what it shows."""

PLACES = re.compile(r"(?:thứ|xếp)\s+hạng|vị\s+trí")


def caption(canon: Canon, grid: Grid) -> str:
    """Return the words before a table that may say what it shows."""
    start = grid[0][0].start
    return canon.low[max(0, start - _CAPTION) : start]


def columns(canon: Canon, grid: Grid) -> tuple[list[Column], Grid]:
    """Return the columns of ``grid``, and its rows without their heads."""
    grid = _unfolded(grid)
    width = Counter(len(row) for row in grid).most_common(1)[0][0]
    found, body = _headed(canon, grid, width)
    body = [row for row in (_whole(row, found) for row in body) if len(row) == width]
    if not body:
        return [], []
    for place, column in enumerate(found):
        _settle(column, [row[place] for row in body], caption(canon, grid))
    _read_order(found, body, caption(canon, grid))
    _share_indices(found)
    return found, body


def _unfolded(grid: Grid) -> Grid:
    """Return the rows of a table that is printed in halves side by side, one under the other."""
    heads = [cell.words for cell in grid[0]]
    half = len(heads) // 2
    if half <= 1 or heads[:half] != heads[half:] or len(set(heads)) < half:
        return grid
    body = [row for row in grid[1:] if len(row) == 2 * half]
    return [grid[0][:half], *(row[:half] for row in body), *(row[half:] for row in body)]


def _whole(row: Row, found: list[Column]) -> Row:
    """Return a row with the empty cells that it leaves out: its number, before "Trung bình"."""
    roles, empty = [column.role for column in found], Cell("", row[0].start)
    mean = len(row) < len(roles) and bool(whose.of_all(row[0], "ministry"))
    if mean and len(row) == len(roles) - 1 and roles[1] == "subject":
        return [empty, *row]
    if mean and len(row) == len(_MEAN):
        told = dict(zip(_MEAN, row, strict=True))
        last = {role: place for place, role in enumerate(roles) if role in told}
        return [told[r] if last.get(r) == i else empty for i, r in enumerate(roles)]
    return row


_MEAN = ("subject", "score")
"""What a row of two cells says in a table of more: "Trung bình", "84,38"."""


def _headed(canon: Canon, grid: Grid, width: int) -> tuple[list[Column], Grid]:
    two = _two_lines(canon, grid, width)
    if two:
        return two, grid[2:]
    found = [column_of(canon, cell) for cell in grid[0]]
    told = any(c.role for c in found) and not _is_row(canon, grid[0])
    if told and len(found) == width:
        return found, grid[1:]
    if explained := _explained(canon, grid, width):
        return explained, grid
    return _headless(canon, grid, width)


def _is_row(canon: Canon, row: Row) -> bool:
    """Tell whether a row without heads before it begins with a name or its number."""
    named = any(_is_named(canon, cell) for cell in row[:2])
    return named and all(cell.is_value for cell in row[2:]) and row[-1].is_value


def _is_named(canon: Canon, cell: Cell) -> bool:
    found = gazetteer.mentions(canon, cell.start, cell.end)
    return not cell.is_value and any(m.kind in ("subject", "component") for m in found)


def _two_lines(canon: Canon, grid: Grid, width: int) -> list[Column]:
    """Return the columns that two lines of heads tell: "| PCI | PCI", "Tỉnh | Điểm | Hạng"."""
    upper, lower = grid[:2]
    if len(grid) <= 2 or any(c.words and c.is_value for c in (*upper, *lower)):  # noqa: PLR2004
        return []
    above, below = ([column_of(canon, cell) for cell in row] for row in (upper, lower))
    lead = 0 if len(above) == width else _lead(len(above), len(below), width)
    if lead is None or sum(bool(column.role) for column in below) < _FEWEST_HEADS:
        return []
    times = (width - lead) // (len(above) - lead)
    spread = [*above[:lead], *(c for c in above[lead:] for _ in range(times))]
    for place in range(1, len(spread)):
        if not spread[place].words:
            spread[place] = spread[place - 1]
    below = [Column("") for _ in range(width - len(below))] + below
    over_names = times > 1 and any(column.role == "subject" for column in above[lead:])
    if len(spread) != width or len(below) != width or over_names:
        return []
    return [one.joined(other) for one, other in zip(spread, below, strict=True)]


_FEWEST_HEADS = 2
_MOST_LEADING = 3


def _lead(above: int, below: int, width: int) -> int | None:
    """Return how many heads of the upper line stand over one column, those after over several."""
    for lead in range(min(_MOST_LEADING, above)):
        even = (width - lead) % (above - lead) == 0 and width > above
        if even and below in (width, width - lead):
            return lead
    return None


_LISTED = re.compile(
    r"(?:dòng|hàng|cột|trái (?:sang|qua) phải|trên xuống)[^.:\n]{0,60}?"
    r"(?:lần lượt|theo thứ tự|gồm)(?: là| gồm)?:? (?P<list>[^.:\n]{10,300})[.:]?\s*$"
)
_NEXT = re.compile(r"\s*[,;](?!\s*(?:thành phố|tp)(?!\w))\s*(?:và\s+)?|\s+và\s+(?=\w+ )")
_REACH = 500


def _explained(canon: Canon, grid: Grid, width: int) -> list[Column]:
    """Return the columns that the sentence before tells: "Mỗi dòng lần lượt là: hạng, tên tỉnh"."""
    start = grid[0][0].start
    found = _LISTED.search(canon.low, max(0, start - _REACH), start)
    if found is None:
        return []
    told, place = [], found.start("list")
    for part in [*_NEXT.finditer(canon.low, *found.span("list")), None]:
        end = part.start() if part else found.end("list")
        told.append(column_of(canon, Cell(canon.low[place:end], place)))
        place = part.end() if part else end
    for before, column in pairwise(told):
        if column.words.startswith("về ") and before.role in ("rank", "score"):
            column.role = before.role
    return told if len(told) == width else []


_MOST = 0.8
"""Share of the rows that must begin with a known name; others may be new offices."""


def names_rows(canon: Canon, body: Grid, place: int = 0) -> bool:
    """Tell whether the cells of a column are names of whoever may be ranked."""
    named = sum(subject_in(canon, row[place]) is not None for row in body)
    return named >= _MOST * len(body)


def subject_in(canon: Canon, cell: Cell) -> Mention | None:
    """Return whoever ``cell`` names, if it does."""
    found = gazetteer.mentions(canon, cell.start, cell.end)
    return next((m for m in found if m.kind == "subject"), None)


def _headless(canon: Canon, grid: Grid, width: int) -> tuple[list[Column], Grid]:
    """Tell what the columns of a table without heads are, by their cells and the words before."""
    own = _is_named(canon, grid[0][0]) and all(cell.is_value for cell in grid[0][1:])
    body = [row for row in (grid if own else grid[1:]) if len(row) == width]
    found = [Column("subject" if body and names_rows(canon, body) else "")]
    before = caption(canon, grid) + " ".join(cell.words for cell in grid[0] if not own)
    for column in islice(zip(*body, strict=True), 1, None):
        points = all(cells.SCORE.match(cell.words) for cell in column)
        places = PLACES.search(before) and all(cells.RANK.match(c.words) for c in column)
        found.append(Column("score" if points else "rank" if places else ""))
    return found, body


_OF_PLACES = re.compile(r"hạng|bậc|vị trí|vị thứ")
_OF_POINTS = re.compile(r"điểm|%|chỉ số|giá trị|kết quả|tỷ lệ")


def _settle(column: Column, body: Row, before: str) -> None:
    """Tell what stands under a year or an index, and what changes are of, by the cells."""
    words = [cell.words for cell in body]
    column.whole_too = sum(map(bool, map(cells.SCORE.match, words))) > len(words) / 2
    column.of_year = column.role in ("year", "index")
    if column.of_year:
        if any(map(cells.BOTH.match, words)):
            column.role = "both"
        elif any(map(cells.SCORE.match, words)):
            column.role = "score"
        elif PLACES.search(before) or any(map(cells.PLACED.match, words)):
            column.role = "rank"
    elif column.role == "change":
        _settle_changes(column, words)


def _settle_changes(column: Column, words: list[str]) -> None:
    """Tell what the changes of a column are of, and whether "3" alone means "+3"."""
    places, points = _OF_PLACES.search(column.words), _OF_POINTS.search(column.words)
    if any(map(cells.POINTS_MOVED.match, words)) or (points and not places):
        column.measure = "score_change"
    elif places:
        column.measure = "rank_change"
    up, down = (any(map(mark.match, words)) for mark in (cells.UPWARDS, cells.DOWNWARDS))
    column.marked = up or not (down or "tăng" in column.words)


RANKED = re.compile(
    r"(?:xếp|thứ) hạng|thứ bậc|(?:top|tốp) \d|đứng đầu|dẫn đầu|đầu bảng|(?:tốt|cao|sáng) nhất"
    r"|cao (?:xuống|đến) thấp|trên cùng"
)
NOT_RANKED = re.compile(
    r"vần|chữ cái|abc|không (?:theo|xếp|phải|kể|sắp)|ngẫu nhiên|để tra|tra cứu|liệt kê"
    r"|mục tiêu|phấn đấu"
)


def _read_order(found: list[Column], body: Grid, before: str) -> None:
    """Take the numbers of the rows for places where the rows stand in the order of their points.

    Where they have none, the words before must say that they rank.
    """
    roles = [column.role for column in found]
    if roles[0] != "ignored" or "rank" in roles or "subject" not in roles:
        return
    numbers = [row[0].words.rstrip(".") for row in body]
    counts = numbers == [str(place) for place in range(1, len(body) + 1)]
    if not counts or NOT_RANKED.search(before):
        return
    of_all = [i for i, c in enumerate(found) if c.role == "score" and "component" not in c.heads]
    falling = [i for i in of_all if _falls([row[i].words for row in body])]
    if falling:
        year = found[falling[-1]].heads.get("year")
        found[0].role, found[0].heads = "rank", {"year": year} if year else {}
    elif not of_all and RANKED.search(before):
        found[0].role = "rank"


def _falls(words: list[str]) -> bool:
    scores = [m and decimal(m["score"]) for m in map(cells.SCORE.match, words)]
    return all(a and b and a >= b for a, b in pairwise(scores))


def _share_indices(found: list[Column]) -> None:
    """Let "PAR INDEX | Hạng | SIPAS | Hạng" say its places of the index to their left."""
    if len({c.heads["index"].data["index"] for c in found if "index" in c.heads}) > 1:
        for before, column in pairwise(found):
            if "index" in before.heads and column.role in ("rank", "change", "group"):
                column.heads.setdefault("index", before.heads["index"])
