"""How sure a reading is: named reasons, and what labelled articles say of each."""

import math
from functools import cache
from pathlib import Path

from extract.table import Table


class _Fitted(Table):
    """The content of ``confidence.toml``."""

    weights: dict[str, float]
    """For each reason, the log-odds that a fact is right which it adds."""


@cache
def weights() -> dict[str, float]:
    """Return what each reason adds to the log-odds that a fact is right.

    `make fit` finds them on the labelled texts; `docs/reading.md` shows how well they hold.
    """
    return _Fitted.loaded(Path(__file__).with_suffix(".toml")).weights


def confidence(reasons: tuple[str, ...]) -> float:
    """Return how likely a fact is right that has these ``reasons``: 0..1, two decimals.

    The logistic function of the sum of their weights, cut (not rounded), so that 0.90 means at
    least that.  A reason without a weight is a `KeyError`.
    """
    odds = sum(weights()[reason] for reason in reasons)
    return math.floor(100 / (1 + math.exp(-odds))) / 100
