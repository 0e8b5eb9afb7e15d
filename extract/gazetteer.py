"""Names that are data: indices, their components, provinces, agencies, regions."""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from extract.canon import Canon
from extract.index import indices
from extract.model import Mention
from extract.province import by_basis, spelled
from extract.table import toml

Names = dict[str, Any]
_WORD_ENDS = r"(?<![\w])(?:{})(?![\w])"


def _pattern(names: Iterable[str]) -> re.Pattern[str]:
    """Match any of ``names``, the longest first, where words begin and end."""
    longest = sorted({Canon(n).low for n in names}, key=len, reverse=True)
    loose = (re.escape(_key(n)).replace(r"\ ", r"\s+").replace(r"\-", r"\s*-\s*") for n in longest)
    return re.compile(_WORD_ENDS.format("|".join(loose)))


def _key(words: str) -> str:
    return re.sub(r"\s*-\s*", "-", re.sub(r"\s+", " ", words))


def _keyed(names: dict[str, Any]) -> Names:
    return {_key(Canon(name).low): value for name, value in names.items()}


@cache
def _index_names() -> tuple[re.Pattern[str], Names]:
    plain = {alias: index.id for index in indices().values() for alias in index.aliases}
    names = {f"{word}{name}": id_ for name, id_ in plain.items() for word in ("", "chỉ số ")}
    return _pattern(names), _keyed(names)


@cache
def _topics() -> tuple[re.Pattern[str], Names]:
    names = {topic: index.id for index in indices().values() for topic in index.topics}
    return _pattern(names), _keyed(names)


@cache
def _component_names() -> tuple[re.Pattern[str], Names]:
    names: dict[str, tuple[tuple[str, str], ...]] = {}
    for index in indices().values():
        for component in index.components:
            for name in component.names:
                key = Canon(name).low
                names[key] = (*names.get(key, ()), (index.id, component.id))
    return _pattern(names), _keyed(names)


@cache
def _province_names() -> tuple[re.Pattern[str], Names]:
    names = {name: tuple(u.id for u in units) for name, units in spelled().items()}
    return _pattern(names), _keyed(names)


@cache
def _office_names() -> tuple[re.Pattern[str], Names]:
    names = {name: name for name in toml(Path(__file__).with_name("offices.toml"))["names"]}
    return _pattern(names), _keyed(names)


@cache
def _canonical(file: str) -> tuple[re.Pattern[str], Names]:
    rows = toml(Path(__file__).with_name(file))
    names = {name: main for main, others in rows.items() for name in (main, *others)}
    return _pattern(names), _keyed(names)


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
_TOWN = re.compile(r"(?<!\w)(?:thành\ phố|tp\.?)\s*$")
_KIND = re.compile(r"^(?:tỉnh|thành phố|tp|thủ đô)\.?\s+", re.IGNORECASE)
_DATELINE = re.compile(r"\s*(?:\(\s*\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{4})?\s*\)|,\s*ngày\s+\d)")
# A distance follows, not a value: "cách Quảng Ninh 0,31%".
_APART = re.compile(r"(?<!\w)(?:cách|kém|hơn|vượt|bỏ\ xa)\s+(?:tỉnh\s+|thành\ phố\s+|tp\.?\s*)?$")
# A neighbour named to place another: "xếp thứ 2, sau Đà Nẵng".
_BESIDE = re.compile(
    r"(?<!\w)(?:sau|trên|dưới|hơn|so\ với|kém|vượt|thay|vượt\ qua|chỗ\ cho|ngôi\ cho|sát|ngang)"
    r"\s+(?:là\s+)?"
    r"(?:tỉnh\s+|thành\ phố\s+|tp\.?\s*)?$"
)
# "là tỉnh miền núi phía Bắc": the region only describes a province.
_PART_OF = re.compile(
    r"(?<!các\ )(?:tỉnh|thành\ phố|địa\ phương|huyện)\s+(?:thuộc\s+)?(?:khu\ vực\s+|vùng\s+)?$"
)
_CITIES = {"ha-noi", "hai-phong", "da-nang", "ho-chi-minh", "can-tho", "hue"}


# A ministry that does something here is not the one that is ranked.
_ACTS = re.compile(
    r"\s*(?:đã\s+|vừa\s+|mới\s+|chính\s+thức\s+|sẽ\s+)*"
    r"(?:công\ bố|tổ\ chức|chủ\ trì|ban\ hành|phối\ hợp|đánh\ giá|triển\ khai|thực\ hiện|"
    r"chấm|đưa\ ra|cho\ biết|tiến\ hành|xây\ dựng|yêu\ cầu|đề\ nghị|tiếp\ tục\ (?:hoàn|phối)|vừa|"
    r"phê\ duyệt|xác\ định)"
)


# Whoever is quoted, asked or thanked is not the one that is ranked: "Theo Sở Nội vụ, ...".
_SOURCE = re.compile(
    r"(?<!\w)(?:theo|giám đốc|lãnh đạo|đại diện|cán bộ|ông|bà|giao|yêu cầu|đề nghị|cùng)\s+$"
)


