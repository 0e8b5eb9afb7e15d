"""The newsstand's own site files find every article and read every word of it."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from urllib.request import urlopen

import pytest
from lxml.html import fromstring

import crawler
from crawler.site import Site, load
from extract.clean import article
from extract.model import Page
from newsstand.article import Article
from newsstand.server import Server, Stand

SITES = Path(crawler.__file__).with_name("sites")
TODAY = date(2026, 11, 22)
READABLE = ("script", "new-article", "wrong-charset", "wrong-charset-16")


@pytest.fixture(scope="module")
def stand() -> Iterator[Stand]:
    """Open a stand with every trap that leaves an article readable."""
    with Stand(today=TODAY, traps=READABLE) as stand:
        yield stand


@pytest.fixture(params=["newsstand-lang-son", "newsstand-ha-giang"])
def both(stand: Stand, request: pytest.FixtureRequest) -> tuple[Server, Site]:
    """Return each paper with its site file."""
    return stand.papers[request.param], load(SITES / f"{request.param}.toml")


def _fetched(paper: Server, path: str) -> Page:
    with urlopen(paper.base_url + path, timeout=20) as answer:
        kind = answer.headers["Content-Type"]
        return Page(url=paper.base_url + path, body=answer.read(), content_type=kind)


def test_the_site_file_names_the_port_and_the_pattern_of_its_paper(
    both: tuple[Server, Site],
) -> None:
    """`python -m newsstand` and the file agree without an option."""
    paper, site = both
    assert site.base_url == f"http://127.0.0.1:{paper.paper.port}"
    assert site.name == paper.paper.name
    assert all(site.articles.take(paper.paper.address(a)) for a in paper.edition().articles)


def test_feeds_and_listings_of_the_site_file_lead_to_every_article(
    both: tuple[Server, Site],
) -> None:
    """Within the number of pages that the file allows."""
    paper, site = both
    found = set()
    for listing in site.discover.listings:
        for n in range(1, site.discover.pages + 1):
            ending = site.discover.page.format(n=n) if n > 1 else ""
            page = fromstring(_fetched(paper, listing + ending).body.decode())
            found |= {link.get("href") for link in page.cssselect(site.discover.links)}
    assert {paper.paper.address(a) for a in paper.edition().articles} <= found
    assert all(b"<rss" in _fetched(paper, feed).body for feed in site.discover.feeds)


def test_the_layouts_read_every_article_to_the_word(both: tuple[Server, Site]) -> None:
    """Title, lead, text, byline and moment come back as we wrote them, and nothing else does."""
    paper, site = both
    for written in paper.edition().articles:
        read = article(
            _fetched(paper, paper.paper.address(written)),
            site.layouts,
            province=site.province,
            name=site.name,
            today=TODAY,
        )
        assert (read.title, read.lead, read.byline) == (
            written.title,
            written.lead,
            written.byline,
        )
        assert read.published == written.published.isoformat()
        assert read.text.split("\n\n" if "\n\n" in read.text else "\n") == _text(written)


def _text(written: Article) -> list[str]:
    return [words for words in (written.lead, *written.paragraphs) if words]
