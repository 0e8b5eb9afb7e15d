"""A message about rankings: every value with what it rests on, in Vietnamese."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from string import Formatter
from typing import Any, Self
from unicodedata import normalize

from pydantic import model_validator

from db.consensus import support
from db.sentence import sentence
from db.wording import Words, printed
from extract.index import indices
from extract.table import Table

Row = dict[str, Any]

_FIELDS = {
    "title": {"mark", "index", "time", "subject", "value", "more"},
    "head": {"index", "time", "subject", "basis"},
    "line": {"name", "value", "before", "status", "review", "sources"},
    "source": {"sentence", "paper", "date", "link"},
    "foot": {"id"},
}
_SHOWN = ("rank", "score", "rank_change", "score_change", "group")
_BARE = {"rank_change": None, "score_change": None, "group": None}


class Form(Table):
    """How messages are worded; each text may use the fields in braces that belong to it."""

    title: str
    """The subject of a message."""

    head: str
    line: str
    """One for each ranking that a message tells of."""

    source: str
    """One for each sentence that a line rests on."""

    foot: str
    words: Words

    @model_validator(mode="after")
    def _uses_fields_that_exist(self) -> Self:
        for name, known in _FIELDS.items():
            asked = {field for _, field, _, _ in Formatter().parse(getattr(self, name)) if field}
            if unknown := sorted(asked - known):
                raise ValueError(f"{name}: no field {unknown[0]}; there are {sorted(known)}")
        return self


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A ranking that a message tells of."""

    ranking: Row
    """A row of ``db/queries/new-rankings.sql``."""

    news: str
    """``new``, ``addition`` or ``correction``."""

    tellings: tuple[Row, ...]
    """Rows of ``db/queries/ranking-tellings.sql``: not empty, the one to quote first."""

    @property
    def shown(self) -> Row:
        """The ranking, with the digits of its score as a paper printed them."""
        score = self.ranking["score"]
        digits = [_printed(t) for t in self.tellings if t["score"] == score]
        return self.ranking | {"printed": next(filter(None, digits), "")}

    @property
    def sources(self) -> list[Row]:
        """The tellings that the shown values rest on: the one to quote, and who gives the rest."""
        found = list(self.tellings[:1])
        for name in _SHOWN:
            value = self.ranking[name]
            if value is not None and all(source[name] != value for source in found):
                found += [t for t in self.tellings if t[name] == value][:1]
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A rendered message, and what it tells: pairs of a ranking's id and its value's key."""

    key: str
    subject: str
    body: str
    tells: tuple[tuple[str, str], ...]


def message(form: Form, sender: str, lines: Sequence[Line]) -> Message:
    """Return the message of ``sender`` about ``lines``, which share index, subject and time.

    The same lines give the same message and the same key.
    """
    tells = tuple((line.ranking["id"], _value_key(form.words, line)) for line in lines)
    mark = hashlib.sha256(json.dumps([sender, tells]).encode()).hexdigest()[:12]
    shared = _shared(form.words, lines)
    told = _told(form, [_fields(form, line) for line in lines])
    body = "\n\n".join((form.head.format(**shared), *told, form.foot.format(id=mark)))
    return Message(
        key=f"{sender}-{mark}",
        subject=normalize("NFC", form.title.format(**shared)),
        body=normalize("NFC", body),
        tells=tells,
    )


def _told(form: Form, lines: Sequence[dict[str, str]]) -> list[str]:
    """Return the lines as worded; one that rests on the same words as the last says just that."""
    lasts = ["", *(line["sources"] for line in lines)]
    return [
        form.line.strip("\n").format(**line | {"sources": form.words.same_sources})
        if line["sources"] == last
        else form.line.strip("\n").format(**line)
        for line, last in zip(lines, lasts, strict=False)
    ]


def _value_key(words: Words, line: Line) -> str:
    """Return what is told; counted, so that a value may return after a correction."""
    row = line.ranking
    told = {"rank": row["rank"], "score": row["score"], "n": row["times"]}
    return json.dumps(told | {"words": words.value(line.shown | _BARE)}, ensure_ascii=False)


def _shared(words: Words, lines: Sequence[Line]) -> dict[str, str]:
    first = lines[0].ranking
    news = {line.news for line in lines}
    index = indices().get(first["index_id"])
    mark = words.correction if "correction" in news else ""
    rest = len(lines) - 1
    return {
        "mark": words.addition if news == {"addition"} else mark,
        "index": index.name if index else first["index_id"].upper(),
        "time": words.time(first["year"], first["period"]),
        "subject": first["subject"],
        "value": _name(words, first) + words.value(lines[0].shown),
        "more": words.more.format(n=words.number(rest)) if rest else "",
        "basis": words.basis.format(n=first["basis"]) if first["basis"] else "",
    }


def _fields(form: Form, line: Line) -> dict[str, str]:
    words, row = form.words, line.ranking
    told = json.loads(row["told"])["words"] if line.news == "correction" else ""
    sources = line.sources
    return {
        "name": _name(words, row),
        "value": words.value(line.shown),
        "before": words.before.format(value=told) if told else "",
        "status": _status(words, line),
        "review": words.reviewed if all(s["accepted"] for s in sources) else words.unreviewed,
        "sources": "\n".join(dict.fromkeys(_source(form, source) for source in sources)),
    }


def _name(words: Words, row: Mapping[str, Any]) -> str:
    """Return what a line is about within its index: a component, a group of provinces.

    A component is named as the paper named it: the official name may be of another year.
    """
    worded = row["component_text"] or ""
    component = worded[:1].upper() + worded[1:]
    name = words.component.format(component=component) if component else ""
    return name + (words.scope.format(scope=row["scope"]) if row["scope"] else "")


def _source(form: Form, telling: Row) -> str:
    return form.source.strip("\n").format(
        sentence=sentence(telling),
        paper=telling["paper"],
        date=form.words.date(telling["published"]),
        link=telling["url"],
    )


def _printed(telling: Row) -> str:
    texts = {"title": telling["title"], "text": telling["text"]}
    return printed(telling["score"], telling["spans"], texts)


def _status(words: Words, line: Line) -> str:
    row = line.ranking
    papers = len({telling["site_id"] for telling in line.tellings})
    if row["status"] == "disputed":
        told = _values(words, line.tellings)
        if papers == 1:
            return words.disputed_one_paper.format(values="; ".join(told))
        named = [f"{value} ({', '.join(names)})" for value, names in told.items()]
        return words.disputed.format(values="; ".join(named))
    stories = support([(telling, telling["story_id"]) for telling in line.tellings], row)
    if stories == 1:
        return words.reported
    if papers == 1:
        return words.agreed_one_paper.format(n=words.number(stories))
    return words.agreed.format(n=words.number(min(stories, papers)))


def _values(words: Words, tellings: Sequence[Row]) -> dict[str, list[str]]:
    """Return each value that papers disagree about, with the papers that tell it."""
    papers: dict[str, set[str]] = {}
    for name, other in (("rank", "score"), ("score", "rank")):
        stated = [telling for telling in tellings if telling[name] is not None]
        values = dict.fromkeys(telling[name] for telling in stated)
        for value in values if len(values) > 1 else ():
            same = [telling for telling in stated if telling[name] == value]
            fullest = max(same, key=lambda telling: telling["out_of"] is not None)
            alone = fullest | _BARE | {other: None, "printed": _printed(fullest)}
            papers.setdefault(words.value(alone), set()).update(t["paper"] for t in same)
    return {value: sorted(names) for value, names in papers.items()}
