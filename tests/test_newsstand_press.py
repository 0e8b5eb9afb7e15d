"""A made press: as large as asked for, the same each time, told by each way its families know."""

import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import feedparser
import pytest
from lxml import etree
from lxml.html import fromstring

from crawler.site import load
from newsstand.paper import WAYS
from newsstand.press import API_ALONE, FEEDLESS, UNTIL, press
from newsstand.server import Server, Stand
from newsstand.sitefile import site_file

HERE = Path(__file__).parent.parent
PAPERS, ARTICLES = 7, 45
MAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


@pytest.fixture(scope="module")
def stand() -> Iterator[Stand]:
    """Open a stand with every family, a paper of a list API alone, and one without a feed."""
    with Stand(papers=press(PAPERS, ARTICLES)) as stand:
        yield stand


@pytest.fixture(params=range(PAPERS))
def paper(stand: Stand, request: pytest.FixtureRequest) -> Server:
    """Return each paper in turn."""
    return list(stand.papers.values())[request.param]


def got(paper: Server, path: str, **headers: str) -> bytes:
    """Return what ``paper`` answers to ``path``."""
    asked = Request(paper.base_url + path, headers=headers)
    with urlopen(asked, timeout=20) as answer:
        body: bytes = answer.read()
        return body


def status(paper: Server, path: str) -> int:
    """Return the status of the answer to ``path``."""
    try:
        got(paper, path)
    except HTTPError as error:
        with error:
            return error.code
    return 200


def paths(urls: list[str]) -> list[str]:
    """Return the paths of ``urls``."""
    return [urlsplit(url).path for url in urls]


def wanted(paper: Server) -> list[str]:
    """Return the addresses of everything that ``paper`` has published, newest first."""
    return [paper.paper.address(article) for article in paper.edition().articles]


def test_the_same_seed_makes_the_same_press() -> None:
    """And another seed another one."""
    assert press(3, 20, seed=5) == press(3, 20, seed=5)
    assert press(3, 20, seed=5) != press(3, 20, seed=6)
    assert press(3, 20)["bao-tap-02"] == press(2, 20)["bao-tap-02"]


def test_a_press_has_the_size_asked_for_and_every_family() -> None:
    """Forty papers of any number of articles, each with an id, a serial and a name of its own."""
    made = press(40, 3)
    assert len(made) == 40
    assert all(len(paper.articles) == 3 for paper in made.values())
    assert {paper.family for paper in made.values()} == {"f1", "f2", "f3", "f4", "f5"}
    assert len({paper.name for paper in made.values()}) == 40


def test_the_sixth_paper_has_a_list_api_alone_and_the_seventh_no_feed() -> None:
    """What a paper offers is data."""
    made = list(press(8, 1).values())
    offered = [{way for way in WAYS if paper.offers(way)} for paper in made]
    assert offered[API_ALONE] == {"api"}
    assert offered[FEEDLESS] == {"listings"}
    assert all({"feeds", "listings"} <= ways for ways in [*offered[:5], offered[7]])
    assert [way for n, way in ((2, "sitemaps"), (0, "api")) if way not in offered[n]] == []


def test_articles_are_told_apart_by_address_title_and_minute(paper: Server) -> None:
    """Nothing in a paper is there twice, and nothing is newer than was asked for."""
    articles = paper.paper.articles
    assert len({paper.paper.address(a) for a in articles}) == len(articles)
    assert len({a.key for a in articles}) == len(articles)
    assert len({a.published for a in articles}) == len(articles)
    assert all(a.published <= UNTIL and a.published.second == 0 for a in articles)
    assert UNTIL - articles[-1].published > timedelta(days=30)


def test_a_press_ends_when_it_is_told_to() -> None:
    """A test of today's news makes news of today."""
    until = datetime(2027, 3, 1, 12, tzinfo=UTC)
    made = press(1, 10, until=until, days=1)["bao-tap-01"]
    assert all(until - timedelta(days=1) < a.published <= until for a in made.articles)


def test_an_article_says_what_it_claims() -> None:
    """The rank stands in the title, in the text, and in the claim."""
    ranking = [a for p in press(5, 40).values() for a in p.articles if a.claims]
    assert len(ranking) >= 20
    for article in ranking:
        assert f"thứ {article.claims[0].rank}/63" in article.title
        assert str(article.claims[0].year) in article.text


def test_the_second_paper_prints_some_articles_of_the_first() -> None:
    """Under its own address, with a sentence less and the same numbers."""
    first, second = press(2, 60).values()
    titles = {article.title: article for article in first.articles}
    copies = [article for article in second.articles if article.title in titles]
    assert len(copies) == 3
    for copy in copies:
        original = titles[copy.title]
        assert copy.paragraphs == original.paragraphs[:-1]
        assert copy.published >= original.published
        assert copy.published.second == 0


def test_a_feed_holds_everything(paper: Server) -> None:
    """Where there is one."""
    if not paper.paper.offers("feeds"):
        assert status(paper, paper.paper.feed("tin-moi")) == 404
        return
    feed = feedparser.parse(got(paper, paper.paper.feed("tin-moi")))
    assert not feed.bozo
    assert paths([entry.link for entry in feed.entries]) == wanted(paper)


