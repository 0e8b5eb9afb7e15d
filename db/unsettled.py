"""The indices and years that something happened to since their rankings were last settled.

Whoever writes facts, verdicts or dates, the database itself notes it.
"""

import json
from collections.abc import Collection

from sqlite_utils import Database

IndexYear = tuple[str, int]


def unsettled(db: Database, *, whole: bool = False) -> set[IndexYear]:
    """Return what is to be settled; with ``whole``, all that there ever was."""
    query = _EVER if whole else "SELECT index_id, year FROM unsettled"
    return {(str(index), int(year)) for index, year in db.conn.execute(query)}


def mark(db: Database) -> int:
    """Return a number that grows with everything that unsettles a ranking."""
    query = "SELECT seq FROM sqlite_sequence WHERE name = 'unsettled'"
    row = db.conn.execute(query).fetchone()
    return int(row[0]) if row else 0


def forget(db: Database, keys: Collection[IndexYear]) -> None:
    """Note that ``keys`` are settled."""
    db.conn.execute(
        "DELETE FROM unsettled WHERE (index_id, year) IN "
        "(SELECT value ->> 0, value ->> 1 FROM json_each(?))",
        (json.dumps(sorted(keys)),),
    )


def _unsettling(trigger: str, keys: str) -> str:
    """Return the trigger that notes the indices and years that ``keys`` selects as unsettled."""
    return f"""
CREATE TRIGGER {trigger}
BEGIN
  DELETE FROM unsettled WHERE (index_id, year) IN ({keys});
  INSERT INTO unsettled (index_id, year) {keys};
END"""  # noqa: S608 - the words are below


_KEYS = "SELECT DISTINCT index_id, year FROM facts WHERE year IS NOT NULL"

_EVER = f"SELECT index_id, year FROM rankings UNION {_KEYS}"  # noqa: S608 - all of it is written here

NOTING = (
    """
CREATE TABLE unsettled (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  index_id TEXT NOT NULL,
  year INTEGER NOT NULL,
  UNIQUE (index_id, year)
) STRICT""",
    _unsettling("facts_unsettle AFTER INSERT ON facts", f"{_KEYS} AND id = NEW.id"),
    _unsettling(
        "changed_facts_unsettle AFTER UPDATE ON facts",
        f"SELECT OLD.index_id, OLD.year WHERE OLD.year IS NOT NULL UNION {_KEYS} AND id = NEW.id",
    ),
    _unsettling("verdicts_unsettle AFTER INSERT ON verdicts", f"{_KEYS} AND id = NEW.fact_id"),
    _unsettling(
        """dates_unsettle AFTER UPDATE ON articles
WHEN OLD.published <> NEW.published OR OLD.first_seen_at <> NEW.first_seen_at""",
        f"{_KEYS} AND article_id = NEW.id",
    ),
    f"INSERT INTO unsettled (index_id, year) {_KEYS}",
)
"""The table and the triggers that fill it; part of a released step, so never edited."""
