"""Tiers of which no member is told: they are counted, explained, denied, or placed on a map."""

import re

# "Cả nước có 7 tỉnh ở nhóm rất tốt" says how many, not who.
_MANY = r"(?:hai|ba|bốn|năm|sáu|bảy|tám|chín)"
_COUNTED = re.compile(
    rf"(?<!\w)không có\s*$|(?<!\w)(?<!cả )(?:\d{{1,2}}|{_MANY}(?= [\w ]{{1,12}} còn lại))"
    r" (?:tỉnh|địa phương|đơn vị|đại diện|sở|huyện|xã)"
    r"(?:(?:,\s|/|\s)(?:thành(?: phố)?|(?:ban, )?ngành))?(?: còn lại)?"
    r"(?: (?:của|thuộc)(?: (?!được|xếp|đạt|nằm)[^\W\d]+){1,5})?"
    r"(?: (?:được|ở|thuộc|vào|đạt|xếp|nằm|chia nhau|cùng|đều)){0,2}(?: trong)?\s*$"
    rf"|(?<!\w)(?:\d{{1,2}}|{_MANY}|mười)"
    r" tỉnh(?:, thành(?: phố)?)? (?:miền|vùng|khu vực|của|thuộc)"
    r"[^,;.()]{0,30} (?:có mặt )?(?:ở|thuộc|vào|xếp|nằm)(?: trong)?\s*$"
    r"|(?<!\w)(?:có|gồm)\s+\d{1,2}\s+(?:tỉnh|địa phương|thành phố|đơn vị|nơi|xã|sở|huyện|bộ)"
    r"(?:, thành(?: phố)?)?(?: (?!như|gồm)[^\s,;.()]+){0,3}\s+(?:ở|thuộc|vào|đạt|xếp|trong)?\s*$"
)
# "Hai nội dung PAPI của Hậu Giang vào nhóm điểm cao nhất".
_COUNTED_PARTS = re.compile(
    r"(?<!\w)(?:\d{1,2}|hai|ba|bốn|năm|sáu|bảy)"
    r" (?:nội dung|chỉ số|lĩnh vực|tiêu chí|trục|trụ cột)(?: thành phần)?"
    r"(?: còn lại| khác)?(?:(?: (?!đều|được)[^\W\d]+){1,5}(?= (?:đều |được )?(?:vào|đạt|thuộc) ))?"
    r"(?: (?:đều|được|ở|thuộc|vào|đạt|xếp|nằm)){0,3}(?: trong)?\s*$"
)
_LISTS = re.compile(r"[^.;]{0,30}?(?::|\(|gồm|là|như)")

THESE = (
    r"(?:đây|đó)(?: cũng| đều| chính)* là (?P<n>\d|hai|ba|bốn|năm)"
    r" (?:đơn vị|tỉnh|địa phương|bộ|cơ quan|sở|huyện|xã|nơi|cái tên|thành phố)(?!\w)"
)
"""Those told just before: "đây là 3 đơn vị duy nhất ở nhóm A"."""

OF_THESE = re.compile(rf"(?<!\w){THESE}[^,;.()]{{0,40}}$")

# Who the counted are follows.
_NAMES = re.compile(
    r"\s*,?\s*(?:gồm|bao gồm|là(?! (?:từ|mức|do|nhóm|các|những|kết))|nổi bật là|tiêu biểu là"
    r"|trong đó có|đó là|như)(?!\w)(?!\s*\d)"
    r"|\s*(?:là\s*)?:\s*(?!\d)|[^.;:]{0,80}trong đó có(?! \d)"
    r"|[^.;:,]{0,40} chỉ có (?:\d|một|hai|ba)(?: \w+)?,? là "
)
# "Nhóm điểm thấp chủ yếu là các tỉnh miền núi" says of most of them where they lie.
_MOSTLY = re.compile(
    r"[^.;:,]{0,20}\s(?:chủ yếu|phần lớn|đa số|hầu hết|phần nhiều|tập trung|rải)\s"
    r"(?:là|gồm|ở|tại|thuộc|rác|đều|vẫn|các|những)(?!\w)"
)
# "Từ 80% đến dưới 90% thuộc nhóm B" says what a group is.
_DEFINED = re.compile(
    r"(?:trở lên|dưới \d+(?:,\d+)? ?(?:%|điểm))\s*(?:thì |là |được )?(?:thuộc|xếp|vào|ở)?\s*$"
)
# "Suýt lọt vào nhóm cao nhất", "không còn ở nhóm khá", "chưa vào được nhóm tốt".
_DENIED = re.compile(
    r"(?<!\w)(?:chưa|không|chẳng|suýt|hụt|lỡ|vắng|rời|thoát|khỏi)"
    r"(?: (?:còn|thể|kịp|hề|đủ|điểm|được|nổi|lần|nào|hẹn|với|khỏi|giữ|trụ|vị|trí|suất|chỗ|lại|bỏ"
    r"|rơi|xuống|tụt|rớt|bị|vào|lọt|lên|ở|thuộc|nằm|có|góp|mặt|chen|chân|bước|đứng|trong|xếp|đạt"
    r"|để|ra|tên))*\s$"
)
# "Các sở, ngành còn lại đều ở nhóm tốt", "sau nhiều năm quanh quẩn ở nhóm khá".
_THE_REST = re.compile(
    rf"(?<!\w)(?<!cùng )(?<!và )(?<!với )(?:các|những|phần|số|\d{{1,2}}|{_MANY})\s"
    r"(?:[^\W\d]+,?\s){0,4}(?:còn lại|khác)"
    r"(?: (?:thì|đều|cùng|được|ở|thuộc|vào|đạt|xếp|nằm|đứng|chia nhau|trong)){0,4}\s*$"
)
_FOR_YEARS = re.compile(
    rf"(?<!\w)sau (?:nhiều|một|\d|{_MANY}) (?:năm|kỳ)"
    r"(?: (?!đã|lại|lên|vào|trở|mới|vươn|tỉnh|thành)[^\W\d]+){0,6}\s$"
)
# "Hà Nội nằm trong 15 tỉnh thuộc nhóm cao nhất" is one of the counted.
_ONE_OF = re.compile(
    r"(?<!\w)(?:nằm|đứng|có mặt|góp mặt|lọt|có tên|thuộc|một|1) (?:trong|vào)(?: số| tốp)?"
    r"(?: những)? \d{1,2} [^\d.;:()]*$"
)
_REACH = 60


def untold(low: str, start: int, end: int) -> bool:
    """Tell whether no member is told of the tier that ``low[start:end]`` names.

    >>> text = "pci không còn ở nhóm khá"
    >>> untold(text, text.index("nhóm"), len(text))
    True
    """
    before = low[max(0, start - _REACH) : start]
    if _DEFINED.search(before) or _DENIED.search(before) or _MOSTLY.match(low, end):
        return True
    if _COUNTED_PARTS.search(before) and not _LISTS.match(low, end):
        return True
    if _NAMES.match(low, end) or OF_THESE.search(before) or _ONE_OF.search(before):
        return False
    return any(kind.search(before) for kind in (_COUNTED, _THE_REST, _FOR_YEARS))
