"""What an index is: its names, its range, and its components."""

from functools import cache
from pathlib import Path

from extract.table import Table


class Component(Table):
    """A part of an index that is scored or ranked by itself: field, criterion, pillar."""

    id: str
    names: tuple[str, ...]
    """As the press words it; the first is the official one."""

    short_names: tuple[str, ...] = ()
    """Everyday words that name it only right before a number: "đầu vào 51,50 điểm"."""

    maximum: float | None = None
    """The most points it can have in the current method; None when it is not known."""


class Index(Table):
    """An index of provinces, ministries or departments, as its file describes it."""

    id: str
    name: str
    """Short name for readers, such as ``PAR INDEX``."""

    title: str
    """Full name in Vietnamese."""

    publisher: str
    source: str
    """Where the file's facts can be checked in public."""

    unit: str
    range: tuple[float, float]
    """Lowest and highest score of the whole index."""

    first_year: int
    aliases: tuple[str, ...]
    """Names that mean this index wherever they stand, in any case."""

    tail: str = ""
    """A pattern of what may follow a name and belongs to it: "về sự phục vụ hành chính"."""

    topics: tuple[str, ...] = ()
    """What it measures, in words that name it only where the article names it elsewhere."""

    tiers: tuple[str, ...] = ()
    """Names of its groups, best first; a group with another name is not this index's.
    ``%`` stands for groups that are named by their thresholds ("trên 90%")."""

    ministries: bool = False
    """True when it places ministries and agencies, too."""

    subnational: bool = False
    """True when provinces rank their own departments and districts by it."""

    whole_table: bool = True
    """False when some provinces are left out of its table, so that its size varies."""

    live: bool = False
    """True when it is measured all the time, for every kind of office."""

    components: tuple[Component, ...] = ()


@cache
def indices() -> dict[str, Index]:
    """Return every index by id; the id is the name of its file."""
    folder = Path(__file__).with_name("indices")
    return {p.stem: Index.loaded(p, id=p.stem) for p in sorted(folder.glob("*.toml"))}
