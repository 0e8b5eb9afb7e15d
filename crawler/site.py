"""What a newspaper is to the crawler, and how its file in ``sites/`` is read."""

import difflib
import ipaddress
from collections.abc import Iterable
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import urljoin, urlsplit

from pydantic import Field, field_validator, model_validator

from crawler import address, family
from crawler.discover import Articles, Discover
from crawler.fields import Address, Host, Hour, Pattern, Province
from extract.clean import Layout
from extract.table import Table, TableError

SHIPPED = Path(__file__).with_name("sites")
"""The newspapers that come with the program."""

SHORTEST = 5.0
"""Seconds between two questions to a real newspaper; its file or robots.txt may ask for more."""


_DRESSES = ("m", "mobile", "amp")
"""Sub-hosts that show the same articles to phones."""


class SiteError(Exception):
    """A newspaper is unknown or its file is wrong; the message is one line."""


class Expect(Table):
    """What a healthy newspaper gives; outside this, someone is told."""

    pages_per_day: tuple[int, int] = (1, 1000)

    quiet_hours: float = Field(default=36, gt=0, le=24 * 30)
    """Hours without a new article that are nothing unusual."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not 0 <= self.pages_per_day[0] <= self.pages_per_day[1]:
            raise ValueError("pages_per_day is [fewest, most]")
        return self


class Former(Table):
    """A newspaper that has become a part of this one, at the host where its pages stand."""

    host: Host
    name: str = ""
    """What it was called; empty = as the newspaper it belongs to."""

    province: Province = ""
    """The province its articles are at home in; empty = that of the whole newspaper."""

    until: date | None = None
    """The last day it was a newspaper of its own; None = it is not known."""


class Site(Table):
    """A newspaper: where its articles are listed, which addresses they have, how they look."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$")]
    """The name of its file."""

    name: str
    base_url: Address
    province: Province = ""
    """Id of a unit in ``extract/provinces.toml``; empty for a paper of the whole country."""

    family: str = ""
    """The publishing system, a file in ``families/``: what stands there need not stand here.
    Empty for a paper with a system of its own."""

    aliases: tuple[Host, ...] = ()
    """Other hosts of the same newspaper: redirections to them are followed."""

    former: tuple[Former, ...] = ()
    """Newspapers that were merged into this one; their hosts are hosts of this one."""

    unverified: tuple[str, ...] = ()
    """Keys or tables that no live crawl has confirmed yet, the family's values among them."""

    delay: float | None = Field(default=None, ge=0)
    """Seconds between two questions; None = the usual."""

    timeout: float = Field(default=30, gt=0, le=300)
    """Seconds to wait for an answer."""

    tls: Literal["default", "legacy"] = "default"
    """``legacy``: talk to a server whose encryption is too old to be trusted otherwise."""

    night: tuple[Hour, Hour] | None = None
    """From when to when it may be crawled, in Vietnam's time; None = at any time."""

    prefix: Pattern = ""
    """The paper's mark before the first words, such as ``LSO-``, for layouts that name none."""

    discover: Discover
    articles: Articles
    layouts: tuple[Layout, ...] = ()
    """Where its pages have what; without one that fits, the reader looks for itself."""

    expect: Expect = Expect()

    @model_validator(mode="before")
    @classmethod
    def _completed(cls, own: Any) -> Any:
        if not isinstance(own, dict):
            return own
        whole = family.completed(own)
        marked = {"prefix": whole.get("prefix", "")}
        layouts = whole.get("layouts", ())
        whole["layouts"] = [marked | x if isinstance(x, dict) else x for x in layouts]
        return whole

    @field_validator("unverified")
    @classmethod
    def _names_keys(cls, keys: tuple[str, ...]) -> tuple[str, ...]:
        for key in keys:
            if key.partition(".")[0] not in cls.model_fields:
                raise ValueError(f"{key!r} is no key of this file")
        return keys

    @cached_property
    def hosts(self) -> frozenset[str]:
        """The hosts this newspaper answers at, as `crawler.address.host` spells them."""
        others = (*self.aliases, *(former.host for former in self.former))
        own = (self.base_url, *(f"//{host.rpartition('//')[2]}" for host in others))
        return frozenset(address.host(url) for url in own)

    @property
    def on_loopback(self) -> bool:
        """Whether the newspaper is on this machine, where nobody is disturbed."""
        name = urlsplit(self.base_url).hostname or ""
        try:
            return ipaddress.ip_address(name).is_loopback
        except ValueError:
            return name == "localhost" or name.endswith(".localhost")

    @property
    def pause(self) -> float:
        """Seconds between two questions; for real newspapers never below `SHORTEST`."""
        if self.on_loopback:
            return self.delay or 0.0
        return max(self.delay or 0.0, SHORTEST)

    def at(self, place: str) -> str:
        """Return the full address of ``place``, a path or an address."""
        return urljoin(f"{self.base_url}/", place)

    def owns(self, url: str) -> bool:
        """Tell whether ``url`` is at one of the newspaper's own hosts."""
        try:
            return urlsplit(url).scheme in {"http", "https"} and address.host(url) in self.hosts
        except ValueError:
            return False

    def key(self, url: str) -> str:
        """Return the one spelling of all addresses at which this newspaper has one article.

        Hosts of its own are one host, and where the article's id is known nothing else of the
        path matters.  The key of a key is itself.  Raises `ValueError` as `crawler.address.key`.
        """
        plain = address.key(url, home=self._home)
        name = self.articles.name(plain) if self.articles.take(plain) else ""
        return f"https://{address.host(plain)}/{name}" if name else plain

    def _home(self, host: str) -> str:
        """Return the host that ``host`` stands for: aliases, and those for phones, are one.

        A paper that was merged into this one numbered its articles itself.
        """
        home = address.host(self.base_url)
        dress, _, bare = host.partition(".")
        own = host in self.hosts and not self._former(host)
        return home if own or (bare == home and dress in _DRESSES) else host

    def _former(self, host: str) -> Former | None:
        return next((f for f in self.former if address.host(f"//{f.host}") == host), None)

    def home(self, url: str, published: str) -> tuple[str, str]:
        """Return the name of the newspaper that printed an article, and its province.

        That is the paper of its host as it was on the day, ISO 8601, of publication: a paper
        that was merged into this one spoke of its own province before.
        """
        former = self._former(address.host(url))
        if former is None or (former.until and published[:10] > former.until.isoformat()):
            return self.name, self.province
        return former.name or self.name, former.province or self.province

    def canonical(self, url: str, page: bytes) -> str:
        """Return the key under which the page at ``url`` wants to be known.

        That is what its ``rel=canonical`` says, if it is an article of this newspaper and the
        same one as at ``url``: it has the same id, or else the same last part of the path.
        Systems that name one page for all of theirs would cost all others.
        """
        own = self.key(url)
        try:
            said = urljoin(url, address.canonical(page))
            named = self.key(said) if self.takes(said) else own
        except ValueError:
            return own
        return named if _slug(named) == _slug(own) else own

    def takes(self, url: str) -> bool:
        """Tell whether ``url`` is an article of this newspaper; nonsense is none."""
        return self.owns(url) and self.articles.take(url)


