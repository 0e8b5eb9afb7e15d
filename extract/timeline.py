"""Which edition is spoken of: the years that an article names, counts from and looks back at."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from extract import takeup
from extract.clause import Claim
from extract.index import indices
from extract.model import Mention

_OPENS = 12
"""A year that begins before this many characters of its sentence is what the sentence is about."""

_BESIDE = "year/beside-index"


@dataclass(slots=True)
class Timeline:
    """The editions an article has spoken of so far."""

    title: int | None = None
    """The one year of the headline."""

    only: int | None = None
    """The one year that stands beside the name of an index anywhere in the article."""

    due: int = 0
    """The year before the article's day: the edition that is then made known."""

    newest: int = 0
    """That year, if it stands beside the name of an index anywhere in the article."""

    year: int | None = None
    """The year spoken of: a clause that names none is of it."""

    here: int | None = None
    """The first year that the sentence being read names."""

    here_at: int = 0
    """Where it stands."""

    opening: int | None = None
    """That year, if the sentence opens with it."""

    last: int | None = None
    """The year named last, be it in passing: what "năm ấy" means."""

    compared: int | None = None
    """The year compared with last, if none was named since."""

    baseline: int | None = None
    bound: dict[str, int] = field(default_factory=dict)
    """The year written beside each index's name."""

    meant: dict[int, int] = field(default_factory=dict)
    """What each year of the sentence being read means, by where it stands."""

    def turn(self, index: str) -> None:
        """Come back from a glance at an earlier year than the edition of ``index``."""
        bound = self.bound.get(index)
        if bound and self.year and self.year < bound:
            self.year = bound

    def looks_back(self, index: str) -> bool:
        """Tell whether the sentence opens with an earlier year than the edition of ``index``."""
        return bool(self.opening and self.opening < self.bound.get(index, 0))

    def announce(self) -> None:
        """Come to the newest edition where the article has only told of one before it."""
        if self.year and self.here is None:
            self.year = max(self.year, self.newest)

    def enter(self, heads: Iterable[Mention], claims: Iterable[Claim], start: int) -> None:
        """Begin a sentence: note the years it names, and what each of the others means."""
        heads = list(heads)
        first = next((h for h in heads if h.kind == "year" and h.data["year"]), None)
        self.here, self.here_at = (first.data["year"], first.start) if first else (None, 0)
        self.opening = self.here if first and first.start - start < _OPENS else None
        self.meant = {}
        of_claims = (head for claim in claims for head in claim.heads.values())
        told = {h.start: h for h in (*heads, *of_claims) if h.kind in ("year", "baseline")}
        before: int | None = None
        for at in sorted(told):
            year = self._counted(told[at], before)
            if year is not None:
                self.meant[at] = year
                before = year if told[at] in heads and told[at].kind == "year" else before

    def year_of(self, head: Mention, index: str, of: str = "") -> int | None:
        """Return the year that a mention means where ``index`` is spoken of, be it ``of`` another.

        "Kỳ đầu tiên" is the first edition of its own index; "ba năm trước" may be counted from
        the edition or from the article's day.
        """
        if head.data.get("vague"):
            return None
        if known := head.data["year"] or self.meant.get(head.start):
            return int(known)
        if head.data.get("first"):
            own = indices().get(of or index)
            return own.first_year + int(head.data["relative"]) if own else None
        return self._around(head, index)

    def _counted(self, head: Mention, before: int | None) -> int | None:
        """Return a year that is named, or counted from the one ``before`` it in its sentence."""
        if head.data["year"] is not None:
            return int(head.data["year"])
        if head.data.get("chained") and before is not None:
            return before + int(head.data["relative"])
        if head.data.get("that"):
            return before or (head.data["back"] and self.compared) or None
        return None

    def _around(self, head: Mention, index: str) -> int | None:
        """Count "năm trước" from the year spoken of."""
        now = self._now(head)
        if head.data.get("that"):
            now = self.here or (head.data["back"] and self.compared) or self.last or self.year
        elif not head.data["relative"]:
            now = max(self.year or 0, self.bound.get(index, 0)) or self.title or self.here
        now = now or self.title
        return now + int(head.data["relative"]) if now else None

    def _now(self, head: Mention) -> int | None:
        """Return the year that ``head`` counts from: one named before it, or that of the text."""
        behind = self.here_at > head.start
        return (self.year or self.here) if behind else (self.here or self.year)

    def hear(
        self, head: Mention, before: Mention | None, index: str, *, opens: int, told: int
    ) -> None:
        """Take over a year; an earlier one than the edition's is only glanced at in passing."""
        leads = head.start < told
        self.last, self.compared = head.data["year"] or self.last, None
        carried = 0 if leads else self.year
        edition = self.bound.get(index) or self.title or carried or 0
        beside = takeup.beside_index(before, head)
        main = (head.start - opens < _OPENS and not head.data.get("glance")) or (
            beside and head.data["year"] == self.here and leads
        )
        if not main and head.data["year"] and head.data["year"] < edition:
            return
        moves = head.data.get("relative", -1) >= 0 and not head.data.get("that")
        year = head.data["year"] or (self.year_of(head, index) if moves else None)
        if year is None:
            return
        self.year = year
        if before and beside:
            self.bound.setdefault(before.data["index"], year)

    def compare(self, baseline: Mention, index: str) -> None:
        """Note the year that a sentence compares with."""
        self.baseline = self.year_of(baseline, index)
        self.compared = self.baseline

    def settle(self, heads: list[Mention], claims: list[Claim], index: str, of: set[str]) -> None:
        """Weigh the years of a sentence about ``of``: the earlier ones were looked back at."""
        now = (c.heads["year"] for c in claims if "year" in c.heads and not c.former)
        said = {year.data["year"] for year in now if year.data["year"]}
        years = [h.data["year"] for h in heads if h.kind == "year" and h.data["year"]]
        beside = [
            h.data["year"] for before, h in takeup.pairs(heads) if takeup.beside_index(before, h)
        ]
        if len(years) > 1:
            fresh = [year for year in years if year == self.due]
            self.year = max(*(beside or years), *fresh, *said, self.bound.get(index, 0))
        aside = (h for c in claims if (h := c.heads.get("year")) and h.rule == _BESIDE)
        self.year = self.year or max((h.data["year"] for h in aside), default=None)
        of_now = {year for year in years if year >= (self.title or 0)}
        told = of_now or ({self.year} if self.year else set())
        if claims and len(of) == len(told) == 1:
            name = next(iter(of))
            self.bound[name] = max(told.pop(), self.bound.get(name, 0))

    def carried(self, index: str, spoken_of: str) -> tuple[int, str] | None:
        """Return the year that the text or the headline has last spoken of, for ``index``."""
        if self.year and (index not in self.bound or spoken_of == index):
            return self.year, "year carried from the text before"
        if index in self.bound:
            return self.bound[index], "year written beside the index"
        if self.title:
            return self.title, "year taken from the headline"
        return None

    def one_before(self, index: str, since: int | None) -> int | None:
        """Return the year before the one spoken of, or before ``since``."""
        now = since or self.opening or max(self.here or 0, self.year or 0) or self.title
        now = now or self.bound.get(index) or self.only
        return now - 1 if now else None
