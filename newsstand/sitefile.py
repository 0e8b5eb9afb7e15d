"""The file by which the crawler finds a paper of the stand, as a person would write it."""

import json
from collections.abc import Collection, Iterator

from newsstand.paper import NEWEST, WAYS
from newsstand.server import Server

_F1_ASKS = '{ X-Requested-With = "XMLHttpRequest" }'
_API = {
    "f1": f'items = "data"\nlink = "link"\nheaders = {_F1_ASKS}\npages = 100',
    "f2": 'items = "response"\nlink = "pageUrl"\nfirst_page = 0\nstep = 20\npages = 100',
}


def site_file(server: Server, ways: Collection[str] = WAYS) -> str:
    """Return the site file (TOML) of the paper of ``server``, found by those of ``ways`` it has."""
    return "\n".join(_lines(server, {way for way in ways if server.paper.offers(way)})) + "\n"


def _lines(server: Server, ways: Collection[str]) -> Iterator[str]:
    paper, system = server.paper, server.paper.system
    yield f"name = {_text(paper.name)}"
    yield f"base_url = {_text(server.base_url)}"
    yield f"province = {_text(paper.province_id)}"
    yield f"family = {_text(paper.family)}"
    yield "\n[discover]"
    if "feeds" in ways:
        yield f"feeds = [{_text(paper.feed(NEWEST))}]"
    if "sitemaps" in ways:
        yield f"sitemaps = [{_text(system.sitemap)}]"
    if "listings" in ways:
        yield f"listings = [{_text(paper.listing(NEWEST))}]"
        yield f"page = {_text(system.page)}"
    yield "pages = 100"
    if "api" in ways:
        yield f"\n[[discover.api]]\nurl = {_text(paper.api(NEWEST))}\n{_API[paper.family]}"


def _text(words: str) -> str:
    return json.dumps(words, ensure_ascii=False)
