"""How a paper does: what its pages gave, day by day, and the state it is in since when."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from statistics import median
from typing import Literal

from sqlite_utils import Database

from db.base import moment, rows, value, writing

State = Literal[
    "ok", "quiet", "frozen-feed", "layout-changed", "blocked", "challenge", "unreachable"
]

NEVER = datetime.max.replace(tzinfo=UTC)
SHORT = 200
"""Characters below which a text is a caption, not an article."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What one page gave when it was read; a page that gave no article has nothing."""

    at: datetime
    """When it was fetched."""

    article: bool
    wall: bool
    """Whether it turned out to be a challenge instead of a page."""

    title: bool
    date: bool
    """Whether the day it was published is known."""

    byline: bool
    layout: bool | None
    """Whether the paper's own layout fitted; None when nobody noted it."""

    length: int
    """Characters of its text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """What some pages of a paper gave; None = there is nothing to take a share of."""

    pages: int
    articles: int
    title_rate: float | None
    date_rate: float | None
    body_rate: float | None
    byline_rate: float | None
    layout_rate: float | None
    body_median: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """The state of a paper, as a row of ``site_health`` tells it."""

    state: State
    since: str
    """A moment in UTC."""

    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Crawl:
    """The last crawl of a paper that was able to count something."""

    started_at: datetime
    counts: Counter[str]


def last_crawl(db: Database, site_id: str) -> Crawl | None:
    """Return the last crawl of a paper that counted anything."""
    return next(map(_crawl, rows(db, _CRAWL.format("counts <> '{}'"), site_id)), None)


def last_fed(db: Database, site_id: str) -> Crawl | None:
    """Return the last crawl of a paper that brought a page."""
    fetched = (
        "SELECT max(fetched_at) FROM pages WHERE site_id = ?1 AND outcome = 'kept' AND silent = 0"
    )
    return next(map(_crawl, rows(db, _CRAWL.format(f"started_at <= ({fetched})"), site_id)), None)


_CRAWL = (
    "SELECT started_at, counts FROM runs WHERE stage = 'crawl' AND site_id = ?1 "
    "AND status <> 'running' AND {} ORDER BY id DESC LIMIT 1"
)


def crawls(db: Database, site_id: str, start: datetime) -> list[Crawl]:
    """Return the crawls of a paper that began at ``start`` or later, oldest first."""
    query = (
        "SELECT started_at, counts FROM runs "
        "WHERE stage = 'crawl' AND site_id = ? AND started_at >= ? ORDER BY id"
    )
    return list(map(_crawl, rows(db, query, site_id, moment(start))))


def _crawl(row: dict[str, str]) -> Crawl:
    started_at = datetime.fromisoformat(row["started_at"])
    return Crawl(started_at=started_at, counts=Counter(json.loads(row["counts"])))


def first_crawl(db: Database, site_id: str) -> datetime | None:
    """Return when a paper was crawled for the first time; None if it never was."""
    query = "SELECT min(started_at) FROM runs WHERE stage = 'crawl' AND site_id = ?"
    found = value(db, query, site_id)
    return datetime.fromisoformat(found) if found else None


def looks(db: Database, site_id: str, start: datetime, end: datetime = NEVER) -> list[Look]:
    """Return what the pages gave that were fetched in a span of time and have been read."""
    found = rows(db, _LOOKS, site_id, moment(start), moment(end))
    return [
        Look(
            at=datetime.fromisoformat(row["fetched_at"]),
            article=row["title"] is not None,
            wall=row["read_outcome"] == "challenge",
            title=bool(row["title"]),
            date=len(row["published"] or "") >= len("2026-11-22"),
            byline=bool(row["byline"]),
            layout=row["body_by"] == "layout" if row["body_by"] else None,
            length=row["length"] or 0,
        )
        for row in found
    ]


_LOOKS = """
SELECT p.fetched_at, p.read_outcome, a.title, a.published, a.byline, a.body_by,
  (SELECT length(text) FROM article_versions WHERE article_id = a.id ORDER BY id DESC LIMIT 1)
    AS length
