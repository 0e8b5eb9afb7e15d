"""Lists: names on one side and values on the other ("lần lượt"), paired by position."""

import re
from collections.abc import Callable

from extract import ends, evenly, items, members, yearly
from extract.ends import REACH
from extract.model import MEASURES, Mention
from extract.paired import Paired, Turn, Words
from extract.rules.number import DOWN, UP, WORD, whole

Way = Callable[[Words, re.Match[str], Paired], bool]
"""Pairs what stands around "lần lượt", and tells whether it did."""

_IN_TURN = re.compile(
    r"(?<!\w)(?:lần lượt|theo thứ tự,?(?= là)|chia nhau(?= (?:hai |ba |các )?(?:ngôi|vị trí) )|"
    r"(?:(?<=hạng )|(?<=số )|(?<=điểm ))tương ứng"
    r"(?: (?:của |vào |ở )?năm \d{4})?(?: là)?)(?!\w)"
)
_RANKS_BEFORE = re.compile(
    rf"(?P<places>(?:(?:vị trí|hạng|thứ hạng|ngôi|bậc)\s+(?:thứ\s+)?|thứ\s+)(?:\d{{1,2}}|{WORD})"
    rf"(?:(?:,|\s+và)\s+(?:(?:ngôi|hạng|vị trí)\s+)?(?:thứ\s+)?(?:\d{{1,2}}|{WORD}))+)"
    r"[^,;.:()]{0,45}$"
)


def paired(low: str, start: int, end: int, mentions: list[Mention]) -> Paired:
    """Return the pairs that lists make in ``low[start:end]``, with "lần lượt" or without."""
    words, out = Words(low, start, end, mentions), Paired()
    if _moves(words, out):
        return out
    for turn in _IN_TURN.finditer(low, start, end):
        read = any(way(words, turn, out) for way in _ways(words, turn))
        if not read and not turn.group().startswith(_NOT_ALONE):
            out.loose.append(turn.end())
            _for_names_before(words, turn, out)
    for way in (
        yearly.values,
        _after_colon,
        _places_listed,
        evenly.scores,
        _places_given,
        ends.bottom_up,
    ):
        if not out.turns:
            way(words, out)
    members.give_members(words, out)
    return out


_NOT_ALONE = ("theo", "chia")
"""Words that pair nothing by themselves: "theo thứ tự", "chia nhau"."""


def _ways(words: Words, turn: re.Match[str]) -> tuple[Way, ...]:
    """Return how the names and values around ``turn`` may be paired, the surest way first."""
    from_ends = (ends.from_last, ends.last_two, ends.from_first, ends.through)
    if turn.group().startswith("chia"):
        return (_values_behind,)
    if turn.group().startswith("theo"):
        figures = _FIGURES.match(words.low, turn.end(), words.end)
        return (_values_behind,) if figures else (*from_ends, _ranks_first)
    return (*from_ends, _ranks_first, _top_behind, _values_behind)


_FIGURES = re.compile(r"\s*(?:là)?\s*:?\s*\d")

_TWO_PLACES = (
    r"(?:vị trí|hạng|thứ hạng|bậc)\s+(?:thứ\s+)?\d{1,2}"
    r"(?:(?:,|\s+và)\s+(?:vị trí\s+|hạng\s+)?(?:thứ\s+)?\d{1,2})+"
)
_FROM_TO = re.compile(
    rf"từ\s+(?P<old>{_TWO_PLACES})(?P<when>[^,;.()]{{0,20}}?)\s+(?:lên|xuống|vươn lên|tụt xuống)\s+"
    rf"(?P<new>{_TWO_PLACES})"
)
_NEAR = 12


def _moves(words: Words, out: Paired) -> bool:
    """Read "A và B từ vị trí thứ 2, thứ 3 của năm 2020 xuống vị trí thứ 7 và 8"."""
    found = _FROM_TO.search(words.low, words.start, words.end)
    if found is None:
        return False
    run = words.run_before(found.start(), ("subject",))
    old, new = (items.ranks(words.low, *found.span(side)) for side in ("old", "new"))
    if not len(run) == len(old) == len(new):
        return False
    left, come = _years_of(found, words.heads("year"))
    out.take(Turn(found.start(), run, old, year=left, former=True))
    out.take(Turn(found.start("new"), run, new, year=come))
    return True


