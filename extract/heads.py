"""Take the heads of a sentence: what each index, component, subject and year is a head of."""

import re
from dataclasses import replace

from extract import clause
from extract.clause import Claim
from extract.model import Mention
from extract.rules.glue import foreign
from extract.walk import Walk

_JOINABLE = ("component", "subject", "index", "year")


def take(walk: Walk, mention: Mention) -> None:
    """Let the head ``mention`` join, complete or open a claim, or be a part of a value."""
    if mention.data.get("that"):
        mention = _that_year(walk, mention)
    if _again(walk, mention):
        walk.last, walk.end = mention, mention.end
        return
    _index_of_all_before(walk, mention)
    bracketed = walk.low[mention.end : mention.end + 2].strip() == "("
    walk.apart = bool(mention.data.get("apart")) and not bracketed
    if not (walk.apart or _scope_behind(walk, mention) or _group_without_mean(walk, mention)):
        named = mention.kind == "index" and walk.low[mention.end : mention.end + 1] == ")"
        if (named or not walk.brackets) and not walk.plan and not walk.claim.former:
            walk.out.heads.append(mention)
        ways = (_baseline, _waited_for, _listed, _postposed, _joined)
        if not any(way(walk, mention) for way in ways):
            _open(walk, mention)
        for value in walk.paired.values.get(mention.start, ()):
            walk.claim.put(value)
    walk.last, walk.end = mention, mention.end


def _that_year(walk: Walk, mention: Mention) -> Mention:
    """Let "năm ấy" mean the year that the sentence has named last, be it to compare with."""
    named = [m for m in walk.mentions if m.kind in ("year", "baseline") and m.end <= mention.start]
    return replace(mention, data=named[-1].data) if named else mention


def _index_of_all_before(walk: Walk, mention: Mention) -> None:
    """Give the first index of a sentence, when it stands behind, to all that was said before."""
    if mention.kind == "index" and clause.INDEX_BEHIND.match(walk.gap(mention)):
        for claim in walk.out.claims:
            claim.heads.setdefault("index", mention)


def _again(walk: Walk, mention: Mention) -> bool:
    """Tell whether an index's second name only repeats it: "chỉ số CCHC (PAR INDEX)"."""
    before = walk.claim.heads.get("index")
    same = before is not None and before.data.get("index") == mention.data.get("index")
    return mention.kind == "index" and same and not walk.claim.values.keys() - {"rank"}


def _baseline(walk: Walk, mention: Mention) -> bool:
    if mention.kind != "baseline":
        return False
    walk.heads["baseline"] = mention
    walk.claim.put(mention)
    for claim in walk.out.claims:
        claim.heads.setdefault("baseline", mention)
    return True


def _scope_behind(walk: Walk, mention: Mention) -> bool:
    """Take "... khu vực Tây Nguyên", "... cả nước" behind a rank as the rank's scope."""
    kind, rank = mention.data.get("type"), walk.claim.values.get("rank")
    if (
        kind == "national"
        and walk.last
        and walk.last.kind == "index"
        and not walk.gap(mention).strip()
    ):
        return False
    if kind not in ("national", "region") or "mean" in walk.heads:
        return False
    if rank is None or not clause.SCOPE_GLUE.match(walk.low[rank.end : mention.start]):
        owns = clause.NATION_OWNS.search(walk.low, walk.sentence.start, mention.start)
        described = bool(mention.data.get("part"))
        return described or (kind == "national" and (rank is not None or not owns))
    if kind == "national":
        rank.parts["national"] = (mention.start, mention.end)
    if kind == "region":
        words = clause.phrase_start(walk.low, rank.end, mention.start)
        start = rank.parts.get("out_of", (words,))[0]
        rank.parts.setdefault("rank_scope", (start, mention.end))
    return True


def _group_without_mean(walk: Walk, mention: Mention) -> bool:
    """Keep "17 bộ, cơ quan ngang bộ" for a mean that may follow: alone it is no subject."""
    unnamed = mention.data.get("name") is None
    if not mention.data.get("group") or "mean" in walk.heads or unnamed:
        return False
    walk.group = mention
    return True


