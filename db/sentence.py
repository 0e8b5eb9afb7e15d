"""The sentence around a quote, for people who want to see where a value comes from."""

import re
from collections.abc import Mapping
from typing import Any

LONGEST = 600
"""Characters a quoted sentence may have."""

_ABBREVIATIONS = frozenset(
    {"TP", "Tp", "tp", "TX", "Tx", "P", "Q", "H", "TS", "ThS", "Ths", "GS", "PGS", "BS", "KS", "TT"}
)
_STOP = re.compile(r"""(\w*)[.!?…]+["”’»)\]]*\s+(?=["“‘«(\[–-]*(\w))""")


def sentence(telling: Mapping[str, Any]) -> str:
    """Return the sentence that a fact was read from; the quote alone if it is not in the text.

    ``telling`` has the columns of ``facts``, and the ``title`` and ``text`` of its version.
    """
    if telling["quote_in"] == "title":
        return str(telling["title"])
    start, end = telling["start"], telling["end"]
    if telling["text"][start:end] != telling["quote"]:
        return str(telling["quote"])
    return around(telling["text"], start, end).lstrip("-–—•*+ ")


def around(text: str, start: int, end: int) -> str:
    """Return the sentence, or sentences, of ``text`` that hold ``text[start:end]``.

    It stays within the paragraph.  One that is longer than `LONGEST` is cut to what stands
    around the quote.

    >>> around("Mở đầu. Tỉnh xếp hạng 23/63. Kết.", 18, 28)
    'Tỉnh xếp hạng 23/63.'
    """
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    last = len(text) if last < 0 else last
    stops = [m for m in _STOP.finditer(text, first, last) if _ends(m)]
    first = max([m.end() for m in stops if m.end() <= start], default=first)
    last = min([m.end() for m in stops if m.end() >= end], default=last)
    return _cut(text, first, last, (start, end)).strip()


def _ends(stop: re.Match[str]) -> bool:
    return stop[1] not in _ABBREVIATIONS and not stop[2].islower()


def _cut(text: str, first: int, last: int, quote: tuple[int, int]) -> str:
    room = max(LONGEST - (quote[1] - quote[0]), 0) // 2
    if last - first <= LONGEST:
        return text[first:last]
    left, right = max(first, quote[0] - room), min(last, quote[1] + room)
    return f"{'…' if left > first else ''}{text[left:right]}{'…' if right < last else ''}"
