"""What is worth a message: alert files, and the messages they make of what is new."""

import json
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from db.base import moment, rows, writing
from db.channel import Channel
from db.consensus import same_score
from db.message import Form, Line, Message, Row, message
from db.notice import QUERIES, Notice, Query
from extract.province import units
from extract.table import toml

FOLDER = Path(__file__).with_name("alerts")


class Alert(Form):
    """A question asked of the rankings after every crawl, and how its answers are worded."""

    id: str
    """The name of the file."""

    question: str
    """What a reader wants to know."""

    query: Query


def alerts(folder: Path = FOLDER) -> tuple[Alert | Notice, ...]:
    """Return the alerts in ``folder``, by name; `TableError` if a file is wrong.

    A file with a ``body`` is a notice; the others are about rankings.
    """
    return tuple(map(_alert, sorted(folder.glob("*.toml"))))


def _alert(path: Path) -> Alert | Notice:
    kind = Notice if "body" in toml(path) else Alert
    return kind.loaded(path, id=path.stem)


def enqueue(
    db: Database,
    alerts: Iterable[Alert | Notice],
    *,
    watch: Collection[str],
    channels: Sequence[Channel],
    now: datetime,
) -> int:
    """Put a message for every channel into the outbox for what is new, and return how many.

    ``watch`` are ids of subjects, such as ``lang-son``; units they became part of are watched
    with them; empty means every subject.  What a message tells is noted in its transaction, so
    that nothing is told twice, nor by two processes at once.  A value that differs from what
    was told is told as a correction and one that was missing as an addition.  Without channels
    nothing is told, and nothing is noted: it will still be new when there is one.
    """
    if not channels:
        return 0
    made = 0
    for alert in alerts:
        for told in _messages(db, alert, watch):
            with writing(db):
                if not _is_told(db, alert, told):
                    _put(db, alert, told, channels, moment(now))
                    made += len(channels)
    return made


def _is_told(db: Database, alert: Alert | Notice, told: Message) -> bool:
    """Tell whether another process has told any of it since it was found to be new."""
    query = "SELECT 1 FROM announcements WHERE alert = ? AND ranking_key = ? AND value_key = ?"
    return any(rows(db, query, alert.id, *tells) for tells in told.tells)


def _put(
    db: Database, alert: Alert | Notice, told: Message, channels: Iterable[Channel], at: str
) -> None:
    db.conn.executemany(
        "INSERT INTO outbox (event_key, channel, subject, body, due_at, created_at) "
        "VALUES (?, ?, ?, ?, ?, ?)",
        [(told.key, channel.id, told.subject, told.body, at, at) for channel in channels],
    )
    db.conn.executemany(
        "INSERT INTO announcements VALUES (?, ?, ?, ?, ?)",
        [(alert.id, ranking, value, told.key, at) for ranking, value in told.tells],
    )


def _messages(db: Database, alert: Alert | Notice, watch: Collection[str]) -> list[Message]:
    watched = json.dumps(_watched(watch)) if watch else None
    found = rows(db, _query(alert.query), alert=alert.id, watch=watched)
    if isinstance(alert, Notice):
        return [alert.message(row) for row in found]
    news = sorted((row for row in found if _news(row)), key=_group)
    return [
        message(alert, alert.id, [_line(db, row) for row in sorted(group, key=_place)])
        for _, group in groupby(news, key=_group)
    ]


@cache
def _query(name: str) -> str:
    return (QUERIES / f"{name}.sql").read_text("utf-8")


def _line(db: Database, row: Row) -> Line:
    tellings = rows(db, _query("ranking-tellings"), ranking=row["id"])
    return Line(ranking=row, news=_news(row), tellings=tuple(tellings))


def _watched(watch: Collection[str]) -> list[str]:
    """Return ``watch`` with the units that its provinces became part of."""
    into = {units()[id_].into for id_ in watch if id_ in units()}
    return sorted({*watch, *filter(None, into)})


def _news(row: Row) -> str:
    """Return what a ranking is to readers: ``new``, ``correction``, ``addition``, or nothing.

    A score that only gains or loses digits is no news.
    """
    if row["told"] is None:
        return "new"
    told = json.loads(row["told"])
    if None not in (told["rank"], row["rank"]) and told["rank"] != row["rank"]:
        return "correction"
    if None not in (told["score"], row["score"]) and not same_score(told["score"], row["score"]):
        return "correction"
    gained = [name for name in ("rank", "score") if told[name] is None and row[name] is not None]
    return "addition" if gained else ""


def _group(row: Row) -> tuple[str, ...]:
    """Return what the lines of one message share."""
    shared = (row["index_id"], row["year"], row["period"], row["subject_id"] or row["subject"])
    return (*map(str, shared), str(row["basis"]))


def _place(row: Row) -> tuple[Any, ...]:
    """Return where a line stands in its message: whole index, its groups, then components."""
    component = row["component_id"] or row["component_text"]
    return (bool(component), bool(row["scope"]), row["article_id"], row["start"], row["id"])
