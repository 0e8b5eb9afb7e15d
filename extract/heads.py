"""Take the heads of a sentence: what each index, component, subject and year is a head of."""

import re
from dataclasses import replace

from extract import alike, behind, clause, means
from extract.model import Mention
from extract.rules.glue import foreign
from extract.walk import Walk

_OPENING = 12
_SPOKEN_OF = ("index", "component", "subject", "mean")
_ECONOMY = re.compile(r"(?<!\w)(?:kinh tế|thu nhập|quy mô)\s*(?:của\s*)?(?:tỉnh|thành phố)?\s*$")


def take(walk: Walk, mention: Mention) -> None:
    """Let the head ``mention`` join, complete or open a claim, or be a part of a value."""
    if mention.data.get("that"):
        mention = _that_year(walk, mention)
    if _again(walk, mention):
        _note(walk, mention)
    else:
        _index_of_all_before(walk, mention)
        walk.apart = bool(mention.data.get("apart")) and not _PLACED.match(walk.low, mention.end)
        if not (walk.apart or _scope_behind(walk, mention) or _group_without_mean(walk, mention)):
            _say(walk, mention)
    walk.last, walk.end = mention, mention.end


# "Bỏ xa A ở vị trí thứ 3 tới 3,60%": A has a place, and maybe points in a bracket.
_PLACED = re.compile(r"\s?\(|\s(?:ở|đứng|xếp|giữ)\s(?:vị trí|hạng|ngôi|thứ)")


def _dates_both(walk: Walk, year: Mention) -> None:
    """Give the year of "hạng 10 (năm 2018, 65,34 điểm)" to the place before the bracket, too."""
    if year.kind != "year" or not walk.brackets or not walk.low[: year.start].endswith("("):
        return
    outer, after = walk.brackets[-1][0], (m for m in walk.mentions if m.start >= year.end)
    rank, follows = outer.values.get("rank"), next(after, None)
    near = rank is not None and walk.low[rank.end : year.start] == " ("
    beside = follows is not None and walk.low[year.end : follows.start] == ", "
    if near and beside and "year" not in outer.heads and follows.kind == "score":  # type: ignore[union-attr]
        outer.put(year)


_WAYS = (alike.again, behind.waited_for, behind.postposed, alike.joined)


def _note(walk: Walk, mention: Mention) -> None:
    """Leave ``mention`` to the sentences that follow, unless it is said aside or of a plan."""
    named = mention.kind == "index" and walk.low[mention.end : mention.end + 1] == ")"
    anew = mention.kind == "year" and walk.gap(mention).lstrip().startswith(",")
    left = walk.claim.former and not anew
    if (named or not walk.brackets) and not walk.plan and not left:
        walk.out.heads.append(mention)


def _say(walk: Walk, mention: Mention) -> None:
    """Let ``mention`` be what is spoken of, here and in the sentences to come."""
    _note(walk, mention)
    _dates_both(walk, mention)
    if mention.data.get("glance"):
        walk.claim.heads.setdefault("baseline", replace(mention, kind="baseline"))
    if mention.kind == "baseline":
        _compare(walk, mention)
    elif not any(way(walk, mention) for way in _WAYS):
        _open(walk, mention)
    for value in walk.paired.values.get(mention.start, ()):
        walk.claim.put(value)


def _that_year(walk: Walk, mention: Mention) -> Mention:
    """Let "năm ấy" mean the year that the sentence has named last, be it to compare with."""
    named = [m for m in walk.mentions if m.end <= mention.start and _is_time(m)]
    apart = named and ";" in walk.low[named[-1].end : mention.start]
    years = [m for m in named if m.kind == "year"] if apart else []
    if not named:
        return mention
    meant = (years or named)[-1]
    return replace(mention, data={"year": meant.data.get("since"), **meant.data})


def _is_time(mention: Mention) -> bool:
    return mention.kind in ("year", "baseline") or "since" in mention.data


_NEAR = 40
"""Characters before an index in which a semicolon parts it from what was said."""


def _index_of_all_before(walk: Walk, mention: Mention) -> None:
    """Give the first index of a sentence, when it stands behind, to all that was said before."""
    if mention.kind != "index" or not clause.INDEX_BEHIND.match(walk.gap(mention)):
        return
    if ";" not in walk.low[max(walk.sentence.start, mention.start - _NEAR) : mention.start]:
        for claim in walk.out.claims:
            claim.heads.setdefault("index", mention)


def _again(walk: Walk, mention: Mention) -> bool:
    """Tell whether an index's second name only repeats it: "chỉ số CCHC (PAR INDEX)"."""
    before = walk.claim.heads.get("index")
    same = before is not None and before.data.get("index") == mention.data.get("index")
    same = same and not (before and before.data.get("topic"))
    anew = walk.last in walk.claim.values.values() and "," in walk.gap(mention)
    return mention.kind == "index" and same and not walk.claim.values.keys() - {"rank"} and not anew


