"""Whether a long reading holds: pace, memory, Ctrl-C twice on the way, nothing lost or doubled.

``make bench-long`` makes 100,000 pages (``N=2000``: so many) of the newsstand's articles, in the
daily mix of one ranking article in twenty, each with an address and a last sentence of its own,
and has the real ``diembao read --jobs 2`` read them on a terminal of its own.  At a third and at
two thirds it is interrupted as a terminal does it, and started anew.  Then the database is asked
whether every page was read once, and a sample is read without interruption, to be compared.

Everything is kept in a folder below ``data/`` that is removed at the end.
"""

import argparse
import hashlib
import itertools
import os
import pty
import re
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from math import gcd
from pathlib import Path
from threading import Thread

from crawler import address
from crawler.archive import Archive
from db import store
from db.base import writing
from newsstand.demo import HOME, prepared
from newsstand.page import Edition
from newsstand.paper import Paper, papers
from tests.helpers_sentences import stand_cases

BASE_URL = "http://127.0.0.1:1"
BEGUN = datetime(2026, 11, 22, 2, 30, tzinfo=UTC)
DAILY_MIX = 20
"""Every so manieth page ranks somebody."""

A_CRAWL = 5_000
"""Pages in one segment of the archive."""

SAMPLE = 2_000
"""Pages that are read a second time, without interruption."""

AROUND = 50
"""Pages before and behind each interruption that are in the sample."""

