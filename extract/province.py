"""What a province is, and when: the dated gazetteer of units of the first level."""

from datetime import date
from functools import cache
from pathlib import Path

from extract.table import Table, toml

MERGER = date(2025, 7, 1)
"""The day the 63 units became 34 (Nghị quyết 202/2025/QH15)."""


class Unit(Table):
    """A province or a city of the first level, in one of its two sets or in both."""

    id: str
    name: str
    name34: str = ""
    """The name since the merger, where a unit kept its area and changed its name."""

    aliases: tuple[str, ...] = ()
    nicknames: tuple[str, ...] = ()
    """What the press calls it to say its name less often, such as "xứ Lạng"."""

    region: str = ""
    """The socio-economic region of the old set."""

    code63: str = ""
    code34: str = ""
    into: str = ""
    """Id of the unit an old one became part of."""

    @property
    def bases(self) -> tuple[int, ...]:
        """The sets the unit belongs to: 63, 34 or both."""
        return (*((63,) if self.code63 else ()), *((34,) if self.code34 else ()))

    @property
    def spellings(self) -> tuple[str, ...]:
        """Every spelling of the unit's name, its own first."""
        return tuple(
            dict.fromkeys(filter(None, (self.name, self.name34, *self.aliases, *self.nicknames)))
        )


@cache
def units() -> dict[str, Unit]:
    """Return every unit that ever existed, by id."""
    path = Path(__file__).with_name("provinces.toml")
    return {
        key: Unit.parsed({"id": key, **row}, f"{path}: {key}") for key, row in toml(path).items()
    }


@cache
def by_basis(basis: int) -> dict[str, Unit]:
    """Return the units of one set (63 or 34) by id."""
    return {unit.id: unit for unit in units().values() if basis in unit.bases}


@cache
def spelled() -> dict[str, tuple[Unit, ...]]:
    """Return, for each spelling in lower case, the units it may name: at most one a set.

    A unit of the new set that kept an old unit's name is found by the old one's spellings too.
    """
    found: dict[str, tuple[Unit, ...]] = {}
    old = {unit.name: unit for unit in by_basis(63).values()}
    for unit in units().values():
        kin = old.get(unit.name, unit)
        for spelling in (*unit.spellings, *kin.spellings):
            key = spelling.lower()
            found[key] = tuple(dict.fromkeys((*found.get(key, ()), unit)))
    return found
