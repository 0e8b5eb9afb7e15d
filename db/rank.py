"""What the facts agree on: one ranking for each thing that can be ranked."""

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from db.base import moment, rows, upsert, value, writing
from db.consensus import Telling, settled
from db.key import ranking_id, scope_key, told_at
from db.story import Told, Value, stories
from db.unsettled import IndexYear, forget, mark, unsettled

_RANKED = ("province", "national", "ministry", "region")


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What a settling changed, and how many rankings there are after it."""

    new: int = 0
    changed: int = 0
    gone: int = 0

    rankings: int = 0
    agreed: int = 0
    disputed: int = 0


def settle(
    db: Database, now: datetime, keys: Collection[IndexYear] | None = None, *, whole: bool = False
) -> Counts:
    """Bring the table ``rankings`` up to what the facts say, and return what that changed.

    Counted are facts about provinces, ministries, regions and the whole country that have a
    year, still stand in their article, and were not rejected by a person.  Looked at are the
    indices and years that something has happened to since they were last settled (triggers of
    the database note them), or those in ``keys``; with ``whole``, all.  Others are drawn in
    where a story leads to them, so that the result is the one of settling all.  Only rows that
    differ are written, so that settling twice is settling once; ``now`` leaves no mark.

    A ranking was first reported when the earliest of its articles was published; an article
    that gives its date without a day counts from the moment it was fetched.
    """
    moment(now)

    def wanted() -> set[IndexYear]:
        return unsettled(db, whole=whole) if keys is None else set(keys)

    for _ in range(_TRIES):
        before = mark(db)
        plan = _planned(db, wanted())
        with writing(db):
            if mark(db) == before:
                return _save(db, plan)
    with writing(db):
        return _save(db, _planned(db, wanted()))


_TRIES = 3
"""Times the work is done without holding up other writers, before it is done in their way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    """What settling some indices and years comes to, before it is written."""

    keys: frozenset[IndexYear]
    rankings: dict[str, dict[str, Any]]
    story: dict[str, str]
    touched: frozenset[str]
    """Articles that may have lost their story."""


def _planned(db: Database, keys: set[IndexYear]) -> _Plan:
    """Settle ``keys``, and whatever else articles tell that share a story with one in ``keys``.

    Two articles are one story when they share any ranking.  So all that the articles of a story
    tell is looked at together; an article that was alone and still is leads nowhere.
    """
    while True:
        groups = _groups(_facts(db, keys))
        story = _stories(db, groups)
        before = _stories_before(db, keys)
        linked = _in_company(story) | _in_company(before)
        if not (more := _told_by(db, linked) - keys):
            break
        keys |= more
    return _Plan(
        keys=frozenset(keys),
        rankings={id_: _ranking(id_, facts, story) for id_, facts in groups.items()},
        story=story,
        touched=frozenset(before),
    )


def _in_company(story: dict[str, str]) -> set[str]:
    """Return the articles whose story has others."""
    sizes = Counter(story.values())
    return {article for article, root in story.items() if sizes[root] > 1}


def _stories_before(db: Database, keys: Collection[IndexYear]) -> dict[str, str]:
    """Return the stories, as last settled, of all articles that ever told of ``keys``."""
    found = rows(db, _STORIES_BEFORE, keys=_listed(keys))
    return {row["id"]: row["story_id"] for row in found}


_STORIES_BEFORE = """
SELECT id, story_id FROM articles WHERE story_id IN (
  SELECT a.story_id
  FROM json_each(:keys) k
  CROSS JOIN facts f ON f.index_id = k.value ->> 0 AND f.year = k.value ->> 1
  JOIN articles a ON a.id = f.article_id
)
"""


def _told_by(db: Database, articles: Collection[str]) -> set[IndexYear]:
    query = (
        "SELECT DISTINCT f.index_id, f.year FROM json_each(?) k "
        "CROSS JOIN facts f ON f.article_id = k.value WHERE f.year IS NOT NULL"
    )
    found = rows(db, query, json.dumps(sorted(articles)))
    return {(row["index_id"], row["year"]) for row in found}


def _listed(keys: Collection[IndexYear]) -> str:
    return json.dumps(sorted(keys))


