"""Places told in words: first, second, highest, and last ones."""

import re

from extract.rule import Data, Rule, words_before

# "10 địa phương dẫn đầu", "nhóm dẫn đầu": a set, not a first place; "người đứng đầu": a person.
_NOT_FIRST = re.compile(
    r"""
    (?: (?:(?<!\d)\d{1,2}|hai|ba|bốn|năm|mười)
        \ (?:tỉnh|địa\ phương|đơn\ vị|thành|bộ|nước|nơi|xã|huyện|sở|cơ\ quan|quốc\ gia|vị\ trí
          |cái\ tên|gương\ mặt)
        (?:,\ thành(?:\ phố)?)?[^.,;:()]{0,30}(?<!thì)(?<!thì\ )
      | (?:các|những)\ (?:tỉnh|địa\ phương|đơn\ vị|bộ|nơi|xã|huyện|sở|cơ\ quan)
      | (?<!\w)(?:(?<!thứ\ )\d{1,2}|các|những|hai|ba|bốn|mười) | lần
      | (?<!\w)\d{1,2}\ (?:chỉ\ số|trụ\ cột|nội\ dung|lĩnh\ vực|tiêu\ chí)
      | nhiều\ năm[^,;.]{0,20} | điểm\ của\ (?:tỉnh|đơn\ vị|địa\ phương|nơi)
      | nhóm | tốp | top | người | cán\ bộ | mất | chủ\ tịch(?:\ ubnd)?(?:\ tỉnh)? | bí\ thư
      | (?<!đầu\ )sau\ (?:\d{1,2}|hai|ba|bốn|năm)\ năm(?:\ (?:liền|liên\ tiếp|liên\ tục))?
      | cách[^,;.]{0,30}\ (?:thành\ phố|tỉnh|đơn\ vị|địa\ phương|nơi)
      | (?:với|sau|hơn|kém|bằng|%)\ (?:của\ )?(?:tỉnh|vùng|địa\ phương|đơn\ vị|bộ|nơi)
      | không\ còn(?:\ đứng)?(?:\ (?:ở|giữ|là|nắm))? | (?:tuột|vuột|lỡ|hụt)(?:\ mất)?
      | (?<!không\ )(?<!chưa\ )(?:khỏi|rời|thoát|nhường) | mất\ vị\ trí | vị\ trí\ cao
    ) \s*$
    """,
    re.VERBOSE,
)


def _first(match: re.Match[str]) -> Data | None:
    before = words_before(match, 50)
    if match.string.startswith(" là ", match.end()):
        before = before.removesuffix("người ")  # "người dẫn đầu là Bộ Tư pháp"
    size = match.groupdict().get("out_of")
    return None if _NOT_FIRST.search(before) else {"rank": 1, "out_of": int(size) if size else None}


def _second(_: re.Match[str]) -> Data:
    return {"rank": 2, "out_of": None}


