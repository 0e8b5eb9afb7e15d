"""Sitemaps: plain ones, news sitemaps, indexes of sitemaps, and those named by month or day."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from io import BytesIO
from typing import NamedTuple

from lxml import etree
from scrapy.http import Response
from scrapy.utils.gz import gunzip

from crawler.site import Site
from crawler.ways import when
from crawler.ways.way import Ask, Days, Found, Link, NotAListError, month_of, taken

LARGEST = 50 * 1024 * 1024
"""Bytes of a sitemap at most, also unpacked, as sitemaps.org allows."""

UNDATED = 20
"""Sitemaps without any date that are asked for in an index, at most."""

NEWEST = 1000
"""Articles that a usual crawl takes of one sitemap: as many as a news sitemap may hold."""

_DATE_IN_NAME = re.compile(
    r"(?<!\d)((?:19|20)\d\d)[-_.]?(1[0-2]|0[1-9]|[1-9](?!\d))(?:[-_.]?(\d\d?))?(?!\d)"
)
_GZIP = b"\x1f\x8b"


class _Entry(NamedTuple):
    """One ``<url>`` or ``<sitemap>``."""

    url: str
    published: date | None
    changed: date | None


def asks(site: Site, days: Days) -> Iterator[Ask]:
    """Return the sitemaps of ``site``, and those of the months or days that matter."""
    named = (site.at(sitemap) for sitemap in site.discover.sitemaps)
    by_month = (site.at(place) for place in site.discover.sitemaps_of(days.lists()))
    pages = max(site.discover.pages, 2)  # just after midnight the news is in the one before
    for url in (*named, *by_month):
        yield Ask(way="sitemap", url=url, largest=LARGEST, pages=pages, days=days)


def read(site: Site, ask: Ask, response: Response) -> Found:
    """Return what a sitemap names: articles, or if it is an index, the sitemaps that matter.

    Raises `NotAListError` when it is neither.
    """
    root, entries = _parsed(response)
    if root == "urlset":
        links = taken(site, response.url, (Link(**entry._asdict()) for entry in entries))
        return Found(links=tuple(links) if ask.days.since else _newest(links))
    if root != "sitemapindex":
        raise NotAListError("not-sitemap")
    if ask.source is not None:
        raise NotAListError("nested-index")
    return _indexed(ask, [entry for entry in entries if entry.url])


def turned(site: Site, ask: Ask) -> str:
    """Return nothing: what comes after a sitemap, its index names."""
    del site, ask
    return ""


def _newest(links: Iterable[Link]) -> tuple[Link, ...]:
    """Return what a usual crawl takes of a sitemap: it may hold the whole archive."""
    by_day = sorted(links, key=lambda link: link.published or link.changed or date.min)
    return tuple(by_day[: -NEWEST - 1 : -1])


def _indexed(ask: Ask, children: list[_Entry]) -> Found:
    """Return the sitemaps of an index that hold the days wanted."""
    dated = _newest_first([child for child in children if _is_dated(child)])
    others = [child.url for child in children if not _is_dated(child)]
    if ask.days.since:
        wanted = [child.url for child in dated if ask.days.overlap(*_days(child))] + others
    else:
        wanted = [child.url for child in dated[: ask.pages]] + others[:UNDATED]
    return Found(lists=tuple(_child(ask, url) for url in wanted))


def _child(ask: Ask, url: str) -> Ask:
    return Ask(way="sitemap", url=url, source=ask.url, largest=ask.largest, days=ask.days)


def _newest_first(children: list[_Entry]) -> list[_Entry]:
    """Sort by the days in their names, else by their last change.

    An index may have been made anew at this moment with one ``lastmod`` for all.
    """
    return sorted(children, key=lambda child: (_days(child)[1], child.changed or date.min))[::-1]


def _is_dated(child: _Entry) -> bool:
    return bool(child.changed or _named(child))


def _days(child: _Entry) -> tuple[date, date]:
    """Return the days that a sitemap may be about: as named, else until its last change."""
    return _named(child) or (date.min, child.changed or date.max)


def _named(child: _Entry) -> tuple[date, date] | None:
    """Return the days in a sitemap's name: ``news-2026-9.xml``, ``sitemap-article-2026-09-05``."""
    found = _DATE_IN_NAME.search(child.url.rpartition("/")[2])
    if not found:
        return None
    year, month = int(found[1]), int(found[2])
    try:
        on = date(year, month, int(found[3])) if found[3] else None
    except ValueError:
        return None
    return (on, on) if on else month_of(year, month)


def _parsed(response: Response) -> tuple[str, list[_Entry]]:
    """Return the name of the root element, and the entries in it."""
    try:
        body = response.body
        if body.startswith(_GZIP):
            body = gunzip(body, max_size=LARGEST)
        return _streamed(body)
    except (etree.XMLSyntaxError, OSError, EOFError, ValueError) as error:
        raise NotAListError("empty" if not response.body.strip() else "not-sitemap") from error


def _streamed(body: bytes) -> tuple[str, list[_Entry]]:
    """Read element by element: nothing is fetched, no entity is resolved, little is held."""
    root, entries = "", []
    events = etree.iterparse(
        BytesIO(body.lstrip()),
        events=("start", "end"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    for event, element in events:
        name = etree.QName(element).localname
        root = root or name
        if event == "end" and name in {"url", "sitemap"}:
            entries.append(_entry(element))
            element.clear()
    return root, entries


def _entry(element: etree._Element) -> _Entry:
    said = {
        etree.QName(part).localname: (part.text or "").strip()
        for part in reversed(list(element.iterdescendants("*")))
    }
    return _Entry(
        url=said.get("loc", ""),
        published=when.day(said.get("publication_date", "")),
        changed=when.day(said.get("lastmod", "")),
    )
