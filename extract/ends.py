"""Lists whose order tells the places: down from the first, or up from the last."""

import re
from dataclasses import replace

from extract import items
from extract.model import Mention
from extract.paired import Paired, Words
from extract.rules.number import WORD, whole

REACH = 90
"""How far before "lần lượt" the words may stand that say which places are told."""

A_LIST = 2
"""How many names make a list."""

_FIRST_N = re.compile(
    r"(?P<n>\d{1,2}|hai|ba|bốn|năm|mười)\s+(?:(?<=bộ ba )|"
    r"(?:vị trí|ngôi|thứ hạng|địa phương|đơn vị|tỉnh, thành(?: phố)?|tỉnh|bộ|cơ quan|nơi|cái tên"
    r"|gương mặt|sở|huyện)\s+)(?:có\s+|đạt\s+)?(?:điểm\s+|chỉ số\s+)?"
    r"(?:đứng đầu|dẫn đầu|đầu tiên|đầu bảng|đầu|trên cùng|cao(?: điểm)? nhất)[^;.:()]{0,60}$"
)
_TOP_N = re.compile(
    r"(?<!\w)(?<!của )(?<!trong )(?:tốp|top) (?P<n>\d)\s+"
    r"(?:(?:của\s+)?(?:cả nước|toàn quốc|bảng)\s+)?$"
)


def from_first(words: Words, turn: re.Match[str], out: Paired) -> bool:
    """Read "ba vị trí đầu lần lượt là A, B, C"."""
    before = max(words.start, turn.start() - REACH)
    head = _FIRST_N.search(words.low, before, turn.start())
    head = head or _TOP_N.search(words.low, before, turn.start())
    if head is None:
        return _from_top(words, turn, out)
    count, after = whole(head["n"]), words.after(turn.end())
    if len(after) < count:
        return False
    scope = _OF_SO_MANY.search(words.low, head.start(), turn.start())
    give_places(after[:count], (head.start(), turn.end()), out, scope=scope and scope.span())
    still = next((m for m in words.mentions if _keeps(m, head.start(), turn.start())), None)
    if still:
        out.give(after[:count], [still] * count)
    return True


def _keeps(change: Mention, start: int, end: int) -> bool:
    """Tell whether "ba vị trí đầu không đổi so với năm trước, lần lượt là ..." says so of each."""
    return change.data.get("rank_change") == 0 and start <= change.start < end


def give_places(
    run: list[Mention],
    span: tuple[int, int],
    out: Paired,
    *,
    first: int = 1,
    scope: tuple[int, int] | None = None,
) -> None:
    """Give the names of ``run`` the places from ``first`` on, within a ``scope`` if it is told."""
    ranks = [items.rank(span, place) for place, _ in enumerate(run, first)]
    if scope:
        ranks = [replace(rank, parts={"rank_scope": scope}) for rank in ranks]
    out.give(run, ranks)


# "Bộ ba dẫn đầu 14 tỉnh trung du và miền núi phía Bắc về DTI ...".
_OF_SO_MANY = re.compile(
    r"(?<=đầu )(?:[4-9]|1\d|2\d) (?:tỉnh|địa phương|bộ)(?:,? [^\W\d]+){1,9}?"
    r"(?= (?:về|theo|năm|ở) | $)"
)


_TOP = re.compile(r"(?:đứng đầu|dẫn đầu|đầu bảng|tốp đầu|nhóm đầu)\s+$")


def _from_top(words: Words, turn: re.Match[str], out: Paired) -> bool:
    """Read "đầu bảng lần lượt là A (70 điểm), B (69 điểm) và C"."""
    head = _TOP.search(words.low, words.start, turn.start())
    run = words.run_after(turn.end()) if head else []
    if head is None or len(run) < A_LIST or "là" not in words.low[turn.end() : run[0].start]:
        return False
    give_places(run, (head.start(), turn.end()), out)
    return True


_RANKS_THROUGH = re.compile(
    rf"từ\s+(?:vị trí\s+|hạng\s+)?(?:thứ\s+)?(?P<first>\d{{1,2}}|{WORD})\s+"
    r"(?:trở\s+(?:xuống|đi)|(?:đến|tới)\s+"
    rf"(?:vị trí\s+|hạng\s+)?(?:thứ\s+)?(?P<last>\d{{1,2}}|{WORD}))[^,;.:()]{{0,20}},?\s*$"
)


def through(words: Words, turn: re.Match[str], out: Paired) -> bool:
    """Read "từ thứ 3 đến thứ 5 lần lượt là A, B, C", "từ vị trí 59 trở xuống, lần lượt là ..."."""
    before = max(words.start, turn.start() - REACH)
    head = _RANKS_THROUGH.search(words.low, before, turn.start())
    if head is None:
        return False
    run, first = words.run_after(turn.end()), whole(head["first"])
    last = whole(head["last"]) if head["last"] else first + len(run) - 1
    if len(run) != last - first + 1 or len(run) < A_LIST:
        return False
    give_places(run, (head.start(), turn.end()), out, first=first)
    return True


_LAST_N = re.compile(
    r"(?P<n>\d{1,2}|hai|ba|bốn|năm)\s+"
    r"(?:vị trí|thứ hạng|địa phương|đơn vị|tỉnh, thành(?: phố)?|tỉnh|bộ|cơ quan|nơi|cái tên"
    r"|gương mặt|sở|huyện|xã)\s+(?:(?:xếp|đứng|nằm|ở|có)\s+)*(?:điểm\s+)?"
    r"(?:cuối|chót|đáy|dưới cùng|thấp(?: điểm)? nhất|đội sổ)(?!\w)"
)
_UPWARDS = re.compile(r"(?<!\w)từ\s+(?:dưới|đáy|cuối)(?: bảng)?\s+(?:lên|ngược)(?!\w)")


def from_last(words: Words, turn: re.Match[str], out: Paired) -> bool:
    """Read "ba vị trí cuối cùng, tính từ đáy lên, lần lượt là A, B, C"."""
    return _upwards(words, turn.end(), out)


def bottom_up(words: Words, out: Paired) -> None:
    """Read "ba nơi chót bảng tính từ dưới lên là A (37 điểm), B (39 điểm), C"."""
    if found := _LAST_N.search(words.low, words.start, words.end):
        _upwards(words, found.end(), out)


def _upwards(words: Words, place: int, out: Paired) -> bool:
    """Give the names behind ``place`` the last places, if the sentence counts from below."""
    head = _LAST_N.search(words.low, words.start, place)
    upwards = _UPWARDS.search(words.low, words.start, words.end)
    run = words.run_after(place) if head and upwards else []
    if head is None or upwards is None or len(run) != whole(head["n"]):
        return False
    if run[0].start < upwards.end() and upwards.start() > head.start():
        return False
    _give_last(run, head.span(), out)
    return True


def _give_last(run: list[Mention], span: tuple[int, int], out: Paired) -> None:
    out.give(run, [items.last(span, behind) for behind, _ in enumerate(run)])


_LAST_TWO = re.compile(r"(?:áp|kế)\s+(?:chót|cuối)\s+và\s+(?:chót|cuối)(?!\w)[^;:()]{0,60}$")


def last_two(words: Words, turn: re.Match[str], out: Paired) -> bool:
    """Read "áp chót và chót trong 63 tỉnh, thành lần lượt là A và B"."""
    head = _LAST_TWO.search(words.low, max(words.start, turn.start() - REACH), turn.start())
    run = words.run_after(turn.end()) if head else []
    if head is None or len(run) != A_LIST:
        return False
    _give_last(run[::-1], (head.start(), turn.end()), out)
    return True
