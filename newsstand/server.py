"""The newsstand's servers: one a paper, each on a port of its own, because robots.txt is per port.

with Stand(today=date(2021, 9, 18)) as stand:
    stand.papers["newsstand-lang-son"].base_url
    stand.papers["newsstand-lang-son"].traps.add("new-article")
    stand.requests
"""

import re
import selectors
import socket
import threading
import time
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from email.utils import format_datetime, parsedate_to_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple, Self, cast
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from newsstand import deliver
from newsstand.answer import Answer
from newsstand.page import Edition
from newsstand.paper import Paper
from newsstand.paper import papers as shipped
from newsstand.trap import TrapError, known

HOST = "127.0.0.1"
VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


class Request(NamedTuple):
    """One line of the log."""

    paper: str
    method: str
    path: str
    """With its query, as asked for."""

    status: int
    """What was answered; 0 when the connection was closed without a word."""

    at: float = 0.0
    """The moment, on a clock that only runs forward."""


class Server(ThreadingHTTPServer):
    """One paper on one port."""

    daemon_threads = True
    block_on_close = False
    timeout = 0
    request_queue_size = 64

    def __init__(self, stand: "Stand", paper: Paper, port: int) -> None:
        super().__init__((HOST, port), Handler)
        self.stand = stand
        self.paper = paper
        self.traps: set[str] = set()
        self.asked: set[str] = set()
        """Paths asked for since it was last emptied; what comes again is not asked in vain."""

        self.stopping = threading.Event()
        self._edition: Edition | None = None

    @property
    def base_url(self) -> str:
        """The address of the paper, without a final slash."""
        return f"http://{HOST}:{self.server_port}"

    def edition(self) -> Edition:
        """Return the paper as it is at this moment."""
        today = self.stand.today or datetime.now(VIETNAM).date()
        traps = frozenset(self.traps)
        last = self._edition
        if last is None or (last.today, last.traps, last.paper) != (today, traps, self.paper):
            last = Edition(paper=self.paper, base_url=self.base_url, today=today, traps=traps)
            self._edition = last
        return last

    def is_first(self, path: str) -> bool:
        """Tell whether nobody has asked for ``path`` yet, and remember that somebody has."""
        known = len(self.asked)
        self.asked.add(path)
        return len(self.asked) > known

    def address(self, trap: str) -> str:
        """Return the full address of the article that ``trap`` puts on the stand."""
        return self.base_url + self.paper.address(self.paper.trapped[trap])

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: visitors hang up, which is a visitor's right."""


class Stand:
    """A newsstand, open inside its ``with`` block; ports default to free ones.

    ``papers`` are those that ship, or what `newsstand.press` makes.  ``today`` stops the clock
    that the pages show; None lets it run.  ``drip`` is the pause in seconds between two kilobytes
    of the trap ``slow``.  `OSError` when a port is taken, `ArticleError` when an article's file
    is wrong.
    """

    def __init__(
        self,
        *,
        papers: Mapping[str, Paper] | None = None,
        today: date | None = None,
        ports: Mapping[str, int] | None = None,
        traps: Iterable[str] = (),
        drip: float = 0.5,
    ) -> None:
        self.today = today
        self.drip = drip
        self.requests: list[Request] = []
        self.papers: dict[str, Server] = {}
        self._bell, self._ear = socket.socketpair()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        try:
            for paper in (shipped() if papers is None else papers).values():
                self.papers[paper.id] = Server(self, paper, (ports or {}).get(paper.id, 0))
            for trap in traps:
                self.set(trap)
        except (OSError, TrapError):
            self._close()
            raise

    def set(self, trap: str, *, on: bool = True) -> None:
        """Switch a trap, ``name`` for all papers or ``paper:name``; `TrapError` when unknown."""
        paper, _, name = trap.rpartition(":")
        if paper and paper not in self.papers:
            raise TrapError(f"no paper is called {paper}; known: {', '.join(self.papers)}")
        for server in [self.papers[paper]] if paper else self.papers.values():
            (server.traps.add if on else server.traps.discard)(known(name))
            server.asked.clear()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        for server in self.papers.values():
            server.stopping.set()
        self._bell.send(b"!")
        self._thread.join()
        self._close()

    def _serve(self) -> None:
        """Take visitors at all doors, with one thread for however many papers."""
        with selectors.DefaultSelector() as doors:
            doors.register(self._ear, selectors.EVENT_READ)
            for server in self.papers.values():
                doors.register(server, selectors.EVENT_READ, server)
            while True:
                for door, _ in doors.select():
                    if door.data is None:
                        return
                    door.data.handle_request()

    def _close(self) -> None:
        for server in self.papers.values():
            server.server_close()
        self._bell.close()
        self._ear.close()


