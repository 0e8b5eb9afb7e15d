"""Groups and tiers: "nhóm B", "nhóm tốt", "nhóm đạt kết quả trên 90%"."""

import re

from extract.rule import Data, Rule, words_before
from extract.rules.untold import untold

# A longer name stands before the name it begins with.
_TIER = r"""
    (?: rất\ tốt | khá\ tốt | chưa\ tốt | tốt | khá | trung\ bình\ (?:-\ )?(?:cao|thấp)
      | trung\ bình | trung\ vị | tương\ đối\ thấp | rất\ thấp
      | (?:thấp|cao)(?:\ điểm)?\ nhất | xuất\ sắc | yếu | thấp | cao )
"""
GATHERS = r"(?:quy|tập)\ (?:tụ|hợp)|kết\ nạp|chào\ đón|đón|xướng\ tên|điểm\ danh|ghi\ danh"
"""What a tier does with the names behind it: "nhóm khá quy tụ A, B và C"."""
_BAND = r"""
    (?: (?:trên|dưới)\ \d{1,3}(?:,\d+)?\ ?%
      | từ\ (?:trên\ )?\d+\ ?%\ (?:đến\ dưới\ \d+\ ?%|trở\ lên) )
"""
ANY = rf"(?:{_TIER}|[abcd]|{_BAND})"
"""The name of any tier: in words, by letter or by its bounds."""


def named(match: re.Match[str]) -> Data:
    """Return the tier that ``match`` names, as an index's file spells it."""
    parts = match.groupdict()
    group = (parts["group"] or parts["group_2"]).replace(" - ", " ").replace(" điểm ", " ")
    return {"group": group.upper() if len(group) == 1 else group}


def _counted(match: re.Match[str]) -> Data | None:
    return None if untold(match.string, *match.span()) else named(match)


def _bracketed(match: re.Match[str]) -> Data | None:
    before = words_before(match, 200)
    again = _TIER_IN_BRACKETS.search(before) is not None
    points = before.endswith(("điểm (", "% (")) and (" " in match["group"] or again)
    return named(match) if points or "nhóm" in before else None


