"""Canonical text: what the rules match, and the way back to the characters as given."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

CAPITAL = "[A-ZĐÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ]"
"""Pattern of a capital; Unicode mixes them with small letters, so no range holds them."""

_FOLDED = {
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d", "-"),
    **dict.fromkeys("“”„‟«»″❝❞\uff02", '"'),
    **dict.fromkeys("‘’‚‛′`´", "'"),
    **dict.fromkeys("\u00a0\u2007\u202f\u2002\u2003\u2009\u3000\t\r\v\f", " "),
    "ð": "đ",
    "Ð": "Đ",
    "／": "/",
    "％": "%",
}
_IGNORED = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad")

# No letter carries more marks (Unicode's stream-safe format); putting many marks in order takes
# the square of their number, so a longer run is read as several letters.
_MOST_MARKS = 30
_MAYBE_MARKS = re.compile(rf"[^\w\s\x00-\x7f]{{{_MOST_MARKS + 1}}}")

# The tone mark of oa, oe, uy may stand on either letter (hoà, hòa); only when the syllable ends
# there, since "hoàn" has no second spelling.  After q the u belongs to the consonant ("quý").
_OLD_TONE = re.compile(
    r"[oOuU](?:(?<=[oO])[àáảãạèéẻẽẹÀÁẢÃẠÈÉẺẼẸ]|(?<=[uU])[ỳýỷỹỵỲÝỶỸỴ])"
    r"(?<![qQ]..)(?![\w\u0300-\u036f])"
)
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


# Misprints of the words that ranks are told by, each as long as the word it stands for.
# Seen in the papers' own texts.
_MISPRINTS = {
    "điẻm": "điểm", "diểm": "điểm", "thấp nhấp": "thấp nhất", "đừng đầu": "đứng đầu",
    "đừng thứ": "đứng thứ", "đừng hạng": "đứng hạng", "tiêu chỉ": "tiêu chí",
    "khu vục": "khu vực", "vị trị": "vị trí", "chốt bảng": "chót bảng",
    "tỉ lệ": "tỷ lệ",
}  # fmt: skip
# What is before a word is looked at behind its first letter: `re` passes over all other letters.
_BEGUN = (rf"{word[0]}(?<![^\W\d]{word[0]}){word[1:]}" for word in _MISPRINTS)
_MISPRINTED = re.compile(rf"(?:{'|'.join(_BEGUN)})(?!\w)")


def _new_tone(match: re.Match[str]) -> str:
    pair = match.group()
    moved = _MOVED[pair.lower()]
    return "".join(m.upper() if p.isupper() else m for p, m in zip(pair, moved, strict=True))


def _composed(text: str) -> tuple[str, Sequence[int]]:
    """Return ``text`` in NFC without ignorable characters, and each character's old offset.

    One more offset, the length of ``text``, stands behind the last.
    """
    if _is_composed(text):
        return text, range(len(text) + 1)
    characters: list[str] = []
    offsets: list[int] = []
    position, size = 0, len(text)
    while position < size:
        end = position + 1
        while end < min(size, position + _MOST_MARKS) and unicodedata.combining(text[end]):
            end += 1
        for character in unicodedata.normalize("NFC", text[position:end]):
            if character not in _IGNORED:
                characters.append(character)
                offsets.append(position)
        position = end
    return "".join(characters), [*offsets, size]


def _is_composed(text: str) -> bool:
    letters = set(text)
    many_marks = any(map(unicodedata.combining, letters)) and _MAYBE_MARKS.search(text)
    return (
        not many_marks and _IGNORED.isdisjoint(letters) and unicodedata.is_normalized("NFC", text)
    )


def _folded(text: str) -> str:
    """Return ``text`` with plain dashes, quotes and blanks; few texts hold more than a few."""
    for letter in _FOLDED.keys() & set(text):
        text = text.replace(letter, _FOLDED[letter])
    return text


@dataclass(frozen=True)
class Canon:
    """A text in one spelling: NFC, plain dashes, quotes and blanks, tone marks the new way.

    ``cased`` keeps capitals, ``low`` has the same length without them; both are matched by
    rules, and `given` leads any of their offsets back to the text as it was handed in.
    """

    text: str
    headline: str = ""
    """What stands above the text, canonical: a name that it tells in full is known below."""

    @cached_property
    def _pair(self) -> tuple[str, Sequence[int]]:
        composed, offsets = _composed(self.text)
        return _OLD_TONE.sub(_new_tone, _folded(composed)), offsets

    @property
    def cased(self) -> str:
        """The canonical text with its capitals."""
        return self._pair[0]

    @cached_property
    def low(self) -> str:
        """The canonical text in lower case, character by character."""
        lowered = self.cased.lower()
        if len(lowered) != len(self.cased):
            lowered = "".join(c.lower() if len(c.lower()) == 1 else c for c in self.cased)
        return _MISPRINTED.sub(lambda found: _MISPRINTS[found.group()], lowered)

    @cached_property
    def ruled(self) -> str:
        """``low`` with tabs where the text has them: they stand between cells of a table."""
        if "\t" not in self.text:
            return self.low
        composed, _ = _composed(self.text)
        return "".join(
            "\t" if given == "\t" else letter
            for given, letter in zip(composed, self.low, strict=True)
        )

    @cached_property
    def told(self) -> str:
        """The headline and the text below it, with their capitals."""
        return f"{self.headline}\n{self.cased}"

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
