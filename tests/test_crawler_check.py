"""`diembao sites`: what newspapers answer when they are asked, over real HTTP."""

import sqlite3
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.crawl import Outcome, crawl
from crawler.site import load
from newsstand.press import press
from newsstand.server import Stand
from tests.conftest import Diembao
from tests.helpers_crawler import Answer, Desk, Paper, article, listing, paper

PRESS = press(7, 30)
"""A paper of each family, one told by its list API alone, one without a feed."""

SAID = (
    "Sáng nay, Ủy ban nhân dân tỉnh họp phiên thường kỳ, bàn việc thu ngân sách và đầu tư công. "
    "Các sở, ngành báo cáo tiến độ từng công trình; nhiều nơi còn vướng giải phóng mặt bằng. "
    "Kết luận phiên họp, lãnh đạo tỉnh giao các huyện xong việc đền bù trước ngày 30 tháng này, "
    "đồng thời yêu cầu công khai danh sách những dự án chậm để người dân cùng giám sát."
)


@pytest.fixture(scope="module")
def pressed() -> Iterator[Stand]:
    """Open the stand with the made press."""
    with Stand(papers=PRESS) as stand:
        yield stand


@pytest.mark.parametrize("id_", PRESS)
def test_a_newspaper_is_recognised_and_its_file_crawls_it_completely(
    pressed: Stand, diembao: Diembao, tmp_path: Path, id_: str
) -> None:
    """From nothing but its address comes a file by which every article is found, once."""
    server = pressed.papers[id_]

    said = diembao("sites", "add", server.base_url, "--id", id_, "--write", "own")

    assert (said.returncode, said.stderr) == (0, "")
    assert f"system      {server.paper.family} (" in said.stdout
    assert "it would yield articles" in said.stdout
    made = load(tmp_path / "own" / f"{id_}.toml")
    assert (made.name, made.family) == (server.paper.name, server.paper.family)
    outcome = _crawled(tmp_path, id_)
    assert outcome.ok, outcome
    assert _kept(tmp_path) == sorted(
        made.key(server.base_url + server.paper.address(article))
        for article in server.paper.articles
    )


def _crawled(folder: Path, id_: str) -> Outcome:
    return crawl(
        load(folder / "own" / f"{id_}.toml"),
        database=folder / "press.db",
        archive=folder / "archive",
        sites_folder=folder / "own",
    )


def _kept(folder: Path) -> list[str]:
    with sqlite3.connect(folder / "press.db") as db:
        query = "SELECT url_key FROM pages WHERE outcome = 'kept' ORDER BY url_key"
        return [row[0] for row in db.execute(query)]


def test_the_articles_of_a_made_file_are_told_as_they_are_read(
    pressed: Stand, diembao: Diembao
) -> None:
    """A person sees title, moment, byline and length, and whether the right place was read."""
    server = pressed.papers["bao-tap-01"]
    newest = {article.title: article for article in server.paper.articles}

    said = diembao("sites", "add", server.base_url).stdout.splitlines()

    at = next(i for i, line in enumerate(said) if line.startswith("  article "))
    title, _, rest = said[at + 1].strip().removeprefix("“").partition("”, ")
    told = newest[title]
    assert rest.startswith(f"{told.published.isoformat()} (layout), {told.byline or 'no byline'}, ")
    assert sum(line.startswith("  article ") for line in said) == 3


@pytest.mark.parametrize(
    ("trap", "why"),
    [
        ("refusing", "robots.txt cannot be had (unreachable): everything is forbidden"),
        ("robots-forbids", "blocked by robots.txt"),
        ("robots-500", "robots.txt cannot be had (http-500): everything is forbidden"),
        ("cookie-wall", "its front page could not be had: challenge"),
        ("empty-bodies", "no article could be read: no-article"),
    ],
)
def test_a_newspaper_that_would_not_yield_articles_fails_with_the_reason(
    diembao: Diembao, trap: str, why: str
) -> None:
    """In one line; and nothing is proposed."""
    only = {"bao-tap-03": PRESS["bao-tap-03"]}
    with Stand(papers=only, traps=[trap]) as stand:
        address = stand.papers["bao-tap-03"].base_url
        said = diembao("sites", "add", address, "--id", "thu", "--write", "own")
        asked = [request.path for request in stand.requests]

    assert (said.returncode, said.stderr) == (1, f"Error: thu: {why}\n")
    assert f"NO ARTICLES: {why}" in said.stdout
    assert "proposed" not in said.stdout
    if trap.startswith("robots"):
        assert set(asked) == {"/robots.txt"}


