"""Resolve claims: which index, component, subject, basis and year they speak of.

One candidate or none: what the clause names comes first, then what the sentence, the text and
the headline carry; where nothing or too much is left, the claim goes to a person.
"""

from dataclasses import dataclass, field
from typing import Any

from extract import province
from extract.canon import Canon
from extract.confidence import confidence
from extract.context import Context
from extract.gazetteer import region_size
from extract.index import Component, Index, indices
from extract.clause import Claim
from extract.model import MEASURES, Article, Fact, Mention, Place, Span, Unresolved
from extract.rules.rank import NATIONAL


class UnclearError(Exception):
    """A claim that has no reading, or more than one; the message tells a person why."""


@dataclass(slots=True)
class Text:
    """The text being read, and whether it is the article's text or its headline."""

    article: Article
    canon: Canon
    place: Place = "text"


@dataclass(slots=True)
class _Draft:
    reasons: list[str] = field(default_factory=list)
    spans: dict[str, Mention] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)


def resolved(text: Text, claim: Claim, context: Context, number: int) -> Fact | Unresolved:
    """Return the fact that ``claim`` states in sentence ``number``, or why nobody can tell."""
    draft = _Draft(reasons=["value stated by a rule"])
    try:
        _index(draft, claim, context, number)
        _component(draft, claim, context)
        _subject(draft, claim, context, text)
        _year(draft, claim, context, text.article.published)
        _values(draft, claim, text, context)
        _kind_of_subject(draft)
        _basis(draft, text.article)
        _plausible(draft)
    except UnclearError as why:
        return _unresolved(text, claim, str(why))
    return _fact(text, claim, draft)


# -- what is spoken of ------------------------------------------------------------------


def _index(draft: _Draft, claim: Claim, context: Context, number: int) -> None:
    head = claim.heads.get("index")
    if head:
        draft.values["index"], draft.spans["index"] = head.data["index"], head
        draft.reasons.append("index named in the clause")
    elif "satisfied" in claim.values.get("score", _NONE).data:
        draft.values["index"] = "sipas"
        draft.reasons.append("index named in the clause")
    elif len(context.rivals) > 1:
        draft.values["index"] = _only(claim, context.rivals)
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


def _only(claim: Claim, rivals: set[str]) -> str:
    """Return the one index of ``rivals`` that has such a group or component."""
    group, part = claim.values.get("group"), claim.heads.get("component")
    fitting = [
        i
        for i in sorted(rivals)
        if (group is None or _has_tier(indices()[i], group.data["group"]))
        and (part is None or i in dict(part.data["of"]))
    ]
    if len(fitting) != 1:
        names = ", ".join(indices()[i].name for i in sorted(rivals))
        raise UnclearError(f"several indices are spoken of before it: {names}")
    return fitting[0]


def _component(draft: _Draft, claim: Claim, context: Context) -> None:
    head = claim.heads.get("component")
    if head is None and "index" not in claim.heads:
        head = context.topic
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


def _subject(draft: _Draft, claim: Claim, context: Context, text: Text) -> None:
    head = claim.heads.get("subject")
    mean = "mean" in claim.heads or "satisfied" in claim.values.get("score", _NONE).data
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
        _carried(
            draft,
            context,
            context.meant_by(head) if head else context.subject,
            ours=bool(head and head.data["ours"]),
            satisfaction=_satisfaction(claim, text),
        )


