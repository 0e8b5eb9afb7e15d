"""A crawl that is stopped, killed or orphaned loses nothing and does nothing twice."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator, WarcRecordType

from crawler.crawl import HOME, Outcome
from crawler.turn import BusyError, Turn
from db import store
from tests.helpers_crawler import Answer, Desk, Paper, article, listing, paper

COUNT = 30
PATHS = [f"/tin-{n}.html" for n in range(10001, 10001 + COUNT)]

CRAWL = """
import sys
from pathlib import Path
from tests.helpers_crawler import Desk
Desk(folder=Path(sys.argv[1])).crawl()
"""


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Return a desk of one's own."""
    return Desk(folder=tmp_path)


@pytest.fixture
def gate() -> Iterator[threading.Event]:
    """Return a gate that ends up open."""
    gate = threading.Event()
    yield gate
    gate.set()


@pytest.fixture
def press(gate: threading.Event, desk: Desk) -> Iterator[Paper]:
    """Open a newspaper that gives ten articles, and the others when the gate is open."""
    given = Counter[str]()

    def slow(path: str) -> Callable[[], Answer]:
        def answer() -> Answer:
            given[path] += 1
            if len(given) > 10:
                gate.wait(60)
            return article(path)

        return answer

    with paper() as opened:
        opened.pages = {path: slow(path) for path in PATHS}
        opened.pages["/xa-hoi"] = listing(*PATHS[:20])
        opened.pages["/xa-hoi?trang=2"] = listing(*PATHS[20:])
        desk.write(opened, page="?trang={n}", pages=2)
        yield opened
        gate.set()


def until(what: Callable[[], object]) -> None:
    """Wait for something that happens in another process."""
    for _ in range(600):
        if what():
            return
        time.sleep(0.1)
    pytest.fail("it did not happen")


def kept(desk: Desk) -> int:
    """Return how many pages the database has."""
    if not desk.database.exists():
        return 0
    with closing(store.opened(desk.database)) as db:
        return int(db.execute("SELECT count(*) FROM pages WHERE outcome = 'kept'").fetchone()[0])


def archived(desk: Desk) -> Counter[str]:
    """Read the whole archive with an independent reader; return how often each page is in it."""
    found = Counter[str]()
    for path in desk.archive.rglob("*.warc.gz"):
        with path.open("rb") as stream:
            for record in ArchiveIterator(stream, record_types=WarcRecordType.response):
                path_ = "/" + record.headers["WARC-Target-URI"].rpartition("/")[2]
                assert record.reader.read() == article(path_).body
                found[path_] += 1
        assert _members(path) == b""
    return found


def _members(path: Path) -> bytes:
    """Unpack a segment with gzip, which complains of a broken end; return nothing."""
    subprocess.run(["gzip", "-t", "-S", ".gz", path], check=True)  # noqa: S607
    return b""


def start(desk: Desk) -> subprocess.Popen[bytes]:
    """Start a crawl in another process, as the scheduler would, in a group of its own."""
    return subprocess.Popen(
        [sys.executable, "-c", CRAWL, desk.folder], cwd=HOME, start_new_session=True
    )


def crawler_of(desk: Desk) -> int:
    """Return the process that crawls now."""
    return int(json.loads((desk.archive / "bao-thu" / ".turn").read_text())["process"])


def gone(process: int) -> bool:
    """Tell whether a process has ended; one that nobody has waited for yet has ended, too."""
    try:
        return Path(f"/proc/{process}/stat").read_text().split(")")[1].split()[0] == "Z"
    except FileNotFoundError:
        return True


def assert_whole(desk: Desk, outcome: Outcome) -> None:
    """Every article is there once, in the database and in the archive."""
    assert outcome.ok, outcome
    assert kept(desk) == COUNT
    assert archived(desk) == Counter(PATHS)


def test_a_crawl_that_is_asked_to_stop_keeps_what_it_has(
    desk: Desk, press: Paper, gate: threading.Event
) -> None:
    """It says that it was stopped, and the next crawl fetches only the rest."""
    stop = threading.Event()

    def watch(counts: dict[str, int]) -> None:
        if counts["kept"] == 10:
            stop.set()
            gate.set()

    outcome = desk.crawl(should_stop=stop.is_set, on_progress=watch)

    assert not outcome.ok
    assert outcome.interrupted
    assert outcome.error == "stopped before its end"
    counts = outcome.counts
    assert counts["kept"] == kept(desk) == archived(desk).total() >= 10
    assert counts["found"] == counts["kept"] + counts.get("left", 0)

    second = desk.crawl()

    assert_whole(desk, second)
    assert second.counts["kept"] == COUNT - counts["kept"]


