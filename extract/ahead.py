"""Whether a place waits for the name that it is said of: "vị trí thứ hai thuộc về ..."."""

import re

from extract import clause
from extract.model import Mention
from extract.rules.glue import strangers
from extract.walk import Walk

_WORDS = 5
"""How many words of content may stand between a rank and the subject that follows it."""

# What may stand there besides: brackets, a year in passing, the rest of a group's name.
_BETWEEN = re.compile(
    r"^(?:, (?:ban|ngành|cơ quan ngang bộ|thị xã|thành phố|quận|phường|đơn vị)(?: ngành)?)+(?!\w)"
    r"|\([^()]*\)|,[^,;()]{0,20}năm \d{4},|(?:tỉnh|xã|huyện|sở|bộ),\s*\w+(?:\s*phố)?|,\s*(?=là\s)"
    r"|, năm thứ \w+ liên tiếp,"
    r"|^, (?:thứ|hạng) \d{1,3}(?:/\d+)?,(?= là)|^, \d[\d.,]*\s*(?:điểm|%)?,(?= thuộc về)"
    r"|^ cấp (?:tỉnh|bộ|xã|huyện)(?!\w)"
)


def _apposed(walk: Walk, rank: Mention) -> bool:
    """Tell whether a name stands right behind a title: "quán quân Quảng Ninh", "thứ nhì Bộ A"."""
    words = walk.low[rank.start : rank.end]
    title = rank.rule in ("rank/second", "rank/bare", "rank/item") or "quán quân" in words
    holder = _HOLDER.search(walk.low, walk.sentence.start, rank.start)
    return (title or bool(holder)) and any(
        m.kind == "subject"
        and m.start >= rank.end
        and m.data.get("type") in ("province", "ministry")
        and not walk.low[rank.end : m.start].strip(' ",' if holder or _set_off(walk, m) else ' "')
        for m in walk.mentions
    )


def _set_off(walk: Walk, name: Mention) -> bool:
    """Tell whether ``name`` stands between commas: "thứ hai, Bình Dương, 47,178 điểm"."""
    return walk.low.endswith(", ", 0, name.start) and walk.low.startswith(", ", name.end)


# "Địa phương đầu bảng, Hải Phòng, đạt ...".
_HOLDER = re.compile(r"(?:^|[;,.:] )(?:còn )?(?:địa phương|đơn vị|tỉnh|nơi|bộ) $")


_OPENING = re.compile(r"(?:lần đầu(?: tiên)?)?\s*(?:ở|tại|ở vị trí|lên|vươn lên)?")


def _heads_the_table(walk: Walk, rank: Mention) -> bool:
    """Tell whether a name follows "ở đầu bảng, ..." at the beginning of a sentence."""
    before = walk.low[walk.sentence.start : rank.start].rpartition(";")[2].strip()
    return bool(_OPENING.fullmatch(before)) and any(
        m.kind == "subject"
        and m.start >= rank.end
        and not _OF_YEAR.sub("", walk.low[rank.end : m.start]).strip(" ,")
        for m in walk.mentions
    )


_OF_YEAR = re.compile(r"^ (?:của )?năm (?:ấy|đó|nay|trước|\d{4})")


def _another_between(walk: Walk, rank: Mention, subject: Mention) -> bool:
    between = (m for m in walk.mentions if rank.end <= m.start < subject.start)
    return any(m.kind == "rank" for m in between)


def subject_follows(walk: Walk, mention: Mention) -> bool:
    """Tell whether a rank waits for its subject: "vị trí thứ hai thuộc về ..."."""
    if mention.kind != "rank":
        return False
    if _apposed(walk, mention) or _heads_the_table(walk, mention):
        return True
    later = (m for m in walk.mentions if m.start >= mention.end and m.kind == "subject")
    for subject in later:
        gap = walk.low[mention.end : subject.start]
        if subject.data.get("type") in ("national", "anaphor") or subject.data.get("group"):
            continue
        if subject.data.get("beside") or _another_between(walk, mention, subject):
            return False
        if subject.data.get("type") == "region" and not clause.COPULA_BESIDE.search(gap):
            continue
        gap = _BETWEEN.sub("", gap)
        if not walk.claim.own_subject:
            gap = gap.replace(":", " : ")
        joined = clause.COPULA.search(gap) and not re.search(r"[,;()]", gap)
        return bool(joined) and len(strangers(gap)) <= _WORDS
    return False
