"""Open the database, and write to it one writer at a time."""

import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

from sqlite_utils import Database

from db.migrations import migrations

PATIENCE = 15.0
"""Seconds a connection waits for another process to finish its transaction."""


class StoreError(Exception):
    """The database cannot be used; the message is one line: which file, what, what to do."""


def opened(path: Path | str) -> Database:
    """Return the database at ``path``, made if it is missing and brought to the newest shape.

    The connection is in WAL mode, checks foreign keys and waits `PATIENCE` for other writers.
    Close it after use, or use it in a ``with`` statement.
    Raises `StoreError` when the file cannot be made or written, is no database, or was made by
    a newer version of this program.
    """
    place = Path(path)
    _refuse_what_cannot_be_written(place)
    try:
        return _opened(place)
    except sqlite3.DatabaseError as error:
        raise StoreError(f"{place}: cannot be used as a database: {error}") from None


def _refuse_what_cannot_be_written(place: Path) -> None:
    """Say plainly what SQLite would say late, or in riddles."""
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = f"its folder cannot be made: {error.strerror}"
        raise StoreError(f"{place}: {reason}; set [database] path to another place") from None
    if place.is_dir():
        raise StoreError(f"{place}: is a folder; set [database] path to a file")
    for thing in (place.parent, place):
        if thing.exists() and not os.access(thing, os.W_OK):
            raise StoreError(f"{place}: cannot be written; check the permissions of {thing}")


def _opened(place: Path) -> Database:
    connection = sqlite3.connect(place, timeout=PATIENCE, isolation_level=None)
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        db = Database(connection)
        _refuse_strangers(db, place)
        connection.execute("PRAGMA journal_mode = WAL")
        if migrations.pending(db):
            with writing(db):
                migrations.apply(db)
    except BaseException:
        connection.close()
        raise
    return db


def _refuse_strangers(db: Database, place: Path) -> None:
    known = {step.name for step in migrations._migrations}  # noqa: SLF001 - there is no public list
    applied = {step.name for step in migrations.applied(db)}
    if applied - known:
        raise StoreError(f"{place}: was made by a newer version of diembao; update the program")
    if not applied and {"pages", "facts"} & set(db.table_names()):
        raise StoreError(f"{place}: is another program's database; set [database] path")


@contextmanager
def writing(db: Database) -> Iterator[Database]:
    """Do everything inside in one transaction, or nothing of it.

    It begins IMMEDIATE: a deferred transaction that reads before it writes fails at once when
    another process has written in between, however long it is allowed to wait.
    Inside another `writing` it is a savepoint of that one.
    Raises `StoreError` when the file is locked for longer than `PATIENCE`, full or read-only.
    """
    if db.conn.in_transaction:
        with db.atomic():
            yield db
        return
    try:
        db.conn.execute("BEGIN IMMEDIATE")
        yield db
        db.conn.execute("COMMIT")
    except sqlite3.OperationalError as error:
        _roll_back(db)
        raise StoreError(f"{_file(db)}: cannot be written: {error}") from error
    except BaseException:
        _roll_back(db)
        raise


def unhurried(db: Database) -> None:
    """Let the system choose when it writes to the disk what this connection commits from now on.

    For work that can be done again: a power cut may take the last commits back, whole and from
    the last one on.  A killed process loses nothing, and whoever commits in the usual way writes
    these commits too.
    """
    db.conn.execute("PRAGMA synchronous = NORMAL")


def _roll_back(db: Database) -> None:
    if db.conn.in_transaction:
        db.conn.execute("ROLLBACK")


def _file(db: Database) -> str:
    return str(db.conn.execute("PRAGMA database_list").fetchone()[2])


def rows(db: Database, sql: str, *values: Any, **named: Any) -> list[dict[str, Any]]:
    """Return all rows that ``sql`` finds, each as a dictionary."""
    cursor = db.conn.execute(sql, named or values)
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def upsert(db: Database, table: str, row: Mapping[str, Any], keep: tuple[str, ...] = ()) -> bool:
    """Write ``row`` by its ``id`` and tell whether it is news; an equal row is left alone.

    Columns named in ``keep`` are written with a new row only, and make no difference.
    """
    names = ", ".join(f'"{name}"' for name in row)
    holes = ", ".join(f":{name}" for name in row)
    moving = [name for name in row if name != "id" and name not in keep]
    sets = ", ".join(f'"{name}" = excluded."{name}"' for name in moving)
    old = ", ".join(f'{table}."{name}"' for name in moving if name != "last_seen_at")
    new = ", ".join(f'excluded."{name}"' for name in moving if name != "last_seen_at")
    insert = f"INSERT INTO {table} ({names}) VALUES ({holes})"  # noqa: S608 - names are our own
    update = f"ON CONFLICT (id) DO UPDATE SET {sets} WHERE ({old}) IS NOT ({new})"
    return db.conn.execute(f"{insert} {update}", dict(row)).rowcount > 0


def moment(now: datetime) -> str:
    """Return ``now`` as the database writes moments: ``2026-11-22T02:30:00Z``.

    A moment without a zone is an error of the program, so it raises `ValueError`.
    """
    if now.tzinfo is None:
        raise ValueError("a moment needs its zone")
    return now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def value(db: Database, sql: str, *values: Any) -> Any:
    """Return the first column of the first row that ``sql`` finds; None if there is none."""
    row = cast("tuple[Any, ...] | None", db.conn.execute(sql, values).fetchone())
    return row[0] if row else None
