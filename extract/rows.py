"""Read tables: rows of provinces under headed columns, or one province's rows of years or parts.

Cleaning leaves an HTML table as lines of cells with bars between them; other pages print a cell
a line.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from extract import cells, names, whose
from extract.canon import Canon
from extract.clause import Claim
from extract.column import YEAR, Column, column_of, year_at
from extract.columns import caption, columns, names_rows
from extract.grid import Cell, Grid, Row, grids
from extract.model import Kind, Mention


@dataclass(frozen=True, slots=True)
class Rows:
    """A table that was read: where it stands, and a claim for each thing its rows speak of."""

    start: int
    end: int
    claims: tuple[Claim, ...]


# "Cập nhật: 21/03/2014" tells a day, and no edition.
_DATED = re.compile(r"\d\s?[/.-]\s?20\d\d|cập nhật|ngày \d|tháng \d")


def tables(canon: Canon) -> Iterator[Rows]:
    """Yield the tables of ``canon`` whose rows say ranks, scores or tiers."""
    found = ((grid, tuple(_claims(canon, grid))) for grid in grids(canon))
    told = [(grid, claims) for grid, claims in found if claims]
    first = _first_named(canon) if told else 0
    for grid, claims in told:
        if _of_an_index(canon, grid, claims, first):
            _date(canon, grid, claims)
            _place_within(canon, grid, claims)
            yield Rows(grid[0][0].start, grid[-1][-1].end, claims)


_BEHIND = re.compile(r"\s*(?:bảng|biểu|hình|ảnh|đồ họa|nguồn|số liệu|theo)[^\n]{0,160}")
"""The line behind a table that says what it shows."""


def _of_an_index(canon: Canon, grid: Grid, claims: tuple[Claim, ...], first: int) -> bool:
    """Tell whether an index is named in a table or before it: "Điểm thi" may come first."""
    if any("index" in claim.heads or "component" in claim.heads for claim in claims):
        return True
    end = grid[-1][-1].end
    behind = _BEHIND.match(canon.low, end)
    return first < (behind.end() if behind else end)


def _first_named(canon: Canon) -> int:
    """Return where the first index or its topic is named; 0 if the headline names one."""
    known = (names.of_indices().pattern, names.of_topics().pattern)
    if any(pattern.search(canon.headline.lower()) for pattern in known):
        return 0
    found = [pattern.search(canon.low) for pattern in known]
    return min((m.start() for m in found if m), default=len(canon.low))


def _date(canon: Canon, grid: Grid, claims: tuple[Claim, ...]) -> None:
    """Give the one year of the line above a table to the claims that its heads give none."""
    above = caption(canon, grid).rstrip().rpartition("\n")[2]
    years = list(YEAR.finditer(above))
    if len(years) == 1 and not above.endswith(".") and not _DATED.search(above):
        place = canon.low.rindex(above, 0, grid[0][0].start) + years[0].start()
        for claim in claims:
            year = int(years[0].group()) - claim.former
            claim.heads.setdefault("year", year_at(place, year))


def _place_within(canon: Canon, grid: Grid, claims: tuple[Claim, ...]) -> None:
    """Say of the places of offices within which block they are, if the table's head tells."""
    within = whose.scope(canon.low, caption(canon, grid), grid[0])
    for claim in claims:
        subject = claim.heads.get("subject")
        kind = subject.data["type"] if subject else ""
        if within and kind in ("department", "district", "ministry"):
            for place in claim.values.keys() & {"rank", "rank_change"}:
                claim.values[place].parts["rank_scope"] = within


def _claims(canon: Canon, grid: Grid) -> Iterator[Claim]:
    found, body = columns(canon, grid)
    roles = [column.role for column in found]
    if "subject" not in roles and any(roles[1:]) and names_rows(canon, body):
        found[0].role, roles[0] = "subject", "subject"
    if "subject" in roles:
        place = roles.index("subject")
        of = whose.subjects(canon, [row[place] for row in body], found[place].words)
        for row, named in zip(body, of, strict=True):
            for subject in named if len(named) == 1 or _only_tiers(roles) else ():
                yield from _Said(found, subject).claims(row)
    elif body:
        first = 1 if roles[0] == "ignored" and len(roles) > _NARROWEST else 0
        yield from _of_one_subject(canon, found[first:], [row[first:] for row in body])


def _only_tiers(roles: list[str]) -> bool:
    """Tell whether a table but sorts its names: "Tốt | Bắc Giang, Đồng Tháp"."""
    return set(roles) <= {"subject", "group", "ignored", ""}


_OF_ALL: tuple[Kind, ...] = ("score", "score_change")
"""What a row may tell of the whole country."""

Key = tuple[str, int, int, int, int]
"""Of a claim: its index, where its component, subject and scope stand, and its year."""

_LATEST = 9999
_NARROWEST = 2


