"""What an article has spoken of so far: the index, subject and years a sentence may lean on."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from extract import takeup
from extract.clause import Claim, Linked
from extract.model import Mention
from extract.subject import is_city
from extract.timeline import Timeline

_LESSER = ("ministry", "region", "department", "district")
"""Subjects that an article keeps to only once a value was said of them."""

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

    times: Timeline = field(default_factory=Timeline)
    """The editions spoken of."""

    title_index: str = ""
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

    nearby: Mention | None = None
    """The province spoken of last in this paragraph."""

    block: tuple[int, int] | None = None
    """Where the text has told last which offices or districts it ranks: "khối sở, ngành"."""

    looked_at: set[str] = field(default_factory=set)
    """Whose values the sentence before told, if it opened with an earlier year."""

    group: Mention | None = None
    """The ministries spoken of as a whole last: whose mean may follow."""

    group_in: int = -9
    """Number of the sentence that spoke of them."""

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

    to_come: set[str] = field(default_factory=set)
    """Every index that the text names anywhere."""

    named: set[str] = field(default_factory=set)
    """Every index named so far, the headline's included."""

    def forked(self) -> "Context":
        """Return the same state, to read on from here twice: mentions and values never change."""
        return replace(
            self,
            times=replace(self.times, bound=dict(self.times.bound)),
            lesser=dict(self.lesser),
            sizes=dict(self.sizes),
            named=set(self.named),
        )

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
                self.times.hear(head, before, self.index, opens=start, told=told)
            elif head.data.get("group"):
                self.group, self.group_in = head, number
            elif head.kind == "subject" and not (listed and head in provinces):
                self._hear_subject(head)
            elif head.kind == "noise":
                self.times.last = head.data["since"]
            elif head.kind == "baseline":
                self.times.compare(head, self.index)

    def knows(self, head: Mention) -> bool:
        """Tell whether ``head`` means something here: a topic only stands for an index named."""
        return not head.data.get("topic") or head.data["index"] in self.named | self.to_come

    def tell_size(self, index: str, size: int) -> None:
        """Note the size of an index's national table; two different ones tell nothing."""
        self.sizes[index] = size if self.sizes.get(index, size) == size else 0

    def settle(self, heads: list[Mention], claims: list[Claim]) -> None:
        """Weigh what a sentence named: one index or several, and which years.

        A sentence that says values of several indices leaves the last one; one that only names
        them leaves all as rivals.
        """
        named = [h.data["index"] for h in heads if h.kind == "index" and self.knows(h)]
        if named:
            self.rivals = {named[-1]} if claims else set(named)
        self.times.settle(heads, claims, self.index, set(named) or {self.index})
        whose = {c.heads["subject"].whom for c in claims if "subject" in c.heads}
        self.looked_at = whose if self.times.looks_back(self.index) else set()

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

    def year_of(self, head: Mention, index: str = "") -> int | None:
        """Return the year that a mention means in a claim about ``index``."""
        return self.times.year_of(head, self.index, index)

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
        self.times.turn(self.index)

    def enter(self, linked: Linked, words: str, start: int) -> None:
        """Begin a sentence: note the years it names.

        "Như vậy", "sau một năm" lead back from a glance at an earlier year.
        """
        if takeup.goes_back(words) or self._another_is_told(linked.claims):
            self.times.turn(self.index)
        self.divides = takeup.divides(words)
        if of := takeup.block(words):
            self.block = (start + of[0], start + of[1])
        if self.index and takeup.means_the_last(words):
            self.rivals = {self.index}
        self.times.enter(linked.heads, linked.claims, start)
        if takeup.announces(words):
            self.times.announce()

    def _another_is_told(self, claims: list[Claim]) -> bool:
        """Tell whether a sentence behind a look back opens with somebody else: it is over then."""
        first = claims[0].heads.get("subject") if claims else None
        if first is None or first.data["type"] == "anaphor" or not self.looked_at:
            return False
        return first.whom not in self.looked_at


def _fits(anaphor: Mention, province: Mention) -> bool:
    """Tell whether "thành phố" may mean ``province``: then it is a city of the first level."""
    return not anaphor.data.get("city") or is_city(province.data["ids"])
