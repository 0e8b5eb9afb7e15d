"""Selectors of newspapers' files do on a page what CSS says."""

import pytest
from lxml.html import document_fromstring

from extract.selector import matches


@pytest.mark.parametrize("often", [1, 50])
def test_a_selector_may_ask_for_words(often: int) -> None:
    """Template marks and notices have no class of their own, in short pages and long ones."""
    page = document_fromstring("<p>Tin <b>{{ads}}</b></p><p>Tiếng Việt</p>" * often)
    for _ in range(3):
        assert len(list(matches(page, ['p:contains("{{")']))) == often
        assert len(list(matches(page, ['p:contains("Việt")']))) == often
