"""RSS and Atom."""

from collections.abc import Iterator
from io import BytesIO

import feedparser
from scrapy.http import Response

from crawler.site import Site
from crawler.ways import when
from crawler.ways.way import Ask, Days, Found, Link, NotAListError, taken


def asks(site: Site, days: Days) -> Iterator[Ask]:
    """Return the feeds of ``site``."""
    for feed in site.discover.feeds:
        yield Ask(way="feed", url=site.at(feed), days=days)


def read(site: Site, ask: Ask, response: Response) -> Found:
    """Return the articles that a feed names; raises `NotAListError` when it is none."""
    del ask
    # As a stream: feedparser takes bytes for the name of a file first, and opens it.
    feed = feedparser.parse(
        BytesIO(response.body), response_headers={"content-location": response.url}
    )
    if not feed.entries and (feed.bozo or not feed.version):
        raise NotAListError("not-feed")
    links = (_link(entry) for entry in feed.entries if "link" in entry)
    return Found(links=tuple(taken(site, response.url, links)))


def turned(site: Site, ask: Ask) -> str:
    """Return nothing: a feed has one page."""
    del site, ask
    return ""


def _link(entry: feedparser.FeedParserDict) -> Link:
    published = when.day(entry.get("published", ""))
    changed = when.day(entry["updated"]) if "updated" in entry else None
    return Link(url=entry["link"], published=published, changed=changed)
