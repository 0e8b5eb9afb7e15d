"""Who may be ranked: which name is a province, an agency, a region, an office, a district."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from extract.canon import Canon
from extract.model import Mention

# A province's name is another place's name, or a mere location, behind these words.
_ELSEWHERE = re.compile(
    r"(?:huyện|thị\ xã|xã|phường|thị\ trấn|đường|phố|sông|cầu|chợ|cửa\ khẩu|đại\ học|ga|chùa|núi|"
    r"hồ|tại|báo|đài|điểm\ cầu|điểm\ cầu\ tỉnh|thpt|trường|(?<!thuộc\ )trung\ tâm|bệnh\ viện)\s+$"
)
# What a province is merged with only describes it: "sau hợp nhất với Bình Dương và Đồng Nai, ...".
_MERGED_WITH = re.compile(
    r"(?:hợp nhất|sáp nhập|gộp|nhập) (?:với|vào|cùng) (?:tỉnh |thành phố )?"
    r"(?:[\w -]+(?:, [\w -]+)? và )?$"
)
# Where it was announced: "tại lễ công bố sáng 10/5 ở Hà Nội, ...".
_EVENT = re.compile(
    r"(?:công bố|hội nghị|họp báo|lễ|diễn ra|hội thảo|được tổ chức|sáng|chiều)[^,;.()]{0,30} ở\s+$"
)
_TOWN = re.compile(r"(?<!\w)(?:thành\ phố|tp\.?)\s*$")
_KIND = re.compile(
    r"^(?:tỉnh|thành phố|tp|thủ đô)\.?\s+(?:sông\s+)?|^(?:đất|xứ|vùng)\s+", re.IGNORECASE
)
_DATELINE = re.compile(
    r"\s*(?:\(\s*(?:0?[1-9]|[12]\d|3[01])[/.-](?:0?[1-9]|1[0-2])(?:[/.-]\d{4})?\s*\)|,\s*ngày\s+\d)"
)
# A distance follows, not a value: "cách Quảng Ninh 0,31%".
_APART = re.compile(r"(?<!\w)(?:cách|kém|hơn|vượt|bỏ\ xa)\s+(?:tỉnh\s+|thành\ phố\s+|tp\.?\s*)?$")
# A neighbour named to place another: "xếp thứ 2, sau Đà Nẵng".
_BESIDE = re.compile(
    r"(?<!\w)(?:sau|trên|dưới|hơn|thua|so\ với|kém|vượt|thay|vượt\ qua|từ\ tay|qua\ mặt|thế\ chỗ"
    r"|(?:cùng\ )?hạng\ với|chỗ\ cho|ngôi\ cho|sát|ngang)"
    r"\s+"
    r"(?:tỉnh\s+|thành\ phố\s+|tp\.?\s*)?$"
)
_STANDS_BY = re.compile(r" (?:xếp|đứng|ở|nằm) (?:ngay |liền )(?:trên|dưới|sau|trước)(?!\w)")
# "là tỉnh miền núi phía Bắc": the region only describes a province.
_PART_OF = re.compile(
    r"(?<!các\ )(?:tỉnh|thành\ phố|địa\ phương|huyện)\s+(?:thuộc\s+)?(?:khu\ vực\s+|vùng\s+)?$"
)
_CITIES = {"ha-noi", "hai-phong", "da-nang", "ho-chi-minh", "can-tho", "hue"}


def is_city(ids: tuple[str, ...]) -> bool:
    """Tell whether one of ``ids`` is a city under the central government."""
    return any(id_.removesuffix("-2025") in _CITIES for id_ in ids)


def _capital(words: str) -> bool:
    parts = re.findall(r"\w+", words)
    return bool(parts) and parts[0][0].isupper() and parts[-1][0].isupper()


# A person's surname: "Trương Hòa Bình" is no province.
_SURNAME = re.compile(
    r"(?:^|[^\w ] ?|(?<!\w)[a-zà-ỹđ]\w* )"
    r"(?:Nguyễn|Trần|Lê|Phạm|Hoàng|Huỳnh|Phan|Vũ|Võ|Đặng|Bùi|Đỗ|Hồ|Ngô|Dương|Lý|Trương|Đinh|Đoàn"
    r"|Trịnh|Mai|Tạ|Tô|Lương|Hà|Thái)(?: [A-ZĐ]\w*)? $"
)


def _is_province(canon: Canon, start: int, end: int, ids: tuple[str, ...]) -> bool:
    before = canon.low[max(0, start - 40) : start]
    elsewhere = _ELSEWHERE.search(before) or _EVENT.search(canon.low, max(0, start - 60), start)
    if elsewhere or _DATELINE.match(canon.low, end):
        return False
    if not _capital(_KIND.sub("", canon.cased[start:end])) or _describes(canon, start):
        return False
    return not _TOWN.search(before) or is_city(ids)


def _describes(canon: Canon, start: int) -> bool:
    """Tell whether the name at ``start`` is a person's, or what a province is merged with."""
    surname = _SURNAME.search(canon.cased, max(0, start - 30), start)
    return bool(surname or _MERGED_WITH.search(canon.low, max(0, start - 60), start))


