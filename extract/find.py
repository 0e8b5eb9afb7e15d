"""Find the mentions of a sentence: run the rules, then let the longest words win."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from extract import gazetteer, names
from extract.canon import Canon
from extract.model import Mention, Sentence
from extract.rule import Rule
from extract.rules import RULES
from extract.rules.number import DECIMAL, decimal

# Where no index is named but what indices measure, the words of a ranking: values are then said
# that nobody can place, but a person may.
_RANKED = re.compile(
    r"chỉ số|xếp (?:thứ|hạng|loại)|thứ hạng|(?:đứng|dẫn) (?:thứ|đầu)|"
    r"\d\s*%\s+(?:người|số người|cá nhân)"
)


def promising(low: str) -> bool:
    """Tell cheaply whether canonical lower-case text may state a ranking at all.

    It names an index, or it speaks of what indices measure and of places or shares of people.
    """
    return names.names_index(low) or bool(_RANKED.search(low) and names.topics_named(low))


def mentions(canon: Canon, sentence: Sentence) -> list[Mention]:
    """Return the mentions of ``sentence`` in order; they do not overlap.

    Of two that overlap the longer stays, and of two equally long the one whose rule stands
    first.  Marks of a plan overlap anything.
    """
    room = Room()
    longest = sorted(_all(canon, sentence), key=lambda m: (m.start - m.end, m.start))
    taken = [m for m in longest if m.kind == "plan" or room.take(m.start, m.end)]
    return sorted(taken, key=lambda m: (m.start, m.kind != "plan"))


class Room:
    """The stretches of a sentence that are taken; asking takes no longer where many are."""

    def __init__(self) -> None:
        self.starts: list[int] = []
        self.ends: list[int] = []

    def take(self, start: int, end: int) -> bool:
        """Take ``start`` to ``end`` unless something of it is taken; tell whether it was free."""
        place = bisect_left(self.starts, end)
        if place and self.ends[place - 1] > start:
            return False
        self.starts.insert(place, start)
        self.ends.insert(place, end)
        return True


def _all(canon: Canon, sentence: Sentence) -> Iterator[Mention]:
    for name in gazetteer.mentions(canon, sentence.start, sentence.end):
        yield name
        yield from _points_behind(canon, sentence, name)
    for rule in _worth_running(canon.low[sentence.start : sentence.end]):
        for mention in rule.mentions(canon.low, sentence.start, sentence.end):
            start, end = mention.parts.get("value", (mention.start, mention.end))
            yield replace(mention, start=start, end=end)


# A component and its points with nothing between them: "điểm đầu vào 51,50, điểm đầu ra 47,23".
_POINTS = re.compile(rf"\s+(?P<score>{DECIMAL})(?=\s*(?:[,;.()…]|$|và\s))")


def _points_behind(canon: Canon, sentence: Sentence, part: Mention) -> Iterator[Mention]:
    found = _POINTS.match(canon.low, part.end, sentence.end)
    if found and part.kind == "component":
        data = {"score": decimal(found["score"]), "unit": None, "scale": None}
        start, end = found.span("score")
        yield Mention(kind="score", start=start, end=end, rule="score/behind", data=data)


_NEEDS = [rule.needs or ("",) for rule in RULES]  # "" is in any words
_NEEDED_BY = {
    need: [place for place, needs in enumerate(_NEEDS) if need in needs]
    for need in chain.from_iterable(_NEEDS)
}


def _worth_running(words: str) -> list[Rule]:
    """Return the rules that may find something in ``words``: to look for pieces is far cheaper."""
    present = (places for need, places in _NEEDED_BY.items() if need in words)
    return [RULES[place] for place in sorted({*chain.from_iterable(present)})]
