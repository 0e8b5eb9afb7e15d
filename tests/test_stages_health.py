"""What is switched on at a newspaper shows in `diembao status` after the next cycle, and clears.

Every cycle is a real one: the crawl over HTTP, the reading, the alert to a webhook.
"""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

import config
import stages
from console import Lines
from db import store
from desk import Desk
from newsstand.demo import prepared
from newsstand.server import Stand
from newsstand.sinks import WebhookSink
from tests.helpers_cli import run

ILL, WELL = "newsstand-lang-son", "newsstand-ha-giang"
PAPER = "Báo Lạng Sơn (sạp báo tập)"


@pytest.fixture
def sink() -> Iterator[WebhookSink]:
    """Return a webhook."""
    with WebhookSink() as sink:
        yield sink


@pytest.fixture
def room(tmp_path: Path, stand: Stand, sink: WebhookSink) -> Path:
    """Return the configuration of both papers, with a channel to the webhook."""
    addresses = {id_: paper.base_url for id_, paper in stand.papers.items()}
    return prepared(tmp_path / "room", addresses, [sink.channel])


@pytest.fixture
def cycle(room: Path) -> Callable[..., dict[str, dict[str, Any]]]:
    """Return a function that does a day's work and gives back what the status says of papers.

    Before it begins, ``hours`` have passed since all that is in the database.
    """

    def once(*, hours: float = 0) -> dict[str, dict[str, Any]]:
        _pass_by(room.with_name("diembao.db"), hours)
        stages.once(Desk(config=config.load(room), show=Lines()))
        done = run("status", "--json", "--config", room, cwd=room.parent)
        assert (done.returncode, done.stderr) == (0, "")
        return {paper["id"]: paper for paper in json.loads(done.stdout)["papers"]}

    return once


def _pass_by(database: Path, hours: float) -> None:
    """Move every moment in the database back, as if time had passed."""
    if not hours:
        return
    with store.opened(database) as db:
        for table in db.table_names():
            for column in db[table].columns:
                if column.name.endswith("_at") or column.name == "since":
                    db.execute(
                        f"UPDATE {table} SET {column.name} = "  # noqa: S608 - our own names
                        f"strftime('%Y-%m-%dT%H:%M:%SZ', {column.name}, '-{hours} hours')"
                    )


def told(sink: WebhookSink) -> list[str]:
    """Return the subjects of the messages about newspapers."""
    titles = [(delivery.body or {}).get("title", "") for delivery in sink.deliveries]
    return [title.removeprefix(f"{PAPER}: ") for title in titles if title.startswith(PAPER)]


@pytest.mark.parametrize(
    ("trap", "state", "detail", "message"),
    [
        (
            "changed-layout",
            "layout-changed",
            "layout found on 0 of 2 pages",
            "trang báo đã thay đổi",
        ),
        ("cookie-wall", "challenge", "challenge", "chỉ trả về trang kiểm tra"),
        (
            "frozen-feed",
            "frozen-feed",
            "its feeds end 3",
            "danh sách tin ngừng cập nhật",
        ),
        ("robots-forbids", "blocked", "robots", "không cho chương trình đọc"),
        ("robots-500", "unreachable", "http-500", "không kết nối được"),
        ("refusing", "unreachable", "unreachable", "không kết nối được"),
    ],
)
def test_trouble_shows_after_the_next_cycle_and_clears(  # noqa: PLR0913, PLR0917
    stand: Stand,
    sink: WebhookSink,
    cycle: Callable[..., dict[str, dict[str, Any]]],
    trap: str,
    state: str,
    detail: str,
    message: str,
) -> None:
    """With the right state since that cycle, for that paper alone; and it is told, and its end."""
    before = cycle()
    began = datetime.now(UTC) - timedelta(seconds=1)
    for name in (trap, "new-article", "script"):
        stand.set(f"{ILL}:{name}")

    ill = cycle()
    stand.set(f"{ILL}:{trap}", on=False)
    stand.set(f"{ILL}:syndicated")
    after = cycle()

    assert [papers[ILL]["state"] for papers in (before, ill, after)] == ["ok", state, "ok"]
    assert {papers[WELL]["state"] for papers in (before, ill, after)} == {"ok"}
    assert datetime.fromisoformat(ill[ILL]["since"]) >= began
    assert any(state in fault and detail in fault for fault in ill[ILL]["wrong"])
    assert not any(state in fault for fault in after[ILL]["wrong"])
    assert told(sink) == [message, "đã đọc lại được bình thường"]


def test_a_state_lasts_from_cycle_to_cycle_and_is_told_once(
    stand: Stand, sink: WebhookSink, cycle: Callable[..., dict[str, dict[str, Any]]]
) -> None:
    """Since when stays as it was; each cycle finds the same again."""
    cycle()
    stand.set(f"{ILL}:robots-forbids")

    first, second = cycle(), cycle()

    assert first[ILL]["state"] == second[ILL]["state"] == "blocked"
    assert first[ILL]["since"] == second[ILL]["since"]
    assert first[ILL]["health"]["blocked_share"] < second[ILL]["health"]["blocked_share"]
    assert told(sink) == ["không cho chương trình đọc"]


def test_the_table_shows_the_state_and_since_when(
    stand: Stand, room: Path, cycle: Callable[..., dict[str, dict[str, Any]]]
) -> None:
    """In the time of the place, beside what is wrong in a line of its own."""
    cycle()
    stand.set(f"{ILL}:robots-forbids")
    cycle()

    shown = run("status", "--config", room, cwd=room.parent).stdout

    (row,) = [line for line in shown.splitlines() if f"({ILL})" in line]
    cells = [cell.strip() for cell in row.split("│")[2:4]]
    assert cells[0] == "blocked"
    assert datetime.strptime(cells[1], "%Y-%m-%d %H:%M")  # noqa: DTZ007 - the place's own time
    assert f"{PAPER}: blocked since " in shown


def test_lists_that_name_nothing_new_for_too_long_are_frozen(
    stand: Stand, sink: WebhookSink, cycle: Callable[..., dict[str, dict[str, Any]]]
) -> None:
    """First the paper is called quiet, as is nobody's business; after its own patience, frozen."""
    cycle()

    quiet = cycle(hours=30)
    frozen = cycle(hours=20)
    stand.set("new-article")
    after = cycle()

    states = [papers[ILL]["state"] for papers in (quiet, frozen, after)]
    assert states == ["quiet", "frozen-feed", "ok"]
    assert any("nothing new for 50 hours" in fault for fault in frozen[ILL]["wrong"])
    assert told(sink) == ["danh sách tin ngừng cập nhật", "đã đọc lại được bình thường"]
