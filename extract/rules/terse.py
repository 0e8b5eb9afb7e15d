"""Ranks without a word for a place: in brackets, behind a name, as the number of an item."""

import re

from extract.rule import Data, Rule, words_before
from extract.rules.rank import NATIONAL, numbered

# "Đồng Tháp (2)" is a place only where places are spoken of.
_SPEAKS_OF_PLACES = re.compile(r"(?:hạng|vị\ trí|vị\ thứ|(?:đứng|xếp)\ thứ|thứ\ \d+)(?!\w)")


# "Gồm: (1) Công khai, (2) Tiến độ": items are numbered, nothing is placed.
_NUMBERED = re.compile(r"(?:^|[:,;]\s?|\n\s*)\($")


# "Ba cái tên khép lại danh sách: A (61), B (62), C (63)": one number after another.
_SPEAKS_OF_RANKING = re.compile(
    r"(?<!\w)(?:(?:tốp|top|nhóm) \d+|thứ tự|(?:khép lại|chốt|cuối) danh sách|bảng|đội sổ|dẫn đầu)"
    r"(?!\w)"
)
_IN_A_ROW = re.compile(r"\)(?:,| và) [^\d(),;.]{3,40} \((?P<next>\d{1,2})\)")
_BEFORE_IN_A_ROW = re.compile(r"\((?P<last>\d{1,2})\)(?:,| và) [^\d(),;.]{3,40} \($")


def _in_a_row(match: re.Match[str]) -> bool:
    """Tell whether the next number follows behind a name, or the one before stands before."""
    follows = _IN_A_ROW.match(match.string, match.end("rank"))
    before = _BEFORE_IN_A_ROW.search(words_before(match, 60, "rank"))
    steps = [int(follows["next"]) - int(match["rank"])] if follows else []
    steps += [int(match["rank"]) - int(before["last"])] if before else []
    near = (max(0, match.start() - 160), match.start())
    most = _WIDEST if _SPEAKS_OF_THE_TOP.search(match.string, *near) else 1
    return any(0 < step <= most for step in steps)


_SPEAKS_OF_THE_TOP = re.compile(r"(?<!\w)(?:tốp|top) \d+(?!\w)")
_WIDEST = 9


def _bracketed(match: re.Match[str]) -> Data | None:
    former = bool(match["before"])
    before = words_before(match, 12, "rank")
    if before.endswith("trung vị (") or (not match["out_of"] and _NUMBERED.search(before)):
        return None
    near = (max(0, match.start() - 160), match.start())
    spoken_of = _SPEAKS_OF_PLACES.search(match.string, *near) or (
        _SPEAKS_OF_RANKING.search(match.string, *near) and _in_a_row(match)
    )
    if not former and not match["out_of"] and not spoken_of:
        return None
    data = numbered(match)
    return data and {**data, "former": former}


NUMBER = Rule(
    name="rank/number",
    kind="rank",
    needs=("(", ")"),
    pattern=r"""
        (?: (?<=:\ ) | (?<=\ là\ ) | (?<=\ lên\ ) | (?<=\ xuống\ ) | (?<=\ còn\ ) )
        (?P<rank>\d{1,2}) (?P<out_of_2>(?!))? (?P<before>(?!))?
        (?: /(?P<out_of>6[0-3]|34)(?=\s*\)) | (?=\s*(?:\(\s*\d+[.,]\d|\))) )
    """,
    reads=_bracketed,
    yes={
        "leo 14 bậc sau một năm (năm 2021: 25/63).": {"rank": 25, "out_of": 63},
        "xếp hạng và điểm: tỉnh Hà Nam: 17 (0,6330)": {"rank": 17},
        "năm 2014 ở vị thứ 52, năm 2015 là 49 (56,74 điểm)": {"rank": 49},
    },
    no=("Hà Nam: 17 (0,6330)",),
)

BRACKETED = Rule(
    name="rank/bracketed",
    kind="rank",
    needs=("(",),
    pattern=r"""
        (?<!(?:cao|hấp|tốt|khá)\ \()(?<=\()\s*
        (?:(?P<before>(?:năm\ (?:trước|ngoái)|kỳ\ trước))\s*:?\s*)?
        (?P<rank>\d{1,2}) (?P<out_of_2>(?!))?
        (?: /(?P<out_of>1[3-9]|2\d|3[0-4]|6[0-3])
            (?=\s*[),;-]|\ (?:đơn\ vị|tỉnh|địa\ phương|bộ)) | (?=\s*\)) )
    """,
    reads=_bracketed,
    yes={
        "thứ hạng PCI của vùng: Đồng Tháp (2), Bến Tre (7)": {"rank": 2},
        "tăng 14 bậc so với năm ngoái (36/63).": {"rank": 36, "out_of": 63},
        "khép lại danh sách: Kiên Giang (61), Cần Thơ (62)".lower(): {"rank": 61},
    },
    no=("Đồng Tháp (2)", "bảng đếm xã khó khăn: sơn la (12), lai châu (15)"),
)


