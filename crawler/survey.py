"""Find out what a newspaper is: what is asked, in which order, and when there is no use."""

import re
from collections import Counter
from datetime import datetime
from urllib.parse import urlsplit

from protego import Protego
from scrapy.http import HtmlResponse

from crawler import clues, manners
from crawler.family import Family, families
from crawler.fetch import KEPT, outcome_for
from crawler.findings import SAMPLES, Findings, Sample
from crawler.inventory import Inventory
from crawler.probe import Answer, Asker
from crawler.robots import SERVER_FAULT, TOO_MANY
from crawler.site import Site
from extract import clean
from extract.model import Page

ENOUGH_SIGNS = 2
_NONE = 400
_UNKNOWN_RULES = "cannot be had"


async def survey(asker: Asker, site: Site, now: datetime, *, is_new: bool) -> Findings:
    """Ask a newspaper everything that decides whether and how it can be crawled; never raises.

    ``is_new`` when no more than its address is known: then its file is made from nothing.
    """
    found = Findings(site=site)
    robots = await _robots(asker, found)
    front = await _front(asker, found)
    if front is None:
        return found
    if is_new:
        found.site = _named(site, clues.title(front))
    inventory = Inventory(asker, found, front, now)
    await _recognise(inventory, is_new=is_new)
    if not found.trouble:
        await inventory.take(list(robots.sitemaps) if robots else [])
        await _samples(inventory)
    return found


async def _robots(asker: Asker, found: Findings) -> Protego | None:
    """Ask for robots.txt; return its rules, and say what they mean for us."""
    answer = await asker.ask(found.site.at("/robots.txt"), robots=False)
    status = answer.response.status if answer.response is not None else 0
    if _NONE <= status < SERVER_FAULT and status != TOO_MANY:
        found.robots = f"none ({status}): nothing is forbidden"
    elif answer.outcome == "offsite":
        found.robots = "leads to another host: nothing is forbidden"
    elif not answer.ok or answer.response is None:
        found.robots = f"{_UNKNOWN_RULES} ({answer.outcome}): everything is forbidden"
        found.protocol = _protocol(answer)
    else:
        rules = Protego.parse(answer.response.body.decode("utf-8", "replace"))
        allowed = rules.can_fetch(found.site.at("/"), manners.NAME)
        delay = rules.crawl_delay(manners.NAME)
        said = f", {delay:g} s between two questions" if delay else ""
        found.robots = f"{'allows' if allowed else 'forbids'} us the front page{said}"
        return rules
    return None


async def _front(asker: Asker, found: Findings) -> HtmlResponse | None:
    """Ask for the front page; None when there is no use in going on."""
    answer = await asker.ask(found.site.at("/"))
    found.moved = answer.moved
    found.protocol = found.protocol or _protocol(answer)
    found.trouble = _closed(answer, found)
    if found.trouble or not isinstance(answer.response, HtmlResponse):
        return None
    return answer.response


def _named(site: Site, title: str) -> Site:
    """Return ``site`` with the name and the province that its front page gives it."""
    name = re.split(r"\s[-–|]\s|\s*\|\s*", title)[0] or site.name
    return site.model_copy(update={"name": name, "province": clues.province(name)})


def _protocol(answer: Answer) -> str:
    if answer.response is None:
        return answer.why or answer.outcome
    secure = urlsplit(answer.response.url).scheme == "https"
    return f"{'encrypted' if secure else 'plain http'}, status {answer.response.status}"


def _closed(answer: Answer, found: Findings) -> str:
    """Return why nobody comes in at the front page; empty when one does."""
    if answer.outcome == "offsite":
        host = urlsplit(answer.moved[-1]).netloc
        return f"it has moved to {host}, which is not among its hosts: add it to aliases"
    if answer.outcome == "robots":
        return "blocked by robots.txt"
    if answer.outcome == "untrusted" or "SSL" in found.protocol:
        legacy = '; tls = "legacy" in its file may help' if found.site.tls == "default" else ""
        return f"its encryption is not trusted: {found.protocol}{legacy}"
    outcome = outcome_for(answer.response) if answer.ok and answer.response else answer.outcome
    if outcome != KEPT and _UNKNOWN_RULES in found.robots and outcome in found.robots:
        return f"robots.txt {found.robots}"
    return "" if outcome == KEPT else f"its front page could not be had: {outcome}"


async def _recognise(inventory: Inventory, *, is_new: bool) -> None:
    """Tell by the front page and an article which system the newspaper uses."""
    found, pool = inventory.found, await inventory.pool()
    for name, system in families().items():
        found.signs[name] = await _signs(inventory, name, system, pool)
    (best, most), (_, second) = Counter(found.signs).most_common(2)
    if most >= ENOUGH_SIGNS and most > second:
        found.family = best
    if not is_new and (not pool or any(map(found.site.takes, pool))):
        return
    form = clues.form(url for url in pool if found.site.owns(url))
    if found.family:
        found.site = of_family(found.site, found.family)
    elif form:
        found.site = of_form(found.site, form)
    else:
        found.trouble = "nothing on its front page looks like an article"


async def _signs(inventory: Inventory, name: str, system: Family, pool: list[str]) -> int:
    """Return how many signs of a system the newspaper shows; none without an article of its."""
    draft = of_family(inventory.found.site, name)
    article = next(filter(draft.takes, pool), "")
    if not article and clues.signs(system, [inventory.front]) >= ENOUGH_SIGNS:
        article = await inventory.first_of_apis(draft, system)
    if not article:
        return 0
    answer = await inventory.asker.ask(article)
    return clues.signs(system, [inventory.front, answer.response])


def of_family(site: Site, name: str) -> Site:
    """Return ``site`` as a paper of the family called ``name``; what it was called stays."""
    return Site.parsed(_identity(site) | {"family": name}, site.id)


def of_form(site: Site, pattern: str) -> Site:
    """Return ``site`` as a paper of its own system, whose articles' addresses are of a form."""
    return Site.parsed(_identity(site) | {"articles": {"pattern": pattern}}, site.id)


def _identity(site: Site) -> dict[str, object]:
    kept = {"id", "name", "base_url", "province", "aliases", "former", "delay", "timeout", "tls"}
    return site.model_dump(include=kept) | {"discover": {"listings": ["/"]}}


async def _samples(inventory: Inventory) -> None:
    """Read a few articles, one of each list as far as that goes."""
    for url in inventory.articles()[:SAMPLES]:
        answer = await inventory.asker.ask(url)
        inventory.found.samples.append(_sample(answer, inventory.found.site, inventory.now))


def _sample(answer: Answer, site: Site, now: datetime) -> Sample:
    response = answer.response
    if not answer.ok or response is None:
        return Sample(url=answer.url, failure=answer.outcome)
    kind = (response.headers.get("Content-Type") or b"").decode("latin-1")
    page = Page(url=response.url, body=response.body, content_type=kind)
    try:
        read = clean.article(page, site.layouts, name=site.name, today=now)
    except clean.UnreadablePageError as error:
        return Sample(url=answer.url, failure=error.outcome)
    return Sample(
        url=answer.url,
        title=read.title,
        published=read.published,
        published_by=read.published_by,
        byline=read.byline,
        letters=len(read.text),
    )
