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
)


def sentences(canon: Canon) -> Iterator[Sentence]:
    """Yield the sentences of ``canon`` in order; they never overlap nor cross a line."""
    for number, line in enumerate(re.finditer(r"[^\n]*\S[^\n]*", canon.cased)):
        for start, end in _mended(canon.cased, list(_cuts(line.group(), line.start()))):
            yield Sentence(start=start, end=end, paragraph=number)


def _cuts(line: str, offset: int) -> Iterator[tuple[int, int]]:
    """Yield where each sentence of ``line`` stands, found again word by word.

    The splitter may change white space, so its strings are not trusted as spans.
    """
    position = 0
    for sentence in sent_tokenize(line):
        start = None
        for word in sentence.split():
            found = line.find(word, position)
            if found < 0:
                continue
            start = found if start is None else start
            position = found + len(word)
        if start is not None:
            yield offset + start, offset + position


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
    return bool(_UNFINISHED.search(cased[before[0] : before[1]])) or not (
        follows.isupper() or follows.isdigit() or follows in "\"'([-+*•"
    )
