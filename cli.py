"""`diembao`: thin commands over the stages.

Exit codes: 0 = done, 1 = the work failed, 2 = wrong usage or configuration.
Imports wait inside the commands, so that ``--help`` and small commands start at once.
"""

import json
import logging
import os
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from cli_reading import explain, extract
from cli_sites import sites
from options import configured

if TYPE_CHECKING:
    from crawler.crawl import Backfill
    from desk import Desk, Work


@click.group()
@click.version_option(package_name="diembao")
def app() -> None:
    """Điểm báo reads the rankings that Vietnamese provincial newspapers report."""


app.add_command(sites)
app.add_command(extract)
app.add_command(explain)


def _stage(name: str, help_: str) -> None:
    """Add the command that runs the stage called ``name``."""

    @app.command(name, help=help_)
    @configured
    def command(config_path: Path | None) -> None:
        import stages

        _run(name, config_path, stages.STAGES[name])


_stage("rank", "Settle what the facts agree on.")
_stage("alert", "Tell the channels about new rankings.")

DAY = click.DateTime(["%Y-%m-%d"])


@app.command()
@click.option("--since", type=DAY, metavar="DAY", help="Fetch the archive from this day, too.")
@click.option("--until", type=DAY, metavar="DAY", help="The archive's last day; else yesterday.")
@click.option("--max", "most", type=click.IntRange(1), help="Articles of each archive; else 1000.")
@configured
def crawl(
    since: datetime | None, until: datetime | None, most: int | None, config_path: Path | None
) -> None:
    """Fetch what the chosen newspapers have published.

    With --since also what they published on earlier days.  Such an archive is no news: nobody is
    alerted to what only it says.  The same command goes on where the last one ended.
    """
    import stages

    wanted = _backfill(since, until, most)
    _run("crawl", config_path, lambda desk: stages.crawl(desk, wanted))


def _backfill(
    since: datetime | None, until: datetime | None, most: int | None
) -> "Backfill | None":
    from crawler.crawl import Backfill
    from crawler.ways.way import today

    if since is None:
        if until or most:
            raise click.UsageError("--until and --max say what of an archive; give --since, too")
        return None
    last = until.date() if until else today(datetime.now(UTC)) - timedelta(days=1)
    if since.date() > last:
        raise click.UsageError(f"--since {since.date()}: is after {last}, the last day")
    return Backfill(since=since.date(), until=last, most=most or 1000)


@app.command()
@click.option("--again", is_flag=True, help="Read every page in the archive, not just new ones.")
@click.option(
    "--since",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DAY",
    help="With --again: only pages fetched on this day or later, such as 2026-11-22.",
)
@click.option("--list", "listed", is_flag=True, help="With --again: show each fact that differs.")
@click.option(
    "--jobs", type=click.IntRange(1, 64), default=1, show_default=True, help="Processes that read."
)
@configured
def read(
    again: bool, since: datetime | None, listed: bool, jobs: int, config_path: Path | None
) -> None:
    """Read the pages nobody has read yet into facts.

    With --again, pages that were read before are read by the reader of today.  It counts, and
    with --list shows, the facts that are added, changed and withdrawn by it.
    """
    import stages

    if (since or listed) and not again:
        raise click.UsageError("--since and --list belong to --again")

    def work(desk: "Desk") -> "tuple[Work, ...]":
        start = since and since.replace(tzinfo=ZoneInfo(desk.config.schedule.timezone))
        return stages.read(desk, again=again, since=start, listed=listed, jobs=jobs)

    _run("read", config_path, work)


@app.group()
def archive() -> None:
    """Look after the archive of pages."""


@archive.command()
@configured
def verify(config_path: Path | None) -> None:
    """Look at every page in the archive; print a line for each fault, and fail if there is one.

    Every record of every segment must be readable and have the digests it claims, and every page
    must be, byte for byte, what was fetched.
    """
    import stages

    _run("archive verify", config_path, stages.verify)


