"""Every index file and every province is tried on the day it is added."""

import pytest

from extract.canon import Canon
from extract.index import Index, indices
from extract.province import Unit, by_basis, spelled, units

INDICES = [pytest.param(index, id=index.id) for index in indices().values()]
UNITS = [pytest.param(unit, id=unit.id) for unit in units().values()]


@pytest.mark.parametrize("index", INDICES)
def test_an_index_file_is_consistent(index: Index) -> None:
    """Ranges go up, components have one id each, and maxima fit into the whole."""
    ids = [c.id for c in index.components]

    assert index.range[0] < index.range[1]
    assert index.first_year >= 2005
    assert index.source
    assert len(set(ids)) == len(ids)
    assert all(c.maximum is None or c.maximum <= index.range[1] for c in index.components)


def test_no_alias_means_two_indices() -> None:
    """An index is never guessed from a name that two of them have."""
    seen: dict[str, str] = {}

    for index in indices().values():
        for alias in index.aliases:
            assert seen.setdefault(Canon(alias).low, index.id) == index.id


def test_there_were_63_units_and_there_are_34() -> None:
    """Nghị quyết 202/2025/QH15: 63 became 34, 11 of them untouched."""
    assert len(by_basis(63)) == 63
    assert len(by_basis(34)) == 34
    assert len(by_basis(63).keys() & by_basis(34).keys()) == 11


@pytest.mark.parametrize("unit", UNITS)
def test_a_unit_is_in_a_set_and_leads_to_one_that_exists(unit: Unit) -> None:
    """An old unit became part of a new one; codes have two figures."""
    assert unit.bases
    assert all(len(code) == 2 for code in (unit.code63, unit.code34) if code)
    if unit.into:
        assert unit.bases == (63,)
        assert units()[unit.into].bases == (34,)


def test_no_spelling_means_two_units_of_one_set() -> None:
    """A name may mean an old and a new unit, never two of the same time."""
    for found in spelled().values():
        for basis in (63, 34):
            assert len([u for u in found if basis in u.bases]) <= 1
