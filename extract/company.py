"""The members of a tier that are told before it, with others or in a list of items."""

import re
from itertools import pairwise

from extract.clause import ASIDES
from extract.model import MEASURES, Mention
from extract.paired import Words
from extract.rules.number import whole
from extract.rules.untold import OF_THESE

_WITH = re.compile(
    r"(?<!\w)(?<!cuối )cùng(?: với)?(?:\s|tỉnh|thành phố|tp\.?|huyện|thị xã|ubnd|hai|ba|các)*$"
)
_JOINED = re.compile(
    r'(?:["\s,;]|và|cùng|với|ubnd|tỉnh|thành phố|tp\.?|huyện|thị xã|xã|phường|thì|cũng|đều)*$'
)
_FROM_LIST = 60
"""How many characters may stand between the last of the names and their tier."""


def before(words: Words, group: Mention) -> list[Mention]:
    """Return whom ``group`` is said of that stand before it, when no simple list tells it."""
    return _with_others(words, group) or _items(words, group) or _these(words, group)


def sharer(words: Words, group: Mention) -> list[Mention]:
    """Return who has the tier of "A được 89 điểm; cùng xếp loại rất tốt còn có B" beside B."""
    shared = _SHARED.search(words.low, words.start, group.start)
    last = _named(words, group, "subject")[-1:]
    besides = last and _BESIDES.search(words.low, words.start, last[0].start)
    apart = besides and words.low[last[0].end : group.start].strip() != ","
    return last if shared or (besides and not apart) else []


# "Ngoài A, nhóm rất tốt còn có B và C".
_BESIDES = re.compile(r"(?<!\w)(?:ngoài|bên cạnh) (?:tỉnh |thành phố |tp\.? |huyện )?$")


_SHARED = re.compile(r"[;,]\s*cùng (?!với|kỳ|thời)(?:[^\W\d]+ ){0,4}$")


def _these(words: Words, group: Mention) -> list[Mention]:
    """Read "đứng đầu là A, kế đó là B và C; đây là 3 đơn vị duy nhất của nhóm trên 90%"."""
    these = OF_THESE.search(words.low, words.start, group.start)
    named = {m.whom: m for m in _before(words, group)}
    count = whole(these["n"]) if these else 0
    return list(named.values())[-count:] if 0 < count <= len(named) else []


def _before(words: Words, group: Mention) -> list[Mention]:
    return [m for m in words.heads("subject") if m.end <= group.start and not m.data.get("group")]


def _with_others(words: Words, group: Mention) -> list[Mention]:
    """Read "A xếp thứ nhất, cùng B và C làm nên nhóm tốt", "Cùng với B và C, bộ này thuộc ..."."""
    names = _named(words, group, "subject")
    starts = [n for n, m in enumerate(names) if _opens(words, _WITH, m)]
    if not starts:
        return []
    first = starts[-1]
    run, main = names[first:], names[max(0, first - 1) : first]
    if not _are_joined(words, run) or not _reaches(words, run[-1], group):
        return []
    if not main:
        return run if len(run) > 1 else []
    between = words.low[main[0].end : run[0].start].strip()
    plain = between.startswith("cùng") and "cùng với" not in between
    simple = plain and main[0].data.get("type") != "anaphor"
    return [] if simple or ";" in between or main[0].data.get("beside") else [*main, *run]


def _opens(words: Words, pattern: re.Pattern[str], name: Mention) -> bool:
    start = max(words.start, name.start - _FROM_LIST)
    return pattern.search(words.low, start, name.start) is not None


def _items(words: Words, group: Mention) -> list[Mention]:
    """Read "Bốn nội dung khác, gồm A; B; C và D, được xếp ở nhóm trung bình cao"."""
    for kind in ("component", "subject"):
        names = _named(words, group, kind)
        heads = [n for n, m in enumerate(names) if _opens(words, _LIST, m)]
        run = names[heads[-1] :] if heads else []
        listed = ";" in words.low[run[0].end : run[-1].start] if run else False
        if listed and _are_joined(words, run) and _reaches(words, run[-1], group):
            return run
    return []


_LIST = re.compile(
    r"(?:nội dung|chỉ số|lĩnh vực|tiêu chí|trục|trụ cột|tỉnh|huyện|sở|xã|đơn vị|địa phương)"
    r"[^;.:()]{0,30}(?:(?:,\s*|\s)(?:gồm|là|như)|:)\s*\"?$"
)


def _named(words: Words, group: Mention, kind: str) -> list[Mention]:
    found = (m for m in words.mentions if m.kind == kind and m.end <= group.start)
    return [m for m in found if m.data.get("type") != "national" and not m.data.get("group")]


def _are_joined(words: Words, run: list[Mention]) -> bool:
    texts = (words.low[a.end : b.start] for a, b in pairwise(run))
    return all(_JOINED.match(ASIDES.sub("", text)) for text in texts)


def _reaches(words: Words, last: Mention, group: Mention) -> bool:
    """Tell whether ``group`` follows ``last`` in the same clause, without another value between."""
    between = words.low[last.end : group.start]
    told = any(m.kind in MEASURES and last.end <= m.start < group.start for m in words.mentions)
    return not told and len(between) < _FROM_LIST and not set(between) & set(";:.")
