"""Write a newspaper's file from what was found out about it; a person reads it and keeps it."""

import tomllib
from collections.abc import Iterable
from typing import Any

import tomlkit
from tomlkit.items import Array, InlineTable

from crawler.discover import ListApi
from crawler.findings import Findings
from crawler.site import Site

_CONFIRMED = {"base_url", "family", "discover", "articles", "layouts"}
"""What is no guess any more once articles were listed and read; the rest only time can tell."""

_ONE_LINE = 88


def proposed(found: Findings, known: str = "") -> str:
    """Return the text of a file for the newspaper of ``found``.

    ``known`` is the text of the file it has: what was not asked about stays, with its comments.
    Raises `TableError` if what was found makes no newspaper.
    """
    file: Any = tomlkit.parse(known)
    for key, value in _identity(found).items():
        if value and key not in file:
            file[key] = value
    _family(file, found)
    file["unverified"] = _list(_unverified(file, found))
    if found.site.tls != "default":
        file["tls"] = found.site.tls
    _replace(file, "discover", _discover(found))
    _replace(file, "articles", _articles(file, found))
    text = tomlkit.dumps(file).strip() + "\n"
    Site.parsed(tomllib.loads(text) | {"id": found.site.id}, found.site.id)
    return text


def _identity(found: Findings) -> dict[str, str]:
    site = found.site
    return {"name": site.name, "base_url": site.base_url, "province": site.province}


def _family(file: Any, found: Findings) -> None:
    file.pop("family", None)
    if found.site.family:
        file["family"] = found.site.family


def _unverified(file: Any, found: Findings) -> list[str]:
    """Return the keys that are still a guess."""
    before = list(file.get("unverified", ["expect"]))
    if found.wrong():
        return before
    return [key for key in before if key.partition(".")[0] not in _CONFIRMED]


def _replace(file: Any, name: str, values: dict[str, Any]) -> None:
    """Give the table ``name`` these values; an empty one takes its key away."""
    table = file.setdefault(name, tomlkit.table())
    for key, value in values.items():
        table.pop(key, None)
        if value:
            table[key] = value


def _discover(found: Findings) -> dict[str, Any]:
    return {
        "feeds": _list(one.place for one in found.feeds),
        "sitemaps": _list(one.place for one in found.sitemaps),
        "sitemap_by_month": found.by_month,
        "listings": _list(one.place for one in found.listings),
        "page": found.page,
        "pages": found.pages if found.page else 0,
        "api": _apis(one for one, _ in found.api),
    }


def _apis(apis: Iterable[ListApi]) -> Array:
    rows = tomlkit.array()
    for one in apis:
        rows.append(_inline(one.model_dump(exclude_defaults=True)))
    return rows.multiline(True)


def _inline(values: dict[str, Any]) -> InlineTable:
    table = tomlkit.inline_table()
    for key, value in values.items():
        table[key] = _inline(value) if isinstance(value, dict) else value
    return table


def _articles(file: Any, found: Findings) -> dict[str, Any]:
    """Return the patterns of a system of its own, and examples where the file has none."""
    site, own = found.site, file.get("articles", {})
    changed = {} if "pattern" in own or site.family else {"pattern": _text(site.articles.pattern)}
    if "yes" not in own:
        changed["yes"] = _list(one.url for one in found.samples if not one.failure)
        changed["no"] = _list([site.at(one.place) for one in found.listings[:1]] or [site.at("/")])
    return changed


def _list(texts: Iterable[str]) -> Array:
    found = tomlkit.array()
    for text in texts:
        found.append(_text(text))
    return found.multiline(len(found.as_string()) > _ONE_LINE)


def _text(text: str) -> Any:
    return tomlkit.string(text, literal="\\" in text and "'" not in text)