def test_sitemaps_hold_everything_in_parts_that_robots_txt_leads_to(paper: Server) -> None:
    """By day in F3, by month without a zero in F4, not at all elsewhere."""
    named = re.findall(r"(?m)^Sitemap: (.*)$", got(paper, "/robots.txt").decode())
    if not paper.paper.offers("sitemaps"):
        assert named == []
        assert status(paper, "/sitemap.xml") == 404
        return
    index = etree.fromstring(got(paper, paths(named)[0]))
    parts = [part.text or "" for part in index.findall("s:sitemap/s:loc", MAP)]
    form = {"f3": r"/sitemap-article-2026-1[01]-\d\d\.xml", "f4": r"/sitemaps/news-2026-1[01]\.xml"}
    assert all(re.fullmatch(form[paper.paper.family], path) for path in paths(parts))
    found = [
        loc.text or ""
        for path in paths(parts)
        for loc in etree.fromstring(got(paper, path)).findall("s:url/s:loc", MAP)
    ]
    assert paths(found) == wanted(paper)


def test_lists_hold_everything_ten_a_page(paper: Server) -> None:
    """A paper in the browser alone has empty ones."""
    found: list[str] = []
    for number in range(1, 7):
        page = fromstring(got(paper, paper.paper.listing("tin-moi", number)).decode())
        cards = page.cssselect(".card-title a, .left a.title3, .c-template-grid .b-grid__title a")
        cards += page.cssselect(".content-list .story__heading a, .list-article a.title")
        found += [str(card.get("href")) for card in cards]
    assert found == (wanted(paper) if paper.paper.offers("listings") else [])


def test_a_list_api_holds_everything_page_by_page(paper: Server) -> None:
    """F1 asks for its header and counts pages, F2 counts rows; past the end there is nothing."""
    path = paper.paper.system.api.partition("?")[0]
    if not paper.paper.offers("api"):
        assert not path or status(paper, path) == 404
        return
    found: list[str] = []
    for number in range(1, 6):
        url = paper.paper.api("tin-moi", page=str(number), first=str(20 * (number - 1)))
        said: Any = json.loads(got(paper, url, **{"X-Requested-With": "XMLHttpRequest"}))
        rows = said["data"] if paper.paper.family == "f1" else said["response"]
        found += [row.get("link") or row["pageUrl"] for row in rows]
    assert found == wanted(paper)
    assert status(paper, path) == 400
    if paper.paper.family == "f1":
        assert status(paper, paper.paper.api("tin-moi", page="1", first="0")) == 400


def test_a_category_has_an_api_of_its_own(stand: Stand) -> None:
    """By the number that its page tells a script."""
    paper = stand.papers["bao-tap-02"]
    page = fromstring(got(paper, paper.paper.listing("van-hoa")).decode())
    assert page.cssselect("#cate_id")[0].get("value") == str(paper.paper.category_id("van-hoa"))
    assert page.cssselect("#site_id")[0].get("value") == paper.paper.unit
    said = json.loads(got(paper, paper.paper.api("van-hoa", first="0")))
    assert said["total"] == sum(a.category == "van-hoa" for a in paper.paper.articles) > 0


def test_a_print_copy_names_the_article_it_is_a_copy_of(stand: Stand) -> None:
    """F3 and F5 link to one from each article."""
    for id_ in ("bao-tap-03", "bao-tap-05"):
        paper = stand.papers[id_]
        path = wanted(paper)[0]
        page = fromstring(got(paper, path).decode())
        assert [a.get("href") for a in page.cssselect("a.c-print, a.print")] == [f"/print{path}"]
        copy = fromstring(got(paper, f"/print{path}").decode())
        assert copy.cssselect("link[rel=canonical]")[0].get("href") == paper.base_url + path


@pytest.mark.parametrize("way", WAYS)
def test_a_site_file_names_one_way_or_all(paper: Server, way: str) -> None:
    """And nothing that the paper does not have."""
    names = {"feeds", "sitemaps", "listings", "api"}
    all_ = tomllib.loads(site_file(paper))["discover"]
    one = tomllib.loads(site_file(paper, [way]))["discover"]
    offered = {name for name in WAYS if paper.paper.offers(name)}
    assert names & set(all_) == offered
    assert names & set(one) == offered & {way}


def test_the_command_sells_a_made_press_and_writes_its_site_files(tmp_path: Path) -> None:
    """Every paper has a line and a file that names its port."""
    command = [sys.executable, "-m", "newsstand", "--papers", "2", "--articles", "3"]
    with subprocess.Popen(
        [*command, "--sites", str(tmp_path / "sites")],
        cwd=HERE,
        env=os.environ | {"PYTHONPATH": str(HERE)},
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout
        lines = dict(process.stdout.readline().strip().split(": ", 1) for _ in range(2))
        process.terminate()
    assert sorted(lines) == ["bao-tap-01", "bao-tap-02"]
    for id_, address in lines.items():
        assert load(tmp_path / "sites" / f"{id_}.toml").base_url == address


def test_a_folder_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    """A file is no folder."""
    (tmp_path / "sites").write_text("", "utf-8")
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "newsstand",
            "--papers",
            "1",
            "--sites",
            str(tmp_path / "sites" / "x"),
        ],
        cwd=HERE,
        env=os.environ | {"PYTHONPATH": str(HERE)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert "cannot be written" in done.stderr
    assert "Traceback" not in done.stderr