# A ministry that does something here is not the one that is ranked.
_ACTS = re.compile(
    r"(?:\s+(?:cùng|phối\ hợp\ với)\s+[^,;.()]{3,40}?(?=\s+(?:đã|vừa|công\ bố|thực\ hiện)))?"
    r"\s*(?:đã\s+|cũng\s+|vừa\s+|mới\s+|chính\s+thức\s+|sẽ\s+)*"
    r"(?:công\ bố|tổ\ chức|chủ\ trì|ban\ hành|phối\ hợp|đánh\ giá|triển\ khai|thực\ hiện|"
    r"chấm|khảo\ sát|đưa\ ra|cho\ biết|tiến\ hành|xây\ dựng|yêu\ cầu|đề\ nghị|"
    r"tiếp\ tục\ (?:hoàn|phối)|"
    r"vừa(?!\ (?:xếp|đứng|giảm|tăng|đạt|là|được|có))|"
    r"phê\ duyệt|,\ (?:được\ )?công\ bố|xác\ định|cho\ thấy)"
)
# Whoever is quoted, asked or thanked is not the one that is ranked: "Theo Sở Nội vụ, ...".
_SOURCE = re.compile(
    r"(?<!\w)(?:theo|công bố của|khảo sát của|giám đốc|lãnh đạo|đại diện|cán bộ"
    r"|ông|bà|giao|yêu cầu|đề nghị|cùng)\s+$"
)
_QUOTED = re.compile(r':\s*(?:"|[A-ZĐ])')


def _speaks(canon: Canon, start: int, end: int) -> bool:
    before = canon.low[max(0, start - 20) : start]
    return bool(_SOURCE.search(before) or _QUOTED.match(canon.cased, end))


def _subject(rule: str, data: dict[str, Any], start: int, end: int) -> Mention:
    return Mention(kind="subject", start=start, end=end, rule=f"subject/{rule}", data=data)


def province(canon: Canon, ids: Any, start: int, end: int) -> Mention | None:
    """Return the province that may have one of ``ids``, unless its name means something else."""
    if not _is_province(canon, start, end, ids):
        return None
    apart = bool(_APART.search(_before(canon, start)))
    beside = apart or is_beside(canon.low, start) or bool(_STANDS_BY.match(canon.low, end))
    data = {"type": "province", "ids": ids, "beside": beside, "apart": apart}
    return _subject("province", data, start, end)


def agency(canon: Canon, name: Any, start: int, end: int) -> Mention | None:
    """Return the ministry called ``name``, unless it acts, speaks or is written small."""
    acts = _ACTS.match(canon.low, end) or _speaks(canon, start, end)
    if acts or not canon.cased[start].isupper():
        return None
    data = {"type": "ministry", "name": name, "beside": is_beside(canon.low, start)}
    return _subject("agency", data, start, end)


