"""When, told by another time: "năm trước", "năm ấy", "kỳ đầu tiên", "so với năm 2021"."""

import re
from collections.abc import Callable

from extract.rule import Data, Rule, words_before
from extract.rules.number import whole

_YEAR = r"(?P<year>(?:19|20)\d\d)(?!\d)"


def _year(match: re.Match[str]) -> Data:
    return {"year": int(match["year"])}


THIS_YEAR = Rule(
    name="year/this",
    kind="year",
    needs=("nay", "qua", "này", "nhất", "cùng", "cuối"),
    pattern=r"""
        (?<!\w) (?: (?:năm\ (?:nay|vừa\ qua|qua) | kỳ\ này | lần\ này
            | (?:kỳ|bảng)\ (?:mới|gần\ đây)\ nhất | (?<!hai\ )(?<!ba\ )năm\ (?:cuối|sau)\ cùng
            | (?<=riêng\ )năm\ cuối)(?!\w)
          | nay(?=\ (?:tỉnh|thành\ phố|địa\ phương|bộ)\ (?:này\ )?(?:đã\ |chỉ\ |mới\ )?
              (?:vọt|vươn|lên|xuống|tụt|đứng|xếp|đạt|còn|về|nhảy|leo|rơi)(?!\w))
          | nay\ (?:đã\ |chỉ\ |mới\ )?(?=(?:lên|xuống|đạt|đứng|xếp|vươn|tụt|còn|là|được
              |sang|chuyển|hạng|thứ|vị|lùi|rơi|trượt|giảm|tăng|leo
              |về|ở|vào|thuộc|nằm)(?!\w)) )
    """,
    reads=lambda _: {"year": None, "relative": 0},
    yes={"xếp 63/63 ở kỳ trước - nay lên hạng 50": {"relative": 0}},
)

_FEW = r"(?P<n>một|hai|ba|bốn|\d{1,2})"


def _so_many(sign: int) -> Callable[[re.Match[str]], Data]:
    """Count years from the edition spoken of, or from the year named last ("trước đó")."""

    def read(match: re.Match[str]) -> Data:
        count = whole(match["n"] or "một")
        chained = sign > 0 or " đó" in match[0] or "lại" in match[0]
        return {"year": None, "relative": sign * count, "chained": chained}

    return read


YEAR_BEFORE = Rule(
    name="year/before",
    kind="year",
    needs=("năm", "kỳ", "mùa", "lần"),
    pattern=rf"""
        (?<!\w) (?<!với\ )(?<!so\ )(?<!các\ )(?<!mấy\ )(?<!bao\ )(?<!những\ )(?<!nhiều\ )(?<!vài\ )
        (?<!mình\ )(?:của\ )?
        (?: (?:trước\ đó\ )?(?:một|1)\ (?:năm|kỳ)\ trước(?:\ đó)?
          | (?:trước\ đó|cách\ đó|lùi\ lại)\ (?:đúng\ |tròn\ )?{_FEW}\ (?:năm|kỳ)
          | (?:năm|kỳ|mùa|lần)(?:\ (?:đo|đánh\ giá|xếp\ hạng|công\ bố|khảo\ sát))?
            \ (?:trước|ngoái|liền\ trước|liền\ kề(?:\ trước)?)(?:\ đó)? ) (?!\w)
    """,
    reads=_so_many(-1),
    yes={
        "năm ngoái": {"relative": -1},
        "trước đó hai năm, tỉnh xếp thứ 50": {"relative": -2, "chained": True},
    },
)

