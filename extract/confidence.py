"""How sure a reading is: named reasons and their weights."""

WEIGHTS: dict[str, float] = {
    "value stated by a rule": 0.50,
    "index named in the clause": 0.16,
    "index carried from the sentence before": 0.10,
    "index carried from further up": 0.06,
    "index is the only one the article names": 0.02,
    "index taken from the headline": 0.04,
    "subject named in the clause": 0.16,
    "subject carried from the sentence": 0.12,
    "subject carried from the text before": 0.08,
    "subject is the headline's": 0.06,
    "subject is the paper's own province": 0.03,
    "subject is the whole country, as a mean without a name is": 0.08,
    "year written in the clause": 0.16,
    "year written beside the index": 0.14,
    "year carried from the text before": 0.10,
    "year is the one after the baseline": 0.04,
    "year is the one before": 0.08,
    "year is the only one beside an index in the article": 0.02,
    "year taken from the headline": 0.08,
    "component is in no file of the index": -0.10,
    "said only in the headline": -0.10,
    "a tier, not a number": -0.08,
    "rank carries the size of the table": 0.02,
}
"""Weights of the reasons.  A first setting by hand, summing to at most 1 for a value whose
index, subject and year all stand in its clause; fitting them on labelled articles is the
next issue's work, and until then the number only orders the review queue."""


def confidence(reasons: tuple[str, ...]) -> float:
    """Return 0..1 for the named ``reasons``; a reason without a weight is a `KeyError`."""
    return round(min(1.0, max(0.0, sum(WEIGHTS[reason] for reason in reasons))), 2)
