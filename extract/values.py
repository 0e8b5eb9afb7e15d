"""Take the values of a sentence: which claim each belongs to, or why it is not believed."""

import re
from dataclasses import replace

from extract import ahead, clause, moved, refuse
from extract.clause import Claim, Refusal
from extract.model import Kind, Mention
from extract.rules.glue import strangers
from extract.rules.number import whole
from extract.walk import Walk


def take(walk: Walk, mention: Mention) -> None:
    """Put the value ``mention`` into the claim it belongs to, or refuse it with the reason."""
    why = refuse.objection(walk, mention)
    if why:
        walk.out.refusals.append(Refusal(mention, why))
        walk.last = mention
        return
    if _second_scale(walk, mention):
        return
    _leave_neighbour(walk, mention)
    moved.come_back(walk, mention)
    moved.leave_unread(walk, mention)
    mention = _kept(walk, mention)
    if not moved.arrive(walk, mention):
        moved.bracketed_year(walk, mention.end)
    _begin(walk, mention)
    _share(walk, mention)
    if _of_the_last_alone(walk, mention):
        walk.claim.alike = []
    walk.claim.put(mention)
    walk.last, walk.end = mention, mention.end


def _begin(walk: Walk, mention: Mention) -> None:
    """Begin a claim where ``mention`` waits for its subject, or is told a second time."""
    if ahead.subject_follows(walk, mention):
        walk.close()
        walk.claim.heads.pop("subject", None)
        walk.claim.inverse = True
    elif mention.kind in walk.claim.values and not _completes(walk, mention):
        left = walk.claim.alike if walk.claim.former and mention.kind == "group" else []
        moved.end_aside(walk, mention)
        walk.close()
        walk.claim.alike = left
        walk.claim.since, walk.since = walk.since, None


def _share(walk: Walk, mention: Mention) -> None:
    """Say ``mention`` of the names before it, too, where "cùng", "đều" or "cả hai" says so."""
    if both := clause.ALL_OF_THEM.search(walk.gap(mention)):
        _of_the_last(walk, mention, whole(both["n"]) - 1)
    elif clause.TOGETHER.search(walk.gap(mention)):
        walk.claim.together = True
        _of_all_before(walk, mention)
    elif mention.kind == "group" and _BRACKETS_SHARE.fullmatch(walk.gap(mention)):
        _of_all_before(walk, mention)


def _of_the_last_alone(walk: Walk, mention: Mention) -> bool:
    """Tell whether "A, B (4,75 điểm)" says it of B: the bracket stands behind the last name."""
    bracket = walk.brackets and walk.claim is walk.brackets[-1][0]
    return bool(bracket) and mention.kind != "group" and not walk.claim.together


def _kept(walk: Walk, mention: Mention) -> Mention:
    """Read "15,82/18 điểm, không đổi so với tuần trước" as points that have not changed."""
    told = walk.claim.values
    behind = _POINTS_BEHIND.match(walk.low, mention.end)
    if mention.rule != "change/unchanged" or "rank" in told or not ("score" in told or behind):
        return mention
    if _PLACE_BEFORE.search(walk.low, walk.sentence.start, mention.start) or _OF_PLACE.match(
        walk.low, mention.end
    ):
        return mention
    return replace(mention, kind="score_change", data={"score_change": 0.0, "percent": False})


_POINTS_BEHIND = re.compile(r"\s*\d{1,3}(?:[.,]\d+)?(?:/\d+)?\s*(?:điểm|%)")
_OF_PLACE = re.compile(r"[^,;.]{0,25}?(?:hạng|vị thứ|vị trí|bậc)")
_PLACE_BEFORE = re.compile(r"(?:hạng|vị thứ|vị trí|bậc)\s+(?:vẫn\s+)?$")


def _of_the_last(walk: Walk, mention: Mention, count: int) -> None:
    """Say "A dẫn đầu với 83 điểm, á quân là B (82 điểm), cả hai thuộc nhóm tốt" of A, too."""
    kind: Kind = "component" if "component" in walk.claim.heads else "subject"
    named = walk.claim.heads.get(kind)
    told = [c for c in walk.out.claims if c.heads.get(kind) not in (None, named)]
    year = next((head for head in walk.claim.own if head.kind == "year"), None)
    for claim in told[len(told) - count :] if 0 < count <= len(told) else ():
        if year is None or claim.heads.get("year") is year:
            claim.put(mention)
            continue
        another = Claim({**claim.heads, "year": year}, own=[*claim.own])
        another.put(mention)
        walk.out.claims.append(another)


