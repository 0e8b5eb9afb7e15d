"""The members of a tier that is told before them: "nhóm rất tốt gồm A, B và C"."""

import re
from collections.abc import Callable

from extract import company
from extract.clause import ASIDES, LIST_OF_COMPONENTS, without_values
from extract.model import MEASURES, Kind, Mention
from extract.paired import Paired, Words
from extract.rules.glue import strangers
from extract.rules.group import GATHERS

_REACH = 110
"""How many characters may stand between a tier and the first of its members."""

# What opens a list, right before its first name, and may tell how many there are.
_OPENS = re.compile(
    rf"(?:(?<!\w)(?:gồm|có|tên|(?<!nhất )là|như|cùng|cùng với|{GATHERS}"
    r"|(?:là|sân chơi|nhà)(?: riêng| chung)? của|dành(?: chỗ)? cho|thuộc về"
    r"|(?:góp mặt|có mặt|hiện diện) của|chỉ còn(?: lại)?|còn lại|(?<![,;] )còn)|:|\()"
    r'(?:["\s,:]|ubnd|các|cả|tỉnh|thành phố|ngoài|huyện|xã|sở|ngành|đơn vị|địa phương'
    r"|chỉ số|lĩnh vực|nội dung|trục|thành phần|hai|ba|bốn|năm|thêm|\d{1,2}(?!\d|,))*$"
)
# "Ngoài ba cái tên nói trên còn có A", "cùng nhóm với A còn có B": the list is what follows.
_MORE = re.compile(
    r"[^;.()]{0,70}?(?<!\w)còn (?:có|(?:\d|hai|ba|bốn) \w+ (?:khác|nữa) (?:là|gồm))"
    r"(?:\s|ubnd|các|tỉnh|thành phố)*$"
    r"|\s*(?:cùng )?với (?:tỉnh |thành phố |tp\.? )?[^,;.():]{2,40}"
    r" (?:là|gồm|có|thì có|còn có)(?:\s|ubnd|các|hai|ba|bốn|\d|tỉnh|thành phố|huyện|xã)*$"
)
# "16 tỉnh thuộc nhóm trung bình cao, riêng miền Trung chiếm 5 suất, trong đó có A và B".
_AMONG = re.compile(
    r"[^;.:()]{0,80}(?:(?<!\w)trong đó có| chỉ có (?:một|hai|ba|\d)(?: \w+)?,? là)"
    r"(?:\s|tỉnh|thành phố|huyện|xã)*$"
)
# Words by which names behind a tier are set against it.
_AGAINST = re.compile(
    r"(?<!\w)(?:so với|trừ|vượt|thua|kém|hơn|trong khi|nhưng|song|rời|khỏi|không có|thay|"
    r"kế đó|tiếp theo|tiếp đến|kế tiếp|kế đến|tiếp đó|sau|đứng|xếp(?! từ| theo))(?!\w)"
)
_APART = re.compile(
    r'(?:["\s,;:]|và|cùng|với|bên cạnh|còn có|ubnd|tỉnh|thành phố|tp\.?|huyện|thị xã|xã|phường'
    r"|điểm)*$"
)
_OTHER = re.compile(r"nhóm|\d")


def give_members(words: Words, out: Paired) -> None:
    """Give each tier whose members are listed beside it to each of them."""
    for value in words.mentions:
        find = _FINDS.get(value.kind)
        run = find(words, value) if find and not value.data.get("former") else []
        if run and run[0].start > value.end and _WITH.match(words.low, value.end, run[0].start):
            out.lend(run, value)
        else:
            out.give(run, [value] * len(run))


# "A nằm ở nhóm thấp nhất cùng B và C": the tier is A's, too.
_WITH = re.compile(r"\s*,?\s*cùng(?: với)?\s")


def _parts(words: Words, place: Mention) -> list[Mention]:
    """Return the components of "dẫn đầu cả nước ở 3 tiêu chí: A, B và C"."""
    named = words.heads("component")
    behind = [m for m in named if m.start >= place.end]
    opens = behind and LIST_OF_COMPONENTS.match(words.low[place.end : behind[0].start])
    return _run(words, behind) if opens and len(behind) == len(named) else []


def _members(words: Words, group: Mention) -> list[Mention]:
    behind = [m for m in words.heads("subject", "component") if m.start >= group.end]
    behind = _without_owner(words, group, [m for m in behind if not m.data.get("group")])
    first = _first(words, group, behind)
    if first is None:
        return company.before(words, group)
    beside = _DIRECTLY.fullmatch(words.low, group.end, behind[0].start)
    others = behind[:first] if beside else company.sharer(words, group)
    return [*others, *_run(words, behind[first:])]


