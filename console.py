"""What people see of the work on a terminal, in a pipe, and when something went wrong."""

import logging
import os
import sys
import tempfile
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    SpinnerColumn,
    Task,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:  # a command that only shows an error need not load the stages
    from crawler.site import Sites
    from desk import Show, Work
    from status import Status

FAILED, MISUSED = 1, 2
_LOG_BYTES = 5_000_000

# By name: importing the modules that define them would slow every command down.
_KNOWN = {
    "TableError": MISUSED,
    "SiteError": MISUSED,
    "ChannelError": MISUSED,
    "ContactError": MISUSED,
    "FailedError": FAILED,
    "StoreError": FAILED,
    "LockedError": FAILED,
    "ReviewError": FAILED,
}


class FailedError(Exception):
    """The work failed; the message is one line that says what, where, what to do."""


class Lines:
    """Shows a line for every run that ended: for pipes and logs."""

    def step(self, title: str, done: int, total: int | None) -> None:
        """Show nothing: a line for every page is no news."""

    def end(self, work: "Work") -> None:
        """Show how the run ended."""
        self.say(sentence(work))

    def say(self, line: str) -> None:
        """Show a line; when nobody can read it any more, the work goes on all the same."""
        try:
            print(line, flush=True)  # noqa: T201
        except OSError:  # a broken pipe, a full disk, a terminal that is gone
            _mute()


class Bars:
    """Shows a bar for every run at work: for terminals."""

    def __init__(self, progress: Progress) -> None:
        self.progress = progress
        self.tasks: dict[str, TaskID] = {}

    def step(self, title: str, done: int, total: int | None) -> None:
        """Move the bar called ``title``."""
        if title not in self.tasks:
            self.tasks[title] = self.progress.add_task(title, total=total)
        self.progress.update(self.tasks[title], completed=done, total=total)

    def end(self, work: "Work") -> None:
        """Put a line in the place of the bar."""
        if (task := self.tasks.pop(work.title, None)) is not None:
            self.progress.remove_task(task)
        self.say(sentence(work))

    def say(self, line: str) -> None:
        """Show a line above the bars."""
        self.progress.console.print(Text(line))


class Pace(ProgressColumn):
    """How many units of work are done in a second; of slow work, in a minute."""

    def render(self, task: Task) -> Text:
        """Return the pace of ``task`` in whole numbers; nothing until it is known."""
        pace = task.finished_speed or task.speed
        if pace is None:
            return Text()
        return Text(f"{pace:.0f}/s" if pace >= 1 else f"{60 * pace:.0f}/min")


