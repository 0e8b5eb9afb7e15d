"""One fact as its reviewer sees it: values, words, article, and what others say."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from sqlite_utils import Database

from db.base import rows
from db.review.piece import Mark, Stretch, around, stretches
from db.review.words import day, moment, words
from db.wording import change, component_name, decimal, heading, index_name, said, unit

_VALUES = (
    *("index", "component", "subject", "year", "period", "basis"),
    *("rank", "out_of", "rank_scope", "rank_change"),
    *("score", "score_change", "group", "baseline_year"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """One value of a fact, and the words it was read from."""

    label: str
    value: str
    words: str
    """Empty when no words of the article give it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a person decided about a fact."""

    id: int
    decision: str
    decided: str
    """The decision in Vietnamese."""

    by: str
    at: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Other:
    """Another fact about the same ranking."""

    id: str
    said: str
    paper: str
    published: str
    quote: str
    decided: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A number that the newspaper changed, with the sentences it stood and stands in."""

    what: str
    before: str
    after: str
    """Empty when nothing is said instead; its sentence too."""

    before_sentence: str
    after_sentence: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Everything a reviewer needs to judge one fact."""

    id: str
    heading: str
    said: str
    values: tuple[Value, ...]
    quote: str
    around: tuple[str, str]
    """The words before and after the quote, in its line."""

    matches: bool
    """Whether the quote still stands where the fact says it stands."""

    withdrawn: bool
    """Whether the newest reading of the article no longer gives this fact."""

    title: tuple[Stretch, ...]
    text: tuple[Stretch, ...]
    paper: str
    published: str
    byline: str
    link: str
    """Address of the original; empty unless it is an ordinary web address."""

    rule: str
    confidence: str
    reasons: tuple[str, ...]
    status: str
    others: tuple[Other, ...]
    corrections: tuple[Correction, ...]
    """What the newspaper changed from or to this fact, oldest first."""

    verdicts: tuple[Verdict, ...]
    """Newest first."""

    @property
    def acceptable(self) -> bool:
        """Whether a person may say that this fact is right."""
        return self.matches and not self.withdrawn

    @property
    def seen(self) -> int:
        """Id of the newest verdict; 0 when there is none."""
        return self.verdicts[0].id if self.verdicts else 0


def sheet(db: Database, fact_id: str) -> Sheet | None:
    """Return the fact with everything around it; None if there is no such fact."""
    found = rows(db, _FACT, fact_id)
    return _sheet(db, found[0]) if found else None


def verdicts(db: Database, fact_id: str) -> tuple[Verdict, ...]:
    """Return what was decided about a fact, newest first."""
    query = "SELECT id, decision, by, at, note FROM verdicts WHERE fact_id = ? ORDER BY id DESC"
    return tuple(
        Verdict(**row | {"at": moment(row["at"])}, decided=words().decision[row["decision"]])
        for row in rows(db, query, fact_id)
    )


def web_address(url: str) -> str:
    """Return ``url`` if it is an ordinary web address, else nothing.

    >>> web_address("https://baovidu.vn/a"), web_address("javascript:alert(1)")
    ('https://baovidu.vn/a', '')
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in {"http", "https"} and parts.netloc else ""


def _sheet(db: Database, fact: dict[str, Any]) -> Sheet:
    source = {"title": fact["version_title"], "text": fact["version_text"]}
    spans = json.loads(fact["spans"])
    quote = Mark(start=fact["start"], end=fact["end"], label="")
    status, others = _others(db, fact["id"])
    return Sheet(
        id=fact["id"],
        heading=heading(fact),
        said=said(fact),
        values=tuple(_values(fact, spans, source)),
        quote=fact["quote"],
        around=around(source[fact["quote_in"]], quote.start, quote.end),
        matches=source[fact["quote_in"]][quote.start : quote.end] == fact["quote"],
        withdrawn=fact["withdrawn_at"] is not None,
        title=stretches(source["title"], *_marks("title", fact, quote, spans)),
        text=stretches(source["text"], *_marks("text", fact, quote, spans)),
        paper=fact["paper"],
        published=day(fact["published"]),
        byline=fact["byline"],
        link=web_address(fact["url"]),
        rule=fact["rule"],
        confidence=decimal(round(fact["confidence"], 2)),
        reasons=tuple(words().reason.get(r, r) for r in json.loads(fact["reasons"])),
        status=words().status.get(status, status),
        others=others,
        corrections=_corrections(db, fact["id"]),
        verdicts=verdicts(db, fact["id"]),
    )


