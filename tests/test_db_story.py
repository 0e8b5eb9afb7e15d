"""Telling copies of a text from texts about the same thing."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.story import Told, Value, resemblance, shingles, sketch, stories

TEXTS = st.lists(st.sampled_from(["một", "hai", "ba", "bốn", "năm", "sáu"]), max_size=12).map(
    " ".join
)

SAME: dict[str, frozenset[Value]] = {"a ranking": frozenset({(23, None)})}
"""What articles say that tell of one thing."""


def found_in(texts: dict[Told, str], **said: dict[str, frozenset[Value]]) -> dict[str, str]:
    """Return the stories of articles with these ``texts``, which say the same or as ``said``."""
    by_id = {id_: text for (_, id_), text in texts.items()}
    articles = {article: said.get(article[1], SAME) for article in texts}
    return stories(articles, by_id.__getitem__, lambda id_: sketch(by_id[id_]))


@given(one=TEXTS, other=TEXTS)
def test_resemblance_is_a_share_and_the_same_both_ways(one: str, other: str) -> None:
    """Law: between 0 and 1; a text with words resembles itself."""
    shared = resemblance(shingles(one), shingles(other))

    assert 0 <= shared <= 1
    assert shared == resemblance(shingles(other), shingles(one))
    assert resemblance(shingles(one), shingles(one)) == (1 if one else 0)


def test_case_and_punctuation_make_no_difference() -> None:
    """Papers set the same words in their own way."""
    one, other = "Hà Giang xếp thứ 23, tăng 17 bậc.", "HÀ GIANG xếp thứ 23 – tăng 17 bậc"

    assert shingles(one) == shingles(other)


def test_a_chain_of_copies_is_one_story_told_by_the_earliest() -> None:
    """The second copies the first and the third copies the second."""
    words = [f"từ{n}" for n in range(60)]
    texts = {
        "b": " ".join(words),
        "c": " ".join([*words, *(f"thêm{n}" for n in range(10))]),
        "a": " ".join([*words, *(f"thêm{n}" for n in range(22))]),
    }
    assert resemblance(shingles(texts["a"]), shingles(texts["b"])) < 0.8

    days = {"b": "2024-01-01", "c": "2024-01-02", "a": "2024-01-03"}
    found = found_in({(days[id_], id_): text for id_, text in texts.items()})

    assert found == {"a": "b", "b": "b", "c": "b"}


LONG = " ".join(f"từ{n}" for n in range(60))
THREE = {("1", "a"): LONG, ("2", "b"): LONG, ("3", "c"): LONG}


@pytest.mark.parametrize(
    ("other", "together"),
    [
        pytest.param(SAME, True, id="the same rank"),
        pytest.param({"a ranking": frozenset({(23, 87.7)})}, True, id="a score besides"),
        pytest.param({"a ranking": frozenset({(None, 87.7)})}, True, id="only a score"),
        pytest.param(SAME | {"more": frozenset({(1, None)})}, True, id="another ranking besides"),
        pytest.param({"a ranking": frozenset({(26, None)})}, False, id="another rank"),
        pytest.param({"more": frozenset({(23, None)})}, False, id="another ranking only"),
    ],
)
def test_a_copy_with_another_number_is_another_story(
    other: dict[str, frozenset[Value]], *, together: bool
) -> None:
    """Who copies and changes a number says something of his own."""
    found = found_in({("1", "a"): LONG, ("2", "b"): LONG}, b=other)

    assert found == {"a": "a", "b": "a" if together else "b"}


def test_no_two_articles_of_a_story_contradict_each_other() -> None:
    """Not even by way of a third that is silent about what they disagree on."""
    silent = {"another": frozenset({(1, None)})}
    both = [SAME | silent, silent, {"a ranking": frozenset({(26, None)})} | silent]

    found = found_in(
        {("1", "a"): LONG, ("2", "b"): LONG, ("3", "c"): LONG},
        **dict(zip("abc", both, strict=True)),
    )

    assert found == {"a": "a", "b": "a", "c": "c"}


def test_scores_of_which_one_paper_cut_digits_are_one_number() -> None:
    """87,73 and 87,7 may be one score; 87,73 and 87,9 are not."""
    said = [{"a ranking": frozenset({(None, score)})} for score in (87.73, 87.7, 87.9)]

    found = found_in(
        {("1", "a"): LONG, ("2", "b"): LONG, ("3", "c"): LONG},
        **dict(zip("abc", said, strict=True)),
    )

    assert found == {"a": "a", "b": "a", "c": "c"}


def test_empty_texts_are_no_copies_of_each_other() -> None:
    """Nothing in common is not everything in common."""
    assert found_in({("1", "a"): "", ("2", "b"): ""}) == {"a": "a", "b": "b"}


def test_texts_that_do_not_look_alike_are_not_read_in_full() -> None:
    """The sketches say enough, so that a settling need not read every article again."""
    read: list[str] = []

    def text(id_: str) -> str:
        read.append(id_)
        return ""

    sketches = {"a": sketch("một hai ba bốn năm sáu"), "b": sketch("bảy tám chín mười một hai")}
    articles = {("1", "a"): SAME, ("2", "b"): SAME}
    assert stories(articles, text, sketches.__getitem__) == {"a": "a", "b": "b"}
    assert read == []


@pytest.mark.parametrize("sketched", ["", "00ff" * 128, "52656e73613a524d696e486173683a3100"])
def test_a_sketch_of_another_version_is_made_anew(sketched: str) -> None:
    """What an older program kept is no reason to miss a copy."""
    articles = {("1", "a"): SAME, ("2", "b"): SAME}

    assert stories(articles, lambda _: LONG, lambda _: sketched) == {"a": "a", "b": "a"}


@given(words=st.integers(30, 900), changed=st.integers(0, 40), seed=st.integers(0, 9))
def test_no_copy_is_overlooked_by_its_sketch(words: int, changed: int, seed: int) -> None:
    """Law: texts that resemble each other enough look alike in their sketches too."""
    dice = random.Random(seed)  # noqa: S311
    one = [f"từ{dice.randrange(5_000)}" for _ in range(words)]
    other = [*one[changed:], *(f"mới{n}" for n in range(changed))]
    texts = " ".join(one), " ".join(other)
    alike = resemblance(*map(shingles, texts)) >= 0.8

    found = found_in({("1", "0"): texts[0], ("2", "1"): texts[1]})

    assert (found["1"] == "0") == alike
