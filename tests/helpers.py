"""Believable records, of which a test changes only what it is about."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from db.store import PageRow, fact_id, moment, opened, save_page, save_reading, save_site
from db.store import article_id as id_of
from extract.model import Article, Fact, Reading, Span

NOW = datetime(2026, 11, 22, 2, 30, tzinfo=UTC)
QUOTE = "xếp thứ 23/63 tỉnh, thành phố, tăng 17 bậc"
TEXT = (
    "Sáng nay, Bộ Nội vụ họp công bố kết quả cải cách hành chính.\n"
    f"Năm 2023, Hà Giang đạt 83,80% PAR INDEX, {QUOTE} so với năm trước. Tỉnh giữ đà tăng."
)


def a_fact(text: str = TEXT, quote: str = QUOTE, **values: Any) -> Fact:
    """Return the fact that Hà Giang came 23rd in PAR INDEX 2023, as ``quote`` in ``text`` says."""
    start = max(text.find(quote), 0)
    fields: dict[str, Any] = {
        "article": "",
        "index": "par-index",
        "subject": "Hà Giang",
        "subject_id": "ha-giang",
        "subject_type": "province",
        "basis": 63,
        "year": 2023,
        "quote": quote,
        "start": start,
        "end": start + len(quote),
        "rule": "rank/ordinal",
        "confidence": 0.9,
        "reasons": ("tỉnh đứng cùng câu",),
    }
    if not {"rank", "score", "rank_change", "score_change"} & values.keys():
        fields |= {"rank": 23, "out_of": 63, "rank_change": 17}
    return Fact(**fields | values)


def a_score(text: str = TEXT, quote: str = "đạt 83,80% PAR INDEX", **values: Any) -> Fact:
    """Return the fact that Hà Giang reached 83,80 % in PAR INDEX 2023, with the digits' span."""
    at = text.find("83,80")
    spans = {"score": Span(where="text", start=at, end=at + 6)} if at >= 0 else {}
    fields = {"score": 83.8, "unit": "%", "rule": "score/reaches", "spans": spans}
    return a_fact(text, quote, **fields | values)


def an_article(**values: Any) -> Article:
    """Return an article about Hà Giang's PAR INDEX of 2023."""
    fields: dict[str, Any] = {"title": "Hà Giang tăng 17 bậc về cải cách hành chính", "text": TEXT}
    fields |= {"published": "2024-04-17T16:00:00+07:00", "published_by": "meta"}
    return Article(**fields | {"published_raw": "17/04/2024 16:00"} | values)


def a_page_row(site_id: str = "bao-ha-giang", key: str = "/bai-1", **values: Any) -> PageRow:
    """Return a page of a newspaper that was fetched and kept."""
    url = f"https://{site_id}.vn{key}"
    fields: dict[str, Any] = {
        "url": url,
        "url_key": url,
        "final_url": url,
        "fetched_at": moment(NOW),
        "outcome": "kept",
        "status": 200,
        "content_type": "text/html; charset=utf-8",
        "sha256": "a" * 64,
        "bytes": 4_096,
        "warc_file": "2026-11-22.warc.gz",
        "warc_offset": 0,
        "warc_length": 1_024,
    }
    return PageRow(site_id=site_id, **fields | values)


@contextmanager
def a_database(path: Path, *sites: str) -> Iterator[Database]:
    """Open a database at ``path`` that knows the newspapers ``sites``."""
    with opened(path) as db:
        for site in sites or ("bao-ha-giang",):
            name = site.replace("-", " ").title()
            about = {"province_id": "ha-giang", "base_url": f"https://{site}.vn"}
            save_site(db, id=site, name=name, **about, now=NOW)
        yield db


def printed(
    db: Database, *facts: Fact, page: PageRow | None = None, article: Article | None = None
) -> list[str]:
    """Save an article that states ``facts``; return the facts' ids."""
    page = page or a_page_row()
    page = replace(page, id=save_page(db, page))
    article = article or an_article()
    save_reading(db, page, "read", article, Reading(facts=facts), NOW)
    return [fact_id(id_of(page.site_id, page.url_key), fact) for fact in facts]


def everything(db: Database) -> dict[str, list[tuple[Any, ...]]]:
    """Return all rows of all tables."""
    return {
        name: db.conn.execute(f"SELECT rowid, * FROM [{name}]").fetchall()  # noqa: S608
        for name in db.table_names()
    }
