"""How a newspaper is asked: who asks, how often, and what is left alone."""

from typing import Any, Self, cast
from urllib.parse import urlsplit

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.extensions.throttle import AutoThrottle
from scrapy.http import Request, Response
from scrapy.robotstxt import RobotParser
from scrapy.settings import Settings

from crawler.fetch import Refused, outcome_of
from crawler.site import Site

NAME = "diembao/0.1"
SERVER_FAULT = 500


class ContactError(Exception):
    """Nobody stands behind the crawl yet; the message is one line."""


def settings(site: Site, contact: str) -> dict[str, Any]:
    """Return the settings of a crawl of ``site`` by whoever answers at ``contact``.

    A newspaper on this machine is asked at once, a real one question by question.
    Raises `ContactError` for a real newspaper without a contact.
    """
    common = {
        "USER_AGENT": f"{NAME} (+{contact})" if contact else NAME,
        "DOWNLOAD_DELAY": site.pause,
        "DOWNLOAD_TIMEOUT": site.timeout,
    }
    if site.on_loopback:
        return common | {
            "AUTOTHROTTLE_ENABLED": False,
            "CONCURRENT_REQUESTS": 4,
            "CONCURRENT_REQUESTS_PER_DOMAIN": 4,
        }
    if not contact.strip():
        raise ContactError(
            f"{site.base_url} is a real newspaper and must be able to reach you: "
            'put contact = "you@example.org" under [crawl] in diembao.toml'
        )
    return common | {
        "AUTOTHROTTLE_START_DELAY": site.pause,
        "CONCURRENT_REQUESTS": 1,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
    }


def pause(site: Site, asked: float | None) -> float:
    """Return the seconds between two questions when robots.txt has ``asked`` for some."""
    return site.pause if site.on_loopback else max(site.pause, asked or 0.0)


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
        """Refuse a request to another host."""
        spider: Any = self.crawler.spider
        if not spider.site.owns(request.url):
            raise Refused("offsite", f"{request.url} is not at one of the newspaper's hosts")


class Robots(RobotsTxtMiddleware):
    """Obey robots.txt also when it cannot be had, as RFC 9309 asks: then nothing is allowed."""

    async def robot_parser(self, request: Request) -> RobotParser | None:
        """Return the rules for ``request``, when they are there.

        Scrapy 2.19 gives them only to the first request that waits for them, and tells the
        others that there are none.
        """
        await super().robot_parser(request)
        return cast("RobotParser | None", self._parsers[urlsplit(request.url).netloc])

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        if response.status < SERVER_FAULT:
            await super()._parse_robots(response, netloc, request)
            return
        self._settle(netloc, Closed(f"http-{response.status}"))

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        # A robots.txt that was not asked for (it led to another host) forbids nothing.
        if isinstance(exc, IgnoreRequest):
            super()._robots_error(exc, netloc)
        else:
            self._settle(netloc, Closed(outcome_of(exc)))

    def _settle(self, netloc: str, rules: RobotParser) -> None:
        waiting: Any = self._parsers[netloc]
        self._parsers[netloc] = rules
        waiting.callback(rules)


class Closed(RobotParser):
    """The rules of a newspaper that does not tell its rules."""

    def __init__(self, outcome: str) -> None:
        """Refuse every address with ``outcome``."""
        self.outcome = outcome

    @classmethod
    def from_crawler(cls, crawler: Crawler, robotstxt_body: bytes) -> Self:
        """Only asked for by the base class."""
        raise NotImplementedError

    def allowed(self, url: str | bytes, user_agent: str | bytes) -> bool:
        """Refuse ``url``, and say what came instead of robots.txt."""
        raise Refused(self.outcome, f"{url!r}: no robots.txt ({self.outcome}), {user_agent!r}")


class Patience:
    """Ask more slowly when robots.txt says ``Crawl-delay``."""

    def __init__(self, crawler: Crawler) -> None:
        """Listen for robots.txt."""
        self.crawler = crawler
        crawler.signals.connect(self.slow_down, signal=signals.robots_parsed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Return the extension of ``crawler``."""
        return cls(crawler)

    def slow_down(self, robotparser: RobotParser) -> None:
        """Take over the delay that ``robotparser`` has read, if it is longer than ours."""
        spider: Any = self.crawler.spider
        asked = robotparser.crawl_delay(self.crawler.settings["USER_AGENT"])
        delay = pause(spider.site, asked)
        for slot in self.crawler.engine.downloader.slots.values():
            slot.delay = max(slot.delay, delay)
        throttle = self.crawler.get_extension(AutoThrottle)
        if throttle:
            throttle.mindelay = max(throttle.mindelay, delay)
            throttle.maxdelay = max(throttle.maxdelay, delay)


class AsSent:
    """Remember each response before its content coding is undone."""

    def process_response(self, request: Request, response: Response) -> Response:
        """Leave the transferred body and its headers in the request's ``as_sent``."""
        headers = tuple(
            (name.decode("latin-1"), value.decode("latin-1"))
            for name, values in response.headers.items()
            for value in values
        )
        request.meta["as_sent"] = (headers, response.body)
        return response


def apply(to: Settings, site: Site, contact: str) -> None:
    """Put the manners for ``site`` into Scrapy's settings; the command line still wins."""
    for name, value in settings(site, contact).items():
        to.set(name, value, priority="spider")
