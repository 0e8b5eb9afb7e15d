"""`diembao sites`: the newspapers that have a file, and what the real ones answer."""

import re
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from options import configured

if TYPE_CHECKING:
    from config import Config
    from crawler.findings import Findings
    from crawler.probe import Answer
    from crawler.site import Site

WRITE = click.option(
    "--write",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    help="Save the proposed files there; one's own files have their place in [crawl] sites_folder.",
)


@click.group(invoke_without_command=True)
@configured
@click.pass_context
def sites(context: click.Context, config_path: Path | None) -> None:
    """List the newspapers that have a file, and what in it is only a guess; or ask them.

    Without a command of its own, it lists them.
    """
    if context.invoked_subcommand is None:
        import config
        import console

        console.print_sites(config.newspapers(config.load(config_path)))


@sites.command()
@click.argument("ids", nargs=-1, metavar="[SITE]...")
@WRITE
@configured
def check(ids: tuple[str, ...], folder: Path | None, config_path: Path | None) -> None:
    """Ask newspapers whether and how they can be crawled, and tell what they answered.

    SITE is the id of a newspaper, else those of [crawl] sites.  It asks as slowly as a crawl:
    with real newspapers this takes minutes.  What is found is told, and with --write a file is
    proposed.  Fails when a newspaper would not yield articles, and says why.
    """
    import config

    settings = config.load(config_path)
    known = config.newspapers(settings)
    chosen = ids or settings.crawl.sites or config.own_sites(settings)
    if not chosen:
        raise click.UsageError("no newspaper is named; give one, such as baolangson")
    papers = [known[id_] for id_ in chosen]
    _ask(papers, settings, folder, is_new=False)


@sites.command()
@click.argument("url")
@click.option("--id", "id_", default="", help="What it is called; else the name of its host.")
@WRITE
@configured
def add(url: str, id_: str, folder: Path | None, config_path: Path | None) -> None:
    """Make a file for the newspaper at URL from nothing, by asking it.

    The file is printed, or saved with --write.  Fails when the newspaper would not yield
    articles, and says why.
    """
    import config
    from crawler.site import SiteError

    settings = config.load(config_path)
    try:
        paper = _unknown(url, id_)
    except SiteError as error:
        raise click.UsageError(str(error)) from None
    for other in config.newspapers(settings).values():
        if other.owns(paper.base_url):
            raise click.UsageError(f"{url} is known; ask `diembao sites check {other.id}`")
    _ask([paper], settings, folder, is_new=True)


def _unknown(url: str, id_: str) -> "Site":
    """Return a newspaper of which only the address is known."""
    from urllib.parse import urlsplit

    from crawler.site import Site, SiteError
    from extract.table import TableError

    parts = urlsplit(url if "//" in url else f"https://{url}")
    host = parts.netloc.removeprefix("www.")
    name = id_ or re.sub(r"[^a-z0-9]+", "-", re.sub(r"(?:\.\w{2,3}){1,2}$", "", host.lower()))
    about = {
        "id": name.strip("-") or host,
        "name": host,
        "base_url": f"{parts.scheme}://{parts.netloc}",
        "discover": {"listings": ["/"]},
        "articles": {"pattern": "$^"},
    }
    try:
        return Site.parsed(about, url)
    except TableError as error:
        raise SiteError("; ".join(str(error).splitlines())) from None


def _ask(
    papers: Iterable["Site"], settings: "Config", folder: Path | None, *, is_new: bool
) -> None:
    """Ask ``papers`` side by side, tell what they answered, and propose files for them."""
    from console import FailedError
    from crawler import findings, probe
    from crawler.survey import survey

    now = datetime.now(UTC)
    found: dict[str, Findings] = {}

    async def task(paper: "Site", asker: "probe.Asker") -> None:
        found[paper.id] = await survey(asker, paper, now, is_new=is_new)

    tasks = {paper.id: (paper, partial(task, paper)) for paper in papers}
    probe.run(tasks, contact=settings.crawl.contact, tell=_tell)
    for one in found.values():
        for line in findings.lines(one):
            click.echo(line)
        _propose(one, settings, folder, is_new=is_new)
    bad = {id_: found[id_].wrong() if id_ in found else "the asking was cut short" for id_ in tasks}
    if said := "; ".join(f"{id_}: {why}" for id_, why in bad.items() if why):
        raise FailedError(said)


def _tell(answer: "Answer") -> None:
    """Show on a terminal that something is going on: questions are seconds apart."""
    if sys.stderr.isatty():
        click.echo(f"  {answer.url}: {answer.outcome}", err=True)


def _propose(found: "Findings", settings: "Config", folder: Path | None, *, is_new: bool) -> None:
    from crawler import site
    from crawler.propose import proposed

    if found.wrong() or not (folder or is_new):
        return
    own = settings.crawl.sites_folder
    path = None if is_new else site.path(found.site.id, [own] if own else [])
    text = proposed(found, path.read_text("utf-8") if path else "")
    if folder is None:
        click.echo(f"\n{text}", nl=False)
        return
    folder.mkdir(parents=True, exist_ok=True)
    place = folder / f"{found.site.id}.toml"
    place.write_text(text, "utf-8")
    click.echo(f"  proposed    {place}")
