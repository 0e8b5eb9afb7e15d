"""The long benchmark: its pages are what it says, and its checks find what was lost or doubled."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

import config
import stages
from desk import Desk
from tests.bench import long
from tests.helpers_cli import asked
from tests.test_stages import Quiet

MANY = 40


def _read(path: Path) -> None:
    stages.read(Desk(config=config.load(path), show=Quiet()))


@pytest.fixture
def room(tmp_path: Path) -> Path:
    """Return the configuration of an archive of copies that have been read."""
    path = long.filled(tmp_path / "room", MANY)
    _read(path)
    return path


def test_copies_have_addresses_and_words_of_their_own_and_the_facts_of_their_originals(
    room: Path,
) -> None:
    """One in twenty ranks somebody."""
    database = room.with_name("diembao.db")
    distinct = "SELECT count(DISTINCT url_key), count(DISTINCT sha256) FROM pages"
    texts = "SELECT count(DISTINCT text) FROM article_versions"

    assert asked(database, distinct) == [(MANY, MANY)]
    assert asked(database, texts) == [(MANY,)]
    assert list(long.faults(room, MANY)) == []
    ranking, ordinary = long.originals()
    assert len(ordinary) >= len(ranking) > 0
    assert [original in ranking for _, original in long.copies(40)].count(True) == 2


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        ("UPDATE pages SET read_at = NULL WHERE id = 7", "1 x page that is unread"),
        ("DELETE FROM article_versions WHERE id = 7", "1 x page without a version"),
        ("DELETE FROM articles WHERE page_id = 7", "1 x page without an article"),
        ("UPDATE facts SET withdrawn_at = 'now'", "x fact that was withdrawn"),
        ("UPDATE runs SET counts = '{\"read\": 41}'", "read 41 pages instead of 40"),
    ],
)
def test_what_was_lost_or_doubled_is_found(room: Path, harm: str, said: str) -> None:
    """A check that finds nothing in a spoilt database would prove nothing."""
    _spoil(room, harm)

    assert any(said in fault for fault in long.faults(room, MANY))


def _spoil(path: Path, harm: str) -> None:
    with closing(sqlite3.connect(path.with_name("diembao.db"))) as db:
        db.execute(harm)
        db.commit()


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        ("SELECT 1", []),
        ("UPDATE facts SET rank = 64", ["facts", "facts"]),
        ("DELETE FROM facts", ["facts"]),
        ("UPDATE articles SET title = 'x' WHERE page_id = 20", ["articles", "articles"]),
    ],
)
def test_a_sample_is_read_again_and_compared(room: Path, harm: str, said: list[str]) -> None:
    """Pages around an interruption are in it."""
    _spoil(room, harm)

    sample = long.sampled(room, [20], "sample")
    _read(sample)

    found = list(long.differences(room, sample))
    assert [fault.split()[2] for fault in found] == said


@pytest.mark.parametrize("many", [40, 2_000, 6_000, 100_000])
def test_a_sample_of_any_size_holds_ranking_articles_in_the_daily_mix(many: int) -> None:
    """A stride of fifty would meet none of them."""
    ranking = range(0, many, long.DAILY_MIX)
    sampled = range(long.stride(many) - 1, many, long.stride(many))

    share = len(set(ranking) & set(sampled)) / len(sampled)
    assert share == pytest.approx(1 / long.DAILY_MIX, rel=0.05)
