"""Opening the database: making it, refusing what is not one, and many at once."""

import multiprocessing
import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from sqlite_utils import Database

from db.base import writing
from db.migrations import migrations, schema
from db.store import StoreError, opened, save_site, unhurried
from tests.helpers import NOW, a_database, a_page_row, printed

ROOT = Path(__file__).parent.parent
TABLES = [
    *("sites", "runs", "pages", "articles", "article_versions", "facts", "unresolved"),
    *("verdicts", "official", "rankings", "outbox", "announcements"),
]


def test_a_new_database_is_made_with_its_folder_strict_and_guarded(tmp_path: Path) -> None:
    """WAL, STRICT and foreign keys are what the other parts lean on."""
    with opened(tmp_path / "new" / "diembao.db") as db:
        strict = dict(db.conn.execute("SELECT name, strict FROM pragma_table_list"))

        assert {name: strict[name] for name in TABLES} == dict.fromkeys(TABLES, 1)
        assert db.conn.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert db.conn.execute("PRAGMA foreign_keys").fetchone() == (1,)
        assert db.conn.execute("PRAGMA busy_timeout").fetchone() == (15_000,)


def test_opening_again_changes_nothing(tmp_path: Path) -> None:
    """The second time there is nothing left to migrate."""
    with a_database(tmp_path / "d.db") as db:
        before = list(db.conn.iterdump())

    with opened(tmp_path / "d.db") as db:
        assert list(db.conn.iterdump()) == before


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("notes.txt", "just a few notes of a person, no database at all" * 40, "not a database"),
        ("", None, "is a folder"),
        ("notes.txt/d.db", "x", "its folder cannot be made"),
    ],
)
def test_what_is_no_database_is_refused_in_one_line(
    tmp_path: Path, name: str, content: str | None, reason: str
) -> None:
    """The line names the file and the reason."""
    if content is not None:
        (tmp_path / name.split("/", maxsplit=1)[0]).write_text(content)

    with pytest.raises(StoreError, match=reason) as caught:
        opened(tmp_path / name)

    assert str(tmp_path / name) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_that_may_not_be_written_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The superuser may write everything, so the answer of the system is given here."""
    opened(tmp_path / "d.db").close()
    monkeypatch.setattr("db.base.os.access", lambda path, _: path != tmp_path / "d.db")

    with pytest.raises(StoreError, match=r"d\.db: cannot be written; check the permissions"):
        opened(tmp_path / "d.db")


def test_a_database_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    """An old program must not write into tables that it does not know."""
    with opened(tmp_path / "d.db") as db:
        db["_sqlite_migrations"].insert(
            {"migration_set": migrations.name, "name": "of_next_year", "applied_at": ""}
        )

    with pytest.raises(StoreError, match="newer version of diembao; update"):
        opened(tmp_path / "d.db")


def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    """It has a table of ours that we did not make."""
    with sqlite3.connect(tmp_path / "d.db") as other:
        other.execute("CREATE TABLE pages (title TEXT)")
    other.close()

    with pytest.raises(StoreError, match="another program's database"):
        opened(tmp_path / "d.db")


def test_a_failed_transaction_leaves_nothing(tmp_path: Path) -> None:
    """Also when it fails inside a transaction within the transaction."""
    with a_database(tmp_path / "d.db") as db:
        with pytest.raises(ZeroDivisionError):
            _save_a_site_and_fail(db)

        assert [row["id"] for row in db["sites"].rows] == ["bao-ha-giang"]
        assert not db.conn.in_transaction


def _save_a_site_and_fail(db: Database) -> None:
    with writing(db):
        about = {"province_id": "lang-son", "base_url": "https://x.vn"}
        save_site(db, id="bao-lang-son", name="Báo Lạng Sơn", **about, now=NOW)
        raise ZeroDivisionError


def test_what_was_written_unhurriedly_is_there_after_a_kill(tmp_path: Path) -> None:
    """Only a power cut could take it back."""
    writer = multiprocessing.get_context("spawn").Process(
        target=_write_unhurriedly_and_die, args=(tmp_path / "d.db",)
    )
    writer.start()
    writer.join()

    assert writer.exitcode == -signal.SIGKILL
    with opened(tmp_path / "d.db") as db:
        assert [row["id"] for row in db["sites"].rows] == ["bao-lang-son"]


def _write_unhurriedly_and_die(path: Path) -> None:
    with opened(path) as db:
        unhurried(db)
        about = {"province_id": "lang-son", "base_url": "https://x.vn"}
        save_site(db, id="bao-lang-son", name="Báo Lạng Sơn", **about, now=NOW)
        os.kill(os.getpid(), signal.SIGKILL)


def test_foreign_keys_hold(tmp_path: Path) -> None:
    """A page of an unknown newspaper is an error of the program."""
    with a_database(tmp_path / "d.db") as db, pytest.raises(sqlite3.IntegrityError):
        printed(db, page=a_page_row("bao-la"))


def test_the_printed_schema_is_current() -> None:
    """`python -m cogapp -r db/schema.sql` prints it anew."""
    command = [sys.executable, "-m", "cogapp", "--check", "db/schema.sql"]

    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr
    assert "CREATE TABLE facts" in schema()


def _work(path: Path, name: str, times: int) -> None:
    with a_database(path, name) as db:
        for n in range(times):
            printed(db, page=a_page_row(name, f"/bai-{n}"))


def test_processes_that_open_and_write_at_once_all_succeed(tmp_path: Path) -> None:
    """The database does not exist yet, so they race for its making too."""
    fork = multiprocessing.get_context("spawn")
    names = ["bao-mot", "bao-hai", "bao-ba", "bao-bon"]
    workers = [fork.Process(target=_work, args=(tmp_path / "d.db", n, 25)) for n in names]

    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert [worker.exitcode for worker in workers] == [0] * 4
    with opened(tmp_path / "d.db") as db:
        assert db["articles"].count == 100
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
