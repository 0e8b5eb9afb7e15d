"""Take the values of a sentence: which claim each belongs to, or why it is not believed."""

import re
from dataclasses import replace

from extract import clause, names
from extract.clause import Claim, Refusal
from extract.model import Mention
from extract.rules.glue import foreign, strangers
from extract.rules.number import whole
from extract.walk import Walk

_BETWEEN = 4
"""How many words of content may stand between a rank and the subject that follows it."""


def take(walk: Walk, mention: Mention) -> None:
    """Put the value ``mention`` into the claim it belongs to, or refuse it with the reason."""
    why = _objection(walk, mention)
    if why:
        walk.out.refusals.append(Refusal(mention, why))
        walk.last = mention
        return
    if _second_scale(walk, mention):
        return
    _leave_neighbour(walk, mention)
    mention = _kept(walk, mention)
    if not _moved(walk, mention):
        _bracketed_year(walk, mention.end)
    if _subject_follows(walk, mention):
        walk.close()
        walk.claim.heads.pop("subject", None)
        walk.claim.inverse = True
    elif mention.kind in walk.claim.values and not _completes(walk, mention):
        walk.close()
    if clause.TOGETHER.search(walk.gap(mention)):
        walk.claim.together = True
        _of_all_before(walk, mention)
    elif both := clause.ALL_OF_THEM.search(walk.gap(mention)):
        _of_the_last(walk, mention, whole(both["n"]) - 1)
    walk.claim.put(mention)
    walk.last, walk.end = mention, mention.end


def _kept(walk: Walk, mention: Mention) -> Mention:
    """Read "15,82/18 điểm, không đổi so với tuần trước" as points that have not changed."""
    told = walk.claim.values
    behind = _POINTS_BEHIND.match(walk.low, mention.end)
    if mention.rule != "change/unchanged" or "rank" in told or not ("score" in told or behind):
        return mention
    if _OF_PLACE.match(walk.low, mention.end):
        return mention
    return replace(mention, kind="score_change", data={"score_change": 0.0, "percent": False})


_POINTS_BEHIND = re.compile(r"\s*\d{1,3}(?:[.,]\d+)?(?:/\d+)?\s*(?:điểm|%)")
_OF_PLACE = re.compile(r"[^,;.]{0,25}?(?:hạng|vị thứ|vị trí|bậc)")


def _of_the_last(walk: Walk, mention: Mention, count: int) -> None:
    """Say "A dẫn đầu với 83 điểm, á quân là B (82 điểm), cả hai thuộc nhóm tốt" of A, too."""
    named = walk.claim.heads.get("subject")
    told = [c for c in walk.out.claims if c.heads.get("subject") not in (None, named)]
    for claim in told[len(told) - count :] if 0 < count <= len(told) else ():
        claim.put(mention)


_APPOSITION = re.compile(r",\s*(?:đơn vị|tỉnh|địa phương|nơi|cơ quan|bộ)\s")


def _leave_neighbour(walk: Walk, mention: Mention) -> None:
    """Come back from a neighbour behind a comma: "A đổi chỗ cho B, tụt một hạng" is said of A."""
    claim, main = walk.claim, walk.heads.get("subject")
    named = claim.heads.get("subject")
    if walk.brackets or named is None or main is None or named is main or claim.values:
        return
    gap = walk.gap(mention).lstrip()
    if named.data.get("beside") and gap.startswith(",") and not _APPOSITION.match(gap):
        claim.heads["subject"] = main


def _of_all_before(walk: Walk, mention: Mention) -> None:
    """Say "A (6,42 điểm) và B (7,02 điểm) đều thuộc nhóm thấp nhất" of A, too."""
    heads = (h for h in reversed(walk.claim.own) if h.kind in ("component", "subject"))
    head = next(heads, None)
    for claim in reversed(walk.out.claims):
        before = claim.heads.get(head.kind) if head else None
        if head is None or before is None or before is head or mention.kind in claim.values:
            return
        if not clause.AND.match(walk.without_values(before.end, head.start)):
            return
        claim.put(mention)
        head = before


def _completes(walk: Walk, mention: Mention) -> bool:
    """Let "đứng chót, vị trí 63/63" be one place, told by word and by number."""
    return walk.claim.values[mention.kind].data.get("rank", 0) is None


def _second_scale(walk: Walk, mention: Mention) -> bool:
    both = mention.kind == "score" and "score" in walk.claim.values
    if not both or not clause.SECOND_SCALE.match(walk.gap(mention)) or _beside_baseline(walk):
        return False
    if walk.claim.values["score"].data["unit"] == mention.data["unit"]:
        return False
    walk.claim.second = mention
    walk.end = mention.end
    return True


def _beside_baseline(walk: Walk) -> bool:
    return walk.last is not None and walk.last.kind == "baseline"


_ARRIVES = re.compile(r"(?<!\w)(?:lên|xuống|còn|thành|sang|tới|đến)(?!\w)")


def _moved(walk: Walk, mention: Mention) -> bool:
    """Read "từ vị trí 25 ... lên vị trí 12": the first rank is the former year's."""
    if mention.kind in ("rank_change", "score_change"):
        return _back_to_main(walk)
    if mention.data.get("former"):
        walk.close()
        walk.claim.leave()
        return True
    if mention.kind in ("score", "rank") and clause.COMPARED.search(
        walk.low, walk.sentence.start, mention.start
    ):
        walk.close()
        walk.claim.leave()
        return True
    if clause.FROM.search(walk.low, walk.sentence.start, mention.start):
        walk.main = walk.claim
        walk.claim = Claim(heads=dict(walk.heads))
        walk.claim.leave()
        return True
    arrived = _ARRIVES.search(walk.low, max(walk.sentence.start, mention.start - 12), mention.end)
    if (
        walk.claim.former
        and walk.main is not None
        and (arrived or mention.kind in walk.claim.values)
    ):
        return _back_to_main(walk)
    return walk.claim.former


