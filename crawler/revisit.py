"""When a young article is looked at again, and how it is asked whether it has changed."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from db.store import PageRow

AGES = (timedelta(hours=6), timedelta(hours=24), timedelta(hours=72))
"""How old an article is, since it was first kept, when it is looked at again."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A page was looked at again and said nothing new: when the next look is."""

    page: PageRow
    looked_at: datetime

    @property
    def next(self) -> datetime | None:
        """The moment, or None when the page is not young any more."""
        return next_look(self.page.kept_at, self.looked_at)


def next_look(kept_at: str | None, now: datetime) -> datetime | None:
    """Return when a page that was first kept at ``kept_at`` is to be looked at after ``now``.

    A look that comes late takes the place of those it has missed.
    """
    if not kept_at:
        return None
    first = datetime.fromisoformat(kept_at)
    return next((first + age for age in AGES if first + age > now), None)


def questions(page: PageRow) -> dict[str, str]:
    """Return the headers that ask for ``page`` only if it has changed."""
    known = {"If-None-Match": page.etag, "If-Modified-Since": page.last_modified}
    return {name: value for name, value in known.items() if value}
