"""The desk's own part: what waits, what a fact looks like, what a verdict does."""

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.review import desk
from db.review.piece import NEAR, Mark, stretches
from db.review.sheet import Sheet, sheet
from db.store import opened
from tests.helpers import NOW
from tests.helpers_review import QUOTE, TEXT, TITLE, a_fact, printed, rows


@pytest.fixture
def press(tmp_path: Path) -> Path:
    """Return where a database may be made."""
    return tmp_path / "press.db"


def _opinion(fact_id: str, decision: str = "accept", seen: int = 0) -> desk.Opinion:
    return desk.Opinion(fact_id=fact_id, decision=decision, by="lan", note="đã dò", seen=seen)


def _decide(press: Path, opinion: desk.Opinion) -> str:
    with opened(press) as db:
        return desk.decide(db, opinion, NOW)


def _sheet(press: Path, fact_id: str) -> Sheet:
    with opened(press) as db:
        found = sheet(db, fact_id)
    assert found is not None
    return found


def _queue(press: Path) -> list[str]:
    with opened(press) as db:
        return [fact.id for fact in desk.queue(db)]


_MARKS = st.builds(
    Mark, start=st.integers(-3, 30), end=st.integers(-3, 30), label=st.sampled_from(["Hạng", "Năm"])
)


@given(st.text(max_size=25), st.none() | _MARKS, st.lists(_MARKS, max_size=5))
def test_the_pieces_of_a_text_are_the_text(
    text: str, quote: Mark | None, marks: list[Mark]
) -> None:
    """Whatever the marks, no character is lost, doubled or moved."""
    parts = stretches(text, quote, marks)

    assert "".join(piece.text for part in parts for piece in part.pieces) == text


def test_each_value_is_marked_where_it_stands() -> None:
    """Offsets count code points, so an emoji before the quote moves nothing."""
    start = TEXT.index(QUOTE)
    rank = TEXT.index("12")
    quote = Mark(start=start, end=start + len(QUOTE), label="")

    parts = stretches(TEXT, quote, [Mark(start=rank, end=rank + 2, label="Hạng")])

    assert ["".join(p.text for p in part.pieces) for part in parts if part.quoted] == [QUOTE]
    assert [p.text for part in parts for p in part.pieces if p.labels == ("Hạng",)] == ["12"]


def test_a_short_quote_is_shown_in_its_line(press: Path) -> None:
    """Two words say nothing without the sentence they stand in, and a long one is cut."""
    text = f"Tít.\n{'a' * 300} hạng 12 cả nước.\nHết."
    printed(press, a_fact(text, "hạng 12"), text=text)

    with opened(press) as db:
        (fact,) = desk.queue(db)

    assert fact.around == (f"…{'a' * (NEAR - 1)} ", " cả nước.")


def test_disputed_facts_wait_first_then_the_least_sure(press: Path) -> None:
    """A person's time goes where the newspapers contradict each other."""
    sure, unsure = (
        *printed(press, a_fact(index="sipas", confidence=0.9), key="a"),
        *printed(press, a_fact(index="pci", confidence=0.4), key="b"),
    )
    one = printed(press, a_fact(confidence=1.0), key="c")
    text = "Hôm qua, một hội thảo khác bàn về chuyển đổi số và nêu: tỉnh Lạng Sơn xếp thứ 15."
    other = a_fact(text, "tỉnh Lạng Sơn xếp thứ 15.", rank=15, score=None, confidence=1.0)
    two = printed(press, other, key="d", text=text)

    line = [*sorted([*one, *two]), unsure, sure]
    assert _queue(press) == line
    with opened(press) as db:
        after = [desk.neighbours(db, fact_id)[1] for fact_id in line]
    assert after == [*line[1:], line[0]]


def test_a_sheet_shows_values_with_their_words(press: Path) -> None:
    """The reviewer compares each value with the very words it was read from."""
    (fact_id,) = printed(press, a_fact())

    fact = _sheet(press, fact_id)

    shown = {value.label: (value.value, value.words) for value in fact.values}
    assert shown["Chỉ số"] == ("PAR INDEX", "PAR INDEX")
    assert shown["Điểm"] == ("88,42 điểm", "88,42")
    assert shown["Số tỉnh, thành"] == ("63", "")
    assert (fact.matches, fact.acceptable, fact.seen) == (True, True, 0)


def test_a_quote_in_the_title_is_marked_there(press: Path) -> None:
    """Offsets of such a fact refer to the title."""
    (fact_id,) = printed(press, a_fact(TITLE, "Lạng Sơn", quote_in="title", spans={}))

    fact = _sheet(press, fact_id)

    assert [p.text for s in fact.title if s.quoted for p in s.pieces] == ["Lạng Sơn"]
    assert not any(s.quoted for s in fact.text)


