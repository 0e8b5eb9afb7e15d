"""Values in a row before the years they are of: "thứ 19, 26 và 33 các năm 2019, 2020, 2021"."""

import re
from collections.abc import Iterator

from extract import items
from extract.model import Mention
from extract.paired import Paired, Turn, Words

_BETWEEN = re.compile(r"(?:[\s,;]|và|năm)*")
_LEAD = re.compile(
    r",?\s*(?:lần lượt|tương ứng|theo thứ tự)?,?\s*(?:là\s)?"
    r"(?:trong|ở|vào|của|cho|với|qua)?\s*(?:các|hai|ba|bốn|những)?\s*(?:kỳ\s)?$"
)
_NUMBER = re.compile(r"(?<![\w.,/])\d{1,3}(?!\w)")
_REACH = 90
"""How far before its years a list of values may begin."""


def values(words: Words, out: Paired) -> None:
    """Pair the values that stand right before several years with them, by position."""
    for years in _runs(words):
        lead = _LEAD.search(words.low, max(words.start, years[0].start - 40), years[0].start)
        told = _list_before(words, lead.start() if lead else years[0].start, len(years))
        if told:
            out.take(Turn(told[0].start, years, told))


def _runs(words: Words) -> Iterator[list[Mention]]:
    """Yield the years that are joined to each other, two or more at a time."""
    run: list[Mention] = []
    for year in [y for y in words.heads("year") if y.data["year"]]:
        if run and not _BETWEEN.fullmatch(words.low, run[-1].end, year.start):
            if len(run) > 1:
                yield run
            run = []
        run.append(year)
    if len(run) > 1:
        yield run


def _list_before(words: Words, stop: int, count: int) -> list[Mention]:
    """Return the ``count`` values that are joined and end at ``stop``, if there are so many."""
    for number in _NUMBER.finditer(words.low, max(words.start, stop - _REACH), stop):
        told = list(items.joined(words.low, number.start(), stop))
        if len(told) == count and told[-1].end() == stop:
            return items.numbers(words.low, told, number.start())
    return []
