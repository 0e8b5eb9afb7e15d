"""A paper is held against its own past: what is lost, what is missing, what is an accident."""

import tomllib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.expect import (
    MEMORY,
    Evidence,
    asides,
    blocked_share,
    judged,
    misread,
    refused,
    silent,
    worst,
)
from crawler.site import Site, sites
from db.health import Crawl, Look, Numbers, numbers

CASES = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))["case"]
NOW = datetime(2026, 11, 22, 2, 30, tzinfo=UTC)
WELL = {"lists": 11, "found": 40, "known": 30, "kept": 10}


@pytest.fixture
def site() -> Site:
    """Return a newspaper whose file expects 5 to 200 pages a day."""
    return sites()["baolangson"]


def a_look(**values: Any) -> Look:
    """Return a page that gave all there is."""
    given = {"article": True, "wall": False, "title": True, "date": True, "byline": True}
    return Look(**{"at": NOW, "layout": True, "length": 2500, **given} | values)


def some(n: int, **values: Any) -> list[Look]:
    """Return ``n`` pages alike."""
    return [a_look(**values)] * n


def no_article(n: int) -> list[Look]:
    """Return ``n`` pages in which nothing was found."""
    nothing = dict.fromkeys(("article", "title", "date", "byline"), False)
    return some(n, **nothing, layout=None, length=0)


def days(n: int, pages: int = 60, **values: Any) -> list[Numbers]:
    """Return what ``n`` days gave, each alike."""
    return [numbers(some(pages, **values))] * n


def evidence(**values: Any) -> Evidence:
    """Return what is known of a paper that has been well for four weeks."""
    crawl = Crawl(started_at=NOW, counts=WELL)
    usual: dict[str, Any] = {"crawl": crawl, "since": NOW, "fresh": some(10), "usual": days(28)}
    usual |= {"newest": NOW - timedelta(hours=6), "recent": 60, "volumes": [60] * 27}
    return Evidence(**usual | {"known": MEMORY, "behind": timedelta(days=-1)} | values)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_counts_speak_of_the_paper(case: dict[str, Any]) -> None:
    """The table of counts and of what they mean."""
    found = refused(case["counts"], case.get("walls", 0))

    assert found == ((case["state"], case["detail"]) if "state" in case else None)


@pytest.mark.parametrize(
    ("fresh", "said"),
    [
        (some(10), ""),
        (some(60, layout=False), "layout found on 0 of 60 pages, usually on 97%"),
        (some(1, layout=False), "layout found on 0 of 1 pages, usually on 97%"),
        (some(9) + some(1, layout=False), ""),
        (some(6) + some(4, layout=False), ""),
        (no_article(1), ""),
        (no_article(12), "title found on 0 of 12 pages, usually on 90%"),
        (some(4, date=False), "date found on 0 of 4 pages, usually on 95%"),
        (some(1, date=False), ""),
        (some(5, byline=False), "byline found on 0 of 5 pages, usually on 90%"),
        (some(30, length=400), "texts have 400 characters, usually 1250 up"),
        (some(9, length=400), ""),
        (some(5, length=90), "body found on 0 of 5 pages, usually on 90%"),
        (some(10, wall=True), ""),
        ([], ""),
    ],
)
def test_a_layout_has_changed_when_its_fields_are_lost(
    site: Site, fresh: list[Look], said: str
) -> None:
    """One page proves nothing, unless such a page was never seen; films and topics are usual."""
    found = misread(site, numbers(fresh), days(28))

    assert bool(found) is bool(said)
    assert not found or (found[0] == "layout-changed" and said in found[1])


def test_what_a_paper_never_had_is_not_missed(site: Site) -> None:
    """Half of the articles of this one are signed, and none stands in a known layout."""
    usual = [numbers(some(30, layout=False) + some(30, layout=False, byline=False))] * 28

    assert misread(site, numbers(some(20, layout=False, byline=False)), usual) is None


def test_an_odd_day_in_the_past_moves_nothing(site: Site) -> None:
    """Four lost days in four weeks do not make the next one usual."""
    usual = days(24) + [numbers(no_article(60))] * 4

    assert misread(site, numbers(no_article(60)), usual)
    assert misread(site, numbers(some(60)), usual) is None


@pytest.mark.parametrize(
    ("layouts", "fresh", "lost"),
    [
        (True, some(2, layout=False), True),
        (True, some(1, layout=False), False),
        (False, some(50, layout=False), False),
        (True, some(50, byline=False), False),
        (False, no_article(2), True),
    ],
)
def test_without_a_past_the_file_of_the_paper_is_the_measure(
    site: Site, *, layouts: bool, fresh: list[Look], lost: bool
) -> None:
    """A file whose layouts fit nothing is told by the first crawl."""
    site = site if layouts else site.model_copy(update={"layouts": ()})

    assert bool(misread(site, numbers(fresh), [])) is lost


