"""Places that were left and reached: "từ hạng 15 lên 13"."""

from extract.rule import Rule
from extract.rules.rank import numbered

FROM_TO = Rule(
    name="rank/from-to",
    kind="rank",
    needs=("từ",),
    pattern=r"""
        (?<!\w) từ \s+ (?:vị\ trí|vị\ thứ|thứ\ hạng|hạng|thứ|xếp\ thứ) (?:\s+(?:thứ|số|hạng))?
        \s+ \d{1,2}(?:/\d\d)? (?:\s+(?:của\ |ở\ |trong\ )?(?:năm\ (?:\d{4}|trước|ngoái)|kỳ\ trước))?
        \s+ (?:nhảy\ |vọt\ |vươn\ |tụt\ |rơi\ |lùi\ |tăng\ |giảm\ |trượt\ )? (?:lên|xuống|về|sang)
        \s+ (?P<value> (?P<rank>\d{1,2}) (?:\s*/\s*(?P<out_of>\d{1,3}))? (?P<out_of_2>(?!))? )
        (?! [\d.,]*[\d%] | \s*(?:điểm|bậc|hạng|tỉnh|%|-\s*\d) )
    """,
    reads=numbered,
    yes={
        "từ vị trí thứ 6 xuống 17; riêng": {"rank": 17},
        "từ hạng 15 năm 2021 vọt lên 13/63": {"rank": 13, "out_of": 63},
    },
    no=("từ thứ 2 đến thứ 6", "từ hạng 5 lên 7,5 điểm"),
)

_MOVES = r"(?:(?:vượt|nhảy|vọt|vươn|tụt|rơi|lùi|tăng|giảm|trượt)\ )?(?:lên|xuống|về|còn|sang)"

LEFT = Rule(
    name="rank/left",
    kind="rank",
    needs=("từ",),
    pattern=rf"""
        (?<!\w) (?:hạng|bậc|vị\ trí|vị\ thứ) (?:\ [^\s,;.()\d]+){{0,5}}?,?
        \ từ\ (?P<value>(?P<rank>\d{{1,2}})(?:/(?P<out_of>6[0-3]|34))? (?P<out_of_2>(?!))?)
        (?:\ (?:của\ )?(?:năm\ (?:\d{{4}}|trước|ngoái)|kỳ\ trước))?
        (?=\ {_MOVES}\ (?:thứ\ |hạng\ )?\d{{1,2}}(?![\d.,]*\d|\ bậc))
    """,
    reads=lambda match: {**(numbered(match) or {}), "former": True},
    yes={
        "song hạng vẫn nhích từ 15 lên 13 (tăng 2 bậc)": {"rank": 15, "former": True},
        "nhưng mất hạng, từ 51/63 xuống 56/63": {"rank": 51, "out_of": 63},
    },
    no=("thứ hạng tăng từ 15 lên 13,5", "vị trí từ 15 điểm lên 16 điểm"),
)

REACHED = Rule(
    name="rank/reached",
    kind="rank",
    needs=("từ",),
    pattern=rf"""
        (?<!\w) (?:hạng|bậc|vị\ trí|vị\ thứ) (?:\ [^\s,;.()\d]+){{0,5}}?,?
        \ từ\ \d{{1,2}}(?:/\d\d)? (?:\ (?:của\ )?(?:năm\ (?:\d{{4}}|trước|ngoái)|kỳ\ trước))?
        \ {_MOVES}\ (?P<value>(?P<rank>\d{{1,2}})(?:/(?P<out_of>6[0-3]|34))? (?P<out_of_2>(?!))?)
        (?![\d.,]*\d|\s*(?:%|điểm|bậc))
    """,
    reads=numbered,
    yes={"song hạng vẫn nhích từ 15 lên 13 (tăng 2 bậc)": {"rank": 13}},
    no=("thứ hạng tăng từ 15 lên 13,5",),
)

ARRIVED = Rule(
    name="rank/arrived",
    kind="rank",
    needs=("hạng", "trí", "thứ"),
    pattern=r"""
        (?<!\w) (?:(?:thứ\ |xếp\ )?hạng|vị\ trí|vị\ thứ) (?:\ (?!thứ|số|hạng)[^\s,;.()\d]+){0,5}
        (?::|\ (?:lên|xuống|còn|về|tới|đến|là))\ (?:thứ\ |hạng\ |số\ )?
        (?P<rank>\d{1,2}(?![\d%])(?![.,]\d)) (?!\s*(?:điểm|bậc|hạng|vị\ trí|tỉnh|%|-\s*\d))
        (?:\s*/\s*(?P<out_of>\d{1,3})(?!\d))? (?P<out_of_2>(?!))?
    """,
    reads=numbered,
    yes={"thứ hạng lại tụt xuống 25.": {"rank": 25}},
    no=("thứ hạng giảm xuống 5 bậc", "vị trí tăng lên 3 bậc"),
)

RULES = (FROM_TO, LEFT, REACHED, ARRIVED)
