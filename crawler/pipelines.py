"""Keep each page in the archive first, then in the database."""

import hashlib
import sqlite3
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider, DropItem
from sqlite_utils import Database

from crawler import archive
from crawler.fetch import KEPT, Fetch
from crawler.manners import NAME
from crawler.mend import mend, segments
from crawler.turn import BusyError, Turn
from db import store


class Keep:
    """The desk where a crawl's pages end: one turn, one segment, one connection."""

    db: Database
    archive: archive.Archive
    turn: Turn

    def __init__(self, crawler: Crawler) -> None:
        """Take places and the newspaper from ``crawler``."""
        self.crawler = crawler
        self.folder = Path(crawler.settings["DIEMBAO_ARCHIVE"]).absolute()
        self.path = Path(crawler.settings["DIEMBAO_DATABASE"]).absolute()
        self.open = ExitStack()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Return the pipeline of ``crawler``."""
        return cls(crawler)

    @property
    def spider(self) -> Any:
        """Our one spider, `crawler.spiders.news.NewsSpider`."""
        return self.crawler.spider

    def open_spider(self) -> None:
        """Take the turn, mend what was left, and tell the spider what is known."""
        spider = self.spider
        if not spider.fault:
            try:
                self._open(spider)
            except (BusyError, store.StoreError) as error:
                spider.fault = str(error)
            except OSError as error:
                spider.fault = f"{self.folder}: cannot be used as an archive: {error.strerror}"
        if spider.fault:
            raise CloseSpider("refused")

    def _open(self, spider: Any) -> None:
        site, now = spider.site, datetime.now(UTC)
        turn = self.open.enter_context(Turn(self.folder, site.id))
        self.db = self.open.enter_context(closing(store.opened(self.path)))
        store.save_site(
            self.db,
            id=site.id,
            name=site.name,
            province_id=site.province,
            base_url=site.base_url,
            now=now,
        )
        spider.resumes = bool(turn.unfinished)
        spider.known = store.known_addresses(self.db, site.id)
        spider.owed = store.owed_addresses(self.db, site.id)
        for said in mend(self.folder, self._left_behind(turn.unfinished)):
            spider.logger.info(said)
        segment = archive.Archive(self.folder, site.id, now, software=NAME)
        self.archive = self.open.enter_context(segment)
        turn.begin(segment=segment.name, database=str(self.path))
        self.turn = turn

    def _left_behind(self, note: dict[str, Any]) -> dict[str, int | None]:
        """Return the segments a killed crawl wrote, and where what we know of them ends."""
        if "segment" not in note:
            return {}
        ours = note.get("database") == str(self.path)
        names = segments(self.folder, note["segment"])
        return {name: store.known_end(self.db, name) if ours else None for name in names}

    def process_item(self, item: Fetch) -> Fetch:
        """Keep ``item``; when it cannot be kept, the crawl ends there and says why."""
        spider = self.spider
        if spider.fault:
            raise DropItem("nothing can be kept any more")
        try:
            self._keep(item, spider.site.id)
        except (OSError, sqlite3.Error, store.StoreError) as error:
            spider.fault = f"cannot keep {item.url}: {error}"
            raise DropItem(spider.fault) from error
        return item

    def _keep(self, item: Fetch, site: str) -> None:
        headers = {name.lower(): value for name, value in reversed(item.headers)}
        place = None
        if item.outcome == KEPT:
            place = self.archive.append(
                url=item.final_url, status=item.status or 0, headers=item.headers, body=item.body
            )
            self.archive.sync()
        row = store.PageRow(
            site_id=site,
            url=item.url,
            url_key=item.key,
            canonical_key=item.canonical_key,
            final_url=item.final_url,
            fetched_at=store.moment(datetime.now(UTC)),
            outcome=item.outcome,
            status=item.status,
            content_type=headers.get("content-type", ""),
            etag=headers.get("etag", ""),
            last_modified=headers.get("last-modified", ""),
            sha256=hashlib.sha256(item.body).hexdigest() if place else "",
            bytes=len(item.body) if place else 0,
            warc_file=place.file if place else None,
            warc_offset=place.offset if place else None,
            warc_length=place.length if place else None,
        )
        store.save_page(self.db, row)

    def close_spider(self) -> None:
        """Close everything; a crawl that came to its end leaves no note."""
        with self.open:
            if self.spider.finished:
                self.turn.done()
