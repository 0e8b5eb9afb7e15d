"""Link the values of a sentence to what they are said of: mentions in, claims out.

Reading goes from left to right.  A head (index, component, subject, year) opens a claim, the
values behind it fill it, and the next head closes it; brackets are read in their own right
and then forgotten; a value whose subject follows ("thứ hai là ...", "với 70 điểm, ...") waits
for it.  A value that stands behind words of another matter is refused, with the reason.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from extract.canon import Canon
from extract.model import MEASURES, Kind, Mention, Sentence
from extract.rules.glue import foreign, strangers


@dataclass(slots=True)
class Claim:
    """Values said of one thing, and the heads that say which; heads may be inherited."""

    heads: dict[Kind, Mention] = field(default_factory=dict)
    values: dict[Kind, Mention] = field(default_factory=dict)
    own: list[Mention] = field(default_factory=list)
    """The mentions of this very clause: what its quote must cover."""

    inverse: bool = False
    """True when the subject must follow the value ("đứng đầu là ...")."""

    def put(self, mention: Mention) -> None:
        """Take ``mention`` as a value or a head of this claim."""
        (self.values if mention.kind in MEASURES else self.heads)[mention.kind] = mention
        self.own.append(mention)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A value that was seen and not believed, and why."""

    mention: Mention
    why: str


@dataclass(slots=True)
class Linked:
    """What linking made of a sentence."""

    claims: list[Claim] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    heads: list[Mention] = field(default_factory=list)
    """Heads outside brackets and plans, for the sentences that follow."""


# Words that hold a value to the subject behind it: "vị trí thứ hai thuộc về Quảng Ninh".
_COPULA = re.compile(r"(?<!\w)(?:là|thuộc về|về tay|gọi tên|do|:)(?!\w)")
_BEFORE_SUBJECT = re.compile(r"(?:^|[,;:.]\s*|\s)(?:với|có|đạt|được)\s+(?:tổng\s+)?(?:số\s+)?(?:điểm\s+)?(?:số\s+)?$")
_POSTPOSED = re.compile(r"^\s*(?:trong|vào|của|bảng|ở)?\s*(?:bảng\s*)?$")
_SCOPE_GLUE = re.compile(r"^\s*(?:trong|ở|của|tại|so với)?\s*(?:khu vực|vùng|các tỉnh|tỉnh|địa phương|thành phố|,|\s)*$")
_LIST = re.compile(r"(?:gồm|có|bao gồm|là|:)[^()]{0,60}\(\s*(?:trong đó\s+)?(?:có\s+)?$")


