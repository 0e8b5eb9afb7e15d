"""The whole reading: what it gives for real articles, and the laws it keeps for any text."""

import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.index import indices
from extract.model import Article, Fact, as_json
from extract.reader import read
from tests.helpers_sentences import article, measures, outcome, stand_cases

LABELLED = {case.name: case for case in stand_cases()}
SEEDS = ("01-par-index-sipas-2020", "02-par-index-2023-cua-tinh")


def said(facts: Iterable[Fact]) -> list[str]:
    """Return what ``facts`` say, whatever spelling they were read from."""
    return [str(m) for fact in facts for m in measures(as_json(fact))]


def sentence(text: str, **more: Any) -> list[Fact]:
    """Return the facts of a short text."""
    return list(read(Article(text=text, **more)).facts)


@pytest.mark.parametrize("name", SEEDS)
def test_the_seed_articles_are_read_completely_and_nothing_else(name: str) -> None:
    """Every measure of the labels, none beside them."""
    assert str(outcome(LABELLED[name])) == ""


@pytest.mark.parametrize("name", LABELLED)
def test_every_span_of_an_article_gives_back_its_words(name: str) -> None:
    """Quotes are exact, values stand inside them, and facts come in the order of the text."""
    one = article(LABELLED[name])
    where = {"text": one.text, "title": one.title}

    facts = read(one).facts

    for fact in facts:
        assert where[fact.quote_in][fact.start : fact.end] == fact.quote
        for kind in ("rank", "score", "rank_change", "score_change"):
            if getattr(fact, kind) is not None:
                assert kind in fact.spans, "a value without words is no fact"
        for span in fact.spans.values():
            assert where[span.where][span.start : span.end].strip()
    starts = [f.start for f in facts if f.quote_in == "text"]
    assert starts == sorted(starts)


@pytest.mark.parametrize("name", LABELLED)
def test_decomposed_letters_and_other_dashes_change_nothing(name: str) -> None:
    """NFD, non-breaking blanks and en dashes give the same measures, with exact quotes."""
    one = article(LABELLED[name])
    other = unicodedata.normalize("NFD", one.text)
    other = other.replace(" - ", " – ").replace(" 20", "\u00a020")
    variant = replace(one, title=unicodedata.normalize("NFD", one.title), text=other)

    facts = read(variant).facts

    assert said(facts) == said(read(one).facts)
    assert all(other[f.start : f.end] == f.quote for f in facts if f.quote_in == "text")


def test_the_year_is_no_score() -> None:
    """What a known system answers "2024" to."""
    (fact,) = sentence("PAR INDEX 2024 của Hưng Yên đạt 89,25 điểm.")

    assert (fact.score, fact.year, fact.rank) == (89.25, 2024, None)


def test_words_between_the_name_and_the_score_do_not_hide_it() -> None:
    """What a known system finds nothing in."""
    (fact,) = sentence("Chỉ số PAR Index năm 2024 của tỉnh Hưng Yên đạt 89,25 điểm.")

    assert (fact.score, fact.year, fact.subject) == (89.25, 2024, "Hưng Yên")


def test_a_long_article_is_read_to_its_end() -> None:
    """A known system sees 5,000 characters."""
    filler = "Cán bộ xã đến từng nhà vận động người dân trồng rừng, làm đường. " * 200

    facts = sentence(f"{filler}\n\nNăm 2023, PCI của Lạng Sơn xếp thứ 15/63.")

    assert [(f.rank, f.out_of) for f in facts] == [(15, 63)]


def test_a_value_belongs_to_the_province_its_clause_names() -> None:
    """Not to the one that stands nearest."""
    facts = sentence(
        "PAR INDEX năm 2023: Quảng Ninh đạt 92,18%; Hải Phòng, cách Quảng Ninh 0,31%, đứng thứ 2."
    )

    assert [(f.subject, f.score, f.rank) for f in facts] == [
        ("Quảng Ninh", 92.18, None),
        ("Hải Phòng", None, 2),
    ]


