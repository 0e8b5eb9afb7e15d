"""What a newspaper answered when it was asked, and how a person is told."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from crawler.discover import ListApi
from crawler.site import Site

SAMPLES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A list that answers."""

    place: str
    """As a newspaper's file names it: a path, or the address at another of its hosts."""

    links: tuple[str, ...] = ()
    """The articles it names."""

    lists: int = 0
    """Other lists it names: then it is an index."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One article, as the reader reads it."""

    url: str
    title: str = ""
    published: str = ""
    published_by: str = ""
    byline: str = ""
    letters: int = 0
    failure: str = ""
    """Why there is no article; empty when there is."""


@dataclass(slots=True, kw_only=True)
class Findings:
    """Everything that was found out about one newspaper, as far as the asking came."""

    site: Site
    """The newspaper as a crawl would use it."""

    robots: str = "not asked"
    protocol: str = ""
    moved: tuple[str, ...] = ()
    family: str = ""
    signs: dict[str, int] = field(default_factory=dict)
    """How many signs of each family were seen."""

    feeds: list[Listed] = field(default_factory=list)
    sitemaps: list[Listed] = field(default_factory=list)
    by_month: str = ""
    listings: list[Listed] = field(default_factory=list)
    page: str = ""
    """What is put behind a listing's address to turn its pages."""

    pages: int = 1
    """Pages of a listing, at most, as far as they show it."""

    api: list[tuple[ListApi, tuple[str, ...]]] = field(default_factory=list)
    """The list APIs that answer, and the articles each names on its first page."""

    lost: list[str] = field(default_factory=list)
    """Lists of its file that do not answer as such."""

    samples: list[Sample] = field(default_factory=list)
    trouble: str = ""
    """Why it would not yield articles, in one line; empty when it would."""

    def wrong(self) -> str:
        """Return why it would not yield articles, in one line; empty when it would."""
        if self.trouble:
            return self.trouble
        if not (self.feeds or self.sitemaps or self.listings or self.api or self.by_month):
            return "nothing was found that lists its articles"
        if not self.samples:
            return "its lists name no article: the form of its addresses may have changed"
        if all(one.failure for one in self.samples):
            return f"no article could be read: {', '.join({one.failure for one in self.samples})}"
        return ""


def lines(found: Findings) -> Iterator[str]:
    """Yield what is to be told, a line each."""
    yield f"{found.site.name} ({found.site.id}), {found.site.base_url}"
    for word, said in (*_door(found), *_lists(found), *_samples(found)):
        yield f"  {word:<11} {said}"
    wrong = found.wrong()
    yield f"  verdict     {f'NO ARTICLES: {wrong}' if wrong else 'it would yield articles'}"


def _door(found: Findings) -> Iterator[tuple[str, str]]:
    yield "robots.txt", found.robots
    if found.protocol:
        yield "connection", found.protocol
    if found.moved:
        yield "moved", " -> ".join(found.moved)
    if found.signs:
        seen = ", ".join(f"{name} {n}" for name, n in sorted(found.signs.items()) if n)
        yield "system", f"{found.family or 'its own'} (signs seen: {seen or 'none'})"


def _lists(found: Findings) -> Iterator[tuple[str, str]]:
    kinds = (("feed", found.feeds), ("sitemap", found.sitemaps), ("listing", found.listings))
    yield from ((word, f"{one.place}: {_size(one)}") for word, lists in kinds for one in lists)
    if found.by_month:
        yield "by month", found.by_month
    if found.page:
        yield "pages", f"{found.page}, up to {found.pages}"
    for api, links in found.api:
        yield "list API", f"{api.url}: {len(links)} articles"
    for lost in found.lost:
        yield "lost", lost


def _samples(found: Findings) -> Iterator[tuple[str, str]]:
    for sample in found.samples:
        yield "article", sample.url
        yield "", _read(sample)


def _size(one: Listed) -> str:
    parts = [f"{one.lists} lists"] if one.lists else []
    return ", ".join([*parts, f"{len(one.links)} articles"])


def _read(sample: Sample) -> str:
    if sample.failure:
        return f"could not be read: {sample.failure}"
    when = f"{sample.published} ({sample.published_by})" if sample.published else "no date"
    by = sample.byline or "no byline"
    return f"“{sample.title}”, {when}, {by}, {sample.letters} letters"
