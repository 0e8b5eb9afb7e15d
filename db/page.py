"""What is known of every address a newspaper was asked for."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlite_utils import Database

from db.base import moment, rows, value, writing

KEPT = "kept"
PERMANENT = ("http-404", "http-410", "too-large", "not-html", "moved")
"""Answers that another try will not change."""

PATIENT = 8
"""Times an address is asked for in all before it is given up."""

YOUNG = 3
"""Days after its publication within which an article is looked at again."""

_BATCH = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRow:
    """An address of a newspaper, and what came of asking for it."""

    id: int = 0
    """0 until it is saved."""

    site_id: str
    url: str
    url_key: str
    """What `crawler.site.Site.key` makes of ``url``; a site has each key once."""

    canonical_key: str = ""
    """The key under which the page itself wants to be known; empty if nothing was kept."""

    final_url: str = ""
    """Where redirections led; empty if nothing answered."""

    fetched_at: str
    """A moment in UTC: ``2026-11-22T02:30:00Z``."""

    outcome: str
    """``kept``, or why not: ``http-404``, ``too-large``, ``timeout`` ..."""

    status: int | None = None
    """The HTTP status; None if nothing answered."""

    content_type: str = ""
    etag: str = ""
    last_modified: str = ""
    sha256: str = ""
    """Of the bytes of the page, in hex."""

    bytes: int = 0
    warc_file: str | None = None
    warc_offset: int | None = None
    warc_length: int | None = None
    attempts: int = 1
    """Times it was asked for; the database counts, so `save_page` does not look at it."""

    read_at: str | None = None
    read_outcome: str | None = None
    silent: int = 0
    """1 if it was fetched for the archive's sake: what it says is no news."""

    kept_at: str | None = None
    """When it was kept for the first time."""

    revisit_at: str | None = None
    """When to look at it again, while it is young; None = never."""


def save_site(  # noqa: PLR0913 - one column each
    db: Database,
    *,
    id: str,  # noqa: A002 - the word of the table
    name: str,
    province_id: str,
    base_url: str,
    now: datetime,
) -> None:
    """Make newspaper ``id`` known, or correct what is known of it."""
    with writing(db):
        db.conn.execute(
            "INSERT INTO sites VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET "
            "name = excluded.name, province_id = excluded.province_id, "
            "base_url = excluded.base_url",
            (id, name, province_id, base_url, moment(now)),
        )


def save_page(db: Database, page: PageRow) -> int:
    """Keep what came of asking for an address, and return the page's id.

    The site must have been saved.  A page that is kept stays kept when a later try fails.
    New bytes at a known address make the page unread; the same bytes do not.  Whether a page is
    silent is settled by the first try.
    """
    row = asdict(page)
    for name in ("id", "attempts", "read_at", "read_outcome"):
        del row[name]
    with writing(db):
        db.conn.execute(_SAVE.format(names=", ".join(row), holes=":" + ", :".join(row)), row)
        found = rows(db, _FIND, page.site_id, page.url_key)
    return int(found[0]["id"])


_FIND = "SELECT id FROM pages WHERE site_id = ? AND url_key = ?"

_SAVE = """
INSERT INTO pages ({names}, attempts) VALUES ({holes}, 1)
ON CONFLICT (site_id, url_key) DO UPDATE SET
  attempts = attempts + 1,
  kept_at = coalesce(pages.kept_at, excluded.kept_at), revisit_at = excluded.revisit_at,
  url = excluded.url, canonical_key = excluded.canonical_key,
  final_url = excluded.final_url, fetched_at = excluded.fetched_at,
  outcome = excluded.outcome, status = excluded.status, content_type = excluded.content_type,
  etag = excluded.etag, last_modified = excluded.last_modified,
  read_at = iif(sha256 = excluded.sha256, read_at, NULL),
  read_outcome = iif(sha256 = excluded.sha256, read_outcome, NULL),
  sha256 = excluded.sha256, bytes = excluded.bytes, warc_file = excluded.warc_file,
  warc_offset = excluded.warc_offset, warc_length = excluded.warc_length
WHERE excluded.outcome = 'kept' OR pages.outcome <> 'kept'
"""