def _waited_for(walk: Walk, mention: Mention) -> bool:
    """Give a subject, an index or a component to the values that stand before it."""
    claim = walk.claim
    if not claim.values:
        return False
    first = min(claim.values.values(), key=lambda m: m.start)
    if mention.kind == "mean" and claim.inverse:
        claim.put(mention)
        return True
    asked = first.data.get("satisfied") and clause.ASKED.match(walk.low[first.end : mention.start])
    if mention.kind == "subject" and (claim.inverse or asked or _leads(walk, first)):
        claim.put(mention)
        claim.inverse = False
        walk.heads["subject"] = mention
        return True
    if (
        mention.kind in ("index", "year")
        and mention.kind not in claim.heads
        and _leads(walk, first)
    ):
        claim.put(mention)
        walk.heads[mention.kind] = mention
        return True
    behind = {"index": clause.INDEX_BEHIND, "component": clause.POSTPOSED_COMPONENT}
    pattern = behind.get(mention.kind)
    fits = pattern is not None and pattern.match(walk.gap(mention))
    said = claim.heads.get(mention.kind)
    of_value = (
        mention.kind == "index"
        and said not in claim.own
        and clause.INDEX_OF_VALUE.match(walk.gap(mention))
    )
    elsewhere = mention.kind == "component" and said not in claim.own
    if fits and (said is None or of_value or elsewhere):
        claim.put(mention)
        walk.heads.setdefault(mention.kind, mention)
        return True
    return False


def _leads(walk: Walk, value: Mention) -> bool:
    """Tell whether ``value`` opens the clause, so that its subject is still to come."""
    asides = walk.brackets and walk.claim is walk.brackets[-1][0]
    if asides or "subject" in walk.claim.heads:
        return False
    before = walk.low[max(walk.sentence.start, value.start - 30) : value.start]
    alone = walk.claim.values.keys() == {value.kind}
    return bool(clause.BEFORE_SUBJECT.search(before)) and alone


def _listed(walk: Walk, mention: Mention) -> bool:
    """Give the group that is defined before a list to each name of the list."""
    group = walk.defined
    if mention.kind not in ("subject", "component") or group is None:
        return False
    between = walk.low[group.end : mention.start]
    begun = clause.GROUP_LIST.search(between[: between.rfind("(") + 1]) or clause.GROUP_NAMES.match(
        between
    )
    last = walk.member
    follows = last is not None and clause.AND.match(walk.without_values(last.end, mention.start))
    if not begun and not follows:
        walk.defined = walk.member = None
        return False
    walk.close()
    walk.claim = Claim(heads={**walk.heads, mention.kind: mention}, values={"group": group})
    walk.claim.own = [group, mention]
    walk.member = mention
    return True


def share_behind(walk: Walk) -> None:
    """Read "dẫn đầu ở cả ba trụ cột: A, B và C": the list behind shares the value."""
    for claim in walk.out.claims:
        end = max(m.end for m in claim.values.values())
        names = [m for m in walk.mentions if m.start >= end and m.kind == "component"]
        said = claim.heads.get("component")
        if not names or said not in (None, names[0]) or len(claim.values) > 1:
            continue
        run = [names[0]] if clause.LIST_OF_COMPONENTS.match(walk.low[end : names[0].start]) else []
        for name in names[1:] if run else ():
            if not clause.AND.match(walk.without_values(run[-1].end, name.start)):
                break
            run.append(name)
        if run:
            claim.put(run[0])
            claim.alike.extend(run[1:])


def _postposed(walk: Walk, mention: Mention) -> bool:
    """Take a year right behind a value as that value's year."""
    if mention.kind != "year" or not walk.claim.values:
        return False
    if not clause.POSTPOSED_YEAR.match(walk.gap(mention)):
        return False
    walk.claim.put(mention)
    if not walk.claim.former:
        walk.heads.setdefault("year", mention)
    return True


