"""What hostile texts cost to read: time per KB, and how it grows when the text is doubled.

``make bench-hostile``.  Time that is linear in the text grows by 2 when the text doubles; 4 is a
quadratic place, and a defect.  One run prints all shapes, the worst growth first to be looked at.
"""

import random
import resource
import sys
import time
import unicodedata
from collections.abc import Callable, Iterator
from datetime import date

from extract.clean import UnreadablePageError, article
from extract.model import Article, Page
from extract.reader import read

OPENING = "Năm 2023, PCI của Lạng Sơn: "
"""Sends the text past the gate, and gives its values something to be said of."""

SIZES = (25_000, 50_000, 100_000)
"""Characters of a text: each time twice as many."""

TODAY = date(2026, 11, 22)
PATIENCE = 60.0
"""Seconds after which a shape is not doubled once more."""

REPEATED = {
    "a place gained": "tăng 1 bậc, ",
    "a rank": "xếp thứ 1/63, ",
    "a rank in a group": "xếp thứ 1/10 ",
    "open brackets": "(",
    "open brackets apart": "( ",
    "brackets in brackets": "(đạt 83,5 điểm ",
    "in turn": "lần lượt ",
    "in turn of two": "Lạng Sơn và Hà Giang lần lượt xếp thứ 1 và 2, ",
    "a province": "Lạng Sơn, ",
    "a component": "gia nhập thị trường, ",
    "an index": "PCI ",
    "the word index": "chỉ số ",
    "compared with": "so với ",
    "from a place": "từ vị trí 1 ",
    "a tier of many": "nhóm A gồm Lạng Sơn ",
    "a score": "đạt 83,5 điểm, ",
    "more than": "tăng 1,5 điểm ",
    "a year": "năm 2023 ",
    "a plan": "phấn đấu ",
    "a mean": "trung bình ",
    "a district": "xã ",
    "a district in capitals": "Xã ",
    "titles": "TS.",
    "titles apart": "TS. ",
    "small letters behind stops": "a. ",
    "colons": "Lạng Sơn, Hà Giang: 63,2; 62,8; ",
    "dates": "1/1/",
    "digits": "1",
    "numbers": "1234 ",
    "decimals": "1,5 ",
    "stops": ".",
    "commas": ",",
    "hyphens": "-",
    "blanks": " ",
    "blanks of all kinds": "\u00a0\u2003 ",
    "lines": "\n",
    "bars": "|",
    "quotation marks": '"',
    "one letter": "a",
    "capitals": "A",
    "an old tone mark": "hoà ",
    "control characters": "\x00\x07\x1b ",
    "lone surrogates": "\ud800 ",
    "marks of direction": "\u202e\u200f ",
    "unseen characters": "\u200b",
    "emoji": "👩\u200d👩\u200d👧\u200d👦 ",
    "one mark on one letter": "\u0301",
    "marks out of order": "\u0301\u0323",
    "letters with many marks": "a\u0301\u0323\u0302\u031b ",
    "cells a line": "Tỉnh\nXếp hạng\nLạng Sơn\n5\n",
    "heads a line": "Xếp hạng\n",
    "subjects a line": "Tỉnh\n",
    "small tables": "Tỉnh | Hạng\nLạng Sơn | 5\nHà Giang | 6\nvà\n",
    "sentences": "Năm 2023, Lạng Sơn xếp thứ 5/63 về PCI. ",
    "paragraphs": "Năm 2023, Lạng Sơn xếp thứ 5/63 về PCI.\n\n",
    "wrong encodings": "Năm 2023, Lạng Sơn xếp thứ 5/63. ".encode().decode("latin-1"),
}


def shapes() -> Iterator[tuple[str, Callable[[int], str]]]:
    """Yield each shape's name, and what makes a text of about so many characters of it."""
    for name, piece in REPEATED.items():
        yield name, lambda size, piece=piece: OPENING + piece * (size // len(piece))  # type: ignore[misc]
    yield "a wide table", _wide_table
    yield "a long table", lambda size: "Tỉnh | Hạng\n" + "Lạng Sơn | 5\n" * (size // 13)
    yield "a table of years", _table_of_years
    yield "random words", _random_words
    yield "random letters in NFD", lambda size: unicodedata.normalize("NFD", _random_words(size))


def pages() -> Iterator[tuple[str, Callable[[int], str]]]:
    """Yield each hostile page's name, and what makes a page of about so many characters."""
    yield "page: tables in tables", lambda n: "<table><tr><td>PCI " * (n // 19)
    yield "page: blocks in blocks", lambda n: "<div>PCI " * (n // 9)
    yield "page: phrases in phrases", lambda n: "<b>PCI " * (n // 7)
    yield "page: a long table", lambda n: f"<table>{'<tr><td>Lạng Sơn<td>5' * (n // 22)}</table>"
    yield "page: breaks", lambda n: "PCI<br>" * (n // 7)
    yield "page: entities", lambda n: "<p>PCI " + "&amp;#225;" * (n // 10)
    yield "page: marks out of order", lambda n: "<p>PCI " + "\u0301\u0323" * (n // 2)
    yield "page: paragraphs", lambda n: "<p>Lạng Sơn xếp thứ 5/63 về PCI.</p>" * (n // 37)
    yield "page: attributes", lambda n: f"<p {'a=b ' * (n // 4)}>PCI"


def main() -> int:
    """Measure and print; always 0, since a benchmark judges nothing."""
    read(Article(text=OPENING + "xếp thứ 5/63."))
    print(f"{'shape':<34}{'ms per KB':>11}{'growth':>9}")
    for name, made in shapes():
        _measure(name, made, _read)
    for name, made in pages():
        _measure(name, made, _read_page)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory {peak:.0f} MB")
    return 0


def _measure(name: str, made: Callable[[int], str], work: Callable[[str], None]) -> None:
    """Print what the largest size costs per KB, and how much more than the size before."""
    seconds: list[float] = []
    for size in SIZES:
        text = made(size)
        begun = time.perf_counter()
        work(text)
        seconds.append(time.perf_counter() - begun)
        if seconds[-1] > PATIENCE:
            break
    kilobytes = len(text.encode("utf-8", "surrogatepass")) / 1024
    growth = seconds[-1] / seconds[-2] if len(seconds) > 1 else float("inf")
    print(f"{name:<34}{1000 * seconds[-1] / kilobytes:>11.3f}{growth:>9.2f}", flush=True)


def _read(text: str) -> None:
    read(Article(text=text, title=OPENING, published="2024-05-01"))


def _read_page(body: str) -> None:
    page = Page(
        url="http://127.0.0.1/a",
        body=f"<html><body><h1>PCI 2023</h1><article>{body}".encode(),
        content_type="text/html; charset=utf-8",
    )
    try:
        read(article(page, (), today=TODAY))
    except UnreadablePageError:
        return


def _wide_table(size: int) -> str:
    columns = size // 12
    return "\n".join(" | ".join([word] * columns) for word in ("Tỉnh", "Hạng", "5"))


def _table_of_years(size: int) -> str:
    columns = int((size // 6) ** 0.5)
    years = " | ".join(f"20{n % 100:02}" for n in range(columns))
    return f"Chỉ tiêu | {years}\n" + ("Xếp hạng" + " | 5" * columns + "\n") * columns


def _random_words(size: int) -> str:
    chosen = random.Random(size)  # noqa: S311
    words = [piece.strip() or piece for piece in REPEATED.values()]
    text = ""
    while len(text) < size:
        text += " ".join(chosen.choices(words, k=100)) + " "
    return text


if __name__ == "__main__":
    sys.exit(main())
