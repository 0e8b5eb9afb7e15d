"""How fast articles are read: ratios of one run, against the library on the same pages.

``make bench-read``.  The pages are the newsstand's, in the daily mix of one ranking article in
twenty, and the labelled articles on a plain page; the same work is done by
`trafilatura.bare_extraction(with_metadata=True)` on the pages and by underthesea's ``ner`` on the
sentences of a sample of the texts.
"""

import resource
import sys
import time
from collections.abc import Callable, Iterable
from datetime import date
from html import escape

import trafilatura
from underthesea import ner

from crawler.site import sites
from extract import reader, split
from extract.canon import Canon
from extract.clean import UnreadablePageError, article
from extract.model import Article, Page
from newsstand.page import Edition
from newsstand.paper import Paper, papers
from tests.helpers_sentences import REWORDED, Case, article_cases, stand_cases

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
Work = Callable[[Paper, Page], object]


def cleaned(paper: Paper, page: Page) -> Article:
    """Return ``page`` as the article it holds, by its paper's own site file."""
    site = SITES[paper.id]
    return article(page, site.layouts, name=site.name, province=site.province, today=TODAY)


def timed(todo: Iterable[tuple[Paper, Page]], *works: Work) -> list[float]:
    """Return the seconds that each of ``works`` takes on all of ``todo``.

    Each page meets all of them before the next one, so that a machine whose speed drifts is as
    fast for one as for another.  What counts is the time of this process, not the clock's.
    """
    spent = [0.0] * len(works)
    for paper, page in todo:
        for place, work in enumerate(works):
            begun = time.process_time()
            work(paper, page)
            spent[place] += time.process_time() - begun
    return spent


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


def printed(case: Case) -> Page:
    """Return a labelled article as the plainest page a newspaper could print it on."""
    paragraphs = "".join(f"<p>{escape(line)}</p>" for line in case.text.splitlines() if line)
    body = (
        f'<!doctype html><html lang="vi"><head><meta charset="utf-8">'
        f"<title>{escape(case.title)}</title></head><body><article><h1>{escape(case.title)}</h1>"
        f"{paragraphs}</article></body></html>"
    )
    return Page(url="http://127.0.0.1:1/", body=body.encode(), content_type="text/html")


def unfamiliar(_: Paper, page: Page) -> object:
    """Read a page of no known layout: cleaning it is left to the library, which may see none."""
    try:
        return reader.read(article(page, (), today=TODAY))
    except UnreadablePageError:
        return None


def main() -> int:
    """Measure and print; always 0, since a benchmark judges nothing."""
    titles = {case.title for case in stand_cases()}
    ranking, ordinary = [], []
    for paper in papers().values():
        for title, page in pages(paper).items():
            (ranking if title in titles else ordinary).append((paper, page))
    many = 1 + ORDINARY_PER_RANKING * len(ranking) // len(ordinary)
    daily = [*ranking, *(ordinary * many)][: len(ranking) * (ORDINARY_PER_RANKING + 1)]
    gold = [(paper, printed(case)) for case in article_cases(REWORDED)]
    timed(ranking[:2], library, whole, unfamiliar)
    for name, todo, work in (
        ("whole reading, daily mix", daily, whole),
        ("whole reading, ranking articles", ranking, whole),
        ("labelled articles, no layout known", gold, unfamiliar),
    ):
        ours, theirs = timed(todo, work, library)
        line(name, ours, theirs, len(todo), other="bare_extraction")
    tag("ranking articles", ranking[:SAMPLE])
    tag("daily mix", [*ranking[:1], *ordinary[:ORDINARY_PER_RANKING]])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory {peak:.0f} MB, the library's and the tagger's included")
    return 0


def tagged(paper: Paper, page: Page) -> None:
    """Tag every sentence of the text that ``page`` holds; cleaning it costs next to nothing."""
    canon = Canon(cleaned(paper, page).text)
    for sentence in split.sentences(canon):
        ner(canon.cased[sentence.start : sentence.end])


def tag(name: str, todo: list[tuple[Paper, Page]]) -> None:
    """Print how the whole reading compares with tagging every sentence."""
    tagged(*todo[0])
    ours, theirs = timed(todo, whole, tagged)
    line(f"whole reading, {name}", ours, theirs, len(todo), other="ner, each sentence")


if __name__ == "__main__":
    sys.exit(main())
