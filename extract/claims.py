"""What a page tells machines about its article: JSON-LD, and the meta tags of its head."""

import json
import re
from collections.abc import Iterator
from typing import Any

from lxml.html import HtmlElement

from extract.prose import tidy

_ARTICLES = ("Article", "NewsArticle", "ReportageNewsArticle", "BlogPosting", "LiveBlogPosting")
_TITLES = ("og:title",)
_DESCRIPTIONS = ("og:description", "description")
_AUTHORS = ("author", "article:author", "dc.creator")


def linked(root: HtmlElement, name: str) -> Iterator[str]:
    """Yield what JSON-LD says under ``name`` of the articles it describes, as it is written.

    Of what is no JSON, only what is said once in it is believed.
    """
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or ""):
            continue
        said = script.text or ""
        try:
            found = [item.get(name) for item in _articles(json.loads(said, strict=False))]
        except (ValueError, RecursionError):
            once = re.findall(rf'"{name}"\s*:\s*"([^"]{{4,60}})"', said)
            found = once if len(once) == 1 else []
        yield from (tidy(word) for value in found for word in _words(value) if word.strip())


def _articles(data: Any) -> Iterator[dict[str, Any]]:
    """Walk what describes the page itself; lists of other articles lie deeper."""
    for item in data if isinstance(data, list) else [data]:
        if not isinstance(item, dict):
            continue
        kinds = item.get("@type")
        kinds = kinds if isinstance(kinds, list) else [kinds]
        if any(kind in _ARTICLES for kind in kinds):
            yield item
        if isinstance(item.get("@graph"), list):
            yield from _articles([inner for inner in item["@graph"] if "@graph" not in inner])


def _words(value: Any) -> Iterator[str]:
    """Yield a text, those of a list, or the names of people; organisations sign nothing."""
    for one in value if isinstance(value, list) else [value]:
        person = isinstance(one, dict) and one.get("@type") != "Organization"
        word = one.get("name") if person else one
        if isinstance(word, str):
            yield word


def metas(root: HtmlElement, names: tuple[str, ...]) -> Iterator[str]:
    """Yield the contents of the meta tags called ``names``, in the order of these."""
    named: dict[str, str] = {}
    for meta in root.iter("meta"):
        keys = (meta.get("property"), meta.get("name"), meta.get("itemprop"))
        for key in filter(None, keys):
            named.setdefault(key.casefold(), meta.get("content") or "")
    yield from filter(None, (tidy(named[name]) for name in names if name in named))


def titles(root: HtmlElement) -> list[str]:
    """Return what the page says its title is, best first."""
    shown = (tidy(title.text or "") for title in root.iter("title"))
    return [*metas(root, _TITLES), *shown, *linked(root, "headline")]


def descriptions(root: HtmlElement) -> list[str]:
    """Return what the page says it is about: its lead, in part or whole, or a slogan."""
    return [*metas(root, _DESCRIPTIONS), *linked(root, "description")]


def authors(root: HtmlElement) -> list[tuple[str, str]]:
    """Return who the page says wrote it, each with where it says so; often the newspaper."""
    people = [(word, "json-ld") for word in linked(root, "author")]
    return people + [(word, "meta") for word in metas(root, _AUTHORS)]
