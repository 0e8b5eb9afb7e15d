"""How fast a crawl is beside a bare Scrapy spider, what a second one costs, whether memory grows.

    make bench-crawl                 8,000 articles
    make bench-crawl ARTICLES=400    fewer, on a busy machine

Another process serves a newspaper on loopback.  In one run a bare spider downloads all of its
pages and keeps nothing, then Điểm báo crawls it with everything on (archive, database), then once
more with nothing new.  Memory is the largest resident size of the crawling process, for a quarter
of the articles and for all of them.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from hashlib import md5
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from urllib.request import urlopen

from crawler import archive
from crawler.crawl import HOME, Outcome, crawl
from crawler.site import load
from db import store

PAGES, PARALLEL = 100, 4
"""Pages of the one list, which hold all articles, and requests at once: as `crawler.manners`."""

SITE = """
name = "Báo Đo"
base_url = "{base}"
[discover]
listings = ["/xa-hoi"]
links = "h3 a"
page = "?trang={{n}}"
pages = 100
[articles]
pattern = '^/tin-\\d{{6}}\\.html$'
[expect]
pages_per_day = [0, 1000000]
"""

BARE = """
import scrapy
from scrapy.crawler import CrawlerProcess

class Bare(scrapy.Spider):
    name = "bare"
    start_urls = ["{base}/xa-hoi"] + ["{base}/xa-hoi?trang=%d" % n for n in range(2, {pages} + 1)]
    def parse(self, response):
        for url in response.css("h3 a::attr(href)").getall():
            yield response.follow(url, callback=self.article)
    def article(self, response):
        pass

