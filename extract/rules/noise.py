"""What looks like a value and is none: dates, ranges, thresholds, counts."""

import re

from extract.rule import Data, Rule, words_before

_N = r"\d{1,3}(?:[.,]\d{1,4})?"

DATE = Rule(
    name="noise/date",
    kind="noise",
    needs=tuple("0123456789"),
    pattern=r"""
        (?<![\d,])
        (?: (?:ngày\ )?\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*(?:19|20)\d\d
          | (?:ngày|sáng|chiều|tối|trưa|hôm\ nay)\s*\(?\d{1,2}\s*[/.-]\s*\d{1,2}(?!\d|%)
          | \((?:ngày\ )?(?:0?[1-9]|[12]\d|3[01])\s*[/.-]\s*(?:0?[1-9]|1[0-2])\)
          | thứ\ (?:\d|hai|ba|tư|năm|sáu|bảy),?\ (?:ngày\ )?\d{1,2}\s*[/.-]\s*\d{1,2}(?!\d|%)
          | tháng\s+\d{1,2}(?:\s*[/-]\s*|\s+năm\s+)(?:19|20)\d\d
          | ngày\s+\d{1,2}\s+tháng\s+\d{1,2}(?:\s+năm\s+(?:19|20)\d\d)?
          | (?<!\d)\d{1,2}\s*[/-]\s*(?:19|20)\d\d
          | \d{1,2}[:h]\d{2}
          | (?: (?:\d{1,2}|ba|sáu|chín)\ tháng\ (?:đầu|cuối)[ ]
              | (?<!đứng\ )(?<!dẫn\ )(?:đầu|cuối|giữa)\ )
            năm\ (?:19|20)\d\d
        )
    """,
    yes={"chiều nay (24/6) tại Hà Nội": {}, "ngày 17/4/2024": {}, "tháng 4 năm 2024": {}},
    no=("xếp 36/63",),
)


def _since(match: re.Match[str]) -> Data:
    """Keep the one year of "từ năm 2018": what "năm ấy" may mean."""
    years = re.findall(r"(?:19|20)\d\d", match[0])
    return {"since": int(years[0])} if len(years) == 1 else {}


SPAN_OF_YEARS = Rule(
    name="noise/span-of-years",
    kind="noise",
    needs=("20", "19"),
    pattern=r"""
        (?<!\w)
        (?: (?:giai\ đoạn|nhiệm\ kỳ|từ\ năm|kể\ từ|bắt\ đầu\ từ)
            [^,;.()]{0,60}? (?:19|20)\d\d (?:\s*-\s*(?:19|20)\d\d)?
            (?!:\ \d|,\ (?:khi|lúc)\ )
          | (?:19|20)\d\d\s*-\s*(?:19|20)\d\d
          | kể\ từ\ khi [^.;]{0,80}? \(?năm\ (?:19|20)\d\d\)?
        )
    """,
    reads=_since,
    yes={
        "trong giai đoạn 2021 - 2030": {},
        "kể từ khi công bố chỉ số (năm 2012)": {"since": 2012},
    },
)

RANGE = Rule(
    name="noise/range",
    kind="noise",
    needs=("-", "đến", "tới", "trở", "nhau", "không quá", "tối thiểu", "ít nhất"),
    pattern=rf"""
        (?<![\w,./])
        (?: từ\s+ \d{{1,3}}[.,]\d{{1,4}} \s*(?:-|đến|tới)\s* \d{{1,3}}[.,]\d{{1,4}}(?!\d)
          | (?:khoảng\s+)? (?:từ\s+)? (?:trên\s+|gần\s+)? {_N}\s*(?:%|điểm|bậc)?
            \s*(?:-|đến|tới)\s* (?:dưới\s+|gần\s+|trên\s+)? {_N}\s*(?:%|điểm|bậc|hạng)
          | từ\s+ {_N}\s*(?:%|điểm)? \s*(?:đến|tới)\s+ (?:dưới\s+)? {_N}\s*(?:%|điểm)
          | (?:hạng|vị\ trí)\s+ \d{{1,2}} \s*(?:-|đến)\s* \d{{1,2}}
          | từ\s+ {_N}\s*(?:%|điểm)\s+trở\s+lên
          | (?:không\ quá|tối\ thiểu|ít\ nhất)\ (?:thứ\ |hạng\ )?\d{{1,2}}/(?:63|34)
          | từ\ (?:thứ\ |hạng\ )?\d{{1,2}}/(?:63|34)\ trở\ lên
          | từ\s+(?:vị\ thứ|vị\ trí|hạng|thứ)\s+ \d{{1,2}} \s+(?:đến|tới)\s+
            (?:vị\ thứ|vị\ trí|hạng|thứ)?\s* \d{{1,2}}
          | (?:cách|gần\ bằng|xấp\ xỉ)\ nhau\s*\(?\s* {_N}(?:\s*(?:%|điểm))?
        )
    """,
    yes={"trong khoảng 75,03% - 90,61%": {}, "tăng từ 1 - 40 bậc": {}, "từ 80% đến dưới 90%": {}},
    no=("tăng 6 bậc",),
)

