"""Names in a row of which the same is said: "A, B và C"."""

from extract import clause
from extract.model import Mention
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
