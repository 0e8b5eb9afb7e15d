"""Tell whose a row of a table is: a name, the mean of the country or of the ministries, a province.

"Trung bình cả nước", "Giá trị trung bình 17 bộ, cơ quan ngang bộ", "Toàn tỉnh".
"""

import re
from collections import Counter
from typing import Any

from extract import gazetteer, names
from extract.canon import Canon
from extract.grid import Cell, Row
from extract.model import Mention
from extract.subject import COUNTRY

_LOCAL = ("department", "district")
_WHOLE = re.compile(
    r"(?P<mean>(?:giá trị |điểm |mức |chỉ số )?(?:trung bình|bình quân)(?: chung)?)?(?:\s*của)?\s*"
    r"(?P<of>(?:cả nước|toàn quốc|63 tỉnh.*|34 tỉnh.*)|(?P<n>\d\d )?(?:các )?bộ, cơ quan ngang bộ"
    r"|(?P<ours>toàn (?:tỉnh|thành phố|tp)))?"
)
_OURS: dict[str, Any] = {
    "type": "anaphor",
    "name": None,
    "id": None,
    "city": False,
    "ours": True,
    "near": False,
    "foreign": False,
}


def subjects(canon: Canon, column: Row, head: str) -> list[list[Mention]]:
    """Return whose each row is, by the cells of the ``column`` that names them."""
    found = [_named(canon, cell, head) for cell in column]
    kinds = Counter(m.data["type"] for named in found for m in named[:1])
    local = next((k for k in _LOCAL if k in kinds), "")
    most = kinds.most_common(1)[0][0] if kinds else ""
    return [
        _chosen(named, local) or of_all(cell, most)
        for named, cell in zip(found, column, strict=True)
    ]


_OFFICES = (
    r"(?:khối |nhóm |cấp )?(?:các )?(?:(?:sở|huyện|quận|thị xã|xã|phường)(?!\w)[^.:()\n\d]*"
    r"|bộ[^.:()\n\d]* dịch vụ công[^.:()\n\d]*)"
)
_BLOCK = re.compile(
    rf"(?:^|\n)(?:[\da-zivx]{{1,3}}[.)]\s*)?(?P<scope>{_OFFICES})(?:\s*\(\d+ [^()\n]*\))?:?\s*$"
)
_SAID = re.compile(
    r"(?P<scope>(?:khối|cấp) (?:các )?(?:địa phương|sở|huyện|quận|thị xã|xã|phường)"
    r"(?:, [^\W\d_]+(?: [^\W\d_]+)?){0,3}?)(?=\s*(?:như sau|gồm|năm|của|trên|[:.(]|$))"
)
_HEAD = re.compile(rf"(?:tên )?(?P<scope>{_OFFICES})")


def scope(low: str, before: str, heads: Row) -> tuple[int, int] | None:
    """Return where it stands which offices a table ranks: "B. KHỐI HUYỆN", "Huyện, thị xã"."""
    start = heads[0].start
    if above := _BLOCK.search(low, max(0, start - len(before) - 1), start):
        return above.span("scope")
    named = ((cell, _HEAD.fullmatch(cell.words)) for cell in heads)
    said = (found.span("scope") for found in _SAID.finditer(low, start - len(before), start))
    return next((_at(cell, head) for cell, head in named if head), None) or next(said, None)


def _at(cell: Cell, found: re.Match[str]) -> tuple[int, int]:
    start, end = found.span("scope")
    return cell.start + start, cell.start + end


def _named(canon: Canon, cell: Cell, head: str) -> list[Mention]:
    """Return the names in ``cell``, the longest first; under "Bộ", "Tư pháp" is a ministry."""
    found = (m for m in gazetteer.mentions(canon, cell.start, cell.end) if m.kind == "subject")
    longest = sorted(found, key=lambda m: m.start - m.end)
    return longest or list(_short(cell, head))


def _short(cell: Cell, head: str) -> list[Mention]:
    for word, known, kind in (
        ("bộ", names.of_agencies(), "ministry"),
        ("sở", names.of_offices(), "department"),
    ):
        full = f"{word} {cell.words}"
        if head.removeprefix("tên ").startswith(word) and full in known.meanings:
            data = {"type": kind, "name": known.meaning(full), "beside": False}
            return [_subject(cell, data)]
    return []


def _chosen(named: list[Mention], local: str) -> list[Mention]:
    """Return whom a cell names; among districts "TP Hòa Bình" is the town."""
    chosen: list[Mention] = []
    for mention in sorted(named, key=lambda m: m.data["type"] != local):
        if all(m.start >= mention.end or m.end <= mention.start for m in chosen):
            chosen.append(mention)
    return sorted(chosen, key=lambda m: m.start)


def of_all(cell: Cell, kind: str = "") -> list[Mention]:
    """Return the country, the ministries or "tỉnh" where a row is of all the others."""
    found = _WHOLE.fullmatch(cell.words) if cell.words else None
    if found is None:
        return []
    if found["ours"]:
        return [_subject(cell, _OURS)]
    of = found["of"] or ""
    if "bộ" in of or (not of and kind == "ministry"):
        name = f"{(found['n'] or 'các').strip()} bộ, cơ quan ngang bộ"
        return [_subject(cell, {"type": "other", "name": name, "id": None, "group": True})]
    return [_subject(cell, COUNTRY)] if of else []


def _subject(cell: Cell, data: dict[str, Any]) -> Mention:
    start, end = cell.start, cell.end
    return Mention(kind="subject", start=start, end=end, rule="table/subject", data=data)
