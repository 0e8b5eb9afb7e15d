"""The desk's pages, asked of the real Datasette without a socket."""

import asyncio
import re
import sqlite3
from pathlib import Path

import pytest

from db.review import desk
from tests.helpers_review import QUOTE, a_fact, a_verdict, asked, printed, rows, served


@pytest.fixture
def press(tmp_path: Path) -> Path:
    """Return where a database may be made; its name is not the one of the settings."""
    return tmp_path / "press.db"


def test_the_queue_lists_what_waits(press: Path) -> None:
    """Counters, and a link to each fact."""
    (fact_id,) = printed(press, a_fact())

    (page,) = asked(press, {"path": "/-/duyet"})

    assert page.status_code == 200
    assert '<dd id="waiting">1</dd>' in page.text
    assert f'href="/-/duyet/{fact_id}"' in page.text
    assert "Lạng Sơn · PAR INDEX · 2024" in page.text


def test_a_fact_stands_highlighted_in_its_article(press: Path) -> None:
    """The quote is one mark, with the values marked and named inside it."""
    (fact_id,) = printed(press, a_fact())

    (page,) = asked(press, {"path": f"/-/duyet/{fact_id}"})

    source = page.text[page.text.index('<div class="text">') :]
    (quote,) = re.findall(r'<mark class="quote">(.*?)</mark>', source)
    assert re.sub("<[^>]+>", "", quote) == QUOTE
    assert '<b class="value" title="Hạng">12</b>' in quote
    assert 'value="accept"' in page.text
    assert 'href="https://bao-vi-du.vn/bai-1" rel="noopener noreferrer"' in page.text


@pytest.mark.parametrize(("decision", "word"), [("accept", "chấp nhận"), ("reject", "bác bỏ")])
def test_a_verdict_leads_to_the_next_fact(press: Path, decision: str, word: str) -> None:
    """One row is added in the reviewer's name, and the next page says so."""
    (first,) = printed(press, a_fact(confidence=0.1), key="a")
    (second,) = printed(press, a_fact(index="sipas"), key="b")

    answer, then = asked(
        press,
        a_verdict(first, decision, note=" xem lại\n"),
        {"path": f"/-/duyet/{second}?vua={first}"},
    )

    assert (answer.status_code, answer.headers["location"]) == (
        303,
        f"/-/duyet/{second}?vua={first}",
    )
    (row,) = rows(press, "SELECT fact_id, decision, by, note FROM verdicts")
    assert row == {"fact_id": first, "decision": decision, "by": "lan", "note": "xem lại"}
    assert f"Đã {word}:" in then.text


def test_root_may_judge_too(press: Path) -> None:
    """Whoever starts the desk can use it without being listed."""
    (fact_id,) = printed(press, a_fact())

    page, answer = asked(
        press,
        {"path": "/-/duyet", "actor": {"id": "root"}},
        a_verdict(fact_id, actor={"id": "root"}),
    )

    assert (page.status_code, answer.status_code) == (200, 303)
    assert [row["by"] for row in rows(press, "SELECT by FROM verdicts")] == ["root"]


def test_a_page_remembers_the_last_verdict_it_shows(press: Path) -> None:
    """So that thinking again is possible, and overtaking is not."""
    (fact_id,) = printed(press, a_fact())
    page = {"path": f"/-/duyet/{fact_id}"}

    first, _, second, again = asked(
        press, page, a_verdict(fact_id, "reject"), page, a_verdict(fact_id, seen=1)
    )

    assert '<input type="hidden" name="seen" value="0">' in first.text
    assert '<input type="hidden" name="seen" value="1">' in second.text
    assert again.status_code == 303


def test_the_second_of_two_verdicts_is_told_of_the_first(press: Path) -> None:
    """Who looked before the other decided gets 409, and nothing is written."""
    (fact_id,) = printed(press, a_fact())

    _, answer = asked(
        press,
        a_verdict(fact_id, "reject", actor={"id": "root"}, note="sai năm"),
        a_verdict(fact_id, "accept"),
    )

    assert answer.status_code == 409
    assert "<strong>root</strong> đã bác bỏ" in answer.text
    assert "sai năm" in answer.text
    assert len(rows(press, "SELECT * FROM verdicts")) == 1


