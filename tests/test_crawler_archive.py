"""Pages are kept as they came, and come back."""

import gzip
import os
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest
from fastwarc.warc import ArchiveIterator, WarcRecordType

from crawler import archive
from crawler.archive import Archive, ArchiveError, Place
from crawler.mend import mend, segments

NOW = datetime(2026, 11, 22, 2, 30, tzinfo=UTC)
WORDS = "Tỉnh ta họp.".encode()
HEADERS = (
    ("Content-Type", "text/html; charset=utf-8"),
    ("X-L\xe1", "có".encode().decode("latin-1")),
)


def keep(segment: Archive, number: int, body: bytes = WORDS, **headers: str) -> Place:
    """Keep a page and return its place."""
    more = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return segment.append(
        url=f"https://bao.vn/tin-{number}.html", status=200, headers=HEADERS + more, body=body
    )


def bodies(path: Path) -> list[bytes]:
    """Return the bodies that an independent reader finds, as they were transferred."""
    with path.open("rb") as stream:
        records = ArchiveIterator(
            stream, record_types=WarcRecordType.response, auto_decode="none", verify_digests=False
        )
        return [record.reader.read() for record in records]


@pytest.fixture
def segment(tmp_path: Path) -> Archive:
    """Return a segment with two pages, closed."""
    with Archive(tmp_path, "bao-thu", NOW) as opened:
        keep(opened, 1)
        keep(opened, 2)
    return opened


def test_a_page_comes_back_by_its_place(tmp_path: Path) -> None:
    """Body, address and kind are the page's own, wherever it stands in the segment."""
    with Archive(tmp_path, "bao-thu", NOW) as segment:
        places = [keep(segment, number, b"so %d" % number) for number in range(3)]

    pages = [archive.page(tmp_path, place.file, place.offset) for place in places]

    assert [page.body for page in pages] == [b"so 0", b"so 1", b"so 2"]
    assert pages[2].url == "https://bao.vn/tin-2.html"
    assert pages[2].content_type == "text/html; charset=utf-8"


def test_places_follow_one_another(tmp_path: Path) -> None:
    """A place ends where the next one begins, and the last where the file ends."""
    with Archive(tmp_path, "bao-thu", NOW) as segment:
        first, second = keep(segment, 1), keep(segment, 2)

    assert first.offset + first.length == second.offset
    assert (tmp_path / second.file).stat().st_size == second.offset + second.length


def test_the_bytes_are_those_of_the_server(tmp_path: Path) -> None:
    """A coded body is kept coded; reading it back undoes the coding."""
    coded = gzip.compress(WORDS)
    with Archive(tmp_path, "bao-thu", NOW) as segment:
        place = keep(segment, 1, coded, Content_Encoding="gzip")

    content, headers = archive.body(tmp_path, place.file, place.offset)

    assert bodies(tmp_path / place.file) == [coded]
    assert content == WORDS
    assert headers["content-encoding"] == "gzip"


def test_odd_header_lines_are_kept_byte_for_byte(segment: Archive, tmp_path: Path) -> None:
    """Servers write what they like there."""
    with (tmp_path / segment.name).open("rb") as stream:
        lines = gzip.GzipFile(fileobj=stream).read()

    assert b"X-L\xe1: c\xc3\xb3\r\n" in lines


def test_a_coding_that_was_not_declared_is_undone(tmp_path: Path) -> None:
    """Some servers send gzip and do not say so."""
    with Archive(tmp_path, "bao-thu", NOW) as segment:
        place = keep(segment, 1, gzip.compress(WORDS))

    assert archive.page(tmp_path, place.file, place.offset).body == WORDS


def test_a_full_segment_is_followed_by_another(tmp_path: Path) -> None:
    """Each is a whole file of its own, and a page is never torn between two."""
    with Archive(tmp_path, "bao-thu", NOW, full=1500) as segment:
        places = [keep(segment, number, b"so %d" % number) for number in range(5)]

    files = list(dict.fromkeys(place.file for place in places))
    assert len(files) > 1
    assert files == segments(tmp_path, files[0])
    assert [body for file in files for body in bodies(tmp_path / file)] == [
        b"so %d" % number for number in range(5)
    ]
    assert all((tmp_path / file).stat().st_size >= 1500 for file in files[:-1])
    assert [archive.page(tmp_path, p.file, p.offset).body for p in places[3:]] == [b"so 3", b"so 4"]


def test_the_segments_of_another_crawl_are_not_taken_for_those_of_this_one(tmp_path: Path) -> None:
    """Process 12 may crawl in the same second as process 1."""
    for name in ("a-1.warc.gz", "a-1-1.warc.gz", "a-12.warc.gz", "a-12-1.warc.gz"):
        (tmp_path / name).touch()

    assert segments(tmp_path, "a-1.warc.gz") == ["a-1.warc.gz", "a-1-1.warc.gz"]