THRESHOLD = Rule(
    name="noise/threshold",
    kind="noise",
    needs=("%", "điểm"),
    pattern=rf"""
        (?<!\w) (?:trên|dưới|ngưỡng|vượt|khoảng|thang|thang\ điểm|tối\ đa|tối\ thiểu|ít\ nhất
          |chiếm|gần|mốc|chưa\ (?:đạt|được|tới|đến|nổi|qua(?:\ nổi)?|vượt|chạm|cán)
          |không\ (?:đạt|quá|tới|chạm|qua(?:\ nổi)?|vượt))
        (?:\s+(?:mức|mốc|vạch|ngưỡng|là|:))* \s+ {_N}(?:(?<=chiếm\ \d\d)/\d{{2,3}})?\s*(?:%|điểm)
        (?!\ (?:của\ )?năm\ 20|\ (?:bình\ quân|trung\ bình|của\ cả\ nước))
    """,
    yes={
        "đều đạt trên 80%": {},
        "dưới 80%": {},
        "còn 12 xã chưa đạt 70 điểm": {},
        "chưa chạm mức 80 điểm": {},
    },
)

_COMPARED = re.compile(r"so với năm (?:\d{4}|trước|ngoái)[^;.]{0,40}$")


_SINCE = re.compile(r" so với (?:năm|kỳ|chính mình)(?!\w)")
_LEFT = re.compile(r",? còn \d")
_FELL_TO = re.compile(r"còn \d{1,3}[.,]\d{1,4} điểm, $")


def _not_compared(match: re.Match[str]) -> Data | None:
    """Tell points that a table did not give from what was lost since another year."""
    before = words_before(match, 70)
    left = _LEFT.match(match.string, match.end())
    since = _SINCE.match(match.string, match.end())
    return None if left or since or _COMPARED.search(before) or _FELL_TO.search(before) else {}


LOST = Rule(
    name="noise/points-lost",
    kind="noise",
    needs=("mất", "trừ", "thiếu"),
    pattern=rf"(?<!\w)(?:mất|bị\ trừ|trừ|(?:còn\ |chỉ\ )?thiếu)\s+{_N}(?:\s*/\s*{_N})?\s*điểm"
    rf"(?:\ (?:trên|trong)\ (?:tổng(?:\ số)?|tối\ đa)\ {_N}\ điểm)?",
    reads=_not_compared,
    yes={"mất 3,5/12 điểm": {}},
    no=("so với năm 2022 mất 0,88 điểm", "mất 0,74 điểm, còn 6,02 điểm"),
)

COUNT = Rule(
    name="noise/count",
    kind="noise",
    needs=("/",),
    pattern=r"""
        (?<![\w/,.]) (?<!\d\d\ \() \d{1,3}\s*/\s*\d{1,3}(?:,\d+)? \s+
        (?= lĩnh|nội|tiêu|chỉ|sáng|dịch|địa|bộ|nhiệm|xã|huyện|vùng|trụ|cơ|đơn|sở|thủ|hồ )
    """,
    yes={"6/8 lĩnh vực": {}, "53/63 địa phương": {}, "7/17 dịch vụ": {}},
)

