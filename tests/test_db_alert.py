"""What is worth a message, and how it is worded."""

import json
import multiprocessing
import re
from pathlib import Path
from typing import Any
from unicodedata import is_normalized

import pytest
from sqlite_utils import Database

from db.alert import FOLDER, Alert, alerts, enqueue
from db.channel import Channel
from db.message import Message, message
from db.rank import settle
from db.sentence import around
from db.store import save_verdict
from db.wording import decimal
from db.wording import printed as printed_digits
from extract.model import Fact
from extract.table import TableError, toml
from tests.helpers import (
    NOW,
    TEXT,
    a_database,
    a_fact,
    a_page_row,
    a_score,
    an_article,
    everything,
    printed,
)

PAPERS = ("bao-ha-giang", "bao-lao-cai", "bao-lang-son")
MAIL = Channel(id="mailto-1", url="mailto://127.0.0.1")
HOOK = Channel(id="json-1", url="json://127.0.0.1")
RANKINGS = [alert for alert in alerts() if isinstance(alert, Alert)]


def told(
    db: Database, watch: tuple[str, ...] = ("ha-giang",), *others: Channel
) -> list[dict[str, Any]]:
    """Settle and enqueue; return the new messages."""
    last = db.execute("SELECT coalesce(max(id), 0) FROM outbox").fetchone()[0]
    settle(db, NOW)
    made = enqueue(db, alerts(), watch=watch, channels=(MAIL, *others), now=NOW)
    messages = list(db["outbox"].rows_where("id > ?", [last], order_by="id"))
    assert len(messages) == made
    return messages


def says(db: Database, site: str, *facts: Fact, **values: Any) -> list[str]:
    """Have a newspaper print ``facts`` in words that are not a copy of another's."""
    text = f"{site} {' '.join(site + str(n) for n in range(20))}. {TEXT}"
    moved = [
        Fact(
            **{**_fields(f), "start": text.find(f.quote), "end": text.find(f.quote) + len(f.quote)}
        )
        for f in facts
    ]
    article = an_article(**{"text": text, "url": f"https://{site}.vn/tin"} | values)
    return printed(db, *moved, page=a_page_row(site, f"/{db['pages'].count}"), article=article)


def _fields(fact: Fact) -> dict[str, Any]:
    return {name: getattr(fact, name) for name in Fact.__slots__}


def test_a_new_ranking_is_told_with_what_it_rests_on(tmp_path: Path) -> None:
    """Subject, value, change, how sure it is, the sentence, the paper, the day, the link."""
    with a_database(tmp_path / "d.db") as db:
        article = an_article(url="https://baohagiang.vn/tin-1")
        printed(db, a_score(), a_fact(), article=article)

        (message,) = told(db)

    mark = message["event_key"].removeprefix("new-ranking-")
    assert message["subject"] == "PAR INDEX 2023 · Hà Giang: hạng 23/63 (tăng 17 bậc), 83,80%"
    assert message["body"] == (
        "PAR INDEX 2023 · Hà Giang (theo địa giới 63 tỉnh, thành phố)\n\n"
        "hạng 23/63 (tăng 17 bậc), 83,80%\n"
        "  một báo đưa · chưa được người duyệt\n"
        "  “Năm 2023, Hà Giang đạt 83,80% PAR INDEX, xếp thứ 23/63 tỉnh, thành phố, "
        "tăng 17 bậc so với năm trước.”\n"
        "  Bao Ha Giang, 17/04/2024\n"
        "  https://baohagiang.vn/tin-1\n\n"
        f"Mã tin: {mark}"
    )


def test_what_was_told_is_not_told_again(tmp_path: Path) -> None:
    """Neither by enqueuing again nor when another paper says the same."""
    with a_database(tmp_path / "d.db", *PAPERS) as db:
        says(db, PAPERS[0], a_fact())
        assert len(told(db)) == 1
        before = everything(db)

        assert told(db) == []
        assert everything(db) == before
        says(db, PAPERS[1], a_fact())
        assert told(db) == []
        assert next(db["rankings"].rows)["status"] == "agreed"


