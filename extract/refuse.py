"""Why a value is not believed: plans, counts, other matters, words no file knows."""

import re
from collections.abc import Callable

from extract import clause, names
from extract.ahead import subject_follows
from extract.model import Mention
from extract.rules.glue import foreign, strangers
from extract.walk import Walk


def objection(walk: Walk, mention: Mention) -> str:
    """Return why ``mention`` is not to be believed, or nothing."""
    if mention.data.get("satisfied") and not walk.plan:
        return ""
    if why := _clause_objection(walk, mention):
        return why
    once = clause.ONCE.search(walk.low[walk.sentence.start : mention.start])
    if once and not _has_own_year(walk, mention):
        return "it was so once, in a year that is not told"
    if _defines(walk, mention):
        return "it says what the group is, not who is in it"
    gap = _CONCEDED.sub(",", walk.gap(mention))
    return _gap_objection(walk, mention, names.without_agencies(gap))


# "Bạc Liêu, dù quy mô kinh tế nhỏ hơn, có 65,73 điểm": what is conceded is said aside.
_CONCEDED = re.compile(r", (?:dù|dẫu|tuy|mặc dù|dù rằng|cho dù) [^,;.()\d]{3,60},")


def _clause_objection(walk: Walk, mention: Mention) -> str:
    """Return what in the state of its clause speaks against ``mention``."""
    return next((why for holds, why in _OBJECTIONS if holds(walk, mention)), "")


def _off_topic(walk: Walk, _: Mention) -> bool:
    return walk.off_topic and "index" not in walk.heads


_ASIDE = re.compile(r"[,;:(]|\svà\s$")


def _of_the_counted(walk: Walk, mention: Mention) -> bool:
    aside = walk.counted and _ASIDE.search(walk.low, walk.counted, mention.start)
    return bool(walk.counted) and not aside and not _defines(walk, mention)


def _of_names_elsewhere(walk: Walk, mention: Mention) -> bool:
    return any(_out_of_turn(walk, mention, place) for place in walk.paired.loose)


def _of_an_unknown_part(walk: Walk, _: Mention) -> bool:
    return walk.unknown and not any(head.kind == "component" for head in walk.claim.own)


def _apart(walk: Walk, mention: Mention) -> bool:
    return walk.apart and mention.kind in ("score", "score_change")


def _heads_a_tier(walk: Walk, mention: Mention) -> bool:
    """Tell whether "dẫn đầu nhóm khá", "cuối nhóm tốt" is a place among the tier's own only."""
    if mention.kind != "rank" or any(c.isdigit() for c in walk.low[mention.start : mention.end]):
        return False
    listed = (value for values in walk.paired.values.values() for value in values)
    tiers = (m for m in (*walk.mentions, *listed) if m.kind == "group")
    tier = next((m for m in tiers if _joins(walk, mention, m)), None)
    ends = _FIRST_TIERS if mention.data["rank"] else _LAST_TIERS
    return tier is not None and tier.data["group"] not in ends


def _joins(walk: Walk, rank: Mention, tier: Mention) -> bool:
    if tier.start >= rank.end:
        return walk.low[rank.end : tier.start] in (" ", " trong ", " của ", " ở ")
    between = walk.low[tier.end : rank.start]
    opens = _AMONG.search(walk.low, walk.sentence.start, tier.start)
    return bool(opens) and "," in between and not set(between) & set(";.(")


_AMONG = re.compile(r"(?:^|(?<=[.;:+*-]\s)|(?<=\n))(?:trong|ở)\s(?:số\s)?$")
_FIRST_TIERS = ("rất tốt", "cao nhất", "xuất sắc", "cao", "A")
_LAST_TIERS = ("thấp nhất", "thấp", "rất thấp", "yếu", "D")


_OBJECTIONS: tuple[tuple[Callable[[Walk, Mention], bool], str], ...] = (
    (lambda walk, _: walk.plan, "a plan or a task, not a result"),
    (_off_topic, "its sentence opens with another topic"),
    (_of_the_counted, "it is said of the things that are counted before it"),
    (_of_names_elsewhere, "it is one of several in turn, said of names that are told elsewhere"),
    (_of_an_unknown_part, "it is said of a part that no file knows"),
    (_apart, "the distance to another"),
    (_heads_a_tier, "a place within its tier, not in the table"),
)


