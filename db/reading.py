"""What was read from a page: the article, its versions, its facts and open questions."""

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from db import correction
from db.base import moment, upsert, value, writing
from db.page import PageRow
from db.story import sketch
from extract.model import Article, Fact, Reading, Unresolved, as_json


def article_id(site_id: str, url_key: str) -> str:
    """Return the id of the article at an address of a newspaper: 16 hex digits."""
    return _digest(site_id, url_key)


def fact_id(article: str, fact: Fact) -> str:
    """Return the id of a fact: 16 hex digits of what was said, wherever in the text it stands.

    A better reader that finds the same statement again finds the same fact, so the verdict of
    a person stays with it.
    """
    return _digest(article, *(getattr(fact, name) for name in _SAID))


_SAID = (
    *("quote", "rule", "index", "component_text", "subject", "basis", "year", "period"),
    *("rank_scope", "rank", "out_of", "rank_change", "score", "unit", "score_change", "group"),
)


def _digest(*parts: Any) -> str:
    words = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def save_reading(  # noqa: PLR0913, PLR0917 - the page, what was read from it, when
    db: Database,
    page: PageRow,
    outcome: str,
    article: Article | None,
    reading: Reading | None,
    now: datetime,
) -> None:
    """Keep what was read from ``page``, in one transaction.

    ``outcome`` says how it went, such as ``read``, or why there is no article.
    Reading the same page twice changes no row.  Facts that the article no longer gives are
    withdrawn, not deleted, and come back when they are read again.
    """
    with writing(db):
        db.conn.execute(
            "UPDATE pages SET read_at = ?, read_outcome = ? WHERE id = ? AND read_outcome IS NOT ?",
            (moment(now), outcome, page.id, outcome),
        )
        if article is not None:
            id_ = _save_article(db, page, article)
            reading = reading or Reading()
            version = _save_version(db, page, id_, article, now)
            if reading.facts:
                _save_sketch(db, version, article)
            before = correction.standing(db, id_, page.sha256)
            said = _save_facts(db, id_, version, reading.facts, now)
            words = {"title": article.title, "text": article.text}
            after, text = [row | words for row in said], "\n".join(words.values())
            correction.note(db, before, after, text, now)
            _save_unresolved(db, id_, version, reading.unresolved, now)


_HOW = ("modified", "modified_raw", "modified_by", "title_by", "lead_by", "byline_by")


def _save_article(db: Database, page: PageRow, article: Article) -> str:
    id_ = article_id(page.site_id, page.url_key)
    row = {
        "id": id_,
        "site_id": page.site_id,
        "page_id": page.id,
        "url": article.url or page.final_url or page.url,
        "title": article.title,
        "published": article.published,
        "published_raw": article.published_raw,
        "published_by": article.published_by,
        "byline": article.byline,
        **{name: getattr(article, name) for name in _HOW},
        "body_by": article.body_by,
        "story_id": id_,
        "first_seen_at": page.fetched_at,
    }
    upsert(db, "articles", row, keep=("story_id", "first_seen_at"))
    return id_


def _save_version(db: Database, page: PageRow, id_: str, article: Article, now: datetime) -> int:
    """Return the version that has this very title and text, made if it is new."""
    words = f"{article.title}\n{article.text}"
    sha256 = hashlib.sha256(words.encode()).hexdigest()
    db.conn.execute(
        "INSERT INTO article_versions "
        "(article_id, page_id, title, lead, text, sha256, seen_at, page_sha256) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (article_id, sha256) "
        "DO UPDATE SET page_sha256 = excluded.page_sha256 "
        "WHERE page_sha256 <> excluded.page_sha256",
        (id_, page.id, article.title, article.lead, article.text, sha256, moment(now), page.sha256),
    )
    query = "SELECT id FROM article_versions WHERE article_id = ? AND sha256 = ?"
    return int(value(db, query, id_, sha256))


def _save_sketch(db: Database, version: int, article: Article) -> None:
    """Keep what copies of the article are known by; only articles with facts are compared."""
    db.conn.execute(
        "UPDATE article_versions SET sketch = ? WHERE id = ? AND sketch = ''",
        (sketch(article.text or article.title), version),
    )


def _save_facts(
    db: Database, article: str, version: int, facts: Iterable[Fact], now: datetime
) -> list[dict[str, Any]]:
    """Write what the article says now, withdraw what it no longer says; return its rows."""
    said: dict[str, Fact] = {}
    for fact in facts:
        said.setdefault(fact_id(article, fact), fact)
    found = []
    for id_, fact in said.items():
        row = _row(fact) | {"id": id_, "article_id": article, "article_version_id": version}
        row |= {"first_seen_at": moment(now), "last_seen_at": moment(now), "withdrawn_at": None}
        upsert(db, "facts", row, keep=("first_seen_at",))
        found.append(row)
    db.conn.execute(
        "UPDATE facts SET withdrawn_at = ? WHERE article_id = ? AND withdrawn_at IS NULL "
        "AND id NOT IN (SELECT value FROM json_each(?))",
        (moment(now), article, json.dumps(list(said))),
    )
    return found


def _row(fact: Fact) -> dict[str, Any]:
    row = as_json(fact)
    del row["article"]
    row["index_id"] = row.pop("index")
    row["component_id"] = row.pop("component")
    row["spans"] = json.dumps(row["spans"])
    row["reasons"] = json.dumps(row["reasons"], ensure_ascii=False)
    return row


def _save_unresolved(
    db: Database, article: str, version: int, mentions: Iterable[Unresolved], now: datetime
) -> None:
    open_: dict[str, Unresolved] = {}
    for one in mentions:
        open_.setdefault(_digest(article, one.quote, one.rule, one.why), one)
    for id_, one in open_.items():
        row = {name: getattr(one, name) for name in Unresolved.__slots__ if name != "article"}
        row |= {"id": id_, "article_id": article, "article_version_id": version}
        row |= {"first_seen_at": moment(now)}
        upsert(db, "unresolved", row, keep=("first_seen_at",))
    db.conn.execute(
        "DELETE FROM unresolved WHERE article_id = ? "
        "AND id NOT IN (SELECT value FROM json_each(?))",
        (article, json.dumps(list(open_))),
    )
