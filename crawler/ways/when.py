"""Read the dates of feeds and sitemaps, also those that no standard knows."""

import re
from datetime import date
from email.utils import parsedate_to_datetime

from extract.moment import HERE, machine_moment

_ODD_ZONE = re.compile(r"\s*[(\[]?(?:GMT|UTC)?\s?\+\s?0?7(?::?00)?[)\]]?\s*$", re.IGNORECASE)
"""``GMT+7``, ``[GMT +7]``, ``+07``: dateutil reads the first as west of Greenwich, email.utils
the last as seven minutes."""

_NEVER = date(1970, 1, 1)
"""What "2 hours ago" would be counted from; such words are left alone."""


def day(words: str) -> date | None:
    """Return the day in Vietnam that ``words`` tell; None when they tell none.

    >>> day("Sat, 05 Sep 26 23:09:00 GMT")
    datetime.date(2026, 9, 6)
    >>> day("9/5/2026 1:30:00 PM"), day("Sat, 05 Sep 2026 18:48:27 GMT+7")
    (datetime.date(2026, 9, 5), datetime.date(2026, 9, 5))
    """
    words = " ".join(words.split())
    if not re.search(r"\d{4}|\d\d:", words):
        return None
    local = _ODD_ZONE.sub("", words)
    said = f"{local} +0700" if local != words else words
    try:
        return parsedate_to_datetime(said).astimezone(HERE).date()
    except (ValueError, OverflowError):
        pass
    found = machine_moment(words, today=_NEVER) or machine_moment(local, today=_NEVER)
    return date.fromisoformat(found[:10]) if found else None
