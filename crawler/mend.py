"""Mend the segments of a crawl that was killed."""

import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from crawler.archive import SUFFIX, ArchiveError, members


def segments(folder: Path, first: str) -> list[str]:
    """Return the names of the segments that the crawl wrote whose first was called ``first``."""
    path = folder / first
    more = path.parent.glob(f"{path.name.removesuffix(SUFFIX)}-*{SUFFIX}")
    return [first, *sorted(str(one.relative_to(folder)) for one in more)]


def mend(folder: Path, lengths: Mapping[str, int | None], *, unsure: int = 1) -> list[str]:
    """Cut what a killed crawl left behind in its segments, and say what was done.

    ``lengths`` maps each of those segments to where its last response known to the database
    ends, 0 if none is known.  Beyond that there are at most ``unsure`` whole responses, which
    will be fetched again, and a broken one.  When there are more whole ones, or for None, another
    database knows them, and only the broken end is cut.
    """
    found = (_mended(folder / file, known, unsure) for file, known in lengths.items())
    return [said for said in found if said]


def _mended(path: Path, known: int | None, unsure: int) -> str:
    if not path.exists() or (known and path.stat().st_size <= known):
        return ""
    ends = list(_ends(path, known or 0))
    description = 0 if known else 1
    ours = known is not None and len(ends) - description <= unsure
    end = known or 0 if ours or not ends else ends[-1]
    if end == 0:
        path.unlink()
        return f"{path}: removed, it held no page that is known"
    if end == path.stat().st_size:
        return ""
    os.truncate(path, end)
    return f"{path}: cut at {end}, behind the last page that is known"


def _ends(path: Path, start: int) -> Iterator[int]:
    """Return where each whole response ends, from ``start`` to the first broken one."""
    with suppress(ArchiveError):
        for member in members(path, start):
            yield member.offset + member.length
