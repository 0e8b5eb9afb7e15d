"""Take the values of a sentence: which claim each belongs to, or why it is not believed."""

import re
from dataclasses import replace

from extract import ahead, clause, refuse
from extract.clause import Claim, Refusal
from extract.model import Kind, Mention
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
    _come_back(walk, mention)
    mention = _kept(walk, mention)
    if not _moved(walk, mention):
        _bracketed_year(walk, mention.end)
    if ahead.subject_follows(walk, mention):
        walk.close()
        walk.claim.heads.pop("subject", None)
        walk.claim.inverse = True
    elif mention.kind in walk.claim.values and not _completes(walk, mention):
        left = walk.claim.alike if walk.claim.former and mention.kind == "group" else []
        _end_aside(walk, mention)
        walk.close()
        walk.claim.alike = left
    if clause.TOGETHER.search(walk.gap(mention)):
        walk.claim.together = True
        _of_all_before(walk, mention)
    elif both := clause.ALL_OF_THEM.search(walk.gap(mention)):
        _of_the_last(walk, mention, whole(both["n"]) - 1)
    if _of_the_last_alone(walk, mention):
        walk.claim.alike = []
    walk.claim.put(mention)
    walk.last, walk.end = mention, mention.end


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
    for claim in told[len(told) - count :] if 0 < count <= len(told) else ():
        claim.put(mention)


def _end_aside(walk: Walk, mention: Mention) -> None:
    """Come back from "A, kỳ trước mới xếp thứ 4, vươn lên dẫn đầu" behind the aside's comma."""
    year = walk.heads.get("year")
    past = year is not None and year.data["year"] is None and year.data["relative"] < 0
    if past and "," in walk.gap(mention) and mention.kind == "rank":
        walk.heads.pop("year")


_SUMS_UP = re.compile(r",\s*(?:tức|nghĩa|như vậy|như thế|nay)(?!\w)")


def _come_back(walk: Walk, mention: Mention) -> None:
    """Read "một năm trước ở hạng 30, tức đã lên 7 bậc": the change is this year's.

    So it is in "so với năm 2019, khi đứng thứ 24, tỉnh tụt 23 bậc".
    """
    year = walk.claim.heads.get("year")
    if year is None or mention.kind != "rank_change":
        return
    before = year.data["year"] is None and year in walk.claim.own
    apart = year.data.get("glance") and "rank" not in walk.claim.values
    if apart or (before and _SUMS_UP.match(walk.gap(mention))):
        walk.heads.pop("year", None)
        walk.close()


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
        return
    gap = _SO_FAR.sub("", walk.gap(mention).lstrip())
    aside = named.data.get("beside") or ("mean" in claim.heads and walk.beside)
    if aside and gap.startswith((",", "để ")) and not _APPOSITION.match(gap):
        claim.heads.pop("mean", None)
        claim.heads.pop("subject")
        claim.heads |= {"subject": main} if main else {}


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
        alike = [] if walk.claim.values else walk.claim.alike
        walk.close()
        walk.claim.leave()
        walk.claim.alike = alike
        return True
    if _once(walk, mention):
        return True
    if clause.FROM.search(walk.low, walk.sentence.start, mention.start):
        walk.main = walk.claim
        walk.claim = Claim(heads=dict(walk.heads))
        walk.claim.alike = walk.main.alike if mention.kind == "group" else []
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
    walk.out.claims.append(walk.claim)
    walk.claim, walk.main = walk.main, None
    return True


_COMPARES = re.compile(r"\s*so với")


def _bracketed_year(walk: Walk, end: int) -> None:
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
