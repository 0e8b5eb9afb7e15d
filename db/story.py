"""Which articles are copies of one text: a story counts once, however often it is printed."""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from itertools import combinations

Shingles = frozenset[int]

Told = tuple[str, str]
"""When an article told it first, and the article's id: sorts by time."""

WORDS = 5
"""Words in a shingle."""

ENOUGH = 0.8
"""From this resemblance on, two articles tell one story."""

_MEMORY = 2_000
"""Articles whose shingles are held at a time."""


def shingles(text: str) -> Shingles:
    """Return the runs of `WORDS` words in ``text`` as hashes, case and punctuation aside.

    A shorter text is one run; an empty one has none.
    """
    words = re.findall(r"\w+", text.casefold())
    runs = range(max(len(words) - WORDS + 1, min(len(words), 1)))
    return frozenset(hash(tuple(words[at : at + WORDS])) for at in runs)


def resemblance(one: Shingles, other: Shingles) -> float:
    """Return what two texts share of all they say: 0 nothing, 1 everything."""
    if not one or not other or min(len(one), len(other)) < ENOUGH * max(len(one), len(other)):
        return 0.0
    shared = len(one & other)
    return shared / (len(one) + len(other) - shared)


def stories(groups: Iterable[Sequence[Told]], text: Callable[[str], str]) -> dict[str, str]:
    """Return the story of every article in ``groups``: the id of its first article.

    Each group holds articles that tell of the same thing; only those are compared.
    ``text`` gives the words of an article by its id.
    """
    root: dict[Told, Told] = {}
    compared: set[tuple[Told, Told]] = set()
    words = lru_cache(_MEMORY)(lambda article: shingles(text(article)))
    for group in groups:
        for article in group:
            root.setdefault(article, article)
        for one, other in combinations(sorted(set(group)), 2):
            if (one, other) in compared:
                continue
            compared.add((one, other))
            if resemblance(words(one[1]), words(other[1])) >= ENOUGH:
                first, second = sorted((_root(root, one), _root(root, other)))
                root[second] = first
    return {article[1]: _root(root, article)[1] for article in root}


def _root(root: dict[Told, Told], article: Told) -> Told:
    while root[article] != article:
        article = root[article]
    return article
