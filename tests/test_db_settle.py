"""Settling looks at what changed only, and comes to what settling all comes to."""

import random
import sqlite3
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from db import rank
from db.migrations import migrations
from db.rank import settle
from db.store import moment, opened, save_verdict
from db.unsettled import unsettled
from extract.model import Fact
from tests.helpers import NOW, a_database, a_fact, a_page_row, an_article, printed

PAPERS = ("bao-ha-giang", "bao-lao-cai", "bao-lang-son")
WORDS = [f"chữ{n}" for n in range(200)]
INDICES = ("par-index", "sipas", "pci")


def a_text(n: int) -> str:
    """Return text ``n``: a near copy of the ones beside it, but not of those further off."""
    return " ".join(WORDS[8 * n : 8 * n + 100])


def some_facts(dice: random.Random) -> list[Fact]:
    """Return up to three statements about few things, so that articles meet and part."""
    return [
        a_fact(
            index=dice.choice(INDICES),
            year=dice.choice((2022, 2023, None)),
            rank=dice.choice((22, 23)),
            component_text=dice.choice((None, "một tiêu chí")),
        )
        for _ in range(dice.randint(0, 3))
    ]


def an_event(db: Database, dice: random.Random) -> None:
    """Have something happen that may unsettle rankings."""
    facts = [row["id"] for row in db["facts"].rows]
    if facts and dice.random() < 0.25:
        decision = dice.choice(("accept", "reject"))
        save_verdict(db, fact_id=dice.choice(facts), decision=decision, by="lan", now=NOW)
        return
    n = dice.randrange(6)
    printed(
        db,
        *some_facts(dice),
        page=a_page_row(PAPERS[n % 3], f"/{n}"),
        article=an_article(
            text=a_text(dice.randrange(5)), published=f"2024-04-0{dice.randint(1, 9)}"
        ),
    )


def settled(db: Database) -> list[Any]:
    """Return all that settling writes."""
    stories = {row["id"]: row["story_id"] for row in db["articles"].rows}
    return [list(db["rankings"].rows_where(order_by="id")), stories]


@pytest.mark.parametrize("seed", range(30))
def test_settling_what_changed_is_settling_all(tmp_path: Path, seed: int) -> None:
    """Law: whatever was printed, changed, judged and settled before, and in which parts."""
    dice = random.Random(seed)  # noqa: S311 - no secret
    with a_database(tmp_path / "d.db", *PAPERS) as db:
        for _ in range(20):
            an_event(db, dice)
            if dice.random() < 0.4:
                some = sorted(unsettled(db))
                settle(db, NOW, dice.choice((None, some[:1], some[1:])))

        settle(db, NOW)
        by_parts = settled(db)
        db.conn.execute("DELETE FROM rankings")
        db.conn.execute("UPDATE articles SET story_id = id")
        settle(db, NOW, whole=True)

        assert by_parts == settled(db)
        assert unsettled(db) == set()


def test_what_nothing_happened_to_is_not_looked_at(tmp_path: Path) -> None:
    """A wrong ranking that no fact speaks of any more is found by settling all only."""
    with a_database(tmp_path / "d.db") as db:
        printed(db, a_fact())
        printed(db, a_fact(index="sipas"), page=a_page_row(key="/sipas"))
        settle(db, NOW)
        db.conn.execute("UPDATE rankings SET rank = 1")

        assert settle(db, NOW).changed == 0
        printed(db, a_fact(), page=a_page_row(key="/bai-2"))
        assert settle(db, NOW).changed == 1
        assert settle(db, NOW, whole=True).changed == 1


@pytest.mark.parametrize("again", [1, 5])
def test_a_verdict_given_meanwhile_is_not_undone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, again: int
) -> None:
    """Settling reads outside its transaction; who judges in between is heard all the same."""
    with a_database(tmp_path / "d.db") as db, opened(tmp_path / "d.db") as desk:
        (fact,) = printed(db, a_fact())
        real: Callable[..., Any] = rank._planned  # noqa: SLF001 - the moment between reading and writing
        left = [again]

        def interrupted(served: Database, keys: set[tuple[str, int]]) -> Any:
            plan = real(served, keys)
            if served is db and left[0] and not db.conn.in_transaction:
                left[0] -= 1
                decision = "accept" if left[0] % 2 else "reject"
                save_verdict(desk, fact_id=fact, decision=decision, by="lan", now=NOW)
                settle(desk, NOW, {("par-index", 2023)})
            return plan

        monkeypatch.setattr(rank, "_planned", interrupted)
        settle(db, NOW)

        last = next(db.query("SELECT decision FROM last_verdicts"))["decision"]
        assert [row["status"] for row in db["rankings"].rows] == ["reviewed"] * (last == "accept")


def test_an_older_file_is_settled_anew(tmp_path: Path) -> None:
    """The steps from the first release keep everything, and note all of it as unsettled."""
    names = [step.name for step in migrations.pending(Database(memory=True))]
    with Database(tmp_path / "d.db", strict=True) as old:
        migrations.apply(old, stop_before=names[1])
    with a_database(tmp_path / "new.db") as new:
        (fact,) = printed(new, a_fact())
        save_verdict(new, fact_id=fact, decision="reject", by="lan", now=NOW)
        save_verdict(new, fact_id=fact, decision="accept", by="lan", now=NOW)
    _poured(tmp_path / "new.db", tmp_path / "d.db")

    with opened(tmp_path / "d.db") as db:
        assert unsettled(db) == {("par-index", 2023)}
        assert settle(db, NOW).new == 1
        assert next(db["rankings"].rows)["status"] == "reviewed"
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []


def _poured(source: Path, target: Path) -> None:
    """Copy what both files have room for."""
    with sqlite3.connect(target) as old:
        old.execute("ATTACH ? AS new", [str(source)])
        for table in ("sites", "pages", "articles", "article_versions", "facts", "verdicts"):
            names = ", ".join(
                f'"{row[1]}"' for row in old.execute(f"PRAGMA main.table_info({table})")
            )
            old.execute(f"INSERT INTO main.{table} ({names}) SELECT {names} FROM new.{table}")  # noqa: S608
    old.close()


def test_a_returning_version_is_compared_by_its_own_words(tmp_path: Path) -> None:
    """An article whose first words come back is a copy again of what copied them."""
    with a_database(tmp_path / "d.db", *PAPERS) as db:
        printed(db, a_fact(), page=a_page_row(PAPERS[1], "/b"), article=an_article(text=a_text(0)))
        for n in (0, 9, 0):
            article = an_article(text=a_text(n), published=moment(NOW - timedelta(days=9)))
            printed(db, a_fact(), page=a_page_row(PAPERS[0], "/a", sha256=str(n)), article=article)
            settle(db, NOW)

        (row,) = db["rankings"].rows
        assert (row["stories"], row["status"]) == (1, "reported")
