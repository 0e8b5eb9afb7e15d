"""What a better reader makes of an article that was read before."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from sqlite_utils import Database

from db.base import rows
from db.key import ranking_id
from db.wording import heading, said

Row = dict[str, Any]
"""A row of ``facts`` with the ``url`` of its article."""

Kind = Literal["added", "changed", "withdrawn"]
KINDS: tuple[Kind, ...] = get_args(Kind)

_MEASURES = ("rank", "score", "rank_change", "score_change", "group")
_BESIDE = ("component_id", "subject_id", "subject_type", "baseline_year")
"""What may differ between two facts of one id: `db.reading.fact_id` is made of all else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A fact that is read now and was not, or was and is not, or is another one now."""

    kind: Kind
    before: Row | None = None
    after: Row | None = None

    def __str__(self) -> str:
        """Return one line: what was said, what is said now, and where it stands."""
        words = [f"{heading(row)}: {said(row)}" for row in (self.before, self.after) if row]
        row: Row = self.after or self.before or {}
        where = f"«{row['quote']}» {row['url']}"
        return f"{self.kind}: {' → '.join(dict.fromkeys(words))} ({row['rule']}) {where}"


def standing(db: Database, article: str) -> list[Row]:
    """Return the facts that an article gives."""
    query = (
        "SELECT f.*, a.url FROM facts f JOIN articles a ON a.id = f.article_id "
        "WHERE f.article_id = ? AND f.withdrawn_at IS NULL ORDER BY f.start, f.id"
    )
    return rows(db, query, article)


def changes(before: Sequence[Row], after: Sequence[Row]) -> list[Change]:
    """Return how what a reader found before became what it finds after.

    A fact is the same statement as before when it has its id, or else measures the same ranking
    by the same measure, or else stands in the same words; then it is changed, unless nothing
    about it differs.
    """
    lost, found = list(before), list(after)
    pairs = [pair for same in _SAME for pair in _paired(lost, found, same)]
    changed = [
        Change(kind="changed", before=old, after=new) for old, new in pairs if not _equal(old, new)
    ]
    added = [Change(kind="added", after=row) for row in found]
    return [*changed, *added, *(Change(kind="withdrawn", before=row) for row in lost)]


def _paired(
    lost: list[Row], found: list[Row], same: Callable[[Row, Row], bool]
) -> Iterable[tuple[Row, Row]]:
    """Take the statements out of both lists that are the ``same``, and return them."""
    for old in tuple(lost):
        if new := next((row for row in found if same(old, row)), None):
            lost.remove(old)
            found.remove(new)
            yield old, new


def _equal(old: Row, new: Row) -> bool:
    return bool(old["id"] == new["id"]) and all(old[name] == new[name] for name in _BESIDE)


def _measure(row: Row) -> str:
    """Return what a fact is mostly about."""
    return next((name for name in _MEASURES if row[name] is not None), "")


_SAME: tuple[Callable[[Row, Row], bool], ...] = (
    lambda old, new: bool(old["id"] == new["id"]),
    lambda old, new: ranking_id(old) == ranking_id(new) and _measure(old) == _measure(new),
    lambda old, new: old["quote"] in new["quote"] or new["quote"] in old["quote"],
)