@pytest.mark.parametrize(
    "trap", ["robots-404", "flickering", "base-href", "odd-links", "endless-list", "lost-sitemap"]
)
def test_odd_newspapers_are_recognised_all_the_same(diembao: Diembao, trap: str) -> None:
    """What a crawl can bear, the asking can."""
    only = {"bao-tap-05": PRESS["bao-tap-05"]}
    with Stand(papers=only, traps=[trap]) as stand:
        said = diembao("sites", "add", stand.papers["bao-tap-05"].base_url)

    assert said.returncode == 0
    assert "system      f5 (" in said.stdout


def test_a_known_file_keeps_what_was_not_asked_about(newsroom: Path, diembao: Diembao) -> None:
    """Its comments, its layouts, its examples stay; what was confirmed is no guess any more."""
    own = newsroom.parent / "sites" / "newsstand-lang-son.toml"
    guesses = 'unverified = ["discover.feeds", "layouts", "expect.pages_per_day"]\n[discover]'
    own.write_text(own.read_text("utf-8").replace("[discover]", guesses), "utf-8")
    words = ("sites", "check", "newsstand-lang-son", "--config", newsroom, "--write", "new")

    said = diembao(*words)

    assert (said.returncode, said.stderr) == (0, "")
    text = (newsroom.parent.parent / "new" / own.name).read_text("utf-8")
    before, after = tomllib.loads(own.read_text("utf-8")), tomllib.loads(text)
    assert text.startswith("# A newspaper to practise on")
    assert after["unverified"] == ["expect.pages_per_day"]
    assert set(after["discover"]["listings"]) >= set(before["discover"]["listings"])
    for key in ("name", "base_url", "province", "family", "layouts", "articles", "expect"):
        assert after.get(key) == before.get(key)


def test_without_a_name_the_chosen_newspapers_are_asked_side_by_side(
    newsroom: Path, diembao: Diembao
) -> None:
    """Each is told by itself, and nothing is written unasked."""
    said = diembao("sites", "check", "--config", newsroom)

    assert said.returncode == 0
    told = [line.partition("(")[2] for line in said.stdout.splitlines() if line[0] != " "]
    assert sorted(line.partition("(")[2].partition(")")[0] for line in told) == [
        "newsstand-ha-giang",
        "newsstand-lang-son",
    ]
    assert "proposed" not in said.stdout


def test_lists_that_no_longer_answer_are_told(newsroom: Path, diembao: Diembao) -> None:
    """And are left out of the proposed file."""
    own = newsroom.parent / "sites" / "newsstand-ha-giang.toml"
    text = own.read_text("utf-8").replace("[discover]", '[discover]\nsitemaps = ["/cu.xml"]')
    own.write_text(text.replace("listings = [", 'listings = ["/da-bo/",'), "utf-8")

    said = diembao("sites", "check", "newsstand-ha-giang", "--config", newsroom, "--write", "new")

    assert said.returncode == 0
    lost = [line for line in said.stdout.splitlines() if line.startswith("  lost ")]
    assert [line.split(":")[2].partition("/")[2] for line in lost] == ["da-bo/", "cu.xml"]
    made = load(newsroom.parent.parent / "new" / own.name)
    assert "/da-bo/" not in made.discover.listings
    assert made.discover.sitemaps == ()


