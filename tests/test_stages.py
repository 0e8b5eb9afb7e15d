"""The stages: what each leaves in the database and in its diary, whatever goes wrong around it."""

import json
import shutil
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

import config
import reading
import stages
from crawler.crawl import Backfill
from desk import Desk, Work, abandon
from extract import reader
from extract.model import Article, Reading
from extract.table import TableError
from newsstand.demo import prepared
from newsstand.server import Stand
from newsstand.sinks import WebhookSink
from tests.helpers_cli import asked, content
from tests.helpers_crawler import Answer, Paper, article, listing, paper
from tests.helpers_crawler import Desk as Room

LANG_SON, HA_GIANG = "newsstand-lang-son", "newsstand-ha-giang"


class Quiet:
    """Hears everything and shows nothing; may ask to stop after some steps."""

    def __init__(self) -> None:
        self.works: list[Work] = []
        self.said: list[str] = []
        self.stop = threading.Event()
        self.stop_after: int | None = None

    def step(self, title: str, done: int, total: int | None) -> None:  # noqa: ARG002
        """Ask to stop when it was told to."""
        if done == self.stop_after:
            self.stop.set()

    def end(self, work: Work) -> None:
        """Keep how it ended."""
        self.works.append(work)

    def say(self, line: str) -> None:
        """Keep the line."""
        self.said.append(line)


def _desk(path: Path, quiet: Quiet | None = None, later: timedelta = timedelta()) -> Desk:
    quiet = quiet or Quiet()
    return Desk(
        config=config.load(path),
        show=quiet,
        stop=quiet.stop,
        clock=lambda: datetime.now(UTC) + later,
    )


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return a folder in which both papers have been crawled, and nothing was read."""
    folder = tmp_path_factory.mktemp("pages") / "room"
    with Stand() as stand:
        addresses = {id_: paper.base_url for id_, paper in stand.papers.items()}
        stages.crawl(_desk(prepared(folder, addresses, [])))
        yield folder


@pytest.fixture
def crawled(pages: Path, tmp_path: Path) -> Path:
    """Return the configuration of a copy of those pages."""
    shutil.copytree(pages, tmp_path / "room")
    return tmp_path / "room" / "diembao.toml"


def _database(path: Path) -> Path:
    return path.with_name("diembao.db")


def _runs(path: Path) -> list[tuple]:
    return asked(_database(path), "SELECT stage, site_id, status, error FROM runs ORDER BY id")


def test_a_day_leaves_a_row_for_every_stage_and_paper(newsroom: Path) -> None:
    """And pages, articles, facts and rankings."""
    works = stages.once(_desk(newsroom))

    assert {work.status for work in works} == {"ok"}
    assert sorted(_runs(newsroom), key=repr) == sorted(
        [
            ("once", None, "ok", None),
            ("crawl", LANG_SON, "ok", None),
            ("crawl", HA_GIANG, "ok", None),
            ("read", None, "ok", None),
            ("rank", None, "ok", None),
            ("alert", None, "ok", None),
        ],
        key=repr,
    )
    assert all(content(_database(newsroom))[name] for name in ("pages", "articles", "facts"))
    assert content(_database(newsroom))["rankings"]


def test_the_diary_keeps_the_counts(crawled: Path) -> None:
    """What was counted while reading is what is there afterwards."""
    stages.read(_desk(crawled))

    (counts,) = asked(_database(crawled), "SELECT counts FROM runs WHERE stage = 'read'")[0]
    pages = asked(_database(crawled), "SELECT count(*) FROM pages WHERE read_outcome = 'read'")
    assert json.loads(counts)["read"] == pages[0][0] > 0


def test_a_second_day_without_news_changes_no_row_but_its_diary(newsroom: Path) -> None:
    """Storing twice is storing once, down to the last column."""
    stages.once(_desk(newsroom))
    first = _everything(_database(newsroom))

    stages.once(_desk(newsroom, later=timedelta(hours=1)))

    assert _everything(_database(newsroom)) == first


def _everything(database: Path) -> dict[str, list[tuple]]:
    names = asked(
        database,
        "SELECT name FROM sqlite_master WHERE type = 'table' "
        "AND name NOT IN ('runs', 'site_health') ORDER BY name",
    )
    return {name: sorted(asked(database, f"SELECT * FROM {name}"), key=repr) for (name,) in names}  # noqa: S608


def test_reading_again_changes_nothing_that_was_read_the_same(crawled: Path) -> None:
    """The archive may be read as often as the reader gets better."""
    stages.read(_desk(crawled))
    first = content(_database(crawled))

    (work,) = stages.read(_desk(crawled, later=timedelta(days=1)), again=True)

    assert work.counts["read"] > 0
    assert content(_database(crawled)) == first


def test_a_better_reader_tells_what_it_reads_otherwise(
    crawled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It finds the ranks, which an older one overlooked; the counts are there to be looked at."""
    real = reader.read

    def blind(article: Article) -> Reading:
        return Reading(facts=tuple(fact for fact in real(article).facts if fact.rank is None))

    monkeypatch.setattr(reading.reader, "read", blind)
    stages.read(_desk(crawled))
    monkeypatch.setattr(reading.reader, "read", real)
    count = "SELECT count(*) FROM facts WHERE withdrawn_at IS NULL"
    ((before,),) = asked(_database(crawled), count)
    quiet = Quiet()

    (work,) = stages.read(_desk(crawled, quiet), again=True, listed=True)

    ((after,),) = asked(_database(crawled), count)
    changed, withdrawn = work.counts["changed"], work.counts["withdrawn"]
    assert work.counts["added"] - withdrawn == after - before > 0
    assert sum(line.startswith("added: ") for line in quiet.said) == work.counts["added"]
    assert quiet.said[-1] == (
        f"read again: {work.counts['read']} pages; facts: {work.counts['added']} added, "
        f"{changed} changed, {withdrawn} withdrawn"
    )


