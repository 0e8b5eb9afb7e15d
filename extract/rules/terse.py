"""Ranks without a word for a place: in brackets, behind a name, as the number of an item."""

import re

from extract.rule import Data, Rule, words_before
from extract.rules.rank import numbered

# "Đồng Tháp (2)" is a place only where places are spoken of.
_SPEAKS_OF_PLACES = re.compile(r"(?:hạng|vị\ trí|vị\ thứ|(?:đứng|xếp)\ thứ|thứ\ \d+)(?!\w)")


# "Gồm: (1) Công khai, (2) Tiến độ": items are numbered, nothing is placed.
_NUMBERED = re.compile(r"(?:^|[:,;]\s?|\n\s*)\($")


def _bracketed(match: re.Match[str]) -> Data | None:
    former = bool(match["before"])
    before = words_before(match, 12, "rank")
    if before.endswith("trung vị (") or (not match["out_of"] and _NUMBERED.search(before)):
        return None
    near = (max(0, match.start() - 160), match.start())
    if not former and not match["out_of"] and not _SPEAKS_OF_PLACES.search(match.string, *near):
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
    },
    no=("Đồng Tháp (2)",),
)


# "A ở vị trí 34, B 40": the word for a place is said once.
_SAID_ONCE = re.compile(
    r"(?:hạng|vị trí|thứ|vị thứ) (?:thứ |số )?\d{1,2}(?:/\d\d)?,\s(?:còn |và |riêng )?"
    r"[^,;.:()\d]{3,30}\s$"
)


def _elliptic(match: re.Match[str]) -> Data | None:
    before = words_before(match, 60)
    return numbered(match) if _SAID_ONCE.search(before) else None


ELLIPTIC = Rule(
    name="rank/elliptic",
    kind="rank",
    needs=tuple("0123456789"),
    pattern=r"""
        (?<=[a-zà-ỹ]\ ) (?P<rank>\d{1,2}) (?:/(?P<out_of>6[0-3]|34))? (?P<out_of_2>(?!))?
        (?=\s*(?:[.;]|$|,(?!\d)))
    """,
    reads=_elliptic,
    yes={"đà nẵng ở vị trí 34, thừa thiên huế 40.": {"rank": 40}},
    no=("ở vị trí 34, tăng 4 bậc", "đứng thứ 5, có 40 xã"),
)


# "Kinh tế số 26/63 (tăng 11 bậc)": so large a table is one of places; "có 26/63" counts.
_COUNTS = re.compile(
    r"(?<!\w)(?:có|gồm|tại|ở|cho|trên|của|với|tới|đạt|được|trong|đã|là|và|từ|lên|năm|khoảng|mới)\s$"
)


def _sized(match: re.Match[str]) -> Data | None:
    before = words_before(match, 12)
    return None if _COUNTS.search(before) else numbered(match)


SIZED = Rule(
    name="rank/sized",
    kind="rank",
    needs=("/",),
    pattern=r"""
        (?<=[a-zà-ỹ]\ ) (?P<rank>\d{1,2})/(?P<out_of>6[0-3]|34) (?P<out_of_2>(?!))?
        (?=\s*(?:[.;(]|$|,(?!\d)))
    """,
    reads=_sized,
    yes={"chính quyền số 28/63 (tăng 11 bậc), kinh tế số 26/63.": {"rank": 28, "out_of": 63}},
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

RULES = (BRACKETED, NUMBER, ELLIPTIC, SIZED, ITEM)