def _slug(key: str) -> str:
    return key.rpartition("/")[2].partition("?")[0].partition(".")[0]


class Sites(dict[str, Site]):
    """Newspapers by id; asking for one that cannot be had raises `SiteError` with the reason."""

    def __init__(self, sites: dict[str, Site], faults: dict[str, str]) -> None:
        """Hold the ``sites`` that can be used and, by id, what is wrong with the others."""
        super().__init__(sites)
        self.faults = faults

    def __missing__(self, site: str) -> Site:
        if site in self.faults:
            raise SiteError(self.faults[site])
        near = difflib.get_close_matches(site, [*self, *self.faults], n=1, cutoff=0.5)
        hint = f"did you mean {near[0]}?" if near else f"known: {', '.join(sorted(self))}"
        raise SiteError(f"no newspaper is called {site!r}; {hint}")


def sites(folders: Iterable[Path] = ()) -> Sites:
    """Return the newspapers that ship with the program and those in ``folders``.

    On the same id the later folder wins.  A file that is wrong does not hide the others: its
    fault is kept in ``faults`` and told when that newspaper is asked for.
    Raises `SiteError` when a folder is missing.
    """
    good: dict[str, Site] = {}
    faults: dict[str, str] = {}
    for path in _files(folders):
        good.pop(path.stem, None)
        faults.pop(path.stem, None)
        try:
            good[path.stem] = load(path)
        except SiteError as error:
            faults[path.stem] = str(error)
    return Sites(good, faults)


def path(id_: str, folders: Iterable[Path] = ()) -> Path | None:
    """Return the file of the newspaper ``id_``, of several the last; None when it has none."""
    return next((path for path in [*_files(folders)][::-1] if path.stem == id_), None)


def _files(folders: Iterable[Path]) -> Iterable[Path]:
    for folder in dict.fromkeys([SHIPPED, *(folder.absolute() for folder in folders)]):
        if not folder.is_dir():
            raise SiteError(f"{folder}: there is no such folder; set [crawl] sites_folder")
        yield from sorted(folder.glob("*.toml"))


def load(path: Path) -> Site:
    """Return the newspaper in the file at ``path``; its id is the file's name.

    Raises `SiteError`, one line, naming the file and every fault.
    """
    try:
        return Site.loaded(path, id=path.stem)
    except TableError as error:
        lines = str(error).splitlines()
        rest = [line.removeprefix(f"{path}: ") for line in lines[1:]]
        raise SiteError("; ".join([*lines[:1], *rest])) from None
