"""Facts of one article held against each other: contradictions, sums, figures cut short."""

import pytest

from extract.agree import OTHERWISE, SUMS_NOT, SUMS_UP
from extract.model import Article, Fact, Reading
from extract.reader import read

FORMER = "Năm 2022, PCI của Lạng Sơn xếp thứ 30/63. Năm 2023, PCI của Lạng Sơn xếp thứ 24/63"
POINTS = "Năm 2022, PAR INDEX của Lạng Sơn đạt 80,12%. Năm 2023, PAR INDEX của Lạng Sơn đạt 83,80%"


def reading(text: str) -> Reading:
    """Return the reading of a short text."""
    return read(Article(text=text))


def findings(fact: Fact) -> set[str]:
    """Return what the rest of the article says for or against ``fact``."""
    return {SUMS_UP, SUMS_NOT, OTHERWISE} & set(fact.reasons)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"{FORMER}, tăng 6 bậc so với năm 2022.", SUMS_UP),
        (f"{FORMER}, tăng 9 bậc so với năm 2022.", SUMS_NOT),
        (f"{FORMER}, giảm 6 bậc so với năm 2022.", SUMS_NOT),
        (f"{POINTS}, tăng 3,68% so với năm 2022.", SUMS_UP),
        (f"{POINTS}, tăng 3,69% so với năm 2022.", SUMS_UP),
        (f"{POINTS}, tăng 4,68% so với năm 2022.", SUMS_NOT),
    ],
)
def test_a_change_leads_from_the_former_value_to_the_present_one(text: str, found: str) -> None:
    """Gains count up; figures of two decimals may miss each other by their rounding."""
    former, present = reading(text).facts

    assert findings(former) == set()
    assert findings(present) == {found}


def test_a_sum_that_agrees_makes_a_reading_surer_and_another_less_sure() -> None:
    """The same words, but for one figure."""
    right, wrong = (
        reading(f"{FORMER}, tăng {places} bậc so với năm 2022.").facts[-1] for places in (6, 9)
    )

    assert right.confidence > wrong.confidence


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "Năm 2023, PCI của Lạng Sơn xếp thứ 24/63. PCI năm 2023 của Lạng Sơn xếp thứ 25/63.",
            "rank 25",
        ),
        (
            "Năm 2023, SIPAS của Lạng Sơn đạt 83,80%. SIPAS năm 2023 của Lạng Sơn đạt 85,81%.",
            "score 85.81",
        ),
    ],
)
def test_two_values_of_one_thing_stay_facts_and_the_later_is_asked_about(
    text: str, told: str
) -> None:
    """The article says both; which is right, a person must say."""
    found = reading(text)

    assert [findings(fact) for fact in found.facts] == [{OTHERWISE}, {OTHERWISE}]
    (question,) = found.unresolved
    assert (question.quote, question.start) == (found.facts[1].quote, found.facts[1].start)
    assert question.why == (
        f"the article gives another value of the same thing: {told} stands here"
    )


@pytest.mark.parametrize(
    "text",
    [
        "Năm 2023, PCI của Lạng Sơn xếp thứ 24/63. PCI năm 2022 của Lạng Sơn xếp thứ 25/63.",
        "Năm 2023, PCI của Lạng Sơn xếp thứ 24/63. PCI năm 2023 của Hà Giang xếp thứ 25/63.",
        "Năm 2023, PCI của Lạng Sơn xếp thứ 24/63. PAPI năm 2023 của Lạng Sơn xếp thứ 25/63.",
        "Năm 2023, PCI của Lạng Sơn xếp thứ 24/63. PCI năm 2023 của Lạng Sơn xếp thứ 24/63.",
    ],
    ids=["other year", "other province", "other index", "same value"],
)
def test_values_of_two_things_are_no_contradiction(text: str) -> None:
    """Nor is one value said twice."""
    found = reading(text)

    assert len(found.facts) == 2
    assert [findings(fact) for fact in found.facts] == [set(), set()]
    assert found.unresolved == ()


def test_a_figure_cut_short_is_left_out_where_it_stands_in_full() -> None:
    """85,4% over an article that says 85,48% is one figure."""
    (fact,) = reading(
        "SIPAS năm 2023 của Lạng Sơn đạt 85,4%. Cụ thể, SIPAS năm 2023 của Lạng Sơn đạt 85,48%."
    ).facts

    assert fact.score == 85.48


def test_a_figure_cut_short_beside_a_rank_stays_and_contradicts_nothing() -> None:
    """The rank stands nowhere else."""
    found = reading(
        "SIPAS năm 2023 của Lạng Sơn đạt 85,4%, xếp thứ 12/63. "
        "SIPAS năm 2023 của Lạng Sơn đạt 85,48%."
    )

    assert [(f.rank, f.score) for f in found.facts] == [(12, 85.4), (None, 85.48)]
    assert [findings(fact) for fact in found.facts] == [set(), set()]
