"""Read the cells of tables: a place, points, both, a tier, a move, a change."""

import re
from collections.abc import Iterator
from typing import Any

from extract.grid import MARK, Cell
from extract.model import Kind, Mention
from extract.rules.number import decimal

_PLACE = r"(?:thứ\s+|hạng\s+)?(?P<rank>0?[1-9]\d{0,2})(?:\s*/\s*(?P<out_of>\d{2,3}))?"
_POINTS = (
    r"(?P<score>\d{1,3}[.,]\d{1,4})(?:\s*/\s*(?P<scale>\d{1,3}(?:[.,]\d{1,2})?))?"
    r"\s*(?P<unit>%|điểm)?"
)
_ASIDE = (
    r"(?:\s*\(?(?P<aside>(?<=\()[^()]{1,40}(?=\)$)|[↑↓⬆⬇▲▼△▽]\s*\d{1,2}(?:[.,]\d{1,4})?(?=$))\)?)?$"
)
RANK = re.compile(rf"^{_PLACE}{_ASIDE}")
SCORE = re.compile(rf"^{_POINTS}{_ASIDE}")
_TOLD_WHOLE = re.compile(r"^(?P<score>\d{1,3})\s*(?P<unit>%|điểm)$")
_WHOLE_SCORE = re.compile(r"^(?P<score>\d{2,3})\s*(?P<unit>%|điểm)?$")
PLACED = re.compile(r"^(?:(?:thứ|hạng)\s+\d{1,3}|\d{1,3}\s*/\s*\d{2,3}$)")
BOTH = re.compile(
    r"^\d{1,3}(?:\s*/\s*\d{2,3})?\s*\(\d{1,3}[.,]\d{1,4}\s*(?:%|điểm)?\)$"
    r"|^\d{1,3}[.,]\d{1,4}\s*(?:%|điểm)?\s*\((?:\d{1,3}/\d{2,3}|(?:thứ|hạng) \d{1,3})\)$"
)
_MOVE = re.compile(
    r"^(?:thứ\s+|hạng\s+)?(?P<former>[1-9]\d?)(?:/\d\d)?\s*(?:→|[-=]>|➝|➔|⇒)\s*"
    rf"(?P<rank>[1-9]\d?)(?:/(?P<out_of>\d\d))?{_ASIDE}"
)
_GROUP = re.compile(r"^(?:nhóm\s+)?(?P<group>[abcd]|(?!\d)[^\d|]{2,20})$")
_CHANGE = re.compile(
    rf"^(?:(?P<mark>{MARK})|(?P<verb>tăng|giảm|lên|xuống|tụt|lùi)(?:\s+thêm)?(?=\s))?"
    r"\s*(?P<n>\d{1,3}(?:[.,]\d{1,4})?)\s*(?P<unit>điểm\s*%|%|điểm|bậc|hạng|vị trí)?$"
)
POINTS_MOVED = re.compile(rf"^(?:{MARK}|tăng|giảm)?\s*\d{{1,3}}[.,]\d")
UPWARDS = re.compile(r"^(?:[+↑⬆▲△⇧🔺]|tăng|lên)")
DOWNWARDS = re.compile(r"^(?:[↓⬇▼▽⇩🔻-]\s*\d|giảm|xuống)")
_SAME = re.compile(r"^(?:=|0|[±]?0|giữ nguyên|giữ hạng|không (?:thay )?đổi|bằng)$")
_DOWN = ("-", "↓", "⬇", "▼", "▽", "⇩", "🔻", "giảm", "xuống", "tụt", "lùi")


def values(role: str, cell: Cell) -> Iterator[Mention]:
    """Yield the values in ``cell`` under a head of such a ``role``."""
    found = next((m for p in _CELLS.get(role, ()) if (m := p.match(cell.words))), None)
    if found is None or _too_low(found):
        return
    parts = found.groupdict()
    if parts.get("former"):
        data = {"rank": int(parts["former"]), "out_of": None, "former": True}
        yield _value("rank", cell, found.span("former"), data)
    if parts.get("rank"):
        size = parts.get("out_of")
        data = {"rank": int(parts["rank"]), "out_of": int(size) if size else None}
        yield _value("rank", cell, found.span("rank"), data)
    if parts.get("score"):
        yield _value("score", cell, found.span("score"), _points(parts))
    if group := parts.get("group"):
        name = group.upper() if len(group) == 1 else group
        yield _value("group", cell, found.span("group"), {"group": name})
    if aside := parts.get("aside"):
        inner = Cell(aside.strip(), cell.start + found.start("aside"))
        yield from _aside(inner, placed=bool(parts.get("rank")))


def _too_low(found: re.Match[str]) -> bool:
    """Tell whether a place is told below the last: "25/14" is something else."""
    size = found.groupdict().get("out_of")
    return size is not None and int(found["rank"]) > int(size)


def _points(parts: dict[str, Any]) -> dict[str, Any]:
    data = {"score": decimal(parts["score"]), "unit": parts.get("unit")}
    if scale := parts.get("scale"):
        data["scale"] = decimal(scale)
    return data


def _aside(cell: Cell, *, placed: bool) -> Iterator[Mention]:
    """Yield what stands in the bracket behind a place, or behind points."""
    if moved := change(cell, "rank_change" if placed else None, marked=True):
        yield moved
    elif placed:
        yield from values("score", cell)
    elif PLACED.match(cell.words):
        yield from values("rank", cell)
    elif cell.words.startswith("nhóm "):
        yield from values("group", cell)


_CELLS: dict[str, tuple[re.Pattern[str], ...]] = {
    "rank": (_MOVE, RANK),
    "score": (SCORE, _TOLD_WHOLE),
    "score, whole": (SCORE, _WHOLE_SCORE),
    "both": (SCORE, RANK),
    "group": (_GROUP,),
    "either": (SCORE, _MOVE, RANK),
}
"""What stands under a head of each role; a component of some year has points or a place."""


def change(cell: Cell, measure: Kind | None, *, marked: bool = False) -> Mention | None:
    """Return the change that ``cell`` tells: "+3", "▼ 0,4", "tăng 2 bậc", "=".

    Its unit or its decimals say of what it is, else ``measure``; ``marked`` asks for a sign.
    """
    if _SAME.match(cell.words) and measure:
        return _moved(cell, measure, 0, percent=False)
    found = _CHANGE.match(cell.words)
    if found is None or (marked and not (found["mark"] or found["verb"])):
        return None
    unit, whole = found["unit"] or "", found["n"].isdigit()
    places = unit in ("bậc", "hạng", "vị trí")
    measure = "rank_change" if places else measure if whole and not unit else "score_change"
    if measure is None or (measure == "rank_change" and not whole):
        return None
    direction = -1 if (found["mark"] or found["verb"] or "+") in _DOWN else 1
    return _moved(cell, measure, direction * decimal(found["n"]), percent="%" in unit)


def _moved(cell: Cell, measure: Kind, amount: float, *, percent: bool) -> Mention:
    data = (
        {"rank_change": int(amount)}
        if measure == "rank_change"
        else {"score_change": float(amount), "percent": percent}
    )
    return _value(measure, cell, (0, len(cell.words)), data)


def _value(kind: Kind, cell: Cell, span: tuple[int, int], data: dict[str, Any]) -> Mention:
    start, end = (cell.start + place for place in span)
    return Mention(kind=kind, start=start, end=end, rule=f"table/{kind}", data=data)
