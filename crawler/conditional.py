"""Ask for a list again only if it has changed, and remember the old one for when it has not."""

import contextlib
import json
import sqlite3
import time
from pathlib import Path
from typing import Any

from scrapy import Spider
from scrapy.downloadermiddlewares.httpcache import HttpCacheMiddleware
from scrapy.extensions.httpcache import RFC2616Policy
from scrapy.http import Headers, Request, Response
from scrapy.responsetypes import responsetypes
from scrapy.settings import BaseSettings

OK, NOT_MODIFIED = 200, 304
NO_RULES = (401, 403, 404, 410)
"""What a server without a robots.txt answers."""

LIST = "list"
"""The mark in a request's ``meta`` that makes it a list's."""

FRESH = {"Cache-Control": "max-age=0"}
"""What a list is asked with: a copy on the way is not good enough, yesterday's list is no news."""


def is_robots(request: Request) -> bool:
    """Tell whether ``request`` asks for the rules rather than for a page."""
    return bool(request.meta.get("dont_obey_robotstxt"))


class Revisits(RFC2616Policy):
    """Lists are kept with what tells their version, robots.txt for its day, and nothing else."""

    def should_cache_request(self, request: Request) -> bool:
        """Articles are asked for as they come."""
        wanted = request.meta.get(LIST) or is_robots(request)
        return bool(wanted) and super().should_cache_request(request)

    def should_cache_response(self, response: Response, request: Request) -> bool:
        """Errors and redirections are not worth remembering, except that there are no rules."""
        if is_robots(request):
            return response.status in {OK, *NO_RULES}
        return response.status == OK and super().should_cache_response(response, request)

    def is_cached_response_fresh(self, cachedresponse: Response, request: Request) -> bool:
        """Rules are as good as new while `Lists` gives them; of lists the newspaper is asked."""
        return is_robots(request) or super().is_cached_response_fresh(cachedresponse, request)

    def is_cached_response_valid(
        self, cachedresponse: Response, response: Response, request: Request
    ) -> bool:
        """Only the newspaper itself says that nothing has changed: an error does not."""
        del cachedresponse, request
        return bool(response.status == NOT_MODIFIED)


class Revisit(HttpCacheMiddleware):
    """Scrapy's cache, but a newspaper that cannot be reached is not answered for."""

    DOWNLOAD_EXCEPTIONS = ()  # type: ignore[assignment]  # nothing is recovered


def opened(folder: Path) -> sqlite3.Connection:
    """Open the file in which a newspaper's folder remembers its lists; raises `sqlite3.Error`.

    It does not wait for the disk: losing it costs one full request a list.
    """
    db = sqlite3.connect(folder / ".lists.db", isolation_level=None)
    db.execute("PRAGMA synchronous = OFF")
    return db


class Lists:
    """The last version of each list and of robots.txt, in ``<archive>/<site>/.lists.db``.

    Losing it costs one full request a list, so a fault of the file is no fault of the crawl.
    """

    def __init__(self, settings: BaseSettings) -> None:
        """Take the archive's folder from the settings."""
        self._folder = Path(settings["DIEMBAO_ARCHIVE"])
        self._rules_last = settings.getfloat("DIEMBAO_ROBOTS_HOURS") * 3600
        self._db: sqlite3.Connection | None = None

    def open_spider(self, spider: Any) -> None:
        """Open the file of the spider's newspaper."""
        if spider.fault:
            return
        with contextlib.suppress(sqlite3.Error):
            self._db = opened(self._folder / spider.site.id)
            self._db.execute(
                "CREATE TABLE IF NOT EXISTS versions "
                "(url TEXT PRIMARY KEY, status INT, headers TEXT, body BLOB, at REAL) STRICT"
            )

    def close_spider(self, spider: Spider) -> None:
        """Close the file."""
        del spider
        if self._db:
            self._db.close()

    def retrieve_response(self, spider: Spider, request: Request) -> Response | None:
        """Return the last version of a list; None if there is none, or the rules are too old."""
        del spider
        if not self._db:
            return None
        oldest = time.time() - self._rules_last if is_robots(request) else 0
        query = "SELECT status, headers, body FROM versions WHERE url = ? AND at > ?"
        row = self._db.execute(query, (request.url, oldest)).fetchone()
        if row is None:
            return None
        headers = Headers(json.loads(row[1]))
        kind = responsetypes.from_args(headers=headers, url=request.url, body=row[2])
        return kind(url=request.url, status=row[0], headers=headers, body=row[2])

    def store_response(self, spider: Spider, request: Request, response: Response) -> None:
        """Keep ``response`` as the list's last version."""
        del spider
        headers = {
            name.decode("latin-1"): [value.decode("latin-1") for value in values]
            for name, values in response.headers.items()
        }
        row = (request.url, response.status, json.dumps(headers), response.body, time.time())
        with contextlib.suppress(sqlite3.Error):
            if self._db:
                self._db.execute("INSERT OR REPLACE INTO versions VALUES (?, ?, ?, ?, ?)", row)
