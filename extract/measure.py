"""Settle the values of a claim: scale, place, scope, and the bounds they must keep."""

import re

from extract import province
from extract.clause import Claim
from extract.context import Context
from extract.draft import Draft, Text, UnclearError
from extract.index import Index
from extract.model import Mention
from extract.rules.rank import NATIONAL


def take(draft: Draft, claim: Claim, text: Text, context: Context) -> None:
    """Put the values of ``claim`` into ``draft``, and tell ``context`` the sizes of tables."""
    _choose_scale(draft, claim)
    draft.scale = claim.values["score"].data.get("scale") if "score" in claim.values else None
    for kind, mention in claim.values.items():
        draft.spans[kind] = mention
        draft.values |= {k: v for k, v in mention.data.items() if k not in _ABOUT}
    _relative_growth(draft, claim)
    change, scope = claim.values.get("rank_change"), claim.heads.get("scope")
    if change and scope in claim.own and "rank" not in claim.values:
        change.parts["rank_scope"] = scope.parts["rank_scope"]
    if rank := claim.values.get("rank"):
        _scope(draft, claim, text, rank)
        _rank(draft, text, context, rank)
    placed = rank or change
    if placed and context.block and draft.values["subject_type"] in _OF_A_BLOCK:
        placed.parts.setdefault("rank_scope", context.block)


_OF_A_BLOCK = ("department", "district")


def _scope(draft: Draft, claim: Claim, text: Text, rank: Mention) -> None:
    """Rank within the group that the sentence names, unless that is the whole table."""
    scope = claim.heads.get("scope")
    if scope is None or rank.data["out_of"] in NATIONAL or _whole(text, draft, scope):
        return
    old = any(word in text.canon.low[slice(*scope.parts["rank_scope"])] for word in _OLD_SET)
    if old or rank.parts.keys().isdisjoint(("rank_scope", "national")):
        rank.parts["rank_scope"] = scope.parts["rank_scope"]


def _rank(draft: Draft, text: Text, context: Context, rank: Mention) -> None:
    """Settle a last place and the size of the table, or what the size is the size of."""
    unsaid = rank.rule in _OF_ITS_OWN and not _says_whose(draft, rank)
    if unsaid and ("component" in draft.spans or _IS.match(text.canon.low, rank.end)):
        draft.drop("rank", "it is the highest of this one's own components, or of all; who knows")
        return
    if rank.data["rank"] is None:
        _last_place(draft, rank, context, text.canon.low)
    out_of = draft.values.get("out_of")
    if out_of in NATIONAL and "rank_scope" not in rank.parts:
        context.tell_size(draft.values["index"], out_of)
    if "out_of" in rank.parts and out_of not in NATIONAL and "rank_scope" not in rank.parts:
        rank.parts["rank_scope"] = _scope_words(text.canon.low, rank)
    if out_of is not None:
        draft.reasons.append("rank carries the size of the table")
        if out_of > max(NATIONAL) and draft.values["subject_type"] not in _MANY:
            draft.drop("rank", f"no table of provinces or ministries has {out_of} rows")


def _says_whose(draft: Draft, rank: Mention) -> bool:
    """Tell whether "cao nhất là Hà Tĩnh" or "cao nhất cả nước" compares places, not components."""
    subject = draft.spans.get("subject")
    return bool(rank.parts.keys() - {"word"}) or (
        subject is not None and subject.start > rank.start
    )


# "Cao nhất là ..." waits for a name: where none that is known follows, it is a part's.
_IS = re.compile(r"\s(?:vẫn\s)?(?:là|thuộc về)\s")

_OLD_SET = ("cũ", "trước")
"""Of a scope that is the whole country before its provinces were merged."""

_OF_ITS_OWN = ("rank/highest", "rank/lowest")

# "Ở khối địa phương" tells provinces from ministries, and names no part of either.
_WHOLE = ("khối địa phương", "khối tỉnh", "khối các tỉnh", "các tỉnh, thành")


def _whole(text: Text, draft: Draft, scope: Mention) -> bool:
    words = text.canon.low[slice(*scope.parts["rank_scope"])]
    merged = text.article.published[:10] >= province.MERGER.isoformat() and "34 tỉnh" in words
    whole = words.startswith(_WHOLE) or merged
    return draft.values["subject_type"] == "province" and whole