@app.command()
@configured
def once(config_path: Path | None) -> None:
    """Crawl, read, rank and alert once."""
    import stages

    _run("once", config_path, stages.once)


def _run(name: str, config_path: Path | None, work: "Callable[[Desk], tuple[Work, ...]]") -> None:
    """Do ``work`` as the only process at work on the database; fail if any of it failed."""
    import console

    with _desk(f"diembao {name}", config_path) as desk:
        works = work(desk)
    if failure := console.failure(works):
        raise console.FailedError(failure)


@app.command()
@configured
def schedule(config_path: Path | None) -> None:
    """Keep doing the day's work at the times of [schedule], until SIGTERM or Ctrl-C."""
    import scheduler
    import stages

    with _desk("diembao schedule", config_path) as desk:
        stages.chosen(desk.config)
        times = ", ".join(desk.config.schedule.times)
        desk.show.say(f"schedule: every day at {times} ({desk.config.schedule.timezone})")
        scheduler.keep(desk)
        desk.show.say("schedule: stopped")


@contextmanager
def _desk(name: str, config_path: Path | None) -> "Iterator[Desk]":
    """Make ready for work: configuration, log, lock, signals, and somebody who shows it."""
    import config
    import console
    import scheduler
    from desk import Desk, abandon

    settings = config.load(config_path)
    database = settings.database.path
    with scheduler.held(database, name):
        console.log_to(database.with_suffix(".log"))
        with console.shown() as show:
            desk = Desk(config=settings, show=show)
            abandon(desk)
            with scheduler.stopping(desk.stop):
                yield desk


@app.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@configured
def status(as_json: bool, config_path: Path | None) -> None:
    """Tell how each newspaper and stage stands, and what is wrong."""
    from dataclasses import asdict

    import config
    import console
    import status as state

    settings = config.load(config_path)
    chosen = settings.crawl.sites or config.own_sites(settings)
    faults = config.newspapers(settings).faults
    found = state.status(settings.database.path, chosen, datetime.now(UTC), faults)
    if as_json:
        click.echo(json.dumps(asdict(found), ensure_ascii=False, indent=2))
    else:
        console.print_status(found, settings.schedule.timezone)


@app.command()
@click.option("--host", help="Where to listen; else [review] host.")
@click.option("--port", type=click.IntRange(0, 65535), help="Where to listen; else [review] port.")
@configured
def review(host: str | None, port: int | None, config_path: Path | None) -> None:
    """Open the review desk: Datasette with the facts and their evidence."""
    import config
    import console
    from db import review as judging
    from db import store

    settings = config.load(config_path)
    path, table = settings.database.path, settings.review
    host, port = host or table.host, table.port if port is None else port
    command = judging.command(path, host=host, port=port, reviewers=table.reviewers)
    store.opened(path).close()  # brings an older database to the newest shape
    try:
        socket.create_server((host, port)).close()
    except OSError as error:
        reason = str(error.strerror).partition(" (")[0]
        raise console.FailedError(
            f"{host}:{port}: nobody can listen there: {reason}; give another --port"
        ) from None
    environment = os.environ | judging.environment(path)
    os.execve(command[0], command, environment)  # noqa: S606 (our own words)


def _mend_streams() -> None:
    """Speak UTF-8 in any locale, show what is no text by its numbers, replace a closed stream."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        stream: Any = getattr(sys, name) or open(os.devnull, mode)  # noqa: SIM115, PTH123
        stream.reconfigure(encoding="utf-8", errors="backslashreplace" if mode == "w" else None)
        setattr(sys, name, stream)


def main() -> None:
    """Run the command line: every error is one line on standard error, never a traceback."""
    _mend_streams()
    # Some libraries would otherwise begin to log to standard error as soon as they are imported.
    logging.getLogger().addHandler(logging.NullHandler())
    try:
        code = app.main(prog_name="diembao", standalone_mode=False)
        sys.stdout.flush()
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 (people get one line)
        from console import ended

        code = ended(error)
    sys.exit(code)


if __name__ == "__main__":
    main()