# "Cùng nằm ở nhóm tốt với Bắc Giang là Đồng Tháp": it is said of Bắc Giang, too.
_DIRECTLY = re.compile(r"\s*(?:cùng )?với (?:tỉnh |thành phố |tp\.? )?")


def _without_owner(words: Words, group: Mention, behind: list[Mention]) -> list[Mention]:
    """Leave out the province of "nhóm tốt trên bảng DDCI của tỉnh Sóc Trăng gồm sở A, sở B"."""
    types = [m.data.get("type") for m in behind[:2]]
    owner = len(set(types)) > 1 and types[0] == "province"
    of = owner and _OF.search(words.low, group.end, behind[0].start)
    return behind[1:] if of else behind


_OF = re.compile(r"(?<!\w)(?<!là )(?:của|ở|tại)\s(?:tỉnh |thành phố )?$")


def _run(words: Words, behind: list[Mention]) -> list[Mention]:
    run = behind[:1]
    for name in behind[1:]:
        if _bracketed(words.low[run[-1].end : name.start]):
            continue
        if name.kind != run[0].kind or not _apart(words, run[-1].end, name.start):
            break
        if ";" in words.low[run[-1].end : name.start] and _OWN.match(words.low, name.end):
            break
        run.append(name)
    return run


# "...; C thì ở nhóm khá": an item that says something of its own.
_OWN = re.compile(r"(?: \([^()]*\))?,? (?:thì|lại|mới|chưa|đứng|xếp|ở|thuộc|vào|nằm|rơi|lên)(?!\w)")


def _bracketed(between: str) -> bool:
    return between.rfind("(") > between.rfind(")")


def _first(words: Words, group: Mention, behind: list[Mention]) -> int | None:
    """Return which of the names behind ``group`` is its first member, if any is."""
    for place, name in enumerate(behind[:3]):
        between = ASIDES.sub("", words.low[group.end : name.start])
        if _MORE.match(between.replace(";", ",")):
            return 0 if words.low.endswith(("ngoài ", "bên cạnh "), 0, behind[0].start) else place
    if behind and _opened(words, group, behind[0]) and _so_many(words, group, behind):
        return 0
    if behind and _opens_with(words, group, behind[0]):
        return 0
    among = (_AMONG.match(words.low[group.end : name.start]) for name in behind[:3])
    return next((place for place, found in enumerate(among) if found), None)


def _opens_with(words: Words, group: Mention, first: Mention) -> bool:
    """Tell whether "Trong nhóm khá của PCI, Bắc Giang ..." says where Bắc Giang is."""
    opens = _IN.search(words.low, words.start, group.start)
    follows = _COMMA.fullmatch(words.low, group.end, first.start)
    return bool(opens and follows) and first.data.get("type") not in ("region", "anaphor")


_IN = re.compile(r"(?:^|(?<=[.;:+*-]\s)|(?<=\n))(?:trong|ở)\s(?:số\s)?$")
_COMMA = re.compile(r"(?: của [^,;.:()]{2,40})?,\s(?:tỉnh |thành phố |tp\.? |huyện )?")


# "Nhóm khá có 15 tỉnh, Hà Nam ..." may go on with another matter.
_SO_MANY = re.compile(r"(?<!\w)(?P<n>\d{1,2}) (?:tỉnh|địa phương|đơn vị|sở|huyện|xã|bộ)[^,:]*,\s*$")


def _so_many(words: Words, group: Mention, behind: list[Mention]) -> bool:
    """Tell whether as many names follow as the tier has been said to have, if it has."""
    told = _SO_MANY.search(words.low, group.end, behind[0].start)
    return told is None or len(_run(words, behind)) == int(told["n"])


def _opened(words: Words, group: Mention, first: Mention) -> bool:
    between = ASIDES.sub("", words.low[group.end : first.start])
    told = any(m.kind in MEASURES and group.end <= m.start < first.start for m in words.mentions)
    plain = len(between) < _REACH and not told and ";" not in between
    return plain and bool(_OPENS.search(between)) and not _AGAINST.search(between)


def _apart(words: Words, start: int, end: int) -> bool:
    """Tell whether only values and brackets stand between two names, and what joins them."""
    text = ASIDES.sub("", without_values(words.low, words.mentions, start, end))
    item = ";" in text and not _OTHER.search(text) and not strangers(text)
    return item or bool(_APART.match(text))


_FINDS: dict[Kind, Callable[[Words, Mention], list[Mention]]] = {
    "group": _members, "rank": _parts,
}  # fmt: skip
"""How the names behind a value are found that it is said of."""
