"""Settle which set of provinces a fact speaks of: the 63 of old, or the 34 since July 2025."""

from extract import province
from extract.context import Context
from extract.draft import Draft, Text
from extract.rules.rank import NATIONAL

# The country's provinces before the merger of 2025, and after it.
_OLD, _MERGED = 63, 34


def take(draft: Draft, text: Text, context: Context) -> None:
    """Put the set of provinces into ``draft``: by the table's size, else by the merger's day."""
    ids = draft.values.pop("ids", None)
    if ids is None:
        if draft.values["subject_type"] == "national":
            draft.values["basis"] = _spoken_of(draft, text, context)
        return
    units = [province.units()[i] for i in ids]
    basis = _spoken_of(draft, text, context)
    fitting = [u for u in units if basis in u.bases]
    if not fitting:
        basis = units[0].bases[0]
        fitting = units[:1]
    unit = fitting[0]
    draft.values |= {"basis": basis, "subject_id": unit.id, "subject": _unit_name(unit, basis)}


def _spoken_of(draft: Draft, text: Text, context: Context) -> int:
    scope = draft.spans["rank"].parts.get("rank_scope") if "rank" in draft.spans else None
    words = text.canon.low[slice(*scope)] if scope else ""
    if "sáp nhập" in words or "hợp nhất" in words:
        return _OLD if "trước" in words else _MERGED
    out_of = draft.values.get("out_of")
    size = out_of if out_of in NATIONAL else context.sizes.get(draft.values["index"])
    if size and (out_of or draft.values["year"] >= province.MERGER.year - 1):
        return _MERGED if size == _MERGED else _OLD
    article = text.article
    told_after = not article.published or article.published[:10] >= province.MERGER.isoformat()
    of_merged = draft.values["year"] >= province.MERGER.year and told_after
    return _MERGED if of_merged else _OLD


def _unit_name(unit: province.Unit, basis: int) -> str:
    return unit.name34 if basis == _MERGED and unit.name34 else unit.name