FIRST = Rule(
    name="rank/first",
    kind="rank",
    needs=(
        "đầu",
        "nhất",
        "quán",
        "một",
        "1",
        "trên cùng",
        "vô địch",
        "trên đỉnh",
        "trên hết",
        "lên ngôi",
        "đăng quang",
        "ngôi vương",
        "thủ khoa",
    ),
    pattern=r"""
        (?<!\w) (?<!mất\ vị\ trí\ ) (?!(?<=năm\ )vị\ trí)
        (?: (?:tiếp\ tục\ |vẫn\ )? (?:giữ\ (?:vững\ )?)? (?:vị\ trí\ |ngôi\ |ngôi\ vị\ )?
            (?: dẫn\ đầu | đứng\ đầu | đầu\ bảng | ngôi\ đầu | quán\ quân
              | (?:vị\ trí|ngôi)\ cao\ nhất(?!,\ (?:thứ|hạng)\ \d)
              | ngôi\ vô\ địch | trên\ đỉnh(?:\ bảng)?
              | (?:xếp|đứng|về|đoạt)\ nhất | đứng\ cao\ nhất | xếp\ đầu\ tiên
              | (?<!bảng\ )thứ\ nhất | (?:(?<=đó\ )|(?<=đều\ ))nhất(?=\ (?:cả\ nước|toàn\ quốc))
              | (?:(?<=đứng\ )|(?<=tỉnh\ ))nhất\ nước(?=\ (?:về|ở)\ ) | nhất\ bảng | số\ một
              | số\ 1(?=\s*\(\d|\ (?:cả\ nước|toàn\ quốc|trong\ (?:khối|vùng))(?!\w))
              | số\ 1(?=\ (?:vẫn\ |tiếp\ tục\ )?(?:là|thuộc\ về)\ )(?<=^số\ 1)
              | (?<=[,;:.(]\ )số\ 1(?=\ (?:vẫn\ |tiếp\ tục\ )?(?:là|thuộc\ về)\ )
              | (?:đứng|xếp|nằm|ngồi)\ trên\ (?:cùng|hết) | trên\ cùng(?=\ (?:là|với)\ )
              | (?:vị\ trí|dòng)\ trên\ cùng
              | (?:dòng|ghế)\ đầu(?:\ tiên)?(?!\ (?:của|trong)\ (?!bảng))
              | vị\ trí\ đầu
                (?=\s*(?:[,.;()]|$|tiên|bảng|về|trong|của|thuộc|là|với|vùng|khối))
              | cán\ đích\ đầu\ tiên | ngôi\ (?:nhất|vương|thủ\ khoa)
              | (?:lên\ ngôi|đăng\ quang)
                (?!\ (?:á|nhì|ba|thứ|số|vị|hạng|cao|ngôi|vua|quán|đầu|vô)(?!\w))
              | thủ\ khoa | (?<=vẫn\ )vô\ địch | vô\ địch(?=\s*[,.;(])
              | (?<=vẫn\ )số\ 1(?=\s*[,.;]) | (?<=đứng\ )số\ 1(?!\d)
              | (?:vị\ trí|ngôi|ngôi\ vị)\ (?:số\ 1|thứ\ nhất|số\ một)(?!\d) ) )
        (?!\s+(?:gồm|cũ(?!\w)|(?:lần\ này\ |kỳ\ này\ |đã\ )*đổi\ chủ
            |cơ\ quan|đơn\ vị|các\ cơ\ quan|sở|huyện|ngành|không\ đổi\ chủ(?!:)
            |\d+(?:/\d+)?\ (?:chỉ|nội|lĩnh|tiêu|trụ)(?![^.;,:]{0,30}:))) (?:\ bảng)?
        (?:\s+
            (?P<rank_scope> (?:phía|miền)\ (?:bắc|nam|tây|đông|trung)(?:\ bộ)?(?!\w)
              | (?:khu\ vực|vùng)(?=\s*(?:[,;.()]|với|đạt|về|thì|và|$))
              | (?:khu\ vực|vùng)\ (?:phía|các|atk|biên|cao)(?:\ [^\s,;.()]+){1,4}?
                (?=\s*(?:[,;.()]|với|$))
              | khối\ (?!6[0-3]|34|địa\ phương|(?:các\ )?tỉnh|này|về|ở)
                [^,;.()]{2,25}?(?=\s*(?:[,;.()]|với|đạt|là|về|năm\ \d|$))
              | các\ (?:bộ|sở),\ (?:ban,\ )?ngành ) )?
        (?= (?:\s+ (?:trong\s+(?:số\s+)?)?
            (?P<out_of>\d{1,2})\ (?:tỉnh|thành\ phố|huyện|địa\ phương|bộ|sở) )? )
    """,
    reads=_first,
    yes={"Quán quân không đổi là Đà Nẵng": {"rank": 1}, "Hải Phòng đứng đầu với": {"rank": 1}},
    no=(
        "người đứng đầu cơ quan",
        "nhóm dẫn đầu gồm A, B",
        "nhường ngôi đầu",
        "lên ngôi á quân",
        "không còn ở ngôi đầu như",
    ),
)

# "Năm 2012 ngôi này thuộc về Bộ Tư pháp": which place it is, the words before have told.
_A_FIRST = re.compile(r"(?:đứng|dẫn|ngôi) đầu|(?:đứng|xếp|vị trí|ngôi) (?:thứ )?nhất|quán quân")


def _that_first(match: re.Match[str]) -> Data | None:
    return {"rank": 1, "out_of": None} if _A_FIRST.search(words_before(match, 110)) else None


THAT_FIRST = Rule(
    name="rank/that-first",
    kind="rank",
    needs=("ngôi", "vị trí"),
    pattern=r"(?<!\w)(?:ngôi|vị\ trí)\ (?:này|ấy|đó)(?=\ (?:thuộc\ về|về\ tay|là\ của))",
    reads=_that_first,
    yes={"do Bộ GTVT đứng đầu; năm 2012 ngôi này thuộc về Bộ Tư pháp".lower(): {"rank": 1}},
    no=("xếp thứ 5; năm 2012 vị trí này thuộc về Bộ Tư pháp".lower(),),
)

