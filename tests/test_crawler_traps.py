"""Each trap of the newsstand, met by the real crawl over real HTTP, and by the real reading.

`TABLE` has a row a trap, from which ``docs/crawling.md`` prints its table.
"""

import unicodedata
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest

import stages
from crawler.crawl import Outcome
from newsstand.paper import WAYS
from newsstand.press import press
from newsstand.server import Request, Server, Stand
from newsstand.trap import ONE_ARTICLE, TRAPS
from tests.helpers_press import Read, Room, as_printed

F1, F2, F3, F4, F5, API_ALONE, FEEDLESS = (f"bao-tap-{n:02}" for n in range(1, 8))
LIST = ("feeds", "listings")
MANY = 12
"""Articles of each paper."""

Test = Callable[..., None]


class Row(NamedTuple):
    """How one trap is met."""

    trap: str
    how: str
    test: str


TABLE: list[Row] = []


def meets(trap: str, how: str) -> Callable[[Test], Test]:
    """Note that a test shows ``how`` the ``trap`` is met."""
    assert trap in TRAPS

    def noted(test: Test) -> Test:
        TABLE.append(Row(trap, how, test.__name__))
        return test

    return noted


class Crawled(NamedTuple):
    """A paper, how its crawl went, and what was read."""

    room: Room
    server: Server
    outcome: Outcome
    articles: dict[str, Read]
    """By path."""

    requests: list[Request]
    """What the paper was asked, in order."""

    @property
    def printed(self) -> dict[str, Read]:
        """What a perfect reader reads of the paper's own articles."""
        paper = self.server.paper
        return {paper.address(article): as_printed(article) for article in paper.articles}

    def of(self, trap: str) -> tuple[str, str]:
        """Return the address of the article of ``trap`` and what came of it."""
        paper = self.server.paper
        path = paper.address(paper.trapped[trap])
        return path, self.room.outcomes()[path]


Walk = Callable[..., Crawled]


def crawled(room: Room, id_: str, outcome: Outcome) -> Crawled:
    """Read what was crawled."""
    requests = [request for request in room.stand.requests if request.paper == id_]
    return Crawled(room, room.server(id_), outcome, by_path(room.read()), requests)


def by_path(articles: dict[str, Read]) -> dict[str, Read]:
    """Return the articles of one paper by path."""
    return {urlsplit(url).path: read for url, read in articles.items()}


@pytest.fixture(scope="module")
def stand() -> Iterator[Stand]:
    """Open a stand with every family, a paper of a list API alone, and one without a feed."""
    with Stand(papers=press(7, MANY), drip=1) as stand:
        yield stand


@pytest.fixture
def room(tmp_path: Path, stand: Stand) -> Room:
    """Return a room of one's own."""
    return Room(folder=tmp_path, stand=stand)


@pytest.fixture
def walk(room: Room) -> Iterator[Walk]:
    """Return a function that crawls and reads a paper in which a trap is set."""
    server: Server | None = None

    def walked(trap: str, id_: str, ways: tuple[str, ...] = LIST) -> Crawled:
        nonlocal server
        server = room.server(id_)
        room.stand.requests.clear()
        room.stand.set(f"{id_}:{trap}")
        outcome = room.crawl(id_, ways)
        return crawled(room, id_, outcome)

    yield walked
    if server:
        server.traps.clear()


@pytest.fixture(scope="module")
def mine(tmp_path_factory: pytest.TempPathFactory, stand: Stand) -> Crawled:
    """Crawl and read, once, a paper with every article that a trap puts on the stand."""
    room = Room(folder=tmp_path_factory.mktemp("mine"), stand=stand)
    for trap in ONE_ARTICLE:
        stand.set(f"{F4}:{trap}")
    outcome = room.crawl(F4, LIST, timeout=3)
    room.server(F4).traps.clear()
    return crawled(room, F4, outcome)


# Servers that do not answer as they should.


@meets("refusing", "the paper is called unreachable; nothing is kept, the next crawl tries again")
def test_a_paper_that_hangs_up_is_unreachable(walk: Walk) -> None:
    """After a few tries, and not for ever."""
    found = walk("refusing", F1)
    assert (found.outcome.ok, found.outcome.error) == (False, "unreachable")
    assert found.articles == {}


