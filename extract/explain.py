"""Say in plain words how an article was read: each step, each refusal, and why."""

from collections.abc import Iterator
from dataclasses import dataclass

from extract import find
from extract.canon import Canon
from extract.index import indices
from extract.model import MEASURES, Article, Fact, Mention, Unresolved
from extract.reader import Step, canons, promising, read, steps

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
    title, canon = canons(article)
    if not promising(title, canon):
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


@dataclass(frozen=True, slots=True)
class Mark:
    """Words of an article's text and what they were read as; offsets count its code points."""

    start: int
    end: int
    role: str
    """``index``, ``subject``, ``year`` ... as in a fact's spans; ``refused``; or ``open``."""

    number: int
    """Which of the facts, counted from 1; 0 for words that are in none."""


def marks(article: Article) -> list[Mark]:
    """Return the words of ``article`` that were read, refused or left open, in order, apart.

    Words that serve several facts have the mark of the first; what a fact states is not marked as
    refused, although "nhóm A" may be refused where its members are still to come.
    """
    room = find.Room()
    found = (m for some in (_stated, _unstated) for m in sorted(some(article), key=_place))
    return sorted((m for m in found if room.take(m.start, m.end)), key=_place)


def _place(mark: Mark) -> tuple[int, int]:
    return mark.start, mark.end


def _stated(article: Article) -> Iterator[Mark]:
    for number, fact in enumerate(read(article).facts, 1):
        for role, span in fact.spans.items():
            if span.where == "text":
                yield Mark(span.start, span.end, role, number)


def _unstated(article: Article) -> Iterator[Mark]:
    _, canon = canons(article)
    for step in steps(article):
        for refusal in step.linked.refusals:
            yield Mark(*canon.given(refusal.mention.start, refusal.mention.end), "refused", 0)
        for result in step.results:
            if isinstance(result, Unresolved) and result.quote_in == "text":
                yield Mark(result.start, result.end, "open", 0)


def told(article: Article) -> Iterator[str]:
    """Yield one line for each fact of ``article``, numbered as in `marks`."""
    for number, fact in enumerate(read(article).facts, 1):
        yield f"[{number}] {_said(fact)}  (sure {fact.confidence:.2f})"
