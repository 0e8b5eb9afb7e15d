"""Resolve claims: which index, component, subject, basis and year they speak of.

One candidate or none: what the clause names comes first, then what the sentence, the text and
the headline carry; where nothing or too much is left, the claim goes to a person.
"""

import re

from extract import basis, edition, evidence, measure, names, province
from extract.clause import Claim
from extract.context import Context
from extract.draft import Draft, Text, UnclearError
from extract.index import indices
from extract.model import Fact, Mention, Unresolved

_OF_A_NATION = {"score", "score_change"}
_LOCAL = ("department", "district")
_NONE = Mention(kind="noise", start=0, end=0, rule="")


def resolved(text: Text, claim: Claim, context: Context, number: int) -> Fact | Unresolved:
    """Return the fact that ``claim`` states in sentence ``number``, or why nobody can tell."""
    draft = Draft(reasons=["value stated by a rule"])
    try:
        _index(draft, claim, context, number)
        _component(draft, claim, context, text)
        _subject(draft, claim, context, text, number)
        edition.take(draft, claim, context, text.article.published)
        measure.take(draft, claim, text, context)
        _kind_of_subject(draft, claim, context)
        basis.take(draft, text, context)
        measure.check(draft, context)
    except UnclearError as why:
        return evidence.unresolved(text, claim, str(why))
    return evidence.fact(text, claim, draft)


def _index(draft: Draft, claim: Claim, context: Context, number: int) -> None:
    head = claim.heads.get("index")
    if head is None and context.off_topic:
        raise UnclearError("its paragraph opens with another matter")
    if head and context.knows(head):
        draft.spans["index"] = head
        found = head.data["index"], "index named in the clause"
    elif claim.asked or _of_the_satisfied(claim):
        found = "sipas", "index named in the clause"
    else:
        found = _index_around(claim, context, number)
    draft.values["index"] = found[0]
    draft.reasons.append(found[1])


def _of_the_satisfied(claim: Claim) -> bool:
    """Tell whether so many per cent of the people are satisfied: that is SIPAS."""
    return "score" in claim.values and "satisfied" in claim.values["score"].data


def _index_around(claim: Claim, context: Context, number: int) -> tuple[str, str]:
    """Return the index of a clause that names none, and where it was taken from."""
    if len(context.rivals) > 1:
        return _only(claim, context), "index carried from further up"
    if (group := _index_of_group(claim, context)) is not None:
        return group, "index carried from further up"
    if context.index:
        near = number - context.index_at <= 1
        return (
            context.index,
            f"index carried from {'the sentence before' if near else 'further up'}",
        )
    if context.title_index:
        return context.title_index, "index taken from the headline"
    local = claim.heads.get("subject", _NONE).data.get("type") in _LOCAL
    if context.only_index and not local:
        return context.only_index, "index is the only one the article names"
    raise UnclearError("no index is named before it")


def _index_of_group(claim: Claim, context: Context) -> str | None:
    """Return the one index named so far that has such a group, when the one spoken of has not."""
    group = claim.values.get("group")
    if group is None or len(claim.values) > 1 or not context.index:
        return None
    if measure.has_tier(indices()[context.index], group.data["group"]):
        return None
    having = [i for i in context.named if measure.has_tier(indices()[i], group.data["group"])]
    return having[0] if len(having) == 1 else None


def _only(claim: Claim, context: Context) -> str:
    """Return the one index spoken of that has such a group, component or subject."""
    group, part = claim.values.get("group"), claim.heads.get("component")
    whose = claim.heads.get("subject", _NONE).data.get("type")
    fitting = [
        i
        for i in sorted(context.rivals)
        if (group is None or measure.has_tier(indices()[i], group.data["group"]))
        and (part is None or i in dict(part.data["of"]))
        and (whose not in _LOCAL or indices()[i].subnational or indices()[i].live)
        and (whose != "province" or not indices()[i].subnational)
        and (whose != "ministry" or indices()[i].ministries)
    ]
    if context.title_index in fitting:
        return context.title_index
    if len(fitting) != 1:
        names = ", ".join(indices()[i].name for i in sorted(context.rivals))
        raise UnclearError(f"several indices are spoken of before it: {names}")
    return fitting[0]


