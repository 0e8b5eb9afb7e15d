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
    headers = {"content-location": response.url}
    if _is_utf_8(response.body):
        headers["content-type"] = "application/xml; charset=utf-8"  # outranks the declaration
    # As a stream: feedparser takes bytes for the name of a file first, and opens it.
    feed = feedparser.parse(BytesIO(response.body), response_headers=headers)
    if not (feed.entries or feed.version):
        raise NotAListError("not-feed")
    links = tuple(_link(entry) for entry in feed.entries if "link" in entry)
    days = [int(f"{link.published:%Y%m%d}") for link in links if link.published]
    return Found(links=tuple(taken(site, response.url, links)), ends=max(days, default=0))


def turned(site: Site, ask: Ask) -> str:
    """Return nothing: a feed has one page."""
    del site, ask
    return ""


def _is_utf_8(body: bytes) -> bool:
    """Tell whether ``body`` is UTF-8, as nearly every feed is, whatever it calls itself."""
    try:
        body.decode()
    except UnicodeDecodeError:
        return False
    return True


def _link(entry: feedparser.FeedParserDict) -> Link:
    published = when.day(entry.get("published", ""))
    changed = when.day(entry["updated"]) if "updated" in entry else None
    return Link(url=entry["link"], published=published, changed=changed)