def test_a_value_that_changes_is_told_as_a_correction(tmp_path: Path) -> None:
    """With what was told before; and again when it changes back."""
    with a_database(tmp_path / "d.db", *PAPERS) as db:
        (first,) = says(db, PAPERS[0], a_fact(rank=25, out_of=63))
        told(db)
        save_verdict(db, fact_id=first, decision="reject", by="lan", now=NOW)
        (second,) = says(db, PAPERS[1], a_fact())

        (correction,) = told(db)
        assert correction["subject"].startswith("Đính chính · PAR INDEX 2023 · Hà Giang: hạng 23")
        assert "(tin trước: hạng 25/63)" in correction["body"]
        save_verdict(db, fact_id=second, decision="reject", by="lan", now=NOW)
        save_verdict(db, fact_id=first, decision="accept", by="lan", now=NOW)
        (back,) = told(db)
        assert "hạng 25/63 (tin trước: hạng 23/63)" in back["body"]
        assert "đã duyệt" in back["body"]
        assert told(db) == []


def test_a_score_with_more_digits_is_no_correction(tmp_path: Path) -> None:
    """The press cuts digits; readers need not hear of it."""
    with a_database(tmp_path / "d.db", *PAPERS) as db:
        (first,) = says(db, PAPERS[0], a_score())
        told(db)
        save_verdict(db, fact_id=first, decision="reject", by="lan", now=NOW)
        says(db, PAPERS[1], a_score(score=83.82))

        assert told(db) == []


def test_a_missing_value_is_told_as_an_addition(tmp_path: Path) -> None:
    """The rank was known, the score came the next day."""
    with a_database(tmp_path / "d.db", *PAPERS) as db:
        says(db, PAPERS[0], a_fact())
        told(db)
        says(db, PAPERS[1], a_score())

        (addition,) = told(db)

    assert addition["subject"].startswith("Bổ sung · PAR INDEX 2023 · Hà Giang: hạng 23/63")
    assert "tin trước" not in addition["body"]


def test_rank_and_score_from_two_papers_show_both_sentences(tmp_path: Path) -> None:
    """Every value has the words that it rests on."""
    with a_database(tmp_path / "d.db", *PAPERS) as db:
        says(db, PAPERS[0], a_fact())
        says(db, PAPERS[1], a_score())

        (message,) = told(db)

    assert "https://bao-ha-giang.vn/tin" in message["body"]
    assert "https://bao-lao-cai.vn/tin" in message["body"]
    assert "một báo đưa" in message["body"]


def test_the_whole_index_comes_first_then_groups_then_components(tmp_path: Path) -> None:
    """One message for an index, a subject and a year."""
    part = {"component": "institutions", "component_text": "cải cách thể chế"}
    with a_database(tmp_path / "d.db") as db:
        printed(
            db,
            a_fact(rank=5, **part),
            a_fact(rank=2, out_of=14, rank_scope="vùng Đông Bắc"),
            a_fact(),
            a_fact(year=2022),
            a_fact(subject="Lào Cai", subject_id="lao-cai"),
        )

        messages = told(db)

    assert [m["subject"] for m in messages] == [
        "PAR INDEX 2022 · Hà Giang: hạng 23/63 (tăng 17 bậc)",
        "PAR INDEX 2023 · Hà Giang: hạng 23/63 (tăng 17 bậc) và hai kết quả khác",
    ]
    body = messages[1]["body"]
    places = [
        body.index(w)
        for w in ("\nhạng 23", "Trong vùng Đông Bắc: hạng 2/14", "Cải cách thể chế: hạng 5")
    ]
    assert places == sorted(places)


def test_a_dispute_is_told_with_every_value_and_its_papers(tmp_path: Path) -> None:
    """Marked, not hidden."""
    with a_database(tmp_path / "d.db", *PAPERS) as db:
        for site, rank in zip(PAPERS, (23, 25, 25), strict=True):
            says(db, site, a_fact(rank=rank, out_of=63), a_score())

        (message,) = told(db)

    papers = "hạng 25/63 (Bao Lang Son, Bao Lao Cai)"
    assert "các báo đưa khác nhau: " in message["body"]
    assert papers in message["body"]
    assert "hạng 23/63 (Bao Ha Giang)" in message["body"]
    assert "83,8% (" not in message["body"]


def test_a_dispute_names_each_value_once(tmp_path: Path) -> None:
    """A rank without its total is the rank with it."""
    with a_database(tmp_path / "d.db", *PAPERS) as db:
        says(db, PAPERS[0], a_fact(rank=6, out_of=63))
        says(db, PAPERS[1], a_fact(rank=6))
        says(db, PAPERS[2], a_fact(rank=8, out_of=63))

        (message,) = told(db)

    assert (
        "khác nhau: hạng 6/63 (Bao Ha Giang, Bao Lao Cai); hạng 8/63 (Bao Lang Son) ·"
        in message["body"]
    )


