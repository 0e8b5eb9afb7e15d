"""Whatever ends the program in the middle: the next day has the same content as a quiet one."""

import os
import signal
import subprocess
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from newsstand.demo import prepared
from newsstand.server import Stand
from newsstand.sinks import WebhookSink
from tests.helpers_cli import asked, content, run, started, until

KEPT = "SELECT count(*) FROM pages WHERE outcome = 'kept'"
READ = "SELECT count(*) FROM pages WHERE read_at IS NOT NULL"
SENT = "SELECT count(*) FROM outbox WHERE state = 'sent'"


@pytest.fixture
def room(tmp_path: Path, stand: Stand) -> Callable[..., Path]:
    """Return a function that makes a configuration of its own for the same paper."""
    paper = stand.papers["newsstand-lang-son"]
    addresses = {paper.paper.id: paper.base_url}

    def make(name: str, *channels: str) -> Path:
        return prepared(tmp_path / name, addresses, channels)

    return make


def _slow(config: Path) -> None:
    """Have the paper asked slowly, so that its pages are kept in several batches."""
    (site,) = (config.parent / "sites").glob("*.toml")
    site.write_text(f"delay = 0.05\n{site.read_text('utf-8')}", "utf-8")


def _database(config: Path) -> Path:
    return config.with_name("diembao.db")


def _once(config: Path) -> "subprocess.CompletedProcess[str]":
    done = run("once", "--config", config, cwd=config.parent)
    assert (done.returncode, done.stderr) == (0, "")
    return done


def _killed(config: Path, stage: str, query: str, least: int) -> None:
    """Run ``stage`` and kill its whole group as soon as ``query`` counts ``least``."""
    with started(stage, "--config", config, cwd=config.parent) as process:
        until(lambda: _count(config, query) >= least, f"{stage}: {query}")
        os.killpg(process.pid, signal.SIGKILL)


def _count(config: Path, query: str) -> int:
    return (asked(_database(config), query) or [(0,)])[0][0]


def _statuses(config: Path) -> set[str]:
    return {row[0] for row in asked(_database(config), "SELECT status FROM runs")}


def test_killed_while_crawling_and_again_while_reading_nothing_is_lost_or_doubled(
    room: Callable[..., Path],
) -> None:
    """Pages, facts and rankings are those of an undisturbed day."""
    quiet, rough = room("quiet"), room("rough")
    _once(quiet)
    _slow(rough)

    _killed(rough, "once", KEPT, 5)
    crawled = _count(rough, KEPT)
    assert run("crawl", "--config", rough, cwd=rough.parent).returncode == 0
    _killed(rough, "read", READ, 3)
    read = _count(rough, READ)
    _once(rough)

    everything = content(_database(quiet))
    assert 5 <= crawled < len(everything["pages"])
    assert 3 <= read < len(everything["pages"])
    assert content(_database(rough)) == everything
    assert everything["rankings"]
    assert _statuses(rough) == {"ok", "interrupted"}


def _children(process: "subprocess.Popen[str]") -> list[int]:
    listed = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text(encoding="ascii")
    return [int(child) for child in listed.split()]


def _gone(pid: int) -> bool:
    stat = Path(f"/proc/{pid}/stat")
    return not stat.exists() or ") Z " in stat.read_text(encoding="utf-8")


def test_ctrl_c_while_several_processes_begin_is_one_line(
    room: Callable[..., Path],
) -> None:
    """The processes hear nothing of it, and end with their parent."""
    rough = room("rough")
    assert run("crawl", "--config", rough, cwd=rough.parent).returncode == 0

    with started("read", "--jobs", "2", "--config", rough, cwd=rough.parent) as process:
        until(lambda: len(_children(process)) >= 2, "children")
        children = _children(process)
        os.killpg(process.pid, signal.SIGINT)
        _, said = process.communicate(timeout=60)

    assert process.returncode == 1
    assert said.startswith("Error: stopped before the end; what was done is kept")
    assert said.count("\n") == 1
    until(lambda: all(_gone(child) for child in children), "the processes to end")


