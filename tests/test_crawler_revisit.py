"""Young articles are looked at again, and lists that give nothing are asked more rarely."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from hashlib import md5, sha256
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator, WarcRecordType
from hypothesis import given
from hypothesis import strategies as st

from crawler.habit import LONGEST, PATIENT, Habits, rest
from crawler.revisit import AGES, next_look
from db import store
from tests.helpers_crawler import Answer, Desk, Paper, article, listing, paper

NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Return a desk of one's own."""
    return Desk(folder=tmp_path)


@pytest.fixture
def press() -> Iterator[Paper]:
    """Open a newspaper of one's own."""
    with paper() as opened:
        yield opened


def tagged(answer: Answer) -> Answer:
    """Return a page that tells its version."""
    tag = md5(answer.body, usedforsecurity=False).hexdigest()
    return Answer(body=answer.body, headers={"ETag": f'"{tag}"'})


def age(desk: Desk, hours: float) -> None:
    """Let some hours pass for every page."""
    with closing(store.opened(desk.database)) as db, store.writing(db):
        for id_, kept, due in db.conn.execute(
            "SELECT id, kept_at, revisit_at FROM pages"
        ).fetchall():
            moved = (_earlier(kept, hours), due and _earlier(due, hours), id_)
            db.conn.execute("UPDATE pages SET kept_at = ?, revisit_at = ? WHERE id = ?", moved)


def _earlier(moment: str, hours: float) -> str:
    return store.moment(datetime.fromisoformat(moment) - timedelta(hours=hours))


def page(desk: Desk) -> dict[str, str]:
    """Return the one page of the database."""
    with closing(store.opened(desk.database)) as db:
        (row,) = db.query("SELECT * FROM pages")
        return dict(row)


def bodies(desk: Desk) -> list[bytes]:
    """Return all pages in the archive, as an independent reader finds them."""
    found = []
    for path in sorted(desk.archive.rglob("*.warc.gz")):
        with path.open("rb") as stream:
            records = ArchiveIterator(stream, record_types=WarcRecordType.response)
            found += [record.reader.read() for record in records]
    return found


@pytest.mark.parametrize("versions", [True, False])
def test_an_unchanged_article_is_asked_for_and_left_as_it_is(
    desk: Desk, press: Paper, *, versions: bool
) -> None:
    """Whether its server tells versions or sends it whole again."""
    answer = tagged(article()) if versions else article()
    press.pages = {"/xa-hoi": listing("/a-10001.html"), "/a-10001.html": answer}
    desk.write(press)
    desk.crawl()
    too_early = desk.crawl()
    age(desk, 7)
    before = page(desk)
    press.asked.clear()

    outcome = desk.crawl()

    assert "revisited" not in too_early.counts
    assert outcome.ok, outcome
    assert ("/a-10001.html", 304 if versions else 200) in press.asked
    assert (outcome.counts["revisited"], outcome.counts["unchanged"]) == (1, 1)
    assert len(bodies(desk)) == 1
    after = page(desk)
    assert after["revisit_at"] == _earlier(after["kept_at"], -24)
    assert {**after, "revisit_at": ""} == {**before, "revisit_at": ""}


def test_a_changed_article_is_read_again_and_its_old_bytes_stay(desk: Desk, press: Paper) -> None:
    """The page is unread, as old as it was, and looked at twice more."""
    old, new = tagged(article("36")), tagged(article("26"))
    press.pages = {"/xa-hoi": listing("/a-10001.html"), "/a-10001.html": old}
    desk.write(press)
    desk.crawl()
    with closing(store.opened(desk.database)) as db, store.writing(db):
        db.conn.execute("UPDATE pages SET read_at = fetched_at, read_outcome = 'read'")
    age(desk, 7)
    kept_at = page(desk)["kept_at"]
    press.pages["/a-10001.html"] = new

    outcome = desk.crawl()

    assert outcome.ok, outcome
    assert outcome.counts["revisited"] == 1
    assert "unchanged" not in outcome.counts
    assert outcome.counts["known"] == outcome.counts["found"] == 1
    assert bodies(desk) == [old.body, new.body]
    row = page(desk)
    assert row["sha256"] == sha256(new.body).hexdigest()
    assert row["read_at"] is None
    assert row["kept_at"] == kept_at
    assert row["revisit_at"] == _earlier(kept_at, -24)


@pytest.mark.parametrize(
    "answer",
    [
        Answer(status=404),
        Answer(status=301, headers={"Location": "/"}),
        Answer(body=b"<script>document.cookie='x'</script>"),
    ],
)
def test_an_article_that_is_gone_stays_as_it_was(desk: Desk, press: Paper, answer: Answer) -> None:
    """What became of it is counted, and the next look is the next one."""
    press.pages = {"/xa-hoi": listing("/a-10001.html"), "/a-10001.html": article()}
    press.pages["/"] = article("Trang nhất")
    desk.write(press)
    desk.crawl()
    age(desk, 80)
    press.pages["/a-10001.html"] = answer

    outcome = desk.crawl()

    assert outcome.ok, outcome
    assert outcome.counts["revisited"] == 1
    assert sum(n for word, n in outcome.counts.items() if word.startswith("revisit-")) == 1
    assert page(desk)["outcome"] == "kept"
    assert page(desk)["revisit_at"] is None
    assert len(bodies(desk)) == 1


@given(st.timedeltas(timedelta(), timedelta(days=9)))
def test_the_next_look_is_ahead_and_there_are_three(age: timedelta) -> None:
    """However late one of them was."""
    first = store.moment(NOW)
    found = next_look(first, NOW + age)

    assert (found is None) == (age >= AGES[-1])
    assert found is None or found > NOW + age
    assert found is None or found - NOW in AGES


def test_a_list_without_news_is_asked_more_and_more_rarely(tmp_path: Path) -> None:
    """Within bounds, and one article is enough to ask it each time again."""
    with Habits(tmp_path) as habits:
        for _ in range(PATIENT):
            assert not habits.rests("/rss", NOW)
            habits.note("/rss", NOW, news=False)
        assert habits.rests("/rss", NOW + timedelta(minutes=59))
        assert not habits.rests("/rss", NOW + timedelta(minutes=61))
        for _ in range(300):
            habits.note("/rss", NOW, news=False)
        assert habits.rests("/rss", NOW + LONGEST - timedelta(minutes=1))
        assert not habits.rests("/rss", NOW + LONGEST)
        habits.note("/rss", NOW, news=True)
        assert not habits.rests("/rss", NOW)


@given(st.integers(0, 10_000))
def test_a_rest_never_becomes_shorter_by_idleness(idle: int) -> None:
    """Nor longer than the bound."""
    assert timedelta() <= rest(idle) <= rest(idle + 1) <= LONGEST


def test_a_resting_newspaper_is_no_failure(desk: Desk, press: Paper) -> None:
    """Its list is not asked for, and that is counted; it comes back after its rest."""
    press.pages = {"/xa-hoi": listing("/a-10001.html"), "/a-10001.html": article()}
    desk.write(press)
    for _ in range(PATIENT + 1):
        assert desk.crawl().ok
    press.asked.clear()

    resting = desk.crawl()
    with closing(sqlite3.connect(desk.archive / "bao-thu" / ".lists.db")) as db, db:
        db.execute("UPDATE habits SET looked_at = '2026-01-01T00:00:00+00:00'")
    rested = desk.crawl()

    assert resting.ok, resting
    assert resting.counts == {"resting": 1}
    assert rested.counts == {"not-modified": 1, "found": 1, "known": 1}
    assert press.asked == [("/xa-hoi", 304)]
