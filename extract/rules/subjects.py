"""Whose: means, the nation, groups of offices, the words that stand for a subject, and scopes."""

import re

from extract.rule import Data, Rule
from extract.subject import COUNTRY, is_beside

MEAN = Rule(
    name="mean/of",
    kind="mean",
    needs=("trung", "quân", "chung", "mặt bằng"),
    pattern=r"""
        (?<!\w) (?: (?:giá\ trị\ |điểm\ |mức\ )?
            (?:trung\ bình(?!\ (?:cao|thấp))|bình\ quân) (?!\w) (?:\ chung)?
          | mức\ chung(?!\w) | mặt\ bằng(?:\ chung|(?=\ (?:cả\ nước|toàn\ quốc)))(?!\w)
          | (?<=hài\ lòng\ )chung(?!\w) )
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
          | (?:(?<=của\ )|(?<=quân\ )|(?<=bình\ ))(?:63|34)\ tỉnh,?\ (?:thành\ phố|thành)
        ) (?!\w)
    """,
    reads=lambda _: dict(COUNTRY),
)


def _ministries(match: re.Match[str]) -> Data:
    name = f"{match['n'] or match['n_2'] or 'các'} bộ, cơ quan ngang bộ"
    return {"type": "other", "name": name, "id": None, "group": True}


MINISTRIES = Rule(
    name="subject/ministries",
    kind="subject",
    needs=("bộ", "khối"),
    pattern=r"""
        (?<![\w/])
        (?<!cuối\ trong\ )(?<!chót\ trong\ )(?<!cùng\ trong\ )(?<!nhất\ trong\ )
        (?: (?:(?P<n>\d{1,2})\ )?bộ,\ (?:ngành,\ )?cơ\ quan\ ngang\ bộ | khối\ bộ(?!\w)
          | (?:(?<=quân\ )|(?<=bình\ ))(?:của\ )?(?:toàn\ |cả\ )?khối(?:\ này)?(?=\ (?:là|đạt|ở|\d))
          | (?<=bình\ của\ )(?P<n_2>\d{1,2})\ bộ(?=\ (?:là|đạt)(?!\w)) )
    """,
    reads=_ministries,
    yes={"của 17 bộ, cơ quan ngang bộ đạt": {"name": "17 bộ, cơ quan ngang bộ"}},
)

LOCAL = Rule(
    name="subject/local-offices",
    kind="subject",
    needs=("sở", "huyện", "quận", "xã", "phường"),
    pattern=r"""
        (?<![\w/,.]) (?P<words>
            (?:\d{1,3}|khối)\ (?:sở|huyện|quận|xã|phường)(?:,\ [^,;:.()]{2,20}?)? )
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
        (?<!\w) các\ (?:tỉnh|thành\ phố|bộ)
        \ (?P<kind>
            (?:thuộc\ loại|trực\ thuộc|loại|cung\ cấp|không\ cung|miền\ núi|đồng\ bằng|vùng\ cao)
            [^,;.()]{0,60}? )
        (?=\ (?:có|đạt|là|với|trung\ bình))
    """,
    reads=lambda _: {"type": "other", "name": None, "id": None, "group": True},
    yes={"các tỉnh thuộc loại thành phố trực thuộc Trung ương có mức".lower(): {"type": "other"}},
)

_MEANT: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("cơ quan", ("ministry", "department")),
    ("vùng", ("region",)),
    ("bộ", ("ministry",)),
    ("ủy ban", ("ministry",)),
    ("huyện", ("district",)),
    ("xã", ("district",)),
    ("phường", ("district",)),
    ("sở", ("department",)),
)


def _lesser(match: re.Match[str]) -> Data:
    of = next(kinds for word, kinds in _MEANT if word in match.group())
    return {
        "type": "anaphor",
        "name": None,
        "id": None,
        "of": of,
        "ours": False,
        "near": True,
        "foreign": True,
    }


LESSER = Rule(
    name="subject/lesser",
    kind="subject",
    needs=("này", "vùng", "ủy ban"),
    pattern=r"""
        (?<!\w) (?: (?:cả|toàn)\ vùng(?=\ (?:đạt|có|là))
          | ủy\ ban(?=\ (?:chỉ|đạt|được|xếp|đứng|tăng|giảm)(?!\w))
          | (?<!khu\ )(?:vùng|bộ|huyện|xã|phường|sở|cơ\ quan)\ này ) (?!\w)
    """,
    reads=_lesser,
    yes={"trong năm 2019, bộ này xếp thứ 3": {"of": ("ministry",)}},
)


def _anaphor(match: re.Match[str]) -> Data:
    words = match.group()
    ours, near = words.endswith((" ta", " nhà")), words.endswith(("này", "bạn"))
    foreign = words.endswith("bạn")
    return {
        "type": "anaphor",
        "city": words.startswith("thành phố"),
        "name": None,
        "id": None,
        "ours": ours,
        "near": near,
        "foreign": foreign,
    }


