"""Scores: points and percentages of an index or of a component."""

import re

from extract.rule import Data, Rule
from extract.rules.number import AMOUNT, DECIMAL, decimal

# A share of people, files or firms is no score ("62% người dân biết đến ...").
_SHARE = r"""
    %(?!\s+(?: người|hộ|doanh|số(?!\ điểm)|trong\ số
             |cán|hồ|thủ|tổng|dân|xã|học|ý|phiếu|trường|thôn|diện|lao|đơn|cơ
             | các|nông|trẻ|bản|vốn|kế|dịch|toàn\ trình|phải|nói|cho\ rằng|cho\ biết|đồng\ ý
             | chỉ\ tiêu | ngân\ sách | thời\ gian | là\ (?:dịch|hồ|thủ) ))
"""
# "điểm" is a point of a score, but "12 điểm cầu", "5 điểm bán" are places.
_POINT = r"""
    điểm (?:\ tối\ đa)? (?!\w)
    (?!\s+(?:số|cầu|trung|nghẽn|đen|đến|bán|du|trường|thi|sáng|nóng|dân|tối(?!\ đa)))
"""
_UNIT = rf"%\ điểm|điểm\ %|{_SHARE}|{_POINT}"


def _score(match: re.Match[str]) -> Data | None:
    groups = match.groupdict()
    unit = groups.get("unit") or ""
    return {
        "score": decimal(match["score"]),
        "unit": "%" if "%" in unit else "điểm" if unit else None,
        "scale": decimal(groups["scale"]) if groups.get("scale") else None,
    }


def _satisfied(match: re.Match[str]) -> Data:
    score = decimal(match["score"])
    return {"score": score, "unit": "%", "scale": None, "satisfied": True}


WITH_UNIT = Rule(
    name="score/unit",
    kind="score",
    needs=("%", "điểm"),
    pattern=rf"""
        (?<![\w.,/+-]) (?P<score>{AMOUNT})
        (?:\s*/\s*(?P<scale>1[.,]000|\d{{1,4}}(?:[.,]\d{{1,2}})?)(?!\d))? \s*(?P<unit>{_UNIT})
    """,
    reads=_score,
    yes={
        "đạt 12,94 điểm": {"score": 12.94, "unit": "điểm"},
        "là 83,97%, xếp": {"score": 83.97, "unit": "%"},
        "40,62/80 điểm": {"score": 40.62, "scale": 80},
        "9,25/9,5 điểm": {"score": 9.25, "scale": 9.5},
    },
    no=("đạt 36/63 điểm cầu", "tại 12 điểm cầu"),
)

BARE = Rule(
    name="score/bare",
    kind="score",
    needs=(",", "."),
    pattern=rf"""
        (?: (?<!\w)
            (?:là|đạt|với|được|(?:lên|xuống)(?:\ tới|\ đến)?|còn|bằng|mức|chỉ|chỉ\ có|vỏn\ vẹn
              |điểm\ số|số\ điểm|tổng\ điểm|giá\ trị|chỉ\ số)
          | (?<=trung\ bình) | (?<=bình\ quân) | : | (?<=\s)- ) \s+
        (?:tổng\ )?(?:điểm\ )?(?:số\ )?
        (?P<score>{DECIMAL}) (?=\s*(?:[,;.()…]|$|xếp|đứng|tăng|giảm|và|còn|nhưng|song|trên|đưa|giúp
            |ở\ b[ộả]
            |(?:ở|vào|trong|của)\ (?:một\ )?(?:năm|kỳ)))
    """,
    reads=_score,
    yes={"là 83,80, xếp thứ 36/63": {"score": 83.8, "unit": None}},
    no=("là 83,80%", "là 36 tỉnh"),
)

OF_FULL = Rule(
    name="score/of-full",
    kind="score",
    needs=("/",),
    pattern=r"""
        (?:đạt|được|điểm|tuyệt\ đối|tối\ đa)\ (?P<score>\d{1,2}(?:[.,]\d{1,2})?)
        / (?!6[0-3]|34)(?P<scale>\d{1,3}[.,]\d{1,2}|(?P=score)|100(?<=[.,]\d\d/100))
        (?![\d/]|[.,]\d|\s*(?:%|điểm|tỉnh|chỉ|tiêu|nội))
    """,
    reads=_score,
    yes={"đạt điểm tuyệt đối 9,5/9,5, đứng thứ nhất": {"score": 9.5, "scale": 9.5}},
    no=("đạt 12/13 tiêu chí", "đạt 36/63"),
)

# "12,08 trên tổng 15 điểm": the full marks stand behind.
OF_TOTAL = Rule(
    name="score/of-total",
    kind="score",
    needs=("tổng", "tối đa"),
    pattern=rf"""
        (?<![\w.,/+-]) (?P<score>{AMOUNT})\ (?:(?P<unit>điểm)\ )?
        (?:trên|trong)\ (?:tổng(?:\ số)?|tối\ đa)\ (?:điểm\ )?
        (?P<scale>\d{{1,3}}(?:[.,]\d{{1,2}})?)\ (?:điểm(?!\w)|(?=[,;.]))
    """,
    reads=_score,
    yes={"mới lấy được 12,08 trên tổng 15 điểm": {"score": 12.08, "scale": 15}},
    no=("12 trên tổng số 15 tỉnh",),
)

