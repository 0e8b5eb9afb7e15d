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

# What the sentence before told as a whole is gone through part by part.
_DIVIDES = re.compile(
    r"\W*(?:trong|theo|xét|về|ở|tính)(?: theo)?"
    r" (?:từng|ba|bốn|các|đó|những|tám|\d{1,2}|trụ cột|lĩnh vực)(?!\w)"
    r"|\W*(?:cả )?(?:ba|bốn|tám|\d{1,2}) (?:trụ cột|lĩnh vực|nội dung|chỉ số|trục)(?!\w)"
)


def goes_back(words: str) -> bool:
    """Tell whether a sentence of such ``words`` leads back from a glance at an earlier year."""
    return _BACK.match(words) is not None


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
