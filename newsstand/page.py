"""The pages of a newspaper, by address: what its server would answer today."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import format_datetime
from functools import cached_property, partial
from hashlib import sha256
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from newsstand import lists, spoil
from newsstand.answer import Answer
from newsstand.article import Article
from newsstand.paper import HERE, NEWEST, Paper

PER_PAGE = 10
HUGE = 20_000_000
WEEKDAYS = ("Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy", "Chủ nhật")
HTML, XML, TEXT, SVG = "text/html", "application/rss+xml", "text/plain", "image/svg+xml"
SITEMAP, JSON = "application/xml", "application/json"
CHARSETS = {"wrong-charset": "iso-8859-1", "wrong-charset-16": "utf-16"}
_CLOCK = "\N{OBJECT REPLACEMENT CHARACTER}clock\N{OBJECT REPLACEMENT CHARACTER}"
_NOW = "\N{OBJECT REPLACEMENT CHARACTER}now\N{OBJECT REPLACEMENT CHARACTER}"
_DRESSED = re.compile(r"^(?:/index\.php|/\(X\(1\)S\(\w+\)\))(?=/)")
"""What the trap ``spellings`` puts before a path."""


def day(moment: date) -> str:
    """Return a day as papers print it: ``Thứ bảy, 18/09/2021``."""
    return f"{WEEKDAYS[moment.weekday()]}, {moment:%d/%m/%Y}"


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=select_autoescape(("html", "xml")),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"day": day, "rfc822": format_datetime, "us": spoil.us}
    environment.filters["entities"] = spoil.entities
    return environment


_ENVIRONMENT = _environment()


@dataclass(frozen=True, kw_only=True)
class Edition:
    """One paper on one day, with its traps as they are set at this moment."""

    paper: Paper
    base_url: str
    today: date
    traps: Collection[str] = ()

    @cached_property
    def articles(self) -> list[Article]:
        """Everything that is linked, newest first."""
        trapped = [a for name, a in self.paper.trapped.items() if name in self.traps]
        both = [*self.paper.articles, *trapped]
        if "corrected" in self.traps:
            both = [article.corrected for article in both]
        return sorted(both, key=lambda article: article.published, reverse=True)

    @cached_property
    def _trap_of(self) -> dict[str, str]:
        return {a.slug: name for name, a in self.paper.trapped.items() if name in self.traps}

    @cached_property
    def _by_address(self) -> dict[str, Article]:
        return {self.paper.address(article).rstrip("/"): article for article in self.articles}

    @cached_property
    def _by_category(self) -> dict[str, list[Article]]:
        names = (NEWEST, *self.paper.categories)
        return {name: lists.among(self.articles, name) for name in names}

    @cached_property
    def _places(self) -> dict[str, Callable[[int], Answer]]:
        """What stands where, articles and pages of no list apart; each is given a page number."""
        paper, found = self.paper, dict[str, Callable[[int], Answer]]()
        for category in (NEWEST, *paper.categories):
            found[paper.listing(category).rstrip("/")] = partial(self._listing, category)
            if paper.offers("feeds"):
                found[paper.feed(category).rstrip("/")] = partial(self._feed, category)
        if paper.offers("sitemaps"):
            found[paper.system.sitemap] = self._sitemaps
            for path, rows in lists.parts(paper, self.articles).items():
                found[path] = partial(self._sitemap, rows)
        return found

    def answer(self, path: str, query: str = "", *, by_script: bool = False) -> Answer:
        """Return what stands at ``path`` for ``query``; 404 when nothing does.

        ``by_script`` is what F1's list API wants of its visitors.
        """
        if "spellings" in self.traps:
            path = _DRESSED.sub("", path)
        place = path.rstrip("/") or "/"
        if place == "/robots.txt":
            return self._robots()
        if place.endswith(".svg"):
            return self._answer("photo.svg", SVG, colour=sha256(place.encode()).hexdigest()[:6])
        if article := self._by_address.get(place.removeprefix("/print")):
            return self._article(article)
        if self.paper.offers("api") and place == self.paper.system.api.partition("?")[0]:
            return self._api(query, by_script=by_script)
        place, number = self.paper.turned(f"{path}?{query}" if query else path)
        shown = self._places.get(place.rstrip("/"))
        return shown(number) if shown else self._service(place.rstrip("/") or "/")

    def _service(self, place: str) -> Answer:
        if place == "/":
            shown = self.articles if self.paper.offers("listings") else []
            return self._answer("front.html", articles=shown, of=self.articles[0])
        if place == "/rss" and self.paper.offers("feeds"):
            return self._answer("feeds.html")
        if place in ("/tim-kiem", "/su-kien"):
            return self._answer("topic.html", title="Chủ đề", articles=self.articles[:3])
        missing = self._answer("missing.html")
        return Answer(
            status=HTTPStatus.NOT_FOUND, content_type=missing.content_type, body=missing.body
        )

    def _robots(self) -> Answer:
        for trap, status in (
            ("robots-500", HTTPStatus.INTERNAL_SERVER_ERROR),
            ("robots-404", HTTPStatus.NOT_FOUND),
        ):
            if trap in self.traps:
                return Answer(status=status, content_type=TEXT)
        return self._answer("robots.txt", TEXT, forbids="robots-forbids" in self.traps)

    def _listing(self, category: str, page: int) -> Answer:
        found = self._by_category[category] if self.paper.offers("listings") else []
        last = max(-(-len(found) // PER_PAGE), 1)
        turn = (page - 1) % last + 1 if "endless-list" in self.traps else page
        shown = found[(turn - 1) * PER_PAGE : turn * PER_PAGE]
        return self._answer(
            f"{self.paper.family}/listing.html",
            links=shown,
            category=category,
            heading=self.paper.categories.get(category, "Tin mới"),
            articles=shown,
            page=page,
            pages=range(1, max(last, page + 1 if "endless-list" in self.traps else last) + 1),
            of=shown[0] if shown else None,
        )

    def _feed(self, category: str, _: int) -> Answer:
        shown = lists.fed(self.paper, self.articles, category, self.traps)
        if "double-entities" in self.traps:
            shown = [spoil.escaped(article) for article in shown]
        name = self.paper.categories.get(category, "Tin mới")
        newest = shown[0] if shown else None
        return self._answer("feed.xml", XML, heading=name, articles=shown, of=newest)

    def _sitemaps(self, _: int) -> Answer:
        if "lost-sitemap" in self.traps:
            return Answer(status=HTTPStatus.FORBIDDEN, content_type=TEXT, body=b"blocked")
        parts = lists.parts(self.paper, self.articles, self.traps)
        return self._answer("sitemapindex.xml", SITEMAP, parts=parts, of=self.articles[0])

    def _sitemap(self, rows: list[Article], _: int) -> Answer:
        odd = "odd-sitemap" in self.traps
        return self._answer("sitemap.xml", SITEMAP, articles=rows, odd=odd, of=rows[0])

    def _api(self, query: str, *, by_script: bool) -> Answer:
        said = lists.asked(self.paper, parse_qs(query), self.articles)
        if said is None or (self.paper.family == "f1" and not by_script):
            return Answer(status=HTTPStatus.BAD_REQUEST, content_type=TEXT)
        body = lists.written(said).encode()
        tag = f'"{sha256(body).hexdigest()[:20]}"'
        return Answer(content_type=f"{JSON}; charset=utf-8", body=body, etag=tag)

    def _article(self, article: Article) -> Answer:
        trap = self._trap_of.get(article.slug, "")
        if trap == "not-found":
            return self._service("missing")
        if trap == "no-article":
            return self._answer("topic.html", title=article.title, articles=self.articles[:6])
        usual = f"{self.paper.family}/article.html"
        template = "changed.html" if "changed-layout" in self.traps else usual
        return self._answer(
            template,
            trap=trap,
            of=article,
            article=spoil.reworded(article, self.traps),
            category=article.category,
            related=self._related(article),
            padding=HUGE // 40 if trap == "huge" else 0,
        )

    def _related(self, article: Article) -> list[Article]:
        """Return four neighbours, older ones first, so that a newer article changes no page."""
        own = [a for a in self.paper.by_category[article.category] if a.slug != article.slug]
        others = own if len(own) > 3 else [a for a in self.paper.articles if a.slug != article.slug]  # noqa: PLR2004 (as many as are shown)

        def distance(other: Article) -> tuple[bool, bool, float]:
            gap = (article.published - other.published).total_seconds()
            return other.category != article.category, gap < 0, abs(gap)

        return sorted(others, key=distance)[:4]

    @property
    def clock(self) -> str:
        """The day of the request as the header shows it."""
        weekday = WEEKDAYS[self.today.weekday()]
        return self.paper.system.clock.format(weekday=weekday, today=self.today)

    def _now(self) -> str:
        """Return the moment of the request as F3's meta data write it."""
        return spoil.us(datetime.combine(self.today, datetime.now(UTC).time()))

    def _answer(
        self,
        template: str,
        kind: str = HTML,
        *,
        trap: str = "",
        of: Article | None = None,
        links: Collection[Article] = (),
        **more: Any,
    ) -> Answer:
        words = _ENVIRONMENT.get_template(template).render(
            {"category": ""} | more, edition=self, paper=self.paper, clock=_CLOCK, now=_NOW
        )
        sheet = spoil.Sheet(
            base_url=self.base_url,
            kind=kind,
            article=of if "article" in more else None,
            section=self.paper.categories.get(more.get("category", ""), ""),
            links=tuple(self.paper.address(article) for article in links),
            clock=_CLOCK,
            now=_NOW,
        )
        words = spoil.spoilt(words, sheet, self.traps)
        shown = words.replace(_CLOCK, self.clock or day(self.today)).replace(_NOW, self._now())
        return Answer(
            content_type=f"{kind}; charset={CHARSETS.get(trap, 'utf-8')}",
            body=shown.encode(),
            etag=f'"{sha256(words.encode()).hexdigest()[:20]}"',
            modified=_modified(of),
            trap=trap,
        )


def _modified(article: Article | None) -> datetime | None:
    return article.modified.astimezone(UTC) if article else None