YEAR_LONG_BEFORE = Rule(
    name="year/long-before",
    kind="year",
    needs=("năm", "kỳ"),
    pattern=rf"""
        (?<!\w) (?<!với\ )(?<!như\ )(?<!hơn\ )(?<!thứ\ )(?<!hạng\ )(?<!trí\ )
        (?: (?:các|những|nhiều|mấy|vài|hai|ba|bốn|sáu|bảy|tám|chín|mười|(?<!\w\ )\d{{1,2}})
            \ (?:năm|kỳ)\ trước(?:\ đó)?
          | cách\ đây\ (?:hơn\ |gần\ )?{_FEW}\ năm ) (?!\w)
    """,
    reads=lambda _: {"year": None, "relative": -1, "vague": True},
    yes={"ba năm trước, tỉnh ở hạng 25": {"vague": True}},
    no=(
        "từ hạng 34 năm trước rơi xuống",
        "đứng thứ ba năm trước",
        "so với các năm trước",
    ),
)

YEAR_AFTER = Rule(
    name="year/after",
    kind="year",
    needs=("năm", "kỳ"),
    pattern=rf"""
        (?<!\w)(?:ngay\ )?(?<!những\ )(?<!các\ )(?<!vài\ )(?<!nhiều\ )(?<!hai\ )(?<!ba\ )(?<!bốn\ )
        (?<!\d\ )
        (?:(?:năm|kỳ)\ (?:sau(?!\ (?:khi|lần|ngày|sáp))|kế\ tiếp|tiếp\ theo)
          |(?<!\w\ )một\ năm\ sau(?!\ (?:lần|khi|kỳ|ngày|sáp))
          |{_FEW}\ năm\ sau(?:\ đó(?!\w)|(?=,)))(?!\w)
    """,
    reads=_so_many(1),
    yes={
        "nhưng ngay năm sau tỉnh trượt 19 bậc": {"relative": 1},
        "phải ba năm sau, tỉnh mới lên": {"relative": 3},
    },
    no=("năm sau khi sáp nhập", "những năm sau", "ba năm sau sáp nhập"),
)

YEAR_FIRST = Rule(
    name="year/first",
    kind="year",
    needs=("năm", "kỳ", "lần"),
    pattern=r"""
        (?<!\w) (?: (?:(?<=ở\ )|(?<=trong\ )|(?<=ngay\ )|(?<=về\ )|(?<=tại\ )|(?<=từ\ ))
            (?:năm|kỳ|lần)\ (?:(?:đánh\ giá|công\ bố|xếp\ hạng|đo|chấm\ điểm|khảo\ sát)\ )?đầu\ tiên
            (?=[,(]|\ (?:\(|-|(?:bộ\ |chỉ\ số|pci|papi|pgi|dti|pii|sipas|par|ict|ddci|được[ ]
              |công\ bố|xếp\ hạng|chấm|đo\ )))
          | (?<=[.;:]\ )(?:năm|kỳ)\ thứ\ (?P<nth>hai|ba|tư|năm|sáu) (?=,|\ -\ ) ) (?!\w)
    """,
    reads=lambda m: {"year": None, "first": True, "relative": whole(m["nth"] or "một") - 1},
    yes={
        "ở kỳ công bố đầu tiên, Hải Dương đứng thứ 6": {"first": True, "relative": 0},
        "thứ 37. Năm thứ hai, tỉnh lên thứ 19": {"first": True, "relative": 1},
    },
    no=("năm đầu tiên thực hiện đề án", "năm thứ hai liên tiếp"),
)


def _that(match: re.Match[str]) -> Data:
    """Tell whether it leads back to the year compared with: "so với năm 2020. Năm ấy, ..."."""
    back = bool(match["back"]) or bool(_COMPARED_LAST.search(words_before(match, 40)))
    return {"year": None, "relative": 0, "that": True, "back": back}


_COMPARED_LAST = re.compile(
    r"so với (?:(?:(?:năm|kỳ|bảng) |[a-z]+ (?:index )?)?\d{4}"
    r"|(?:một )?(?:năm|kỳ) (?:trước|ngoái|liền trước)(?: đó)?)\.\s+$"
)

