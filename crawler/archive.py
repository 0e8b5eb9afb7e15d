"""Keep pages as they came, in WARC files, and give them back.

Every crawl writes a new segment, ``<folder>/<site>/<moment>-<process>.warc.gz``: a description of
the crawl, then one gzip member a response.  When it is full, ``...-<process>-1.warc.gz`` follows.
Nothing that is written is changed again.
"""

import gzip
import io
import os
import zlib
from collections.abc import Iterator, Sequence
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
SUFFIX = ".warc.gz"
FULL = 1_000_000_000
"""Bytes after which a segment is full; the standard's own advice (ISO 28500, annex C)."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A gzip member of a segment, unpacked."""

    offset: int
    length: int
    content: bytes


class Archive:
    """The segments of one crawl; each file is made with its first response."""

    def __init__(
        self, folder: Path, site: str, now: datetime, *, software: str = "", full: int = FULL
    ) -> None:
        """Write below ``folder/site``; ``now`` and the process name the first segment.

        The next begins when one has ``full`` bytes.
        """
        self.folder = folder
        self.name = f"{site}/{now.astimezone(UTC):%Y%m%dT%H%M%SZ}-{os.getpid()}{SUFFIX}"
        self._first, self._more = self.name, 0
        self._full = full
        self._software = software
        self._stream: io.FileIO | None = None

    def append(
        self, *, url: str, status: int, headers: Sequence[tuple[str, str]], body: bytes
    ) -> Place:
        """Write one response, and return its place; it is safe on the disk after `sync`.

        ``body`` is what was transferred, ``headers`` what was said of it, each byte one
        character (latin-1).  After a failure
        (`OSError`, such as a full disk) the segment ends where it ended before.
        """
        stream = self._room()
        member = _member(_response(url, status, headers, body))
        offset = stream.tell()
        try:
            _write(stream, member)
        except OSError:
            stream.truncate(offset)
            stream.seek(offset)
            raise
        return Place(file=self.name, offset=offset, length=len(member))

    def _room(self) -> io.FileIO:
        """Return the segment to write to: a new one if there is none yet, or the last is full."""
        if self._stream and self._stream.tell() >= self._full:
            self.close()
            self._more += 1
            self.name = f"{self._first.removesuffix(SUFFIX)}-{self._more}{SUFFIX}"
        return self._stream or self._begun()

    def _begun(self) -> io.FileIO:
        path = self.folder / self.name
        path.parent.mkdir(parents=True, exist_ok=True)
        self._stream = path.open("xb", buffering=0)
        _settle(path.parent)
        about = {"software": self._software or "diembao", "format": "WARC File Format 1.0"}
        record = WARCWriter(io.BytesIO()).create_warcinfo_record(path.name, about)
        _write(self._stream, _member(record))
        return self._stream

    def sync(self) -> None:
        """Wait until the disk has all that was written."""
        if self._stream:
            os.fsync(self._stream.fileno())

    def close(self) -> None:
        """Finish the segment."""
        if self._stream:
            self.sync()
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
    """Write all of ``data``; a full disk may take a part of it at first."""
    rest = memoryview(data)
    while rest:
        rest = rest[stream.write(rest) :]


def _settle(folder: Path) -> None:
    """Wait until the disk knows the names in ``folder``: bytes without a name are lost."""
    place = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(place)
    finally:
        os.close(place)


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
    member = next(members(path, offset), None)
    if member is None:
        raise ArchiveError(f"{path}: breaks off before {offset}")
    record = next(iter(ArchiveIterator(io.BytesIO(member.content))), None)
    if record is None or record.rec_type != "response" or not record.http_headers:
        raise ArchiveError(f"{path}: holds no page at {offset}")
    return record, _unpacked(record.content_stream().read())


def members(path: Path, start: int = 0) -> Iterator[Member]:
    """Yield the gzip members of a segment from ``start``; zlib compares their checksums.

    Raises `ArchiveError` at the first that is broken, and `AwayError` if the file cannot be read.
    """
    try:
        with path.open("rb") as stream:
            stream.seek(start)
            yield from _members(stream, start)
    except OSError as error:
        raise AwayError(f"{path}: cannot be read: {error.strerror}") from None
    except zlib.error as error:
        raise ArchiveError(f"{path}: {error}") from None


def _members(stream: io.BufferedReader, position: int) -> Iterator[Member]:
    rest = stream.read(_BLOCK)
    while rest:
        offset, content = position, []
        member = zlib.decompressobj(wbits=31)
        while not member.eof:
            if not rest:
                raise zlib.error(f"breaks off in the page at {offset}")
            try:
                content.append(member.decompress(rest))
            except zlib.error as error:
                raise zlib.error(f"holds no page at {offset}: {error}") from None
            position += len(rest) - len(member.unused_data)
            rest = member.unused_data or stream.read(_BLOCK)
        yield Member(offset=offset, length=position - offset, content=b"".join(content))


def _unpacked(content: bytes) -> bytes:
    """Undo a gzip coding that the server did not declare."""
    if not content.startswith(_GZIP_MAGIC):
        return content
    try:
        return gzip.decompress(content)
    except (OSError, EOFError, zlib.error):
        return content
