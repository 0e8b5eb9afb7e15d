"""Find who signed an article: in its last lines, or where the page says so."""

import re
from itertools import islice
from typing import NamedTuple

from lxml.html import HtmlElement

from extract import claims
from extract.prose import Block, skeleton, words
from extract.prune import clutter
from extract.selector import matches

_LAST = 3
"""Blocks from the end: a source or 'Còn nữa' may stand below the name."""

_LONGEST = 80
_MOST = 20
"""Marked names that are looked at."""

_LABEL = re.compile(
    r"(?:(?:Tin|Bài|Ảnh|Clip|Video|Đồ họa|Tác giả|Thực hiện|Người viết|Nhóm PV)"
    r"(?:,\s*|\s+và\s+|\s*[-–&+/]\s*)?)+(?:\s*:\s*)(?=\S)",
    re.IGNORECASE,
)
_NAME = re.compile(r"[^\W\d_][^\d!?;|%]*")
_OFF = frozenset({"hết", "cònnữa", "ảnh"})
_SIGNED = re.compile(
    r"author|pseudonym|byline|tac-?gia|text-align:\s*right|\bright\b", re.IGNORECASE
)
_ELSEWHERE = re.compile(r"comment|related|card|sidebar", re.IGNORECASE)
_LISTS = ("li", "aside", "footer", "nav")


class Signed(NamedTuple):
    """Who wrote an article, and how that is known."""

    name: str = ""
    by: str = ""
    """``layout``, ``last-line``, ``marked``, ``json-ld`` or ``meta``."""


def unlabelled(line: str) -> str:
    """Return a byline without the word for what was done: ``Bài, ảnh: AN BÌNH`` -> ``AN BÌNH``."""
    return _LABEL.sub("", line, count=1).strip(" -–.,;") if line.count(":") == 1 else line.strip()


def is_paper(line: str, name: str) -> bool:
    """Whether ``line`` is the newspaper's own ``name``, as many systems sign everything."""
    own, signed = skeleton(name), skeleton(line)
    return bool(own) and (own in signed or (signed in own and signed.startswith("báo")))


def signed_off(blocks: list[Block], name: str) -> tuple[list[Block], Signed]:
    """Return ``blocks`` without the lines that sign them, and the byline; empty if unsigned.

    The paper's own ``name`` is cut like a byline, but signs nothing.
    """
    signature = ""
    for at in range(len(blocks) - 1, max(len(blocks) - 1 - _LAST, -1), -1):
        *above, last = blocks[at].text.split("\n")
        if len(last) > _LONGEST:
            break
        own = is_paper(last, name)
        if not _signs(last, blocks[at]) or (signature and not own):
            continue
        rest = [blocks[at]._replace(text="\n".join(above))] if above else []
        blocks = blocks[:at] + rest + blocks[at + 1 :]
        signature = signature or ("" if own else unlabelled(last))
    return blocks, Signed(signature, "last-line" if signature else "")


def claimed(root: HtmlElement, name: str) -> Signed:
    """Return who wrote the article by the marks on the page ``root``, or by its head.

    The paper's own ``name``, one word such as ``admin``, and who comments sign nothing.
    """
    marked = islice(matches(root, clutter().bylines), _MOST)
    said = [(words(e), "marked") for e in marked if not _is_elsewhere(e)]
    people = ((unlabelled(line), by) for line, by in (*said, *claims.authors(root)))
    found = (Signed(person, by) for person, by in people if _is_person(person, name))
    return next(found, Signed())


def _is_person(words: str, name: str) -> bool:
    named = " " in words and len(words) <= _LONGEST and _NAME.fullmatch(words) is not None
    return named and words != words.lower() and not is_paper(words, name)


def _is_elsewhere(element: HtmlElement) -> bool:
    """Whether ``element`` belongs to a comment or to another article."""
    around = [element, *element.iterancestors()]
    names = " ".join(f"{e.get('class') or ''} {e.get('id') or ''}" for e in around)
    return any(e.tag in _LISTS for e in around) or _ELSEWHERE.search(names) is not None


def _signs(line: str, block: Block) -> bool:
    """Whether ``line`` has the form of a signature, and stands where no list or table is."""
    around = [block.element, *block.element.iterancestors()]
    if any(e.tag in ("li", "item", "table", "head") or _heading(e.tag) for e in around):
        return False
    if _LABEL.match(line):
        return True
    if not _NAME.fullmatch(line) or skeleton(line) in _OFF or len(line.split()) > 10:  # noqa: PLR2004
        return False
    if line == line.upper():
        return True
    styles = " ".join(e.get(key) or "" for e in around[:2] for key in ("class", "style", "align"))
    return bool(_SIGNED.search(styles)) and not line.endswith(".") and len(line) < 50  # noqa: PLR2004


def _heading(tag: object) -> bool:
    return isinstance(tag, str) and re.fullmatch("h[1-6]", tag) is not None
