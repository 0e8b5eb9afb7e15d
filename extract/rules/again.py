"""Tiers told before, and only meant here: "nhóm này", "cũng vậy", "Đó là A và B"."""

import re

from extract.rule import Data, Rule, words_before
from extract.rules.group import ANY, GATHERS, named

_TOLD = re.compile(
    rf"(?:nhóm|loại)(?:\ (?:đạt|có|điểm|điều\ hành))*\ \"?(?P<group>{ANY})(?!\w)", re.VERBOSE
)
_BACK = 240
"""How far before "nhóm này" the tier may stand that it means."""


# "Có ba cái tên bước vào nhóm tốt. Đó là A, B và C".
_JUST_TOLD = re.compile(_TOLD.pattern + r"\"?(?:\ [^\s.;:]+){0,4}[.;]\s*$", re.VERBOSE)


def _just_told(match: re.Match[str]) -> Data | None:
    told = _JUST_TOLD.search(words_before(match, 90))
    return named(told) if told else None


THAT = Rule(
    name="group/that",
    kind="group",
    needs=("đó",),
    pattern=r"(?<=[.;]\ )đó(?=\ (?:chính\ |lần\ lượt\ )?là\ )",
    reads=_just_told,
    yes={"có ba cái tên bước vào nhóm tốt. đó là huyện lệ thủy": {"group": "tốt"}},
    no=("ba huyện ở nhóm tốt có điểm cao hơn hẳn các nơi còn lại. đó là tín hiệu vui",),
)

_SAME_AS = re.compile(r"(?<!\w)(?:hạng|thứ|vị trí|bậc)\s")


def _same(match: re.Match[str]) -> Data | None:
    before = words_before(match, 120)
    told = [*_TOLD.finditer(before)]
    if not told or _SAME_AS.search(before, told[-1].end()):
        return None
    return named(told[-1])


SAME = Rule(
    name="group/same",
    kind="group",
    needs=("cũng", "chung"),
    pattern=r"""
        (?<!\w) (?: cũng\ (?:vậy|thế|tương\ tự|như\ vậy|như\ thế)
          | (?:chịu\ |cùng\ )?chung\ (?:số\ phận|cảnh\ ngộ) ) (?=\s*(?:[.;,]|$))
    """,
    reads=_same,
    yes={"kon tum xếp nhóm trung bình, đắk nông cũng vậy.": {"group": "trung bình"}},
    no=("kon tum ở nhóm khá, xếp thứ 9, đắk nông cũng vậy.", "năm nào cũng vậy."),
)


def _meant(match: re.Match[str]) -> Data | None:
    told = [*_TOLD.finditer(words_before(match, _BACK))]
    return named(told[-1]) if told else None


MEANT = Rule(
    name="group/meant",
    kind="group",
    needs=("nhóm",),
    pattern=rf"""
        (?<!\w) (?: nhóm\ này(?=[^.;:]{{0,30}}(?::|\ (?:gồm|có|gọi|{GATHERS})(?!\w)))
          | (?<=(?:\ ở|ng|ộc|ào)\ )nhóm\ này(?=\s*(?:[,.;]|$|với|cùng))
          | (?<=(?:\ đầu|cuối)\ )nhóm\ này(?=\ là\ )
          | cùng\ nhóm(?=\ (?:này\ |đó\ |ấy\ )?(?:với|còn|có|là)\ ) )
    """,
    reads=_meant,
    yes={
        "thuộc nhóm điểm cao nhất, 11 nơi vẫn ở nhóm này: Bắc Ninh": {"group": "cao nhất"},
        "nhóm b gồm 59 địa phương; nghệ an thuộc nhóm này với 87,03%": {"group": "B"},
        "một chỗ trong nhóm tốt. cùng nhóm với tỉnh còn có tiền giang": {"group": "tốt"},
    },
    no=("các tỉnh ở nhóm này: Bắc Ninh",),
)

RULES = (MEANT, THAT, SAME)
