"""Articles from the files a person names: JSON Lines, web pages and plain texts."""

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import BinaryIO

from extract import clean
from extract.model import Article, Page

STDIN = "-"
KINDS = (".jsonl", ".html", ".txt")
KEYS = ("id", "url", "title", "published", "text")
"""What a line of JSON Lines may tell of an article; other keys are nobody's business here."""


class FileError(Exception):
    """One article cannot be had; the message is one line: where, what."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of the articles beside what their files say."""

    url: str = ""
    published: str = ""
    province: str = ""
    """Id of the newspaper's own province."""

    paper: str = ""
    layouts: Sequence[clean.Layout] = ()
    today: date


def articles(names: Iterable[str], known: Known) -> Iterator[Article | FileError]:
    """Return the articles of all files in their order, and a fault wherever one cannot be had."""
    for name in names:
        try:
            yield from _of(name, known)
        except (FileError, OSError) as error:
            reason = error.strerror if isinstance(error, OSError) else str(error)
            yield FileError(f"{name}: {reason}")


def is_readable(name: str) -> bool:
    """Tell by its name whether a file is of a kind that can be read."""
    return name == STDIN or Path(name).suffix.lower() in KINDS


def _of(name: str, known: Known) -> Iterator[Article | FileError]:
    kind = ".jsonl" if name == STDIN else Path(name).suffix.lower()
    if kind == ".jsonl":
        yield from _lines(name, known)
    elif kind == ".html":
        yield _page(Path(name), known)
    else:
        text = _decoded(Path(name).read_bytes())
        yield _article({"id": Path(name).stem, "text": text}, known)


def _lines(name: str, known: Known) -> Iterator[Article | FileError]:
    with _opened(name) as file:
        for number, line in enumerate(file, 1):
            if line.strip():
                try:
                    yield _article(_record(line), known)
                except FileError as error:
                    yield FileError(f"{name}:{number}: {error}")


def _opened(name: str) -> AbstractContextManager[BinaryIO]:
    return nullcontext(sys.stdin.buffer) if name == STDIN else Path(name).open("rb")


def _record(line: bytes) -> dict[str, str]:
    try:
        row = json.loads(_decoded(line))
    except (ValueError, RecursionError) as error:
        raise FileError(f"is no JSON: {error}") from None
    if not isinstance(row, dict):
        raise FileError("is no JSON object; write one article a line")
    if not isinstance(row.get("text"), str):
        given = "is null" if "text" in row and row["text"] is None else "is no string"
        raise FileError(f'"text" {given if "text" in row else "is missing"}')
    return {key: _word(key, row[key]) for key in KEYS if row.get(key) is not None}


def _word(key: str, value: object) -> str:
    if key == "id" and isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        raise FileError(f'"{key}" is no string')
    if any("\ud800" <= letter <= "\udfff" for letter in value):
        raise FileError(f'"{key}" holds half a character (a lone surrogate)')
    return value


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileError(f"is no UTF-8: {error.reason} at byte {error.start}") from None


def _article(record: dict[str, str], known: Known) -> Article:
    """Return the article as it was given: offsets refer to its text, so nothing is normalised."""
    given = {"url": known.url, "published": known.published} | record
    return Article(**given, province=known.province)


def _page(path: Path, known: Known) -> Article:
    page = Page(url=known.url, body=path.read_bytes(), content_type="text/html")
    try:
        article = clean.article(
            page,
            known.layouts,
            id=path.stem,
            province=known.province,
            name=known.paper,
            today=known.today,
        )
    except clean.UnreadablePageError as error:
        raise FileError(f"no article can be read from this page: {error.outcome}") from None
    return replace(article, published=known.published) if known.published else article
