"""Distances to others and to means: how far somebody is from somebody is no change of a score."""

import re

from extract.rule import Data, Rule
from extract.rules.number import decimal

# Behind "so với": an earlier edition of the same table, not somebody else in it.
_EARLIER = r"""
    năm|cùng\ kỳ|kỳ|tuần|tháng|20\d\d|mức|giá\ trị\ trung\ bình\ năm|pci|papi|pii
"""

_MEAN = r"(?:mức\ )?(?:trung\ bình|bình\ quân|trung\ vị)"


def _distance(match: re.Match[str]) -> Data | None:
    """Tell a distance to a mean from the mean itself: no index has means so small."""
    figure = decimal(match["n"])
    return {} if figure < _SMALL or 1 <= figure < _FEW else None


_SMALL, _FEW = 0.2, 12
"""Of the indices from 0 to 1, and of the others: their means are larger."""

# What is said of the mean in a bracket stays a fact; without one, all of it is a distance.
MEAN_DISTANCE = Rule(
    name="noise/mean-distance",
    kind="noise",
    needs=("dưới", "trên", "vượt", "hơn", "kém", "so với"),
    pattern=rf"""
        (?: (?<!\w)so\ với\ {_MEAN}[^.;\d()]{{0,60}}\ (?:hơn|kém)[ ]
          | (?<!\w)(?:dưới|trên|vượt|hơn|kém)\ {_MEAN} (?:,?\ (?!là|đạt|ở)[^\s,;.()\d]+){{0,8}}
            (?: \ (?=\d) | \ \([^()]*\)\ (?:là\ )?
              (?=(?P<value>\d{{1,3}}(?:[.,]\d{{1,4}})?\s*(?:%|điểm|[.;,]|$)))))
        (?P<n>\d{{1,3}}(?:[.,]\d{{1,4}})?) (?:\s*(?:%|điểm)|(?=\s*[.;,](?:\s|$)|\s*$))
    """,
    reads=_distance,
    yes={"vẫn dưới trung bình cả nước 1,23%.": {}, "vượt bình quân cả nước 0,0866.": {}},
    no=("trên mức bình quân là 83,94%", "lần đầu vượt trung bình cả nước 88,37%."),
)

_ANOTHER = r"""
    (?:đơn\ vị|địa\ phương|tỉnh|vùng|nơi|bộ|mặt\ bằng|điểm\ trung
      |ngưỡng|vạch|mốc|mức\ (?:trung|chung)|trung\ bình|bình\ quân
      |giá\ trị\ trung|người)
"""

GAP_TO_ANOTHER = Rule(
    name="noise/gap-to-another",
    kind="noise",
    needs=("hơn", "kém", "xa", "thua", "cách", "chênh"),
    pattern=rf"""
        (?<!\w) (?:cao\ hơn|thấp\ hơn|hơn|kém|bỏ\ xa|thua|cách(?:\ biệt)?|chênh(?:\ lệch)?) \s+
        (?: (?:(?:tới|đến|gần|khoảng)\s+)?[\d.,]+\s*(?:%|điểm)\ so\ với\ (?!{_EARLIER})
          | {_ANOTHER} [^,;.(]{{0,40}}? (?:[\d.,]+\s*(?:%|điểm)|\d+[.,]\d+)
          | {_ANOTHER} [^,;.(]{{0,40}}? \([^()]*\)\s* (?P<value>[\d.,]+\s*(?:%|điểm))
          | (?!{_EARLIER})(?:tp\.\s?)?[^,;.:()\d]{{3,40}}? (?:\ (?:ở|đứng|xếp)\ [^,;.()]{{3,20}}?)?
            \ (?:\([^()]*\)\ (?:(?:chỉ|tới|đến|đúng|vỏn\ vẹn|chừng)\ )?
              | (?:chỉ|tới|đến|đúng|vỏn\ vẹn|chừng)\ ) (?P<value_3>[\d.,]+\s*(?:%|điểm))
          | (?:tốp|top|nhóm|mốc)\ \d{{1,2}}[^,;.()\d]{{0,15}}
            \ (?P<value_4>\d{{1,3}}(?:[.,]\d+)?\s*(?:%|điểm))
          | (?:á|quán)\ quân [^,;.()]{{0,40}}?
            (?P<value_2>(?<!\d)\d{{1,3}}(?:[.,]\d+)?\s*(?:%|điểm)) )
    """,
    yes={"hơn 0.66% so với vị trí thứ 2": {}, "kém ngưỡng nhóm khá 0,2 điểm": {}},
    no=("cao hơn 2,57% so với năm 2019", "vượt ngưỡng nhóm khá, được 60,2 điểm"),
)

RULES = (GAP_TO_ANOTHER, MEAN_DISTANCE)
