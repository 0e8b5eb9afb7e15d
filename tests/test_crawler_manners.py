"""How a newspaper is asked: its rules, its wishes for time, its hours."""

import asyncio
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy import Request
from scrapy.http import Response
from scrapy.settings import Settings
from scrapy.utils.test import get_crawler

from crawler import manners, night
from crawler.backoff import LONGEST, Backoff, retry_after
from crawler.conditional import Lists, Revisits
from crawler.robots import DAY, Robots
from crawler.site import Site, sites
from tests.helpers_crawler import Answer, Desk, Paper, article, listing, paper

NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)
RULES = Request("https://bao-thu.vn/robots.txt", meta={"dont_obey_robotstxt": True})


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Return a desk of one's own."""
    return Desk(folder=tmp_path)


@pytest.fixture
def press() -> Iterator[Paper]:
    """Open a newspaper of one's own."""
    with paper() as opened:
        yield opened


@pytest.fixture
def real() -> Site:
    """Return a newspaper that is not on this machine."""
    return sites()["baolangson"]


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("120", 120),
        (" 0 ", 0),
        (format_datetime(NOW + timedelta(seconds=90), usegmt=True), 90),
        (format_datetime(NOW - timedelta(seconds=90), usegmt=True), 0),
        ("Sun, 22 Nov 2026 03:01:00", 0),
        ("soon", 0),
        ("-5", 0),
        ("", 0),
    ],
)
def test_a_wish_for_time_is_understood(said: str, seconds: float) -> None:
    """In seconds or as a date; nonsense is no wish."""
    assert retry_after(said, NOW) == seconds


@given(st.text())
def test_no_wish_for_time_stops_us(said: str) -> None:
    """Whatever stands in the header."""
    assert retry_after(said, NOW) >= 0


def test_a_newspaper_that_wants_a_pause_gets_it(desk: Desk, press: Paper) -> None:
    """Nobody asks it anything meanwhile; then everything is there."""
    asked: list[tuple[str, float]] = []
    busy = iter([Answer(status=429, headers={"Retry-After": "2"})])

    def noting(path: str) -> Answer:
        asked.append((path, time.monotonic()))
        return next(busy, None) or article(path)

    press.pages = {f"/tin-1000{n}.html": lambda n=n: noting(str(n)) for n in range(9)}
    press.pages["/xa-hoi"] = listing(*press.pages)
    desk.write(press)

    outcome = desk.crawl()

    assert outcome.ok, outcome
    assert outcome.counts["kept"] == 9
    refused = asked[0][1]
    late = [at - refused for _, at in asked if at - refused > 1.9]
    assert len(late) >= 9 - 3  # at most three were on their way when it said so


def test_a_newspaper_that_wants_a_long_pause_is_left_until_the_next_crawl(
    desk: Desk, press: Paper
) -> None:
    """It is said for how long, and the articles are for the next crawl."""
    press.pages = {f"/tin-1000{n}.html": article(str(n)) for n in range(9)}
    press.pages["/xa-hoi"] = listing(*press.pages)
    busy = Answer(status=503, headers={"Retry-After": "3600"})
    press.pages["/tin-10000.html"] = busy
    desk.write(press)

    outcome = desk.crawl()
    press.pages["/tin-10000.html"] = article("0")
    second = desk.crawl()

    assert outcome.error == "asked to come back in 3600 seconds (http-503)"
    assert press.articles().count("/tin-10000.html") == 2
    assert second.ok, second
    assert outcome.counts.get("kept", 0) + second.counts["kept"] == 9


def test_pauses_become_longer_and_end() -> None:
    """Each is twice the one before it, and none is longer than the bound."""
    crawler = get_crawler(settings_dict={"DIEMBAO_BACKOFF": 15.0, "RETRY_TIMES": 50})
    backoff = cast("Any", Backoff.from_crawler(crawler))
    pauses = []
    for times in range(6):
        backoff._until.clear()  # noqa: SLF001 - what it holds back is what it is about
        backoff._pause(Request("https://bao-thu.vn/", meta={"retry_times": times}), 0.0)  # noqa: SLF001
        pauses.append(round(backoff._until["bao-thu.vn"] - time.monotonic()))  # noqa: SLF001

    assert pauses == [15, 30, 60, 120, 120, 120]
    assert LONGEST == 120


def test_a_host_is_held_back_alone() -> None:
    """Another host of the newspaper may go on."""
    crawler = get_crawler(settings_dict={"DIEMBAO_BACKOFF": 0.5})
    backoff = cast("Any", Backoff.from_crawler(crawler))
    backoff._pause(Request("https://a.vn/"), 0.0)  # noqa: SLF001

    async def waited(url: str) -> float:
        begun = time.monotonic()
        await backoff.process_request(Request(url))
        return time.monotonic() - begun

    assert asyncio.run(waited("https://b.vn/")) < asyncio.run(waited("https://a.vn/1")) >= 0.3


