"""Notices: what an officer is told of a newspaper that cannot be read as usual."""

from datetime import timedelta
from pathlib import Path
from typing import Any, get_args
from unicodedata import is_normalized

import pytest
from sqlite_utils import Database

from db import health
from db.alert import alerts, enqueue
from db.channel import Channel
from db.health import Health, State
from db.notice import Notice
from db.store import moment
from extract.table import TableError
from tests.helpers import NOW, a_database

MAIL = Channel(id="mailto-1", url="mailto://127.0.0.1")
STATES = get_args(State)


def found(db: Database, state: State, days: float = 0, site: str = "bao-ha-giang") -> None:
    """Write that a paper was found in ``state``, ``days`` after `NOW`."""
    then = NOW + timedelta(days=days)
    health.save(
        db,
        site,
        then.date(),
        Health(state=state, since=moment(then), detail="lists could not be had: robots 11x"),
        health.numbers([]),
        blocked_share=None,
        newest_at=NOW - timedelta(hours=5),
    )


def told(db: Database, *channels: Channel) -> list[dict[str, Any]]:
    """Put what is new into the outbox, and return it."""
    last = db.execute("SELECT coalesce(max(id), 0) FROM outbox").fetchone()[0]
    enqueue(db, alerts(), watch=(), channels=channels or (MAIL,), now=NOW)
    return list(db["outbox"].rows_where("id > ?", [last], order_by="id"))


@pytest.mark.parametrize("state", [state for state in STATES if state not in {"ok", "quiet"}])
def test_trouble_is_told_in_words_an_officer_understands(tmp_path: Path, state: State) -> None:
    """Which paper, what it means for the numbers, since when, what to do; no machine's words."""
    with a_database(tmp_path / "d.db") as db:
        found(db, state)

        (message,) = told(db)

    words = f"{message['subject']}\n{message['body']}"
    assert message["subject"].startswith("Bao Ha Giang: ")
    assert "Từ: 09:30 ngày 22/11/2026" in words
    assert "Bài mới gần nhất đọc được: 04:30 ngày 22/11/2026" in words
    assert "Việc cần làm: " in words
    assert "https://bao-ha-giang.vn" in words
    assert is_normalized("NFC", words)
    assert not [word for word in ("{", "None", "robots", "http-", *STATES) if word in words]


def test_a_ban_is_never_told_as_no_news(tmp_path: Path) -> None:
    """The whole message, as it arrives."""
    with a_database(tmp_path / "d.db") as db:
        found(db, "blocked")

        (message,) = told(db)

    mark = message["event_key"].removeprefix("site-health-")
    assert message["subject"] == "Bao Ha Giang: không cho chương trình đọc"
    assert message["body"] == (
        "Bao Ha Giang không cho chương trình tự động đọc trang. Bài mới của báo này chưa được đọc: "
        "không có tin ở đây không có nghĩa là báo không đăng.\n\n"
        "Từ: 09:30 ngày 22/11/2026\n"
        "Bài mới gần nhất đọc được: 04:30 ngày 22/11/2026\n"
        "Địa chỉ: https://bao-ha-giang.vn\n\n"
        "Việc cần làm: xem tin trực tiếp trên trang báo; báo người quản trị liên hệ tòa soạn xin "
        "phép.\n\n"
        f"Mã tin: {mark}"
    )


def test_only_a_change_is_told_and_its_end_too(tmp_path: Path) -> None:
    """Each state once, the way back once, and the same trouble again when it comes again."""
    with a_database(tmp_path / "d.db") as db:
        said = []
        for day, state in enumerate(
            ("ok", "blocked", "blocked", "unreachable", "ok", "ok", "blocked")
        ):
            found(db, state, day)
            said.append([message["subject"].partition(": ")[2] for message in told(db)])

    assert said == [
        [],
        ["không cho chương trình đọc"],
        [],
        ["không kết nối được"],
        ["đã đọc lại được bình thường"],
        [],
        ["không cho chương trình đọc"],
    ]


def test_a_quiet_paper_is_no_news_but_trouble_is_over_with_it(tmp_path: Path) -> None:
    """It can be read, and prints little: nobody's business."""
    with a_database(tmp_path / "d.db") as db:
        found(db, "quiet")
        first = told(db)
        found(db, "challenge", 1)
        second = told(db)
        found(db, "quiet", 2)
        third = told(db)

    assert first == []
    assert second[0]["subject"].endswith("chỉ trả về trang kiểm tra")
    assert third[0]["subject"].endswith("đã đọc lại được bình thường")


def test_each_paper_and_channel_has_its_own_message(tmp_path: Path) -> None:
    """And a second look tells nothing."""
    hook = Channel(id="json-1", url="json://127.0.0.1")
    with a_database(tmp_path / "d.db", "bao-ha-giang", "bao-lao-cai") as db:
        found(db, "blocked")
        found(db, "unreachable", site="bao-lao-cai")

        first, again = told(db, MAIL, hook), told(db, MAIL, hook)

    assert sorted((m["subject"].partition(":")[0], m["channel"]) for m in first) == [
        ("Bao Ha Giang", "json-1"),
        ("Bao Ha Giang", "mailto-1"),
        ("Bao Lao Cai", "json-1"),
        ("Bao Lao Cai", "mailto-1"),
    ]
    assert again == []


def test_a_notice_without_its_query_is_refused() -> None:
    """By name."""
    with pytest.raises(TableError, match=r"there is no nothing\.sql"):
        Notice.parsed(
            {"id": "x", "question": "?", "query": "nothing", "title": "t", "body": "b"}, "x.toml"
        )
