"""Split facts into measures and hold what was read against what should have been."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

MEASURES = ("rank", "score", "rank_change", "score_change", "group")
OPTIONAL = ("approximate", "implicit", "implicit_rank")
_SAME_NAME = {"thua thien hue": "hue", "tphcm": "ho chi minh"}


def folded(words: str | None) -> str:
    """Return ``words`` in lower case, without marks, with single blanks."""
    plain = unicodedata.normalize("NFD", (words or "").lower().replace("đ", "d"))
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", " ", plain).strip()


def _subject(name: str | None) -> str:
    key = re.sub(r"\b(tinh|thanh pho|tp|huyen|thi xa|quan|cac|thuoc loai)\b", " ", folded(name))
    key = re.sub(r"\s+", " ", key).strip()
    return _SAME_NAME.get(key, key)


@dataclass(frozen=True)
class Measure:
    """One number (or tier) said of one thing; all that a comparison looks at."""

    index: str
    component: str
    subject: str
    year: int | None
    scoped: bool | None
    """None where it is not compared: ranks of ministries and offices are within their kind."""

    measure: str
    value: float | str
    optional: bool = field(default=False, compare=False)
    quote: str = field(default="", compare=False)

    def is_said_by(self, other: "Measure") -> bool:
        """Tell whether ``other`` says the same.

        Components need only be alike; an office may be named without its province.
        """
        return (
            (self.index, self.measure) == (other.index, other.measure)
            and (self.subject == other.subject or self.subject.startswith(f"{other.subject} "))
            and (self.year is None or self.year == other.year)
            and (self.measure not in ("rank", "rank_change") or other.scoped in (None, self.scoped))
            and _same_value(self.value, other.value)
            and _alike(self.component, other.component)
        )


def _same_value(a: float | str, b: float | str) -> bool:
    if isinstance(a, str) or isinstance(b, str):
        return str(a) in str(b) or str(b) in str(a)
    return abs(a - b) <= 0.005  # noqa: PLR2004 - the last figure of a printed score


def _alike(a: str, b: str) -> bool:
    if not a or not b:
        return a == b
    return a in b or b in a or SequenceMatcher(None, a, b).ratio() >= 0.6  # noqa: PLR2004


def measures(facts: Iterable[dict[str, Any]]) -> list[Measure]:
    """Return the measures of ``facts``, each once."""
    found = []
    for fact in facts:
        for name in MEASURES:
            value = fact.get(name)
            if value is not None:
                found.append(_measure(fact, name, value))
    return list(dict.fromkeys(found))


def _measure(fact: dict[str, Any], name: str, value: Any) -> Measure:
    group, kind = name == "group", fact.get("subject_type", "province")
    return Measure(
        index=fact["index"],
        component=folded(fact.get("component_text") or fact.get("component")),
        subject=_subject(fact["subject"]),
        year=fact.get("year"),
        scoped=bool(fact.get("rank_scope")) if kind == "province" else None,
        measure=name,
        value=folded(str(value)).removeprefix("nhom ") if group else float(value),
        optional=any(fact.get(key) for key in OPTIONAL),
        quote=fact.get("quote", ""),
    )


@dataclass
class Score:
    """How a reading compares: measures right, wrong and missed."""

    right: int = 0
    wrong: list[Measure] = field(default_factory=list)
    missed: list[Measure] = field(default_factory=list)

    def add(self, wanted: list[Measure], read: list[Measure]) -> None:
        """Count the measures of one text."""
        for measure in read:
            said = [w for w in wanted if w.is_said_by(measure)]
            if any(not w.optional for w in said):
                self.right += 1
            elif not said:
                self.wrong.append(measure)
        self.missed += [
            w for w in wanted if not w.optional and not any(w.is_said_by(m) for m in read)
        ]

    @property
    def precision(self) -> float:
        """Share of what was read that is right; 1 when nothing was read."""
        return self.right / (self.right + len(self.wrong)) if self.right + len(self.wrong) else 1.0

    @property
    def recall(self) -> float:
        """Share of what should be read that was; 1 when nothing should."""
        return self.right / (self.right + len(self.missed)) if self.right + len(self.missed) else 1.0
