"""What is worth a message: alert files, and the messages they make of what is new."""

import hashlib
import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from pathlib import Path
from string import Formatter
from typing import Any, Self, cast
from unicodedata import normalize

from pydantic import model_validator
from sqlite_utils import Database

from db.base import moment, rows, writing
from db.channel import Channel
from db.consensus import same_score
from db.sentence import around
from db.wording import Words, printed
from extract.index import indices
from extract.province import units
from extract.table import Table

QUERIES = Path(__file__).with_name("queries")
FOLDER = Path(__file__).with_name("alerts")

_FIELDS = {
    "title": {"mark", "index", "time", "subject", "value", "more"},
    "head": {"index", "time", "subject", "basis"},
    "line": {
        *("name", "value", "before", "status", "review", "sentence", "paper", "date", "link"),
    },
    "foot": {"id"},
}


class Alert(Table):
    """A question asked of the rankings after every crawl, and how its answers are worded."""

    id: str
    """The name of the file."""

    question: str
    """What a reader wants to know."""

    query: str
    """The name of a file in ``db/queries``, without ``.sql``."""

    title: str
    """The subject of a message."""

    head: str
    line: str
    """One for each ranking that a message tells of."""

    foot: str
    words: Words

    @model_validator(mode="after")
    def _speaks_of_what_there_is(self) -> Self:
        if not (QUERIES / f"{self.query}.sql").is_file():
            raise ValueError(f"query: there is no {self.query}.sql in {QUERIES}")
        for name, known in _FIELDS.items():
            asked = {field for _, field, _, _ in Formatter().parse(getattr(self, name)) if field}
            if unknown := sorted(asked - known):
                raise ValueError(f"{name}: no field {unknown[0]}; there are {sorted(known)}")
        return self


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A rendered message, and what it tells: pairs of a ranking's id and its value's key."""

    key: str
    subject: str
    body: str
    tells: tuple[tuple[str, str], ...]


def alerts(folder: Path = FOLDER) -> tuple[Alert, ...]:
    """Return the alerts in ``folder``, by name; `TableError` if a file is wrong."""
    return tuple(Alert.loaded(path, id=path.stem) for path in sorted(folder.glob("*.toml")))


def enqueue(
    db: Database,
    alerts: Iterable[Alert],
    *,
    watch: Collection[str],
    channels: Sequence[Channel],
    now: datetime,
) -> int:
    """Put a message for every channel into the outbox for what is new, and return how many.

    ``watch`` are ids of subjects, such as ``lang-son``; units they became part of are watched
    with them; empty means every subject.  What is told is noted in the same transaction, so
    that nothing is told twice.  A value that differs from what was told is told as a correction
    and one that was missing as an addition.  Without channels nothing is told, and nothing is
    noted: it will still be new when there is one.
    """
    if not channels:
        return 0
    with writing(db):
        found = [(alert, message) for alert in alerts for message in _messages(db, alert, watch)]
        for alert, message in found:
            _put(db, alert, message, channels, moment(now))
    return len(found) * len(channels)


def _put(
    db: Database, alert: Alert, message: Message, channels: Iterable[Channel], at: str
) -> None:
    db.conn.executemany(
        "INSERT INTO outbox (event_key, channel, subject, body, due_at, created_at) "
        "VALUES (?, ?, ?, ?, ?, ?)",
        [(message.key, c.id, message.subject, message.body, at, at) for c in channels],
    )
    db.conn.executemany(
        "INSERT INTO announcements VALUES (?, ?, ?, ?, ?)",
        [(alert.id, ranking, value, message.key, at) for ranking, value in message.tells],
    )


def _messages(db: Database, alert: Alert, watch: Collection[str]) -> list[Message]:
    query = (QUERIES / f"{alert.query}.sql").read_text("utf-8")
    found = rows(db, query, alert=alert.id, watch=json.dumps(_watched(watch)) if watch else None)
    news = [row | {"news": kind} for row in found if (kind := _news(row))]
    groups = groupby(sorted(news, key=_group), key=_group)
    return [_message(db, alert, sorted(lines, key=_place)) for _, lines in groups]


def _watched(watch: Collection[str]) -> list[str]:
    """Return ``watch`` with the units that its provinces became part of."""
    into = {units()[id_].into for id_ in watch if id_ in units()}
    return sorted({*watch, *filter(None, into)})


def _news(row: dict[str, Any]) -> str:
    """Return what a ranking is to its readers: ``new``, ``correction``, ``addition``, or nothing.

    A score that only gains or loses digits is no news.
    """
    if row["told"] is None:
        return "new"
    told = json.loads(row["told"])
    if None not in (told["rank"], row["rank"]) and told["rank"] != row["rank"]:
        return "correction"
    if None not in (told["score"], row["score"]) and not same_score(told["score"], row["score"]):
        return "correction"
    gained = [name for name in ("rank", "score") if told[name] is None and row[name] is not None]
    return "addition" if gained else ""


def _group(row: dict[str, Any]) -> tuple[str, ...]:
    """Return what the lines of one message share."""
    shared = (row["index_id"], row["year"], row["period"], row["subject_id"] or row["subject"])
    return (*map(str, shared), str(row["basis"]))


def _place(row: dict[str, Any]) -> tuple[Any, ...]:
    """Return where a line stands in its message: whole index, its groups, then components."""
    component = row["component_id"] or row["component_text"]
    return (bool(component), bool(row["scope"]), row["article_id"], row["start"], row["id"])


def _message(db: Database, alert: Alert, group: list[dict[str, Any]]) -> Message:
    tells = tuple((row["id"], _value_key(row)) for row in group)
    mark = hashlib.sha256(json.dumps([alert.id, tells]).encode()).hexdigest()[:12]
    shared = _shared(alert.words, group)
    lines = [alert.line.strip("\n").format(**_line(db, alert.words, row)) for row in group]
    body = "\n\n".join((alert.head.format(**shared), *lines, alert.foot.format(id=mark)))
    return Message(
        key=f"{alert.id}-{mark}",
        subject=normalize("NFC", alert.title.format(**shared)),
        body=normalize("NFC", body),
        tells=tells,
    )


def _value_key(row: dict[str, Any]) -> str:
    """Return what is told; counted, so that a value may return after a correction."""
    return json.dumps({"rank": row["rank"], "score": row["score"], "n": row["times"]})


def _shared(words: Words, group: Sequence[dict[str, Any]]) -> dict[str, str]:
    first = group[0]
    news = {row["news"] for row in group}
    index = indices().get(first["index_id"])
    mark = words.correction if "correction" in news else ""
    return {
        "mark": words.addition if news == {"addition"} else mark,
        "index": index.name if index else first["index_id"].upper(),
        "time": words.time(first["year"], first["period"]),
        "subject": first["subject"],
        "value": _name(words, first) + words.value(first | {"printed": _printed(first)}),
        "more": words.more.format(n=words.number(len(group) - 1)) if len(group) > 1 else "",
        "basis": words.basis.format(n=first["basis"]) if first["basis"] else "",
    }


def _line(db: Database, words: Words, row: dict[str, Any]) -> dict[str, str]:
    return {
        "name": _name(words, row),
        "value": words.value(row | {"printed": _printed(row)}),
        "before": _before(words, row),
        "status": _status(db, words, row),
        "review": words.reviewed if row["accepted"] else words.unreviewed,
        "sentence": _sentence(row),
        "paper": row["paper"],
        "date": words.date(row["published"]),
        "link": row["url"],
    }


def _name(words: Words, row: dict[str, Any]) -> str:
    component = words.component.format(component=_component(row)) if _component(row) else ""
    return component + (words.scope.format(scope=row["scope"]) if row["scope"] else "")


def _component(row: dict[str, Any]) -> str:
    index = indices().get(row["index_id"])
    known = {c.id: c.names[0] for c in index.components} if index else {}
    return cast("str", known.get(row["component_id"]) or row["component_text"] or "")


def _printed(row: dict[str, Any]) -> str:
    if row["fact_score"] != row["score"]:
        return ""
    return printed(row["score"], row["spans"], {"title": row["title"], "text": row["text"]})


def _before(words: Words, row: dict[str, Any]) -> str:
    if row["news"] != "correction":
        return ""
    told = json.loads(row["told"])
    bare = {"rank_change": None, "score_change": None, "group": None}
    return words.before.format(value=words.value(row | bare | told))


def _status(db: Database, words: Words, row: dict[str, Any]) -> str:
    tellings = rows(db, (QUERIES / "ranking-tellings.sql").read_text("utf-8"), ranking=row["id"])
    papers = len({telling["site_id"] for telling in tellings})
    if row["status"] == "disputed":
        form = words.disputed if papers > 1 else words.disputed_one_paper
        return form.format(values=_values(words, tellings))
    if min(row["stories"], papers) > 1 and row["status"] != "reported":
        return words.agreed.format(n=words.number(min(row["stories"], papers)))
    if row["status"] == "agreed":
        return words.agreed_one_paper.format(n=words.number(row["stories"]))
    return words.reported


def _values(words: Words, tellings: Iterable[dict[str, Any]]) -> str:
    """Return each value that is told of one ranking, with the papers that tell it."""
    papers: dict[str, dict[str, None]] = {}
    bare = {"rank_change": None, "score_change": None, "group": None}
    for telling in tellings:
        papers.setdefault(words.value(telling | bare), {})[telling["paper"]] = None
    return "; ".join(f"{value} ({', '.join(names)})" for value, names in papers.items() if value)


def _sentence(row: dict[str, Any]) -> str:
    if row["quote_in"] == "title":
        return cast("str", row["title"])
    if row["text"][row["start"] : row["end"]] != row["quote"]:
        return cast("str", row["quote"])
    return around(row["text"], row["start"], row["end"])
