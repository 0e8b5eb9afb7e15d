"""A crawl over real HTTP: what is fetched, what is kept, what is counted."""

import gzip
import json
import resource
import threading
from collections.abc import Iterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from random import Random

import pytest
from fastwarc.warc import ArchiveIterator, WarcRecordType

from crawler import archive
from crawler.crawl import Outcome
from db import store
from tests.helpers_crawler import Answer, Desk, Paper, article, feed, listing, paper, zipped


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Return a desk of one's own."""
    return Desk(folder=tmp_path)


@pytest.fixture
def press() -> Iterator[Paper]:
    """Open a newspaper of one's own."""
    with paper() as opened:
        yield opened


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> tuple[Desk, Paper, Outcome]:
    """Crawl, once, a newspaper whose server does everything wrong that servers do."""
    desk = Desk(folder=tmp_path_factory.mktemp("odd"))
    late = threading.Event()
    wall = b"<html><script>document.cookie='D1N=x';location.reload()</script></html>"
    flickers = iter([Answer(status=403), article("Chập chờn")])
    big = b"<html>" + b"<p>Tin</p>" * 2_000_000
    pages = {
        "good": article("Tốt"),
        "zipped": zipped(article("Nén")),
        "flickers": lambda: next(flickers),
        "http-404": Answer(status=404),
        "http-410": Answer(status=410),
        "http-503": Answer(status=503),
        "truncated": Answer(body=b"<html><p>Nua", says_length=5000),
        "empty": Answer(),
        "not-html": Answer(body=b"%PDF-1.7", kind="application/pdf"),
        "too-large": Answer(body=big),
        "bomb": zipped(Answer(body=big)),
        "lies": Answer(body=b"<html>", headers={"Content-Encoding": "gzip"}),
        "challenge": Answer(body=wall),
        "offsite": Answer(status=302, headers={"Location": "http://127.0.0.2:9/x-10001.html"}),
        "home": Answer(status=301, headers={"Location": "/"}),
        "loop": Answer(status=302, headers={"Location": "/loop-10001.html"}),
        "twin": Answer(status=301, headers={"Location": "/good-10001.html"}),
        "renamed": Answer(status=301, headers={"Location": "/new-10002.html"}),
        "robots": article("Cấm"),
        "timeout": lambda: late.wait(60) and article("Muộn"),
    }
    with paper() as press:
        press.pages = {f"/{name}-10001.html": page for name, page in pages.items()}
        press.pages["/new-10002.html"] = article("Mới")
        press.pages["/"] = article("Trang nhất")
        press.pages["/robots.txt"] = Answer(body=b"User-agent: *\nDisallow: /robots-", kind=None)
        odd_links = ["http://[", "javascript:void(0)", "http://127.0.0.2/x-10001.html", "/xa-hoi"]
        press.pages["/xa-hoi"] = listing(*odd_links, *(p for p in press.pages if "-10001" in p))
        press.pages["/goc"] = Answer(body=b"<base href='http://['><h3><a href='/'>Tin</a></h3>")
        press.pages["/pdf"] = Answer(body=b"%PDF-1.7", kind="application/pdf")
        desk.write(
            press, feeds='["/xa-hoi"]', listings='["/xa-hoi", "/mat", "/goc", "/pdf"]', timeout=2
        )
        outcome = desk.crawl()
        late.set()
    assert outcome.ok, outcome
    return desk, press, outcome


def outcomes(desk: Desk) -> dict[str, str]:
    """Return what the database says of each address, by the name of its page."""
    with closing(store.opened(desk.database)) as db:
        rows = db.execute("SELECT url_key, outcome FROM pages").fetchall()
    return {key.rpartition("/")[2].removesuffix("-10001.html"): outcome for key, outcome in rows}


def transferred(desk: Desk) -> dict[str, bytes]:
    """Return the bodies in the archive as an independent reader finds them, by page name."""
    found = {}
    for path in desk.archive.rglob("*.warc.gz"):
        with path.open("rb") as stream:
            for record in ArchiveIterator(
                stream, record_types=WarcRecordType.response, auto_decode="none"
            ):
                url = record.headers["WARC-Target-URI"]
                assert url not in found, "an article is kept twice"
                found[url.rpartition("/")[2].removesuffix("-10001.html")] = record.reader.read()
    return found


WORDS = {
    **dict.fromkeys(("good", "zipped", "flickers", "renamed"), "kept"),
    **dict.fromkeys(("home", "twin"), "moved"),
    "bomb": "too-large",
    "lies": "undecodable",
    "loop": "redirect-loop",
}
ODD = """
    good zipped flickers http-404 http-410 http-503 truncated empty not-html too-large bomb lies
    challenge offsite home loop twin renamed robots timeout
""".split()  # noqa: SIM905 - a list to read