# A province has more communes, and more departments, than the country has provinces.
_MANY = ("department", "district")

# What a rule tells of a value beside the value itself.
_ABOUT = ("scale", "satisfied", "percent", "from_last", "former")


def _relative_growth(draft: Draft, claim: Claim) -> None:
    """Drop "tăng 12%" of an index that counts points: it is growth, not points."""
    change = claim.values.get("score_change")
    if change and change.data.get("percent") and draft.index.unit != "%":
        draft.drop("score_change", "it is growth in per cent of points, not a change in points")


def _last_place(draft: Draft, rank: Mention, context: Context, low: str) -> None:
    """Count "cuối bảng" and "áp chót" from the size of the table, once the text has told it."""
    size = context.sizes.get(draft.values["index"])
    if size is None and (draft.index.whole_table or context.table != max(NATIONAL)):
        size = context.table
    behind = rank.data["from_last"]
    kind = draft.values["subject_type"]
    local = _local_table(low, draft, rank.start) if kind in _MANY else None
    whole = {"province": size, "ministry": context.cabinet, "region": _regions_told(low)}
    size = whole.get(kind, local)
    within = rank.parts.get("rank_scope")
    if within and kind not in _MANY and not _ALL_MINISTRIES.fullmatch(low, *within):
        told = _GROUP_OF.match(low, *within)
        size = int(told["size"]) if told else None
    if size:
        draft.values |= {"rank": size - behind, "out_of": size}
    else:
        draft.drop("rank", "it is the last place of a table whose size is not told")


_GROUP_OF = re.compile(r"(?:(?:nhóm|riêng|khối) )?(?P<size>\d{1,2}) ")
_ALL_MINISTRIES = re.compile(r"(?:khối|nhóm) (?:các )?bộ(?:, (?:ngành|cơ quan(?: ngang bộ)?))*")

_REGIONS = re.compile(r"(?<![\d.,])([5-8]) vùng(?!\w)(?! (?:tăng|giảm|đạt|trên|dưới|còn))")


def _regions_told(low: str) -> int | None:
    """Return how many regions the text says there are: "5/6 vùng", "6 vùng kinh tế"."""
    told = set(_REGIONS.findall(low))
    return int(told.pop()) if len(told) == 1 else None


# "Khối sở, ngành có 20 đơn vị", "dẫn đầu 92 xã, phường", "thứ 4/11": what a paragraph's table
# has.  "12 xã đạt", "3 đơn vị còn lại" are some of them.
_OFFICES = re.compile(
    r"(?<![\d/.,])(?P<size>\d{1,3})\s(?:đơn vị|sở|huyện|quận|xã|phường|địa phương)(?!\w)"
    r"(?!,? (?:tăng|giảm|đạt|dưới|trên|không|còn|lần|ở|thuộc|đứng|xếp))"
    r"|(?:thứ|hạng|vị trí) \d{1,3}/(?P<of>\d{1,3})(?![\d.,]*\d)"
)
_FEWEST_OFFICES = 5

# "22 sở, ban, ngành và 9 huyện, thị xã, thành phố": all of a kind that the province has.
_ALL_LOCAL = {
    "department": re.compile(r"(?<![\d/.,])(\d{1,2}) sở,(?: ban,)? (?:ban )?ngành(?!\w)"),
    "district": re.compile(
        r"(?<![\d/.,])(\d{1,2}) (?:huyện|quận)"
        r"(?:(?:,| và) (?:huyện|quận|thị xã|thị|thành phố))+(?!\w)"
    ),
    "commune": re.compile(
        r"(?<![\d/.,])(\d{1,3}) (?:xã|phường)(?:(?:,| và) (?:xã|phường|thị trấn|đặc khu))+(?!\w)"
    ),
}


