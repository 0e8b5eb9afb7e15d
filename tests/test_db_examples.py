"""The examples in the docstrings of `db` are true."""

import doctest
from importlib import import_module

import pytest


@pytest.mark.parametrize(
    "name",
    ["consensus", "key", "sentence", "wording", "review.words", "review.sheet", "review.piece"],
)
def test_the_examples_of_a_module_are_true(name: str) -> None:
    """Each of these modules has some."""
    result = doctest.testmod(import_module(f"db.{name}"))

    assert result.attempted > 0
    assert result.failed == 0
