"""Delivery: at least once, whatever breaks."""

import random
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from db.channel import Channel, channels
from db.outbox import LEASE, MOST_ATTEMPTS, Delivered, deliver, wait
from db.store import moment
from newsstand.sinks import WebhookSink
from tests.helpers import NOW, a_database

ROOT = Path(__file__).parent.parent
MAIL = Channel(id="mailto-1", url="mailto://127.0.0.1")
HOOK = Channel(id="json-1", url="json://127.0.0.1")


def due(db: Database, *keys: str, channel: Channel = HOOK) -> None:
    """Put messages into the outbox, due now."""
    at = moment(NOW)
    db["outbox"].insert_all(
        {
            "event_key": key,
            "channel": channel.id,
            "subject": f"Tin {key}",
            "body": "hạng 23/63",
            "due_at": at,
            "created_at": at,
        }
        for key in keys
    )


def states(db: Database) -> list[str]:
    """Return the state of every message, in order."""
    return [row["state"] for row in db["outbox"].rows]


class Post:
    """A way to send that answers as it is told and remembers the keys."""

    def __init__(self, answer: Callable[[Channel, str], str | None] = lambda *_: None) -> None:
        self.keys: list[str] = []
        self._answer = answer

    def __call__(self, channel: Channel, _subject: str, _body: str, key: str) -> str | None:
        """Send like `db.channel.send`."""
        self.keys.append(key)
        return self._answer(channel, key)


def sent(db: Database, post: Post, *there: Channel, after: timedelta = timedelta()) -> Delivered:
    """Deliver to the webhook, or to ``there``, without waiting."""
    slept: list[float] = []
    return deliver(db, there or (HOOK,), now=NOW + after, sleep=slept.append, send=post)


def test_what_is_due_is_sent_once_in_its_order(tmp_path: Path) -> None:
    """What was sent stays in the outbox as sent."""
    post = Post()
    with a_database(tmp_path / "d.db") as db:
        due(db, "a", "b", "c")

        assert sent(db, post).sent == 3
        assert sent(db, post).sent == 0
        assert post.keys == ["a", "b", "c"]
        assert {row["sent_at"] for row in db["outbox"].rows} == {moment(NOW)}


def test_what_is_not_due_waits(tmp_path: Path) -> None:
    """Until its moment."""
    post = Post()
    with a_database(tmp_path / "d.db") as db:
        due(db, "a")
        db.conn.execute("UPDATE outbox SET due_at = ?", [moment(NOW + timedelta(hours=1))])

        assert sent(db, post).sent == 0
        assert sent(db, post, after=timedelta(hours=1)).sent == 1


def test_a_webhook_that_is_down_for_a_moment_gets_its_message_in_the_same_delivery(
    tmp_path: Path,
) -> None:
    """It answers 503, then 200; the key is the same."""
    with WebhookSink() as sink, a_database(tmp_path / "d.db") as db:
        sink.fail(1)
        there = channels([sink.channel])
        due(db, "a", "b", channel=there[0])

        done = deliver(db, there, now=NOW, sleep=lambda _: None)

        assert (done.sent, done.failed, done.dead) == (2, 1, 0)
        assert states(db) == ["sent", "sent"]
        received = [d.headers["x-idempotency-key"] for d in sink.deliveries]
        assert sorted(received) == ["a", "b"]
        assert "503" in done.errors[there[0].id]


def test_a_message_that_never_arrives_is_dead_after_eight_attempts(tmp_path: Path) -> None:
    """It stays in the outbox with its last error."""
    post = Post(lambda *_: "Service Unavailable, error=503")
    with a_database(tmp_path / "d.db") as db:
        due(db, "a")

        runs = [sent(db, post, after=timedelta(days=day)) for day in range(10)]

        assert post.keys == ["a"] * MOST_ATTEMPTS
        assert sum(run.dead for run in runs) == 1
        (row,) = db["outbox"].rows
    assert (row["state"], row["attempts"]) == ("dead", MOST_ATTEMPTS)
    assert row["last_error"] == "Service Unavailable, error=503"


def test_a_failing_channel_does_not_hold_up_the_others(tmp_path: Path) -> None:
    """Nor is it tried for every message while it is down."""
    post = Post(lambda channel, _: "down" if channel is HOOK else None)
    with a_database(tmp_path / "d.db") as db:
        due(db, *(f"h{n}" for n in range(50)))
        due(db, *(f"m{n}" for n in range(5)), channel=MAIL)

        done = sent(db, post, HOOK, MAIL)

        assert done.sent == 5
        assert done.failed <= 6
        assert set(done.errors) == {HOOK.id}
        assert Counter(states(db)) == {"due": 50, "sent": 5}