def _years_of(found: re.Match[str], years: list[Mention]) -> tuple[Mention | None, Mention | None]:
    """Return the year of the places that were left, and of those that were reached."""
    inside = (y for y in years if found.start() < y.start < found.start("new"))
    behind = (y for y in years if found.end() <= y.start < found.end() + _NEAR)
    before = (y for y in reversed(years) if y.start < found.start())
    return next(inside, None), next(behind, None) or next(before, None)


_PLACE = re.compile(rf"(?<!\w)(?:\d{{1,2}}|{WORD})(?!\w)")


def _ranks_first(words: Words, turn: re.Match[str], out: Paired) -> bool:
    """Read "vị trí thứ 5 và thứ 6 lần lượt là A ... và B ..."."""
    head = _RANKS_BEFORE.search(words.low, max(words.start, turn.start() - REACH), turn.start())
    if head is None:
        return False
    places, after = _PLACE.finditer(words.low, *head.span("places")), words.after(turn.end())
    ranks = [items.rank(place.span(), whole(place.group())) for place in places]
    if len(after) != len(ranks):
        return False
    out.give(after, ranks)
    return True


_TOP_BEHIND = re.compile(
    r"\s*(?:chiếm|giữ|đứng|xếp|ở|là|nắm)?\s*(?:(?:các|cả|\d|hai|ba|bốn|năm)\s+)*"
    r"(?:(?:vị trí|ngôi|thứ hạng)\s+(?:dẫn đầu|đứng đầu|đầu bảng|đầu tiên|đầu|cao nhất)"
    r"|từ\s+(?:vị trí\s+|thứ\s+|hạng\s+)*(?:nhất|một|1)\s+(?:đến|tới)\s)"
)


def _top_behind(words: Words, turn: re.Match[str], out: Paired) -> bool:
    """Read "A (70 điểm), B (69 điểm) và C lần lượt chiếm ba vị trí đầu"."""
    found = _TOP_BEHIND.match(words.low, turn.end(), words.end)
    run = words.run_before(turn.start(), ("subject",)) if found else []
    if found is None or len(run) < ends.A_LIST:
        return False
    ends.give_places(run, found.span(), out)
    _scores_behind(words, run, [items.rank(found.span(), 1)], out)
    return True


def _values_behind(words: Words, turn: re.Match[str], out: Paired) -> bool:
    """Read "A và B lần lượt đạt 83,8% và 82,1%"."""
    run = words.run_before(turn.start())
    if len(run) < ends.A_LIST:
        return False
    stop = min(words.end, turn.end() + 160)
    values = items.values_after(words.low, turn.end(), stop, run, words.mentions)
    if values:
        out.take(Turn(turn.start(), run, values, asides=_asides(words, values)))
        _scores_behind(words, run, values, out)
        _scores_before(words, turn, run, out)
    return bool(values)


_WITH = re.compile(r"(?<!\w)(?:với|đạt)\s+(?=\d)")


def _scores_before(words: Words, turn: re.Match[str], run: list[Mention], out: Paired) -> None:
    """Read "Với 0,5064 điểm và 0,4880 điểm, A và B lần lượt ...": the first list too."""
    for start, end in ((words.start, run[0].start), (run[-1].end, turn.start())):
        found = _WITH.search(words.low, start, end)
        told = list(items.joined(words.low, found.end(), end)) if found else []
        if len(told) == len(run) and not words.low[told[-1].end() : end].strip(" ,"):
            scores = items.numbers(words.low, told, end)
            if scores and scores[0].kind == "score":
                out.take(Turn(run[-1].end, run, scores))


_BRACKET = re.compile(r"\s*(?:điểm|%)?\s*\((?P<words>[^()]*)\)")


def _asides(words: Words, values: list[Mention]) -> tuple[tuple[Mention, ...], ...]:
    """Return for each of ``values`` what the bracket right behind it says."""
    brackets = (_BRACKET.match(words.low, value.end, words.end) for value in values)
    return tuple(_inside(found, words.mentions) if found else () for found in brackets)


def _inside(bracket: re.Match[str], mentions: list[Mention]) -> tuple[Mention, ...]:
    start, end = bracket.span("words")
    return tuple(m for m in mentions if m.kind in MEASURES and start <= m.start < end)


