"""What every way of discovery speaks in: lists to ask, the days that matter, what was found."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any, Self
from urllib.parse import urljoin, urlsplit

from crawler.site import Site
from extract.moment import HERE

MONTH_IN_PATH = re.compile(r"/((?:19|20)\d\d)(0[1-9]|1[0-2])(?=/)")
"""Addresses of family F2 hold the month of publication: ``/xa-hoi/202112/...``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """The days whose articles are wanted: an archive's, or (``since`` None) whatever is new."""

    since: date | None = None
    until: date
    """The last day; of a usual crawl, today."""

    def lists(self) -> Iterator[date]:
        """Return days for which there may be a sitemap, the newest first.

        A usual crawl looks at today and yesterday, and at the month before: some papers list
        the articles of a month only when it is over.
        """
        if self.since is None:
            last_month = self.until.replace(day=1) - timedelta(days=1)
            yield from (self.until, self.until - timedelta(days=1), last_month)
            return
        for before in range((self.until - self.since).days + 1):
            yield self.until - timedelta(days=before)

    def overlap(self, first: date, last: date) -> bool:
        """Tell whether any of the days from ``first`` to ``last`` is wanted."""
        return self.since is None or (first <= self.until and last >= self.since)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """An address that a list names, and what the list says of its days, if anything."""

    url: str
    key: str = ""
    """What tells the article apart, once it is known to be one of the newspaper's."""

    published: date | None = None
    changed: date | None = None
    """The last day it was changed; it was published then or before."""

    def is_of(self, days: Days) -> bool:
        """Tell whether the article may be of ``days``, for all that is said of it."""
        if self.published:
            return days.overlap(self.published, self.published)
        if month := MONTH_IN_PATH.search(urlsplit(self.url).path):
            return days.overlap(*month_of(int(month[1]), int(month[2])))
        return not self.changed or days.overlap(date.min, self.changed)

    @property
    def is_dated(self) -> bool:
        """Whether anything tells when it was published."""
        return bool(self.published or self.changed or MONTH_IN_PATH.search(urlsplit(self.url).path))


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A list to ask for."""

    way: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    largest: int = 0
    """Bytes that it may have at most; 0 = as any page."""

    days: Days
    source: Any = None
    """The part of the newspaper's file that it comes from, as its way needs it."""

    number: int = 0
    """Which page of the list this is, from 0."""

    pages: int = 1
    """How many pages (of an index: sitemaps) a usual crawl looks at, at most."""

    first: frozenset[str] = frozenset()
    """Keys that its first page showed, and ..."""

    last: frozenset[str] = frozenset()
    """... the page before this one: a list that repeats either has ended."""

    def turned(self, url: str, links: Iterable[Link]) -> Self:
        """Return the next page of the list, at ``url``, when this one has shown ``links``."""
        shown = keys(links)
        first = self.first or shown
        return replace(self, url=url, number=self.number + 1, first=first, last=shown)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a list says."""

    links: tuple[Link, ...] = ()
    lists: tuple[Ask, ...] = ()
    """Other lists that it names, to be asked whatever it shows."""

    ends: int = 0
    """Of a feed: the youngest day in it, as a number (20261122); 0 = it tells none."""


class NotAListError(Exception):
    """An answer is no list of its way; ``outcome`` is the word for what it is."""

    def __init__(self, outcome: str) -> None:
        """Say what it is instead."""
        super().__init__(outcome)
        self.outcome = outcome


def keys(links: Iterable[Link]) -> frozenset[str]:
    """Return the keys of ``links``."""
    return frozenset(link.key for link in links)


def taken(site: Site, base: str, links: Iterable[Link]) -> Iterator[Link]:
    """Yield those of ``links`` that are articles of ``site``, their addresses made whole."""
    for link in links:
        try:
            url = urljoin(base, link.url.strip())
        except ValueError:  # "http://[" is written on some front page
            continue
        if site.takes(url):
            yield replace(link, url=url, key=site.key(url))


def month_of(year: int, month: int) -> tuple[date, date]:
    """Return the first and the last day of a month."""
    first = date(year, month, 1)
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def today(now: datetime) -> date:
    """Return the day in Vietnam at ``now``."""
    return now.astimezone(HERE).date()
