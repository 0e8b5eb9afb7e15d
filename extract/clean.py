"""Clean a page into an article: what a reader of the newspaper would call its words."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import chain, islice
from typing import Annotated, NamedTuple

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring
from pydantic import AfterValidator

from extract import byline, claims, decode, guess, leads
from extract.decode import UnreadablePageError
from extract.model import Article, Page
from extract.prose import Block, blocks, skeleton, words
from extract.prune import drop, is_notice, is_wordy, prune
from extract.published import modified, published
from extract.selector import Selectors, matches
from extract.table import Table

__all__ = ["Layout", "UnreadablePageError", "article"]

_LONGEST_TITLE = 500
_GLANCE = 2000


def _pattern(value: str) -> str:
    try:
        re.compile(value)
    except re.error as error:
        raise ValueError(f"{value!r} is no regular expression: {error}") from None
    return value


class Layout(Table):
    """Where one newspaper puts things, until it changed its system."""

    until: date | None = None
    """The last day of this layout; None: in use."""

    body: Selectors
    title: Selectors = ()
    lead: Selectors = ()
    published: Selectors = ()
    byline: Selectors = ()
    remove: Selectors = ()
    """What stands in the body and is none of its words, beside `clutter.toml`."""

    prefix: Annotated[str, AfterValidator(_pattern)] = ""
    """Pattern of the paper's mark before the first words, such as ``LSO-``."""


class _Title(NamedTuple):
    text: str
    element: HtmlElement | None
    by: str = ""


def article(  # noqa: PLR0913
    page: Page,
    layouts: Sequence[Layout] = (),
    *,
    id: str = "",  # noqa: A002
    province: str = "",
    name: str = "",
    today: date,
) -> Article:
    """Return the article on ``page``, read by the first of ``layouts`` that fits it.

    Without a layout that fits, trafilatura finds the body.  ``name`` is the newspaper's,
    which is no part of a title or byline; ``today`` is the day of reading (a `datetime` is
    more exact), which no publication date exceeds.  Raises `UnreadablePageError` with what
    the page is instead of an article: ``empty``, ``not-html``, ``wrong-charset``,
    ``challenge``, ``no-article``, ``too-large``, ``too-deep``.
    """
    root = _parsed(decode.markup(page.body, page.content_type))
    layout, body = _fitting(root, layouts, page.url, today)
    title = _title(root, layout, name)
    dates = [list(matches(root, [css])) for css in layout.published] if layout else []
    when = published(root, dates, title=title.element, url=page.url, today=today)
    changed = modified(root, dates, since=when.value, today=today)
    lead = leads.shown(root, layout.lead if layout else (), body)
    signed = _signed(root, layout, name)
    claimed = byline.Signed() if signed.name else byline.claimed(root, name)
    found, signature = byline.signed_off(
        _body_blocks(root, layout, body, title, chain(*dates)), name
    )
    said = [block.text for block in found if not is_notice(block.text)]
    marks = (one.prefix for one in ([layout] if layout else layouts))
    lead, said = leads.opened(lead, said, next(filter(None, marks), ""))
    signed = next((s for s in (signed, signature, claimed) if s.name), byline.Signed())
    text = "\n\n".join(said)
    if not title.text or not is_wordy([text[:_GLANCE]]):
        raise UnreadablePageError("challenge" if guess.is_wall(root) else "no-article")
    return Article(
        id=id,
        url=page.url,
        title=title.text,
        title_by=title.by,
        lead=lead.text,
        lead_by=lead.by,
        text=text,
        byline=signed.name,
        byline_by=signed.by,
        published=when.value,
        published_raw=when.raw,
        published_by=when.by,
        modified=changed.value,
        modified_raw=changed.raw,
        modified_by=changed.by,
        body_by="layout" if layout else "guess",
        province=province,
    )


def _parsed(markup: bytes) -> HtmlElement:
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    # One class for all: lxml's own parser would ask Python for the class of each element.
    parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=HtmlElement))
    try:
        return document_fromstring(markup, parser=parser)
    except etree.ParserError:
        raise UnreadablePageError("empty") from None