@pytest.mark.parametrize("name", ODD)
def test_every_odd_page_has_its_word(odd: tuple[Desk, Paper, Outcome], name: str) -> None:
    """The database remembers each address with what came of it."""
    assert outcomes(odd[0])[name] == WORDS.get(name, name)


def test_every_article_is_counted_once(odd: tuple[Desk, Paper, Outcome]) -> None:
    """What was found is what was kept and what failed, word by word."""
    counts = dict(odd[2].counts)
    found = counts.pop("found")
    lists = {name: counts.pop(name) for name in list(counts) if name.startswith("list")}

    assert found == sum(counts.values()) == len(ODD)
    assert counts["kept"] == 4
    assert lists == {"lists": 2, "list-not-feed": 1, "list-http-404": 1, "list-not-html": 1}


def test_lists_in_trouble_are_named(odd: tuple[Desk, Paper, Outcome]) -> None:
    """A maintainer sees which lines of the newspaper's file to look at."""
    _, press, outcome = odd

    assert set(outcome.trouble) == {
        f"{press.base}/xa-hoi: not-feed",
        f"{press.base}/mat: http-404",
        f"{press.base}/pdf: not-html",
    }


def test_only_what_may_be_an_article_is_archived(odd: tuple[Desk, Paper, Outcome]) -> None:
    """And it is archived as it was transferred, coding and all."""
    found = transferred(odd[0])

    assert set(found) == {"good", "zipped", "flickers", "new-10002.html"}
    assert found["good"] == article("Tốt").body
    assert found["zipped"] == zipped(article("Nén")).body
    assert gzip.decompress(found["zipped"]) == article("Nén").body


def test_what_robots_txt_forbids_is_not_asked_for(odd: tuple[Desk, Paper, Outcome]) -> None:
    """Nor is a host that is not the newspaper's."""
    _, press, _ = odd

    assert not [path for path, _ in press.asked if "robots" in path]


def test_a_passing_failure_is_tried_again(odd: tuple[Desk, Paper, Outcome]) -> None:
    """Thrice in all; a lasting one is believed at once."""
    asked = odd[1].articles()

    assert asked.count("/http-503-10001.html") == 3
    assert asked.count("/flickers-10001.html") == 2
    assert asked.count("/http-404-10001.html") == 1


def test_a_kept_page_comes_back_by_its_row(odd: tuple[Desk, Paper, Outcome]) -> None:
    """The database knows where in the archive each page is."""
    desk, press, _ = odd
    with closing(store.opened(desk.database)) as db:
        rows = {row.url: row for row in store.unread_pages(db)}
    row = rows[f"{press.base}/zipped-10001.html"]

    page = archive.page(desk.archive, row.warc_file or "", row.warc_offset or 0)

    assert page.body == article("Nén").body
    assert page.url == row.url
    assert row.sha256 == sha256(zipped(article("Nén")).body).hexdigest()


def test_a_renamed_article_is_known_by_both_names(desk: Desk, press: Paper) -> None:
    """A list that names the new one does not make another article."""
    press.pages = {
        "/xa-hoi": listing("/cu-10001.html"),
        "/cu-10001.html": Answer(status=301, headers={"Location": "/moi-10002.html"}),
        "/moi-10002.html": article(),
    }
    desk.write(press)
    desk.crawl()
    press.pages["/xa-hoi"] = listing("/moi-10002.html", "/cu-10001.html")

    outcome = desk.crawl()

    assert outcome.counts == {"found": 2, "known": 2, "lists": 1}


def test_a_copy_that_names_its_original_makes_no_second_article(desk: Desk, press: Paper) -> None:
    """Whichever of the two is met first, today or another day."""
    original = b'<link rel="canonical" href="/tin-10001.html">'
    body = article().body.replace(b"</head>", original + b"</head>")
    press.pages = {"/xa-hoi": listing("/tin-10001.html?p=2", "/tin-10001.html?p=1")}
    for path in ("/tin-10001.html", "/tin-10001.html?p=1", "/tin-10001.html?p=2"):
        press.pages[path] = Answer(body=body)
    desk.write(press)
    first = desk.crawl()
    press.pages["/xa-hoi"] = listing("/tin-10001.html", "/tin-10001.html?p=1")

    second = desk.crawl()

    assert first.counts == {"found": 2, "kept": 1, "moved": 1, "lists": 1}
    assert second.counts == {"found": 2, "known": 2, "lists": 1}


