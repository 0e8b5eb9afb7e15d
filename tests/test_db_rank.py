"""Settling what the facts agree on."""

import random
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from db.key import scope_key, told_at
from db.rank import settle
from db.store import moment, save_verdict
from extract.model import Fact
from tests.helpers import NOW, a_database, a_fact, a_page_row, a_score, an_article, printed

PAPERS = ("bao-ha-giang", "bao-lao-cai", "bao-lang-son")
WORDS = {
    "bao-ha-giang": "Kết quả được công bố tại hội nghị trực tuyến của Chính phủ sáng thứ tư. ",
    "bao-lao-cai": "Theo thông báo vừa phát đi, nhiều địa phương miền núi có bước tiến dài. ",
    "bao-lang-son": "Các chuyên gia cho rằng cuộc đua năm nay gay gắt hơn mọi năm trước đó. ",
}
AGREED = {"rank": 23, "out_of": 63}


def told(db: Database, site: str, *facts: Fact, text: str = "", **values: Any) -> list[str]:
    """Have a newspaper print ``facts`` in words of its own, or in those of ``text``."""
    article = an_article(**{"text": text or WORDS[site] * 3} | values)
    return printed(
        db, *facts, page=a_page_row(site, f"/{len(facts)}-{db['pages'].count}"), article=article
    )


def rankings(db: Database) -> list[dict[str, Any]]:
    """Settle, and return the rankings."""
    settle(db, NOW)
    return list(db["rankings"].rows)


@pytest.mark.parametrize(
    ("tellings", "status", "stories", "rank", "score"),
    [
        ([{"rank": 23}], "reported", 1, 23, None),
        ([{"rank": 23}, {"rank": 23}], "agreed", 2, 23, None),
        ([{"rank": 23}, {"rank": 25}], "disputed", 2, 23, None),
        ([{"rank": 23}, {"rank": 25}, {"rank": 25}], "disputed", 3, 25, None),
        ([{"rank": 23}, {"score": 83.8}], "reported", 2, 23, 83.8),
        ([{"score": 83.8}, {"score": 83.89}], "agreed", 2, None, 83.89),
        ([{"score": 83.8}, {"score": 83.91}], "disputed", 2, None, 83.8),
        ([{"rank": 23, "score": 83.8}, {"rank": 23, "score": 87.8}], "disputed", 2, 23, 83.8),
        ([{"rank": 23}, {"rank": 23, "score": 83.8}], "agreed", 2, 23, 83.8),
        ([{"rank_change": 17}], "reported", 1, None, None),
        ([{"score": 0.65}, {"score": 0.6545}], "agreed", 2, None, 0.6545),
        ([{"score": 43.7747}, {"score": 43.7}], "agreed", 2, None, 43.7747),
        ([{"score": 83.73}, {"score": 83.78}], "disputed", 2, None, 83.73),
        ([{"score": 83.8}, {"score": 83.85}, {"score": 83.89}], "disputed", 3, None, 83.85),
        ([{"rank_change": 17}, {"rank_change": 17}], "agreed", 2, None, None),
        ([{"rank_change": 17}, {"rank_change": 16}], "reported", 2, None, None),
        ([{"group": "A", "rank": None}, {"group": "A", "rank": None}], "agreed", 2, None, None),
        ([{"group": "A", "rank": None}, {"group": "B", "rank": None}], "reported", 2, None, None),
        ([{"score": 0.65}, {"score": 0.7}], "disputed", 2, None, 0.65),
    ],
)
def test_stories_agree_complete_or_contradict_each_other(  # noqa: PLR0913, PLR0917 - a table
    tmp_path: Path,
    tellings: list[dict[str, Any]],
    status: str,
    stories: int,
    rank: int | None,
    score: float | None,
) -> None:
    """Different measures are merged; only different values of one measure are disputed."""
    with a_database(tmp_path / "d.db", *PAPERS) as db:
        for day, (site, values) in enumerate(zip(PAPERS, tellings, strict=False), 1):
            told(db, site, a_fact(**values), published=f"2024-04-{day:02}")

        (row,) = rankings(db)

    assert (row["status"], row["stories"]) == (status, stories)
    assert (row["rank"], row["score"]) == (rank, score)
    assert row["first_reported_at"] == "2024-04-01T05:00:00Z"


def test_copies_of_one_text_are_one_story(tmp_path: Path) -> None:
    """Three papers that print the same agency text, with a dateline of their own, say it once."""
    text = "".join(WORDS.values()) * 2
    with a_database(tmp_path / "d.db", *PAPERS) as db:
        for day, site in enumerate(PAPERS, 1):
            words = f"({site}) - {text}"
            told(db, site, a_fact(), text=words, published=f"2024-04-{4 - day:02}")

        (row,) = rankings(db)

        assert (row["status"], row["stories"]) == ("reported", 1)
        roots = {article["story_id"] for article in db["articles"].rows}
        first = next(db["articles"].rows_where("site_id = 'bao-lang-son'"))
        assert roots == {first["id"]}


