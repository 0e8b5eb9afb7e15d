"""The traps bite: what each does to pages, lists and answers, and that it can be switched off."""

import gzip
import json
import re
import unicodedata
from collections.abc import Iterator
from datetime import date, datetime
from http.client import HTTPConnection, HTTPMessage, HTTPResponse
from urllib.parse import urljoin, urlsplit
from urllib.request import Request, urlopen

import feedparser
import pytest
from lxml.html import fromstring

from newsstand.press import press
from newsstand.server import Server, Stand

F1, F2, F3, F4, F5 = (f"bao-tap-{n:02}" for n in range(1, 6))


@pytest.fixture
def stand() -> Iterator[Stand]:
    """Open a stand with a paper of each family."""
    with Stand(papers=press(5, 45), today=date(2026, 11, 22)) as stand:
        yield stand


def ask(paper: Server, path: str) -> tuple[HTTPConnection, HTTPResponse]:
    """Ask ``paper`` for ``path``; the answer is not yet read."""
    connection = HTTPConnection("127.0.0.1", paper.server_port, timeout=20)
    connection.request("GET", path)
    return connection, connection.getresponse()


def get(paper: Server, path: str) -> tuple[int, HTTPMessage, bytes]:
    """Ask ``paper`` for ``path`` and read the answer."""
    connection, answer = ask(paper, path)
    try:
        return answer.status, answer.headers, answer.read()
    finally:
        connection.close()


def text(paper: Server, path: str) -> str:
    """Return what ``paper`` answers to ``path``."""
    return get(paper, path)[2].decode()


def first(paper: Server, number: int = 0) -> str:
    """Return the address of an article, the newest unless another is asked for."""
    return paper.paper.address(paper.paper.articles[number])


def trapped(paper: Server, trap: str) -> str:
    """Set ``trap`` and return the address of its article."""
    paper.stand.set(trap)
    return paper.paper.address(paper.paper.trapped[trap])


@pytest.mark.parametrize("id_", [F1, F2, F3, F4, F5])
@pytest.mark.parametrize(
    "trap",
    ["header-clock", "two-h1", "month-first", "nfd", "double-entities", "empty-bodies",
     "changed-layout", "cookie-wall", "base-href"],
)  # fmt: skip
def test_a_trap_changes_the_articles_of_every_family_and_is_undone(
    stand: Stand, id_: str, trap: str
) -> None:
    """Switched off, the page is what it was."""
    paper = stand.papers[id_]
    before = paper.edition().answer(first(paper)).etag
    stand.set(f"{id_}:{trap}")
    assert get(paper, first(paper))[1]["ETag"] != before
    stand.set(f"{id_}:{trap}", on=False)
    assert get(paper, first(paper))[1]["ETag"] == before


def test_header_clock_stands_above_everything(stand: Stand) -> None:
    """The day of the request, before the title and the date."""
    stand.set("header-clock")
    for paper in stand.papers.values():
        words = fromstring(text(paper, first(paper))).body.text_content().split()
        assert "22/11/2026" in words[:3]


def test_month_first_is_what_meta_data_say(stand: Stand) -> None:
    """Beside the moment of the request."""
    stand.set("month-first")
    for paper in stand.papers.values():
        page = fromstring(text(paper, first(paper)))
        said = {
            m.get("name") or m.get("property"): m.get("content") for m in page.cssselect("meta")
        }
        when = datetime.strptime(  # noqa: DTZ007 - the paper tells no zone
            str(said["article:published_time"]), "%m/%d/%Y %I:%M:%S %p"
        )
        assert when == paper.paper.articles[0].published.replace(tzinfo=None)
        assert str(said["datetimenow"]).startswith("11/22/2026 ")


def test_nfd_takes_every_letter_apart(stand: Stand) -> None:
    """In pages and in feeds."""
    stand.set("nfd")
    paper = stand.papers[F4]
    for place in (first(paper), paper.paper.feed("tin-moi")):
        said = text(paper, place)
        assert said == unicodedata.normalize("NFD", said) != unicodedata.normalize("NFC", said)


def test_double_entities_are_seen_by_readers(stand: Stand) -> None:
    """In titles, in JSON-LD and in the feed; the address stays."""
    stand.set("double-entities")
    paper = stand.papers[F4]
    page = fromstring(text(paper, first(paper)))
    assert "&#" in page.cssselect("h1.cms-title")[0].text_content()
    data = json.loads(page.cssselect("script[type='application/ld+json']")[0].text or "")
    assert "&#" in data["headline"]
    assert (
        "&#" in fromstring(text(paper, paper.paper.feed("tin-moi")).split("?>")[1]).text_content()
    )


def test_f3_writes_entities_into_json_as_it_always_does(stand: Stand) -> None:
    """Only there."""
    paper = stand.papers[F3]
    page = fromstring(text(paper, first(paper)))
    data = json.loads(page.cssselect("script[type='application/ld+json']")[0].text or "")
    assert "&#" in data["headline"]
    assert "&#" not in page.cssselect("h1")[0].text_content()


