"""What several tellings of one ranking come to; pure."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

CUT = 0.1
"""Scores no further apart than this are one score: the press cuts digits."""

CUT_OF_ONE = 0.01
"""The same for indices that run from 0 to 1."""

_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """A row of ``facts`` with ``told_at`` and ``accepted``, and the story that it is part of."""

    fact: dict[str, Any]
    story: str


def settled(tellings: Sequence[Telling]) -> dict[str, Any]:
    """Return the values that ``tellings`` (not empty, the earliest first) come to.

    The shown rank and score are those that most stories tell, then the earliest.  What people
    accepted outweighs what they have not seen.  The other values come from tellings that do
    not contradict these.  ``fact_id`` is the fact to quote.
    """
    ranks = _votes(tellings, "rank")
    scores = _votes(tellings, "score")
    shown = {"rank": _most_told(ranks, _is_same), "score": _most_told(scores, same_score)}
    fitting = [telling for telling in tellings if _fits(telling, shown)] or list(tellings)
    others = {name: _most_told(_stated(fitting, name), _is_same) for name in _OTHERS}
    disputed = not (_is_one(ranks, _is_same) and _is_one(scores, same_score))
    return {
        **shown,
        **others,
        "unit": _unit(fitting, shown["score"]),
        "stories": len({telling.story for telling in tellings}),
        "status": _status(tellings, disputed=disputed, shown=shown),
        "fact_id": _speaker(fitting, shown)["id"],
    }


_OTHERS = ("out_of", "rank_change", "score_change", "group")

Same = Callable[[Any, Any], bool]


def same_score(one: float, other: float) -> bool:
    """Tell whether two scores can be one score, printed with more or fewer digits.

    >>> same_score(87.73, 87.7), same_score(87.73, 87.93), same_score(0.65, 0.6545)
    (True, False, True)
    """
    apart = CUT if max(abs(one), abs(other)) > 1 else CUT_OF_ONE
    return abs(one - other) <= apart + _ROUNDING


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


def _is_one(votes: Sequence[Telling], same: Same) -> bool:
    values = [telling.fact["value"] for telling in votes]
    return not values or same(min(values), max(values))


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


def _status(tellings: Sequence[Telling], *, disputed: bool, shown: dict[str, Any]) -> str:
    if disputed:
        return "disputed"
    if any(telling.fact["accepted"] for telling in tellings):
        return "reviewed"
    stated = [name for name in shown if shown[name] is not None] or ["rank_change", "score_change"]
    told = [{t.story for t in _stated(tellings, name)} for name in stated]
    return "agreed" if max(map(len, told)) > 1 else "reported"
