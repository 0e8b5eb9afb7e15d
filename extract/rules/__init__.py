"""Sentence rules: one file per kind of claim; `RULES` reads from top to bottom.

Of two rules that read the same words the one that stands first here wins.
"""

from extract.rules import change, group, mood, moves, noise, rank, score, subjects, told, years

RULES = (
    *years.PERIODS,
    *noise.RULES,
    *mood.RULES,
    *told.BOTTOM,
    *rank.RULES,
    *moves.RULES,
    *told.TOP,
    *change.RULES,
    *score.RULES,
    *group.RULES,
    *years.RULES,
    *subjects.RULES,
)
