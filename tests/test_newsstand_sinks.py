"""The sinks keep what alerts send them, over real HTTP and real SMTP."""

import json
import smtplib
import socket
import urllib.error
import urllib.request
from email.message import EmailMessage

import apprise
import pytest

from newsstand.sinks import SmtpSink, WebhookSink


@pytest.fixture(autouse=True)
def _named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Spare smtplib a look-up of this machine's name, which may not be local."""
    monkeypatch.setattr(socket, "getfqdn", lambda *_: "desk.localhost")


def _post(url: str, body: bytes) -> int:
    request = urllib.request.Request(url, body, {"X-Key": "k1"})
    with urllib.request.urlopen(request, timeout=10) as answer:
        return answer.status


def test_a_webhook_keeps_body_and_headers() -> None:
    """What was posted can be looked at afterwards."""
    with WebhookSink() as sink:
        assert _post(sink.url + "hook", json.dumps({"rank": 36}).encode()) == 200
    (delivery,) = sink.deliveries
    assert delivery.body == {"rank": 36}
    assert delivery.path == "/hook"
    assert delivery.headers["x-key"] == "k1"


def test_a_webhook_keeps_a_body_that_is_no_json_as_none() -> None:
    """A bad message is still a message that came."""
    with WebhookSink() as sink:
        _post(sink.url, b"rank=36")
    assert [d.body for d in sink.deliveries] == [None]


def test_a_webhook_refuses_as_often_as_told_and_then_takes() -> None:
    """503 twice, then 200; the refused ones are kept apart."""
    with WebhookSink() as sink:
        sink.fail(2)
        for _ in range(2):
            with pytest.raises(urllib.error.HTTPError) as caught:
                _post(sink.url, b"{}")
            assert caught.value.code == 503
            caught.value.close()
        assert _post(sink.url, b"{}") == 200
    assert (len(sink.refused), len(sink.deliveries)) == (2, 1)


def test_a_post_office_keeps_parsed_messages() -> None:
    """Letters arrive whole, Vietnamese and all."""
    letter = EmailMessage()
    letter["From"], letter["To"] = "a@sapbao.example", "b@sapbao.example"
    letter["Subject"] = "Lạng Sơn xếp thứ 36/63"
    letter.set_content("Tăng 6 bậc.")
    with SmtpSink() as sink, smtplib.SMTP("127.0.0.1", sink.port, timeout=10) as client:
        client.send_message(letter)
    (kept,) = sink.messages
    assert kept["Subject"] == "Lạng Sơn xếp thứ 36/63"
    assert kept.get_content().strip() == "Tăng 6 bậc."


def test_apprise_reaches_both_sinks_by_their_channels() -> None:
    """The addresses that a configuration would hold do work."""
    with WebhookSink() as hook, SmtpSink() as post:
        sender = apprise.Apprise()
        assert sender.add([hook.channel, post.channel])
        assert sender.notify(title="Tin mới", body="Xếp thứ 36/63")
    assert hook.deliveries[0].body["message"] == "Xếp thứ 36/63"
    assert post.messages[0]["Subject"] == "Tin mới"
