"""Cut a text into sentences: underthesea's splitter, with its wrong cuts mended."""

import re
from collections.abc import Iterator

from underthesea import sent_tokenize

from extract.canon import Canon
from extract.model import Sentence

# The splitter also cuts behind titles and abbreviations ("PGS.TS.", "TP.", "T.Ư"), and before a
# closing quotation mark; such a cut is no end of a sentence.
_UNFINISHED = re.compile(
    r"(?:^|[\s(])(?:(?:GS|PGS|TS|ThS|BS|KS|CN|TP|Tp|TX|TT|St|Mr|Ms|Dr|No|Q|P|H)\.\s*)+$"
    r"|[:,;]\s\d{1,2}\.$"
    r"|^\d{1,2}\.$"
)

# The splitter takes the letter of a tier for somebody's initial, and does not see "…".
_TIER_END = re.compile(r"(?<=nhóm [A-D]\.) |(?<=…) (?=[A-ZĐ])")

# What is longer is no sentence and no word: a list without stops, a page without blanks.  Many
# steps compare each part of a sentence with each other one.
_LONGEST = 2000
_LONGEST_WORD = 300
_TITLES = 60
"""How far back a run of titles is looked for."""

_CLAUSE = re.compile(r"[,;.:!?]\s")


def sentences(canon: Canon) -> Iterator[Sentence]:
    """Yield the sentences of ``canon`` in order; they never overlap nor cross a line.

    None is longer than 2,000 characters: what is, is cut where a clause ends.
    """
    cased = canon.cased
    lines = (line for line in re.finditer(r"[^\n]+", cased) if not line.group().isspace())
    for number, line in enumerate(lines):
        for whole in _mended(cased, list(_cuts(line.group(), line.start()))):
            for start, end in _shortened(cased, *whole):
                yield Sentence(start=start, end=end, paragraph=number)


def _cuts(line: str, offset: int) -> Iterator[tuple[int, int]]:
    """Yield where each sentence of ``line`` stands, found again word by word.

    The splitter may change white space, so its strings are not trusted as spans.
    """
    position = 0
    for sentence in (s for stretch in _stretches(line) for s in sent_tokenize(stretch)):
        start = None
        for word in sentence.split():
            found = line.find(word, position)
            if found < 0:
                continue
            start = found if start is None else start
            position = found + len(word)
        if start is not None:
            yield offset + start, offset + position


def _stretches(line: str) -> Iterator[str]:
    """Yield ``line`` in parts the splitter is told of, and whose words are words.

    The splitter goes back over whole words.
    """
    start = 0
    for stop in _TIER_END.finditer(line):
        yield from _short_words(line[start : stop.end()])
        start = stop.end()
    yield from _short_words(line[start:])


def _short_words(line: str) -> Iterator[str]:
    start = 0
    for word in re.finditer(r"\S+", line) if len(line) > _LONGEST_WORD else ():
        for end in range(word.start() + _LONGEST_WORD, word.end(), _LONGEST_WORD):
            yield line[start:end]
            start = end
    yield line[start:]


def _shortened(cased: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > _LONGEST:
        stop = _clause_end(cased, start, start + _LONGEST)
        yield start, stop
        start = stop
        while start < end and cased[start].isspace():
            start += 1
    if start < end:
        yield start, end


def _clause_end(cased: str, start: int, limit: int) -> int:
    """Return where to cut before ``limit``: behind a clause, else at a blank, else right there."""
    middle = start + _LONGEST // 2
    marks = [mark.start() + 1 for mark in _CLAUSE.finditer(cased, middle, limit)]
    blank = cased.rfind(" ", middle, limit)
    return marks[-1] if marks else blank if blank > middle else limit


def _mended(cased: str, cuts: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    whole: tuple[int, int] | None = None
    for start, end in cuts:
        if whole and _belongs(cased, whole, start):
            whole = (whole[0], end)
            continue
        if whole:
            yield whole
        whole = (start, end)
    if whole:
        yield whole


def _belongs(cased: str, before: tuple[int, int], start: int) -> bool:
    follows = cased[start]
    ending = cased[max(before[0], before[1] - _TITLES) : before[1]]
    return bool(_UNFINISHED.search(ending)) or not (
        follows.isupper() or follows.isdigit() or follows in "\"'([-+*•"
    )
