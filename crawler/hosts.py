"""Whom the crawler talks to: the newspaper's own hosts, at addresses of the open network."""

import ipaddress
from typing import Any, Self

from scrapy.crawler import Crawler
from scrapy.exceptions import CannotResolveHostError
from scrapy.http import Request
from scrapy.utils.defer import maybe_deferred_to_future
from scrapy.utils.httpobj import urlparse_cached
from twisted.internet.error import DNSLookupError

from crawler.fetch import Refused


class OwnHosts:
    """Ask nobody but the newspaper itself, wherever its links and redirections lead."""

    def __init__(self, crawler: Crawler) -> None:
        """Look at the site of the crawler's spider."""
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Return the middleware of ``crawler``."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Refuse a request to another host, or by another way than HTTP."""
        spider: Any = self.crawler.spider
        if not spider.site.owns(request.url):
            raise Refused("offsite", f"{request.url} is not at one of the newspaper's hosts")


class OpenNetwork:
    """Refuse a name of the newspaper's that leads into this machine or the network around it.

    An address in numbers, or ``localhost``, is among the newspaper's hosts only if its file
    says so, which is a permission.  Scrapy remembers what a name led to, so it cannot lead
    elsewhere a moment later.
    """

    async def process_request(self, request: Request) -> None:
        """Look up the host of ``request``, unless a proxy does it."""
        name = urlparse_cached(request).hostname or ""
        if "proxy" in request.meta or _is_explicit(name):
            return
        from twisted.internet import reactor  # noqa: PLC0415 - Scrapy chooses which one first

        lookup: Any = reactor
        try:
            found = await maybe_deferred_to_future(lookup.resolve(name))
        except DNSLookupError as error:
            raise CannotResolveHostError(str(error)) from error
        if not ipaddress.ip_address(found).is_global:
            raise Refused(
                "not-public", f"{name} leads to {found}, which is not of the open network"
            )


def _is_explicit(name: str) -> bool:
    """Tell whether ``name`` is an address in the usual numbers, or this machine's own name."""
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return name == "localhost" or name.endswith(".localhost")
    return True
