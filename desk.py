"""What every stage works with: the configuration, the clock, whoever watches, and the diary."""

import logging
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol

from sqlite_utils import Database

from config import Config
from db import store

log = logging.getLogger("diembao")

Clock = Callable[[], datetime]


@dataclass(slots=True, kw_only=True)
class Work:
    """What one run of one stage did, for one newspaper or (None) for all."""

    stage: str
    site_id: str | None = None
    title: str = ""
    """What to call it before people."""

    status: str = "ok"
    """``ok``, ``failed`` or ``interrupted``."""

    counts: Counter[str] = field(default_factory=Counter)
    error: str = ""
    """Why it failed, or what is odd about it."""

    def fail(self, error: str) -> None:
        """Note that the work failed, and why; the first reason is the one that is kept."""
        self.status = "failed"
        self.error = self.error or error

    def note(self, *oddities: str) -> None:
        """Note what is odd about work that did not fail."""
        self.error = self.error or "; ".join(dict.fromkeys(oddities))


class Show(Protocol):
    """Whoever wants to see the work go on."""

    def step(self, title: str, done: int, total: int | None) -> None:
        """Hear that ``done`` units of ``total`` (None: nobody knows how many) are done."""

    def end(self, work: Work) -> None:
        """Hear how a run ended."""

    def say(self, line: str) -> None:
        """Hear anything else worth a line."""


class StoppedError(Exception):
    """Somebody asked to stop; what is done stays done, the rest waits for the next run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What every stage needs at hand."""

    config: Config
    show: Show
    stop: threading.Event = field(default_factory=threading.Event)
    """Set by whoever wants the work to stop; looked at between two units of work."""

    clock: Clock = lambda: datetime.now(UTC)

    def breathe(self) -> None:
        """Raise `StoppedError` if somebody asked to stop."""
        if self.stop.is_set():
            raise StoppedError


def abandon(desk: Desk) -> None:
    """Take over what a killed process left: runs that never end, messages nobody sends.

    Only whoever holds the program's lock may do this.
    """
    with opened(desk) as db, store.writing(db):
        store.abandon_runs(db, desk.clock())
        db.conn.execute(
            "UPDATE outbox SET state = 'due', leased_until = NULL WHERE state = 'leased'"
        )


@contextmanager
def opened(desk: Desk) -> Iterator[Database]:
    """Open the database for the length of the block."""
    db = store.opened(desk.config.database.path)
    try:
        yield db
    finally:
        db.close()


@contextmanager
def run_of(
    desk: Desk, db: Database, stage: str, site_id: str | None = None, title: str = ""
) -> Iterator[Work]:
    """Keep the diary of one run: when it began, what it counted, how it ended and why.

    An error inside the block ends the run as failed, and goes no further.
    """
    work = Work(stage=stage, site_id=site_id, title=title or stage)
    run = store.start_run(db, stage, site_id, desk.clock())
    try:
        yield work
    except StoppedError:
        work.status = "interrupted"
    except store.StoreError:
        raise
    except Exception as error:
        log.exception("%s site=%s", stage, site_id)
        work.fail(_reason(error))
    store.end_run(
        db, run, status=work.status, counts=work.counts, error=work.error, now=desk.clock()
    )
    desk.show.end(work)


def _reason(error: Exception) -> str:
    if isinstance(error, OSError) and error.filename:
        return f"{error.filename}: {error.strerror}"
    return f"{type(error).__name__}: {error}"