YEAR_THAT = Rule(
    name="year/that",
    kind="year",
    needs=("ấy", "đó", "này"),
    pattern=r"""
        (?<!\w) (?<!trong\ )(?<!từ\ )(?<!sau\ )
        (?P<back>(?:nhớ|nhìn|ngược)\ lại\ )? (?:vào\ )?
        (?: (?:năm|khi|lúc|(?<!với\ )(?<!hơn\ )(?:lần|kỳ))\ (?:ấy|đó)
          | (?<!những\ )(?<!các\ )(?<!với\ )năm\ này ) (?!\w)
    """,
    reads=_that,
    yes={"dù năm ấy đứng thứ 27": {"that": True}},
    no=("năm trước đó", "trong khi đó"),
)

YEAR_WHEN = Rule(
    name="year/when",
    kind="year",
    needs=("so", "hơn", "kém"),
    pattern=rf"""
        (?<!\w) (?:so|hơn|kém)\ (?:với\ )?(?:thời\ điểm\ )?(?:chính\ mình\ )?(?:ở\ )?
        (?:(?:năm|kỳ|papi|pci|dti|sipas|par\ index)\ )?{_YEAR}
        (?=(?:\ -\ [^,;.()]{{0,40}})?,?\ (?:-\ )?(?:khi|lúc|năm\ mà)\ )
    """,
    reads=lambda m: {**_year(m), "glance": True},
    yes={"nếu so với năm 2020, khi tỉnh xếp 62/63": {"year": 2020}},
)

BASELINE = Rule(
    name="baseline/year",
    kind="baseline",
    needs=("so", "hơn", "kém", "trên", "như", "cạnh", "với"),
    pattern=rf"""
        (?<!\w) (?: so\ (?:sánh\ )?(?:với\ |năm\ ) (?:(?!hạng|thứ|vị\ )[^\s,;.()]+\s+){{0,7}}?
          | (?<!nếu\ )như\ (?:trong\ )?(?:ở\ )?năm[ ]
          | (?:cao\ hơn|thấp\ hơn|tốt\ hơn|nhiều\ hơn|hơn|kém)\ (?:(?:năm|kỳ)\s+|(?=20\d\d\ ?[,(]))
          | (?:đặt\ cạnh|đối\ chiếu\ với|sánh\ với)\ (?:(?:kết\ quả|bảng|kỳ|pci|papi|dti|sipas)\ )?
            (?:của\ )?năm[ ] ) {_YEAR}
    """,
    reads=_year,
    yes={"tăng 6 bậc so với năm 2019": {"year": 2019}, "so với 2018": {"year": 2018}},
    no=("so với mục tiêu",),
)

BASELINE_BEFORE = Rule(
    name="baseline/before",
    kind="baseline",
    needs=("so", "như", "hơn", "kém"),
    pattern=r"""
        (?<!\w) (?: so\ (?:với\ )?(?:chính\ mình\ |chính\ nó\ |bản\ thân\ )?
          | (?:nhỉnh\ |cao\ |khá\ |tốt\ |thấp\ )?(?:hơn|kém)[ ]
          | (?<=giữ\ nguyên\ )như\ | (?<=đổi\ )như\ | (?<=trí\ đầu\ )như\ | (?<=thứ\ hạng\ )như\ )
        (?: (?:năm|kỳ(?:\ (?:đo|đánh\ giá|xếp\ hạng|công\ bố))?|mùa|lần|bảng)
            \ (?:trước\ đó|trước|ngoái|liền\ trước|liền\ kề(?:\ trước(?:\ đó)?)?)
          | (?:một|1)\ năm\ trước(?:\ đó)? ) (?!\w)
    """,
    reads=lambda _: {"year": None, "relative": -1},
    yes={"so với năm trước": {"relative": -1}},
)

RULES = (
    THIS_YEAR, YEAR_BEFORE, YEAR_LONG_BEFORE, YEAR_AFTER, YEAR_FIRST, YEAR_THAT, YEAR_WHEN,
    BASELINE, BASELINE_BEFORE,
)  # fmt: skip