@pytest.mark.parametrize(
    ("values", "state"),
    [
        ({}, "ok"),
        ({"newest": NOW - timedelta(hours=35), "recent": 0, "volumes": []}, "quiet"),
        ({"newest": NOW - timedelta(hours=37), "recent": 0}, "frozen-feed"),
        ({"recent": 31}, "ok"),
        ({"recent": 29}, "quiet"),
        ({"recent": 12, "volumes": [60, 20, 40, 62, 55, 70, 90]}, "ok"),
        ({"recent": 5, "volumes": [60] * 6}, "ok"),
        ({"recent": 4, "volumes": [60] * 6}, "quiet"),
        ({"recent": 0, "volumes": [], "known": timedelta(hours=23)}, "ok"),
    ],
)
def test_silence_is_told_when_it_is_longer_than_the_papers_own(
    site: Site, values: dict[str, Any], state: str
) -> None:
    """After a week its own days are the measure, before that its file; never in the first day."""
    found = silent(site, evidence(**values))

    assert (found[0] if found else "ok") == state


@pytest.mark.parametrize(("days", "state"), [(-3, "ok"), (0, "ok"), (1, "ok"), (2, "frozen-feed")])
def test_feeds_that_end_before_the_paper_does_have_stopped(
    site: Site, days: int, state: str
) -> None:
    """Whatever the other lists bring: papers may be found by the feed alone next time."""
    found = judged(site, evidence(behind=timedelta(days=days)))

    assert found.state == state


def test_how_long_a_paper_may_be_silent_stands_in_its_file(site: Site) -> None:
    """A weekly is not frozen on Tuesday."""
    expect = site.expect.model_copy(update={"quiet_hours": 200, "pages_per_day": (0, 50)})
    weekly = site.model_copy(update={"expect": expect})
    values = {"newest": NOW - timedelta(hours=150), "recent": 0, "volumes": [0, 0, 0, 9, 0, 0, 0]}

    assert silent(weekly, evidence(**values)) is None
    assert silent(site, evidence(**values)) is not None


def test_what_explains_the_rest_is_told(site: Site) -> None:
    """A paper that refuses us is silent too, and its last pages may have been odd."""
    ill = {"fresh": no_article(9), "newest": NOW - timedelta(days=9), "recent": 0}
    crawl = Crawl(started_at=NOW, counts={"list-robots": 11})

    banned = judged(site, evidence(crawl=crawl, **ill))
    changed = judged(site, evidence(since=NOW - timedelta(days=9), **ill))

    assert (banned.state, banned.since) == ("blocked", "2026-11-22T02:30:00Z")
    assert (changed.state, changed.since) == ("layout-changed", "2026-11-13T02:30:00Z")


def test_walls_of_an_older_crawl_are_not_held_against_this_one(site: Site) -> None:
    """The last crawl had nothing new to fetch, and was let in."""
    walls = some(10, wall=True)

    assert judged(site, evidence(fresh=walls)).state == "challenge"
    assert judged(site, evidence(fresh=walls, since=NOW - timedelta(hours=6))).state == "ok"


def test_a_paper_that_is_well_may_have_oddities(site: Site) -> None:
    """They are told, and are no state."""
    crawl = Crawl(started_at=NOW, counts=WELL | {"list-http-404": 2})
    odd = evidence(crawl=crawl, recent=500)

    assert list(asides(site, odd)) == [
        "2 of its lists could not be had (http-404)",
        "500 new articles in 24 hours; its file expects at most 200: a list may name old pages",
    ]
    assert judged(site, odd).state == "ok"
    assert list(asides(site, replace(odd, known=timedelta(0), crawl=evidence().crawl))) == []


@pytest.mark.parametrize(
    ("counts", "share"),
    [
        ({}, None),
        ({"found": 3, "known": 3}, None),
        ({"lists": 4, "kept": 4}, 0.0),
        ({"lists": 4, "kept": 4, "http-404": 2}, 0.0),
        ({"list-robots": 3}, 1.0),
        ({"lists": 4, "kept": 3, "challenge": 2, "http-403": 1}, 0.3),
    ],
)
def test_the_share_of_refusals_is_one_of_all_answers(
    counts: dict[str, int], share: float | None
) -> None:
    """Lists and articles alike."""
    assert blocked_share(counts) == share


@given(st.lists(st.floats(0, 1e6), min_size=3), st.floats(0, 1e6))
def test_one_odd_day_among_equals_moves_the_worst_usual_day_no_further_than_they_differ(
    values: list[float], odd: float
) -> None:
    """The worst usual day lies between what the days themselves allow, whatever one of them is."""
    same = [values[0]] * 5

    assert worst([*same, odd]) == pytest.approx(values[0])
    assert worst(values) <= max(values)
