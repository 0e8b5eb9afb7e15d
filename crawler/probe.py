"""Ask a newspaper as a crawl would, one question after the other, and keep nothing."""

import re
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import urljoin

from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.http import Response
from scrapy.settings import Settings
from twisted.logger import globalLogBeginner

from crawler import manners, settings
from crawler.fetch import KEPT, outcome_of
from crawler.site import Site

HOPS = 5
OK = 200
_ERRORS = 400

_UNHEARD = "crawler.conditional", "httpcache"
"""Parts of a crawl that remember what was asked before: here everything is asked anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came of one question."""

    url: str
    outcome: str
    """``kept``, or a word for what came instead, as a crawl counts it."""

    response: Response | None = None
    moved: tuple[str, ...] = ()
    """Where the question was sent on to, step by step."""

    why: str = ""
    """What the network said when nothing came."""

    @property
    def ok(self) -> bool:
        """Whether there is something to read."""
        return self.outcome == KEPT


Tell = Callable[[Answer], object]
Task = Callable[["Asker"], Coroutine[Any, Any, Any]]


class Asker:
    """Asks one newspaper, each address once."""

    def __init__(self, crawler: Crawler, site: Site, tell: Tell) -> None:
        """Use the downloader of ``crawler``; ``tell`` is given each answer."""
        self.site = site
        self._crawler = crawler
        self._tell = tell
        self._known: dict[str, Answer] = {}

    async def ask(
        self, url: str, headers: Mapping[str, str] | None = None, *, robots: bool = True
    ) -> Answer:
        """Return what comes from ``url``, after at most `HOPS` redirections; never raises.

        ``robots`` is only False for robots.txt itself.
        """
        if url not in self._known:
            self._known[url] = await self._asked(url, dict(headers or {}), robots=robots)
            self._tell(self._known[url])
        return self._known[url]

    async def _asked(self, url: str, headers: dict[str, str], *, robots: bool) -> Answer:
        moved: list[str] = []
        place = url
        while len(moved) <= HOPS:
            meta = {"dont_redirect": True, "dont_obey_robotstxt": not robots}
            request = Request(place, headers=headers, meta=meta, dont_filter=True)
            try:
                response = await self._engine.download_async(request)
            except Exception as error:  # noqa: BLE001 - whatever it is, it has a word
                return Answer(
                    url=url, outcome=outcome_of(error), moved=tuple(moved), why=_reason(error)
                )
            onward = response.headers.get("Location")
            if OK <= response.status < _ERRORS and onward and response.status != OK:
                place = urljoin(place, onward.decode("latin-1"))
                moved.append(place)
                continue
            said = KEPT if response.status == OK else f"http-{response.status}"
            return Answer(url=url, outcome=said, response=response, moved=tuple(moved))
        return Answer(url=url, outcome="redirect-loop", moved=tuple(moved))

    @property
    def _engine(self) -> Any:
        return self._crawler.engine


def _reason(error: Exception) -> str:
    """Return what the network said; of OpenSSL's lists of failures, the words of the last."""
    said = " ".join(str(error).split())
    words = re.findall(r"\('[^']*', '[^']*', '([^']+)'\)", said)
    return f"OpenSSL: {words[-1]}" if words else said


class Probe(Spider):
    """Does one task with an `Asker`, and nothing else."""

    name = "probe"
    fault = ""

    def __init__(self, site: Site, task: Task, tell: Tell) -> None:
        """Remember what is to be done."""
        super().__init__()
        self.site = site
        self.task = task
        self.tell = tell

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Return the spider, with the manners of a crawl."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        manners.apply(crawler.settings, spider.site, crawler.settings["DIEMBAO_CONTACT"])
        return spider

    async def start(self) -> AsyncIterator[Any]:
        """Do the task; when it is done the crawl is over."""
        await self.task(Asker(self.crawler, self.site, self.tell))
        return
        yield  # what makes it a generator, as Scrapy wants it


def run(tasks: Mapping[str, tuple[Site, Task]], *, contact: str, tell: Tell) -> None:
    """Do the tasks side by side, each with its newspaper; return when all are done.

    Once in the life of a process.  Raises `crawler.manners.ContactError` when one of them is a
    real newspaper and nobody stands behind the questions.
    """
    for site, _ in tasks.values():
        manners.settings(site, contact)
    process = AsyncCrawlerProcess(_settings(contact))
    # Until somebody begins to log, Twisted prints tracebacks; each fault is told by its word.
    globalLogBeginner.beginLoggingTo([], discardBuffer=True, redirectStandardIO=False)
    for site, task in tasks.values():
        process.crawl(Probe, site=site, task=task, tell=tell)
    process.start()


def _settings(contact: str) -> Settings:
    """Return the settings of a crawl, without what keeps pages and remembers lists."""
    found = Settings()
    found.setmodule(settings, priority="project")
    middlewares = {
        name: None if any(part in name for part in _UNHEARD) else place
        for name, place in settings.DOWNLOADER_MIDDLEWARES.items()
    }
    found.update(
        {
            "DIEMBAO_CONTACT": contact,
            "DOWNLOADER_MIDDLEWARES": middlewares,
            "EXTENSIONS": {"crawler.robots.CrawlDelay": 0},
            "HTTPCACHE_ENABLED": False,
            "ITEM_PIPELINES": {},
            "LOG_ENABLED": False,
            "LOG_INSTALL_ROOT_HANDLER": False,
        },
        priority="cmdline",
    )
    return found
