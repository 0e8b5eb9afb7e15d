"""A newspaper of a few pages on loopback, and what its server was asked."""

import gzip
import hashlib
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from crawler.crawl import Outcome, crawl
from crawler.site import load

HTML = "text/html; charset=utf-8"

SITE = """
name = "Báo Thử"
base_url = "{base}"
province = "lang-son"
timeout = {timeout}
{top}

[discover]
feeds = {feeds}
listings = {listings}
links = "h3 a"
page = "{page}"
pages = {pages}
{discover}

[articles]
pattern = '^/[a-z0-9-]+-\\d{{5,8}}\\.html$'

[[layouts]]
title = "h1.name"
body = "div#content-detail"
{layout}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the server says to one address."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    kind: str | None = HTML
    says_length: int | None = None
    """A ``Content-Length`` that is not true."""


def article(title: str = "Tỉnh ta họp", words: str = "Sáng nay, tỉnh họp.") -> Answer:
    """Return an article's page in the manner of family F1."""
    page = f"""<!doctype html><html><head><meta charset="utf-8"><title>{title}</title></head>
<body><h1 class="name">{title}</h1><div class="date">22/11/2026 08:00</div>
<div id="content-detail"><h2>{words}</h2><p>{words}</p></div></body></html>"""
    return Answer(body=page.encode())


def zipped(answer: Answer) -> Answer:
    """Return the same page, sent with gzip coding."""
    body = gzip.compress(answer.body, mtime=0)
    return Answer(body=body, headers={"Content-Encoding": "gzip"})


def listing(*links: str) -> Answer:
    """Return a list of links that tells its version, as good servers do."""
    items = "".join(f'<h3><a href="{link}">Tin</a></h3>' for link in links)
    body = f"<html><body>{items}</body></html>".encode()
    return Answer(body=body, headers={"ETag": f'"{hashlib.md5(body).hexdigest()}"'})  # noqa: S324


def feed(*links: str) -> Answer:
    """Return an RSS feed of links."""
    items = "".join(f"<item><title>Tin</title><link>{link}</link></item>" for link in links)
    body = f'<?xml version="1.0"?><rss version="2.0"><channel>{items}</channel></rss>'.encode()
    return Answer(
        body=body,
        kind="application/rss+xml",
        headers={"Last-Modified": "Sat, 21 Nov 2026 01:00:00 GMT"},
    )


class Server(ThreadingHTTPServer):
    """A server that is used to being hung up on."""

    daemon_threads = True

    def handle_error(self, *_: Any) -> None:
        """Say nothing: readers of ours are killed now and then."""


class Paper:
    """A server whose ``pages`` map paths (with their query) to answers."""

    def __init__(self, port: int = 0) -> None:
        """Listen on loopback; port 0 = any."""
        self.pages: dict[str, Answer | Callable[[], Answer]] = {}
        self.asked: list[tuple[str, int]] = []
        """Each path asked for and the status of its answer, robots.txt left out."""

        self.agents: set[str] = set()
        self.server = Server(("127.0.0.1", port), _handler(self))
        self.base = f"http://127.0.0.1:{self.server.server_address[1]}"

    def articles(self) -> list[str]:
        """Return the article paths asked for, in order."""
        return [path for path, _ in self.asked if path.endswith(".html")]


@contextmanager
def paper() -> Iterator[Paper]:
    """Open a newspaper for the length of the block."""
    opened = Paper()
    thread = threading.Thread(target=opened.server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield opened
    finally:
        opened.server.shutdown()
        thread.join()
        opened.server.server_close()


def _handler(newspaper: Paper) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            answer = newspaper.pages.get(self.path, Answer(status=404, body=b"Khong co"))
            answer = answer() if callable(answer) else answer
            tag = answer.headers.get("ETag") or answer.headers.get("Last-Modified")
            asked = (self.headers["If-None-Match"], self.headers["If-Modified-Since"])
            if tag and tag in asked:
                answer = Answer(status=304, headers=answer.headers, kind=None)
            newspaper.agents.add(self.headers["User-Agent"])
            if self.path != "/robots.txt":
                newspaper.asked.append((self.path, answer.status))
            self.say(answer)

        def say(self, answer: Answer) -> None:
            self.send_response(answer.status)
            length = len(answer.body) if answer.says_length is None else answer.says_length
            kind = {"Content-Type": answer.kind} if answer.kind else {}
            for name, value in (kind | answer.headers).items():
                self.send_header(name, value)
            if answer.status != 304:
                self.send_header("Content-Length", str(length))
            self.end_headers()
            try:
                self.wfile.write(answer.body)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True
            if answer.says_length is not None:
                self.close_connection = True

        def log_message(self, *_: Any) -> None:
            pass

    return Handler


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Where a test's crawls put things."""

    folder: Path

    @property
    def database(self) -> Path:
        """The database's file."""
        return self.folder / "press.db"

    @property
    def archive(self) -> Path:
        """The archive's folder."""
        return self.folder / "archive"

    @property
    def sites(self) -> Path:
        """The folder of site files."""
        return self.folder / "sites"

    def write(self, newspaper: Paper, id: str = "bao-thu", **changes: Any) -> None:  # noqa: A002
        """Write the site file of ``newspaper``."""
        usual = {"feeds": [], "listings": ["/xa-hoi"], "page": "", "pages": 1, "timeout": 30}
        usual |= {"layout": "", "top": "", "discover": ""}
        self.sites.mkdir(exist_ok=True)
        text = SITE.format(base=newspaper.base, **usual | changes)
        (self.sites / f"{id}.toml").write_text(text, "utf-8")

    def crawl(self, id: str = "bao-thu", **more: Any) -> Outcome:  # noqa: A002
        """Crawl the newspaper whose file is ``id``."""
        return crawl(
            load(self.sites / f"{id}.toml"),
            database=self.database,
            archive=self.archive,
            sites_folder=self.sites,
            **more,
        )