def test_words_that_moved_raise_a_red_banner(press: Path) -> None:
    """There is no button to accept them, and a forged form is refused."""
    (fact_id,) = printed(press, a_fact(start=2, end=2 + len(QUOTE)))

    page, answer = asked(press, {"path": f"/-/duyet/{fact_id}"}, a_verdict(fact_id))

    assert "Câu trích không khớp với bài" in page.text
    assert 'value="accept"' not in page.text
    assert 'value="reject"' in page.text
    assert answer.status_code == 409
    assert rows(press, "SELECT * FROM verdicts") == []


def test_what_other_newspapers_say_stands_beside(press: Path) -> None:
    """A dispute is judged with all its sides in view."""
    (fact_id,) = printed(press, a_fact(), key="a")
    text = "Hôm qua, một hội thảo khác bàn về chuyển đổi số và nêu: tỉnh Lạng Sơn xếp thứ 15."
    other = a_fact(text, "tỉnh Lạng Sơn xếp thứ 15.", rank=15, score=None)
    (other_id,) = printed(press, other, key="b", text=text)

    (page,) = asked(press, {"path": f"/-/duyet/{fact_id}"})

    assert "các báo nói khác nhau" in page.text
    assert f'<a href="/-/duyet/{other_id}"><strong>hạng 15/63</strong></a>' in page.text


def test_an_unknown_fact_is_not_found(press: Path) -> None:
    """A stale link says so in Vietnamese."""
    printed(press)

    (page,) = asked(press, {"path": "/-/duyet/0123456789abcdef"})

    assert page.status_code == 404
    assert "Không có dữ kiện này." in page.text


def test_tables_have_vietnamese_titles_and_lead_to_the_desk(press: Path) -> None:
    """Titles and facets hold for a database of any name."""
    (fact_id,) = printed(press, a_fact())

    facts, row, home = asked(
        press, {"path": "/press/facts"}, {"path": f"/press/facts/{fact_id}"}, {"path": "/"}
    )

    assert "Dữ kiện" in facts.text
    assert "Năm được đo, không phải năm công bố" in facts.text
    assert f'<a href="/-/duyet/{fact_id}">{QUOTE}</a>' in facts.text
    assert f'<a href="/-/duyet/{fact_id}">Lạng Sơn</a>' in facts.text
    assert 'id="facet-index_id"' in facts.text
    assert "sorted by first_seen_at descending" in facts.text
    assert f'href="/-/duyet/{fact_id}"' in row.text
    assert 'href="/-/duyet"' in home.text


def test_the_desk_waits_for_the_crawler(press: Path) -> None:
    """Reading and writing connections are as patient as the crawler's own."""
    printed(press)

    async def settings() -> list[list[int]]:
        server = served(press)
        await server.invoke_startup()
        served_database = server.get_database("press")
        answers = [
            served_database.execute_fn(_patience),
            served_database.execute_write_fn(_patience),
        ]
        try:
            return [await answer for answer in answers]
        finally:
            server.close()

    assert asyncio.run(settings()) == [[15000, 1], [15000, 1]]


def _patience(conn: sqlite3.Connection) -> list[int]:
    return [
        conn.execute(f"PRAGMA {name}").fetchone()[0] for name in ("busy_timeout", "foreign_keys")
    ]


def test_a_busy_database_is_said_in_vietnamese(
    press: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A writer that holds the file too long costs a retry, not a traceback."""
    (fact_id,) = printed(press, a_fact())

    def busy(*_: object) -> None:
        raise sqlite3.OperationalError("database is locked")

    monkeypatch.setattr(desk, "decide", busy)
    (answer,) = asked(press, a_verdict(fact_id))

    assert answer.status_code == 503
    assert "đang bận" in answer.text
