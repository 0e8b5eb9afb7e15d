"""Ranks: numbered places, in the forms of the press."""

import re

from extract.rule import Data, Rule, words_before
from extract.rules.number import WHOLE, WORD, whole

NATIONAL = (34, 60, 61, 63)
"""Sizes of a national table: PAPI drops provinces without data (60 in 2021, 61 in 2018-2024)."""

# Tables of provinces have at most 63 rows, of a province's communes up to 168; whose table it is
# shows only with its subject.
_SMALLEST, _LARGEST = 2, 199

# "58/61/63": of 63 provinces 61 were ranked, and 61 is the size of the table.
_SIZE = r"(?:\s*/\s*(?P<out_of>\d{1,3})(?![\d,.]*\d|%) (?:\s*/\s*\d{2}(?!\d))?)?"
_AMONG = r"""
    (?: \s*,?\s* (?:trong|trên) \s+ (?:tổng\s+)? (?:số\s+|bảng\s+xếp\s+hạng\s+(?:của\s+)?)?
        (?P<out_of_2>\d{1,2}) (?=\s+(?:tỉnh|thành|địa\ phương|đơn\ vị|bộ)) )?
    (?: \s+(?:trong|của|toàn)\s+ (?P<rank_scope>vùng|khu\ vực|nhóm)(?=\s*(?:[,.;()]|$|và|với)) )?
"""


def numbered(match: re.Match[str]) -> Data | None:
    """Return the place and the size of its table that ``match`` tells; None where they disagree."""
    of = match["out_of"] or match["out_of_2"]
    rank, size = whole(match["rank"]), int(of) if of else None
    if rank < 1 or (size is not None and (rank > size or not _SMALLEST <= size <= _LARGEST)):
        return None
    return {"rank": rank, "out_of": size}


PLACED = Rule(
    name="rank/placed",
    kind="rank",
    needs=("hạng", "vị", "ngôi", "bậc", "ghế", "nấc", "dòng", "hàng"),
    pattern=rf"""
        (?<!\w)
        (?: (?:xếp|đứng|giữ|nằm|chiếm|đạt|về|cán\ đích|ở|lên|xuống) \s+ )?
        (?: (?:ở|vào|tại|hạng|lên|xuống) \s+ )?
        (?: (?:thứ\s+)?hạng(?:\s*:)? | (?:ghế|nấc|dòng|hàng)(?=\ (?:thứ|số)\ )
          | vị\ trí | vị\ thứ | thứ\ bậc | ngôi | (?<!\d\s)bậc )
        (?: \s+ (?:xếp\ hạng|thứ\ tự|thứ|số|hạng|vị\ trí|là) )* \s+
        (?P<rank> {WHOLE} | {WORD}(?!\s+(?:năm(?!\ (?:19|20)\d\d)
            |lần|đơn|tỉnh|bậc|cách|số|nhóm|loạt|trong\ những
            |thứ|nay|qua|trước|ngoái|liên|(?:19|20)\d\d)) )
        (?!\s*(?:điểm|-\s*\d|năm\ (?:liền|liên|nay|qua)|địa\ phương|đơn\ vị
            |tỉnh(?!\ (?:vươn|vọt|leo|nhảy|lên|xuống|tụt|lùi|rơi|đã|tiến|bật)(?!\w))))
        {_SIZE} {_AMONG}
    """,
    reads=numbered,
    yes={
        "Tỉnh đứng ở vị trí thứ 14/63 toàn quốc.": {"rank": 14, "out_of": 63},
        "Hà Giang ở hạng 6 trong tổng số 34 tỉnh, thành.": {"rank": 6, "out_of": 34},
        "TP nằm ở vị trí số 9 của bảng": {"rank": 9, "out_of": None},
        "vươn lên vị thứ 15/63": {"rank": 15, "out_of": 63},
        "chiếm ngôi thứ nhì": {"rank": 2, "out_of": None},
    },
    no=("thứ hạng từ 30-35", "Tỉnh có 63 xã.", "bảng xếp hạng năm 2024"),
)


