"""When: years, months and quarters, and the years that values are compared with."""

import re

from extract.rule import Data, Rule, words_before

_YEAR = r"(?P<year>(?:19|20)\d\d)(?!\d)"


def _year(match: re.Match[str]) -> Data:
    return {"year": int(match["year"])}


YEAR = Rule(
    name="year/named",
    kind="year",
    needs=("năm",),
    pattern=rf"(?<!\w)(?:trong\ |của\ )?(?:cả\ )?năm\s+{_YEAR}",
    reads=_year,
    yes={"PAR INDEX năm 2023": {"year": 2023}},
)


YEAR_BESIDE_INDEX = Rule(
    name="year/beside-index",
    kind="year",
    needs=("19", "20"),
    pattern=rf"(?<=[a-zà-ỹ\d)])\s+{_YEAR}(?![\d/-])(?!\s*-\s*\d)",
    reads=_year,
    yes={"PCI 2024: Hải Phòng": {"year": 2024}},
)


YEAR_LISTED = Rule(
    name="year/listed",
    kind="year",
    needs=(",",),
    pattern=rf"(?<=20\d\d,\ ){_YEAR}(?![\d/-])",
    reads=_year,
    yes={"các năm 2021, 2022, 2023": {"year": 2022}},
)


YEAR_BARE = Rule(
    name="year/bare",
    kind="year",
    needs=(",",),
    pattern=rf"(?<=,\ ){_YEAR}(?=\ (?:thứ|hạng|vị\ t|đạt|là|đứng|xếp|ở)(?!\w))",
    reads=_year,
    yes={"năm 2018 đứng thứ 14, 2019 thứ 15": {"year": 2019}},
)


YEAR_IN_BRACKETS = Rule(
    name="year/in-brackets",
    kind="year",
    needs=("(",),
    pattern=rf"\(\s*(?:năm\s+)?{_YEAR}\s*\)",
    reads=_year,
    yes={"từ bậc 21 (năm 2015)": {"year": 2015}},
)

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


def _period(match: re.Match[str]) -> Data:
    year, part = int(match["year"]), match["part"]
    if match["kind"] == "quý":
        return {"year": year, "period": f"{year}-Q{_ROMAN.get(part) or int(part)}"}
    mark = "" if match["kind"] == "tháng" else "W"
    return {"year": year, "period": f"{year}-{mark}{int(part):02}"}


PERIOD = Rule(
    name="period/named",
    kind="period",
    needs=("tháng", "quý", "tuần"),
    pattern=rf"""
        (?<!\w) (?P<kind>tháng|quý|tuần)\s+ (?P<part>\d{{1,2}}|iv|i{{1,3}})
        (?:\s*[/-]\s*|\s+năm\s+) {_YEAR}
    """,
    reads=_period,
    yes={"tháng 5/2024": {"period": "2024-05"}, "quý II năm 2025": {"period": "2025-Q2"}},
    no=("ngày 5/2024",),
)

UP_TO_DAY = Rule(
    name="period/up-to-day",
    kind="period",
    needs=("đến",),
    pattern=rf"""
        (?<!\w) (?P<kind>tính\ )?đến\ (?:hết\ )? (?:ngày\ )?
        \d{{1,2}}[/.-](?P<part>\d{{1,2}})[/.-]{_YEAR}
    """,
    reads=lambda m: {"year": int(m["year"]), "period": f"{m['year']}-{int(m['part']):02}"},
    yes={
        "tính đến ngày 22/3/2024": {"period": "2024-03"},
        "đến ngày 21-8-2025": {"period": "2025-08"},
    },
)

THIS_YEAR = Rule(
    name="year/this",
    kind="year",
    needs=("nay", "qua", "này"),
    pattern=r"""
        (?<!\w) (?: (?:năm\ (?:nay|vừa\ qua|qua) | kỳ\ này | lần\ này)(?!\w)
          | nay\ (?:đã\ |chỉ\ |mới\ )?(?=(?:lên|xuống|đạt|đứng|xếp|vươn|tụt|còn|là|được
              |hạng|thứ|vị|lùi|rơi|trượt|giảm|tăng|leo
              |về|ở|vào|thuộc|nằm)(?!\w)) )
    """,
    reads=lambda _: {"year": None, "relative": 0},
    yes={"xếp 63/63 ở kỳ trước - nay lên hạng 50": {"relative": 0}},
)

YEAR_BEFORE = Rule(
    name="year/before",
    kind="year",
    needs=("năm", "kỳ"),
    pattern=r"""
        (?<!\w) (?<!với\ )(?<!so\ )(?<!các\ )(?<!mấy\ )(?<!bao\ )(?<!những\ )(?<!nhiều\ )(?<!vài\ )
        (?:của\ )?
        (?: (?:trước\ đó\ )?(?:một|1)\ năm\ trước(?:\ đó)? | trước\ đó\ (?:một|1)\ năm
          | năm\ (?:trước|ngoái|liền\ trước)(?:\ đó)? | kỳ\ trước ) (?!\w)
    """,
    reads=lambda _: {"year": None, "relative": -1},
)

YEAR_AFTER = Rule(
    name="year/after",
    kind="year",
    needs=("năm",),
    pattern=r"""
        (?<!\w)(?<!những\ )(?<!các\ )(?<!vài\ )(?<!nhiều\ )(?<!hai\ )(?<!ba\ )(?<!\d\ )(?:ngay\ )?
        (?:năm\ (?:sau(?!\ (?:khi|lần|ngày))|kế\ tiếp|tiếp\ theo)
          |(?<!\w\ )một\ năm\ sau(?!\ (?:lần|khi|kỳ|ngày)))(?!\w)
    """,
    reads=lambda _: {"year": None, "relative": 1},
    yes={"nhưng ngay năm sau tỉnh trượt 19 bậc": {"relative": 1}},
    no=("năm sau khi sáp nhập", "những năm sau"),
)


def _that(match: re.Match[str]) -> Data:
    """Tell whether it leads back to the year compared with: "so với năm 2020. Năm ấy, ..."."""
    back = bool(match["back"]) or bool(_COMPARED_LAST.search(words_before(match, 40)))
    return {"year": None, "relative": 0, "that": True, "back": back}


_COMPARED_LAST = re.compile(r"so với năm \d{4}\.\s+$")

YEAR_THAT = Rule(
    name="year/that",
    kind="year",
    needs=("ấy", "đó"),
    pattern=r"""
        (?<!\w) (?<!trong\ )(?<!từ\ )(?<!sau\ )
        (?P<back>(?:nhớ|nhìn|ngược)\ lại\ )? (?:vào\ )?(?:năm|khi|lúc)\ (?:ấy|đó) (?!\w)
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
    pattern=r"(?<!\w)(?:so\ (?:với\ )?|(?:nhỉnh\ |cao\ |khá\ |tốt\ |thấp\ )?(?:hơn|kém)\ "
    r"|(?<=giữ\ nguyên\ )như\ |(?<=đổi\ )như\ )"
    r"(?:năm\ (?:trước|ngoái|trước\ đó|liền\ trước)|kỳ\ trước)(?!\w)",
    reads=lambda _: {"year": None, "relative": -1},
    yes={"so với năm trước": {"relative": -1}},
)

PERIODS = (PERIOD, UP_TO_DAY)
RULES = (
    YEAR, YEAR_LISTED, YEAR_BARE, YEAR_IN_BRACKETS, YEAR_BESIDE_INDEX,
    THIS_YEAR, YEAR_BEFORE, YEAR_AFTER, YEAR_THAT, YEAR_WHEN,
    BASELINE, BASELINE_BEFORE,
)  # fmt: skip
