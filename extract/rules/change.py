"""Changes of rank and of score against an earlier edition."""

import re

from extract.rule import Data, Rule, words_before
from extract.rules.number import AMOUNT, DECIMAL, DOWN, UP, WORD, decimal, sign, whole

_HOW = r"""
    (?:\s+(?:thêm|là|đứt|tới|đến|kỷ\ lục|mạnh|sâu|vọt|liền|tiếp|được|nhẹ|hạng|gần|hơn|khoảng|đúng
      |đáng\ kể|vỏn\ vẹn|cả\ thảy|tổng\ cộng|chỉ|đi|mất|những|một\ mạch|ngay|chút\ ít))*
"""
_PLACES = r"(?:bậc|hạng(?!\ mục)|vị\ trí|thứ\ bậc|thứ\ hạng|bậc\ xếp\ hạng)(?!\w)"


def places(match: re.Match[str]) -> Data:
    """Return the change of rank that ``match`` tells by its verb and number."""
    return {"rank_change": sign(match["verb"]) * whole(match["n"])}


# "hơn 4 điểm" compares with anybody; only "so với năm ..." makes a change of it.
_SINCE = re.compile(
    r"[^.;]{0,70}?(?:so\ (?:với|năm)[^.;]{0,50}?(?:năm|kỳ|(?:19|20)\d\d)|năm\ (?:trước|ngoái))"
)


def points(match: re.Match[str]) -> Data | None:
    """Return the change of score that ``match`` tells, or None if it compares with anybody."""
    compares = match["verb"].endswith("hơn") or match["verb"] == "kém"
    compares = compares and not match["verb"].startswith("nhỉnh")
    compares = compares and not match.groupdict().get("over")
    if compares and not _SINCE.match(match.string, match.end()):
        return None
    return {
        "score_change": sign(match["verb"]) * decimal(match["n"]),
        "percent": "%" in match.group(),
    }


def _over(match: re.Match[str]) -> Data:
    figure = match["n"] or match["n_2"] or match["n_3"]
    return {"score_change": sign(match["verb"]) * decimal(figure), "percent": "%" in match.group()}


def _signed(match: re.Match[str]) -> Data:
    value = decimal(match["n"] or match["n_2"]) * (-1 if match["sign"] == "-" else 1)
    return {"score_change": value, "percent": "%" in match.group()}


def _signed_places(match: re.Match[str]) -> Data:
    return {"rank_change": whole(match["n"]) * (-1 if match["sign"] == "-" else 1)}


PLACES = Rule(
    name="change/places",
    kind="rank_change",
    needs=("bậc", "hạng", "trí"),
    pattern=rf"(?<!\w)(?P<verb>{UP}|{DOWN}){_HOW}\s+(?P<n>\d{{1,2}}|{WORD})\s+{_PLACES}",
    reads=places,
    yes={
        "tăng 6 bậc so với năm 2019": {"rank_change": 6},
        "tụt 12 bậc": {"rank_change": -12},
        "lên hai bậc": {"rank_change": 2},
        "tăng kỷ lục 34 bậc": {"rank_change": 34},
    },
    no=("tăng từ 1 - 40 bậc", "thứ bậc"),
)

PLACES_TOO = Rule(
    name="change/places-too",
    kind="rank_change",
    needs=("bậc", "hạng", "trí"),
    pattern=rf"""
        (?P<verb>{UP}|{DOWN})(?:\ (?:tuần|tháng|quý)\ (?:trước|\d{{1,2}}))?{_HOW}
        \s+{AMOUNT}\s*(?:điểm\ %|%|điểm)
        (?:\s+và|,)(?:\ tương\ đương)?\s+ (?P<value>(?P<n>\d{{1,2}}|{WORD})\s+{_PLACES})
    """,
    reads=places,
    yes={"tăng 3,3 điểm và 8 bậc": {"rank_change": 8}},
    no=("tăng 3,3 điểm và giảm 8 bậc",),
)

PLACES_OVER = Rule(
    name="change/places-over",
    kind="rank_change",
    needs=("năm", "kỳ", "20", "tháng", "quý", "tuần"),
    pattern=rf"""
        (?<!\w) (?P<verb>cao\ hơn|thấp\ hơn|hơn|kém|thua|trên) \s+ (?:so\ với\ )?
        (?:(?:năm|pci|papi|pgi|dti|sipas|par\ index)\ 20\d\d|(?:năm|kỳ)\ (?:trước|ngoái)|kỳ\ 20\d\d
          |(?:cuối\ |đầu\ )?(?:tháng|quý|tuần)\ (?:trước|\d{{1,2}}))
        (?:\ \([^()]*\))? \s+ (?:là\ |tới\ |đúng\ )? (?P<n>\d{{1,2}}|{WORD})\s+{_PLACES}
    """,
    reads=places,
    yes={"lùi về thứ 4, thấp hơn năm trước 2 bậc": {"rank_change": -2}},
)

