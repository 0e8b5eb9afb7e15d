"""Which lists of a newspaper's archive have been worked through."""

from datetime import date, datetime

from sqlite_utils import Database

from db.base import moment, value, writing


def list_done(  # noqa: PLR0913 - one column each
    db: Database, site_id: str, since: date, until: date, url: str, *, goes_on: bool, now: datetime
) -> None:
    """Note that every article of these days which the list at ``url`` names has been asked for.

    ``goes_on`` tells whether its next page may name more.
    """
    row = (site_id, since.isoformat(), until.isoformat(), url, goes_on, moment(now))
    with writing(db):
        db.conn.execute("INSERT OR REPLACE INTO backfills VALUES (?, ?, ?, ?, ?, ?)", row)


def done_list(db: Database, site_id: str, since: date, until: date, url: str) -> bool | None:
    """Return whether a list goes on of which `list_done` was said for the same days, else None."""
    query = (
        "SELECT goes_on FROM backfills WHERE site_id = ? AND since = ? AND until = ? AND url = ?"
    )
    found = value(db, query, site_id, since.isoformat(), until.isoformat(), url)
    return None if found is None else bool(found)