def _compare(walk: Walk, baseline: Mention) -> None:
    """Compare with the year of ``baseline`` all that the sentence says."""
    walk.heads["baseline"] = baseline
    walk.claim.put(baseline)
    for claim in walk.out.claims:
        claim.heads.setdefault("baseline", baseline)


def _scope_behind(walk: Walk, mention: Mention) -> bool:
    """Take "... khu vực Tây Nguyên", "... cả nước" behind a rank as the rank's scope."""
    kind, rank = mention.data.get("type"), walk.claim.values.get("rank")
    if kind not in ("national", "region") or "mean" in walk.claim.heads or _of_index(walk, mention):
        return False
    if rank is None or not clause.SCOPE_GLUE.match(walk.low[rank.end : mention.start]):
        return _only_describes(walk, mention)
    if kind == "national":
        rank.parts["national"] = (mention.start, mention.end)
        return True
    words = clause.phrase_start(walk.low, rank.end, mention.start)
    start = rank.parts.get("out_of", (words,))[0]
    rank.parts.setdefault("rank_scope", (start, mention.end))
    return True


def _of_index(walk: Walk, mention: Mention) -> bool:
    """Tell whether "cả nước" stands right behind an index: "PAR INDEX cả nước"."""
    last = walk.last
    behind_index = last is not None and last.kind == "index" and not walk.gap(mention).strip()
    return behind_index and mention.data.get("type") == "national"


def _only_describes(walk: Walk, mention: Mention) -> bool:
    """Tell whether a region is what a province lies in, or the nation owns no value here."""
    if mention.data.get("type") == "region":
        return bool(mention.data.get("part")) or _lies_in(walk, mention)
    if _lies_in(walk, mention):
        return True
    bracket = walk.low.endswith("(", 0, mention.start) and _HAS.match(walk.low, mention.end)
    if bracket or _ITS_MEAN.match(walk.low, mention.end):
        return False
    owns = clause.NATION_OWNS.search(walk.low, walk.sentence.start, mention.start)
    return "rank" in walk.claim.values or not owns


_HAS = re.compile(r":|\s(?:là\s|chỉ\s|đạt\s|được\s)?\d")
_ITS_MEAN = re.compile(r"\s(?:bình quân|trung bình)(?!\w)|\s(?:có|đạt)\s\d{1,3}[.,]\d")
_IN = re.compile(r"[^,;:()]* (?:ở|tại|của|trong|thuộc) (?:vùng |khu vực |các tỉnh |toàn )?$")


def _lies_in(walk: Walk, place: Mention) -> bool:
    """Tell whether a province is named before "ở Tây Bắc", in one clause and without values."""
    subject = walk.claim.heads.get("subject")
    if subject is None or subject.data.get("type") != "province" or walk.claim.values:
        return False
    return bool(_IN.match(walk.low[subject.end : place.start]))


def _group_without_mean(walk: Walk, mention: Mention) -> bool:
    """Keep "17 bộ, cơ quan ngang bộ" for a mean that may follow: alone it is no subject."""
    unnamed = mention.data.get("name") is None
    if not mention.data.get("group") or "mean" in walk.claim.heads or unnamed:
        return False
    walk.group = mention
    walk.out.heads.append(mention)
    return True


def _open(walk: Walk, mention: Mention) -> None:
    topic = mention.data.get("topic")
    if mention.kind == "index" and not topic and not _of_this_index(walk, mention):
        walk.heads.pop("component", None)
    if walk.claim.values and mention.kind in ("index", "subject"):
        walk.heads.pop("mean", None)
    if mention.kind == "mean" and walk.group:
        walk.heads["subject"], walk.group = walk.group, None
    if mention.kind == "subject":
        mention = _meet(walk, mention)
    if not (mention.kind == "subject" and walk.beside) and not means.aside(walk, mention):
        walk.heads[mention.kind] = mention
    if walk.claim.values:
        walk.close()
    _begin(walk, mention)
    if mention.kind not in _SPOKEN_OF:
        gap = walk.gap(mention)
        walk.broken = (walk.broken and ", " not in gap) or foreign(gap.rpartition(",")[2])
    elif not (walk.broken and mention.data.get("type") == "region"):
        still = walk.broken and mention.kind == "mean"
        share = mention.kind == "component" and walk.gap(mention).endswith("tỷ lệ ")
        another = mention.kind in ("subject", "mean", "component") and _of_another(walk, mention)
        walk.broken = still or share or another or _most_of(walk, mention)