_MOVED_BEHIND = re.compile(rf"[^\d.;()]{{0,20}}?,\s*(?P<verb>{UP}|{DOWN})\s+(?=\d)")
_BEHIND = re.compile(
    r"(?:[^\d.;()]|\([a-z\s]+\)|năm \d{4}){0,50}?,?\s*(?:đạt|với|có|cùng|là|tương ứng)\s"
)


def _scores_behind(words: Words, run: list[Mention], values: list[Mention], out: Paired) -> None:
    """Read "lần lượt xếp thứ 2 và thứ 3, đạt 56,40 và 54,97 điểm": the second list too."""
    place = max(value.end for value in values)
    moved = _MOVED_BEHIND.match(words.low, place, words.end)
    if moved and (changes := items.changes(words.low, moved, words.end, len(run))):
        out.take(Turn(place, run, changes))
    behind = _BEHIND.match(words.low, place, words.end)
    if values[0].kind != "rank" or behind is None:
        return
    start = behind.end()
    scores = items.values_after(words.low, start, min(words.end, start + 120), run, [])
    if scores and scores[0].kind == "score":
        out.take(Turn(place, run, scores))
        _scores_behind(words, run, scores, out)


_COLON = re.compile(r":")


def _after_colon(words: Words, out: Paired) -> None:
    """Read "điểm của A, B, C: 63,22; 62,80; 63,71 điểm"."""
    for colon in _COLON.finditer(words.low, words.start, words.end):
        run = words.run_before(colon.start(), ("subject",))
        joined = len(run) > 1 and not words.low[run[-1].end : colon.start()].strip()
        found = list(items.joined(words.low, colon.end(), words.end)) if joined else []
        if found and len(found) == len(run) and items.are_decimal(found):
            out.take(Turn(colon.end(), run, items.numbers(words.low, found, colon.end())))


def _for_names_before(words: Words, turn: re.Match[str], out: Paired) -> None:
    """Keep "ba thứ hạng này lần lượt là 24, 27, 29" for the three that the text named before."""
    found = list(items.joined(words.low, turn.end(), words.end))
    told = items.numbers(words.low, found, turn.start()) if len(found) >= ends.A_LIST else []
    asides = _asides(words, told)
    out.orphans = [(value, *aside) for value, aside in zip(told, asides, strict=True)]
    out.spans += [(value.start, value.end) for one in out.orphans for value in one]


_PLACES_LISTED = re.compile(
    rf"(?:vị trí|hạng|thứ|thứ hạng)\s+(?:thứ\s+)?(?:\d{{1,2}}|(?<=thứ\s){WORD})"
    rf"(?:(?:,|\s+và)\s+(?:(?:thứ|hạng|số)\s+)?(?:\d{{1,2}}(?![\d,.]*[%\d]|\s*điểm)|(?<=thứ\s){WORD}))+"
)


def _places_listed(words: Words, out: Paired) -> None:
    """Read "A và B đứng thứ 5 và thứ 7"."""
    for places in _PLACES_LISTED.finditer(words.low, words.start, words.end):
        run = words.run_before(places.start())
        ranks = items.ranks(words.low, *places.span())
        if len(run) == len(ranks) and not _OF_NAMES_BEHIND.match(words.low, places.end()):
            out.take(Turn(places.start(), run, ranks))


_OF_NAMES_BEHIND = re.compile(r"\s(?:là|thuộc về|gọi tên|về tay)\s")
_PLACES_GIVEN = re.compile(
    r"(?:(?:vị trí|hạng|thứ hạng)\s+(?:thứ\s+)?|(?<![\w,] )(?<!\w)thứ\s+)"
    rf"(?P<places>(?:\d{{1,2}}|(?<=thứ\s){WORD})"
    rf"(?:(?:,|\s+và)\s+(?:thứ\s+)?(?:\d{{1,2}}|(?<=thứ\s){WORD}))+)"
    r"\s+(?:thuộc về|là|gọi tên|về tay)\s"
)


def _places_given(words: Words, out: Paired) -> None:
    """Read "các vị trí thứ 3, 4, 5 thuộc về A, B, C"."""
    for places in _PLACES_GIVEN.finditer(words.low, words.start, words.end):
        run = words.run_after(places.end())
        ranks = items.ranks(words.low, *places.span("places"))
        if len(run) == len(ranks):
            out.give(run, ranks)