@meets("robots-forbids", "nothing but robots.txt is asked for; the state is blocked by robots.txt")
def test_a_robots_ban_is_obeyed_and_told(walk: Walk) -> None:
    """It is a state of its own and never "no news"."""
    found = walk("robots-forbids", F3)
    assert found.room.asked(F3) == []
    assert (found.outcome.ok, found.outcome.error) == (False, "blocked by robots.txt")


@meets("robots-500", "RFC 9309: without robots.txt nothing is allowed, until it answers again")
def test_robots_that_answer_500_allow_nothing(walk: Walk) -> None:
    """The word is the server's, not the ban's."""
    found = walk("robots-500", F3)
    assert found.room.asked(F3) == []
    assert not found.outcome.ok
    assert "http-500" in found.outcome.error


@meets("robots-404", "RFC 9309: no robots.txt forbids nothing")
def test_missing_robots_forbid_nothing(walk: Walk) -> None:
    """Every article is kept."""
    found = walk("robots-404", F3)
    assert found.outcome.ok
    assert found.articles == found.printed


@meets("flickering", "403 is asked again a few times, more slowly, by the same honest name")
def test_a_flickering_403_costs_no_article(walk: Walk) -> None:
    """A third of the addresses is refused at first."""
    found = walk("flickering", F3)
    refused = {r.path for r in found.room.stand.requests if r.paper == F3 and r.status == 403}
    assert refused
    assert found.outcome.ok
    assert found.articles == found.printed


@meets("picky", "we keep our honest name, and say that the paper answers 403 to it")
def test_a_paper_that_wants_a_browser_is_not_lied_to(walk: Walk) -> None:
    """The maintainer may write to the paper; the crawler does not pretend."""
    found = walk("picky", F5)
    assert not found.outcome.ok
    assert "http-403" in found.outcome.error
    assert found.articles == {}


# Pages whose words are not what they should be.


@meets("header-clock", "the date is read where the layout says, never the first one of the page")
@pytest.mark.parametrize("id_", [F1, F2])
def test_a_clock_above_the_page_is_no_date(walk: Walk, id_: str) -> None:
    """F1 and F2 have one of their own beside it."""
    found = walk("header-clock", id_)
    assert found.articles == found.printed


@meets("month-first", "layout and JSON-LD come before meta; the moment of the request is no date")
def test_a_month_before_the_day_is_no_day(walk: Walk) -> None:
    """The minute is the paper's."""
    found = walk("month-first", F4)
    assert found.articles == found.printed


@meets("nfd", "every text is composed (NFC) before anything looks at it")
def test_decomposed_letters_are_composed(walk: Walk) -> None:
    """Titles and texts are those of the paper."""
    found = walk("nfd", F5)
    assert found.articles == found.printed
    assert all(unicodedata.is_normalized("NFC", read.text) for read in found.articles.values())


@meets("double-entities", "entities are resolved again after HTML, XML or JSON has resolved them")
def test_entities_of_entities_are_letters(walk: Walk) -> None:
    """F3 always writes them into its JSON-LD."""
    found = walk("double-entities", F3)
    assert found.articles == found.printed


@meets("two-h1", "the title is the layout's, not the first h1")
def test_the_category_above_the_title_is_no_title(walk: Walk) -> None:
    """F5 always has two."""
    found = walk("two-h1", F4)
    assert found.articles == found.printed


@meets("changed-layout", "the reader looks for itself, and notes that no layout fitted")
@pytest.mark.parametrize("id_", [F1, F4])
def test_a_changed_layout_loses_no_article_and_is_noted(walk: Walk, id_: str) -> None:
    """A minute that nobody can find is none, or a true month; health hears of the layout."""
    found = walk("changed-layout", id_)
    assert found.articles.keys() == found.printed.keys()
    for path, read in found.articles.items():
        assert read.title == found.printed[path].title
        assert found.printed[path].published.startswith(read.published)
    assert found.room.rows("SELECT count(*) FROM articles WHERE body_by = 'layout'") == [(0,)]


