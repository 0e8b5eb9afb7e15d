"""Vietnamese words for what the database keeps: columns, verdicts, moments."""

from datetime import datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

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