def _local_table(low: str, draft: Draft, place: int) -> int | None:
    """Return how many departments, districts or communes there are beside the draft's."""
    if size := _offices_told(low, place):
        return size
    kind, subject = draft.values["subject_type"], draft.spans.get("subject")
    lesser = subject and low.startswith(("xã ", "phường "), subject.start)
    told = set(_ALL_LOCAL["commune" if lesser else kind].findall(low))
    size = int(told.pop()) if len(told) == 1 else 0
    return size if size >= _FEWEST_OFFICES else None


def _offices_told(low: str, place: int) -> int | None:
    """Return how many offices the paragraph has said, before ``place``, that its table has."""
    told = _OFFICES.finditer(low, low.rfind("\n", 0, place) + 1, place)
    sizes = [int(found["size"] or found["of"]) for found in told]
    sizes = [size for size in sizes if size >= _FEWEST_OFFICES]
    return sizes[-1] if sizes else None


def _choose_scale(draft: Draft, claim: Claim) -> None:
    """Of "9,12 điểm, tỷ lệ 91,17%" keep the figure on the index's own scale."""
    unit = draft.index.unit
    if (
        claim.second is not None
        and claim.second.data["unit"] == unit != claim.values["score"].data["unit"]
    ):
        claim.values["score"] = claim.second
        claim.own.append(claim.second)


_ENDS = (" và thứ", ";", ".", ")", "\n", " và xếp")
_GOES_ON = (", tăng", ", giảm", ", xếp", ", với", ", đạt")


def _scope_words(low: str, rank: Mention) -> tuple[int, int]:
    """Return where the group of "6/14 tỉnh miền núi phía Bắc" stands, its size included."""
    start = rank.parts["out_of"][0]
    words = low[start : _first(low, _ENDS, rank.end, start + 80)]
    cut = _first(words, _GOES_ON, 12, len(words))
    return start, start + len(words[:cut].rstrip())


def _first(low: str, marks: tuple[str, ...], start: int, end: int) -> int:
    """Return where the first of ``marks`` stands in ``low[start:end]``; ``end`` if none does."""
    found = (low.find(mark, start, end) for mark in marks)
    return min((place for place in found if place >= 0), default=end)


def check(draft: Draft, context: Context) -> None:
    """Refuse a group the index does not have, and points that it cannot have.

    Points too few for the index are those of the component that the text has just spoken of.
    """
    _tier(draft)
    _component_by_range(draft, context)
    score = draft.values.get("score")
    if score is None:
        return
    part = draft.part
    if part is None:
        _range(draft.index, score, draft.scale)
        return
    most = (
        part.maximum if part.maximum and draft.values.get("unit") != "%" else draft.index.range[1]
    )
    if score > most:
        raise UnclearError(f"{score} is more than the component's maximum, {most:g}")


_NEAR = 0.05
"""Marks that some editions leave out: PAR INDEX 2016 counts 97.5 of 100 points."""


def _range(index: Index, score: float, scale: float | None) -> None:
    low, high = index.range
    if score < 1 < high:
        raise UnclearError(f"{score} is far below what {index.name} gives")
    if scale and scale not in (high, 100.0) and abs(scale - high) > _NEAR * high:
        raise UnclearError(f"{score:g}/{scale:g} is on another scale than {index.name}")
    if not low <= score <= high:
        raise UnclearError(f"{score} lies outside the range of {index.name}, {low:g} to {high:g}")


def _component_by_range(draft: Draft, context: Context) -> None:
    score, head = draft.values.get("score"), context.component
    near = context.paragraph - context.component_in <= 1
    low = draft.index.range[0]
    if score is None or score.is_integer() or score >= low or head is None or not near:
        return
    known = dict(head.data["of"]).get(draft.values["index"])
    part = next((p for p in draft.index.components if p.id == known), None)
    if part and part.maximum and score <= part.maximum and "component" not in draft.spans:
        draft.values["component"], draft.spans["component"] = part.id, head
        draft.reasons.append("component carried from the text before")


def has_tier(index: Index, group: str) -> bool:
    """Tell whether ``index`` sorts its subjects into such a group."""
    return ("%" if "%" in group else group) in index.tiers


def _tier(draft: Draft) -> None:
    group = draft.values.get("group")
    if group and not has_tier(draft.index, group):
        draft.drop("group", f"{draft.index.name} has no group called {group!r}")
