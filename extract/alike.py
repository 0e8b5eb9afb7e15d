"""Names in a row: "A, B và C", the members of a tier, and the list that shares a value."""

import re

from extract import clause
from extract.clause import Claim
from extract.model import Mention
from extract.rules.glue import strangers
from extract.walk import Walk

_JOINABLE = ("component", "subject", "index", "year")


def joined(walk: Walk, mention: Mention) -> bool:
    """Join "A, B và C" into one thing of which the same is said."""
    last = walk.last
    if last is None or not _side_by_side(walk, last, mention) or not _shareable(walk, last):
        return False
    walk.claim.alike.append(last)
    walk.claim.put(mention)
    if not (mention.kind == "subject" and walk.beside):
        walk.heads[mention.kind] = mention
    return True


def _side_by_side(walk: Walk, last: Mention, mention: Mention) -> bool:
    """Tell whether two names of one kind stand together, neither with a value from a list."""
    return (
        mention.kind in _JOINABLE
        and (last.kind, last.data.get("type")) == (mention.kind, mention.data.get("type"))
        and not walk.paired.values.keys() & {last.start, mention.start}
        and ";" not in walk.low[last.end : mention.start]
        and not _only_a_topic(walk, last, mention)
        and None not in (last.data.get("year", 0), mention.data.get("year", 0))
        and bool(clause.AND.match(walk.gap(mention)))
    )


def _only_a_topic(walk: Walk, last: Mention, mention: Mention) -> bool:
    """Tell whether "Về A, B đạt ..." opens with A and speaks of B, a part of it."""
    opens = last.kind == "component" and walk.low.endswith("về ", 0, last.start)
    return opens and walk.low[last.end : mention.start].strip(' "') == ","


def _shareable(walk: Walk, last: Mention) -> bool:
    """Tell whether the claim of ``last`` may still be said of one name more."""
    claim = walk.claim
    if claim.heads.get(last.kind) is not last or last.data.get("type") == "anaphor":
        return False
    if claim.values:
        begun = all(value.start < last.start for value in claim.values.values())
    else:
        begun = last.kind != "index"
    complete = claim.alike and " và " in walk.low[claim.alike[-1].end : last.start]
    return begun and not complete


def listed(walk: Walk, mention: Mention) -> bool:
    """Give the tier or the place that is told before a list to each name of the list."""
    if mention.kind not in ("subject", "component"):
        return False
    if _shares_value(walk, mention):
        walk.listing = list(walk.claim.values.values())
        walk.claim.values.clear()
    elif not walk.listing or clause.WITH.search(walk.low[walk.listing[0].end : mention.start]):
        return False
    elif not (_begins(walk, mention) or _continues(walk, mention)):
        walk.listing = walk.listing if walk.gap(mention).endswith("ngoài ") else []
        return False
    shared = walk.listing[0]
    walk.close()
    walk.claim = Claim(heads={**walk.heads, mention.kind: mention}, values={shared.kind: shared})
    walk.claim.own = [shared, mention]
    walk.listing.append(mention)
    return True


def _shares_value(walk: Walk, mention: Mention) -> bool:
    """Tell whether "dẫn đầu cả nước ở 3 tiêu chí: A, B ..." opens a list of components."""
    told = list(walk.claim.values.values())
    if mention.kind != "component" or len(told) != 1:
        return False
    opens = clause.LIST_OF_COMPONENTS.match(walk.low[told[0].end : mention.start])
    return bool(opens) and "component" not in walk.claim.heads


def _begins(walk: Walk, mention: Mention) -> bool:
    between = walk.low[walk.listing[0].end : mention.start]
    bracket = clause.GROUP_LIST.search(between[: between.rfind("(") + 1])
    return bool(bracket or clause.GROUP_NAMES.match(between))


def _continues(walk: Walk, mention: Mention) -> bool:
    members = walk.listing[1:]
    if not members:
        return False
    between = _BRACKETS.sub("", walk.without_values(members[-1].end, mention.start))
    item = (";" in between or "còn có" in between) and not strangers(between)
    return item or bool(clause.AND.match(between))


_BRACKETS = re.compile(r"\([^()]*\)")