def region(canon: Canon, name: Any, start: int, end: int) -> Mention:
    """Return the region called ``name``; "là tỉnh miền núi phía Bắc" makes it a mere part."""
    part = bool(_PART_OF.search(_before(canon, start)))
    data = {"type": "region", "name": name, "part": part, "beside": is_beside(canon.low, start)}
    return _subject("region", data, start, end)


# "Cục Hải quan Quảng Ninh", "Sở Nội vụ tỉnh Bình Thuận": the province is a part of the name.
_OF_PROVINCE = re.compile(r"\s+(?:(?:tỉnh|thành phố|tp\.?)\s+)?(?=\w)")


def office(
    canon: Canon, name: Any, start: int, end: int, provinces: re.Pattern[str]
) -> Mention | None:
    """Return the department called ``name``, with its province's name; none that is quoted."""
    gap = _OF_PROVINCE.match(canon.low, end)
    found = provinces.match(canon.low, gap.end()) if gap else None
    if found and _capital(_KIND.sub("", canon.cased[found.start() : found.end()])):
        name, end = name + canon.cased[end : found.end()], found.end()
    if _speaks(canon, start, end) or _ACTS.match(canon.low, end):
        return None
    data = {"type": "department", "name": name, "beside": is_beside(canon.low, start)}
    return _subject("office", data, start, end)


_BOARD = re.compile(
    r"(?<!\w)(?:ban quản lý|bql) (?:các |khu )[^,;.:()\d]{3,60}?"
    r"(?=\s*(?:[,;.:()\d]|$|(?:và (?:ubnd|sở|cục|văn phòng|thanh tra|huyện|công an)"
    r"|với|đạt|được|là|đứng|xếp|dẫn|giữ|ở|tăng|giảm|có)(?!\w)))"
)


def boards(canon: Canon, start: int, end: int) -> Iterator[Mention]:
    """Yield "Ban Quản lý các khu chế xuất và công nghiệp": a board is known by its words."""
    for found in _BOARD.finditer(canon.low, start, end):
        name = canon.cased[found.start() : found.end()]
        yield _subject("board", {"type": "department", "name": name}, *found.span())


def _before(canon: Canon, start: int) -> str:
    return canon.low[max(0, start - 30) : start]


def is_beside(low: str, start: int) -> bool:
    """Tell whether a neighbour is named at ``start`` to place another: "thứ 2, sau Đà Nẵng"."""
    return bool(_BESIDE.search(low, max(0, start - 30), start))


_DISTRICT = re.compile(
    r"(?<!\w)(?:huyện(?: đảo)?|thị xã|tx\.?|quận|thành phố|tp\.?|phường|xã|thị trấn)\s*(?=\w)"
)
_IN_FULL = (
    (re.compile(r"^huyện đảo ", re.IGNORECASE), "huyện "),
    (re.compile(r"^TX\.?\s*", re.IGNORECASE), "thị xã "),
    (re.compile(r"^TP\.?\s*", re.IGNORECASE), "thành phố "),
)
_NUMBERED = re.compile(r"(?:quận|phường) \d{1,2}(?![\w,./])")
# "Xã A Lưới 5": since 2025 some communes are numbered parts of one name.
_NUMBER = re.compile(r" [1-9](?!\w|[,.]\d|[/%]| (?:điểm|xã|phường|đơn))")
# "Phường Xuân Hương - Đà Lạt": a part of what was a town, and the town's name.
_OF_TOWN = re.compile(r" - (?=[^\W\d_])")
_WORD = re.compile(r"\w+")


