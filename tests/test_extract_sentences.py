"""A sentence, a passage or an article: what is stated is read, and nothing else."""

import re
import unicodedata

import pytest

from tests.helpers_sentences import (
    LATER,
    LATEST,
    PASSAGES,
    REWORDED,
    Case,
    Measure,
    article_cases,
    cases,
    compared,
    outcome,
)

CASES = (
    *(*cases(), *article_cases(), *article_cases(REWORDED)),
    *(*article_cases(LATER), *article_cases(LATEST), *article_cases(PASSAGES)),
)


def _param(case: Case) -> object:
    marks = [pytest.mark.xfail(reason=case.todo, strict=True)] if case.todo else []
    return pytest.param(case, id=case.id, marks=marks)


@pytest.mark.parametrize("case", [_param(case) for case in CASES])
def test_a_sentence_is_read_as_it_was_meant(case: Case) -> None:
    """Every stated measure, for the right subject and year, and no other."""
    result = outcome(case)

    assert not result.wrong + result.missed, f"{case.text}\n{result}"


def test_each_case_has_its_own_name_and_composed_letters_unless_it_is_about_others() -> None:
    """An id must point to one case; a letter typed in two code points by chance proves nothing."""
    words = [case.title + case.text for case in CASES if "NFD" not in case.name]

    assert all(unicodedata.is_normalized("NFC", text) for text in words)
    assert len({case.id for case in CASES}) == len(CASES)


def test_each_trap_stands_in_its_article() -> None:
    """A trap that is not in the text catches nothing."""
    trapped = [(trap, f"{case.title} {case.text}") for case in CASES for trap in case.traps]

    assert trapped
    assert [trap for trap, words in trapped if trap.lower() not in words.lower()] == []


def test_each_score_of_a_label_is_printed_in_its_article() -> None:
    """A label must come from the words; ranks may be words, such as "quán quân"."""
    unprinted = [
        (case.id, fact[name])
        for case in CASES
        for fact in case.facts
        for name in ("score", "score_change")
        if case.file == "article"
        and fact.get(name)
        and abs(fact[name]) not in _numbers(f"{case.title} {case.text}")
    ]

    assert unprinted == []


def _numbers(words: str) -> set[float]:
    return {float(n.replace(",", ".")) for n in re.findall(r"\d+(?:[.,]\d+)?", words)}


RANK = {
    "index": "pci",
    "components": (),
    "subject": "son la",
    "year": 2022,
    "scoped": False,
    "name": "rank",
    "value": 9.0,
    "out_of": 63,
}


@pytest.mark.parametrize(
    "other",
    [
        {"index": "papi"},
        {"components": ("gia nhap thi truong",)},
        {"subject": "lai chau"},
        {"year": 2021},
        {"scoped": True},
        {"name": "rank_change"},
        {"value": 19.0},
        {"out_of": 61},
    ],
    ids=str,
)
def test_a_measure_that_differs_in_one_thing_is_wrong(other: dict[str, object]) -> None:
    """The judge is not blind: it counts one invention and one omission."""
    result = compared([Measure(**RANK)], [Measure(**RANK | other)])

    assert (result.right, len(result.wrong), len(result.missed)) == ((), 1, 1)


def test_what_may_be_read_or_not_is_neither_wrong_nor_missed() -> None:
    """Approximations and ranks implied by an order."""
    optional = Measure(**RANK, optional=True)

    assert not str(compared([optional], [Measure(**RANK)]))
    assert not str(compared([optional], []))