def test_names_are_whole_words() -> None:
    """The words "Vì sao Việt Nam" hold no "sao việt", and a lower-case "hòa bình" is peace."""
    assert sentence("Vì sao hòa bình lại cần PCI? Năm 2023 có 3 hội nghị, xếp 20 bàn.") == []


def test_a_year_still_to_come_has_no_results() -> None:
    """A target without the word for it is known by its year."""
    assert sentence("Năm 2030, PCI của Lạng Sơn xếp thứ 5/63.", published="2024-05-02") == []


def test_two_indices_named_together_are_not_guessed_between() -> None:
    """One candidate or none: the reading goes to a person."""
    reading = read(
        Article(text="Lạng Sơn công bố PCI và PAPI năm 2023. Tỉnh xếp thứ 15/63 tỉnh, thành phố.")
    )

    assert reading.facts == ()
    assert ["several indices" in u.why for u in reading.unresolved] == [True]


def test_the_papers_own_province_is_the_last_resort_and_says_so() -> None:
    """A fact whose subject stands nowhere carries no span for it."""
    (fact,) = sentence("Năm 2023, PCI của tỉnh ta xếp thứ 15/63.", province="lang-son")

    assert (fact.subject, fact.subject_id) == ("Lạng Sơn", "lang-son")
    assert "subject" not in fact.spans
    assert "subject is the paper's own province" in fact.reasons


WORDS = """
Lạng Sơn|Hà Giang|tỉnh ta|tỉnh|cả nước|17 bộ, cơ quan ngang bộ|Tây Nguyên|huyện Bắc Mê|Sở Nội vụ|
xếp thứ|36/63|thứ 2/7|tăng 6 bậc|giảm 0,4 điểm|đạt|83,80|87,73%|(|)|;|,|.|/|-|“|”|99999999999|
năm 2023|so với năm 2022|2024|lần lượt|và|là|từ|lên|dẫn đầu|cuối bảng|nhóm B|phấn đấu|trung bình|
63 tỉnh, thành phố|\u0301|\n\n
"""
PIECES = st.sampled_from(
    [
        *(alias for index in indices().values() for alias in index.aliases[:3]),
        *WORDS.replace("|\n", "|").strip("\n").split("|"),
    ]
)


@given(st.lists(PIECES, max_size=40).map(" ".join))
def test_no_text_breaks_the_reader(text: str) -> None:
    """Any jumble of our words is read without a crash, twice alike, within bounds."""
    jumble = Article(text=text, title=text[:60], province="lang-son", published="2024-05-01")

    reading = read(jumble)

    assert reading == read(jumble)
    for fact in reading.facts:
        assert (jumble.title if fact.quote_in == "title" else text)[
            fact.start : fact.end
        ] == fact.quote
        assert fact.rank is None or fact.out_of is None or 1 <= fact.rank <= fact.out_of
        assert 0 <= fact.confidence <= 1
        assert fact.year is not None


@given(st.text(max_size=300))
def test_no_unicode_breaks_the_reader(text: str) -> None:
    """Not even text that is no Vietnamese."""
    reading = read(Article(text=f"PCI 2023 {text}", title=text))

    assert all(isinstance(f, Fact) for f in reading.facts)


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_district_that_the_headline_tells_in_full_is_known_in_the_text(form: str) -> None:
    """Its kind is said once; the spelling of neither matters."""
    title = unicodedata.normalize(form, "DDCI Hòa An 2022: huyện Lạng Giang bứt lên")
    text = unicodedata.normalize(form, "DDCI năm 2022. Ở khối huyện, Lạng Giang dẫn đầu.")
    facts = read(Article(id="x", title=title, text=text, published="2022-12-22")).facts
    assert [(fact.subject, fact.rank) for fact in facts] == [("huyện Lạng Giang", 1)]