_YEAR_BEHIND = re.compile(r"(?: bảng (?:này|ấy|đó)| khối \w+)?,?\s*(?:vào|ở|trong|của)?\s*\(?\S$")


def _has_own_year(walk: Walk, value: Mention) -> bool:
    """Tell whether the clause names its year, or one stands right behind ``value``."""
    after = [m for m in walk.mentions if m.start >= value.end]
    named = after[0].end if after and after[0].kind == "index" else value.end
    years = (m for m in after if m.kind == "year")
    behind = any(_YEAR_BEHIND.match(walk.low, named, year.start + 1) for year in years)
    return behind or any(head.kind == "year" for head in walk.claim.own)


def _defines(walk: Walk, mention: Mention) -> bool:
    """Tell whether a tier is explained by its size: "nhóm B gồm 5 tỉnh ..."."""
    belongs = _BELONGS.search(walk.low, walk.sentence.start, mention.start)
    if mention.kind != "group" or walk.claim.own_subject or belongs:
        return False
    return bool(clause.GROUP_DEFINED.match(walk.low[mention.end : mention.end + 90]))


_BELONGS = re.compile(
    r"(?<!\w)(?:(?:vẫn|đang|còn) (?:thuộc|nằm trong|ở|trong)|bị xếp vào|rơi vào"
    r"|(?:đưa|giúp|đẩy|kéo) [^,;.:()]{2,30} (?:vào|lên|xuống))\s$"
)


def _out_of_turn(walk: Walk, mention: Mention, place: int) -> bool:
    """Tell whether ``mention`` follows a "lần lượt" that pairs nothing, without a name between."""
    follows = place < mention.end and not _ENDS_CLAUSE.search(walk.low, place, mention.start)
    return follows and not any(head.start >= place for head in walk.claim.own)


_ENDS_CLAUSE = re.compile(r"[;:(]")


def _gap_objection(walk: Walk, mention: Mention, gap: str) -> str:
    if foreign(gap) or gap.rstrip().endswith("việt nam"):
        walk.broken = True
        return f"the words before it speak of something else: {gap.strip()!r}"
    if walk.broken:
        return "the clause speaks of something else"
    outside = gap[: gap.rfind("(")] if "(" in gap else ""
    room = _ASIDES if mention.kind.startswith("rank") and not _beside_refused(walk, gap) else 1
    if len(strangers(outside)) > room:
        return f"its bracket stands behind words no file knows: {outside.strip()!r}"
    if _of_another_part(walk, gap):
        walk.broken = walk.unknown = True
        return f"a part that no file knows stands before it: {gap.strip()!r}"
    more = 10 if walk.claim.values and mention.kind != "score" else 0
    if len(strangers(gap)) > _loose(walk, mention) + more and not subject_follows(walk, mention):
        walk.broken = mention.kind == "score"
        return f"too many words stand between it and what it could be said of: {gap.strip()!r}"
    return ""


_ASIDES = 3
"""Strange words before the bracket of a place; points are more easily of something else."""


def _beside_refused(walk: Walk, gap: str) -> bool:
    """Tell whether a value before this one, in the same bracket, was refused."""
    before = walk.out.refusals[-1].mention if walk.out.refusals else None
    return before is not None and before.start > walk.end and "(" in gap


def _of_another_part(walk: Walk, gap: str) -> bool:
    """Tell whether an item of a list of components begins, of one that no file knows."""
    part = walk.claim.heads.get("component")
    item = walk.low.endswith(";", 0, walk.end) and not walk.claim.values
    inherited = part is not None and part not in walk.claim.own
    return item and inherited and len(strangers(gap)) >= _A_NAME


_A_NAME = 2
_TOTAL = ("tổng điểm", "điểm số", "số điểm")


def _loose(walk: Walk, value: Mention) -> int:
    """Return how many strange words may stand before ``value``: points say more than per cent."""
    if value.kind != "score":
        return clause.LOOSE[value.kind]
    if walk.low.startswith(_TOTAL, value.start):
        return clause.LOOSE["rank"]
    return clause.LOOSE["score"] + (_POINTS_MORE if value.data["unit"] == "điểm" else 0)


_POINTS_MORE = 4