def test_empty_bodies_keep_title_and_date(stand: Stand) -> None:
    """And nothing else of the article."""
    stand.set("empty-bodies")
    paper = stand.papers[F4]
    page = fromstring(text(paper, first(paper)))
    assert page.cssselect("h1.cms-title")[0].text == paper.paper.articles[0].title
    assert "".join(
        div.text_content() for div in page.cssselect(".article__body > div")
    ).strip() in (
        "",
        "Quảng cáo",
    )


def test_base_href_makes_naive_links_wrong(stand: Stand) -> None:
    """With the base they lead to articles, without it to nowhere."""
    stand.set("base-href")
    paper = stand.papers[F5]
    place = paper.paper.listing("tin-moi")
    page = fromstring(text(paper, place))
    base = str(page.cssselect("base")[0].get("href"))
    link = str(page.cssselect(".list-article a.title")[0].get("href"))
    assert urlsplit(urljoin(base, link)).path == first(paper)
    assert get(paper, urlsplit(urljoin(paper.base_url + place, link)).path)[0] == 404


def test_spellings_all_lead_to_the_article(stand: Stand) -> None:
    """Six ways to write an address, each with copies beside it."""
    stand.set("spellings")
    paper = stand.papers[F3]
    page = fromstring(text(paper, paper.paper.listing("tin-moi")))
    links = [str(a.get("href")) for a in page.cssselect(".c-template-grid h3.b-grid__title a")]
    own = [link for link in links if "/print/" not in link and "/amp/" not in link]
    shown = paper.paper.articles[:10]
    assert len(own) == len(shown)
    assert not {paper.paper.address(article) for article in shown} & set(own)
    for link, article in zip(own, shown, strict=True):
        parts = urlsplit(urljoin(paper.base_url, link))
        assert article.title in text(paper, f"{parts.path}?{parts.query}")


def test_odd_links_stand_on_the_list(stand: Stand) -> None:
    """Ten of them, each of which is nothing."""
    stand.set("odd-links")
    for paper in stand.papers.values():
        said = text(paper, paper.paper.listing("tin-moi"))
        assert all(odd in said for odd in ('"http://["', '"javascript:void(0)"', '"file:///etc'))


def test_odd_dates_are_seven_ways_to_write_a_moment(stand: Stand) -> None:
    """Of which feedparser reads some."""
    stand.set("odd-dates")
    paper = stand.papers[F1]
    feed = feedparser.parse(text(paper, paper.paper.feed("tin-moi")))
    said = [re.sub(r"[A-Z][a-z]{2}\b|\d", "9", entry.published) for entry in feed.entries[:7]]
    assert len(set(said)) >= 6
    assert None in [entry.get("published_parsed") for entry in feed.entries]


def test_a_feed_that_says_utf_16_is_utf_8(stand: Stand) -> None:
    """The declaration lies, the bytes do not."""
    stand.set("feed-utf-16")
    paper = stand.papers[F1]
    assert text(paper, paper.paper.feed("tin-moi")).startswith(
        '<?xml version="1.0" encoding="utf-16"'
    )


@pytest.mark.parametrize(
    ("trap", "holds"),
    [("frozen-feed", lambda n: 0 < n < 25), ("empty-feed", lambda n: n == 0),
     ("wrong-feed", lambda n: 0 < n < 45)],
)  # fmt: skip
def test_a_feed_that_answers_may_be_useless(stand: Stand, trap: str, holds: object) -> None:
    """Sound, with status 200, and not what it should be."""
    stand.set(trap)
    paper = stand.papers[F2]
    status, _, body = get(paper, paper.paper.feed("tin-moi"))
    entries = feedparser.parse(body).entries
    assert status == 200
    assert callable(holds)
    assert holds(len(entries))
    if trap == "frozen-feed":
        newest = max(entry.published_parsed for entry in entries)
        assert datetime(*newest[:6]) < datetime(2026, 10, 22)  # noqa: DTZ001 - feedparser's are UTC


def test_an_endless_list_begins_again(stand: Stand) -> None:
    """Page 6 of 5 is page 1, and links page 7."""
    stand.set("endless-list")
    paper = stand.papers[F4]
    pages = [fromstring(text(paper, paper.paper.listing("tin-moi", n))) for n in (1, 6)]
    titles = [[a.text for a in page.cssselect(".content-list h2 a")] for page in pages]
    assert titles[0] == titles[1] != []
    links = {a.get("href") for a in pages[1].cssselect(".pagination a")}
    assert paper.paper.listing("tin-moi", 7) in links


def test_an_odd_sitemap_begins_at_home_and_lacks_its_newest_part(stand: Stand) -> None:
    """The lost one of the index answers 403 instead."""
    paper = stand.papers[F3]
    before = text(paper, "/sitemap.xml").count("<loc>")
    stand.set("odd-sitemap")
    index = text(paper, "/sitemap.xml")
    assert index.count("<loc>") == before - 1
    part = re.findall(r"<loc>http://[^/]*(/[^<]*)</loc>", index)[0]
    locs = re.findall(r"<loc>http://[^/]*(/[^<]*)</loc>", text(paper, part))
    assert locs[:2] == ["/", "/photo/trang-1.html"]
    stand.set("lost-sitemap")
    assert get(paper, "/sitemap.xml")[0] == 403