# "A ở vị trí 34, B 40": the word for a place is said once.
_SAID_ONCE = re.compile(
    r"(?:hạng|vị trí|thứ|vị thứ) (?:thứ |số )?\d{1,2}(?:/\d\d)?,\s(?:còn |và |riêng )?"
    r"[^,;.:()\d]{3,30}\s$"
)


def _elliptic(match: re.Match[str]) -> Data | None:
    before = words_before(match, 60)
    if before.endswith(("top ", "tốp ", "nhóm ", "đúng ")):
        return None
    return numbered(match) if _SAID_ONCE.search(before) else None


ELLIPTIC = Rule(
    name="rank/elliptic",
    kind="rank",
    needs=tuple("0123456789"),
    pattern=r"""
        (?<=[a-zà-ỹ]\ ) (?P<rank>\d{1,2}) (?:/(?P<out_of>6[0-3]|34))? (?P<out_of_2>(?!))?
        (?=\s*(?:[.;](?!\d)|$|,(?!\d)))
    """,
    reads=_elliptic,
    yes={"đà nẵng ở vị trí 34, thừa thiên huế 40.": {"rank": 40}},
    no=("ở vị trí 34, tăng 4 bậc", "đứng thứ 5, có 40 xã"),
)


# "Kinh tế số 26/63 (tăng 11 bậc)": so large a table is one of places; "có 26/63" counts.
_COUNTS = re.compile(
    r"(?<!\w)(?:có|gồm|tại|ở|cho|trên|của|với|tới|đạt|được|trong|đã|là|và|từ|lên|năm|khoảng|mới)\s$"
)


# "Xếp thứ 3/5 tỉnh Tây Nguyên và 47/63 tỉnh, thành": a place beside a place.
_BESIDE_PLACE = re.compile(
    r"(?:thứ|hạng|vị trí|xếp|đứng) (?:thứ |số )?\d{1,2}/\d{1,3} [^;.()\d]{3,50} và $"
)


def _sized(match: re.Match[str]) -> Data | None:
    if _BESIDE_PLACE.search(words_before(match, 80)):
        return numbered(match)
    closed = _CLOSED.match(match.string, match.end()) and int(match["out_of"]) in NATIONAL
    return numbered(match) if closed and not _COUNTS.search(words_before(match, 12)) else None


_CLOSED = re.compile(r"\s*(?:[.;(]|$|,(?!\d))")


SIZED = Rule(
    name="rank/sized",
    kind="rank",
    needs=("/",),
    pattern=r"""
        (?<=[a-zà-ỹ]\ ) (?P<rank>\d{1,2})/(?P<out_of>\d{1,2}) (?P<out_of_2>(?!))?
        (?=\s*(?:[.;(]|$|,(?!\d))|\ (?:tỉnh|địa\ phương|cả\ nước|toàn\ quốc|bộ)(?!\w))
    """,
    reads=_sized,
    yes={
        "chính quyền số 28/63 (tăng 11 bậc), kinh tế số 26/63.": {"rank": 28, "out_of": 63},
        "xếp thứ 3/5 tỉnh tây nguyên và 47/63 tỉnh, thành": {"rank": 47, "out_of": 63},
    },
    no=("cả nước có 28/63.", "thể chế số ở 28/63 tỉnh"),
)

_IN_ORDER = re.compile(r"(?:thứ tự|thứ hạng|xếp hạng)[^.]{0,140}$")


def _item(match: re.Match[str]) -> Data | None:
    before = words_before(match, 160)
    return numbered(match) if _IN_ORDER.search(re.sub(r"\d\.", "", before)) else None


ITEM = Rule(
    name="rank/item",
    kind="rank",
    needs=(". ",),
    pattern=r"""
        (?<=[:,;]\ ) (?P<rank>\d{1,2})\.(?=\ [^\W\d]) (?P<out_of>(?!))? (?P<out_of_2>(?!))?
    """,
    reads=_item,
    yes={"thứ tự là: 1. Quảng Ninh, 2. Đà Nẵng".lower(): {"rank": 1}},
    no=("gồm: 1. Công khai, 2. Tiến độ".lower(),),
)

# Numbered lines are places where each has its points, and what stands before them says so.
_LINE = r"\n+%d\. [^\n]{3,80}?\d[.,]\d"
_OF_PLACES = re.compile(r"(?:thứ tự|thứ hạng|xếp hạng|bảng điểm)[^\n]{0,140}\n+$")
_LINES = 1200