def _meet(walk: Walk, subject: Mention) -> Mention:
    """Tell a neighbour from what the sentence is about; return whom "tỉnh này" means."""
    chained = clause.AND.match(walk.gap(subject)) and not _opens_beside(walk, subject)
    aside = subject.data.get("beside") or means.aside(walk, subject)
    walk.beside = bool(aside or (walk.beside and chained))
    if not subject.data.get("group"):
        subject = _same(walk, subject)
        _forget_component(walk, subject)
    return subject


def _begin(walk: Walk, mention: Mention) -> None:
    """Put ``mention`` at the head of the claim, in the place of others of its kind."""
    kept = (m for m in walk.claim.alike if m.kind != mention.kind)
    beside = mention.kind == "year" and not walk.gap(mention).strip()
    if mention.kind != "mean" and not beside:
        walk.claim.alike = [m for m in kept if "component" in walk.heads or m.kind == "year"]
    walk.claim.heads = {**walk.heads, mention.kind: mention}
    if mention.kind == "mean" and means.of_all(walk, mention):
        walk.claim.heads.pop("subject", None)
    walk.claim.own.append(mention)


def _opens_beside(walk: Walk, mention: Mention) -> bool:
    """Tell whether "Sau A (71 điểm), B ..." has opened the sentence: then B is what it is about."""
    first = next((m for m in walk.mentions if m.kind == "subject"), mention)
    alone = all(claim.heads.get("subject") in (first, None) for claim in walk.out.claims)
    opens = first.start - walk.sentence.start < _OPENING or bool(first.data.get("beside"))
    return opens and alone and "và" not in walk.gap(mention)


def _of_another(walk: Walk, mention: Mention) -> bool:
    """Tell whether the words before a subject speak of another matter than an index."""
    gap = walk.gap(mention).rpartition(":")[2].replace("điều hành kinh tế", "")
    return foreign(gap) or bool(_ECONOMY.search(gap))


_MOST = re.compile(
    r"(?:đa số|phần lớn|hầu hết|nhiều|một số)\s+(?:các\s+)?(?:tỉnh|địa phương|nơi)"
    r"(?:\s+(?:ở|vùng|thuộc|tại|khu vực))*\s+$"
)


def _most_of(walk: Walk, region: Mention) -> bool:
    """Tell whether "đa số các tỉnh Tây Nguyên" is meant: its provinces, and not all of them."""
    before = walk.low[walk.sentence.start : region.start]
    return region.data.get("type") == "region" and bool(_MOST.search(before))


def _of_this_index(walk: Walk, index: Mention) -> bool:
    """Tell whether a component has just been named as this index's: "“A” trong PCI"."""
    last = walk.last
    return bool(
        last is not None
        and last.kind == "component"
        and clause.COMPONENT_IN_INDEX.match(walk.gap(index))
    )


def _same(walk: Walk, mention: Mention) -> Mention:
    """Let "thành phố này" mean the province that the sentence has just named."""
    before = walk.heads.get("subject")
    kinds = mention.data.get("of", ("province",))
    if mention.data["type"] != "anaphor" or before is None or before.data["type"] not in kinds:
        return mention
    company = _COMPANY.search(walk.low, walk.sentence.start, mention.start)
    return mention if company else replace(mention, data=before.data)


# "Cùng với Bộ Tài chính và Bộ Nội vụ, bộ này ...": neither of the two.
_COMPANY = re.compile(r"(?:^|(?<=[;.:]\s)|(?<=\n))cùng(?: với)?\s[^;.:]{3,120},\s$")


# "Với 3 trụ cột là A, B, C, ...": the parts are only counted up.
_PARTS = re.compile(
    r"(?:\d|ba|bốn) (?:trụ cột|lĩnh vực|nội dung|chỉ số|nhóm)[^,;.:()]{0,20} (?:là|gồm) $"
)


def _forget_component(walk: Walk, subject: Mention) -> None:
    """Drop a component at a new subject, unless it is the topic or the subject's own."""
    component = walk.heads.get("component")
    if component is None or (walk.beside and subject.data["type"] != "national"):
        return
    between = walk.low[component.end : subject.start]
    nation = subject.data["type"] == "national" and ";" not in between
    if component.data.get("anaphor") or (nation and ("mean" in walk.claim.heads or walk.brackets)):
        return
    owned = subject.data.get("type") == "anaphor" and between.endswith("của ")
    if owned or clause.COMPONENT_OF.match(between):
        return
    first = min((component, *walk.claim.alike), key=lambda m: m.start)
    if _PARTS.search(walk.low, walk.sentence.start, first.start):
        walk.heads.pop("component")
    elif clause.is_topic(walk.low, walk.sentence, first):
        walk.out.topic = component
    elif between.strip(' "') != ":":  # "Điểm sáng là cải cách thể chế: tỉnh được 84,10%"
        walk.heads.pop("component")