SECOND = Rule(
    name="rank/second",
    kind="rank",
    needs=("á", "nhì"),
    pattern=r"""
        (?<!\w)(?:ngôi\ |ngôi\ vị\ )?á\ quân(?!\w)(?!\ cũ(?!\w))
        | (?<!thứ\ )(?<!hạng\ )(?<!ngôi\ )(?<!\w)nhì
          (?=\ (?:vùng|khu\ vực|cả\ nước|toàn\ quốc|bảng)(?!\w))
    """,
    reads=_second,
    yes={"Ngôi á quân về tay Phú Lộc": {"rank": 2}, "huế nhì cả nước về pci": {"rank": 2}},
    no=("buộc á quân cũ lùi bước",),
)

# "Nhóm các tỉnh đạt điểm cao nhất cả nước" is a tier; "mức tăng ... là cao nhất" is of a change.
_OF_A_TIER = re.compile(
    r"nhóm[^,;.()]{0,50}$"
    r"|(?<!\w)(?:mức|độ|tốc độ) (?:tăng|giảm)(?:[^,;.()]|(?<=\d)[.,](?=\d)){0,40}$"
)


def _highest(match: re.Match[str]) -> Data | None:
    before = words_before(match, 60)
    return None if _OF_A_TIER.search(before) else _first(match)


HIGHEST = Rule(
    name="rank/highest",
    kind="rank",
    needs=("nhất",),
    pattern=r"""
        (?<!tăng\ )(?<!giảm\ )(?<!nhóm\ )(?<!mức\ )(?<!\w) (?:cao\ (?:điểm\ )?|hài\ lòng\ )nhất
        (?=\s*
            (?: ,?\s*(?:với|đạt|(?:vẫn\ |cũng\ )?là|(?:vẫn\ )?thuộc\ về)(?!\w)
              | [,:]\s*\d
              | (?P<rank_scope_3>khối\ [^,;.()\d]{3,20}?)\ (?:là|với|thuộc\ về)(?!\w)
              | \(\d | bảng\ (?:là|với|thuộc\ về)(?!\w) | ở\ [^,;.()\d]{3,25}[,:(]
              | (?P<rank_scope_4>khối)(?=,\s*\d) | :\s*[^\W\d]
              | (?P<national>cả\ nước|toàn\ quốc|nước)(?!\w)
              | trong\ (?:số\ )?(?P<out_of>\d{1,3})
                \ (?:tỉnh|bộ|địa\ phương|sở|huyện|xã|đơn\ vị|vùng)
              | trong\ (?:số\ )?(?P<rank_scope_2>các\ vùng)(?!\w)
              | (?P<rank_scope>(?:khu\ vực|vùng|trong\ khối)(?=\s*(?:[,.;)]|với|đạt|là\ |$)))
              | (?:trong\ )?(?:khu\ vực|vùng|các\ tỉnh)(?!\w)
              | (?:đbscl|đbsh|miền\ (?:bắc|trung|nam|tây|đông))(?!\w)
              | (?:tây|đông|nam|bắc|trung|duyên|đồng)
                \ (?:nguyên|nam|trung|du|hải|bằng|bắc)(?!\w) ) )
    """,
    reads=_highest,
    yes={"vùng này cao nhất, đạt 90,17%": {"rank": 1}, "cao nhất là Quảng Ninh": {"rank": 1}},
    no=("cao nhất trong 5 năm gần đây", "mức tăng cao nhất là"),
)


def _last(match: re.Match[str]) -> Data | None:
    before = words_before(match, 50)
    if _NOT_FIRST.search(before):
        return None
    behind = int(match["word"].startswith(("áp", "kế")))
    of = match["out_of"] or match.groupdict().get("out_of_2")
    size = int(of) if of else None
    return {"rank": size - behind if size else None, "out_of": size, "from_last": behind}


