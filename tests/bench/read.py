"""How fast articles are read: ratios of one run, against the library on the same pages.

``make bench-read``.  The pages are the newsstand's, in the daily mix of one ranking article in
twenty; the same work is done by `trafilatura.bare_extraction(with_metadata=True)` on the pages
and by underthesea's ``ner`` on the sentences of a sample of the texts.
"""

import resource
import sys
import time
from collections.abc import Callable, Iterable
from datetime import date

import trafilatura
from underthesea import ner

from crawler.site import sites
from extract import reader, split
from extract.canon import Canon
from extract.clean import article
from extract.model import Article, Page
from newsstand.page import Edition
from newsstand.paper import Paper, papers
from tests.helpers_sentences import stand_cases

TODAY = date(2026, 11, 22)
ORDINARY_PER_RANKING = 19
SAMPLE = 6
"""Texts that every sentence of is tagged: the tagger takes seconds an article."""


def pages(paper: Paper) -> dict[str, Page]:
    """Return the article pages of ``paper`` by title, as its server sends them."""
    edition = Edition(paper=paper, base_url="http://127.0.0.1:1", today=TODAY)
    found = {}
    for one in paper.articles:
        path = paper.address(one)
        answer = edition.answer(path)
        found[one.title] = Page(
            url=edition.base_url + path, body=answer.body, content_type=answer.content_type
        )
    return found


SITES = sites()


def cleaned(paper: Paper, page: Page) -> Article:
    """Return ``page`` as the article it holds, by its paper's own site file."""
    site = SITES[paper.id]
    return article(page, site.layouts, name=site.name, province=site.province, today=TODAY)


def timed(work: Callable[[Paper, Page], object], todo: Iterable[tuple[Paper, Page]]) -> float:
    """Return the seconds that ``work`` takes on all of ``todo``."""
    begun = time.perf_counter()
    for paper, page in todo:
        work(paper, page)
    return time.perf_counter() - begun


def library(_: Paper, page: Page) -> object:
    """Do what the library does with a page, metadata included."""
    return trafilatura.bare_extraction(page.body.decode(), with_metadata=True)


def whole(paper: Paper, page: Page) -> object:
    """Do all that `diembao read` does with a page but storing it."""
    return reader.read(cleaned(paper, page))


def line(name: str, ours: float, theirs: float, count: int, *, other: str) -> None:
    """Print one ratio with the two times behind it."""
    print(
        f"{name:<34} {ours / theirs:6.3f} x {other}"
        f"   ({1000 * ours / count:.1f} ms against {1000 * theirs / count:.1f} ms, {count} pages)"
    )


def main() -> int:
    """Measure and print; always 0, since a benchmark judges nothing."""
    titles = {case.title for case in stand_cases()}
    ranking, ordinary = [], []
    for paper in papers().values():
        for title, page in pages(paper).items():
            (ranking if title in titles else ordinary).append((paper, page))
    daily = [*ranking, *(ordinary * (1 + ORDINARY_PER_RANKING * len(ranking) // len(ordinary)))]
    daily = daily[: len(ranking) * (ORDINARY_PER_RANKING + 1)]
    for work in (library, whole):
        timed(work, ranking[:2])
    for name, todo in (
        ("whole reading, daily mix", daily),
        ("whole reading, ranking articles", ranking),
    ):
        theirs = timed(library, todo)
        line(name, timed(whole, todo), theirs, len(todo), other="bare_extraction")
    tag(ranking[:SAMPLE])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory {peak:.0f} MB, the library's and the tagger's included")
    return 0


def tag(todo: list[tuple[Paper, Page]]) -> None:
    """Print how the whole reading compares with tagging every sentence."""
    texts = [cleaned(paper, page).text for paper, page in todo]
    sentences = [c.cased[s.start : s.end] for c in map(Canon, texts) for s in split.sentences(c)]
    ner(sentences[0])
    begun = time.perf_counter()
    for sentence in sentences:
        ner(sentence)
    theirs = time.perf_counter() - begun
    line(
        "whole reading, ranking articles",
        timed(whole, todo),
        theirs,
        len(todo),
        other="ner on every sentence",
    )


if __name__ == "__main__":
    sys.exit(main())
