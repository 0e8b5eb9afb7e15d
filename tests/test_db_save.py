"""Keeping pages, readings, runs and verdicts."""

import sqlite3
import tempfile
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.page import PATIENT
from db.store import (
    PageRow,
    StoreError,
    abandon_runs,
    done_list,
    due_pages,
    end_run,
    is_known,
    list_done,
    moment,
    owed_addresses,
    plan_revisit,
    save_page,
    save_reading,
    save_verdict,
    start_run,
    unread_pages,
)
from extract.model import Reading, Unresolved
from tests.helpers import (
    NOW,
    a_database,
    a_fact,
    a_page_row,
    a_score,
    an_article,
    everything,
    printed,
)

LATER = NOW + timedelta(days=1)
FAILED = {"warc_file": None, "warc_offset": None, "warc_length": None, "sha256": "", "bytes": 0}


def an_open_question(**values: str) -> Unresolved:
    """Return words whose year nobody could tell."""
    fields = {"quote": "xếp thứ 23/63", "rule": "rank/ordinal", "why": "Không rõ năm nào."}
    return Unresolved(article="", start=0, end=13, **fields | values)


def test_a_kept_page_is_unread_until_it_is_read(tmp_path: Path) -> None:
    """What is saved comes back as it was, with its id."""
    with a_database(tmp_path / "d.db") as db:
        id_ = save_page(db, a_page_row())

        assert list(unread_pages(db)) == [replace(a_page_row(), id=id_)]
        save_reading(db, replace(a_page_row(), id=id_), "no-article", None, None, NOW)
        assert list(unread_pages(db)) == []
        assert [page.read_outcome for page in unread_pages(db, again=True)] == ["no-article"]


def test_pages_can_be_read_while_they_are_listed(tmp_path: Path) -> None:
    """More pages than a batch, each saved before the next is asked for; none comes twice."""
    with a_database(tmp_path / "d.db") as db:
        wanted = [save_page(db, a_page_row(key=f"/bai-{n}")) for n in range(450)]

        seen = []
        for page in unread_pages(db):
            seen.append(page.id)
            save_reading(db, page, "no-article", None, None, NOW)

    assert seen == wanted


@pytest.mark.parametrize(
    ("outcome", "known", "owed"),
    [
        ("http-404", True, False),
        ("http-410", True, False),
        ("too-large", True, False),
        ("not-html", True, False),
        ("timeout", False, True),
        ("http-503", False, True),
        ("truncated", False, True),
    ],
)
def test_only_what_may_come_right_is_asked_for_again(
    tmp_path: Path, outcome: str, known: bool, owed: bool
) -> None:
    """A page that is gone stays gone; a server that was down deserves another try."""
    with a_database(tmp_path / "d.db") as db:
        page = a_page_row(outcome=outcome, **FAILED)
        save_page(db, page)

        assert is_known(db, page.site_id, page.url_key) == known
        assert (owed_addresses(db, page.site_id) == [page.url]) == owed


def test_an_address_that_fails_every_time_is_given_up(tmp_path: Path) -> None:
    """Attempts are counted by the database."""
    with a_database(tmp_path / "d.db") as db:
        page = a_page_row(outcome="timeout", **FAILED)
        for _ in range(PATIENT):
            assert not is_known(db, page.site_id, page.url_key)
            save_page(db, page)

        assert is_known(db, page.site_id, page.url_key)
        assert owed_addresses(db, page.site_id) == []


def test_a_failure_does_not_take_away_a_page_that_is_kept(tmp_path: Path) -> None:
    """The bytes are in the archive whatever the server says today."""
    with a_database(tmp_path / "d.db") as db:
        save_page(db, a_page_row())
        before = everything(db)

        save_page(db, a_page_row(outcome="timeout", **FAILED))

        assert everything(db) == before