POINTS = Rule(
    name="change/points",
    kind="score_change",
    needs=("điểm", "%"),
    pattern=rf"""
        (?<!\w) (?P<verb> (?!(?:lên|xuống)\s+(?:tới\ |đến\ )?\d|vươn\ lên) (?:{UP}|{DOWN}) )
        {_HOW} \s+ (?P<n>{AMOUNT}) \s*(?P<unit>điểm\ ?%|%\ điểm|%|điểm) (?!\w)
    """,
    reads=points,
    yes={
        "tăng 3,4 điểm so với năm 2019": {"score_change": 3.4},
        "cao hơn 2,57% so với năm 2019": {"score_change": 2.57},
        "giảm 0,4 điểm": {"score_change": -0.4},
    },
    no=("đạt 12,94 điểm", "tăng 17 bậc"),
)

POINTS_OVER = Rule(
    name="change/points-over",
    kind="score_change",
    needs=("năm", "kỳ", "tuần", "tháng", "quý"),
    pattern=rf"""
        (?<!\w) (?P<verb>cao\ hơn|thấp\ hơn|nhiều\ hơn|hơn|kém|vượt) \s+ (?:so\ với\ )?
        (?:(?:(?:mức|điểm|kết\ quả)\ (?:của\ (?:tỉnh|thành\ phố)\ )?|(?:chính\ )?mình\ ))?
        (?:(?:năm|kỳ)\ (?:20\d\d|trước|ngoái)|(?:tuần|tháng|quý)\ (?:trước|\d{1, 2})) \s+
        (?: (?:là\ |tới\ |vỏn\ vẹn\ |chỉ\ |đúng\ |có\ )? (?P<n>{AMOUNT})
            \s*(?:điểm\ ?%|%\ điểm|%|điểm)(?!\w)
          | (?:là\ |tới\ |chỉ\ )? (?P<n_2>0[.,]\d{{2,4}})(?=\s*(?:[,;.()]|$|điểm))
          | \([^()]*\)\s* (?:tới\ |đến\ |chỉ\ |đúng\ )?
            (?P<value>(?P<n_3>{AMOUNT})\s*(?:điểm\ ?%|%\ điểm|%|điểm)(?!\w)) )
    """,
    reads=_over,
    yes={
        "hơn năm 2022 là 1,10%": {"score_change": 1.1},
        "cao hơn mức của tỉnh năm 2018 là 4,11%": {"score_change": 4.11},
        "nhiều hơn năm 2018 (63,42 điểm) 1,57 điểm": {"score_change": 1.57},
    },
)

# "Điểm giảm 0,2, còn 7,37 điểm": the unit stands before.
POINTS_MOVED = Rule(
    name="change/points-moved",
    kind="score_change",
    needs=("điểm tăng", "điểm giảm"),
    pattern=rf"(?<=điểm\ )(?P<verb>tăng|giảm)\ (?P<n>{DECIMAL})(?=,?\ (?:còn|lên|xuống|đạt)\ )",
    reads=points,
    yes={"điểm giảm 0,2, còn 7,37 điểm": {"score_change": -0.2}},
    no=("điểm tăng 0,2 điểm",),
)

FRACTION = Rule(
    name="change/fraction",
    kind="score_change",
    needs=("0,", "0."),
    pattern=rf"""
        (?<!\w) (?P<verb>{UP}|{DOWN}) {_HOW} \s+ (?P<n>0[.,]\d{{2,4}})(?=\s+so\ (?:với|năm))
    """,
    reads=points,
    yes={"tăng 0,13 so với năm 2020": {"score_change": 0.13}},
)

BRACKETED = Rule(
    name="change/bracketed",
    kind="score_change",
    needs=("(",),
    pattern=rf"(?<=\()\s* (?P<verb>tăng|giảm) \s+ (?P<n>{DECIMAL}) (?=\s*\))",
    reads=points,
    yes={"7,5 điểm (tăng 0,35)": {"score_change": 0.35}},
)

POINTS_TOO = Rule(
    name="change/points-too",
    kind="score_change",
    needs=("bậc", "hạng", "trí"),
    pattern=rf"""
        (?P<verb>{UP}|{DOWN})(?P<over>\ (?:năm|kỳ|pci|papi|pgi|dti|sipas|par\ index)\ 20\d\d
            |\ (?:năm|kỳ|tháng|quý|tuần)\ (?:trước|ngoái|liền\ trước|\d{{1,2}}))?
        {_HOW}\s+(?:\d{{1,2}}|{WORD})\s+{_PLACES}
        (?:\s+và|,)\s+ (?P<value>(?P<n>{AMOUNT})\s*(?:điểm\ ?%|%|điểm)(?!\w))
    """,
    reads=points,
    yes={"tăng 20 bậc và 5,1 điểm": {"score_change": 5.1}},
)