def _of_all(claim: Claim) -> bool:
    subject = claim.heads.get("subject", _NONE)
    return "mean" in claim.heads or subject.data.get("type") == "national"


def _is_the_index(index: str, part: Mention, text: Text) -> bool:
    """Tell whether words that name a part of one index mean all of another: "mức độ hài lòng"."""
    words = text.canon.low[part.start : part.end]
    return index not in dict(part.data["of"]) and index in names.topics_named(words)


def _component(draft: Draft, claim: Claim, context: Context, text: Text) -> None:
    head = None if _of_the_satisfied(claim) else _component_meant(claim, context)
    if head is None or (_of_all(claim) and _is_the_index(draft.values["index"], head, text)):
        return
    of = dict(reversed(head.data["of"]))
    named = [i for i in of if i in context.named]
    inherited = claim.heads.get("index") not in claim.own
    if draft.values["index"] not in of and inherited and len(named) == 1:
        draft.values["index"] = named[0]
    draft.values["component"], draft.spans["component"] = of.get(draft.values["index"]), head
    if draft.values["component"] is None:
        if "score" in claim.values or "group" in claim.values:
            raise UnclearError("its component is not one of the index spoken of")
        draft.reasons.append("component is in no file of the index")


def _component_meant(claim: Claim, context: Context) -> Mention | None:
    """Return the component of the clause or of its paragraph, "nội dung này" understood."""
    head = claim.heads.get("component")
    if head is None and "index" not in claim.heads:
        head = context.topic
    if head is not None and head.data.get("anaphor"):
        head = context.component
        if head is None:
            raise UnclearError("it does not say which component it speaks of")
    return head


def _subject(draft: Draft, claim: Claim, context: Context, text: Text, number: int) -> None:
    head = claim.heads.get("subject")
    if head and head.data["type"] == "national" and not claim.values.keys() & _OF_A_NATION:
        head = None  # "dưới mức trung bình cả nước, thứ hạng rơi xuống 34": not the nation's
        del claim.heads["subject"]
    if claim.listed == "subject" and not claim.together and not _mere_tier(claim):
        raise UnclearError("it is said of a list of names, without saying which is which")
    if head and head.data["type"] != "anaphor":
        draft.spans["subject"] = head
        _named(draft, head)
        _how_many_ministries(draft, context)
        _whose_taxes(draft, context)
        own = head in claim.own
        draft.reasons.append(
            f"subject {'named in the clause' if own else 'carried from the sentence'}"
        )
    elif head is None and _of_the_group(claim, context, text, number) and context.group:
        _named(draft, context.group)
        _how_many_ministries(draft, context)
        draft.reasons.append("subject carried from the text before")
    elif head is None and (_is_mean(claim) or _of_the_mean(claim, context)):
        _nation(draft)
    elif before := _before(claim, context):
        _named(draft, before)
        draft.reasons.append("subject carried from the text before")
    else:
        _of_the_paper(draft, claim, context, text)


def _mere_tier(claim: Claim) -> bool:
    """Tell whether a tier is told, and no place but "đứng cuối": a list may share it."""
    rank = claim.values.get("rank")
    unknown = rank is None or rank.data["rank"] is None
    return claim.values.keys() <= {"group", "rank"} and "group" in claim.values and unknown


def _is_mean(claim: Claim) -> bool:
    ranked = claim.values.keys() & {"rank", "rank_change"}
    return "mean" in claim.heads or (_of_the_satisfied(claim) and not ranked)


def _of_the_group(claim: Claim, context: Context, text: Text, number: int) -> bool:
    """Tell whether "Giá trị trung bình đạt ..." is of the ministries named a sentence before."""
    mean = claim.heads.get("mean")
    if mean is None or context.group_in != number - 1 or context.main or context.home:
        return False
    last = max(value.end for value in claim.values.values())
    around = text.canon.low[max(0, mean.start - _NEAR_A_MEAN) : last]
    return not re.search(r"tỉnh|địa phương|cả nước", around)