@pytest.mark.parametrize(("days", "some"), [(-1, True), (1, False)])
def test_only_pages_fetched_since_a_day_are_read_again(
    crawled: Path, *, days: int, some: bool
) -> None:
    """Those of this morning, when only this morning's are in doubt."""
    stages.read(_desk(crawled))
    since = datetime.now(UTC) + timedelta(days=days)

    (work,) = stages.read(_desk(crawled), again=True, since=since)

    assert (work.status, bool(work.counts["read"])) == ("ok", some)


def test_a_paper_that_is_down_stops_no_other(newsroom: Path, stand: Stand) -> None:
    """Its own crawl is failed, with the reason; the other's facts are there."""
    stand.set(f"{HA_GIANG}:refusing")

    works = stages.once(_desk(newsroom))

    crawls = {work.site_id: work for work in works if work.stage == "crawl"}
    assert crawls[HA_GIANG].status == "failed"
    assert "unreachable" in crawls[HA_GIANG].error
    assert crawls[LANG_SON].status == "ok"
    assert {row[0] for row in asked(_database(newsroom), "SELECT site_id FROM articles")} == {
        LANG_SON
    }
    assert works[-1].status == "ok"


def test_a_day_without_any_paper_has_failed(newsroom: Path, stand: Stand) -> None:
    """The next catch-up must not take it for done."""
    stand.set("refusing")

    cycle = stages.once(_desk(newsroom))[-1]

    assert (cycle.stage, cycle.status) == ("once", "failed")
    assert cycle.error.count("crawl Báo ") == 2


def test_a_site_file_that_is_wrong_is_its_own_papers_trouble(newsroom: Path) -> None:
    """The other paper is crawled all the same."""
    (newsroom.parent / "sites" / f"{HA_GIANG}.toml").write_text("nam = 1", "utf-8")

    works = stages.crawl(_desk(newsroom))

    bad, good = sorted(works, key=lambda work: work.status == "ok")
    assert "nam: unknown key; did you mean name?" in bad.error
    assert (good.site_id, good.status) == (LANG_SON, "ok")