@pytest.fixture
def own_system() -> Iterator[Paper]:
    """Open a newspaper with a system that nobody else has."""
    with paper() as opened:
        links = [f"/xa-hoi/tin-so-{n}-cua-tinh-ta-hom-nay-{n}00123.htm" for n in range(1, 7)]
        opened.pages = {link: article(f"Tin số {n}", SAID) for n, link in enumerate(links)}
        opened.pages["/xa-hoi"] = listing(*links)
        nav = '<nav><a href="/xa-hoi">Xã hội</a><a href="http://[">hỏng</a></nav>'
        front = "".join(f"<h3><a href='{link}'>Tin</a></h3>" for link in links[:3])
        body = f"<html><title>Báo Lạng Sơn - Trang nhất</title>{nav}{front}</html>"
        opened.pages["/"] = Answer(body=body.encode())
        yield opened


def test_a_system_of_its_own_is_known_by_the_form_of_its_addresses(
    own_system: Paper, diembao: Diembao, tmp_path: Path
) -> None:
    """The pattern comes from the links, the name and the province from the front page."""
    said = diembao("sites", "add", own_system.base, "--id", "rieng", "--write", "own")

    assert said.returncode == 0, said.stderr
    made = load(tmp_path / "own" / "rieng.toml")
    assert (made.name, made.province, made.family) == ("Báo Lạng Sơn", "lang-son", "")
    assert made.discover.listings == ("/xa-hoi",)
    assert made.articles.pattern == r"^/(?:[^/]+/){1}[^/]+-\d+\.htm$"
    assert _crawled(tmp_path, "rieng").counts["kept"] == 6


def test_a_newspaper_that_has_moved_is_not_followed_to_strangers(
    own_system: Paper, diembao: Diembao
) -> None:
    """Where it leads is told; whoever knows that it is the same paper writes so into its file."""
    own_system.pages["/"] = Answer(status=301, headers={"Location": "http://127.0.0.2:9/"})

    said = diembao("sites", "add", own_system.base, "--id", "doi")

    assert said.returncode == 1
    assert "it has moved to 127.0.0.2:9, which is not among its hosts" in said.stderr


def test_encryption_that_cannot_be_had_is_told(own_system: Paper, diembao: Diembao) -> None:
    """In one line, without a library's traceback."""
    said = diembao("sites", "add", own_system.base.replace("http:", "https:"), "--id", "ma-hoa")

    assert said.returncode == 1
    assert said.stderr.startswith("Error: ma-hoa: its encryption is not trusted: ")
    assert said.stderr.count("\n") == 1


def test_nothing_is_asked_of_a_real_newspaper_without_a_contact(diembao: Diembao) -> None:
    """The line to write is told; the network guard of the tests would have noticed a question."""
    for words in (("check", "baolangson"), ("add", "https://bao-moi.vn")):
        said = diembao("sites", *words)

        assert said.returncode == 2
        assert "is a real newspaper and must be able to reach you" in said.stderr
        assert said.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("check", "baolangsom"), "did you mean baolangson?"),
        (("check",), "no newspaper is named"),
        (("add", "https://www.baolangson.vn/xa-hoi"), "ask `diembao sites check baolangson`"),
        (("add", "ftp://bao.vn"), "is no web address"),
        (("add", "https://"), "is no web address"),
        (("add", "https://bao.vn", "--id", "Báo"), "id:"),
    ],
)
def test_wrong_use_is_told_in_one_line(diembao: Diembao, words: tuple[str, ...], said: str) -> None:
    """With exit code 2."""
    answer = diembao("sites", *words)

    assert answer.returncode == 2
    assert said in answer.stderr
    assert answer.stderr.count("\n") == 1


def test_the_newspapers_are_listed_with_what_is_a_guess(diembao: Diembao, desk: Desk) -> None:
    """And a file that is wrong is named below them."""
    desk.sites.mkdir()
    (desk.sites / "hong.toml").write_text("name = 3\n", "utf-8")
    config = desk.folder / "diembao.toml"
    config.write_text('[crawl]\nsites_folder = "sites"\n', "utf-8")

    said = diembao("sites", "--config", config)

    assert said.returncode == 0
    row = next(line for line in said.stdout.splitlines() if "baolangson" in line)
    assert "Báo Lạng Sơn" in row
    assert "discover, layouts, expect" in row
    assert "hong.toml: name" in said.stdout


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Return a desk of one's own."""
    return Desk(folder=tmp_path)
