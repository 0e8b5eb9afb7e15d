"""What tells rankings apart, and when they were told; pure."""

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from typing import Any
from unicodedata import normalize

from db.base import moment

_LEADING = re.compile(
    r"^(?:\d+(?= (?:tỉnh|thành phố|địa phương|vùng|bộ))|tỉnh|thành phố|thành|địa phương"
    r"|khu vực|vùng|bộ|ngành|cơ quan|ngang|khối|trong|của|thuộc|toàn|các|cả|và|tại)(?:\s+|$)"
)
_NATIONAL = frozenset({"", "nước", "quốc"})
_VIETNAM = timezone(timedelta(hours=7))


def ranking_id(fact: Mapping[str, Any]) -> str:
    """Return the id of the ranking that a fact speaks of."""
    key = (
        fact["index_id"],
        fact["component_id"] or folded(fact["component_text"] or ""),
        fact["subject_id"] or folded(fact["subject"]),
        *(fact["basis"], fact["year"], fact["period"], scope_key(fact["rank_scope"])),
    )
    words = json.dumps(key, ensure_ascii=False)
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def scope_key(scope: str | None) -> str:
    """Return what tells two groups of provinces apart, however they are worded.

    Empty means the whole country; also all ministries, or all regions of it.

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
