"""Where alerts arrive when nobody real should be woken: a webhook and a post office, on loopback.

Both are context managers; ``channel`` is the Apprise address to put under ``[alerts] channels``.
"""

import asyncio
import json
import threading
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self, cast

from aiosmtpd.controller import Controller

HOST = "127.0.0.1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One message that a webhook took."""

    path: str
    headers: dict[str, str]
    """Names in lower case."""

    body: Any
    """The JSON; None when the body was none."""


class WebhookSink:
    """A webhook that keeps what it is sent, in ``deliveries``; what it refused is in ``refused``.

    ``port`` 0 takes a free one.  `OSError` when the port is taken.
    """

    def __init__(self, port: int = 0) -> None:
        self.deliveries: list[Delivery] = []
        self.refused: list[Delivery] = []
        self._failures = 0
        self._lock = threading.Lock()
        self._server = _WebhookServer(self, port)

    @property
    def url(self) -> str:
        """The address to post to."""
        return f"http://{HOST}:{self._server.server_port}/"

    @property
    def channel(self) -> str:
        """The same for Apprise."""
        return f"json://{HOST}:{self._server.server_port}/"

    def fail(self, times: int) -> None:
        """Answer 503 to the next ``times`` requests."""
        with self._lock:
            self._failures = times

    def take(self, delivery: Delivery) -> HTTPStatus:
        """Keep ``delivery`` and return the status to answer with."""
        with self._lock:
            refuses = self._failures > 0
            self._failures -= refuses
            (self.refused if refuses else self.deliveries).append(delivery)
        return HTTPStatus.SERVICE_UNAVAILABLE if refuses else HTTPStatus.OK

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


class _WebhookServer(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, sink: WebhookSink, port: int) -> None:
        super().__init__((HOST, port), _WebhookHandler)
        self.sink = sink


class _WebhookHandler(BaseHTTPRequestHandler):
    timeout = 30

    def do_POST(self) -> None:
        words = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        try:
            body = json.loads(words)
        except ValueError:
            body = None
        headers = {name.lower(): value for name, value in self.headers.items()}
        delivery = Delivery(path=self.path, headers=headers, body=body)
        self.send_response(cast("_WebhookServer", self.server).sink.take(delivery))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *words: object) -> None:
        """Keep quiet: everything is in the sink."""


class SmtpSink:
    """A mail server that keeps what it is sent, in ``messages``, and forwards nothing."""

    def __init__(self, port: int = 0) -> None:
        self.messages: list[EmailMessage] = []
        self._controller = _FreePortController(self, hostname=HOST, port=port)

    @property
    def port(self) -> int:
        """The port it listens on; known inside the ``with`` block."""
        return self._controller.port

    @property
    def url(self) -> str:
        """The address of the server."""
        return f"smtp://{HOST}:{self.port}"

    @property
    def channel(self) -> str:
        """The address for Apprise, from and to invented mailboxes."""
        people = "from=diembao@sapbao.example&to=toasoan@sapbao.example"
        return f"mailto://{HOST}:{self.port}/?{people}&smtp={HOST}&mode=insecure"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: ARG002, N802
        """Keep a message (aiosmtpd calls this)."""
        message = message_from_bytes(envelope.content, policy=policy.default)
        self.messages.append(message)
        return "250 OK"

    def __enter__(self) -> Self:
        self._controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._controller.stop()


class _FreePortController(Controller):
    """aiosmtpd's controller, which by itself would go on knocking at port 0."""

    def _trigger_server(self) -> None:
        listening = cast("asyncio.Server", self.server).sockets[0]
        self.port = listening.getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]
