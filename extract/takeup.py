"""How a sentence takes up what was told before it, and which year stands beside which index."""

import re
from collections.abc import Iterable

from extract.model import Mention

_BESIDE = 14
"""A year nearer than this behind an index's name, "(PAPI) " between, is that edition's."""

_BACK = re.compile(
    r"\W*(?:như vậy|như thế|(?:so )?với (?:kỳ|năm) (?:ấy|đó|này)|sau (?:một|1) năm"
    r"|đến nay|hiện nay|nay|từ đó)(?!\w)"
)

_ANNOUNCES = re.compile(
    r"(?<!\w)(?:(?:kết quả|báo cáo|bảng xếp hạng)(?: \w+){0,4} công bố (?:sáng|chiều|hôm|ngày|tuần)"
    r"|(?:kết quả|báo cáo) (?:vừa|mới)|(?:vừa|mới) (?:được )?công bố"
    r"(?! (?:kế hoạch|đề án|nghị quyết|quyết định|dự thảo)))(?!\w)"
)

# What the sentence before told as a whole is gone through part by part.
_DIVIDES = re.compile(
    r"\W*(?:trong|theo|xét|về|ở|tính)(?: theo)?"
    r" (?:từng|ba|bốn|các|đó|những|tám|\d{1,2}|trụ cột|lĩnh vực)(?!\w)"
    r"|\W*(?:cả )?(?:ba|bốn|tám|\d{1,2}) (?:trụ cột|lĩnh vực|nội dung|chỉ số|trục)(?!\w)"
)


def goes_back(words: str) -> bool:
    """Tell whether a sentence of such ``words`` leads back from a glance at an earlier year."""
    return _BACK.match(words) is not None


_THIS_TABLE = re.compile(
    r"\W*(?:ở |trong |với |theo |riêng )?(?:bộ )?(?:chỉ số|bảng(?: xếp hạng)?) này(?!\w)"
)


def means_the_last(words: str) -> bool:
    """Tell whether a sentence of such ``words`` speaks of the index named last: "Chỉ số này"."""
    return _THIS_TABLE.match(words) is not None


def announces(words: str) -> bool:
    """Tell whether a sentence of such ``words`` comes to the newest edition: "vừa công bố"."""
    return _ANNOUNCES.search(words) is not None


_BLOCK = re.compile(
    r"(?<!\w)(?:khối|nhóm) (?:các )?(?:sở|ban|ngành|huyện|địa phương|quận|thị xã|xã|phường)"
    r"(?:,? (?:ban|ngành|thị xã|thành phố|quận|phường|đặc khu|cấp huyện))*(?!\w)"
    r"|(?<![\w/.,])\d{1,3} (?:sở|huyện|quận|xã|phường)"
    r"(?:, (?:ban|ngành|thị xã|thành phố|quận|phường|đặc khu|thị trấn))+(?!\w)"
)


def block(words: str) -> tuple[int, int] | None:
    """Return where a sentence of such ``words`` tells which offices it ranks: "khối sở, ngành"."""
    found = _BLOCK.search(words)
    return found.span() if found else None


def divides(words: str) -> bool:
    """Tell whether a sentence of such ``words`` goes through the parts of what was told."""
    return _DIVIDES.match(words) is not None


def beside_index(before: Mention | None, head: Mention) -> bool:
    """Tell whether ``head`` is a year that stands right behind an index's name."""
    return (
        head.kind == "year"
        and bool(head.data["year"])
        and before is not None
        and before.kind == "index"
        and head.start - before.end < _BESIDE
    )


def pairs(heads: Iterable[Mention]) -> Iterable[tuple[Mention | None, Mention]]:
    """Yield each head with the one before it."""
    before = None
    for head in heads:
        yield before, head
        before = head
