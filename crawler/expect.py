"""Whether a newspaper gives what it used to give, and if not, what is the matter with it.

What a paper gives is held against its own last `MEMORY` days.  A figure is lost when it falls
below half of the worst usual day: the median less three times the median deviation (as a standard
deviation, so times 1.4826).  Neither is moved by the odd day that is being looked for, and half of
the worst usual day is far from any Sunday.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from crawler.site import Site
from db.base import moment
from db.health import Crawl, Health, Look, Numbers, State, numbers

MEMORY = timedelta(days=28)
"""Four weeks: long enough to know a paper's Sundays, short enough to follow its growth."""

DAY = timedelta(days=1)
WEEK = 7
"""Days that must have been seen before a paper's own volume counts, and not its file's."""

GIVEN_UP = 3
"""Articles that must have been refused before it is the paper and not the article."""

SAMPLE = 10
"""Texts whose median length is worth comparing: the median of a few is any text's length."""

CHANCE = 0.05
"""Pages that miss a field are an accident while accidents are likelier than this."""

UNKNOWN = 0.9
"""The share of pages that should have a field while fewer than `ENOUGH` pages are known."""

ENOUGH = 20

FIELDS: Mapping[str, float] = {
    "layout": 0.97,
    "title": 0.9,
    "body": 0.9,
    "date": 0.95,
    "byline": 0.9,
}
"""The most that is ever expected of a field.  A tenth of the pages may be films or topics, with
neither title nor text; that an article stands in a strange layout hardly ever happens."""

_SCALE = 1.4826
_NO_OUTCOME = {
    *("found", "known", "left", "moved", "revisited"),
    *("resting", "lists-done", "capped", "feeds-end"),
}
_HAD = {"kept", "unchanged", "lists", "not-modified"}
_REFUSED = {"robots", "http-401", "http-403", "http-429", "http-451"}
_DOWN = {"unreachable", "timeout", "failed", "truncated", "http-408"}

Verdict = tuple[State, str]
"""A state, and in what it shows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What is known of a paper when its state is judged."""

    crawl: Crawl
    """The last one."""

    since: datetime
    """When the last crawl began that brought pages."""

    fresh: Sequence[Look]
    """What those pages gave."""

    usual: Sequence[Numbers]
    """What each day before gave, since `MEMORY`."""

    newest: datetime
    """When the last new article was seen."""

    recent: int
    """Articles first seen in the last day."""

    volumes: Sequence[int]
    """Articles first seen on each whole day before, since `MEMORY`; the day of the first crawl,
    which found what was lying about, is none of them."""

    behind: timedelta
    """By how much the feeds end before the newest article; negative when they go on."""

    known: timedelta
    """How long the paper has been crawled."""


def judged(site: Site, evidence: Evidence) -> Health:
    """Return the state that ``evidence`` speaks for: the first that explains the others."""
    crawl, fresh = evidence.crawl, evidence.fresh
    walls = sum(look.wall for look in fresh) if evidence.since == crawl.started_at else 0
    if found := refused(crawl.counts, walls):
        return _health(found, crawl.started_at)
    if found := misread(site, numbers(fresh), evidence.usual):
        return _health(found, evidence.since)
    if found := behind(site, evidence):
        return _health(found, crawl.started_at)
    if found := silent(site, evidence):
        return _health(found, evidence.newest)
    return _health(("ok", "; ".join(asides(site, evidence))), crawl.started_at)


def _health(found: Verdict, since: datetime) -> Health:
    return Health(state=found[0], since=moment(since), detail=found[1])


def refused(counts: Mapping[str, int], walls: int = 0) -> Verdict | None:
    """Return what kept a crawl with ``counts`` from the paper; None when it was let in.

    ``walls`` are the kept pages that were found to be walls when they were read.
    """
    lists, failed = _lists(counts), _articles(counts) + Counter(challenge=walls)
    answered = counts.get("lists", 0) + counts.get("not-modified", 0)
    away = Counter({word: n for word, n in lists.items() if _kind(word) != "layout-changed"})
    if away.total() > answered or (lists and not answered):
        return _worst(away or lists, "lists")
    if answered and not counts.get("found"):
        return "layout-changed", "its lists name no article"
    got = counts.get("kept", 0) + counts.get("unchanged", 0) - walls
    if failed.total() > max(got, GIVEN_UP - 1):
        return _worst(failed, "articles")
    return None


def _lists(counts: Mapping[str, int]) -> Counter[str]:
    """Return the lists that were asked for in vain, by outcome."""
    lists = {word: n for word, n in counts.items() if word.startswith("list-")}
    return Counter({word.removeprefix("list-"): n for word, n in lists.items()})


def _articles(counts: Mapping[str, int]) -> Counter[str]:
    """Return the articles that were asked for in vain, by outcome."""
    others = _NO_OUTCOME | _HAD
    apart = ("list-", "revisit-")
    return Counter({w: n for w, n in counts.items() if w not in others and not w.startswith(apart)})