SIGNED = Rule(
    name="change/signed",
    kind="score_change",
    needs=("+", "-", "±"),
    pattern=rf"""
        (?: (?<=\()\s* | (?<=,\ ) | (?<=;\ ) ) (?P<sign>[+±-])\s*
        (?: (?P<n>{AMOUNT})\s*(?:điểm\ ?%|%|điểm) | (?P<n_2>{DECIMAL})(?=\s*[),;]) )
    """,
    reads=_signed,
    yes={"lên 64,2 (+1,9 điểm)": {"score_change": 1.9}},
)

SIGNED_PLACES = Rule(
    name="change/signed-places",
    kind="rank_change",
    needs=("(",),
    pattern=rf"(?<=\()\s*(?P<sign>[+-])\s*(?P<n>\d{{1,2}})\s*{_PLACES}",
    reads=_signed_places,
    yes={"hạng 14/63 (+9 bậc)": {"rank_change": 9}},
)

UNCHANGED = Rule(
    name="change/unchanged",
    kind="rank_change",
    needs=("giữ", "đổi", "xáo trộn", "tăng", "bằng", "ậm chân", "xê dịch"),
    pattern=r"""
        (?<!\w)
        (?: giữ\ nguyên | giữ\ vững | giậm\ chân(?:\ tại\ chỗ)? | dậm\ chân(?:\ tại\ chỗ)?
          | không\ xê\ dịch | không\ (?:(?:có\ )?thay\ )?đổi | không\ xáo\ trộn
          | không\ tăng(?:,\ không\ giảm)?
          | bằng(?=\ (?:với\ )?(?:tuần|tháng|kỳ)\ ) )
        (?=\ (?:với\ )?(?:tuần|tháng|kỳ)\ \d
          |(?:[^,;.]|(?<=\d)[,.](?=\d)){0,25}(?:so\ với|so\ năm|như\ năm))
    """,
    reads=lambda _: {"rank_change": 0},
    yes={"giữ nguyên vị trí so với năm 2021": {"rank_change": 0}},
    no=("giữ vững vị trí thứ năm",),
)

# "Đối chiếu với PCI năm 2019, tỉnh giữ nguyên vị trí": the year stands before.
_COMPARES = re.compile(
    r"(?:so|đối chiếu|sánh) với [^;.,]{0,30}(?:năm|kỳ) (?:\d{4}|trước|ngoái)[^;.]{0,40}$"
)


def _unchanged(match: re.Match[str]) -> Data | None:
    before = words_before(match, 90)
    return {"rank_change": 0} if _COMPARES.search(before) else None


UNCHANGED_SINCE = Rule(
    name="change/unchanged-since",
    kind="rank_change",
    needs=("giữ nguyên", "đổi"),
    pattern=r"""
        (?<!\w) (?: giữ\ nguyên | không\ (?:thay\ )?đổi )
        (?=\ (?:vị\ trí|thứ\ hạng|hạng|vị\ thứ|thứ\ bậc))
    """,
    reads=_unchanged,
    yes={"so với năm 2019, tỉnh giữ nguyên vị trí thứ 56/63": {"rank_change": 0}},
    no=("tỉnh giữ nguyên vị trí thứ 56/63",),
)

# "Giảm khá sâu (8,12%)": how far stands in a bracket.
DEEP = Rule(
    name="change/deep",
    kind="score_change",
    needs=("(",),
    pattern=rf"""
        (?<!\w) (?P<verb>{UP}|{DOWN}) (?:\ (?:khá|rất|hơi))? \ (?:sâu|mạnh|nhẹ|nhiều|ít|cao|thấp)
        \ \( (?P<n>{AMOUNT})\s*(?P<unit>điểm\ ?%|%\ điểm|%|điểm) \)
    """,
    reads=points,
    yes={"chỉ số sipas tụt khá sâu (8,12%), từ 90,30%": {"score_change": -8.12}},
)

RULES = (
    POINTS_OVER,
    PLACES_OVER,
    PLACES,
    PLACES_TOO,
    POINTS,
    POINTS_MOVED,
    FRACTION,
    BRACKETED,
    POINTS_TOO,
    SIGNED,
    SIGNED_PLACES,
    UNCHANGED,
    UNCHANGED_SINCE,
    DEEP,
)
