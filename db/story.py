"""Which articles are copies of one text: a story counts once, however often it is printed."""

import re
import zlib
from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache
from itertools import combinations

Shingles = frozenset[int]

Told = tuple[str, str]
"""When an article told it first, and the article's id: sorts by time."""

WORDS = 5
"""Words in a shingle."""

ENOUGH = 0.8
"""From this resemblance on, two articles tell one story."""

_SKETCH = 64
"""Shingles in a sketch: enough to guess a resemblance to about a twentieth."""

_WORTH_A_LOOK = 0.5
"""Guessed resemblance from which on two texts are compared in full."""

_MEMORY = 500
"""Articles whose shingles are held at a time."""

_DIGITS = 8


def shingles(text: str) -> Shingles:
    """Return the runs of `WORDS` words in ``text`` as numbers, case and punctuation aside.

    A shorter text is one run; an empty one has none.
    """
    words = re.findall(r"\w+", text.casefold())
    runs = range(max(len(words) - WORDS + 1, min(len(words), 1)))
    return frozenset(zlib.crc32(" ".join(words[at : at + WORDS]).encode()) for at in runs)


def resemblance(one: Shingles, other: Shingles) -> float:
    """Return what two texts share of all they say: 0 nothing, 1 everything."""
    if not one or not other or min(len(one), len(other)) < ENOUGH * max(len(one), len(other)):
        return 0.0
    shared = len(one & other)
    return shared / (len(one) + len(other) - shared)


def sketch(text: str) -> str:
    """Return the least of the shingles of ``text``, in hex: what the database keeps of them."""
    return "".join(f"{number:0{_DIGITS}x}" for number in sorted(shingles(text))[:_SKETCH])


def look_alike(one: Shingles, other: Shingles) -> bool:
    """Tell from two sketches whether the texts are worth comparing in full.

    The least shingles of both texts together are a fair sample of all their shingles.
    """
    if one.isdisjoint(other):
        return False
    sample = set(sorted(one | other)[:_SKETCH])
    return len(sample & one & other) >= _WORTH_A_LOOK * len(sample)


def stories(
    groups: Iterable[Sequence[Told]],
    text: Callable[[str], str],
    sketch_of: Callable[[str], str],
) -> dict[str, str]:
    """Return the story of every article in ``groups``: the id of its first article.

    Each group holds articles that tell of the same thing; only those are compared.
    ``text`` and ``sketch_of`` give the words of an article and their `sketch` by its id.
    """
    root: dict[Told, Told] = {}
    full = lru_cache(_MEMORY)(lambda article: shingles(text(article)))
    brief = cache(lambda article: _numbers(sketch_of(article)))
    for one, other in _pairs(groups, root):
        if look_alike(brief(one[1]), brief(other[1])) and (
            resemblance(full(one[1]), full(other[1])) >= ENOUGH
        ):
            first, second = sorted((_root(root, one), _root(root, other)))
            root[second] = first
    return {article[1]: _root(root, article)[1] for article in root}


def _numbers(sketched: str) -> Shingles:
    starts = range(0, len(sketched), _DIGITS)
    return frozenset(int(sketched[at : at + _DIGITS], 16) for at in starts)


def _pairs(groups: Iterable[Sequence[Told]], root: dict[Told, Told]) -> Iterable[tuple[Told, Told]]:
    """Return each pair that shares a group once; every article becomes a root in passing."""
    seen: set[tuple[Told, Told]] = set()
    for group in groups:
        for article in group:
            root.setdefault(article, article)
        for pair in combinations(sorted(set(group)), 2):
            if pair not in seen:
                seen.add(pair)
                yield pair


def _root(root: dict[Told, Told], article: Told) -> Told:
    while root[article] != article:
        article = root[article]
    return article
