"""At what time of day a newspaper may be crawled, where its file says so."""

from datetime import datetime, time

from crawler.site import Site
from extract.moment import HERE


def is_open(site: Site, now: datetime) -> bool:
    """Tell whether ``site`` may be crawled ``now``; hours are Vietnam's, and may pass midnight."""
    if site.night is None:
        return True
    begins, ends = (time.fromisoformat(hour) for hour in site.night)
    clock = now.astimezone(HERE).time()
    if begins <= ends:
        return begins <= clock < ends
    return clock >= begins or clock < ends