def _joined(walk: Walk, mention: Mention) -> bool:
    """Join "A, B và C" into one thing of which the same is said."""
    last = walk.last
    if last is None or not _side_by_side(walk, last, mention) or not _shareable(walk, last):
        return False
    walk.claim.alike.append(last)
    walk.claim.put(mention)
    walk.heads[mention.kind] = mention
    return True


def _side_by_side(walk: Walk, last: Mention, mention: Mention) -> bool:
    """Tell whether two names of one kind stand together, neither with a value from a list."""
    return (
        mention.kind in _JOINABLE
        and (last.kind, last.data.get("type")) == (mention.kind, mention.data.get("type"))
        and not walk.paired.values.keys() & {last.start, mention.start}
        and ";" not in walk.gap(mention)
        and bool(clause.AND.match(walk.gap(mention)))
    )


def _shareable(walk: Walk, last: Mention) -> bool:
    """Tell whether the claim of ``last`` may still be said of one name more."""
    claim = walk.claim
    if claim.heads.get(last.kind) is not last or last.data.get("type") == "anaphor":
        return False
    if claim.values:
        begun = all(value.start < last.start for value in claim.values.values())
    else:
        begun = last.kind != "index"
    complete = claim.alike and " và " in walk.low[claim.alike[-1].end : last.start]
    return begun and not complete


def _open(walk: Walk, mention: Mention) -> None:
    if mention.kind == "index" and not _of_this_index(walk, mention):
        walk.heads.pop("component", None)
    if walk.claim.values and mention.kind in ("index", "subject"):
        walk.heads.pop("mean", None)
    if mention.kind == "mean" and walk.group:
        walk.heads["subject"], walk.group = walk.group, None
    if mention.kind == "subject":
        chained = clause.AND.match(walk.gap(mention)) and not _opens_beside(walk, mention)
        walk.beside = bool(mention.data.get("beside") or (walk.beside and chained))
        if not mention.data.get("group"):
            mention = _same(walk, mention)
            _forget_component(walk, mention)
    if not (mention.kind == "subject" and walk.beside):
        walk.heads[mention.kind] = mention
    if walk.claim.values:
        walk.close()
    walk.claim.alike = [
        m
        for m in walk.claim.alike
        if m.kind != mention.kind and ("component" in walk.heads or m.kind == "year")
    ]
    walk.claim.heads = {**walk.heads, mention.kind: mention}
    walk.claim.own.append(mention)
    if mention.kind not in _SPOKEN_OF:
        walk.broken = walk.broken and "," not in walk.gap(mention)
    elif not (walk.broken and mention.data.get("type") == "region"):
        walk.broken = mention.kind in ("subject", "mean") and _of_another(walk, mention)


def _opens_beside(walk: Walk, mention: Mention) -> bool:
    """Tell whether "Sau A (71 điểm), B ..." has opened the sentence: then B is what it is about."""
    first = next((m for m in walk.mentions if m.kind == "subject"), mention)
    return first.start - walk.sentence.start < _OPENING and "và" not in walk.gap(mention)


_OPENING = 12
_SPOKEN_OF = ("index", "component", "subject", "mean")
_ECONOMY = re.compile(r"(?<!\w)(?:kinh tế|thu nhập|quy mô)\s*(?:của\s*)?(?:tỉnh|thành phố)?\s*$")


def _of_another(walk: Walk, mention: Mention) -> bool:
    """Tell whether the words before a subject speak of another matter than an index."""
    gap = walk.gap(mention).rpartition(":")[2]
    return foreign(gap) or bool(_ECONOMY.search(gap))


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
    return replace(mention, data=before.data)


def _forget_component(walk: Walk, subject: Mention) -> None:
    """Drop a component at a new subject, unless it is the topic or the subject's own."""
    component = walk.heads.get("component")
    if component is None or walk.beside:
        return
    between = walk.low[component.end : subject.start]
    owned = subject.data.get("type") == "anaphor" and between.endswith("của ")
    if owned or clause.COMPONENT_OF.match(between):
        return
    first = min((component, *walk.claim.alike), key=lambda m: m.start)
    if clause.is_topic(walk.low, walk.sentence, first):
        walk.out.topic = component
    else:
        walk.heads.pop("component")