def test_a_crawl_that_does_not_stop_is_ended(
    desk: Desk, press: Paper, gate: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An answer that never comes does not keep the program waiting; what is kept stays whole."""
    monkeypatch.setattr("crawler.crawl.PATIENCE", 0.5)
    stop = threading.Event()

    outcome = desk.crawl(
        should_stop=stop.is_set, on_progress=lambda counts: counts["kept"] == 10 and stop.set()
    )

    assert outcome.interrupted
    assert kept(desk) == 10
    gate.set()
    assert_whole(desk, desk.crawl())


@pytest.mark.parametrize("whom", ["the crawl", "the one that started it", "both, as a group"])
def test_a_killed_crawl_is_taken_up_again(
    desk: Desk, press: Paper, gate: threading.Event, whom: str
) -> None:
    """Whoever is killed: nothing is left running, and the next crawl completes the work."""
    starter = start(desk)
    until(lambda: kept(desk) >= 10)
    crawler = crawler_of(desk)
    if whom == "the crawl":
        os.kill(crawler, signal.SIGKILL)
    elif whom == "the one that started it":
        starter.kill()
    else:
        os.killpg(starter.pid, signal.SIGKILL)
    starter.wait(30)
    until(lambda: gone(crawler))
    gate.set()

    outcome = desk.crawl()

    assert_whole(desk, outcome)
    assert outcome.counts["kept"] == COUNT - 10


def test_what_a_kill_left_in_the_archive_is_mended(
    desk: Desk, press: Paper, gate: threading.Event
) -> None:
    """A page that is in the archive and not in the database, then half of another one."""
    starter = start(desk)
    until(lambda: kept(desk) >= 10)
    os.kill(crawler_of(desk), signal.SIGKILL)
    starter.wait(30)
    segment = next(desk.archive.rglob("*.warc.gz"))
    with closing(store.opened(desk.database)) as db:
        last = "SELECT id, url_key, warc_offset FROM pages ORDER BY warc_offset DESC"
        page, _, offset = db.execute(last).fetchone()
        with store.writing(db):
            db.conn.execute("DELETE FROM pages WHERE id = ?", (page,))
    whole = segment.read_bytes()
    segment.write_bytes(whole + whole[offset : offset + 100])
    gate.set()

    outcome = desk.crawl()

    assert_whole(desk, outcome)


def test_later_pages_of_a_list_are_not_forgotten_after_a_kill(
    desk: Desk, press: Paper, gate: threading.Event
) -> None:
    """All of page one is known by then; articles of page two are not."""
    gate.set()
    second_page = press.pages.pop("/xa-hoi?trang=2")
    desk.crawl()
    press.pages["/xa-hoi?trang=2"] = second_page
    note = desk.archive / "bao-thu" / ".turn"
    note.write_text('{"process": 1}')

    outcome = desk.crawl()

    assert_whole(desk, outcome)


def test_two_crawls_of_one_newspaper_take_turns(desk: Desk, press: Paper) -> None:
    """The second says who is at it, and asks for nothing."""
    with Turn(desk.archive, "bao-thu") as turn:
        turn.begin()
        with pytest.raises(BusyError, match=rf"being crawled by process {os.getpid()}"):
            Turn(desk.archive, "bao-thu", patience=0)
        outcome = desk.crawl()

    assert f"bao-thu is being crawled by process {os.getpid()}" in outcome.error
    assert press.asked == []


def test_a_note_outlives_its_crawl_until_one_is_done(tmp_path: Path) -> None:
    """Whatever stands in the file, it is no reason to stop."""
    with Turn(tmp_path, "bao-thu") as turn:
        assert turn.unfinished == {}
        turn.begin(segment="bao-thu/1.warc.gz")
    with Turn(tmp_path, "bao-thu") as turn:
        assert turn.unfinished["segment"] == "bao-thu/1.warc.gz"
        turn.done()
    with Turn(tmp_path, "bao-thu") as turn:
        assert turn.unfinished == {}
    (tmp_path / "bao-thu" / ".turn").write_text("[1")
    with Turn(tmp_path, "bao-thu") as turn:
        assert turn.unfinished == {}


def test_a_crawl_that_dies_without_a_word_has_failed(desk: Desk, press: Paper) -> None:
    """Its last words are in the log, whatever its exit code."""
    desk.write(press)
    killed = threading.Event()

    def kill() -> bool:
        turn = desk.archive / "bao-thu" / ".turn"
        if turn.exists() and turn.read_bytes() and not killed.is_set():
            killed.set()
            os.kill(crawler_of(desk), signal.SIGKILL)
        return False

    outcome = desk.crawl(should_stop=kill)

    assert not outcome.ok
    assert outcome.error.startswith("the crawl ended without a word: ")
    assert "bao-thu.log" in outcome.error
