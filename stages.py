"""The four stages of the work, each a function that leaves a row of what it did in `runs`."""

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import asdict
from datetime import datetime
from itertools import chain
from zoneinfo import ZoneInfo

from sqlite_utils import Database

import reading
from config import Config, newspapers, own_sites
from crawler import night
from crawler import verify as archive
from crawler.assess import assess
from crawler.crawl import Backfill
from crawler.crawl import crawl as crawl_site
from crawler.site import Site, SiteError, Sites
from db import alert as alerts
from db import channel, outbox, reread, store
from db import rank as ranks
from desk import Desk, StoppedError, Work, opened, run_of
from extract.table import TableError

log = logging.getLogger("diembao")


def once(desk: Desk) -> tuple[Work, ...]:
    """Do the four stages in their order; return what each of their runs did.

    A newspaper, a page or a message that fails stops none of the others.
    Raises `TableError` when no newspaper is chosen and `StoreError` when the database cannot
    be used.
    """
    chosen(desk.config)
    done: list[Work] = []
    with opened(desk) as db, run_of(desk, db, "once") as cycle:
        for stage in STAGES.values():
            desk.breathe()
            done += stage(desk)
        desk.breathe()
        if _in_vain(done):
            cycle.fail("; ".join(f"{w.title}: {w.error}" for w in done if w.status == "failed"))
    return (*done, cycle)


def _in_vain(done: list[Work]) -> bool:
    """Tell whether the day's work must be done again: no paper answered, or a later step failed."""
    crawls = [work for work in done if work.stage == "crawl"]
    others = [work for work in done if work.stage != "crawl"]
    return all(w.status == "failed" for w in crawls) or any(w.status == "failed" for w in others)


def crawl(desk: Desk, backfill: Backfill | None = None) -> tuple[Work, ...]:
    """Fetch what the chosen newspapers have published; several papers side by side.

    With ``backfill`` also what they published then: after what is new, which would be silenced
    otherwise, and not of a paper whose own crawl failed.
    """
    sites = newspapers(desk.config)
    ids = chosen(desk.config)
    names = _names(sites, ids)
    store.opened(desk.config.database.path).close()  # says at once if it cannot be written

    def work(id_: str) -> list[Work]:
        done = [_crawl_one(desk, sites, id_, f"crawl {names[id_]}")]
        if backfill and done[0].status == "ok":
            done.append(_crawl_one(desk, sites, id_, f"backfill {names[id_]}", backfill))
        return done

    with ThreadPoolExecutor(desk.config.crawl.at_once) as pool:
        return tuple(chain.from_iterable(pool.map(work, ids)))


def _names(sites: Sites, ids: tuple[str, ...]) -> dict[str, str]:
    """Return what to call each newspaper, so that no two have one name."""
    names = {id_: sites[id_].name if id_ in sites else id_ for id_ in ids}
    often = Counter(names.values())
    return {id_: f"{name} ({id_})" if often[name] > 1 else name for id_, name in names.items()}


def _crawl_one(
    desk: Desk, sites: Sites, id_: str, title: str, backfill: Backfill | None = None
) -> Work:
    stage = "backfill" if backfill else "crawl"
    with opened(desk) as db:
        try:
            site = sites[id_]
        except SiteError as error:
            with run_of(desk, db, stage, title=title) as work:
                work.fail(str(error))
            return work
        _know(desk, db, site)
        with run_of(desk, db, stage, id_, title) as work:
            desk.breathe()
            _keep_hours(desk, site, work)
            outcome = crawl_site(
                site,
                database=desk.config.database.path,
                archive=desk.config.archive.folder,
                contact=desk.config.crawl.contact,
                sites_folder=desk.config.crawl.sites_folder,
                archive_of=backfill,
                on_progress=lambda counts: _show_crawl(desk, work, counts, backfill),
                should_stop=lambda: desk.stop.is_set() or not night.is_open(site, desk.clock()),
            )
            work.counts.update(outcome.counts)
            if outcome.interrupted:
                _keep_hours(desk, site, work)
                raise StoppedError
            if not outcome.ok:
                work.fail(outcome.error)
            if outcome.counts.get("capped"):
                work.note("there is more than --max: the same command goes on from here")
            work.note(*outcome.trouble)
    return work


def _keep_hours(desk: Desk, site: Site, work: Work) -> None:
    """Leave a newspaper alone outside its hours; the next run finds it open, or not."""
    if not night.is_open(site, desk.clock()):
        work.note(f"{site.name} is crawled only from {' to '.join(site.night or ())}")
        raise StoppedError


def _show_crawl(
    desk: Desk, work: Work, counts: Mapping[str, int], backfill: Backfill | None
) -> None:
    found, left = counts.get("found", 0), counts.get("left", 0)
    if backfill:
        desk.show.step(work.title, found - counts.get("known", 0) - left, backfill.most)
    else:
        desk.show.step(work.title, found - left, found or None)


def _know(desk: Desk, db: Database, site: Site) -> None:
    now = desk.clock()
    store.save_site(
        db, id=site.id, name=site.name, province_id=site.province, base_url=site.base_url, now=now
    )


