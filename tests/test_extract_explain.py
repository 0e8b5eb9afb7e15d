"""What explaining shows of an article: every word that was read, refused or left open."""

from itertools import pairwise

import pytest

from extract.explain import Mark, marks, told
from extract.model import MEASURES, Article
from extract.reader import read, steps
from tests.helpers_sentences import Case, article, article_cases, stand_cases

LABELLED = [*stand_cases(), *article_cases()]
TEXT = (
    "Năm 2024, tỉnh Lạng Sơn đạt 88,42 điểm PAR INDEX, xếp thứ 12/63 tỉnh, thành phố.\n"
    "Phấn đấu PAR INDEX năm 2025 xếp thứ 5/63.\n"
    "Lạng Sơn công bố PCI và PAPI năm 2023. Tỉnh xếp thứ 15/63 tỉnh, thành phố."
)


def marked(role: str) -> list[tuple[str, int]]:
    """Return the words of ``TEXT`` that are marked as ``role``, and their numbers."""
    found = marks(Article(text=TEXT))
    return [(TEXT[m.start : m.end], m.number) for m in found if m.role == role]


@pytest.mark.parametrize(
    ("role", "words"),
    [
        ("index", [("PAR INDEX", 1)]),
        ("subject", [("tỉnh Lạng Sơn", 1)]),
        ("year", [("2024", 1)]),
        ("score", [("88,42", 1)]),
        ("rank", [("12", 1)]),
        ("out_of", [("63", 1)]),
        ("refused", [("xếp thứ 5/63", 0)]),
        ("open", [("Tỉnh xếp thứ 15/63", 0)]),
    ],
)
def test_words_are_marked_as_what_they_were_read_as(role: str, words: list[object]) -> None:
    """A target is refused; a rank of one of two indices is open; neither has a number."""
    assert marked(role) == words


@pytest.mark.parametrize("case", LABELLED, ids=lambda case: case.id)
def test_marks_lie_apart_in_order_inside_the_text(case: Case) -> None:
    """So a page can be printed from one to the next, and no letter is lost or doubled."""
    one = article(case)

    found = marks(one)

    assert all(0 <= m.start < m.end <= len(one.text) for m in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


@pytest.mark.parametrize("case", LABELLED, ids=lambda case: case.id)
def test_every_value_is_marked_with_the_number_of_its_fact(case: Case) -> None:
    """Or of an earlier fact that the same words state."""
    one = article(case)
    found = {mark.start: mark for mark in marks(one)}

    for number, fact in enumerate(read(one).facts, 1):
        values = {k: s for k, s in fact.spans.items() if k in MEASURES and s.where == "text"}
        for kind, span in values.items():
            mark = found[span.start]
            assert (mark.end, mark.role) == (span.end, kind)
            assert 1 <= mark.number <= number


@pytest.mark.parametrize("case", LABELLED, ids=lambda case: case.id)
def test_a_refused_value_is_marked_so_unless_a_fact_states_it(case: Case) -> None:
    """Nothing that looks like a value is passed over in silence."""
    one = article(case)
    count = sum(len(step.linked.refusals) for step in steps(one))

    assert len([m for m in marks(one) if m.role == "refused"]) <= count
    if count and not read(one).facts:
        assert any(m.role in {"refused", "open"} for m in marks(one))


def test_the_facts_are_told_under_the_numbers_of_the_marks() -> None:
    """What a reader finds behind a value leads to a line below."""
    one = Article(text=TEXT)
    (fact,) = read(one).facts

    assert list(told(one)) == [
        f"[1] PAR INDEX 2024, Lạng Sơn: rank 12/63, 88.42 điểm  (sure {fact.confidence:.2f})"
    ]


def test_words_that_two_facts_share_have_the_number_of_the_first() -> None:
    """The year is said once, of both."""
    text = "Năm 2023, PCI của Lạng Sơn xếp thứ 24/63, PAPI của Hà Giang xếp thứ 9/63."

    found = marks(Article(text=text))

    assert [m for m in found if m.role == "year"] == [Mark(4, 8, "year", 1)]
    assert [m.number for m in found if m.role == "rank"] == [1, 2]


def test_what_is_spelled_in_two_code_points_is_marked_whole() -> None:
    """Marks count the code points of the text as it was given."""
    text = "Na\u0306m 2023, PCI cu\u0309a La\u0323ng Sơn xếp thứ 24/63."

    found = {m.role: text[m.start : m.end] for m in marks(Article(text=text))}

    assert (found["subject"], found["year"], found["rank"]) == ("La\u0323ng Sơn", "2023", "24")
