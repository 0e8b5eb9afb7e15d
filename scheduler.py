"""The timetable, and whoever keeps to it: one process at a time, stopped without loss."""

import fcntl
import logging
import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from types import FrameType
from typing import Any
from zoneinfo import ZoneInfo

from apscheduler.events import EVENT_SCHEDULER_STARTED
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.blocking import BlockingScheduler
from apscheduler.triggers.combining import OrTrigger
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

import stages
from config import ScheduleTable
from db import outbox, store
from desk import Desk

log = logging.getLogger("diembao")


class LockedError(Exception):
    """Another process is at work on the same database; the message says which."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One line of the timetable."""

    name: str
    trigger: Callable[[ScheduleTable], Any]
    run: Callable[[Desk], object]
    at_start: bool = False


def at_times(schedule: ScheduleTable) -> Any:
    """Return the trigger that fires at each of ``[schedule] times``."""
    clocks = [time.fromisoformat(text) for text in schedule.times]
    zone = ZoneInfo(schedule.timezone)
    return OrTrigger([CronTrigger(hour=c.hour, minute=c.minute, timezone=zone) for c in clocks])


def every(**delay: int) -> Callable[[ScheduleTable], Any]:
    """Return what makes a trigger that fires again after each ``delay`` (minutes=, hours=)."""
    return lambda schedule: IntervalTrigger(**delay, timezone=ZoneInfo(schedule.timezone))


def catch_up(desk: Desk) -> None:
    """Do the day's work now if the last that succeeded is older than the last one planned."""
    if is_overdue(desk.config.schedule, last_success(desk), desk.clock()):
        stages.once(desk)


def deliver(desk: Desk) -> None:
    """Try again the messages that are due; one that failed is due later and later."""
    with store.opened(desk.config.database.path) as db:
        due = outbox.is_anything_due(db, desk.clock())
    if due:
        stages.alert(desk)


TIMETABLE = (
    Job(name="cycle", trigger=at_times, run=stages.once),
    Job(name="catch-up", trigger=every(hours=1), run=catch_up, at_start=True),
    Job(name="deliver", trigger=every(minutes=10), run=deliver),
)


def keep(desk: Desk) -> None:
    """Keep to the timetable until somebody sets ``desk.stop``; then finish what is at hand.

    Jobs run one after the other, never two at once; missed times are made up for once.
    """
    zone = ZoneInfo(desk.config.schedule.timezone)
    scheduler = BlockingScheduler(
        timezone=zone,
        executors={"default": ThreadPoolExecutor(1)},
        job_defaults={"max_instances": 1, "coalesce": True, "misfire_grace_time": 6 * 3600},
    )
    for job in TIMETABLE:
        soon = {"next_run_time": datetime.now(zone)} if job.at_start else {}
        scheduler.add_job(
            _safely, job.trigger(desk.config.schedule), [desk, job], id=job.name, **soon
        )
    scheduler.add_listener(lambda _: _end_on_stop(scheduler, desk.stop), EVENT_SCHEDULER_STARTED)
    scheduler.start()


def _end_on_stop(scheduler: Any, stop: threading.Event) -> None:
    # Not in the signal handler: it may interrupt the very code that holds the scheduler's locks.
    def end() -> None:
        stop.wait()
        scheduler.pause()
        scheduler.shutdown(wait=True)

    threading.Thread(target=end, name="stopper").start()


def _safely(desk: Desk, job: Job) -> None:
    """Run a job; whatever it raises is told, and the timetable goes on."""
    if desk.stop.is_set():
        return
    try:
        job.run(desk)
    except Exception as error:
        log.exception("job=%s", job.name)
        desk.show.say(f"{job.name}: failed: {error}")


def last_success(desk: Desk) -> datetime | None:
    """Return when the last day's work that succeeded began; None if none ever did."""
    with store.opened(desk.config.database.path) as db:
        return store.last_success(db, "once")


def is_overdue(schedule: ScheduleTable, last: datetime | None, now: datetime) -> bool:
    """Tell whether the last time planned before ``now`` has seen no success since."""
    return last is None or last < last_planned(schedule, now)


def last_planned(schedule: ScheduleTable, now: datetime) -> datetime:
    """Return the latest moment of the timetable that is not after ``now``."""
    zone = ZoneInfo(schedule.timezone)
    today = now.astimezone(zone).date()
    planned = (
        datetime.combine(day, time.fromisoformat(clock), zone)
        for day in (today, today - timedelta(days=1))
        for clock in schedule.times
    )
    return max(moment for moment in planned if moment <= now)


@contextmanager
def held(database: Path, what: str) -> Iterator[None]:
    """Be the only process at work on ``database``; ``what`` tells the others who it is.

    The lock is the system's, so it is gone with the process, however that ends.
    Raises `LockedError` when another process holds it, `StoreError` when it cannot be made.
    """
    place = database.with_name(f"{database.name}.lock")
    lock = _lock_file(place, database)
    try:
        _take(lock, place)
        os.ftruncate(lock, 0)
        os.write(lock, f"{what} (process {os.getpid()})".encode())
        yield
        os.ftruncate(lock, 0)
    finally:
        os.close(lock)


def _lock_file(place: Path, database: Path) -> int:
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        return os.open(place, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise store.StoreError(
            f"{database}: cannot be used: {place}: {error.strerror}; "
            "set [database] path to a place that can be written"
        ) from None


def _take(lock: int, place: Path) -> None:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        holder = os.read(lock, 500).decode("utf-8", "replace") or "another process"
        raise LockedError(
            f"{place}: held by {holder}; wait until it has finished, or stop it first"
        ) from None


@contextmanager
def stopping(stop: threading.Event) -> Iterator[None]:
    """Set ``stop`` at the first SIGTERM or SIGINT; a second one ends the process at once."""

    def handle(_number: int, _frame: FrameType | None) -> None:
        stop.set()
        for number in signals:
            signal.signal(number, signal.SIG_DFL)

    signals = (signal.SIGTERM, signal.SIGINT)
    before = {number: signal.signal(number, handle) for number in signals}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