def _marks(
    place: str, fact: dict[str, Any], quote: Mark, spans: dict[str, Any]
) -> tuple[Mark | None, list[Mark]]:
    marks = [
        Mark(start=start, end=end, label=words().column.get(name, name))
        for name, (where, start, end) in spans.items()
        if where == place
    ]
    return (quote if fact["quote_in"] == place else None), marks


def _values(fact: dict[str, Any], spans: dict[str, Any], source: dict[str, str]) -> Iterable[Value]:
    for name in _VALUES:
        value = _shown(name, fact)
        if value:
            where, start, end = spans.get(name, ("text", 0, 0))
            label = words().column.get(name, name)
            yield Value(label=label, value=value, words=source[where][start:end])


def _shown(name: str, fact: dict[str, Any]) -> str:
    if name == "index":
        return index_name(fact["index_id"])
    if name == "component":
        return (
            component_name(fact["index_id"], fact["component_id"]) or fact["component_text"] or ""
        )
    value = fact[name]
    if value is None:
        return ""
    if name == "subject":
        return f"{value} ({words().subject_type.get(fact['subject_type'], fact['subject_type'])})"
    if name in {"rank_change", "score_change"}:
        return change(value)
    return decimal(value) + unit(fact["unit"]) if name == "score" else str(value)


def _others(db: Database, fact_id: str) -> tuple[str, tuple[Other, ...]]:
    """Return the status of the fact's ranking and the other facts about it."""
    found = rows(db, _OTHERS, fact_id=fact_id)
    status = found[0]["status"] if found else ""
    return status, tuple(
        Other(
            id=row["id"],
            said=said(row),
            paper=row["paper"],
            published=day(row["published"]),
            quote=row["quote"],
            decided=words().decision.get(row["decision"], ""),
        )
        for row in found
        if row["id"] != fact_id
    )


def _corrections(db: Database, fact_id: str) -> tuple[Correction, ...]:
    found = rows(db, _CORRECTIONS, fact_id=fact_id)
    return tuple(Correction(**row | {"at": moment(row["at"])}) for row in found)


_CORRECTIONS = """
SELECT what, before, after, before_sentence, after_sentence, at
FROM corrections
WHERE old_fact_id = :fact_id OR new_fact_id = :fact_id
ORDER BY id
"""

_FACT = """
SELECT f.*, v.title AS version_title, v.text AS version_text, a.url, a.published, a.byline,
  s.name AS paper
FROM facts f
JOIN article_versions v ON v.id = f.article_version_id
JOIN articles a ON a.id = f.article_id
JOIN sites s ON s.id = a.site_id
WHERE f.id = ?
"""

_OTHERS = """
SELECT r.status, f.*, a.published, s.name AS paper, v.decision
FROM facts this
JOIN rankings r ON r.index_id = this.index_id AND r.year = this.year
  AND r.subject_id IS this.subject_id AND EXISTS (
  SELECT 1 FROM json_each(r.fact_ids) WHERE value = this.id)
JOIN json_each(r.fact_ids) told
JOIN facts f ON f.id = told.value
JOIN articles a ON a.id = f.article_id
JOIN sites s ON s.id = a.site_id
LEFT JOIN last_verdicts v ON v.fact_id = f.id
WHERE this.id = :fact_id
ORDER BY a.published, f.id
"""
