"""As many values as names, without a word that says so: "A và B được 5 và 6 điểm"."""

import re

from extract import items
from extract.paired import Paired, Turn, Words
from extract.rules.glue import foreign, strangers

_NUMBER = re.compile(r"(?<![\w.,/])\d{1,3}[.,]\d{1,4}(?!\d)")
_BETWEEN = re.compile(r"[^.;:()\d]{1,45}")
_STRANGERS = 3


def scores(words: Words, out: Paired) -> None:
    """Read "Trà Vinh và Hậu Giang được 54,17 và 60,05 điểm"."""
    place = words.start
    while number := _NUMBER.search(words.low, place, words.end):
        place = number.end()
        told = list(items.joined(words.low, number.start(), words.end))
        run = words.joined_before(number.start()) if len(told) > 1 else []
        if len(run) == len(told) and items.are_decimal(told) and _held(words, run[-1].end, number):
            values = items.numbers(words.low, told, number.start())
            if values and values[0].kind == "score":
                out.take(Turn(number.start(), run, values))
        place = max([place, *(item.end() for item in told)])


def _held(words: Words, start: int, number: re.Match[str]) -> bool:
    """Tell whether only small words stand between the names and the first of the values."""
    between = words.low[start : number.start()]
    plain = _BETWEEN.fullmatch(between) is not None and len(strangers(between)) <= _STRANGERS
    return plain and not foreign(between)