def _said_of_a_place(match: re.Match[str]) -> Data | None:
    """Read "về thứ 5", "giữ hạng 3"; "giữ 4 chỉ số", "về 8 tiêu chí" count something."""
    words = match.group()
    bare = words.startswith(("giữ", "về")) and not re.search(r"thứ|hạng|/|nhất|nhì|ba$", words)
    counts = bare and re.match(r"\s+[^\W\d]", match.string[match.end() : match.end() + 3])
    return None if counts else numbered(match)


ORDINAL = Rule(
    name="rank/ordinal",
    kind="rank",
    needs=("xếp", "đứng", "giữ", "về", "lên", "xuống", "ở", "còn", "tới", "là"),
    pattern=rf"""
        (?<!\w)
        (?: (?:xếp|đứng|giữ|về) \s+ (?:hạng\s+|ở\s+)? (?:thứ\s+)? (?:hạng\s+)?
          | (?:ở|lên|xuống)\ (?:thứ|hạng)\s+
          | (?:lên|xuống|còn|về|tới|là)\ (?=\d{{1,2}}/(?:6[0-3]|34)) )
        (?P<rank> {WHOLE} | (?<=thứ\s){WORD}
          | (?<=về\s)(?:nhất|ba)(?=\s*(?:[,.;()]|với|là|cả|toàn|nhưng|song|khi|và|$))
          | (?:(?<=về\s)|(?<=đứng\s)|(?<=xếp\s)|(?<=giữ\s))nhì(?!\w) )
        (?!\s*(?:điểm|tỉnh|năm\ liên|tiêu\ chí|nội\ dung|lĩnh\ vực|trụ\ cột|-\s*\d))
        {_SIZE} {_AMONG}
    """,
    reads=_said_of_a_place,
    yes={
        "Lạng Sơn xếp thứ 36/63, tăng 6 bậc": {"rank": 36, "out_of": 63},
        "tỉnh xếp 40/60/63 tỉnh": {"rank": 40, "out_of": 60},
        "Phú Lộc đứng thứ hai": {"rank": 2, "out_of": None},
    },
    no=("xếp thứ 83,80", "đứng ở 63 tỉnh"),
)

# "năm thứ 7", "lần thứ 12", "kỳ họp thứ 4": a bare ordinal is a place only where a place may stand.
_MAY_PLACE = re.compile(
    r"""
    (?: ^ | [.,;:("\n]\s*
      | (?<!\w)
        (?:và|còn|lên|xuống|từ|chỗ|là|hạng|nhưng|vào|thành|sang|giữ|nguyên|vững|giành|tụt|lùi|đạt|khi|thì|cao|đúng)\s+
    )$
    """,
    re.VERBOSE,
)
# What else is numbered: turns, times, parts of a law or a text, children, ...
_NO_PLACE = re.compile(
    r"""
    (?: lần|năm|bảng|kỳ|kì|họp|đo|ngày|tuần|quý|khóa|đợt|phiên|điều|khoản|bài|phần|chương|giải
      |cấp|hội
      | nhóm|nghị|(?<!quyền\ )(?<!tế\ )(?<!hội\ )số|chỉ|con|vụ|nhà|tập|sát|lượt|(?<!rạch\ )giá|bố
    )\s+$
    """,
    re.VERBOSE,
)
_CLOSING = re.compile(r"$|\s*[,.;()]|\s(?:với|và|về|cả|toàn|trong|trên)(?!\w)")


def _ordinal(match: re.Match[str]) -> Data | None:
    before = words_before(match, 12)
    closed = bool(_CLOSING.match(match.string, match.end()))
    listed = closed and not _NO_PLACE.search(before)
    sized = (match["out_of"] or match["out_of_2"]) and not _NO_PLACE.search(before)
    return numbered(match) if sized or listed or _MAY_PLACE.search(before) else None


