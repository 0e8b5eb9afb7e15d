"""Who has moved furthest, and how far: "tăng hạng nhiều nhất là Trà Vinh với 19 bậc"."""

from extract.rule import Rule
from extract.rules.change import places, points
from extract.rules.number import AMOUNT, DOWN, UP

MOST_PLACES = Rule(
    name="change/most-places",
    kind="rank_change",
    needs=("nhất",),
    pattern=r"""
        (?<!\w) (?P<verb>tăng|giảm|tụt|thăng|rớt|lùi|sụt|nhảy|vọt) (?:\ hạng|\ bậc)?
        \ (?:nhiều|mạnh|cao|sâu) \ nhất        \ (?:là|thuộc\ về)\ [^,;.\d(]{3,40}?
        (?:,(?:\ (?:cũng|tới|đến))?|\ với|\ \() \s* (?P<value>(?P<n>\d{1,2})\s*(?:bậc|hạng))
    """,
    reads=places,
    yes={"tăng hạng nhiều nhất là Trà Vinh với 19 bậc": {"rank_change": 19}},
)

MOST = Rule(
    name="change/most",
    kind="score_change",
    needs=("nhất",),
    pattern=rf"""
        (?<!\w) (?P<verb>tăng|lên|tiến|giảm)\ (?:nhiều|mạnh|cao|ít|thấp|sâu) (?:\ điểm)? \ nhất
        \ (?:là|thuộc\ về)\ [^,;.\d(]{{3,40}}?
        (?:,|\ với|\ \() \s* (?P<value>(?P<n>{AMOUNT})\s*(?P<unit>%\ điểm|%|điểm))
    """,
    reads=points,
    yes={"tăng nhiều nhất là Bình Thuận với 6,39%": {"score_change": 6.39}},
)

MOST_HERE = Rule(
    name="change/most-here",
    kind="score_change",
    needs=("nhất",),
    pattern=rf"""
        (?<!\w) (?P<verb>tăng|giảm|sụt)\ (?:nhiều|mạnh|cao|ít|thấp|sâu) (?:\ điểm)? \ nhất
        (?:\s*[:,]|\ với|\ khi\ {UP}|\ khi\ {DOWN})\ (?:tới\ |đến\ )?(?P<n>{AMOUNT})
        \s*(?P<unit>%\ điểm|điểm\ ?%|%|điểm) (?!\w|\ năm\ \d)
    """,
    reads=points,
    yes={
        "tăng nhiều nhất: 1,73 điểm": {"score_change": 1.73},
        "bộ nội vụ tăng mạnh nhất, 2,2%.": {"score_change": 2.2},
    },
)

RULES = (MOST, MOST_HERE, MOST_PLACES)
