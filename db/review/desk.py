"""The queue of facts that wait for a person, and the one way to decide."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from db.base import rows, writing
from db.rank import settle
from db.review.piece import around
from db.review.sheet import Verdict, sheet, verdicts
from db.verdict import save_verdict
from db.wording import heading, said

PAGE = 25
"""Facts on one page of the queue."""


class OvertakenError(Exception):
    """Another verdict came in after the reviewer had looked."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(f"verdict {verdict.id} by {verdict.by} came first")
        self.verdict = verdict


class UnacceptableError(Exception):
    """The fact is unknown, or its words do not stand where it says they stand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A fact in the queue, in a few words."""

    id: str
    heading: str
    said: str
    quote: str
    around: tuple[str, str]
    """The words before and after the quote, in its line."""

    paper: str
    disputed: bool
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How the work stands, in facts."""

    waiting: int
    disputed: int
    """Of those that wait."""

    accepted: int
    rejected: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """What a reviewer says about a fact, and what was there when they said it."""

    fact_id: str
    decision: str
    """``accept`` or ``reject``."""

    by: str
    note: str
    seen: int
    """Id of the last verdict the reviewer saw; 0 for none."""


def queue(db: Database, *, page: int = 1) -> tuple[Waiting, ...]:
    """Return one page of the facts without a verdict: disputed first, then the least sure."""
    found = rows(db, _QUEUE, current="", limit=PAGE, offset=PAGE * (page - 1))
    return tuple(_waiting(row) for row in found)


def counts(db: Database) -> Counts:
    """Return how many facts wait and how many are decided."""
    return Counts(**rows(db, _COUNTS, current="")[0])


def neighbours(db: Database, fact_id: str) -> tuple[str, str]:
    """Return the facts before and after this one in the queue; empty where there is none.

    After the last one comes the first again, so that nothing is left behind.
    """
    found = rows(db, _NEIGHBOURS, current=fact_id)
    if not found:
        return "", ""
    row = found[0]
    around = "" if row["first"] == fact_id else row["first"]
    return row["before"] or "", row["after"] or around or ""


def decide(db: Database, opinion: Opinion, now: datetime) -> str:
    """Write the verdict and settle the ranking in one transaction; return the next fact's id.

    Raises `OvertakenError` when there is a newer verdict than the reviewer saw, and
    `UnacceptableError` when the fact is unknown or cannot be accepted; nothing is written then.
    """
    with writing(db):
        fact = sheet(db, opinion.fact_id)
        if fact is None or (opinion.decision == "accept" and not fact.acceptable):
            raise UnacceptableError(opinion.fact_id)
        if fact.seen != opinion.seen:
            raise OvertakenError(fact.verdicts[0])
        _, after = neighbours(db, opinion.fact_id)
        save_verdict(
            db,
            fact_id=opinion.fact_id,
            decision=opinion.decision,
            by=opinion.by,
            note=opinion.note,
            now=now,
        )
        _settle(db, opinion.fact_id, now)
    return after


def last_word(db: Database, fact_id: str) -> tuple[str, Verdict] | None:
    """Return what a fact says and its last verdict; None if it has none."""
    fact = rows(db, "SELECT * FROM facts WHERE id = ?", fact_id)
    given = verdicts(db, fact_id)
    return (f"{heading(fact[0])}: {said(fact[0])}", given[0]) if fact and given else None


def _settle(db: Database, fact_id: str, now: datetime) -> None:
    about = rows(db, "SELECT index_id, year FROM facts WHERE id = ? AND year IS NOT NULL", fact_id)
    settle(db, now, {(row["index_id"], row["year"]) for row in about})


def _waiting(row: dict[str, Any]) -> Waiting:
    return Waiting(
        id=row["id"],
        heading=heading(row),
        said=said(row),
        quote=row["quote"],
        around=around(row["source"], row["start"], row["end"]),
        paper=row["paper"],
        disputed=bool(row["disputed"]),
        confidence=row["confidence"],
    )


_LINE = """
WITH disputes AS (
  SELECT value AS fact_id FROM rankings, json_each(fact_ids) WHERE status = 'disputed'
), line AS (
  SELECT f.id, f.id NOT IN (SELECT fact_id FROM disputes) AS calm, f.confidence, f.first_seen_at
  FROM facts f
  WHERE f.id = :current OR f.withdrawn_at IS NULL
    AND NOT EXISTS (SELECT 1 FROM verdicts v WHERE v.fact_id = f.id)
)
"""
_ORDER = "calm, confidence, first_seen_at, id"

_QUEUE = f"""
{_LINE}, here AS (SELECT * FROM line ORDER BY {_ORDER} LIMIT :limit OFFSET :offset)
SELECT f.*, NOT here.calm AS disputed, s.name AS paper,
  iif(f.quote_in = 'title', v.title, v.text) AS source
FROM here
JOIN facts f ON f.id = here.id
JOIN article_versions v ON v.id = f.article_version_id
JOIN articles a ON a.id = f.article_id
JOIN sites s ON s.id = a.site_id
ORDER BY here.calm, here.confidence, here.first_seen_at, here.id
"""  # noqa: S608 - all of it is written here

_COUNTS = f"""
{_LINE}
SELECT count(*) AS waiting, coalesce(sum(NOT calm), 0) AS disputed,
  (SELECT count(*) FROM last_verdicts WHERE decision = 'accept') AS accepted,
  (SELECT count(*) FROM last_verdicts WHERE decision = 'reject') AS rejected
FROM line
"""  # noqa: S608 - all of it is written here

# A window over the whole line (lag, lead) takes ten times as long: 3.5 s for 100,000 facts.
_NEIGHBOURS = f"""
{_LINE}, here AS (SELECT {_ORDER} FROM line WHERE id = :current)
SELECT (
    SELECT id FROM line WHERE ({_ORDER}) < (SELECT * FROM here)
    ORDER BY calm DESC, confidence DESC, first_seen_at DESC, id DESC LIMIT 1
  ) AS before, (
    SELECT id FROM line WHERE ({_ORDER}) > (SELECT * FROM here) ORDER BY {_ORDER} LIMIT 1
  ) AS after,
  (SELECT id FROM line ORDER BY {_ORDER} LIMIT 1) AS first
FROM here
"""  # noqa: S608 - all of it is written here