FROM pages p
LEFT JOIN articles a ON a.page_id = p.id AND p.read_outcome = 'read'
WHERE p.site_id = ? AND p.fetched_at >= ? AND p.fetched_at < ?
  AND p.outcome = 'kept' AND p.read_at IS NOT NULL AND p.silent = 0
ORDER BY p.fetched_at
"""


def numbers(looks: Sequence[Look]) -> Numbers:
    """Return what ``looks`` come to; pages that were walls say nothing of the paper's layout."""
    pages = [look for look in looks if not look.wall]
    articles = [look for look in pages if look.article]
    fitted = [look.layout for look in articles if look.layout is not None]
    return Numbers(
        pages=len(pages),
        articles=len(articles),
        title_rate=_rate([look.title for look in pages]),
        date_rate=_rate([look.date for look in pages]),
        body_rate=_rate([look.length >= SHORT for look in pages]),
        byline_rate=_rate([look.byline for look in pages]),
        layout_rate=_rate(fitted),
        body_median=float(median(look.length for look in articles)) if articles else None,
    )


def _rate(had: Sequence[bool]) -> float | None:
    return round(sum(had) / len(had), 4) if had else None


def sightings(db: Database, site_id: str, start: datetime) -> list[datetime]:
    """Return when each article was seen for the first time, since ``start``."""
    query = f"SELECT first_seen_at AS at {_NEWS} AND first_seen_at >= ? ORDER BY first_seen_at"
    return [datetime.fromisoformat(row["at"]) for row in rows(db, query, site_id, moment(start))]


def newest(db: Database, site_id: str) -> datetime | None:
    """Return when the last article that was new was seen; None without an article."""
    query = f"SELECT first_seen_at AS at {_NEWS} ORDER BY first_seen_at DESC LIMIT 1"
    return next((datetime.fromisoformat(row["at"]) for row in rows(db, query, site_id)), None)


def feeds_behind(db: Database, site_id: str) -> timedelta:
    """Return by how much a paper's feeds end before its newest article, as last seen.

    Nothing when no feed has told any date, or no article has.
    """
    ends = value(db, _FEEDS_END, site_id)
    query = f"SELECT max(published) {_NEWS} AND length(published) >= 10"
    youngest = value(db, query, site_id)
    if not ends or not youngest:
        return timedelta()
    return date.fromisoformat(youngest[:10]) - date.fromisoformat(str(ends))


_NEWS = "FROM articles JOIN pages ON pages.id = page_id WHERE articles.site_id = ? AND silent = 0"

_FEEDS_END = """
SELECT json_extract(counts, '$."feeds-end"') AS ends FROM runs
WHERE stage = 'crawl' AND site_id = ? AND ends > 0 ORDER BY id DESC LIMIT 1
"""


def last(db: Database, site_id: str) -> Health | None:
    """Return the state a paper was last found in; None if nobody has looked."""
    query = (
        "SELECT state, since, detail FROM site_health WHERE site_id = ? ORDER BY day DESC LIMIT 1"
    )
    return next((Health(**row) for row in rows(db, query, site_id)), None)


def save(  # noqa: PLR0913 - what a row has
    db: Database,
    site_id: str,
    day: date,
    health: Health,
    numbers: Numbers,
    *,
    blocked_share: float | None,
    newest_at: datetime,
) -> None:
    """Write the row of a paper's ``day``, in place of what was said of that day before."""
    row = {"site_id": site_id, "day": day.isoformat(), **asdict(health), **asdict(numbers)}
    row |= {"blocked_share": blocked_share, "newest_at": moment(newest_at)}
    names, holes = ", ".join(row), ", ".join(f":{name}" for name in row)
    sets = ", ".join(f"{name} = excluded.{name}" for name in row)
    with writing(db):
        db.conn.execute(
            f"INSERT INTO site_health ({names}) VALUES ({holes}) "  # noqa: S608 - our own names
            f"ON CONFLICT (site_id, day) DO UPDATE SET {sets}",
            row,
        )