SHARE_OF_UNITS = Rule(
    name="noise/share-of-units",
    kind="noise",
    needs=("%)",),
    pattern=r"""
        (?<![\d/.,])\d{1,2}(?:/\d\d)?\ (?:tỉnh|địa\ phương|đơn\ vị|bộ|cơ\ quan)[^,;.()]{0,20}
        \((?:chiếm\ )? (?P<value>\d{1,3}(?:[.,]\d+)?\s*%) \)
    """,
    yes={"có 10 tỉnh (15,87%) tăng điểm": {}},
    no=("Hòa An (15,87%)",),
)

# What a table of marks is made of.
FULL_MARKS = Rule(
    name="noise/full-marks",
    kind="noise",
    needs=("tổng", "qua", "bằng", "từ", "mỗi", "do", "mức", "đạt", "tối đa"),
    pattern=r"""
        (?<!\w) (?: tổng\ (?:số\ )?100\ điểm
          | mỗi\ (?:chỉ\ số|nội\ dung|lĩnh\ vực)[^,;.\d]{0,30}\ \d{1,3}\ điểm
          | \d{1,2}\ điểm\ do[^,;.]{3,60}(?:chấm|thẩm\ định)
          | mức\ cao\ nhất\ của\ (?:một|mỗi)[^,;.\d]{0,30}\ \d{1,3}\ điểm
          | \d{1,2}\ (?:chỉ\ số|tiêu\ chí)\ đạt\ \d{1,3}\ điểm | \d{1,3}\ điểm\ tối\ đa
          | \d{1,2}(?:[.,]\d+)?\ điểm\ (?:đánh\ giá\ |chấm\ )?
            (?:qua|bằng|lấy\ từ|từ)\ (?:điều\ tra|khảo\ sát|phiếu) )
    """,
    yes={"tổng 100 điểm; trong đó": {}, "38 điểm qua điều tra xã hội học": {}},
    no=("tổng điểm 100",),
)

ALL_OF = Rule(
    name="noise/all-of",
    kind="noise",
    needs=("100%",),
    pattern=r"""
        (?<![\w,.]) 100\ ?%
        (?=\ (?!và|với|so|tăng|giảm|điểm|số\ điểm|ở|về|của|trong|là|thì|nhưng|song|còn|xếp|đứng)
            [^\W\d]+\ )
    """,
    yes={"hiện đại hóa hành chính: 100% văn bản đi": {}},
    no=("đạt 100% với",),
)

# "Hai năm gần đây, tỉnh cùng ở vị trí 13": which years those are, it does not tell.
SO_MANY_YEARS = Rule(
    name="noise/so-many-years",
    kind="noise",
    needs=("năm",),
    pattern=r"""
        (?<!\w)(?<!so\ với\ )(?:\d{1,2}|hai|ba|bốn|năm|bao|nhiều|mấy)\ năm
        \ (?:(?:gần\ đây|qua|liền)[^.;\d]{0,40}|trước[^.;,\d]{0,40})
        \ (?:cùng|đều|luôn|liên\ tục|vẫn|thường)(?=\ )
    """,
    yes={"hai năm gần đây, papi của tỉnh cùng ở vị trí 13": {}},
)

SO_MANY = Rule(
    name="noise/so-many",
    kind="noise",
    needs=("tăng", "giảm", "tụt", "thăng", "lùi", "dưới", "trên"),
    pattern=r"""
        (?<![\w/.,]) (?!6[0-3]|34)\d{1,2}
        \ (?:tỉnh|địa\ phương|đơn\ vị|bộ|nơi)(?:,\ thành(?:\ phố)?)?
        (?=\ (?:tăng|giảm|tụt|thăng|lùi|dưới|trên)(?!\w))
    """,
    yes={"4 tỉnh tăng hơn 10 điểm": {}},
)

