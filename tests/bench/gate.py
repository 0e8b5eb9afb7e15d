"""The gate on quality: what the reader scored once, it may not score less.

``make gate`` reads all labelled texts of the project and holds precision, recall and F1 of each
measure and each index against ``floors.json``; ``make gate ACCEPT=1`` raises the floors to what
is scored now, and never lowers one.  Three sets have floors of their own: what was written for
the rules (sentences, articles, the newsstand's), what was reworded from published articles, and
what was reworded later: articles that the rules have been mended against once, or not yet.
"""

import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

from tests import helpers_sentences as labelled
from tests.helpers_sentences import Case, Outcome

FLOORS = Path(__file__).with_name("floors.json")
NOISE = 0.0005
"""Floors are kept with three decimals; less than half of the last is no fall."""

Counts = dict[str, list[int]]
"""For each thing scored: right, wrong and missed measures."""

Scores = dict[str, dict[str, float]]
"""For each thing scored: precision, recall and F1, each 0..1."""


def written() -> Iterator[Case]:
    """Yield the labelled texts that were written for the rules."""
    yield from labelled.cases()
    yield from labelled.article_cases()
    yield from labelled.stand_cases()


# Reworded from published articles; the later ones met grown rules.  Passages hold hard turns only.
SETS = {
    "written": written,
    "reworded": partial(labelled.article_cases, labelled.REWORDED),
    "later": partial(labelled.article_cases, labelled.LATER),
    "latest": partial(labelled.article_cases, labelled.LATEST),
    "passages": partial(labelled.article_cases, labelled.PASSAGES),
}


def cases() -> Iterator[Case]:
    """Yield every labelled text of the project."""
    for texts in SETS.values():
        yield from texts()


def counted(outcomes: Iterable[Outcome]) -> Counts:
    """Return the counts over ``outcomes``: all, by measure, by index."""
    counts: Counts = defaultdict(lambda: [0, 0, 0])
    for outcome in outcomes:
        for place, measures in enumerate((outcome.right, outcome.wrong, outcome.missed)):
            for measure in measures:
                for name in ("all", measure.name, measure.index):
                    counts[name][place] += 1
    return counts


def scores(counts: Counts) -> Scores:
    """Return precision, recall and F1 by name, each 0..1 with three decimals."""
    found = {}
    for name, (right, wrong, missed) in sorted(counts.items()):
        precision = right / (right + wrong) if right + wrong else 1.0
        recall = right / (right + missed) if right + missed else 1.0
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        found[name] = {
            "precision": round(precision, 3),
            "recall": round(recall, 3),
            "f1": round(f1, 3),
        }
    return found


def fallen(now: Scores, floors: Scores) -> list[str]:
    """Return a line for each floor that is not reached."""
    return [
        f"{name}: {kind} {now.get(name, {}).get(kind, 0.0):.3f}, the floor is {floor:.3f}"
        for name, kinds in floors.items()
        for kind, floor in kinds.items()
        if now.get(name, {}).get(kind, 0.0) < floor - NOISE
    ]


def raised(now: Scores, floors: Scores) -> Scores:
    """Return the floors after ``now``: each the higher of the two."""
    return {
        name: {
            kind: max(score, floors.get(name, {}).get(kind, 0.0)) for kind, score in kinds.items()
        }
        for name, kinds in (floors | now).items()
        for kinds in (now.get(name, floors.get(name, {})),)
    }


def main(arguments: list[str]) -> int:
    """Print the scores; return 1 when a floor is not reached."""
    floors = json.loads(FLOORS.read_text("utf-8")) if FLOORS.exists() else {}
    faults = []
    for kind, texts in SETS.items():
        now = scores(counted(labelled.outcome(case) for case in texts()))
        print(f"{kind}:")
        for name, kinds in now.items():
            print(f"  {name:<14}" + "  ".join(f"{k} {score:.3f}" for k, score in kinds.items()))
        faults += [f"{kind} {fault}" for fault in fallen(now, floors.get(kind, {}))]
        floors[kind] = raised(now, floors.get(kind, {}))
    print("\n".join(faults) or "every floor is reached")
    if "--accept" in arguments and not faults:
        FLOORS.write_text(json.dumps(floors, indent=2) + "\n", "utf-8")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
