"""Each trap does what its name says, and nothing while it is off."""

from collections.abc import Iterator
from datetime import date
from http.client import HTTPConnection, HTTPMessage, IncompleteRead, RemoteDisconnected

import pytest
from lxml.html import fromstring

from newsstand.server import Server, Stand
from newsstand.trap import ONE_ARTICLE, TABLE, TRAPS, TrapError


def get(
    paper: Server, path: str, headers: dict[str, str] | None = None
) -> tuple[int, HTTPMessage, bytes]:
    """Ask ``paper`` for ``path``; a body that breaks off is an error."""
    connection = HTTPConnection("127.0.0.1", paper.server_port, timeout=20)
    try:
        connection.request("GET", path, headers=headers or {})
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()
    finally:
        connection.close()


@pytest.fixture
def stand() -> Iterator[Stand]:
    """Open a stand whose drips come fast."""
    with Stand(today=date(2021, 9, 18), drip=0.001) as stand:
        yield stand


@pytest.fixture(params=["newsstand-lang-son", "newsstand-ha-giang"])
def paper(stand: Stand, request: pytest.FixtureRequest) -> Server:
    """Return each paper in turn."""
    return stand.papers[request.param]


def visit(paper: Server, trap: str) -> tuple[int, HTTPMessage, bytes]:
    """Set ``trap`` and ask for its article."""
    paper.traps.add(trap)
    return get(paper, paper.paper.address(paper.paper.trapped[trap]))


def test_the_table_names_every_trap() -> None:
    """With a sentence each, and no name twice."""
    rows = [row for table in TABLE.values() for row in table.items()]
    assert sorted(name for name, _ in rows) == sorted(set(TRAPS))
    assert all(len(said) >= 15 for _, said in rows)


@pytest.mark.parametrize("trap", ONE_ARTICLE)
def test_a_trap_that_is_off_links_nothing_and_serves_nothing(paper: Server, trap: str) -> None:
    """The default stand holds well-formed pages only."""
    path = paper.paper.address(paper.paper.trapped[trap])
    assert get(paper, path)[0] == 404
    _, _, listing = get(paper, paper.paper.listing("tin-moi"))
    assert path not in listing.decode()


@pytest.mark.parametrize("trap", ONE_ARTICLE)
def test_a_trap_that_is_on_is_linked_from_list_and_feed(paper: Server, trap: str) -> None:
    """A crawler will walk into it."""
    paper.traps.add(trap)
    path = paper.paper.address(paper.paper.trapped[trap])
    for place in (paper.paper.listing("tin-moi"), paper.paper.feed("tin-moi")):
        _, headers, body = get(paper, place)
        assert path in body.decode()
        assert headers["Last-Modified"]


def test_refusing_closes_without_a_word(stand: Stand, paper: Server) -> None:
    """And the log shows the attempt with status 0."""
    paper.traps.add("refusing")
    with pytest.raises(RemoteDisconnected):
        get(paper, "/robots.txt")
    assert [request[:4] for request in stand.requests] == [
        (paper.paper.id, "GET", "/robots.txt", 0)
    ]
    paper.traps.discard("refusing")
    assert get(paper, "/robots.txt")[0] == 200


def test_robots_forbids_everything(paper: Server) -> None:
    """One line says it all."""
    paper.traps.add("robots-forbids")
    assert get(paper, "/robots.txt")[2].splitlines() == [b"User-agent: *", b"Disallow: /"]


def test_robots_500(paper: Server) -> None:
    """Which by RFC 9309 means: keep out."""
    paper.traps.add("robots-500")
    assert get(paper, "/robots.txt")[0] == 500


def test_not_found(paper: Server) -> None:
    """Linked, and gone."""
    assert visit(paper, "not-found")[0] == 404


def test_no_article_is_a_page_of_links(paper: Server) -> None:
    """A headline, no container of an article."""
    status, _, body = visit(paper, "no-article")
    page = fromstring(body.decode())
    assert status == 200
    assert not page.cssselect("#content-detail, #content, .td-post-content")
    assert len(page.cssselect(".topic-page a")) == 6


def test_truncated_breaks_off(paper: Server) -> None:
    """Half of what was promised."""
    with pytest.raises(IncompleteRead) as caught:
        visit(paper, "truncated")
    assert caught.value.expected == pytest.approx(len(caught.value.partial), abs=1)


def test_empty_is_200_with_nothing(paper: Server) -> None:
    """Zero bytes, honestly declared."""
    status, headers, body = visit(paper, "empty")
    assert (status, headers["Content-Length"], body) == (200, "0", b"")