@pytest.mark.parametrize(
    ("status", "remembered"), [(200, True), (404, True), (403, True), (429, False), (503, False)]
)
def test_rules_are_good_for_a_day(tmp_path: Path, status: int, *, remembered: bool) -> None:
    """Then they are asked for again; that they cannot be had is never remembered."""
    settings = Settings({"DIEMBAO_ARCHIVE": str(tmp_path), "DIEMBAO_ROBOTS_HOURS": 24})
    response = Response(RULES.url, status=status, body=b"User-agent: *\nDisallow: /")
    (tmp_path / "bao-thu").mkdir()
    spider = cast(
        "Any", type("Spider", (), {"fault": "", "site": type("S", (), {"id": "bao-thu"})})
    )
    policy, lists = Revisits(settings), Lists(settings)
    lists.open_spider(spider)

    assert policy.should_cache_request(RULES)
    assert policy.should_cache_response(response, RULES) == remembered
    lists.store_response(spider, RULES, response)
    found = lists.retrieve_response(spider, RULES)
    assert found is not None
    assert (found.status, found.body) == (status, response.body)
    assert policy.is_cached_response_fresh(found, RULES)
    cast("Any", lists)._db.execute("UPDATE versions SET at = at - 24 * 3600 - 1")  # noqa: SLF001
    assert lists.retrieve_response(spider, RULES) is None
    lists.close_spider(spider)


def test_a_crawl_that_takes_days_asks_for_the_rules_again() -> None:
    """What it knew of them is dropped after a day, and not before."""
    robots = cast("Any", Robots(get_crawler(settings_dict={"ROBOTSTXT_OBEY": True})))
    robots.forget("bao-thu.vn", 0.0)
    robots._parsers["bao-thu.vn"] = None  # noqa: SLF001

    robots.forget("bao-thu.vn", DAY)
    assert "bao-thu.vn" in robots._parsers  # noqa: SLF001
    robots.forget("bao-thu.vn", DAY + 1)
    assert "bao-thu.vn" not in robots._parsers  # noqa: SLF001


def test_rules_that_are_too_many_to_ask_for_allow_nothing(desk: Desk, press: Paper) -> None:
    """429 is a server's wish to be left alone, though it is a 4xx."""
    press.pages = {"/robots.txt": Answer(status=429), "/xa-hoi": listing("/a-10001.html")}
    desk.write(press)

    assert desk.crawl().error == "no list could be had: http-429 1x"
    assert press.asked == []


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_a_newspaper_without_rules_forbids_nothing(desk: Desk, press: Paper, status: int) -> None:
    """RFC 9309: 4xx means that there is no robots.txt."""
    press.pages = {
        "/robots.txt": Answer(status=status, body=b"User-agent: *\nDisallow: /"),
        "/xa-hoi": listing("/a-10001.html"),
        "/a-10001.html": article(),
    }
    desk.write(press)

    assert desk.crawl().counts == {"lists": 1, "found": 1, "kept": 1}


@pytest.mark.parametrize(
    ("hours", "clock", "is_open"),
    [
        (None, "12:00", True),
        (("22:00", "05:00"), "23:59", True),
        (("22:00", "05:00"), "04:59", True),
        (("22:00", "05:00"), "05:00", False),
        (("22:00", "05:00"), "21:59", False),
        (("01:00", "05:00"), "00:59", False),
        (("01:00", "05:00"), "01:00", True),
    ],
)
def test_a_newspaper_keeps_hours(
    real: Site, hours: tuple[str, str] | None, clock: str, *, is_open: bool
) -> None:
    """In Vietnam's time, also past midnight."""
    site = real.model_copy(update={"night": hours})
    now = datetime.fromisoformat(f"2026-11-22T{clock}:00+07:00").astimezone(UTC)

    assert night.is_open(site, now) == is_open


def test_old_encryption_is_spoken_by_permission_alone(real: Site) -> None:
    """Every other newspaper has to prove who it is."""
    usual = manners.settings(real, "bao@example.org")
    old = manners.settings(real.model_copy(update={"tls": "legacy"}), "bao@example.org")

    assert usual["DOWNLOAD_VERIFY_CERTIFICATES"] is True
    assert "DOWNLOADER_CLIENT_TLS_CIPHERS" not in usual
    assert old["DOWNLOAD_VERIFY_CERTIFICATES"] is False
    assert old["DOWNLOADER_CLIENT_TLS_CIPHERS"] == "DEFAULT:@SECLEVEL=0"


def test_the_first_pause_before_a_real_newspaper_is_asked_again(real: Site) -> None:
    """403 flickers, and passes after 15 seconds: newspapers.md, section 8."""
    assert manners.settings(real, "bao@example.org")["DIEMBAO_BACKOFF"] == 15.0
