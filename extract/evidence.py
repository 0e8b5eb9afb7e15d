"""Show where a reading stands: the quote of a claim, and the words of each of its values."""

from collections.abc import Iterable, Iterator

from extract.clause import Claim
from extract.confidence import confidence
from extract.draft import Draft, Text
from extract.model import MEASURES, Fact, Span, Unresolved
from extract.rules.glue import strangers


def _quote(text: Text, claim: Claim) -> tuple[int, int]:
    mentions = [*claim.own, *claim.values.values()]
    start = min(m.start for m in mentions)
    end = max(max(m.end, *(e for _, e in m.parts.values())) if m.parts else m.end for m in mentions)
    return text.canon.given(start, end)


def _spans(text: Text, draft: Draft) -> dict[str, Span]:
    found = {kind: m.parts.get(kind, (m.start, m.end)) for kind, m in draft.spans.items()}
    ranked = draft.spans.get("rank") or draft.spans.get("rank_change")
    parts = ranked.parts if ranked else {}
    found |= {part: parts[part] for part in ("out_of", "rank_scope") if part in parts}
    return {kind: _span(text, *place) for kind, place in found.items()}


def _span(text: Text, start: int, end: int) -> Span:
    start, end = text.canon.given(start, end)
    return Span(where=text.place, start=start, end=end)


def _words(text: Text, span: Span | None) -> str | None:
    return text.canon.text[span.start : span.end] if span else None


def _rule(claim: Claim) -> str:
    return next(claim.values[k].rule for k in MEASURES if k in claim.values)


_IN_WORDS = ("rank/first", "rank/second", "rank/highest", "rank/lowest", "rank/last")
_ALONE = ("rank/bare", "rank/bracketed", "rank/number", "rank/next")
_FAR = 4
"""Words of content behind which a value is far from its subject."""


def _manner(text: Text, claim: Claim, draft: Draft, spans: Iterable[str]) -> Iterator[str]:
    """Yield how the values stand in the text, as far as it makes a reading more or less sure."""
    if text.place == "title":
        yield "said only in the headline"
    if claim.values.keys() == {"group"}:
        yield "a tier, not a number"
    yield from _form({value.rule for value in claim.values.values()}, draft)
    if draft.values.get("component") or "component" in draft.spans:
        yield "said of a component"
    if "rank_scope" in spans:
        yield "a place within a group"
    subject, first = claim.heads.get("subject"), min(v.start for v in claim.values.values())
    if subject and subject.end < first and _far(text.canon.low[subject.end : first]):
        yield "words stand between it and its subject"


def _form(rules: set[str], draft: Draft) -> Iterator[str]:
    """Yield in what form the values are told: in words, without a unit, in a list or a table."""
    if not rules.isdisjoint(_IN_WORDS):
        yield "a place told in words"
    if not rules.isdisjoint(_ALONE):
        yield "a number without the word for a place"
    if draft.values.get("score") is not None and draft.values.get("unit") is None:
        yield "a figure without its unit"
    if any(rule.startswith("list/") for rule in rules):
        yield "its place in a list says whose it is"
    if any(rule.startswith("table/") for rule in rules):
        yield "it stands in a table"


def _far(gap: str) -> bool:
    return len(strangers(gap)) > _FAR


def fact(text: Text, claim: Claim, draft: Draft) -> Fact:
    """Return the fact that ``draft`` holds, with the quote and the spans of ``claim``."""
    start, end = _quote(text, claim)
    spans = _spans(text, draft)
    values = {k: v for k, v in draft.values.items() if k != "relative"}
    if values.get("subject") is None:
        values["subject"] = _words(text, spans.get("subject"))
    reasons = tuple(dict.fromkeys((*draft.reasons, *_manner(text, claim, draft, spans))))
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


def unresolved(text: Text, claim: Claim, why: str) -> Unresolved:
    """Return ``claim`` as an open question, quoted."""
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