class _Said:
    """What a row says: one claim for each index, component and year."""

    def __init__(self, found: list[Column], subject: Mention | None) -> None:
        self.columns, self.subject = found, subject
        named = {c.heads["index"].data["index"] for c in found if "index" in c.heads}
        self.apart = subject is None or len(named) > 1
        self.index = next((c.heads["index"] for c in found if "index" in c.heads), None)
        self.told: dict[Key, Claim] = {}
        self.left: list[Claim] = []

    def claims(self, row: Row) -> Iterator[Claim]:
        """Yield what ``row`` says of its subject."""
        for column, cell in zip(self.columns, row, strict=True):
            role = "score, whole" if column.role == "score" and column.whole_too else column.role
            for value in cells.values(role, cell):
                self.put(column, value)
        for column, cell in zip(self.columns, row, strict=True):
            if column.role == "change" and (claim := self._changed(column)):
                self.change(claim, column, cell)
        yield from self.left
        yield from self.told.values()

    def put(self, column: Column, value: Mention) -> None:
        """Take ``value`` into the claim for the names in the head of ``column``."""
        if self._untellable(value):
            return
        if value.data.get("former"):
            self.left.append(self._new(column))
            self.left[-1].put(value)
            self.left[-1].leave()
            return
        if value.kind == "score":
            value.data["unit"] = value.data["unit"] or column.unit
        claim = self._claim(column)
        if value.kind not in claim.values:
            claim.put(value)
        elif value.kind == "score" and claim.second is None:
            claim.second = value

    def _untellable(self, value: Mention) -> bool:
        """Tell whether a row of the whole country tells a place: that is somebody else's."""
        of_all = self.subject and self.subject.data["type"] in ("national", "other")
        return bool(of_all) and value.kind not in _OF_ALL

    def _claim(self, column: Column) -> Claim:
        key = self.key(column.heads)
        if key not in self.told:
            self.told[key] = self._new(column)
        else:
            self.told[key].heads |= self._heads(column)
        return self.told[key]

    def _heads(self, column: Column) -> dict[Kind, Mention]:
        """Return what the head of ``column`` names; "năm trước" is the year before another's."""
        year = column.heads.get("year")
        left_out = "year" if year and year.data["year"] is None else None
        return {k: head for k, head in column.heads.items() if k != left_out}

    def _new(self, column: Column) -> Claim:
        claim = Claim(heads=self._heads(column))
        claim.former = "year" in column.heads and "year" not in claim.heads
        if self.index and not self.apart:
            claim.heads.setdefault("index", self.index)
        if self.subject:
            claim.put(self.subject)
        return claim

    def key(self, heads: dict[Kind, Mention]) -> Key:
        """Return which claim is of what ``heads`` name."""
        index, component, year = (heads.get(k) for k in ("index", "component", "year"))
        subject = heads.get("subject") if self.subject is None else None
        scope = heads.get("scope")
        return (
            index.data["index"] if index and self.apart else "",
            component.start if component else -1,
            subject.start if subject else -1,
            scope.start if scope else -1,
            (year.data["year"] or -1) if year else 0,
        )

    def _changed(self, column: Column) -> Claim | None:
        """Return the claim that a column of changes is about: that of the latest year."""
        index, *of, _ = self.key(column.heads)
        alike = [key for key in self.told if [*key[1:4]] == of and key[0] in (index, "")]
        latest = max(alike, key=lambda key: key[4] or _LATEST, default=None)
        return self.told[latest] if latest else None

    def change(self, claim: Claim, column: Column, cell: Cell) -> None:
        """Take the change in ``cell`` into ``claim``, with the year it counts from."""
        only: Kind = "score_change" if "rank" not in claim.values else "rank_change"
        both = {"rank", "score"} <= claim.values.keys()
        measure = column.measure or only if not both else column.measure or "rank_change"
        moved = cells.change(cell, measure, marked=column.marked)
        if moved is None or moved.kind in claim.values or self._untellable(moved):
            return
        claim.put(moved)
        since, year = column.heads.get("year"), claim.heads.get("year")
        if since and (
            "so với" in column.words or (year and since.data["year"] < year.data["year"])
        ):
            claim.heads["baseline"] = replace(since, kind="baseline")


def _of_one_subject(canon: Canon, found: list[Column], body: Grid) -> Iterator[Claim]:
    """Yield what a table of one subject says: its rows are measures, parts, indices or years."""
    claims: list[Claim] = []
    whole = found[0].role if found[0].role in {"rank", "score"} else ""
    for row in body:
        measure = column_of(canon, row[0])
        mean = whose.of_all(row[0]) if "trung bình" in row[0].words else []
        subject = next(iter(mean), None)
        said = _Said([_both(measure, column, whole) for column in found[1:]], subject)
        claims += said.claims(row[1:])
    _share_index(claims)
    yield from claims


def _both(measure: Column, column: Column, whole: str) -> Column:
    """Return what a row's measure and a column's head say together."""
    heads = measure.heads | column.heads
    of_row = bool(measure.heads)
    if column.role in {"rank", "score", "both", "group", "change"} and not column.of_year:
        role = column.role if of_row or column.role == "change" else ""
        return replace(column, role=role, heads=heads)
    role = measure.role
    if "component" in measure.heads or (measure.role in ("score", "index") and of_row):
        role = whole or "either"
    elif whole and of_row:
        role = whole
    elif measure.role == "year":
        role = "score"
    return Column(role if column.of_year or "subject" in column.heads else "", heads)


def _share_index(claims: list[Claim]) -> None:
    """Say all of the one index that a table names, in whichever row it does."""
    heads = [claim.heads["index"] for claim in claims if "index" in claim.heads]
    if len({head.data["index"] for head in heads}) == 1:
        for claim in claims:
            claim.heads.setdefault("index", heads[-1])