@meets("empty-bodies", "the page is kept and is `no-article`; no related box becomes its text")
@pytest.mark.parametrize("id_", [F1, F4])
def test_an_empty_body_is_not_filled_from_elsewhere(walk: Walk, id_: str) -> None:
    """Whatever stands in the related boxes."""
    found = walk("empty-bodies", id_)
    assert found.outcome.counts["kept"] == MANY
    assert found.articles == {}


# Lists that are not what they should be.


@meets("base-href", "links are resolved by the page's base")
def test_links_lean_on_the_base(walk: Walk) -> None:
    """Without it they lead nowhere."""
    found = walk("base-href", F5, ("listings",))
    assert found.articles == found.printed
    assert set(found.room.outcomes().values()) == {"kept"}


@meets("spellings", "every address has one key; copies for printers and phones are their original")
@pytest.mark.parametrize("id_", [F1, F3])
def test_one_article_has_one_key_however_it_is_spelt(walk: Walk, id_: str) -> None:
    """Trackers, fragments, slashes, /index.php, server state, /print/ and /amp/."""
    found = walk("spellings", id_)
    assert len(found.articles) == MANY
    assert sorted(found.articles.values()) == sorted(found.printed.values())
    fetched = [path for path in found.room.asked(id_) if ".html" in path]
    assert len(fetched) == MANY


@meets("odd-links", "a link that is no article's address is nothing, not an error")
def test_nonsense_among_the_links_is_passed_over(walk: Walk) -> None:
    """And no other host is asked for anything."""
    found = walk("odd-links", F3, ("listings",))
    assert found.outcome.ok
    assert found.articles == found.printed
    assert set(found.room.outcomes().values()) == {"kept"}


@meets("odd-dates", "no date of a feed is needed: the article tells its own")
def test_odd_dates_in_a_feed_lose_no_article(walk: Walk) -> None:
    """Of seven forms feedparser reads some."""
    found = walk("odd-dates", F1, ("feeds",))
    assert found.articles == found.printed


@meets("frozen-feed", "all ways are united: what the feed lacks stands on the lists")
@pytest.mark.parametrize("trap", ["frozen-feed", "wrong-feed", "empty-feed"])
def test_a_feed_that_tells_too_little_is_made_up_for(walk: Walk, trap: str) -> None:
    """It answers 200 and is sound, so only the other lists show that it is not enough."""
    found = walk(trap, F4)
    assert found.outcome.ok
    assert found.articles == found.printed


for _trap in ("wrong-feed", "empty-feed"):
    meets(_trap, "the same")(test_a_feed_that_tells_too_little_is_made_up_for)


@meets("endless-list", "a page of a list that shows nothing new is its last")
def test_a_list_that_never_ends_is_left(walk: Walk) -> None:
    """Twelve articles are two pages, and the third is the first again."""
    found = walk("endless-list", F3, ("listings",))
    assert found.articles == found.printed
    assert len(found.room.asked(F3)) == 3 + MANY


# Articles that are not what they should be: one crawl meets them all.


def test_the_paper_around_the_traps_is_whole(mine: Crawled) -> None:
    """No trap costs an article that has none."""
    assert mine.printed.items() <= mine.articles.items()
    assert mine.outcome.ok


ONE = [
    ("not-found", "http-404", "a failure's word beside the address; 404 is not asked again"),
    ("truncated", "truncated", "half a page is none; it is owed, and asked for next time"),
    ("empty", "empty", "0 bytes are no article; it is owed"),
    ("huge", "too-large", "5 MB are enough; the rest is not fetched"),
    ("endless", "too-large", "the same, though nobody told the length"),
    ("bomb", "too-large", "the same is the limit after unpacking"),
    ("slow", "timeout", "a page has the site's `timeout`, first byte to last"),
    ("redirect-loop", "redirect-loop", "a few redirections are followed, then no more"),
    ("redirect-away", "offsite", "no other host is asked, wherever a page leads"),
]


