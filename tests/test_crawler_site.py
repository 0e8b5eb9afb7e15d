"""What a newspaper's file may say, and how a wrong one is refused."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from crawler.discover import Discover, ListApi
from crawler.site import Site, SiteError, load, sites

FILE = """
name = "Báo Thử"
base_url = "http://127.0.0.1:8080"
[discover]
listings = ["/xa-hoi"]
[articles]
pattern = '-\\d+\\.html$'
yes = ["http://bao.vn/tin-1.html"]
no = ["http://bao.vn/xa-hoi"]
[[layouts]]
body = "article"
"""


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that writes a newspaper's file, some words of it exchanged."""

    def write(old: str = "", new: str = "", id: str = "bao-thu") -> Path:  # noqa: A002
        assert old in FILE
        path = tmp_path / f"{id}.toml"
        path.write_text(FILE.replace(old, new, 1) if old else FILE, "utf-8")
        return path

    return write


def test_the_three_first_newspapers_are_shipped() -> None:
    """Their ids are the names of their files."""
    assert {"baolangson", "baohagiang", "baotuyenquang"} <= sites().keys()
    assert not sites().faults


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("listings", "lisitngs", "did you mean listings?"),
        ("-\\d+\\.html$", "-(\\d+", "is no regular expression"),
        ("http://127.0.0.1:8080", "baolangson.vn", "is no web address"),
        ("http://127.0.0.1:8080", "ftp://baolangson.vn", "is no web address"),
        ('["/xa-hoi"]', "[]", "names no feed, sitemap, list API or listing"),
        ('"http://bao.vn/tin-1.html"', '"http://bao.vn/tin.html"', "which `yes` promises"),
        ('"http://bao.vn/xa-hoi"', '"http://bao.vn/x-1.html"', "which `no` forbids"),
        ("[discover]", '[discover]\npage = "?trang=2"', "page has no {n}"),
        ("[discover]", '[discover]\nlinks = "h3 >"', "is no CSS selector"),
        ("[discover]", 'family = "f9"\n[discover]', "no family is called 'f9'; known: f1, f2"),
        ("[discover]", 'unverified = ["feeds"]\n[discover]', "'feeds' is no key of this file"),
        ("[discover]", '[discover]\nsitemap_by_month = "/{yyyy}.xml"', "needs {yyyy} and {m}"),
        ("[discover]", '[discover]\napi = [{ url = "/list" }]', "has no {page}"),
        ("[discover]", '[discover]\napi = [{ url = "/{page}", step = 0 }]', "api.0.step"),
        ("[discover]", 'tls = "none"\n[discover]', "tls"),
        ("[discover]", 'night = ["22:00", "5"]\n[discover]', "'5' is no time of day"),
        ("[discover]", 'former = [{ host = "" }]\n[discover]', "former.0.host"),
        ("[discover]", "[expect]\nquiet_hours = 0\n[discover]", "expect.quiet_hours"),
        ('body = "article"', 'body = "h3 >"', "layouts.0.body"),
        ('name = "Báo Thử"', "name = ", "is no TOML"),
        ('name = "Báo Thử"', "name = 3\ndelay = -1", "; "),
        ("[discover]", "[expect]\npages_per_day = [5, 2]\n[discover]", "[fewest, most]"),
        ("[discover]", 'province = "langson"\n[discover]', "did you mean lang-son?"),
        ("[discover]", 'aliases = ["m.bao.vn:x"]\n[discover]', "'m.bao.vn:x' is no host"),
    ],
)
def test_a_wrong_file_is_refused_in_one_line(
    write: Callable[..., Path], old: str, new: str, said: str
) -> None:
    """The line names the file and the fault."""
    path = write(old, new)

    with pytest.raises(SiteError) as error:
        load(path)

    assert str(error.value).startswith(str(path))
    assert said in str(error.value)
    assert "\n" not in str(error.value)


def test_only_the_number_is_put_into_the_address_of_a_page() -> None:
    """Other braces are the newspaper's own."""
    discover = Discover(listings=("/xa-hoi",), page="?trang={n}&loc={x}")

    turned = [discover.turned("/xa-hoi", number) for number in (1, 2)]

    assert turned == ["/xa-hoi", "/xa-hoi?trang=2&loc={x}"]


@pytest.mark.parametrize(
    ("template", "addresses"),
    [
        ("", ()),
        ("/news-{yyyy}-{m}.xml", ("/news-2024-9.xml", "/news-2024-10.xml")),
        ("/{yyyy}{mm}-{x}.xml", ("/202409-{x}.xml", "/202410-{x}.xml")),
        ("/{yyyy}-{mm}-{dd}", ("/2024-09-29", "/2024-09-30", "/2024-10-01")),
    ],
)
def test_the_sitemaps_of_days_are_named_once(template: str, addresses: tuple[str, ...]) -> None:
    """Some papers have one for each month, some for each day; some pad the month, some do not."""
    days = [date(2024, 9, 29), date(2024, 9, 30), date(2024, 10, 1)]

    named = Discover(listings=("/",), sitemap_by_month=template).sitemaps_of(days)

    assert named == addresses