def test_every_value_of_a_line_has_its_sentence(tmp_path: Path) -> None:
    """Also the group that only another article names."""
    with a_database(tmp_path / "d.db", *PAPERS) as db:
        says(db, PAPERS[0], a_fact())
        says(db, PAPERS[1], a_fact(rank=None, group="B"))

        (message,) = told(db)

    assert "nhóm B\n  một báo đưa ·" in message["body"]
    assert "https://bao-lao-cai.vn/tin" in message["body"]


def test_only_papers_that_tell_the_value_are_counted(tmp_path: Path) -> None:
    """Who tells the score alone is no third witness of the rank."""
    with a_database(tmp_path / "d.db", *PAPERS) as db:
        for site in PAPERS[:2]:
            says(db, site, a_fact())
        says(db, PAPERS[2], a_score())

        (message,) = told(db)

    assert "hai báo độc lập đưa" in message["body"]


def test_a_component_is_named_as_the_paper_named_it(tmp_path: Path) -> None:
    """Its official name was another in that year; a list's dash is no part of a sentence."""
    part = {"component": "digital-government", "component_text": "hiện đại hóa hành chính"}
    text = "Kết quả:\n- Hiện đại hóa hành chính xếp thứ 5/63."
    with a_database(tmp_path / "d.db") as db:
        fact = a_fact(text, "xếp thứ 5/63", rank=5, out_of=63, **part)
        printed(db, fact, article=an_article(text=text))

        (message,) = told(db)

    assert "\nHiện đại hóa hành chính: hạng 5/63\n" in message["body"]
    assert "“Hiện đại hóa hành chính xếp thứ 5/63.”" in message["body"]


def test_a_paper_that_contradicts_itself_is_not_named_twice(tmp_path: Path) -> None:
    """One of the two is a slip, of the paper or of the reader."""
    with a_database(tmp_path / "d.db") as db:
        printed(db, a_fact(rank=23), a_fact(rank=32))

        (message,) = told(db)

    assert re.search(
        "một báo đưa các số khác nhau: hạng (23; hạng 32|32; hạng 23) ·", message["body"]
    )


def test_a_sentence_that_carries_several_lines_is_quoted_once(tmp_path: Path) -> None:
    """The next line says that it rests on the same words."""
    with a_database(tmp_path / "d.db") as db:
        printed(db, a_fact(), a_fact(component_text="một tiêu chí", rank=5))

        (message,) = told(db)

    assert message["body"].count("“Năm 2023") == 1
    assert message["body"].count("cùng nguồn với dòng trên") == 1


def test_agreement_is_counted_in_words(tmp_path: Path) -> None:
    """By papers; two articles of one paper are two articles of one paper."""
    with a_database(tmp_path / "d.db", *PAPERS) as db:
        for site in PAPERS:
            says(db, site, a_fact())
        says(db, PAPERS[0], a_fact(year=2022))
        says(db, PAPERS[0], a_fact(year=2022), text="Một bài khác hẳn về năm 2022.")

        one_paper, three_papers = told(db)

    assert "hai bài khác nhau của một báo đưa" in one_paper["body"]
    assert "ba báo độc lập đưa" in three_papers["body"]


def test_only_watched_subjects_are_told_with_what_they_became(tmp_path: Path) -> None:
    """Hà Giang became part of the new Tuyên Quang; Cà Mau is nobody's concern here."""
    new = {"subject": "Tuyên Quang", "subject_id": "tuyen-quang-2025", "basis": 34, "year": 2025}
    with a_database(tmp_path / "d.db") as db:
        printed(db, a_fact(), a_fact(subject="Cà Mau", subject_id="ca-mau"), a_fact(**new))

        subjects = [message["subject"].partition(":")[0] for message in told(db)]

    assert subjects == ["PAR INDEX 2023 · Hà Giang", "PAR INDEX 2025 · Tuyên Quang"]


def test_watching_nothing_in_particular_is_watching_everything(tmp_path: Path) -> None:
    """Also the country as a whole."""
    country = {"subject": "cả nước", "subject_id": "ca-nuoc", "subject_type": "national"}
    with a_database(tmp_path / "d.db") as db:
        printed(db, a_fact(), a_score(**country, basis=None))

        subjects = {message["subject"].partition(":")[0] for message in told(db, ())}

    assert subjects == {"PAR INDEX 2023 · Hà Giang", "PAR INDEX 2023 · cả nước"}


def test_every_channel_gets_the_same_message(tmp_path: Path) -> None:
    """One row for each, with one key."""
    with a_database(tmp_path / "d.db") as db:
        printed(db, a_fact())

        one, other = told(db, ("ha-giang",), HOOK)

    assert (one["channel"], other["channel"]) == (MAIL.id, HOOK.id)
    assert (one["event_key"], one["body"]) == (other["event_key"], other["body"])


