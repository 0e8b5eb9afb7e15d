"""Which articles are copies of one text: a story counts once, however often it is printed.

Copies are found by MinHash and locality-sensitive hashing (rensa), then compared in full.
100,000 articles that all tell of one ranking, a quarter of them copies, take 9 s on one core, and
every copy was found; comparing all pairs of sketches, as before, took 26 s for 2,000 (measured
2026-11-24).  datasketch found the same at 215 MB of libraries, rensa has 1 MB.
"""

import re
import zlib
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache

from rensa import RMinHash, RMinHashLSH

from db.consensus import same_score

Shingles = frozenset[int]

Told = tuple[str, str]
"""When an article told it first, and the article's id: sorts by time."""

Value = tuple[int | None, float | None]
"""A rank and a score."""

Numbers = Mapping[str, frozenset[Value]]
"""What an article says of each ranking, by the ranking's id."""

WORDS = 5
"""Words in a shingle."""

ENOUGH = 0.8
"""From this resemblance on, two articles tell one story."""

_PLACES, _BANDS, _SEED = 64, 16, 1
"""Two texts that resemble each other by 0.8 meet in a band with a chance of 0.9999, by 0.5 with
one of 0.6, by 0.2 with one of 0.03; those that meet are compared in full."""

_MEMORY = 500
"""Articles whose shingles are held at a time."""


def shingles(text: str) -> Shingles:
    """Return the runs of `WORDS` words in ``text`` as numbers, case and punctuation aside.

    A shorter text is one run; an empty one has none.
    """
    return frozenset(zlib.crc32(run.encode()) for run in _runs(text))


def _runs(text: str) -> Iterator[str]:
    words = re.findall(r"\w+", text.casefold())
    starts = range(max(len(words) - WORDS + 1, min(len(words), 1)))
    return (" ".join(words[at : at + WORDS]) for at in starts)


def resemblance(one: Shingles, other: Shingles) -> float:
    """Return what two texts share of all they say: 0 nothing, 1 everything."""
    if not one or not other or min(len(one), len(other)) < ENOUGH * max(len(one), len(other)):
        return 0.0
    shared = len(one & other)
    return shared / (len(one) + len(other) - shared)


def sketch(text: str) -> str:
    """Return the MinHash of ``text``, in hex: what the database keeps to find copies by."""
    minhash = RMinHash(_PLACES, _SEED)
    minhash.update(list(_runs(text)))
    return bytes(minhash.__getstate__()).hex()


def _minhash(sketched: str) -> RMinHash | None:
    """Return the MinHash that was kept; None if another version of the library made it."""
    minhash = RMinHash(_PLACES, _SEED)
    try:
        minhash.__setstate__(bytes.fromhex(sketched))
    except ValueError:
        return None
    return minhash


def stories(
    articles: Mapping[Told, Numbers],
    text: Callable[[str], str],
    sketch_of: Callable[[str], str],
) -> dict[str, str]:
    """Return the story of every article: the id of its first one.

    Articles are copies when their texts resemble each other by `ENOUGH`, they tell of a ranking
    that both know, and no number that both give differs: a copy with another number is another
    story.  ``text`` and ``sketch_of`` give the words of an article and their `sketch` by its id.
    """
    order = sorted(articles)
    said = {at: dict(articles[article]) for at, article in enumerate(order)}
    root = list(range(len(order)))
    full = lru_cache(_MEMORY)(lambda at: shingles(text(order[at][1])))
    for at, other in _meetings(order, text, sketch_of):
        one, two = _root(root, at), _root(root, other)
        if one == two or not _agree(said[one], said[two]):
            continue
        if resemblance(full(at), full(other)) >= ENOUGH:
            first, second = sorted((one, two))
            root[second] = first
            for ranking, values in said.pop(second).items():
                said[first][ranking] = said[first].get(ranking, frozenset()) | values
    return {article[1]: order[_root(root, at)][1] for at, article in enumerate(order)}


def _meetings(
    order: list[Told], text: Callable[[str], str], sketch_of: Callable[[str], str]
) -> Iterator[tuple[int, int]]:
    """Yield the places of each two articles whose sketches say that they may be copies."""
    index = RMinHashLSH(ENOUGH, _PLACES, _BANDS)
    for at, (_, article) in enumerate(order):
        minhash = _minhash(sketch_of(article)) or _minhash(sketch(text(article)))
        yield from ((at, other) for other in sorted(index.query(minhash)))
        index.insert(at, minhash)


def _agree(one: Numbers, other: Numbers) -> bool:
    """Tell whether two articles tell of one ranking at least, and differently of none."""
    shared = one.keys() & other.keys()
    return bool(shared) and all(_same(one[ranking], other[ranking]) for ranking in shared)


def _same(one: frozenset[Value], other: frozenset[Value]) -> bool:
    ranks, others = ({rank for rank, _ in said if rank is not None} for said in (one, other))
    if ranks and others and ranks.isdisjoint(others):
        return False
    scores, rest = ([score for _, score in said if score is not None] for said in (one, other))
    return not (scores and rest) or any(same_score(a, b) for a in scores for b in rest)


def _root(root: list[int], at: int) -> int:
    while root[at] != at:
        at = root[at]
    return at
