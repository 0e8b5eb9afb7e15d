"""Keep pages in the archive first, then in the database: many at a time, and only then count."""

import asyncio
import hashlib
import sqlite3
from contextlib import ExitStack, closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider, DropItem
from sqlite_utils import Database

from crawler import archive, revisit
from crawler.fetch import KEPT, UNCHANGED, Fetch, ListDone
from crawler.habit import Habits
from crawler.manners import NAME
from crawler.memory import Memory
from crawler.mend import mend, segments
from crawler.turn import BusyError, Turn
from db import store

BATCH = 64
"""Pages that are made safe on the disk together, at most."""

PAUSE = 0.2
"""Seconds that a page waits for others, at most: waiting for the disk costs as much as fetching."""

Item = Fetch | ListDone


class Keep:
    """The desk where a crawl's pages end: one turn, one segment, one connection."""

    db: Database
    archive: archive.Archive
    turn: Turn
    owes: bool
    """Whether a crawl of the newspaper's lists was cut short before this one."""

    def __init__(self, crawler: Crawler) -> None:
        """Take places and the newspaper from ``crawler``."""
        self.crawler = crawler
        self.folder = Path(crawler.settings["DIEMBAO_ARCHIVE"]).absolute()
        self.path = Path(crawler.settings["DIEMBAO_DATABASE"]).absolute()
        self.open = ExitStack()
        self.rows: list[store.PageRow | ListDone | revisit.Plan] = []
        """What the next commit writes, in the order it came."""

        self.committed: asyncio.Future[bool] | None = None
        """Whether that commit went well, as soon as it is known."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Return the pipeline of ``crawler``."""
        return cls(crawler)

    @property
    def spider(self) -> Any:
        """Our spider, one of `crawler.spiders`."""
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
        left = self._left_behind(turn.unfinished)
        for said in mend(self.folder, left, unsure=BATCH):
            spider.logger.info(said)
        habits = self.open.enter_context(Habits(self.folder / site.id))
        self.owes = turn.unfinished.get("owes", bool(turn.unfinished))
        spider.begin(Memory(self.db, site.id), habits, resumes=self.owes)
        segment = archive.Archive(self.folder, site.id, now, software=NAME)
        self.archive = self.open.enter_context(segment)
        owes = self.owes or not spider.silent
        turn.begin(segment=segment.name, database=str(self.path), owes=owes)
        self.turn = turn

    def _left_behind(self, note: dict[str, Any]) -> dict[str, int | None]:
        """Return the segments a killed crawl wrote, and where what we know of them ends."""
        if "segment" not in note:
            return {}
        ours = note.get("database") == str(self.path)
        names = segments(self.folder, note["segment"])
        return {name: store.known_end(self.db, name) if ours else None for name in names}

    async def process_item(self, item: Item) -> Item:
        """Keep ``item`` with others; return when the disk has it.

        When it cannot be kept, the crawl ends there and says why.
        """
        if self.spider.fault:
            raise DropItem("nothing can be kept any more")
        try:
            item = self._written(item)
        except OSError as error:
            self.spider.fault = f"cannot keep {item.url}: {error}"
            raise DropItem(self.spider.fault) from error
        await self._commit()
        return item

    def _written(self, item: Item) -> Item:
        """Write ``item`` to the archive and remember its row; return what it has become."""
        now = datetime.now(UTC)
        if isinstance(item, ListDone):
            self.rows.append(item)
            return item
        digest = hashlib.sha256(item.body).hexdigest() if item.outcome == KEPT else ""
        if item.before and digest == item.before.sha256:
            item = replace(item, outcome=UNCHANGED, body=b"")
        if item.before and item.outcome != KEPT:
            self.rows.append(revisit.Plan(item.before, now))
        else:
            self.rows.append(self._row(item, digest, now))
        return item

    def _row(self, item: Fetch, digest: str, now: datetime) -> store.PageRow:
        headers = {name.lower(): value for name, value in reversed(item.headers)}
        place = None
        if item.outcome == KEPT:
            place = self.archive.append(
                url=item.final_url, status=item.status or 0, headers=item.headers, body=item.body
            )
        kept_at = item.before.kept_at if item.before else store.moment(now) if place else None
        look = None if self.spider.silent else revisit.next_look(kept_at, now)
        return store.PageRow(
            site_id=self.spider.site.id,
            url=item.url,
            url_key=item.key,
            canonical_key=item.canonical_key,
            final_url=item.final_url,
            fetched_at=store.moment(now),
            outcome=item.outcome,
            status=item.status,
            content_type=headers.get("content-type", ""),
            etag=headers.get("etag", ""),
            last_modified=headers.get("last-modified", ""),
            sha256=digest,
            bytes=len(item.body) if place else 0,
            warc_file=place.file if place else None,
            warc_offset=place.offset if place else None,
            warc_length=place.length if place else None,
            silent=int(self.spider.silent),
            kept_at=kept_at,
            revisit_at=store.moment(look) if look else None,
        )

    async def _commit(self) -> None:
        """Return when everything written until now is safe, or raise `DropItem`."""
        if self.committed is None:
            loop = asyncio.get_running_loop()
            self.committed = loop.create_future()
            loop.call_later(PAUSE, self._flush, self.committed)
        waiting = self.committed
        if len(self.rows) >= BATCH:
            self._flush(waiting)
        if not await asyncio.shield(waiting):
            raise DropItem(self.spider.fault)

    def _flush(self, waiting: "asyncio.Future[bool]") -> None:
        """Make everything written until now safe: the archive's pages, then the rows of them."""
        if waiting.done():
            return
        rows, self.rows, self.committed = self.rows, [], None
        try:
            self.archive.sync()
            with store.writing(self.db):
                for row in rows:
                    self._save(row)
        except (OSError, sqlite3.Error, store.StoreError) as error:
            self.spider.fault = f"cannot keep {len(rows)} pages: {error}"
        waiting.set_result(not self.spider.fault)

    def _save(self, row: store.PageRow | ListDone | revisit.Plan) -> None:
        if isinstance(row, store.PageRow):
            store.save_page(self.db, row)
        elif isinstance(row, revisit.Plan):
            store.plan_revisit(self.db, row.page.id, row.next)
        else:
            days, now = (row.since, row.until), datetime.now(UTC)
            site = self.spider.site.id
            store.list_done(self.db, site, *days, row.url, goes_on=row.goes_on, now=now)

    def close_spider(self) -> None:
        """Close everything; a crawl that came to its end leaves no note.

        Unless it was an archive's, and a crawl before it was cut short: that is still owed.
        """
        with self.open:
            if self.spider.finished and self.spider.silent and self.owes:
                self.turn.begin(owes=True)
            elif self.spider.finished:
                self.turn.done()