ANAPHOR = Rule(
    name="subject/anaphor",
    kind="subject",
    needs=("tỉnh", "địa", "thành", "nơi"),
    pattern=r"""
        (?<!\w)
        (?: (?<=nhà\ nước\ )trên\ địa\ bàn(?!\ (?:cả|toàn|\d))
          | tỉnh\ (?:ta|này|nhà|bạn) | (?<!\d\ )(?<!hai\ )(?<!ba\ )địa\ phương\ này
          | thành\ phố\ này | nơi\ này
          | (?<!tỉnh,\ )(?<!tỉnh\ )(?<!các\ )(?<!\d\ )(?<!xã,\ )(?<!huyện,\ )
            thành\ phố (?=\ (?:đạt|xếp|đứng|tăng|giảm|trở|tụt|vươn|được|dẫn|lọt|giữ))
          | (?<!cấp\ )(?<!các\ )(?<!toàn\ )(?<!ubnd\ )(?<!hđnd\ )(?<!\d\ )(?<!ban\ )(?<!đoàn\ )
            (?<!điều\ hành\ )(?<!quyền\ )(?<!nhiều\ )(?<!chính\ quyền\ )(?<!những\ )(?<!trong\ )
            (?<!đạo\ )(?<!tiêu\ )(?<!khối\ )(?<!nhất\ )
            tỉnh
            (?= \ (?: đạt|xếp|đứng|tăng|giảm|có|được|là|ở|chỉ|vươn|cũng|đã|lên|tụt|năm|vẫn|thuộc
                    | nằm|giữ|hiện|từ|tiếp|dẫn|trở|rơi|trượt|lọt|nhảy|bị|chưa|thì|sụt|nhích|bứt|cùng
                    | tuột|tiến|lại|trong\ năm
                    | mới|từng|vừa|đang|nhận|gom|giành|bật|leo|hụt|mất|còn|xuống|thêm|chiếm
                    | trụ|thu|kiếm|\d{1,3}[.,]\d )
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

COMPONENT_MEANT = Rule(
    name="component/anaphor",
    kind="component",
    needs=("này",),
    pattern=r"""
        (?<!\w) (?:(?:cả\ )?(?:hai|ba|bốn|\d)\ (?:mặt|khía\ cạnh|chỉ\ số)\ này
          | (?:nội\ dung|lĩnh\ vực|trụ\ cột|tiêu\ chí|chỉ\ số\ thành\ phần)\ này) (?!\w)
    """,
    reads=lambda _: {"of": (), "anaphor": True},
    yes={"dẫn đầu ở nội dung này": {"anaphor": True}},
)


def _capital(match: re.Match[str]) -> Data:
    beside = is_beside(match.string, match.start())
    return {"type": "province", "ids": ("ha-noi",), "name": None, "beside": beside}


CAPITAL = Rule(
    name="subject/capital",
    kind="subject",
    needs=("đô",),
    pattern=r"(?<!\w)(?<!tại\ )(?<!ở\ )thủ\ đô(?=\ (?!hà(?!i)|của|viêng|bắc|phnôm|băng)|[,.;:(])",
    reads=_capital,
    yes={"năm 2022, Thủ đô đứng thứ 21/63".lower(): {"ids": ("ha-noi",)}},
    no=("thủ đô Hà Nội", "tại thủ đô, hội nghị"),
)

# "Cao nhất trong ...", "một trong ...": here the words only finish what stands before them.
_OPEN = r"(?<!một\ )(?<!nhất\ )(?<!bảng\ )(?<!cuối\ )(?<!chót\ )"

SCOPE = Rule(
    name="scope/named",
    kind="scope",
    needs=(
        "xét",
        "tại",
        "trong",
        "ở",
        "khối",
        "nhóm",
        "riêng",
        "tính",
        "nhập",
        "nhất",
        "chỉ",
        "so",
        "với",
        "cũ",
        "mới",
        "toàn",
    ),
    pattern=rf"""
        (?<!\w)
        (?: (?:(?:chỉ\ (?:so|tính|xét)|(?<!\w)xét)\ (?:với\ |trong\ |riêng\ )? | so\ với\ )
            (?P<rank_scope_5> (?:các|\d{{1,2}})
                \ (?!năm|kỳ|hạng\ mục|lĩnh|nội|chỉ|tiêu|trụ|yếu|[^,]*(?:đầu|20\d\d))
                [^,;.():"]{{3,60}}? )
            (?=,\ (?!tăng|giảm|cao|thấp|điểm|chỉ)|\ thì\ )
          | {_OPEN}(?!(?<=\d\ )trong\ \d)(?<!cùng\ )(?<!cũng\ )(?:trong|ở|khối|nhóm) \s+
            (?P<rank_scope>
                (?:(?:khu\ vực(?!\ công)|vùng)
                    (?!\ (?:rớt|thăng|tăng|giảm|lùi|tụt|lên|xuống|rơi|leo)\ )
                  |các\ tỉnh(?:,\ thành(?:\ phố)?)?|(?!6[0-3]|34)\d{{1,2}}\ tỉnh(?!,)
                  |(?!6[0-3]|34)\d{{1,2}}\ (?:địa\ phương|tỉnh,\ thành(?:\ phố)?)
                    (?=\ (?:khu|vùng|miền|duyên|đồng|tây|đông|bắc|nam))
                  |khối(?!\ (?:63|34)\ )
                  |nhóm\ (?:các\ tỉnh\ )?(?=duyên\ |đồng\ bằng|tây\ |đông\ |bắc\ |trung\ du)
                  |nhóm\ \d+\ (?:bộ|thành\ phố|tỉnh(?!,)|địa\ phương))
                (?:(?!(?<!trực)\ (?:có|đạt|được|thuộc|gồm|như)\ )
                  (?:[^,;.():"]|,(?=\ (?:miền\ núi|duyên\ hải)\ ))){{3,60}}? )
            (?=\s*[,:(](?!\d|\ (?:miền\ núi|duyên\ hải)\ )|\s\((?=\d{{1,2}}\ [^\W\d])
              |\ là\ |\ thì\ |\ (?:do|tăng|giảm|lùi|tụt)[ ]
              |\ (?:cũng\ )?từ\ |\ cũng\ (?:xếp|đứng)\ |\ năm\ 20\d\d
              |\ (?:của|trong|ở|trên)\ (?:bảng|bộ\ chỉ|chỉ\ số
                |ddci|pci|papi|dti|pgi|pii|par|sipas|ict)(?!\w) )
          | (?:trong|ở|của|toàn)\ (?P<rank_scope_4> vùng | khu\ vực )
            (?=,|\ (?:từ|thì|tăng|giảm|lùi|tụt|rớt|thăng|lên|xuống|rơi|leo)\ )
          | (?:xét|tính)\ riêng\ (?P<rank_scope_6>
                (?:tây|đông|nam|bắc|trung|duyên|đồng|miền)\ [^,;.():"]{{3,40}}? )
            (?=\ thì\ |,(?!\d))
          | {_OPEN}(?:(?:xét|tính)\ )?(?:riêng|trong)\ (?P<rank_scope_3>
                (?:(?!6[0-3]|34)\d{{1,2}}\ )?
                (?:tỉnh(?!,)(?!(?:\ [^\s,]+){{2,3}}\ (?:được|xếp|đứng|đạt)\ )
                  |tỉnh,\ thành(?:\ phố)?(?=\ (?:miền|khu|vùng|duyên|đồng|tây|đông|bắc|nam))
                  |vùng|khu\ vực(?!\ công)|các\ tỉnh|(?:các\ )?thành\ phố)
                [^,;.():"]{{3,40}}?
                (?:,\ (?:miền|biên|trung|đồng|duyên|ven)\ [^,;.():]{{3,40}}?)? ) (?=\ thì\ |,(?!\d))
          | (?:nhóm|bảng|danh\ sách)\ (?P<rank_scope_7> 63\ tỉnh,?\ thành(?:\ phố)?
                \ \(?trước\ (?:khi\ )?(?:sáp\ nhập|hợp\ nhất) )
          | (?:^|(?<=[.;\n]\ )|(?<=\n))(?:ở|tại|trong|xét|với)\s
            (?P<rank_scope_9> (?:vùng\ |khu\ vực\ )?
                (?:đông\ nam\ bộ|tây\ nguyên|tây\ bắc|đông\ bắc|bắc\ trung\ bộ|nam\ trung\ bộ
                  |đồng\ bằng\ sông\ (?:hồng|cửu\ long)|đbscl|miền\ trung) )
            (?=,\ [^,;.:()\d]{{3,30}}\ (?:(?:xếp|đứng)\ (?:thứ|hạng|vị)|(?:vẫn\ )?dẫn\ đầu)
              |,\ (?:vị\ trí|ngôi|đứng|dẫn|quán)\ )
          | (?:^|(?<=[.;\n]\ )|(?<=\n))
            (?P<rank_scope_10> (?:vùng|khu\ vực)\ (?:đông|tây|nam|bắc|trung
                |duyên|đồng)\ [^,;.():\d]{{3,30}}? )(?=\ do\ )
          | (?P<rank_scope_8> (?:khối|nhóm)\ (?:sở|huyện|quận|thị\ xã|xã|phường)
                (?:,\ [^,;:.()]{{2,20}}){{0,3}} )(?=:)
          | (?:nếu\ )?(?:tính|xếp|xét|chấm)\ (?:riêng\ |theo\ )? (?:địa\ (?:giới|bàn)\ )?
            (?:(?:63|34)\ [^;.():]{{0,30}}?)?
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
    MEAN,
    NATION,
    MINISTRIES,
    LOCAL,
    KIND_OF_UNIT,
    ANAPHOR,
    LESSER,
    COMPONENT_MEANT,
    CAPITAL,
    SCOPE,
)
