"""The records that pass between the steps of reading; this module computes nothing."""

from dataclasses import dataclass, field
from typing import Any, Literal

SubjectType = Literal[
    "province", "ministry", "region", "national", "department", "district", "other"
]
Place = Literal["text", "title"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page as a newspaper's server sent it, with transfer and content coding undone."""

    url: str
    body: bytes
    content_type: str = ""
    """The ``Content-Type`` header, such as ``text/html; charset=utf-8``; may be empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A news article, cleaned: what a reader of the paper would call its words."""

    id: str = ""
    url: str = ""
    title: str = ""
    lead: str = ""
    """The sapo.  It also opens ``text``, so that every offset refers to one string."""

    text: str = ""
    byline: str = ""
    published: str = ""
    """ISO 8601, as exact as it is known: ``2024``, ``2024-04``, ``2024-04-17`` or a moment
    with its zone (``2024-04-17T08:30:00+07:00``).  Empty when unknown."""

    published_raw: str = ""
    """The words the date was read from."""

    published_by: str = ""
    """Which reading gave the date: ``layout``, ``json-ld``, ``meta``, ``url``,
    ``beside-title``, ``trafilatura``; or empty."""

    modified: str = ""
    """When the newspaper says it changed the article, as ``published``; empty if it does not."""

    modified_raw: str = ""
    modified_by: str = ""
    """``layout``, ``json-ld``, ``meta``; or empty."""

    title_by: str = ""
    """``layout``, ``h1`` or ``head``: what the head of the page says."""

    lead_by: str = ""
    """``layout``, or ``description``: shown outside the body, and described in the head."""

    byline_by: str = ""
    """``layout``, ``last-line``, ``marked``, ``json-ld``, ``meta``; or empty."""

    body_by: str = ""
    """What found the text: ``layout``, the paper's own, or ``guess``, for want of one that fits."""

    province: str = ""
    """Id of the paper's own province: what "tỉnh ta" means when the text does not say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Where words stand: ``text[start:end]`` or ``title[start:end]``, in code points."""

    where: Place
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One statement an article makes about one subject's place or points in one index.

    A fact records what the words say.  Whether it is true is a verdict, and verdicts
    belong to people.
    """

    article: str
    """Id of the article."""

    index: str
    """Id of a file in ``extract/indices``, such as ``par-index``."""

    component: str | None = None
    """Id of the component (field, criterion, pillar) within the index; None for the whole
    index, and for a component that the index's file does not list."""

    component_text: str | None = None
    """The component as worded; None for the whole index."""

    subject: str
    """Canonical Vietnamese name: ``Lạng Sơn``, ``cả nước``, ``Bộ Tài chính``."""

    subject_id: str | None = None
    """Id of a unit in ``extract/provinces.toml``, or ``ca-nuoc``; None outside the gazetteer."""

    subject_type: SubjectType
    basis: int | None = None
    """63 or 34: which set of provinces the value belongs to; None for other subjects."""

    year: int | None = None
    """The year measured, not the year announced."""

    period: str | None = None
    """For live indices: a month or quarter, ``2025-03`` or ``2025-Q1``."""

    rank: int | None = None
    out_of: int | None = None
    rank_scope: str | None = None
    """The group the rank is within, as worded; None = national."""

    rank_change: int | None = None
    """Places gained since the baseline year; positive = better."""

    score: float | None = None
    unit: str | None = None
    """``%`` or ``điểm``, as worded."""

    score_change: float | None = None
    group: str | None = None
    baseline_year: int | None = None
    quote: str
    """The exact characters the fact was read from: ``text[start:end]``."""

    start: int
    end: int
    quote_in: Place = "text"
    spans: dict[str, Span] = field(default_factory=dict)
    """Where each of index, component, subject, year, rank, out_of, score, rank_change,
    score_change, rank_scope and group stands in words; absent when it came from elsewhere."""

    rule: str
    """Name of the rule that linked value, subject and year, such as ``rank/ordinal``."""

    confidence: float
    """0..1, the sum of the weights of ``reasons``."""

    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Unresolved:
    """Words that state a value which the reader will not place alone."""

    article: str
    quote: str
    start: int
    end: int
    quote_in: Place = "text"
    rule: str
    why: str
    """One sentence for a person: what is missing, or between which readings to choose."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Everything read from one article, in the order of its text."""

    facts: tuple[Fact, ...] = ()
    unresolved: tuple[Unresolved, ...] = ()


def as_json(fact: Fact) -> dict[str, Any]:
    """Return ``fact`` under the keys of the contract, spans as ``[where, start, end]``."""
    row = {name: getattr(fact, name) for name in Fact.__slots__}
    row["spans"] = {k: [s.where, s.start, s.end] for k, s in fact.spans.items()}
    row["reasons"] = list(fact.reasons)
    return row


Kind = Literal[
    "index", "component", "subject", "mean", "year", "period", "baseline", "scope",
    "rank", "rank_change", "score", "score_change", "group", "noise", "plan",
]  # fmt: skip
"""What a mention is: heads say what is spoken of, values say how much, the rest warn."""

MEASURES: tuple[Kind, ...] = ("rank", "score", "rank_change", "score_change", "group")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Words of a sentence that one rule understood; offsets count canonical characters."""

    kind: Kind
    start: int
    end: int
    rule: str
    data: dict[str, Any] = field(default_factory=dict)
    """What the words mean: ``{"rank": 36, "out_of": 63}``."""

    parts: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Where parts of the meaning stand, such as ``out_of`` and ``rank_scope``."""

    @property
    def whom(self) -> str:
        """Who a subject is, however it is written: its provinces, or else its name."""
        return str(self.data.get("ids") or self.data.get("name"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence; offsets count canonical characters of its text."""

    start: int
    end: int
    paragraph: int
    """Number of the paragraph it stands in, from 0."""