@pytest.mark.parametrize(("sha256", "unread"), [("a" * 64, 0), ("b" * 64, 1)])
def test_only_new_bytes_make_a_page_unread(tmp_path: Path, sha256: str, unread: int) -> None:
    """A page that was fetched again and is the same need not be read again."""
    with a_database(tmp_path / "d.db") as db:
        printed(db, a_fact())

        save_page(db, a_page_row(sha256=sha256))

        assert len(list(unread_pages(db))) == unread


def test_facts_that_an_article_no_longer_gives_are_withdrawn_and_can_come_back(
    tmp_path: Path,
) -> None:
    """Nothing that was read is ever deleted."""
    with a_database(tmp_path / "d.db") as db:
        rank, score = printed(db, a_fact(), a_score())
        page = next(unread_pages(db, again=True))
        withdrawn = "SELECT id, withdrawn_at FROM facts ORDER BY id"

        save_reading(db, page, "read", an_article(), Reading(facts=(a_fact(),)), LATER)
        assert dict(db.conn.execute(withdrawn)) == {rank: None, score: moment(LATER)}
        save_reading(db, page, "read", an_article(), Reading(facts=(a_fact(), a_score())), LATER)
        assert dict(db.conn.execute(withdrawn)) == {rank: None, score: None}
        assert db["facts"].get(score)["first_seen_at"] == moment(NOW)


def test_a_new_version_is_made_only_by_new_words(tmp_path: Path) -> None:
    """The byline may change; the title and the text may not."""
    with a_database(tmp_path / "d.db") as db:
        printed(db, a_fact())
        printed(db, a_fact(), article=an_article(byline="Hà Linh"))
        assert db["article_versions"].count == 1

        printed(db, a_fact(), article=an_article(title="Hà Giang lên hạng 23"))

        assert db["article_versions"].count == 2
        assert next(db["articles"].rows)["title"] == "Hà Giang lên hạng 23"
        assert next(db["facts"].rows)["article_version_id"] == 2


def test_an_unreadable_page_leaves_only_its_outcome(tmp_path: Path) -> None:
    """Even when there were facts from it before."""
    with a_database(tmp_path / "d.db") as db:
        printed(db, a_fact())
        before = everything(db)
        page = next(unread_pages(db, again=True))

        save_reading(db, page, "challenge", None, None, LATER)

        after = everything(db)
        assert after.pop("pages") != before.pop("pages")
        assert after == before


def test_answered_questions_disappear(tmp_path: Path) -> None:
    """What the reader can place now is no longer open."""
    with a_database(tmp_path / "d.db") as db:
        page = replace(a_page_row(), id=save_page(db, a_page_row()))
        open_ = (an_open_question(), an_open_question(why="Hai tỉnh trong một câu."))

        save_reading(db, page, "read", an_article(), Reading(unresolved=open_), NOW)
        assert db["unresolved"].count == 2
        save_reading(db, page, "read", an_article(), Reading(unresolved=open_[:1]), LATER)
        assert [row["why"] for row in db["unresolved"].rows] == ["Không rõ năm nào."]


FACTS = st.builds(
    a_fact,
    rank=st.integers(1, 63),
    score=st.none() | st.sampled_from([83.8, 83.80000000000001, 0.1]),
    year=st.none() | st.integers(2012, 2025),
    rank_scope=st.none() | st.just("vùng Đông Bắc"),
    start=st.integers(0, 9),
)
READINGS = st.builds(
    Reading,
    facts=st.lists(FACTS, max_size=4).map(tuple),
    unresolved=st.lists(
        st.builds(an_open_question, why=st.sampled_from(["a", "b"])), max_size=3
    ).map(tuple),
)


