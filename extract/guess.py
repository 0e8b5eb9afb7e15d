"""Read a page in no layout we know: trafilatura's guess, and what keeps it from guessing wild."""

import logging
import re
from itertools import pairwise

import trafilatura
from lxml import etree
from lxml.html import HtmlElement

from extract.decode import UnreadablePageError
from extract.prose import Block, blocks, letters, skeleton, words
from extract.prune import ENOUGH, drop, is_list, prune

logging.getLogger("trafilatura").setLevel(logging.ERROR)  # it warns of pages without an article

_FURNITURE = ("header:not(:has(h1))", "footer", "aside", "[id^='foot']", "[class^='foot']")
_INNER = ("div", "p", "table", "ul", "ol", "section", "article", "h1", "h2", "h3", "form", "figure")
_BARE = ("html", "head", "body", "meta", "title", "link", "style", "script", "noscript")
_WALL = re.compile(r"document\.cookie|location\.(?:reload|href|replace)|captcha|challenge|__cf_chl")
_DEEPEST = 256
"""Elements within each other; trafilatura takes minutes for two thousand tables."""

_UNCLAIMED = 5 * ENOUGH
"""Letters that a page must have to be an article though nothing in its head says so."""


def guessed(root: HtmlElement, title: HtmlElement | None) -> list[Block]:
    """Return the blocks of the article on ``root``, empty if it seems to hold none.

    ``root`` is cut down in the doing.  Raises `UnreadablePageError`: ``challenge``, ``too-deep``.
    """
    if is_wall(root):
        raise UnreadablePageError("challenge")
    if _depth(root) > _DEEPEST:
        raise UnreadablePageError("too-deep")
    enough = ENOUGH if _claims_to_be_an_article(root) else _UNCLAIMED
    before = blocks(root)
    links = {skeleton(words(link)) for link in root.iter("a")}
    _cut_down(root, title)
    found = trafilatura.bare_extraction(
        root, favor_precision=True, include_comments=False, with_metadata=False, fast=True
    )
    body = getattr(found, "body", None)
    chosen = [] if body is None else blocks(body)
    count = sum(letters(block.text) for block in chosen)
    return [] if count < enough or _is_list_of_articles(chosen, before, links) else chosen


def _depth(root: HtmlElement) -> int:
    depth = deepest = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


def is_wall(root: HtmlElement) -> bool:
    """Whether a script stands where the page should: a cookie to fetch, a riddle to solve."""
    scripts = "".join(script.text or "" for script in root.iter("script"))
    shown = root.xpath("//text()[not(ancestor::script or ancestor::style or ancestor::title)]")
    if not scripts or letters("".join(shown)) > 3 * ENOUGH:
        return False
    bare = all(element.tag in _BARE for element in root.iter())
    return bare or _WALL.search(scripts) is not None


def _cut_down(root: HtmlElement, title: HtmlElement | None) -> None:
    """Remove what stands above the title and around the article, and lists of links.

    Lines in ``div`` become ``p``: trafilatura looks for those, and some systems write none.
    """
    if title is not None:
        drop(root, title.xpath("preceding::*[ancestor::body]"))
    prune(root, _FURNITURE)
    for line in list(root.iter("div")):
        if next(line.iterchildren(*_INNER), None) is None:
            line.tag = "p"
            drop(root, [line] if is_list(line) else [])


def _claims_to_be_an_article(root: HtmlElement) -> bool:
    data = root.xpath("//script[contains(@type, 'ld+json')]/text()")
    claims = root.xpath(
        "//meta[(@property='og:type' and @content='article')"
        " or contains(@property, 'published_time') or contains(@name, 'published_time')]"
    )
    return bool(claims) or any("datePublished" in script for script in data)


def _is_list_of_articles(chosen: list[Block], before: list[Block], links: set[str]) -> bool:
    """Whether the passages chosen are leads, each below a headline that is a link."""
    long = {skeleton(block.text) for block in chosen if letters(block.text) >= ENOUGH}
    lines = [skeleton(block.text) for block in before]
    lines = [line for line in lines if len(line) >= ENOUGH // 2]
    leads = {below for above, below in pairwise(lines) if below in long and above in links}
    return len(leads) * 2 >= len(long) > 0
