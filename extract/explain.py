"""Say in plain words how an article was read: each step, each refusal, and why."""

from collections.abc import Iterator

from extract import find
from extract.canon import Canon
from extract.index import indices
from extract.model import MEASURES, Article, Fact, Mention, Unresolved
from extract.reader import Step, read, steps

_KINDS = {
    "index": "index", "component": "component", "subject": "subject", "mean": "a mean",
    "year": "year", "period": "month, quarter or week", "baseline": "compared with",
    "scope": "group it is ranked in", "rank": "rank",
    "rank_change": "change of rank", "score": "score",
    "score_change": "change of score", "group": "tier",
    "noise": "no value (date, range, count, ...)", "plan": "a plan: what follows is no result",
}  # fmt: skip


def lines(article: Article) -> Iterator[str]:
    """Yield the reading of ``article`` line by line, for somebody who does not program.

    Sentences without any value are passed over; the last lines say what was read in all.
    """
    canon = Canon(article.text)
    if not find.promising(canon.low + Canon(article.title).low):
        yield "No index is named here, so nothing was looked for."
        return
    for step in steps(article):
        yield from _sentence(canon, article.text, step)
    reading = read(article)
    facts, questions = len(reading.facts), len(reading.unresolved)
    yield f"{_count(facts, 'fact')}, {_count(questions, 'open question')}."
    yield from (f"  from the headline: {_said(f)}" for f in reading.facts if f.quote_in == "title")


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"


def _sentence(canon: Canon, text: str, step: Step) -> Iterator[str]:
    mentions = find.mentions(canon, step.sentence)
    if not any(m.kind in MEASURES for m in mentions):
        return
    start, end = canon.given(step.sentence.start, step.sentence.end)
    yield f"“{text[start:end]}”"
    for mention in mentions:
        yield f"  seen     {_words(canon, mention)}: {_KINDS[mention.kind]} ({mention.rule})"
    for refusal in step.linked.refusals:
        yield f"  refused  {_words(canon, refusal.mention)}: {refusal.why}"
    for result in step.results:
        yield from _result(result)
    yield ""


def _words(canon: Canon, mention: Mention) -> str:
    start, end = canon.given(mention.start, mention.end)
    return repr(canon.text[start:end].strip())


def _result(result: Fact | Unresolved) -> Iterator[str]:
    if isinstance(result, Unresolved):
        yield f"  open     {result.quote!r}: {result.why}"
        return
    yield f"  read     {_said(result)}"
    yield f"           from {result.quote!r}"
    yield f"           sure {result.confidence:.2f}: {'; '.join(result.reasons)}"


def _said(fact: Fact) -> str:
    """Return one line such as ``PAR INDEX 2020, Lạng Sơn: rank 36/63, +6 places, 83.8 %``."""
    name = indices()[fact.index].name
    part = f" / {fact.component_text}" if fact.component_text else ""
    return f"{name} {fact.year}{part}, {fact.subject}: {', '.join(_values(fact))}"


def _values(fact: Fact) -> Iterator[str]:
    if fact.rank is not None:
        scope = f" in {fact.rank_scope!r}" if fact.rank_scope else ""
        yield f"rank {fact.rank}{f'/{fact.out_of}' if fact.out_of else ''}{scope}"
    if fact.rank_change is not None:
        yield f"{fact.rank_change:+d} places"
    if fact.score is not None:
        yield f"{fact.score:g} {fact.unit or ''}".strip()
    if fact.score_change is not None:
        yield f"{fact.score_change:+g} points"
    if fact.group is not None:
        yield f"tier {fact.group}"
