"""What an article has spoken of so far: the index, subject and years a sentence may lean on."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from extract import takeup
from extract.clause import Claim
from extract.model import Mention
from extract.subject import is_city

_LESSER = ("ministry", "region", "department", "district")
"""Subjects that an article keeps to only once a value was said of them."""

_OPENS = 12
"""A year that begins before this many characters of its sentence is what the sentence is about."""

# A sentence that names more provinces than this lists them, and speaks of none of them.
_A_PAIR = 2


@dataclass(slots=True)
class Context:
    """The state of reading between two sentences."""

    home: str = ""
    """Id of the paper's own province; may be empty."""

    main: tuple[str, ...] = ()
    """Ids of the one province the headline is about; empty when it names none or several."""

    only_index: str = ""
    """The one index that the whole article names; empty when it names none or several."""

    cabinet: int = 0
    """How many ministries the article speaks of, if of one number only."""

    table: int = 0
    """63 or 34 when the article speaks of so many provinces, and of no other number."""

    only_year: int | None = None
    """The one year that stands beside the name of an index anywhere in the article."""

    title_index: str = ""
    title_year: int | None = None
    index: str = ""
    index_at: int = -9
    """Number of the sentence that named the index last."""

    internal: bool = False
    """True when it was named as the table of a province's own offices."""

    off_topic: bool = False
    """True when the paragraph has opened with another matter."""

    back: str = ""
    """The headline's index, when another was named behind its values: the next paragraph's."""

    subject: Mention | None = None
    """The subject spoken of last; an agency only once a value was said of it."""

    province: Mention | None = None
    """The province spoken of last: what "tỉnh" means."""

    year: int | None = None
    here: int | None = None
    """The first year that the sentence being read names."""

    last: int | None = None
    """The year named last, be it in passing: what "năm ấy" means."""

    compared: int | None = None
    """The year compared with last, if none was named since."""

    opening: int | None = None
    """That year, if the sentence opens with it."""

    nearby: Mention | None = None
    """The province spoken of last in this paragraph."""

    lesser: dict[str, Mention] = field(default_factory=dict)
    """The region, ministry, department and district named last: what "bộ này" means."""

    component: Mention | None = None
    """The component named last: what "nội dung này" means."""

    component_in: int = -9
    """The paragraph it was named in."""

    topic: Mention | None = None
    """A component that its paragraph is about ("Về hạ tầng nhân lực, ...")."""

    period: Mention | None = None
    """The month, quarter or week spoken of last."""

    mean_told: bool = False
    """True when the sentence before told the mean of the whole country last."""

    divides: bool = False
    """True when the sentence being read goes on with the parts of what was told before."""

    paragraph: int = -1
    sizes: dict[str, int] = field(default_factory=dict)
    """Size of each index's national table, once the text has told it."""

    rivals: set[str] = field(default_factory=set)
    """The indices of the last sentence that named any, when it said no values of them."""

    named: set[str] = field(default_factory=set)
    """Every index named so far, the headline's included."""

    baseline: int | None = None
    bound: dict[str, int] = field(default_factory=dict)
    """The year written beside each index's name."""

    def hear(self, heads: Iterable[Mention], number: int, start: int, told: int) -> None:
        """Take over what the heads of sentence ``number`` leave.

        The sentence begins at ``start`` and says its first value at ``told``.
        """
        heads = [h for h in heads if self.knows(h)]
        provinces = [h for h in heads if h.data.get("type") == "province"]
        listed = len(provinces) > _A_PAIR
        for before, head in takeup.pairs(heads):
            if head.kind == "index":
                self.topic = None
                passing = head.start > told and self.index == self.title_index
                self.back = self.title_index if passing else ""
                self.index, self.index_at = head.data["index"], number
                self.internal = bool(head.data.get("internal"))
                self.named.add(self.index)
            elif head.kind == "component" and not head.data.get("anaphor"):
                self.component, self.component_in = head, self.paragraph
            elif head.kind == "period":
                self.period = head
            elif head.kind == "year":
                opens = head.start - start < _OPENS
                self._hear_year(head, before, opens=opens, leads=head.start < told)
            elif head.kind == "subject" and not (listed and head in provinces):
                self._hear_subject(head)
            elif head.kind == "baseline":
                self.baseline = self.year_of(head)
                self.compared = head.data["year"]

    def knows(self, head: Mention) -> bool:
        """Tell whether ``head`` means something here: a topic only stands for an index named."""
        return not head.data.get("topic") or head.data["index"] in self.named

    def tell_size(self, index: str, size: int) -> None:
        """Note the size of an index's national table; two different ones tell nothing."""
        self.sizes[index] = size if self.sizes.get(index, size) == size else 0

    def settle(self, heads: list[Mention], claims: list[Claim]) -> None:
        """Weigh what a sentence named: one index or several, and the latest of its years.

        The earlier years of a sentence were looked back at.  A sentence that says values of
        several indices leaves the last one; one that only names them leaves all as rivals.
        """
        values = bool(claims)
        now = (c.heads["year"] for c in claims if "year" in c.heads and not c.former)
        said = {year.data["year"] for year in now if year.data["year"]}
        named = [h.data["index"] for h in heads if h.kind == "index" and self.knows(h)]
        if named:
            self.rivals = {named[-1]} if values else set(named)
        years = [h.data["year"] for h in heads if h.kind == "year" and h.data["year"]]
        beside = [
            h.data["year"] for before, h in takeup.pairs(heads) if takeup.beside_index(before, h)
        ]
        if len(years) > 1:
            self.year = max(*(beside or years), *said, self.bound.get(self.index, 0))
        of = set(named) or {self.index}
        told = set(years) or ({self.year} if self.year else set())
        if values and len(of) == len(told) == 1:
            index = of.pop()
            self.bound[index] = max(told.pop(), self.bound.get(index, 0))

    def _hear_subject(self, head: Mention) -> None:
        if head.data.get("beside"):
            return
        if head.data["type"] in _LESSER:
            self.lesser[head.data["type"]] = head
        if head.data["type"] == "province":
            self.subject = self.province = self.nearby = head
        elif head.data["type"] == "anaphor" and self.province and not head.data.get("of"):
            self.subject = self.meant_by(head)

    def meant_by(self, anaphor: Mention) -> Mention | None:
        """Return the province that "tỉnh ta", "tỉnh này" or "tỉnh" means, if the text names it.

        "Tỉnh ta" is the paper's or the headline's; "tỉnh này" the one named last; a bare
        "tỉnh" the one its paragraph speaks of, and only then the headline's.
        """
        if kinds := anaphor.data.get("of"):
            return next((self.lesser[kind] for kind in kinds if kind in self.lesser), None)
        if anaphor.data["ours"] and (self.home or self.main):
            return None
        nearby = self.nearby if self.nearby and _fits(anaphor, self.nearby) else None
        known = self.main or (not anaphor.data["near"] and self.home)
        return nearby or (None if known else self.province)

    def answered(self, claims: Iterable[Claim], number: int) -> None:
        """Note that SIPAS is spoken of where so many per cent of the people are satisfied."""
        if any("score" in c.values and "satisfied" in c.values["score"].data for c in claims):
            self.index, self.index_at = "sipas", number
            self.named.add("sipas")

    def spoken(self, head: Mention | None) -> None:
        """Go on about the subject of a claim with values, be it an agency or the nation."""
        if head is not None and head.data["type"] in (*_LESSER, "national"):
            self.subject = head

    def _hear_year(
        self, head: Mention, before: Mention | None, *, opens: bool, leads: bool
    ) -> None:
        """Take over a year; an earlier one than the edition's is only glanced at in passing."""
        self.last, self.compared = head.data["year"] or self.last, None
        carried = 0 if leads else self.year
        edition = self.bound.get(self.index) or self.title_year or carried or 0
        beside = takeup.beside_index(before, head)
        opens = (opens and not head.data.get("glance")) or (
            beside and head.data["year"] == self.here and leads
        )
        if not opens and head.data["year"] and head.data["year"] < edition:
            return
        moves = head.data.get("relative", -1) >= 0 and not head.data.get("that")
        year = head.data["year"] or (self.year_of(head) if moves else None)
        if year is None:
            return
        self.year = year
        if before and beside:
            self.bound.setdefault(before.data["index"], year)

    def year_of(self, head: Mention) -> int | None:
        """Return the year a mention means, counting "năm trước" from the year spoken of."""
        if head.data["year"] is not None:
            return int(head.data["year"])
        now = self.here or self.year
        if head.data.get("that"):
            now = self.here or (head.data["back"] and self.compared) or self.last or self.year
        elif not head.data["relative"]:
            now = max(self.year or 0, self.bound.get(self.index, 0)) or self.title_year or self.here
        now = now or self.title_year
        return now + int(head.data["relative"]) if now else None

    def turn(self, paragraph: int) -> None:
        """Begin a paragraph: topics end, and a glance at an earlier year is over.

        So is what was said of a neighbour, where the headline or the paper has its own province.
        """
        if paragraph == self.paragraph:
            return
        self.paragraph, self.topic, self.nearby = paragraph, None, None
        self.mean_told = self.off_topic = False
        if self.back:
            self.index, self.back, self.rivals = self.back, "", set()
        neighbour = self.subject is not None and self.subject.data["type"] == "province"
        if self.main or (self.home and neighbour):
            self.subject = None
        bound = self.bound.get(self.index)
        if bound and self.year and self.year < bound:
            self.year = bound

    def enter(self, heads: Iterable[Mention], words: str, start: int) -> None:
        """Begin a sentence: note the year it names, which "năm trước" counts from.

        "Như vậy", "sau một năm" lead back from a glance at an earlier year.
        """
        bound = self.bound.get(self.index)
        if takeup.goes_back(words) and bound and self.year and self.year < bound:
            self.year = bound
        self.divides = takeup.divides(words)
        first = next((h for h in heads if h.kind == "year" and h.data["year"]), None)
        self.here = first.data["year"] if first else None
        self.opening = self.here if first and first.start - start < _OPENS else None


def _fits(anaphor: Mention, province: Mention) -> bool:
    """Tell whether "thành phố" may mean ``province``: then it is a city of the first level."""
    return not anaphor.data.get("city") or is_city(province.data["ids"])
