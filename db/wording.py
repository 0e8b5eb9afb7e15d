"""How values and dates are worded for Vietnamese readers; pure."""

import json
import re
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from typing import Any

from extract.index import indices
from extract.table import Table

_VIETNAM = timezone(timedelta(hours=7))
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_ROMAN = ("I", "II", "III", "IV")


class Words(Table):
    """The words of an alert; fields in braces are filled in."""

    numbers: tuple[str, ...]
    """Number words from zero upward; larger numbers are written in digits."""

    correction: str
    addition: str
    before: str
    more: str
    basis: str
    rank: str
    rank_up: str
    rank_down: str
    rank_same: str
    score_up: str
    score_down: str
    score_same: str
    group: str
    scope: str
    component: str
    month: str
    quarter: str
    reported: str
    agreed: str
    agreed_one_paper: str
    disputed: str
    disputed_one_paper: str
    reviewed: str
    unreviewed: str
    no_date: str
    same_sources: str
    """Said instead of a source that was just quoted."""

    def number(self, n: int) -> str:
        """Return a small number in words, another in digits."""
        return self.numbers[n] if n < len(self.numbers) else str(n)

    def value(self, row: Mapping[str, Any]) -> str:
        """Return what is known of a ranking: ``hạng 23/63 (tăng 17 bậc), 87,73%``.

        ``row`` has the columns of ``rankings``, and ``printed`` if the score's own digits are
        known.
        """
        rank = self._with_change(self._rank(row), self._rank_change(row["rank_change"]))
        score = self._with_change(self._score(row), self._score_change(row))
        return ", ".join(filter(None, (rank, score, self._group(row["group"]))))

    def _group(self, group: str | None) -> str:
        """Return a group as worded, in the words of a message."""
        return self.group.format(group=bare_group(group)) if group else ""

    @staticmethod
    def _with_change(value: str, change: str) -> str:
        return f"{value} ({change})" if value and change else value or change

    def _rank(self, row: Mapping[str, Any]) -> str:
        if row["rank"] is None:
            return ""
        return self.rank.format(rank="/".join(str(n) for n in (row["rank"], row["out_of"]) if n))

    def _rank_change(self, change: int | None) -> str:
        if change is None:
            return ""
        words = self.rank_up if change > 0 else self.rank_down if change < 0 else self.rank_same
        return words.format(n=abs(change))

    def _score(self, row: Mapping[str, Any]) -> str:
        if row["score"] is None:
            return ""
        return (row.get("printed") or decimal(row["score"])) + unit(row["unit"])

    def _score_change(self, row: Mapping[str, Any]) -> str:
        change = row["score_change"]
        if change is None:
            return ""
        words = self.score_up if change > 0 else self.score_down if change < 0 else self.score_same
        return words.format(n=decimal(abs(change)) + unit(row["unit"]))

    def time(self, year: int, period: str | None) -> str:
        """Return a year, or the month or quarter of it that a live index speaks of."""
        found = re.fullmatch(r"(\d{4})-(Q?)(\d{1,2})", period or "")
        if not found:
            return period or str(year)
        n = int(found[3])
        if found[2] and n <= len(_ROMAN):
            return self.quarter.format(n=_ROMAN[n - 1], year=found[1])
        return self.month.format(n=n, year=found[1])

    def date(self, published: str) -> str:
        """Return the day an article was published, as exactly as it is known."""
        if len(published) <= len("2024-04"):
            return "/".join(reversed(published.split("-"))) or self.no_date
        try:
            then = datetime.fromisoformat(published)
        except ValueError:
            return self.no_date
        return (then.astimezone(_VIETNAM) if then.tzinfo else then).strftime("%d/%m/%Y")


def decimal(number: float) -> str:
    """Return a number with a decimal comma, as few digits as it needs.

    >>> decimal(87.73), decimal(84.0)
    ('87,73', '84')
    """
    return f"{round(number, 4):.4f}".rstrip("0").rstrip(".").replace(".", ",")


def bare_group(group: str) -> str:
    """Return a group as worded, without the word for group.

    >>> bare_group("nhóm B"), bare_group("trên 90%")
    ('B', 'trên 90%')
    """
    return re.sub(r"^nhóm\s+", "", group, flags=re.IGNORECASE)


def unit(words: str | None) -> str:
    """Return a unit as it follows a number: ``%`` at once, a word after a space.

    >>> unit("%"), unit("điểm"), unit(None)
    ('%', ' điểm', '')
    """
    if not words:
        return ""
    return words if words == "%" else f" {words}"


def printed(score: float | None, spans: str, texts: Mapping[str, str]) -> str:
    """Return the digits of a score as the paper printed them, or an empty text.

    ``spans`` is the column of ``facts``; ``texts`` has the words of ``title`` and ``text``.
    """
    where, start, end = json.loads(spans).get("score") or ("text", 0, 0)
    found = _NUMBER.search(texts[where][start:end])
    if not found or score is None:
        return ""
    digits = found[0]
    readings = {digits.replace(",", "."), digits.replace(".", "").replace(",", ".")}
    if not any(_is(reading, score) for reading in readings):
        return ""
    return digits if "," in digits else digits.replace(".", ",")


def _is(digits: str, score: float) -> bool:
    try:
        return float(digits) == score
    except ValueError:
        return False


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