MARK = "Dấu của bản này là hết."
WORDS = (
    *("sông", "núi", "rừng", "đồi", "suối", "ruộng", "vườn", "nương", "bản", "chợ"),
    *("cầu", "đò", "mưa", "nắng", "gió", "sương", "trăng", "sao", "lúa", "ngô"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """An article page of the newsstand, of which copies are made."""

    paper: str
    path: str
    number: str
    """The part of ``path`` that tells articles apart."""

    body: bytes
    content_type: str

    def copy(self, n: int) -> tuple[str, bytes]:
        """Return the address and the body of copy ``n``: no other copy has either."""
        path = self.path.replace(self.number, str(n + 1_000_000))
        body = self.body.replace(self.path.encode(), path.encode())
        return BASE_URL + path, body.replace(MARK.encode(), _mark(n).encode())


def _mark(n: int) -> str:
    """Return a sentence of plain words that tells ``n``."""
    words = []
    for _ in range(5):
        n, word = divmod(n, len(WORDS))
        words.append(WORDS[word])
    return f"Dấu của bản này là {' '.join(words)}."


def originals() -> tuple[list[Original], list[Original]]:
    """Return the pages that rank somebody, and those that do not."""
    titles = {case.title for case in stand_cases()}
    ranking, ordinary = [], []
    for paper in papers().values():
        marked = _marked(paper)
        edition = Edition(paper=marked, base_url=BASE_URL, today=date(2026, 11, 22))
        for one in marked.articles:
            path = marked.address(one)
            answer = edition.answer(path)
            original = Original(
                paper=paper.id,
                path=path,
                number=one.key if one.key in path else str(one.number),
                body=answer.body,
                content_type=answer.content_type,
            )
            (ranking if one.title in titles else ordinary).append(original)
    return ranking, ordinary


def _marked(paper: Paper) -> Paper:
    """Return ``paper`` with a last sentence under each article, to be replaced in each copy."""
    articles = tuple(
        one.model_copy(update={"paragraphs": (*one.paragraphs, MARK)}) for one in paper.articles
    )
    return paper.model_copy(update={"articles": articles})


def copies(many: int) -> Iterator[tuple[int, Original]]:
    """Yield which original each of ``many`` pages is a copy of."""
    ranking, ordinary = (itertools.cycle(kind) for kind in originals())
    for n in range(many):
        yield n, next(ordinary if n % DAILY_MIX else ranking)


def filled(folder: Path, many: int) -> Path:
    """Make an archive of ``many`` pages that nobody has read; return the configuration's path."""
    config = prepared(folder, dict.fromkeys(papers(), BASE_URL), [])
    with closing(store.opened(folder / "diembao.db")) as db:
        for paper in papers().values():
            store.save_site(
                db,
                id=paper.id,
                name=paper.name,
                province_id=paper.province,
                base_url=BASE_URL,
                now=BEGUN,
            )
        pages = copies(many)
        for crawl in range(-(-many // A_CRAWL)):
            now = BEGUN + timedelta(days=crawl)
            segments = {id_: Archive(folder / "archive", id_, now) for id_ in papers()}
            with writing(db):
                for n, original in itertools.islice(pages, A_CRAWL):
                    store.save_page(db, _kept(segments[original.paper], original, n, now))
            for segment in segments.values():
                segment.close()
    return config


def _kept(segment: Archive, original: Original, n: int, now: datetime) -> store.PageRow:
    url, body = original.copy(n)
    headers = [("Content-Type", original.content_type)]
    place = segment.append(url=url, status=200, headers=headers, body=body)
    return store.PageRow(
        site_id=original.paper,
        url=url,
        url_key=address.key(url),
        final_url=url,
        fetched_at=store.moment(now),
        outcome="kept",
        status=200,
        content_type=original.content_type,
        sha256=hashlib.sha256(body).hexdigest(),
        bytes=len(body),
        warc_file=place.file,
        warc_offset=place.offset,
        warc_length=place.length,
    )


@dataclass(slots=True, kw_only=True)
class Run:
    """One run of the command, watched from outside."""

    begun_with: int
    """Pages that were read before."""

    samples: list[tuple[float, int, float]] = field(default_factory=list)
    """Seconds since its start, pages read in all, megabytes of its processes together."""

    worked: dict[int, float] = field(default_factory=dict)
    """Seconds of processor time of each of its processes, the one that was started first."""

    code: int = 0
    said: str = ""
    """What it wrote on standard error."""

    bar: str = ""
    """The last progress bar that was seen."""

    left: int = 0
    """Processes that outlived it."""

    @property
    def pages(self) -> int:
        """How many pages it read."""
        return self.samples[-1][1] - self.begun_with

    @property
    def seconds(self) -> float:
        """How long it ran, its start included."""
        return self.samples[-1][0]

    @property
    def pace(self) -> float:
        """Pages a second once the first was read."""
        first = next((s for s in self.samples if s[1] > self.begun_with), self.samples[-1])
        seconds = self.samples[-1][0] - first[0]
        return (self.samples[-1][1] - first[1]) / seconds if seconds else 0.0

    @property
    def peak(self) -> float:
        """The most memory it had, in megabytes."""
        return max(megabytes for _, _, megabytes in self.samples)

    def memory(self, share: float) -> float:
        """Return the most memory it had while it read the tenth that ends at ``share``."""
        first, last = (self.begun_with + part * self.pages for part in (share - 0.1, share))
        held = [megabytes for _, read, megabytes in self.samples if first <= read <= last]
        return max(held, default=0.0)


def watched(config: Path, *, jobs: int, stop_at: int | None = None) -> Run:
    """Have ``diembao read`` read on a terminal; press Ctrl-C when ``stop_at`` pages are read."""
    database = _database(config)
    run = Run(begun_with=_read(database))
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "cli", "read", "--jobs", str(jobs), "--config", str(config)],
        cwd=HOME,
        env=os.environ | {"TERM": "xterm-256color", "COLUMNS": "100", "LINES": "24"},
        stdin=theirs,
        stdout=theirs,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        start_new_session=True,
    )
    os.close(theirs)
    screen = Thread(target=_look, args=(ours, run), daemon=True)
    screen.start()
    begun = time.perf_counter()
    try:
        while process.poll() is None:
            members = _family(process.pid)
            run.worked |= {pid: spent for pid in members if (spent := _worked(pid))}
            read = _read(database)
            run.samples.append((time.perf_counter() - begun, read, sum(map(_resident, members))))
            if stop_at is not None and read >= stop_at:
                os.killpg(process.pid, signal.SIGINT)
                stop_at = None
            time.sleep(0.3)
    finally:
        if process.poll() is None:  # somebody stops this benchmark itself
            os.killpg(process.pid, signal.SIGKILL)
    run.samples.append((time.perf_counter() - begun, _read(database), 0.0))
    run.code, run.said = process.returncode, process.communicate()[1].strip()
    screen.join(timeout=5)
    os.close(ours)
    run.left = _outliving(run.worked)
    return run


def _look(screen: int, run: Run) -> None:
    """Read what a terminal would show, and keep the last bar."""
    text = ""
    while True:
        try:
            data = os.read(screen, 1 << 16)
        except OSError:  # nobody holds its other end any more
            return
        text = (text + data.decode("utf-8", "replace"))[-4000:]
        plain = re.sub(r"\x1b\[[\d;?]*[A-Za-z]", "", text)
        for line in re.split(r"[\r\n]+", plain)[:-1]:
            if re.search(r"\d+/\d+", line) and "read" in line:
                run.bar = line.strip()


def _database(config: Path) -> Path:
    """Return where the database of one of our configurations is."""
    name = re.search(r'path = "(.+)"', config.read_text("utf-8"))
    return config.parent / (name[1] if name else "")


def _read(database: Path) -> int:
    """Return how many pages have been read, by two counts that indices answer."""
    kept, unread = (_asked(database, query)[0][0] for query in (_KEPT, _UNREAD))
    return int(kept - unread)


_KEPT = "SELECT count(*) FROM pages WHERE outcome = 'kept'"
_UNREAD = f"{_KEPT} AND read_at IS NULL"


def _asked(database: Path, query: str) -> list[tuple]:
    with closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)) as db:
        return db.execute(query).fetchall()


