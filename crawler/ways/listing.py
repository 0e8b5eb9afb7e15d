"""Category pages, turned page by page."""

from collections.abc import Iterator

from parsel import Selector
from scrapy.http import HtmlResponse, Response
from scrapy.utils.response import get_base_url

from crawler.site import Site
from crawler.ways.way import Ask, Days, Found, Link, NotAListError, taken


def asks(site: Site, days: Days) -> Iterator[Ask]:
    """Return the first pages of the listings of ``site``."""
    for listing in site.discover.listings:
        url = site.at(listing)
        yield Ask(way="listing", url=url, source=url, pages=site.discover.pages, days=days)


def read(site: Site, ask: Ask, response: Response) -> Found:
    """Return the articles that a page links to; raises `NotAListError` when it is no page."""
    del ask
    if not isinstance(response, HtmlResponse):
        raise NotAListError("not-html" if response.body else "empty")
    links = tuple(taken(site, _base(response), _links(site, response)))
    return Found(links=links)


def turned(site: Site, ask: Ask) -> str:
    """Return the address of the listing's next page; the first has the number 1."""
    return site.discover.turned(ask.source, ask.number + 2) if site.discover.page else ""


def _links(site: Site, response: HtmlResponse) -> Iterator[Link]:
    chosen = Selector(response.text).css(site.discover.links)
    for href in chosen.xpath("descendant-or-self::a/@href").getall():
        yield Link(url=href)


def _base(response: HtmlResponse) -> str:
    """Return what the links of a page are relative to: its ``<base>`` if that makes sense."""
    try:
        return get_base_url(response)
    except ValueError:
        return response.url
