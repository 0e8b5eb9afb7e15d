"""Link the values of a sentence to what they are said of: mentions in, claims out.

Reading goes from left to right.  A head (index, component, subject, year) opens a claim, the
values behind it fill it, and the next head closes it; brackets are read in their own right
and then forgotten; a value whose subject follows ("thứ hai là ...", "với 70 điểm, ...") waits
for it.  A value that stands behind words of another matter is refused, with the reason.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from extract import clause, lists
from extract.canon import Canon
from extract.clause import Claim, Linked, Refusal
from extract.lists import Turn
from extract.model import MEASURES, Kind, Mention, Sentence
from extract.rules.glue import foreign, strangers

_MARKS = re.compile(r"[();]")


def linked(canon: Canon, sentence: Sentence, mentions: list[Mention]) -> Linked:
    """Return the claims of ``sentence``, the values refused, and the heads it leaves behind."""
    return _Linker(canon, sentence, mentions).run()


_JOINABLE = ("component", "subject", "index")


class _Linker:
    def __init__(self, canon: Canon, sentence: Sentence, mentions: list[Mention]) -> None:
        self.low, self.sentence, self.mentions = canon.low, sentence, mentions
        self.out = Linked()
        self.heads: dict[Kind, Mention] = {}
        self.claim = Claim()
        self.brackets: list[tuple[Claim, dict[Kind, Mention], int, Mention | None]] = []
        self.end = sentence.start
        self.last: Mention | None = None
        self.plan = self.broken = self.apart = False
        self.group: Mention | None = None
        self.defined: Mention | None = None
        self.main: Claim | None = None
        self.paired = lists.paired(canon.low, sentence.start, sentence.end, mentions)
        self.mentions = [m for m in mentions if not self._in_list(m)]

    def _in_list(self, mention: Mention) -> bool:
        inside = any(a < mention.end and mention.start < b for a, b in self.paired.spans)
        return inside and mention.kind in MEASURES

    # -- the walk -----------------------------------------------------------------------

    def run(self) -> Linked:
        for place, mention in self._events():
            if isinstance(mention, Turn):
                self._turn(mention)
            elif mention is None:
                self._punctuate(self.low[place], place)
            elif mention.kind == "plan":
                self.plan = True
            elif mention.kind in MEASURES:
                self._value(mention)
            elif mention.kind != "noise":
                self._head(mention)
        self._close()
        self._listed_behind()
        self.out.claims = [one for claim in self.out.claims for one in claim.spread()]
        return self.out

    def _events(self) -> Iterator[tuple[int, Mention | Turn | None]]:
        covered = [(m.start, m.end) for m in self.mentions if m.kind != "plan"]
        marks = (
            (m.start(), None)
            for m in _MARKS.finditer(self.low, self.sentence.start, self.sentence.end)
            if not any(a <= m.start() < b for a, b in covered)
        )
        turns = ((turn.place, turn) for turn in self.paired.turns)
        mentions = ((m.start, m) for m in self.mentions)
        events: list[tuple[int, Mention | Turn | None]] = [*marks, *turns, *mentions]
        yield from sorted(events, key=lambda e: e[0])

    def _punctuate(self, mark: str, place: int) -> None:
        if mark == "(":
            self.brackets.append((self.claim, dict(self.heads), self.end, self.last))
        elif mark == ")" and self.brackets:
            outer, heads, _, _ = self.brackets.pop()
            if self.claim is not outer:
                self._close()
            self.claim, self.heads, self.end = outer, heads, place + 1
        elif mark == ";":
            self._close()
            self.plan = self.broken = False
            self.defined = self.defined if self.brackets else None
            self.end = place + 1

    def _turn(self, turn: Turn) -> None:
        """Make a claim of each pair of a list."""
        if self.plan:
            return
        self._close()
        for head, value in turn.pairs:
            claim = Claim(heads={**self.heads, head.kind: head})
            claim.own.append(head)
            claim.put(value)
            self.out.claims.append(claim)

    def _close(self) -> None:
        for claim in (self.main, self.claim):
            if claim and claim.values and claim not in self.out.claims:
                self.out.claims.append(claim)
        self.main = None
        self.claim = Claim(heads=dict(self.heads))

    def _gap(self, mention: Mention) -> str:
        return self.low[self.end : mention.start]

    # -- heads --------------------------------------------------------------------------

    def _head(self, mention: Mention) -> None:
        if self._again(mention):
            self.last, self.end = mention, mention.end
            return
        self.apart = bool(mention.data.get("apart"))
        if not (self.apart or self._scope_behind(mention) or self._group_without_mean(mention)):
            if not self.brackets and not self.plan and not self.claim.former:
                self.out.heads.append(mention)
            ways = (self._baseline, self._waited_for, self._listed, self._postposed, self._joined)
            if not any(way(mention) for way in ways):
                self._open(mention)
            for value in self.paired.values.get(mention.start, ()):
                self.claim.put(value)
        self.last, self.end = mention, mention.end

    def _again(self, mention: Mention) -> bool:
        """Tell whether an index's second name only repeats it: "chỉ số CCHC (PAR INDEX)"."""
        before = self.claim.heads.get("index")
        same = before is not None and before.data.get("index") == mention.data.get("index")
        return mention.kind == "index" and same and not self.claim.values.keys() - {"rank"}

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
        kind, rank = mention.data.get("type"), self.claim.values.get("rank")
        if (
            kind == "national"
            and self.last
            and self.last.kind == "index"
            and not self._gap(mention).strip()
        ):
            return False
        if kind not in ("national", "region") or "mean" in self.heads:
            return False
        if rank is None or not clause.SCOPE_GLUE.match(self.low[rank.end : mention.start]):
            owns = clause.NATION_OWNS.search(self.low, self.sentence.start, mention.start)
            described = bool(mention.data.get("part"))
            return described or (kind == "national" and (rank is not None or not owns))
        if kind == "region":
            words = clause.phrase_start(self.low, rank.end, mention.start)
            start = rank.parts.get("out_of", (words,))[0]
            rank.parts.setdefault("rank_scope", (start, mention.end))
        return True

    def _group_without_mean(self, mention: Mention) -> bool:
        """Keep "17 bộ, cơ quan ngang bộ" for a mean that may follow: alone it is no subject."""
        unnamed = mention.data.get("name") is None
        if not mention.data.get("group") or "mean" in self.heads or unnamed:
            return False
        self.group = mention
        return True

    def _waited_for(self, mention: Mention) -> bool:
        """Give a subject, an index or a component to the values that stand before it."""
        claim = self.claim
        if not claim.values:
            return False
        first = min(claim.values.values(), key=lambda m: m.start)
        if mention.kind == "mean" and claim.inverse:
            claim.put(mention)
            return True
        asked = first.data.get("satisfied") and self.low[first.end : mention.start].strip() == "người dân"
        if mention.kind == "subject" and (claim.inverse or asked or self._leads(first)):
            claim.put(mention)
            claim.inverse = False
            self.heads["subject"] = mention
            return True
        behind = {"index": clause.INDEX_BEHIND, "component": clause.POSTPOSED_COMPONENT}
        pattern = behind.get(mention.kind)
        if pattern and pattern.match(self._gap(mention)) and mention.kind not in claim.heads:
            claim.put(mention)
            self.heads.setdefault(mention.kind, mention)
            return True
        return False

    def _leads(self, value: Mention) -> bool:
        """Tell whether ``value`` opens the clause, so that its subject is still to come."""
        if "subject" in self.claim.heads:
            return False
        before = self.low[max(self.sentence.start, value.start - 30) : value.start]
        alone = self.claim.values.keys() == {value.kind}
        return bool(clause.BEFORE_SUBJECT.search(before)) and alone

    def _listed(self, mention: Mention) -> bool:
        """Give the group that is defined before a list to each name of the list."""
        group = self.defined
        if mention.kind != "subject" or group is None:
            return False
        between = self.low[group.end : mention.start]
        begun = clause.GROUP_LIST.search(
            between[: between.rfind("(") + 1]
        ) or clause.GROUP_NAMES.match(between)
        follows = (
            self.last is not None
            and self.last.kind == "subject"
            and clause.AND.match(self._gap(mention))
        )
        if not begun and not follows:
            self.defined = None
            return False
        self._close()
        self.claim = Claim(heads={**self.heads, "subject": mention}, values={"group": group})
        self.claim.own = [group, mention]
        return True

    def _listed_behind(self) -> None:
        """Read "dẫn đầu ở cả ba trụ cột: A, B và C": the list behind shares the value."""
        for claim in self.out.claims:
            end = max(m.end for m in claim.values.values())
            names = [m for m in self.mentions if m.start >= end and m.kind == "component"]
            if not names or "component" in claim.heads or len(claim.values) > 1:
                continue
            run = (
                [names[0]]
                if clause.LIST_OF_COMPONENTS.match(self.low[end : names[0].start])
                else []
            )
            for name in names[1:] if run else ():
                if not clause.AND.match(self.low[run[-1].end : name.start]):
                    break
                run.append(name)
            if run:
                claim.put(run[0])
                claim.alike.extend(run[1:])

    def _postposed(self, mention: Mention) -> bool:
        """Take a year right behind a value as that value's year."""
        if mention.kind != "year" or not self.claim.values:
            return False
        if not clause.POSTPOSED_YEAR.match(self._gap(mention)):
            return False
        self.claim.put(mention)
        if not self.claim.former:
            self.heads.setdefault("year", mention)
        return True

    def _joined(self, mention: Mention) -> bool:
        """Join "A, B và C" into one thing of which the same is said."""
        last = self.last
        if last is None or mention.start in self.paired.values or last.start in self.paired.values:
            return False
        if last.kind != mention.kind or mention.kind not in _JOINABLE:
            return False
        if last.data.get("type") != mention.data.get("type"):
            return False
        if not clause.AND.match(self._gap(mention)) or self.claim.heads.get(last.kind) is not last:
            return False
        behind = all(v.start < last.start for v in self.claim.values.values())
        if mention.data.get("type") == "anaphor" or (self.claim.values and not behind):
            return False
        if mention.kind == "index" and not self.claim.values:
            return False
        complete = self.claim.alike and " và " in self.low[self.claim.alike[-1].end : last.start]
        if complete:
            return False
        self.claim.alike.append(last)
        self.claim.put(mention)
        self.heads[mention.kind] = mention
        return True

    def _open(self, mention: Mention) -> None:
        if mention.kind == "index":
            self.heads.pop("component", None)
        if mention.kind == "subject" and not mention.data.get("group"):
            mention = self._same(mention)
            self._forget_component(mention)
        if self.claim.values and mention.kind in ("index", "subject"):
            self.heads.pop("mean", None)
        if mention.kind == "mean" and self.group:
            self.heads["subject"], self.group = self.group, None
        self.heads[mention.kind] = mention
        if self.claim.values:
            self._close()
        self.claim.alike = [
            m for m in self.claim.alike if m.kind != mention.kind and "component" in self.heads
        ]
        self.claim.heads = dict(self.heads)
        self.claim.own.append(mention)
        self.broken = False

    def _same(self, mention: Mention) -> Mention:
        """Let "thành phố này" mean the province that the sentence has just named."""
        before = self.heads.get("subject")
        if mention.data["type"] != "anaphor" or before is None or before.data["type"] != "province":
            return mention
        return replace(mention, data=before.data)

    def _forget_component(self, subject: Mention) -> None:
        """Drop a component at a new subject, unless it is the topic or the subject's own."""
        component = self.heads.get("component")
        if component is None or clause.COMPONENT_OF.match(self.low[component.end : subject.start]):
            return
        first = min((component, *self.claim.alike), key=lambda m: m.start)
        if clause.is_topic(self.low, self.sentence, first):
            self.out.topic = component
        else:
            self.heads.pop("component")

    # -- values -------------------------------------------------------------------------

    def _value(self, mention: Mention) -> None:
        why = self._objection(mention)
        if why:
            self.out.refusals.append(Refusal(mention, why))
            self.last = mention
            return
        if self._second_scale(mention):
            return
        if not self._moved(mention):
            self._bracketed_year()
        if self._subject_follows(mention):
            self._close()
            self.claim.heads.pop("subject", None)
            self.claim.inverse = True
        elif mention.kind in self.claim.values and not self._completes(mention):
            self._close()
        if clause.TOGETHER.search(self._gap(mention)):
            self.claim.together = True
        self.claim.put(mention)
        self.last, self.end = mention, mention.end

    def _completes(self, mention: Mention) -> bool:
        """Let "đứng chót, vị trí 63/63" be one place, told by word and by number."""
        return self.claim.values[mention.kind].data.get("rank", 0) is None

    def _second_scale(self, mention: Mention) -> bool:
        both = mention.kind == "score" and "score" in self.claim.values
        if not both or not clause.SECOND_SCALE.match(self._gap(mention)):
            return False
        self.claim.second = mention
        self.end = mention.end
        return True

    def _moved(self, mention: Mention) -> bool:
        """Read "từ vị trí 25 ... lên vị trí 12": the first rank is the former year's."""
        if mention.kind not in ("rank", "score"):
            return False
        if mention.data.get("former"):
            self._close()
            self.claim.former = True
            self.claim.heads.pop("year", None)
            return True
        if clause.FROM.search(self.low, self.sentence.start, mention.start):
            self.main = self.claim
            self.claim = Claim(heads=dict(self.heads), former=True)
            self.claim.heads.pop("year", None)
            return True
        if self.claim.former and self.main is not None:
            self.out.claims.append(self.claim)
            self.claim, self.main = self.main, None
            return True
        return False

    def _bracketed_year(self) -> None:
        """Read "so với năm 2019 (đạt 81,15%)": the bracket speaks of the baseline year."""
        if not self.brackets or self.claim is not self.brackets[-1][0]:
            return
        last = self.brackets[-1][3]
        if last is not None and last.kind == "baseline":
            self.claim = Claim(heads={**self.heads, "year": last})
            self.claim.heads.pop("baseline", None)
            self.claim.own.append(last)

    # -- objections ---------------------------------------------------------------------

    def _objection(self, mention: Mention) -> str:
        """Return why ``mention`` is not to be believed, or nothing."""
        if self.plan:
            return "a plan or a task, not a result"
        if self.apart and mention.kind in ("score", "score_change"):
            return "the distance to another"
        after = self.low[mention.end : mention.end + 90]
        if mention.kind == "group" and clause.GROUP_DEFINED.match(after):
            self.defined = mention
            return "it says what the group is, not who is in it"
        return self._gap_objection(mention, self._gap(mention))

    def _gap_objection(self, mention: Mention, gap: str) -> str:
        if foreign(gap):
            self.broken = True
            return f"the words before it speak of something else: {gap.strip()!r}"
        if self.broken:
            return "the clause speaks of something else"
        more = 10 if self.claim.values and mention.kind != "score" else 0
        if len(strangers(gap)) > clause.LOOSE[mention.kind] + more and not self._subject_follows(
            mention
        ):
            self.broken = mention.kind == "score"
            return f"too many words stand between it and what it could be said of: {gap.strip()!r}"
        return ""

    def _subject_follows(self, mention: Mention) -> bool:
        """Tell whether a rank waits for its subject: "vị trí thứ hai thuộc về ..."."""
        if mention.kind != "rank":
            return False
        later = (m for m in self.mentions if m.start >= mention.end and m.kind == "subject")
        for subject in later:
            gap = self.low[mention.end : subject.start]
            if subject.data.get("type") in ("national", "anaphor"):
                continue
            if subject.data.get("type") == "region" and not clause.COPULA_BESIDE.search(gap):
                continue
            gap = re.sub(r"\([^()]*\)", "", gap)
            joined = clause.COPULA.search(gap) and not re.search(r"[,;()]", gap)
            return bool(joined) and len(strangers(gap)) <= 4  # noqa: PLR2004
        return False
