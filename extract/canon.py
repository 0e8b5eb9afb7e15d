"""Canonical text: what the rules match, and the way back to the characters as given."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property

_FOLDED = str.maketrans(
    {
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d", "-"),
        **dict.fromkeys("“”„‟«»″❝❞\uff02", '"'),
        **dict.fromkeys("‘’‚‛′`´", "'"),
        **dict.fromkeys("\u00a0\u2007\u202f\u2002\u2003\u2009\u3000\t\r\v\f", " "),
        "ð": "đ",
        "Ð": "Đ",
        "／": "/",
        "％": "%",
    }
)
_IGNORED = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad")

# The tone mark of oa, oe, uy may stand on either letter (hoà, hòa); only when the syllable ends
# there, since "hoàn" has no second spelling.  After q the u belongs to the consonant ("quý").
_OLD_TONE = re.compile(r"(?<!q)(?:o[àáảãạèéẻẽẹ]|u[ỳýỷỹỵ])(?![\w\u0300-\u036f])", re.IGNORECASE)
_MOVED = {
    old + tone: new
    for vowels, forms in {
        ("o", "a"): zip("àáảãạ", "òóỏõọ", strict=True),
        ("o", "e"): zip("èéẻẽẹ", "òóỏõọ", strict=True),
        ("u", "y"): zip("ỳýỷỹỵ", "ùúủũụ", strict=True),
    }.items()
    for tone, moved in forms
    for old, new in ((vowels[0], moved + vowels[1]),)
}


def _new_tone(match: re.Match[str]) -> str:
    pair = match.group()
    moved = _MOVED[pair.lower()]
    return "".join(m.upper() if p.isupper() else m for p, m in zip(pair, moved, strict=True))


def _composed(text: str) -> tuple[str, list[int]]:
    """Return ``text`` in NFC without ignorable characters, and each character's old offset."""
    if unicodedata.is_normalized("NFC", text) and _IGNORED.isdisjoint(text):
        return text, list(range(len(text)))
    characters: list[str] = []
    offsets: list[int] = []
    position, size = 0, len(text)
    while position < size:
        end = position + 1
        while end < size and unicodedata.combining(text[end]):
            end += 1
        for character in unicodedata.normalize("NFC", text[position:end]):
            if character not in _IGNORED:
                characters.append(character)
                offsets.append(position)
        position = end
    return "".join(characters), offsets


@dataclass(frozen=True)
class Canon:
    """A text in one spelling: NFC, plain dashes, quotes and blanks, tone marks the new way.

    ``cased`` keeps capitals, ``low`` has the same length without them; both are matched by
    rules, and `given` leads any of their offsets back to the text as it was handed in.
    """

    text: str

    @cached_property
    def _pair(self) -> tuple[str, list[int]]:
        composed, offsets = _composed(self.text)
        return _OLD_TONE.sub(_new_tone, composed.translate(_FOLDED)), [*offsets, len(self.text)]

    @property
    def cased(self) -> str:
        """The canonical text with its capitals."""
        return self._pair[0]

    @cached_property
    def low(self) -> str:
        """The canonical text in lower case, character by character."""
        lowered = self.cased.lower()
        if len(lowered) == len(self.cased):
            return lowered
        return "".join(c.lower() if len(c.lower()) == 1 else c for c in self.cased)

    def given(self, start: int, end: int) -> tuple[int, int]:
        """Return the offsets in the given text of ``cased[start:end]``, whole letters only."""
        offsets = self._pair[1]
        if end <= start:
            return offsets[start], offsets[start]
        while offsets[end] == offsets[end - 1] and end < len(self.cased):
            end += 1
        stop = offsets[end]
        while stop > 0 and stop > offsets[end - 1] + 1 and self.text[stop - 1] in _IGNORED:
            stop -= 1
        return offsets[start], stop
