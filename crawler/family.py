"""The publishing systems that several newspapers share, from the files in ``families/``."""

from functools import cache
from pathlib import Path
from typing import Any

from pydantic import Field

from crawler.fields import Pattern
from extract.selector import Selectors
from extract.table import Table

FAMILIES = Path(__file__).with_name("families")


class ApiTry(Table):
    """A list API of a system, with blanks that a paper's own pages fill in."""

    url: str
    """With ``{page}`` or ``{first}``, and ``{id}`` for a category, ``{unit}`` for the paper."""

    id: Pattern
    """What finds a category's id in its listing; the id is the group that matches."""

    unit: Pattern = ""
    items: str = "data"
    link: str = "link"
    step: int = 1
    headers: dict[str, str] = Field(default_factory=dict)


class Tries(Table):
    """Where papers of a system were seen, or are guessed, to list their articles."""

    feeds: tuple[str, ...] = ()
    """With ``{category}``, the last part of a listing's path."""

    sitemaps: tuple[str, ...] = ()
    by_month: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    """What may be put behind a listing's address to have page ``{n}`` of it."""

    api: tuple[ApiTry, ...] = ()


class Family(Table):
    """One publishing system."""

    signs: Selectors
    """Elements that its pages have, and hardly any others."""

    yes: tuple[str, ...]
    """Real addresses of articles, of any paper of the family."""

    no: tuple[str, ...]
    tries: Tries = Tries()
    defaults: dict[str, Any]
    """The tables that a newspaper's own file need not repeat."""


@cache
def families() -> dict[str, Family]:
    """Return the families by the names of their files; `TableError` when one is wrong."""
    return {path.stem: Family.loaded(path) for path in sorted(FAMILIES.glob("*.toml"))}


def completed(own: dict[str, Any]) -> dict[str, Any]:
    """Return the content of a newspaper's file with what its family has beside it.

    A key of its own wins; layouts and denied addresses come before the family's.
    Raises `ValueError` when nobody knows the family.
    """
    name = str(own.get("family", "")).lower()
    if not name:
        return dict(own)
    if name not in families():
        raise ValueError(f"no family is called {name!r}; known: {', '.join(families())}")
    return _under(own | {"family": name}, families()[name].defaults)


def _under(own: dict[str, Any], defaults: dict[str, Any]) -> dict[str, Any]:
    merged: dict[str, Any] = defaults | own
    for key, usual in defaults.items():
        mine = own.get(key, type(usual)())
        if isinstance(usual, dict) and isinstance(mine, dict):
            merged[key] = usual | mine
        elif isinstance(usual, list) and isinstance(mine, (list, tuple)):
            merged[key] = [*mine, *usual]
    return merged
