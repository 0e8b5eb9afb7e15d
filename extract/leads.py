"""The lead of an article, the sapo: shown in the body or outside it, said once, and first."""

import re
from collections.abc import Iterable
from itertools import islice
from typing import NamedTuple

from lxml.html import HtmlElement

from extract import claims
from extract.prose import blocks, each_block, letters, skeleton, tidy
from extract.prune import ENOUGH
from extract.selector import matches

_AMONG = 3
"""Paragraphs among which a lead inside the body must stand."""

_LONGER = 2
"""Times as long as the description a lead may be: many systems cut it."""

_GLANCE = 9
"""Characters of a line that are compared first: of whatever kind, fewer letters than `ENOUGH`."""

_PLACES = ("a", "li", "header", "footer", "aside", "nav")


class Lead(NamedTuple):
    """A lead, taken before anything was cut out of the page."""

    text: str
    inside: bool
    """Whether it stands in the body."""

    by: str
    """``layout``, or ``description``: what the head of the page describes it by."""


def shown(root: HtmlElement, selectors: Iterable[str], body: HtmlElement | None) -> Lead:
    """Return the lead where the layout puts it, else where the page shows its description.

    A description that nothing on the page shows is a slogan, or no words of the article.
    """
    for element in matches(root, selectors):
        said = element.get("content") if element.tag == "meta" else None
        text = tidy(said) if said else "\n\n".join(block.text for block in blocks(element))
        if letters(text) >= ENOUGH // 2:
            return Lead(text, body is not None and body in element.iterancestors(), "layout")
    return _described(root, body)


def _described(root: HtmlElement, body: HtmlElement | None) -> Lead:
    said = (_opening(description) for description in claims.descriptions(root))
    opening = next((words for words in said if len(words) >= ENOUGH), "")
    for block in each_block(root) if opening else ():
        if not _opens(block.text, opening):
            continue
        around = [block.element, *block.element.iterancestors()]
        if body is not None and body in around:
            break  # a paragraph like another
        if not any(element.tag in _PLACES for element in around):
            return Lead(block.text, inside=False, by="description")
    return Lead("", inside=False, by="")


def _opens(text: str, opening: str) -> bool:
    """Whether ``text`` opens like that and soon ends; its first letters tell of most."""
    if not opening.startswith(skeleton(text[:_GLANCE])):
        return False
    found = skeleton(text)
    return found.startswith(opening) and len(found) <= _LONGER * len(opening)


def _opening(words: str) -> str:
    return skeleton(words.removesuffix("...").removesuffix("…"))


def opened(lead: Lead, said: list[str], prefix: str) -> tuple[Lead, list[str]]:
    """Put the lead first, once, and cut the paper's mark, a pattern, from the first words.

    A lead inside the body must be near its beginning: what ``p > strong`` finds further down
    is emphasis.
    """
    said = [_bare(paragraph, prefix) for paragraph in said[:1]] + said[1:]
    lead = lead._replace(text=_bare(lead.text, prefix))
    opening = _opening(lead.text)
    if not opening:
        return _NONE, said
    for at, paragraph in enumerate(islice(said, _AMONG)):
        if skeleton(paragraph).startswith(opening):
            if lead.by == "description":
                return _NONE, said
            whole = paragraph if not paragraph.startswith(lead.text) else lead.text
            return lead._replace(text=whole), [paragraph, *said[:at], *said[at + 1 :]]
    if lead.inside:
        return _NONE, said
    return lead, [lead.text, *(s for s in said if skeleton(s) != opening)]


_NONE = Lead("", inside=False, by="")


def _bare(paragraph: str, prefix: str) -> str:
    mark = re.match(prefix, paragraph)
    return paragraph[mark.end() :].lstrip() if mark else paragraph
