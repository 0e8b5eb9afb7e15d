"""Cut a text where its marks begin and end, so that a page can show each piece as text."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

NEAR = 160
"""Characters of context on each side of a quote: about a line of print and a half."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Words to be pointed out: ``text[start:end]``, in code points."""

    start: int
    end: int
    label: str
    """What the words give, such as ``Hạng``; empty for the quote itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A run of characters under the same marks; the end of a line is a piece of its own."""

    text: str
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Pieces that lie together inside the quote, or together outside it."""

    quoted: bool
    pieces: tuple[Piece, ...]


def stretches(text: str, quote: Mark | None, values: Iterable[Mark]) -> tuple[Stretch, ...]:
    """Return the whole of ``text`` as what stands before, in and after ``quote``.

    Joined, the pieces are the text again.  A mark outside the text marks what lies inside.

    >>> quote = Mark(start=3, end=8, label="")
    >>> [s.pieces[0].text for s in stretches("Ta xếp 3.", quote, ())]
    ['Ta ', 'xếp 3', '.']
    """
    start = min(max(quote.start, 0), len(text)) if quote else 0
    end = min(max(quote.end, start), len(text)) if quote else 0
    marks = tuple(values)
    parts = (
        (False, _pieces(text, 0, start, marks)),
        (True, _pieces(text, start, end, marks)),
        (False, _pieces(text, end, len(text), marks)),
    )
    return tuple(Stretch(quoted=quoted, pieces=pieces) for quoted, pieces in parts if pieces)


def around(text: str, start: int, end: int) -> tuple[str, str]:
    r"""Return what stands before and after ``text[start:end]`` in its line, `NEAR` at most.

    >>> around("Hôm nay.\nTỉnh xếp thứ 3 cả nước.", 14, 23)
    ('Tỉnh ', ' cả nước.')
    """
    before = text[: max(start, 0)].rpartition("\n")[2]
    after = text[max(end, 0) :].partition("\n")[0]
    return (
        before if len(before) <= NEAR else "…" + before[-NEAR:],
        after if len(after) <= NEAR else after[:NEAR] + "…",
    )


def _pieces(text: str, start: int, end: int, marks: tuple[Mark, ...]) -> tuple[Piece, ...]:
    lines = {at + more for at, letter in enumerate(text) if letter == "\n" for more in (0, 1)}
    edges = {start, end, *(m.start for m in marks), *(m.end for m in marks), *lines}
    cuts = sorted(edge for edge in edges if start <= edge <= end)
    return tuple(
        Piece(text=text[a:b], labels=_labels(a, b, marks)) for a, b in pairwise(cuts) if text[a:b]
    )


def _labels(start: int, end: int, marks: tuple[Mark, ...]) -> tuple[str, ...]:
    return tuple(m.label for m in marks if m.start <= start and end <= m.end)
