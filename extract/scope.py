"""Settle within which group the places of a sentence are: a region, or the whole country."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from extract import names
from extract.clause import Claim
from extract.model import Mention
from extract.walk import Walk

_LARGEST_GROUP = 33
"""A table of more rows than this is the country's: of 34 provinces, or of 60 to 63."""


def settle(walk: Walk) -> None:
    """Share, take off and move what the sentence says of the groups its places are within."""
    _take_off(walk)
    for claim in walk.out.claims:
        _within_region(walk, claim)
    walk.out.claims += list(_same_elsewhere(walk))
    for before, claim in pairwise(walk.out.claims):
        _share(walk.low, before, claim)
        _share(walk.low, claim, before)
        _move_change(before, claim)
        _swap_changes(walk, before, claim)
    for claim in list(walk.out.claims):
        walk.out.claims += _apart(walk.low, claim)


def _within_region(walk: Walk, claim: Claim) -> None:
    """Read "riêng trong ĐBSCL xếp hạng 6/13" as a place within the region, not the region's own."""
    region, rank = claim.heads.get("subject"), claim.values.get("rank")
    if region is None or rank is None or region.data["type"] != "region":
        return
    size = names.region_size(walk.low[region.start : region.end])
    if rank.data["out_of"] is None or rank.data["out_of"] != size:
        return
    for other in walk.out.claims:
        if other.heads.get("subject") is region:
            del other.heads["subject"]


def _apart(low: str, claim: Claim) -> Iterator[Claim]:
    """Yield the change of "tăng 14 bậc, ... và đứng thứ 2 trong khu vực" as a claim of its own."""
    rank, change = claim.values.get("rank"), claim.values.get("rank_change")
    if rank is None or change is None or change.end > rank.start or not _group(rank, claim):
        return
    between = low[change.end : rank.start]
    if "scope" not in claim.heads and (" và " in between or " là " in between):
        own = [mention for mention in claim.own if mention.start < rank.start]
        yield Claim(dict(claim.heads), {"rank_change": claim.values.pop("rank_change")}, own)


def _share(low: str, before: Claim, claim: Claim) -> None:
    """Rank what was left within the group of what was reached.

    "Từ thứ nhất xuống thứ 5 trong vùng", "xếp thứ 6/13 (năm 2023 xếp thứ 7)".
    """
    one, other = before.values.get("rank"), claim.values.get("rank")
    if one is None or other is None or one.parts.keys() & {"rank_scope", "out_of"}:
        return
    aside = low.startswith(")", one.end)
    left = before.former and not claim.former and one.end < other.start and not aside
    left = left and ";" not in low[one.end : other.start]
    dated = before.heads.get("year") in before.own
    between = low[other.end : one.start]
    bracketed = dated and between.count("(") > between.count(")")
    if (left or bracketed) and (scope := _group(other, claim)):
        one.parts["rank_scope"] = scope


def _group(rank: Mention, claim: Claim) -> tuple[int, int] | None:
    """Return where the words of the group stand that ``rank`` is a place within, if it is."""
    if "rank_scope" in rank.parts:
        return rank.parts["rank_scope"]
    if "out_of" in rank.parts and rank.data["out_of"] <= _LARGEST_GROUP:
        return rank.parts["out_of"]
    scope = claim.heads.get("scope")
    return scope.parts["rank_scope"] if scope else None


def _move_change(before: Claim, claim: Claim) -> None:
    """Say "thứ 17 cả nước, thứ 5/11 vùng, tăng 15 bậc" of the country's table."""
    national, rank = before.values.get("rank"), claim.values.get("rank")
    if national is None or rank is None or "rank_change" in before.values or before.former:
        return
    whose = (before.heads.get(kind) is claim.heads.get(kind) for kind in ("subject", "component"))
    change = claim.values.get("rank_change")
    if change is None or change.start < rank.start or not all(whose):
        return
    if _group(rank, claim) and not _group(national, before):
        before.values["rank_change"] = claim.values.pop("rank_change")


