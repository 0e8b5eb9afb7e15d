"""What a person may say in ``diembao.toml``; every key has a default."""

import difflib
import re
import zoneinfo
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Self

from pydantic import AfterValidator, BeforeValidator, Field, field_validator

from extract.table import Table, TableError, toml

if TYPE_CHECKING:
    from crawler.site import Sites

NAME = "diembao.toml"


def _place(path: Path) -> Path:
    """Return ``path`` with the home folder that ``~`` stands for."""
    if "\0" in str(path):
        raise ValueError("holds a null character, which no path may")
    try:
        return path.expanduser()
    except RuntimeError:
        raise ValueError(f"{path}: nobody knows the home folder of {path.parts[0]}") from None


Place = Annotated[Path, AfterValidator(_place)]

# An empty string in TOML means "not given"; `Path("")` would mean the current folder.
OptionalPlace = Annotated[Place | None, BeforeValidator(lambda value: value or None)]


class DatabaseTable(Table):
    """``[database]``: where pages, facts and messages are kept."""

    path: Place = Path("data/diembao.db")


class ArchiveTable(Table):
    """``[archive]``: where the pages are kept byte for byte."""

    folder: Place = Path("data/archive")


class CrawlTable(Table):
    """``[crawl]``: which newspapers are read, and who says so."""

    sites: tuple[str, ...] = ()
    """Ids of newspapers; empty = every one in ``sites_folder``."""

    sites_folder: OptionalPlace = None
    """A folder of site files of one's own, beside those in ``crawler/sites``."""

    contact: Annotated[str, Field(pattern=r"^[^\r\n]*$")] = ""
    """An address or page by which a newspaper can reach whoever crawls it."""

    at_once: int = Field(default=4, ge=1, le=64)
    """How many newspapers are crawled side by side; each has its own pace."""


class AlertsTable(Table):
    """``[alerts]``: what is told, and by which ways."""

    channels: tuple[str, ...] = ()
    """Apprise URLs."""

    watch: tuple[str, ...] = ()
    """Ids of provinces; empty = the provinces of the chosen newspapers."""


class ScheduleTable(Table):
    """``[schedule]``: when the work is done."""

    timezone: str = "Asia/Ho_Chi_Minh"
    times: tuple[str, ...] = ("06:00", "12:00", "18:00")

    @field_validator("timezone")
    @classmethod
    def _known(cls, name: str) -> str:
        if name not in zoneinfo.available_timezones():
            known = zoneinfo.available_timezones()
            raise ValueError(f"no timezone is called {name!r}; {nearest(name, known)}")
        return name

    @field_validator("times")
    @classmethod
    def _clock(cls, times: tuple[str, ...]) -> tuple[str, ...]:
        for time in times:
            if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", time):
                raise ValueError(f'{time!r} is no time of day; write hours and minutes, "06:00"')
        if not times:
            raise ValueError('no time is given; write at least one, such as ["06:00"]')
        return tuple(sorted(set(times)))


class ReviewTable(Table):
    """``[review]``: where the review desk listens, and who may decide."""

    host: str = "127.0.0.1"
    port: int = Field(default=8001, ge=0, le=65535)
    reviewers: tuple[str, ...] = ()


class Config(Table):
    """The whole of ``diembao.toml``."""

    database: DatabaseTable = DatabaseTable()
    archive: ArchiveTable = ArchiveTable()
    crawl: CrawlTable = CrawlTable()
    alerts: AlertsTable = AlertsTable()
    schedule: ScheduleTable = ScheduleTable()
    review: ReviewTable = ReviewTable()

    def within(self, folder: Path) -> Self:
        """Return the same, with relative paths taken from ``folder``."""

        def absolute(path: Path) -> Path:
            return (folder / path).absolute()

        database = {"path": absolute(self.database.path)}
        archive = {"folder": absolute(self.archive.folder)}
        sites = self.crawl.sites_folder
        crawl = {"sites_folder": sites and absolute(sites)}
        return self.model_copy(
            update={
                "database": self.database.model_copy(update=database),
                "archive": self.archive.model_copy(update=archive),
                "crawl": self.crawl.model_copy(update=crawl),
            }
        )


def load(path: Path | None = None) -> Config:
    """Return what the file at ``path`` says; without one ``./diembao.toml``, else the defaults.

    Raises `TableError`, one line a fault, for a file that is missing, for a key or value it may
    not hold, and for ids of newspapers, provinces or channels that nobody knows.
    """
    if path is None and not Path(NAME).exists():
        return Config().within(Path.cwd())
    path = path or Path(NAME)
    config = Config.parsed(toml(path), str(path)).within(path.absolute().parent)
    faults = [*_unknown_sites(config), *_unknown_provinces(config), *_bad_channels(config)]
    if faults:
        raise TableError("\n".join(f"{path}: {fault}" for fault in faults))
    return config


def nearest(word: str, known: Iterable[str]) -> str:
    """Return a hint at what was meant: the nearest of ``known``, or all of them if few."""
    known = sorted(known)
    near = difflib.get_close_matches(word, known, n=1, cutoff=0.5)
    if near:
        return f"did you mean {near[0]}?"
    return f"known: {', '.join(known[:12])}{', ...' if len(known) > 12 else ''}"  # noqa: PLR2004


# The imports below wait until a file names something to look up: most commands need none of it.


def newspapers(config: Config) -> "Sites":
    """Return every newspaper known: the shipped ones and those of ``[crawl] sites_folder``.

    Raises `crawler.site.SiteError` when that folder is missing.
    """
    from crawler import site

    own = config.crawl.sites_folder
    return site.sites([own] if own else [])


def own_sites(config: Config) -> tuple[str, ...]:
    """Return the ids of the newspapers in ``[crawl] sites_folder``."""
    folder = config.crawl.sites_folder
    return tuple(sorted(path.stem for path in folder.glob("*.toml"))) if folder else ()


def _unknown_sites(config: Config) -> Iterable[str]:
    if not (config.crawl.sites or config.crawl.sites_folder):
        return
    from crawler.site import SiteError

    try:
        sites = newspapers(config)
    except SiteError as error:
        yield str(error)
        return
    known = {*sites, *sites.faults}  # a faulty file is its paper's trouble, told when it is crawled
    for site in config.crawl.sites:
        if site not in known:
            yield f"crawl.sites: no newspaper is called {site!r}; {nearest(site, known)}"


def _unknown_provinces(config: Config) -> Iterable[str]:
    if not config.alerts.watch:
        return
    from extract import province

    known = province.units()
    for unit in config.alerts.watch:
        if unit not in known:
            yield f"alerts.watch: no province is called {unit!r}; {nearest(unit, known)}"


def _bad_channels(config: Config) -> Iterable[str]:
    if not config.alerts.channels:
        return
    from db import channel

    try:
        channel.channels(config.alerts.channels)
    except channel.ChannelError as error:
        yield str(error)
