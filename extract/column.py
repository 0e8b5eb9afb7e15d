"""What one head of a table says: what stands under it, and the names and the year in it."""

import re
from dataclasses import dataclass, field

from extract import gazetteer, names
from extract.canon import Canon
from extract.grid import MARK, Cell
from extract.model import Kind, Mention

_HEADS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "ignored",
        re.compile(
            r"^(?:tt|stt|số tt|#|ghi chú|đơn vị(?: tính)?(?:\s*[:(].*)|trọng số.*|thang điểm.*"
            r"|(?:mục tiêu|kế hoạch|chỉ tiêu\s+(?!thành)\w|phấn đấu|dự kiến).*|hạng mục.*"
            r"|(?:tổng\s+)?(?:số\s+)?điểm\s+(?:tối đa|chuẩn|cộng|thưởng|trừ|tự).*|tối đa.*"
            r"|.*(?:trung vị|(?:cao|thấp) nhất|tối thiểu))$"
        ),
    ),
    (
        "change",
        re.compile(
            r"^(?:mức\s+|số\s+bậc\s+|thứ hạng\s+|hạng\s+|điểm\s+|chỉ số\s+)?"
            r"(?:tăng(?!\s+trưởng)|giảm|lên|so\s+với|chênh\s+lệch|biến\s+động|thay\s+đổi).*$"
            r"|^(?:năm\s+)?20\d\d\s*(?:so\s+với|/|-)\s*(?:năm\s+)?20\d\d"
            rf"|^{MARK}\s*/\s*{MARK}"
        ),
    ),
    (
        "group",
        re.compile(
            r"^(?:nhóm|xếp\s+loại|phân\s+loại|loại|phân\s+nhóm|xếp\s+nhóm|đánh\s+giá)[^:]{0,25}$"
            r"|^(?:xếp\s+)?mức(?:\s+(?:độ|xếp loại|đánh giá|phục vụ))?$"
        ),
    ),
    (
        "rank",
        re.compile(
            r"^(?:xếp\s+(?:hạng|thứ)|thứ\s+(?:hạng|bậc|tự)|hạng|vị\s+(?:trí|thứ))[^:]{0,25}$"
        ),
    ),
    (
        "subject",
        re.compile(
            r"^(?:tên\s+)?(?:các\s+)?(?:tỉnh|thành\s+phố|địa\s+phương|đơn\s+vị|bộ|cơ\s+quan|vùng"
            r"|khu\s+vực|sở|ngành|huyện|quận|thị\s+xã|xã|phường)[^:\d]{0,40}$"
        ),
    ),
    (
        "score",
        re.compile(r"^(?:tổng\s+)?(?:số\s+)?(?:điểm|chỉ\s+số|kết\s+quả|giá\s+trị|tỷ\s+lệ)(?!\w)"),
    ),
    ("year", re.compile(r"^(?:(?:năm|kỳ)\s+)?20\d\d$|^(?:năm|kỳ)\s+(?:trước|ngoái|này)$")),
    (
        "measure",
        re.compile(
            r"^(?:tên\s+)?(?:năm|kỳ|chỉ\s+tiêu|nội\s+dung|lĩnh\s+vực|trụ\s+cột|tiêu\s+chí|mảng"
            r"|yếu\s+tố|hợp\s+phần|(?:bộ\s+)?chỉ\s+số)(?:\s+(?:thành\s+phần|đánh\s+giá))?(?:\s*\(.*)?$"
        ),
    ),
)
YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_BEFORE = re.compile(r"(?:năm|kỳ)\s+(?:trước|ngoái)")
_NAMED: tuple[Kind, ...] = ("index", "component", "subject")
_OF_YEAR = re.compile(r"\s*(?:năm\s+)?20\d\d(?:\s*\(.*)?")


