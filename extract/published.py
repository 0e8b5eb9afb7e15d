"""Find when an article was published; never ask the clock in a page's header."""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import Any, Literal
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from extract.moment import composed, machine_moment, moment
from extract.prose import tidy

Source = Literal["", "layout", "json-ld", "meta", "url"]

Reader = Callable[..., str]

_OLDEST = "1996"  # no Vietnamese paper stood on the web; software invents year 1 and 1970
_ATTRIBUTE = "\x00"
"""Marks words from an attribute, in which the month may stand first."""

_LONGEST = 200
_CLOCKS = re.compile(r"(?:^|[\s_-])(?:clock|now|today|today-date|current-date|time-now)(?:$|[\s_])")
_WEEKDAY = re.compile(r"(?:Thứ\s+\w+|Chủ\s+nhật)\b", re.IGNORECASE)
_METAS = (
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "pubdate",
    "publishdate",
    "publish-date",
    "dc.date.issued",
)
_URL_DAY = re.compile(r"/((?:19|20)\d\d)/?(0[1-9]|1[0-2])(?:/(0[1-9]|[12]\d|3[01]))?(?=/|$)")
_ARTICLES = ("Article", "NewsArticle", "ReportageNewsArticle", "BlogPosting", "LiveBlogPosting")


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """When an article was published, and how that is known."""

    value: str = ""
    """ISO 8601 as exact as it is known: ``2024-06``, ``2024-06-04``, a moment with its zone."""

    raw: str = ""
    by: Source = ""


def published(
    root: HtmlElement,
    shown: Iterable[Iterable[HtmlElement]] = (),
    *,
    title: HtmlElement | None = None,
    url: str = "",
    today: date,
) -> Published:
    """Return the date of the page ``root``: what it shows, JSON-LD, meta, the address.

    ``shown`` are the elements where the paper's layout shows it, a group for each selector; a
    clock among them, which tells the day of the request above the ``title``, is passed over.
    So is every source that says a day after tomorrow (``today`` is the day of reading; a
    `datetime` lets "2 giờ trước" be told to the minute).  Nothing found is an empty record, not
    an error.
    """
    sources: tuple[tuple[Source, Iterator[str], Reader], ...] = (
        ("layout", _shown([list(group) for group in shown], title), _shown_moment),
        ("json-ld", _linked_data(root), machine_moment),
        ("meta", _metas(root), machine_moment),
        ("url", _addressed(url), _as_it_is),
    )
    latest = (today + timedelta(days=1)).isoformat()[:10]
    for by, words, read in sources:
        for raw in words:
            value = read(raw, today=today)
            if value >= _OLDEST and value[:10] <= latest:
                return Published(value=value, raw=raw.removeprefix(_ATTRIBUTE), by=by)
    return Published()


def _shown_moment(words: str, *, today: date) -> str:
    if words.startswith(_ATTRIBUTE):
        return machine_moment(words.removeprefix(_ATTRIBUTE), today=today)
    return moment(words, today=today)


def _as_it_is(words: str, *, today: date) -> str:  # noqa: ARG001
    return words


def _shown(groups: list[list[HtmlElement]], title: HtmlElement | None) -> Iterator[str]:
    """Yield what the layout's elements say, of each selector those nearest the title first.

    What may be a clock comes last in its group; what looks like nothing else, never.
    """
    for group in groups:
        places = _places(group, title)
        likely, doubtful = [], []
        for element in sorted(group, key=lambda e: (abs(places.get(e, 0)), places.get(e, 0) < 0)):
            said = tidy("".join(element.itertext()))[:_LONGEST]
            if _is_clock(element):
                continue
            if written := element.get("datetime") or element.get("content"):
                likely.append(_ATTRIBUTE + tidy(written))
            if places.get(element, 0) >= 0 or not _WEEKDAY.match(said):
                likely.append(said)
            elif re.search(r"\d[:hg]\d", said):
                doubtful.append(said)
        yield from likely + doubtful


def _places(elements: list[HtmlElement], title: HtmlElement | None) -> dict[HtmlElement, int]:
    """Return how many elements after the title each stands; above it, less than 0.

    What stands above the title in one box with it is as near as can be: 0.
    """
    if title is None or not elements:
        return {}
    beside = title.getparent()
    box = beside if beside is not None and beside.tag not in ("body", "html", "form") else None
    sought = {*elements, title}
    at = {e: n for n, e in enumerate(title.getroottree().getroot().iter()) if e in sought}
    above = {e for e in elements if at[e] < at[title] and e.getparent() is box}
    return {e: 0 if e in above else at[e] - at[title] for e in elements}


def _is_clock(element: HtmlElement) -> bool:
    """Whether the names of ``element`` or of a box around it say that it tells the time."""
    around = [element, *islice(element.iterancestors(), 2)]
    names = " ".join(f"{e.get('class') or ''} {e.get('id') or ''}" for e in around)
    return _CLOCKS.search(names) is not None


def _linked_data(root: HtmlElement) -> Iterator[str]:
    """Yield ``datePublished`` of the articles that JSON-LD describes."""
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or ""):
            continue
        said = script.text or ""
        try:
            found = list(_dates(json.loads(said, strict=False)))
        except (ValueError, RecursionError):
            found = re.findall(r'"datePublished"\s*:\s*"([^"]{4,60})"', said)
            found = found if len(found) == 1 else []
        yield from found


def _dates(data: Any) -> Iterator[str]:
    """Walk what describes the page itself; lists of other articles lie deeper."""
    for item in data if isinstance(data, list) else [data]:
        if not isinstance(item, dict):
            continue
        kinds = item.get("@type")
        kinds = kinds if isinstance(kinds, list) else [kinds]
        when = item.get("datePublished")
        if isinstance(when, str) and any(kind in _ARTICLES for kind in kinds):
            yield tidy(when)
        if isinstance(item.get("@graph"), list):
            yield from _dates([inner for inner in item["@graph"] if "@graph" not in inner])


def _metas(root: HtmlElement) -> Iterator[str]:
    """Yield the contents of the meta tags that name a publication, best first."""
    named: dict[str, str] = {}
    for meta in root.iter("meta"):
        keys = (meta.get("property"), meta.get("name"), meta.get("itemprop"))
        for key in filter(None, keys):
            named.setdefault(key.casefold(), tidy(meta.get("content") or ""))
    yield from (named[key] for key in _METAS if named.get(key))
    for stamp in root.iter("time"):
        if stamp.get("itemprop") == "datePublished" and stamp.get("datetime"):
            yield tidy(stamp.get("datetime") or "")


def _addressed(url: str) -> Iterator[str]:
    """Yield the month, or the day, that the path of ``url`` names: ``2024/06/04``."""
    try:
        found = _URL_DAY.search(urlsplit(url).path)
    except ValueError:
        return
    if found:
        year, month, day = found.groups()
        yield composed(year, month, day, None) if day else f"{year}-{month}"