def test_pages_wait_for_the_disk_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder is told to the disk once a segment, the segment once a batch and at its end."""
    waited: list[str] = []
    real = os.fsync

    def fsync(file: int) -> None:
        waited.append(Path(f"/proc/self/fd/{file}").readlink().name.partition("Z-")[0])
        real(file)

    monkeypatch.setattr(os, "fsync", fsync)
    with Archive(tmp_path, "bao-thu", NOW) as segment:
        keep(segment, 1)
        keep(segment, 2)
        segment.sync()
        keep(segment, 3)

    assert waited == ["bao-thu", "20261122T023000", "20261122T023000"]


def test_a_segment_without_pages_is_no_file(tmp_path: Path) -> None:
    """A crawl that found nothing leaves nothing."""
    with Archive(tmp_path, "bao-thu", NOW):
        pass

    assert not list(tmp_path.rglob("*"))


@pytest.mark.parametrize(
    ("file", "offset", "said"),
    [
        ("bao-thu/khong-co.warc.gz", 0, "cannot be read"),
        ("", 7, "holds no page at 7"),
        ("", 0, "holds no page at 0"),
        ("", 1 << 30, "breaks off"),
    ],
)
def test_a_place_without_a_page_is_named(
    segment: Archive, tmp_path: Path, file: str, offset: int, said: str
) -> None:
    """The line says which file, and where in it."""
    with pytest.raises(ArchiveError, match=said):
        archive.page(tmp_path, file or segment.name, offset)


@pytest.mark.parametrize("length", [3, 40, 400, 4000])
def test_a_damaged_page_is_named(tmp_path: Path, length: int) -> None:
    """Half a page is no page, wherever it breaks off."""
    with Archive(tmp_path, "bao-thu", NOW) as segment:
        place = keep(segment, 1, Random(1).randbytes(5000))  # noqa: S311 - nothing is secret
    path = tmp_path / place.file
    path.write_bytes(path.read_bytes()[: place.offset + length])
    assert path.stat().st_size < place.offset + place.length

    with pytest.raises(ArchiveError, match=str(path)):
        archive.page(tmp_path, place.file, place.offset)


def test_a_page_that_has_changed_on_the_disk_is_named(tmp_path: Path) -> None:
    """One bit is enough."""
    with Archive(tmp_path, "bao-thu", NOW) as segment:
        place = keep(segment, 1, Random(1).randbytes(5000))  # noqa: S311 - nothing is secret
    path = tmp_path / place.file
    content = bytearray(path.read_bytes())
    content[place.offset + 3000] ^= 1
    path.write_bytes(content)

    with pytest.raises(ArchiveError, match="holds no page"):
        archive.page(tmp_path, place.file, place.offset)


def test_a_broken_end_is_cut(segment: Archive, tmp_path: Path) -> None:
    """After a kill in the middle of a page, everything before it stays."""
    path = tmp_path / segment.name
    whole = path.stat().st_size
    path.write_bytes(path.read_bytes() + gzip.compress(b"WARC/1.0\r\n" * 50)[:-9])

    said = mend(tmp_path, {segment.name: whole})

    assert path.stat().st_size == whole
    assert bodies(path) == [WORDS, WORDS]
    assert said


def test_a_page_nobody_knows_is_cut(tmp_path: Path) -> None:
    """Killed after the page was on the disk and before it was in the database."""
    with Archive(tmp_path, "bao-thu", NOW) as segment:
        known, unknown = keep(segment, 1), keep(segment, 2)

    mend(tmp_path, {segment.name: unknown.offset})

    assert (tmp_path / segment.name).stat().st_size == known.offset + known.length


def test_a_batch_that_nobody_knows_is_cut(tmp_path: Path) -> None:
    """Killed after a batch was on the disk and before it was in the database."""
    with Archive(tmp_path, "bao-thu", NOW) as segment:
        keep(segment, 1)
        batch = [keep(segment, number) for number in range(2, 6)]
    path = tmp_path / segment.name
    whole = path.stat().st_size

    mend(tmp_path, {segment.name: batch[0].offset}, unsure=3)
    untouched = path.stat().st_size
    mend(tmp_path, {segment.name: batch[0].offset}, unsure=4)

    assert (untouched, path.stat().st_size) == (whole, batch[0].offset)


def test_a_segment_shorter_than_what_is_known_is_not_stretched(
    segment: Archive, tmp_path: Path
) -> None:
    """Zeros would not bring the pages back."""
    path = tmp_path / segment.name
    before = path.read_bytes()

    assert mend(tmp_path, {segment.name: len(before) + 100}) == []
    assert path.read_bytes() == before


@pytest.mark.parametrize("end", [None, 300, 40])
def test_a_segment_without_a_known_page_is_removed(tmp_path: Path, end: int | None) -> None:
    """At most the one page that nobody knows is lost with it."""
    with Archive(tmp_path, "bao-thu", NOW) as segment:
        keep(segment, 1)
    path = tmp_path / segment.name
    path.write_bytes(path.read_bytes()[:end])

    mend(tmp_path, {segment.name: 0})

    assert not path.exists()


@pytest.mark.parametrize("known", [0, None])
def test_pages_of_another_database_are_left_alone(
    segment: Archive, tmp_path: Path, known: int | None
) -> None:
    """Two whole pages more than are known were kept by somebody else; only the end is cut."""
    path = tmp_path / segment.name
    whole = path.stat().st_size
    path.write_bytes(path.read_bytes() + b"\x1f\x8b\x08")

    mend(tmp_path, {segment.name: known})

    assert path.stat().st_size == whole


def test_a_single_page_of_another_database_is_left_alone(tmp_path: Path) -> None:
    """What this database knows of the segment says nothing then."""
    with Archive(tmp_path, "bao-thu", NOW) as segment:
        keep(segment, 1)

    assert mend(tmp_path, {segment.name: None}) == []
    assert bodies(tmp_path / segment.name) == [WORDS]


def test_a_whole_segment_is_not_touched(segment: Archive, tmp_path: Path) -> None:
    """And nothing is said about it, nor about one that is gone."""
    whole = (tmp_path / segment.name).stat().st_size

    assert mend(tmp_path, {segment.name: whole, "bao-thu/mat.warc.gz": 0}) == []
