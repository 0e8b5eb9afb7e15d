"""Resolve claims: which index, component, subject, basis and year they speak of.

One candidate or none: what the clause names comes first, then what the sentence, the text and
the headline carry; where nothing or too much is left, the claim goes to a person.
"""

from extract import evidence, measure, province
from extract.clause import Claim
from extract.context import Context
from extract.draft import Draft, Text, UnclearError
from extract.index import indices
from extract.model import Fact, Mention, Unresolved
from extract.rules.rank import NATIONAL

_OF_A_NATION = {"score", "score_change"}
_LOCAL = ("department", "district")
_NONE = Mention(kind="noise", start=0, end=0, rule="")

# The country's provinces before the merger of 2025, and after it.
_OLD, _MERGED = 63, 34


def resolved(text: Text, claim: Claim, context: Context, number: int) -> Fact | Unresolved:
    """Return the fact that ``claim`` states in sentence ``number``, or why nobody can tell."""
    draft = Draft(reasons=["value stated by a rule"])
    try:
        _index(draft, claim, context, number)
        _component(draft, claim, context)
        _subject(draft, claim, context, text)
        _year(draft, claim, context, text.article.published)
        measure.take(draft, claim, text, context)
        _kind_of_subject(draft)
        _basis(draft, text, context)
        measure.check(draft, context)
    except UnclearError as why:
        return evidence.unresolved(text, claim, str(why))
    return evidence.fact(text, claim, draft)


def _index(draft: Draft, claim: Claim, context: Context, number: int) -> None:
    head = claim.heads.get("index")
    if head and context.knows(head):
        draft.values["index"], draft.spans["index"] = head.data["index"], head
        draft.reasons.append("index named in the clause")
    elif "satisfied" in claim.values.get("score", _NONE).data:
        draft.values["index"] = "sipas"
        draft.reasons.append("index named in the clause")
    elif len(context.rivals) > 1:
        draft.values["index"] = _only(claim, context)
        draft.reasons.append("index carried from further up")
    elif (group := _index_of_group(claim, context)) is not None:
        draft.values["index"] = group
        draft.reasons.append("index carried from further up")
    elif context.index:
        near = number - context.index_at <= 1
        draft.values["index"] = context.index
        draft.reasons.append(
            f"index carried from {'the sentence before' if near else 'further up'}"
        )
    elif context.title_index:
        draft.values["index"] = context.title_index
        draft.reasons.append("index taken from the headline")
    elif context.only_index:
        draft.values["index"] = context.only_index
        draft.reasons.append("index is the only one the article names")
    else:
        raise UnclearError("no index is named before it")


def _index_of_group(claim: Claim, context: Context) -> str | None:
    """Return the one index named so far that has such a group, when the one spoken of has not."""
    group = claim.values.get("group")
    if group is None or len(claim.values) > 1 or not context.index:
        return None
    if measure.has_tier(indices()[context.index], group.data["group"]):
        return None
    having = [i for i in context.named if measure.has_tier(indices()[i], group.data["group"])]
    return having[0] if len(having) == 1 else None


def _only(claim: Claim, context: Context) -> str:
    """Return the one index spoken of that has such a group, component or subject."""
    group, part = claim.values.get("group"), claim.heads.get("component")
    whose = claim.heads.get("subject", _NONE).data.get("type")
    fitting = [
        i
        for i in sorted(context.rivals)
        if (group is None or measure.has_tier(indices()[i], group.data["group"]))
        and (part is None or i in dict(part.data["of"]))
        and (whose not in _LOCAL or indices()[i].subnational or indices()[i].live)
        and (whose != "province" or not indices()[i].subnational)
    ]
    if len(fitting) != 1:
        names = ", ".join(indices()[i].name for i in sorted(context.rivals))
        raise UnclearError(f"several indices are spoken of before it: {names}")
    return fitting[0]


