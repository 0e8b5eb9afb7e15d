"""What a crawl of a made press finds, by each way alone and by all, and how right it is read.

``make bench-found PAPERS=40 ARTICLES=200``.  The press is the newsstand's, so what was published
is known: recall, articles asked for twice, and the share of titles, minutes, bylines and texts
that are right, beside what plain `trafilatura` gives on the same pages.
"""

import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import trafilatura

from crawler import archive
from db import store
from newsstand.article import Article
from newsstand.paper import WAYS
from newsstand.press import press
from newsstand.server import Server, Stand
from tests.helpers_press import Read, Room, as_printed

AT_ONCE = 2
"""Papers that are crawled side by side."""


class Tally(NamedTuple):
    """What a crawl found of what was published."""

    published: int
    kept: int
    twice: int
    lists: int
    seconds: float


def tallied(room: Room, ways: Sequence[str]) -> Tally:
    """Crawl every paper that has one of ``ways``, and count."""
    servers = [s for s in room.stand.papers.values() if any(map(s.paper.offers, ways))]
    room.stand.requests.clear()
    begun = time.perf_counter()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for server, outcome in zip(
            servers, pool.map(lambda s: room.crawl(s.paper.id, ways), servers), strict=True
        ):
            if not outcome.ok:
                print(f"{server.paper.id}: {outcome.error}")
    seconds = time.perf_counter() - begun
    asked = Counter((request.paper, request.path) for request in room.stand.requests)
    wanted = [(s.paper.id, s.paper.address(a)) for s in servers for a in s.paper.articles]
    articles = set(wanted)
    kept = room.rows("SELECT site_id, url FROM pages WHERE outcome = 'kept'")
    found = {(id_, url.removeprefix(room.server(id_).base_url)) for id_, url in kept}
    return Tally(
        published=len(wanted),
        kept=len(found & articles),
        twice=sum(asked[place] > 1 for place in wanted) + len(kept) - len(found),
        lists=sum(n for p, n in asked.items() if p not in articles and p[1] != "/robots.txt"),
        seconds=seconds,
    )


def right(read: Read | None, printed: Read) -> Iterator[str]:
    """Yield the fields of ``read`` that are as ``printed``; the words of a text, not its breaks."""
    if read is None:
        return
    if read.title == printed.title:
        yield "title"
    if read.published[:10] == printed.published[:10]:
        yield "day"
    if read.published == printed.published:
        yield "minute"
    if read.byline == printed.byline:
        yield "byline"
    if read.text.split() == printed.text.split():
        yield "text"


FIELDS = ("title", "day", "minute", "byline", "text")


def plainly(room: Room, row: store.PageRow) -> Read | None:
    """Return what trafilatura alone reads of a page."""
    page = archive.page(room.archive, row.warc_file or "", row.warc_offset or 0)
    found = trafilatura.bare_extraction(page.body, with_metadata=True)
    if found is None or isinstance(found, dict):
        return None
    return Read(found.title or "", found.date or "", found.author or "", found.text or "")


def compared(room: Room) -> None:
    """Read what was kept and print how much of it is right, beside the library alone."""
    ours = room.read()
    printed: dict[str, tuple[Server, Article]] = {
        server.base_url + server.paper.address(article): (server, article)
        for server in room.stand.papers.values()
        for article in server.paper.articles
    }
    scores: dict[str, Counter[str]] = {"diembao": Counter(), "trafilatura": Counter()}
    with closing(store.opened(room.database)) as db:
        rows = [row for row in store.unread_pages(db, again=True) if row.url in printed]
    for row in rows:
        true = as_printed(printed[row.url][1])
        scores["diembao"].update(right(ours.get(row.url), true))
        scores["trafilatura"].update(right(plainly(room, row), true))
    print(f"\nright on {len(rows)} pages:")
    for name, score in scores.items():
        shares = ", ".join(f"{field} {score[field] / len(rows):.2%}" for field in FIELDS)
        print(f"  {name:<12} {shares}")


def main(papers: int = 7, articles: int = 45) -> int:
    """Measure and print; 1 when an article was not found or was asked for twice."""
    tallies: dict[str, Tally] = {}
    with Stand(papers=press(papers, articles)) as stand, tempfile.TemporaryDirectory() as folder:
        for ways in (*((way,) for way in WAYS), WAYS):
            name = " + ".join(ways)
            room = Room(folder=Path(folder) / name.replace(" ", ""), stand=stand)
            tallies[name] = tally = tallied(room, ways)
            print(
                f"{name:<36} {tally.kept}/{tally.published} found, {tally.twice} asked for twice, "
                f"{tally.lists} lists, {tally.seconds:.1f} s"
            )
        compared(room)
    return int(any(t.kept < t.published or t.twice for t in tallies.values()))


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
