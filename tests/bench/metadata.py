"""How often title, minute, byline and text of a page are right: ours against plain trafilatura.

``make bench-metadata``, or ``python -m tests.bench.metadata PAPERS ARTICLES``.  The pages are
those of a made press in all five families, plain and with each trap that spoils what is read, so
what is right is known.  "no layout" is our reading when the paper's layout is not known.  A text
is right when it has all letters and digits of the article in order and no others, but perhaps the
byline at its end; trafilatura knows days only, so days are counted too.  Times are of this run, on
one core.
"""

import logging
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial

import trafilatura

from crawler.site import Site
from extract.clean import UnreadablePageError, article
from extract.model import Article, Page
from extract.prose import skeleton
from newsstand.article import Article as Printed
from newsstand.page import Edition
from newsstand.paper import Paper
from newsstand.press import press

TODAY = date(2026, 11, 22)
CONDITIONS = (
    "",
    *("header-clock", "month-first", "nfd", "double-entities", "two-h1", "base-href"),
    "changed-layout",
)
MEASURES = ("title", "day", "minute", "byline", "text")

Case = tuple[Printed, Page, Site]
Reading = dict[str, str]


def main() -> int:
    """Print a line for each trap and reader, and one for all together."""
    papers, articles = (int(word) for word in sys.argv[1:3]) if sys.argv[2:] else (7, 24)
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    made = press(papers, articles)
    readers: dict[str, Callable[[Case], Reading]] = {
        "ours": partial(_ours, known=True),
        "no layout": partial(_ours, known=False),
        "trafilatura": _theirs,
    }
    print(f"{'trap':<16}{'reader':<13}{'pages':>6}" + "".join(f"{m:>9}" for m in MEASURES) + "  ms")
    totals: dict[str, list[float]] = {name: [0.0] * (len(MEASURES) + 2) for name in readers}
    for trap in CONDITIONS:
        cases = list(_cases(made, trap))
        for name, read in readers.items():
            counts = _counted(cases, read)
            totals[name] = [a + b for a, b in zip(totals[name], counts, strict=True)]
            _print(trap or "(none)", name, counts)
    for name, counts in totals.items():
        _print("all", name, counts)
    return 0


def _cases(made: dict[str, Paper], trap: str) -> Iterator[Case]:
    for paper in made.values():
        base = f"http://{paper.id}.example"
        edition = Edition(paper=paper, base_url=base, today=TODAY, traps=[trap] if trap else [])
        about = {"id": paper.id, "name": paper.name, "base_url": base, "family": paper.family}
        site = Site.parsed(about | {"discover": {"listings": ["/"]}}, paper.id)
        for one in paper.articles:
            path = paper.address(one)
            answer = edition.answer(path)
            yield one, Page(url=base + path, body=answer.body, content_type="text/html"), site


def _ours(case: Case, *, known: bool) -> Reading:
    _, page, site = case
    try:
        found = article(page, site.layouts if known else (), name=site.name, today=TODAY)
    except UnreadablePageError:
        found = Article()
    return {
        "title": found.title,
        "minute": found.published,
        "byline": found.byline,
        "text": found.text,
    }


def _theirs(case: Case) -> Reading:
    _, page, _ = case
    found = trafilatura.bare_extraction(page.body, url=page.url, with_metadata=True)
    got = {} if found is None else found.as_dict()
    names = {"title": "title", "minute": "date", "byline": "author", "text": "text"}
    return {ours: got.get(theirs) or "" for ours, theirs in names.items()}


def _counted(cases: list[Case], read: Callable[[Case], Reading]) -> list[float]:
    """Return the pages, how many of them have each measure right, and the seconds."""
    begun = time.perf_counter()
    found = [read(case) for case in cases]
    seconds = time.perf_counter() - begun
    right = [_right(one, got) for (one, _, _), got in zip(cases, found, strict=True)]
    return [len(cases), *(sum(row[m] for row in right) for m in MEASURES), seconds]


def _right(one: Printed, got: Reading) -> dict[str, bool]:
    minute = one.published.isoformat()
    return {
        "title": got["title"] == one.title,
        "day": got["minute"][:10] == minute[:10],
        "minute": got["minute"] == minute,
        "byline": got["byline"] == one.byline,
        "text": skeleton(got["text"]) in {skeleton(one.text), skeleton(one.text + one.byline)},
    }


def _print(trap: str, reader: str, counts: list[float]) -> None:
    pages, *right, seconds = counts
    shares = "".join(f"{100 * count / pages:>8.1f}%" for count in right)
    print(f"{trap:<16}{reader:<13}{pages:>6.0f}{shares}{1000 * seconds / pages:>4.0f}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
