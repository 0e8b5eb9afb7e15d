"""The spider that reads every newspaper: its lists, then the articles they name."""

from collections import Counter
from collections.abc import AsyncIterator, Iterable, Iterator
from datetime import UTC, datetime
from math import inf
from pathlib import Path
from typing import Any, Self

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider
from scrapy.http import Response

from crawler import manners, site
from crawler.conditional import FRESH, LIST
from crawler.fetch import (
    KEPT,
    UNCHANGED,
    Fetch,
    ListDone,
    is_passing,
    is_refusal,
    outcome_for,
    outcome_of,
)
from crawler.habit import Habits
from crawler.memory import Memory
from crawler.revisit import questions
from crawler.ways import asks, read, turned
from crawler.ways.way import Ask, Days, Found, Link, NotAListError, keys, taken, today
from db.store import PageRow

TROUBLE = 20
"""Addresses that are named when something went wrong with a list."""

ENOUGH = 10
"""Refusals in a row after which a newspaper is left in peace: it is down, or wants us away."""

NOT_MODIFIED = 304

Answer = Iterator[Request | Fetch | ListDone]


class NewsSpider(Spider):
    """Follow one newspaper's own lists and keep each article as it came.

    ``scrapy crawl news -a site=baolangson``.  Every article address found ends in exactly one
    of ``counts``: ``known``, ``kept``, a failure's word, or ``left`` when the crawl was stopped.
    Lists are counted as ``lists``, ``not-modified``, ``resting`` or ``list-`` and a failure's
    word; other looks at young articles as ``revisited``, and of these ``unchanged`` or
    ``revisit-`` and a failure's word.  ``feeds-end`` is the youngest day in any feed (20261122).
    """

    name = "news"
    site: site.Site
    memory: Memory
    habits: Habits
    silent = False
    """Whether what is kept is no news."""

    most: float = inf
    """New articles that are asked for, at most."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Begin with nothing known; the pipeline tells what is."""
        super().__init__(*args, **kwargs)
        self.now = datetime.now(UTC)
        self.fault = ""
        """Why this crawl cannot be, or could not go on; one line."""

        self.gave_up = ""
        """Why this crawl ended early, while pages can still be kept; one line."""

        self.refusals = 0
        self.counts: Counter[str] = Counter()
        self.trouble: list[str] = []
        self.resumes = False
        """Whether the last crawl was killed, stopped or lost a list: then no list is cut short."""

        self.asked: set[int] = set()
        """Hashes of the keys of the articles this crawl asks for: small, for there are many."""

        self.met: set[int] = set()
        """The same of all articles it has met."""

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

    def begin(self, memory: Memory, habits: Habits, *, resumes: bool) -> None:
        """Hear what earlier crawls know."""
        self.memory, self.habits, self.resumes = memory, habits, resumes

    @property
    def left(self) -> int:
        """Articles found of which nothing is said yet."""
        return self.counts["found"] - self.counts["known"] - self.settled

    @property
    def finished(self) -> bool:
        """Whether every list and every article has been settled, for this crawl and the next."""
        return not (self.fault or self.gave_up or self.left or self.open_lists or self.owed_lists)

    @property
    def days(self) -> Days:
        """The days whose articles are wanted."""
        return Days(until=today(self.now))

    async def start(self) -> AsyncIterator[Any]:
        """Ask for the lists, for what failed last time, and for what may have changed."""
        if self.fault:
            raise CloseSpider("refused")
        for request in self._begin():
            yield request

    def _begin(self) -> Iterator[Request]:
        for ask in asks(self.site, self.days):
            if not self.resumes and self.habits.rests(ask.url, self.now):
                self.counts["resting"] += 1
            else:
                yield self._list(ask)
        owed = (Link(url=url) for url in self.memory.owed())
        yield from self._articles(taken(self.site, self.site.base_url, owed))
        yield from (self._again(page) for page in self.memory.due(self.now))

    def _list(self, ask: Ask) -> Request:
        """Ask for a list only if it has changed: the first page at once, others after articles.

        So that a newspaper of any size is never held in memory.
        """
        self.open_lists += 1
        return Request(
            ask.url,
            callback=self.parse_list,
            errback=self.list_failed,
            headers={**ask.headers, **FRESH},
            priority=-1 if ask.number else 10,
            dont_filter=True,
            meta={LIST: True} | ({"download_maxsize": ask.largest} if ask.largest else {}),
            cb_kwargs={"ask": ask},
        )

    def parse_list(self, response: Response, ask: Ask) -> Answer:
        """Ask for the articles and lists that a list names."""
        try:
            found = read(self.site, ask, response)
        except NotAListError as error:
            self._lost(ask, error.outcome)
            yield from self.after(ask, Found(), lost=True)
            return
        self._go_on()
        self.open_lists -= 1
        self.counts["not-modified" if "cached" in response.flags else "lists"] += 1
        self.counts |= Counter({"feeds-end": found.ends})  # the later of the two
        self._bear(KEPT)
        yield from self.after(ask, found)

    def list_failed(self, failure: Any) -> Answer:
        """Count a list that could not be had."""
        ask = failure.request.cb_kwargs["ask"]
        self._lost(ask, self._outcome(failure))
        yield from self.after(ask, Found(), lost=True)

    def after(self, ask: Ask, found: Found, *, lost: bool = False) -> Answer:
        """Follow what a list names; turn its pages while they show news."""
        yield from map(self._list, found.lists)
        links = found.links
        yield from self._articles(links)
        fresh = keys(links) - ask.first - ask.last
        news = any(hash(key) in self.asked for key in fresh)
        more = turned(self.site, ask) if ask.number + 1 < ask.pages else ""
        if more and (news or (fresh and self.resumes)):
            yield self._list(ask.turned(more, links))
        if not lost and not found.lists and not ask.number:
            self.habits.note(ask.url, self.now, news=news)

    def _articles(self, links: Iterable[Link]) -> Iterator[Request]:
        """Ask for the articles among ``links`` that nobody has met yet."""
        for link in links:
            if (mark := hash(link.key)) in self.met:
                continue
            known = self.memory.knows(link.key)
            if not known and len(self.asked) >= self.most:
                self.counts["capped"] = 1
                return
            self.met.add(mark)
            self.counts.update(("found", "known") if known else ("found",))
            if not known:
                self.asked.add(mark)
                yield self._article(link.url, link.key)

    def _article(self, url: str, key: str, **more: Any) -> Request:
        return Request(
            url,
            callback=self.parse_article,
            errback=self.article_failed,
            dont_filter=True,
            meta={"dont_cache": True},
            cb_kwargs={"url": url, "key": key, **more},
        )

    def _again(self, page: PageRow) -> Request:
        """Look at a young article again: only if it has changed, and after everything new."""
        request = self._article(page.url, page.url_key, before=page)
        request.headers.update(questions(page))
        request.meta["handle_httpstatus_list"] = [NOT_MODIFIED]
        request.priority = -2
        return request

    def parse_article(
        self, response: Response, url: str, key: str, before: PageRow | None = None
    ) -> Answer:
        """Keep an article as it came; reading it is another stage's work."""
        self._go_on()
        headers, body = response.meta["as_sent"]
        final = self.site.key(response.url)
        canonical = self.site.canonical(response.url, response.body)
        outcome = UNCHANGED if response.status == NOT_MODIFIED else outcome_for(response)
        names = {key, before.canonical_key} if before else {key}
        elsewhere = final not in names and not self.site.takes(response.url)
        if elsewhere or self._is_met({final, canonical} - names):
            outcome = "moved"
        if before is None:  # the lists are to count the others as found
            self.met |= {hash(final), hash(canonical)}
        yield Fetch(
            url=url,
            key=key,
            canonical_key=canonical,
            outcome=outcome,
            final_url=response.url,
            status=response.status,
            headers=headers,
            body=body if outcome == KEPT else b"",
            before=before,
        )
        self._bear(outcome)

    def _is_met(self, names: set[str]) -> bool:
        """Tell whether an article is kept, or asked for, by one of these names."""
        return any(hash(name) in self.met or self.memory.knows(name) for name in names)

    def article_failed(self, failure: Any) -> Answer:
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

    def _outcome(self, failure: Any) -> str:
        outcome = outcome_of(failure.value)
        if outcome in {"failed", "ignored"}:
            self.logger.error("%s: %s", failure.request.url, failure.getTraceback())
        return outcome

    def _lost(self, ask: Ask, outcome: str) -> None:
        self._go_on()
        self.open_lists -= 1
        self.owed_lists += is_passing(outcome)
        self.counts[f"list-{outcome}"] += 1
        if len(self.trouble) < TROUBLE:
            self.trouble.append(f"{ask.url}: {outcome}")
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
        if self.gave_up:
            raise CloseSpider("refused")