def test_feeds_and_listings_lead_to_articles(desk: Desk, press: Paper) -> None:
    """Each article is fetched once, however often and however it is named."""
    press.pages = {
        "/rss": feed(f"{press.base}/a-10001.html", f"{press.base}/b-10001.html?utm_source=rss"),
        "/xa-hoi": listing("b-10001.html", "/b-10001.html#x", "/c-10001.html", "/xa-hoi"),
        **{f"/{name}-10001.html": article(name) for name in "abc"},
        "/b-10001.html?utm_source=rss": article("b"),
    }
    desk.write(press, feeds='["/rss"]')

    outcome = desk.crawl(contact="bao@example.org")

    assert outcome.ok
    assert outcome.counts == {"found": 3, "kept": 3, "lists": 2}
    assert len(press.articles()) + press.asked.count(("/b-10001.html?utm_source=rss", 200)) == 3
    assert press.agents == {"diembao/0.1 (+bao@example.org)"}


def test_an_unchanged_newspaper_is_asked_for_its_lists_alone(desk: Desk, press: Paper) -> None:
    """And answers that they have not changed."""
    press.pages = {
        "/rss": feed(f"{press.base}/a-10001.html"),
        "/xa-hoi": listing("/b-10001.html", "/mat-10001.html"),
        **{f"/{name}-10001.html": article(name) for name in "ab"},
    }
    desk.write(press, feeds='["/rss"]')
    desk.crawl()
    press.asked.clear()

    outcome = desk.crawl()

    assert outcome.ok
    assert sorted(press.asked) == [("/rss", 304), ("/xa-hoi", 304)]
    assert outcome.counts == {"found": 3, "known": 3, "not-modified": 2}
    assert len(list(desk.archive.rglob("*.warc.gz"))) == 1


def test_links_follow_the_pages_own_base(desk: Desk, press: Paper) -> None:
    """Not the address of the page, where it says so."""
    page = b"<base href='/static/x/'><h3><a href='../../a-10001.html'>Tin</a></h3>"
    press.pages = {"/xa-hoi": Answer(body=page), "/a-10001.html": article()}
    desk.write(press)

    assert desk.crawl().counts == {"lists": 1, "found": 1, "kept": 1}


def test_a_changed_list_is_read_again(desk: Desk, press: Paper) -> None:
    """Only what is new in it is fetched."""
    press.pages = {"/xa-hoi": listing("/a-10001.html"), "/a-10001.html": article()}
    desk.write(press)
    desk.crawl()
    press.asked.clear()
    press.pages |= {
        "/xa-hoi": listing("/b-10001.html", "/a-10001.html"),
        "/b-10001.html": article(),
    }

    outcome = desk.crawl()

    assert press.articles() == ["/b-10001.html"]
    assert outcome.counts == {"found": 2, "known": 1, "kept": 1, "lists": 1}


def test_a_memory_of_lists_that_is_broken_costs_nothing_but_itself(
    desk: Desk, press: Paper
) -> None:
    """Every list is asked for in full then, and read."""
    press.pages = {"/xa-hoi": listing("/a-10001.html"), "/a-10001.html": article()}
    desk.write(press)
    memory = desk.archive / "bao-thu" / ".lists.db"
    memory.parent.mkdir(parents=True)
    memory.write_bytes(b"no database" * 1000)

    outcome = desk.crawl()

    assert outcome.ok, outcome
    assert outcome.counts == {"found": 1, "kept": 1, "lists": 1}


def test_a_list_that_fails_is_not_answered_from_memory(desk: Desk, press: Paper) -> None:
    """A newspaper that is out of order is not "unchanged"."""
    press.pages = {"/xa-hoi": listing("/a-10001.html"), "/a-10001.html": article()}
    desk.write(press)
    desk.crawl()
    press.pages["/xa-hoi"] = Answer(status=500)

    outcome = desk.crawl()

    assert not outcome.ok
    assert outcome.error == "no list could be had: http-500 1x"


def test_a_passing_failure_is_asked_for_again_by_the_next_crawl(desk: Desk, press: Paper) -> None:
    """Even if no list names the article any more; a lasting failure is not."""
    press.pages = {
        "/xa-hoi": listing("/a-10001.html", "/b-10001.html", "/c-10001.html"),
        "/a-10001.html": article(),
        "/b-10001.html": Answer(status=500),
    }
    desk.write(press)
    desk.crawl()
    press.asked.clear()
    press.pages |= {"/xa-hoi": listing("/a-10001.html"), "/b-10001.html": article()}

    outcome = desk.crawl()

    assert press.articles() == ["/b-10001.html"]
    assert outcome.counts["kept"] == 1
    assert outcomes(desk) == {"a": "kept", "b": "kept", "c": "http-404"}