def _fitting(
    root: HtmlElement, layouts: Sequence[Layout], url: str, today: date
) -> tuple[Layout | None, HtmlElement | None]:
    """Return the layout whose body stands on the page with words in it, and that body.

    A body without words is the page of a photograph or a film: what else stands there is no
    article.
    """
    wordless = False
    for layout in _likeliest(root, layouts, url, today):
        for body in matches(root, layout.body):
            if is_wordy(_said(body)):
                return layout, body
            wordless = True
    if wordless:
        raise UnreadablePageError("no-article")
    return None, None


def _likeliest(
    root: HtmlElement, layouts: Sequence[Layout], url: str, today: date
) -> Sequence[Layout]:
    """Return ``layouts``, those first that were in use when the article was published."""
    if not any(layout.until for layout in layouts):
        return layouts
    day = published(root, url=url, today=today).value[:10]

    def ended(layout: Layout) -> str:
        return layout.until.isoformat()[: len(day)] if layout.until else "~"

    over = [layout for layout in layouts if ended(layout) < day]
    return sorted((x for x in layouts if x not in over), key=ended) + over if day else layouts


def _said(element: HtmlElement) -> Iterator[str]:
    """Yield what ``element`` and those in it say, in no order, but for scripts and styles."""
    for inner in element.iter():
        if inner.tag not in ("script", "style"):
            yield inner.text or ""
        if inner is not element:
            yield inner.tail or ""


def _title(root: HtmlElement, layout: Layout | None, name: str) -> _Title:
    """Return the title: where the layout puts it, else what the page claims to be called.

    Of several elements, such as a category and a headline both in ``h1``, the one that the
    head of the page names is the title.
    """
    titles = [_unbranded(title[:_LONGEST_TITLE], name) for title in claims.titles(root)]
    claimed = [skeleton(title) for title in titles if title]
    places = [(selector, "layout") for selector in (layout.title if layout else ())]
    for selector, by in (*places, ("h1", "h1")):
        shown = [
            _Title(_unbranded(words(e), name), e, by) for e in islice(matches(root, [selector]), 9)
        ]
        shown = [title for title in shown if 0 < len(title.text) <= _LONGEST_TITLE]
        named = (t for t in shown if any(_same(skeleton(t.text), claim) for claim in claimed))
        if shown and (selector != "h1" or layout or len(shown) == 1):
            return next(named, shown[0])
        if first := next(named, None):
            return first
    return _Title(next(filter(None, titles), ""), None, "head")


def _same(shown: str, claim: str) -> bool:
    return len(shown) > len(claim) // 2 and (shown in claim or claim in shown)


def _unbranded(title: str, name: str) -> str:
    """Return ``title`` without the name of the newspaper behind its last bar or dash."""
    head, bar, tail = _parted(title)
    if title and name and skeleton(title) == skeleton(name):
        return ""
    return head if bar and byline.is_paper(tail, name) and len(tail) < len(name) + 20 else title


def _parted(title: str) -> tuple[str, str, str]:
    bars = [*re.finditer(r"\s+[-–—»:]\s+|\s*\|\s*", title)]
    last = bars[-1] if bars else None
    return (title[: last.start()], last[0], title[last.end() :]) if last else (title, "", "")


def _signed(root: HtmlElement, layout: Layout | None, name: str) -> byline.Signed:
    """Return the byline where the layout puts it; the paper's own name signs nothing."""
    lines = (words(e) for e in matches(root, layout.byline)) if layout else ()
    signed = (byline.unlabelled(x) for x in lines if x and not byline.is_paper(x, name))
    return byline.Signed(next(signed, ""), "layout")


def _body_blocks(
    root: HtmlElement,
    layout: Layout | None,
    body: HtmlElement | None,
    title: _Title,
    dates: Iterable[HtmlElement],
) -> list[Block]:
    """Cut the body down to its words and return them, without the title, date and byline.

    The container's blocks are walked here, not by trafilatura: on the same container that drops
    a paragraph said before, and beside tables the lists, lines in ``div`` and bare words too.
    """
    if layout is None or body is None:
        found = guess.guessed(root, title.element)
        return [block for block in found if skeleton(block.text) != skeleton(title.text)]
    known = [
        *dates,
        *matches(body, layout.byline),
        *([] if title.element is None else [title.element]),
    ]
    drop(body, (element for element in known if len(words(element)) < _LONGEST_TITLE))
    prune(body, layout.remove)
    found = blocks(body)
    again = bool(found) and skeleton(found[0].text) == skeleton(title.text)
    return found[1:] if again else found
