"""What a crawl says to the process that started it, and how it ends when that one is gone."""

import asyncio
import json
import os
import sys
import threading
from typing import Any, Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

from crawler.conditional import LIST
from crawler.fetch import KEPT, UNCHANGED, Fetch, ListDone

OFTEN = 0.2
"""Seconds between two words about how it goes."""


class Report:
    """Count what came of each article, and say so: one JSON object a line on standard output.

    While it goes on, the counts: ``{"found": 32, "kept": 3, "left": 29}``.  At the end one line
    with ``end`` (``finished``, ``shutdown`` ...), ``counts``, ``error`` and ``trouble``.
    """

    def __init__(self, crawler: Crawler) -> None:
        """Listen to ``crawler``."""
        self._next_word: asyncio.TimerHandle | None = None
        self._news = False
        connect = crawler.signals.connect
        connect(self.article, signal=signals.item_scraped)
        connect(self.broken, signal=signals.spider_error)
        connect(self.end, signal=signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Return the extension of ``crawler``."""
        return cls(crawler)

    def article(self, item: Fetch | ListDone, spider: Any) -> None:
        """Count what came of one address, after the pipeline has kept it."""
        if isinstance(item, ListDone):
            return
        if item.before:
            spider.counts.update(_again(item.outcome))
        else:
            spider.counts[item.outcome] += 1
            spider.settled += 1
        if self._next_word is None:
            self._tell(spider)
        else:
            self._news = True

    def _tell(self, spider: Any) -> None:
        """Say how it goes, and again after a while if there is anything new to say."""
        _say({**spider.counts, "left": spider.left})
        self._news = False
        loop = asyncio.get_running_loop()
        self._next_word = loop.call_later(OFTEN, self._after_a_while, spider)

    def _after_a_while(self, spider: Any) -> None:
        self._next_word = None
        if self._news:
            self._tell(spider)

    def broken(self, failure: Any, response: Any, spider: Any) -> None:
        """Name a page that our own code stumbled over; what it leads to stays unsettled."""
        if response.meta.get(LIST):
            spider.counts["list-broken"] += 1
        spider.trouble.append(f"{response.url}: broken ({failure.value!r})")

    def end(self, spider: Any, reason: str) -> None:
        """Say what came of it all."""
        if self._next_word:
            self._next_word.cancel()
        if spider.left:
            spider.counts["left"] = spider.left
        _say(
            {
                "end": reason,
                "counts": spider.counts,
                "error": spider.fault or spider.gave_up,
                "trouble": spider.trouble,
            }
        )


def _again(outcome: str) -> tuple[str, ...]:
    """Return what another look at a young article counts as."""
    if outcome == KEPT:
        return ("revisited",)
    return ("revisited", outcome if outcome == UNCHANGED else f"revisit-{outcome}")


def _say(what: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(what, ensure_ascii=False) + "\n")
    sys.stdout.flush()


class Leash:
    """End this process when the one that started it is gone, however it went.

    Its end of our standard input closes with it.  What is on the disk is whole at any moment,
    and a crawl that lingers would keep its turn from the next one, so there is no farewell.
    """

    def __init__(self) -> None:
        """Watch standard input."""
        threading.Thread(target=self._watch, name="leash", daemon=True).start()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Return the extension, if the crawl was started by `crawler.crawl`."""
        if not crawler.settings.getbool("DIEMBAO_LEASH"):
            raise NotConfigured
        return cls()

    def _watch(self) -> None:
        # The descriptor itself: a reader of sys.stdin would hold its lock at exit.
        while os.read(0, 1024):
            pass
        os._exit(1)
