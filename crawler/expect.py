"""Whether a newspaper gave what its file expects."""

from collections.abc import Mapping

from crawler.site import Site

HOURS = 24.0


def complaints(site: Site, counts: Mapping[str, int], *, hours: float = HOURS) -> list[str]:
    """Return what is odd about a crawl with ``counts``, one plain sentence each.

    ``hours`` is the time since the last crawl that went well: the expected pages are those of
    a day.  A newspaper may well print nothing for an hour, so less than a day is not held
    against it; a day's most is.
    """
    fewest, most = site.expect.pages_per_day
    kept, days = counts.get("kept", 0), hours / HOURS
    said = []
    if days >= 1 and kept < fewest * days:
        said.append(
            f"{site.name} gave {kept} new pages in {hours:.0f} hours; its file expects "
            f"at least {fewest} a day"
        )
    if kept > most * max(days, 1):
        said.append(
            f"{site.name} gave {kept} new pages in {hours:.0f} hours; its file expects "
            f"at most {most} a day: a list may name old pages"
        )
    lost = {name: n for name, n in counts.items() if name.startswith("list-")}
    for name, n in sorted(lost.items()):
        said.append(f"{site.name}: {n} of its lists could not be had ({name[5:]})")
    return said
