"""What a newspaper of the newsstand is: its file in ``papers/``, and the articles it prints."""

import tomllib
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Self

from pydantic import ValidationError

from newsstand.article import Article, ArticleError, Record, articles, fault

HERE = Path(__file__).parent
NEWEST = "tin-moi"
"""The list and the feed that take in every category."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """How a publishing system writes its addresses."""

    article: str
    listing: str
    feed: str
    page: str
    """The query parameter that turns the pages of a list."""

    clock: str
    """The day of the request, as the header shows it; what a careless reader takes for the date."""


FAMILIES = {
    "f1": Family(
        article="/{article.slug}-{article.number}.html",
        listing="/{category}",
        feed="/rss/news/{category}.rss",
        page="page",
        clock="{weekday},  {today:%d/%m/%Y}",  # two spaces, as in the real one
    ),
    "f2": Family(
        article="/{article.category}/{article.published:%Y%m}/{article.slug}-{article.key}/",
        listing="/{category}/",
        feed="/{category}/index.rss",
        page="paged",
        clock="<b>{weekday}</b>, {today:%d/%m/%Y}",
    ),
}


class Paper(Record):
    """One newspaper, as its file tells it, with the articles of its folder."""

    id: str
    name: str
    short: str
    """What the paper calls itself on its pages."""

    province: str
    family: str
    port: int
    """The port it is sold on when nobody names another."""

    slogan: str
    office: str
    categories: dict[str, str]
    """Id of each category, and its name for readers, in the order of the menu."""

    articles: tuple[Article, ...]
    trapped: dict[str, Article]
    """The articles that only a trap puts on the stand, by the name of the trap."""

    @classmethod
    def loaded(cls, path: Path) -> Self:
        """Return the paper in the file at ``path``; `ArticleError` says what is wrong with it."""
        more = {
            "id": path.stem,
            "articles": articles(HERE / "articles" / path.stem),
            "trapped": _trapped(path.stem),
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
        return tuple(sorted(self.articles, key=lambda article: article.key)[:6])

    def address(self, article: Article) -> str:
        """Return the path of ``article``."""
        return self.system.article.format(article=article)

    def listing(self, category: str, page: int = 1) -> str:
        """Return the path of a page of a category's list, the first page being 1."""
        path = self.system.listing.format(category=category)
        return path if page == 1 else f"{path}?{self.system.page}={page}"

    def feed(self, category: str) -> str:
        """Return the path of a category's feed."""
        return self.system.feed.format(category=category)


@cache
def papers() -> dict[str, Paper]:
    """Return the newspapers of the stand by id; `ArticleError` when a file is wrong."""
    return {path.stem: Paper.loaded(path) for path in sorted((HERE / "papers").glob("*.toml"))}


def _trapped(paper: str) -> dict[str, Article]:
    folders = (HERE / "traps" / "both", HERE / "traps" / paper)
    return {path.stem: Article.loaded(path) for f in folders for path in sorted(f.glob("*.toml"))}
