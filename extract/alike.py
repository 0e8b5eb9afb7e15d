"""Names in a row of which the same is said: "A, B và C"."""

from extract import clause
from extract.clause import Claim
from extract.model import Mention
from extract.walk import Walk

_JOINABLE = ("component", "subject", "index", "year")


def again(walk: Walk, mention: Mention) -> bool:
    """Say "đứng đầu PCI 2022 và PAPI 2022" of both: a second index behind the values of a first."""
    last, claim, index = walk.last, walk.claim, walk.claim.heads.get("index")
    if mention.kind != "index" or last is None or index is None or index not in claim.own:
        return False
    behind = claim.values and all(value.end <= index.start for value in claim.values.values())
    gap = clause.AND.match(clause.ASIDES.sub("", walk.gap(mention)))
    if not behind or last.kind != "year" or not gap:
        return False
    values = dict(claim.values)
    walk.close()
    walk.heads["index"] = mention
    walk.claim = Claim({**walk.heads, "index": mention}, values, [*values.values(), mention])
    return True


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
        and not _has_own_place(walk, mention)
        and None not in (last.data.get("year", 0), mention.data.get("year", 0))
        and bool(clause.AND.match(walk.gap(mention)))
    )


def _has_own_place(walk: Walk, mention: Mention) -> bool:
    """Tell whether "Dẫn đầu là A, B xếp thứ hai" gives B another place than the one told before."""
    follows = next((m for m in walk.mentions if m.start >= mention.end), None)
    beside = follows is not None and walk.low[mention.end : follows.start] == " "
    ranked = "rank" in walk.claim.values and walk.gap(mention).strip() == ","
    return ranked and beside and follows is not None and follows.kind == "rank"


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