def test_pages_of_a_listing_are_turned_while_they_show_news(desk: Desk, press: Paper) -> None:
    """To the cap; the next crawl stops where everything is known."""
    for number in range(1, 9):
        path = "/xa-hoi" if number == 1 else f"/xa-hoi?trang={number}"
        press.pages[path] = listing(f"/tin-{number}0000.html", f"/bai-{number}0000.html")
        press.pages |= {f"/{x}-{number}0000.html": article(x) for x in ("tin", "bai")}
    desk.write(press, page="?trang={n}", pages=4)

    first = desk.crawl()
    press.asked.clear()
    second = desk.crawl()

    assert first.counts["kept"] == 8
    assert press.asked == [("/xa-hoi", 304)]
    assert second.counts == {"found": 2, "known": 2, "not-modified": 1}


def test_a_page_of_a_listing_that_failed_is_looked_at_by_the_next_crawl(
    desk: Desk, press: Paper
) -> None:
    """By then all of the first page is known, which otherwise ends the listing."""
    press.pages = {f"/tin-1000{n}.html": article(str(n)) for n in range(2)}
    press.pages["/xa-hoi"] = listing("/tin-10000.html")
    press.pages["/xa-hoi?trang=2"] = Answer(status=503)
    desk.write(press, page="?trang={n}", pages=2)
    first = desk.crawl()

    press.pages["/xa-hoi?trang=2"] = listing("/tin-10001.html")
    second, third = desk.crawl(), desk.crawl()

    assert (first.counts["kept"], first.counts["list-http-503"]) == (1, 1)
    assert second.counts == {"found": 2, "known": 1, "kept": 1, "lists": 1, "not-modified": 1}
    assert third.counts == {"found": 1, "known": 1, "not-modified": 1}


def test_a_feed_that_is_the_name_of_a_file_opens_no_file(
    desk: Desk, press: Paper, tmp_path: Path
) -> None:
    """A newspaper must not read our disk, nor make us read /dev/zero for ever."""
    ours = tmp_path / "ours.xml"
    ours.write_bytes(feed("/a-10001.html").body)
    press.pages = {"/rss": Answer(body=str(ours).encode(), kind="application/rss+xml")}
    press.pages["/a-10001.html"] = article()
    desk.write(press, feeds='["/rss"]', listings="[]")

    outcome = desk.crawl()

    assert outcome.counts == {"list-not-feed": 1}


def test_a_listing_that_repeats_itself_has_ended(desk: Desk, press: Paper) -> None:
    """Some servers answer any page number with the first page."""
    for number in range(1, 9):
        press.pages["/xa-hoi" if number == 1 else f"/xa-hoi?trang={number}"] = listing(
            "/a-10001.html"
        )
    press.pages["/a-10001.html"] = article()
    desk.write(press, page="?trang={n}", pages=8)

    assert desk.crawl().counts["lists"] == 2


def test_robots_txt_that_forbids_all_is_a_state(desk: Desk, press: Paper) -> None:
    """It is reported as such, and nothing else is asked for."""
    press.pages = {
        "/robots.txt": Answer(body=b"User-agent: *\nDisallow: /\n", kind="text/plain"),
        "/xa-hoi": listing("/a-10001.html"),
    }
    desk.write(press)

    outcome = desk.crawl()

    assert not outcome.ok
    assert outcome.error == "blocked by robots.txt"
    assert press.asked == []


@pytest.mark.parametrize("rules", [Answer(body=b"User-agent: *\nDisallow: /"), Answer(status=503)])
def test_nothing_is_asked_for_while_robots_txt_is_on_its_way(
    desk: Desk, press: Paper, rules: Answer
) -> None:
    """Four requests at once wait for it, and it holds for each of them."""
    lists = [f"/xa-hoi-{n}" for n in range(8)]
    press.pages = {path: listing("/a-10001.html") for path in lists}
    press.pages["/robots.txt"] = rules
    desk.write(press, listings=json.dumps(lists))

    outcome = desk.crawl()

    assert press.asked == []
    assert sum(outcome.counts.values()) == len(lists)


def test_robots_txt_that_fails_forbids_all(desk: Desk, press: Paper) -> None:
    """RFC 9309: without the rules nothing is allowed; it is no refusal, though."""
    press.pages = {"/robots.txt": Answer(status=503), "/xa-hoi": listing("/a-10001.html")}
    desk.write(press)

    outcome = desk.crawl()

    assert outcome.error == "no list could be had: http-503 1x"
    assert press.asked == []


