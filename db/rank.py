"""What the facts agree on: one ranking for each thing that can be ranked."""

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any
from unicodedata import normalize

from sqlite_utils import Database

from db.base import moment, rows, upsert, value, writing
from db.consensus import Telling, settled
from db.story import Told, sketch, stories

IndexYear = tuple[str, int]
Key = tuple[Any, ...]

_RANKED = ("province", "national", "ministry", "region")
_LEADING = re.compile(
    r"^(?:\d+(?= (?:tỉnh|thành phố|địa phương))|tỉnh|thành phố|thành|địa phương|khu vực|vùng"
    r"|trong|của|thuộc|toàn|các|cả|và|tại)(?:\s+|$)"
)
_NATIONAL = frozenset({"", "nước", "quốc"})
_VIETNAM = timezone(timedelta(hours=7))


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What a settling changed."""

    rankings: int = 0
    """Rankings there are now, among those that were settled."""

    new: int = 0
    changed: int = 0
    gone: int = 0

    agreed: int = 0
    disputed: int = 0


def settle(db: Database, now: datetime, keys: Collection[IndexYear] | None = None) -> Counts:
    """Bring the table ``rankings`` up to what the facts say, and return what that changed.

    Counted are facts about provinces, ministries, regions and the whole country that have a
    year, still stand in their article, and were not rejected by a person.  With ``keys``, only
    these indices and years are settled.  Only rows that differ are written, so that settling
    twice is settling once; ``now`` leaves no mark.

    A ranking was first reported when the earliest of its articles was published; an article
    that gives its date without a day counts from the moment it was fetched.
    """
    moment(now)
    groups = _groups(_facts(db, keys))
    story = _stories(db, groups)
    wanted = {id_: _ranking(id_, facts, story) for id_, facts in groups.items()}
    with writing(db):
        _save_stories(db, story, whole=keys is None)
        return _save(db, wanted, keys)


def scope_key(scope: str | None) -> str:
    """Return what tells two groups of provinces apart, however they are worded.

    Empty means the whole country.

    >>> scope_key("Khu vực miền núi  phía Bắc") == scope_key("các tỉnh miền núi phía Bắc")
    True
    >>> scope_key("cả nước")
    ''
    """
    words = folded(scope or "")
    while (shorter := _LEADING.sub("", words)) != words:
        words = shorter
    return "" if words in _NATIONAL else words


def folded(words: str) -> str:
    """Return ``words`` without what does not tell them apart: case, punctuation, spaces."""
    return " ".join(re.findall(r"\w+", normalize("NFC", words).casefold()))


def told_at(published: str, seen_at: str) -> str:
    """Return the moment an article told its news, in UTC.

    That is when it was published, if the day is known and is not after ``seen_at``; a day
    without an hour counts as its noon in Vietnam, which is the same date in UTC.
    Otherwise it is ``seen_at``, when the page was fetched.

    >>> told_at("2024-04-17", "2026-01-01T00:00:00Z")
    '2024-04-17T05:00:00Z'
    >>> told_at("2024-04", "2026-01-01T00:00:00Z")
    '2026-01-01T00:00:00Z'
    """
    try:
        then = datetime.fromisoformat(published) if len(published) >= len("2024-04-17") else None
    except ValueError:
        then = None
    if then is None:
        return seen_at
    if len(published) == len("2024-04-17"):
        then = then.replace(hour=12)
    if then.tzinfo is None:
        then = then.replace(tzinfo=_VIETNAM)
    return min(moment(then), seen_at)


def _facts(db: Database, keys: Collection[IndexYear] | None) -> list[dict[str, Any]]:
    """Return the facts that count, the earliest first, each with ``told_at`` and ``accepted``."""
    wanted = None if keys is None else json.dumps([[index, year] for index, year in keys])
    found = rows(db, _FACTS, types=json.dumps(_RANKED), keys=wanted)
    for fact in found:
        fact["told_at"] = told_at(fact["published"], fact["seen_at"])
    return sorted(
        found, key=lambda fact: (fact["told_at"], fact["article_id"], fact["start"], fact["id"])
    )


_FACTS = """
SELECT f.*, a.published, a.first_seen_at AS seen_at, v.decision IS NOT NULL AS accepted
FROM facts f
JOIN articles a ON a.id = f.article_id
LEFT JOIN last_verdicts v ON v.fact_id = f.id
WHERE f.withdrawn_at IS NULL
  AND f.year IS NOT NULL
  AND f.subject_type IN (SELECT value FROM json_each(:types))
  AND v.decision IS NOT 'reject'
  AND (:keys IS NULL OR json_array(f.index_id, f.year) IN (SELECT value FROM json_each(:keys)))
"""


def _groups(facts: Iterable[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    groups: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for fact in facts:
        groups[_id(fact)].append(fact)
    return groups


def _id(fact: dict[str, Any]) -> str:
    """Return the id of the ranking that a fact speaks of."""
    key = (
        fact["index_id"],
        fact["component_id"] or folded(fact["component_text"] or ""),
        fact["subject_id"] or folded(fact["subject"]),
        *(fact["basis"], fact["year"], fact["period"], scope_key(fact["rank_scope"])),
    )
    words = json.dumps(key, ensure_ascii=False)
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def _stories(db: Database, groups: dict[str, list[dict[str, Any]]]) -> dict[str, str]:
    def text(article: str) -> str:
        return str(value(db, _LATEST.format("iif(text = '', title, text)"), article) or "")

    def sketch_of(article: str) -> str:
        return str(value(db, _LATEST.format("sketch"), article) or "") or sketch(text(article))

    told: list[list[Told]] = [
        [(fact["told_at"], fact["article_id"]) for fact in facts] for facts in groups.values()
    ]
    return stories(told, text, sketch_of)


_LATEST = """
SELECT {} FROM article_versions WHERE article_id = ? ORDER BY seen_at DESC, id DESC LIMIT 1
"""


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


def _save_stories(db: Database, story: dict[str, str], *, whole: bool) -> None:
    """Write which story each article belongs to; articles that tell nothing are their own."""
    pairs = json.dumps(story)
    db.conn.execute(
        "UPDATE articles SET story_id = s.value FROM json_each(?) s "
        "WHERE articles.id = s.key AND articles.story_id <> s.value",
        (pairs,),
    )
    if whole:
        db.conn.execute(
            "UPDATE articles SET story_id = id WHERE story_id <> id "
            "AND id NOT IN (SELECT key FROM json_each(?))",
            (pairs,),
        )


def _save(
    db: Database, wanted: dict[str, dict[str, Any]], keys: Collection[IndexYear] | None
) -> Counts:
    there = {
        row["id"]
        for row in rows(db, "SELECT id, index_id, year FROM rankings")
        if keys is None or (row["index_id"], row["year"]) in keys
    }
    gone = there - wanted.keys()
    changed = [id_ for id_, row in wanted.items() if upsert(db, "rankings", row)]
    db.conn.execute(
        "DELETE FROM rankings WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(sorted(gone)),),
    )
    status = [row["status"] for row in wanted.values()]
    return Counts(
        rankings=len(wanted),
        new=len([id_ for id_ in changed if id_ not in there]),
        changed=len([id_ for id_ in changed if id_ in there]),
        gone=len(gone),
        agreed=status.count("agreed"),
        disputed=status.count("disputed"),
    )