def test_an_article_that_stops_telling_becomes_a_story_of_its_own(tmp_path: Path) -> None:
    """Stories follow the facts that stand today."""
    with a_database(tmp_path / "d.db", *PAPERS) as db:
        for site in PAPERS[:2]:
            told(db, site, a_fact(), text=WORDS[PAPERS[0]])
        rankings(db)
        assert len({article["story_id"] for article in db["articles"].rows}) == 1

        db.conn.execute("UPDATE facts SET withdrawn_at = '2026-11-22T02:30:00Z'")

        assert rankings(db) == []
        assert all(article["story_id"] == article["id"] for article in db["articles"].rows)


def test_a_copy_with_another_number_is_a_dispute(tmp_path: Path) -> None:
    """A slip in copying is exactly what a reader wants to know of."""
    with a_database(tmp_path / "d.db", *PAPERS) as db:
        for site, rank in zip(PAPERS, (23, 32), strict=False):
            told(db, site, a_fact(rank=rank), text=WORDS[PAPERS[0]] * 3)

        (row,) = rankings(db)

    assert (row["status"], row["stories"]) == ("disputed", 2)


@pytest.mark.parametrize(
    "other",
    [
        {"subject": "Lào Cai", "subject_id": "lao-cai"},
        {"basis": 34},
        {"year": 2022},
        {"period": "2023-Q1"},
        {"index": "sipas"},
        {"component": "institutions", "component_text": "cải cách thể chế"},
        {"component_text": "một tiêu chí lạ"},
        {"rank_scope": "vùng Đông Bắc"},
    ],
)
def test_what_is_not_the_same_thing_is_not_compared(tmp_path: Path, other: dict[str, Any]) -> None:
    """Index, component, subject, basis, year, period and scope tell rankings apart."""
    with a_database(tmp_path / "d.db", *PAPERS) as db:
        told(db, PAPERS[0], a_fact(rank=23))
        told(db, PAPERS[1], a_fact(rank=5, **other))

        assert [row["status"] for row in rankings(db)] == ["reported", "reported"]


@pytest.mark.parametrize(
    "values",
    [
        {"year": None},
        {"subject_type": "district", "subject": "Đồng Văn", "subject_id": None},
        {"subject_type": "department", "subject": "Sở Nội vụ", "subject_id": None},
        {"subject_type": "other", "subject": "Bệnh viện", "subject_id": None},
    ],
)
def test_only_known_subjects_with_a_year_are_ranked(tmp_path: Path, values: dict[str, Any]) -> None:
    """The rest stays a fact for people to look at."""
    with a_database(tmp_path / "d.db") as db:
        printed(db, a_fact(**values))

        assert rankings(db) == []


def test_the_shown_values_carry_their_change_their_group_and_their_source(tmp_path: Path) -> None:
    """What contradicts the shown rank lends it nothing."""
    with a_database(tmp_path / "d.db", *PAPERS) as db:
        told(db, PAPERS[0], a_fact(rank=25, rank_change=15), published="2024-04-01")
        (_, right) = told(
            db,
            PAPERS[1],
            a_score(group="nhóm B"),
            a_fact(rank=23, out_of=63, rank_change=17),
            published="2024-04-02",
        )
        told(db, PAPERS[2], a_fact(rank=23), published="2024-04-03")

        (row,) = rankings(db)

    assert (row["rank"], row["out_of"], row["rank_change"]) == (23, 63, 17)
    assert (row["score"], row["unit"], row["group"]) == (83.8, "%", "nhóm B")
    assert row["fact_id"] == right


def test_a_rejected_fact_no_longer_counts(tmp_path: Path) -> None:
    """Its ranking goes when it was the only one, and comes back with another verdict."""
    with a_database(tmp_path / "d.db") as db:
        (fact,) = printed(db, a_fact())
        before = rankings(db)

        save_verdict(db, fact_id=fact, decision="reject", by="lan", now=NOW)
        assert rankings(db) == []
        save_verdict(db, fact_id=fact, decision="accept", by="lan", now=NOW)
        assert rankings(db) == [{**before[0], "status": "reviewed"}]


def test_an_accepted_fact_settles_a_dispute(tmp_path: Path) -> None:
    """A person's word outweighs two stories that say otherwise."""
    with a_database(tmp_path / "d.db", *PAPERS) as db:
        (fact,) = told(db, PAPERS[0], a_fact(rank=25))
        for site in PAPERS[1:]:
            told(db, site, a_fact(rank=23))
        assert [row["rank"] for row in rankings(db)] == [23]

        save_verdict(db, fact_id=fact, decision="accept", by="lan", now=NOW)

        (row,) = rankings(db)
        assert (row["rank"], row["status"], row["fact_id"]) == (25, "reviewed", fact)