_NEVER_OF_A_NATION = ("rank", "rank_change", "group")
_SO_FAR = re.compile(r"^\d{1,2} (?:bậc|hạng)(?=,)")
_APPOSITION = re.compile(r",\s*(?:đơn vị|tỉnh|địa phương|nơi|cơ quan|bộ)\s")


def _leave_neighbour(walk: Walk, mention: Mention) -> None:
    """Come back from a neighbour behind a comma: "A đổi chỗ cho B, tụt một hạng" is said of A."""
    claim, main = walk.claim, walk.heads.get("subject")
    named = claim.heads.get("subject")
    if walk.brackets or named is None or named is main:
        return
    if named.data["type"] == "national" and mention.kind in _NEVER_OF_A_NATION:
        walk.close()
        return
    if claim.values:
        _come_back_to(walk, named, main, mention)
        return
    gap = _SO_FAR.sub("", walk.gap(mention).lstrip())
    aside = named.data.get("beside") or ("mean" in claim.heads and walk.beside)
    if aside and gap.startswith((",", "để ")) and not _APPOSITION.match(gap):
        claim.heads.pop("mean", None)
        claim.heads.pop("subject")
        claim.heads |= {"subject": main} if main else {}


def _come_back_to(walk: Walk, named: Mention, main: Mention | None, mention: Mention) -> None:
    """Read "A xếp trên B (70,19 điểm) để giữ ngôi quán quân": A keeps it."""
    if named.data.get("beside") and main and walk.gap(mention).startswith(" để "):
        walk.close()
        walk.claim.heads["subject"] = main


def _of_all_before(walk: Walk, mention: Mention) -> None:
    """Say "A (6,42 điểm) và B (7,02 điểm) đều thuộc nhóm thấp nhất" of A, too.

    So it is in "A, B lần lượt xếp thứ 3, thứ 4, cùng thuộc nhóm khá", and of years.
    """
    head = _whose(walk)
    for claim in reversed(walk.out.claims):
        before = claim.heads.get(head.kind) if head else None
        if head is None or before is None or mention.kind in claim.values:
            return
        if before is head or before.start > head.start:
            continue
        if not _beside(walk, before, head, mention):
            return
        claim.put(mention)
        head = before


def _whose(walk: Walk) -> Mention | None:
    """Return the name that the value is said of which the clause shares with those before it."""
    own = (h for h in reversed(walk.claim.own) if h.kind in _SHARE)
    told = walk.out.claims[-1].own if walk.out.claims and not walk.claim.own else []
    return next(own, None) or next((h for h in told if h.kind in _SHARE), None)


# "A (69,38 điểm) và B (69,90 điểm) nằm lại nhóm khá".
_BRACKETS_SHARE = re.compile(r"(?: (?!cũng)[^\W\d]+){0,4} ")
_SHARE = ("component", "subject", "year")
_JOINTLY = re.compile(r"(?<!cuối )(?:cùng|đều)(?! (?:với|kỳ))(?!\w)")


def _beside(walk: Walk, before: Mention, head: Mention, value: Mention) -> bool:
    """Tell whether nothing but values stands between two names of which ``value`` is said."""
    between = clause.ASIDES.sub("", walk.without_values(before.end, head.start))
    alone = value.kind == "group" and not walk.claim.alike
    jointly = alone and _JOINTLY.search(walk.gap(value)) is not None
    if value.kind == "score" and _SHARED.search(walk.gap(value)):
        return len(strangers(between)) <= _A_FEW and not re.search(r"[;:.()]", between)
    return bool(clause.AND.match(between)) or (jointly and not strangers(between))


# "A giữ hạng 8, B hạng 9, cùng 65,2 điểm": points that two share stand right behind "cùng".
_SHARED = re.compile(r"^,?\s*cùng\s+(?:được |đạt |có |là |với |mức |ở mức )*$")
_A_FEW = 2


def _completes(walk: Walk, mention: Mention) -> bool:
    """Let "đứng chót, vị trí 63/63" be one place, told by word and by number."""
    return walk.claim.values[mention.kind].data.get("rank", 0) is None


def _second_scale(walk: Walk, mention: Mention) -> bool:
    both = mention.kind == "score" and "score" in walk.claim.values
    apart = walk.low[walk.claim.values["score"].end : mention.start] if both else ""
    if not both or not clause.SECOND_SCALE.match(apart) or _beside_baseline(walk):
        return False
    if walk.claim.values["score"].data["unit"] == mention.data["unit"]:
        return False
    walk.claim.second = mention
    walk.end = mention.end
    return True


def _beside_baseline(walk: Walk) -> bool:
    return walk.last is not None and walk.last.kind == "baseline"
