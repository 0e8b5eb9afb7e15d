"""Vietnamese words for what the database keeps: columns, numbers, moments."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from db.wording import bare_group, decimal, unit
from extract.index import indices
from extract.table import Table

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


class Words(Table):
    """The content of ``words.toml``."""

    column: dict[str, str]
    status: dict[str, str]
    decision: dict[str, str]
    subject_type: dict[str, str]
    reason: dict[str, str]


@cache
def words() -> Words:
    """Return the words of the desk; `TableError` when the file is wrong."""
    return Words.loaded(Path(__file__).with_name("words.toml"))


def index_name(index_id: str) -> str:
    """Return the short name of an index; its id when there is no such index any more.

    >>> index_name("par-index"), index_name("no-more")
    ('PAR INDEX', 'no-more')
    """
    index = indices().get(index_id)
    return index.name if index else index_id


def component_name(index_id: str, component_id: str | None) -> str:
    """Return the official name of a component; nothing when it is not a listed one."""
    index = indices().get(index_id)
    parts = index.components if index else ()
    return next((part.names[0] for part in parts if part.id == component_id), component_id or "")


def heading(fact: Mapping[str, Any]) -> str:
    """Return whom and what a fact is about: ``Lạng Sơn · PAR INDEX · 2024``."""
    part = fact["component_text"] or component_name(fact["index_id"], fact["component_id"])
    named = (fact["subject"], index_name(fact["index_id"]), part, fact["period"] or fact["year"])
    return " · ".join(str(name) for name in named if name)


def change(value: float) -> str:
    """Return a change with its sign.

    >>> change(3), change(-0.5)
    ('+3', '−0,5')
    """
    return ("+" if value > 0 else "−" if value < 0 else "") + decimal(abs(value))


def moment(at: str) -> str:
    """Return a moment of the database as a Vietnamese clock and calendar show it.

    >>> moment("2026-11-22T02:30:00Z")
    '09:30 22/11/2026'
    """
    return datetime.fromisoformat(at).astimezone(ZONE).strftime("%H:%M %d/%m/%Y")


def day(published: str) -> str:
    """Return when an article was published, as exactly as that is known.

    >>> [day(p) for p in ("2024", "2024-04", "2024-04-17T23:30:00+07:00", "")]
    ['2024', '04/2024', '17/04/2024', '']
    """
    return "/".join(reversed(published[:10].split("-")))


def said(fact: Mapping[str, Any]) -> str:
    """Return in a few words what a fact says of its subject.

    >>> said({"rank": 5, "out_of": 63, "score": 87.36, "unit": "%"})
    'hạng 5/63 · 87,36%'
    >>> said({"group": "trên 90%"})
    'nhóm trên 90%'
    """
    parts = []
    if fact.get("rank") is not None:
        out_of = f"/{fact['out_of']}" if fact.get("out_of") else ""
        parts.append(f"hạng {fact['rank']}{out_of}")
    if fact.get("score") is not None:
        parts.append(decimal(fact["score"]) + unit(fact.get("unit") or "điểm"))
    if fact.get("rank_change") is not None:
        parts.append(f"{change(fact['rank_change'])} bậc")
    if fact.get("score_change") is not None:
        parts.append(change(fact["score_change"]) + unit(fact.get("unit") or "điểm"))
    if fact.get("group"):
        parts.append(f"nhóm {bare_group(fact['group'])}")
    return " · ".join(parts)