def test_a_wall_is_177_bytes_with_status_200(stand: Stand) -> None:
    """For every page, but not for robots.txt."""
    stand.set("cookie-wall")
    paper = stand.papers[F1]
    for place in ("/", first(paper), paper.paper.listing("tin-moi")):
        status, _, body = get(paper, place)
        assert (status, len(body)) == (200, 177)
        assert b"document.cookie" in body
    assert b"Disallow" in get(paper, "/robots.txt")[2]


def test_a_flickering_server_says_403_once(stand: Stand) -> None:
    """To a third of the addresses; when set again, again."""
    stand.set("flickering")
    paper = stand.papers[F1]
    rounds = [[get(paper, first(paper, n))[0] for n in range(30)] for _ in range(2)]
    assert 3 < rounds[0].count(403) < 25
    assert set(rounds[1]) == {200}
    stand.set("flickering")
    assert [get(paper, first(paper, n))[0] for n in range(30)] == rounds[0]


def test_too_many_is_429_with_a_moment_to_wait(stand: Stand) -> None:
    """Once."""
    paper = stand.papers[F1]
    path = trapped(paper, "too-many")
    status, headers, _ = get(paper, path)
    assert (status, headers["Retry-After"]) == (429, "1")
    assert get(paper, path)[0] == 200


@pytest.mark.parametrize(
    ("trap", "hops"), [("redirect-chain", [302, 302, 302, 200]), ("redirect-loop", [302] * 9)]
)
def test_redirections_lead_on_or_round(stand: Stand, trap: str, hops: list[int]) -> None:
    """Three steps to the article, or none ever."""
    paper = stand.papers[F4]
    path, met = trapped(paper, trap), []
    for _ in hops:
        status, headers, _ = get(paper, path)
        met.append(status)
        path = headers["Location"]
    assert met == hops


def test_a_redirection_may_lead_away(stand: Stand) -> None:
    """To a host that nobody has allowed."""
    paper = stand.papers[F1]
    assert get(paper, trapped(paper, "redirect-away"))[1]["Location"].startswith("http://127.0.0.2")


def test_gzip_that_nobody_declares_is_the_article(stand: Stand) -> None:
    """Sent as HTML without Content-Encoding."""
    paper = stand.papers[F5]
    _, headers, body = get(paper, trapped(paper, "gzipped"))
    assert headers["Content-Encoding"] is None
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert "Sài Hồ" in gzip.decompress(body).decode()


def test_a_bomb_is_small_on_the_line(stand: Stand) -> None:
    """100 KB that become 100 MB."""
    paper = stand.papers[F1]
    _, headers, body = get(paper, trapped(paper, "bomb"))
    assert headers["Content-Encoding"] == "gzip"
    assert len(body) < 200_000
    assert len(gzip.decompress(body)) == 100_000_000


def test_an_endless_article_goes_on(stand: Stand) -> None:
    """No length is told, and after a megabyte there is more."""
    paper = stand.papers[F1]
    connection, answer = ask(paper, trapped(paper, "endless"))
    assert answer.headers["Content-Length"] is None
    assert len(answer.read(1_000_000)) == 1_000_000
    answer.close()
    connection.close()


def test_a_correction_changes_the_number_and_the_moment_and_not_the_address(stand: Stand) -> None:
    """Two days later."""
    paper = stand.papers[F4]
    article = next(a for a in paper.paper.articles if a.correction)
    path = paper.paper.address(article)
    assert article.correction
    old, new = (f"xếp {words} tỉnh" for words in (article.correction.old, article.correction.new))
    assert old in text(paper, path)
    before = get(paper, path)[1]["Last-Modified"]
    stand.set("corrected")
    said = text(paper, path)
    assert new in said
    assert old not in said.split("related-news")[0]
    assert get(paper, path)[1]["Last-Modified"] != before


def test_a_syndicated_text_stands_in_both_shipped_papers() -> None:
    """With other words around the same numbers."""
    with Stand(traps=["syndicated"]) as stand:
        said = [server.paper.trapped["syndicated"].text for server in stand.papers.values()]
        numbers = [re.findall(r"\d[\d,/]*", words) for words in said]
    assert numbers[0] == numbers[1]
    assert said[0] != said[1]


def test_robots_404_forbids_nothing(stand: Stand) -> None:
    """A missing file is a 4xx."""
    stand.set("robots-404")
    assert get(stand.papers[F1], "/robots.txt")[0] == 404


def test_a_picky_server_wants_to_be_lied_to(stand: Stand) -> None:
    """Only Mozilla is let in; robots.txt is for all."""
    stand.set("picky")
    paper = stand.papers[F1]
    assert get(paper, first(paper))[0] == 403
    assert get(paper, "/robots.txt")[0] == 200
    asked = Request(paper.base_url + first(paper), headers={"User-Agent": "Mozilla/5.0"})
    with urlopen(asked, timeout=20) as answer:
        assert answer.status == 200