class Handler(BaseHTTPRequestHandler):
    """Answers one connection."""

    protocol_version = "HTTP/1.1"
    server_version = "newsstand"
    sys_version = ""
    timeout = 30
    wbufsize = -1
    disable_nagle_algorithm = True

    @property
    def house(self) -> Server:
        """The server, under its own type."""
        return cast("Server", self.server)

    def do_GET(self) -> None:
        """Answer with headers and body."""
        self._serve()

    do_HEAD = do_GET  # noqa: N815 (the library's name)

    def log_message(self, *words: object) -> None:
        """Keep quiet: the log is `Stand.requests`."""

    def _serve(self) -> None:
        if "refusing" in self.house.traps:
            self._note(0)
            self.close_connection = True
            return
        parts = urlsplit(self.path)
        by_script = self.headers.get("X-Requested-With") == "XMLHttpRequest"
        answer = self.house.edition().answer(parts.path, parts.query, by_script=by_script)
        hops = re.fullmatch(r"hop=([0-9])", parts.query)
        answer = deliver.instead(
            answer,
            parts.path,
            int(hops[1]) if hops else 0,
            first=self.house.is_first(self.path),
            traps=self.house.traps,
            visitor=self.headers.get("User-Agent", ""),
        )
        status = HTTPStatus.NOT_MODIFIED if self._is_known(answer) else answer.status
        self._note(status)
        self._send(status, answer)

    def _note(self, status: int) -> None:
        asked = self.house.paper.id, self.command, self.path, int(status)
        self.house.stand.requests.append(Request(*asked, time.monotonic()))

    def _is_known(self, answer: Answer) -> bool:
        """Tell whether the visitor's copy is good; a tag outranks a date (RFC 9110, 13.2.2)."""
        if answer.status != HTTPStatus.OK:
            return False
        if tags := self.headers.get("If-None-Match"):
            named = {tag.strip().removeprefix("W/") for tag in tags.split(",")}
            return bool(answer.etag) and bool(named & {"*", answer.etag})
        since = _moment(self.headers.get("If-Modified-Since", ""))
        return bool(since and answer.modified and answer.modified <= since)

    def _send(self, status: HTTPStatus, answer: Answer) -> None:
        self.send_response(status)
        if answer.etag:
            self.send_header("ETag", answer.etag)
        if answer.modified:
            self.send_header("Last-Modified", format_datetime(answer.modified, usegmt=True))
        for name, value in answer.headers.items():
            self.send_header(name, value)
        if status != HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Type", answer.content_type)
            self._send_length(answer)
        self.end_headers()
        if status != HTTPStatus.NOT_MODIFIED and self.command != "HEAD":
            self._send_body(answer)

    def _send_length(self, answer: Answer) -> None:
        if answer.trap == "endless":
            self.close_connection = True  # the end of the connection would be the end of the page
            self.send_header("Connection", "close")
        else:
            self.send_header("Content-Length", str(len(answer.body)))

    def _send_body(self, answer: Answer) -> None:
        self.close_connection |= answer.trap == "truncated"
        pause = self.house.stand.drip if answer.trap == "slow" else 0
        try:
            for piece in deliver.pieces(answer.body, answer.trap):
                self.wfile.write(piece)
                if answer.trap in ("slow", "endless"):
                    self.wfile.flush()
                    if self.house.stopping.wait(pause):
                        self.close_connection = True
                        return
        except ConnectionError:
            self.close_connection = True  # the visitor had enough, which is a visitor's right


def _moment(words: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(words)
    except ValueError:
        return None
    return moment if moment.tzinfo else None
