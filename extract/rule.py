"""What a sentence rule is: a name, a pattern, and its own examples for and against."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from extract.model import Kind, Mention

Data = dict[str, Any]
Reads = Callable[[re.Match[str]], Data | None]


def _nothing(_: re.Match[str]) -> Data:
    return {}


def words_before(match: re.Match[str], reach: int, group: str | int = 0) -> str:
    """Return the last ``reach`` characters, or fewer, before ``group`` of ``match``."""
    start = match.start(group)
    return match.string[max(0, start - reach) : start]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A turn of phrase and what it means.

    The pattern is verbose and meets canonical lower-case text.  Its named groups become the
    parts of the mention; ``reads`` turns a match into values, or None to refuse it.
    """

    name: str
    kind: Kind
    pattern: str
    needs: tuple[str, ...] = ()
    """Pieces of words without one of which the pattern cannot match; empty = it may anywhere."""

    reads: Reads = _nothing
    yes: dict[str, Data] = field(default_factory=dict)
    """Sentences it must read, with the values it must find."""

    no: tuple[str, ...] = ()
    """Sentences it must leave alone."""

    def mentions(self, low: str, start: int, end: int) -> Iterator[Mention]:
        """Yield what the rule finds in ``low[start:end]``, seeing the text around it."""
        for match in _compiled(self.pattern).finditer(low, start, end):
            data = self.reads(match)
            if data is not None:
                yield Mention(
                    kind=self.kind,
                    start=match.start(),
                    end=match.end(),
                    rule=self.name,
                    data=data,
                    parts=_parts(match),
                )


_COMPILED: dict[str, re.Pattern[str]] = {}


def _compiled(pattern: str) -> re.Pattern[str]:
    if pattern not in _COMPILED:
        _COMPILED[pattern] = re.compile(pattern, re.VERBOSE)
    return _COMPILED[pattern]


def _parts(match: re.Match[str]) -> dict[str, tuple[int, int]]:
    spans = ((name, match.span(name)) for name in match.re.groupindex)
    return {name.rstrip("_0123456789"): span for name, span in spans if span[0] >= 0}