@settings(deadline=None, max_examples=40)
@given(readings=st.lists(READINGS, min_size=1, max_size=3))
def test_saving_a_reading_twice_is_saving_it_once(readings: list[Reading]) -> None:
    """Law: no row changes at all, whatever was read before."""
    with tempfile.TemporaryDirectory() as folder, a_database(Path(folder) / "d.db") as db:
        page = replace(a_page_row(), id=save_page(db, a_page_row()))
        for reading in readings:
            save_reading(db, page, "read", an_article(), reading, NOW)
        before = everything(db)

        save_reading(db, page, "read", an_article(), readings[-1], LATER)

        assert everything(db) == before


@settings(deadline=None, max_examples=20)
@given(reading=READINGS)
def test_a_reading_keeps_every_statement(reading: Reading) -> None:
    """Law: two facts are one row only if they say the same."""
    with tempfile.TemporaryDirectory() as folder, a_database(Path(folder) / "d.db") as db:
        page = replace(a_page_row(), id=save_page(db, a_page_row()))

        save_reading(db, page, "read", an_article(), reading, NOW)

        said = {(f.rank, f.score, f.year, f.rank_scope) for f in reading.facts}
        query = "SELECT rank, score, year, rank_scope FROM facts"
        assert sorted(map(str, db.conn.execute(query))) == sorted(map(str, said))


def test_a_page_of_another_newspaper_gives_another_article(tmp_path: Path) -> None:
    """The same path at two newspapers is two articles, with facts of their own."""
    with a_database(tmp_path / "d.db", "bao-ha-giang", "bao-lang-son") as db:
        one = printed(db, a_fact())
        other = printed(db, a_fact(), page=a_page_row("bao-lang-son"))

        assert one != other
        assert db["facts"].count == 2


def test_a_run_tells_how_it_ended(tmp_path: Path) -> None:
    """Counts are JSON; a run that a killed process left is marked as interrupted."""
    with a_database(tmp_path / "d.db") as db:
        ended = start_run(db, "crawl", "bao-ha-giang", NOW)
        end_run(db, ended, status="ok", counts={"pages": 3}, now=LATER)
        left = start_run(db, "read", None, NOW)

        assert abandon_runs(db, LATER) == 1
        assert db["runs"].get(ended)["counts"] == '{"pages": 3}'
        assert db["runs"].get(ended)["status"] == "ok"
        assert db["runs"].get(left)["status"] == "interrupted"
        assert db["runs"].get(left)["ended_at"] == moment(LATER)


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"fact_id": "0" * 16}, "no such fact"),
        ({"decision": "maybe"}, "say accept or reject"),
        ({"by": "  "}, "name of the person"),
    ],
)
def test_a_verdict_needs_a_fact_a_decision_and_a_person(
    tmp_path: Path, wrong: dict[str, str], reason: str
) -> None:
    """Each is refused in one line, and nothing is written."""
    with a_database(tmp_path / "d.db") as db:
        (fact,) = printed(db, a_fact())
        verdict = {"fact_id": fact, "decision": "accept", "by": "lan"} | wrong

        with pytest.raises(StoreError, match=reason):
            save_verdict(db, **verdict, note="", now=NOW)

        assert db["verdicts"].count == 0


def test_the_last_verdict_on_a_fact_counts(tmp_path: Path) -> None:
    """The earlier ones stay."""
    with a_database(tmp_path / "d.db") as db:
        (fact,) = printed(db, a_fact())
        for decision in ("reject", "accept"):
            save_verdict(db, fact_id=fact, decision=decision, by="lan", note="", now=NOW)

        assert [row["decision"] for row in db["last_verdicts"].rows] == ["accept"]
        assert db["verdicts"].count == 2


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE verdicts SET decision = 'reject'",
        "DELETE FROM verdicts",
        "INSERT OR REPLACE INTO verdicts SELECT id, fact_id, 'reject', by, at, note FROM verdicts",
    ],
)
@pytest.mark.parametrize("recursive", ["ON", "OFF"])
def test_verdicts_are_append_only_for_any_program(
    tmp_path: Path, statement: str, recursive: str
) -> None:
    """The database itself refuses, also for a connection that is not ours."""
    with a_database(tmp_path / "d.db") as db:
        (fact,) = printed(db, a_fact())
        save_verdict(db, fact_id=fact, decision="accept", by="lan", note="", now=NOW)
    other = sqlite3.connect(tmp_path / "d.db")
    other.execute(f"PRAGMA recursive_triggers = {recursive}")

    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        other.execute(statement)

    other.close()


