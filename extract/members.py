"""The members of a tier that is told before them: "nhóm rất tốt gồm A, B và C"."""

import re
from collections.abc import Callable

from extract.clause import ASIDES, LIST_OF_COMPONENTS, without_values
from extract.model import MEASURES, Kind, Mention
from extract.paired import Paired, Words
from extract.rules.glue import strangers

_REACH = 110
"""How many characters may stand between a tier and the first of its members."""

# What opens a list, right before its first name, and may tell how many there are.
_OPENS = re.compile(
    r"(?:(?<!\w)(?:gồm|có|tên|(?<!nhất )là|như|cùng|cùng với)|:|\()"
    r'(?:["\s,:]|ubnd|các|cả|tỉnh|thành phố|ngoài|huyện|xã|sở|ngành|đơn vị|địa phương'
    r"|chỉ số|lĩnh vực|nội dung|trục|thành phần|hai|ba|bốn|năm|\d{1,2}(?!\d|,))*$"
)
# "Ngoài ba cái tên nói trên còn có A", "cùng nhóm với A còn có B": the list is what follows.
_MORE = re.compile(r"[^;.()]{0,70}?(?<!\w)còn có(?:\s|ubnd|các|tỉnh|thành phố)*$")
# Words by which names behind a tier are set against it.
_AGAINST = re.compile(
    r"(?<!\w)(?:so với|trừ|vượt|thua|kém|hơn|trong khi|nhưng|song|rời|khỏi|không có|thay|"
    r"sau|đứng|xếp(?! từ| theo))(?!\w)"
)
_APART = re.compile(
    r'(?:["\s,;:]|và|cùng|với|còn có|ubnd|tỉnh|thành phố|tp\.?|huyện|thị xã|xã|phường|điểm)*$'
)
_OTHER = re.compile(r"nhóm|\d")


def give_members(words: Words, out: Paired) -> None:
    """Give each tier whose members are listed behind it to each of them."""
    for value in words.mentions:
        find = _FINDS.get(value.kind)
        run = find(words, value) if find else []
        if run and _WITH.match(words.low, value.end, run[0].start):
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
    first = _first(words, group, behind)
    return [] if first is None else _run(words, behind[first:])


def _run(words: Words, behind: list[Mention]) -> list[Mention]:
    run = behind[:1]
    for name in behind[1:]:
        if _bracketed(words.low[run[-1].end : name.start]):
            continue
        if name.kind != run[0].kind or not _apart(words, run[-1].end, name.start):
            break
        run.append(name)
    return run


def _bracketed(between: str) -> bool:
    return between.rfind("(") > between.rfind(")")


def _first(words: Words, group: Mention, behind: list[Mention]) -> int | None:
    """Return which of the names behind ``group`` is its first member, if any is."""
    for place, name in enumerate(behind[:3]):
        between = ASIDES.sub("", words.low[group.end : name.start])
        if _MORE.match(between.replace(";", ",")):
            return 0 if words.low.endswith("ngoài ", 0, behind[0].start) else place
    return 0 if behind and _opened(words, group, behind[0]) else None


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
