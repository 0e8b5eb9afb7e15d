"""The base of everything a person writes in TOML: frozen, and strict about its keys."""

import difflib
import tomllib
from pathlib import Path
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, ValidationError


class TableError(Exception):
    """A person's file is wrong; the message says where, what, and what to do."""


class Table(BaseModel):
    """A frozen record that refuses keys it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @classmethod
    def parsed(cls, data: dict[str, Any], where: str) -> Self:
        """Return the record that ``data`` describes.

        Raises `TableError`, one line a fault, each beginning with ``where``.
        """
        try:
            return cls.model_validate(data)
        except ValidationError as error:
            lines = [f"{where}: {_fault(cls, dict(e))}" for e in error.errors()]
            raise TableError("\n".join(lines)) from None

    @classmethod
    def loaded(cls, path: Path, **more: Any) -> Self:
        """Return the record in the TOML file at ``path``, with ``more`` keys added.

        Raises `TableError` when the file cannot be read, is no TOML, or says something unknown.
        """
        return cls.parsed(toml(path) | more, str(path))


def toml(path: Path) -> dict[str, Any]:
    """Return the content of a TOML file; `TableError` says why it cannot be had."""
    try:
        return tomllib.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise TableError(f"{path}: cannot be read: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise TableError(f"{path}: is no TOML: {error}") from None


def _fault(cls: type[BaseModel], error: dict[str, Any]) -> str:
    place = ".".join(str(part) for part in error["loc"])
    if error["type"] != "extra_forbidden":
        said = error["msg"].removeprefix("Value error, ")
        return f"{place}: {said}" if place else str(said)
    known = _keys_at(cls, error["loc"][:-1])
    near = difflib.get_close_matches(str(error["loc"][-1]), known, n=1, cutoff=0.5)
    hint = f"did you mean {near[0]}?" if near else f"known keys: {', '.join(sorted(known))}"
    return f"{place}: unknown key; {hint}"


def _keys_at(cls: type[BaseModel], loc: tuple[str | int, ...]) -> list[str]:
    """Return the keys a table may hold at ``loc``, following nested tables and lists of tables."""
    for part in loc:
        if isinstance(part, int) or part not in cls.model_fields:
            continue
        inner = _table_in(cls.model_fields[part].annotation)
        cls = inner or cls
    return [field.alias or name for name, field in cls.model_fields.items()]


def _table_in(annotation: Any) -> type[BaseModel] | None:
    """Return the table class that ``annotation`` is, holds inside, or allows beside None."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    found = (_table_in(inner) for inner in getattr(annotation, "__args__", ()))
    return next((table for table in found if table), None)