def test_settling_writes_only_what_differs(tmp_path: Path) -> None:
    """The counts say what was new, what changed and what went."""
    with a_database(tmp_path / "d.db", *PAPERS) as db:
        told(db, PAPERS[0], a_fact(), a_fact(year=2022))
        first = settle(db, NOW)
        writes = db.conn.total_changes
        again = settle(db, NOW)
        assert db.conn.total_changes == writes
        told(db, PAPERS[1], a_fact())
        db.conn.execute("UPDATE facts SET withdrawn_at = ? WHERE year = 2022", [moment(NOW)])
        last = settle(db, NOW)

    assert (first.rankings, first.new, first.changed, first.gone) == (2, 2, 0, 0)
    assert (again.new, again.changed, again.gone) == (0, 0, 0)
    assert (last.rankings, last.new, last.changed, last.gone, last.agreed) == (1, 0, 1, 1, 1)


def test_settling_one_index_and_year_leaves_the_others_alone(tmp_path: Path) -> None:
    """Also those whose facts are gone by now."""
    with a_database(tmp_path / "d.db", *PAPERS) as db:
        told(db, PAPERS[0], a_fact(), a_fact(year=2022))
        settle(db, NOW)
        db.conn.execute("UPDATE facts SET withdrawn_at = ?", [moment(NOW)])

        settle(db, NOW, keys={("par-index", 2022)})

        assert [row["year"] for row in db["rankings"].rows] == [2023]


TELLINGS = st.lists(
    st.tuples(
        st.sampled_from(PAPERS),
        st.sampled_from([*WORDS.values(), ""]),
        st.sampled_from(["2024-04-17", "2024-04-18", "2024", ""]),
        st.fixed_dictionaries(
            {
                "rank": st.none() | st.integers(22, 24),
                "score": st.none() | st.sampled_from([83.8, 83.85, 84.0]),
                "rank_scope": st.sampled_from([None, "vùng Đông Bắc", "Đông Bắc"]),
            }
        ),
    ),
    min_size=1,
    max_size=6,
)


@settings(deadline=None, max_examples=40)
@given(tellings=TELLINGS, seed=st.integers(0, 99))
def test_rankings_do_not_depend_on_the_order_of_saving(tellings: list[Any], seed: int) -> None:
    """Law: and settling twice is settling once."""
    shuffled = random.Random(seed).sample(list(enumerate(tellings)), len(tellings))  # noqa: S311

    results = []
    for order in (list(enumerate(tellings)), shuffled):
        with tempfile.TemporaryDirectory() as folder, a_database(Path(folder) / "d", *PAPERS) as db:
            for n, (site, text, published, values) in order:
                article = an_article(text=text * 3, published=published)
                printed(db, a_fact(**values), page=a_page_row(site, f"/{n}"), article=article)
                if seed % 2:
                    settle(db, NOW)
            once = rankings(db)
            assert rankings(db) == once
            stories = sorted((a["id"], a["story_id"]) for a in db["articles"].rows)
            results.append((sorted(once, key=lambda row: row["id"]), stories))

    assert results[0] == results[1]


@pytest.mark.parametrize(
    ("scope", "same"),
    [
        ("vùng Đông Bắc", "Đông Bắc"),
        ("Khu vực  miền núi phía Bắc", "các tỉnh miền núi phía Bắc"),
        ("các tỉnh, thành phố vùng đồng bằng sông Hồng", "đồng bằng sông Hồng"),
        ("14 tỉnh miền núi phía Bắc", "miền núi phía Bắc"),
        ("cả nước", None),
        ("toàn quốc", ""),
        ("6 vùng", None),
        ("khối bộ", None),
        ("17 bộ, cơ quan ngang bộ", None),
        ("63 tỉnh, thành phố trong cả nước", None),
    ],
)
def test_a_scope_is_the_same_however_it_is_worded(scope: str, same: str | None) -> None:
    """Leading words and case do not tell groups of provinces apart."""
    assert scope_key(scope) == scope_key(same)


def test_different_scopes_stay_different() -> None:
    """Words inside a name are part of it."""
    assert scope_key("vùng Đông Bắc") != scope_key("vùng Tây Bắc")
    assert scope_key("các tỉnh miền núi") != scope_key("cả nước")


@pytest.mark.parametrize(
    ("published", "moment_"),
    [
        ("2024-04-17T16:00:00+07:00", "2024-04-17T09:00:00Z"),
        ("2024-04-17T16:00:00", "2024-04-17T09:00:00Z"),
        ("2024-04-17", "2024-04-17T05:00:00Z"),
        ("2024-04", "2026-11-22T02:30:00Z"),
        ("2024", "2026-11-22T02:30:00Z"),
        ("", "2026-11-22T02:30:00Z"),
        ("hôm qua thứ tư", "2026-11-22T02:30:00Z"),
        ("2031-01-01", "2026-11-22T02:30:00Z"),
    ],
)
def test_an_article_told_its_news_when_it_was_published(published: str, moment_: str) -> None:
    """An inexact or impossible date gives way to the moment the page was fetched."""
    assert told_at(published, moment(NOW)) == moment_
