"""The state of reading a sentence from left to right, and what punctuation does to it."""

import re
from dataclasses import dataclass, field

from extract.clause import Claim, Linked, without_values
from extract.model import Kind, Mention, Sentence
from extract.paired import Paired, Turn

_EMPTY_BRACKETS = re.compile(r"\([\s,;]*\)|:")


_AFTER_ALL = re.compile(r"\s*(?:như vậy|như thế|tính ra|tức là)(?!\w)")


# "Phấn đấu để PAR INDEX vào nhóm 10; SIPAS đạt 90%": what is wished for, item by item.
_WISHED = re.compile(r"\s+(?:phải\s+)?(?:đạt|ở|vào|thuộc|tăng|lọt|đứng|xếp)(?!\w)[^;.]*(?:$|[;.])")
_DONE = re.compile(r"đã (?:hoàn thành|đạt được|cán đích)|vượt mục tiêu")


def _forget_year(outer: Claim, heads: dict[Kind, Mention]) -> None:
    """Take off ``outer`` a year that only its bracket has named: ``heads`` were named before it."""
    if not outer.values and outer.heads.get("year") is not heads.get("year"):
        outer.heads.pop("year", None)
        outer.heads |= {"year": heads["year"]} if "year" in heads else {}


# "Ba năm đầu (2011, 2012 và 2013)", "lượt công bố mới đây (PCI 2022)": said outright, not aside.
_YEARS = re.compile(r"\((?:20\d\d(?:,\s|\svà\s)?){2,}\)")
_OF_VALUE = re.compile(r"(?:\d|%|điểm)\s?$")
_EDITION = re.compile(r"\([a-z][a-z -]{1,20} 20\d\d\)")
_TIME = re.compile(r"(?<!\w)(?:kỳ|lượt|lần|bảng|mùa|đợt|báo cáo)(?:\s[^\s,;:()\d]+){0,5}\s$")


