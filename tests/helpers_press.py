"""A made press and a room of one's own in which its papers are crawled and read."""

from collections.abc import Collection
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import config
import stages
from crawler.crawl import Outcome, crawl
from crawler.site import load
from db import store
from desk import Desk, Work
from newsstand.article import Article
from newsstand.paper import WAYS
from newsstand.server import Server, Stand
from newsstand.sitefile import site_file


class Read(NamedTuple):
    """An article as the program read it."""

    title: str
    published: str
    byline: str
    text: str


class Unseen:
    """Whoever watches the stages, and sees nothing."""

    def step(self, title: str, done: int, total: int | None) -> None:
        """Hear how far the work is."""

    def end(self, work: Work) -> None:
        """Hear how a run ended."""

    def say(self, line: str) -> None:
        """Hear anything else."""


def as_printed(article: Article) -> Read:
    """Return what a perfect reader reads of ``article``."""
    return Read(article.title, article.published.isoformat(), article.byline, article.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """Where papers of ``stand`` are crawled to, and read."""

    folder: Path
    stand: Stand

    @property
    def database(self) -> Path:
        """The database's file."""
        return self.folder / "press.db"

    @property
    def archive(self) -> Path:
        """The archive's folder."""
        return self.folder / "archive"

    @property
    def sites(self) -> Path:
        """The folder of site files."""
        return self.folder / "sites"

    def server(self, id_: str) -> Server:
        """Return the server of the paper ``id_``."""
        return self.stand.papers[id_]

    def crawl(
        self, id_: str, ways: Collection[str] = WAYS, *, timeout: float = 30, **more: Any
    ) -> Outcome:
        """Crawl the paper ``id_``, found by those of ``ways`` that it has."""
        self.sites.mkdir(parents=True, exist_ok=True)
        path = self.sites / f"{id_}.toml"
        path.write_text(f"timeout = {timeout}\n{site_file(self.server(id_), ways)}", "utf-8")
        return crawl(
            load(path),
            database=self.database,
            archive=self.archive,
            sites_folder=self.sites,
            **more,
        )

    def desk(self) -> Desk:
        """Return a desk for the stages."""
        path = self.folder / "diembao.toml"
        path.write_text(
            '[database]\npath = "press.db"\n[archive]\nfolder = "archive"\n'
            '[crawl]\nsites_folder = "sites"\n',
            "utf-8",
        )
        return Desk(config=config.load(path), show=Unseen())

    def read(self) -> dict[str, Read]:
        """Read what is unread; return every article by its address, as it stands now."""
        stages.read(self.desk())
        rows = self.rows(
            "SELECT a.url, a.title, a.published, a.byline, v.text FROM articles a "
            "JOIN article_versions v ON v.id ="
            " (SELECT max(id) FROM article_versions WHERE article_id = a.id)"
        )
        return {url: Read(*rest) for url, *rest in rows}

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Return what the database answers to ``query``."""
        with closing(store.opened(self.database)) as db:
            return list(db.conn.execute(query).fetchall())

    def write(self, statement: str) -> None:
        """Change the database, such as to let time go by."""
        with closing(store.opened(self.database)) as db:
            db.conn.execute(statement)
            db.conn.commit()

    def outcomes(self) -> dict[str, str]:
        """Return what came of each page, by its path."""
        rows = self.rows("SELECT url, outcome FROM pages")
        return {urlsplit(url).path: outcome for url, outcome in rows}

    def asked(self, id_: str) -> list[str]:
        """Return the paths that the paper ``id_`` was asked for, in order, robots.txt left out."""
        return [
            request.path
            for request in self.stand.requests
            if request.paper == id_ and request.path != "/robots.txt"
        ]