class _Linker:
    def __init__(self, canon: Canon, sentence: Sentence, mentions: list[Mention]) -> None:
        self.low, self.sentence, self.mentions = canon.low, sentence, mentions
        self.out = Linked()
        self.heads: dict[Kind, Mention] = {}
        self.claim = Claim()
        self.stack: list[tuple[Claim, dict[Kind, Mention], int, Mention | None]] = []
        self.end = sentence.start
        self.last: Mention | None = None
        self.plan = self.broken = False
        self.group: Mention | None = None

    # -- the walk -----------------------------------------------------------------------

    def run(self) -> Linked:
        for place, mention in self._events():
            if mention is None:
                self._punctuate(self.low[place], place)
            elif mention.kind == "plan":
                self.plan = True
            elif mention.kind in MEASURES:
                self._value(mention)
            elif mention.kind != "noise":
                self._head(mention)
        self._close()
        return self.out

    def _events(self) -> Iterator[tuple[int, Mention | None]]:
        covered = [(m.start, m.end) for m in self.mentions if m.kind != "plan"]
        marks = (
            (m.start(), None)
            for m in re.compile(r"[();]").finditer(self.low, self.sentence.start, self.sentence.end)
            if not any(a <= m.start() < b for a, b in covered)
        )
        events: list[tuple[int, Mention | None]] = [*marks, *((m.start, m) for m in self.mentions)]
        yield from sorted(events, key=lambda e: e[0])

    def _punctuate(self, mark: str, place: int) -> None:
        if mark == "(":
            self.stack.append((self.claim, dict(self.heads), self.end, self.last))
        elif mark == ")" and self.stack:
            outer, heads, _, _ = self.stack.pop()
            if self.claim is not outer:
                self._close()
            self.claim, self.heads, self.end = outer, heads, place + 1
        elif mark == ";":
            self._close()
            self.plan = self.broken = False
            self.end = place + 1

    def _close(self) -> None:
        if self.claim.values and self.claim not in self.out.claims:
            self.out.claims.append(self.claim)
        self.claim = Claim(heads=dict(self.heads))

    # -- heads --------------------------------------------------------------------------

    def _head(self, mention: Mention) -> None:
        if self._scope_behind(mention) or self._group_without_mean(mention):
            self.last, self.end = mention, mention.end
            return
        if not self.stack and not self.plan:
            self.out.heads.append(mention)
        handled = (
            self._baseline(mention)
            or self._waited_for(mention)
            or self._listed(mention)
            or self._postposed(mention)
        )
        if not handled:
            self._open(mention)
        self.last, self.end = mention, mention.end

    def _baseline(self, mention: Mention) -> bool:
        if mention.kind != "baseline":
            return False
        self.heads["baseline"] = mention
        self.claim.put(mention)
        for claim in self.out.claims:
            claim.heads.setdefault("baseline", mention)
        return True

    def _scope_behind(self, mention: Mention) -> bool:
        """Take "... khu vực Tây Nguyên", "... cả nước" behind a rank as the rank's scope."""
        rank = self.claim.values.get("rank")
        if mention.data.get("type") not in ("national", "region") or "mean" in self.heads:
            return False
        if rank is None or not _SCOPE_GLUE.match(self.low[rank.end : mention.start]):
            return mention.data.get("type") == "national" and "mean" not in self.heads
        if mention.data["type"] == "region":
            start = rank.parts.get("out_of", (_phrase_start(self.low, rank.end, mention.start),))[0]
            rank.parts.setdefault("rank_scope", (start, mention.end))
        return True

    def _group_without_mean(self, mention: Mention) -> bool:
        """Keep "17 bộ, cơ quan ngang bộ" for a mean that may follow: alone it is no subject."""
        if not mention.data.get("group") or "mean" in self.heads or mention.data["name"] is None:
            return False
        self.group = mention
        return True

    def _waited_for(self, mention: Mention) -> bool:
        """Give a subject or an index to the values that stand before it."""
        claim = self.claim
        if not claim.values or mention.kind not in ("subject", "index"):
            return False
        first = min(claim.values.values(), key=lambda m: m.start)
        if mention.kind == "subject" and (claim.inverse or self._leads(first)):
            claim.put(mention)
            claim.inverse = False
            self.heads["subject"] = mention
            return True
        if mention.kind == "index" and _INDEX_BEHIND.match(self.low[self.end : mention.start]):
            claim.put(mention)
            return True
        return False

    def _leads(self, value: Mention) -> bool:
        """Tell whether ``value`` opens the clause, so that its subject is still to come."""
        if "subject" in self.claim.heads:
            return False
        before = self.low[max(self.sentence.start, value.start - 30) : value.start]
        return bool(_BEFORE_SUBJECT.search(before)) and self.claim.values.keys() == {value.kind}

    def _listed(self, mention: Mention) -> bool:
        """Give the group that stands before a bracket to each name inside the bracket."""
        if mention.kind != "subject" or not self.stack:
            return False
        _, _, _, group = self.stack[-1]
        if group is None or group.kind != "group":
            return False
        if not _LIST.search(self.low[group.end : self._bracket(mention)]):
            return False
        self._close()
        self.claim = Claim(heads={**self.heads, "subject": mention}, values={"group": group})
        self.claim.own = [group, mention]
        return True

    def _bracket(self, mention: Mention) -> int:
        return self.low.rfind("(", self.sentence.start, mention.start) + 1 or mention.start

    def _postposed(self, mention: Mention) -> bool:
        """Take a year right behind a value as that value's year."""
        if mention.kind != "year" or not self.claim.values:
            return False
        if not _POSTPOSED.match(self.low[self.end : mention.start]):
            return False
        self.claim.put(mention)
        self.heads.setdefault("year", mention)
        return True

    def _open(self, mention: Mention) -> None:
        if mention.kind == "index":
            self.heads.pop("component", None)
        if mention.kind == "subject" and not mention.data.get("group"):
            self._forget_component()
        if self.claim.values and mention.kind in ("index", "subject"):
            self.heads.pop("mean", None)
        if mention.kind == "mean" and self.group:
            self.heads["subject"], self.group = self.group, None
        self.heads[mention.kind] = mention
        if self.claim.values:
            self._close()
        self.claim.heads = dict(self.heads)
        self.claim.own.append(mention)
        self.broken = False

    def _forget_component(self) -> None:
        component = self.heads.get("component")
        if component and not is_topic(self.low, self.sentence, component):
            self.heads.pop("component")

    # -- values -------------------------------------------------------------------------

    def _value(self, mention: Mention) -> None:
        why = self._objection(mention)
        if why:
            self.out.refusals.append(Refusal(mention, why))
            self.last = mention
            return
        self._bracketed_year()
        if self._subject_follows(mention):
            self._close()
            self.claim.heads.pop("subject", None)
            self.claim.inverse = True
        elif mention.kind in self.claim.values:
            self._close()
        self.claim.put(mention)
        self.last, self.end = mention, mention.end

    def _bracketed_year(self) -> None:
        """Read "so với năm 2019 (đạt 81,15%)": the bracket speaks of the baseline year."""
        if not self.stack or self.claim is not self.stack[-1][0]:
            return
        last = self.stack[-1][3]
        if last is not None and last.kind == "baseline":
            self.claim = Claim(heads={**self.heads, "year": last})
            self.claim.heads.pop("baseline", None)
            self.claim.own.append(last)

    def _objection(self, mention: Mention) -> str:
        if self.plan:
            return "a plan or a task, not a result"
        if mention.kind == "group" and _DEFINES.match(self.low[mention.end : mention.end + 90]):
            return "it says what the group is, not who is in it"
        gap = self.low[self.end : mention.start]
        if foreign(gap):
            self.broken = True
            return f"the words before it speak of something else: {gap.strip()!r}"
        if self.broken:
            return "the clause speaks of something else"
        loose = _LOOSE[mention.kind] + (10 if self.claim.values and mention.kind != "score" else 0)
        if len(strangers(gap)) > loose and not self._subject_follows(mention):
            self.broken = mention.kind == "score"
            return f"too many words stand between it and what it could be said of: {gap.strip()!r}"
        return ""

    def _subject_follows(self, mention: Mention) -> bool:
        if mention.kind != "rank":
            return False
        subject = next(
            (m for m in self.mentions if m.start >= mention.end and m.kind == "subject" and not _vague(m)),
            None,
        )
        if subject is None:
            return False
        gap = self.low[mention.end : subject.start]
        return bool(_COPULA.search(gap)) and not re.search(r"[,;()]", gap) and len(strangers(gap)) <= 4