def _line(match: re.Match[str]) -> Data | None:
    """Read "1. Huyện Lạc Thủy: 74,33 điểm" where it opens a ranking, or goes on with one."""
    rank, before = int(match["rank"]), words_before(match, _LINES)
    if rank > 1:
        goes_on = re.search(_LINE % (rank - 1) + r"[^\n]*\n+$", before)
        return numbered(match) if goes_on else None
    follows = re.compile(r"[^\n]*\d[.,]\d[^\n]*" + _LINE % 2)
    opens = _OF_PLACES.search(before) and follows.match(match.string, match.end())
    return numbered(match) if opens else None


LINE = Rule(
    name="rank/line",
    kind="rank",
    needs=(". ",),
    pattern=r"""
        (?<=\n) (?P<rank>\d{1,2})\. (?P<out_of>(?!))? (?P<out_of_2>(?!))?
        (?=\ (?:huyện|thị|thành|tp|tỉnh|quận|sở|cục|ban|bộ|ubnd|xã|phường|bảo)[\ .])
    """,
    reads=_line,
    yes={"thứ hạng như sau:\n1. huyện a: 74,33 điểm\n2. huyện b: 73,90 điểm": {"rank": 1}},
    no=("xếp hạng:\n1. huyện a\n2. huyện b",),
)

# "Vị trí 63 là của Điện Biên, 62 của Cà Mau": the word for a place is said once.
_GIVES_PLACES = re.compile(
    r"(?<!\w)(?:hạng|vị trí|ngôi|thứ|đứng|về|nhì) (?:thứ |số )?(?:\d{1,2}|nhất|nhì) "
    r"(?:là của|là|của|thuộc về|về tay) [^;\n]{3,60}[,;] (?:còn |và )?$"
)


def _enumerated(match: re.Match[str]) -> Data | None:
    before = words_before(match, 90)
    return numbered(match) if _GIVES_PLACES.search(before) else None


ENUMERATED = Rule(
    name="rank/enumerated",
    kind="rank",
    needs=(" là ", " của ", " thuộc về ", " về tay "),
    pattern=r"""
        (?:(?<=[,;]\ )|(?<=,\ còn\ )|(?<=,\ và\ ))
        (?P<rank>\d{1,2}|nhì|ba)\ (?:là\ của|là|của|thuộc\ về|về\ tay)(?=\ [^\W\d])
        (?P<out_of>(?!))? (?P<out_of_2>(?!))?
    """,
    reads=_enumerated,
    yes={
        "vị trí 63 là của điện biên, 62 của cà mau": {"rank": 62},
        "về nhất là quảng ninh, nhì là hải phòng": {"rank": 2},
    },
    no=("có 63 tỉnh, 62 của cà mau",),
)

# "A (87,02%) nhất, B (86,93%) nhì, C (86,86%) ba": each word is a place beside the others alone.
_NEXT_ONE = re.compile(r"[^\n]{3,70}?(?<!thứ)(?<!hạng)(?<!cao)\snhì\s*(?=[,.;(]|$|và\s)")
_ONE_BEFORE = {
    "nhì": re.compile(r"\snhất\s*[,;(]"),
    "ba": re.compile(r"\snhì\s*[,;(]"),
    "tư": re.compile(r"\sba\s*[,;(]"),
}


def _podium(match: re.Match[str]) -> Data | None:
    word = match["rank"]
    if word == "nhất":
        return numbered(match) if _NEXT_ONE.match(match.string, match.end()) else None
    return numbered(match) if _ONE_BEFORE[word].search(words_before(match, 80)) else None


PODIUM = Rule(
    name="rank/podium",
    kind="rank",
    needs=("nhất", "nhì", "ba", "tư"),
    pattern=r"""
        (?:(?<=[a-zà-ỹ]\ )|(?<=\)\ )) (?P<rank>nhất|nhì|ba|tư) (?=\s*(?:[,;.(]|và\s|$))
        (?P<out_of>(?!))? (?P<out_of_2>(?!))?
    """,
    reads=_podium,
    yes={
        "đà nẵng (87,02%) nhất, hải phòng (86,93%) nhì, bình dương (86,86%) ba.": {"rank": 1},
        "bộ giao thông vận tải nhất, 81,06%; ngân hàng nhà nước nhì, 80,38%": {"rank": 1},
    },
    no=("điểm cao nhất, thứ nhì là huế", "tăng nhiều nhất, 2,1%; giảm ba bậc"),
)

RULES = (BRACKETED, NUMBER, ELLIPTIC, SIZED, ITEM, LINE, ENUMERATED, PODIUM)
