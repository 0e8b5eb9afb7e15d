"""A fact in the making: what resolving has found so far, and the text it is found in."""

from dataclasses import dataclass, field
from typing import Any

from extract.canon import Canon
from extract.index import Component, Index, indices
from extract.model import MEASURES, Article, Mention, Place


class UnclearError(Exception):
    """A claim that has no reading, or more than one; the message tells a person why."""


@dataclass(slots=True)
class Text:
    """The text being read, and whether it is the article's text or its headline."""

    article: Article
    canon: Canon
    place: Place = "text"


@dataclass(slots=True)
class Draft:
    """The reasons, words and values of one claim, by the names of `Fact`'s fields."""

    reasons: list[str] = field(default_factory=list)
    spans: dict[str, Mention] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    scale: float | None = None
    """The scale that the text puts behind the score: 80 of "40,62/80 điểm"."""

    @property
    def index(self) -> Index:
        """The index spoken of; set before anything else is resolved."""
        return indices()[self.values["index"]]

    @property
    def part(self) -> Component | None:
        """The component spoken of, if the index's file knows it."""
        wanted = self.values.get("component")
        return next((p for p in self.index.components if p.id == wanted), None)

    def drop(self, measure: str, why: str) -> None:
        """Leave one measure out; `UnclearError` with ``why`` when no other is left."""
        self.values.pop(measure, None)
        self.spans.pop(measure, None)
        if not any(self.values.get(kind) is not None for kind in MEASURES):
            raise UnclearError(why)