def test_without_channels_news_stays_news(tmp_path: Path) -> None:
    """Nothing is noted as told when there was nobody to tell."""
    with a_database(tmp_path / "d.db") as db:
        printed(db, a_fact())
        settle(db, NOW)

        assert enqueue(db, alerts(), watch=(), channels=(), now=NOW) == 0
        assert len(told(db)) == 1


def test_messages_and_what_they_tell_are_written_together(tmp_path: Path) -> None:
    """If the note of what was told fails, the message is not sent either."""
    with a_database(tmp_path / "d.db") as db:
        printed(db, a_fact())
        settle(db, NOW)
        db.conn.execute(
            "CREATE TEMP TRIGGER no BEFORE INSERT ON announcements "
            "BEGIN SELECT RAISE(ABORT, 'no'); END"
        )

        with pytest.raises(Exception, match="no"):
            enqueue(db, alerts(), watch=(), channels=(MAIL,), now=NOW)

        assert db["outbox"].count == 0


def _enqueue(path: Path) -> None:
    with a_database(path) as db:
        enqueue(db, alerts(), watch=(), channels=(MAIL,), now=NOW)


def test_what_only_an_archive_says_is_not_told(tmp_path: Path) -> None:
    """Until a paper of today says it too."""
    with a_database(tmp_path / "d.db", *PAPERS) as db:
        says(db, "bao-ha-giang", a_fact())
        with db.conn:
            db.conn.execute("UPDATE pages SET silent = 1")

        assert told(db) == []
        says(db, "bao-lao-cai", a_fact())
        assert len(told(db)) == 1


def test_processes_that_enqueue_at_once_tell_everything_once(tmp_path: Path) -> None:
    """The timetable and a person at the command line may meet."""
    with a_database(tmp_path / "d.db") as db:
        printed(db, *(a_fact(year=year) for year in range(2012, 2026)))
        settle(db, NOW)
    spawn = multiprocessing.get_context("spawn")
    workers = [spawn.Process(target=_enqueue, args=(tmp_path / "d.db",)) for _ in range(3)]

    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert [worker.exitcode for worker in workers] == [0] * 3
    with a_database(tmp_path / "d.db") as db:
        assert db["outbox"].count == db["announcements"].count == 14


