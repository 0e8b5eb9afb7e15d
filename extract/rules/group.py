"""Groups and tiers: "nhóm B", "nhóm tốt", "nhóm đạt kết quả trên 90%"."""

import re

from extract.rule import Data, Rule, words_before

# A longer name stands before the name it begins with.
_TIER = r"""
    (?: rất\ tốt | khá\ tốt | chưa\ tốt | tốt | khá | trung\ bình\ (?:-\ )?(?:cao|thấp)
      | trung\ bình
      | tương\ đối\ thấp | thấp\ nhất | cao\ nhất | xuất\ sắc | yếu | thấp | cao )
"""


def _named(match: re.Match[str]) -> Data:
    group = match["group"].replace(" - ", " ")
    return {"group": group.upper() if len(group) == 1 else group}


# "Cả nước có 7 tỉnh ở nhóm rất tốt" says how many, not who.
_COUNTED = re.compile(
    r"(?<!\w)không có\s*$|(?<!\w)(?<!cả )\d{1,2} (?:tỉnh|địa phương|đơn vị|đại diện|sở|huyện|xã)"
    r"(?:(?:,\s|/|\s)(?:thành(?: phố)?|(?:ban, )?ngành))?"
    r"(?: còn lại)?(?: (?:được|ở|thuộc|vào|đạt|xếp|nằm)){0,2}(?: trong)?\s*$"
    r"|(?<!\w)(?:\d{1,2}|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)"
    r" tỉnh(?:, thành(?: phố)?)? (?:miền|vùng|khu vực|của|thuộc)"
    r"[^,;.()]{0,30} (?:có mặt )?(?:ở|thuộc|vào|xếp|nằm)(?: trong)?\s*$"
    r"|(?<!\w)(?:có|gồm)\s+\d{1,2}\s+(?:tỉnh|địa phương|thành phố|đơn vị|nơi|xã|sở|huyện|bộ)"
    r"(?:, thành(?: phố)?)?(?: (?!như|gồm)[^\s,;.()]+){0,3}\s+(?:ở|thuộc|vào|đạt|xếp|trong)?\s*$"
)


_COUNTED_PARTS = re.compile(
    r"(?<!\w)(?:\d{1,2}|hai|ba|bốn|năm|sáu|bảy)"
    r" (?:nội dung|chỉ số|lĩnh vực|tiêu chí|trục|trụ cột)(?: thành phần)?"
    r"(?: còn lại| khác)?(?: (?:đều|được|ở|thuộc|vào|đạt|xếp|nằm)){0,3}(?: trong)?\s*$"
)
_NAMES = re.compile(
    r"\s*,?\s*(?:gồm|bao gồm|nổi bật là|tiêu biểu là|trong đó có|đó là|như)(?!\w)(?!\s*\d)"
    r"|\s*(?:là\s*)?:\s*(?!\d)"
)

# "Từ 80% đến dưới 90% thuộc nhóm B" says what a group is.
_DEFINED = re.compile(
    r"(?:trở lên|dưới \d+(?:,\d+)? ?(?:%|điểm))\s*(?:thì |là |được )?(?:thuộc|xếp|vào|ở)?\s*$"
)
_LISTS = re.compile(r"[^.;]{0,30}?(?::|\(|gồm|là|như)")


def _counted(match: re.Match[str]) -> Data | None:
    before = words_before(match, 60)
    parts = _COUNTED_PARTS.search(before) and not _LISTS.match(match.string, match.end())
    counted = _COUNTED.search(before) and not _NAMES.match(match.string, match.end())
    return None if parts or counted or _DEFINED.search(before) else _named(match)


def _bracketed(match: re.Match[str]) -> Data | None:
    before = words_before(match, 200)
    points = before.endswith(("điểm (", "% (")) and " " in match["group"]
    return _named(match) if points or "nhóm" in before else None