def test_a_newspaper_that_is_down_is_unreachable(desk: Desk) -> None:
    """Nobody listens at its port."""
    with paper() as gone:
        desk.write(gone, feeds='["/rss"]')

    outcome = desk.crawl()

    assert not outcome.ok
    assert outcome.error == "unreachable"
    assert outcome.counts == {"list-unreachable": 2}


def test_a_newspaper_that_refuses_every_article_has_failed(desk: Desk, press: Paper) -> None:
    """Its lists alone are no success."""
    press.pages["/xa-hoi"] = listing(*(f"/tin-1000{n}.html" for n in range(3)))
    press.pages |= {f"/tin-1000{n}.html": Answer(status=403) for n in range(3)}
    desk.write(press)

    assert desk.crawl().error == "no article could be had: http-403 3x"


def test_a_newspaper_that_goes_down_is_left_in_peace(desk: Desk, press: Paper) -> None:
    """After ten refusals in a row; what was kept until then stays, the rest is for tomorrow."""
    paths = [f"/tin-1{n:04}.html" for n in range(40)]
    press.pages["/xa-hoi"] = listing(*paths)
    press.pages |= {path: Answer(status=503) for path in paths} | {paths[-1]: article()}
    desk.write(press)

    outcome = desk.crawl()

    assert outcome.error == "gave up after 10 refusals in a row, the last: http-503"
    assert outcome.counts["left"] > 20
    press.pages |= {path: article() for path in paths}
    assert desk.crawl().ok
    assert set(outcomes(desk).values()) == {"kept"}
    assert len(transferred(desk)) == 40


def test_a_full_disk_ends_the_crawl_and_harms_nothing(desk: Desk, press: Paper) -> None:
    """It is said which page could not be kept, and the next crawl keeps it."""
    noise = Random(1)  # noqa: S311 - nothing is secret
    paths = [f"/tin-1000{n}.html" for n in range(6)]
    press.pages["/xa-hoi"] = listing(*paths)
    press.pages |= {path: article(path, noise.randbytes(300_000).hex()) for path in paths}
    desk.write(press)
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_500_000, usual[1]))
    try:
        full = desk.crawl()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)
    before = transferred(desk)

    after = desk.crawl()

    assert not full.ok
    assert "cannot keep http://" in full.error
    assert "File too large" in full.error
    assert 0 < len(before) < 6
    assert after.ok
    assert len(transferred(desk)) == 6


def test_a_newspaper_with_another_layout_is_noticed(desk: Desk, press: Paper) -> None:
    """The lists are there and name nothing we know as an article."""
    press.pages["/xa-hoi"] = listing("/xa-hoi/tin.aspx?id=5")
    desk.write(press)

    assert "layout or the addresses may have changed" in desk.crawl().error


def test_a_real_newspaper_is_not_asked_without_a_contact(desk: Desk, press: Paper) -> None:
    """The line says what to add, and where."""
    desk.write(press)
    path = desk.sites / "bao-thu.toml"
    path.write_text(path.read_text("utf-8").replace(press.base, "https://bao-thu.example"), "utf-8")

    outcome = desk.crawl()

    assert not outcome.ok
    assert 'put contact = "you@example.org" under [crawl] in diembao.toml' in outcome.error


def test_a_database_that_cannot_be_used_is_named(desk: Desk, press: Paper) -> None:
    """In one line, and no page is asked for."""
    desk.write(press)
    desk.database.mkdir()

    outcome = desk.crawl()

    assert "is a folder; set [database] path to a file" in outcome.error
    assert press.asked == []


def test_an_archive_that_cannot_be_used_is_named(desk: Desk, press: Paper) -> None:
    """In one line, and no page is asked for."""
    desk.write(press)
    desk.archive.write_text("Không phải thư mục")

    outcome = desk.crawl()

    assert "cannot be used as an archive" in outcome.error
    assert press.asked == []


def test_progress_is_told(desk: Desk, press: Paper) -> None:
    """The counts grow with every article."""
    press.pages["/xa-hoi"] = listing("/a-10001.html", "/b-10001.html")
    press.pages |= {f"/{name}-10001.html": article() for name in "ab"}
    desk.write(press)
    told: list[dict[str, int]] = []

    desk.crawl(on_progress=told.append)

    said = [(counts["found"], counts["kept"], counts["left"]) for counts in told]
    assert sorted(said) == said
    assert said[0][0] == 2
    assert said[-1] == (2, 2, 0)
