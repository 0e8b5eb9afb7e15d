"""Sentences with the facts a perfect reader states, and how a reading is held against them.

A fact is split into measures (rank, score, their changes, the group), each right or wrong for
itself.  `python -m tests.sentences_report` prints precision, recall and F1 of each file.
"""

import json
import re
import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from typing import Any

from extract.model import MEASURES, Article, as_json
from extract.province import units
from extract.reader import read

FOLDER = Path(__file__).parent / "sentences"
ARTICLES = Path(__file__).parent / "articles"
REWORDED = Path(__file__).parent / "reworded"
LATER = Path(__file__).parent / "later"
LATEST = Path(__file__).parent / "latest"
PASSAGES = Path(__file__).parent / "passages"
"""Articles with the facts, figures and order of published ones, in other words."""

STAND = Path(__file__).parents[1] / "newsstand" / "articles"
SAME_NAME = {"thua thien hue": "hue", "tphcm": "ho chi minh", "toan quoc": "ca nuoc"}
LONG = {
    "cqs": "chinh quyen so",
    "kts": "kinh te so",
    "xhs": "xa hoi so",
    "tthc": "thu tuc hanh chinh",
    "cchc": "cai cach hanh chinh",
}
KIND_OF_PLACE = re.compile(r"\b(tỉnh|thành phố|tp|huyện|thị xã|quận|các|trước sáp nhập)\b|^vùng\b")
OFFICES = (
    *("so ", "van phong", "thanh tra", "ban ", "cong an", "cuc ", "chi cuc", "kho bac"),
    *("bao hiem", "ngan hang"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One text, from a sentence to an article, and what it states."""

    file: str
    name: str
    text: str
    facts: list[dict[str, Any]]
    title: str = ""
    published: str = ""
    province: str = ""
    traps: tuple[str, ...] = ()
    """Words of the text that look like a fact and are none."""

    todo: str = ""
    """Why the reader does not read it yet; empty when it does."""

    @property
    def id(self) -> str:
        """``file:name``, as pytest shows it."""
        return f"{self.file}:{self.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One value of one fact, with all that makes it this value and no other."""

    index: str
    components: tuple[str, ...]
    subject: str
    year: int | None
    scoped: bool
    name: str
    value: float | str
    out_of: int | None
    optional: bool = False
    """May be read or not: an approximation, or a rank that only an order implies."""

    def __str__(self) -> str:
        """Return the measure as a failing test shows it."""
        parts = (self.index, *self.components, self.subject, self.year)
        scope = " in a group" if self.scoped else ""
        size = f"/{self.out_of}" if self.out_of else ""
        return f"{' '.join(map(str, parts))}: {self.name}{scope} {self.value}{size}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a reading got right, what it made up and what it missed."""

    right: tuple[Measure, ...] = ()
    wrong: tuple[Measure, ...] = ()
    missed: tuple[Measure, ...] = ()
    found: int = 0
    """How many of the measures of the case were read."""

    def __str__(self) -> str:
        """Return one line per difference; nothing when there is none."""
        lines = [f"  wrong:  {m}" for m in self.wrong] + [f"  missed: {m}" for m in self.missed]
        return "\n".join(lines)


def fold(words: str) -> str:
    """Return ``words`` in lower case, without accents and punctuation, single spaces."""
    plain = unicodedata.normalize("NFD", words.lower().replace("đ", "d"))
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", " ", plain).strip()


def cases() -> Iterator[Case]:
    """Yield the cases of all tables, in the order of their files."""
    for path in sorted(FOLDER.glob("*.toml")):
        for row in tomllib.loads(path.read_text("utf-8"))["case"]:
            yield Case(file=path.stem, **row)


def article_cases(folder: Path = ARTICLES) -> Iterator[Case]:
    """Yield the whole labelled articles of ``folder``, in the order of their files."""
    for path in sorted(folder.glob("*.toml")):
        row = tomllib.loads(path.read_text("utf-8"))
        traps = tuple(row.pop("traps"))
        yield Case(file="article", name=path.stem, traps=traps, **row)


def stand_cases() -> Iterator[Case]:
    """Yield the newsstand's labelled articles as cases, with the text its pages give."""
    for labels in sorted(STAND.glob("*/*.facts.json")):
        printed = tomllib.loads(labels.with_name(f"{labels.name[:-11]}.toml").read_text("utf-8"))
        yield Case(
            file=labels.parent.name,
            name=labels.name[:-11],
            title=printed["title"],
            text="\n\n".join(filter(None, [printed.get("lead", ""), *printed["paragraphs"]])),
            published=str(printed["published"])[:10],
            province=labels.parent.name.removeprefix("newsstand-"),
            facts=json.loads(labels.read_text("utf-8"))["facts"],
        )


def article(case: Case) -> Article:
    """Return ``case`` as the article the reader is given."""
    return Article(
        id=case.id,
        title=case.title,
        text=case.text,
        published=case.published,
        province=case.province,
    )


def outcome(case: Case) -> Outcome:
    """Read ``case`` and hold the reading against its facts."""
    stated = [as_json(fact) for fact in read(article(case)).facts]
    predicted = dict.fromkeys(m for fact in stated for m in measures(fact))
    return compared([m for fact in case.facts for m in measures(fact)], list(predicted))


def compared(wanted: list[Measure], predicted: list[Measure]) -> Outcome:
    """Return which of ``predicted`` are among ``wanted``, and which of those were not read."""
    found = [w for w in wanted if any(_match(w, p) for p in predicted)]
    required = [w for w in wanted if not w.optional]
    return Outcome(
        right=tuple(p for p in predicted if any(_match(w, p) for w in required)),
        wrong=tuple(p for p in predicted if not any(_match(w, p) for w in wanted)),
        missed=tuple(w for w in required if w not in found),
        found=sum(w in found for w in required),
    )


def measures(fact: dict[str, Any]) -> Iterator[Measure]:
    """Yield the values of ``fact``, each with all that makes it this value and no other."""
    components = (fact.get("component_text"), fact.get("component"))
    for name in MEASURES:
        if fact.get(name) is not None:
            yield Measure(
                index=re.sub(r"[^a-z0-9]", "", fact["index"].lower()),
                components=tuple(dict.fromkeys(_component(c) for c in components if c)),
                subject=_subject(fact["subject"]),
                year=fact.get("year"),
                scoped=bool(fact.get("rank_scope")) and name in {"rank", "rank_change"},
                name=name,
                value=_group(fact[name]) if name == "group" else float(fact[name]),
                out_of=fact.get("out_of") if name == "rank" else None,
                optional=_optional(fact, name),
            )


def _optional(fact: dict[str, Any], name: str) -> bool:
    implied = fact.get("implicit") or fact.get("implicit_rank")
    return bool(fact.get("approximate") or (implied and name == "rank"))


def _match(wanted: Measure, predicted: Measure) -> bool:
    return (
        (wanted.index, wanted.name) == (predicted.index, predicted.name)
        and wanted.year in {None, predicted.year}
        and _same_value(wanted, predicted)
        and _same_subject(wanted.subject, predicted.subject)
        and _same_component(wanted.components, predicted.components)
        and (wanted.subject not in _provinces() or wanted.scoped == predicted.scoped)
    )


def _same_value(wanted: Measure, predicted: Measure) -> bool:
    a, b = wanted.value, predicted.value
    if isinstance(a, str) or isinstance(b, str):
        return str(a) in str(b) or str(b) in str(a)
    sizes = {wanted.out_of, predicted.out_of} - {None}
    return len(sizes) <= 1 and abs(a - b) <= (0.005 if "score" in wanted.name else 1e-9)


def _same_subject(wanted: str, predicted: str) -> bool:
    return wanted == predicted or (
        predicted.startswith(OFFICES) and wanted.startswith(f"{predicted} ")
    )


def _same_component(wanted: tuple[str, ...], predicted: tuple[str, ...]) -> bool:
    if not wanted or not predicted:
        return wanted == predicted
    return any(
        a in b or b in a or SequenceMatcher(None, a, b).ratio() >= 0.6
        for a in wanted
        for b in predicted
    )


@cache
def _provinces() -> frozenset[str]:
    return frozenset(_subject(unit.name) for unit in units().values())


def _subject(name: str) -> str:
    key = fold(KIND_OF_PLACE.sub(" ", unicodedata.normalize("NFC", name.lower())))
    return SAME_NAME.get(key, key)


def _component(words: str) -> str:
    return " ".join(LONG.get(word, word) for word in fold(words).split())


def _group(words: str) -> str:
    return fold(words).removeprefix("nhom ")
