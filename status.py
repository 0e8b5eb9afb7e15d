"""How the work stands: for each newspaper and stage the last success, the counts, the faults."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from db.store import StoreError, moment

DAY = timedelta(hours=24)
STALE = timedelta(hours=36)
"""A crawl each day, and half a day of patience."""

STAGES = ("crawl", "read", "rank", "alert", "once")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """The last runs of one stage; moments are UTC, None = never."""

    last_success_at: str | None = None
    last_run_at: str | None = None
    status: str = "never"
    """How the last run ended: ok, failed, interrupted, running or never."""

    counts: dict[str, int] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One newspaper."""

    id: str
    name: str
    state: str | None
    """How it does (`db.health`), ``ok`` or what is the matter; None = nobody has looked yet."""

    since: str | None
    """Since when it is in that state."""

    health: dict[str, Any] | None
    """The last day's row of ``site_health``: what its pages gave."""

    stages: dict[str, Stage]
    """``crawl`` and ``read``; the other stages work for all papers at once."""

    pages: int
    """Pages that were kept."""

    unread: int
    articles: int
    new_articles: int
    """First seen in the last 24 hours."""

    facts: int
    wrong: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """The whole."""

    database: str
    papers: list[Paper]
    stages: dict[str, Stage]
    counts: dict[str, int]
    """Rankings, disputes, open questions and messages in all."""

    wrong: list[str]


_Parts = tuple[list[Paper], dict[str, Stage], dict[str, int], list[str]]


def status(path: Path, chosen: Iterable[str], now: datetime, faults: Mapping[str, str]) -> Status:
    """Return how the database at ``path`` stands; it is only looked at, never made or changed.

    ``chosen`` are the ids of the newspapers that should be crawled, ``faults`` what is wrong
    with site files, by id.  Raises `StoreError` when there is a file that is no database of ours.
    """
    papers, stages, counts, undelivered = _found(path, list(chosen), now)
    papers = [
        replace(paper, wrong=[faults[paper.id], *paper.wrong]) if paper.id in faults else paper
        for paper in papers
    ]
    return _whole(path, papers, stages, counts, undelivered)


def _found(path: Path, chosen: list[str], now: datetime) -> _Parts:
    try:
        if not path.exists():
            never = {name: _never(name) for name in STAGES}
            return [_unseen(id_) for id_ in chosen], never, {}, []
        db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
        try:
            db.row_factory = sqlite3.Row
            return _parts(db, chosen, now)
        finally:
            db.close()
    except (sqlite3.DatabaseError, OSError) as error:
        raise StoreError(f"{path}: cannot be read as a database: {error}") from None


def _parts(db: sqlite3.Connection, chosen: list[str], now: datetime) -> _Parts:
    known = {row["id"]: row["name"] for row in db.execute("SELECT id, name FROM sites")}
    ids = dict.fromkeys([*chosen, *known])
    papers = [
        _paper(db, id_, known[id_], now, chosen=id_ in chosen) if id_ in known else _unseen(id_)
        for id_ in ids
    ]
    stages = {name: _stage(db, name) for name in STAGES}
    return papers, stages, _counts(db), list(_undelivered(db))


def _counts(db: sqlite3.Connection) -> dict[str, int]:
    return {
        "rankings": _count(db, "SELECT count(*) FROM rankings"),
        "disputed": _count(db, "SELECT count(*) FROM rankings WHERE status = 'disputed'"),
        "unresolved": _count(db, "SELECT count(*) FROM unresolved"),
        "messages sent": _count(db, "SELECT count(*) FROM outbox WHERE state = 'sent'"),
        "messages waiting": _count(db, "SELECT count(*) FROM outbox WHERE state <> 'sent'"),
    }


def _whole(
    path: Path,
    papers: list[Paper],
    stages: dict[str, Stage],
    counts: dict[str, int],
    undelivered: list[str],
) -> Status:
    """Put the parts together, and all that is wrong with them into one list."""
    wrong = [f"{paper.name}: {fault}" for paper in papers for fault in paper.wrong]
    for name, stage in stages.items():
        if name != "crawl":  # told by newspaper
            wrong += [f"{name}: {fault}" for fault in stage.wrong]
    wrong += undelivered
    return Status(database=str(path), papers=papers, stages=stages, counts=counts, wrong=wrong)


def _unseen(id_: str) -> Paper:
    never = Stage(wrong=["never crawled"])
    return Paper(
        id=id_,
        name=id_,
        stages={"crawl": never, "read": Stage()},
        pages=0,
        unread=0,
        articles=0,
        new_articles=0,
        facts=0,
        wrong=never.wrong,
        **_UNKNOWN,
    )


def _paper(db: sqlite3.Connection, id_: str, name: str, now: datetime, *, chosen: bool) -> Paper:
    row = db.execute(_COUNTS, {"site": id_, "since": moment(now - DAY)}).fetchone()
    crawl = _stage(db, "crawl", id_)
    does = _health(db, id_)
    wrong = [*crawl.wrong, *_ill(does["health"]), *(_late(crawl, now) if chosen else ())]
    wrong += [*_unfetched(db, id_), *_misread(db, id_)]
    if row["unread"]:
        wrong.append(f"{row['unread']} pages wait to be read")
    read = Stage(
        last_success_at=row["read_at"],
        last_run_at=row["read_at"],
        status="ok" if row["read_at"] else "never",
    )
    counts = {key: row[key] for key in ("pages", "unread", "articles", "new_articles", "facts")}
    stages = {"crawl": crawl, "read": read}
    return Paper(id=id_, name=name, stages=stages, wrong=wrong, **does, **counts)


