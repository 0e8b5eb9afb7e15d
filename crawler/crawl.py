"""Crawl one newspaper in a process of its own, and tell how it went."""

import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import IO, Any

from crawler.site import Site

HOME = Path(__file__).resolve().parents[1]
"""The folder that holds the packages: the child has to find them from anywhere."""

PATIENCE = 60.0
"""Seconds between the request to stop and the end of patience."""

GIVEN_UP = 3
"""With so many articles asked for and none had, a newspaper refuses us; with fewer it may be the
articles."""

_GLANCE = 0.2
_NO_FAILURE = {
    *("found", "known", "kept", "moved", "left", "revisited", "unchanged", "capped"),
    *("lists", "not-modified", "resting", "lists-done", "feeds-end"),
}

Counts = dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Backfill:
    """What is wanted of a newspaper's archive."""

    since: date
    until: date
    most: int = 1000
    """Articles that are fetched, at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How a crawl went."""

    counts: Counts
    """``found`` = ``known`` + ``kept`` + one count per kind of failure + ``left``.  Of lists:
    ``lists``, ``not-modified``, ``resting``, ``list-<failure>``, in an archive ``lists-done``.  Of
    other looks at young articles: ``revisited``, and among these ``unchanged`` and
    ``revisit-<failure>``.  ``feeds-end`` is the youngest day in any feed (20261122), ``capped`` 1
    when an archive had more than was asked for."""

    ok: bool
    error: str = ""
    """One line; empty when ``ok``."""

    interrupted: bool = False
    """Whether it was stopped before its end, on request."""

    trouble: tuple[str, ...] = field(default=())
    """Lists that could not be had, also when the crawl as a whole is ``ok``."""


