"""Find the names that are data in a text: indices, components, and whoever may be ranked."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from extract import district, names, subject
from extract.canon import Canon
from extract.index import indices
from extract.model import Mention
from extract.names import Names

Made = Callable[[Canon, Any, int, int], Mention | None]
"""Makes a mention of the value a name has and the place it stands, or refuses."""


def _found(canon: Canon, start: int, end: int, known: Names, made: Made) -> Iterator[Mention]:
    for found in known.pattern.finditer(canon.low, start, end):
        mention = made(canon, known.meaning(found.group()), *found.span())
        if mention:
            yield mention


def _index(canon: Canon, id_: Any, start: int, end: int) -> Mention:
    tail = re.compile(indices()[id_].tail).match(canon.low, end)
    end = tail.end() if tail else end
    data = {"index": id_, "internal": bool(_INTERNAL.match(canon.low, end))}
    return Mention(kind="index", start=start, end=end, rule="index/named", data=data)


# "Chỉ số CCHC năm 2024 của UBND các huyện": a province's own table.
_INTERNAL = re.compile(
    r"(?:\s*\([^()]*\))?(?: (?:năm )?\d{4})?"
    r" (?:(?:của|cấp) (?:ubnd )?(?:các )?|của tỉnh (?:chấm|xếp hạng) \d+ )"
    r"(?:sở|huyện|quận|xã|phường)(?!\w)"
)


_POINTS = "điểm "
"""In "51,50 điểm đầu vào" these are the value's, not the component's."""


_NUMBER_BEHIND = re.compile(
    r"\s(?:của [^,;.()\d]{3,30} )?(?:(?:đạt|là|được|với|có|còn|chỉ|mới|tới) ){0,2}"
    r"(?:(?:xếp |đứng |ở )?(?:thứ|hạng|vị trí|vị thứ) )?\d"
    r"|\s\((?:thứ |hạng )?\d"
)
_PART = re.compile(
    r"(?:phần|vế|nhóm|trụ cột|lĩnh vực|nội dung|tiêu chí|chỉ số|yếu tố|khâu|trục)\s$"
)


def _component(canon: Canon, of: Any, start: int, end: int) -> Mention | None:
    everyday = canon.low[start:end] in names.short_components()
    called = _PART.search(canon.low, max(0, start - 10), start)
    if everyday and not (called or _NUMBER_BEHIND.match(canon.low, end)):
        return None
    counted = canon.low[max(0, start - 2) : start].rstrip()[-1:].isdigit()
    if counted and canon.low.startswith(_POINTS, start):
        start += len(_POINTS)
    return Mention(kind="component", start=start, end=end, rule="component/named", data={"of": of})


def _office(canon: Canon, name: Any, start: int, end: int) -> Mention | None:
    return subject.office(canon, name, start, end, names.of_provinces().pattern)


_NAMED: tuple[tuple[Callable[[], Names], Made], ...] = (
    (names.of_indices, _index),
    (names.of_components, _component),
    (names.of_provinces, subject.province),
    (names.of_agencies, subject.agency),
    (names.of_regions, subject.region),
    (names.of_offices, _office),
)


def mentions(canon: Canon, start: int, end: int) -> Iterator[Mention]:
    """Yield every name of the data files that stands in ``canon[start:end]``."""
    for known, made in _NAMED:
        yield from _found(canon, start, end, known(), made)
    yield from _offices_in_a_row(canon, start, end)
    yield from district.districts(canon, start, end)
    yield from subject.boards(canon, start, end)
    yield from _topic_heads(canon, start, end)


_ROW = re.compile(r"(?<!\w)(?:các|\d{1,2}) sở(?:, (?:ban, )?ngành)?[^:;.()]{0,40}: ?")
_NEXT = re.compile(r"(?:,| và|, và) ")


def _offices_in_a_row(canon: Canon, start: int, end: int) -> Iterator[Mention]:
    """Yield the departments of "08 sở loại tốt là: Ngoại vụ, Tư pháp": "Sở" is said once."""
    known = names.of_offices_in_a_row()
    for head in _ROW.finditer(canon.low, start, end):
        place = head.end()
        while found := known.pattern.match(canon.low, place, end):
            if mention := _office(canon, known.meaning(found.group()), *found.span()):
                yield mention
            joint = _NEXT.match(canon.low, found.end(), end)
            place = joint.end() if joint else end


@cache
def _topic_opening() -> re.Pattern[str]:
    return re.compile(
        r"(?:(?<=[;:])\s*|^[-+*\s]*)"
        r"(?:về|với|ở|riêng(?: về)?|đối với|trong|còn(?: ở| với| trong| về)?)"
        r"\s+(?:(?:lĩnh vực|mức độ|sự|bảng|công tác|mặt)\s+)*"
        rf"(?P<topic>{names.of_topics().pattern.pattern})(?:\s+[^\s,;.()]+){{0,8}}?\s*,"
    )


_SPOKEN = (
    r"(?<!\w)(?:điểm|bảng xếp hạng|bảng|thứ hạng|xếp hạng|mức độ|mức|kết quả|công tác|bình quân"
    r"|trung bình)(?: về)? "
)


@cache
def _topic_named() -> re.Pattern[str]:
    return re.compile(rf"{_SPOKEN}(?P<topic>{names.of_topics().pattern.pattern})")


@cache
def _topic_placed() -> re.Pattern[str]:
    """Return what finds the topic of "Cải cách hành chính của tỉnh năm 2019 xếp thứ 38"."""
    return re.compile(
        r"(?:^\s*|[;:,-]\s)(?:công tác |sự |mức độ |mức )?"
        rf"(?P<topic>{names.of_topics().pattern.pattern})"
        r"(?= (?:của [^,;.()\d]{3,20} )?(?:(?:trong )?năm \d{4} )?"
        r"(?:cũng |lại |thì |tiếp tục |chỉ |đã )?"
        r"(?:(?:xếp|đứng|ở) (?:ở )?(?:thứ|hạng|vị trí|vị thứ)(?!\w)"
        r"|(?:tăng|lên|nhảy|vọt|bật|giảm|xuống|tụt|lùi|rơi|tuột)(?: hạng)? \d{1,2} (?:bậc|hạng)))"
    )


def _topic_heads(canon: Canon, start: int, end: int) -> Iterator[Mention]:
    """Yield "cải cách hành chính" of "Về cải cách hành chính, ...": it may stand for an index."""
    words = canon.low[start:end]
    forms = (_topic_opening(), _topic_named(), _topic_placed())
    for found in (found for form in forms for found in form.finditer(words)):
        place, stop = (start + offset for offset in found.span("topic"))
        data = {"index": names.of_topics().meaning(found["topic"]), "topic": True}
        yield Mention(kind="index", start=place, end=stop, rule="index/topic", data=data)
