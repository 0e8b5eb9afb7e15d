"""Where the archive keeps the pages."""

from dataclasses import dataclass

from sqlite_utils import Database

from db.base import rows, value


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPage:
    """A page, and the bytes that should be at its place in a segment."""

    url: str
    sha256: str
    offset: int
    length: int


def kept_segments(db: Database) -> set[str]:
    """Return the names of all segments that hold pages."""
    found = rows(db, "SELECT DISTINCT warc_file FROM pages WHERE warc_file IS NOT NULL")
    return {row["warc_file"] for row in found}


def kept_pages(db: Database, segment: str) -> list[KeptPage]:
    """Return the pages that a segment holds."""
    query = (
        "SELECT url, sha256, warc_offset AS offset, warc_length AS length FROM pages "
        "WHERE warc_file = ? ORDER BY warc_offset"
    )
    return [KeptPage(**row) for row in rows(db, query, segment)]


def known_end(db: Database, segment: str) -> int:
    """Return where the last page ends that a segment holds; 0 if it holds none."""
    end = "SELECT max(warc_offset + warc_length) FROM pages WHERE warc_file = ?"
    return int(value(db, end, segment) or 0)
