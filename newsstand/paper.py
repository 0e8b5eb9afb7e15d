"""What a newspaper of the newsstand is: its file in ``papers/``, and the articles it prints."""

import re
import tomllib
from functools import cache, cached_property
from hashlib import sha256
from pathlib import Path
from typing import Self

from pydantic import ValidationError

from newsstand.article import Article, ArticleError, Record, articles, fault

HERE = Path(__file__).parent
NEWEST = "tin-moi"
"""The list and the feed that take in every category."""


WAYS = ("feeds", "sitemaps", "listings", "api")
"""The ways a paper may tell what it has published."""

_ALL = 0
"""The number of the category of everything; the others count on from `_FIRST`."""

_FIRST = 57


class Family(Record):
    """How a publishing system writes its addresses: one table of ``families.toml``."""

    article: str
    listing: str
    page: str
    """What stands behind a list's address to have page ``{n}`` of it."""

    feed: str
    clock: str = ""
    """The day of the request, as the header shows it; what a careless reader takes for the date."""

    sitemap: str = ""
    """The index of the sitemaps."""

    sitemap_part: str = ""
    api: str = ""
    """A page of the list API: ``{page}`` counts from 1, ``{first}`` counts rows from 0."""


FAMILIES = {
    name: Family.model_validate(table)
    for name, table in tomllib.loads((HERE / "families.toml").read_text("utf-8")).items()
}


class Paper(Record):
    """One newspaper, as its file tells it, with the articles of its folder."""

    id: str
    name: str
    short: str
    """What the paper calls itself on its pages."""

    province: str
    province_id: str = ""
    """As site files name it; papers that ship have one of their own."""

    family: str
    port: int
    """The port it is sold on when nobody names another."""

    slogan: str
    office: str
    categories: dict[str, str]
    """Id of each category, and its name for readers, in the order of the menu."""

    articles: tuple[Article, ...]
    ways: tuple[str, ...] = WAYS
    """Those of `WAYS` that it offers, as far as its family knows them."""

    per_feed: int = 15
    """Entries of a feed, at most."""

    trapped: dict[str, Article]
    """The articles that only a trap puts on the stand, by the name of the trap."""

    @classmethod
    def loaded(cls, path: Path) -> Self:
        """Return the paper in the file at ``path``; `ArticleError` says what is wrong with it."""
        more = {
            "id": path.stem,
            "articles": articles(HERE / "articles" / path.stem),
            "trapped": trapped(path.stem),
        }
        try:
            paper = cls.model_validate(tomllib.loads(path.read_text("utf-8")) | more)
        except (OSError, tomllib.TOMLDecodeError) as error:
            raise ArticleError(f"{path}: {error}") from None
        except ValidationError as error:
            faults = (f"{path}: {fault(dict(e))}" for e in error.errors())
            raise ArticleError("\n".join(faults)) from None
        paper.check()
        return paper

    def check(self) -> None:
        """Raise `ArticleError` when an article stands in a category that the paper lacks."""
        for article in (*self.articles, *self.trapped.values()):
            if article.category not in self.categories:
                known = ", ".join(self.categories)
                raise ArticleError(
                    f"{self.id}: «{article.title}»: no category {article.category}; known: {known}"
                )

    @property
    def system(self) -> Family:
        """The publishing system, which fixes the form of the addresses."""
        return FAMILIES[self.family]

    @cached_property
    def most_read(self) -> tuple[Article, ...]:
        """What stands beside every page: always the same, whatever is new."""
        if not self.offers("listings"):
            return ()
        return tuple(sorted(self.articles, key=lambda article: article.key)[:6])

    @cached_property
    def by_category(self) -> dict[str, tuple[Article, ...]]:
        """The articles of each category, newest first."""
        return {
            name: tuple(article for article in self.articles if article.category == name)
            for name in self.categories
        }

    def address(self, article: Article) -> str:
        """Return the path of ``article``."""
        return self.system.article.format(article=article)

    def listing(self, category: str, page: int = 1) -> str:
        """Return the path of a page of a category's list, the first page being 1."""
        path = self.system.listing.format(category=category)
        return path if page == 1 else path + self.system.page.format(n=page)

    def turned(self, target: str) -> tuple[str, int]:
        """Return the path and the page number that ``target``, a path with its query, asks for."""
        front, back = map(re.escape, self.system.page.split("{n}"))
        found = re.fullmatch(f"(.*?){front}([1-9][0-9]{{0,5}}){back}", target)
        place, number = found.groups() if found else (target, "1")
        return place.partition("?")[0], int(number)

    def feed(self, category: str) -> str:
        """Return the path of a category's feed."""
        return self.system.feed.format(category=category)

    def offers(self, way: str) -> bool:
        """Tell whether the paper publishes by ``way``, one of `WAYS`."""
        family = {"sitemaps": self.system.sitemap, "api": self.system.api}
        return way in self.ways and bool(family.get(way, True))

    @cached_property
    def unit(self) -> str:
        """Thirty-two hexadecimal digits: what F2 calls the paper in its API and its pictures."""
        return sha256(self.id.encode()).hexdigest()[:32]

    def category_id(self, category: str) -> int:
        """Return the number of ``category`` in the list API; of no category, that of all."""
        names = list(self.categories)
        return _FIRST + names.index(category) if category in names else _ALL

    def api(self, category: str, *, page: str = "{page}", first: str = "{first}") -> str:
        """Return the address of the list API for ``category``, as a site file writes it."""
        return self.system.api.format(
            unit=self.unit, category=self.category_id(category), page=page, first=first
        )


@cache
def papers() -> dict[str, Paper]:
    """Return the newspapers of the stand by id; `ArticleError` when a file is wrong."""
    return {path.stem: Paper.loaded(path) for path in sorted((HERE / "papers").glob("*.toml"))}


def trapped(paper: str = "") -> dict[str, Article]:
    """Return the articles of the traps of all papers and of ``paper``, by the name of the trap."""
    folders = [HERE / "traps" / name for name in ("both", paper) if name]
    return {path.stem: Article.loaded(path) for f in folders for path in sorted(f.glob("*.toml"))}
