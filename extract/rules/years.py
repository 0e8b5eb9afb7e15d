"""When: the years, months and quarters that are written in figures."""

import re

from extract.rule import Data, Rule

_YEAR = r"(?P<year>(?:19|20)\d\d)(?!\d)"


def _year(match: re.Match[str]) -> Data:
    return {"year": int(match["year"])}


YEAR = Rule(
    name="year/named",
    kind="year",
    needs=("năm", "sang"),
    pattern=rf"(?<!\w)(?:(?:trong\ |của\ |hồi\ )?(?:cả\ )?năm\s+|sang\ (?=20\d\d\ )){_YEAR}",
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


YEAR_HEADS_ITEM = Rule(
    name="year/heads-item",
    kind="year",
    needs=("(", ":"),
    pattern=rf"(?<=\(){_YEAR}(?=(?:,|\ và)\ (?:19|20)\d\d|:)|(?<=[:;,]\ )(?P<item>20\d\d)(?=:\s\d)",
    reads=lambda m: {"year": int(m["year"] or m["item"])},
    yes={
        "ba năm đầu (2011, 2012 và 2013)": {"year": 2011},
        "xếp thứ 15 (2021: 30)": {"year": 2021},
        "như sau: 2019: 52": {"year": 2019},
    },
    no=("(2011)",),
)


YEAR_BARE = Rule(
    name="year/bare",
    kind="year",
    needs=(",", ":"),
    pattern=rf"(?<=[,:]\ ){_YEAR}(?=\ (?:thứ|hạng|vị\ t|đạt|là|đứng|xếp|ở|nhích|lên|vươn"
    r"|leo|tụt|trượt|rơi|lùi|bật)(?!\w))",
    reads=_year,
    yes={"năm 2018 đứng thứ 14, 2019 thứ 15": {"year": 2019}},
)


YEAR_APART = Rule(
    name="year/apart",
    kind="year",
    needs=("20",),
    pattern=r"""
        (?: (?<=sau,\ )|(?<=đó,\ )|(?<=ấy,\ )|(?<=này,\ )|(?<=trước,\ )|(?<=tiên,\ )
          | (?<=ra\ đời,\ ))
        (?P<year>20\d\d) (?=,)
    """,
    reads=_year,
    yes={"phải ba năm sau, 2019, mới được thứ 22": {"year": 2019}},
    no=("trong các năm 2018, 2019, 2020",),
)


YEAR_BETWEEN_DASHES = Rule(
    name="year/between-dashes",
    kind="year",
    needs=(" - 20",),
    pattern=r"(?<=[a-zà-ỹ]\ -\ )(?P<year>20\d\d)(?=\ -\ [a-zà-ỹ])",
    reads=_year,
    yes={"năm thứ ba - 2022 - vào thẳng vị trí thứ 10": {"year": 2022}},
    no=("giai đoạn 2021 - 2022 - 2023",),
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

PERIODS = (PERIOD, UP_TO_DAY)
RULES = (
    YEAR, YEAR_LISTED, YEAR_HEADS_ITEM, YEAR_BARE, YEAR_APART, YEAR_BETWEEN_DASHES,
    YEAR_IN_BRACKETS, YEAR_BESIDE_INDEX,
)  # fmt: skip
