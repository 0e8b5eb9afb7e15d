"""What earlier crawls of a newspaper know: which addresses are settled, owed or due."""

from datetime import date, datetime

from sqlite_utils import Database

from db import store


class Memory:
    """One newspaper's pages in the database, as a spider asks for them.

    Everything is asked of the database when it is needed: ten years of addresses are no load.
    """

    def __init__(self, db: Database, site: str) -> None:
        """Look at the pages of ``site``."""
        self._db = db
        self._site = site

    def knows(self, key: str) -> bool:
        """Tell whether the address with this key need not be asked for again."""
        return store.is_known(self._db, self._site, key)

    def owed(self) -> list[str]:
        """Return the addresses that failed and deserve another try."""
        return store.owed_addresses(self._db, self._site)

    def due(self, now: datetime) -> list[store.PageRow]:
        """Return the young pages that are to be looked at again."""
        return store.due_pages(self._db, self._site, now)

    def done(self, since: date, until: date, url: str) -> bool | None:
        """Return whether the list at ``url`` goes on, if it was worked through for these days."""
        return store.done_list(self._db, self._site, since, until, url)
