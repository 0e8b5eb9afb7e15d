"""Whom a sentence means by number or by order: those that the sentences before it told of."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from extract.clause import Claim, Linked
from extract.model import Kind, Mention
from extract.rules.number import whole
from extract.rules.untold import THESE

_ALL = re.compile(
    r"\W*cả\s+(?P<n>hai|ba|bốn|\d{1,2})\s+"
    r"(?:tỉnh|địa phương|đơn vị|sở|huyện|bộ|cơ quan|nơi|thành phố|cùng|đều)(?!\w)"
    rf"|\W*{THESE.replace('<n>', '<these>')}"
)
_THOSE_YEARS = re.compile(
    r"(?<!\w)(?:(?:từng|mỗi) (?:năm|kỳ)"
    r"|(?:hai|ba|bốn|\d) (?:năm|kỳ|bảng|lần|mùa|đợt) (?:đó|ấy|này|trên|kể trên))(?!\w)"
)
_YEARS_AFTER = re.compile(
    r"(?<!\w)(?:hai|ba|bốn|\d) (?:năm|kỳ|bảng|lần) (?:kế tiếp|tiếp theo|sau đó|liền sau)(?!\w)"
)
_EACH_YEAR = re.compile(
    r"(?<!\w)(?:cả (?P<n>hai|ba|bốn|\d) (?:năm|kỳ|lần|bảng)"
    r"|(?P<m>hai|ba|bốn|\d) (?:năm|kỳ|lần) (?:này|đó|ấy|trên|sau cùng|gần nhất))(?!\w)"
    r"[^;.:()]{0,60}(?<!\w)(?:đều|cùng|vẫn)\s(?:\w+\s){0,2}$"
)
_REACH = 120
"""How far before a value the words may stand that say it of each year."""

_IN_TURN: tuple[Kind, ...] = ("component", "subject")


@dataclass(slots=True)
class Recall:
    """What an article's sentences have told so far, for those that only count it."""

    recent: dict[str, Mention] = field(default_factory=dict)
    """The subjects that values were said of, by name, the latest last."""

    told: list[Claim] = field(default_factory=list)
    """The claims of the last sentence that made any."""

    years: dict[int, Mention] = field(default_factory=dict)
    """The years that values were said of, the latest last."""

    tables: list[Mention] = field(default_factory=list)
    """The indices of the last sentence that named any, each once."""

    every_table: dict[str, Mention] = field(default_factory=dict)
    """The first mention of every index named so far."""

    def claims(self, linked: Linked, words: str, start: int) -> tuple[Claim, ...]:
        """Return the claims of a sentence of such ``words``, its numbered names understood.

        The sentence begins at ``start``.
        """
        all_of_them = _ALL_TABLES.search(words)
        tables = self._all_tables(linked, whole(all_of_them["n"])) if all_of_them else []
        self._name_tables(linked.claims, words, start)
        told = _of_everybody(linked.claims, self._everybody(words))
        claims = self._of_each_year(told, words, start)
        also = self._also(linked.claims, words)
        in_turn = (
            self._by_year(linked, words, start)
            or _by_table(linked.orphans, tables)
            or self._in_turn(linked.orphans)
        )
        place = start + all_of_them.start() if all_of_them else 0
        return (*also, *_of_tables(claims, tables, place), *in_turn)

    def _also(self, claims: list[Claim], words: str) -> Iterator[Claim]:
        """Say "Cùng ở nhóm rất tốt là B và C" of the one that was told just before, too."""
        told = [claim.heads["subject"] for claim in self.told if "subject" in claim.heads]
        tiers = [claim.values["group"] for claim in claims if "group" in claim.values]
        if tiers and told and all(head is told[0] for head in told) and _SHARED.match(words):
            yield Claim({"subject": told[0]}, {"group": tiers[0]}, [tiers[0]])

    def _name_tables(self, claims: list[Claim], words: str, start: int) -> None:
        """Give "Ở bảng thứ nhất, tỉnh đứng thứ 16; ở bảng thứ hai, ..." the index that is meant."""
        told = list(_NTH_TABLE.finditer(words)) if len(self.tables) > 1 else []
        for claim in claims if told else ():
            place = min(value.start for value in claim.values.values()) - start
            before = [found for found in told if found.end() <= place]
            if before and claim.heads.get("index") not in claim.own:
                nth = next(n for group, n in _NTH.items() if before[-1][group])
                claim.heads["index"] = self.tables[nth]

    def _all_tables(self, linked: Linked, count: int) -> list[Mention]:
        """Return the ``count`` indices meant by "ở cả hai bảng": named here, or before."""
        ways = (_once(linked.heads) or self.tables, list(self.every_table.values()))
        return next((named for named in ways if len(named) == count), [])

    def remember(self, linked: Linked) -> None:
        """Keep what a sentence has told, whatever the type of its subjects."""
        claims = linked.claims
        named = _once(linked.heads)
        self.tables = named or self.tables
        for index in named:
            self.every_table.setdefault(index.data["index"], index)
        self.told = claims or self.told
        for year in _years([*claims, *linked.orphans]):
            self.years.pop(year.data["year"], None)
            self.years[year.data["year"]] = year
        for head in (claim.heads.get("subject") for claim in claims):
            if head is not None:
                self.recent.pop(head.whom, None)
                self.recent[head.whom] = head

    def _everybody(self, words: str) -> list[Mention]:
        """Return whom a sentence means that opens with "Cả 5 địa phương này"; mostly nobody."""
        found = _ALL.match(words)
        count = whole(found["n"] or found["these"]) if found else 0
        return list(self.recent.values())[-count:] if 0 < count <= len(self.recent) else []

    def _last(self, count: int) -> list[Mention]:
        return list(self.years.values())[-count:] if count <= len(self.years) else []

    def _of_each_year(self, claims: Iterable[Claim], words: str, start: int) -> Iterator[Claim]:
        """Say "cả hai lần, A đều xếp thứ 5" of both of the years told last."""
        for claim in claims:
            first = min(value.start for value in claim.values.values()) - start
            found = _EACH_YEAR.search(words, max(0, first - _REACH), max(0, first))
            years = self._last(whole(found["n"] or found["m"])) if found else []
            named = claim.heads.get("year")
            if not years or (named and named.data["year"]):
                years = []
                yield claim
            for year in years:
                yield replace(claim, heads={**claim.heads, "year": year}, own=list(claim.own))

    def _by_year(self, linked: Linked, words: str, start: int) -> list[Claim]:
        """Read "Cùng ba năm đó, A lần lượt đạt ...", "hai năm kế tiếp lần lượt xếp thứ 5 và 7"."""
        count = len(linked.orphans)
        if count and _YEARS_AFTER.search(words):
            years = _following(linked.heads, count)
        else:
            years = self._last(count) if _THOSE_YEARS.search(words) else _spanned(words, start)
        if len(years) != count:
            return []
        for claim, year in zip(linked.orphans, years, strict=True):
            claim.heads["year"] = year
        return linked.orphans

    def _in_turn(self, orphans: list[Claim]) -> Iterator[Claim]:
        """Give values "lần lượt" to what the last values were said of: components, or subjects."""
        whose = orphans[0].heads.get("subject") if orphans else None
        named = whose is not None and whose.data["type"] != "anaphor"
        for kind in _IN_TURN[:1] if named else _IN_TURN if orphans else ():
            heads = [c.heads[kind] for c in self.told if kind in c.heads]
            heads = [h for n, h in enumerate(heads) if h not in heads[:n]]
            if len(heads) == len(orphans):
                for claim, head in zip(orphans, heads, strict=True):
                    claim.heads[kind] = head
                    yield claim
                return