def test_ctrl_c_twice_while_two_processes_read_nothing_is_lost_or_doubled(
    room: Callable[..., Path],
) -> None:
    """Each page is counted by one of the three runs, and its facts are those of a quiet day."""
    quiet, rough = room("quiet"), room("rough")
    for config in (quiet, rough):
        assert run("crawl", "--config", config, cwd=config.parent).returncode == 0
    assert run("read", "--config", quiet, cwd=quiet.parent).returncode == 0

    for least in (3, 10):
        with started("read", "--jobs", "2", "--config", rough, cwd=rough.parent) as process:
            until(lambda least=least: _count(rough, READ) >= least, f"{least} pages")
            os.killpg(process.pid, signal.SIGINT)
            process.communicate(timeout=60)
    assert run("read", "--jobs", "2", "--config", rough, cwd=rough.parent).returncode == 0

    pages = _count(rough, KEPT)
    counted = "SELECT sum(counts ->> 'read') FROM runs WHERE stage = 'read'"
    assert _count(rough, READ) == _count(rough, counted) == pages
    assert content(_database(rough)) == content(_database(quiet))


def test_a_killed_reader_leaves_no_process_behind(room: Callable[..., Path]) -> None:
    """They would hold the archive open, and memory, until somebody notices."""
    rough = room("rough")
    assert run("crawl", "--config", rough, cwd=rough.parent).returncode == 0

    with started("read", "--jobs", "2", "--config", rough, cwd=rough.parent) as process:
        until(lambda: _count(rough, READ) >= 1, "a page that was read")
        children = _children(process)
        process.kill()
        process.wait()

    assert len(children) >= 2
    until(lambda: all(_gone(child) for child in children), "the processes to end")


def test_killed_while_sending_no_message_is_lost(room: Callable[..., Path]) -> None:
    """A message whose fate was unknown may come twice, under the same key."""
    with WebhookSink() as sink:
        rough = room("rough", sink.channel)
        for stage in ("crawl", "read", "rank"):
            assert run(stage, "--config", rough, cwd=rough.parent).returncode == 0
        _killed(rough, "alert", SENT, 1)
        sent = _count(rough, SENT)
        _once(rough)

    keys = Counter(delivery.headers["x-idempotency-key"] for delivery in sink.deliveries)
    told = {row[0] for row in asked(_database(rough), "SELECT event_key FROM outbox")}
    assert 1 <= sent < len(told)
    assert set(keys) == told
    assert sum(keys.values()) - len(keys) <= 1
    assert _count(rough, SENT) == len(told)


def test_a_stop_while_crawling_keeps_what_was_crawled(room: Callable[..., Path]) -> None:
    """One SIGTERM: exit 1 with one line, and the next day has the rest."""
    quiet, rough = room("quiet"), room("rough")
    _once(quiet)

    with started("once", "--config", rough, cwd=rough.parent) as process:
        until(lambda: _count(rough, KEPT) >= 3, "three pages")
        process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=60)

    assert process.returncode == 1
    assert said.startswith("Error: stopped before the end; what was done is kept")
    assert len(said.splitlines()) == 1
    assert "running" not in _statuses(rough)
    _once(rough)
    assert content(_database(rough)) == content(_database(quiet))


def test_the_schedule_catches_up_at_its_start_and_ends_well_when_asked(
    room: Callable[..., Path],
) -> None:
    """Nothing ever ran, so it runs now; SIGTERM while it waits is no failure."""
    config = room("room")

    with started("schedule", "--config", config, cwd=config.parent) as process:
        until(lambda: "ok" in _cycles(config), "the first day")
        other = run("once", "--config", config, cwd=config.parent)
        process.send_signal(signal.SIGTERM)
        out, said = process.communicate(timeout=60)

    assert (process.returncode, said) == (0, "")
    assert out.splitlines()[0] == "schedule: every day at 06:00, 12:00, 18:00 (Asia/Ho_Chi_Minh)"
    assert out.splitlines()[-1] == "schedule: stopped"
    assert other.returncode == 1
    assert f"held by diembao schedule (process {process.pid})" in other.stderr
    assert len(other.stderr.splitlines()) == 1


def test_the_schedule_ends_well_in_the_middle_of_a_crawl(
    room: Callable[..., Path], stand: Stand
) -> None:
    """What was crawled is kept, and the next start catches up."""
    config = room("room")
    stand.set("slow")

    with started("schedule", "--config", config, cwd=config.parent) as process:
        until(lambda: _count(config, KEPT) >= 1, "one page")
        process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=60)

    assert (process.returncode, said) == (0, "")
    assert _count(config, KEPT) >= 1
    assert _cycles(config) == ["interrupted"]


def _cycles(config: Path) -> list[str]:
    return [
        row[0] for row in asked(_database(config), "SELECT status FROM runs WHERE stage = 'once'")
    ]
