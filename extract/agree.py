"""Hold the facts of one article against each other: one figure cut short, sums, contradictions."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from extract.confidence import confidence
from extract.model import Fact, Unresolved

Thing = tuple[object, ...]
"""What a value is said of: two facts of one thing speak of the same row of the same table."""

SUMS_UP = "it agrees with the former value and the change"
SUMS_NOT = "it does not agree with the former value and the change"
OTHERWISE = "the article gives another value, too"

_ROUNDING = 0.0101
"""Two figures of two decimals and their difference may miss each other by this much."""


def is_move_between(fact: Fact, others: Iterable[Fact]) -> bool:
    """Tell whether ``fact`` only says how many places lie between two that ``others`` tell."""
    if fact.rank_change is None or fact.rank is not None or fact.score is not None:
        return False
    same = [o for o in others if _whose(o) == _whose(fact) and not o.rank_scope]
    now = {o.rank for o in same if o.rank and o.year == fact.year}
    before = {o.rank for o in same if o.rank and o.year == (fact.year or 0) - 1}
    return len(now) == len(before) == 1 and before.pop() - now.pop() == fact.rank_change


def _whose(fact: Fact) -> tuple[str | None, ...]:
    return fact.index, fact.component_text, fact.subject


def without_shortened(facts: list[Fact]) -> Iterator[Fact]:
    """Leave out a fact whose only figure another fact of the same thing gives in full.

    "85,4% người dân hài lòng" over an article that then says 85,48% is one figure, cut short.
    """
    full: dict[Thing, set[str]] = {}
    for fact in facts:
        full.setdefault((*_thing(fact), _whole(fact)), set()).add(_figure(fact))
    for fact in facts:
        short = _figure(fact)
        same = full[*_thing(fact), _whole(fact)]
        longer = (f for f in same if f != short and f.startswith(short))
        if fact.rank is not None or "." not in short or not any(longer):
            yield fact


def _thing(fact: Fact) -> Thing:
    return (
        *(fact.index, fact.component or fact.component_text, fact.subject_id or fact.subject),
        *(fact.basis, fact.period, fact.year),
    )


def _whole(fact: Fact) -> int | None:
    return int(fact.score) if fact.score is not None else None


def _figure(fact: Fact) -> str:
    return "" if fact.score is None else f"{fact.score:g}"


def weighed(facts: Iterable[Fact]) -> tuple[list[Fact], list[Unresolved]]:
    """Return ``facts`` with what the others say for or against them, and the contradictions.

    A change must lead from the former value to the present one, and a thing has one rank and
    one score.  Two facts that cannot both be right stay facts, since the article says both;
    the later one becomes a question as well.
    """
    told: dict[Thing, _Told] = defaultdict(_Told)
    asked = []
    facts = list(facts)
    for fact in facts:
        if told[_thing(fact)].differs(fact):
            asked.append(_question(fact))
        told[_thing(fact)].hear(fact)
    return [_with(fact, _findings(fact, told)) for fact in facts], asked


class _Told:
    """What an article says of one thing: the lowest and the highest of its ranks and scores.

    Whatever differs from any value said differs from one of these two.
    """

    def __init__(self) -> None:
        self.first: Fact | None = None
        self._ends: dict[tuple[str, str | None], tuple[float, float]] = {}

    def hear(self, fact: Fact) -> None:
        """Take in what ``fact`` says."""
        self.first = self.first or fact
        for key, value in _figures(fact):
            low, high = self._ends.get(key, (value, value))
            self._ends[key] = (min(low, value), max(high, value))

    def differs(self, fact: Fact) -> bool:
        """Tell whether something else was said than what ``fact`` says."""
        return any(
            _differ(value, other)
            for key, value in _figures(fact)
            for other in self._ends.get(key, ())
        )


def _figures(fact: Fact) -> Iterator[tuple[tuple[str, str | None], float]]:
    if fact.rank is not None:
        yield ("rank", fact.rank_scope), fact.rank
    if fact.score is not None:
        yield ("score", fact.unit), fact.score


def _findings(fact: Fact, told: dict[Thing, _Told]) -> Iterator[str]:
    *row, _ = _thing(fact)
    former = told[*row, fact.baseline_year].first if fact.baseline_year is not None else None
    for difference, change in _sums(fact, former) if former else ():
        yield SUMS_UP if abs(difference - change) < _ROUNDING else SUMS_NOT
    if told[_thing(fact)].differs(fact):
        yield OTHERWISE


def _sums(fact: Fact, former: Fact) -> Iterator[tuple[float, float]]:
    """Yield each difference of two values with the change that the text states; gains count up."""
    ranks = (former.rank, fact.rank, fact.rank_change)
    scores = (fact.score, former.score, fact.score_change)
    comparable = former.rank_scope == fact.rank_scope
    for high, low, change in (ranks, scores) if comparable else ():
        if high is not None and low is not None and change is not None:
            yield high - low, change


def _differ(one: float, other: float) -> bool:
    """Tell whether two figures are two: 85.4 is 85.48 cut short or rounded."""
    decimals = min(len(f"{value:g}".partition(".")[2]) for value in (one, other))
    return one != other and (abs(one - other) > 10.0**-decimals or decimals == 0)


def _question(fact: Fact) -> Unresolved:
    return Unresolved(
        article=fact.article,
        quote=fact.quote,
        start=fact.start,
        end=fact.end,
        quote_in=fact.quote_in,
        rule=fact.rule,
        why=f"the article gives another value of the same thing: {_told(fact)} stands here",
    )


def _told(fact: Fact) -> str:
    parts = {"rank": fact.rank, "score": fact.score}
    return ", ".join(f"{name} {value:g}" for name, value in parts.items() if value is not None)


def _with(fact: Fact, more: Iterable[str]) -> Fact:
    reasons = tuple(dict.fromkeys((*fact.reasons, *more)))
    if reasons == fact.reasons:
        return fact
    return replace(fact, reasons=reasons, confidence=confidence(reasons))
