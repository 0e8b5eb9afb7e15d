"""The diary of the stages: when each ran, for whom, and what came of it."""

import json
from collections.abc import Mapping
from datetime import datetime

from sqlite_utils import Database

from db.base import moment, value, writing


def start_run(db: Database, stage: str, site_id: str | None, now: datetime) -> int:
    """Note that ``stage`` begins, for one newspaper or (None) for all; return the run's id."""
    with writing(db):
        cursor = db.conn.execute(
            "INSERT INTO runs (stage, site_id, started_at, status) VALUES (?, ?, ?, 'running')",
            (stage, site_id, moment(now)),
        )
    return int(cursor.lastrowid or 0)


def end_run(  # noqa: PLR0913 - one column each
    db: Database,
    run_id: int,
    *,
    status: str,
    counts: Mapping[str, int],
    error: str | None = None,
    now: datetime,
) -> None:
    """Note how a run ended: ``ok``, ``failed`` or ``interrupted``, its counts and its error."""
    with writing(db):
        db.conn.execute(
            "UPDATE runs SET ended_at = ?, status = ?, counts = ?, error = ? WHERE id = ?",
            (moment(now), status, json.dumps(dict(counts)), error or None, run_id),
        )


def abandon_runs(db: Database, now: datetime) -> int:
    """Note as interrupted the runs that a killed process left running; return how many.

    Only whoever holds the program's lock may say this: a run in progress looks the same.
    """
    with writing(db):
        cursor = db.conn.execute(
            "UPDATE runs SET ended_at = ?, status = 'interrupted' WHERE status = 'running'",
            (moment(now),),
        )
    return cursor.rowcount


def last_success(db: Database, stage: str, site_id: str | None = None) -> datetime | None:
    """Return when the last run of ``stage`` that succeeded began; None if none ever did.

    With ``site_id`` only the runs for that newspaper count.
    """
    query = (
        "SELECT max(started_at) FROM runs "
        "WHERE stage = ?1 AND status = 'ok' AND (?2 IS NULL OR site_id = ?2)"
    )
    found = value(db, query, stage, site_id)
    return datetime.fromisoformat(found) if found else None