BRACKETED = Rule(
    name="group/bracketed",
    kind="group",
    needs=("(",),
    pattern=rf"(?<=\()\s*(?P<group>{_TIER})\s*(?=\))",
    reads=_bracketed,
    yes={"Đà Nẵng (nhóm rất tốt), Huế vị thứ 2 (khá)".lower(): {"group": "khá"}},
    no=("Huế vị thứ 2 (khá)", "được 5,27 điểm (khá)"),
)

LETTER = Rule(
    name="group/letter",
    kind="group",
    needs=("nhóm",),
    pattern=r"""
        (?<!\w) (?<!từ\ ) nhóm\ "?(?P<group>[abcd])"?
        (?!\w) (?!\s*\([^)]*\)\ trở\ lên) (?!\ trở\ lên)
    """,
    reads=_counted,
    yes={"thuộc nhóm B": {"group": "B"}},
    no=("từ nhóm B (từ 80% đến dưới 90%) trở lên",),
)

TIER = Rule(
    name="group/tier",
    kind="group",
    needs=("nhóm", "tốp", "mức", "loại", "cấp độ"),
    pattern=rf"""
        (?<!\w) (?<!khỏi\ ) (?<!rời\ ) (?<!thoát\ )
        (?: nhóm | tốp(?=\ (?:cao\ nhất|thấp\ nhất|trung\ bình\ (?:cao|thấp)))
          | mức(?!\ trung) | cấp\ độ | xếp\ loại | loại ) \s+
        (?:(?: các\ tỉnh(?:,\ thành(?:\ phố)?)? | địa\ phương | tỉnh,\ thành(?:\ phố)? | papi | pci
             | đạt | có | điểm | số
             | chỉ\ số | (?:chất\ lượng\ )?điều\ hành(?:\ kinh\ tế)?(?:\ loại)?
             | tứ\ phân\ vị | năm\ \d{{4}}
             | 1\d\ (?:tỉnh|địa\ phương|đơn\ vị)(?:,\ thành(?:\ phố)?)? )\ )*
        "?(?P<group>{_TIER})"?(?!\w)
        (?!\s+(?:là\s+(?:\d|mức|nhóm)|hơn|nhất|điểm|không\ có|trở\ lên|\d))
    """,
    reads=_counted,
    yes={
        "thuộc nhóm đạt điểm thấp nhất": {"group": "thấp nhất"},
        "ở mức khá": {"group": "khá"},
        "thuộc nhóm “Cao”".replace("“", '"').replace("”", '"').lower(): {"group": "cao"},
    },
    no=("nhóm cao hơn", "cả nước có 7 tỉnh, thành ở nhóm rất tốt"),
)

LEFT = Rule(
    name="group/left",
    kind="group",
    needs=("khỏi nhóm", "rời nhóm", "đang nhóm", "đang ở nhóm"),
    pattern=rf"""
        (?<!\w)(?:khỏi|rời|đang|đang\ ở)\ nhóm\ (?:điểm\ |đạt\ điểm\ )?(?P<group>{_TIER})
        (?=\ (?:của\ )?(?:kỳ|năm)\ (?:trước|ngoái|20\d\d)
          |,?\ (?:để\ |và\ )?(?:vươn\ |chuyển\ |rơi\ )?(?:vào|lên|sang|xuống)\ nhóm)
    """,
    reads=lambda match: {**_named(match), "former": True},
    yes={"rơi khỏi nhóm trung bình thấp của kỳ trước": {"group": "trung bình thấp"}},
    no=("thoát khỏi nhóm thấp",),
)

STILL = Rule(
    name="group/still",
    kind="group",
    needs=("khỏi nhóm",),
    pattern=rf"(?<!\w)chưa\ (?:ra|thoát)\ khỏi\ nhóm\ "
    rf"(?:điểm\ |đạt\ điểm\ )?(?P<group>{_TIER})(?!\w)",
    reads=_named,
    yes={"chưa ra khỏi nhóm trung bình thấp": {"group": "trung bình thấp"}},
    no=("đã ra khỏi nhóm trung bình thấp",),
)