def test_an_incomplete_page_cannot_be_kept(tmp_path: Path) -> None:
    """A kept page without a place in the archive could never be read again."""
    with a_database(tmp_path / "d.db") as db, pytest.raises(sqlite3.IntegrityError):
        save_page(db, PageRow(**{**_fields(a_page_row()), "warc_file": None}))


def _fields(page: PageRow) -> dict[str, object]:
    return {name: getattr(page, name) for name in PageRow.__slots__}


@pytest.mark.parametrize(
    ("published", "due"),
    [("", True), ("2026-11-21T08:00:00+07:00", True), ("2026-11-19", True), ("2026-09-01", False)],
)
def test_a_young_article_is_due_for_another_look(tmp_path: Path, published: str, due: bool) -> None:
    """Not before its time, and not when it turned out to be an old one."""
    at = moment(NOW + timedelta(hours=6))
    with a_database(tmp_path / "d.db") as db:
        page = a_page_row(kept_at=moment(NOW), revisit_at=at)
        id_ = save_page(db, page)
        row = replace(page, id=id_)
        save_reading(db, row, "read", an_article(published=published), Reading(), NOW)

        assert due_pages(db, page.site_id, NOW + timedelta(hours=5)) == []
        found = due_pages(db, page.site_id, NOW + timedelta(hours=7))
        assert [p.id for p in found] == [id_] * due
        plan_revisit(db, id_, None)
        assert due_pages(db, page.site_id, NOW + timedelta(days=9)) == []


def test_whether_a_page_is_silent_is_settled_by_the_first_try(tmp_path: Path) -> None:
    """News that failed at first stays news; an archive's page is none when it comes at last."""
    with a_database(tmp_path / "d.db") as db:
        for silent in (0, 1):
            key = f"/bai-{silent}"
            save_page(db, a_page_row(key=key, outcome="timeout", silent=silent, **FAILED))
            save_page(db, a_page_row(key=key, silent=1 - silent))

        rows = db.execute("SELECT url_key, silent FROM pages ORDER BY id").fetchall()
        assert [silent for _, silent in rows] == [0, 1]


def test_a_page_is_kept_for_the_first_time_once(tmp_path: Path) -> None:
    """When it changes, it is fetched anew and as old as it was."""
    later = moment(NOW + timedelta(hours=6))
    with a_database(tmp_path / "d.db") as db:
        save_page(db, a_page_row(kept_at=moment(NOW)))
        save_page(db, a_page_row(kept_at=later, fetched_at=later, sha256="b" * 64))

        kept, fetched = db.execute("SELECT kept_at, fetched_at FROM pages").fetchone()
        assert (kept, fetched) == (moment(NOW), later)


@pytest.mark.parametrize("goes_on", [True, False])
def test_a_list_of_an_archive_is_done_for_the_days_it_was_asked_for(
    tmp_path: Path, *, goes_on: bool
) -> None:
    """For other days it has to be asked again."""
    since, until = date(2025, 1, 1), date(2025, 6, 30)
    with a_database(tmp_path / "d.db") as db:
        url = "https://bao-ha-giang.vn/5.xml"
        list_done(db, "bao-ha-giang", since, until, url, goes_on=goes_on, now=NOW)

        def done(until: date, url: str) -> bool | None:
            return done_list(db, "bao-ha-giang", since, until, url)

        assert done(until, url) is goes_on
        assert done(until, "https://bao-ha-giang.vn/6.xml") is None
        assert done(date(2025, 12, 31), url) is None
