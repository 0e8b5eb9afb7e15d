"""Rules carry their own examples; here they are tried."""

import re
from typing import Any

import pytest

from extract.canon import Canon
from extract.rule import Rule
from extract.rules import RULES
from tests.helpers_sentences import (
    LATER,
    LATEST,
    PASSAGES,
    REWORDED,
    article_cases,
    cases,
    stand_cases,
)

YES = [
    pytest.param(rule, sentence, wanted, id=f"{rule.name}: {sentence}")
    for rule in RULES
    for sentence, wanted in rule.yes.items()
]
NO = [
    pytest.param(rule, sentence, id=f"{rule.name}: {sentence}")
    for rule in RULES
    for sentence in rule.no
]

LABELLED = (
    *(cases(), article_cases(), article_cases(REWORDED), article_cases(LATER)),
    *(article_cases(LATEST), article_cases(PASSAGES), stand_cases()),
)
TEXTS = [case.text for texts in LABELLED for case in texts]


def found(rule: Rule, sentence: str) -> list[dict[str, Any]]:
    """Return what ``rule`` reads in ``sentence``."""
    low = Canon(sentence).low
    return [m.data for m in rule.mentions(low, 0, len(low))]


@pytest.mark.parametrize(("rule", "sentence", "wanted"), YES)
def test_a_rule_reads_its_own_examples(rule: Rule, sentence: str, wanted: dict[str, Any]) -> None:
    """The first mention has every value the example asks for."""
    data = found(rule, sentence)

    assert data, "nothing was read"
    assert {key: data[0][key] for key in wanted} == wanted


@pytest.mark.parametrize(("rule", "sentence"), NO)
def test_a_rule_leaves_its_counter_examples_alone(rule: Rule, sentence: str) -> None:
    """What a rule must not see, it does not see."""
    assert found(rule, sentence) == []


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.needs], ids=lambda r: r.name)
def test_what_a_rule_needs_stands_wherever_it_finds_something(rule: Rule) -> None:
    """So leaving the rule out where nothing of it stands loses nothing."""
    for text in TEXTS:
        low = Canon(text).low
        for mention in rule.mentions(low, 0, len(low)):
            around = low[max(0, mention.start - 12) : mention.end + 40]
            assert any(need in around for need in rule.needs), around


def test_rules_are_named_kind_slash_what_they_see_and_never_twice() -> None:
    """A name in a fact leads to one rule."""
    names = [rule.name for rule in RULES]

    assert len(set(names)) == len(names)
    assert [n for n in names if not re.fullmatch(r"[a-z]+/[a-z-]+", n)] == []