process = CrawlerProcess({{
    "CONCURRENT_REQUESTS": {parallel}, "CONCURRENT_REQUESTS_PER_DOMAIN": {parallel},
    "DOWNLOAD_DELAY": 0, "LOG_LEVEL": "ERROR", "TELNETCONSOLE_ENABLED": False,
    "REMOTE_CONTROL_ENABLED": False,
}})
process.crawl(Bare)
process.start()
"""

FURNITURE = b"<div class='box'><a href='/chuyen-muc'>Tin khac</a><img src='/a.jpg'></div>" * 600
"""About 45 kB around an article: most of a real page is none of its words."""


class Handler(BaseHTTPRequestHandler):
    """The newspaper: a list of ``articles`` in `PAGES` pages, and what it has sent."""

    protocol_version = "HTTP/1.1"
    articles = 0
    sent = asked = 0

    def handle(self) -> None:
        """Bear it when a killed crawl hangs up."""
        with suppress(ConnectionError):
            super().handle()

    def do_GET(self) -> None:
        """Answer; ``/sent`` tells how many bytes and articles were sent, and begins anew."""
        parts = urlsplit(self.path)
        if parts.path == "/sent":
            body = f"{Handler.sent} {Handler.asked}".encode()
            Handler.sent = Handler.asked = 0
            self._say(200, body)
            return
        body = self._page(parts.path, int(parse_qs(parts.query).get("trang", ["1"])[0]))
        tag = f'"{md5(body).hexdigest()}"'  # noqa: S324 - a version
        known = self.headers["If-None-Match"] == tag
        status = 304 if known else 200 if body else 404
        Handler.sent += 0 if known else len(body)
        Handler.asked += parts.path.startswith("/tin-")
        self._say(status, b"" if known else body, tag)

    def _page(self, path: str, number: int) -> bytes:
        if path == "/xa-hoi":
            size = -(-self.articles // PAGES)
            first = (number - 1) * size
            links = range(first, min(first + size, self.articles))
            return "".join(f"<h3><a href='/tin-{n:06}.html'>Tin</a></h3>" for n in links).encode()
        if not path.startswith("/tin-"):
            return b""
        words = f"<h1>Tin {path}</h1><p>{'Hôm nay tỉnh họp bàn cải cách hành chính. ' * 40}</p>"
        return b"<!doctype html><meta charset=utf-8>" + words.encode() + FURNITURE

    def _say(self, status: int, body: bytes, tag: str = "") -> None:
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        if tag:
            self.send_header("ETag", tag)
        if status != 304:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def serve(articles: int) -> None:
    """Sell the newspaper until our standard input ends; print its address."""
    Handler.articles = articles
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(f"http://127.0.0.1:{server.server_address[1]}", flush=True)
    sys.stdin.read()


@contextmanager
def stand(articles: int) -> Iterator[str]:
    """Have the newspaper sold by another process for the length of the block."""
    command = [sys.executable, "-m", "tests.bench.crawl", "--serve", str(articles)]
    with subprocess.Popen(
        command, cwd=HOME, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        try:
            yield child.stdout.readline().strip() if child.stdout else ""
        finally:
            child.terminate()


@dataclass(frozen=True, slots=True)
class Run:
    """What one crawl took."""

    seconds: float
    sent: int
    asked: int
    memory: int = 0
    """Kilobytes."""

    outcome: Outcome | None = None


def _sent(base: str) -> tuple[int, int]:
    with urlopen(f"{base}/sent") as answer:
        sent, asked = answer.read().split()
    return int(sent), int(asked)


def bare(base: str) -> Run:
    """Download everything with a spider that keeps nothing."""
    program = BARE.format(base=base, parallel=PARALLEL, pages=PAGES)
    begun = time.monotonic()
    subprocess.run([sys.executable, "-c", program], check=True)
    return Run(time.monotonic() - begun, *_sent(base))


def ours(base: str, folder: Path) -> Run:
    """Crawl with everything on."""
    path = folder / "bao-do.toml"
    path.write_text(SITE.format(base=base), "utf-8")
    memory = _Memory(folder / "archive" / "bao-do" / ".turn")
    begun = time.monotonic()
    outcome = crawl(
        load(path),
        database=folder / "press.db",
        archive=folder / "archive",
        sites_folder=folder,
        should_stop=memory.look,
    )
    return Run(time.monotonic() - begun, *_sent(base), memory.most, outcome)


class _Memory:
    """The largest resident size of the process that has the turn."""

    def __init__(self, turn: Path) -> None:
        self.turn = turn
        self.most = 0

    def look(self) -> bool:
        """Note it; never stop."""
        try:
            process = json.loads(self.turn.read_bytes())["process"]
            lines = Path(f"/proc/{process}/status").read_text().splitlines()
        except (OSError, ValueError, KeyError):
            return False
        size = next(line.split()[1] for line in lines if line.startswith("VmHWM"))
        self.most = max(self.most, int(size))
        return False


def is_whole(folder: Path, articles: int) -> bool:
    """Tell whether every article is in the database once, with its bytes where it says."""
    with closing(store.opened(folder / "press.db")) as db:
        pages = list(store.unread_pages(db))
    found = {page.url for page in pages}
    sound = all(
        archive.page(folder / "archive", page.warc_file or "", page.warc_offset or 0).url
        == page.final_url
        for page in pages
    )
    return sound and len(found) == len(pages) == articles


def _measure(articles: int, memory_of: int) -> bool:
    with stand(articles) as base, tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        _sent(base)
        plain = bare(base)
        first, second = ours(base, folder), ours(base, folder)
        whole = is_whole(folder, articles)
    with stand(memory_of) as base, tempfile.TemporaryDirectory() as place:
        few = ours(base, Path(place))
    ratio, bytes_ = plain.seconds / first.seconds, second.sent / first.sent
    growth = first.memory - few.memory
    print(f"bare spider      {articles / plain.seconds:8.1f} pages/s   {plain.seconds:6.1f} s")
    print(f"diembao crawl    {articles / first.seconds:8.1f} pages/s   {first.seconds:6.1f} s")
    print(f"throughput       {ratio:8.2f} x bare       (floor 0.70)")
    print(
        f"second crawl     {bytes_:8.2%} of bytes    (ceiling 3 %), {second.asked} articles asked"
    )
    print(f"memory           {first.memory / 1024:8.1f} MB for {articles}, {growth / 1024:+.1f} MB")
    print(f"                 over {few.memory / 1024:.1f} MB for {memory_of}")
    print(f"database, WARC   {'consistent' if whole else 'NOT consistent'}")
    fine = ratio >= 0.7 and bytes_ <= 0.03 and second.asked == 0
    return fine and whole


def main() -> None:
    """Measure, print, and end with 1 when a floor is not reached."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--serve", type=int, default=0)
    parser.add_argument("--articles", type=int, default=8000)
    options = parser.parse_args()
    if options.serve:
        serve(options.serve)
    else:
        sys.exit(not _measure(options.articles, options.articles // 4))


if __name__ == "__main__":
    main()
