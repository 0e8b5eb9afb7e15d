"""Each way of discovery by itself: which lists it asks for, and what it reads in one."""

import gzip
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from scrapy.http import Headers, Response
from scrapy.responsetypes import responsetypes

from crawler.site import Site, load
from crawler.ways import WAYS, asks, turned, when
from crawler.ways.way import Ask, Days, Link, NotAListError

BASE = "http://127.0.0.1:1"
CASES = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))["list"]
TODAY = date(2026, 9, 6)
SITE = """
name = "Báo Thử"
base_url = "http://127.0.0.1:1"
[discover]
feeds = ["/rss"]
sitemaps = ["/sitemap.xml"]
sitemap_by_month = "/sitemaps/news-{yyyy}-{m}.xml"
listings = ["/xa-hoi"]
links = "h3 a"
page = "?trang={n}"
pages = 2
[[discover.api]]
url = "/list?page={page}&first={first}"
step = 12
[articles]
pattern = '^/[a-z0-9-]+-\\d{5,8}\\.html$'
"""


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """Return a newspaper that can be found in every way."""
    path = tmp_path / "bao-thu.toml"
    path.write_text(SITE, "utf-8")
    return load(path)


def ask(site: Site, way: str, days: Days) -> Ask:
    """Return the first list of a way."""
    return next(ask for ask in WAYS[way].asks(site, days))


def answer(url: str, kind: str, body: bytes) -> Response:
    """Return a response as Scrapy would give it."""
    headers = Headers({"Content-Type": kind})
    made: type[Response] = responsetypes.from_args(headers=headers, url=url, body=body)
    return made(url, headers=headers, body=body)


def days(case: dict[str, Any]) -> Days:
    """Return the days that are wanted in a case."""
    if "since" not in case:
        return Days(until=TODAY)
    return Days(since=date.fromisoformat(case["since"]), until=date.fromisoformat(case["until"]))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_list_is_read(site: Site, case: dict[str, Any]) -> None:
    """The table of lists and what they name; what is none of its way has a word."""
    first = ask(site, case["way"], days(case))
    response = answer(first.url, case["kind"], case["body"].encode())
    if wrong := case.get("wrong"):
        with pytest.raises(NotAListError) as refused:
            WAYS[case["way"]].read(site, first, response)
        assert refused.value.outcome == wrong
        return

    found = WAYS[case["way"]].read(site, first, response)

    told = [
        [link.url.removeprefix(BASE), *(str(day or "") for day in (link.published, link.changed))]
        for link in found.links
    ]
    assert told == case.get("links", [])
    assert [more.url for more in found.lists] == [BASE + path for path in case.get("lists", [])]
    if "turned" in case:
        assert turned(site, first) == BASE + case["turned"]


def test_a_sitemap_may_be_packed(site: Site) -> None:
    """As most big ones are; one that is a bomb is none."""
    first = ask(site, "sitemap", Days(until=TODAY))
    body = f"<urlset><url><loc>{BASE}/a-10001.html</loc></url></urlset>".encode()
    bomb = gzip.compress(b"<urlset>" + b" " * 60 * 1024 * 1024)

    found = WAYS["sitemap"].read(site, first, answer(first.url, "", gzip.compress(body)))

    assert [link.url for link in found.links] == [f"{BASE}/a-10001.html"]
    with pytest.raises(NotAListError):
        WAYS["sitemap"].read(site, first, answer(first.url, "", bomb))


def test_a_usual_crawl_takes_the_newest_of_a_sitemap(site: Site) -> None:
    """An archive takes all of it."""
    urls = "".join(
        f"<url><loc>{BASE}/a-{10000 + n}.html</loc><lastmod>2026-0{1 + n // 600}-01</lastmod></url>"
        for n in range(1800)
    )
    response = answer(f"{BASE}/sitemap.xml", "text/xml", f"<urlset>{urls}</urlset>".encode())
    archive = Days(since=date(2020, 1, 1), until=TODAY)

    newest = WAYS["sitemap"].read(site, ask(site, "sitemap", Days(until=TODAY)), response).links
    everything = WAYS["sitemap"].read(site, ask(site, "sitemap", archive), response).links

    assert len(newest) == 1000
    assert {link.changed for link in newest} == {date(2026, 2, 1), date(2026, 3, 1)}
    assert len(everything) == 1800


def test_a_usual_crawl_asks_for_every_list_of_now(site: Site) -> None:
    """Of the sitemaps by month, this one and the one that has just ended."""
    assert [ask.url.removeprefix(BASE) for ask in asks(site, Days(until=TODAY))] == [
        *("/rss", "/sitemap.xml", "/sitemaps/news-2026-9.xml", "/sitemaps/news-2026-8.xml"),
        *("/xa-hoi", "/list?page=1&first=0"),
    ]


def test_an_archive_asks_for_the_sitemaps_of_its_months(site: Site) -> None:
    """The newest first."""
    wanted = Days(since=date(2025, 11, 30), until=date(2026, 1, 1))

    found = [ask.url for ask in WAYS["sitemap"].asks(site, wanted)][1:]

    assert found == [
        f"{BASE}/sitemaps/news-{month}.xml" for month in ("2026-1", "2025-12", "2025-11")
    ]


@pytest.mark.parametrize(
    ("link", "wanted"),
    [
        (Link(url=BASE), True),
        (Link(url=BASE, published=date(2025, 6, 1)), True),
        (Link(url=BASE, published=date(2025, 7, 1)), False),
        (Link(url=BASE, changed=date(2025, 5, 31)), False),
        (Link(url=BASE, changed=date(2026, 5, 31)), True),
        (Link(url=f"{BASE}/xa-hoi/202506/tin-1234567/"), True),
        (Link(url=f"{BASE}/xa-hoi/202505/tin-1234567/"), False),
    ],
)
def test_a_link_is_of_an_archives_days(link: Link, *, wanted: bool) -> None:
    """For all that is known; what was changed later may have been published then."""
    assert link.is_of(Days(since=date(2025, 6, 1), until=date(2025, 6, 30))) == wanted


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2026-09-05T13:30:00+07", date(2026, 9, 5)),
        ("Sat, 05 Sep 2026 23:48:27 +07", date(2026, 9, 5)),
        ("Sat, 05 Sep 2026 23:48:27 [GMT +7]", date(2026, 9, 5)),
        ("9/5/2026 1:30:00\u202fPM", date(2026, 9, 5)),
        ("2026-09-05T23:30:00Z", date(2026, 9, 6)),
        ("2 giờ trước", None),
        ("", None),
    ],
)
def test_the_dates_of_lists_are_read(words: str, day: date | None) -> None:
    """Odd ones, too; what is no date is none."""
    assert when.day(words) == day
