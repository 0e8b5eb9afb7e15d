"""Channels: their addresses, and real deliveries to a webhook and a post office."""

import logging
from collections.abc import Iterator
from io import StringIO

import pytest

from db.channel import Channel, ChannelError, channels, send
from newsstand.sinks import SmtpSink, WebhookSink

SUBJECT = "PAR INDEX 2023 · Hà Giang: hạng 23/63"
BODY = (
    "hạng 23/63 <tăng 17 bậc> & giữ đà\n  “Năm 2023, tỉnh …”\n  https://baohagiang.vn/tin?a=1&b=2"
)


@pytest.fixture
def log() -> Iterator[StringIO]:
    """Return what a program that logs everything at the root would write."""
    handler = logging.StreamHandler(StringIO())
    logging.getLogger().addHandler(handler)
    yield handler.stream
    logging.getLogger().removeHandler(handler)


@pytest.mark.parametrize(
    ("url", "shown", "secrets"),
    [
        ("slak://tokenA/tokenB", "slak://...", ["tokenA", "tokenB"]),
        ("zalo://my-bot-token", "zalo://...", ["my-bot-token"]),
        ("json://lan:hunter2@:99999/x", "json://", ["hunter2"]),
        ("mailto://lan:hunter2@vidu", "mailto://vidu", ["hunter2"]),
        ("https://hooks.vidu.vn/sekret", "https://...", ["sekret"]),
        ("just words", "no scheme", ["just words"]),
        ("", "no scheme", []),
    ],
)
def test_a_bad_address_is_refused_without_its_secrets(
    url: str, shown: str, secrets: list[str], log: StringIO
) -> None:
    """The line tells which one it is, and nothing that a log should not hold."""
    with pytest.raises(ChannelError) as caught:
        channels(["json://127.0.0.1/", url])

    assert f"number 2 ({shown}" in str(caught.value)
    assert "\n" not in str(caught.value)
    assert not [secret for secret in secrets if secret in str(caught.value) + log.getvalue()]


def test_a_channel_is_known_by_its_scheme_and_a_hash() -> None:
    """The database never sees the address; the same address is the same channel."""
    url = "mailto://lan:hunter2@vidu.vn"

    one, other = channels([url, "json://vidu.vn", f" {url} "])

    assert one.id.startswith("mailto-")
    assert other.id.startswith("json-")
    assert "hunter2" not in repr(one)
    assert channels([url]) == (one,)


def test_a_webhook_gets_the_words_and_the_key() -> None:
    """As they are, with a header by which it can tell a repetition."""
    with WebhookSink() as sink:
        (channel,) = channels([sink.channel])

        assert send(channel, SUBJECT, BODY, "new-ranking-0123") is None

    (delivery,) = sink.deliveries
    assert (delivery.body["title"], delivery.body["message"]) == (SUBJECT, BODY)
    assert delivery.headers["x-idempotency-key"] == "new-ranking-0123"


def test_an_address_with_options_of_its_own_keeps_them() -> None:
    """Headers that a person asks for come along with ours."""
    with WebhookSink() as sink:
        (channel,) = channels([f"{sink.channel}?+X-Desk=noi-vu"])

        send(channel, SUBJECT, BODY, "new-ranking-0123")

    headers = sink.deliveries[0].headers
    assert (headers["x-desk"], headers["x-idempotency-key"]) == ("noi-vu", "new-ranking-0123")


def test_mail_gets_the_words_and_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """Vietnamese letters arrive in the subject and in the text."""
    monkeypatch.setattr("socket.getfqdn", lambda *_: "vidu.localhost")  # asks name servers
    with SmtpSink() as sink:
        (channel,) = channels([sink.channel])

        assert send(channel, SUBJECT, BODY, "new-ranking-0123") is None

    (mail,) = sink.messages
    assert mail["Subject"] == SUBJECT
    assert mail["X-Idempotency-Key"] == "new-ranking-0123"
    content = mail.get_body(("plain", "html")).get_content()
    assert "hạng 23/63" in content
    assert "https://baohagiang.vn/tin?a=1&" in content


def test_a_refusal_is_a_reason_without_secrets() -> None:
    """What the server said, but not where it is or how to get in."""
    with WebhookSink() as sink:
        sink.fail(1)
        url = sink.channel.replace("://", "://lan:hunter2@") + "hook/sekret-token"
        (channel,) = channels([url])

        error = send(channel, SUBJECT, BODY, "new-ranking-0123")

    assert error is not None
    assert "503" in error
    assert not [secret for secret in ("hunter2", "sekret-token") if secret in error]


def test_an_error_that_tells_too_much_is_cut_short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Some service may put the whole address into its error."""
    (channel,) = channels(["json://lan:hunter2@vidu.vn/hook/sekret-token?+X-Desk=noi-vu"])

    def notify(*_: object, **__: object) -> None:
        raise OSError(f"no route to {channel.url}")

    monkeypatch.setattr("db.channel.Apprise.notify", notify)

    error = send(channel, SUBJECT, BODY, "new-ranking-0123")

    assert error is not None
    assert error.startswith("OSError: no route to json://")
    assert not [secret for secret in ("hunter2", "sekret-token", "noi-vu") if secret in error]


def test_a_server_that_is_gone_is_a_reason_too() -> None:
    """Nothing is raised."""
    with WebhookSink() as sink:
        (channel,) = channels([sink.channel])

    assert "onnection" in str(send(channel, SUBJECT, BODY, "new-ranking-0123"))


def test_an_address_that_apprise_forgot_is_a_reason_too() -> None:
    """It may have been written by an older version."""
    assert send(Channel(id="x", url="nonsense"), SUBJECT, BODY, "new-ranking-0123")