def _family(pid: int) -> list[int]:
    """Return ``pid`` and all processes below it."""
    found = [pid]
    for member in found:
        for listed in Path(f"/proc/{member}/task").glob("*/children"):
            found += [int(child) for child in _proc(listed).split()]
    return found


def _resident(pid: int) -> float:
    """Return the resident megabytes of a process; 0 for one that is gone."""
    found = re.search(r"VmRSS:\s+(\d+) kB", _proc(Path(f"/proc/{pid}/status")))
    return int(found[1]) / 1024 if found else 0.0


def _outliving(pids: Iterable[int], seconds: float = 5) -> int:
    """Return how many of ``pids`` are there still after some seconds: none, if all is well."""
    end = time.perf_counter() + seconds
    while (left := sum(_resident(pid) > 0 for pid in pids)) and time.perf_counter() < end:
        time.sleep(0.1)
    return left


def _worked(pid: int) -> float:
    """Return the seconds of processor time that a process has had; 0 for one that is gone."""
    numbers = _proc(Path(f"/proc/{pid}/stat")).rpartition(")")[2].split()
    ticks = sum(map(int, numbers[11:13]))
    return ticks / os.sysconf("SC_CLK_TCK")


def _proc(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except OSError:  # it ended in the meantime
        return ""


def sampled(config: Path, stops: list[int], name: str) -> Path:
    """Return the configuration of a database that knows a sample of the pages, all unread.

    The sample is spread evenly, and dense around the ``stops``.
    """
    database, other = _database(config), config.with_name(f"{name}.db")
    store.opened(other).close()
    many = _asked(database, "SELECT count(*) FROM pages")[0][0]
    step = stride(many)
    near = " OR ".join(f"abs(id - {stop}) <= {AROUND}" for stop in stops) or "0"
    with closing(sqlite3.connect(other)) as db:
        db.execute("ATTACH ? AS whole", [str(database)])
        db.execute("INSERT INTO sites SELECT * FROM whole.sites")
        db.execute(
            f"INSERT INTO pages SELECT * FROM whole.pages WHERE id % {step} = 0 OR {near}"  # noqa: S608 - numbers of our own
        )
        db.execute("UPDATE pages SET read_at = NULL, read_outcome = NULL")
        db.commit()
    text = config.read_text("utf-8").replace(f'"{database.name}"', f'"{other.name}"')
    path = config.with_name(f"{name}.toml")
    path.write_text(text, "utf-8")
    return path


def stride(many: int) -> int:
    """Return how far apart sampled pages are: no stride that always meets the same kind."""
    return next(n for n in itertools.count(max(1, many // SAMPLE)) if gcd(n, DAILY_MIX) == 1)


LOOK = {
    "page that is unread or could not be read": (
        "SELECT id FROM pages WHERE read_at IS NULL OR read_outcome <> 'read'"
    ),
    "page without an article of its own, or with several": (
        "SELECT p.id FROM pages p LEFT JOIN articles a ON a.page_id = p.id "
        "GROUP BY p.id HAVING count(a.id) <> 1"
    ),
    "page without a version of its own, or with several": (
        "SELECT p.id FROM pages p LEFT JOIN article_versions v ON v.page_id = p.id "
        "GROUP BY p.id HAVING count(v.id) <> 1"
    ),
    "fact that was withdrawn": "SELECT id FROM facts WHERE withdrawn_at IS NOT NULL",
    "fact that stands in the database twice": (
        'SELECT min(id) FROM facts GROUP BY article_id, quote_in, start, "end", spans, '
        "index_id, component_text, subject, year, period HAVING count(*) > 1"
    ),
    "row that points nowhere": "PRAGMA foreign_key_check",
}
"""What nobody may find in a database that was read without loss or doubles."""

SAID = {
    "articles": "SELECT id, page_id, url, title, published, byline, first_seen_at FROM articles",
    "versions": "SELECT article_id, page_id, title, lead, text, sha256, sketch "
    "FROM article_versions",
    "facts": "SELECT id, article_id, index_id, component_id, subject, subject_id, basis, year, "
    'period, rank, out_of, rank_scope, rank_change, score, unit, score_change, "group", '
    'baseline_year, quote, start, "end", quote_in, spans, rule, confidence, reasons FROM facts',
    "unresolved": 'SELECT id, article_id, quote, start, "end", quote_in, rule, why FROM unresolved',
}
"""What a reading must leave in any case, whenever and however it was done."""


def faults(config: Path, many: int) -> Iterator[str]:
    """Yield what is wrong with a database whose pages should all have been read, each once."""
    database = _database(config)
    for what, query in LOOK.items():
        if found := _asked(database, query):
            yield f"{len(found)} x {what}, such as {found[0][0]}"
    counted = _asked(database, "SELECT sum(counts ->> 'read') FROM runs WHERE stage = 'read'")
    if counted[0][0] != many:
        yield f"the runs together read {counted[0][0]} pages instead of {many}"
    if unlike := list(_unlike_copies(database, many)):
        yield f"{len(unlike)} x copies of one article with different facts: {unlike[0]}"
    if (sound := _asked(database, "PRAGMA integrity_check")) != [("ok",)]:
        yield f"the database is broken: {sound[0][0]}"


def _unlike_copies(database: Path, many: int) -> Iterator[str]:
    """Yield the articles whose copies do not all have as many facts and open questions."""
    query = "SELECT a.page_id FROM {} JOIN articles a ON a.id = article_id"
    found = Counter(_asked(database, query.format("facts")))
    asked = Counter(_asked(database, query.format("unresolved")))
    said = defaultdict(set)
    for (_, original), id_ in zip(copies(many), _asked(database, _IDS), strict=True):
        said[original.path].add((found[id_], asked[id_]))
    yield from (path for path, numbers in said.items() if len(numbers) > 1)


_IDS = "SELECT id FROM pages ORDER BY id"


def differences(whole: Path, sample: Path) -> Iterator[str]:
    """Yield what the interrupted reading left otherwise than an uninterrupted one, on a sample."""
    with closing(
        sqlite3.connect(f"{_database(sample).absolute().as_uri()}?mode=ro", uri=True)
    ) as db:
        db.execute("ATTACH ? AS whole", [f"{_database(whole).absolute().as_uri()}?mode=ro"])
        if not db.execute("SELECT 1 FROM facts").fetchone():
            yield "0 x facts are in the sample, so it shows nothing"
        for name, query in SAID.items():
            there = query.replace(" FROM ", " FROM whole.")
            key = "id" if name == "articles" else "article_id"
            there += f" WHERE {key} IN (SELECT id FROM main.articles)"  # noqa: S608 - our own
            for one, other in ((query, there), (there, query)):
                if odd := db.execute(f"{one} EXCEPT {other}").fetchall():
                    yield f"{len(odd)} x {name} differ, such as {odd[0]}"


def main(arguments: list[str]) -> int:
    """Measure, check and print; 1 when something was lost, doubled or read otherwise."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("many", type=int, nargs="?", default=100_000, metavar="N")
    many = parser.parse_args(arguments).many
    place = HOME / "data"
    place.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="long-", dir=place) as folder:
        wrong = list(measured(Path(folder) / "room", many))
    print("\n".join(f"WRONG: {fault}" for fault in wrong) or "nothing lost, nothing doubled")
    return 1 if wrong else 0


def measured(folder: Path, many: int) -> Iterator[str]:
    """Do it all with ``many`` pages in ``folder``, print the figures, yield what is wrong."""
    begun = time.perf_counter()
    config = filled(folder, many)
    megabytes = _megabytes(folder / "archive")
    print(f"{many} pages made in {time.perf_counter() - begun:.0f} s, archive {megabytes:.0f} MB")
    runs, stops = [], []
    for part in (1, 2, 3):
        stop_at = many * part // 3 if part < 3 else None
        runs.append(watched(config, jobs=2, stop_at=stop_at))
        stops.append(_read(_database(config)))
        show(f"part {part}", runs[-1])
        yield from _odd(runs[-1], stopped=part < 3)
    show_all(runs, many)
    print(f"database {_megabytes(folder, 'diembao.db*'):.0f} MB; last bar: {runs[-1].bar}")
    yield from faults(config, many)
    for jobs in (1, 2):
        sample = sampled(config, stops[:2], f"sample-{jobs}")
        run = watched(sample, jobs=jobs)
        show(f"sample, {jobs} job{'s' * (jobs > 1)}", run)
        yield from _odd(run, stopped=False)
        yield from differences(config, sample)


def _odd(run: Run, *, stopped: bool) -> Iterator[str]:
    """Yield what a run did that it should not."""
    said = "Error: stopped before the end; what was done is kept, run it again for the rest"
    if (run.code, run.said) != ((1, said) if stopped else (0, "")):
        yield f"exit code {run.code}: {run.said}"
    if run.left:
        yield f"{run.left} processes outlived the command"
    if not run.bar:
        yield "no progress bar was seen"


def show(name: str, run: Run) -> None:
    """Print what one run did: how many pages, how fast, with how much memory."""
    held = "/".join(f"{run.memory(share):.0f}" for share in (0.1, 0.5, 1))
    worked = " + ".join(f"{spent:.0f}" for spent in run.worked.values() if spent >= 1)
    print(
        f"{name:<16}{run.pages:>7} pages in {run.seconds:>6.1f} s, {run.pace:>6.1f} pages/s; "
        f"memory at 10/50/100 %: {held} MB, peak {run.peak:.0f} MB; "
        f"processor {worked} s",
        flush=True,
    )


def show_all(runs: list[Run], many: int) -> None:
    """Print the same of all parts together."""
    held = []
    for share in (0.1, 0.5, 1):
        run = next(run for run in runs if run.samples[-1][1] >= share * many)
        held.append(run.memory((share * many - run.begun_with) / run.pages))
    seconds = sum(run.seconds for run in runs)
    print(
        f"{'all':<16}{many:>7} pages in {seconds:>6.1f} s, {many / seconds:>6.1f} pages/s, starts "
        f"included; memory at 10/50/100 %: {'/'.join(f'{m:.0f}' for m in held)} MB, "
        f"peak {max(run.peak for run in runs):.0f} MB"
    )


def _megabytes(folder: Path, pattern: str = "**/*") -> float:
    return sum(p.stat().st_size for p in folder.glob(pattern) if p.is_file()) / 1e6


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
