"""Where a newspaper tells what it has published, and which addresses are its articles."""

import re
from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import AfterValidator, Field, model_validator

from crawler import address
from crawler.fields import Pattern, Selector
from extract.table import Table, toml

NEVER = Path(__file__).with_name("never.toml")
"""Addresses that are an article at no newspaper."""


def _filled(template: str, values: dict[str, str | int]) -> str:
    """Return ``template`` with ``values`` for their names in braces; other braces stay."""
    return re.sub(r"\{(\w+)\}", lambda m: str(values.get(m[1], m[0])), template)


def _has_one_of(text: str, *names: str) -> bool:
    return any(f"{{{name}}}" in text for name in names)


def _a_list(url: str) -> str:
    if not _has_one_of(url, "page", "first"):
        raise ValueError(
            f'{url!r} has no {{page}} and no {{first}}; write it like "?page={{page}}"'
        )
    return url


class ListApi(Table):
    """A list that the newspaper's own pages ask for, in JSON."""

    url: Annotated[str, AfterValidator(_a_list)]
    """Its address with ``{page}``, the number of the page, or ``{first}``, rows before it."""

    items: str = "data"
    """Where the rows are in the answer, such as ``response`` or ``data.items``; empty = it is the
    list itself."""

    link: str = "link"
    """Where the article's address is in a row, in the same manner."""

    first_page: int = Field(default=1, ge=0)
    step: int = Field(default=1, ge=1)
    """Rows of a page, where the address counts rows."""

    headers: dict[str, str] = Field(default_factory=dict)
    pages: int = Field(default=1, ge=1, le=100)
    """Pages that are looked at, at most; a page without new rows is the last one anyway."""

    def at(self, number: int) -> str:
        """Return the address of page ``number``, counted from 0."""
        return _filled(self.url, {"page": self.first_page + number, "first": number * self.step})

    def links(self, answer: Any) -> tuple[str, ...]:
        """Return the articles' addresses in ``answer``, what was read from JSON, as they stand.

        What is not where it should be is no address.
        """
        rows = _inside(answer, self.items)
        found = (_inside(row, self.link) for row in rows) if isinstance(rows, list) else ()
        return tuple(link for link in found if isinstance(link, str) and link)


def _inside(value: Any, path: str) -> Any:
    """Return what stands in ``value`` at the dotted ``path``; None when nothing does."""
    for name in filter(None, path.split(".")):
        value = value.get(name) if isinstance(value, dict) else None
    return value


class Discover(Table):
    """Where a newspaper lists its articles; addresses are taken from ``base_url``."""

    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    """Addresses of sitemaps, news sitemaps or indexes of them."""

    sitemap_by_month: str = ""
    """Address of the sitemap of a month, such as ``/sitemaps/news-{yyyy}-{m}.xml``, or of a day
    if it has ``{dd}``; ``{mm}`` is the month with two digits."""

    api: tuple[ListApi, ...] = ()
    listings: tuple[str, ...] = ()
    links: Selector = "a"
    """A CSS selector of the links on a listing that lead to articles."""

    page: str = ""
    """What is put behind a listing's address to have page ``{n}`` of it; the first page has no
    such ending.  Empty = a listing has one page."""

    pages: int = Field(default=1, ge=1, le=100)
    """Pages of one listing that are looked at, at most."""

    @model_validator(mode="after")
    def _asks_somewhere(self) -> Self:
        ways = (self.feeds, self.sitemaps, self.sitemap_by_month, self.api, self.listings)
        if not any(ways):
            raise ValueError("names no feed, sitemap, list API or listing; give at least one")
        if self.page and not _has_one_of(self.page, "n"):
            raise ValueError('page has no {n}; write it like "?page={n}"')
        month = self.sitemap_by_month
        if month and not (_has_one_of(month, "yyyy") and _has_one_of(month, "m", "mm")):
            raise ValueError("sitemap_by_month needs {yyyy} and {m} or {mm}")
        return self

    def turned(self, listing: str, number: int) -> str:
        """Return the address of page ``number`` of ``listing``, counted from 1."""
        return listing if number == 1 else listing + _filled(self.page, {"n": number})

    def sitemaps_of(self, days: Iterable[date]) -> tuple[str, ...]:
        """Return the addresses of the sitemaps in which articles of ``days`` stand, each once."""
        if not self.sitemap_by_month:
            return ()
        found = (_filled(self.sitemap_by_month, _parts(day)) for day in days)
        return tuple(dict.fromkeys(found))


def _parts(day: date) -> dict[str, str | int]:
    mm, dd = f"{day.month:02}", f"{day.day:02}"
    return {"yyyy": f"{day.year:04}", "m": day.month, "mm": mm, "dd": dd}


@cache
def never() -> tuple[str, ...]:
    """Return the patterns of addresses that are an article at no newspaper."""
    return tuple(toml(NEVER)["deny"])


class Articles(Table):
    """Which addresses are articles: patterns are searched in the path alone."""

    pattern: Pattern
    old: tuple[Pattern, ...] = ()
    """Forms of earlier systems, whose addresses are still linked to."""

    deny: tuple[Pattern, ...] = ()
    """What is no article although it looks like one, beside what is `never` one."""

    yes: tuple[str, ...] = ()
    """Addresses of articles, to prove the pattern by."""

    no: tuple[str, ...] = ()
    """Addresses that are no articles."""

    id: Pattern = ""
    """What names the article in its path, such as ``-\\d{7}\\.html$``, and stays when a story
    changes its category or headline; two addresses with the same are one article.  Empty when
    the newspaper has no such thing."""

    def name(self, url: str) -> str:
        """Return the part of the path that names the article; empty when nothing does."""
        found = re.search(self.id, address.path(url)) if self.id else None
        return found[0].lstrip("/") if found else ""

    def take(self, url: str) -> bool:
        """Tell whether the path of ``url`` is an article's."""
        path = address.path(url)
        if any(re.search(deny, path) for deny in (*self.deny, *never())):
            return False
        return any(re.search(form, path) for form in (self.pattern, *self.old))

    @model_validator(mode="after")
    def _keeps_its_promises(self) -> Self:
        if refused := [url for url in self.yes if not self.take(url)]:
            raise ValueError(f"pattern and deny refuse {refused[0]}, which `yes` promises")
        if taken := [url for url in self.no if self.take(url)]:
            raise ValueError(f"pattern takes {taken[0]}, which `no` forbids")
        return self
