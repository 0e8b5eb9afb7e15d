"""What a newspaper's pages give away about its system: pure reading, nothing is asked."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from urllib.parse import urljoin, urlsplit

from scrapy.http import HtmlResponse, Response
from scrapy.utils.response import get_base_url

from crawler.discover import ListApi, never
from crawler.family import ApiTry, Family
from crawler.site import Site
from extract.province import units

MENU = "nav a, [class*=menu] a, [id*=menu] a, [class*=nav] a"
FEED_TYPES = "link[type*='rss+xml'], link[type*='atom+xml']"
API_PAGES = 20
"""Pages of a list API that are proposed: its answer does not say how many there are."""

_FURNITURE, _FEW = 0.8, 4
"""Links on so many of the pages, if there are a few pages, stand in the sidebar of all."""

_DEEPEST = 2
_SLUG = re.compile(r"(?:[A-Za-z0-9]+-){4,}")
"""Four hyphens: a headline, not the name of a category."""


def links(response: Response | None) -> list[str]:
    """Return the addresses that a page links to, made whole, each once."""
    if not isinstance(response, HtmlResponse):
        return []
    return _whole(response, response.css("a::attr(href)").getall())


def announced(page: HtmlResponse) -> list[str]:
    """Return the feeds that a page announces to programs."""
    return _whole(page, page.css(FEED_TYPES).xpath("@href").getall())


def _whole(page: HtmlResponse, hrefs: Iterable[str]) -> list[str]:
    try:
        base = get_base_url(page)
    except ValueError:  # a <base> that is none
        base = page.url
    found = []
    for href in hrefs:
        try:
            found.append(urljoin(base, href.strip()).partition("#")[0])
        except ValueError:  # "http://[" is written on some front page
            continue
    return list(dict.fromkeys(found))


def title(page: HtmlResponse) -> str:
    """Return what a front page calls the newspaper."""
    named = page.css("meta[property='og:site_name']::attr(content)").get()
    said = named or page.css("title::text").get() or ""
    return " ".join(said.split())


def province(said: str) -> str:
    """Return the id of the province that ``said`` names, today's before one of long ago."""
    named = [(bool(u.code34), len(u.name), id_) for id_, u in units().items() if u.name in said]
    return max(named)[2] if named else ""


def categories(site: Site, front: HtmlResponse) -> list[str]:
    """Return the addresses on the front page that may list articles, the menu's first."""
    menu = _whole(front, front.css(MENU).xpath("@href").getall())
    return [url for url in dict.fromkeys((*menu, *links(front))) if _may_list(site, url)]


def _may_list(site: Site, url: str) -> bool:
    if not site.owns(url) or site.takes(url):
        return False
    parts = urlsplit(url)
    steps = [step for step in parts.path.split("/") if step]
    if parts.query or not 0 < len(steps) <= _DEEPEST or _SLUG.search(steps[-1]):
        return False
    return not any(re.search(deny, parts.path) for deny in never())


def signs(system: Family, pages: Iterable[Response | None]) -> int:
    """Return how many signs of ``system`` stand on any of ``pages``."""
    known = [page for page in pages if isinstance(page, HtmlResponse)]
    return sum(any(page.css(sign) for page in known) for sign in system.signs)


def furniture(pages: Collection[Collection[str]]) -> set[str]:
    """Return the links that stand on nearly every one of ``pages``."""
    often = Counter(link for page in pages for link in set(page))
    few = len(pages) < _FEW
    return set() if few else {link for link, n in often.items() if n > _FURNITURE * len(pages)}


def tails(url: str, page: Response) -> Iterator[tuple[str, int]]:
    """Yield how ``page``, the listing at ``url``, links to further pages of itself.

    Each is what stands behind the address, with ``{n}`` for the number, and the number.
    """
    for link in links(page):
        rest = link.removeprefix(url)
        numbers = re.findall(r"\d+", rest)
        if rest != link and len(numbers) == 1 and re.match(r"[?/&_-]|page|trang|p", rest):
            yield re.sub(r"\d+", "{n}", rest), int(numbers[0])


def apis(system: Family, page: HtmlResponse) -> Iterator[ListApi]:
    """Yield the list APIs of ``system`` for the category of ``page``, as its ids say."""
    for one in system.tries.api:
        blanks = {"id": _group(one.id, page.text), "unit": _group(one.unit, page.text)}
        url = one.url
        for name, value in blanks.items():
            url = url.replace(f"{{{name}}}", value or f"{{{name}}}")
        if "{id}" not in url and "{unit}" not in url:
            yield _filled(one, url)


def _filled(one: ApiTry, url: str) -> ListApi:
    about = one.model_dump(include={"items", "link", "step", "headers"})
    return ListApi(url=url, pages=API_PAGES, **about)


def _group(pattern: str, text: str) -> str:
    """Return the group of ``pattern`` that matched in ``text``, empty if none did."""
    found = re.search(pattern, text) if pattern else None
    return next((group for group in found.groups() if group), "") if found else ""


def form(urls: Iterable[str]) -> str:
    """Return a pattern for the commonest form among addresses that hold a headline, or empty."""
    forms = Counter(filter(None, (_form(urlsplit(url).path) for url in urls)))
    best = forms.most_common(1)
    return best[0][0] if best and best[0][1] > 1 else ""


def _form(path: str) -> str:
    *steps, last = path.strip("/").split("/")
    found = re.search(r"(-[a-z]*)(\d{3,})(\.[a-z]{2,5})?$", last)
    if not _SLUG.match(last) or not found:
        return ""
    above = f"(?:[^/]+/){{{len(steps)}}}" if steps else ""
    end = re.escape(found[3]) if found[3] else "/?"
    return rf"^/{above}[^/]+{found[1]}\d+{end}$"
