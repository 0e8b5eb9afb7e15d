"""List APIs: what the newspaper's own pages ask for when a reader wants more."""

import json
from collections.abc import Iterator

from scrapy.http import Response

from crawler.site import Site
from crawler.ways.way import Ask, Days, Found, Link, NotAListError, taken


def asks(site: Site, days: Days) -> Iterator[Ask]:
    """Return the first pages of the list APIs of ``site``."""
    for api in site.discover.api:
        url = site.at(api.at(0))
        yield Ask(way="api", url=url, headers=api.headers, source=api, pages=api.pages, days=days)


def read(site: Site, ask: Ask, response: Response) -> Found:
    """Return the articles that the rows link to; raises `NotAListError` when it is no JSON."""
    try:
        answer = json.loads(response.body)
    except (ValueError, RecursionError):
        raise NotAListError("not-json") from None
    named = (Link(url=url) for url in ask.source.links(answer))
    links = tuple(taken(site, f"{site.base_url}/", named))
    return Found(links=links)


def turned(site: Site, ask: Ask) -> str:
    """Return the address of the next rows."""
    return site.at(ask.source.at(ask.number + 1))
