"""What pages give away about a newspaper's system, and the file that is proposed from it."""

import tomllib

import pytest
from scrapy.http import HtmlResponse

from crawler import clues
from crawler.discover import ListApi
from crawler.family import families
from crawler.findings import Findings, Listed, Sample, lines
from crawler.propose import proposed
from crawler.site import Site

URL = "https://bao.vn/xa-hoi"


def page(body: str, url: str = URL) -> HtmlResponse:
    """Return a page of a newspaper."""
    return HtmlResponse(url, body=f"<html>{body}</html>".encode(), encoding="utf-8")


def site(**more: object) -> Site:
    """Return a newspaper that is hardly known."""
    own = {"id": "bao", "name": "Báo Thử", "base_url": "https://bao.vn"}
    return Site.parsed(own | {"family": "f1", "discover": {"listings": ["/"]}} | more, "here")


@pytest.mark.parametrize(
    ("paths", "form"),
    [
        (["/tin-mot-hai-ba-bon-12345.htm"] * 2, r"^/[^/]+-\d+\.htm$"),
        (["/x/y/tin-mot-hai-ba-bon-postid123.bbg"] * 2, r"^/(?:[^/]+/){2}[^/]+-postid\d+\.bbg$"),
        (["/x/tin-mot-hai-ba-bon-12345"] * 2, r"^/(?:[^/]+/){1}[^/]+-\d+/?$"),
        (["/tin-mot-hai-ba-bon-12345.htm"], ""),
        (["/xa-hoi", "/lien-he.html", "/", "/thoi-su-215.html"] * 3, ""),
    ],
)
def test_the_commonest_form_of_addresses_is_a_pattern(paths: list[str], form: str) -> None:
    """It takes the addresses it was made from, and one address makes no form."""
    urls = [f"https://bao.vn{path}" for path in paths]

    assert clues.form(urls) == form
    if form:
        made = site(family="", articles={"pattern": form})
        assert all(map(made.takes, urls))


@pytest.mark.parametrize(
    ("href", "tail"),
    [
        ("/xa-hoi?page=3", ("?page={n}", 3)),
        ("?paged=12", ("?paged={n}", 12)),
        ("/xa-hoi/?p=2&d=", ("/?p={n}&d=", 2)),
        ("/xa-hoi/trang-2.html", ("/trang-{n}.html", 2)),
        ("/kinh-te?page=3", None),
        ("/xa-hoi?page=3&of=9", None),
        ("/xa-hoi", None),
    ],
)
def test_a_listing_tells_how_its_pages_are_turned(href: str, tail: tuple[str, int] | None) -> None:
    """By its links to itself with one number behind."""
    found = list(clues.tails(URL, page(f"<a href='{href}'>Tiếp</a>")))

    assert found == ([tail] if tail else [])


def test_what_may_be_a_category_is_asked_first_from_the_menu() -> None:
    """No articles, no service pages, no strangers, nothing deep or with a question."""
    hrefs = (
        "/tin-mot-hai-ba-bon-12345.html /kinh-te /video/x /a/b/c /x?id=1 http://la.vn/y / http://["
    )
    every = "".join(f"<a href='{href}'>x</a>" for href in hrefs.split())
    front = page(f"{every}<nav><a href='/xa-hoi'>x</a></nav>", "https://bao.vn/")

    assert clues.categories(site(), front) == ["https://bao.vn/xa-hoi", "https://bao.vn/kinh-te"]


def test_what_stands_on_every_page_is_furniture() -> None:
    """With a few pages to compare; what most pages share is no news of any of them."""
    pages = [{"most-read", "own-1"}, {"most-read", "own-2"}, {"most-read"}, {"most-read", "own-3"}]

    assert clues.furniture(pages) == {"most-read"}
    assert clues.furniture(pages[:2]) == set()


@pytest.mark.parametrize(
    ("said", "province"),
    [
        ("Báo Lạng Sơn điện tử", "lang-son"),
        ("Báo Tuyên Quang", "tuyen-quang-2025"),
        ("Báo Hà Giang", "ha-giang"),
        ("Báo Nhân Dân", ""),
    ],
)
def test_a_name_tells_the_province(said: str, province: str) -> None:
    """Of two areas with one name it is today's."""
    assert clues.province(said) == province


def test_the_blanks_of_a_list_api_are_filled_by_the_page() -> None:
    """Without its ids there is no API."""
    unit = "e7837c027f6ecd14017ffa4e5f2a0e34"
    ids = f'<input id="site_id" value="{unit}"><input id="cate_id" value="57">'

    found = list(clues.apis(families()["f2"], page(ids)))

    assert [f"scUnitMapId={unit}&saArticleCateId=57&" in one.url for one in found] == [True]
    assert (found[0].items, found[0].link, found[0].step) == ("response", "pageUrl", 20)
    assert list(clues.apis(families()["f2"], page(""))) == []


def findings(**more: object) -> Findings:
    """Return what a good newspaper answered."""
    sample = Sample(url="https://bao.vn/tin-12345.html", title="Tin", letters=900)
    usual = {"site": site(), "listings": [Listed(place="/xa-hoi", links=("x",))]}
    return Findings(**usual | {"samples": [sample]} | more)  # type: ignore[arg-type]


def test_a_proposed_file_says_what_was_found_and_no_more() -> None:
    """What the family knows is left out, and what answers no more is gone."""
    api = ListApi(url="/l?c=5&p={page}", headers={"X-Requested-With": "XMLHttpRequest"}, pages=20)
    known = """# Ghi chú
name = "Báo Thử"
base_url = "https://bao.vn"
unverified = ["discover.feeds", "former", "layouts"]  # đoán

[discover]
feeds = ["/cu.rss"]
links = "h3 a"

[articles]
old = ['^/\\d+-cu$']
yes = ["https://bao.vn/12-cu"]
no = ["https://bao.vn/xa-hoi"]
"""

    text = proposed(findings(page="?page={n}", pages=7, api=[(api, ("x",))]), known)

    assert text.startswith("# Ghi chú\n")
    assert tomllib.loads(text) == {
        "name": "Báo Thử",
        "base_url": "https://bao.vn",
        "family": "f1",
        "unverified": ["former"],
        "discover": {
            "links": "h3 a",
            "listings": ["/xa-hoi"],
            "page": "?page={n}",
            "pages": 7,
            "api": [{"url": api.url, "headers": dict(api.headers), "pages": 20}],
        },
        "articles": tomllib.loads(known)["articles"],
    }


def test_a_newspaper_that_would_not_yield_articles_confirms_nothing() -> None:
    """Its guesses stay guesses."""
    sample = Sample(url="https://bao.vn/tin-12345.html", failure="no-article")
    known = 'name = "A"\nbase_url = "https://bao.vn"\nunverified = ["layouts"]\n'

    text = proposed(findings(samples=[sample]), known)

    assert tomllib.loads(text)["unverified"] == ["layouts"]


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({}, ""),
        ({"trouble": "blocked by robots.txt"}, "blocked by robots.txt"),
        ({"listings": []}, "nothing was found that lists its articles"),
        ({"samples": []}, "its lists name no article"),
        ({"samples": [Sample(url="x", failure="http-404")]}, "could be read: http-404"),
    ],
)
def test_the_verdict_is_one_line(more: dict[str, object], why: str) -> None:
    """It ends what is told; one article that was read is enough."""
    found = findings(**more)

    assert why in found.wrong()
    assert bool(found.wrong()) == bool(why)
    assert [*lines(found)][-1].endswith(found.wrong() or "it would yield articles")