@pytest.mark.parametrize(("trap", "word"), [row[:2] for row in ONE])
def test_an_article_that_cannot_be_had_has_its_word(mine: Crawled, trap: str, word: str) -> None:
    """Once, in the database, and it is no article."""
    path, outcome = mine.of(trap)
    assert outcome == word
    assert path not in mine.articles


for _trap, _, _how in ONE:
    meets(_trap, _how)(test_an_article_that_cannot_be_had_has_its_word)


WHOLE = [
    ("gzipped", "the first two bytes are looked at, 1f 8b is unpacked"),
    ("wrong-charset", "UTF-8 first, the declaration second"),
    ("wrong-charset-16", "the same"),
    ("redirect-chain", "redirections within the paper are followed; the article has one key"),
    ("new-article", "it is found like any other"),
]


@pytest.mark.parametrize("trap", [row[0] for row in WHOLE])
def test_an_article_that_is_hard_to_have_is_read_to_the_word(mine: Crawled, trap: str) -> None:
    """Title, minute, byline and text."""
    path, outcome = mine.of(trap)
    assert outcome == "kept"
    assert mine.articles[path] == as_printed(mine.server.paper.trapped[trap])


for _trap, _how in WHOLE:
    meets(_trap, _how)(test_an_article_that_is_hard_to_have_is_read_to_the_word)


@meets("no-article", "the page is kept and its reading is `no-article`")
def test_a_topic_page_is_no_article(mine: Crawled) -> None:
    """A headline and links."""
    path, outcome = mine.of("no-article")
    assert outcome == "kept"
    assert path not in mine.articles
    said = {
        Path(url).name: word for url, word in mine.room.rows("SELECT url, read_outcome FROM pages")
    }
    assert said[Path(path).name] == "no-article"


@meets("script", "words stay words, from the page to the review desk")
def test_markup_in_words_stays_words(mine: Crawled) -> None:
    """What is read is what readers see."""
    path, outcome = mine.of("script")
    printed = mine.server.paper.trapped["script"]
    assert outcome == "kept"
    assert mine.articles[path].title == printed.title
    assert printed.paragraphs[0] in mine.articles[path].text


@meets("syndicated", "copies are one story, the earliest its root, and count once in a consensus")
def test_a_text_that_two_papers_print_is_one_story(room: Room) -> None:
    """The numbers are the same, some words are not."""
    places = []
    for id_ in (F3, F4):
        server = room.server(id_)
        room.stand.set(f"{id_}:syndicated")
        assert room.crawl(id_, ("feeds",)).ok
        server.traps.clear()
        places.append(server.address("syndicated"))
    room.read()
    stages.rank(room.desk())
    told = dict(room.rows("SELECT url, story_id FROM articles WHERE url LIKE '%/cong-bo-%'"))
    assert told.keys() == set(places)
    assert set(told.values()) == set(
        chain(*room.rows(f"SELECT id FROM articles WHERE url = '{places[0]}'"))  # noqa: S608
    )
    ranks = room.rows("SELECT subject_id, rank, stories FROM rankings WHERE year = 2024")
    assert {("lang-son", 13, 1), ("ha-giang", 44, 1), ("cao-bang", 47, 1)} <= set(ranks)


@meets("cookie-wall", "the page is a `challenge`, never an article and never an empty list")
def test_a_wall_of_cookies_is_a_challenge(walk: Walk) -> None:
    """A paper behind a wall has not stopped publishing."""
    found = walk("cookie-wall", F2)
    assert not found.outcome.ok
    assert "challenge" in found.outcome.error
    assert found.articles == {}


@meets("feed-utf-16", "the feed is read as the bytes are, whatever it declares")
def test_a_feed_that_lies_about_its_letters_is_read(walk: Walk) -> None:
    """UTF-8 that calls itself utf-16."""
    found = walk("feed-utf-16", F4, ("feeds",))
    assert found.outcome.ok
    assert found.articles == found.printed