def _health(db: sqlite3.Connection, site: str) -> dict[str, Any]:
    query = "SELECT * FROM site_health WHERE site_id = ? ORDER BY day DESC LIMIT 1"
    row: sqlite3.Row | None = None
    with suppress(sqlite3.OperationalError):  # a database that no stage has brought up to date
        row = db.execute(query, (site,)).fetchone()
    if row is None:
        return _UNKNOWN
    return {"state": row["state"], "since": row["since"], "health": dict(row)}


_UNKNOWN: dict[str, Any] = {"state": None, "since": None, "health": None}


def _ill(health: dict[str, Any] | None) -> Iterator[str]:
    if health and health["state"] != "ok":
        yield f"{health['state']} since {health['since']}: {health['detail']}"
    elif health and health["detail"]:
        yield health["detail"]


_COUNTS = """
SELECT
  (SELECT count(*) FROM pages WHERE site_id = :site AND outcome = 'kept') AS pages,
  (SELECT count(*) FROM pages
    WHERE site_id = :site AND outcome = 'kept' AND read_at IS NULL) AS unread,
  (SELECT max(read_at) FROM pages WHERE site_id = :site) AS read_at,
  (SELECT count(*) FROM articles WHERE site_id = :site) AS articles,
  (SELECT count(*) FROM articles
    WHERE site_id = :site AND first_seen_at >= :since) AS new_articles,
  (SELECT count(*) FROM facts JOIN articles ON articles.id = facts.article_id
    WHERE articles.site_id = :site AND facts.withdrawn_at IS NULL) AS facts
"""


def _stage(db: sqlite3.Connection, name: str, site: str | None = None) -> Stage:
    last = db.execute(_LAST_RUN, (name, site)).fetchone()
    if last is None:
        return _never(name)
    return Stage(
        last_success_at=db.execute(_LAST_SUCCESS, (name, site)).fetchone()[0],
        last_run_at=last["started_at"],
        status=last["status"],
        counts=json.loads(last["counts"]),
        wrong=list(_of_run(last)),
    )


_LAST_RUN = (
    "SELECT * FROM runs WHERE stage = ?1 AND (?2 IS NULL OR site_id = ?2) ORDER BY id DESC LIMIT 1"
)
_LAST_SUCCESS = (
    "SELECT max(ended_at) FROM runs "
    "WHERE stage = ?1 AND (?2 IS NULL OR site_id = ?2) AND status = 'ok'"
)


def _never(name: str) -> Stage:
    # Whoever runs the stages one by one has no need of `once`.
    return Stage(wrong=[] if name == "once" else ["never ran"])


def _of_run(run: sqlite3.Row) -> Iterator[str]:
    if run["status"] == "ok" and run["error"]:
        yield run["error"]
    if run["status"] == "failed":
        yield f"the last {run['stage']} failed: {run['error'] or 'no reason is known'}"
    if run["status"] == "interrupted":
        yield f"the last {run['stage']} was interrupted"


def _late(crawl: Stage, now: datetime) -> Iterator[str]:
    last = crawl.last_success_at
    if last is None:
        yield "no crawl has succeeded yet"
    elif datetime.fromisoformat(last) < now - STALE:
        yield f"no crawl has succeeded since {last}"


def _unfetched(db: sqlite3.Connection, site: str) -> Iterator[str]:
    query = (
        "SELECT outcome AS what, count(*) AS n FROM pages "
        "WHERE site_id = ? AND outcome <> 'kept' GROUP BY outcome ORDER BY n DESC, outcome"
    )
    if found := db.execute(query, (site,)).fetchall():
        yield f"{_sum(found)} addresses gave no page ({_listed(found)})"


def _misread(db: sqlite3.Connection, site: str) -> Iterator[str]:
    query = (
        "SELECT read_outcome AS what, count(*) AS n FROM pages WHERE site_id = ? "
        "AND read_outcome <> 'read' GROUP BY read_outcome ORDER BY n DESC, read_outcome"
    )
    if found := db.execute(query, (site,)).fetchall():
        yield f"{_sum(found)} pages gave no article ({_listed(found)})"


def _undelivered(db: sqlite3.Connection) -> Iterator[str]:
    query = (
        "SELECT state, count(*) AS n, max(last_error) AS why FROM outbox "
        "WHERE state = 'dead' OR last_error IS NOT NULL AND state <> 'sent' GROUP BY state"
    )
    for row in db.execute(query):
        fate = "were given up" if row["state"] == "dead" else "wait for another try"
        yield f"alert: {row['n']} messages {fate}: {row['why']}"


def _count(db: sqlite3.Connection, query: str, *values: Any) -> int:
    return int(db.execute(query, values).fetchone()[0])


def _sum(found: list[sqlite3.Row]) -> int:
    return sum(row["n"] for row in found)


def _listed(found: list[sqlite3.Row]) -> str:
    return ", ".join(f"{row['what']} {row['n']}" for row in found)
