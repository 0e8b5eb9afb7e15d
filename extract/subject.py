"""Who may be ranked: which name is a province, an agency, a region or an office."""

import re
from collections.abc import Iterator
from typing import Any

from extract import names
from extract.canon import Canon
from extract.model import Mention

COUNTRY: dict[str, Any] = {"type": "national", "name": "cả nước", "id": "ca-nuoc"}
"""What a mention of the whole country means."""

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
    r"|(?:soán|đoạt|giành|giật|lấy)(?:\ lại)?\ ngôi\ [^,;.]{2,14}\ (?:của|từ)"
    r"|sau\ lưng|liền\ sau|bị"
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
    elsewhere = bool(_ELSEWHERE.search(before)) and not _opens_with_parts(canon, start, end)
    elsewhere = elsewhere or bool(_EVENT.search(canon.low, max(0, start - 60), start))
    if elsewhere or _DATELINE.match(canon.low, end):
        return False
    if not _capital(_KIND.sub("", canon.cased[start:end])) or _describes(canon, start):
        return False
    return not _TOWN.search(before) or is_city(ids)


_AT = re.compile(r"(?:^|[.\n]\s*)tại $")


def _opens_with_parts(canon: Canon, start: int, end: int) -> bool:
    """Tell whether "Tại Ninh Bình, Chính quyền số xếp thứ 5" goes on with a part of an index."""
    opens = _AT.search(canon.low, max(0, start - 8), start) and canon.low.startswith(", ", end)
    return bool(opens) and names.of_components().pattern.match(canon.low, end + 2) is not None


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
    r"vừa(?!\ (?:xếp|đứng|giảm|tăng|đạt|là|được|có|vào|lên|nhập|rời|lọt|trở|rơi|tụt|thoát))|"
    r"phê\ duyệt|,\ (?:được\ )?công\ bố|xác\ định|cho\ thấy)"
)
# Whoever is quoted, asked or thanked is not the one that is ranked: "Theo Sở Nội vụ, ...".
_SOURCE = re.compile(
    r"(?<!\w)(?:theo|công bố của|khảo sát của|giám đốc|lãnh đạo|đại diện|cán bộ"
    r"|ông|bà|giao|yêu cầu|đề nghị|(?:hợp|việc|tay) cùng)\s+$"
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


# "Bộ Tư pháp soán ngôi của Ngân hàng Nhà nước để vươn lên dẫn đầu".
_DETHRONED = re.compile(r"(?<!\w)(?:soán|chiếm|giành|đoạt) ngôi (?:của |từ tay )?$")


def agency(canon: Canon, name: Any, start: int, end: int) -> Mention | None:
    """Return the ministry called ``name``, unless it acts, speaks or is written small."""
    acts = _ACTS.match(canon.low, end) or _speaks(canon, start, end)
    if acts or not canon.cased[start].isupper():
        return None
    before = canon.low[max(0, start - 30) : start]
    beside = is_beside(canon.low, start) or bool(_DETHRONED.search(before))
    data = {"type": "ministry", "name": name, "beside": beside}
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
    r"|với|đạt|được|là|đứng|xếp|dẫn|giữ|ở|tăng|giảm|có|tụt|lùi|rơi|xuống|lên|vươn|leo|bật|nhảy"
    r"|trượt|từ|vẫn|chỉ|còn|thì|đã|cũng|nhận|chiếm|thuộc|cùng|mới|lại|bị|soán|vượt)(?!\w)))"
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