BARE = Rule(
    name="rank/bare",
    kind="rank",
    needs=("thứ",),
    pattern=rf"""
        (?<!\w) thứ \s+
        (?P<rank> {WHOLE}
          | (?<=cao\ thứ\ ){WORD}
          | {WORD}(?=\s*(?:/|(?:vẫn\ )?là|(?:vẫn\ )?thuộc|cả\ nước|toàn\ quốc|sau
              |trong|[-:]\ [^\W\d]|(?:cục|sở|ngân\ hàng|huyện|thị\ xã)\ [^\W\d]
              |[^\s,;()]+(?:\ [^\s,;()]+){{0,4}}\ \(\d{{1,2}}[.,]\d
              |khu\ vực|vùng|bộ\ |tỉnh\ |tp|thành\ phố\ |(?:với\ |\()\d{{1,2}}[.,]\d)) )
        (?!\s*(?:điểm|liên\ tiếp|liên\ tục|-\s*\d))
        {_SIZE} {_AMONG}
    """,
    reads=_ordinal,
    yes={
        "và thứ 2/7 tỉnh miền núi": {"rank": 2, "out_of": 7},
        "bảng này xếp huế thứ 5/34": {"rank": 5, "out_of": 34},
        "thứ ba là Long An": {"rank": 3},
        "An Hải thứ hai với 59,33": {"rank": 2},
    },
    no=("năm thứ 7 liên tiếp", "Thứ bảy, 18/09/2021", "lần thứ 12"),
)

# Where a leader has been named, the next ones are told by words alone: "A đứng đầu, B thứ nhì".
_SPEAKS_OF_A_LEADER = re.compile(
    r"(?:đứng|dẫn|ngôi) đầu|đầu bảng|quân|đứng nhất|hạng|vị trí|(?:đứng|xếp|lên) thứ|"
    r"thứ (?:nhất|nhì|hai|ba)"
)
_WEEKDAY = re.compile(r"(?:sáng|chiều|tối|trưa|ngày|hôm|vào|đến)\s+$")


def _next(match: re.Match[str]) -> Data | None:
    before = words_before(match, 160)
    if _NO_PLACE.search(before) or _WEEKDAY.search(before):
        return None
    return numbered(match) if _SPEAKS_OF_A_LEADER.search(before) else None


NEXT = Rule(
    name="rank/next",
    kind="rank",
    needs=("thứ",),
    pattern=rf"""
        (?<!\w) thứ\ (?P<rank>{WORD}) (?P<out_of>(?!))? (?P<out_of_2>(?!))?
        (?=\s*(?:[.;()]|$|và\ (?!thứ)|,(?!\s*(?:ngày|\d{{1,2}}[/-])))) (?!\s*\(\d{{1,2}}[/-])
    """,
    reads=_next,
    yes={"Quế Sơn đứng đầu (93,16%), Hội An thứ nhì, Núi Thành thứ ba.".lower(): {"rank": 2}},
    no=("dẫn đầu lần thứ ba.", "công bố sáng thứ hai, ngày 5/6"),
)

CLOSES = Rule(
    name="rank/closes",
    kind="rank",
    needs=("khép lại", "chốt"),
    pattern=r"""
        (?<!\w) (?<!tên\ )(?<!nơi\ )
        (?:khép\ lại|chốt(?:\ lại)?)\ (?:top|tốp|nhóm)\ (?P<rank>\d{1,2})(?!\d|\ gồm)
        (?P<out_of>(?!))? (?P<out_of_2>(?!))?
    """,
    reads=numbered,
    yes={"Huế khép lại top 5 với 49,37 điểm".lower(): {"rank": 5}},
    no=("khép lại nhóm này",),
)

RULES = (CLOSES, PLACED, ORDINAL, BARE, NEXT)
