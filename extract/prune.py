"""Cut out of an article's body what is none of its words: boxes, captions, template text."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain, islice
from pathlib import Path
from typing import Literal

from lxml.html import HtmlElement

from extract.prose import letters, skeleton, tidy
from extract.selector import Selectors, matches
from extract.table import Table

Kind = Literal["box", "end"]
ENOUGH = 40
"""Letters, a few dozen: less is no article, nor the beginning of one."""

_HEADS = ("p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "td", "th", "summary", "header")
_TEMPLATE = re.compile(r"\{\{[^{}]{0,200}\}\}")
_MOST_HEADINGS = 30
_HIGHEST = 6


class Clutter(Table):
    """What `clutter.toml` may say."""

    unseen: Selectors
    boxes: Selectors
    captions: Selectors
    bylines: Selectors
    box_headings: tuple[str, ...]
    end_headings: tuple[str, ...]
    notices: tuple[str, ...]


@cache
def clutter() -> Clutter:
    """Return what the file beside this module lists."""
    return Clutter.loaded(Path(__file__).with_name("clutter.toml"))


@cache
def _headings() -> dict[str, Kind]:
    known = clutter()
    boxes = dict.fromkeys(map(skeleton, known.box_headings), "box")
    return boxes | dict.fromkeys(map(skeleton, known.end_headings), "end")  # type: ignore[return-value]


@cache
def _notices() -> re.Pattern[str]:
    return re.compile("|".join(clutter().notices))


def prune(body: HtmlElement, remove: Iterable[str]) -> None:
    """Remove from ``body``, in place, what ``remove`` selects and what is clutter anywhere."""
    known = clutter()
    grouped = ", ".join((*known.unseen, *known.boxes, *known.captions))
    drop(body, matches(body, remove))
    drop(body, matches(body, [grouped]))  # last: 40 selectors are dear where boxes still stand
    _drop_template_text(body)
    _drop_headed_boxes(body)


def drop(body: HtmlElement, elements: Iterable[HtmlElement]) -> None:
    """Remove ``elements`` from ``body``; what follows each of them stays."""
    for element in list(elements):
        if element is not body and element.getparent() is not None and _within(body, element):
            element.drop_tree()


def is_wordy(texts: Iterable[str]) -> bool:
    """Whether ``texts`` have `ENOUGH` letters together; what comes behind is not asked for."""
    found = filter(str.isalpha, chain.from_iterable(texts))
    return next(islice(found, ENOUGH - 1, None), None) is not None


def is_notice(paragraph: str) -> bool:
    """Whether ``paragraph`` is the paper speaking about itself."""
    return _notices().match(paragraph) is not None


def _within(body: HtmlElement, element: HtmlElement) -> bool:
    return any(parent is body for parent in element.iterancestors())


def _drop_template_text(body: HtmlElement) -> None:
    """Remove lines with ``{{`` in them: a template that no script filled in.

    A line that says a sentence besides is a person's, who writes about templates.
    """
    for said in body.xpath(".//text()[contains(., '{{')]"):
        around = said.getparent()
        line = _line(around.getparent() if said.is_tail else around, _HEADS)
        if letters(_TEMPLATE.sub("", said)) >= ENOUGH:
            continue
        if line is not None and next(line.iterdescendants("p", "div", "li", "table"), None) is None:
            drop(body, [line])
        elif said.is_tail:
            around.tail = None
        else:
            around.text = None


def _drop_headed_boxes(body: HtmlElement) -> None:
    """Remove boxes known by their heading only, such as 'Tin liên quan'."""
    for heading, kind in list(islice(_headed(body), _MOST_HEADINGS)):
        if not _within(body, heading):
            continue
        box = _box(body, heading, kind)
        if box is heading:
            ends = kind == "end" and _letters_before(body, heading) >= ENOUGH
            drop(body, _followers(heading, ends=ends))
        drop(body, [box])


def _headed(body: HtmlElement) -> Iterator[tuple[HtmlElement, Kind]]:
    """Yield the lines that say nothing but a known heading, and perhaps links."""
    for said in body.xpath(".//text()[string-length(normalize-space()) < 60]"):
        kind = _headings().get(skeleton(tidy(said)))
        if not kind:
            continue
        around = said.getparent()
        line = _line(around.getparent() if said.is_tail else around, _HEADS)
        if line is not None and line is not body and _heads(line):
            yield line, kind


def _line(element: HtmlElement | None, tags: tuple[str, ...]) -> HtmlElement | None:
    """Return ``element`` or the nearest element around it that is one of ``tags``."""
    while element is not None and element.tag not in tags:
        element = element.getparent()
    return element


def _heads(line: HtmlElement) -> bool:
    """Whether ``line`` is a heading, be it a link itself, or a heading followed by links."""
    unlinked = "".join(line.xpath(".//text()[not(ancestor::a)]"))
    return any(skeleton(tidy(said)) in _headings() for said in (unlinked, _said(line)))


def _box(body: HtmlElement, heading: HtmlElement, kind: Kind) -> HtmlElement:
    """Return the widest element that begins with ``heading`` and is not the article itself."""
    box = heading
    whole, first = letters(_said(body)), skeleton(_said(heading))
    for parent in islice(heading.iterancestors(), _HIGHEST):
        said = _said(parent)
        if parent is body or not skeleton(said).startswith(first):
            break
        if whole - letters(said) < ENOUGH or (kind == "box" and not _links(box)):
            break
        box = parent
    return box


def _links(first: HtmlElement) -> bool:
    """Whether everything beside ``first`` holds a link, as the items of a list of news do."""
    beside = [other for other in first.itersiblings() if letters(_said(other))]
    return all(other.tag == "a" or other.find(".//a") is not None for other in beside)


def _letters_before(body: HtmlElement, element: HtmlElement) -> int:
    """Count the letters that ``body`` has before ``element``."""
    around, count = set(element.iterancestors()), 0
    for earlier in body.iter():
        if earlier is element:
            break
        count += letters(earlier.text or "")
        count += 0 if earlier in around else letters(earlier.tail or "")
    return count


def _followers(heading: HtmlElement, *, ends: bool) -> Iterator[HtmlElement]:
    """Yield what belongs to a heading without a box: lists and links, or all to the end."""
    if ends:
        heading.tail = None
    for sibling in heading.itersiblings():
        if ends:
            sibling.tail = None
        elif not is_list(sibling):
            return
        yield sibling


def is_list(element: HtmlElement) -> bool:
    """Whether ``element`` is a list, or says nothing much outside its links."""
    linked = letters("".join(element.xpath("descendant-or-self::a//text()")))
    return element.tag in ("ul", "ol") or linked * 5 >= letters(_said(element)) * 4


def _said(element: HtmlElement) -> str:
    return "".join(element.itertext())