def is_known(db: Database, site_id: str, key: str) -> bool:
    """Tell whether the address with this key need not be asked for again.

    That is so for a page that is kept, by each of its names, for an answer that will not change
    (`PERMANENT`), and for an address that failed `PATIENT` times.
    """
    return bool(value(db, _IS_KNOWN, site_id, key, json.dumps((KEPT, *PERMANENT)), PATIENT))


# Two questions, for with OR in one SQLite reads all pages of the newspaper.
_IS_KNOWN = """
SELECT EXISTS (
  SELECT 1 FROM pages WHERE site_id = ?1 AND url_key = ?2
  AND (outcome IN (SELECT value FROM json_each(?3)) OR attempts >= ?4)
) OR EXISTS (
  SELECT 1 FROM pages WHERE site_id = ?1 AND canonical_key = ?2 AND outcome = 'kept'
)
"""


def owed_addresses(db: Database, site_id: str) -> list[str]:
    """Return the addresses of ``site_id`` that failed and deserve another try, oldest first.

    By the next crawl such an article may have left the newspaper's front pages, so its
    address has to come from here.
    """
    found = rows(
        db,
        "SELECT url FROM pages WHERE site_id = ? "
        "AND outcome NOT IN (SELECT value FROM json_each(?)) AND attempts < ? ORDER BY id",
        *(site_id, json.dumps((KEPT, *PERMANENT)), PATIENT),
    )
    return [row["url"] for row in found]


def due_pages(db: Database, site_id: str, now: datetime) -> list[PageRow]:
    """Return the young pages of ``site_id`` that are to be looked at again, the longest due first.

    An article that has been read and was printed more than `YOUNG` days before it was fetched
    is not young, whatever was planned.
    """
    found = rows(db, _DUE, site_id, moment(now), f"-{YOUNG} days")
    return [PageRow(**row) for row in found]


_DUE = """
SELECT * FROM pages p WHERE site_id = ?1 AND revisit_at <= ?2 AND outcome = 'kept'
AND NOT EXISTS (
  SELECT 1 FROM articles WHERE page_id = p.id
  AND published <> '' AND substr(published, 1, 10) < date(p.kept_at, ?3)
)
ORDER BY revisit_at, id
"""


def plan_revisit(db: Database, page_id: int, at: datetime | None) -> None:
    """Note when to look at a page again; None = never."""
    with writing(db):
        db.conn.execute(
            "UPDATE pages SET revisit_at = ? WHERE id = ?", (at and moment(at), page_id)
        )


def unread_pages(
    db: Database, *, again: bool = False, since: datetime | None = None
) -> Iterator[PageRow]:
    """Return the kept pages that nobody has read, oldest first; with ``again``, all kept pages.

    With ``since``, of those only the ones that were fetched then or later.
    The pages come in small batches and no transaction stays open between them, so the caller
    may save each reading before asking for the next page.
    """
    which = _to_read(again, since)
    query = f"SELECT * FROM pages WHERE id > ? AND {which} ORDER BY id LIMIT ?"  # noqa: S608
    last = 0
    while found := rows(db, query, last, _BATCH):
        last = found[-1]["id"]
        yield from (PageRow(**row) for row in found)


def count_unread(db: Database, *, again: bool = False, since: datetime | None = None) -> int:
    """Return how many pages `unread_pages` would give."""
    return int(value(db, f"SELECT count(*) FROM pages WHERE {_to_read(again, since)}"))  # noqa: S608


def _to_read(again: bool, since: datetime | None) -> str:
    fetched = f" AND fetched_at >= '{moment(since)}'" if since else ""
    return "outcome = 'kept'" + fetched + ("" if again else " AND read_at IS NULL")