def _back_to_main(walk: Walk) -> bool:
    """Hand out what was left, if anything was, and go on with what came of it."""
    if not walk.claim.former or walk.main is None:
        return False
    walk.out.claims.append(walk.claim)
    walk.claim, walk.main = walk.main, None
    return True


_COMPARES = re.compile(r"\s*so với")


def _bracketed_year(walk: Walk, end: int) -> None:
    """Read "so với năm 2019 (đạt 81,15%)": the bracket speaks of the baseline year."""
    if not walk.brackets or walk.claim is not walk.brackets[-1][0] or _COMPARES.match(walk.low, end):
        return
    last = walk.brackets[-1][3]
    if last is not None and last.kind == "baseline":
        walk.claim = Claim(heads={**walk.heads, "year": last})
        walk.claim.heads.pop("baseline", None)
        walk.claim.own.append(last)


def _objection(walk: Walk, mention: Mention) -> str:
    """Return why ``mention`` is not to be believed, or nothing."""
    if mention.data.get("satisfied") and not walk.plan:
        return ""
    if why := _clause_objection(walk, mention):
        return why
    if mention.kind == "group":
        walk.listing = []
    once = clause.ONCE.search(walk.low[walk.sentence.start : mention.start])
    if once and not _has_own_year(walk, mention):
        return "it was so once, in a year that is not told"
    if _defines(walk, mention):
        walk.listing = [mention]
        return "it says what the group is, not who is in it"
    return _gap_objection(walk, mention, names.without_agencies(walk.gap(mention)))


def _clause_objection(walk: Walk, mention: Mention) -> str:
    """Return what in the state of its clause speaks against ``mention``."""
    if walk.plan:
        return "a plan or a task, not a result"
    if walk.off_topic and "index" not in walk.heads:
        return "its sentence opens with another topic"
    aside = walk.counted and _ASIDE.search(walk.low, walk.counted, mention.start)
    if walk.counted and not aside and not _defines(walk, mention):
        return "it is said of the things that are counted before it"
    if any(_out_of_turn(walk, mention, place) for place in walk.paired.loose):
        return "it is one of several in turn, said of names that are told elsewhere"
    if walk.apart and mention.kind in ("score", "score_change"):
        return "the distance to another"
    return ""


_ASIDE = re.compile(r"[,;:(]|\svà\s$")


_YEAR_BEHIND = re.compile(r"(?: bảng (?:này|ấy|đó))?,?\s*(?:vào|ở|trong|của)?\s*\(?\S$")


def _has_own_year(walk: Walk, value: Mention) -> bool:
    """Tell whether the clause names its year, or one stands right behind ``value``."""
    years = (m for m in walk.mentions if m.kind == "year")
    behind = any(_YEAR_BEHIND.match(walk.low, value.end, year.start + 1) for year in years)
    return behind or any(head.kind == "year" for head in walk.claim.own)


def _defines(walk: Walk, mention: Mention) -> bool:
    """Tell whether a tier is named whose members follow: "nhóm B gồm 5 tỉnh ..."."""
    if mention.kind != "group" or (walk.claim.own_subject and not _parts_follow(walk, mention)):
        return False
    after = walk.low[mention.end : mention.end + 90]
    return bool(clause.GROUP_DEFINED.match(after) or clause.GROUP_OF.match(after))


def _parts_follow(walk: Walk, group: Mention) -> bool:
    """Tell whether components are listed behind a tier: it is theirs, not their owner's."""
    later = (m for m in walk.mentions if m.start >= group.end)
    behind = next((m for m in later if m.data.get("type") != "national"), None)
    return behind is not None and behind.kind == "component"


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
        walk.broken = True
        return f"a part that no file knows stands before it: {gap.strip()!r}"
    more = 10 if walk.claim.values and mention.kind != "score" else 0
    if len(strangers(gap)) > _loose(walk, mention) + more and not _subject_follows(
        walk, mention
    ):
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


def _apposed(walk: Walk, rank: Mention) -> bool:
    """Tell whether a name stands right behind a title: "quán quân Quảng Ninh", "thứ nhì Bộ A"."""
    words = walk.low[rank.start : rank.end]
    title = rank.rule in ("rank/second", "rank/bare", "rank/item") or "quán quân" in words
    return title and any(
        m.kind == "subject"
        and m.start >= rank.end
        and m.data.get("type") in ("province", "ministry")
        and not walk.low[rank.end : m.start].strip()
        for m in walk.mentions
    )


def _heads_the_table(walk: Walk, rank: Mention) -> bool:
    """Tell whether a name follows "ở đầu bảng, ..." at the beginning of a sentence."""
    before = walk.low[walk.sentence.start : rank.start].strip()
    return before in ("", "ở", "tại", "ở vị trí") and any(
        m.kind == "subject" and not walk.low[rank.end : m.start].strip(" ,") for m in walk.mentions
    )


def _subject_follows(walk: Walk, mention: Mention) -> bool:
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
        if subject.data.get("beside"):
            return False
        if subject.data.get("type") == "region" and not clause.COPULA_BESIDE.search(gap):
            continue
        gap = re.sub(r"\([^()]*\)|,[^,;()]{0,20}năm \d{4},|(?:tỉnh|xã|huyện|sở|bộ),\s*\w+(?:\s*phố)?|,\s*(?=là\s)", "", gap)
        joined = clause.COPULA.search(gap) and not re.search(r"[,;()]", gap)
        return bool(joined) and len(strangers(gap)) <= _BETWEEN
    return False
