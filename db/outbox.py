"""Bring every message to its channel: at least once, and with one key however often."""

import hashlib
import json
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlite_utils import Database

from db.base import moment, rows, value, writing
from db.channel import Channel, send

LEASE = timedelta(minutes=5)
"""How long a message belongs to the process that took it; then any other may send it."""

MOST_ATTEMPTS = 8
"""Failures after which a message is dead: kept, shown, and not tried again."""

_FIRST_WAIT = 5.0
_GROWTH = 4
_LONGEST_WAIT = 6 * 3600.0
_SHORT_WAIT = 15.0
"""Seconds that one `deliver` waits for messages that failed in it."""

_GIVE_UP_AFTER = 3
"""Failures in a row after which a channel is left alone until the next `deliver`."""

Send = Callable[[Channel, str, str, str], str | None]


@dataclass(slots=True, kw_only=True)
class Delivered:
    """What one delivery did."""

    sent: int = 0
    failed: int = 0
    """Attempts that failed and will be repeated."""

    dead: int = 0
    """Messages given up in this delivery."""

    waiting: int = 0
    """Messages for channels that are no longer configured; they stay due."""

    errors: dict[str, str] = field(default_factory=dict)
    """The last reason of each channel that failed."""


class _Clock:
    """Moments of one delivery: they go on while it works and while it sleeps."""

    def __init__(self, now: datetime, sleep: Callable[[float], None]) -> None:
        self._now, self._began, self._slept = now, time.monotonic(), 0.0
        self._sleep = sleep

    def moment(self) -> datetime:
        passed = max(time.monotonic() - self._began, self._slept)
        return self._now + timedelta(seconds=passed)

    def sleep_until(self, then: datetime) -> None:
        seconds = (then - self.moment()).total_seconds()
        if seconds > 0:
            self._sleep(seconds)
            self._slept = (then - self._now).total_seconds()


def deliver(
    db: Database,
    channels: Iterable[Channel],
    *,
    now: datetime,
    sleep: Callable[[float], None] = time.sleep,
    send: Send = send,
) -> Delivered:
    """Send what is due to ``channels``, and return what came of it.

    A message is taken with a lease, sent outside any transaction, and then noted as sent; a
    process that dies in between leaves it to be sent again, with the same key.  A message that
    fails is due again after a growing while, and dead after `MOST_ATTEMPTS`.  A channel that
    fails does not hold up the others.  Messages that fail are tried once more at once if that
    takes no longer than 15 seconds of ``sleep``.
    """
    there = tuple(channels)
    clock = _Clock(now, sleep)
    done = Delivered()
    for channel in there:
        _deliver(db, channel, clock, done, send)
    for channel in _again(db, done, there, clock):
        _deliver(db, channel, clock, done, send)
    done.waiting = _waiting(db, there)
    return done


def _deliver(db: Database, channel: Channel, clock: _Clock, done: Delivered, send: Send) -> None:
    in_a_row = 0
    while in_a_row < _GIVE_UP_AFTER and (row := _take(db, channel, clock.moment())):
        error = send(channel, row["subject"], row["body"], row["event_key"])
        in_a_row = in_a_row + 1 if error else 0
        if error is None:
            done.sent += 1
        elif row["attempts"] < MOST_ATTEMPTS:
            done.failed += 1
        else:
            done.dead += 1
        if error:
            done.errors[channel.id] = error
        _note(db, row, error, clock.moment())


def _take(db: Database, channel: Channel, now: datetime) -> dict[str, Any] | None:
    """Lease the oldest message that is due, also one whose last lease ran out."""
    with writing(db):
        found = rows(db, _TAKE, channel=channel.id, now=moment(now), until=moment(now + LEASE))
    return found[0] if found else None


_IS_DUE = "(state = 'due' AND due_at <= :now OR state = 'leased' AND leased_until <= :now)"

_TAKE = f"""
UPDATE outbox SET state = 'leased', attempts = attempts + 1, leased_until = :until
WHERE id = (
  SELECT id FROM outbox
  WHERE channel = :channel AND {_IS_DUE}
  ORDER BY id LIMIT 1
)
RETURNING id, event_key, channel, subject, body, attempts, leased_until
"""  # noqa: S608 - the condition is our own


def _note(db: Database, row: dict[str, Any], error: str | None, now: datetime) -> None:
    """Note what came of a message, unless its lease ran out and it is another's by now."""
    state, due_at, sent_at = "due", now + wait(row), None
    if error is None:
        state, due_at, sent_at = "sent", now, moment(now)
    elif row["attempts"] >= MOST_ATTEMPTS:
        state, due_at = "dead", now
    with writing(db):
        db.conn.execute(
            "UPDATE outbox SET state = ?, due_at = ?, leased_until = NULL, last_error = ?, "
            "sent_at = ? WHERE id = ? AND state = 'leased' AND leased_until = ? "
            "AND attempts = ?",
            (
                state,
                moment(due_at),
                error,
                sent_at,
                row["id"],
                row["leased_until"],
                row["attempts"],
            ),
        )


def wait(row: dict[str, Any]) -> timedelta:
    """Return how long after attempt ``row["attempts"]`` the next one is due.

    Five seconds, then four times as long each time, up to six hours; each a little longer or
    shorter, so that messages that failed together do not come back together.
    """
    seconds = min(_FIRST_WAIT * _GROWTH ** (row["attempts"] - 1), _LONGEST_WAIT)
    words = f"{row['event_key']} {row['channel']} {row['attempts']}"
    dice = int.from_bytes(hashlib.sha256(words.encode()).digest()[:2]) / 0xFFFF
    return timedelta(seconds=seconds * (0.75 + dice / 2))


def _again(
    db: Database, done: Delivered, channels: Iterable[Channel], clock: _Clock
) -> list[Channel]:
    """Wait for messages that failed just now, and return their channels."""
    failed = [channel for channel in channels if channel.id in done.errors]
    latest = moment(clock.moment() + timedelta(seconds=_SHORT_WAIT))
    soon = [_last_due(db, channel, latest) for channel in failed]
    if any(soon):
        clock.sleep_until(datetime.fromisoformat(max(filter(None, soon))) + timedelta(seconds=1))
    return [channel for channel, due_at in zip(failed, soon, strict=True) if due_at]


def _last_due(db: Database, channel: Channel, latest: str) -> str:
    query = "SELECT max(due_at) FROM outbox WHERE channel = ? AND state = 'due' AND due_at <= ?"
    return str(value(db, query, channel.id, latest) or "")


def _waiting(db: Database, channels: Iterable[Channel]) -> int:
    query = (
        "SELECT count(*) FROM outbox WHERE state IN ('due', 'leased') "
        "AND channel NOT IN (SELECT value FROM json_each(?))"
    )
    return int(value(db, query, json.dumps([channel.id for channel in channels])))


def is_anything_due(db: Database, now: datetime) -> bool:
    """Tell whether some message waits to be sent at ``now``, whatever its channel."""
    return bool(rows(db, f"SELECT 1 FROM outbox WHERE {_IS_DUE} LIMIT 1", now=moment(now)))  # noqa: S608


def count_owed(db: Database) -> int:
    """Return how many messages have failed and will be tried again."""
    query = "SELECT count(*) FROM outbox WHERE state = 'due' AND last_error IS NOT NULL"
    return int(value(db, query))
