"""What several tellings of one ranking come to; pure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from typing import Any

CUT = Decimal("0.1")
"""Scores further apart than this are two, however few digits they have."""

CUT_OF_ONE = Decimal("0.01")
"""The same for indices that run from 0 to 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """A row of ``facts`` with ``told_at`` and ``accepted``, and the story that it is part of."""

    fact: dict[str, Any]
    story: str


def settled(tellings: Sequence[Telling]) -> dict[str, Any]:
    """Return the values that ``tellings`` (not empty, the earliest first) come to.

    The shown rank and score are those that most stories tell, then the earliest; of a score with
    more or fewer digits, the one with most.  What people accepted outweighs what they have not
    seen.  The other values come from tellings that do
    not contradict these.  ``fact_id`` is the fact to quote.
    """
    ranks = _votes(tellings, "rank")
    scores = _votes(tellings, "score")
    shown = {"rank": _most_told(ranks, _is_same), "score": _in_full(scores)}
    fitting = [telling for telling in tellings if _fits(telling, shown)] or list(tellings)
    others = {name: _most_told(_stated(fitting, name), _is_same) for name in _OTHERS}
    disputed = not (_is_one(ranks, _is_same) and _is_one(scores, same_score))
    return {
        **shown,
        **others,
        "unit": _unit(fitting, shown["score"]),
        "stories": len({telling.story for telling in tellings}),
        "status": _status(tellings, disputed=disputed, values=shown | others),
        "fact_id": _speaker(fitting, shown)["id"],
    }


_MINOR = ("rank_change", "score_change", "group")
_OTHERS = ("out_of", *_MINOR)

Same = Callable[[Any, Any], bool]


def same_score(one: float, other: float) -> bool:
    """Tell whether two scores can be one score, of which the press cut or rounded digits.

    >>> same_score(87.73, 87.7), same_score(87.73, 87.78), same_score(0.65, 0.6545)
    (True, False, True)
    """
    first, second = Decimal(str(one)), Decimal(str(other))
    last_place = Decimal(10) ** -min(_digits(one), _digits(other))
    cut = CUT if max(abs(first), abs(second)) > 1 else CUT_OF_ONE
    return abs(first - second) < last_place and abs(first - second) <= cut


def _digits(score: float) -> int:
    """Return how many digits stand behind the comma."""
    return max(-int(Decimal(str(score)).normalize().as_tuple().exponent), 0)


def _is_same(one: object, other: object) -> bool:
    return one == other


def _stated(tellings: Iterable[Telling], name: str) -> list[Telling]:
    return [_only(telling, name) for telling in tellings if telling.fact[name] is not None]


def _only(telling: Telling, name: str) -> Telling:
    return Telling(fact={**telling.fact, "value": telling.fact[name]}, story=telling.story)


def _votes(tellings: Iterable[Telling], name: str) -> list[Telling]:
    """Return the tellings that state a value, or only the accepted ones if there are any."""
    stated = _stated(tellings, name)
    return [telling for telling in stated if telling.fact["accepted"]] or stated


def _most_told(votes: Sequence[Telling], same: Same) -> Any:
    if not votes:
        return None

    def support(telling: Telling) -> int:
        return len({v.story for v in votes if same(v.fact["value"], telling.fact["value"])})

    return max(votes, key=support).fact["value"]


def _in_full(votes: Sequence[Telling]) -> float | None:
    """Return the score that most stories tell, with all the digits that one of them gives."""
    told = _most_told(votes, same_score)
    scores = [v.fact["value"] for v in votes if same_score(v.fact["value"], told)]
    return max(scores, key=_digits) if scores else None


def _is_one(votes: Sequence[Telling], same: Same) -> bool:
    values = {telling.fact["value"] for telling in votes}
    return all(same(one, other) for one, other in combinations(values, 2))


def _fits(telling: Telling, shown: dict[str, Any]) -> bool:
    rank, score = telling.fact["rank"], telling.fact["score"]
    return (rank is None or rank == shown["rank"]) and (
        score is None or shown["score"] is None or same_score(score, shown["score"])
    )


def _unit(tellings: Iterable[Telling], score: float | None) -> str | None:
    said = [t for t in tellings if score is not None and t.fact["score"] == score]
    unit = _most_told(_stated(said, "unit"), _is_same)
    return None if unit is None else str(unit)


def _speaker(tellings: Sequence[Telling], shown: dict[str, Any]) -> dict[str, Any]:
    """Return the fact to quote: accepted, if one is; most of what is shown, a rank first; early."""

    def weight(telling: Telling) -> tuple[bool, int]:
        fact = telling.fact
        said = {n for n in shown if fact[n] is not None and fact[n] == shown[n]}
        return bool(fact["accepted"]), 2 * ("rank" in said) + ("score" in said)

    return max(tellings, key=weight).fact


def _status(tellings: Sequence[Telling], *, disputed: bool, values: dict[str, Any]) -> str:
    if disputed:
        return "disputed"
    if any(telling.fact["accepted"] for telling in tellings):
        return "reviewed"
    return "agreed" if support([(t.fact, t.story) for t in tellings], values) > 1 else "reported"


def support(tellings: Iterable[tuple[Mapping[str, Any], str]], values: Mapping[str, Any]) -> int:
    """Return how many stories tell the best told of ``values``: a rank or a score, if there is one.

    ``tellings`` are facts, each with the story it is part of.  Stories that only complete each
    other, a rank here and a score there, do not support each other.
    """
    told = [*tellings]
    measures = [n for n in ("rank", "score") if values[n] is not None]
    return max(
        len({story for fact, story in told if _tells(fact, name, values[name])})
        for name in measures or _MINOR
    )


def _tells(fact: Mapping[str, Any], name: str, value: Any) -> bool:
    told = fact[name]
    if told is None or value is None:
        return False
    return same_score(told, value) if name == "score" else bool(told == value)
