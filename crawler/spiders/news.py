"""The spider that reads every newspaper: its lists, then the articles they name."""

from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any, Self
from urllib.parse import urljoin

import feedparser
from parsel import Selector
from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider
from scrapy.http import HtmlResponse, Response
from scrapy.utils.response import get_base_url

from crawler import manners, site
from crawler.fetch import KEPT, Fetch, is_passing, is_refusal, outcome_for, outcome_of
from crawler.revisit import FRESH, LIST

TROUBLE = 20
"""Addresses that are named when something went wrong with a list."""

ENOUGH = 10
"""Refusals in a row after which a newspaper is left in peace: it is down, or wants us away."""

Found = Iterator[Request | Fetch]


class NewsSpider(Spider):
    """Follow one newspaper's own lists and keep each article as it came.

    ``scrapy crawl news -a site=baolangson``.  Every article address found ends in exactly one
    of ``counts``: ``known``, ``kept``, a failure's word, or ``left`` when the crawl was stopped.
    Lists are counted as ``lists``, ``not-modified`` or ``list-`` and a failure's word.
    """

    name = "news"
    site: site.Site

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Begin with nothing known; the pipeline tells what is."""
        super().__init__(*args, **kwargs)
        self.fault = ""
        """Why this crawl cannot be, or could not go on; one line."""

        self.gave_up = ""
        """Why this crawl ended early, while pages can still be kept; one line."""

        self.refusals = 0
        self.counts: Counter[str] = Counter()
        self.trouble: list[str] = []
        self.known: set[str] = set()
        self.owed: list[str] = []
        self.resumes = False
        """Whether the last crawl was killed, stopped or lost a list: then no list is cut short."""

        self.wanted: set[str] = set()
        """Keys of the articles this crawl asks for, or has met."""

        self.settled = 0
        self.open_lists = 0
        self.owed_lists = 0
        """Lists that another try may give, with articles that no other list names."""

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Return the spider for the newspaper with the id ``site``."""
        chosen = kwargs.pop("site", "")
        spider = super().from_crawler(crawler, *args, **kwargs)
        own = crawler.settings["DIEMBAO_SITES_FOLDER"]
        try:
            spider.site = site.sites([Path(own)] if own else [])[chosen]
            manners.apply(crawler.settings, spider.site, crawler.settings["DIEMBAO_CONTACT"])
        except (site.SiteError, manners.ContactError) as error:
            spider.fault = str(error)
        return spider

    @property
    def left(self) -> int:
        """Articles found of which nothing is said yet."""
        return self.counts["found"] - self.counts["known"] - self.settled

    @property
    def finished(self) -> bool:
        """Whether every list and every article has been settled, for this crawl and the next."""
        return not (self.fault or self.left or self.open_lists or self.owed_lists)

    async def start(self) -> AsyncIterator[Any]:
        """Ask again for what failed last time, then for every list."""
        if self.fault:
            raise CloseSpider("refused")
        for request in self._articles(self.owed):
            yield request
        for feed in self.site.discover.feeds:
            yield self._list(self.site.at(feed), self.parse_feed)
        for listing in self.site.discover.listings:
            yield self._listing(self.site.at(listing), 1, frozenset())

    def _list(self, url: str, callback: Callable[..., Any], **more: Any) -> Request:
        """Ask for a list before any article, and only if it has changed."""
        self.open_lists += 1
        return Request(
            url,
            callback=callback,
            errback=self.list_failed,
            headers=FRESH,
            priority=10,
            dont_filter=True,
            meta={LIST: True},
            cb_kwargs=more,
        )

    def _listing(self, listing: str, number: int, before: frozenset[str]) -> Request:
        url = self.site.discover.turned(listing, number)
        return self._list(url, self.parse_listing, listing=listing, number=number, before=before)

    def parse_feed(self, response: Response) -> Found:
        """Ask for the articles a feed names."""
        # As a stream: feedparser takes bytes for the name of a file first, and opens it.
        feed = feedparser.parse(
            BytesIO(response.body), response_headers={"content-location": response.url}
        )
        if not feed.entries and (feed.bozo or not feed.version):
            self._lost(response.url, "not-feed")
            return
        self._read(response)
        yield from self._articles(entry["link"] for entry in feed.entries if "link" in entry)

    def parse_listing(
        self, response: Response, listing: str, number: int, before: frozenset[str]
    ) -> Found:
        """Ask for the articles a listing shows, and for its next page while it shows news.

        ``before`` holds what its earlier pages showed: a listing that repeats itself has ended.
        """
        if not isinstance(response, HtmlResponse):
            self._lost(response.url, "empty" if not response.body else "not-html")
            return
        self._read(response)
        links = list(self._links(response))
        shown = frozenset(self.site.key(link) for link in links)
        yield from self._articles(links)
        fresh = shown - before
        news = fresh if self.resumes else fresh - self.known
        if news and self.site.discover.page and number < self.site.discover.pages:
            yield self._listing(listing, number + 1, before | shown)

    def _links(self, response: HtmlResponse) -> Iterator[str]:
        chosen = Selector(response.text).css(self.site.discover.links)
        base = _base(response)
        for href in chosen.xpath("descendant-or-self::a/@href").getall():
            try:
                url = urljoin(base, href.strip())
            except ValueError:  # "http://[" is written on some front page
                continue
            if self.site.takes(url):
                yield url

    def _articles(self, links: Iterable[str]) -> Iterator[Request]:
        """Ask for the articles among ``links`` that nobody has met yet."""
        for url in links:
            if not self.site.takes(url) or (key := self.site.key(url)) in self.wanted:
                continue
            self.wanted.add(key)
            self.counts["found"] += 1
            if key in self.known:
                self.counts["known"] += 1
                continue
            yield Request(
                url,
                callback=self.parse_article,
                errback=self.article_failed,
                dont_filter=True,
                meta={"dont_cache": True},
                cb_kwargs={"url": url, "key": key},
            )

    def parse_article(self, response: Response, url: str, key: str) -> Found:
        """Keep an article as it came; reading it is another stage's work."""
        self._go_on()
        headers, body = response.meta["as_sent"]
        final = self.site.key(response.url)
        canonical = self.site.canonical(response.url, response.body)
        outcome = outcome_for(response)
        others = {final, canonical} - {key} if key not in self.known else set()
        met = any(other in self.wanted or other in self.known for other in others)
        if met or (final != key and not self.site.takes(response.url)):
            outcome = "moved"
        self.wanted |= {final, canonical}
        yield Fetch(
            url=url,
            key=key,
            canonical_key=canonical,
            outcome=outcome,
            final_url=response.url,
            status=response.status,
            headers=headers,
            body=body if outcome == KEPT else b"",
        )
        self._bear(outcome)

    def article_failed(self, failure: Any) -> Found:
        """Remember why an article could not be had; ``failure`` is Twisted's."""
        self._go_on()
        response = getattr(failure.value, "response", None)
        outcome = self._outcome(failure)
        yield Fetch(
            **failure.request.cb_kwargs,
            outcome=outcome,
            final_url=response.url if response else "",
            status=response.status if response else None,
            headers=response.meta.get("as_sent", ((), b""))[0] if response else (),
        )
        self._bear(outcome)

    def list_failed(self, failure: Any) -> None:
        """Count a list that could not be had."""
        self._lost(failure.request.url, self._outcome(failure))

    def _outcome(self, failure: Any) -> str:
        outcome = outcome_of(failure.value)
        if outcome in {"failed", "ignored"}:
            self.logger.error("%s: %s", failure.request.url, failure.getTraceback())
        return outcome

    def _read(self, response: Response) -> None:
        self._go_on()
        self.open_lists -= 1
        self.counts["not-modified" if "cached" in response.flags else "lists"] += 1
        self._bear(KEPT)

    def _lost(self, url: str, outcome: str) -> None:
        self._go_on()
        self.open_lists -= 1
        self.owed_lists += is_passing(outcome)
        self.counts[f"list-{outcome}"] += 1
        if len(self.trouble) < TROUBLE:
            self.trouble.append(f"{url}: {outcome}")
        self._bear(outcome)

    def _go_on(self) -> None:
        """End the crawl when the pipeline can keep nothing any more."""
        if self.fault:
            raise CloseSpider("cannot-keep")

    def _bear(self, outcome: str) -> None:
        """End the crawl when the newspaper has refused everything for a while."""
        self.refusals = self.refusals + 1 if is_refusal(outcome) else 0
        if self.refusals >= ENOUGH:
            self.gave_up = f"gave up after {ENOUGH} refusals in a row, the last: {outcome}"
            raise CloseSpider("refused")


def _base(response: HtmlResponse) -> str:
    """Return what the links of a page are relative to: its ``<base>`` if that makes sense."""
    try:
        return get_base_url(response)
    except ValueError:
        return response.url
