"""Everything a stage needs to keep what it found: one door to the database."""

from db.backfill import done_list, list_done
from db.base import StoreError, moment, opened, unhurried, writing
from db.page import (
    PageRow,
    count_unread,
    due_pages,
    is_known,
    owed_addresses,
    plan_revisit,
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
    "done_list",
    "due_pages",
    "end_run",
    "fact_id",
    "is_known",
    "known_end",
    "last_success",
    "list_done",
    "moment",
    "opened",
    "owed_addresses",
    "plan_revisit",
    "save_page",
    "save_reading",
    "save_site",
    "save_verdict",
    "start_run",
    "unhurried",
    "unread_pages",
    "writing",
]
