"""A newspaper that changes a number is caught at it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from db.alert import alerts, enqueue
from db.channel import Channel
from db.rank import settle
from db.review.sheet import sheet
from db.store import save_page, save_reading, save_verdict
from extract import reader
from extract.model import Article, Fact, Reading
from tests.helpers import NOW, a_database, a_fact, a_page_row, an_article

BEFORE = "Năm 2023, Hà Giang xếp thứ 36/63 tỉnh, thành phố về PAR INDEX."
AFTER = "Năm 2023, Hà Giang xếp thứ 26/63 tỉnh, thành phố về PAR INDEX."
DAY = timedelta(days=1)
MAIL = Channel(id="mailto-1", url="mailto://127.0.0.1")


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    """Return a database that knows one newspaper."""
    with a_database(tmp_path / "d.db") as opened:
        yield opened


def prints(db: Database, text: str, *facts: Fact, bytes_: str = "", day: int = 0) -> None:
    """Have the page of an article say ``text``; its bytes are other ones if not told the same."""
    article = an_article(text=text, title="Cải cách hành chính", url="https://baohagiang.vn/tin-1")
    page = a_page_row(sha256=sha256((bytes_ or text).encode()).hexdigest())
    page = replace(page, id=save_page(db, page))
    facts = facts or _read(article)
    save_reading(db, page, "read", article, Reading(facts=facts), NOW + day * DAY)


def _read(article: Article) -> tuple[Fact, ...]:
    return reader.read(article).facts


def noted(db: Database) -> list[tuple[str, str]]:
    """Return what each correction was and became."""
    return [(row["before"], row["after"]) for row in db["corrections"].rows_where(order_by="id")]


def told(db: Database) -> list[dict[str, Any]]:
    """Settle and enqueue; return the new messages."""
    last = db.execute("SELECT coalesce(max(id), 0) FROM outbox").fetchone()[0]
    settle(db, NOW)
    enqueue(db, alerts(), watch=("ha-giang",), channels=(MAIL,), now=NOW)
    return list(db["outbox"].rows_where("id > ?", [last], order_by="id"))


def test_a_corrected_number_is_told_with_both_sentences(db: Database) -> None:
    """Once, in Vietnamese, and not as a new ranking besides."""
    prints(db, BEFORE)
    told(db)
    prints(db, AFTER, day=2)

    (message,) = told(db)

    assert message["subject"] == (
        "Bao Ha Giang đã sửa · Hà Giang · PAR INDEX · 2023: hạng 36/63 → hạng 26/63"
    )
    mark = message["event_key"].removeprefix("correction-")
    assert message["body"] == (
        "Bao Ha Giang đã sửa · Hà Giang · PAR INDEX · 2023: hạng 36/63 → hạng 26/63\n"
        f"  Trước: “{BEFORE}”\n"
        f"  Nay: “{AFTER}”\n\n"
        "Bài: Cải cách hành chính\n"
        "https://baohagiang.vn/tin-1\n"
        "Thấy sửa lúc: 09:30 ngày 24/11/2026\n\n"
        f"Mã tin: {mark}"
    )
    assert db["article_versions"].count == 2
    assert next(db["rankings"].rows)["rank"] == 26
    assert told(db) == []


def test_reading_the_same_page_again_notes_nothing_more(db: Database) -> None:
    """Neither the first version's nor the second's."""
    for text in (BEFORE, BEFORE, AFTER, AFTER):
        prints(db, text)

    assert noted(db) == [("hạng 36/63", "hạng 26/63")]


def test_a_number_that_changes_back_is_told_again(db: Database) -> None:
    """Each time with the sentences of that time."""
    for day, text in enumerate((BEFORE, AFTER, BEFORE)):
        prints(db, text, day=day)
        told(db)

    bodies = [row["body"] for row in db["outbox"].rows_where("event_key LIKE 'correction-%'")]
    assert noted(db) == [("hạng 36/63", "hạng 26/63"), ("hạng 26/63", "hạng 36/63")]
    assert f"Trước: “{AFTER}”\n  Nay: “{BEFORE}”" in bodies[1]


def test_a_better_reading_of_the_same_bytes_is_no_correction(db: Database) -> None:
    """The newspaper did nothing."""
    prints(db, BEFORE, a_fact(BEFORE, "xếp thứ 36/63", rank=3), bytes_="the page")
    prints(db, BEFORE, a_fact(BEFORE, "xếp thứ 36/63", rank=36), bytes_="the page")

    assert noted(db) == []


def test_new_bytes_with_the_same_words_are_no_correction_later(db: Database) -> None:
    """An advertisement changed; then the reader got better."""
    wrong, right = (a_fact(BEFORE, "xếp thứ 36/63", rank=rank) for rank in (3, 36))
    prints(db, BEFORE, wrong, bytes_="one advertisement")
    prints(db, BEFORE, wrong, bytes_="another")
    prints(db, BEFORE, right, bytes_="another")

    assert noted(db) == []


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        pytest.param(
            "Theo PAR INDEX năm 2023, tỉnh Hà Giang đứng thứ 36/63.", [], id="other words"
        ),
        pytest.param(
            f"{BEFORE} Chỉ số SIPAS năm 2023 của Hà Giang xếp thứ 5/63.", [], id="more numbers"
        ),
        pytest.param(
            "Năm 2024, Hà Giang xếp thứ 36/63 tỉnh, thành phố về PAR INDEX.",
            [("hạng 36/63", "Hà Giang · PAR INDEX · 2024 · hạng 36/63")],
            id="another year",
        ),
        pytest.param(
            "Năm 2023, Lạng Sơn xếp thứ 36/63 tỉnh, thành phố về PAR INDEX.",
            [("hạng 36/63", "Lạng Sơn · PAR INDEX · 2023 · hạng 36/63")],
            id="another province",
        ),
        pytest.param("Hà Giang đẩy mạnh cải cách hành chính.", [("hạng 36/63", "")], id="nothing"),
    ],
)
def test_what_counts_as_a_correction(
    db: Database, after: str, expected: list[tuple[str, str]]
) -> None:
    """A number, or whom or when it is about: what was said is not said any more."""
    prints(db, BEFORE)
    prints(db, after)

    assert noted(db) == expected


def test_a_number_corrected_in_one_place_only_is_a_correction(db: Database) -> None:
    """The article contradicts itself now, and a person should see how that came."""
    twice = "Hà Giang giữ hạng 36/63 PAR INDEX năm 2023."
    prints(db, f"{BEFORE}\n{twice}")
    prints(db, f"{AFTER}\n{twice}")

    assert noted(db) == [("hạng 36/63", "hạng 26/63")]


def test_digits_cut_from_a_score_are_no_correction(db: Database) -> None:
    """87,73 became 87,7: the press rounds."""
    prints(db, "Năm 2023, PAR INDEX của Hà Giang đạt 87,73%.")
    prints(db, "Năm 2023, PAR INDEX của Hà Giang đạt 87,7%.")
    prints(db, "Năm 2023, PAR INDEX của Hà Giang đạt 78,7%.")

    assert noted(db) == [("87,7%", "78,7%")]


def test_a_dropped_number_is_told_as_such(db: Database) -> None:
    """With the sentence that stood there."""
    prints(db, BEFORE)
    told(db)
    prints(db, "Hà Giang đẩy mạnh cải cách hành chính.")

    (message,) = told(db)

    assert message["subject"].endswith("đã bỏ · Hà Giang · PAR INDEX · 2023: hạng 36/63")
    assert "Nay: không còn nêu" in message["body"]


def test_a_dropped_number_is_told_with_the_sentence_in_its_place(db: Database) -> None:
    """A person sees whether a number stands there that was not read."""
    prints(db, BEFORE)
    told(db)
    instead = "Năm 2023, Hà Giang xếp thứ hạng khá cao trong 63 tỉnh, thành phố về PAR INDEX."
    prints(db, f"Sáng nay, tỉnh họp. {instead} Tỉnh giữ đà tăng.")

    (message,) = told(db)

    assert f"Nay: không còn đọc được số này; câu gần giống nhất: “{instead}”" in message["body"]


def test_a_sentence_that_still_stands_is_no_correction(db: Database) -> None:
    """The reader no longer sees anything in it, or not alone; the newspaper did not touch it."""
    prints(db, BEFORE, a_fact(BEFORE, "xếp thứ 36/63", rank=36))
    page = replace(a_page_row(sha256="b" * 64), id=save_page(db, a_page_row(sha256="b" * 64)))
    article = an_article(text=f"Lời tòa soạn.\n{BEFORE}", title="Cải cách hành chính")
    save_reading(db, page, "read", article, Reading(), NOW + DAY)

    assert noted(db) == []


def test_a_correction_of_what_a_person_called_misread_is_not_told(db: Database) -> None:
    """The newspaper never said so."""
    prints(db, BEFORE)
    told(db)
    (fact,) = db["facts"].rows
    save_verdict(db, fact_id=fact["id"], decision="reject", by="lan", now=NOW)
    prints(db, AFTER)

    assert not [m for m in told(db) if m["event_key"].startswith("correction-")]


def test_what_a_page_of_an_archive_corrects_is_noted_and_not_told(db: Database) -> None:
    """A backfill is a silent baseline."""
    prints(db, BEFORE)
    db.execute("UPDATE pages SET silent = 1")
    prints(db, AFTER)

    assert noted(db) == [("hạng 36/63", "hạng 26/63")]
    assert told(db) == []


def test_a_ranking_that_changes_after_a_correction_is_told_against_it(db: Database) -> None:
    """The last thing that readers were told is the corrected number."""
    prints(db, BEFORE)
    told(db)
    prints(db, AFTER)
    told(db)
    (fact,) = db["facts"].rows_where("withdrawn_at IS NULL")
    save_verdict(db, fact_id=fact["id"], decision="reject", by="lan", now=NOW)
    other = "Theo PAR INDEX năm 2023, Hà Giang đứng thứ 27/63."
    page = a_page_row(key="/bai-2")
    page = replace(page, id=save_page(db, page))
    article = an_article(text=other, title="Tin khác")
    save_reading(db, page, "read", article, Reading(facts=_read(article)), NOW)

    (message,) = told(db)

    assert "hạng 27/63 (tin trước: hạng 26/63)" in message["body"]


def test_the_review_desk_shows_what_a_fact_was_before(db: Database) -> None:
    """On the sheet of either fact, with both sentences and when the change was seen."""
    prints(db, BEFORE)
    prints(db, AFTER, day=2)
    old, new = db["facts"].rows_where(order_by="withdrawn_at IS NULL")

    for fact in (old, new):
        found = sheet(db, fact["id"])
        assert found is not None
        (shown,) = found.corrections
        assert (shown.before, shown.after) == ("hạng 36/63", "hạng 26/63")
        assert (shown.before_sentence, shown.after_sentence) == (BEFORE, AFTER)
        assert shown.at == "09:30 24/11/2026"
