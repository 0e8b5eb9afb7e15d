"""A notice: one message for each row of a query, worded by a file in ``alerts``."""

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any
from unicodedata import normalize
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field

from db.message import Message
from extract.table import Table

QUERIES = Path(__file__).with_name("queries")


def _query(name: str) -> str:
    if not (QUERIES / f"{name}.sql").is_file():
        raise ValueError(f"there is no {name}.sql in {QUERIES}")
    return name


Query = Annotated[str, AfterValidator(_query)]
"""The name of a file in ``db/queries``, without ``.sql``."""

_VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


class Notice(Table):
    """What readers are told of a row.

    The query gives each row its ``key``, what it is about, its ``value``, what is told of that,
    and whatever else the texts name in braces.  Moments (``..._at``) are told in Vietnamese time.
    """

    id: str
    question: str
    """What a reader wants to know."""

    query: Query

    title: str
    body: str
    words: dict[str, dict[str, str]] = Field(default_factory=dict)
    """How the values of a column are worded, by column; the words may name columns too."""

    def message(self, row: Mapping[str, Any]) -> Message:
        """Return the message about ``row``; the same row gives the same message and key."""
        tells = ((str(row["key"]), str(row["value"])),)
        mark = hashlib.sha256(json.dumps([self.id, tells]).encode()).hexdigest()[:12]
        plain = {name: _shown(name, value) for name, value in row.items()} | {"id": mark}
        fields = plain | {
            column: said[str(row[column])].format(**plain) for column, said in self.words.items()
        }
        title, body = (normalize("NFC", t.format(**fields)) for t in (self.title, self.body))
        return Message(
            key=f"{self.id}-{mark}",
            subject=title,
            body=re.sub(r"\n{3,}", "\n\n", body).strip(),
            tells=tells,
        )


def _shown(name: str, value: Any) -> str:
    if name.endswith("_at") and value:
        return f"{datetime.fromisoformat(value).astimezone(_VIETNAM):%H:%M ngày %d/%m/%Y}"
    return "" if value is None else str(value)
