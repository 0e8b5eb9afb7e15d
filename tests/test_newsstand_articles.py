"""Every article file is sound, and an unsound one is refused with a clear line."""

import unicodedata
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from newsstand.article import Article, ArticleError, articles
from newsstand.paper import HERE, Paper, papers
from newsstand.trap import ONE_ARTICLE

WRITTEN_ON = date(2026, 11, 22)
ORDINARY = sorted((HERE / "articles").glob("*/*.toml"))
FILES = ORDINARY + sorted((HERE / "traps").glob("*/*.toml"))
GOOD = """
title = "Na Chi Lăng vào vụ"
category = "xa-hoi"
published = 2023-08-14T08:15:00+07:00
paragraphs = ["Đoạn một."]
"""


def _name(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


@pytest.fixture(scope="module")
def stock() -> dict[str, Paper]:
    """Return both papers."""
    return papers()


@pytest.mark.parametrize("path", FILES, ids=_name)
def test_an_article_file_is_sound_and_in_nfc(path: Path) -> None:
    """Loads, and every byte is composed Vietnamese."""
    article = Article.loaded(path)
    assert article.published.date() <= WRITTEN_ON
    assert str(article.published.tzinfo) == "UTC+07:00"
    words = path.read_text("utf-8")
    assert words == unicodedata.normalize("NFC", words)
    assert article.byline == article.byline.upper()


@pytest.mark.parametrize("path", ORDINARY, ids=_name)
def test_an_ordinary_article_is_long_enough_to_be_news(path: Path) -> None:
    """Four to nine paragraphs, like a provincial paper."""
    article = Article.loaded(path)
    assert 4 <= len(article.paragraphs) <= 9
    assert len(" ".join(article.paragraphs)) > 400


@pytest.mark.parametrize("path", ORDINARY, ids=_name)
def test_a_claimed_value_stands_in_the_text(path: Path) -> None:
    """What a perfect reader should find is there to be found."""
    article = Article.loaded(path)
    words = " ".join([article.title, article.lead, *article.paragraphs])
    digits = words.replace(",", ".")
    for claim in article.claims:
        assert claim.score is None or f"{claim.score:g}" in digits
        assert claim.component.lower() in words.lower()


@pytest.mark.parametrize("paper", ["newsstand-lang-son", "newsstand-ha-giang"])
def test_a_paper_has_enough_news_and_enough_rankings(paper: str, stock: dict[str, Paper]) -> None:
    """The stand promises 32 articles a paper, nine of them about rankings."""
    printed = stock[paper].articles
    assert len(printed) >= 32
    assert sum(bool(article.claims) for article in printed) >= 9


@pytest.mark.parametrize("paper", ["newsstand-lang-son", "newsstand-ha-giang"])
def test_no_two_articles_of_a_paper_share_an_address(paper: str, stock: dict[str, Paper]) -> None:
    """Slugs, ids and addresses are each unique, trap articles included."""
    everything = [*stock[paper].articles, *stock[paper].trapped.values()]
    for kind in ("slug", "key", "number", "title"):
        doubles = [k for k, n in Counter(getattr(a, kind) for a in everything).items() if n > 1]
        assert not doubles


@pytest.mark.parametrize("paper", ["newsstand-lang-son", "newsstand-ha-giang"])
def test_each_trap_has_its_article_and_the_new_one_is_newest(
    paper: str, stock: dict[str, Paper]
) -> None:
    """No trap lacks an article, no article lacks a trap."""
    assert set(stock[paper].trapped) == set(ONE_ARTICLE)
    newest = stock[paper].trapped["new-article"]
    others = [a for a in stock[paper].trapped.values() if a is not newest]
    assert all(newest.published > a.published for a in [*stock[paper].articles, *others])
    assert newest.claims


def test_a_slug_is_the_title_without_accents() -> None:
    """Đ too, which no decomposition helps."""
    article = Article.model_validate(
        {
            "title": "Đường về Đình Lập: 3 điều",
            "category": "xa-hoi",
            "published": "2023-08-14T08:15:00+07:00",
            "paragraphs": ["a"],
        }
    )
    assert article.slug == "duong-ve-dinh-lap-3-dieu"
    assert len(article.key) == 7
    assert len(str(article.number)) == 7


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ('\nlede = "x"', "lede: Extra inputs"),
        ('\nbyline = " A"', "byline: begins or ends with white space"),
        ('\nlead = "\u0061\u0302"', "lead: is not NFC"),
        ('\ncaptions = [{ after = 2, text = "x" }]', "after paragraph 2"),
        ("\ntitle = 3", "is no TOML"),
    ],
)
def test_an_unsound_file_is_refused_with_place_and_reason(
    tmp_path: Path, change: str, said: str
) -> None:
    """One line: the file, the key, what is asked."""
    path = tmp_path / "01-x.toml"
    path.write_text(GOOD + change, "utf-8")
    with pytest.raises(ArticleError) as caught:
        Article.loaded(path)
    assert str(path) in str(caught.value)
    assert said in str(caught.value)


def test_a_moment_without_zone_is_refused(tmp_path: Path) -> None:
    """A paper's clock is in Vietnam, and the file says so."""
    path = tmp_path / "01-x.toml"
    path.write_text(GOOD.replace("+07:00", ""), "utf-8")
    with pytest.raises(ArticleError, match=r"published: .*timezone"):
        Article.loaded(path)


def test_a_folder_is_read_newest_first(tmp_path: Path) -> None:
    """Whatever the names of the files."""
    (tmp_path / "01-old.toml").write_text(GOOD, "utf-8")
    (tmp_path / "02-new.toml").write_text(GOOD.replace("2023", "2024"), "utf-8")
    assert [a.published.year for a in articles(tmp_path)] == [2024, 2023]


def test_an_unknown_category_is_refused_by_name(stock: dict[str, Paper]) -> None:
    """The message lists the ones there are."""
    paper = stock["newsstand-lang-son"]
    smaller = paper.model_copy(update={"categories": {"the-thao": "Thể thao"}})
    with pytest.raises(ArticleError, match="known: the-thao"):
        smaller.check()
