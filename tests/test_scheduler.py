"""The timetable: what is planned, what is overdue, and one process at a time."""

import signal
import subprocess
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

import scheduler
from config import Config, DatabaseTable, ScheduleTable
from db import store
from desk import Desk, Work
from tests.helpers_cli import environment

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
DAILY = ScheduleTable(times=("06:00", "18:00"))


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


@pytest.mark.parametrize(
    ("now", "planned"),
    [
        ("2026-11-22 06:00", "2026-11-22 06:00"),
        ("2026-11-22 17:59", "2026-11-22 06:00"),
        ("2026-11-22 18:00", "2026-11-22 18:00"),
        ("2026-11-22 23:59", "2026-11-22 18:00"),
        ("2026-11-22 05:59", "2026-11-21 18:00"),
        ("2027-01-01 00:00", "2026-12-31 18:00"),
    ],
)
def test_the_last_planned_moment_is_not_after_now(now: str, planned: str) -> None:
    """Before the first time of a day it is the last of the day before."""
    assert scheduler.last_planned(DAILY, _at(now)) == _at(planned)


def test_times_are_told_by_the_clock_of_the_configured_zone() -> None:
    """23:30 UTC is half past six in Hà Nội, of the next day."""
    now = datetime(2026, 11, 21, 23, 30, tzinfo=UTC)

    assert scheduler.last_planned(DAILY, now) == _at("2026-11-22 06:00")


@pytest.mark.parametrize(
    ("last", "overdue"),
    [
        (None, True),
        ("2026-11-21 18:05", True),
        ("2026-11-22 05:59", True),
        ("2026-11-22 06:00", False),
        ("2026-11-22 06:01", False),
    ],
)
def test_work_is_overdue_when_the_last_success_is_older_than_the_plan(
    last: str | None, overdue: bool
) -> None:
    """A machine that slept through 06:00 does its work when it wakes, and only once."""
    then = _at(last) if last else None

    assert scheduler.is_overdue(DAILY, then, _at("2026-11-22 09:00")) is overdue


def test_the_triggers_fire_at_the_configured_times_and_zone() -> None:
    """From one evening on: tomorrow's first time, then the next."""
    trigger = scheduler.at_times(DAILY)

    first = trigger.get_next_fire_time(None, _at("2026-11-22 18:30"))
    second = trigger.get_next_fire_time(first, _at("2026-11-23 06:00").replace(second=1))

    assert (first, second) == (_at("2026-11-23 06:00"), _at("2026-11-23 18:00"))


def test_a_second_process_is_told_who_holds_the_lock(tmp_path: Path) -> None:
    """Its line names the holder and says what to do."""
    database = tmp_path / "new" / "a.db"

    with (
        scheduler.held(database, "diembao schedule"),
        pytest.raises(scheduler.LockedError, match=r"held by diembao schedule \(process \d+\); "),
        scheduler.held(database, "diembao once"),
    ):
        pass


def test_a_lock_that_was_given_back_can_be_taken_again(tmp_path: Path) -> None:
    """Also after an error inside."""
    database = tmp_path / "a.db"
    with pytest.raises(ValueError, match="broken"), scheduler.held(database, "one"):
        raise ValueError("broken")

    with scheduler.held(database, "two"):
        pass


def test_two_databases_do_not_lock_each_other(tmp_path: Path) -> None:
    """Whoever has two configurations may run both."""
    with scheduler.held(tmp_path / "a.db", "one"), scheduler.held(tmp_path / "b.db", "two"):
        pass


def test_the_lock_of_a_killed_process_is_free(tmp_path: Path) -> None:
    """The system takes it back, so nobody has to delete a file by hand."""
    database = tmp_path / "a.db"
    holder = (
        "import sys, time, pathlib, scheduler\n"
        "with scheduler.held(pathlib.Path(sys.argv[1]), 'the late one'):\n"
        "    print('held', flush=True)\n"
        "    time.sleep(600)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", holder, database], stdout=subprocess.PIPE, env=environment()
    ) as child:
        assert child.stdout
        child.stdout.readline()
        with pytest.raises(scheduler.LockedError), scheduler.held(database, "me"):
            pass
        child.kill()

    with scheduler.held(database, "me"):
        pass


def test_a_lock_that_cannot_be_made_is_told_in_one_line(tmp_path: Path) -> None:
    """A file where the folder should be: nothing can be kept there."""
    (tmp_path / "file").write_text("", "utf-8")

    with (
        pytest.raises(store.StoreError, match=r"cannot be used: .*; set \[database\] path"),
        scheduler.held(tmp_path / "file" / "a.db", "me"),
    ):
        pass


def test_the_first_signal_asks_to_stop_and_the_handlers_come_back() -> None:
    """Inside the block a SIGTERM only sets the flag."""
    stop = threading.Event()
    before = signal.getsignal(signal.SIGTERM)

    with scheduler.stopping(stop):
        signal.raise_signal(signal.SIGTERM)

    assert stop.is_set()
    assert signal.getsignal(signal.SIGTERM) is before


class _Listener:
    """Hears everything, and asks to stop after the first line."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.stop = threading.Event()

    def step(self, title: str, done: int, total: int | None) -> None:
        pass

    def end(self, work: Work) -> None:
        pass

    def say(self, line: str) -> None:
        self.lines.append(line)
        self.stop.set()


def _desk(folder: Path, listener: _Listener) -> Desk:
    settings = Config(database=DatabaseTable(path=folder / "a.db"))
    return Desk(config=settings, show=listener, stop=listener.stop)


def test_a_job_that_fails_is_told_and_the_timetable_goes_on(
    tmp_path: Path,
) -> None:
    """The catch-up at the start fails here: no newspaper is chosen."""
    listener = _Listener()

    scheduler.keep(_desk(tmp_path, listener))

    assert len(listener.lines) == 1
    assert listener.lines[0].startswith("catch-up: failed: no newspaper is chosen")


def test_a_stop_before_the_start_ends_at_once(tmp_path: Path) -> None:
    """A signal may come while the program is still making ready."""
    listener = _Listener()
    listener.stop.set()

    scheduler.keep(_desk(tmp_path, listener))

    assert listener.lines == []


def test_only_a_success_counts_as_the_last_one(tmp_path: Path) -> None:
    """Failed and interrupted days are caught up with."""
    desk = _desk(tmp_path, _Listener())
    begun = datetime(2026, 11, 22, tzinfo=UTC)
    with store.opened(desk.config.database.path) as db:
        for hour, status in enumerate(("ok", "failed", "interrupted"), 1):
            now = begun.replace(hour=hour)
            run = store.start_run(db, "once", None, now)
            store.end_run(db, run, status=status, counts={}, now=now)

    assert scheduler.last_success(desk) == begun.replace(hour=1)