_NEAR_A_MEAN = 40


def _of_the_mean(claim: Claim, context: Context) -> bool:
    """Tell whether "Trong ba trụ cột, A đạt ..." goes on with the country's mean."""
    parts = "component" in claim.heads and claim.values.keys() <= _OF_A_NATION
    alone = not (context.main or context.home)
    return parts and context.mean_told and (context.divides or alone)


def _nation(draft: Draft) -> None:
    draft.values |= {"subject": "cả nước", "subject_id": "ca-nuoc", "subject_type": "national"}
    draft.reasons.append("subject is the whole country, as a mean without a name is")


def _before(claim: Claim, context: Context) -> Mention | None:
    """Return whom the clause carries on about, or means by "tỉnh này"; nobody may be named yet."""
    head = claim.heads.get("subject")
    meant = context.meant_by(head) if head else context.subject
    if meant and meant.data["type"] == "national" and not claim.values.keys() <= _OF_A_NATION:
        meant = context.nearby
    known = context.main or context.home
    if head and head.data["near"] and meant is None and (head.data["foreign"] or not known):
        raise UnclearError("it does not say which province it speaks of")
    return meant


def _of_the_paper(draft: Draft, claim: Claim, context: Context, text: Text) -> None:
    """Take the subject of the headline, or else the paper's own province."""
    head = claim.heads.get("subject")
    ours = bool(head and head.data["ours"])
    if context.main and not (ours and context.home):
        _province(draft, context.main)
        draft.reasons.append("subject is the headline's")
    elif context.home:
        _province(draft, (context.home,))
        draft.reasons.append("subject is the paper's own province")
    elif _satisfaction(claim, text):
        _nation(draft)
    else:
        raise UnclearError("nobody is named whose value it could be")


def _satisfaction(claim: Claim, text: Text) -> bool:
    """Tell whether the index is named as a share of people ("tỷ lệ người dân hài lòng")."""
    head = claim.heads.get("index")
    return head is not None and text.canon.low.startswith(("tỷ lệ", "mức"), head.start)


def _named(draft: Draft, head: Mention) -> None:
    if head.data["type"] == "province":
        _province(draft, head.data["ids"])
        return
    draft.values["subject"] = head.data["name"]
    draft.values["subject_id"] = head.data.get("id")
    draft.values["subject_type"] = head.data["type"]


def _how_many_ministries(draft: Draft, context: Context) -> None:
    """Give "các bộ, cơ quan ngang bộ" the number of them that the article tells."""
    if context.cabinet and str(draft.values.get("subject")).startswith("các bộ, "):
        draft.values["subject"] = f"{context.cabinet} bộ, cơ quan ngang bộ"


def _whose_taxes(draft: Draft, context: Context) -> None:
    """Give "Thuế tỉnh" its province's name: without it, it is nobody's."""
    ids = context.main or ((context.home,) if context.home else ())
    if ids and str(draft.values.get("subject")).lower() in ("thuế tỉnh", "thuế thành phố"):
        draft.values["subject"] += f" {province.units()[ids[0]].name}"


def _province(draft: Draft, ids: tuple[str, ...]) -> None:
    draft.values["ids"] = ids
    draft.values["subject_type"] = "province"


def _kind_of_subject(draft: Draft, claim: Claim, context: Context) -> None:
    """Keep provinces' own tables apart: DDCI ranks no province, PAR INDEX no department."""
    kind = draft.values["subject_type"]
    index = indices()[draft.values["index"]]
    if index.subnational and kind not in _LOCAL:
        raise UnclearError(f"{index.name} ranks departments and districts, not a {kind}")
    head = claim.heads.get("index")
    internal = head.data.get("internal") if head else context.internal
    if kind == "province" and internal and not (index.subnational or index.live):
        raise UnclearError("the table spoken of is of a province's own offices")
    if kind in _LOCAL and not (index.subnational or index.live):
        raise UnclearError(
            f"a {kind} has its place in the province's own table, not in {index.name}"
        )
