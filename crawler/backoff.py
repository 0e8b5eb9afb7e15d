"""Wait before asking again, as long as the newspaper wants, or longer each time."""

import asyncio
import time
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.http import Request, Response
from scrapy.settings import BaseSettings

LONGEST = 120.0
"""Seconds that a crawl waits for one newspaper; who wants more is left for the next crawl."""


def retry_after(said: str, now: datetime) -> float:
    """Return the seconds that ``Retry-After`` asks for at ``now``: a number or a date; else 0.

    >>> retry_after("120", datetime(2026, 11, 22, tzinfo=UTC))
    120.0
    """
    if said.strip().isdecimal():
        return float(said)
    try:
        then = parsedate_to_datetime(said)
        return max(0.0, (then - now).total_seconds())
    except (TypeError, ValueError, OverflowError):
        return 0.0


class Backoff(RetryMiddleware):
    """Scrapy's retries, with a pause for the whole host before each.

    403 flickers at some papers, and passes after 15 seconds; 429 and 503 may say how long.
    """

    def __init__(self, settings: BaseSettings) -> None:
        """Take the first pause in seconds from ``DIEMBAO_BACKOFF``; it doubles."""
        super().__init__(settings)
        self._first = settings.getfloat("DIEMBAO_BACKOFF")
        self._until: dict[str, float] = {}

    async def process_request(self, request: Request) -> None:
        """Hold ``request`` back while its host wants a pause."""
        place = urlsplit(request.url).netloc
        left = self._until.get(place, 0.0) - time.monotonic()
        if left > 0:
            await asyncio.sleep(left)
            await self.process_request(request)  # it may have become longer

    def process_response(
        self, request: Request, response: Response, spider: Any = None
    ) -> Request | Response:
        """Ask again after a pause for what may pass; end the crawl when the pause is too long."""
        del spider  # Scrapy gives it no longer
        if response.status not in self.retry_http_codes:
            return response
        said = (response.headers.get(b"Retry-After") or b"").decode("latin-1")
        asked = retry_after(said, datetime.now(UTC))
        if asked > LONGEST:
            ours: Any = self.crawler.spider
            ours.gave_up = f"asked to come back in {asked:.0f} seconds (http-{response.status})"
            return response
        self._pause(request, asked)
        return super().process_response(request, response)

    def process_exception(self, request: Request, exception: Exception, spider: Any = None) -> Any:
        """Ask again after a pause when the line broke."""
        del spider
        if isinstance(exception, self.exceptions_to_retry):
            self._pause(request, 0.0)
        return super().process_exception(request, exception)

    def _pause(self, request: Request, asked: float) -> None:
        own = self._first * 2 ** request.meta.get("retry_times", 0)
        until = time.monotonic() + min(max(asked, own), LONGEST)
        place = urlsplit(request.url).netloc
        self._until[place] = max(until, self._until.get(place, 0.0))