def districts(canon: Canon, start: int, end: int) -> Iterator[Mention]:
    """Yield "huyện Hải Hà", "TP Móng Cái": a kind of place and the capitals behind it."""
    reach = start
    for kind in _DISTRICT.finditer(canon.low, start, end):
        number = _NUMBERED.match(canon.low, kind.start(), end)
        stop = number.end() if number else _capitals(canon, kind.end(), end, reach)
        reach = max(reach, stop)
        if dash := _OF_TOWN.match(canon.cased, stop) if kind.group().startswith("phường") else None:
            stop = max(stop, _capitals(canon, dash.end(), end, 0))
        if part := _NUMBER.match(canon.low, stop, end) if stop > kind.end() else None:
            stop = part.end()
        if stop > kind.end():
            yield _district(canon, kind.start(), stop)
            yield from _more_districts(canon, stop, end)
    known = _in_full_elsewhere(canon.told)
    for bare in _NAME_ALONE.finditer(canon.cased, start, end) if known else ():
        if full := known.get(bare.group()):
            beside = is_beside(canon.low, bare.start())
            data = {"type": "district", "name": full, "id": None, "beside": beside}
            yield _subject("district", data, *bare.span())


_KIND_AND_NAME = re.compile(
    r"(?<!\w)(?:[Hh]uyện|[Tt]hị xã|TX\.?|[Qq]uận|[Xx]ã|[Pp]hường) ?"
    r"(?P<name>[A-ZĐÀ-Ỹ][^\W\d_]* [A-ZĐÀ-Ỹ][^\W\d_]*)(?! [A-ZĐÀ-Ỹ])"
)
_NAME_ALONE = re.compile(
    r"(?<![\w-])(?<![Xx]ã )(?<![Uu]yện )(?<!uận )(?<!ường )(?<!phố )"
    r"(?<!TP )(?<!TP\. )(?<!TX )(?<!tỉnh )"
    r"[A-ZĐÀ-Ỹ][^\W\d_]* [A-ZĐÀ-Ỹ][^\W\d_]*(?! [A-ZĐÀ-Ỹ])(?![\w-])"
)


@lru_cache(maxsize=8)
def _in_full_elsewhere(told: str) -> dict[str, str]:
    """Return the names that a text tells with their kind once: "Lạng Giang" is the huyện.

    Two of one name, a commune and a district, are neither.
    """
    meant: dict[str, set[str]] = {}
    for found in _KIND_AND_NAME.finditer(told):
        meant.setdefault(found["name"], set()).add(_in_full(found.group()))
    return {name: names.pop() for name, names in meant.items() if len(names) == 1}


def _district(canon: Canon, start: int, end: int) -> Mention:
    name = _in_full(canon.cased[start:end])
    data = {"type": "district", "name": name, "id": None, "beside": is_beside(canon.low, start)}
    return _subject("district", data, start, end)


_NEXT = re.compile(r"(?:,| và) (?=[^\W\d_])")
_NAME = re.compile(r"\w+ \w+")


def _more_districts(canon: Canon, start: int, end: int) -> Iterator[Mention]:
    """Yield "Duyên Hải" and "Châu Thành" of "huyện Trà Cú, Duyên Hải và Châu Thành"."""
    while joint := _NEXT.match(canon.cased, start, end):
        stop = _capitals(canon, joint.end(), end, 0)
        if not _NAME.match(canon.cased, joint.end(), stop):
            return
        yield _district(canon, joint.end(), stop)
        start = stop


def _in_full(name: str) -> str:
    for short, words in _IN_FULL:
        name = short.sub(words, name)
    return name


def _capitals(canon: Canon, start: int, end: int, reach: int) -> int:
    """Return where the words in capitals end that begin at ``start``.

    Those up to ``reach`` are known to go on: without that, "Xã Xã Xã ..." is read again and again.
    """
    if start < reach:
        return reach if canon.cased[start].isupper() else start
    stop = start
    for word in _WORD.finditer(canon.cased, start, end):
        near = canon.cased[stop : word.start()] in ("", " ", "'")
        if not near or not word.group()[0].isupper():
            break
        stop = word.end()
    return stop