def test_one_bad_message_does_not_hold_up_its_channel(tmp_path: Path) -> None:
    """The others go past it."""
    post = Post(lambda _, key: "refused" if key == "bad" else None)
    with a_database(tmp_path / "d.db") as db:
        due(db, "bad", "a", "b")

        assert sent(db, post).sent == 2
        assert states(db) == ["due", "sent", "sent"]


def test_messages_for_a_channel_that_was_taken_away_wait_for_it(tmp_path: Path) -> None:
    """They are counted, and sent when it comes back."""
    post = Post()
    with a_database(tmp_path / "d.db") as db:
        due(db, "a", "b", channel=MAIL)

        assert sent(db, post, HOOK).waiting == 2
        assert deliver(db, (), now=NOW).waiting == 2
        assert states(db) == ["due", "due"]
        assert (sent(db, post, MAIL).sent, sent(db, post, MAIL).waiting) == (2, 0)


def test_a_lease_keeps_a_message_from_others_until_it_runs_out(tmp_path: Path) -> None:
    """While it is being sent, another process must not send it too."""
    inner = Post()
    with a_database(tmp_path / "d.db") as db, a_database(tmp_path / "d.db") as other:
        due(db, "a")

        outer = Post(lambda *_: str(sent(other, inner).sent or "") or None)
        assert sent(db, outer).sent == 1

        assert inner.keys == []


def test_a_slow_sender_does_not_undo_what_another_noted(tmp_path: Path) -> None:
    """Its lease ran out, another process sent the message; its failure comes too late."""
    with a_database(tmp_path / "d.db") as db, a_database(tmp_path / "d.db") as other:
        due(db, "a")

        def slow(*_: object) -> str:
            assert sent(other, Post(), after=LEASE).sent == 1
            return "timed out"

        sent(db, Post(slow))

        assert states(db) == ["sent"]


CRASH = """
import os, sys
from datetime import UTC, datetime
from db.channel import channels, send
from db.outbox import deliver
from db.store import opened

def sent_and_died(*message):
    assert send(*message) is None
    os._exit(9)

now = datetime.fromisoformat(sys.argv[3])
deliver(opened(sys.argv[1]), channels([sys.argv[2]]), now=now, send=sent_and_died)
"""


def test_a_process_killed_between_sending_and_noting_loses_nothing(tmp_path: Path) -> None:
    """At most the message comes twice, with the same key."""
    with WebhookSink() as sink, a_database(tmp_path / "d.db") as db:
        there = channels([sink.channel])
        due(db, "a", "b", channel=there[0])
        arguments = [str(tmp_path / "d.db"), sink.channel, NOW.isoformat()]

        died = subprocess.run([sys.executable, "-c", CRASH, *arguments], cwd=ROOT, check=False)

        assert died.returncode == 9
        assert states(db) == ["leased", "due"]
        assert deliver(db, there, now=NOW, sleep=lambda _: None).sent == 1
        assert deliver(db, there, now=NOW + LEASE, sleep=lambda _: None).sent == 1
        assert states(db) == ["sent", "sent"]
        keys = [delivery.headers["x-idempotency-key"] for delivery in sink.deliveries]
        assert Counter(keys) == {"a": 2, "b": 1}


@pytest.mark.parametrize("seed", range(3))
def test_nothing_is_lost_however_often_sending_fails_or_dies(tmp_path: Path, seed: int) -> None:
    """A fifth of all attempts fail and some die after sending; every message arrives."""
    dice = random.Random(seed)  # noqa: S311
    arrived: Counter[str] = Counter()

    def unreliable(_: Channel, key: str) -> str | None:
        if dice.random() < 0.2:
            return "503"
        arrived[key] += 1
        if dice.random() < 0.15:
            raise KeyboardInterrupt
        return None

    with a_database(tmp_path / "d.db") as db:
        keys = [f"k{n}" for n in range(60)]
        due(db, *keys)
        for hour in range(0, 24 * 30, 6):
            try:
                sent(db, Post(unreliable), after=timedelta(hours=hour))
            except KeyboardInterrupt:
                continue

        assert set(states(db)) == {"sent"}
    assert set(arrived) == set(keys)


@given(key=st.text(max_size=9), channel=st.text(max_size=9), attempts=st.integers(1, 60))
def test_waits_grow_stay_near_their_size_and_are_the_same_each_time(
    key: str, channel: str, attempts: int
) -> None:
    """Law: a quarter more or less, at most seven and a half hours."""
    row = {"event_key": key, "channel": channel, "attempts": attempts}
    middle = min(5 * 4 ** (attempts - 1), 6 * 3600)

    seconds = wait(row).total_seconds()

    assert 0.75 * middle <= seconds <= 1.25 * middle
    assert wait(row).total_seconds() == seconds


def test_messages_that_failed_together_do_not_come_back_together() -> None:
    """Each waits its own while."""
    rows = [{"event_key": f"k{n}", "channel": "json-1", "attempts": 5} for n in range(50)]

    assert len({wait(row) for row in rows}) > 40
