"""The pages of a newspaper, by address: what its server would answer today."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import format_datetime
from hashlib import sha256
from http import HTTPStatus
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from newsstand.article import Article
from newsstand.paper import HERE, NEWEST, Paper

PER_PAGE = 10
PER_FEED = 15
HUGE = 20_000_000
WEEKDAYS = ("Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy", "Chủ nhật")
HTML, XML, TEXT, SVG = "text/html", "application/rss+xml", "text/plain", "image/svg+xml"
CHARSETS = {"wrong-charset": "iso-8859-1", "wrong-charset-16": "utf-16"}
_CLOCK = "\N{OBJECT REPLACEMENT CHARACTER}clock\N{OBJECT REPLACEMENT CHARACTER}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the server answers, before it looks at the conditions of the request."""

    status: HTTPStatus = HTTPStatus.OK
    content_type: str = ""
    body: bytes = b""
    etag: str = ""
    """Strong, and blind to the clock in the header: the same words give the same tag."""

    modified: datetime | None = None
    trap: str = ""
    """The trap this page is; the server misbehaves by it."""


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
    environment.filters |= {"day": day, "rfc822": format_datetime}
    return environment


_ENVIRONMENT = _environment()


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One paper on one day, with its traps as they are set at this moment."""

    paper: Paper
    base_url: str
    today: date
    traps: Collection[str] = ()

    @property
    def articles(self) -> list[Article]:
        """Everything that is linked, newest first."""
        trapped = [a for name, a in self.paper.trapped.items() if name in self.traps]
        both = (*self.paper.articles, *trapped)
        return sorted(both, key=lambda article: article.published, reverse=True)

    def answer(self, path: str, page: int = 1) -> Answer:
        """Return what stands at ``path``, on page ``page`` of a list; 404 when nothing does."""
        place = path.rstrip("/") or "/"
        if place == "/robots.txt":
            return self._robots()
        if place.endswith(".svg"):
            return self._answer("photo.svg", SVG, colour=sha256(place.encode()).hexdigest()[:6])
        for category in (NEWEST, *self.paper.categories):
            if place == self.paper.listing(category).rstrip("/"):
                return self._listing(category, page)
            if place == self.paper.feed(category):
                return self._feed(category)
        for article in self.articles:
            if place == self.paper.address(article).rstrip("/"):
                return self._article(article)
        return self._service(place)

    def _service(self, place: str) -> Answer:
        if place == "/":
            return self._answer("front.html", articles=self.articles, of=self.articles[0])
        if place == "/rss":
            return self._answer("feeds.html")
        if place in ("/tim-kiem", "/su-kien"):
            return self._answer("topic.html", title="Chủ đề", articles=self.articles[:3])
        missing = self._answer("missing.html")
        return Answer(
            status=HTTPStatus.NOT_FOUND, content_type=missing.content_type, body=missing.body
        )

    def _robots(self) -> Answer:
        if "robots-500" in self.traps:
            return Answer(status=HTTPStatus.INTERNAL_SERVER_ERROR, content_type=TEXT)
        return self._answer("robots.txt", TEXT, forbids="robots-forbids" in self.traps)

    def _in(self, category: str) -> list[Article]:
        return [a for a in self.articles if category in (a.category, NEWEST)]

    def _listing(self, category: str, page: int) -> Answer:
        found = self._in(category)
        shown = found[(page - 1) * PER_PAGE : page * PER_PAGE]
        return self._answer(
            f"{self.paper.family}/listing.html",
            category=category,
            heading=self.paper.categories.get(category, "Tin mới"),
            articles=shown,
            page=page,
            pages=range(1, -(-len(found) // PER_PAGE) + 1),
            of=shown[0] if shown else None,
        )

    def _feed(self, category: str) -> Answer:
        shown = self._in(category)[:PER_FEED]
        name = self.paper.categories.get(category, "Tin mới")
        newest = shown[0] if shown else None
        return self._answer("feed.xml", XML, heading=name, articles=shown, of=newest)

    def _article(self, article: Article) -> Answer:
        trap = next((n for n, a in self.paper.trapped.items() if a is article), "")
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
            article=article,
            category=article.category,
            related=self._related(article),
            padding=HUGE // 40 if trap == "huge" else 0,
        )

    def _related(self, article: Article) -> list[Article]:
        """Return four neighbours, older ones first, so that a newer article changes no page."""
        others = [a for a in self.paper.articles if a is not article]

        def distance(other: Article) -> tuple[bool, bool, float]:
            gap = (article.published - other.published).total_seconds()
            return other.category != article.category, gap < 0, abs(gap)

        return sorted(others, key=distance)[:4]

    def _clock(self) -> str:
        weekday = WEEKDAYS[self.today.weekday()]
        return self.paper.system.clock.format(weekday=weekday, today=self.today)

    def _answer(
        self,
        template: str,
        kind: str = HTML,
        *,
        trap: str = "",
        of: Article | None = None,
        **more: Any,
    ) -> Answer:
        words = _ENVIRONMENT.get_template(template).render(
            {"category": ""} | more, edition=self, paper=self.paper, clock=_CLOCK
        )
        return Answer(
            content_type=f"{kind}; charset={CHARSETS.get(trap, 'utf-8')}",
            body=words.replace(_CLOCK, self._clock()).encode(),
            etag=f'"{sha256(words.encode()).hexdigest()[:20]}"',
            modified=of.modified.astimezone(UTC) if of else None,
            trap=trap,
        )
