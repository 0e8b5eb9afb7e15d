"""The archive of a newspaper over real HTTP: by sitemap, page or API; silent, capped, resumed."""

import json
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from crawler.crawl import Backfill, Outcome
from db import store
from tests.helpers_crawler import Answer, Desk, Paper, article, feed, listing, paper

YEAR = Backfill(since=date(2026, 3, 1), until=date(2026, 4, 30))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Return a desk of one's own."""
    return Desk(folder=tmp_path)


@pytest.fixture
def press() -> Iterator[Paper]:
    """Open a newspaper of one's own."""
    with paper() as opened:
        yield opened


def dated(day: date) -> Answer:
    """Return an article that was published on ``day``."""
    page = article(f"Tin ngày {day}", f"Ngày {day}, tỉnh họp và bàn việc.").body
    return Answer(body=page.replace(b"22/11/2026 08:00", f"{day:%d/%m/%Y} 08:00".encode()))


def sitemap(press: Paper, **paths: str) -> Answer:
    """Return a sitemap of articles by name, each with the day it was last changed."""
    urls = "".join(
        f"<url><loc>{press.base}/{name.replace('_', '-')}.html</loc><lastmod>{day}</lastmod></url>"
        for name, day in paths.items()
    )
    return Answer(body=f"<urlset>{urls}</urlset>".encode(), kind="text/xml")


def by_month(desk: Desk, press: Paper) -> None:
    """Let a newspaper have a sitemap for March and April, and none for other months."""
    press.pages = {f"/tin-{n}.html": article(str(n)) for n in range(10001, 10006)}
    press.pages["/news-2026-4.xml"] = sitemap(press, tin_10001="2026-04-02", tin_10002="2026-04-01")
    press.pages["/news-2026-3.xml"] = sitemap(
        press, tin_10003="2026-03-02", tin_10004="2026-03-01", tin_10005="2026-02-01"
    )
    desk.write(press, listings="[]", discover='sitemap_by_month = "/news-{yyyy}-{m}.xml"')


def kept(desk: Desk) -> dict[str, int]:
    """Return the pages that are kept, and whether they are silent."""
    with closing(store.opened(desk.database)) as db:
        rows = db.execute("SELECT url, silent FROM pages WHERE outcome = 'kept'").fetchall()
    return {"/" + url.rpartition("/")[2]: silent for url, silent in rows}


def test_an_archive_is_fetched_by_the_sitemaps_of_its_months(desk: Desk, press: Paper) -> None:
    """Only what is of those days, and as no news."""
    by_month(desk, press)

    outcome = desk.crawl(archive_of=YEAR)

    assert outcome.ok, outcome
    assert outcome.counts == {"lists": 2, "found": 4, "kept": 4}
    assert kept(desk) == {f"/tin-1000{n}.html": 1 for n in range(1, 5)}


def test_a_month_without_a_sitemap_does_not_end_an_archive(desk: Desk, press: Paper) -> None:
    """It is counted, and the other months are fetched."""
    by_month(desk, press)
    wanted = Backfill(since=date(2026, 3, 1), until=date(2026, 5, 31))

    outcome = desk.crawl(archive_of=wanted)

    assert outcome.ok, outcome
    assert outcome.counts == {"lists": 2, "list-http-404": 1, "found": 4, "kept": 4}


def test_an_archive_ends_at_its_cap_and_goes_on_there(desk: Desk, press: Paper) -> None:
    """A list that is done is not asked for again."""
    by_month(desk, press)

    first = desk.crawl(archive_of=Backfill(since=YEAR.since, until=YEAR.until, most=3))
    press.asked.clear()
    second = desk.crawl(archive_of=YEAR)
    third = desk.crawl(archive_of=YEAR)

    assert first.ok
    assert first.counts == {"lists": 2, "found": 3, "kept": 3, "capped": 1}
    assert second.counts == {"lists-done": 1, "lists": 1, "found": 2, "known": 1, "kept": 1}
    assert [path for path, _ in press.asked] == ["/news-2026-3.xml", "/tin-10004.html"]
    assert third.ok
    assert third.counts == {"lists-done": 2}


