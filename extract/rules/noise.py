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

SPAN_OF_YEARS = Rule(
    name="noise/span-of-years",
    kind="noise",
    needs=("20", "19"),
    pattern=r"""
        (?<!\w)
        (?: (?:giai\ đoạn|nhiệm\ kỳ|từ\ năm|kể\ từ|bắt\ đầu\ từ)
            [^,;.()]{0,60}? (?:19|20)\d\d (?:\s*-\s*(?:19|20)\d\d)? (?!:\ \d)
          | (?:19|20)\d\d\s*-\s*(?:19|20)\d\d
          | kể\ từ\ khi [^.;]{0,80}? \(?năm\ (?:19|20)\d\d\)?
        )
    """,
    yes={"trong giai đoạn 2021 - 2030": {}, "kể từ khi công bố chỉ số (năm 2012)": {}},
)

RANGE = Rule(
    name="noise/range",
    kind="noise",
    needs=("-", "đến", "tới", "trở", "nhau"),
    pattern=rf"""
        (?<![\w,./])
        (?: từ\s+ \d{{1,3}}[.,]\d{{1,4}} \s*(?:-|đến|tới)\s* \d{{1,3}}[.,]\d{{1,4}}(?!\d)
          | (?:từ\s+)? (?:trên\s+|gần\s+)? {_N}\s*(?:%|điểm|bậc)?
            \s*(?:-|đến|tới)\s* (?:dưới\s+|gần\s+|trên\s+)? {_N}\s*(?:%|điểm|bậc|hạng)
          | từ\s+ {_N}\s*(?:%|điểm)? \s*(?:đến|tới)\s+ (?:dưới\s+)? {_N}\s*(?:%|điểm)
          | (?:hạng|vị\ trí)\s+ \d{{1,2}} \s*(?:-|đến)\s* \d{{1,2}}
          | từ\s+ {_N}\s*(?:%|điểm)\s+trở\s+lên
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
          |chiếm|gần|mốc|chưa\ (?:đạt|được|tới|đến|nổi|qua(?:\ nổi)?|vượt)
          |không\ (?:đạt|quá|tới|chạm))
        (?:\s+(?:mức|mốc|là|:))* \s+ {_N}(?:(?<=chiếm\ \d\d)/\d{{2,3}})?\s*(?:%|điểm)
        (?!\ (?:của\ )?năm\ 20)
    """,
    yes={"đều đạt trên 80%": {}, "dưới 80%": {}, "còn 12 xã chưa đạt 70 điểm": {}},
)

_COMPARED = re.compile(r"so với năm (?:\d{4}|trước|ngoái)[^;.]{0,40}$")


_LEFT = re.compile(r",? còn \d")
_FELL_TO = re.compile(r"còn \d{1,3}[.,]\d{1,4} điểm, $")


def _not_compared(match: re.Match[str]) -> Data | None:
    """Tell points that a table did not give from what was lost since another year."""
    before = words_before(match, 70)
    left = _LEFT.match(match.string, match.end())
    return None if left or _COMPARED.search(before) or _FELL_TO.search(before) else {}


LOST = Rule(
    name="noise/points-lost",
    kind="noise",
    needs=("mất", "trừ"),
    pattern=rf"(?<!\w)(?:mất|bị\ trừ|trừ)\s+{_N}(?:\s*/\s*{_N})?\s*điểm",
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
        (?<!\w)(?:\d{1,2}|hai|ba|bốn|năm|bao|nhiều|mấy)\ năm\ (?:gần\ đây|qua|liền|trước)
        [^.;\d]{0,40}\ (?:cùng|đều|luôn|liên\ tục|vẫn|thường)(?=\ )
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
    needs=("trung vị",),
    pattern=r"""
        (?<!\w)trung\ vị(?!\w)
        (?: [^,;.()\d]{0,40}?
            (?:(?:63|34|60|61)[^,;.()\d]{0,20}?(?:,\ thành(?:\ phố)?)?)? (?:\s|:\s+) | \s*\(\s* )
            (?:là\s+)?\d{1,3}[.,]\d{1,4}\s*(?:%|điểm)?(?!\d)
        | (?<!\w)trung\ vị[^,;.()]{0,30}?\ 20\d\d(?:[^,;.()\d]{0,20}?\s|:\s)
            (?P<value>\d{1,3}[.,]\d{1,4}\s*(?:%|điểm)?(?!\d))
    """,
    yes={
        "điểm trung vị cả nước là 65,22": {},
        "điểm trung vị của 63 địa phương: 67,67": {},
        "kém điểm trung vị (65,22 điểm) 1,22 điểm": {},
    },
)

EXTREME = Rule(
    name="noise/extreme",
    kind="noise",
    needs=("nhất",),
    pattern=r"(?:(?<=[,;]\ )|(?<!\w)nơi\ (?:(?:tăng|giảm)\ )?"
    r"|(?<!\w)(?:điểm|mức)\ (?=\w+\ nhất\ \())"
    r"(?:cao|thấp|nhiều|ít)\ nhất"
    r"\ (?:là\ |đạt\ |được\ |\()?\d{1,3}[.,]\d{1,4}\s*(?:%|điểm)?(?!\d|\s*\([^\W\d])",
    yes={"trung bình 42.269 điểm, cao nhất 48.059 điểm": {}},
    no=("quảng ninh cao nhất, 48,06 điểm",),
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
