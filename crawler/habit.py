"""How often a list is asked: those that give news always, the others more and more rarely."""

import contextlib
import sqlite3
from datetime import datetime, timedelta
from pathlib import Path
from typing import Self

from crawler.conditional import opened

PATIENT = 4
"""Looks in a row without news after which a list is left to rest."""

SHORTEST, LONGEST = timedelta(hours=1), timedelta(hours=12)
"""The first rest, which doubles with each look in vain, and the longest: twice a day is least."""


def rest(idle: int) -> timedelta:
    """Return how long a list that gave no news ``idle`` times in a row is not asked.

    >>> [rest(idle).total_seconds() / 3600 for idle in (3, 4, 5, 6, 9)]
    [0.0, 1.0, 2.0, 4.0, 12.0]
    """
    times = idle - PATIENT
    return min(SHORTEST * 2 ** min(times, 8), LONGEST) if times >= 0 else timedelta()


class Habits:
    """What a newspaper's lists gave, in ``<archive>/<site>/.lists.db``.

    Losing it costs one question a list, so a fault of the file is no fault of the crawl.
    """

    def __init__(self, folder: Path) -> None:
        """Open the file in ``folder``."""
        self._db: sqlite3.Connection | None = None
        with contextlib.suppress(sqlite3.Error):
            db = opened(folder)
            db.execute(
                "CREATE TABLE IF NOT EXISTS habits "
                "(url TEXT PRIMARY KEY, idle INT NOT NULL, looked_at TEXT NOT NULL) STRICT"
            )
            self._db = db

    def rests(self, url: str, now: datetime) -> bool:
        """Tell whether the list at ``url`` is better left alone ``now``."""
        idle, looked_at = self._of(url)
        return bool(looked_at) and now < datetime.fromisoformat(looked_at) + rest(idle)

    def note(self, url: str, now: datetime, *, news: bool) -> None:
        """Note that the list was asked, and whether it named an article nobody knew."""
        idle = 0 if news else self._of(url)[0] + 1
        with contextlib.suppress(sqlite3.Error):
            if self._db:
                row = (url, idle, now.isoformat())
                self._db.execute("INSERT OR REPLACE INTO habits VALUES (?, ?, ?)", row)

    def _of(self, url: str) -> tuple[int, str]:
        with contextlib.suppress(sqlite3.Error):
            query = "SELECT idle, looked_at FROM habits WHERE url = ?"
            if self._db and (row := self._db.execute(query, (url,)).fetchone()):
                return row[0], row[1]
        return 0, ""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._db:
            self._db.close()
