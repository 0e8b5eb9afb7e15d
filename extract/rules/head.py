"""What is spoken of: years, baselines, means, and the words that stand for a subject."""

import re

from extract.rule import Data, Rule

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
          | nay\ (?:đã\ |chỉ\ |mới\ )?(?=lên|xuống|đạt|đứng|xếp|vươn|tụt|còn|là|được) )
    """,
    reads=lambda _: {"year": None, "relative": 0},
    yes={"xếp 63/63 ở kỳ trước - nay lên hạng 50": {"relative": 0}},
)

YEAR_WHEN = Rule(
    name="year/when",
    kind="year",
    needs=("so", "hơn", "kém"),
    pattern=rf"""
        (?<!\w) (?:so|hơn|kém)\ (?:với\ )?(?:thời\ điểm\ )?(?:năm|kỳ)\ {_YEAR} (?=,?\ (?:khi|lúc)\ )
    """,
    reads=lambda m: {**_year(m), "glance": True},
    yes={"nếu so với năm 2020, khi tỉnh xếp 62/63": {"year": 2020}},
)

BASELINE = Rule(
    name="baseline/year",
    kind="baseline",
    needs=("so", "hơn", "kém", "trên", "như", "cạnh", "với"),
    pattern=rf"""
        (?<!\w) (?: so\ (?:sánh\ )?(?:với\ |năm\ ) (?:[^\s,;.()]+\s+){{0,7}}?
          | (?<!nếu\ )như\ (?:trong\ )?(?:ở\ )?năm\ | (?:cao\ hơn|thấp\ hơn|tốt\ hơn|nhiều\ hơn|hơn|kém)\ (?:năm|kỳ)\s+
          | (?:đặt\ cạnh|đối\ chiếu\ với|sánh\ với)\ năm\ | trên\ mức\ [\d,.]+\ ?%\ của\ năm\ ) {_YEAR}
    """,
    reads=_year,
    yes={"tăng 6 bậc so với năm 2019": {"year": 2019}, "so với 2018": {"year": 2018}},
    no=("so với mục tiêu",),
)

COMPONENT_MEANT = Rule(
    name="component/anaphor",
    kind="component",
    needs=("này",),
    pattern=r"""
        (?<!\w) (?:nội\ dung|lĩnh\ vực|trụ\ cột|tiêu\ chí|chỉ\ số\ thành\ phần)\ này (?!\w)
    """,
    reads=lambda _: {"of": (), "anaphor": True},
    yes={"dẫn đầu ở nội dung này": {"anaphor": True}},
)

BASELINE_BEFORE = Rule(
    name="baseline/before",
    kind="baseline",
    needs=("so",),
    pattern=r"(?<!\w)so\ (?:với\ )?(?:năm\ (?:trước|ngoái|trước\ đó|liền\ trước)|kỳ\ trước)(?!\w)",
    reads=lambda _: {"year": None, "relative": -1},
    yes={"so với năm trước": {"relative": -1}},
)

YEAR_THAT = Rule(
    name="year/that",
    kind="year",
    needs=("ấy", "đó"),
    pattern=r"(?<!\w)(?<!trong\ )(?<!từ\ )(?<!sau\ )(?:vào\ )?(?:năm|khi|lúc)\ (?:ấy|đó)(?!\w)",
    reads=lambda _: {"year": None, "relative": 0, "that": True},
    yes={"dù năm ấy đứng thứ 27": {"that": True}},
    no=("năm trước đó", "trong khi đó"),
)

YEAR_AFTER = Rule(
    name="year/after",
    kind="year",
    needs=("năm",),
    pattern=r"""
        (?<!\w)(?<!những\ )(?<!các\ )(?<!vài\ )(?<!nhiều\ )(?:ngay\ )?
        (?:năm\ (?:sau(?!\ khi)|kế\ tiếp|tiếp\ theo)|(?<!\w\ )một\ năm\ sau)(?!\w)
    """,
    reads=lambda _: {"year": None, "relative": 1},
    yes={"nhưng ngay năm sau tỉnh trượt 19 bậc": {"relative": 1}},
    no=("năm sau khi sáp nhập", "những năm sau"),
)

YEAR_BEFORE = Rule(
    name="year/before",
    kind="year",
    needs=("năm", "kỳ"),
    pattern=r"(?<!\w)(?<!với\ )(?<!so\ )(?<!các\ )(?<!mấy\ )(?<!những\ )(?<!nhiều\ )(?<!vài\ )(?:của\ )?(?:(?:trước\ đó\ )?(?:một|1)\ năm\ trước(?:\ đó)?|trước\ đó\ (?:một|1)\ năm|năm\ (?:trước|ngoái|liền\ trước)(?:\ đó)?|kỳ\ trước)(?!\w)",
    reads=lambda _: {"year": None, "relative": -1},
)

MEAN = Rule(
    name="mean/of",
    kind="mean",
    needs=("trung", "quân", "chung"),
    pattern=r"""
        (?<!\w) (?: (?:giá\ trị\ |điểm\ |mức\ )?
            (?:trung\ bình(?!\ (?:cao|thấp))|bình\ quân) (?!\w) (?:\ chung)? | mức\ chung(?!\w) )
    """,
    yes={"giá trị trung bình là 83,72%": {}},
    no=("nhóm trung bình thấp",),
)

NATION = Rule(
    name="subject/nation",
    kind="subject",
    needs=("nước", "quốc", "tỉnh"),
    pattern=r"""
        (?<![\w/])
        (?: cả\ nước | toàn\ quốc | quốc\ gia(?=\ (?:năm|đạt|là))
          | (?<=của\ )(?:63|34)\ tỉnh,?\ (?:thành\ phố|thành)
        ) (?!\w)
    """,
    reads=lambda _: {"type": "national", "name": "cả nước", "id": "ca-nuoc"},
)


def _ministries(match: re.Match[str]) -> Data:
    name = f"{match['n'] or 'các'} bộ, cơ quan ngang bộ"
    return {"type": "other", "name": name, "id": None, "group": True}


MINISTRIES = Rule(
    name="subject/ministries",
    kind="subject",
    needs=("bộ",),
    pattern=r"""
        (?<![\w/])
        (?: (?:(?P<n>\d{1,2})\ )?bộ,\ (?:ngành,\ )?cơ\ quan\ ngang\ bộ | khối\ bộ(?!\w) )
    """,
    reads=_ministries,
    yes={"của 17 bộ, cơ quan ngang bộ đạt": {"name": "17 bộ, cơ quan ngang bộ"}},
)

LOCAL = Rule(
    name="subject/local-offices",
    kind="subject",
    pattern=r"""
        (?<![\w/,.]) (?P<words> \d{1,3}\ (?:sở|huyện|quận|xã|phường)(?:,\ [^,;.()]{2,20}?)? )
        (?=\ (?:có|đạt|là|được)(?!\w))
    """,
    reads=lambda m: {"type": "department", "name": m["words"], "id": None, "group": True},
    yes={"19 sở, ban ngành có giá trị trung bình 86,12%": {"type": "department"}},
)

KIND_OF_UNIT = Rule(
    name="subject/kind-of-unit",
    kind="subject",
    needs=("các",),
    pattern=r"""
        (?<!\w) các\ (?:tỉnh|thành\ phố)
        \ (?P<kind>
            (?:thuộc\ loại|trực\ thuộc|loại|miền\ núi|đồng\ bằng|vùng\ cao) [^,;.()]{0,60}? )
        (?=\ (?:có|đạt|là|với))
    """,
    reads=lambda _: {"type": "other", "name": None, "id": None, "group": True},
    yes={"các tỉnh thuộc loại thành phố trực thuộc Trung ương có mức".lower(): {"type": "other"}},
)


_MEANT: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("vùng", ("region",)),
    ("bộ", ("ministry",)),
    ("huyện", ("district",)),
    ("xã", ("district",)),
    ("phường", ("district",)),
    ("sở", ("department",)),
)


def _lesser(match: re.Match[str]) -> Data:
    of = next(kinds for word, kinds in _MEANT if word in match.group())
    return {
        "type": "anaphor", "name": None, "id": None, "of": of,
        "ours": False, "near": True, "foreign": True,
    }


LESSER = Rule(
    name="subject/lesser",
    kind="subject",
    needs=("này", "vùng"),
    pattern=r"""
        (?<!\w) (?: (?:cả|toàn)\ vùng(?=\ (?:đạt|có|là))
          | (?<!khu\ )(?:vùng|bộ|huyện|xã|phường|sở)\ này ) (?!\w)
    """,
    reads=_lesser,
    yes={"trong năm 2019, bộ này xếp thứ 3": {"of": ("ministry",)}},
)


def _anaphor(match: re.Match[str]) -> Data:
    words = match.group()
    ours, near = words.endswith((" ta", " nhà")), words.endswith(("này", "bạn"))
    foreign = words.endswith("bạn")
    return {
        "type": "anaphor", "name": None, "id": None,
        "ours": ours, "near": near, "foreign": foreign,
    }


ANAPHOR = Rule(
    name="subject/anaphor",
    kind="subject",
    needs=("tỉnh", "địa", "thành", "nơi"),
    pattern=r"""
        (?<!\w) (?: tỉnh\ (?:ta|này|nhà|bạn) | (?<!\d\ )(?<!hai\ )(?<!ba\ )địa\ phương\ này | thành\ phố\ này | nơi\ này
          | (?<!tỉnh,\ )(?<!tỉnh\ )(?<!các\ )(?<!\d\ )(?<!xã,\ )(?<!huyện,\ )
            thành\ phố (?=\ (?:đạt|xếp|đứng|tăng|giảm|trở|tụt|vươn|được|dẫn|lọt|giữ))
          | (?<!cấp\ )(?<!các\ )(?<!toàn\ )(?<!ubnd\ )(?<!hđnd\ )(?<!\d\ )(?<!ban\ )(?<!đoàn\ )
            (?<!điều\ hành\ )(?<!quyền\ )(?<!nhiều\ )(?<!chính\ quyền\ )(?<!những\ )(?<!trong\ )
            (?<!đạo\ )(?<!tiêu\ )
            tỉnh
            (?= \ (?: đạt|xếp|đứng|tăng|giảm|có|được|là|ở|chỉ|vươn|cũng|đã|lên|tụt|năm|vẫn|thuộc
                    | nằm|giữ|hiện|từ|tiếp|dẫn|trở|rơi|trượt|lọt|nhảy|bị|chưa|thì|sụt|nhích|bứt|cùng
                    | tuột|tiến|lại )
              | , | : | \ \( )
        ) (?!\w)
    """,
    reads=_anaphor,
    yes={
        "PAR Index của tỉnh ta giảm": {"type": "anaphor"},
        "chỉ số của tỉnh tăng 6 bậc": {"type": "anaphor"},
    },
    no=("các tỉnh, thành phố", "UBND tỉnh đã giao".lower(), "63 tỉnh, thành phố"),
)

CAPITAL = Rule(
    name="subject/capital",
    kind="subject",
    needs=("đô",),
    pattern=r"(?<!\w)(?<!tại\ )(?<!ở\ )thủ\ đô(?=\ (?!hà|của|viêng|bắc|phnôm|băng)|[,.;:(])",
    reads=lambda _: {"type": "province", "ids": ("ha-noi",), "name": None},
    yes={"năm 2022, Thủ đô đứng thứ 21/63".lower(): {"ids": ("ha-noi",)}},
    no=("thủ đô Hà Nội", "tại thủ đô, hội nghị"),
)

SCOPE = Rule(
    name="scope/named",
    kind="scope",
    needs=("trong", "ở", "khối", "nhóm", "riêng", "tính", "nhập", "nhất", "cũ", "mới", "toàn"),
    pattern=r"""
        (?<!\w)
        (?: (?<!một\ )(?<!nhất\ )(?<!bảng\ )(?<!cuối\ )(?<!chót\ )(?<!cùng\ )(?:trong|ở|khối|nhóm) \s+
            (?P<rank_scope>
                (?:khu\ vực(?!\ công)|vùng|các\ tỉnh|\d{1,2}\ tỉnh(?!,)
                  |khối|nhóm\ \d+\ bộ)
                (?:(?!\ (?:có|đạt|được|thuộc|gồm)\ )[^,;.():"]){3,60}? )
            (?=\s*[,:(]|\ là\ |\ thì\ )
          | (?:trong|ở|của|toàn)\ (?P<rank_scope_4> vùng | khu\ vực )(?=,)
          | (?<!một\ )(?<!nhất\ )(?<!bảng\ )(?<!cuối\ )(?<!chót\ )(?:(?:xét|tính)\ )?(?:riêng|trong)\ (?P<rank_scope_3>
                (?:\d{1,2}\ )?(?:tỉnh(?!,)|vùng|khu\ vực(?!\ công)|các\ tỉnh) [^,;.():"]{3,40}?
                (?:,\ (?:miền|biên|trung|đồng|duyên|ven)\ [^,;.():]{3,40}?)? ) (?=\ thì\ |,)
          | (?:nếu\ )?(?:tính|xếp|xét|chấm)\ (?:riêng\ |theo\ )? (?:(?:63|34)\ [^;.():]{0,30}?)?
            (?P<rank_scope_2> (?:trước|sau)\ (?:khi\ )?(?:sáp\ nhập|hợp\ nhất)
              | (?:63|34)\ tỉnh,\ thành(?:\ phố)?\ (?:cũ|mới) ) )
    """,
    yes={
        "tính riêng vùng Trung du thì xếp thứ 5/14".lower(): {},
        "Trong khu vực Nam Trung bộ và Tây Nguyên, tỉnh xếp".lower(): {},
        "nếu tính trước khi sáp nhập thì tp.hcm đứng đầu": {},
    },
)

RULES = (
    YEAR, YEAR_LISTED, YEAR_BARE, YEAR_IN_BRACKETS, YEAR_BESIDE_INDEX, THIS_YEAR, YEAR_BEFORE, YEAR_AFTER, YEAR_THAT,
    YEAR_WHEN, BASELINE, BASELINE_BEFORE, MEAN, NATION, MINISTRIES, LOCAL, KIND_OF_UNIT,
    ANAPHOR, LESSER, COMPONENT_MEANT, CAPITAL, SCOPE,
)  # fmt: skip
