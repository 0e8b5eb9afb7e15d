"""Everything a stage needs to keep what it found: one door to the database."""

from db.base import StoreError, moment, opened, writing
from db.page import (
    PageRow,
    count_unread,
    known_addresses,
    owed_addresses,
    save_page,
    save_site,
    unread_pages,
)
from db.place import known_end
from db.reading import article_id, fact_id, save_reading
from db.run import abandon_runs, end_run, last_success, start_run
from db.verdict import save_verdict

__all__ = [
    "PageRow",
    "StoreError",
    "abandon_runs",
    "article_id",
    "count_unread",
    "end_run",
    "fact_id",
    "known_addresses",
    "known_end",
    "last_success",
    "moment",
    "opened",
    "owed_addresses",
    "save_page",
    "save_reading",
    "save_site",
    "save_verdict",
    "start_run",
    "unread_pages",
    "writing",
]
