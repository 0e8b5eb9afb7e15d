"""Turn marked-up text into paragraphs: everything a reader sees, each thing once."""

import html
import re
import unicodedata
from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from lxml import etree
from lxml.html import HtmlElement

# The last line are the names trafilatura gives to the same things.
# fmt: off
_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details",
    "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2",
    "h3", "h4", "h5", "h6", "header", "hr", "html", "legend", "li", "main", "menu", "nav", "ol",
    "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
    "cell", "head", "item", "list", "quote", "row",
))
# fmt: on
_BREAKS = frozenset({"br", "lb"})
_CELLS = ("td", "th", "cell")
_ROWS = ("tr", "row")
_LINE = "\x1e"
_LONG_CELL = 500
_ENTITY = re.compile(
    r"&(?!amp;|lt;|gt;)(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});"
)
_UNSEEN = re.compile(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]"
)
# No letter carries more marks (Unicode's stream-safe format), and putting many in order takes the
# square of their number.
_MARK = "[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]"
_TOO_MANY_MARKS = re.compile(f"{_MARK}(?<={_MARK}{{31}}){_MARK}*")


class Block(NamedTuple):
    """A paragraph, list item, heading or table, and the element it is the text of."""

    text: str
    """NFC; lines parted by ``\\n`` where the page breaks a line or a table begins a row."""

    element: HtmlElement


def tidy(words: str) -> str:
    r"""Return ``words`` in NFC on one line: no unseen characters, blanks single, ends bare.

    Entities that were escaped twice are undone, but for ``&amp;``, ``&lt;`` and ``&gt;``: those
    a page shows as it says.

    >>> tidy("B\u00a0 &#224;i  vie\u0302\u0301t")
    'B ài viết'
    """
    if "&" in words:
        words = _ENTITY.sub(lambda entity: html.unescape(entity[0]), words)
    line = " ".join(words.split())
    if not line.isprintable():  # what is unseen cannot be printed, and few lines hold any
        line = " ".join(_UNSEEN.sub("", words).split())
    if line.isascii():
        return line
    return unicodedata.normalize("NFC", _TOO_MANY_MARKS.sub("", line))


def words(element: HtmlElement) -> str:
    """Return what ``element`` says, on one line."""
    return " ".join(block.text.replace("\n", " ") for block in blocks(element))


def letters(text: str) -> int:
    """Return how many letters ``text`` has: a measure that layout cannot inflate."""
    return sum(map(str.isalpha, text))


def skeleton(text: str) -> str:
    """Return the letters and digits of ``text`` alone, to compare sentences by."""
    return "".join(filter(str.isalnum, text.casefold()))


def blocks(root: HtmlElement) -> list[Block]:
    """Return every block of text in ``root`` (its own tail excluded), in order."""
    return list(each_block(root))


def each_block(root: HtmlElement) -> Iterator[Block]:
    """Yield the same one by one, for those who need not see them all; ``root`` must stay whole."""
    return _Walk(root).blocks()


class _Walk:
    """One pass over an element, without recursion: pages nest as deep as they like."""

    def __init__(self, root: HtmlElement) -> None:
        self.root = root
        self.owners = [root]
        self.pieces: list[str] = []

    def blocks(self) -> Iterator[Block]:
        walk = etree.iterwalk(self.root, events=("start", "end"))
        for event, element in walk:
            bounds = element.tag in _BLOCKS
            if bounds:
                yield from self.flushed()
            if event == "end":
                self.leave(element, bounds=bounds)
            elif element.tag == "table" and (table := _table(element)) is not None:
                yield from table
                walk.skip_subtree()
                self.owners.append(element)
            else:
                self.enter(element, bounds=bounds)
        yield from self.flushed()

    def enter(self, element: HtmlElement, *, bounds: bool) -> None:
        if bounds:
            self.owners.append(element)
        if element.tag in _BREAKS:
            self.pieces.append(_LINE)
        if isinstance(element.tag, str):
            self.pieces.append(element.text or "")

    def leave(self, element: HtmlElement, *, bounds: bool) -> None:
        if bounds:
            self.owners.pop()
        if element is not self.root:
            self.pieces.append(element.tail or "")

    def flushed(self) -> Iterator[Block]:
        """Yield the text gathered so far; an empty line parts it in two."""
        gathered = "".join(self.pieces)
        self.pieces.clear()
        if not gathered or gathered.isspace():
            return
        lines = [tidy(line) for line in gathered.split(_LINE)]
        for paragraph in "\n".join(lines).split("\n\n"):
            if bare := paragraph.strip("\n"):
                yield Block(bare, self.owners[-1])


def _table(table: HtmlElement) -> list[Block] | None:
    """Return a table of data as a caption and one block of rows; None if it is mere layout.

    A table is layout when it holds tables, a single column, or whole passages in a cell,
    or when words stand in it outside its cells and would be lost.
    """
    if next(table.iterdescendants("table"), None) is not None:
        return None
    rows = [[blocks(cell) for cell in row.iterchildren(*_CELLS)] for row in table.iter(*_ROWS)]
    if max(map(len, rows), default=0) < 2 or any(map(_passage, chain(*rows))):  # noqa: PLR2004
        return None
    lines = [" | ".join(_joined(cell) for cell in row) for row in rows]
    lines = [tidy(line) for line in lines if skeleton(line)]
    found = [block for caption in table.iter("caption") for block in blocks(caption)]
    found += [Block("\n".join(lines), table)] if lines else []
    kept = sum(letters(block.text) for block in found)
    return found if kept >= letters(tidy("".join(table.itertext()))) else None


def _passage(cell: list[Block]) -> bool:
    return len(cell) > 1 and sum(len(block.text) for block in cell) > _LONG_CELL


def _joined(cell: list[Block]) -> str:
    return " ".join(block.text.replace("\n", " ") for block in cell)
