"""Obey robots.txt as RFC 9309 asks, and slow down as it wishes."""

import time
from typing import Any, Self, cast
from urllib.parse import urlsplit

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.extensions.throttle import AutoThrottle
from scrapy.http import Request, Response
from scrapy.robotstxt import RobotParser

from crawler.fetch import Refused, outcome_of
from crawler.manners import pause

DAY = 24 * 3600.0
"""Seconds after which the rules are asked for again, however long a crawl takes."""

NO_RULES, TOO_MANY, SERVER_FAULT = 400, 429, 500


class Robots(RobotsTxtMiddleware):
    """Obey robots.txt also when it cannot be had: then nothing is allowed.

    A server that answers 4xx has no rules; 429 is the server's wish to be left alone.
    """

    def __init__(self, crawler: Crawler) -> None:
        """Begin without any rules."""
        super().__init__(crawler)
        self._read_at: dict[str, float] = {}

    async def robot_parser(self, request: Request) -> RobotParser | None:
        """Return the rules for ``request``, when they are there.

        Scrapy 2.19 gives them only to the first request that waits for them, and tells the
        others that there are none.
        """
        place = urlsplit(request.url).netloc
        self.forget(place, time.monotonic())
        await super().robot_parser(request)
        return cast("RobotParser | None", self._parsers[place])

    def forget(self, place: str, now: float) -> None:
        """Drop the rules of ``place`` when they are a day old at ``now``, in seconds."""
        if now - self._read_at.setdefault(place, now) > DAY:
            self._read_at[place] = now
            self._parsers.pop(place, None)

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        if response.status >= SERVER_FAULT or response.status == TOO_MANY:
            self._settle(netloc, Closed(f"http-{response.status}"))
            return
        if response.status >= NO_RULES:  # Scrapy would read its body as rules
            response = response.replace(body=b"")
        await super()._parse_robots(response, netloc, request)

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


class CrawlDelay:
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