def blocked_share(counts: Mapping[str, int]) -> float | None:
    """Return the share of all answers that were a refusal or a challenge; None without any."""
    failed = _lists(counts) + _articles(counts)
    refusals = sum(n for word, n in failed.items() if _kind(word) in {"blocked", "challenge"})
    answers = failed.total() + sum(counts.get(word, 0) for word in _HAD)
    return round(refusals / answers, 4) if answers else None


def _kind(word: str) -> State:
    """Return the state that an outcome speaks for, when it is what a paper mostly answers."""
    if word == "challenge":
        return "challenge"
    if word in _REFUSED:
        return "blocked"
    return "unreachable" if word in _DOWN or word.startswith("http-5") else "layout-changed"


def _worst(failed: Mapping[str, int], what: str) -> Verdict:
    states: Counter[State] = Counter()
    for word, n in failed.items():
        states[_kind(word)] += n
    told = ", ".join(f"{word} {n}x" for word, n in Counter(failed).most_common() if n)
    return states.most_common(1)[0][0], f"{what} could not be had: {told}"


def misread(site: Site, fresh: Numbers, usual: Sequence[Numbers]) -> Verdict | None:
    """Return which fields the paper's pages have lost; None when they are as on ``usual`` days."""
    lost = [said for name in FIELDS if (said := _lost(site, name, fresh, usual))]
    before = [day.body_median for day in usual if day.body_median and day.articles >= SAMPLE]
    if before and fresh.body_median is not None and fresh.articles >= SAMPLE:
        least = worst(before) / 2
        if fresh.body_median < least:
            lost.append(f"texts have {fresh.body_median:.0f} characters, usually {least:.0f} up")
    return ("layout-changed", "; ".join(lost)) if lost else None


def _lost(site: Site, name: str, fresh: Numbers, usual: Sequence[Numbers]) -> str:
    rate: float | None = getattr(fresh, f"{name}_rate")
    share = _expected(site, name, usual)
    if rate is None or share is None:
        return ""
    pages = fresh.articles if name == "layout" else fresh.pages
    misses = round((1 - rate) * pages)
    if rate >= share / 2 or (1 - share) ** misses >= CHANCE:
        return ""
    return f"{name} found on {pages - misses} of {pages} pages, usually on {share:.0%}"


def _expected(site: Site, name: str, usual: Sequence[Numbers]) -> float | None:
    """Return the share of pages that have a field on the worst usual day; None = no matter."""
    days = [day for day in usual if getattr(day, f"{name}_rate") is not None]
    if sum(day.pages for day in days) < ENOUGH:
        given = name != "byline" and (name != "layout" or bool(site.layouts))
        return UNKNOWN if given else None
    share = min(FIELDS[name], worst([getattr(day, f"{name}_rate") for day in days]))
    return share if share > 1 / 2 else None


def worst(values: Sequence[float]) -> float:
    """Return the least of ``values`` that is nothing out of the way.

    >>> worst([100, 90, 110, 95, 105, 4])
    75.2...
    """
    middle = median(values)
    return float(middle - 3 * _SCALE * median(abs(value - middle) for value in values))


def behind(site: Site, evidence: Evidence) -> Verdict | None:
    """Return that the paper's feeds have stopped, while it goes on printing."""
    if evidence.behind <= timedelta(hours=site.expect.quiet_hours):
        return None
    return "frozen-feed", f"its feeds end {evidence.behind.days} days before its newest article"


def silent(site: Site, evidence: Evidence) -> Verdict | None:
    """Return that the paper, which answers, has printed nothing for too long, or too little."""
    hours = (evidence.crawl.started_at - evidence.newest).total_seconds() / 3600
    if hours > site.expect.quiet_hours:
        return "frozen-feed", f"its lists answer, and name nothing new for {hours:.0f} hours"
    fewest = _fewest(site, evidence)
    if evidence.recent < fewest:
        return "quiet", f"{evidence.recent} new articles in 24 hours, usually at least {fewest:.0f}"
    return None


def _fewest(site: Site, evidence: Evidence) -> float:
    if len(evidence.volumes) >= WEEK:
        return worst(evidence.volumes) / 2
    return site.expect.pages_per_day[0] if evidence.known >= DAY else 0


def asides(site: Site, evidence: Evidence) -> Iterable[str]:
    """Yield what is odd about a paper that is well."""
    for word, n in sorted(_lists(evidence.crawl.counts).items()):
        yield f"{n} of its lists could not be had ({word})"
    most = site.expect.pages_per_day[1]
    if evidence.recent > most and evidence.known >= DAY:
        yield (
            f"{evidence.recent} new articles in 24 hours; its file expects at most {most}: "
            "a list may name old pages"
        )