# "63,22 là điểm PCI năm 2022 của Sơn La": the value opens its sentence.
OPENS = Rule(
    name="score/opens",
    kind="score",
    needs=(" là ",),
    pattern=rf"""
        (?:^|(?<=[.;:]\ )|(?<=\n)) (?P<score>{DECIMAL}) \s?(?P<unit>%|điểm)?
        (?=\ là\ (?:tổng\ |con\ )?(?:số|điểm|chỉ|kết\ quả|giá\ trị|mức|tỷ\ lệ)(?!\w))
    """,
    reads=_score,
    yes={"63,22 là điểm PCI năm 2022 của Sơn La".lower(): {"score": 63.22}},
    no=("tỷ lệ sinh 3,5 là mức thấp",),
)

# "7,31 điểm (cả nước 7,19)".
OF_NATION = Rule(
    name="score/of-nation",
    kind="score",
    needs=("cả nước", "toàn quốc", "trung bình", "quân"),
    pattern=rf"""
        (?<=\()(?:(?:trung\ bình|bình\ quân)\ )?(?:cả\ nước|toàn\ quốc|trung\ bình|bình\ quân)
        (?:\ (?:trung\ bình|bình\ quân))?:?\ (?:là\ )?(?P<value>(?P<score>{DECIMAL}))(?=\s*[);,])
    """,
    reads=_score,
    yes={"7,31 điểm (cả nước 7,19)": {"score": 7.19}},
    no=("(cả nước 63 tỉnh)",),
)

OF_YEAR = Rule(
    name="score/of-year",
    kind="score",
    needs=("(",),
    pattern=rf"(?<![\w.,]) (?P<score>{DECIMAL}) (?=\s*\((?:năm\ )?(?:19|20)\d\d\))",
    reads=_score,
    yes={"13,90 (2022), 21,48 (2023)": {"score": 13.9}},
)

BRACKETED = Rule(
    name="score/bracketed",
    kind="score",
    needs=("(",),
    pattern=rf"(?<=\()\s*(?P<score>{DECIMAL})(?=\s*[);]|\ so\ với\ \d)",
    reads=_score,
    yes={"Phú Lộc (72,40), Hòa An (71,9)": {"score": 72.4}},
    no=("Phú Lộc (24/6)",),
)

COMPARED = Rule(
    name="score/compared",
    kind="score",
    needs=("so với",),
    pattern=rf"(?<=\d\ so\ với\ )(?P<score>{DECIMAL})(?=\s*\))",
    reads=_score,
    yes={"Đồng Tháp (72,81 so với 72,1)".lower(): {"score": 72.1}},
)

SATISFIED = Rule(
    name="score/satisfied",
    kind="score",
    needs=("hài",),
    pattern=r"""
        (?<![\w,.]) (?P<score>\d{1,2}[.,]\d{1,2}) \s*(?P<unit>%)
        (?= \s+(?:người\ dân|số\ người|cá\ nhân) [^.;%]{0,45} \ hài\ lòng )
    """,
    reads=_satisfied,
    yes={"85,48% người dân, tổ chức hài lòng với": {"score": 85.48}},
)

ARRIVED_FROM = Rule(
    name="score/from",
    kind="score",
    needs=("từ",),
    pattern=rf"""
        (?<=từ\ ) (?P<score>{DECIMAL})
        (?=\s+(?:\([^()]*\)\s*)?(?:(?:của\ |ở\ )?(?:năm|kỳ)\ \d{{4}}\ )?
            (?:lên|xuống|còn|tăng|giảm)(?!\w))
    """,
    reads=_score,
    yes={"điểm của tỉnh từ 68,45 lên 70,94 điểm": {"score": 68.45}},
)

# Indices that run from 0 to 1 are printed with three or four decimals and no unit.
FRACTION = Rule(
    name="score/fraction",
    kind="score",
    needs=("0,", "0."),
    pattern=r"""
        (?<=[\w",]\ )
        (?P<score> 0[.,]\d{3,4}(?!\d)(?=\s*(?:[,;.()-]|$|xếp|đứng))
          | 0[.,]\d\d(?=\s*\((?:xếp|hạng|thứ)) )
    """,
    reads=_score,
    yes={"Huế thứ nhì, 0,7951.": {"score": 0.7951, "unit": None}},
    no=("tăng 0,12 điểm", "0,7951/1 điểm"),
)

APPOSED = Rule(
    name="score/apposed",
    kind="score",
    needs=(",", "."),
    pattern=r"""
        (?<=[a-zà-ỹ],\ ) (?P<score>\d{2}[.,]\d{1,4}) (?![\d%]) (?=\s*(?:[;.()]|,\s|$|trên\ thang))
    """,
    reads=_score,
    yes={"đầu bảng là quảng ninh, 47,88; cao bằng": {"score": 47.88}},
)

RULES = (
    SATISFIED,
    WITH_UNIT,
    OF_FULL,
    OF_TOTAL,
    OPENS,
    OF_NATION,
    BARE,
    OF_YEAR,
    ARRIVED_FROM,
    BRACKETED,
    COMPARED,
    FRACTION,
    APPOSED,
)
