"""Find the state each newspaper is in, from what its crawls and pages have left."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from sqlite_utils import Database

from crawler.expect import DAY, MEMORY, Evidence, blocked_share, judged
from crawler.site import Site
from db import health
from db.health import Crawl, Health, Look, Numbers, numbers


def assess(db: Database, site: Site, now: datetime, zone: ZoneInfo) -> Health | None:
    """Find the state ``site`` is in after its last crawl was read, and write the day's row.

    Days begin in ``zone``.  None when no crawl of it has ever counted anything: then nothing is
    known of it.
    """
    crawl = health.last_crawl(db, site.id)
    if crawl is None:
        return None
    before = health.last(db, site.id)
    evidence = _evidence(db, site, crawl, before, zone)
    found = judged(site, evidence)
    if before and before.state == found.state:
        found = replace(found, since=before.since)
    _save(db, site.id, found, evidence.newest, now.astimezone(zone))
    return found


def _evidence(
    db: Database, site: Site, crawl: Crawl, before: Health | None, zone: ZoneInfo
) -> Evidence:
    fed = health.last_fed(db, site.id) or crawl
    first = health.first_crawl(db, site.id) or crawl.started_at
    start, end = max(first, crawl.started_at - MEMORY), fed.started_at
    seen = health.sightings(db, site.id, start)
    if before and before.state == "layout-changed":  # what was lost then is not usual now
        end = min(end, datetime.fromisoformat(before.since))
    return Evidence(
        crawl=crawl,
        since=fed.started_at,
        fresh=health.looks(db, site.id, fed.started_at),
        usual=_days(health.looks(db, site.id, start, end), zone),
        newest=health.newest(db, site.id) or first,
        recent=sum(at >= crawl.started_at - DAY for at in seen),
        volumes=_volumes(seen, start, crawl.started_at, zone),
        behind=health.feeds_behind(db, site.id) if site.discover.feeds else timedelta(),
        known=crawl.started_at - first,
    )


def _days(looks: Iterable[Look], zone: ZoneInfo) -> list[Numbers]:
    def day(look: Look) -> date:
        return look.at.astimezone(zone).date()

    return [numbers(list(group)) for _, group in groupby(looks, day)]


def _volumes(seen: Iterable[datetime], start: datetime, end: datetime, zone: ZoneInfo) -> list[int]:
    """Return how many were seen on each whole day between ``start`` and ``end``."""
    first, last = (at.astimezone(zone).date() for at in (start, end))
    days = Counter(at.astimezone(zone).date() for at in seen)
    return [days[first + n * DAY] for n in range(1, (last - first).days)]


def _save(db: Database, site: str, found: Health, newest: datetime, now: datetime) -> None:
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    answers: Counter[str] = Counter()
    for crawl in health.crawls(db, site, midnight):
        answers.update(crawl.counts)
    health.save(
        db,
        site,
        midnight.date(),
        found,
        numbers(health.looks(db, site, midnight)),
        blocked_share=blocked_share(answers),
        newest_at=newest,
    )
