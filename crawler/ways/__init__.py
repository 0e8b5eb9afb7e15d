"""The ways to find what a newspaper has published, one module each.

Every way is three functions: ``asks(site, days)`` names the lists to begin with,
``read(site, ask, response)`` returns what one of them says, and ``turned(site, ask)`` the address
of its next page.  All speak in `crawler.ways.way`.
"""

from collections.abc import Iterable, Iterator
from typing import Protocol

from scrapy.http import Response

from crawler.fetch import is_wall
from crawler.site import Site
from crawler.ways import api, feed, listing, sitemap
from crawler.ways.way import Ask, Days, Found, NotAListError


class Way(Protocol):
    """What a module of this package has."""

    def asks(self, site: Site, days: Days) -> Iterable[Ask]:
        """Return the lists to begin with."""

    def read(self, site: Site, ask: Ask, response: Response) -> Found:
        """Return what a list says; raises `NotAListError` when the answer is none."""

    def turned(self, site: Site, ask: Ask) -> str:
        """Return the address of the next page; empty if there are no pages."""


WAYS: dict[str, Way] = {"feed": feed, "sitemap": sitemap, "listing": listing, "api": api}


def read(site: Site, ask: Ask, response: Response) -> Found:
    """Return what a list says; raises `NotAListError` when it is none, or a wall before it."""
    if is_wall(response):
        raise NotAListError("challenge")
    return WAYS[ask.way].read(site, ask, response)


def turned(site: Site, ask: Ask) -> str:
    """Return the address of the page after ``ask``; empty if its list has no pages."""
    return WAYS[ask.way].turned(site, ask)


def asks(site: Site, days: Days) -> Iterator[Ask]:
    """Return the lists of ``site`` to begin with, of every way its file names."""
    for way in WAYS.values():
        yield from way.asks(site, days)
