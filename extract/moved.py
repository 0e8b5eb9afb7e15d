"""Places left and places reached: which year of its sentence a value is of."""

import re

from extract import clause
from extract.clause import Claim
from extract.model import Mention
from extract.walk import Walk


def end_aside(walk: Walk, mention: Mention) -> None:
    """Come back from "A, kỳ trước mới xếp thứ 4, vươn lên dẫn đầu" behind the aside's comma.

    So it is in "A, hạng 5 của năm 2020, trượt xuống thứ 7".
    """
    year = walk.heads.get("year")
    if year is None or "," not in walk.gap(mention) or mention.kind != "rank":
        return
    past = year.data["year"] is None and year.data["relative"] < 0
    behind = year is walk.postposed and bool(year.data["year"])
    if past or (behind and _arrives(walk, mention)):
        walk.heads.pop("year")
        walk.since = year


def leave_unread(walk: Walk, mention: Mention) -> None:
    """Keep the year of "từ hạng áp chót năm 2022 lên hạng 2" for the place that was left."""
    year = walk.claim.heads.get("year")
    if year is None or walk.claim.values or year not in walk.claim.own:
        return
    if _arrives(walk, mention) and _LEFT.search(walk.low, walk.sentence.start, year.start):
        walk.claim.heads.pop("year")
        walk.heads.pop("year", None)
        walk.claim.since = year


_LEFT = re.compile(
    r"(?<!\w)(?:từ|thoát|rời)(?: khỏi)?"
    r" (?:hạng|vị trí|thứ|nhóm|ngôi|chỗ) [^,;.()\d]{1,25}$"
)
_REACHES = re.compile(
    r"(?<!\w)(?:lên|xuống|vươn|leo|trượt|tụt|rơi|rớt|bật|nhảy|lùi|tiến|vọt|đăng quang"
    r"|giành|đoạt|soán|trở lại|trở thành|nay|đã)(?!\w)"
)


def _arrives(walk: Walk, mention: Mention) -> bool:
    """Tell whether a verb of moving leads to ``mention``: "trượt dài xuống thứ bảy"."""
    return _REACHES.search(walk.low, walk.end, mention.end) is not None


_SUMS_UP = re.compile(r",\s*(?:tức|nghĩa|như vậy|như thế|nay)(?!\w)")


def come_back(walk: Walk, mention: Mention) -> None:
    """Read "một năm trước ở hạng 30, tức đã lên 7 bậc": the change is this year's.

    So it is in "so với năm 2019, khi đứng thứ 24, tỉnh tụt 23 bậc".
    """
    year = walk.claim.heads.get("year")
    if year is None or mention.kind != "rank_change":
        return
    undated = any("year" not in claim.heads for claim in walk.out.claims)
    before = year in walk.claim.own and (year.data["year"] is None or undated)
    apart = year.data.get("glance") and "rank" not in walk.claim.values
    if apart or (before and _SUMS_UP.match(walk.gap(mention))):
        walk.heads.pop("year", None)
        walk.close()


_COMES = re.compile(r"(?<!\w)(?:lên|xuống|còn|thành|sang|tới|đến)(?!\w)")


def arrive(walk: Walk, mention: Mention) -> bool:
    """Read "từ vị trí 25 ... lên vị trí 12": the first rank is the former year's."""
    if mention.kind in ("rank_change", "score_change"):
        return _back_to_main(walk)
    if mention.data.get("former"):
        alike = [] if walk.claim.values else walk.claim.alike
        walk.close()
        walk.claim.leave()
        walk.claim.alike = alike
        return True
    if _once(walk, mention):
        return True
    undated = "year" not in walk.claim.heads and mention.kind == "rank"
    if clause.FROM.search(walk.low, walk.sentence.start, mention.start) or (
        undated and _NOW.match(walk.low, mention.end)
    ):
        walk.main = walk.claim
        walk.claim = Claim(heads=dict(walk.heads))
        walk.claim.alike = walk.main.alike if mention.kind == "group" else []
        walk.claim.leave()
        walk.claim.since = walk.main.heads.get("year")
        return True
    arrived = _COMES.search(walk.low, max(walk.sentence.start, mention.start - 12), mention.end)
    if (
        walk.claim.former
        and walk.main is not None
        and (arrived or mention.kind in walk.claim.values)
    ):
        return _back_to_main(walk)
    return walk.claim.former


# "Bến Tre hạng 7 nay còn hạng 8": the first place was left.
_NOW = re.compile(r",?\s(?:nay|giờ)\s(?:\w+\s){1,3}(?:hạng|thứ|vị trí)\s(?:thứ\s)?\d")


def _once(walk: Walk, mention: Mention) -> bool:
    """Begin a claim of its own with "so với 87,54 điểm", "từng đứng đầu": it was so before."""
    before = walk.low[walk.sentence.start : mention.start]
    if mention.kind in ("score", "rank") and clause.COMPARED.search(before):
        walk.close()
        walk.claim.leave()
        return True
    once = bool(walk.claim.values) and clause.ONCE.search(before) is not None
    if once:
        walk.close()
    return once


def _back_to_main(walk: Walk) -> bool:
    """Hand out what was left, if anything was, and go on with what came of it."""
    if not walk.claim.former or walk.main is None:
        return False
    left = walk.claim.heads.get("year")
    walk.out.claims.append(walk.claim)
    walk.claim, walk.main = walk.main, None
    walk.claim.since = left
    return True


_COMPARES = re.compile(r"\s*so với")


def bracketed_year(walk: Walk, end: int) -> None:
    """Read "so với năm 2019 (đạt 81,15%)": the bracket speaks of the baseline year."""
    if (
        not walk.brackets
        or walk.claim is not walk.brackets[-1][0]
        or _COMPARES.match(walk.low, end)
    ):
        return
    last = walk.brackets[-1][3]
    if last is not None and last.kind == "baseline":
        walk.heads = {**walk.heads, "year": last}
        walk.heads.pop("baseline", None)
        walk.claim = Claim(heads=dict(walk.heads))
        walk.claim.own.append(last)