@dataclass(slots=True)
class Column:
    """What the head of a column, or of a row, says of its cells."""

    role: str
    heads: dict[Kind, Mention] = field(default_factory=dict)
    """The index, component, subject and year that the head names."""

    words: str = ""
    whole_too: bool = False
    """True where whole numbers stand among points with decimals: "29" beside "28,16"."""

    of_year: bool = False
    """True where the head tells but the year or the index, and the cells what they are."""

    marked: bool = False
    """True where a change without its sign says nothing."""

    measure: Kind | None = None
    """What the changes of a column of changes are of, if it says so."""

    @property
    def unit(self) -> str | None:
        """The unit that the head gives its figures: "Chỉ số (%)"."""
        return "%" if "%" in self.words else "điểm" if "(điểm" in self.words else None

    def joined(self, other: "Column") -> "Column":
        """Return what this head and the one below it say together."""
        role = other.role if other.role not in ("", "year") or not self.role else self.role
        if {self.role, other.role} == {"year", "index"}:
            role = "year"
        return Column(role, self.heads | other.heads, f"{self.words} {other.words}".strip())


def column_of(canon: Canon, cell: Cell) -> Column:
    """Return what the head ``cell`` says: the first role that fits, and the names in it."""
    named = {m.kind: m for m in gazetteer.mentions(canon, cell.start, cell.end)}
    named |= _component_alone(cell)
    heads: dict[Kind, Mention] = {kind: named[kind] for kind in _NAMED if kind in named}
    words = cell.words.strip("()*: ")
    role = next((r for r, pattern in _HEADS if pattern.match(words)), "")
    if (years := YEAR.findall(cell.words)) and len(set(years)) == 1:
        heads["year"] = _year_in(cell)
    elif before := _BEFORE.search(cell.words) if role != "change" else None:
        heads["year"] = year_before(cell.start + before.start(), cell.start + before.end())
    if "component" in heads and role not in ("rank", "change", "group", "ignored"):
        role = "score"
    if not role and "index" in heads:
        role = "index"
    if not role and names.topics_named(cell.words):
        role = "score"
    if role == "rank" and (within := _WITHIN.search(cell.words)):
        heads["scope"] = _scope(cell, within)
    told = role in ("rank", "group", "change", "ignored")
    if (
        not told
        and "index" in named
        and _OF_YEAR.fullmatch(canon.low, named["index"].end, cell.end)
    ):
        role = "year"
    return Column(role, heads, cell.words)


# "Xếp hạng vùng" beside "Xếp hạng cả nước"
_WITHIN = re.compile(r"(?:trong |ở )?(?P<scope>(?:vùng|khu vực|cụm|khối|miền)(?!\w).*)")


def _scope(cell: Cell, within: re.Match[str]) -> Mention:
    start, end = (cell.start + place for place in within.span("scope"))
    parts = {"rank_scope": (start, end)}
    return Mention(kind="scope", start=start, end=end, rule="table/scope", parts=parts)


def _component_alone(cell: Cell) -> dict[Kind, Mention]:
    """Return the component that is all a cell says, be it a word of every day: "Đầu vào"."""
    words = cell.words.strip(" \"'")
    if not names.of_components().pattern.fullmatch(words):
        return {}
    data, start = {"of": names.of_components().meaning(words)}, cell.words.index(words) + cell.start
    end = start + len(words)
    return {
        "component": Mention(
            kind="component", start=start, end=end, rule="table/component", data=data
        )
    }


def _year_in(cell: Cell) -> Mention:
    found = YEAR.search(cell.words)
    assert found is not None  # noqa: S101
    return year_at(cell.start + found.start(), int(found.group()))


def year_at(start: int, year: int) -> Mention:
    """Return the year that stands at ``start`` in a head or in the line above a table."""
    return Mention(kind="year", start=start, end=start + 4, rule="table/year", data={"year": year})


def year_before(start: int, end: int) -> Mention:
    """Return "năm trước" in a head, a year before the one that the table is of."""
    data = {"year": None, "relative": -1, "glance": True}
    return Mention(kind="year", start=start, end=end, rule="table/year", data=data)