def read(
    desk: Desk,
    *,
    again: bool = False,
    since: datetime | None = None,
    listed: bool = False,
    jobs: int = 1,
) -> tuple[Work, ...]:
    """Read the pages nobody has read yet; with ``again``, every page in the archive.

    With ``since``, only pages fetched then or later.  Reading again counts the facts that are
    read now and were not, are read otherwise, or no longer; when ``listed``, it says each.
    ``jobs`` processes read side by side; what they find is written here, in order.
    """
    keep = _keep_again if again else _keep
    with opened(desk) as db, run_of(desk, db, "read") as work:
        store.unhurried(db)
        total = store.count_unread(db, again=again, since=since)
        tasks = _tasks(desk, store.unread_pages(db, again=again, since=since), work)
        found = reading.understand_all(desk.config.archive.folder, tasks, jobs=jobs)
        with closing(found):
            for done, ((page, _), understood) in enumerate(found, 1):
                changes = keep(desk, db, page, understood, work)
                for change in changes if listed else ():
                    desk.show.say(str(change))
                desk.breathe()
                desk.show.step("read", done, total)
        if again:
            differ = ", ".join(f"{work.counts[kind]} {kind}" for kind in reread.KINDS)
            desk.show.say(f"read again: {total} pages; facts: {differ}")
        _assess(desk, db)
    return (work,)


def _assess(desk: Desk, db: Database) -> None:
    """Say how each newspaper does, now that it is crawled and read."""
    sites, zone = newspapers(desk.config), ZoneInfo(desk.config.schedule.timezone)
    ids = desk.config.crawl.sites or own_sites(desk.config)
    for site in filter(None, map(sites.get, ids)):
        assess(db, site, desk.clock(), zone)


def _tasks(desk: Desk, pages: Iterable[store.PageRow], work: Work) -> Iterator[reading.Task]:
    """Yield the pages whose newspaper's file is known; the others wait unread."""
    sites = newspapers(desk.config)
    for page in pages:
        desk.breathe()
        if site := sites.get(page.site_id):
            yield page, site
        else:
            work.counts["no-site-file"] += 1
            why = sites.faults.get(page.site_id, f"no site file for {page.site_id}")
            work.fail(f"{why}: its pages wait unread")


def _keep(
    desk: Desk, db: Database, page: store.PageRow, found: reading.Understood, work: Work
) -> list[reread.Change]:
    """Write what a page says; a page that cannot be read is noted and left behind."""
    work.counts[found.outcome] += 1
    if found.outcome == "away":
        work.fail(f"{found.error}: its pages wait unread")
        return []
    if found.error:
        log.error("read page=%s url=%s\n%s", page.id, page.url, found.details)
        work.fail(found.error)
    if found.reading:
        work.counts["facts"] += len(found.reading.facts)
        work.counts["unresolved"] += len(found.reading.unresolved)
    store.save_reading(db, page, found.outcome, found.article, found.reading, desk.clock())
    return []


def _keep_again(
    desk: Desk, db: Database, page: store.PageRow, found: reading.Understood, work: Work
) -> list[reread.Change]:
    """Write what a page says now; count and return how that differs from what it said before."""
    article = store.article_id(page.site_id, page.url_key)
    before = reread.standing(db, article)
    _keep(desk, db, page, found, work)
    changes = reread.changes(before, reread.standing(db, article))
    work.counts.update(change.kind for change in changes)
    return changes


def verify(desk: Desk) -> tuple[Work, ...]:
    """Look at every record of the archive and at every page in it; say each fault in a line."""
    folder = desk.config.archive.folder
    with opened(desk) as db, run_of(desk, db, "verify") as work:
        names = archive.segments(db, folder)
        for done, name in enumerate(names, 1):
            for fault in archive.faults(db, folder, name, work.counts):
                work.counts["faults"] += 1
                desk.show.say(fault)
            desk.breathe()
            desk.show.step("verify", done, len(names))
        if n := work.counts["faults"]:
            work.fail(f"the archive has {n} {'faults' if n > 1 else 'fault'}")
    return (work,)


def rank(desk: Desk) -> tuple[Work, ...]:
    """Settle what the facts agree on."""
    with opened(desk) as db, run_of(desk, db, "rank") as work:
        desk.show.step("rank", 0, 1)
        work.counts.update(asdict(ranks.settle(db, desk.clock())))
        desk.show.step("rank", 1, 1)
    return (work,)


def alert(desk: Desk) -> tuple[Work, ...]:
    """Write messages about what is new, and send those that are due."""
    channels = channel.channels(desk.config.alerts.channels)
    with opened(desk) as db, run_of(desk, db, "alert") as work:
        watch = watched(desk.config, db)
        new = alerts.enqueue(db, alerts.alerts(), watch=watch, channels=channels, now=desk.clock())
        work.counts["messages"] = new
        done = outbox.deliver(db, channels, now=desk.clock(), sleep=lambda s: _sleep(desk, s))
        work.counts.update(sent=done.sent, dead=done.dead, waiting=done.waiting)
        if done.errors and (owed := outbox.count_owed(db) + done.dead):
            reasons = "; ".join(f"{channel}: {why}" for channel, why in done.errors.items())
            work.fail(f"{owed} messages could not be delivered: {reasons}")
    return (work,)


def _sleep(desk: Desk, seconds: float) -> None:
    desk.stop.wait(seconds)


Stage = Callable[[Desk], tuple[Work, ...]]
STAGES: dict[str, Stage] = {"crawl": crawl, "read": read, "rank": rank, "alert": alert}
"""Every stage, in the order of a day's work."""


def chosen(config: Config) -> tuple[str, ...]:
    """Return the ids of the newspapers to crawl; raises `TableError` when none is chosen."""
    ids = config.crawl.sites or own_sites(config)
    if not ids:
        known = ", ".join(sorted(newspapers(config))[:3])
        raise TableError(
            f"no newspaper is chosen: name some in diembao.toml, [crawl] sites; known: {known} ..."
        )
    return tuple(dict.fromkeys(ids))


def watched(config: Config, db: Database) -> tuple[str, ...]:
    """Return the ids of the provinces to tell about: as configured, or of the known papers."""
    if config.alerts.watch:
        return config.alerts.watch
    query = "SELECT DISTINCT province_id FROM sites WHERE province_id <> '' ORDER BY 1"
    return tuple(row[0] for row in db.execute(query))
