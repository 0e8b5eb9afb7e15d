"""Groups and tiers: "nhóm B", "nhóm tốt", "nhóm đạt kết quả trên 90%"."""

import re

from extract.rule import Data, Rule

# A longer name stands before the name it begins with.
_TIER = r"""
    (?: rất\ tốt | khá\ tốt | tốt | khá | trung\ bình\ cao | trung\ bình\ thấp | trung\ bình
      | tương\ đối\ thấp | thấp\ nhất | cao\ nhất | xuất\ sắc | yếu | thấp | cao )
"""


def _named(match: re.Match[str]) -> Data:
    group = match["group"]
    return {"group": group.upper() if len(group) == 1 else group}


LETTER = Rule(
    name="group/letter",
    kind="group",
    needs=("nhóm",),
    pattern=r"""
        (?<!\w) (?<!từ\ ) nhóm\ "?(?P<group>[abcd])"?
        (?!\w) (?!\s*\([^)]*\)\ trở\ lên) (?!\ trở\ lên)
    """,
    reads=_named,
    yes={"thuộc nhóm B": {"group": "B"}},
    no=("từ nhóm B (từ 80% đến dưới 90%) trở lên",),
)

TIER = Rule(
    name="group/tier",
    kind="group",
    needs=("nhóm", "mức", "loại"),
    pattern=rf"""
        (?<!\w) (?<!khỏi\ ) (?<!rời\ ) (?:nhóm|mức(?!\ trung)|xếp\ loại|loại) \s+
        (?:(?: các\ tỉnh | địa\ phương | tỉnh,\ thành(?:\ phố)? | papi | pci | đạt | có | điểm | số
             | chỉ\ số | tứ\ phân\ vị | năm\ \d{{4}} )\ )*
        "?(?P<group>{_TIER})"?(?!\w)(?!\s+(?:là|hơn|\d))
    """,
    reads=_named,
    yes={
        "thuộc nhóm đạt điểm thấp nhất": {"group": "thấp nhất"}, "ở mức khá": {"group": "khá"},
        "thuộc nhóm “Cao”".replace("“", '"').replace("”", '"').lower(): {"group": "cao"},
    },
    no=("nhóm cao hơn",),
)

ABOVE = Rule(
    name="group/threshold",
    kind="group",
    needs=("nhóm",),
    pattern=r"""
        (?<!\w) nhóm \s+ (?:có\ |đạt\ )?(?:kết\ quả\ |chỉ\ số\ )*
        (?P<group> trên\ \d{1,3}(?:,\d+)?\ ?%
          | từ\ (?:trên\ )?\d+\ ?%\ (?:đến\ dưới\ \d+\ ?%|trở\ lên) )
    """,
    reads=_named,
    yes={"nhóm đạt kết quả trên 90%, bao gồm": {"group": "trên 90%"}},
)

RULES = (LETTER, TIER, ABOVE)
