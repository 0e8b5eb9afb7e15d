"""Show where a reading stands: the quote of a claim, and the words of each of its values."""

from extract.clause import Claim
from extract.confidence import confidence
from extract.draft import Draft, Text
from extract.model import MEASURES, Fact, Span, Unresolved


def _quote(text: Text, claim: Claim) -> tuple[int, int]:
    mentions = [*claim.own, *claim.values.values()]
    start = min(m.start for m in mentions)
    end = max(max(m.end, *(e for _, e in m.parts.values())) if m.parts else m.end for m in mentions)
    return text.canon.given(start, end)


def _spans(text: Text, draft: Draft) -> dict[str, Span]:
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
    return next(claim.values[k].rule for k in MEASURES if k in claim.values)


def fact(text: Text, claim: Claim, draft: Draft) -> Fact:
    """Return the fact that ``draft`` holds, with the quote and the spans of ``claim``."""
    start, end = _quote(text, claim)
    spans = _spans(text, draft)
    values = {k: v for k, v in draft.values.items() if k != "relative"}
    if values.get("subject") is None:
        values["subject"] = _words(text, spans.get("subject")) or ""
    if text.place == "title":
        draft.reasons.append("said only in the headline")
    if claim.values.keys() == {"group"}:
        draft.reasons.append("a tier, not a number")
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
