"""Names that are data: what each spelling of an index, component, province or agency means."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from extract.canon import Canon
from extract.index import indices
from extract.province import by_basis, spelled
from extract.table import toml


@dataclass(frozen=True, slots=True)
class Names:
    """Names of one kind: the pattern that finds them, and what each of them means."""

    pattern: re.Pattern[str]
    meanings: dict[str, Any]

    @classmethod
    def of(cls, meanings: dict[str, Any]) -> "Names":
        """Return names that mean ``meanings`` in any case, whatever blanks stand in them."""
        known = {_one_blank(Canon(name).low): meaning for name, meaning in meanings.items()}
        return cls(re.compile(_anyhow(known)), known)

    def meaning(self, words: str) -> Any:
        """Return what the name ``words`` means, as the pattern has found it."""
        return self.meanings[_one_blank(words)]

    def said(self, low: str) -> set[Any]:
        """Return what the names that stand anywhere in canonical lower-case text mean."""
        return {self.meaning(found.group()) for found in self.pattern.finditer(low)}


def _one_blank(words: str) -> str:
    return re.sub(r"\s*-\s*", "-", re.sub(r"\s+", " ", words))


def _anyhow(names: Iterable[str]) -> str:
    """Return a pattern of ``names`` as whole words; a longer name goes before what it begins with.

    Names stand together by their first letter, and what is before it is looked at behind it: so
    `re` passes over all letters that begin no name, and asks for a few names at each other one.
    """
    longest = sorted(names, key=len, reverse=True)
    rests: dict[str, list[str]] = {}
    for name in longest:
        rests.setdefault(re.escape(name[0]), []).append(_loose(name[1:]))
    begun = (rf"{first}(?<!\w{first})(?:{'|'.join(rest)})" for first, rest in rests.items())
    return rf"(?:{'|'.join(begun)})(?!\w)"


def _loose(name: str) -> str:
    escaped = re.escape(name)
    return escaped.replace(r"\ ", r"\s+").replace(r"\-", r"\s*-\s*")


@cache
def of_indices() -> Names:
    """Return the indices' aliases: each means the index's id."""
    plain = {alias: index.id for index in indices().values() for alias in index.aliases}
    return Names.of({f"{word}{name}": i for name, i in plain.items() for word in ("", "chỉ số ")})


@cache
def of_topics() -> Names:
    """Return what indices measure, in words: each means the index's id."""
    return Names.of({topic: index.id for index in indices().values() for topic in index.topics})


@cache
def of_components() -> Names:
    """Return the components' names: each means pairs of an index's and a component's id."""
    known: dict[str, tuple[tuple[str, str], ...]] = {}
    for index, part, name in _parts():
        known[name] = (*known.get(name, ()), (index, part))
    return Names.of(known)


def _parts() -> Iterator[tuple[str, str, str]]:
    for index in indices().values():
        for part in index.components:
            named = {short for name in part.names for short in _shortened(Canon(name).low)}
            for name in sorted(named | {Canon(name).low for name in part.short_names}):
                yield index.id, part.id, name


_ABBREVIATED = {
    "biến đổi khí hậu": "bđkh", "công nghệ thông tin": "cntt", "thủ tục hành chính": "tthc",
    "cải cách hành chính": "cchc", "kinh tế - xã hội": "kt-xh", "doanh nghiệp": "dn",
    "cán bộ, công chức, viên chức": "cbccvc", "đổi mới sáng tạo": "đmst",
}  # fmt: skip


def _shortened(name: str) -> Iterator[str]:
    """Yield ``name`` as it is, without "các", and with what the press abbreviates."""
    for form in dict.fromkeys((name, name.replace(" các ", " "))):
        short = form
        for words, letters in _ABBREVIATED.items():
            short = short.replace(words, letters)
        yield form
        if len(short) > _LETTERS:
            yield short


_LETTERS = 6
"""Letters alone, such as "CNTT", name no component."""


@cache
def short_components() -> frozenset[str]:
    """Return the names of components that are everyday words: they ask for a number behind."""
    parts = (part for index in indices().values() for part in index.components)
    return frozenset(Canon(name).low for part in parts for name in part.short_names)


@cache
def of_provinces() -> Names:
    """Return the provinces' spellings: each means the ids of an old unit, a new one, or both."""
    return Names.of({name: tuple(u.id for u in units) for name, units in spelled().items()})


