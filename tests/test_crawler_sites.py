"""The newspapers that ship with the program: every file keeps what it promises."""

import re
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from crawler import address, discover, site
from crawler.family import FAMILIES, Family, families
from crawler.site import Site, load
from extract.province import units

SHIPPED = sorted(site.SHIPPED.glob("*.toml"))
REAL = [path for path in SHIPPED if not path.stem.startswith("newsstand-")]
each = pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
each_real = pytest.mark.parametrize("path", REAL, ids=lambda path: path.stem)
each_family = pytest.mark.parametrize("name", families())


def lists(paper: Site) -> list[str]:
    """Return the full addresses of everything that lists a newspaper's articles."""
    found = paper.discover
    places = (*found.feeds, *found.sitemaps, *found.listings, *(api.url for api in found.api))
    return [paper.at(place) for place in places]


@each
def test_its_province_exists_and_its_newest_layout_is_in_use(path: Path) -> None:
    """A paper is at home somewhere, and no layout is the last one of a system that was left."""
    paper = load(path)

    assert paper.id == path.stem
    assert paper.province in units()
    assert not any(former.province and former.province not in units() for former in paper.former)
    dated = [layout.until for layout in paper.layouts if layout.until]
    assert len(dated) < len(paper.layouts) or path.stem in {"baothanhhoa", "huengaynay"}


@each
def test_its_examples_are_its_own(path: Path) -> None:
    """It takes each address it promises, at its own hosts, and refuses what it forbids.

    The patterns alone are held against the examples when a file is loaded.
    """
    paper = load(path)

    assert paper.articles.yes
    assert paper.articles.no
    assert all(paper.takes(url) for url in paper.articles.yes)
    assert all(paper.owns(url) and not paper.takes(url) for url in paper.articles.no)


@each
def test_every_form_of_its_addresses_has_an_example(path: Path) -> None:
    """Also the forms of systems that were left; an example made up by us is named as a guess."""
    paper = load(path)
    paths = [address.path(url) for url in paper.articles.yes]

    forms = (paper.articles.pattern, *paper.articles.old)
    assert all(any(re.search(form, path) for path in paths) for form in forms)
    made_up = any("vi-du-" in path for path in paths)
    assert not made_up or {"articles", "articles.yes"} & set(paper.unverified)


@each
def test_its_lists_are_its_own_and_no_articles(path: Path) -> None:
    """No list would be kept as an article, or asked of somebody else."""
    paper = load(path)

    assert all(paper.owns(url) for url in lists(paper))
    assert not [url for url in lists(paper) if paper.takes(url)]
    assert len(set(lists(paper))) == len(lists(paper))


@each_real
def test_what_is_a_guess_is_named(path: Path) -> None:
    """No live crawl has been made yet: where it lists, how it looks, how often it prints."""
    paper = load(path)

    assert {"discover", "layouts", "expect"} <= set(paper.unverified)
    assert not paper.former or "former" in paper.unverified


@each_real
def test_a_file_is_short(path: Path) -> None:
    """What a paper shares with its family stands in the family's file."""
    lines = [line for line in path.read_text("utf-8").splitlines() if line.strip()]

    assert len(lines) <= 40


def test_no_host_belongs_to_two_newspapers() -> None:
    """Nor is one listed twice in a file."""
    hosts: Counter[str] = Counter()
    for path in SHIPPED:
        own = tomllib.loads(path.read_text("utf-8"))
        named = [
            own["base_url"],
            *own.get("aliases", ()),
            *(f["host"] for f in own.get("former", ())),
        ]
        hosts.update(address.host(f"//{name.rpartition('//')[2]}") for name in named)

    assert [host for host, n in hosts.items() if n > 1] == []


def test_no_list_is_asked_for_twice() -> None:
    """Across all files."""
    counts = Counter(url for path in SHIPPED for url in lists(load(path)))

    assert [url for url, n in counts.items() if n > 1] == []


def test_every_province_has_a_newspaper() -> None:
    """All 34 of today, and the old ones that were merged have theirs as a former or own paper."""
    papers = [load(path) for path in REAL]
    home = {paper.province for paper in papers}
    told = home | {former.province for paper in papers for former in paper.former}
    today = {id_ for id_, unit in units().items() if unit.code34}

    assert today - home == set()
    assert len(today) == 34
    assert len(told) >= 55


@each_family
def test_the_addresses_of_a_family_are_real(name: str) -> None:
    """Its pattern takes addresses seen in the wild and leaves their neighbours."""
    family = families()[name]
    usual = discover.Articles(**family.defaults["articles"], yes=family.yes, no=family.no)

    assert usual.yes
    assert usual.no


@each_family
def test_a_family_is_enough_for_a_newspaper(name: str) -> None:
    """With a name, an address and one list, its defaults make a whole paper."""
    own = {"id": "a", "name": "A", "base_url": "https://a.vn", "family": name}

    paper = Site.parsed(own | {"discover": {"listings": ["/"]}}, "here")

    assert paper.layouts
    assert paper.discover.links != "a"


def test_a_file_of_its_own_wins_over_its_family() -> None:
    """A key replaces the family's; layouts and denied addresses come before the family's."""
    own = {
        "id": "a",
        "name": "A",
        "base_url": "https://a.vn",
        "family": "F1",
        "prefix": "^A-",
        "discover": {"listings": ["/"], "links": "h5 a"},
        "articles": {"deny": ["^/a/"]},
        "layouts": [{"body": "main"}, {"body": "article", "prefix": "^B-"}],
    }

    paper = Site.parsed(own, "here")

    usual = families()["f1"].defaults
    assert paper.family == "f1"
    assert paper.discover.links == "h5 a"
    assert paper.articles.pattern == usual["articles"]["pattern"]
    assert paper.articles.deny == ("^/a/",)
    assert [layout.body for layout in paper.layouts][:2] == [("main",), ("article",)]
    assert [layout.prefix for layout in paper.layouts] == ["^A-", "^B-", "^A-"]


def test_what_is_never_an_article_is_refused_at_every_newspaper() -> None:
    """Print copies, events, tags, films, adverts; and nothing that only looks like them."""
    about = discover.toml(discover.NEVER)
    everything = discover.Articles(pattern="/")

    assert [url for url in about["yes"] if everything.take(url)] == []
    assert [url for url in about["no"] if not everything.take(url)] == []


def test_the_families_are_files() -> None:
    """And each says by which signs it is known."""
    assert sorted(families()) == ["f1", "f2", "f3", "f4", "f5"]
    assert all(len(Family.loaded(path).signs) >= 5 for path in FAMILIES.glob("*.toml"))