@dataclass(slots=True)
class Walk:
    """Where the reading of a sentence stands."""

    low: str
    sentence: Sentence
    mentions: list[Mention]
    paired: Paired
    end: int
    """Where the last thing ended that a value could be linked to."""

    out: Linked = field(default_factory=Linked)
    heads: dict[Kind, Mention] = field(default_factory=dict)
    """What the sentence has named so far: the claims to come inherit it."""

    claim: Claim = field(default_factory=Claim)
    """The claim that the next value belongs to."""

    main: Claim | None = None
    """The claim that waits while "từ vị trí 25" is read."""

    brackets: list[tuple[Claim, dict[Kind, Mention], int, Mention | None]] = field(
        default_factory=list
    )
    """For each open bracket: claim, heads, end and last mention before it."""

    last: Mention | None = None
    plan: bool = False
    """True behind "phấn đấu", "mục tiêu": what follows is no result."""

    planned: bool = False
    """True when the sentence opens with a plan ("Theo kế hoạch, ..."): all of it is planned."""

    broken: bool = False
    """True behind words of another matter."""

    unknown: bool = False
    """True behind the name of a part that no file knows: the rest of its item is of that part."""

    apart: bool = False
    """True behind a neighbour that a distance is measured to."""

    counted: int | None = None
    """Where "6/8 lĩnh vực" ends: what the same clause goes on to say is said of those."""

    off_topic: bool = False
    """True when the sentence opens with another topic ("Về thu hút vốn FDI, ...")."""

    beside: bool = False
    """True at a neighbour named to place another: it is not what the sentence goes on about."""

    postposed: Mention | None = None
    """The last year that stood right behind its value: "hạng 5 của năm 2020"."""

    since: Mention | None = None
    """The year of an aside that has ended, for the claim to come: it is of a later one."""

    group: Mention | None = None
    """A group of offices that a mean may still follow."""

    def punctuate(self, mark: str, place: int) -> None:
        """Enter or leave a bracket, or end the clause at a semicolon, at offset ``place``."""
        if self._tells_when(mark, place):
            return
        if mark == "(":
            self.brackets.append((self.claim, dict(self.heads), self.end, self.last))
            self.look_up()
        elif mark == ")" and self.brackets:
            outer, heads, _, _ = self.brackets.pop()
            if self.claim is not outer:
                self.close()
                _forget_year(outer, heads)
            if years := self._editions_of(outer, place):
                outer.put(years[-1])
                outer.alike += years[:-1]
            if name := self._name_alone(place):
                heads["index"] = outer.heads["index"] = name
            self.claim, self.heads, self.end = outer, heads, place + 1
        elif mark == ";":
            self.look_up()
            if _AFTER_ALL.match(self.low, place + 1):
                self.heads.pop("year", None)
            self.close()
            self.plan = self.plan and (
                self._goes_on_planning(place)
                or (self.planned and not _DONE.search(self.low, self.sentence.start, place))
            )
            self.broken = self.unknown = False
            self.end = place + 1

    def _tells_when(self, mark: str, place: int) -> bool:
        """Tell whether a bracket only says which editions are meant, and is no aside."""
        opens = place if mark == "(" else self.low.rfind("(", self.sentence.start, place)
        if mark == ";" or opens < 0:
            return False
        named = _EDITION.match(self.low, opens) and _TIME.search(
            self.low, max(self.sentence.start, opens - 60), opens
        )
        listed = _YEARS.match(self.low, opens) and not _OF_VALUE.search(
            self.low, max(0, opens - 6), opens
        )
        return bool(named or listed)

    def _goes_on_planning(self, place: int) -> bool:
        """Tell whether an index opens the item behind ``place``, and what is wished of it."""
        later = (m for m in self.mentions if m.start > place and m.kind == "index")
        index = next(later, None)
        if index is None or self.low[place + 1 : index.start].strip():
            return False
        return _WISHED.match(self.low, index.end) is not None

    def look_up(self) -> None:
        """Forget a year that was only glanced at: values were said before it, of no year named."""
        year = self.heads.get("year")
        told = [claim for claim in self.out.claims if not claim.former]
        if year and told and any("year" not in claim.heads for claim in told):
            del self.heads["year"]

    def _name_alone(self, place: int) -> Mention | None:
        """Return the index that is all a bracket holds: "cải cách hành chính (PAR INDEX)"."""
        last = self.last
        alone = (
            last is not None
            and last.kind == "index"
            and self.low[last.start - 1 : last.end + 1] == f"({self.low[last.start : last.end]})"
            and last.end == place
        )
        return last if alone else None

    def _editions_of(self, outer: Claim, place: int) -> list[Mention]:
        """Return the years of "hạng 9 (PII 2023)", "hạng 8 (2016, 2017)"."""
        opened, rank = self.low.rfind("(", 0, place), outer.values.get("rank")
        inside = [m for m in self.mentions if opened < m.start < place]
        if rank is None or self.low[rank.end : opened].strip():
            return []
        years = [m for m in inside if m.kind == "year"]
        named = inside[0].kind == "index" and years == inside[1:] if inside else False
        return years if named or (years == inside and len(years) > 1) else []

    def turn(self, turn: Turn) -> None:
        """Make a claim of each pair of a list."""
        if self.plan:
            return
        self.close()
        self.end = max(value.end for value in turn.values)
        for head, told in turn.said():
            claim = Claim(heads={**self.heads, head.kind: head}, former=turn.former)
            if turn.former:
                claim.heads.pop("year", None)
            if turn.year:
                claim.put(turn.year)
            claim.own.append(head)
            for value in told:
                claim.put(value)
            self.out.claims.append(claim)

    def close(self) -> None:
        """Hand out the claims that have values, and begin a new one under the same heads."""
        for claim in (self.main, self.claim):
            if claim and claim.values and claim not in self.out.claims:
                self.out.claims.append(claim)
        self.main = None
        self.claim = Claim(heads=dict(self.heads))

    def without_values(self, start: int, end: int) -> str:
        """Return the words from ``start`` to ``end`` without values and the brackets of values."""
        return _EMPTY_BRACKETS.sub(" ", without_values(self.low, self.mentions, start, end))

    def gap(self, mention: Mention) -> str:
        """Return the words between what was linked last and ``mention``."""
        return self.low[self.end : mention.start]