def _swap_changes(walk: Walk, before: Claim, claim: Claim) -> None:
    """Read "giảm 26 hạng so với năm 2021, xếp thứ 12/13 (giảm 5 bậc)": the bracket is the group's.

    The change before the place is the country's.
    """
    rank, change = before.values.get("rank"), before.values.get("rank_change")
    aside = claim.values.get("rank_change")
    if rank is None or change is None or aside is None or len(claim.values) > 1:
        return
    bracket = walk.low[rank.end : aside.start].strip() == "("
    if bracket and change.end < rank.start and _group(rank, before):
        before.values["rank_change"], claim.values["rank_change"] = aside, change


def _take_off(walk: Walk) -> None:
    """Take a region off the places from the first on that is more than the region has members.

    A place in a bracket that is too large takes it off those in brackets alone.
    """
    scoped = [c for c in walk.out.claims if "scope" in c.heads and "rank" in c.values]
    for scope in {id(c.heads["scope"]): c.heads["scope"] for c in scoped}.values():
        size = names.region_size(walk.low[slice(*scope.parts["rank_scope"])])
        within = [c for c in scoped if c.heads["scope"] is scope]
        for aside in (True, False):
            alike = [c for c in within if _is_aside(walk, c) is aside]
            large = [(c.values["rank"].data["rank"] or 0) > (size or 99) for c in alike]
            first = 0 if aside else large.index(True) if any(large) else 0
            for claim in alike[first:] if any(large) else ():
                del claim.heads["scope"]


def _is_aside(walk: Walk, claim: Claim) -> bool:
    before = walk.low[walk.sentence.start : claim.values["rank"].start]
    return before.count("(") > before.count(")")


# "Khối A do X dẫn đầu, còn khối B thì vẫn là Y": what X is in one group, Y is in the other.
_ELSEWHERE = re.compile(
    r"[,;.]\s(?:(?:còn|và|trong khi|riêng)\s)?(?:(?:ở|tại|với|bên|phía|trong)\s)?"
    r"(?P<scope>(?:khối|nhóm|bảng|cấp)\s"
    r"(?:(?!(?:nhất|nhì|cuối|chót|thứ|hạng|quân|áp|nơi)\s)[^,;.:()\d]){2,70}?)\s"
    r"(?:thì\s(?:vẫn\s|lại\s)?là|(?:vẫn|lại|đó|tương tự)\slà|là)\s(?:\w+\s){0,2}$"
)
_GROUPED = re.compile(r"(?<!\w)(?:khối|nhóm|bảng|cấp)\s")


def _same_elsewhere(walk: Walk) -> Iterator[Claim]:
    """Yield the first place of a second group, whose leader is named without a word for it."""
    told = [claim.heads.get("subject") for claim in walk.out.claims if "rank" in claim.values]
    for name in (m for m in walk.mentions if m.kind == "subject" and m not in told):
        ahead = [c for c in walk.out.claims if c.own and c.own[-1].end < name.start]
        first = next((c for c in ahead if _leads_a_group(walk, c)), None)
        found = _ELSEWHERE.search(walk.low, walk.sentence.start, name.start) if first else None
        if first is None or found is None or found.start() < max(m.end for m in first.own):
            continue
        rank = replace(first.values["rank"], parts={"rank_scope": found.span("scope")})
        yield Claim({**first.heads, "subject": name}, {"rank": rank}, [rank, name])


def _leads_a_group(walk: Walk, claim: Claim) -> bool:
    """Tell whether ``claim`` is of a leader of a group that its sentence names before."""
    rank, whose = claim.values.get("rank"), claim.heads.get("subject")
    if rank is None or whose is None or rank.rule != "rank/first" or claim.former:
        return False
    return bool(_GROUPED.search(walk.low, walk.sentence.start, max(rank.start, whose.start)))