MEDIAN = Rule(
    name="noise/median",
    kind="noise",
    needs=("trung vị", "quân", "trung bình", " của "),
    pattern=r"""
        (?<!\w)trung\ vị(?!\w)
        (?: [^,;.()\d]{0,40}?
            (?:(?:63|34|60|61)[^,;.()\d]{0,20}?(?:,\ thành(?:\ phố)?)?)?
            (?:\s|:\s+|\s\() | \s*\(\s* )
            (?:là\s+)?\d{1,3}[.,]\d{1,4}\s*(?:%|điểm)?(?!\d)
        | (?<!\w)(?:bình\ quân|trung\ bình)\ (?:của\ )?(?:cả\ )?nhóm\ (?!tỉnh|bộ)[^,;.()]{0,25}?
            \ (?:là|đạt|ở\ mức)\ \d{1,3}(?:[.,]\d{1,4})?\s*(?:%|điểm)?(?!\d)
        | (?<!\w)nhóm\ [^,;.()\d]{3,40}\ (?:bình\ quân|trung\ bình)\ (?:là\ |đạt\ )?
            \d{1,3}[.,]\d{1,4}\s*(?:%|điểm)?(?!\d)
        | (?<!\w)\d{1,3}(?:[.,]\d{1,4})?\ (?:điểm|%)\ của\ (?:tỉnh|địa\ phương|đơn\ vị|nơi|bộ)
            \ (?:đầu\ bảng|dẫn\ đầu|đứng\ đầu|cuối\ bảng|chót\ bảng|đứng\ cuối|xếp\ cuối)(?!\w)
        | (?<!\w)trung\ vị[^,;.()]{0,30}?\ 20\d\d(?:[^,;.()\d]{0,20}?\s|:\s)
            (?P<value>\d{1,3}[.,]\d{1,4}\s*(?:%|điểm)?(?!\d))
    """,
    yes={
        "điểm trung vị cả nước là 65,22": {},
        "điểm trung vị của 63 địa phương: 67,67": {},
        "bình quân nhóm 3 này là 77,4 điểm": {},
        "kém điểm trung vị (65,22 điểm) 1,22 điểm": {},
        "cao hơn trung vị cả nước (67,67 điểm)": {},
    },
)

EXTREME = Rule(
    name="noise/extreme",
    kind="noise",
    needs=("nhất",),
    pattern=r"(?:(?<=[,;]\ )|(?<!\w)nơi\ (?:(?:tăng|giảm)\ )?"
    r"|(?<!\w)(?:điểm|mức)\ (?=\w+\ nhất\ \())"
    r"(?:cao|thấp|nhiều|ít)\ nhất"
    r"\ (?:là\ |đạt\ |được\ |(?:chỉ\ )?còn\ |\()?"
    r"\d{1,3}[.,]\d{1,4}\s*(?:%|điểm)?(?!\d|\s*\([^\W\d])",
    yes={"trung bình 42.269 điểm, cao nhất 48.059 điểm": {}},
    no=("quảng ninh cao nhất, 48,06 điểm",),
)

FURTHEST = Rule(
    name="noise/furthest",
    kind="noise",
    needs=("nhất",),
    pattern=r"""
        (?<!\w)(?:nơi|địa\ phương|tỉnh|đơn\ vị)\ (?:tăng|giảm|tụt|lùi|rớt|thăng|mất|lên|xuống)
        [^,;.()\d]{0,15}\ nhất\ (?:là\ |tới\ |mất\ |đến\ |tụt\ |lên\ |tăng\ |giảm\ )*
        \d{1,2}\ (?:bậc|hạng)(?!\w)
    """,
    yes={"nơi tụt sâu nhất mất 37 bậc": {}},
    no=("tỉnh tụt sâu nhất là Hòa An, 37 bậc".lower(),),
)

COUNTRY = Rule(
    name="noise/country",
    kind="noise",
    needs=("quốc gia",),
    pattern=r"(?:dti|chuyển\ đổi\ số)\ quốc\ gia\ (?:là\ |đạt\ )?\d{1,2}[.,]\d{2,4}(?!\d)",
    yes={"trung bình cấp tỉnh là 0,6961; dti quốc gia 0,7955.": {}},
)

RULES = (
    COUNTRY,
    FURTHEST,
    EXTREME,
    DATE,
    SPAN_OF_YEARS,
    RANGE,
    THRESHOLD,
    LOST,
    COUNT,
    SHARE_OF_UNITS,
    FULL_MARKS,
    MEDIAN,
    SO_MANY,
    SO_MANY_YEARS,
    ALL_OF,
)