@cache
def of_districts() -> Names:
    """Return the districts' names without their kind: each means its full name by province.

    A name that is a province's, too, is none; the full name of a district whose kind has
    changed is the bare one.
    """
    known: dict[str, dict[str, str]] = {}
    for province, kinds in _file("districts").items():
        for kind, listed in kinds.items():
            for name in listed:
                full = name if kind == "changed" else f"{kind} {name}"
                known.setdefault(name, {})[province] = full
    return Names.of({n: of for n, of in known.items() if n.lower() not in spelled()})


@cache
def of_offices() -> Names:
    """Return the spellings of a province's departments: each means the official name."""
    return _others("offices")


@cache
def of_offices_in_a_row() -> Names:
    """Return the departments' names without "Sở", as a list of them goes on."""
    known = of_offices().meanings
    return Names.of({n.removeprefix("sở "): m for n, m in known.items() if n.startswith("sở ")})


@cache
def of_agencies() -> Names:
    """Return the spellings of ministries: each means the official name."""
    return _others("agencies")


@cache
def of_regions() -> Names:
    """Return the spellings of regions: each means the official name."""
    return _others("regions")


def _others(file: str) -> Names:
    rows = _file(file).items()
    return Names.of({s: main for main, others in rows for n in (main, *others) for s in _joined(n)})


def _joined(name: str) -> Iterator[str]:
    """Yield ``name`` as it is, and with its "và" said by a dash or not at all."""
    return (name.replace(" và ", joint) for joint in (" và ", " - ", " "))


@cache
def _file(name: str) -> dict[str, Any]:
    return toml(Path(__file__).with_name(f"{name}.toml"))


def without_agencies(low: str) -> str:
    """Return ``low`` without what says who publishes an index, or what people are asked about."""
    return _ASKED_ABOUT.sub("", of_agencies().pattern.sub("", low))


_ASKED_ABOUT = re.compile(
    r"hài lòng (?:về|với|đối với) sự phục vụ"
    r"(?: hành chính(?: công)?| của (?:các )?cơ quan hành chính(?: nhà nước)?)?"
    r"|đạt (?:điểm |số điểm )?(?:tối đa|tuyệt đối)|(?:không|chưa) (?:có |tính )?trọng số"
)


_OUTLET = re.compile(r"\s*[(\[]?(?P<code>[A-ZĐ]{2,5})[)\]]?\s*[-:]\s")


def outlet(canon: Canon) -> str:
    """Return the province of the paper whose letters open the text, or an empty string."""
    codes = _file("outlets")
    for line in re.finditer(r"[^\n]+", canon.cased[:1500]):
        found = _OUTLET.match(line.group())
        if found and found["code"] in codes:
            return str(codes[found["code"]])
    return ""


_LARGEST_REGION = 14
"""Provinces of Trung du và miền núi phía Bắc: "trong vùng" alone names none."""

_CITIES = 6
"""Cities under the central government since 2025; they were five before."""

_NAMELESS = re.compile(r"(?:vùng|khu vực)(?!.*(?<!\w)(?:miền|phía|bắc|nam|trung|tây|đông)(?!\w))")


def region_size(words: str) -> int | None:
    """Return how many provinces of the old set a region has, if ``words`` name a whole one."""
    found, counted = of_regions().pattern.search(words), re.match(r"\d{1,2}(?= )", words)
    if counted:
        return int(counted.group())
    if "trực thuộc trung ương" in words:
        return _CITIES
    if found is None:
        return _LARGEST_REGION if _NAMELESS.match(words) else None
    region = of_regions().meaning(found.group())
    return sum(unit.region == region for unit in by_basis(63).values()) or None


def indices_named(canon: Canon) -> set[str]:
    """Return the ids of all indices that ``canon`` names anywhere."""
    return of_indices().said(canon.low)


def topics_named(low: str) -> set[str]:
    """Return the ids of the indices whose subject matter canonical lower-case text speaks of."""
    return of_topics().said(low)


_BOUND_YEAR = re.compile(r"\s*(?:\([^()]{2,12}\)\s*)?(?:năm\s+)?((?:19|20)\d\d)(?![\d/-])")


def years_named(canon: Canon) -> set[int]:
    """Return the years that stand right behind the name of an index in ``canon``."""
    names = of_indices().pattern.finditer(canon.low)
    found = (_BOUND_YEAR.match(canon.low, name.end()) for name in names)
    return {int(year[1]) for year in found if year}


def names_index(low: str) -> bool:
    """Tell whether canonical lower-case text names an index anywhere."""
    return of_indices().pattern.search(low) is not None
