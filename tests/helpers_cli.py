"""The program as people start it: in a process of its own."""

import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

HOME = Path(__file__).parent.parent


def environment() -> dict[str, str]:
    """Return the variables under which a child finds the program from any folder."""
    return os.environ | {"PYTHONPATH": str(HOME), "COLUMNS": "200"}


def run(*words: str | Path, cwd: Path, stdin: str = "") -> "subprocess.CompletedProcess[str]":
    """Run the command line to its end."""
    return subprocess.run(
        [sys.executable, "-m", "cli", *map(str, words)],
        cwd=cwd,
        env=environment(),
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=180,
        check=False,
    )


def started(*words: str | Path, cwd: Path) -> "subprocess.Popen[str]":
    """Start the command line as the leader of a process group, so that all of it can be killed."""
    return subprocess.Popen(
        [sys.executable, "-m", "cli", *map(str, words)],
        cwd=cwd,
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        start_new_session=True,
    )


def until(found: Callable[[], object], what: str, seconds: float = 60) -> None:
    """Wait until ``found`` finds something; fail when it never does."""
    end = time.monotonic() + seconds
    while not found():
        assert time.monotonic() < end, f"waited in vain: {what}"
        time.sleep(0.02)


def asked(database: Path, query: str) -> list[tuple]:
    """Return what ``query`` finds in a database that others may be writing, or not have made."""
    if not database.exists():
        return []
    db = sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True, timeout=30)
    try:
        return db.execute(query).fetchall()
    except sqlite3.OperationalError:
        return []  # not made yet
    finally:
        db.close()


CONTENT = {
    "pages": "SELECT site_id, url_key, outcome, status, sha256, read_outcome FROM pages",
    "articles": "SELECT id, title, published, story_id FROM articles",
    "versions": "SELECT article_id, sha256 FROM article_versions",
    "facts": "SELECT id, article_id, quote, rank, score, withdrawn_at FROM facts",
    "unresolved": "SELECT id, quote, why FROM unresolved",
    "rankings": "SELECT id, subject_id, rank, out_of, score, stories, status FROM rankings",
    "outbox": "SELECT event_key, channel, subject, body, state FROM outbox",
}
"""What must be the same however often the work was interrupted."""


def content(database: Path) -> dict[str, list[tuple]]:
    """Return everything in the database that does not depend on when it was written."""
    return {name: sorted(asked(database, query), key=repr) for name, query in CONTENT.items()}
