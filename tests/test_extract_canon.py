"""Canonical text: one spelling to match, and the way back to the characters as given."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.canon import Canon

VIETNAMESE = st.text(
    alphabet=st.sampled_from(
        "aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạằắốồờớừứýỳỷ HÒAÚÝ0123456789"
        ",./%-–—\n\u00a0\u200b\u0301\u0323"
    ),
    max_size=60,
)


@pytest.mark.parametrize(
    ("given_text", "low"),
    [
        ("Thanh Hoá – Hoà Bình", "thanh hóa - hòa bình"),
        ("Thuỷ, khoẻ, toà, hoàn, quý, thuý", "thủy, khỏe, tòa, hoàn, quý, thúy"),
        ("Ðà Nẵng", "đà nẵng"),
        ("“PAR\u00a0INDEX”", '"par index"'),
        ("H\u200ba\u0300 Giang", "hà giang"),
    ],
)
def test_spellings_become_one(given_text: str, low: str) -> None:
    """Dashes, quotes, blanks, tone marks and decomposed letters have one form."""
    assert Canon(given_text).low == low


@given(VIETNAMESE)
def test_any_stretch_leads_back_to_letters_of_the_text_as_given(text: str) -> None:
    """The way back keeps order, never leaves the text, and gives the same canonical words."""
    canon = Canon(text)
    size = len(canon.cased)

    for start in range(0, size, 3):
        end = min(size, start + 5)
        a, b = canon.given(start, end)
        assert 0 <= a <= b <= len(text)
        again = Canon(text[a:b]).cased.casefold()
        same = canon.cased[start:end].casefold() in again
        assert same or _tone_may_move(canon.cased[start : end + 1])


def _tone_may_move(words: str) -> bool:
    """Cutting a word open may change where its tone mark belongs; then letters differ."""
    return any(c in words.lower() for c in "àáảãạèéẻẽẹòóỏõọùúủũụỳýỷỹỵ")


@given(VIETNAMESE)
def test_canonical_text_is_its_own_canonical_text(text: str) -> None:
    """Twice is once."""
    once = Canon(text).cased

    assert Canon(once).cased == once
    assert unicodedata.normalize("NFC", once) == once
    assert len(Canon(text).low) == len(once)
