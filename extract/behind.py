"""Heads that stand behind the values they belong to: "thứ hai là A", "xếp thứ 5 về PCI"."""

import re

from extract import clause
from extract.model import Mention
from extract.walk import Walk

_BEHIND = {"index": clause.INDEX_BEHIND, "component": clause.POSTPOSED_COMPONENT}


_OPENING = 6
_GIVES = ("cho", "đưa", "giúp", "cho tỉnh", "đưa tỉnh", "giúp tỉnh")
_IS = re.compile(r"\s*là\s")


def waited_for(walk: Walk, mention: Mention) -> bool:
    """Give a subject, an index or a component to the values that stand before it."""
    claim = walk.claim
    if not claim.values:
        return False
    if mention.kind in ("mean", "year") and claim.inverse:
        claim.put(mention)
        return True
    if mention.kind == "subject":
        return _subject(walk, mention)
    asked = mention.kind in ("index", "year") and mention.kind not in claim.heads
    if asked and _leads(walk, whose=False):
        claim.put(mention)
        walk.heads[mention.kind] = mention
        return True
    if _follows(walk, mention):
        _part_with_the_last(walk, mention)
        walk.claim.put(mention)
        walk.heads.setdefault(mention.kind, mention)
        return True
    return False


def _part_with_the_last(walk: Walk, index: Mention) -> None:
    """Begin a claim with the place of "tăng 25 hạng PCI, đầu bảng PGI": it is of another index."""
    last, claim = walk.last, walk.claim
    named = claim.heads.get("index")
    told = named is not None and (named in claim.own or not walk.gap(index).strip())
    if index.kind != "index" or not told or last is None or claim.values.get(last.kind) is not last:
        return
    if named not in claim.own and len(claim.values) == 1:
        return
    del claim.values[last.kind]
    claim.own.remove(last)
    walk.close()
    walk.claim.put(last)


def _subject(walk: Walk, mention: Mention) -> bool:
    claim, first = walk.claim, _first(walk)
    asked = first.data.get("satisfied") and clause.ASKED.match(walk.low[first.end : mention.start])
    given = "subject" not in claim.heads and walk.gap(mention).strip() in _GIVES
    leads = _leads(walk) and not mention.data.get("beside")
    if not (claim.inverse or asked or given or leads or _bracketed(walk, mention)):
        return False
    claim.put(mention)
    claim.inverse = False
    walk.heads["subject"] = mention
    return True


def _bracketed(walk: Walk, subject: Mention) -> bool:
    """Tell whether "Cao nhất là 72,95 (Quảng Ninh)" names in a bracket whose value it is."""
    alone = walk.low[subject.start - 2 : subject.start] == " (" and walk.low.startswith(
        ")", subject.end
    )
    beside = any(value.end == subject.start - 2 for value in walk.claim.values.values())
    return alone and beside and not walk.claim.own_subject


def _first(walk: Walk) -> Mention:
    return min(walk.claim.values.values(), key=lambda value: value.start)


_WITH = re.compile(r"(?:^|[,;:.]\s*)với\s+(?:tổng\s+)?(?:số\s+)?(?:điểm\s+)?(?:số\s+)?$")


def _leads(walk: Walk, *, whose: bool = True) -> bool:
    """Tell whether the claim's first value opens the clause, so that its subject is to come.

    Not ``whose`` it is but of what is asked where an index or a year is to come: then a subject
    may have been named.
    """
    asides = walk.brackets and walk.claim is walk.brackets[-1][0]
    value = _first(walk)
    opens = not whose and _WITH.search(walk.low, walk.sentence.start, value.start)
    if asides or ("subject" in walk.claim.heads and not opens):
        return False
    before = walk.low[max(walk.sentence.start, value.start - 30) : value.start]
    alone = walk.claim.values.keys() <= {value.kind, "score_change"}
    first = value.start - walk.sentence.start < _OPENING and _IS.match(walk.low, value.end)
    return bool(clause.BEFORE_SUBJECT.search(before) or first) and alone


def _follows(walk: Walk, mention: Mention) -> bool:
    """Tell whether the words that join an index or a component to a value stand between."""
    pattern, gap = _BEHIND.get(mention.kind), walk.gap(mention)
    if pattern is None or not pattern.match(gap):
        return False
    said = walk.claim.heads.get(mention.kind)
    if said is None:
        return True
    of_table = walk.low.endswith("bảng ", 0, mention.start)
    mere = mention.kind == "component" or of_table or not gap.strip()
    mere = mere or clause.INDEX_OF_VALUE.match(gap) is not None
    apart = of_table and len(walk.claim.values) > 1
    return mere and (apart or said not in walk.claim.own)


def postposed(walk: Walk, mention: Mention) -> bool:
    """Take a year right behind a value as its year, a group behind a change as its group."""
    if mention.kind == "scope" and walk.claim.values.keys() == {"rank_change"}:
        walk.heads["scope"] = mention
        if not walk.gap(mention).strip():
            walk.claim.put(mention)
            return True
    if mention.kind != "year" or not walk.claim.values or mention.data.get("glance"):
        return False
    now = mention.data.get("relative") == 0 and walk.claim.former
    told = not now and (mention.data["year"] is not None or "year" not in walk.claim.heads)
    asked = (
        _first(walk).data.get("satisfied")
        and len(walk.claim.values) == 1
        and not (walk.brackets and "year" in walk.claim.heads)
    )
    if not (asked or clause.POSTPOSED_YEAR.match(walk.gap(mention))) or not told:
        return False
    walk.claim.put(mention)
    known = walk.heads.get("year")
    if not walk.claim.former and (known is None or known.data["year"] is None):
        walk.heads["year"] = walk.postposed = mention
    return True