def _component(draft: Draft, claim: Claim, context: Context) -> None:
    head = claim.heads.get("component")
    if "satisfied" in claim.values.get("score", _NONE).data:
        return
    if head is None and "index" not in claim.heads:
        head = context.topic
    if head is not None and head.data.get("anaphor"):
        head = context.component
        if head is None:
            raise UnclearError("it does not say which component it speaks of")
    if head is None:
        return
    of = dict(reversed(head.data["of"]))
    named = [i for i in of if i in context.named]
    if draft.values["index"] not in of and "index" not in claim.heads and len(named) == 1:
        draft.values["index"] = named[0]
    draft.values["component"], draft.spans["component"] = of.get(draft.values["index"]), head
    if draft.values["component"] is None:
        if "score" in claim.values or "group" in claim.values:
            raise UnclearError("its component is not one of the index spoken of")
        draft.reasons.append("component is in no file of the index")


def _subject(draft: Draft, claim: Claim, context: Context, text: Text) -> None:
    head = claim.heads.get("subject")
    ranked = claim.values.keys() & {"rank", "rank_change"}
    satisfied = "satisfied" in claim.values.get("score", _NONE).data and not ranked
    mean = "mean" in claim.heads or satisfied
    if claim.listed == "subject" and not claim.together:
        raise UnclearError("it is said of a list of names, without saying which is which")
    if head and head.data["type"] != "anaphor":
        draft.spans["subject"] = head
        _named(draft, head)
        own = head in claim.own
        draft.reasons.append(
            f"subject {'named in the clause' if own else 'carried from the sentence'}"
        )
    elif mean and head is None:
        draft.values |= {"subject": "cả nước", "subject_id": "ca-nuoc", "subject_type": "national"}
        draft.reasons.append("subject is the whole country, as a mean without a name is")
    else:
        meant = context.meant_by(head) if head else context.subject
        if meant and meant.data["type"] == "national" and not claim.values.keys() <= _OF_A_NATION:
            meant = context.nearby
        known = context.main or context.home
        if head and head.data["near"] and meant is None and (head.data["foreign"] or not known):
            raise UnclearError("it does not say which province it speaks of")
        _carried(
            draft,
            context,
            meant,
            ours=bool(head and head.data["ours"]),
            satisfaction=_satisfaction(claim, text),
        )


def _carried(
    draft: Draft, context: Context, before: Mention | None, *, ours: bool, satisfaction: bool
) -> None:
    if before is not None:
        _named(draft, before)
        draft.reasons.append("subject carried from the text before")
    elif context.main and not (ours and context.home):
        _province(draft, context.main)
        draft.reasons.append("subject is the headline's")
    elif context.home:
        _province(draft, (context.home,))
        draft.reasons.append("subject is the paper's own province")
    elif satisfaction:
        draft.values |= {"subject": "cả nước", "subject_id": "ca-nuoc", "subject_type": "national"}
        draft.reasons.append("subject is the whole country, as a mean without a name is")
    else:
        raise UnclearError("nobody is named whose value it could be")


def _satisfaction(claim: Claim, text: Text) -> bool:
    """Tell whether the index is named as a share of people ("tỷ lệ người dân hài lòng")."""
    head = claim.heads.get("index")
    return head is not None and text.canon.low.startswith(("tỷ lệ", "mức"), head.start)


def _named(draft: Draft, head: Mention) -> None:
    if head.data["type"] == "province":
        _province(draft, head.data["ids"])
        return
    draft.values["subject"] = head.data["name"]
    draft.values["subject_id"] = head.data.get("id")
    draft.values["subject_type"] = head.data["type"]


def _province(draft: Draft, ids: tuple[str, ...]) -> None:
    draft.values["ids"] = ids
    draft.values["subject_type"] = "province"