# How many words of content may stand before a value of each kind.  Ranks and places say by
# themselves what they are; a bare percentage may be of anything.
_LOOSE: dict[Kind, int] = {"rank": 14, "rank_change": 14, "group": 12, "score_change": 5, "score": 3}
_DEFINES = re.compile(r"^[^.;()]{0,60}?(?:gồm|bao gồm|có|với)\s+\d")
_INDEX_BEHIND = re.compile(r"^\s*(?:xếp hạng|về|trong|ở|trên|của|bảng|thứ hạng)?\s*(?:bảng|bộ)?\s*(?:chỉ số)?\s*$")


def _vague(mention: Mention) -> bool:
    return mention.data.get("type") in ("national", "region", "anaphor")


def _phrase_start(low: str, start: int, end: int) -> int:
    """Return where the words of a scope begin: "khu vực Tây Nguyên", "vùng Tây Bắc"."""
    found = re.search(r"(?:khu vực|vùng|các tỉnh|tỉnh|địa phương)[^,;.]*$", low[start:end])
    return start + found.start() if found else end


_TOPIC = re.compile(r"(?:^|[.;:,]\s*)(?:về|riêng|với|ở|đối với|chỉ số|nội dung|lĩnh vực|tiêu chí|trụ cột|hạng mục|\"|\s)*$")


def is_topic(low: str, sentence: Sentence, component: Mention) -> bool:
    """Tell whether a component opens its sentence as what the following is about."""
    before = low[sentence.start : component.start]
    return len(before) < 40 and bool(_TOPIC.search(before))


def linked(canon: Canon, sentence: Sentence, mentions: list[Mention]) -> Linked:
    """Return the claims of ``sentence``, the values refused, and the heads it leaves behind."""
    return _Linker(canon, sentence, mentions).run()
