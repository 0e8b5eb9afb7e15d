"""A press database on disk with a few statements to judge, and the desk's own server over it."""

import asyncio
from pathlib import Path
from typing import Any

import click
from datasette.app import Datasette
from datasette.cli import serve

from db.rank import settle
from db.review import command, environment
from db.store import opened
from extract.model import Fact, Span
from tests import helpers

SITE = "bao-vi-du"
LAN = {"id": "lan"}
QUOTE = "Năm 2024, tỉnh Lạng Sơn đạt 88,42 điểm PAR INDEX, xếp thứ 12/63 tỉnh, thành phố."
TEXT = f"Hội nghị họp sáng nay 😀.\n{QUOTE} Kết quả được giữ vững."
TITLE = "Lạng Sơn và cải cách hành chính"


def a_fact(text: str = TEXT, quote: str = QUOTE, **values: Any) -> Fact:
    """Return the fact that ``quote`` states, with a span for each value that it words."""
    start = text.index(quote)
    wanted = {"index": "PAR INDEX", "subject": "Lạng Sơn", "rank": "12", "score": "88,42"}
    spans = {
        name: Span(
            where="text", start=text.index(words, start), end=text.index(words, start) + len(words)
        )
        for name, words in wanted.items()
        if words in quote
    }
    fields: dict[str, Any] = {
        "article": "",
        "index": "par-index",
        "subject": "Lạng Sơn",
        "subject_id": "lang-son",
        "subject_type": "province",
        "basis": 63,
        "year": 2024,
        "rank": 12,
        "out_of": 63,
        "score": 88.42,
        "unit": "điểm",
        "quote": quote,
        "start": start,
        "end": start + len(quote),
        "spans": spans,
        "rule": "rank/ordinal",
        "confidence": 0.9,
        "reasons": ("năm được nêu",),
    }
    return Fact(**fields | values)


def printed(
    database: Path,
    *facts: Fact,
    key: str = "bai-1",
    title: str = TITLE,
    text: str = TEXT,
    url: str = "",
) -> list[str]:
    """Save an article that states ``facts`` and settle the rankings; return the facts' ids."""
    page = helpers.a_page_row(SITE, f"/{key}", sha256=text)
    article = helpers.an_article(url=url, title=title, text=text)
    with helpers.a_database(database, SITE) as db:
        ids = helpers.printed(db, *facts, page=page, article=article)
        settle(db, helpers.NOW)
    return ids


def rows(database: Path, sql: str) -> list[dict[str, Any]]:
    """Return what ``sql`` finds in the file, seen by a connection of its own."""
    with opened(database) as db:
        return list(db.query(sql))


def served(database: Path, *reviewers: str) -> Datasette:
    """Return the server that the desk's own command would start, without a socket."""
    argv = command(database, reviewers=reviewers)
    with serve.make_context("serve", argv[argv.index("serve") + 1 :]) as context:
        secret = environment(database)["DATASETTE_SECRET"]
        context.params |= {"return_instance": True, "secret": secret}
        datasette: Datasette = click.Context.invoke(context, serve.callback, **context.params)
    datasette.root_enabled = True
    return datasette


def asked(database: Path, *requests: dict[str, Any]) -> list[Any]:
    """Return the answers to ``requests``, asked one after another as reviewer lan."""

    async def answers() -> list[Any]:
        server = served(database, "lan")
        try:
            defaults = {"method": "GET", "actor": LAN}
            return [await server.client.request(**defaults | request) for request in requests]
        finally:
            server.close()

    return asyncio.run(answers())


def a_verdict(
    fact_id: str, decision: str = "accept", seen: int = 0, note: str = "", **more: Any
) -> dict[str, Any]:
    """Return the request that the buttons of a fact's page send."""
    form = {"decision": decision, "seen": str(seen), "note": note}
    return {"method": "POST", "path": f"/-/duyet/{fact_id}", "data": form, **more}