_TIER_IN_BRACKETS = re.compile(r"điểm \((?:rất|khá|chưa|trung|xuất)\s\w+\)")


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
          | mức(?!\ trung(?!\ bình\ (?:cao|thấp)(?!\w))) | cấp\ độ | xếp\ loại | loại ) \s+
        (?:(?: (?:các|những)\ (?:tỉnh(?:,\ thành(?:\ phố)?)?|địa\ phương|đơn\ vị)
             | địa\ phương | tỉnh,\ thành(?:\ phố)? | papi | pci
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
    no=(
        "nhóm cao hơn",
        "cả nước có 7 tỉnh, thành ở nhóm rất tốt",
        "14/16 sở, ngành của tỉnh gia lai đạt loại xuất sắc",
        "hai nội dung papi của hậu giang vào nhóm điểm cao nhất",
        "nhóm điểm thấp chủ yếu là các tỉnh miền núi phía bắc",
        "papi của sơn la suýt lọt vào nhóm cao nhất",
        "pci không còn ở nhóm khá",
        "các sở, ngành còn lại ở nhóm tốt",
        "sau nhiều năm quanh quẩn ở nhóm khá",
    ),
)

_NOT_LEFT = re.compile(r"(?<!\w)(?:chưa|không)(?: thể| hề| sao)?(?: ra| bước| bứt)?\s$")


def _left(match: re.Match[str]) -> Data | None:
    denied = _NOT_LEFT.search(words_before(match, 20))
    return None if denied else {**named(match), "former": True}


LEFT = Rule(
    name="group/left",
    kind="group",
    needs=("nhóm", "loại"),
    pattern=rf"""
        (?<!\w) (?P<after>sau\ khi\ )?
        (?:khỏi|rời(?:\ bỏ)?|thoát|không\ còn\ (?:ở|thuộc|trong|nằm\ trong)
          |không\ (?:giữ|trụ)\ (?:được|lại|nổi)(?:\ [^\s,;.]+){{0,3}}
          |đánh\ rơi|để\ mất|chia\ tay|từ\ giã|đang|đang\ ở)
        \ (?:nhóm|loại)\ (?:điểm\ |đạt\ điểm\ )?"?(?P<group>{ANY})"?(?!\w)
        (?(after)|(?= \ (?:của\ |hồi\ |ở\ )?(?:kỳ|năm)\ (?:trước|ngoái|20\d\d)
          | (?:,|\ để|\ và|\ mà)(?:\ [^\s,;.]+){{0,4}}\ (?:nhóm|loại|mức)[ ]
          | \ (?:vươn\ |chuyển\ |rơi\ |rớt\ |tụt\ |nhảy\ |leo\ |tiến\ )?
            (?:vào|lên|sang|xuống)\ (?:nhóm|loại) ))
    """,
    reads=_left,
    yes={
        "rơi khỏi nhóm trung bình thấp của kỳ trước": {"group": "trung bình thấp"},
        "thoát nhóm thấp nhất để sang nhóm trung bình thấp": {"group": "thấp nhất"},
        "đánh rơi nhóm tốt, nay thuộc nhóm khá": {"group": "tốt"},
        "ở nhóm từ 80% đến dưới 90% sau khi rời nhóm trên 90%": {"group": "trên 90%"},
    },
    no=("thoát khỏi nhóm thấp", "chưa rời nhóm thấp để vào nhóm khá"),
)

STILL = Rule(
    name="group/still",
    kind="group",
    needs=("chưa", "không"),
    pattern=rf"""
        (?<!\w) (?:chưa|không)\ (?:thể\ )? (?:ra|thoát|rời|bứt|bước)\ (?:ra\ )?(?:khỏi\ )?
        (?:nhóm|loại)\ (?:điểm\ |đạt\ điểm\ )?"?(?P<group>{ANY})"?(?!\w)
    """,
    reads=named,
    yes={
        "chưa ra khỏi nhóm trung bình thấp": {"group": "trung bình thấp"},
        'chưa thoát nhóm "trung bình cao"': {"group": "trung bình cao"},
        "thì chưa ra khỏi loại yếu": {"group": "yếu"},
    },
    no=("đã ra khỏi nhóm trung bình thấp",),
)

LINE = Rule(
    name="group/line",
    kind="group",
    needs=(":", "gồm"),
    pattern=rf"(?:^|(?<=\n)) [-+*\s]* (?:xếp\ )?(?:loại\ )?"
    rf"(?P<group>{_TIER}(?=\s*:) | {_BAND}(?=,?\s*(?::|gồm)))",
    reads=named,
    yes={"DDCI\n+ Rất tốt: huyện An Hải".lower(): {"group": "rất tốt"}},
    no=("kết quả rất tốt: huyện An Hải",),
)

# "1. Huyện An Hải: 74,33 điểm - tốt", "A (84 điểm), B (80 điểm) đều rất tốt".
DASHED = Rule(
    name="group/dashed",
    kind="group",
    needs=("%", "m"),
    pattern=rf"""
        (?: (?<=[%m]\ -\ ) | (?<=[%m]),\ (?=rất|xuất\ sắc)
          | (?<=[%m];\ )(?=[^();]{{0,15}}\)) | (?<=[%m])\)?,?\ (?:đều|cùng|cũng)\ (?:là\ )? )
        (?P<group>{_TIER}) (?=\s*(?:$|[\n();.]) | (?<=tốt), | (?<=khá), )
    """,
    reads=named,
    yes={
        "huyện an hải: 74,33 điểm - tốt": {"group": "tốt"},
        "sở a (84,89 điểm), sở b (80,03 điểm) đều rất tốt.": {"group": "rất tốt"},
        "huyện cẩm xuyên vỏn vẹn 13,77 điểm, rất thấp.": {"group": "rất thấp"},
        "sở nội vụ (85,12 điểm; rất tốt)": {"group": "rất tốt"},
        "hơn tp hà tĩnh (80,26 điểm, cũng rất tốt)": {"group": "rất tốt"},
    },
    no=("74,33 điểm - tốt hơn", "đạt 74,33 điểm, cũng khá cao"),
)

# "Mức trung bình" alone is a mean.
MIDDLE = Rule(
    name="group/middle",
    kind="group",
    needs=("trung bình",),
    pattern=r"""
        (?:(?<!\w)(?:ở|thuộc|vào|xếp)\ |(?<=điểm,\ ))(?:mức\ |(?=trung\ bình\ (?:cao|thấp)))
        (?P<group>trung\ bình(?:\ (?:khá|cao|thấp))?) (?=\s*[,;.)])
        | (?:(?<=[,;]\ )|(?<=và\ )) (?P<group_2>trung\ bình\ (?:cao|thấp)) (?=\ (?:ở|về)\ )
    """,
    reads=named,
    yes={
        "được 60,02 điểm, ở mức trung bình, đứng thứ 56": {"group": "trung bình"},
        "cần thơ cách hai nhóm, ở trung bình thấp.": {"group": "trung bình thấp"},
    },
    no=("ở trung bình,", "ở mức trung bình cả nước", "ở mức trung bình 60,02 điểm"),
)


SO_MANY_ABOVE = Rule(
    name="group/so-many",
    kind="group",
    needs=(" là ", " gồm "),
    pattern=r"""
        (?<!\w)\d{1,2}\ (?:đơn\ vị|bộ|tỉnh|địa\ phương|sở|huyện|xã)[ ]
        (?:đạt\ (?:kết\ quả\ )?|ở\ mức\ )?
        (?P<group>trên\ \d{2}\ ?%|rất\ tốt|xuất\ sắc|tốt|khá|yếu)
        (?=\ (?:là|gồm)\ (?!\d))
    """,
    reads=named,
    yes={
        "ở khối bộ, 3 đơn vị trên 90% là bộ tư pháp": {"group": "trên 90%"},
        "2 đơn vị rất tốt là sở nội vụ và sở y tế": {"group": "rất tốt"},
    },
    no=("có 3 đơn vị trên 90%, giảm 2",),
)

ABOVE = Rule(
    name="group/threshold",
    kind="group",
    needs=("nhóm", "mốc", "ngưỡng", "mức"),
    pattern=rf"""
        (?<!\w) (?: nhóm \s+ (?:thứ\ \w+[,:]?\ )? (?:bộ\ |tỉnh\ |sở\ )?
            (?:còn\ lại\ )?(?:có\ |đạt\ )?
            (?:kết\ quả\ |chỉ\ số\ )* | (?:vượt|đạt|qua)\ (?:mốc|ngưỡng|mức)[ ] )
        (?P<group>{_BAND})
    """,
    reads=_counted,
    yes={
        "nhóm đạt kết quả trên 90%, bao gồm": {"group": "trên 90%"},
        "nhóm thứ hai, từ 80% đến dưới 90%, gồm 14 bộ, trong đó có": {
            "group": "từ 80% đến dưới 90%"
        },
    },
)

RULES = (LETTER, TIER, LEFT, STILL, LINE, MIDDLE, BRACKETED, DASHED, ABOVE, SO_MANY_ABOVE)
