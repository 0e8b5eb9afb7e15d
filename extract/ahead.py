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
    r"|, năm thứ \w+ liên tiếp,|^ cấp (?:tỉnh|bộ|xã|huyện)(?!\w)"
)


def _apposed(walk: Walk, rank: Mention) -> bool:
    """Tell whether a name stands right behind a title: "quán quân Quảng Ninh", "thứ nhì Bộ A"."""
    words = walk.low[rank.start : rank.end]
    title = rank.rule in ("rank/second", "rank/bare", "rank/item") or "quán quân" in words
    return title and any(
        m.kind == "subject"
        and m.start >= rank.end
        and m.data.get("type") in ("province", "ministry")
        and not walk.low[rank.end : m.start].strip(' "')
        for m in walk.mentions
    )


_OPENING = re.compile(r"(?:lần đầu(?: tiên)?)?\s*(?:ở|tại|ở vị trí|lên|vươn lên)?")


def _heads_the_table(walk: Walk, rank: Mention) -> bool:
    """Tell whether a name follows "ở đầu bảng, ..." at the beginning of a sentence."""
    before = walk.low[walk.sentence.start : rank.start].strip()
    return bool(_OPENING.fullmatch(before)) and any(
        m.kind == "subject" and not walk.low[rank.end : m.start].strip(" ,") for m in walk.mentions
    )


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
        joined = clause.COPULA.search(gap) and not re.search(r"[,;()]", gap)
        return bool(joined) and len(strangers(gap)) <= _WORDS
    return False
