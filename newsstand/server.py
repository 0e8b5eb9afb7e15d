"""The newsstand's servers: one a paper, each on a port of its own, because robots.txt is per port.

with Stand(today=date(2021, 9, 18)) as stand:
    stand.papers["newsstand-lang-son"].base_url
    stand.papers["newsstand-lang-son"].traps.add("new-article")
    stand.requests
"""

import re
import threading
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from email.utils import format_datetime, parsedate_to_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple, Self, cast
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

from newsstand.page import Answer, Edition
from newsstand.paper import Paper, papers
from newsstand.trap import TrapError, known

HOST = "127.0.0.1"
VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
KILOBYTE = 1024


class Request(NamedTuple):
    """One line of the log."""

    paper: str
    method: str
    path: str
    """With its query, as asked for."""

    status: int
    """What was answered; 0 when the connection was closed without a word."""


class Server(ThreadingHTTPServer):
    """One paper on one port."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, stand: "Stand", paper: Paper, port: int) -> None:
        super().__init__((HOST, port), Handler)
        self.stand = stand
        self.paper = paper
        self.traps: set[str] = set()
        self.stopping = threading.Event()

    @property
    def base_url(self) -> str:
        """The address of the paper, without a final slash."""
        return f"http://{HOST}:{self.server_port}"

    def edition(self) -> Edition:
        """Return the paper as it is at this moment."""
        today = self.stand.today or datetime.now(VIETNAM).date()
        return Edition(
            paper=self.paper, base_url=self.base_url, today=today, traps=frozenset(self.traps)
        )

    def address(self, trap: str) -> str:
        """Return the full address of the article that ``trap`` puts on the stand."""
        return self.base_url + self.paper.address(self.paper.trapped[trap])


class Stand:
    """A newsstand, open inside its ``with`` block; ports default to free ones.

    ``today`` stops the clock that the pages show; None lets it run.  ``drip`` is the pause in
    seconds between two kilobytes of the trap ``slow``.  `OSError` when a port is taken,
    `ArticleError` when an article's file is wrong.
    """

    def __init__(
        self,
        *,
        today: date | None = None,
        ports: Mapping[str, int] | None = None,
        traps: Iterable[str] = (),
        drip: float = 0.5,
    ) -> None:
        self.today = today
        self.drip = drip
        self.requests: list[Request] = []
        self.papers: dict[str, Server] = {}
        try:
            for paper in papers().values():
                self.papers[paper.id] = Server(self, paper, (ports or {}).get(paper.id, 0))
            for trap in traps:
                self.set(trap)
        except (OSError, TrapError):
            self._close()
            raise

    def set(self, trap: str, *, on: bool = True) -> None:
        """Switch a trap, ``name`` for both papers or ``paper:name``; `TrapError` when unknown."""
        paper, _, name = trap.rpartition(":")
        if paper and paper not in self.papers:
            raise TrapError(f"no paper is called {paper}; known: {', '.join(self.papers)}")
        for server in [self.papers[paper]] if paper else self.papers.values():
            (server.traps.add if on else server.traps.discard)(known(name))

    def __enter__(self) -> Self:
        for server in self.papers.values():
            threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        for server in self.papers.values():
            server.stopping.set()
            server.shutdown()
        self._close()

    def _close(self) -> None:
        for server in self.papers.values():
            server.server_close()


class Handler(BaseHTTPRequestHandler):
    """Answers one connection."""

    protocol_version = "HTTP/1.1"
    server_version = "newsstand"
    sys_version = ""
    timeout = 30

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
        query = parse_qs(parts.query)
        number = query.get(self.house.paper.system.page, ["1"])[0]
        page = int(number) if re.fullmatch(r"[1-9][0-9]{0,5}", number) else 1
        answer = self.house.edition().answer(parts.path, page)
        status = HTTPStatus.NOT_MODIFIED if self._is_known(answer) else answer.status
        self._note(status)
        self._send(status, answer)

    def _note(self, status: int) -> None:
        self.house.stand.requests.append(
            Request(self.house.paper.id, self.command, self.path, int(status))
        )

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
        body = b"" if answer.trap == "empty" else answer.body
        self.send_response(status)
        if answer.etag:
            self.send_header("ETag", answer.etag)
        if answer.modified:
            self.send_header("Last-Modified", format_datetime(answer.modified, usegmt=True))
        if status != HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Type", answer.content_type)
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if status != HTTPStatus.NOT_MODIFIED and self.command != "HEAD":
            self._send_body(body, answer.trap)

    def _send_body(self, body: bytes, trap: str) -> None:
        if trap == "truncated":
            body = body[: len(body) // 2]
            self.close_connection = True
        try:
            if trap == "slow":
                self._drip(body)
            else:
                self.wfile.write(body)
        except ConnectionError:
            self.close_connection = True  # the visitor had enough, which is a visitor's right

    def _drip(self, body: bytes) -> None:
        for start in range(0, len(body), KILOBYTE):
            self.wfile.write(body[start : start + KILOBYTE])
            if self.house.stopping.wait(self.house.stand.drip):
                self.close_connection = True
                return


def _moment(words: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(words)
    except ValueError:
        return None
    return moment if moment.tzinfo else None
