"""Roles of words: found in labelled texts by their facts, and made into mentions for the reader."""

import re
from collections.abc import Iterator
from functools import cache

from extract import gazetteer, split
from extract.canon import Canon
from extract.index import indices
from extract.model import MEASURES, Mention
from extract.province import spelled
from tests.helpers_sentences import KIND_OF_PLACE, Case, Outcome, fold, measures

NAMES = ("subject", "component")
BACK = 5
"""Sentences, that of the value included, in which the names of a value are looked for."""

LOCAL = re.compile(
    r"sở|ban |cục|chi cục|thuế|huyện|thị|tx|tp|thành phố|xã|phường|công an|văn phòng"
)
Piece = tuple[int, int, str]
"""Where words stand, and their role."""


def said(fact: dict) -> Iterator[tuple[str, re.Pattern[str]]]:
    """Yield each role of a labelled fact with what its words look like."""
    index = re.sub(r"[^a-z0-9]", "", fact["index"].lower())
    known = next((i for i in indices().values() if i.id.replace("-", "") == index), None)
    if known is None:
        return
    named = {fact.get("component") or "", fact.get("component_text") or ""}
    parts = [c.names for c in known.components if {*map(fold, named)} & {*map(fold, c.names)}]
    short = re.sub(r"(?<=\w) (?:tỉnh|thành phố) .*", "", fact["subject"])
    bare = re.sub(r"^(?:huyện|thị xã|thành phố|xã|phường) ", "", short, flags=re.IGNORECASE)
    places = {n for n, units in spelled().items() if bare in {unit.name for unit in units}}
    for role, words in (
        ("index", known.aliases),
        ("subject", {fact["subject"], short, bare, *places}),
        ("component", named.union(*parts)),
        ("scope", {fact.get("rank_scope") or ""}),
    ):
        longest = sorted({Canon(w).low for w in words} - {""}, key=len, reverse=True)
        if longest:
            yield role, re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})(?!\w)")
    for value in (fact[m] for m in MEASURES if fact.get(m) is not None):
        if isinstance(value, str):
            words = (
                rf"(?:nhóm |loại |mức ){'?' if len(value) > 1 else ''}{re.escape(value.lower())}"
            )
        else:
            words = f"{abs(value):g}".replace(".", "[.,]") + ("0*" if value % 1 else "(?:[.,]0+)?")
        yield "value", re.compile(rf"(?<![\w.,]){words}(?!\w|[.,]\d)")


def aligned(case: Case) -> dict[int, list[Piece]]:
    """Return the roles in the text of a case, by where their sentence begins.

    A fact stands in the sentence that has most of its words; a name that is not there stands in
    the nearest sentence before.
    """
    canon = Canon(case.text)
    starts = {s.start: s for s in split.sentences(canon)}
    found: dict[int, list[Piece]] = {start: [] for start in starts}
    for patterns in (list(said(fact)) for fact in case.facts):
        hits = {
            start: [
                (*m.span(), role)
                for role, pattern in patterns
                for m in pattern.finditer(canon.low, start, s.end)
                if role != "subject" or canon.cased[m.start()].isupper() or " " in m.group()
            ]
            for start, s in starts.items()
        }
        weight = {
            k: sum(2 * (r == "value") + (r in NAMES) for r in {r for *_, r in h})
            for k, h in hits.items()
        }
        best = max(weight, key=lambda start: weight[start], default=None)
        if best is None or weight[best] < 2:
            continue
        before = [start for start in starts if start <= best][: -BACK - 1 : -1]
        for role in {role for role, _ in patterns}:
            near = [best] if role in ("value", "scope") else before
            place = next((k for k in near if any(r == role for *_, r in hits[k])), best)
            found[place] += [piece for piece in hits[place] if piece[2] == role]
    return {start: apart(pieces) for start, pieces in found.items()}


def apart(pieces: list[Piece]) -> list[Piece]:
    """Return those of ``pieces`` that do not overlap a longer one."""
    taken: list[Piece] = []
    for piece in sorted(set(pieces), key=lambda p: (p[0] - p[1], p)):
        if all(piece[1] <= a or b <= piece[0] for a, b, _ in taken):
            taken.append(piece)
    return sorted(taken)


@cache
def spellings() -> dict[str, tuple[str, ...]]:
    """Return the ids of the provinces that each spelling means."""
    return {Canon(name).low: tuple(u.id for u in units) for name, units in spelled().items()}


def mention(canon: Canon, start: int, end: int, role: str) -> Mention | None:
    """Return a proposal as the reader takes it, if it means anything without a rule."""
    words, data, parts = canon.low[start:end], {}, {}
    if role == "subject" and words in spellings():
        data = {"type": "province", "ids": spellings()[words]}
    elif role == "subject":
        local = LOCAL.match(words) or gazetteer.indices_named(canon) & {"ddci", "pss766"}
        data = {"type": "department" if local else "ministry", "name": canon.cased[start:end]}
    elif role == "component":
        data = {"of": tuple((index, "tagged") for index in indices())}
    elif role == "scope":
        parts = {"rank_scope": (start, end)}
    elif role == "value" and words.isdecimal():
        role, data = "rank", {"rank": int(words), "out_of": None}
    elif role == "value" and re.fullmatch(r"\d+[.,]\d+", words):
        role, data = "score", {"score": float(words.replace(",", ".")), "unit": None, "scale": None}
    else:
        return None
    rule = f"{role}/tagged"
    return Mention(kind=role, start=start, end=end, rule=rule, data=data, parts=parts)


def joined(words: Iterator[tuple[int, int, str]]) -> list[Piece]:
    """Return the pieces that BIO tags of words make."""
    found: list[Piece] = []
    for start, end, tag in words:
        if tag[0] == "I" and found and found[-1][2] == tag[2:] and start - found[-1][1] <= 1:
            found[-1] = (found[-1][0], end, tag[2:])
        elif tag != "O":
            found.append((start, end, tag[2:]))
    return found


def judged(name: str, case: Case, missed: Outcome) -> str:
    """Tell what a name that was proposed is: of a missed value, of another, or of none."""
    words = f" {fold(KIND_OF_PLACE.sub(' ', name.lower()))} "
    every = [m for fact in case.facts for m in measures(fact)]
    for kind, some in (("missed", missed.missed), ("read", every)):
        whole = {f" {w} " for m in some for w in (m.subject, *m.components)}
        if any(w.endswith(words) or words.endswith(w) for w in whole):
            return kind
    return "none"
