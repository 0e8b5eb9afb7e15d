"""Settle which edition a claim speaks of: its year, its month or quarter, and its baseline."""

from extract.clause import Claim
from extract.context import Context
from extract.draft import Draft, UnclearError
from extract.model import Mention


def take(draft: Draft, claim: Claim, context: Context, published: str) -> None:
    """Put the year, the period and the baseline of ``claim`` into ``draft``."""
    head = _period(draft, claim, context)
    baseline = claim.heads.get("baseline")
    draft.values["baseline_year"] = context.year_of(baseline) if baseline else None
    inherited = head is not None and head not in claim.own and _changes(claim)
    if head and inherited and draft.values["baseline_year"] == context.year_of(head):
        head = None  # "thứ 12 năm 2020, cơ quan này tăng 10 bậc so với năm 2020"
    if head:
        draft.spans["year"] = head
        year, why = context.year_of(head, draft.values["index"]), "year written in the clause"
    else:
        year, why = _around(draft, claim, context, published)
    if not year:
        raise UnclearError("no year is written that it could belong to")
    if _still_to_come(year, published):
        raise UnclearError("its year was still to come when the article was published")
    draft.values["year"] = year
    draft.reasons.append(why)
    if draft.values["baseline_year"] is None and _changes(claim):
        draft.values["baseline_year"] = context.times.baseline if _earlier(context, draft) else None


def _period(draft: Draft, claim: Claim, context: Context) -> Mention | None:
    """Note the month, quarter or week of a live index; return what tells the clause's year."""
    head = claim.heads.get("year")
    period = claim.heads.get("period") or context.period
    if period is None or not draft.index.live:
        return head
    if head and head.data["year"] != period.data["year"]:
        return head
    draft.values["period"] = period.data["period"]
    return period if "period" in claim.heads or head is None else head


def _around(draft: Draft, claim: Claim, context: Context, published: str) -> tuple[int | None, str]:
    """Return the year of a clause that writes none, and where it was taken from."""
    if claim.former:
        return _one_before(draft, context, claim.since), "year is the one before"
    left = context.year_of(claim.since) if claim.since else None
    baseline = draft.values["baseline_year"] or left
    now, index = context.times.year, draft.values["index"]
    if baseline and now and now <= baseline:
        after = max(baseline + 1, context.times.bound.get(index, 0))
        return after, "year is the one after the baseline"
    if carried := context.times.carried(index, context.index):
        return carried
    if baseline:
        return baseline + 1, "year is the one after the baseline"
    if draft.index.live and published:
        return int(published[:4]), "year is that of the article's day"
    return context.times.only, "year is the only one beside an index in the article"


def _one_before(draft: Draft, context: Context, since: Mention | None) -> int | None:
    """Return the baseline year, or the one before the year spoken of."""
    if baseline := draft.values["baseline_year"]:
        return int(baseline)
    told = context.year_of(since) if since else None
    return context.times.one_before(draft.values["index"], told)


def _still_to_come(year: int, published: str) -> bool:
    return bool(published[:4]) and year > int(published[:4])


def _changes(claim: Claim) -> bool:
    return "rank_change" in claim.values or "score_change" in claim.values


def _earlier(context: Context, draft: Draft) -> bool:
    return context.times.baseline is not None and context.times.baseline < draft.values["year"]
