"""Whose a mean is: all provinces', or named only to place another beside it."""

import re

from extract.model import Mention
from extract.walk import Walk

_TO_THE_MEAN = re.compile(
    r"(?:dưới|trên|vượt|kém|hơn|bằng)\s+(?:mức\s+|điểm\s+)*"
    r"(?:(?:bình quân|trung bình)(?:\s+chung)?\s+(?:của\s+)?)?$"
)


def aside(walk: Walk, mention: Mention) -> bool:
    """Tell whether the country's mean is named to place another: "dưới bình quân cả nước (83%)"."""
    if mention.kind != "mean" and mention.data.get("type") != "national":
        return False
    return bool(_TO_THE_MEAN.search(walk.low, walk.sentence.start, mention.start))


_ALL = re.compile(r"(?: chung)?(?: của)? (?:các (?:tỉnh|địa phương)|(?:63|61|60|34) (?:tỉnh|địa))")


def of_all(walk: Walk, mean: Mention) -> bool:
    """Tell whether a mean is all provinces': "mặt bằng chung", "trung bình các tỉnh"."""
    common = walk.low.endswith("chung", mean.start, mean.end)
    return common or _ALL.match(walk.low, mean.end) is not None
