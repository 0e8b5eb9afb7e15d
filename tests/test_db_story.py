"""Telling copies of a text from texts about the same thing."""

import random

from hypothesis import given
from hypothesis import strategies as st

from db.story import resemblance, shingles, sketch, stories

TEXTS = st.lists(st.sampled_from(["một", "hai", "ba", "bốn", "năm", "sáu"]), max_size=12).map(
    " ".join
)


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
    told = [("2024-01-03", "a"), ("2024-01-01", "b"), ("2024-01-02", "c")]
    assert resemblance(shingles(texts["a"]), shingles(texts["b"])) < 0.8

    found = stories([told], texts.__getitem__, lambda id_: sketch(texts[id_]))

    assert found == {"a": "b", "b": "b", "c": "b"}


def test_copies_are_looked_for_only_among_articles_that_tell_the_same() -> None:
    """A text is not even read for an article that nothing can be compared with."""
    read: list[str] = []

    def text(id_: str) -> str:
        read.append(id_)
        return "một hai ba"

    found = stories([[("1", "a")], [("2", "b")]], text, text)

    assert found == {"a": "a", "b": "b"}
    assert read == []


def test_empty_texts_are_no_copies_of_each_other() -> None:
    """Nothing in common is not everything in common."""
    assert stories([[("1", "a"), ("2", "b")]], lambda _: "", lambda _: "") == {"a": "a", "b": "b"}


def test_texts_that_do_not_look_alike_are_not_read_in_full() -> None:
    """The sketches say enough, so that a settling need not read every article again."""
    read: list[str] = []

    def text(id_: str) -> str:
        read.append(id_)
        return ""

    sketches = {"a": sketch("một hai ba bốn năm sáu"), "b": sketch("bảy tám chín mười một hai")}
    assert stories([[("1", "a"), ("2", "b")]], text, sketches.__getitem__) == {"a": "a", "b": "b"}
    assert read == []


@given(words=st.integers(30, 900), changed=st.integers(0, 40), seed=st.integers(0, 9))
def test_no_copy_is_overlooked_by_its_sketch(words: int, changed: int, seed: int) -> None:
    """Law: texts that resemble each other enough look alike in their sketches too."""
    dice = random.Random(seed)  # noqa: S311
    one = [f"từ{dice.randrange(5_000)}" for _ in range(words)]
    other = [*one[changed:], *(f"mới{n}" for n in range(changed))]
    texts = " ".join(one), " ".join(other)
    alike = resemblance(*map(shingles, texts)) >= 0.8

    found = stories(
        [[("1", "0"), ("2", "1")]], lambda i: texts[int(i)], lambda i: sketch(texts[int(i)])
    )

    assert (found["1"] == "0") == alike