def test_an_archive_of_pages_ends_where_they_are_too_old(desk: Desk, press: Paper) -> None:
    """The list tells no date, so the articles are looked at; what was known is not refetched."""
    days = [date(2026, 6 - n // 2, 10) for n in range(10)]
    for n, day in enumerate(days):
        path = "/xa-hoi" if n == 0 else f"/xa-hoi?trang={n + 1}"
        press.pages[path] = listing(f"/tin-{10000 + n}.html")
        press.pages[f"/tin-{10000 + n}.html"] = dated(day)
    desk.write(press, page="?trang={n}", pages=1)
    daily = desk.crawl()

    outcome = desk.crawl(archive_of=YEAR)

    assert daily.counts["kept"] == 1
    assert outcome.ok, outcome
    assert set(kept(desk)) == {f"/tin-{10000 + n}.html" for n in range(9)}  # the last one told
    assert kept(desk)["/tin-10000.html"] == 0
    assert ("/xa-hoi?trang=10", 200) not in press.asked


def test_an_archive_of_pages_ends_with_its_last_page(desk: Desk, press: Paper) -> None:
    """Whether the one behind it is missing or the same again."""
    for n in range(1, 4):
        press.pages["/xa-hoi" if n == 1 else f"/xa-hoi?trang={n}"] = listing(f"/tin-1000{n}.html")
        press.pages[f"/tin-1000{n}.html"] = dated(date(2026, 4, n))
        press.pages[f"/tin-2000{n}.html"] = dated(date(2026, 4, n))
        press.pages[f"/the-thao?trang={n}"] = listing(f"/tin-2000{min(n, 2)}.html")
    press.pages["/the-thao"] = press.pages["/the-thao?trang=1"]
    desk.write(press, listings='["/xa-hoi", "/the-thao"]', page="?trang={n}")

    outcome = desk.crawl(archive_of=YEAR)
    again = desk.crawl(archive_of=YEAR)

    assert outcome.ok, outcome
    assert not outcome.trouble
    assert len(kept(desk)) == 5
    assert ("/the-thao?trang=4", 404) not in press.asked
    assert again.counts.get("found", 0) == 0


def test_an_archive_is_fetched_by_a_list_api(desk: Desk, press: Paper) -> None:
    """Beyond the pages that a usual crawl looks at, to the empty one."""
    for page in range(1, 5):
        rows = [{"link": f"/tin-{page}000{n}.html"} for n in range(3)] if page < 4 else []
        press.pages[f"/list?page={page}"] = Answer(
            body=json.dumps({"data": rows}).encode(), kind="application/json"
        )
        press.pages |= {row["link"]: dated(date(2026, 4, 5)) for row in rows}
    desk.write(press, listings="[]", discover='api = [{ url = "/list?page={page}" }]')

    usual = desk.crawl()
    outcome = desk.crawl(archive_of=YEAR)

    assert usual.counts["kept"] == 3
    assert outcome.ok, outcome
    assert len(kept(desk)) == 9
    assert outcome.counts["lists"] == 4


def test_an_archive_of_which_nothing_is_told_is_no_failure(desk: Desk, press: Paper) -> None:
    """A feed names what is new alone."""
    press.pages["/rss"] = feed()
    desk.write(press, feeds='["/rss"]', listings="[]")

    outcome = desk.crawl(archive_of=YEAR)

    assert outcome.ok, outcome
    assert outcome.counts == {"lists": 1}


def lists_done(desk: Desk) -> int:
    """Return how many lists the database holds to be done."""
    with closing(store.opened(desk.database)) as db:
        return int(db.execute("SELECT count(*) FROM backfills").fetchone()[0])


def test_a_killed_archive_is_taken_up_again(desk: Desk, press: Paper) -> None:
    """Every article is there once, and the usual crawl does not take the archive's place."""
    by_month(desk, press)
    gate, met = threading.Event(), threading.Event()

    def slow() -> Answer:
        met.set()
        gate.wait(60)
        return article("3")

    press.pages["/tin-10003.html"] = slow

    def kill() -> bool:
        if met.is_set() and not gate.is_set() and lists_done(desk):
            note = json.loads((desk.archive / "bao-thu" / ".turn").read_text())
            os.kill(note["process"], signal.SIGKILL)
            gate.set()
        return False

    killed = desk.crawl(archive_of=YEAR, should_stop=kill)
    note = json.loads((desk.archive / "bao-thu" / ".turn").read_text())
    outcome: Outcome = desk.crawl(archive_of=YEAR)

    assert not killed.ok
    assert note["owes"] is False
    assert outcome.ok, outcome
    assert outcome.counts["lists-done"] == 1
    assert set(kept(desk)) == {f"/tin-1000{n}.html" for n in range(1, 5)}
    assert press.articles().count("/tin-10001.html") == 1
    assert (desk.archive / "bao-thu" / ".turn").read_bytes() == b""