_QUOTED = re.compile(r':\s*(?:"|[A-ZĐ])')


def _speaks(canon: Canon, start: int, end: int) -> bool:
    before = canon.low[max(0, start - 20) : start]
    return bool(_SOURCE.search(before) or _QUOTED.match(canon.cased, end))


def without_agencies(low: str) -> str:
    """Return ``low`` without what says who publishes an index, or what people are asked about."""
    return _ASKED_ABOUT.sub("", _canonical("agencies.toml")[0].sub("", low))


_ASKED_ABOUT = re.compile(
    r"hài lòng (?:về|với|đối với) sự phục vụ(?: hành chính(?: công)?| của (?:các )?cơ quan hành chính"
    r"(?: nhà nước)?)?"
)


def _capital(words: str) -> bool:
    parts = re.findall(r"\w+", words)
    return bool(parts) and parts[0][0].isupper() and parts[-1][0].isupper()


# A person's surname: "Trương Hòa Bình" is no province.
_SURNAME = re.compile(
    r"(?:^|[^\w ] ?|(?<!\w)[a-zà-ỹđ]\w* )(?:Nguyễn|Trần|Lê|Phạm|Hoàng|Huỳnh|Phan|Vũ|Võ|Đặng|Bùi|Đỗ|Hồ|Ngô|Dương|Lý|Trương|Đinh|Đoàn"
    r"|Trịnh|Mai|Tạ|Tô|Lương|Hà|Thái)(?: [A-ZĐ]\w*)? $"
)


def _is_province(canon: Canon, start: int, end: int, ids: tuple[str, ...]) -> bool:
    before = canon.low[max(0, start - 40) : start]
    name = _KIND.sub("", canon.cased[start:end])
    if _ELSEWHERE.search(before) or _DATELINE.match(canon.low, end) or not _capital(name):
        return False
    if _SURNAME.search(canon.cased, max(0, start - 30), start):
        return False
    if _MERGED_WITH.search(canon.low, max(0, start - 60), start):
        return False
    return not _TOWN.search(before) or any(i.removesuffix("-2025") in _CITIES for i in ids)


Made = Callable[[Canon, Any, int, int], Mention | None]
"""Makes a mention of the value a name has and the place it stands, or refuses."""


def _found(
    canon: Canon, start: int, end: int, names: tuple[re.Pattern[str], Names], made: Made
) -> Iterator[Mention]:
    pattern, values = names
    for match in pattern.finditer(canon.low, start, end):
        mention = made(canon, values[_key(match.group())], *match.span())
        if mention:
            yield mention


def _subject(rule: str, data: dict[str, Any], start: int, end: int) -> Mention:
    return Mention(kind="subject", start=start, end=end, rule=f"subject/{rule}", data=data)


def _province(canon: Canon, ids: Any, start: int, end: int) -> Mention | None:
    if not _is_province(canon, start, end, ids):
        return None
    before = canon.low[max(0, start - 30) : start]
    beside, apart = bool(_BESIDE.search(before)), bool(_APART.search(before))
    data = {"type": "province", "ids": ids, "beside": beside or apart, "apart": apart}
    return _subject("province", data, start, end)


def _agency(canon: Canon, name: Any, start: int, end: int) -> Mention | None:
    acts = _ACTS.match(canon.low, end) or _speaks(canon, start, end)
    if acts or not canon.cased[start].isupper():
        return None
    data = {"type": "ministry", "name": name, "beside": _beside(canon, start)}
    return _subject("agency", data, start, end)


def _beside(canon: Canon, start: int) -> bool:
    return bool(_BESIDE.search(canon.low[max(0, start - 30) : start]))


def _region(canon: Canon, name: Any, start: int, end: int) -> Mention:
    part = bool(_PART_OF.search(canon.low[max(0, start - 30) : start]))
    data = {"type": "region", "name": name, "part": part, "beside": _beside(canon, start)}
    return _subject("region", data, start, end)


def _office(canon: Canon, name: Any, start: int, end: int) -> Mention | None:
    if _speaks(canon, start, end):
        return None
    return _subject("office", {"type": "department", "name": name}, start, end)


def _index(canon: Canon, id_: Any, start: int, end: int) -> Mention:
    tail = re.compile(indices()[id_].tail).match(canon.low, end) if indices()[id_].tail else None
    end = tail.end() if tail else end
    return Mention(kind="index", start=start, end=end, rule="index/named", data={"index": id_})


def _component(_: Canon, of: Any, start: int, end: int) -> Mention:
    return Mention(kind="component", start=start, end=end, rule="component/named", data={"of": of})


_NAMED: tuple[tuple[Callable[[], tuple[re.Pattern[str], Names]], Made], ...] = (
    (_index_names, _index),
    (_component_names, _component),
    (_province_names, _province),
    (lambda: _canonical("agencies.toml"), _agency),
    (lambda: _canonical("regions.toml"), _region),
    (_office_names, _office),
)


