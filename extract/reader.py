"""The whole reading, one step per line: an article in, facts and open questions out."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace

from extract import agree, bullets, find, link, resolve, rows, split
from extract.canon import Canon
from extract.clause import Linked
from extract.context import Context
from extract.draft import Text
from extract.model import MEASURES, Article, Fact, Reading, Sentence, Unresolved
from extract.opening import opening
from extract.recall import Recall


@dataclass(frozen=True, slots=True)
class Step:
    """How one sentence was read: for `read`, and for those who ask why."""

    sentence: Sentence
    linked: Linked
    results: tuple[Fact | Unresolved, ...]


def read(article: Article) -> Reading:
    """Return every fact that ``article`` states, in the order of its text, headline last.

    Pure and deterministic.  Offsets count the code points of ``article.text`` as given; what
    only the headline says is quoted from ``article.title``.
    """
    title, text = canons(article)
    if not promising(title, text):
        return Reading()
    before = opening(article, title, text)
    body = _steps(Text(article, text), before.forked())
    results = [result for step in body for result in step.results]
    facts = [r for r in results if isinstance(r, Fact)]
    facts = sorted(agree.without_shortened(facts), key=lambda f: (f.start, f.end))
    facts, asked = agree.weighed((*facts, *_headline(article, title, before, facts)))
    return Reading(
        facts=tuple(facts),
        unresolved=(*(r for r in results if isinstance(r, Unresolved)), *asked),
    )


def steps(article: Article) -> Iterator[Step]:
    """Yield how each sentence of the text was read, in order."""
    title, text = canons(article)
    if promising(title, text):
        yield from _steps(Text(article, text), opening(article, title, text))


def canons(article: Article) -> tuple[Canon, Canon]:
    """Return the headline and the text in one spelling; the text knows its headline."""
    title = Canon(article.title)
    return title, Canon(article.text, title.cased)


def promising(title: Canon, text: Canon) -> bool:
    """Tell whether an index is named at all: most articles name none."""
    return find.promising(f"{title.low}\n{text.low}")


def _linked(canon: Canon, sentence: Sentence) -> Linked:
    if bullets.is_note(canon.low[sentence.start : sentence.end]):
        return Linked()
    return link.linked(canon, sentence, find.mentions(canon, sentence))


def _steps(text: Text, context: Context) -> Iterator[Step]:
    recall = Recall()
    for number, (sentence, linked) in enumerate(_pieces(text.canon)):
        context.turn(sentence.paragraph)
        words = text.canon.low[sentence.start : sentence.end]
        named = any(head.kind == "index" for head in linked.heads)
        context.off_topic = not named and (context.off_topic or linked.off_topic)
        context.enter(linked, words, sentence.start)
        claims = recall.claims(linked, words, sentence.start)
        results = tuple(resolve.resolved(text, claim, context, number) for claim in claims)
        context.hear(linked.heads, number, sentence.start, linked.told(sentence.end))
        context.settle(linked.heads, linked.claims)
        context.topic = linked.topic or context.topic
        context.answered(linked.claims, number)
        recall.remember(linked)
        context.mean_told = _is_mean(results)
        for claim in linked.claims:
            context.spoken(claim.heads.get("subject"))
        yield Step(sentence, linked, results)


def _is_mean(results: tuple[Fact | Unresolved, ...]) -> bool:
    last = results[-1] if results else None
    return isinstance(last, Fact) and last.subject_type == "national" and last.score is not None


def _pieces(canon: Canon) -> Iterator[tuple[Sentence, Linked]]:
    """Yield the sentences and tables of ``canon`` in order, each with what it says."""
    found = sorted(rows.tables(canon), key=lambda table: table.start)
    starts = [table.start for table in found]
    lines = bullets.items(canon)
    begun = [line.start for line in lines]
    told: set[int] = set()
    for sentence in split.sentences(canon):
        place = bisect_right(starts, sentence.start)
        table = found[place - 1] if place else None
        if table is None or table.end <= sentence.start:
            linked = _linked(canon, sentence)
            line = bisect_right(begun, max(sentence.start, sentence.end - 1))
            if line and sentence.start < lines[line - 1].end:
                bullets.add(canon, lines[line - 1], sentence, linked)
            yield sentence, linked
        elif table.start not in told:
            told.add(table.start)
            whole = replace(sentence, end=table.end)
            yield whole, Linked(claims=list(table.claims))


def _headline(
    article: Article, title: Canon, context: Context, facts: list[Fact]
) -> Iterator[Fact]:
    """Yield the facts of the headline whose values no sentence of the text states."""
    told = {key for fact in facts for key in _told(fact)}
    of_any = {key[1:] for key in told}
    context.times.title = (
        context.times.title or max((f.year or 0 for f in facts), default=0) or None
    )
    of_the_one = context.forked()
    context.only_index = ""  # a headline that names no index and no topic may be of anything
    seen = set(told)
    for result in _facts(Text(article, title, "title"), context):
        named = _INDEX_NAMED in result.reasons
        new = named or not of_any.issuperset(key[1:] for key in _told(result))
        if new and not seen.issuperset(_told(result)):
            yield result
            seen.update(_told(result))
    moves = any(word in title.low for word in ("bậc", "hạng"))
    for result in _facts(Text(article, title, "title"), of_the_one) if moves else ():
        if agree.is_move_between(result, facts) and not seen.issuperset(_told(result)):
            yield result


def _facts(text: Text, context: Context) -> list[Fact]:
    return [r for step in _steps(text, context) for r in step.results if isinstance(r, Fact)]


_INDEX_NAMED = "index named in the clause"


def _told(fact: Fact) -> set[tuple[object, ...]]:
    key = (fact.index, fact.component, fact.subject_id or fact.subject, fact.rank_scope is None)
    return {(*key, m, getattr(fact, m)) for m in MEASURES if getattr(fact, m) is not None}