def crawl(  # noqa: PLR0913 - one argument a place
    site: Site,
    *,
    database: Path,
    archive: Path,
    contact: str = "",
    sites_folder: Path | None = None,
    archive_of: Backfill | None = None,
    on_progress: Callable[[Counts], object] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Outcome:
    """Crawl ``site`` into ``database`` and ``archive``; return when it is over.

    With ``archive_of`` it fetches what was published then, instead of what is new.
    ``on_progress`` is given the counts now and then.  When ``should_stop`` says so, the crawl is
    asked once to end, and what it has fetched stays.  When this process dies, so does the crawl.
    The crawl's log is ``logs/<site>.log`` beside the archive.
    """
    log = archive.absolute().parent / "logs" / f"{site.id}.log"
    settings = {
        "DIEMBAO_DATABASE": database.absolute(),
        "DIEMBAO_ARCHIVE": archive.absolute(),
        "DIEMBAO_CONTACT": contact,
        "DIEMBAO_SITES_FOLDER": sites_folder.absolute() if sites_folder else "",
        "DIEMBAO_LEASH": "1",
    }
    command = _command(site, archive_of, settings)
    end: Mapping[str, Any] | None = None
    stopped = False
    with _child(command, log) as child:
        for line in _lines(child, stop := _Stop(child, should_stop)):
            if "end" in line:
                end = line
            if on_progress:
                on_progress({"left": 0} | line.get("counts", line))
        stopped = stop.asked
    return judged(end, stopped=stopped, log=log, backfill=archive_of is not None)


def _command(site: Site, archive_of: Backfill | None, settings: Mapping[str, object]) -> list[str]:
    options = [word for name, value in settings.items() for word in ("-s", f"{name}={value}")]
    arguments = {"site": site.id}
    if archive_of:
        arguments |= {name: str(value) for name, value in asdict(archive_of).items()}
    told = [word for name, value in arguments.items() for word in ("-a", f"{name}={value}")]
    spider = "archive" if archive_of else "news"
    return [sys.executable, "-m", "scrapy", "crawl", spider, *told, *options]


@contextmanager
def _child(command: list[str], log: Path) -> Iterator[subprocess.Popen[str]]:
    """Start the crawl in a session of its own; it does not outlive the block."""
    log.parent.mkdir(parents=True, exist_ok=True)
    environment = os.environ | {"SCRAPY_SETTINGS_MODULE": "crawler.settings"}
    with (
        log.open("wb") as stderr,
        subprocess.Popen(  # noqa: S603 - our own program
            command,
            cwd=HOME,
            env=environment,
            stdin=subprocess.PIPE,  # never written: the child watches for its end
            stdout=subprocess.PIPE,
            stderr=stderr,
            text=True,
            encoding="utf-8",
            start_new_session=True,
        ) as child,
    ):
        try:
            yield child
        finally:
            if child.poll() is None:
                child.terminate()
                _wait(child)


def _wait(child: subprocess.Popen[str]) -> None:
    try:
        child.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        child.kill()


class _Stop:
    """Ask a child to end: once kindly, and after `PATIENCE` in earnest."""

    def __init__(self, child: subprocess.Popen[str], wanted: Callable[[], bool] | None) -> None:
        self._child = child
        self._wanted = wanted
        self._since: float | None = None

    @property
    def asked(self) -> bool:
        return self._since is not None

    def look(self) -> None:
        # A second SIGTERM would mean "at once" to Scrapy, so there is exactly one.
        if self._since is None:
            if self._wanted and self._wanted():
                self._since = time.monotonic()
                self._child.send_signal(signal.SIGTERM)
        elif time.monotonic() - self._since > PATIENCE:
            self._child.kill()


def _lines(child: subprocess.Popen[str], stop: _Stop) -> Iterator[dict[str, Any]]:
    """Return what the child says, line by line, while looking for the wish to stop."""
    said: queue.Queue[str | None] = queue.Queue()
    reader = threading.Thread(target=_listen, args=(child.stdout, said), daemon=True)
    reader.start()
    while True:
        stop.look()
        try:
            line = said.get(timeout=_GLANCE)
        except queue.Empty:
            continue
        if line is None:
            reader.join()
            return
        if line.startswith("{"):
            yield json.loads(line)


def _listen(stream: IO[str] | None, said: "queue.Queue[str | None]") -> None:
    for line in stream or ():
        said.put(line)
    said.put(None)


def judged(
    end: Mapping[str, Any] | None, *, stopped: bool, log: Path, backfill: bool = False
) -> Outcome:
    """Return the outcome of a crawl that said ``end`` last; None if it ended without a word.

    It is no fault of a ``backfill`` when there is nothing of those days.

    Scrapy's exit code is 0 even when every request was refused, so it is not looked at.
    """
    if end is None:
        return Outcome(counts={}, ok=False, error=_last_words(log), interrupted=stopped)
    counts: Counts = dict(end["counts"])
    interrupted = end["end"] == "shutdown"
    wrong_with = wrong_with_archive if backfill else wrong
    error = end["error"] or ("stopped before its end" if interrupted else wrong_with(counts))
    if not error and end["end"] != "finished":
        error = f"ended too early ({end['end']}); see {log}"
    return Outcome(
        counts=counts,
        ok=not error,
        error=error,
        interrupted=interrupted,
        trouble=tuple(end["trouble"]),
    )


def _last_words(log: Path) -> str:
    lines = log.read_text("utf-8", "replace").splitlines() if log.exists() else []
    last = next((line.strip() for line in reversed(lines) if line.strip()), "it left no log")
    return f"the crawl ended without a word: {last} (see {log})"


def wrong(counts: Mapping[str, int]) -> str:
    """Return what the counts of a whole crawl say against it; empty when nothing."""
    lists = {k.removeprefix("list-"): v for k, v in counts.items() if k.startswith("list-")}
    if not (counts.get("lists") or counts.get("not-modified")):
        resting = counts.get("resting") and not lists
        return "" if resting else _refusal("no list", lists)
    if not counts.get("found"):
        return "its lists name no article: the layout or the addresses may have changed"
    return _wrong_with_articles(counts)


def wrong_with_archive(counts: Mapping[str, int]) -> str:
    """Return the same for a crawl of an archive, in which there may be nothing."""
    lists = {k.removeprefix("list-"): v for k, v in counts.items() if k.startswith("list-")}
    if lists and not any(counts.get(name) for name in ("lists", "not-modified", "lists-done")):
        return _refusal("no list", lists)
    return _wrong_with_articles(counts)


def _wrong_with_articles(counts: Mapping[str, int]) -> str:
    articles = {
        k: v
        for k, v in counts.items()
        if k not in _NO_FAILURE and not k.startswith(("list-", "revisit-"))
    }
    failed = sum(articles.values())
    tried = GIVEN_UP if counts.get("known") else 1
    if failed >= tried and not counts.get("kept"):
        return _refusal("no article", articles)
    if left := counts.get("left"):
        return f"{left} articles were left behind"
    return ""


def _refusal(nothing: str, failures: Mapping[str, int]) -> str:
    if not failures:
        return f"{nothing} was asked for"
    if set(failures) == {"robots"}:
        return "blocked by robots.txt"
    if set(failures) <= {"unreachable", "timeout"}:
        return "unreachable"
    told = ", ".join(f"{word} {n}x" for word, n in sorted(failures.items(), key=lambda x: -x[1]))
    return f"{nothing} could be had: {told}"
