"""Verify the archive: every record is whole, and every page is what was fetched."""

import hashlib
import io
from collections import Counter
from collections.abc import Generator, Iterator
from pathlib import Path

from sqlite_utils import Database
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord

from crawler.archive import SUFFIX, ArchiveError, AwayError, Member, members
from db.place import KeptPage, kept_pages, kept_segments


def segments(db: Database, folder: Path) -> list[str]:
    """Return the names of all segments: those in ``folder``, and those that should be there."""
    there = {path.relative_to(folder).as_posix() for path in folder.rglob(f"*{SUFFIX}")}
    return sorted(there | kept_segments(db))


def faults(db: Database, folder: Path, segment: str, seen: Counter[str]) -> Iterator[str]:
    """Yield one line for each fault of a segment; count in ``seen`` what was looked at.

    A fault is a record that cannot be read or has not the digests that it claims, and a page of
    the database that is not there or not what was fetched.  Behind a record that cannot be read,
    the search goes on at the next page that the database knows of.
    """
    path = folder / segment
    pages = {page.offset: page for page in kept_pages(db, segment)}
    seen.update(segments=1, pages=len(pages))
    at: int | None = 0
    while at is not None:
        at = yield from _stretch(path, at, pages, seen)
    for page in pages.values():
        yield f"{path}: holds no page at {page.offset}: {page.url}"


def _stretch(
    path: Path, at: int, pages: dict[int, KeptPage], seen: Counter[str]
) -> Generator[str, None, int | None]:
    """Look at the records from ``at`` on; return where to go on behind one that is broken.

    What was looked at is taken out of ``pages``.
    """
    try:
        for member in members(path, at):
            at = member.offset + member.length
            seen["records"] += 1
            if said := _wrong(member, pages.pop(member.offset, None)):
                yield f"{path}: at {member.offset}: {said}"
    except AwayError as error:
        yield f"{error}; {len(pages)} pages are lost with it"
        pages.clear()
    except ArchiveError as error:
        page = pages.pop(at, None)
        yield f"{error}: {page.url}" if page else str(error)
        return min((offset for offset in pages if offset > at), default=None)
    return None


def _wrong(member: Member, page: KeptPage | None) -> str:
    """Return what is wrong with a record, and with the page that it should be; or nothing."""
    try:
        record = next(iter(ArchiveIterator(io.BytesIO(member.content), check_digests=True)), None)
        body = record.raw_stream.read() if record else b""
    except ArchiveLoadFailed as error:
        record, body = None, str(error).encode()
    if record is None:
        return _about("is no WARC record", page)
    if said := _digests(record):
        return _about(said, page)
    if page is None:
        return ""
    if record.rec_type != "response" or hashlib.sha256(body).hexdigest() != page.sha256:
        return _about("is not what was fetched", page)
    if member.length != page.length:
        return _about(f"has {member.length} bytes and not {page.length}", page)
    return ""


def _about(said: str, page: KeptPage | None) -> str:
    return f"{said}: {page.url}" if page else said


def _digests(record: ArcWarcRecord) -> str:
    """Return what the digests in a record's own header say against it."""
    claims = ("WARC-Block-Digest", "WARC-Payload-Digest")
    passed = record.digest_checker.passed
    if passed is None and any(record.rec_headers.get_header(name) for name in claims):
        return "is cut short"
    return "" if passed is not False else "; ".join(record.digest_checker.problems)
