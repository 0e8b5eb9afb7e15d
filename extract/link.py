"""Link the values of a sentence to what they are said of: mentions in, claims out.

Reading goes from left to right.  A head (index, component, subject, year) opens a claim, the
values behind it fill it, and the next head closes it; brackets are read in their own right
and then forgotten; a value whose subject follows ("thứ hai là ...", "với 70 điểm, ...") waits
for it.  A value that stands behind words of another matter is refused, with the reason.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from extract import heads, lists, scope, values
from extract.canon import Canon
from extract.clause import Claim, Linked
from extract.model import MEASURES, Mention, Sentence
from extract.paired import Paired, Turn
from extract.rules.glue import foreign
from extract.walk import Walk

_OPENS = 12
"""A plan that begins before this many characters of its sentence is what the sentence is about."""

_MARKS = re.compile(r"[();]")


def linked(canon: Canon, sentence: Sentence, mentions: list[Mention]) -> Linked:
    """Return the claims of ``sentence``, the values refused, and the heads it leaves behind."""
    paired = lists.paired(canon.low, sentence.start, sentence.end, mentions)
    free = [
        m for m in mentions if not (_in_list(paired, m) or _only_places(canon.low, mentions, m))
    ]
    walk = Walk(canon.low, sentence, free, paired, sentence.start)
    walk.off_topic = walk.out.off_topic = _opens_with_another_topic(walk)
    for place, event in _events(walk):
        _step(walk, place, event)
    walk.close()
    _own_the_satisfied(walk)
    _own_the_left(walk)
    _date_by_the_index_behind(walk)
    scope.settle(walk)
    walk.out.claims = [one for claim in walk.out.claims for one in claim.spread()]
    walk.out.orphans = [
        Claim(dict(walk.heads), {v.kind: v for v in told}, list(told)) for told in paired.orphans
    ]
    return walk.out


def _own_the_satisfied(walk: Walk) -> None:
    """Say "83,38% người dân hài lòng, thành phố xếp thứ 22" of the city and of SIPAS, both."""
    for asked, ranked in pairwise(walk.out.claims):
        whose = ranked.heads.get("subject")
        if not _is_share(asked) or "subject" in asked.heads or whose is None:
            continue
        if whose.data["type"] == "anaphor":
            asked.heads["subject"] = whose
    shares = [c.values["score"].start for c in walk.out.claims if _is_share(c)]
    for claim in walk.out.claims if shares else ():
        behind = min(value.start for value in claim.values.values()) > shares[0]
        claim.asked = behind and "index" not in claim.heads


def _own_the_left(walk: Walk) -> None:
    """Say "Từ vị trí 51 của năm 2012, Hà Nội leo 18 bậc" of Hà Nội: its subject follows."""
    for left, now in pairwise(walk.out.claims):
        named = now.heads.get("subject")
        if left.former and "subject" not in left.heads and named in now.own:
            behind = max(m.end for m in left.own)
            if named and _NEXT.fullmatch(walk.low, behind, named.start):
                left.heads["subject"] = named


def _date_by_the_index_behind(walk: Walk) -> None:
    """Give "A và B ở vị trí thứ 6 và 12 trên bảng DTI cấp tỉnh năm 2021" the index's year."""
    years = [m for m in walk.mentions if m.kind == "year" and m.data["year"]]
    for claim in walk.out.claims if years else ():
        index = claim.heads.get("index")
        if index is None or "year" in claim.heads or claim.former:
            continue
        last = max(value.end for value in claim.values.values())
        behind = last <= index.start and ";" not in walk.low[last : index.start]
        year = next((y for y in years if y.start >= index.end), None)
        if behind and year and _SAME_TABLE.fullmatch(walk.low, index.end, year.start):
            claim.heads["year"] = year


_SAME_TABLE = re.compile(r"[^.,;:()\d]{0,25}")
_NEXT = re.compile(
    r",\s*(?:đến nay\s*,?\s*)?"
    r"(?:(?:chỉ số )?(?:pci|papi|pgi|dti|pii|sipas|par[ -]index|ict index)\s(?:của\s)?)?"
)


def _is_share(claim: Claim) -> bool:
    return "score" in claim.values and "satisfied" in claim.values["score"].data


_OPENING = re.compile(r"[-+*\s]*(?:về|đối với|trong lĩnh vực)\s+(?P<topic>[^,;.:()]{4,60}),")


_FIELDS = ("kinh tế", "xã hội", "văn hóa", "du lịch", "nông nghiệp", "công nghiệp", "thương mại")


_COUNTRY = re.compile(r"\s*(?:còn |riêng )?việt nam(?! ict)\s")


def _opens_with_another_topic(walk: Walk) -> bool:
    """Tell whether "Về ..., " opens the sentence with another matter, or Việt Nam does."""
    if _COUNTRY.match(walk.low, walk.sentence.start, walk.sentence.end):
        return True
    opening = _OPENING.match(walk.low, walk.sentence.start, walk.sentence.end)
    return opening is not None and (foreign(opening["topic"]) or opening["topic"] in _FIELDS)


def _only_places(low: str, mentions: list[Mention], mention: Mention) -> bool:
    """Tell whether a bracket says where a commune lies: "phường Tân Bình (TP. Dĩ An)"."""
    if (
        mention.data.get("type") not in ("district", "province")
        or low[mention.end : mention.end + 1] != ")"
    ):
        return False
    return any(
        before.data.get("type") == "district" and low[before.end : mention.start].strip() == "("
        for before in mentions
    )


def _in_list(paired: Paired, mention: Mention) -> bool:
    inside = any(a < mention.end and mention.start < b for a, b in paired.spans)
    left = any(turn.former and turn.year is mention for turn in paired.turns)
    return left or (inside and mention.kind in MEASURES)


_TO_MEDIAN = re.compile(r"(?:dưới|trên|kém|hơn|vượt|so với) (?:điểm |mức )?$")


def _step(walk: Walk, place: int, event: Mention | Turn | None) -> None:
    if isinstance(event, Turn):
        walk.turn(event)
    elif event is None:
        walk.punctuate(walk.low[place], place)
    elif event.kind == "plan":
        walk.plan = True
        walk.planned = walk.planned or event.start - walk.sentence.start < _OPENS
    elif event.kind in MEASURES:
        values.take(walk, event)
    elif event.kind != "noise":
        heads.take(walk, event)
    elif "since" in event.data:
        walk.out.heads.append(event)
    elif event.rule in ("noise/count", "noise/so-many", "noise/so-many-years"):
        walk.counted = event.end
    elif event.rule == "noise/median":
        beside = walk.brackets or _TO_MEDIAN.search(walk.low, walk.sentence.start, event.start)
        walk.broken = walk.broken or not beside


def _events(walk: Walk) -> Iterator[tuple[int, Mention | Turn | None]]:
    covered = [(m.start, m.end) for m in walk.mentions if m.kind != "plan"]
    marks = (
        (m.start(), None)
        for m in _MARKS.finditer(walk.low, walk.sentence.start, walk.sentence.end)
        if not any(a <= m.start() < b for a, b in covered)
    )
    turns = ((turn.place, turn) for turn in walk.paired.turns)
    mentions = ((m.start, m) for m in walk.mentions)
    events: list[tuple[int, Mention | Turn | None]] = [*marks, *turns, *mentions]
    yield from sorted(events, key=lambda e: e[0])
