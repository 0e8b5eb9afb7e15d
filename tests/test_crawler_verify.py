"""The archive is verified: what is whole is passed over, and each fault is named once."""

import gzip
import zlib
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest
from sqlite_utils import Database

from crawler import verify
from crawler.archive import Archive, members
from db.store import PageRow, save_page
from tests.conftest import Diembao
from tests.helpers import a_database, a_page_row
from tests.helpers_cli import asked

NOW = datetime(2026, 11, 22, 2, 30, tzinfo=UTC)
SITE = "bao-ha-giang"


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    """Return a database that knows six pages in two segments."""
    with a_database(tmp_path / "d.db") as db:
        with Archive(tmp_path, SITE, NOW, full=4000) as archive:
            for number in range(6):
                save_page(db, _kept(archive, number))
        yield db


def _kept(archive: Archive, number: int) -> PageRow:
    body = Random(number).randbytes(1000)  # noqa: S311 - nothing is secret
    url = f"https://bao-ha-giang.vn/{number}"
    place = archive.append(url=url, status=200, headers=(("Server", "x"),), body=body)
    return a_page_row(
        key=f"/{number}",
        sha256=verify.hashlib.sha256(body).hexdigest(),
        warc_file=place.file,
        warc_offset=place.offset,
        warc_length=place.length,
    )


def found(db: Database, folder: Path) -> tuple[list[str], Counter[str]]:
    """Verify everything; return the faults, without the folder, and what was looked at."""
    seen: Counter[str] = Counter()
    said = [
        fault.replace(f"{folder}/", "")
        for name in verify.segments(db, folder)
        for fault in verify.faults(db, folder, name, seen)
    ]
    return said, seen


def places(db: Database) -> list[tuple[str, int, int]]:
    """Return the places of the pages."""
    query = "SELECT warc_file, warc_offset, warc_length FROM pages ORDER BY id"
    return list(db.execute(query).fetchall())


def test_a_whole_archive_has_no_fault(db: Database, tmp_path: Path) -> None:
    """Everything in it is looked at: the pages, and the description of each segment."""
    said, seen = found(db, tmp_path)

    assert said == []
    assert seen == {"segments": 2, "records": 8, "pages": 6}


def test_what_no_page_names_is_looked_at_and_is_no_fault(db: Database, tmp_path: Path) -> None:
    """An article that was corrected leaves its old bytes behind."""
    db.execute("DELETE FROM pages WHERE id = 2")

    said, seen = found(db, tmp_path)

    assert said == []
    assert (seen["records"], seen["pages"]) == (8, 5)


def _flip(path: Path, offset: int) -> None:
    content = bytearray(path.read_bytes())
    content[offset] ^= 1
    path.write_bytes(content)


def _cut(path: Path, offset: int) -> None:
    path.write_bytes(path.read_bytes()[:offset])


def _other_words(path: Path, offset: int) -> None:
    """Pack the record at ``offset`` anew, with one word changed, in as many bytes."""
    member = next(members(path, offset))
    forged = member.content.replace(b"Server: x", b"Server: y")
    content = path.read_bytes()
    packer = zlib.compressobj(wbits=31)
    packed = packer.compress(forged) + packer.flush()
    path.write_bytes(content[:offset] + packed + content[offset + member.length :])


@pytest.mark.parametrize("byte", [0, 500])
def test_a_damaged_record_is_named_once_and_the_rest_is_still_looked_at(
    db: Database, tmp_path: Path, byte: int
) -> None:
    """With its address; the pages behind it are no fault."""
    file, at, _ = places(db)[1]
    _flip(tmp_path / file, at + byte)

    faults, seen = found(db, tmp_path)

    assert len(faults) == 1
    assert faults[0].startswith(f"{file}: holds no page at {at}: Error -3")
    assert faults[0].endswith(": https://bao-ha-giang.vn/1")
    assert seen["pages"] == 6


def test_a_record_that_was_tampered_with_is_named(db: Database, tmp_path: Path) -> None:
    """Its body and its packing are sound, and a header is not the one that was sent."""
    file, at, _ = places(db)[-1]
    _other_words(tmp_path / file, at)

    faults, _ = found(db, tmp_path)

    assert len(faults) == 1
    assert faults[0].startswith(f"{file}: at {at}: block digest failed")


def test_a_segment_that_breaks_off_is_named_with_every_page_it_lost(
    db: Database, tmp_path: Path
) -> None:
    """Page 1 breaks off, page 2 is not even begun."""
    file, at, _ = places(db)[1]
    _cut(tmp_path / file, at + 100)

    faults, _ = found(db, tmp_path)

    lost = [number for number, place in enumerate(places(db)) if place[0] == file and number > 1]
    assert faults[0] == f"{file}: breaks off in the page at {at}: https://bao-ha-giang.vn/1"
    assert [fault.rpartition("/")[2] for fault in faults[1:]] == [str(n) for n in lost]


def test_a_segment_that_is_gone_is_one_fault(db: Database, tmp_path: Path) -> None:
    """Ten thousand lines would say no more."""
    file = places(db)[-1][0]
    (tmp_path / file).unlink()
    held = sum(place[0] == file for place in places(db))

    faults, _ = found(db, tmp_path)

    assert faults == [
        f"{file}: cannot be read: No such file or directory; {held} pages are lost with it"
    ]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("sha256 = 'b'", "is not what was fetched"),
        ("warc_offset = 0", "is not what was fetched"),
        ("warc_offset = 7", "holds no page at 7"),
        ("warc_length = 9", "bytes and not 9"),
    ],
)
def test_a_page_that_is_another_than_the_database_says_is_a_fault(
    db: Database, tmp_path: Path, change: str, said: str
) -> None:
    """Whichever of the two is wrong."""
    db.execute(f"UPDATE pages SET {change} WHERE id = 3")  # noqa: S608 - our own words

    faults, _ = found(db, tmp_path)

    assert len(faults) == 1
    assert said in faults[0]
    assert faults[0].endswith("https://bao-ha-giang.vn/2")


def test_what_is_no_record_is_a_fault(db: Database, tmp_path: Path) -> None:
    """Also where no page is."""
    file = places(db)[-1][0]
    path = tmp_path / file
    size = path.stat().st_size
    path.write_bytes(path.read_bytes() + gzip.compress(b"not a record"))

    faults, _ = found(db, tmp_path)

    assert faults == [f"{file}: at {size}: is no WARC record"]


def test_the_command_passes_a_sound_archive_and_fails_a_damaged_one(
    diembao: Diembao, newsroom: Path
) -> None:
    """A line a fault on standard output, one line of failure, and exit code 1."""
    diembao("crawl", "--config", newsroom)
    sound = diembao("archive", "verify", "--config", newsroom)
    query = "SELECT warc_file, warc_offset, url FROM pages ORDER BY id LIMIT 1 OFFSET 5"
    file, at, url = asked(newsroom.with_name("diembao.db"), query)[0]
    _flip(newsroom.parent / "archive" / file, at + 300)

    damaged = diembao("archive", "verify", "--config", newsroom)

    assert (sound.returncode, sound.stderr) == (0, "")
    assert sound.stdout.startswith("verify: ok: segments 2, pages ")
    lines = damaged.stdout.splitlines()
    assert len(lines) == 2
    assert (file in lines[0], url in lines[0]) == (True, True)
    assert lines[1].startswith("verify: failed: the archive has 1 fault: ")
    assert (damaged.returncode, damaged.stderr) == (1, "Error: verify: the archive has 1 fault\n")
