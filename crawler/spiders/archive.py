"""The spider that fetches what a newspaper has published on days that are over."""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from scrapy import Request
from scrapy.http import Response

from crawler.fetch import KEPT, ListDone, outcome_for
from crawler.spiders.news import Answer, NewsSpider
from crawler.ways import asks, turned
from crawler.ways.way import Ask, Days, Found, Link, keys
from db.store import PageRow
from extract import clean
from extract.model import Page

ENDS = ("http-404", "http-410")
"""What the page behind the last one of a list may answer."""


@dataclass(slots=True)
class Sheet:
    """The list that is being worked through: the next one is asked for when it is done."""

    ask: Ask
    links: tuple[Link, ...]
    dated: bool
    """Whether anything on it tells a date."""

    young: bool
    """Whether an article on it is of the days wanted or younger, so that its next page matters."""

    waiting: int = 0
    """Articles that have been asked for and are not there yet."""

    @property
    def goes_on(self) -> bool:
        """Whether its next page may name more: it shows something new, and not all is too old."""
        fresh = keys(self.links) - self.ask.first - self.ask.last
        return bool(fresh) and (self.young or not self.dated)


class ArchiveSpider(NewsSpider):
    """Work through a newspaper's archive list by list, and keep its pages as no news.

    ``scrapy crawl archive -a site=baolangson -a since=2024-01-01 -a until=2024-12-31 -a most=500``.
    A list that is done is noted with its last article, so that the same days, asked for again,
    go on where they were left.  Lists that are skipped for that are counted as ``lists-done``,
    and ``capped`` is 1 when there was more than ``most``.
    """

    name = "archive"
    silent = True
    sheet: Sheet

    def __init__(
        self, *args: Any, since: str = "", until: str = "", most: str = "1000", **kwargs: Any
    ) -> None:
        """Take the days as they are written: ``2024-01-01``."""
        super().__init__(*args, **kwargs)
        self.most = int(most)
        self.span = date.fromisoformat(since), date.fromisoformat(until)
        self.pending: deque[Ask] = deque()

    @property
    def finished(self) -> bool:
        """Whether every list and every article has been settled."""
        return super().finished and not self.pending

    @property
    def days(self) -> Days:
        """The days whose articles are wanted."""
        return Days(since=self.span[0], until=self.span[1])

    def _begin(self) -> Iterator[Request]:
        self.pending.extend(asks(self.site, self.days))
        yield from self._next()

    def _next(self) -> Iterator[Request]:
        """Ask for the next list that is not done yet."""
        while self.pending and not self.counts["capped"]:
            ask = self.pending.popleft()
            goes_on = self.memory.done(*self.span, ask.url)
            if goes_on is None:
                yield self._list(ask)
                return
            self.counts["lists-done"] += 1
            if goes_on:
                self._turn(ask)

    def _turn(self, ask: Ask, links: Iterable[Link] = ()) -> None:
        """Put the page after ``ask``, which has shown ``links``, before all other lists."""
        if url := turned(self.site, ask):
            self.pending.appendleft(ask.turned(url, links))

    def after(self, ask: Ask, found: Found, *, lost: bool = False) -> Answer:
        """Ask for the articles of these days that a list names."""
        self.pending.extendleft(reversed(found.lists))
        if lost:
            yield from self._next()
            return
        dated = [link for link in found.links if link.is_dated]
        young = any(link.is_of(Days(since=self.span[0], until=date.max)) for link in dated)
        self.sheet = Sheet(ask=ask, links=found.links, dated=bool(dated), young=young)
        wanted = (link for link in found.links if link.is_of(self.days))
        requests = list(self._articles(wanted))
        self.sheet.waiting = len(requests)
        yield from requests
        if not requests:
            yield from self._done()

    def list_failed(self, failure: Any) -> Answer:
        """Take a page that is not there for the end of its list, if it is not its first."""
        ask = failure.request.cb_kwargs["ask"]
        if ask.number and self._outcome(failure) in ENDS:
            self.open_lists -= 1
            self.counts["lists"] += 1
            yield from self._next()
        else:
            yield from super().list_failed(failure)

    def parse_article(
        self, response: Response, url: str, key: str, before: PageRow | None = None
    ) -> Answer:
        """Keep an article, and look at its date if its list does not tell how old it is."""
        yield from super().parse_article(response, url, key, before)
        if not self.sheet.young and (on := self._published(response)):
            self.sheet.dated = True
            self.sheet.young = on >= self.span[0].isoformat()[: len(on)]
        yield from self._one_less()

    def article_failed(self, failure: Any) -> Answer:
        """Remember why an article could not be had."""
        yield from super().article_failed(failure)
        yield from self._one_less()

    def _published(self, response: Response) -> str:
        """Return the day of an article as exactly as it is told; empty if it is not."""
        if outcome_for(response) != KEPT:
            return ""
        page = Page(url=response.url, body=response.body)
        try:
            found = clean.article(page, self.site.layouts, name=self.site.name, today=self.now)
        except clean.UnreadablePageError:
            return ""
        return found.published[:10]

    def _one_less(self) -> Answer:
        self.sheet.waiting -= 1
        if self.sheet.waiting == 0:
            yield from self._done()

    def _done(self) -> Answer:
        """Note that a list is done, and go on."""
        if self.counts["capped"]:
            return
        goes_on = self.sheet.goes_on
        yield ListDone(self.sheet.ask.url, *self.span, goes_on)
        if goes_on:
            self._turn(self.sheet.ask, self.sheet.links)
        yield from self._next()