def _year(draft: Draft, claim: Claim, context: Context, published: str) -> None:
    head = _period(draft, claim, context)
    baseline = claim.heads.get("baseline")
    draft.values["baseline_year"] = context.year_of(baseline) if baseline else None
    if head:
        draft.spans["year"] = head
        year, why = context.year_of(head), "year written in the clause"
    else:
        year, why = _year_around(draft, claim, context, published)
    if not year:
        raise UnclearError("no year is written that it could belong to")
    if _still_to_come(year, published):
        raise UnclearError("its year was still to come when the article was published")
    draft.values["year"] = year
    draft.reasons.append(why)
    if draft.values["baseline_year"] is None and _changes(claim):
        draft.values["baseline_year"] = context.baseline if _earlier(context, draft) else None


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


def _year_around(
    draft: Draft, claim: Claim, context: Context, published: str
) -> tuple[int | None, str]:
    """Return the year of a clause that writes none, and where it was taken from."""
    index, baseline = draft.values["index"], draft.values["baseline_year"]
    if claim.former:
        now = baseline or max(context.here or 0, context.year or 0) or context.title_year
        now = now or context.bound.get(index) or context.only_year
        return (baseline or now - 1) if now else None, "year is the one before"
    if baseline and context.year and context.year <= baseline:
        return max(baseline + 1, context.bound.get(index, 0)), "year is the one after the baseline"
    if context.year and (index not in context.bound or context.index == index):
        return context.year, "year carried from the text before"
    if index in context.bound:
        return context.bound[index], "year written beside the index"
    if context.title_year:
        return context.title_year, "year taken from the headline"
    if baseline:
        return baseline + 1, "year is the one after the baseline"
    if draft.index.live and published:
        return int(published[:4]), "year is that of the article's day"
    return context.only_year, "year is the only one beside an index in the article"


def _still_to_come(year: int, published: str) -> bool:
    return bool(published[:4]) and year > int(published[:4])


def _changes(claim: Claim) -> bool:
    return "rank_change" in claim.values or "score_change" in claim.values


def _earlier(context: Context, draft: Draft) -> bool:
    return context.baseline is not None and context.baseline < draft.values["year"]


def _kind_of_subject(draft: Draft) -> None:
    """Keep provinces' own tables apart: DDCI ranks no province, PAR INDEX no department."""
    kind = draft.values["subject_type"]
    index = indices()[draft.values["index"]]
    if index.subnational and kind not in _LOCAL:
        raise UnclearError(f"{index.name} ranks departments and districts, not a {kind}")
    if kind in _LOCAL and not (index.subnational or index.live):
        raise UnclearError(
            f"a {kind} has its place in the province's own table, not in {index.name}"
        )


def _basis(draft: Draft, text: Text, context: Context) -> None:
    """Choose the set of provinces: by the table's size, else by the days of the merger."""
    ids = draft.values.pop("ids", None)
    if ids is None:
        if draft.values["subject_type"] == "national":
            draft.values["basis"] = _basis_of(draft, text, context)
        return
    units = [province.units()[i] for i in ids]
    basis = _basis_of(draft, text, context)
    fitting = [u for u in units if basis in u.bases]
    if not fitting:
        basis = units[0].bases[0]
        fitting = units[:1]
    unit = fitting[0]
    draft.values |= {"basis": basis, "subject_id": unit.id, "subject": _unit_name(unit, basis)}


def _basis_of(draft: Draft, text: Text, context: Context) -> int:
    scope = draft.spans["rank"].parts.get("rank_scope") if "rank" in draft.spans else None
    words = text.canon.low[slice(*scope)] if scope else ""
    if "sáp nhập" in words or "hợp nhất" in words:
        return _OLD if "trước" in words else _MERGED
    out_of = draft.values.get("out_of")
    size = out_of if out_of in NATIONAL else context.sizes.get(draft.values["index"])
    if size and (out_of or draft.values["year"] >= province.MERGER.year - 1):
        return _MERGED if size == _MERGED else _OLD
    article = text.article
    told_after = not article.published or article.published[:10] >= province.MERGER.isoformat()
    of_merged = draft.values["year"] >= province.MERGER.year and told_after
    return _MERGED if of_merged else _OLD


def _unit_name(unit: province.Unit, basis: int) -> str:
    return unit.name34 if basis == _MERGED and unit.name34 else unit.name