def test_huge_is_twenty_megabytes(paper: Server) -> None:
    """Declared, so that a crawler can refuse before reading."""
    status, headers, body = visit(paper, "huge")
    assert status == 200
    assert int(headers["Content-Length"]) == len(body) >= 20_000_000


@pytest.mark.parametrize(
    ("trap", "charset"), [("wrong-charset", "iso-8859-1"), ("wrong-charset-16", "utf-16")]
)
def test_a_wrong_charset_stands_in_the_header_alone(paper: Server, trap: str, charset: str) -> None:
    """The bytes are UTF-8."""
    status, headers, body = visit(paper, trap)
    assert (status, headers["Content-Type"]) == (200, f"text/html; charset={charset}")
    assert paper.paper.trapped[trap].paragraphs[-1] in body.decode()


def test_slow_arrives_whole(paper: Server) -> None:
    """A kilobyte at a time, and in the end everything."""
    status, headers, body = visit(paper, "slow")
    assert (status, len(body)) == (200, int(headers["Content-Length"]))


def test_a_stand_closes_while_a_page_drips() -> None:
    """Closing does not wait for the last drop."""
    with Stand(traps=["slow"], drip=60) as stand:
        paper = stand.papers["newsstand-lang-son"]
        connection = HTTPConnection("127.0.0.1", paper.server_port, timeout=20)
        connection.request("GET", paper.paper.address(paper.paper.trapped["slow"]))
        answer = connection.getresponse()
        assert answer.read(10)
    with pytest.raises(IncompleteRead):
        answer.read()
    connection.close()


def test_script_is_text(paper: Server) -> None:
    """Not one element comes of it, in the page or in JSON-LD."""
    _, _, body = visit(paper, "script")
    article = paper.paper.trapped["script"]
    page = fromstring(body.decode())
    assert article.title in page.text_content()
    assert article.paragraphs[0] in page.text_content()
    assert b"<script>alert" not in body
    assert not page.cssselect("[onerror]")
    assert page.cssselect("h1")[-1].text_content() == article.title


def test_new_article_comes_first_and_changes_no_old_page(paper: Server) -> None:
    """The old articles keep their tags, the lists do not."""
    old = paper.paper.address(paper.paper.articles[0])
    places = [paper.paper.listing("tin-moi"), paper.paper.feed("tin-moi"), "/"]
    tags = {place: get(paper, place)[1]["ETag"] for place in [*places, old]}
    status, _, body = visit(paper, "new-article")
    assert status == 200
    assert paper.paper.trapped["new-article"].paragraphs[0] in body.decode()
    assert get(paper, old, {"If-None-Match": tags[old]})[0] == 304
    for place in places:
        assert get(paper, place, {"If-None-Match": tags[place]})[0] == 200
    assert paper.edition().articles[0] is paper.paper.trapped["new-article"]


def test_changed_layout_keeps_the_words_and_loses_the_marks(paper: Server) -> None:
    """Selectors of yesterday find nothing; the tag is another one."""
    article = paper.paper.articles[0]
    path = paper.paper.address(article)
    before = get(paper, path)[1]["ETag"]
    paper.traps.add("changed-layout")
    status, headers, body = get(paper, path)
    page = fromstring(body.decode())
    assert status == 200
    assert headers["ETag"] != before
    assert not page.cssselect("#content-detail, h1.name, .td-post-content, h1.head_title, .date")
    assert article.paragraphs[-1] in page.text_content()


def test_a_trap_is_set_for_both_papers_or_for_one(stand: Stand) -> None:
    """By name, or by paper and name; and unset the same way."""
    stand.set("slow")
    stand.set("newsstand-ha-giang:robots-500")
    assert [paper.traps for paper in stand.papers.values()] == [{"slow", "robots-500"}, {"slow"}]
    stand.set("newsstand-ha-giang:slow", on=False)
    assert [paper.traps for paper in stand.papers.values()] == [{"robots-500"}, {"slow"}]
    stand.set("slow", on=False)
    assert stand.papers["newsstand-lang-son"].traps == set()


@pytest.mark.parametrize("name", ["rain", "bao-x:slow", "newsstand-lang-son:", ""])
def test_an_unknown_trap_or_paper_is_refused(name: str) -> None:
    """A misspelt trap would make a test that cannot fail."""
    with pytest.raises(TrapError, match=r"^no (trap|paper) is called"):
        Stand(traps=[name])
