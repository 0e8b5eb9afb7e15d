"""A newspaper that changes a number after printing it: noted, to be told, never overlooked."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from difflib import get_close_matches
from typing import Any

from sqlite_utils import Database

from db.base import moment, rows
from db.consensus import same_score
from db.key import folded, ranking_id
from db.sentence import sentence
from db.wording import bare_group, heading, said

Row = dict[str, Any]
"""A row of ``facts`` with the ``title`` and ``text`` of its version."""

Change = tuple[Row, Row | None]
"""What was said, and what is said instead; None when nothing is."""

_MAJOR = ("rank", "score")
"""What is missed when it is gone; of the others, only another value is news."""

_MEASURES = (*_MAJOR, "rank_change", "score_change", "group", "out_of")
_LIKE = 0.6
"""How like another a sentence must be (`difflib`) to have been written in its place."""

_ABOUT = ("component_id", "subject", "year", "period", "rank_scope")


def standing(db: Database, article: str, page_sha256: str) -> list[Row]:
    """Return what ``article`` says by other bytes of its page than those with ``page_sha256``.

    What the same bytes say otherwise to a better reader is no correction of the newspaper's.
    """
    return rows(db, _STANDING, article, page_sha256)


_STANDING = """
SELECT f.*, v.title, v.text
FROM facts f JOIN article_versions v ON v.id = f.article_version_id
WHERE f.article_id = ? AND f.withdrawn_at IS NULL AND v.page_sha256 NOT IN ('', ?)
ORDER BY f.start, f.id
"""


def note(
    db: Database, before: Sequence[Row], after: Sequence[Row], text: str, now: datetime
) -> int:
    """Keep each number of an article that is another in its new version; return how many.

    ``before`` is what the article said (`standing`), ``after`` what it says, and ``text`` all
    of its words now.  A statement that is worded anew with the same values is no correction,
    nor is one that was added, nor one whose sentence still stands though nothing is read in it.
    """
    found = [
        _row(old, new, text, moment(now))
        for old, new in changes(before, after)
        if new or sentence(old) not in text
    ]
    db.conn.executemany(_NOTE, found)
    return len(found)


_NOTE = """
INSERT INTO corrections (article_id, ranking_id, old_fact_id, new_fact_id, what, before, after,
  before_sentence, after_sentence, at)
VALUES (:article_id, :ranking_id, :old_fact_id, :new_fact_id, :what, :before, :after,
  :before_sentence, :after_sentence, :at)
"""


def changes(before: Sequence[Row], after: Sequence[Row]) -> list[Change]:
    """Return the pairs of statements of which the second corrects the first.

    Statements about one ranking are compared by their values.  When nothing is said about a
    ranking any more, the same value said of another year or subject is what replaced it.
    """
    old, new = _by_ranking(before), _by_ranking(after)
    fresh = [row for key, group in new.items() if key not in old for row in group]
    found: list[Change] = []
    for key, group in old.items():
        if key not in new:
            found.append((group[0], _moved(group[0], fresh)))
        elif pair := _changed(group, new[key]):
            found.append(pair)
    return found


def _by_ranking(facts: Iterable[Row]) -> dict[str, list[Row]]:
    groups: dict[str, list[Row]] = defaultdict(list)
    for fact in facts:
        groups[ranking_id(fact)].append(fact)
    return groups


def _changed(old: Sequence[Row], new: Sequence[Row]) -> Change | None:
    """Return a statement whose number is another now, and the one that has it."""
    stays = {row["id"] for row in new}
    for name in _MEASURES:
        told = [row for row in old if row[name] is not None]
        tells = [row for row in new if row[name] is not None]
        lost = [row for row in told if not _said(name, row, tells)]
        novel = [row for row in tells if not _said(name, row, told)]
        dropped = lost or [row for row in told if row["id"] not in stays]
        if dropped and novel:
            return dropped[0], novel[0]
        if lost and name in _MAJOR:
            return lost[0], new[0]
    return None


def _said(name: str, row: Row, others: Iterable[Row]) -> bool:
    return any(_same(name, row[name], other[name]) for other in others)


def _same(name: str, one: Any, other: Any) -> bool:
    if name == "score":
        return same_score(one, other)
    return bool(
        folded(bare_group(one)) == folded(bare_group(other)) if name == "group" else one == other
    )


def _moved(old: Row, fresh: Iterable[Row]) -> Row | None:
    """Return the statement that says of another year or subject what ``old`` said."""

    def likeness(row: Row) -> int:
        return sum(row[name] == old[name] for name in _ABOUT)

    likely = [row for row in fresh if row["index_id"] == old["index_id"] and _agree(old, row)]
    best = max(likely, key=likeness, default=None)
    return best if best and likeness(best) >= len(_ABOUT) - 1 else None


def _agree(one: Row, other: Row) -> bool:
    return any(
        one[n] is not None and _said(n, one, [other]) for n in _MAJOR if other[n] is not None
    )


def _likest(sentence_: str, text: str) -> str:
    """Return the sentence of ``text`` that may have replaced ``sentence_``; empty if none may."""
    stops = re.split(r"\n+|(?<=[.!?])\s+(?=[^\W\d_a-z])", text)
    return next(iter(get_close_matches(sentence_, stops, n=1, cutoff=_LIKE)), "")


def _row(old: Row, new: Row | None, text: str, at: str) -> dict[str, Any]:
    about = heading(new) if new and heading(new) != heading(old) else ""
    return {
        "article_id": old["article_id"],
        "ranking_id": ranking_id(new or old),
        "old_fact_id": old["id"],
        "new_fact_id": new["id"] if new else None,
        "what": heading(old),
        "before": said(old),
        "after": " · ".join(filter(None, (about, said(new)))) if new else "",
        "before_sentence": sentence(old),
        "after_sentence": sentence(new) if new else _likest(sentence(old), text),
        "at": at,
    }