def test_what_another_process_tells_in_between_is_left_to_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It told everything after this one had found it to be new."""
    path = tmp_path / "d.db"

    def slow(*words: Any) -> Message:
        monkeypatch.undo()
        _enqueue(path)
        return message(*words)

    with a_database(path) as db:
        printed(db, a_fact())
        settle(db, NOW)
        monkeypatch.setattr("db.alert.message", slow)

        assert enqueue(db, alerts(), watch=(), channels=(MAIL,), now=NOW) == 0
        assert db["outbox"].count == 1


def test_a_headline_is_quoted_when_only_it_says_so(tmp_path: Path) -> None:
    """The quote stands in the title."""
    title = "Hà Giang đứng thứ 23 về PAR INDEX"
    with a_database(tmp_path / "d.db") as db:
        fact = a_fact(title, "đứng thứ 23", quote_in="title")
        printed(db, fact, article=an_article(title=title, text="Một đoạn."))

        (message,) = told(db)

    assert f"“{title}”" in message["body"]


@pytest.mark.parametrize("alert", RANKINGS, ids=lambda alert: alert.id)
def test_every_alert_about_rankings_makes_a_message(tmp_path: Path, alert: Alert) -> None:
    """In composed Vietnamese letters, with every field filled in."""
    with a_database(tmp_path / "d.db") as db:
        printed(db, a_fact(), a_score(), a_fact(component_text="tiêu chí mới", group="nhóm A"))
        settle(db, NOW)

        enqueue(db, [alert], watch=(), channels=(MAIL,), now=NOW)

        (message,) = db["outbox"].rows
    words = message["subject"] + message["body"]
    assert is_normalized("NFC", words)
    assert "{" not in words
    assert "None" not in words
    assert "nhóm A" in words


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"query": "old-rankings"}, r"there is no old-rankings\.sql"),
        ({"title": "{indx}"}, "title: no field indx"),
        ({"tilte": "x"}, "did you mean title?"),
        ({"foot": "{id"}, "expected '}'"),
    ],
)
def test_a_wrong_alert_file_is_refused(tmp_path: Path, wrong: dict[str, str], reason: str) -> None:
    """The line names the file and the key."""
    fields = toml(FOLDER / "new-ranking.toml") | wrong

    with pytest.raises(TableError, match=reason) as caught:
        Alert.parsed(fields | {"id": "x"}, "x.toml")

    assert str(caught.value).startswith("x.toml: ")


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"rank": 1, "out_of": None}, "hạng 1"),
        ({"rank": 1, "rank_change": -3}, "hạng 1 (giảm 3 bậc)"),
        ({"rank": 1, "rank_change": 0}, "hạng 1 (giữ nguyên hạng)"),
        ({"rank_change": 17}, "tăng 17 bậc"),
        ({"score": 87.73, "unit": "%", "score_change": -1.2}, "87,73% (giảm 1,2%)"),
        ({"score": 66.0, "unit": "điểm"}, "66 điểm"),
        ({"score": 0.6545}, "0,6545"),
        ({"rank": 3, "group": "Khá"}, "hạng 3, nhóm Khá"),
        ({"group": "Nhóm A"}, "nhóm A"),
    ],
)
def test_a_value_is_worded_as_people_say_it(values: dict[str, Any], words: str) -> None:
    """Every part may be missing."""
    names = ("rank", "out_of", "rank_change", "score", "unit", "score_change", "group")

    assert RANKINGS[0].words.value(dict.fromkeys(names) | values) == words


@pytest.mark.parametrize(
    ("year", "period", "words"),
    [
        (2023, None, "2023"),
        (2025, "2025-03", "tháng 3/2025"),
        (2025, "2025-Q2", "quý II/2025"),
        (2025, "6 tháng đầu năm", "6 tháng đầu năm"),
    ],
)
def test_a_period_is_named_with_its_year(year: int, period: str | None, words: str) -> None:
    """Live indices speak of months and quarters."""
    assert RANKINGS[0].words.time(year, period) == words


@pytest.mark.parametrize(
    ("published", "words"),
    [
        ("2024-04-17T20:00:00Z", "18/04/2024"),
        ("2024-04-17", "17/04/2024"),
        ("2024-04", "04/2024"),
        ("2024", "2024"),
        ("", "không rõ ngày"),
        ("thứ tư tuần trước", "không rõ ngày"),
    ],
)
def test_a_day_is_given_as_exactly_as_it_is_known(published: str, words: str) -> None:
    """In Vietnam's time."""
    assert RANKINGS[0].words.date(published) == words


@pytest.mark.parametrize(
    ("text", "score", "words"),
    [
        ("đạt 83,80%", 83.8, "83,80"),
        ("đạt 83.80 điểm", 83.8, "83,80"),
        ("đạt 1.234,5 điểm", 1234.5, "1.234,5"),
        ("đạt 84,00%", 83.8, ""),
        ("không có số", 83.8, ""),
    ],
)
def test_digits_are_kept_as_the_paper_printed_them(text: str, score: float, words: str) -> None:
    """Unless they are not the score's."""
    spans = json.dumps({"score": ["text", 0, len(text)]})

    assert printed_digits(score, spans, {"text": text, "title": ""}) == words
    assert decimal(score).replace(",", ".").rstrip("0") == str(score)


@pytest.mark.parametrize(
    ("text", "quote", "sentence"),
    [
        ("Một câu. Tỉnh xếp thứ 5. Hết.", "thứ 5", "Tỉnh xếp thứ 5."),
        ("Một đoạn\nTỉnh xếp thứ 5\nHết", "thứ 5", "Tỉnh xếp thứ 5"),
        ("Năm qua TP. Huế xếp thứ 5! Hết.", "thứ 5", "Năm qua TP. Huế xếp thứ 5!"),
        ("Tỉnh đạt 87.73 điểm, thứ 5. Hết.", "thứ 5", "Tỉnh đạt 87.73 điểm, thứ 5."),
        ("“Tỉnh xếp thứ 5.” Ông nói.", "thứ 5", "“Tỉnh xếp thứ 5.”"),
        ("Câu một thứ. 5 câu hai. Hết.", "thứ. 5", "Câu một thứ. 5 câu hai."),
    ],
)
def test_a_quote_is_shown_in_its_sentence(text: str, quote: str, sentence: str) -> None:
    """Within its paragraph; abbreviations and decimals do not end a sentence."""
    start = text.index(quote)

    assert around(text, start, start + len(quote)) == sentence


def test_a_very_long_sentence_is_cut_around_the_quote() -> None:
    """A table without full stops is no message."""
    text = "dài " * 500 + "thứ 5 " + "dài " * 500
    start = text.index("thứ 5")

    shown = around(text, start, start + 5)

    assert len(shown) <= 602
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert "thứ 5" in shown
