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
    r"|\([^()]*\)|,[^,;()]{0,20}năm \d{4},"
    r"|(?:tỉnh|xã|huyện|sở|bộ)"
    r"(?:,\s*(?:thành(?:\s*phố)?|ban|ngành|thị xã|quận|phường|huyện|xã))+|,\s*(?=là\s)"
    r"|, năm thứ \w+ (?:liên tiếp|liên tục|liền),"
    r"|^, (?:(?:thứ|hạng) )?\d{1,3}(?:/\d+)?,(?= là)|^, \d[\d.,]*\s*(?:điểm|%)?,(?= thuộc về)"
    r"|^ cấp (?:tỉnh|bộ|xã|huyện)(?!\w)"
)


def _apposed(walk: Walk, rank: Mention) -> bool:
    """Tell whether a name stands right behind a title: "quán quân Quảng Ninh", "thứ nhì Bộ A"."""
    words = walk.low[rank.start : rank.end]
    title = rank.rule in _TITLES or "quán quân" in words
    title = title or bool(_SET_AGAINST.match(walk.low, rank.end))
    holder = _HOLDER.search(walk.low, walk.sentence.start, rank.start)
    return (title or bool(holder)) and any(
        m.kind == "subject"
        and m.start >= rank.end
        and m.data.get("type") in (_LOCAL if rank.rule == "rank/line" else _WHOLE)
        and not walk.low[rank.end : m.start].strip(' ",' if holder or _set_off(walk, m) else ' "-:')
        for m in walk.mentions
    )


_WHOLE = ("province", "ministry")
_LOCAL = (*_WHOLE, "department", "district")
_TITLES = ("rank/second", "rank/bare", "rank/item", "rank/enumerated", "rank/line")
# "Thứ nhất - Lâm Đồng, thứ nhì - Đắk Nông".
_SET_AGAINST = re.compile(r"(?<=thứ nhất)\s*[-:]\s")


def _set_off(walk: Walk, name: Mention) -> bool:
    """Tell whether ``name`` stands between commas: "thứ hai, Bình Dương, 47,178 điểm"."""
    return walk.low.endswith(", ", 0, name.start) and walk.low.startswith(", ", name.end)


# "Địa phương đầu bảng, Hải Phòng, đạt ...".
_HOLDER = re.compile(r"(?:^|[;,.:] )(?:còn )?(?:địa phương|đơn vị|tỉnh|nơi|bộ) $")


_OPENING = re.compile(
    r"(?:(?:lần đầu(?: tiên)?|tiếp tục|vẫn|lại|một lần nữa|năm thứ \w+ (?:liền|liên tiếp))\s*)?"
    r"(?:(?:bước|vươn|leo|trở|quay|nhảy|vọt)\s*)?(?:ở|tại|ở vị trí|lên|lại|trở lại)?"
)


def _heads_the_table(walk: Walk, rank: Mention) -> bool:
    """Tell whether a name follows "ở đầu bảng, ..." at the beginning of a sentence."""
    before = walk.low[walk.sentence.start : rank.start].rpartition(";")[2].strip()
    return bool(_OPENING.fullmatch(before)) and any(
        m.kind == "subject"
        and m.start >= rank.end
        and not _OF_YEAR.sub("", _but_what(walk, rank.end, m.start)).strip(" ,")
        for m in walk.mentions
    )


def _but_what(walk: Walk, start: int, end: int) -> str:
    """Return the words from ``start`` to ``end`` without the index and year that they name."""
    words = walk.low[start:end]
    for asked in walk.mentions:
        if asked.kind in ("index", "year") and start <= asked.start < end:
            words = words.replace(walk.low[asked.start : asked.end], "")
    return words


_OF_YEAR = re.compile(r"^ (?:của )?năm (?:ấy|đó|nay|trước|\d{4})")


def _another_between(walk: Walk, rank: Mention, subject: Mention) -> bool:
    between = (m for m in walk.mentions if rank.end <= m.start < subject.start)
    return any(m.kind == "rank" for m in between)


def _without_tables(walk: Walk, rank: Mention, subject: Mention) -> str:
    """Return the words between two without "của cả PCI, PAR INDEX lẫn SIPAS năm 2022"."""
    words = walk.low[rank.end : subject.start]
    tables = [m for m in walk.mentions if m.kind == "index" and rank.end <= m.start < subject.start]
    for table in reversed(tables if len(tables) > 1 else []):
        words = words[: table.start - rank.end] + "\0" + words[table.end - rank.end :]
    return _TABLES.sub(" ", words)


_TABLES = re.compile(r"(?:của |ở )?(?:cả )?\0(?:(?:,|\s|và|lẫn|cùng|cả)+\0)+(?: năm \d{4})?")


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
        at = mention.rule in _BY_VALUE and _AT.fullmatch(gap)
        beside = at or clause.COPULA_BESIDE.search(gap)
        if subject.data.get("type") == "region" and not beside:
            continue
        gap = _BETWEEN.sub("", _without_tables(walk, mention, subject))
        if not walk.claim.own_subject:
            gap = gap.replace(":", " : ")
        joined = clause.COPULA.search(gap) and not re.search(r"[,;()]", gap)
        held = _BY.search(gap) and _HELD.match(walk.low, subject.end)
        return bool(joined or at or held) and len(strangers(gap)) <= _WORDS
    return False


# "Ngôi quán quân tiếp tục được Quảng Ninh nắm giữ".
_BY = re.compile(r"^[^,;():]{0,30} được (?:tỉnh |tp\.? |thành phố )?$")
_HELD = re.compile(r" (?:nắm giữ|giữ|chiếm|đoạt|giành|bảo vệ|duy trì)(?!\w)")
_BY_VALUE = ("rank/highest", "rank/lowest")
# "Điểm trung bình cao nhất ở Đồng bằng sông Hồng: 85,73%".
_AT = re.compile(r" (?:ở|tại) (?:vùng |khu vực |tỉnh |tp\.? )?")