LAST = Rule(
    name="rank/last",
    kind="rank",
    needs=(
        "cuối",
        "chót",
        "sổ",
        "dưới cùng",
        "khép lại",
        "chốt",
        "khóa đuôi",
        "đáy",
        "bét",
        "đội bảng",
        "sau",
    ),
    pattern=r"""
        (?<!\w) (?:(?:đứng|xếp|nằm|ở|về)\ (?:vị\ trí\ )?)?
        (?P<word> vị\ trí\ (?:cuối(?:\ cùng)?|chót)
          | (?<!phía\ )(?<!gần\ )(?<!phần\ )cuối\ (?:bảng|cùng|danh\ sách)
          | chốt\ sổ(?!\ (?:năm|tháng|quý|cuối|đến)) | khép\ lại\ (?:bảng|danh\ sách)
          | chốt\ (?:bảng|danh\ sách)(?=\ (?:\d{1,3}\ [^\W\d]+(?:,?\ [^\W\d]+){0,4}\ )?là\ )
          | khóa\ đuôi | (?:lót|đội)\ (?:đáy|bảng)(?:\ bảng)? | (?<=nằm\ )(?:ở\ )?đáy(?=\ là\ )
          | (?<=xuống\ )đáy(?=,\ \d\d/\d\d)
          | (?:(?<=đứng\ )|(?<=xếp\ ))(?:bét|sau\ (?:cùng|tất\ cả|hết)) | bét\ bảng
          | (?<=về\ )(?:cuối|chót)(?=\s*(?:[,.;()]|với|cả\ nước|toàn))
          | hàng\ cuối(?=\s*[,.;(]) | (?:kế|áp)\ (?:chót|cuối)(?:\ bảng)?
          | dưới\ cùng | chót\ bảng
          | (?<=\w\ )cuối\ cùng(?=,\ \d) | (?<=đứng\ )(?:chót|cuối)
          | (?<=xếp\ )(?:chót|cuối) | đội\ sổ )
        (?!\w) (?!\ (?:có|gồm|bao\ gồm)\ )
        (?: \s*(?:trong|của)?\s* (?:tổng\ số\ |số\ |bảng\ xếp\ hạng\ |khối\ (?:gồm\ )?)?
            (?:nhóm\ )?
            (?P<out_of>\d{1,3})(?=\ (?:tỉnh|bộ|cơ\ quan|đơn\ vị|địa\ phương|sở|huyện|xã|thành))
          | ,?\ \(?(?P<out_of_2>\d\d)/(?P=out_of_2)(?!\d) )?
    """,
    reads=_last,
    yes={
        "Đứng chót 63/63 ở năm đầu".lower(): {"rank": 63, "out_of": 63},
        "Đứng cuối bảng năm 2021 là Kiên Giang": {"from_last": 0},
        "áp chót là Hòa An": {"from_last": 1},
        "chốt danh sách 34 địa phương là cao bằng": {"from_last": 0},
        "huyện quan sơn ở vị trí kế cuối.": {"from_last": 1},
    },
    no=("chốt danh sách 34 đơn vị được chấm", "về cuối năm, tỉnh", "rời đáy bảng"),
)

# "thấp nhất" is as often the lowest value of a range or of many years.
LOWEST = Rule(
    name="rank/lowest",
    kind="rank",
    needs=("nhất",),
    pattern=r"""
        (?<!nhóm\ )(?<!mức\ )(?<!giảm\ )(?<!tăng\ )(?<!\w) (?P<word>thấp|kém)\ (?:điểm\ )?nhất
        (?: \ (?:cả\ nước|toàn\ quốc)(?P<out_of_>(?!))?
          | \ (?:trong|của)\ (?:tổng\ )?(?:số\ )?
            (?P<out_of>\d{1,3})(?=\ (?:tỉnh|bộ|cơ\ quan|đơn\ vị|địa\ phương|sở|huyện|xã|vùng))
          | (?=(?:\ bảng|\ khối)?\ (?:vẫn\ )?(?:là|thuộc\ về)\ (?!\d|mức|năm))
          | (?=(?:\ bảng|\ khối)?:\ [^\W\d])
          | (?=\ là\ \d{1,3}[.,]\d+\s*(?:điểm\s*|%\s*)?\([^\W\d])
          | (?=(?:,|:|\ với|\ khi)\ (?:chỉ\ |đạt\ |được\ )?\d{1,3}[.,]\d) )
    """,
    reads=_last,
    yes={"Thấp nhất trong 19 bộ là Ủy ban Dân tộc".lower(): {"rank": 19, "out_of": 19}},
    no=("nhóm thấp nhất", "thấp nhất trong 5 năm qua", "thấp nhất là 38,80 điểm"),
)

BOTTOM = (LAST, LOWEST)
TOP = (THAT_FIRST, FIRST, SECOND, HIGHEST)