def _carried(
    draft: _Draft, context: Context, before: Mention | None, *, ours: bool, satisfaction: bool
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


def _named(draft: _Draft, head: Mention) -> None:
    if head.data["type"] == "province":
        _province(draft, head.data["ids"])
        return
    draft.values["subject"] = head.data["name"]
    draft.values["subject_id"] = head.data.get("id")
    draft.values["subject_type"] = head.data["type"]


def _province(draft: _Draft, ids: tuple[str, ...]) -> None:
    draft.values["ids"] = ids
    draft.values["subject_type"] = "province"


def _year(draft: _Draft, claim: Claim, context: Context, published: str) -> None:
    head = claim.heads.get("year")
    index = draft.values["index"]
    period = claim.heads.get("period") or context.period
    if (
        period
        and indices()[index].live
        and (head is None or head.data["year"] == period.data["year"])
    ):
        draft.values["period"] = period.data["period"]
        head = period if "period" in claim.heads or head is None else head
    baseline = claim.heads.get("baseline")
    draft.values["baseline_year"] = context.year_of(baseline) if baseline else None
    if head:
        draft.values["year"], draft.spans["year"] = context.year_of(head), head
        draft.reasons.append("year written in the clause")
    elif claim.former and (draft.values["baseline_year"] or context.here or context.year):
        draft.values["year"] = (
            draft.values["baseline_year"] or (context.here or context.year or 0) - 1
        )
        draft.reasons.append("year is the one before")
    elif context.year and (index not in context.bound or context.index == index):
        draft.values["year"] = context.year
        draft.reasons.append("year carried from the text before")
    elif index in context.bound:
        draft.values["year"] = context.bound[index]
        draft.reasons.append("year written beside the index")
    elif context.title_year:
        draft.values["year"] = context.title_year
        draft.reasons.append("year taken from the headline")
    elif draft.values["baseline_year"]:
        draft.values["year"] = draft.values["baseline_year"] + 1
        draft.reasons.append("year is the one after the baseline")
    if draft.values.get("year") and _still_to_come(draft.values["year"], published):
        raise UnclearError("its year was still to come when the article was published")
    if not draft.values.get("year"):
        raise UnclearError("no year is written that it could belong to")
    if draft.values["baseline_year"] is None and _changes(claim):
        draft.values["baseline_year"] = context.baseline if _earlier(context, draft) else None


def _still_to_come(year: int, published: str) -> bool:
    return bool(published[:4]) and year > int(published[:4])


def _changes(claim: Claim) -> bool:
    return "rank_change" in claim.values or "score_change" in claim.values


def _earlier(context: Context, draft: _Draft) -> bool:
    return context.baseline is not None and context.baseline < draft.values["year"]


# -- values -----------------------------------------------------------------------------


def _kind_of_subject(draft: _Draft) -> None:
    """Keep provinces' own tables apart: DDCI ranks no province, PAR INDEX no department."""
    kind = draft.values["subject_type"]
    index = indices()[draft.values["index"]]
    if index.subnational and kind not in ("department", "district"):
        raise UnclearError(f"{index.name} ranks departments and districts, not a {kind}")
    if kind in ("department", "district") and not (index.subnational or index.live):
        raise UnclearError(
            f"a {kind} has its place in the province's own table, not in {index.name}"
        )


def _values(draft: _Draft, claim: Claim, text: Text, context: Context) -> None:
    _choose_scale(draft, claim)
    for kind, mention in claim.values.items():
        draft.spans[kind] = mention
        draft.values |= {k: v for k, v in mention.data.items() if k not in _ABOUT}
    _relative_growth(draft, claim)
    rank = claim.values.get("rank")
    if rank is None:
        return
    scope = claim.heads.get("scope")
    if (
        scope
        and not _beyond(text, scope.parts["rank_scope"], draft.values["rank"])
        and "rank_scope" not in rank.parts
    ):
        rank.parts["rank_scope"] = scope.parts["rank_scope"]
    if rank.data["rank"] is None:
        _last_place(draft, rank, context)
    out_of = draft.values["out_of"]
    if out_of in NATIONAL and "rank_scope" not in rank.parts:
        context.sizes[draft.values["index"]] = out_of
    if out_of is not None and out_of not in NATIONAL and "rank_scope" not in rank.parts:
        rank.parts["rank_scope"] = _scope_words(text.canon.low, rank)
    if out_of is not None:
        draft.reasons.append("rank carries the size of the table")


# What a rule tells of a value beside the value itself.
_ABOUT = ("scale", "satisfied", "percent", "from_last", "former")


def _relative_growth(draft: _Draft, claim: Claim) -> None:
    """Drop "tăng 12%" of an index that counts points: it is growth, not points."""
    change = claim.values.get("score_change")
    if change and change.data.get("percent") and indices()[draft.values["index"]].unit != "%":
        draft.values.pop("score_change")
        draft.spans.pop("score_change")
        if not any(draft.values.get(k) is not None for k in MEASURES):
            raise UnclearError("it is growth in per cent of points, not a change in points")


def _last_place(draft: _Draft, rank: Mention, context: Context) -> None:
    """Count "cuối bảng" and "áp chót" from the size of the table, once the text has told it."""
    size = context.sizes.get(draft.values["index"])
    behind = rank.data["from_last"]
    if size and "rank_scope" not in rank.parts and draft.values["subject_type"] == "province":
        draft.values |= {"rank": size - behind, "out_of": size}
    elif not any(draft.values.get(k) is not None for k in MEASURES):
        raise UnclearError("it is the last place of a table whose size is not told")


def _choose_scale(draft: _Draft, claim: Claim) -> None:
    """Of "9,12 điểm, tỷ lệ 91,17%" keep the figure on the index's own scale."""
    unit = indices()[draft.values["index"]].unit
    if (
        claim.second is not None
        and claim.second.data["unit"] == unit != claim.values["score"].data["unit"]
    ):
        claim.values["score"] = claim.second
        claim.own.append(claim.second)


def _beyond(text: Text, scope: tuple[int, int], rank: int | None) -> bool:
    """Tell whether ``rank`` is more than the region in the words of ``scope`` has members."""
    size = region_size(text.canon.low[slice(*scope)])
    return size is not None and rank is not None and rank > size


def _scope_words(low: str, rank: Mention) -> tuple[int, int]:
    """Return where the group of "6/14 tỉnh miền núi phía Bắc" stands, its size included."""
    start, end = rank.parts["out_of"][0], rank.end
    stops = [
        p
        for p in (low.find(s, rank.end) for s in (" và thứ", ";", ".", ")", "\n", " và xếp"))
        if p >= 0
    ]
    end = min(stops, default=len(low))
    words = low[start : min(end, start + 80)]
    cut = min(
        (
            p
            for p in (words.find(s, 12) for s in (", tăng", ", giảm", ", xếp", ", với", ", đạt"))
            if p > 0
        ),
        default=len(words),
    )
    return start, start + len(words[:cut].rstrip())


def _basis(draft: _Draft, article: Article) -> None:
    """Choose the set of provinces: by the table's size, else by the days of the merger."""
    ids = draft.values.pop("ids", None)
    if ids is None:
        if draft.values["subject_type"] == "national":
            draft.values["basis"] = _basis_of(draft, article)
        return
    units = [u for u in (province.units()[i] for i in ids)]
    basis = _basis_of(draft, article)
    fitting = [u for u in units if basis in u.bases]
    if not fitting:
        basis = units[0].bases[0]
        fitting = units[:1]
    unit = fitting[0]
    draft.values |= {"basis": basis, "subject_id": unit.id, "subject": _unit_name(unit, basis)}


def _basis_of(draft: _Draft, article: Article) -> int:
    out_of = draft.values.get("out_of")
    if out_of in NATIONAL:
        return 34 if out_of == 34 else 63  # noqa: PLR2004
    after = article.published[:10] >= province.MERGER.isoformat()
    return (
        34
        if draft.values["year"] >= province.MERGER.year and (after or not article.published)
        else 63
    )


def _unit_name(unit: province.Unit, basis: int) -> str:
    return unit.name34 if basis == 34 and unit.name34 else unit.name  # noqa: PLR2004


def _plausible(draft: _Draft) -> None:
    """Refuse a group the index does not have, and points that it cannot have."""
    _tier(draft)
    score = draft.values.get("score")
    if score is None:
        return
    index = indices()[draft.values["index"]]
    low, high = index.range
    part = _part(draft)
    if part is None and not low <= score <= high:
        raise UnclearError(f"{score} lies outside the range of {index.name}, {low:g} to {high:g}")
    if part and part.maximum and draft.values.get("unit") != "%" and score > part.maximum:
        raise UnclearError(f"{score} is more than the component's maximum, {part.maximum:g}")


def _has_tier(index: Index, group: str) -> bool:
    return ("%" if "%" in group else group) in index.tiers


def _tier(draft: _Draft) -> None:
    group = draft.values.get("group")
    index = indices()[draft.values["index"]]
    if group and not _has_tier(index, group):
        draft.values.pop("group")
        draft.spans.pop("group")
        if any(draft.values.get(k) is not None for k in MEASURES):
            return
        raise UnclearError(f"{index.name} has no group called {group!r}")


def _part(draft: _Draft) -> Component | None:
    parts = indices()[draft.values["index"]].components
    return next((p for p in parts if p.id == draft.values.get("component")), None)


# -- evidence ---------------------------------------------------------------------------

_NONE = Mention(kind="noise", start=0, end=0, rule="")


def _quote(text: Text, claim: Claim) -> tuple[int, int]:
    mentions = [*claim.own, *claim.values.values()]
    start = min(m.start for m in mentions)
    end = max(max(m.end, *(e for _, e in m.parts.values())) if m.parts else m.end for m in mentions)
    return text.canon.given(start, end)


def _spans(text: Text, draft: _Draft) -> dict[str, Span]:
    found = {kind: (m.start, m.end) for kind, m in draft.spans.items()}
    for kind, mention in draft.spans.items():
        parts = mention.parts
        found[kind] = parts.get(kind, found[kind])
        found |= {k: parts[k] for k in ("out_of", "rank_scope") if k in parts and kind == "rank"}
    return {
        kind: Span(where=text.place, start=a, end=b)
        for kind, (a, b) in ((k, text.canon.given(*v)) for k, v in found.items())
    }


def _words(text: Text, span: Span | None) -> str | None:
    return text.canon.text[span.start : span.end] if span else None


def _rule(claim: Claim) -> str:
    return next(
        claim.values[k].rule
        for k in ("rank", "score", "rank_change", "score_change", "group")
        if k in claim.values
    )


def _fact(text: Text, claim: Claim, draft: _Draft) -> Fact:
    start, end = _quote(text, claim)
    spans = _spans(text, draft)
    values = {k: v for k, v in draft.values.items() if k != "relative"}
    if values.get("subject") is None:
        values["subject"] = _words(text, spans.get("subject")) or ""
    reasons = tuple(dict.fromkeys(draft.reasons))
    return Fact(
        article=text.article.id,
        **values,
        component_text=_words(text, spans.get("component")),
        rank_scope=_words(text, spans.get("rank_scope")),
        quote=text.canon.text[start:end],
        start=start,
        end=end,
        quote_in=text.place,
        spans=spans,
        rule=_rule(claim),
        confidence=confidence(reasons),
        reasons=reasons,
    )


def _unresolved(text: Text, claim: Claim, why: str) -> Unresolved:
    start, end = _quote(text, claim)
    quote = text.canon.text[start:end]
    return Unresolved(
        article=text.article.id,
        quote=quote,
        start=start,
        end=end,
        quote_in=text.place,
        rule=_rule(claim),
        why=why,
    )
