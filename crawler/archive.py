"""Keep pages as they came, in WARC files, and give them back.

Every crawl writes one new segment, ``<folder>/<site>/<moment>-<process>.warc.gz``: a description
of the crawl, then one gzip member a response.  Nothing that is written is changed again.
"""

import gzip
import io
import os
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from typing import Any, Self

from warcio.archiveiterator import ArchiveIterator
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from extract.model import Page

_GZIP_MAGIC = b"\x1f\x8b"
_BLOCK = 1 << 16


class ArchiveError(Exception):
    """A page cannot be kept or found; the message is one line."""


class AwayError(ArchiveError):
    """A file of the archive cannot be opened; another day it may, so nothing is lost yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a response is kept: a gzip member of a segment."""

    file: str
    """Relative to the archive's folder, with slashes."""

    offset: int
    length: int


class Archive:
    """The segment of one crawl; the file is made with its first response."""

    def __init__(self, folder: Path, site: str, now: datetime, *, software: str = "") -> None:
        """Write below ``folder/site``; ``now`` and the process name the segment."""
        self.folder = folder
        self.name = f"{site}/{now.astimezone(UTC):%Y%m%dT%H%M%SZ}-{os.getpid()}.warc.gz"
        self._software = software
        self._stream: io.FileIO | None = None

    def append(
        self, *, url: str, status: int, headers: Sequence[tuple[str, str]], body: bytes
    ) -> Place:
        """Keep one response on the disk, and return its place.

        ``body`` is what was transferred, ``headers`` what was said of it, each byte one
        character (latin-1).  After a failure
        (`OSError`, such as a full disk) the segment ends where it ended before.
        """
        stream = self._stream or self._begun()
        member = _member(_response(url, status, headers, body))
        offset = stream.tell()
        try:
            _write(stream, member)
        except OSError:
            stream.truncate(offset)
            stream.seek(offset)
            raise
        return Place(file=self.name, offset=offset, length=len(member))

    def _begun(self) -> io.FileIO:
        path = self.folder / self.name
        path.parent.mkdir(parents=True, exist_ok=True)
        self._stream = path.open("xb", buffering=0)
        about = {"software": self._software or "diembao", "format": "WARC File Format 1.0"}
        record = WARCWriter(io.BytesIO()).create_warcinfo_record(path.name, about)
        _write(self._stream, _member(record))
        return self._stream

    def close(self) -> None:
        """Finish the segment."""
        if self._stream:
            self._stream.close()
            self._stream = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class _AsSent(StatusAndHeaders):  # type: ignore[misc]  # warcio has no types
    """Header lines byte for byte: warcio would put percent signs into what is not ASCII."""

    def to_ascii_bytes(self, filter_func: Any = None) -> bytes:
        return str(self.to_str(filter_func)).encode("latin-1", "replace") + b"\r\n"


def _member(record: ArcWarcRecord) -> bytes:
    buffer = io.BytesIO()
    WARCWriter(buffer, gzip=True).write_record(record)
    return buffer.getvalue()


def _write(stream: io.FileIO, data: bytes) -> None:
    """Write all of ``data`` and wait until the disk has it; a full disk may take a part."""
    rest = memoryview(data)
    while rest:
        rest = rest[stream.write(rest) :]
    os.fsync(stream.fileno())


def _response(
    url: str, status: int, headers: Sequence[tuple[str, str]], body: bytes
) -> ArcWarcRecord:
    try:
        phrase = HTTPStatus(status).phrase
    except ValueError:
        phrase = ""
    line = _AsSent(f"{status} {phrase}".strip(), list(headers), protocol="HTTP/1.1")
    return WARCWriter(io.BytesIO()).create_warc_record(
        url, "response", payload=io.BytesIO(body), length=len(body), http_headers=line
    )


def body(folder: Path, file: str, offset: int) -> tuple[bytes, dict[str, str]]:
    """Return the body kept at a place, content coding undone, and the headers sent with it.

    Names of headers are in lower case.  Raises `ArchiveError` if there is no response.
    """
    record, content = _found(folder, file, offset)
    return content, {name.lower(): value for name, value in record.http_headers.headers}


def page(folder: Path, file: str, offset: int) -> Page:
    """Return the page kept at a place; raises `ArchiveError` if there is none."""
    record, content = _found(folder, file, offset)
    kind = record.http_headers.get_header("Content-Type") or ""
    url = record.rec_headers.get_header("WARC-Target-URI") or ""
    return Page(url=url, body=content, content_type=kind)


def _found(folder: Path, file: str, offset: int) -> tuple[ArcWarcRecord, bytes]:
    path = folder / file
    member = io.BytesIO(_unzipped(path, offset))
    record = next(iter(ArchiveIterator(member)), None)
    if record is None or record.rec_type != "response" or not record.http_headers:
        raise ArchiveError(f"{path}: holds no page at {offset}")
    return record, _unpacked(record.content_stream().read())


def _unzipped(path: Path, offset: int) -> bytes:
    """Return one whole gzip member; zlib compares its checksum."""
    member = zlib.decompressobj(wbits=31)
    try:
        with path.open("rb") as stream:
            stream.seek(offset)
            content = [member.decompress(data) for data in _until(member, stream)]
    except OSError as error:
        raise AwayError(f"{path}: cannot be read: {error.strerror}") from None
    except zlib.error as error:
        raise ArchiveError(f"{path}: holds no page at {offset}: {error}") from None
    if not member.eof:
        raise ArchiveError(f"{path}: breaks off in the page at {offset}")
    return b"".join(content)


def _until(member: "zlib._Decompress", stream: io.BufferedReader) -> Iterator[bytes]:
    while not member.eof and (data := stream.read(_BLOCK)):
        yield data


def _unpacked(content: bytes) -> bytes:
    """Undo a gzip coding that the server did not declare."""
    if not content.startswith(_GZIP_MAGIC):
        return content
    try:
        return gzip.decompress(content)
    except (OSError, EOFError, zlib.error):
        return content


def mend(folder: Path, lengths: Mapping[str, int | None]) -> list[str]:
    """Cut what a killed crawl left behind in its segments, and say what was done.

    ``lengths`` maps each of those segments to where its last response known to the database
    ends, 0 if none is known.  Beyond that there is at most one whole response, which will be
    fetched again, and a broken one.  When there are more whole ones, or for None, another
    database knows them, and only the broken end is cut.
    """
    return [said for file, known in lengths.items() if (said := _mended(folder / file, known))]


def _mended(path: Path, known: int | None) -> str:
    if not path.exists() or path.stat().st_size == known:
        return ""
    ends = list(_member_ends(path, known or 0))
    description = 0 if known else 1
    ours = known is not None and len(ends) - description <= 1
    end = known or 0 if ours or not ends else ends[-1]
    if end == 0:
        path.unlink()
        return f"{path}: removed, it held no page that is known"
    if end == path.stat().st_size:
        return ""
    os.truncate(path, end)
    return f"{path}: cut at {end}, behind the last page that is known"


def _member_ends(path: Path, start: int) -> Iterator[int]:
    """Return where each whole gzip member ends, from ``start`` to the first broken one."""
    with path.open("rb") as stream:
        stream.seek(start)
        position, rest = start, b""
        while True:
            member = zlib.decompressobj(wbits=31)
            while not member.eof:
                data = rest or stream.read(_BLOCK)
                if not data:
                    return
                try:
                    member.decompress(data)
                except zlib.error:
                    return
                rest = member.unused_data
                position += len(data) - len(rest)
            yield position
