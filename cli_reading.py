"""`diembao extract` and `diembao explain`: reading without a database."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from options import configured

if TYPE_CHECKING:
    from extract.files import Known


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--url", default="", help="Address of the article, where the file tells none.")
@click.option("--published", default="", help="Its day, such as 2024-04-17, where none is told.")
@click.option("--site", help="Id of the newspaper: its layouts and its province.")
@configured
def extract(
    files: tuple[str, ...], url: str, published: str, site: str | None, config_path: Path | None
) -> None:
    """Read articles and print one JSON object per fact.

    FILE is .jsonl (one article a line: id, url, title, published, text), .html (a page),
    .txt (a text), or - for JSON Lines on standard input.
    """
    from console import FailedError
    from extract import files as sources

    for name in files:
        if not sources.is_readable(name):
            raise click.UsageError(f"{name}: is of no known kind; give .jsonl, .html, .txt or -")
    known = _known(url, published, site, config_path)
    faults = 0
    for article in sources.articles(files, known):
        if isinstance(article, Exception):
            fault: str | None = str(article)
        else:
            fault = _print_facts(article)
        if fault:
            faults += 1
            click.echo(f"Error: {fault}", err=True)
    if faults:
        articles = "1 article" if faults == 1 else f"{faults} articles"
        raise FailedError(f"{articles} could not be read; the others were")


def _print_facts(article: Any) -> str | None:
    """Print the facts of one article; return what went wrong, if something did."""
    from console import unexpected
    from extract import reader
    from extract.model import as_json

    try:
        facts = reader.read(article).facts
    except Exception as error:  # noqa: BLE001 (one article must not stop the others)
        place = article.id or article.url
        return f"{place}: cannot be read: {unexpected(error)}"
    for fact in facts:
        click.echo(json.dumps(as_json(fact), ensure_ascii=False, separators=(",", ":")))
    return None


def _known(url: str, published: str, site_id: str | None, config_path: Path | None) -> "Known":
    import config
    from crawler.site import SiteError
    from extract.files import Known

    _check_day(published)
    today = date.today()  # noqa: DTZ011 (only keeps a page from having been printed in the future)
    known = Known(url=url, published=published, today=today)
    settings = config.load(config_path)
    if not (site_id or url):
        return known
    sites = config.newspapers(settings)
    if site_id is None:
        site = next((site for site in sites.values() if site.owns(url)), None)
    else:
        try:
            site = sites[site_id]
        except SiteError as error:
            raise click.UsageError(f"--site: {error}") from None
    if site is None:
        return known
    return Known(
        url=url,
        published=published,
        province=site.province,
        paper=site.name,
        layouts=site.layouts,
        today=today,
    )


def _check_day(published: str) -> None:
    whole = f"{published}{'-01-01'[len(published) - 4 :] if len(published) in {4, 7} else ''}"
    try:
        if published:
            datetime.fromisoformat(whole)
    except ValueError:
        raise click.UsageError(
            f"--published {published}: is no day; write 2024, 2024-04 or 2024-04-17"
        ) from None


@click.command()
@click.argument("sentence", default="")
@click.option("--published", default="", help="The day it was printed, such as 2024-04-17.")
@click.option(
    "--file",
    "name",
    metavar="FILE",
    help="Show a whole article instead (.html, .txt, .jsonl), its words marked.",
)
def explain(sentence: str, published: str, name: str | None) -> None:
    """Show each step of reading SENTENCE, or the marked words of a whole article."""
    from extract import explain as explanation
    from extract.model import Article

    if bool(sentence) == bool(name):
        raise click.UsageError("say either a SENTENCE or --file FILE")
    if name:
        _explain_file(name, published)
        return
    _check_day(published)
    for line in explanation.lines(Article(id="-", text=sentence, published=published)):
        click.echo(line)


def _explain_file(name: str, published: str) -> None:
    from rich.console import Console

    from console import FailedError
    from extract.files import FileError, articles, is_readable
    from marked import show

    if not is_readable(name):
        raise click.UsageError(f"--file {name}: is no .html, .txt or .jsonl")
    console = Console(highlight=False)
    for article in articles([name], _known("", published, None, None)):
        if isinstance(article, FileError):
            raise FailedError(str(article))
        show(article, console)
