"""Read pages out of the archive, in this process or in several; the database is not touched."""

import multiprocessing
import os
import signal
import traceback
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from itertools import islice
from pathlib import Path
from threading import Thread

from crawler import archive
from crawler.site import Site
from db import store
from extract import clean, reader
from extract.model import Article, Page, Reading

Task = tuple[store.PageRow, Site]

_AHEAD = 4
"""Pages that wait for each process: enough to keep it busy, few enough to keep memory flat."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """What became of one page."""

    outcome: str = "read"
    """``read``, why there is no article, ``away`` (the archive is not there) or ``error``."""

    article: Article | None = None
    reading: Reading | None = None
    error: str = ""
    """What went wrong, in one line; empty when nothing did."""

    details: str = ""
    """The traceback, for the log."""


def understand(folder: Path, task: Task) -> Understood:
    """Return what the page of ``task`` says, read from the archive in ``folder``; never raises."""
    page, site = task
    try:
        article = clean.article(
            _page(folder, page),
            site.layouts,
            id=store.article_id(page.site_id, page.url_key),
            name=site.home(page.final_url or page.url, "")[0],
            today=datetime.fromisoformat(page.fetched_at),
        )
        _, province = site.home(article.url, article.published)
        article = replace(article, province=province)
        return Understood(article=article, reading=reader.read(article))
    except clean.UnreadablePageError as error:
        return Understood(outcome=error.outcome)
    except archive.AwayError as error:
        return Understood(outcome="away", error=str(error))
    except Exception as error:
        said = f"{page.url}: {type(error).__name__}: {error}"
        return Understood(outcome="error", error=said, details=traceback.format_exc())


def _page(folder: Path, page: store.PageRow) -> Page:
    kept = archive.page(folder, page.warc_file or "", page.warc_offset or 0)
    return replace(kept, url=page.final_url or page.url)


def understand_all(
    folder: Path, tasks: Iterable[Task], *, jobs: int = 1
) -> Generator[tuple[Task, Understood], None, None]:
    """Yield each task with what its page says, in order, read by ``jobs`` processes.

    With one job the work is done here.  Closing the iterator ends the processes; tasks that
    were not yielded were not done.
    """
    if jobs == 1:
        yield from ((task, understand(folder, task)) for task in tasks)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=context, initializer=_end_with_parent) as pool:
        try:
            yield from _in_order(pool, partial(understand, folder), iter(tasks), _AHEAD * jobs)
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _end_with_parent() -> None:
    """Leave no process behind when the parent is killed: the pool itself would wait for ever."""
    Thread(target=_wait_for_parent, daemon=True).start()


def _wait_for_parent() -> None:
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)


@contextmanager
def _ctrl_c_is_ours() -> Iterator[None]:
    """Start processes that never hear Ctrl-C on a terminal: the parent stops between two pages.

    They inherit the mask, so there is no moment, not even while they import, when it ends them.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _in_order(
    pool: ProcessPoolExecutor, work: "partial[Understood]", tasks: Iterator[Task], ahead: int
) -> Iterator[tuple[Task, Understood]]:
    waiting: deque[tuple[Task, Future[Understood]]] = deque()

    def begin(how_many: int) -> None:
        for task in islice(tasks, how_many):
            with _ctrl_c_is_ours():
                waiting.append((task, pool.submit(work, task)))

    begin(ahead)
    while waiting:
        task, future = waiting.popleft()
        understood = future.result()
        begin(1)
        yield task, understood