_SHARED = re.compile(
    r"\W*cùng (?!với|kỳ|thời|nhóm)[^;.,:()]{0,30}(?:nhóm|loại)[^;.,:()]{0,30} (?:là|gồm|còn có|có) "
)

_NTH_TABLE = re.compile(
    r"(?<!\w)(?:bảng|chỉ số|bộ chỉ số|thước đo)(?: xếp hạng)? "
    r"(?:(?P<first>thứ nhất|đầu tiên|đầu)|(?P<second>thứ hai)|(?P<last>còn lại|sau))(?=[\s,:])"
)
_NTH = {"first": 0, "second": 1, "last": -1}
_ALL_TABLES = re.compile(
    r"(?<!\w)cả\s+(?P<n>hai|ba|bốn|\d)\s+(?:bảng|chỉ số|bộ chỉ số)"
    r"(?! (?:này |đó )?(?:đạt|tăng|giảm))"
)


def _once(heads: list[Mention]) -> list[Mention]:
    """Return the first mention of each index among ``heads``."""
    named: dict[str, Mention] = {}
    for head in heads:
        if head.kind == "index" and not head.data.get("topic"):
            named.setdefault(head.data["index"], head)
    return list(named.values())


def _years(claims: list[Claim]) -> list[Mention]:
    """Return the years that ``claims`` name, each once."""
    named = (c.heads["year"] for c in claims if "year" in c.heads)
    return list({year.data["year"]: year for year in named if year.data["year"]}.values())


_SPAN = re.compile(r"(?<!\d)(?P<first>20\d\d)\s?-\s?(?P<last>20\d\d)(?!\d)")


def _spanned(words: str, start: int) -> list[Mention]:
    """Return each year of "trong ba năm 2020 - 2022"."""
    found = _SPAN.search(words)
    if found is None:
        return []
    a, b = start + found.start(), start + found.end()
    span = range(int(found["first"]), int(found["last"]) + 1)
    return [Mention(kind="year", start=a, end=b, rule="year/span", data={"year": y}) for y in span]


def _following(heads: list[Mention], count: int) -> list[Mention]:
    """Return the ``count`` years after the one that ``heads`` name last."""
    year = next((h for h in reversed(heads) if h.kind == "year" and h.data["year"]), None)
    if year is None:
        return []
    told = (year.data["year"] + n for n in range(1, count + 1))
    return [replace(year, data={**year.data, "year": one}) for one in told]


def _by_table(orphans: list[Claim], tables: list[Mention]) -> list[Claim]:
    """Read "quán quân cả hai bảng, lần lượt đạt 96,17% và 90,59%": each of its own table."""
    if len(orphans) != len(tables):
        return []
    for claim, index in zip(orphans, tables, strict=True):
        claim.heads["index"] = index
    return orphans


def _of_tables(claims: Iterable[Claim], tables: list[Mention], place: int) -> Iterator[Claim]:
    """Say a place of each of ``tables``, where the claim names none behind ``place``."""
    for claim in claims:
        index = claim.heads.get("index")
        own = index is not None and index in claim.own and index.start > place
        for index in tables if claim.values.keys() == {"rank"} and not own else ():
            heads = {**claim.heads, "index": index}
            yield Claim(heads, dict(claim.values), list(claim.own), former=claim.former)
        if not tables or own or claim.values.keys() != {"rank"}:
            yield claim


def _of_everybody(claims: Iterable[Claim], everybody: list[Mention]) -> Iterator[Claim]:
    """Say a claim that names nobody of ``everybody`` who is meant by "cả 5 địa phương này"."""
    for claim in claims:
        if everybody and "subject" not in claim.heads:
            yield from claim.said_of(everybody)
        else:
            yield claim
