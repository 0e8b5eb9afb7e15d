"""Words that may stand between a value and what it is said of, and words that may not."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from extract.table import Table

_WORD = re.compile(r"[^\W\d]+")


class _Words(Table):
    """The content of ``glue.toml``: phrases by theme; the themes are for those who read it."""

    glue: dict[str, tuple[str, ...]]
    foreign: dict[str, tuple[str, ...]]


@cache
def _words() -> _Words:
    return _Words.loaded(Path(__file__).with_suffix(".toml"))


def _phrases(themes: dict[str, tuple[str, ...]]) -> Iterator[str]:
    return (phrase for phrases in themes.values() for phrase in phrases)


@cache
def _glue() -> frozenset[str]:
    return frozenset(_WORD.findall(" ".join(_phrases(_words().glue))))


@cache
def _foreign() -> re.Pattern[str]:
    topics = "|".join(map(re.escape, _phrases(_words().foreign)))
    return re.compile(rf"(?<!\w)(?:{topics})(?!\w)")


def foreign(gap: str) -> bool:
    """Tell whether ``gap`` (canonical, lower case) names another matter than an index."""
    return bool(_foreign().search(gap.replace("tỉ lệ", "tỷ lệ")))


def strangers(gap: str) -> list[str]:
    """Return the words of ``gap`` that do not merely hold a sentence together.

    >>> strangers(" của tỉnh có bước tiến, đạt ")
    ['bước', 'tiến']
    """
    return [word for word in _WORD.findall(gap.replace("tỉ lệ", "tỷ lệ")) if word not in _glue()]
