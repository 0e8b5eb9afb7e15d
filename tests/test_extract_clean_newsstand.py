"""Every article of the newsstand comes back from its pages word for word, and nothing else."""

from datetime import date

import pytest

from extract.clean import Layout, UnreadablePageError, article
from extract.model import Article, Page
from newsstand import article as printed
from newsstand.page import Edition
from newsstand.paper import Paper, papers

TODAY = date(2026, 11, 22)
PAPERS = papers()
LAYOUTS = {
    "f1": Layout(
        title="h1.name",
        lead="#content-detail h2",
        body="div#content-detail",
        published="div.date",
        byline="div.pseudonym",
        prefix=r"^(?:LSO\s*[-–]|–)\s*",
    ),
    "f2": Layout(
        title="h1.head_title",
        lead=".td-post-content > p:first-child > strong",
        body="#content .td-post-content",
        published=".post-date",
        byline="p.author",
        prefix=r"^(?:BHG\s*[-–]|–)\s*",
    ),
}


def edition(paper: Paper, *traps: str) -> Edition:
    """Return ``paper`` as it is printed today."""
    return Edition(paper=paper, base_url="http://127.0.0.1:1", today=TODAY, traps=traps)


def read(printed_by: Edition, path: str) -> Article:
    """Return the article at ``path``, read in the layout of its paper."""
    paper, answer = printed_by.paper, printed_by.answer(path)
    page = Page(url=printed_by.base_url + path, body=answer.body, content_type=answer.content_type)
    return article(page, [LAYOUTS[paper.family]], name=paper.name, today=TODAY)


def words(one: printed.Article) -> list[str]:
    """Return the paragraphs a reader must find."""
    return [*([one.lead] if one.lead else []), *one.paragraphs]


@pytest.mark.parametrize(
    ("paper", "one"),
    [(paper, one) for paper in PAPERS.values() for one in paper.articles],
    ids=lambda value: getattr(value, "slug", getattr(value, "id", "")),
)
def test_an_article_comes_back_word_for_word(paper: Paper, one: printed.Article) -> None:
    """Title, lead, paragraphs, byline and the minute; no caption, box, clock or mark."""
    found = read(edition(paper), paper.address(one))

    assert found.text.split("\n\n") == words(one)
    assert (found.title, found.lead, found.byline) == (one.title, one.lead, one.byline)
    assert (found.published, found.published_by) == (one.published.isoformat(), "layout")


@pytest.mark.parametrize("paper", PAPERS.values(), ids=lambda paper: paper.id)
@pytest.mark.parametrize("trap", ["script", "wrong-charset", "wrong-charset-16"])
def test_a_trapped_article_comes_back_too(paper: Paper, trap: str) -> None:
    """Markup that is text stays text, and a header that lies is not believed."""
    one = paper.trapped[trap]

    found = read(edition(paper, trap), paper.address(one))

    assert (found.title, found.text.split("\n\n")) == (one.title, words(one))


@pytest.mark.parametrize("paper", PAPERS.values(), ids=lambda paper: paper.id)
def test_a_changed_layout_loses_no_word(paper: Paper) -> None:
    """Nor does a neighbour's headline slip in."""
    changed = edition(paper, "changed-layout")
    headlines = {one.title for one in paper.articles}

    for one in paper.articles:
        found = read(changed, paper.address(one)).text

        assert [w for w in words(one) if found.count(w) != 1] == []
        assert not headlines & set(found.split("\n\n"))


@pytest.mark.parametrize("paper", PAPERS.values(), ids=lambda paper: paper.id)
@pytest.mark.parametrize("path", ["/", "/rss", "/tim-kiem", "/no-such-page"])
def test_a_page_of_links_is_no_article(paper: Paper, path: str) -> None:
    """The front page, the list of feeds, a topic, a missing page."""
    with pytest.raises(UnreadablePageError, match="no-article"):
        read(edition(paper), path)