@meets("too-many", "`Retry-After` is waited for, by the whole host, then it is asked again")
def test_a_server_that_asks_for_a_second_is_given_one(mine: Crawled) -> None:
    """And the article is kept."""
    path, outcome = mine.of("too-many")
    assert outcome == "kept"
    assert mine.articles[path] == as_printed(mine.server.paper.trapped["too-many"])
    asked = [r for r in mine.requests if r.path == path]
    assert [request.status for request in asked] == [429, 200]
    assert asked[1].at - asked[0].at >= 1


@meets("odd-sitemap", "what is no article's address is nothing; the lists know what it lacks")
def test_an_odd_sitemap_gives_what_it_has(walk: Walk) -> None:
    """The home page is not fetched as an article; all ways together lack nothing."""
    found = walk("odd-sitemap", F3, ("sitemaps",))
    assert found.outcome.ok
    assert 0 < len(found.articles) < MANY
    assert found.articles.items() <= found.printed.items()
    assert "/" not in found.room.asked(F3)
    assert found.room.crawl(F3, ("sitemaps", "listings")).ok
    assert by_path(found.room.read()) == found.printed


@meets("lost-sitemap", "an index that fails is a list in trouble, never a paper without news")
def test_a_sitemap_that_is_refused_is_no_empty_one(walk: Walk) -> None:
    """The crawl fails, and says which address."""
    found = walk("lost-sitemap", F4, ("sitemaps",))
    assert not found.outcome.ok
    assert "http-403" in found.outcome.error
    assert any("/sitemap.xml" in told for told in found.outcome.trouble)


@pytest.mark.parametrize(
    ("id_", "ways"),
    [(F5, ("feeds",)), (F3, ("sitemaps",)), (FEEDLESS, ("listings",)), (F1, ("api",)),
     (API_ALONE, ("api",)), (F4, WAYS)],
)  # fmt: skip
def test_each_way_alone_finds_every_article_once(
    room: Room, id_: str, ways: tuple[str, ...]
) -> None:
    """And all ways together find nothing twice."""
    room.stand.requests.clear()
    assert room.crawl(id_, ways).ok
    paper = room.server(id_).paper
    addresses = sorted(paper.address(article) for article in paper.articles)
    assert sorted(path for path in room.asked(id_) if path in addresses) == addresses


TWO_DAYS_LATER = """
UPDATE pages SET kept_at = strftime('%Y-%m-%dT%H:%M:%SZ', kept_at, '-49 hours'),
  revisit_at = strftime('%Y-%m-%dT%H:%M:%SZ', revisit_at, '-49 hours')
"""


@meets("corrected", "young articles are asked again if they have changed; a new number is an event")
def test_a_number_that_is_corrected_after_two_days_is_told(tmp_path: Path) -> None:
    """Only what has changed is sent and read again; the address stays one article."""
    today = press(4, MANY, until=datetime.now(UTC), days=1)[F4]
    with Stand(papers={F4: today}) as stand:
        room = Room(folder=tmp_path, stand=stand)
        server = room.server(F4)
        assert room.crawl(F4, LIST).ok
        before = room.read()
        room.write(TWO_DAYS_LATER)
        stand.set("corrected")
        second = room.crawl(F4, LIST)
        after = room.read()
    wrong = [article for article in today.articles if article.correction]
    assert (second.counts["revisited"], second.counts["unchanged"]) == (MANY, MANY - len(wrong))
    assert after.keys() == before.keys()
    assert sum(after[url] != before[url] for url in before) == len(wrong)
    assert room.rows("SELECT count(*) FROM article_versions") == [(MANY + len(wrong),)]
    told = room.rows(
        "SELECT url, before, after FROM corrections c JOIN articles a ON a.id = c.article_id"
    )
    assert len(told) == len(wrong) > 0
    for article in wrong:
        url = server.base_url + server.paper.address(article)
        assert after[url].text == article.corrected.text != before[url].text
        assert article.correction
        old, new = (said.removeprefix("thứ ") for said in article.correction.words)
        assert [
            f"hạng {old}" in was and f"hạng {new}" in now for at, was, now in told if at == url
        ] == [True]


def test_every_trap_is_met() -> None:
    """And the table names each once."""
    met = [row.trap for row in TABLE]
    assert sorted(met) == sorted(set(met))
    assert set(met) == set(TRAPS)
