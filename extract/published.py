"""Find when an article was published; never ask the clock in a page's header."""

import re
from collections.abc import Callable, Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import Literal
from urllib.parse import urlsplit

import trafilatura
from lxml.html import HtmlElement

from extract.claims import linked, metas
from extract.moment import composed, machine_moment, moment
from extract.prose import letters, tidy
from extract.prune import drop, prune

Source = Literal["", "layout", "json-ld", "meta", "url", "beside-title", "trafilatura"]

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
_MODIFIED = ("article:modified_time", "og:updated_time", "datemodified", "last-modified")
_UPDATED = re.compile(r"\d.*?(?:Cập nhật|Sửa|Chỉnh sửa)\D*(\d.*)", re.IGNORECASE)
_RELATIVE = re.compile(r"\btrước\b|\bhôm\b", re.IGNORECASE)
_DAY = len("2024-06-04")
_NEAR, _LINE, _PARAGRAPH = 40, 80, 200
"""Elements after the title among which a date may stand, characters of its line, and letters
after which the article has begun."""


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
    `datetime` lets "2 giờ trước" be told to the minute).  When these know nothing, what stands
    beside the title is tried, then trafilatura.  A source that knows the month or day only is
    made more exact by a later one that agrees.  Nothing found is an empty record, not an error.
    """
    sources: tuple[_Source, ...] = (
        ("layout", _shown([list(group) for group in shown], title), _shown_moment),
        ("json-ld", linked(root, "datePublished"), machine_moment),
        ("meta", _metas(root, _METAS, "datePublished"), machine_moment),
        ("url", _addressed(url), _as_it_is),
        ("beside-title", _beside(title), moment),
    )
    found = _first(sources, today)
    return (
        found
        if found.value
        else _first((("trafilatura", _seen(root, title, today), _as_it_is),), today)
    )


def modified(
    root: HtmlElement,
    shown: Iterable[Iterable[HtmlElement]] = (),
    *,
    since: str,
    today: date,
) -> Published:
    """Return when the page says that it was last changed, after it was published at ``since``.

    Systems that write the moment of publication, or none, into it say nothing: an empty record.
    """
    updates = (_UPDATED.search(said) for said in _shown([list(group) for group in shown], None))
    sources: tuple[_Source, ...] = (
        ("layout", (found[1] for found in updates if found), moment),
        ("json-ld", linked(root, "dateModified"), machine_moment),
        ("meta", _metas(root, _MODIFIED, "dateModified"), machine_moment),
    )
    found = _first(sources, today)
    return found if found.value > since else Published()


_Source = tuple[Source, Iterator[str], Reader]


def _first(sources: Iterable[_Source], today: date) -> Published:
    """Return the first date that can be true, or a more exact one of the same day or month."""
    latest = (today + timedelta(days=1)).isoformat()[:10]
    best = Published()
    for by, words, read in sources:
        for raw in words:
            value = read(raw, today=today)
            if not (value >= _OLDEST and value[:10] <= latest and value.startswith(best.value)):
                continue
            if len(value) > len(best.value):
                best = Published(value=value, raw=raw.removeprefix(_ATTRIBUTE), by=by)
            if len(value) > _DAY:
                return best
    return best


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
    page = enumerate(title.getroottree().getroot().iter())
    at = {e: n for n, e in islice(((n, e) for n, e in page if e in sought), len(sought))}
    above = {e for e in elements if at[e] < at[title] and e.getparent() is box}
    return {e: 0 if e in above else at[e] - at[title] for e in elements}


def _is_clock(element: HtmlElement) -> bool:
    """Whether the names of ``element`` or of a box around it say that it tells the time."""
    around = [element, *islice(element.iterancestors(), 2)]
    names = " ".join(f"{e.get('class') or ''} {e.get('id') or ''}" for e in around)
    return _CLOCKS.search(names) is not None


def _metas(root: HtmlElement, names: tuple[str, ...], item: str) -> Iterator[str]:
    """Yield the contents of the meta tags that name a moment, best first."""
    yield from metas(root, names)
    for stamp in root.iter("time"):
        if stamp.get("itemprop") == item and stamp.get("datetime"):
            yield tidy(stamp.get("datetime") or "")


def _beside(title: HtmlElement | None) -> Iterator[str]:
    """Yield the short lines that stand between the title and the first paragraph."""
    said_before = 0
    for element in islice(title.xpath("following::*") if title is not None else (), _NEAR):
        said = tidy("".join(element.itertext()))
        listed = bool(element.xpath("ancestor-or-self::*[self::a or self::li] | .//a | .//li"))
        if len(said) <= _LINE and not (listed or _is_clock(element) or _RELATIVE.search(said)):
            yield said
        said_before += letters(element.text or "")
        if said_before > _PARAGRAPH:
            return


_NOT_ITS_OWN = ("meta", "script", "ul", "ol", "a", "aside", "footer", "nav")


def _seen(root: HtmlElement, title: HtmlElement | None, today: date) -> Iterator[str]:
    """Yield the day that trafilatura sees below the title; today's may be a clock's."""
    page = deepcopy(root)
    if title is not None:
        (place,) = page.xpath(title.getroottree().getpath(title))
        drop(page, place.xpath("preceding::*[ancestor::body]"))
    prune(page, _NOT_ITS_OWN)
    config = {"original_date": True, "extensive_search": False}
    found = trafilatura.extract_metadata(page, date_config=config)
    if found.date and found.date != today.isoformat()[:10]:
        yield found.date


def _addressed(url: str) -> Iterator[str]:
    """Yield the month, or the day, that the path of ``url`` names: ``2024/06/04``."""
    try:
        found = _URL_DAY.search(urlsplit(url).path)
    except ValueError:
        return
    if found:
        year, month, day = found.groups()
        yield composed(year, month, day, None) if day else f"{year}-{month}"