@contextmanager
def shown() -> "Iterator[Show]":
    """Show the work as long as the block lasts: bars on a terminal, else lines."""
    console = Console()
    if not console.is_terminal:
        yield Lines()
        return
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        Pace(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as progress:
        yield Bars(progress)


def sentence(work: "Work") -> str:
    """Return one line on a run: ``crawl Báo Lạng Sơn: ok: kept 14, http-404 2``."""
    counts = ", ".join(f"{name} {n}" for name, n in work.counts.items() if n)
    parts = [work.title, work.status, work.error, counts]
    return ": ".join(part for part in parts if part)


def failure(works: "Sequence[Work]") -> str:
    """Return one line on what went wrong in ``works``; empty when all went well."""
    bad = [work for work in works if work.status == "failed"]
    named = [work for work in bad if work.stage != "once"] or bad
    if named:
        return "; ".join(f"{work.title}: {work.error}" for work in named)
    if any(work.status == "interrupted" for work in works):
        return "stopped before the end; what was done is kept, run it again for the rest"
    return ""


def ended(error: BaseException) -> int:
    """Tell on standard error why the program ends; return its exit code."""
    if isinstance(error, BrokenPipeError):  # whoever read us had enough
        _mute()
        return FAILED
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        error.show()
        return MISUSED
    line, code = told(error)
    click.echo(f"Error: {line}", err=True)
    return code


def _mute() -> None:
    """Let what is still to be printed go nowhere; Python would try again until its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def told(error: BaseException) -> tuple[str, int]:
    """Return one line about ``error`` and the exit code it means."""
    if isinstance(error, click.ClickException):
        context = getattr(error, "ctx", None)
        hint = f" (see {context.command_path} --help)" if context else ""
        return " ".join(error.format_message().split()) + hint, MISUSED
    if isinstance(error, (click.exceptions.Abort, KeyboardInterrupt)):
        return "stopped", FAILED
    for kind in type(error).__mro__:
        if kind.__name__ in _KNOWN:
            return _line(error), _KNOWN[kind.__name__]
    return unexpected(error), FAILED


def unexpected(error: BaseException) -> str:
    """Return one line about an error nobody foresaw, and where its traceback is."""
    where = _kept_traceback(error)
    return f"{type(error).__name__}: {_line(error)} (nobody foresaw this; details: {where})"


def _line(error: BaseException) -> str:
    return "; ".join(str(error).splitlines())


def log_to(path: Path) -> None:
    """Write the log to ``path`` from now on; where that cannot be, do without."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(path, maxBytes=_LOG_BYTES, backupCount=3, encoding="utf-8")
    except OSError:
        return
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.getLogger().addHandler(handler)
    logging.getLogger("diembao").setLevel(logging.INFO)


def _kept_traceback(error: BaseException) -> Path:
    """Write the traceback of an error nobody foresaw into the log; return where that is."""
    logger = logging.getLogger("diembao")
    for handler in logging.getLogger().handlers:
        if isinstance(handler, RotatingFileHandler):
            logger.error("unexpected", exc_info=error)
            return Path(handler.baseFilename)
    with tempfile.NamedTemporaryFile(
        "w", prefix="diembao-", suffix=".log", delete=False, encoding="utf-8"
    ) as file:
        file.write("".join(traceback.format_exception(error)))
    return Path(file.name)


def print_status(status: "Status", zone: str) -> None:
    """Show how the work stands, in tables; moments are told in ``zone``."""
    console = Console()
    if not console.is_terminal:
        console = Console(width=200)
    console.print(_papers(status, ZoneInfo(zone)))
    console.print(_stages(status, ZoneInfo(zone)))
    counts = ", ".join(f"{name} {n}" for name, n in status.counts.items())
    console.print(counts or "the database is empty")
    for fault in status.wrong or ("nothing is wrong",):
        console.print(Text(fault))


def print_sites(sites: "Sites") -> None:
    """Show the newspapers that have a file, and what is wrong with the files that are."""
    table = Table()
    for name in ("site", "newspaper", "province", "family", "address", "not yet confirmed"):
        table.add_column(name, overflow="fold")
    for id_, site in sorted(sites.items()):
        guesses = ", ".join(site.unverified)
        table.add_row(
            id_, site.name, site.province, site.family or "own", site.base_url, guesses or "-"
        )
    console = Console()
    (console if console.is_terminal else Console(width=200)).print(table)
    for fault in sites.faults.values():
        console.print(Text(fault))


def _papers(status: "Status", zone: ZoneInfo) -> Table:
    table = Table(title="Newspapers", title_justify="left")
    for name in ("paper", "state", "since", "last crawl", "last read"):
        table.add_column(name, overflow="fold")
    for name in ("pages", "unread", "articles", "new in 24 h", "facts", "faults"):
        table.add_column(name, justify="right")
    for paper in status.papers:
        done = (paper.stages[name].last_success_at for name in ("crawl", "read"))
        moments = [_local(moment, zone) for moment in (paper.since, *done)]
        counts = (paper.pages, paper.unread, paper.articles, paper.new_articles, paper.facts)
        faults = str(len(paper.wrong))
        state = Text(paper.state or "not known", style="" if paper.state == "ok" else "bold")
        cells = [*moments, *map(str, counts)]
        table.add_row(Text(f"{paper.name} ({paper.id})"), state, *cells, faults)
    return table


def _stages(status: "Status", zone: ZoneInfo) -> Table:
    table = Table(title="Stages", title_justify="left")
    for name in ("stage", "last success", "last run", "it was", "counts"):
        table.add_column(name, overflow="fold")
    for name, stage in status.stages.items():
        counts = ", ".join(f"{key} {n}" for key, n in stage.counts.items() if n)
        moments = _local(stage.last_success_at, zone), _local(stage.last_run_at, zone)
        table.add_row(name, *moments, stage.status, counts)
    return table


def _local(moment: str | None, zone: ZoneInfo) -> str:
    if moment is None:
        return "never"
    return datetime.fromisoformat(moment).astimezone(zone).strftime("%Y-%m-%d %H:%M")
