"""Fit how sure a reading is: ``make fit`` writes ``extract/confidence.toml`` and its picture.

Each fact that the reader states of a labelled text is an example: its reasons, and whether all
its values are right.  What texts gave when the reader first met them is kept in
``first-readings.jsonl``, since a text that rules were mended against no longer shows how often
they fail.  The weights are those of a logistic regression; the curve is drawn from what models
say of the texts they were not fitted on (five folds, a text is never in two).  The scale is moved
so that 0.9 is a promise: of the facts that get it or more, 99 in 100 are right on such texts.

``make fit GOLD=file.jsonl`` takes more labelled articles, in the form of ``diembao extract``'s
input with a key ``facts``.
"""

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict

from extract import confidence, reader
from extract.model import as_json
from tests import helpers_sentences as labelled
from tests.bench.gate import cases
from tests.helpers_sentences import Case

FIRST = Path(__file__).with_name("first-readings.jsonl")
WEIGHTS = Path(confidence.__file__).with_suffix(".toml")
PICTURE = Path(__file__).parents[2] / "docs" / "confidence.svg"
FOLDS = 5
STRENGTH = 1.0
"""Inverse of the regularisation: scikit-learn's own default."""

EDGES = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 1.0)
SURE, PROMISE = 0.9, 0.99
INTERCEPT = "value stated by a rule"
"""A reason of every fact; its weight is the intercept."""


@dataclass(frozen=True, slots=True)
class Example:
    """A fact: the text it is of, why it was believed, and whether it was right."""

    text: str
    reasons: tuple[str, ...]
    right: bool


def examples(case: Case) -> Iterator[Example]:
    """Yield an example for each fact that is read in ``case``; optional values say nothing."""
    wanted = [m for fact in case.facts for m in labelled.measures(fact)]
    for fact in reader.read(labelled.article(case)).facts:
        outcome = labelled.compared(wanted, list(labelled.measures(as_json(fact))))
        if outcome.right or outcome.wrong:
            yield Example(case.id, fact.reasons, not outcome.wrong)


def gold(path: Path) -> Iterator[Case]:
    """Yield the articles of a file with a JSON object a line."""
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        facts = [{k: v for k, v in f.items() if v is not None} for f in row["facts"]]
        yield Case(
            file=path.stem,
            name=row["id"],
            title=row["title"],
            text=row["text"],
            published=row["published"] or "",
            facts=[f for f in facts if not f["index"].startswith("OTHER")],
        )


def first_readings() -> Iterator[Example]:
    """Yield what texts gave when the reader first met them."""
    for line in FIRST.read_text("utf-8").splitlines() if FIRST.exists() else ():
        row = json.loads(line)
        yield Example(row["text"], tuple(row["reasons"]), row["right"])


def note(path: Path) -> None:
    """Add what the reader makes of new labelled articles (TOML files in ``path``), once."""
    with FIRST.open("a", encoding="utf-8") as out:
        for case in labelled.article_cases(path):
            for one in examples(case):
                row = {"text": one.text, "reasons": one.reasons, "right": one.right}
                out.write(json.dumps(row, ensure_ascii=False) + "\n")


def main(arguments: list[str]) -> int:
    """Fit, print how well it holds, write the weights and the picture."""
    if arguments[:1] == ["note"]:
        note(Path(arguments[1]))
        return 0
    more = [case for path in arguments for case in gold(Path(path))]
    known = [*first_readings(), *(e for case in (*cases(), *more) for e in examples(case))]
    right = np.array([one.right for one in known])
    table = DictVectorizer()
    given = table.fit_transform([dict.fromkeys(one.reasons, 1.0) for one in known])
    model = LogisticRegression(C=STRENGTH, fit_intercept=False, max_iter=1000)
    folds = GroupKFold(FOLDS, shuffle=True, random_state=0)
    texts = [one.text for one in known]
    odds = cross_val_predict(
        model, given, right, groups=texts, cv=folds, method="decision_function"
    )
    moved = log_odds(SURE) - promised(odds, right)
    sure = 1 / (1 + np.exp(-odds - moved))
    report(sure, right)
    draw(sure, right)
    fitted = dict(zip(table.get_feature_names_out(), model.fit(given, right).coef_[0], strict=True))
    fitted[INTERCEPT] += moved
    write(fitted)
    return 0


def log_odds(share: float) -> float:
    """Return the logarithm of the odds of ``share``."""
    return float(np.log(share / (1 - share)))


def promised(odds: np.ndarray, right: np.ndarray) -> float:
    """Return the lowest log-odds above which `PROMISE` of the facts are right."""
    order = np.argsort(-odds)
    shares = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    kept = np.flatnonzero(shares >= PROMISE)
    return float(odds[order][kept[-1]]) if len(kept) else float(odds.max())


def report(sure: np.ndarray, right: np.ndarray) -> None:
    """Print, for each stretch of confidence, how many facts have it and how many are right."""
    print(f"{len(right)} facts, {right.mean():.3f} right, {FOLDS} folds by text")
    for low, high in pairwise(EDGES):
        here = (sure >= low) & ((sure < high) | (high == 1.0))
        if here.any():
            print(
                f"{low:4.2f} to {high:4.2f}: {here.sum():5} facts, {right[here].mean():.3f} right"
            )
    above = sure >= SURE
    print(
        f"{SURE} and more: {above.mean():.3f} of the facts, {right[above].mean():.4f} of them right"
    )


def draw(sure: np.ndarray, right: np.ndarray) -> None:
    """Draw how often facts of each confidence are right, above how many there are."""
    mpl.rcParams["svg.hashsalt"] = "diembao"  # the same figures give the same bytes
    figure = Figure(figsize=(6, 5), layout="constrained")
    curve, counts = figure.subplots(2, sharex=True, height_ratios=(3, 1))
    bins = np.quantile(sure, np.linspace(0, 1, 11))
    place = np.clip(np.digitize(sure, bins[1:-1]), 0, 9)
    means = [(sure[place == i].mean(), right[place == i].mean()) for i in range(10)]
    curve.plot([0.4, 1], [0.4, 1], linestyle=":", color="grey", label="perfectly calibrated")
    curve.plot(*zip(*means, strict=True), marker="o", label="tenths of the facts, cross-validated")
    curve.set(ylabel="share that is right", xlim=(0.4, 1.01), ylim=(0.4, 1.01))
    curve.legend(loc="lower right")
    counts.hist(sure, bins=40, range=(0.4, 1))
    counts.set(xlabel="confidence", ylabel="facts")
    figure.savefig(PICTURE, metadata={"Date": None})


def write(fitted: dict[str, float]) -> None:
    """Write the weights: the fitted ones, and 0 for reasons that no example has."""
    weights = {reason: round(fitted.get(reason, 0.0), 2) for reason in confidence.weights()}
    lines = (f'"{reason}" = {weight}' for reason, weight in weights.items())
    head = "# Log-odds that a fact is right, for each reason.  Written by `make fit`.\n[weights]\n"
    WEIGHTS.write_text(head + "\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
