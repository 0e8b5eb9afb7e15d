"""Which words name a district, town or commune: by the kind before them, or known without it."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from extract import names
from extract.canon import CAPITAL, Canon
from extract.model import Mention
from extract.subject import is_beside

_DISTRICT = re.compile(
    r"(?<!\w)(?:huyện(?: đảo)?|thị xã|tx\.?|quận|thành phố|tp\.?|phường|xã|thị trấn|đặc khu)"
    r"\s*(?=\w)"
)
_IN_FULL = (
    (re.compile(r"^huyện đảo ", re.IGNORECASE), "huyện "),
    (re.compile(r"^TX\.?\s*", re.IGNORECASE), "thị xã "),
    (re.compile(r"^TP\.?\s*", re.IGNORECASE), "thành phố "),
)
_NUMBERED = re.compile(r"(?:quận|phường) \d{1,2}(?![\w,./])")
# "Xã A Lưới 5": since 2025 some communes are numbered parts of one name.
_NUMBER = re.compile(r" [1-9](?!\w|[,.]\d|[/%]| (?:điểm|xã|phường|đơn))")
# "Phường Xuân Hương - Đà Lạt": a part of what was a town, and the town's name.
_OF_TOWN = re.compile(r" - (?=[^\W\d_])")
_WORD = re.compile(r"\w+")


def districts(canon: Canon, start: int, end: int) -> Iterator[Mention]:
    """Yield "huyện Hải Hà", "TP Móng Cái", and "Hải Hà" where the article tells what it is."""
    reach = start
    for kind in _DISTRICT.finditer(canon.low, start, end):
        number = _NUMBERED.match(canon.low, kind.start(), end)
        stop = number.end() if number else _capitals(canon, kind.end(), end, reach)
        reach = max(reach, stop)
        if dash := _OF_TOWN.match(canon.cased, stop) if kind.group().startswith("phường") else None:
            stop = max(stop, _capitals(canon, dash.end(), end, 0))
        if part := _NUMBER.match(canon.low, stop, end) if stop > kind.end() else None:
            stop = part.end()
        if stop > kind.end():
            yield _named(canon, kind.start(), stop)
            yield from _more(canon, stop, end)
    yield from _alone(canon, start, end)


def _alone(canon: Canon, start: int, end: int) -> Iterator[Mention]:
    known, pattern = _known(canon.told)
    for bare in pattern.finditer(canon.cased, start, end) if pattern else ():
        yield _mention(canon, *bare.span(), known[bare.group()])


_RULE = "subject/district"
_KIND_AND_NAME = re.compile(
    r"(?<!\w)(?:[Hh]uyện|[Tt]hị xã|TX\.?|[Qq]uận|[Xx]ã|[Pp]hường) ?"
    rf"(?P<name>{CAPITAL}[^\W\d_]* {CAPITAL}[^\W\d_]*)(?! {CAPITAL})"
)


@lru_cache(maxsize=8)
def _known(told: str) -> tuple[dict[str, str], re.Pattern[str] | None]:
    """Return the names that stand for a district without its kind, and what finds them.

    They are those that the text ``told`` names with their kind once, and where it speaks of a
    province's own table, those of the province.
    """
    known = _of_own_province(told) | _in_full_elsewhere(told)
    if not known:
        return {}, None
    return known, re.compile(
        r"(?<![\w-])(?<![Xx]ã )(?<![Uu]yện )(?<!uận )(?<!ường )(?<!phố )"
        r"(?<!TP )(?<!TP\. )(?<!TX )(?<!tỉnh )(?<!nghiệp )(?<!cảng )(?<!vịnh )(?<!sông )(?<!chợ )"
        rf"(?:{'|'.join(map(re.escape, sorted(known, key=len, reverse=True)))})"
        rf"(?! {CAPITAL})(?![\w-])"
    )


def _in_full_elsewhere(told: str) -> dict[str, str]:
    """Return the names that a text tells with their kind once: "Lạng Giang" is the huyện.

    Two of one name, a commune and a district, are neither.
    """
    meant: dict[str, set[str]] = {}
    for found in _KIND_AND_NAME.finditer(told):
        meant.setdefault(found["name"], set()).add(_in_full(found.group()))
    return {name: full.pop() for name, full in meant.items() if len(full) == 1}


_OWN_TABLE = re.compile(
    r"(?<!\w)(?:ddci|(?:các|cấp|khối|nhóm|\d{1,2}) (?:ubnd )?(?:huyện|thị xã|quận))(?!\w)"
)

# One name of a district is anybody's; with its province's, or with another's, it is that district.
_ENOUGH = 2


def _of_own_province(told: str) -> dict[str, str]:
    """Return the districts in ``told`` that are of the one province it speaks of most."""
    low = told.lower()
    if not _OWN_TABLE.search(low):
        return {}
    found = {
        told[m.start() : m.end()]: names.of_districts().meaning(m.group())
        for m in names.of_districts().pattern.finditer(low)
        if told[m.start()].isupper()
    }
    votes = Counter(province for of in found.values() for province in of)
    votes.update(votes.keys() & {i for ids in names.of_provinces().said(low) for i in ids})
    (first, most), *others = [*votes.most_common(2), ("", 0)]
    if most < _ENOUGH or (others and others[0][1] == most):
        return {}
    return {name: of[first] for name, of in found.items() if first in of}


def _named(canon: Canon, start: int, end: int) -> Mention:
    return _mention(canon, start, end, _in_full(canon.cased[start:end]))


def _mention(canon: Canon, start: int, end: int, name: str) -> Mention:
    data = {"type": "district", "name": name, "id": None, "beside": is_beside(canon.low, start)}
    return Mention(kind="subject", start=start, end=end, rule=_RULE, data=data)


_NEXT = re.compile(r"(?:,| và) (?=[^\W\d_])")
_NAME = re.compile(r"\w+ \w+")


def _more(canon: Canon, start: int, end: int) -> Iterator[Mention]:
    """Yield "Duyên Hải" and "Châu Thành" of "huyện Trà Cú, Duyên Hải và Châu Thành"."""
    while joint := _NEXT.match(canon.cased, start, end):
        stop = _capitals(canon, joint.end(), end, 0)
        if not _NAME.match(canon.cased, joint.end(), stop):
            return
        yield _named(canon, joint.end(), stop)
        start = stop


def _in_full(name: str) -> str:
    for short, words in _IN_FULL:
        name = short.sub(words, name)
    return name


def _capitals(canon: Canon, start: int, end: int, reach: int) -> int:
    """Return where the words in capitals end that begin at ``start``.

    Those up to ``reach`` are known to go on: without that, "Xã Xã Xã ..." is read again and again.
    """
    if start < reach:
        return reach if canon.cased[start].isupper() else start
    stop = start
    for word in _WORD.finditer(canon.cased, start, end):
        near = canon.cased[stop : word.start()] in ("", " ", "'")
        if not near or not word.group()[0].isupper():
            break
        stop = word.end()
    return stop