def test_one_page_that_breaks_the_reader_is_noted_and_the_rest_is_read(
    crawled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The diary names the page and the error."""
    real = reader.read
    unlucky: list[Article] = []

    def read(article: Article) -> Reading:
        if not unlucky:
            unlucky.append(article)
            raise ZeroDivisionError("too clever by half")
        return real(article)

    monkeypatch.setattr(reading.reader, "read", read)

    (work,) = stages.read(_desk(crawled))

    url = unlucky[0].url
    assert (work.status, work.counts["error"]) == ("failed", 1)
    assert work.error == f"{url}: ZeroDivisionError: too clever by half"
    query = "SELECT read_outcome, count(*) FROM pages GROUP BY 1"
    assert dict(asked(_database(crawled), query)) == {"error": 1, "read": work.counts["read"]}


def test_pages_wait_unread_while_the_archive_is_away(crawled: Path) -> None:
    """A disk that was not there must not cost its pages."""
    folder = crawled.parent / "archive"
    folder.rename(folder.with_name("elsewhere"))
    (away,) = stages.read(_desk(crawled))
    folder.with_name("elsewhere").rename(folder)

    (back,) = stages.read(_desk(crawled))

    assert away.status == "failed"
    assert "cannot be read: No such file or directory: its pages wait unread" in away.error
    assert away.counts == {"away": back.counts["read"]}
    assert back.status == "ok"


def test_a_page_is_read_as_of_the_day_it_was_fetched(tmp_path: Path) -> None:
    """The words «3 ngày trước» mean the same day, whenever the archive is read."""
    with paper() as press:
        page = article(words="Sáng nay, tỉnh họp. " * 20).body.replace(
            b"22/11/2026 08:00", "3 ngày trước".encode()
        )
        press.pages = {"/xa-hoi": listing("/a-10001.html"), "/a-10001.html": Answer(body=page)}
        room = Room(folder=tmp_path)
        room.write(press, layout='published = "div.date"')
        room.crawl()
    path = tmp_path / "diembao.toml"
    path.write_text(
        '[database]\npath = "press.db"\n[archive]\nfolder = "archive"\n'
        '[crawl]\nsites_folder = "sites"\n',
        "utf-8",
    )
    fetched = datetime.fromisoformat(
        asked(tmp_path / "press.db", "SELECT fetched_at FROM pages")[0][0]
    )

    stages.read(_desk(path, later=timedelta(days=400)))

    published = asked(tmp_path / "press.db", "SELECT published FROM articles")[0][0]
    on = (fetched.astimezone(ZoneInfo("Asia/Ho_Chi_Minh")) - timedelta(days=3)).date()
    assert published == on.isoformat()


def test_two_processes_read_what_one_reads(pages: Path, tmp_path: Path) -> None:
    """Rows come out alike, down to their numbers: pages are kept in order."""
    one, two = (shutil.copytree(pages, tmp_path / name) / "diembao.toml" for name in ("1", "2"))
    noon = datetime(2026, 11, 22, 12, tzinfo=UTC)

    for path, jobs in ((one, 1), (two, 2)):
        stages.read(replace(_desk(path), clock=lambda: noon), jobs=jobs)

    assert content(_database(two)) == content(_database(one))
    assert content(_database(two))["facts"]


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_stop_while_reading_keeps_what_was_read(crawled: Path, jobs: int) -> None:
    """The next reading goes on where this one ended, with the same result."""
    quiet = Quiet()
    quiet.stop_after = 3

    (work,) = stages.read(_desk(crawled, quiet), jobs=jobs)

    read = asked(_database(crawled), "SELECT count(*) FROM pages WHERE read_at IS NOT NULL")
    assert (work.status, read) == ("interrupted", [(3,)])
    stages.read(_desk(crawled))
    assert asked(_database(crawled), "SELECT count(*) FROM pages WHERE read_at IS NULL") == [(0,)]


def test_a_stop_between_two_stages_ends_the_day(crawled: Path) -> None:
    """What comes later is not begun."""
    quiet = Quiet()
    quiet.stop.set()

    works = stages.once(_desk(crawled, quiet))

    assert [(work.stage, work.status) for work in works] == [("once", "interrupted")]


def test_pages_of_a_paper_without_a_file_wait_unread(crawled: Path) -> None:
    """They are neither lost nor read by another paper's layout."""
    database = _database(crawled)
    with stages.store.opened(database) as db:
        db.execute("PRAGMA foreign_keys = OFF")
        db.execute("UPDATE pages SET site_id = 'gone' WHERE site_id = ?", [HA_GIANG])
        db.execute("UPDATE sites SET id = 'gone' WHERE id = ?", [HA_GIANG])

    (work,) = stages.read(_desk(crawled))

    assert (work.status, work.error) == ("failed", "no site file for gone: its pages wait unread")
    query = "SELECT count(*) FROM pages WHERE read_at IS NULL AND site_id = 'gone'"
    assert asked(database, query) == [(work.counts["no-site-file"],)]


def test_pages_of_a_paper_whose_file_is_wrong_say_what_is_wrong(crawled: Path) -> None:
    """A file that is there is not called missing."""
    (crawled.parent / "sites" / f"{HA_GIANG}.toml").write_text("nam = 1", "utf-8")

    (work,) = stages.read(_desk(crawled))

    assert "nam: unknown key; did you mean name?" in work.error
    assert work.error.endswith(": its pages wait unread")


def test_papers_of_one_name_are_told_apart(newsroom: Path, stand: Stand) -> None:
    """By their ids, which else are nobody's business."""
    stand.set("refusing")
    sites = newsroom.parent / "sites"
    for twin in ("twin", "idle"):
        (sites / f"{twin}.toml").write_text(
            (sites / f"{LANG_SON}.toml").read_text("utf-8"), "utf-8"
        )
    (sites / f"{HA_GIANG}.toml").rename(sites / "other.toml")
    text = newsroom.read_text("utf-8").replace(f'["{HA_GIANG}"', '["twin", "other"')
    newsroom.write_text(text, "utf-8")

    titles = {work.title for work in stages.crawl(_desk(newsroom))}

    name = "Báo Lạng Sơn (sạp báo tập)"
    assert titles == {
        f"crawl {name} (twin)",
        f"crawl {name} ({LANG_SON})",
        "crawl Báo Hà Giang (sạp báo tập)",
    }


def test_messages_wait_for_a_channel_that_is_down_and_come_once(crawled: Path) -> None:
    """Nothing is lost while it is down, and nothing is doubled when it is back."""
    with WebhookSink() as sink:
        text = crawled.read_text("utf-8").replace("channels = []", f'channels = ["{sink.channel}"]')
        crawled.write_text(text, "utf-8")
        stages.read(_desk(crawled))
        stages.rank(_desk(crawled))
        sink.fail(1000)
        (down,) = stages.alert(_desk(crawled))
        sink.fail(0)

        (up,) = stages.alert(_desk(crawled, later=timedelta(hours=7)))

    keys = [delivery.headers["x-idempotency-key"] for delivery in sink.deliveries]
    assert down.status == "failed"
    assert "could not be delivered" in down.error
    assert up.status == "ok"
    assert len(keys) == len(set(keys)) == down.counts["messages"] > 0


def test_what_a_killed_process_left_is_taken_over(crawled: Path) -> None:
    """A run that never ended was interrupted."""
    desk = _desk(crawled)
    with stages.store.opened(_database(crawled)) as db:
        stages.store.start_run(db, "read", None, desk.clock())

    abandon(desk)

    assert _runs(crawled)[-1] == ("read", None, "interrupted", None)


def test_without_a_newspaper_there_is_nothing_to_begin(tmp_path: Path) -> None:
    """The message says where to name one, and some that are known."""
    (tmp_path / "own.toml").write_text("", "utf-8")

    with pytest.raises(TableError, match=r"no newspaper is chosen: .*baoangiang"):
        stages.once(_desk(tmp_path / "own.toml"))


def test_alerts_watch_the_provinces_of_the_papers_unless_told_otherwise(crawled: Path) -> None:
    """An empty list means the papers' own provinces."""
    desk = _desk(crawled)
    with stages.store.opened(_database(crawled)) as db:
        assert stages.watched(desk.config, db) == ("ha-giang", "lang-son")


def _own(tmp_path: Path, press: Paper, top: str = "") -> Path:
    """Return the configuration of one newspaper of our own with a sitemap by month."""
    press.pages |= {f"/tin-1000{n}.html": article(str(n)) for n in range(4)}
    press.pages["/xa-hoi"] = listing("/tin-10000.html")
    urls = "".join(f"<url><loc>{press.base}/tin-1000{n}.html</loc></url>" for n in range(1, 4))
    press.pages["/news-2025-4.xml"] = Answer(
        body=f"<urlset>{urls}</urlset>".encode(), kind="text/xml"
    )
    month = 'sitemap_by_month = "/news-{yyyy}-{m}.xml"'
    Room(folder=tmp_path).write(press, discover=month, top=top)
    path = tmp_path / "diembao.toml"
    path.write_text(
        '[crawl]\nsites_folder = "sites"\n[database]\npath = "diembao.db"\n'
        '[archive]\nfolder = "archive"\n',
        "utf-8",
    )
    return path


def test_an_archive_is_fetched_after_what_is_new_and_is_no_news(tmp_path: Path) -> None:
    """It has a run of its own, which shows how far it is and says when it ended at its cap."""
    wanted = Backfill(since=date(2025, 4, 1), until=date(2025, 4, 30), most=2)
    steps: list[tuple[str, int, int | None]] = []
    with paper() as press:
        path = _own(tmp_path, press)
        quiet = Quiet()
        quiet.step = lambda *step: steps.append(step)  # type: ignore[method-assign]
        works = stages.crawl(_desk(path, quiet), wanted)

    assert [(work.stage, work.status) for work in works] == [("crawl", "ok"), ("backfill", "ok")]
    assert "the same command goes on from here" in works[1].error
    assert ("backfill Báo Thử", 2, 2) in steps
    pages = asked(_database(path), "SELECT url, silent FROM pages ORDER BY url")
    assert [(url[-10:], silent) for url, silent in pages] == [
        *(("10000.html", 0), ("10001.html", 1), ("10002.html", 1))
    ]


def test_a_newspaper_is_left_alone_outside_its_hours(tmp_path: Path) -> None:
    """It is said when it may be asked, nothing is asked, and the crawl is not done."""
    with paper() as press:
        path = _own(tmp_path, press, top='night = ["22:00", "05:00"]')
        noon = datetime(2026, 11, 22, 12, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))

        (closed,) = stages.crawl(replace(_desk(path), clock=lambda: noon))
        (opened,) = stages.crawl(replace(_desk(path), clock=lambda: noon + timedelta(hours=12)))

    assert (closed.status, closed.error) == (
        "interrupted",
        "Báo Thử is crawled only from 22:00 to 05:00",
    )
    assert opened.status == "ok"
