"""People's word on facts: only ever added to."""

import sqlite3
from datetime import datetime

from sqlite_utils import Database

from db.base import StoreError, moment, writing

DECISIONS = ("accept", "reject")


def save_verdict(  # noqa: PLR0913 - one column each
    db: Database, *, fact_id: str, decision: str, by: str, note: str = "", now: datetime
) -> int:
    """Add a person's verdict on a fact and return its id; the last verdict on a fact counts.

    ``decision`` is ``accept`` or ``reject`` and ``by`` names the person.
    Raises `StoreError` when the fact is unknown, the decision is another word, or no one is
    named.
    """
    if decision not in DECISIONS:
        raise StoreError(f"{decision}: is no decision; say {' or '.join(DECISIONS)}")
    if not by.strip():
        raise StoreError("a verdict needs the name of the person who gives it")
    try:
        with writing(db):
            cursor = db.conn.execute(
                "INSERT INTO verdicts (fact_id, decision, by, at, note) VALUES (?, ?, ?, ?, ?)",
                (fact_id, decision, by.strip(), moment(now), note.strip()),
            )
    except sqlite3.IntegrityError:
        raise StoreError(f"{fact_id}: no such fact") from None
    return int(cursor.lastrowid or 0)