def test_a_verdict_is_a_row_and_settles_the_ranking(press: Path) -> None:
    """An accepted fact makes its ranking reviewed, and leaves the queue."""
    (fact_id,) = printed(press, a_fact())

    assert _decide(press, _opinion(fact_id)) == ""

    (row,) = rows(press, "SELECT fact_id, decision, by, at, note FROM verdicts")
    assert row == {
        "fact_id": fact_id,
        "decision": "accept",
        "by": "lan",
        "note": "đã dò",
        "at": "2026-11-22T02:30:00Z",
    }
    assert [r["status"] for r in rows(press, "SELECT status FROM rankings")] == ["reviewed"]
    assert _queue(press) == []


def test_a_rejected_fact_leaves_the_ranking(press: Path) -> None:
    """What a person refuses is no longer reported by the consensus."""
    (fact_id,) = printed(press, a_fact())

    _decide(press, _opinion(fact_id, "reject"))

    assert rows(press, "SELECT * FROM rankings") == []


def test_the_next_fact_follows_and_nothing_is_left_behind(press: Path) -> None:
    """After the last fact in the queue comes the first that still waits."""
    first, second = (
        *printed(press, a_fact(confidence=0.1), key="a"),
        *printed(press, a_fact(index="sipas", confidence=0.2), key="b"),
    )
    with opened(press) as db:
        assert desk.neighbours(db, first) == ("", second)
        assert desk.neighbours(db, second) == (first, first)

    assert _decide(press, _opinion(second)) == first


def test_an_overtaken_verdict_is_not_written(press: Path) -> None:
    """Who decides on an old page is told of the newer verdict."""
    (fact_id,) = printed(press, a_fact())
    _decide(press, _opinion(fact_id))

    with pytest.raises(desk.OvertakenError) as caught:
        _decide(press, _opinion(fact_id, "reject", seen=0))

    assert caught.value.verdict.by == "lan"
    assert len(rows(press, "SELECT * FROM verdicts")) == 1


def test_a_person_may_think_again(press: Path) -> None:
    """The newest verdict counts, and the older ones stay."""
    (fact_id,) = printed(press, a_fact())
    _decide(press, _opinion(fact_id, "reject"))

    _decide(press, _opinion(fact_id, "accept", seen=_sheet(press, fact_id).seen))

    assert [v.decision for v in _sheet(press, fact_id).verdicts] == ["accept", "reject"]
    with opened(press) as db:
        assert (desk.counts(db).accepted, desk.counts(db).rejected) == (1, 0)


def test_words_that_moved_cannot_be_accepted_but_rejected(press: Path) -> None:
    """A fact whose quote does not stand at its offsets proves nothing."""
    (fact_id,) = printed(press, a_fact(start=3, end=3 + len(QUOTE)))
    assert not _sheet(press, fact_id).matches

    with pytest.raises(desk.UnacceptableError):
        _decide(press, _opinion(fact_id))
    _decide(press, _opinion(fact_id, "reject"))

    assert [r["decision"] for r in rows(press, "SELECT decision FROM verdicts")] == ["reject"]


def test_a_withdrawn_fact_waits_no_longer_and_cannot_be_accepted(press: Path) -> None:
    """The newspaper corrected itself, so there is nothing to confirm."""
    (fact_id,) = printed(press, a_fact())
    printed(press, text="Bài đã được sửa.")

    assert _queue(press) == []
    with pytest.raises(desk.UnacceptableError):
        _decide(press, _opinion(fact_id))


def test_a_failed_settling_takes_the_verdict_back(
    press: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Verdict and ranking change together or not at all."""
    (fact_id,) = printed(press, a_fact())

    def broken(*_: object) -> None:
        raise RuntimeError("power cut")

    monkeypatch.setattr(desk, "settle", broken)
    with pytest.raises(RuntimeError, match="power cut"):
        _decide(press, _opinion(fact_id))

    assert rows(press, "SELECT * FROM verdicts") == []


def test_the_queue_comes_in_pages(press: Path) -> None:
    """Page two goes on where page one ends."""
    facts = [a_fact(year=1990 + n, confidence=n / 100) for n in range(desk.PAGE + 2)]
    ids = printed(press, *facts)

    with opened(press) as db:
        pages = [[fact.id for fact in desk.queue(db, page=n)] for n in (1, 2, 3)]

    assert pages == [ids[: desk.PAGE], ids[desk.PAGE :], []]


def test_moments_are_told_in_vietnamese_time(press: Path) -> None:
    """A verdict given late at night in UTC is shown on the next day."""
    (fact_id,) = printed(press, a_fact())
    with opened(press) as db:
        desk.decide(db, _opinion(fact_id), NOW + timedelta(hours=16))

    assert _sheet(press, fact_id).verdicts[0].at == "01:30 23/11/2026"
