"""The newsstand behaves like two real newspapers, asked over real HTTP."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from http.client import HTTPConnection, HTTPMessage
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import feedparser
import pytest
from lxml import etree
from lxml.html import HtmlElement, fromstring

from newsstand.article import Article
from newsstand.server import Server, Stand

PAPERS = ["newsstand-lang-son", "newsstand-ha-giang"]
TODAY = date(2021, 9, 18)
HERE = Path(__file__).parent.parent


class Got(NamedTuple):
    """An answer, read to its end."""

    status: int
    headers: HTTPMessage
    body: bytes

    @property
    def text(self) -> str:
        """The body as UTF-8."""
        return self.body.decode()

    @property
    def page(self) -> HtmlElement:
        """The body as a page."""
        return fromstring(self.text)


def get(
    paper: Server, path: str, headers: dict[str, str] | None = None, method: str = "GET"
) -> Got:
    """Ask ``paper`` for ``path``."""
    connection = HTTPConnection("127.0.0.1", paper.server_port, timeout=20)
    try:
        connection.request(method, path, headers=headers or {})
        answer = connection.getresponse()
        return Got(answer.status, answer.headers, answer.read())
    finally:
        connection.close()


@pytest.fixture
def stand() -> Iterator[Stand]:
    """Open a stand on free ports, on the day of the real header clock."""
    with Stand(today=TODAY) as stand:
        yield stand


@pytest.fixture(params=PAPERS)
def paper(stand: Stand, request: pytest.FixtureRequest) -> Server:
    """Return each paper in turn."""
    return stand.papers[request.param]


def newest(paper: Server) -> Article:
    """Return the article that stands first."""
    return paper.paper.articles[0]


def titles(paper: Server, path: str) -> list[str]:
    """Return the titles that a list links, in order."""
    links = {paper.paper.address(a): a.title for a in paper.edition().articles}
    found = get(paper, path).page.cssselect("h3.card-title a, .left a.title3")
    return [links[link.get("href")] for link in found]


def test_each_paper_has_a_port_of_its_own(stand: Stand) -> None:
    """robots.txt is a matter between a robot and a port."""
    assert len({paper.base_url for paper in stand.papers.values()}) == 2


def test_every_article_is_a_page_of_real_weight_at_its_own_address(paper: Server) -> None:
    """15 to 40 KB, like the real ones, all with status 200."""
    for article in paper.paper.articles:
        got = get(paper, paper.paper.address(article))
        assert got.status == 200
        assert 15_000 < len(got.body) < 40_000
        for paragraph in article.paragraphs:
            assert paragraph in got.page.text_content()


def test_addresses_have_the_form_of_their_family(stand: Stand) -> None:
    """The patterns are those of the real papers."""
    forms = {
        "newsstand-lang-son": r"^/[a-z0-9-]+-\d{7}\.html$",
        "newsstand-ha-giang": r"^/[a-z-]+/\d{6}/[a-z0-9-]+-[0-9a-f]{7}/$",
    }
    for id_, form in forms.items():
        paper = stand.papers[id_].paper
        assert all(re.match(form, paper.address(a)) for a in paper.articles)


def test_an_f1_page_is_laid_out_like_bao_lang_son(stand: Stand) -> None:
    """Clock, title, date with bracket, lead, byline and related box stand where they should."""
    paper = stand.papers["newsstand-lang-son"]
    article = next(a for a in paper.paper.articles if a.lead and a.byline)
    page = get(paper, paper.paper.address(article)).page
    assert page.cssselect("header .header-date")[0].text == "Thứ bảy,  18/09/2021"
    assert page.cssselect("h1.name")[0].text == article.title
    when = page.cssselect("div.date")[0].text
    assert when.endswith(f"{article.published:%d/%m/%Y %H:%M} [GMT +7]")
    body = page.cssselect("div.content-article div#content-detail")[0]
    assert body.cssselect("h2")[0].text == f"{article.prefix} {article.lead}"
    assert body.cssselect("div.pseudonym")[0].text == article.byline
    assert body.cssselect("div.block-news-list .main-title")[0].text == "Cùng chuyên mục"
    assert any("{{" in p.text_content() for p in body.cssselect("p"))


def test_an_f2_page_is_laid_out_like_bao_ha_giang(stand: Stand) -> None:
    """Hidden ids, clocks, date, captions, byline, and the boxes in and after the body."""
    paper = stand.papers["newsstand-ha-giang"]
    article = next(a for a in paper.paper.articles if a.lead and a.byline and a.captions)
    page = get(paper, paper.paper.address(article)).page
    assert {e.get("id") for e in page.cssselect("input[type=hidden]")} == {
        "site_id",
        "cate_id",
        "article_id",
    }
    assert page.cssselect(".today-date")[0].text_content() == "Thứ bảy, 18/09/2021"
    assert page.cssselect(".now")[0].text_content() == ""
    assert page.cssselect("h1.head_title")[0].text == article.title
    assert page.cssselect(".post-date")[0].text == f"{article.published:%H:%M, %d/%m/%Y}"
    body = page.cssselect("div#content.content-detail .td-post-content")[0]
    assert body.cssselect("p")[0].text_content() == f"{article.prefix} {article.lead}"
    assert body.cssselect("p")[-1].text_content() == article.byline
    assert body.cssselect("table.image td.desc")[0].text.startswith(article.captions[0].text)
    assert body.cssselect(".related h3")[0].text == "Tin liên quan"
    order = [page.text_content().rindex(w) for w in ("Tin liên quan", "Ý kiến bạn đọc")]
    assert order == sorted(order)
    assert page.cssselect("section.comment-list")
    items = page.cssselect(".more .item")
    assert len(items) == 4
    assert all(re.fullmatch(r"\d\d/\d\d/\d{4}", i.cssselect(".time")[0].text) for i in items)
    assert all(i.cssselect("p")[0].text_content().strip() for i in items)


def test_json_ld_is_on_some_pages_and_tells_the_true_moment(paper: Server) -> None:
    """Where a file says no, neither JSON-LD nor article:published_time is served."""
    assert {a.json_ld for a in paper.paper.articles} == {True, False}
    for article in paper.paper.articles:
        page = get(paper, paper.paper.address(article)).page
        data = page.cssselect("script[type='application/ld+json']")
        assert bool(data) == article.json_ld
        assert bool(page.cssselect("meta[property='article:published_time']")) == article.json_ld
        if data:
            said = json.loads(data[0].text)
            assert said["datePublished"] == article.published.isoformat()
            assert said["headline"] == article.title


def test_the_clock_shows_the_day_of_the_request_and_leaves_the_tag_alone(paper: Server) -> None:
    """Tomorrow the page differs, its strong ETag does not."""
    path = paper.paper.address(newest(paper))
    before = get(paper, path)
    paper.stand.today = date(2021, 9, 19)
    after = get(paper, path)
    assert "18/09/2021" in before.text
    assert "Chủ nhật" in after.text
    assert before.body != after.body
    assert before.headers["ETag"] == after.headers["ETag"]


def test_a_stand_without_a_day_shows_today(paper: Server) -> None:
    """The clock runs when nobody stops it."""
    paper.stand.today = None
    assert "18/09/2021" not in get(paper, "/").text


def test_a_feed_holds_the_newest_fifteen_with_true_dates(paper: Server) -> None:
    """Feedparser reads it without a complaint; the rest must be found on the lists."""
    got = get(paper, paper.paper.feed("tin-moi"))
    feed = feedparser.parse(got.body)
    assert not feed.bozo
    assert len(feed.entries) == 15 < len(paper.paper.articles)
    for entry, article in zip(feed.entries, paper.paper.articles, strict=False):
        assert entry.link == paper.base_url + paper.paper.address(article)
        assert entry.title == article.title
        assert entry.published.endswith("+0700")


def test_each_category_has_a_feed_and_a_list_of_its_own(paper: Server) -> None:
    """Nothing of another category stands in them."""
    for category in paper.paper.categories:
        wanted = [a.title for a in paper.paper.articles if a.category == category]
        feed = feedparser.parse(get(paper, paper.paper.feed(category)).body)
        assert [entry.title for entry in feed.entries] == wanted[:15]
        assert titles(paper, paper.paper.listing(category)) == wanted[:10]


def test_the_pages_of_a_list_show_everything_once(paper: Server) -> None:
    """Ten a page, the first page links the last, and past the end there is nothing."""
    page, found = 1, []
    while some := titles(paper, paper.paper.listing("tin-moi", page)):
        assert len(some) <= 10
        found += some
        page += 1
    assert found == [a.title for a in paper.paper.articles]
    assert page > 4
    last = paper.paper.listing("tin-moi", page - 1)
    first = get(paper, paper.paper.listing("tin-moi"))
    assert last in [a.get("href") for a in first.page.cssselect("a")]


@pytest.mark.parametrize("number", ["0", "-1", "x", "999999999999999999999", "²", "9" * 5000])
def test_a_nonsense_page_number_is_no_accident(paper: Server, number: str) -> None:
    """It shows the first page, or an empty one."""
    for said in (number.encode().hex(), ascii(number)[1:-1]):
        ending = paper.paper.system.page.replace("{n}", said)
        assert get(paper, paper.paper.listing("tin-moi") + ending).status == 200


def test_robots_may_read_articles_and_not_search(paper: Server) -> None:
    """robots.txt is plain text with the usual lines."""
    got = get(paper, "/robots.txt")
    assert got.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert "Disallow: /tim-kiem" in got.text
    assert "Disallow: /\n" not in got.text


def test_a_final_slash_makes_no_difference(stand: Stand) -> None:
    """Links to Báo Hà Giang are seen with and without."""
    paper = stand.papers["newsstand-ha-giang"]
    path = paper.paper.address(newest(paper))
    assert get(paper, path).body == get(paper, path.rstrip("/")).body


@pytest.mark.parametrize("what", ["article", "feed", "listing"])
def test_a_good_copy_is_answered_304(paper: Server, what: str) -> None:
    """By strong tag or by date, without a body; a tag outranks a date."""
    path = {
        "article": paper.paper.address(newest(paper)),
        "feed": paper.paper.feed("tin-moi"),
        "listing": paper.paper.listing("tin-moi"),
    }[what]
    first = get(paper, path)
    tag, modified = first.headers["ETag"], first.headers["Last-Modified"]
    assert re.fullmatch(r'"[0-9a-f]+"', tag)
    for asked in (
        {"If-None-Match": tag},
        {"If-None-Match": f'"other", W/{tag}'},
        {"If-Modified-Since": modified},
    ):
        got = get(paper, path, asked)
        assert (got.status, got.body, got.headers["ETag"]) == (304, b"", tag)
    for asked in (
        {"If-None-Match": '"other"'},
        {"If-None-Match": '"other"', "If-Modified-Since": modified},
        {"If-Modified-Since": "Thu, 01 Jan 2015 00:00:00 GMT"},
        {"If-Modified-Since": "yesterday"},
    ):
        assert get(paper, path, asked).status == 200


def test_head_has_the_headers_of_get_and_no_body(paper: Server) -> None:
    """The length too."""
    path = paper.paper.address(newest(paper))
    whole, head = get(paper, path), get(paper, path, method="HEAD")
    assert head.body == b""
    for name in ("Content-Length", "Content-Type", "ETag", "Last-Modified"):
        assert head.headers[name] == whole.headers[name]


@pytest.mark.parametrize("path", ["/khong-co.html", "/../../etc/passwd", "//", "/%00", "/rss/x"])
def test_what_is_not_there_is_404_or_the_front_page(paper: Server, path: str) -> None:
    """And nothing of the machine is served."""
    got = get(paper, path)
    assert got.status == (200 if path == "//" else 404)
    assert "root:" not in got.text


def test_pages_are_sound_html_and_their_own_links_lead_somewhere(paper: Server) -> None:
    """Every link to an article, a list, a feed or a picture answers 200."""
    page = get(paper, paper.paper.address(newest(paper))).page
    links = {e.get("href") for e in page.cssselect("#menu a, .main-menu li > a, h3 a, .item a")}
    links |= {e.get("src") for e in page.cssselect("img")}
    dead = ("/multimedia", "/chuyen-de", "/truyen-hinh", "/phat-thanh", "/bao-in")
    for link in links - {None}:
        assert get(paper, link).status == (404 if link.startswith(dead) else 200)


def test_svg_and_feed_are_well_formed_xml(paper: Server) -> None:
    """No entity is left naked."""
    etree.fromstring(get(paper, "/x.svg").body)
    etree.fromstring(get(paper, paper.paper.feed("tin-moi")).body)


def test_the_log_tells_who_was_asked_what_and_answered_how(stand: Stand) -> None:
    """One line a request, in order, so that a test can see a second fetch."""
    paper = stand.papers["newsstand-ha-giang"]
    get(paper, "/tin-moi/?paged=2")
    get(paper, "/khong-co", method="HEAD")
    assert [request[:-1] for request in stand.requests] == [
        ("newsstand-ha-giang", "GET", "/tin-moi/?paged=2", 200),
        ("newsstand-ha-giang", "HEAD", "/khong-co", 404),
    ]
    assert stand.requests[0].at <= stand.requests[1].at


def test_a_connection_can_be_used_again(paper: Server) -> None:
    """Crawlers keep connections alive."""
    connection = HTTPConnection("127.0.0.1", paper.server_port, timeout=20)
    for _ in range(3):
        connection.request("GET", "/robots.txt")
        assert connection.getresponse().read()
    connection.close()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_command_prints_two_addresses_and_stops_cleanly(number: signal.Signals) -> None:
    """Exit 0, and no traceback."""
    process = subprocess.Popen(
        [sys.executable, "-m", "newsstand", "--port", "0", "--port-ha-giang", "0"],
        cwd=HERE,
        env=os.environ | {"PYTHONPATH": str(HERE)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stdout
        lines = [process.stdout.readline() for _ in range(2)]
        for line in lines:
            address = urlsplit(line.split(": ", 1)[1].strip())
            with socket.create_connection((address.hostname, address.port), timeout=20):
                pass
        process.send_signal(number)
        _, errors = process.communicate(timeout=20)
    assert (process.returncode, errors) == (0, "")
    assert [line.split(":")[0] for line in lines] == ["newsstand-ha-giang", "newsstand-lang-son"]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--trap", "rain"], 2, "no trap is called rain; known: refusing"),
        (["--trap", "bao-x:slow"], 2, "no paper is called bao-x"),
        (["--port", "{taken}"], 1, "a port is taken"),
        (["--port", "99999"], 2, "99999 is not in the range"),
    ],
)
def test_the_command_refuses_nonsense_in_one_clear_line(
    stand: Stand, arguments: list[str], code: int, said: str
) -> None:
    """Wrong usage is 2, a failure is 1."""
    taken = str(stand.papers["newsstand-lang-son"].server_port)
    done = subprocess.run(
        [sys.executable, "-m", "newsstand", "--port", "0", "--port-ha-giang", "0"]
        + [a.format(taken=taken) for a in arguments],
        cwd=HERE,
        env=os.environ | {"PYTHONPATH": str(HERE)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == code
    assert said in done.stderr
    assert "Traceback" not in done.stderr
