"""Ask for everything by which a newspaper may list its articles, and note what answers."""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from parsel import Selector
from scrapy.http import HtmlResponse, Response

from crawler import clues
from crawler.discover import ListApi
from crawler.family import Family, Tries, families
from crawler.findings import Findings, Listed
from crawler.probe import Asker
from crawler.site import Site
from crawler.ways import api, feed, listing, sitemap, way

CATEGORIES, FEEDS, TURNS = 25, 30, 30
"""So many listings and feeds are asked for, and so many pages are proposed, at most."""

_SITEMAPS = ("/sitemap.xml", "/sitemap_index.xml", "/news-sitemap.xml")

Read = Callable[[Site, way.Ask, Response], way.Found]


class Inventory:
    """The lists of one newspaper, which are noted in ``found``."""

    def __init__(self, asker: Asker, found: Findings, front: HtmlResponse, now: datetime) -> None:
        """Begin at the front page."""
        self.asker, self.found, self.front, self.now = asker, found, front, now
        self.pages: dict[str, HtmlResponse] = {}
        """The pages that may be listings, by address."""

    @property
    def site(self) -> Site:
        """The newspaper as a crawl would use it."""
        return self.found.site

    @property
    def tries(self) -> Tries:
        """Where other papers of its family have their lists."""
        system = families().get(self.found.family)
        return system.tries if system else Tries()

    async def pool(self) -> list[str]:
        """Return the addresses on the front page and in the first feed it announces."""
        found = clues.links(self.front)
        for url in [url for url in clues.announced(self.front) if self.site.owns(url)][:1]:
            response = (await self.asker.ask(url)).response
            if response is not None:
                named = Selector(response.body.decode("utf-8", "replace"), type="xml")
                found += named.xpath("//*[local-name()='link']/text() | //*/@href").getall()
        return found

    def articles(self) -> list[str]:
        """Return the articles that the lists name, the first of each list first."""
        found = self.found
        named = [one.links for one in (*found.listings, *found.feeds, *found.sitemaps)]
        named += [links for _, links in found.api]
        firsts = [links[0] for links in named if links]
        return list(dict.fromkeys((*firsts, *(url for links in named for url in links))))

    async def take(self, sitemaps: list[str]) -> None:
        """Ask for everything; ``sitemaps`` are those that robots.txt names."""
        await self._listings()
        await self._turning()
        await self._feeds()
        await self._sitemaps(sitemaps)
        if not (self.found.listings and self.found.page):
            await self._apis()

    async def _ask(self, read: Read, ask: way.Ask, site: Site | None = None) -> way.Found | None:
        """Return what the list of ``ask`` says; None when there is none."""
        answer = await self.asker.ask(ask.url, ask.headers)
        if not answer.ok or answer.response is None:
            return None
        try:
            return read(site or self.site, ask, answer.response)
        except way.NotAListError:
            return None

    def _question(self, kind: str, url: str, **more: Any) -> way.Ask:
        days = way.Days(until=way.today(self.now))
        return way.Ask(way=kind, url=url, days=days, **more)

    def _place(self, url: str) -> str:
        """Return ``url`` as the newspaper's file names it."""
        return url.removeprefix(self.site.base_url) or "/"

    def _lose(self, url: str, named: Iterable[str]) -> None:
        if url in named:
            self.found.lost.append(f"{url}: names no article")

    async def _listings(self) -> None:
        named = [self.site.at(place) for place in self.site.discover.listings]
        shown: dict[str, list[str]] = {}
        for url in dict.fromkeys((*named, *clues.categories(self.site, self.front))):
            if len(shown) < CATEGORIES or url in named:
                shown[url] = await self._listing(url)
        furniture = clues.furniture([links for links in shown.values() if links])
        for url, links in shown.items():
            if own := [link for link in links if link not in furniture]:
                self.found.listings.append(Listed(place=self._place(url), links=tuple(own)))
            elif url != self.site.at("/"):
                self._lose(url, named)
        others = [one for one in self.found.listings if one.place != "/"]
        if others:  # the front page names what they name
            self.found.listings[:] = others

    async def _listing(self, url: str) -> list[str]:
        response = (await self.asker.ask(url)).response
        if isinstance(response, HtmlResponse):
            self.pages[url] = response
        said = await self._ask(listing.read, self._question("listing", url, source=url))
        return list(dict.fromkeys(link.url for link in said.links)) if said else []

    async def _turning(self) -> None:
        """Find how a listing's pages are turned, and how many there are."""
        seen = [tail for url, page in self.pages.items() for tail in clues.tails(url, page)]
        likely = [tail for tail, _ in Counter(tail for tail, _ in seen).most_common(1)]
        known = [self.site.discover.page] if self.site.discover.page else []
        for tail in dict.fromkeys((*likely, *known, *self.tries.pages)):
            if await self._turns(tail):
                last = max((n for other, n in seen if other == tail), default=TURNS)
                self.found.page = tail
                self.found.pages = min(last, TURNS)
                return

    async def _turns(self, tail: str) -> bool:
        """Tell whether the second page of the longest listing shows other articles."""
        longest = sorted(self.found.listings, key=lambda one: -len(one.links))
        for one in longest[:1]:
            url = self.site.at(one.place) + tail.replace("{n}", "2")
            return bool(set(await self._listing(url)) - set(one.links))
        return False

    async def _feeds(self) -> None:
        named = [self.site.at(place) for place in self.site.discover.feeds]
        index = (await self.asker.ask(self.site.at("/rss"))).response
        listed = [url for url in clues.links(index) if re.search(r"rss|feed", url)]
        places = [*named, *clues.announced(self.front), *listed]
        for url in dict.fromkeys(filter(self.site.owns, places)):
            if len(self.found.feeds) < FEEDS and not await self._feed(url):
                self._lose(url, named)
        for template in self.tries.feeds if not self.found.feeds else ():
            for name in self._categories():
                if not await self._feed(self.site.at(template.replace("{category}", name))):
                    break

    async def _feed(self, url: str) -> bool:
        said = await self._ask(feed.read, self._question("feed", url))
        links = tuple(link.url for link in said.links) if said else ()
        if links:
            self.found.feeds.append(Listed(place=self._place(url), links=links))
        return bool(links)

    def _categories(self) -> list[str]:
        """Return what the listings are called in addresses."""
        paths = (urlsplit(self.site.at(one.place)).path.strip("/") for one in self.found.listings)
        return [path.rpartition("/")[2].removesuffix(".html") for path in paths if path][:FEEDS]

    async def _sitemaps(self, told: list[str]) -> None:
        named = [self.site.at(place) for place in self.site.discover.sitemaps]
        usual = [self.site.at(place) for place in (*self.tries.sitemaps, *_SITEMAPS)]
        for url in dict.fromkeys(filter(self.site.owns, (*named, *told))):
            if not await self._sitemap(url):
                self._lose(url, named)
        for url in dict.fromkeys(usual):
            if not self.found.sitemaps:
                await self._sitemap(url)
        month = self.site.discover.sitemap_by_month
        for template in filter(None, (month, *self.tries.by_month)):
            if not self.found.sitemaps and not self.found.by_month:
                await self._by_month(template)

    async def _sitemap(self, url: str) -> bool:
        said = await self._ask(sitemap.read, self._question("sitemap", url, pages=1))
        if said is None:
            return False
        links = tuple(link.url for link in said.links)
        if said.lists and not links:
            child = await self._ask(sitemap.read, said.lists[0])
            links = tuple(link.url for link in child.links) if child else ()
        if links:
            lists = len(said.lists)
            one = Listed(place=self._place(url), links=links, lists=lists)
            self.found.sitemaps.append(one)
        return bool(links)

    async def _by_month(self, template: str) -> None:
        update = {"sitemap_by_month": template}
        places = self.site.discover.model_copy(update=update).sitemaps_of([self.now.date()])
        said = await self._ask(sitemap.read, self._question("sitemap", self.site.at(places[0])))
        if said and said.links:
            self.found.by_month = template

    async def _apis(self) -> None:
        named = list(self.site.discover.api)
        system = families().get(self.found.family)
        pages = (self.front, *self.pages.values())
        seen = [one for page in pages for one in clues.apis(system, page)] if system else []
        for one in {one.url: one for one in (*named, *seen)}.values():
            if len(self.found.api) < CATEGORIES and not await self._api(one):
                self._lose(one.url, [known.url for known in named])

    async def _api(self, one: ListApi) -> bool:
        links = await self.named_by(self.site, one)
        if links:
            self.found.api.append((one, tuple(links)))
        return bool(links)

    async def named_by(self, site: Site, one: ListApi) -> list[str]:
        """Return the articles that the first page of a list API names."""
        question = self._question("api", site.at(one.at(0)), source=one, headers=one.headers)
        said = await self._ask(api.read, question, site)
        return [link.url for link in said.links] if said else []

    async def first_of_apis(self, site: Site, system: Family) -> str:
        """Return an article named by a list API of ``system`` that the front page gives away."""
        for one in clues.apis(system, self.front):
            if links := await self.named_by(site, one):
                return links[0]
        return ""