def _facts(db: Database, keys: Collection[IndexYear]) -> list[dict[str, Any]]:
    """Return the facts that count, the earliest first, each with ``told_at`` and ``accepted``."""
    found = rows(db, _FACTS, types=json.dumps(_RANKED), keys=_listed(keys))
    for fact in found:
        fact["told_at"] = told_at(fact["published"], fact["seen_at"])
    return sorted(
        found, key=lambda fact: (fact["told_at"], fact["article_id"], fact["start"], fact["id"])
    )


_FACTS = """
SELECT f.*, a.published, a.first_seen_at AS seen_at, v.decision IS NOT NULL AS accepted
FROM json_each(:keys) k
CROSS JOIN facts f ON f.index_id = k.value ->> 0 AND f.year = k.value ->> 1
JOIN articles a ON a.id = f.article_id
LEFT JOIN last_verdicts v ON v.fact_id = f.id
WHERE f.withdrawn_at IS NULL
  AND f.subject_type IN (SELECT value FROM json_each(:types))
  AND v.decision IS NOT 'reject'
"""


def _groups(facts: Iterable[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    groups: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for fact in facts:
        groups[ranking_id(fact)].append(fact)
    return groups


def _stories(db: Database, groups: dict[str, list[dict[str, Any]]]) -> dict[str, str]:
    version: dict[str, int] = {}
    told: dict[Told, dict[str, frozenset[Value]]] = defaultdict(dict)
    for ranking, group in groups.items():
        for fact in group:
            version[fact["article_id"]] = fact["article_version_id"]
            said = told[fact["told_at"], fact["article_id"]]
            value_ = (fact["rank"], fact["score"])
            said[ranking] = said.get(ranking, frozenset()) | {value_}

    def text(article: str) -> str:
        query = "SELECT iif(text = '', title, text) FROM article_versions WHERE id = ?"
        return str(value(db, query, version[article]))

    def sketch_of(article: str) -> str:
        query = "SELECT sketch FROM article_versions WHERE id = ?"
        return str(value(db, query, version[article]))

    return stories(told, text, sketch_of)


def _ranking(id_: str, facts: list[dict[str, Any]], story: dict[str, str]) -> dict[str, Any]:
    first = facts[0]
    told = settled([Telling(fact=fact, story=story[fact["article_id"]]) for fact in facts])
    return {
        "id": id_,
        **{name: first[name] for name in _FROM_FIRST},
        "scope": first["rank_scope"] if scope_key(first["rank_scope"]) else None,
        **told,
        "first_reported_at": first["told_at"],
        "fact_ids": json.dumps(sorted(fact["id"] for fact in facts)),
    }


_FROM_FIRST = (
    *("index_id", "component_id", "component_text", "subject", "subject_id", "subject_type"),
    *("basis", "year", "period"),
)


def _save(db: Database, plan: _Plan) -> Counts:
    there = {row["id"] for row in rows(db, _THERE, keys=_listed(plan.keys))}
    gone = there - plan.rankings.keys()
    _save_stories(db, plan)
    changed = {id_ for id_, row in plan.rankings.items() if upsert(db, "rankings", row)}
    db.conn.execute(
        "DELETE FROM rankings WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(sorted(gone)),),
    )
    forget(db, plan.keys)
    return Counts(
        new=len(changed - there),
        changed=len(changed & there),
        gone=len(gone),
        **rows(db, _TOTALS)[0],
    )


_THERE = """
SELECT r.id
FROM json_each(:keys) k
CROSS JOIN rankings r ON r.index_id = k.value ->> 0 AND r.year = k.value ->> 1
"""

_TOTALS = """
SELECT count(*) AS rankings,
  count(*) FILTER (WHERE status = 'agreed') AS agreed,
  count(*) FILTER (WHERE status = 'disputed') AS disputed
FROM rankings
"""


def _save_stories(db: Database, plan: _Plan) -> None:
    """Write which story each article belongs to; one that tells nothing any more is its own."""
    story = dict.fromkeys(plan.touched) | plan.story
    db.conn.execute(
        "UPDATE articles SET story_id = coalesce(s.value, s.key) FROM json_each(?) s "
        "WHERE articles.id = s.key AND articles.story_id <> coalesce(s.value, s.key)",
        (json.dumps(story),),
    )