@pytest.mark.parametrize(
    ("about", "addresses"),
    [
        ({"url": "/list?page={page}"}, ["/list?page=1", "/list?page=2"]),
        ({"url": "/list?p={page}&c={x}", "first_page": 0}, ["/list?p=0&c={x}", "/list?p=1&c={x}"]),
        ({"url": "/list?first={first}", "step": 12}, ["/list?first=0", "/list?first=12"]),
    ],
)
def test_a_list_api_counts_pages_or_rows(about: dict[str, Any], addresses: list[str]) -> None:
    """One system counts pages from 1, another the rows before a page."""
    assert [ListApi(**about).at(number) for number in (0, 1)] == addresses


@pytest.mark.parametrize(
    ("where", "answer", "links"),
    [
        ({}, {"data": [{"link": "/a-1.html"}, {"link": "/b-2.html"}]}, ("/a-1.html", "/b-2.html")),
        ({"items": "r.rows", "link": "to.url"}, {"r": {"rows": [{"to": {"url": "/a"}}]}}, ("/a",)),
        ({"items": ""}, [{"link": "/a"}], ("/a",)),
        ({}, {"data": [{"link": None}, {}, "x", {"link": 7}, {"link": ""}]}, ()),
        ({}, {"data": {"link": "/a"}}, ()),
        ({"items": "a.b"}, [1], ()),
        ({}, None, ()),
    ],
)
def test_a_list_api_is_read_as_its_file_says(
    where: dict[str, str], answer: object, links: tuple[str, ...]
) -> None:
    """What is not where the file says is nothing, not an error."""
    assert ListApi(url="?p={page}", **where).links(answer) == links  # type: ignore[arg-type]


def test_the_hosts_of_former_newspapers_are_its_own(write: Callable[..., Path]) -> None:
    """Links that lead to a paper it has taken in are followed."""
    former = '[[former]]\nhost = "bao-cu.vn"\nprovince = "ha-giang"\nuntil = 2025-06-30\n'

    newspaper = load(write("[discover]", f"{former}[discover]"))

    assert newspaper.former[0].until == date(2025, 6, 30)
    assert newspaper.takes("https://www.bao-cu.vn/tin-1.html")


def test_a_wrong_file_does_not_hide_the_others(write: Callable[..., Path], tmp_path: Path) -> None:
    """The others can be had, and the wrong one tells its fault when it is asked for."""
    write()
    write("listings", "lisitngs", id="bao-hong")

    found = sites([tmp_path])

    assert "bao-thu" in found
    assert "baolangson" in found
    with pytest.raises(SiteError, match=r"bao-hong\.toml.*did you mean listings"):
        found["bao-hong"]


def test_ones_own_folder_wins(write: Callable[..., Path], tmp_path: Path) -> None:
    """A file of one's own replaces the shipped newspaper of the same id."""
    write(id="baolangson")

    assert sites([tmp_path])["baolangson"].base_url == "http://127.0.0.1:8080"


def test_an_unknown_newspaper_is_answered_with_the_nearest() -> None:
    """A slip of the pen is recognised."""
    with pytest.raises(SiteError, match="did you mean baolangson"):
        sites()["baolangsơn"]


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    """So the setting can be mended."""
    with pytest.raises(SiteError, match="there is no such folder"):
        sites([tmp_path / "khong-co"])


@pytest.mark.parametrize(
    ("url", "taken"),
    [
        ("https://baolangson.vn/tin-5071654.html", True),
        ("http://www.baolangson.vn/tin-5071654.html?utm_source=x", True),
        ("https://baolangson.vn:8443/tin-5071654.html", False),
        ("https://baocaobang.vn/tin-5071654.html", False),
        ("https://baolangson.vn/print/tin-5071654.html", False),
        ("https://amp.laodong.vnhttps://laodong.vn/xe", False),
        ("https://[", False),
        ("javascript:void(0)", False),
        ("mailto:bao@baolangson.vn", False),
    ],
)
def test_only_its_own_articles_are_taken(url: str, *, taken: bool) -> None:
    """Host and path must both be right; nonsense is nothing, not an error."""
    assert sites()["baolangson"].takes(url) is taken


@pytest.mark.parametrize(
    ("base", "delay", "pause"),
    [
        ("https://baolangson.vn", "", 5.0),
        ("https://baolangson.vn", "delay = 1", 5.0),
        ("https://baolangson.vn", "delay = 20", 20.0),
        ("http://127.0.0.1:9", "", 0.0),
        ("http://[::1]:9", "", 0.0),
        ("http://localhost:9", "delay = 0.5", 0.5),
        ("http://127.0.0.1.nip.io", "", 5.0),
    ],
)
def test_a_real_newspaper_is_given_time(
    write: Callable[..., Path], base: str, delay: str, pause: float
) -> None:
    """Its file may ask for more than five seconds, not for less; loopback needs none."""
    newspaper: Site = load(write("http://127.0.0.1:8080", f'{base}"\n{delay}\nfamily = "F1'))

    assert newspaper.pause == pause