LINE = Rule(
    name="group/line",
    kind="group",
    needs=(":",),
    pattern=rf"(?:^|(?<=\n)) [-+*\s]* (?:xếp\ )?(?:loại\ )? (?P<group>{_TIER}) (?=\s*:)",
    reads=_named,
    yes={"DDCI\n+ Rất tốt: huyện An Hải".lower(): {"group": "rất tốt"}},
    no=("kết quả rất tốt: huyện An Hải",),
)

# "1. Huyện An Hải: 74,33 điểm - tốt".
DASHED = Rule(
    name="group/dashed",
    kind="group",
    needs=(" - ",),
    pattern=rf"(?<=[%m]\ -\ )(?P<group>{_TIER})(?=\s*(?:$|[\n(;.]))",
    reads=_named,
    yes={"huyện an hải: 74,33 điểm - tốt": {"group": "tốt"}},
    no=("74,33 điểm - tốt hơn",),
)

# "Mức trung bình" alone is a mean.
MIDDLE = Rule(
    name="group/middle",
    kind="group",
    needs=("mức trung bình",),
    pattern=r"""
        (?:(?<!\w)(?:ở|thuộc|vào|xếp)\ |(?<=điểm,\ ))mức[ ]
        (?P<group>trung\ bình(?:\ (?:khá|cao|thấp))?)
        (?=\s*[,;.)])
    """,
    reads=_named,
    yes={"được 60,02 điểm, ở mức trung bình, đứng thứ 56": {"group": "trung bình"}},
    no=("ở mức trung bình cả nước", "ở mức trung bình 60,02 điểm"),
)


def _meant(match: re.Match[str]) -> Data | None:
    before = words_before(match, 160)
    told = [
        *re.finditer(rf"nhóm(?:\ (?:đạt|có|điểm))*\ (?P<group>{_TIER})(?!\w)", before, re.VERBOSE)
    ]
    return _named(told[-1]) if told else None


MEANT = Rule(
    name="group/meant",
    kind="group",
    needs=("nhóm này",),
    pattern=r"(?<!\w)nhóm\ này(?=[^.;:]{0,30}(?::|\ gồm))"
    r"|(?<=(?:\ ở|ng|ộc|ào)\ )nhóm\ này(?=\s*(?:[,.;]|$))",
    reads=_meant,
    yes={"thuộc nhóm điểm cao nhất, 11 nơi vẫn ở nhóm này: Bắc Ninh": {"group": "cao nhất"}},
    no=("các tỉnh ở nhóm này: Bắc Ninh",),
)

SO_MANY_ABOVE = Rule(
    name="group/so-many",
    kind="group",
    needs=("%",),
    pattern=r"""
        (?<!\w)\d{1,2}\ (?:đơn\ vị|bộ|tỉnh|địa\ phương)\ (?:đạt\ |ở\ mức\ )?
        (?P<group>trên\ \d{2}\ ?%) (?=\ (?:là|gồm)\ (?!\d))
    """,
    reads=_named,
    yes={"ở khối bộ, 3 đơn vị trên 90% là bộ tư pháp": {"group": "trên 90%"}},
    no=("có 3 đơn vị trên 90%, giảm 2",),
)

ABOVE = Rule(
    name="group/threshold",
    kind="group",
    needs=("nhóm", "mốc", "ngưỡng", "mức"),
    pattern=r"""
        (?<!\w) (?: nhóm \s+ (?:bộ\ |tỉnh\ |sở\ )? (?:còn\ lại\ )?(?:có\ |đạt\ )?
            (?:kết\ quả\ |chỉ\ số\ )* | (?:vượt|đạt|qua)\ (?:mốc|ngưỡng|mức)[ ] )
        (?P<group> (?:trên|dưới)\ \d{1,3}(?:,\d+)?\ ?%
          | từ\ (?:trên\ )?\d+\ ?%\ (?:đến\ dưới\ \d+\ ?%|trở\ lên) )
    """,
    reads=_counted,
    yes={"nhóm đạt kết quả trên 90%, bao gồm": {"group": "trên 90%"}},
)

RULES = (LETTER, TIER, LEFT, STILL, LINE, MIDDLE, BRACKETED, DASHED, ABOVE, MEANT, SO_MANY_ABOVE)
