"""Sentence rules: one file per kind of claim; `RULES` reads from top to bottom."""

from extract.rules import change, group, head, noise, rank, score

RULES = (
    head.PERIOD,
    head.UP_TO_DAY,
    *noise.RULES,
    *rank.RULES,
    *change.RULES,
    *score.RULES,
    *group.RULES,
    *head.RULES,
)
