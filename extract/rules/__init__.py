"""Sentence rules: one file per kind of claim; `RULES` reads from top to bottom.

Of two rules that read the same words the one that stands first here wins.
"""

from extract.rules import (
    again,
    change,
    distance,
    group,
    mood,
    most,
    moves,
    noise,
    rank,
    score,
    subjects,
    terse,
    times,
    told,
    years,
)

RULES = (
    *years.PERIODS,
    *noise.RULES,
    *distance.RULES,
    *mood.RULES,
    *told.BOTTOM,
    *rank.RULES,
    *terse.RULES,
    *moves.RULES,
    *told.TOP,
    *most.RULES,
    *change.RULES,
    *score.RULES,
    *group.RULES,
    *again.RULES,
    *years.RULES,
    *times.RULES,
    *subjects.RULES,
)