def mentions(canon: Canon, start: int, end: int) -> Iterator[Mention]:
    """Yield every name of the data files that stands in ``canon[start:end]``."""
    for names, made in _NAMED:
        yield from _found(canon, start, end, names(), made)
    yield from _districts(canon, start, end)
    yield from _topic_heads(canon, start, end)


@cache
def _topic_opening() -> re.Pattern[str]:
    return re.compile(
        r"(?:(?<=[;:])\s*|^[-+*\s]*)(?:về|với|ở|riêng(?: về)?|đối với|trong|còn(?: ở| với| trong| về)?)"
        r"\s+(?:(?:lĩnh vực|mức độ|sự|bảng|công tác|mặt)\s+)*"
        rf"(?P<topic>{_topics()[0].pattern})(?:\s+[^\s,;.()]+){{0,8}}?\s*,"
    )


def _topic_heads(canon: Canon, start: int, end: int) -> Iterator[Mention]:
    """Yield "cải cách hành chính" of "Về cải cách hành chính, ...": it may stand for an index."""
    words = canon.low[start:end]
    for found in _topic_opening().finditer(words):
        place, stop = (start + offset for offset in found.span("topic"))
        data = {"index": _topics()[1][_key(found["topic"])], "topic": True}
        yield Mention(kind="index", start=place, end=stop, rule="index/topic", data=data)


_DISTRICT = re.compile(
    r"(?<!\w)(?:huyện|thị xã|tx\.?|quận|thành phố|tp\.?|phường|xã|thị trấn)\s*(?=\w)"
)
_WORD = re.compile(r"\w+")


def _districts(canon: Canon, start: int, end: int) -> Iterator[Mention]:
    """Yield "huyện Hải Hà", "TP Móng Cái": a kind of place and the capitals behind it."""
    reach = start
    for kind in _DISTRICT.finditer(canon.low, start, end):
        stop = _capitals(canon, kind.end(), end, reach)
        reach = max(reach, stop)
        if stop > kind.end():
            name = canon.cased[kind.start() : stop]
            data = {"type": "district", "name": name, "id": None}
            yield Mention(
                kind="subject", start=kind.start(), end=stop, rule="subject/district", data=data
            )


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


_OUTLET = re.compile(r"\s*[(\[]?(?P<code>[A-ZĐ]{2,5})[)\]]?\s*[-:]\s")


def outlet(canon: Canon) -> str:
    """Return the province of the paper whose letters open the text, or an empty string."""
    codes = toml(Path(__file__).with_name("outlets.toml"))
    for line in re.finditer(r"[^\n]+", canon.cased[:1500]):
        found = _OUTLET.match(line.group())
        if found and found["code"] in codes:
            return str(codes[found["code"]])
    return ""


_LARGEST_REGION = 14
"""Provinces of Trung du và miền núi phía Bắc: "trong vùng" alone names none."""


def region_size(words: str) -> int | None:
    """Return how many provinces of the old set a region has, if ``words`` name a whole one."""
    pattern, names = _canonical("regions.toml")
    found = pattern.search(words)
    if found is None:
        return _LARGEST_REGION if words in ("vùng", "khu vực") else None
    region = names[_key(found.group())]
    return sum(unit.region == region for unit in by_basis(63).values()) or None


def indices_named(canon: Canon) -> set[str]:
    """Return the ids of all indices that ``canon`` names anywhere."""
    pattern, names = _index_names()
    return {names[_key(found.group())] for found in pattern.finditer(canon.low)}


def topics_named(low: str) -> set[str]:
    """Return the ids of the indices whose subject matter canonical lower-case text speaks of."""
    pattern, names = _topics()
    return {names[_key(found.group())] for found in pattern.finditer(low)}


_BOUND_YEAR = re.compile(r"\s*(?:\([^()]{2,12}\)\s*)?(?:năm\s+)?((?:19|20)\d\d)(?![\d/-])")


def years_named(canon: Canon) -> set[int]:
    """Return the years that stand right behind the name of an index in ``canon``."""
    pattern, _ = _index_names()
    found = (_BOUND_YEAR.match(canon.low, name.end()) for name in pattern.finditer(canon.low))
    return {int(year[1]) for year in found if year}


@cache
def _shortest_index_names() -> tuple[str, ...]:
    names = sorted((_squeezed(name) for name in _index_names()[1]), key=len)
    return tuple(n for n in dict.fromkeys(names) if not any(m in n for m in names if m != n))


def _squeezed(low: str) -> str:
    return " ".join(low.split()).replace(" -", "-").replace("- ", "-")


def names_index(low: str) -> bool:
    """Tell quickly whether canonical lower-case text names an index anywhere."""
    squeezed = _squeezed(low)
    near = any(name in squeezed for name in _shortest_index_names())
    return near and bool(_index_names()[0].search(low))
