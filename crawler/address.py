"""When two addresses are one page."""

import re
from urllib.parse import urlsplit, urlunsplit

from w3lib.url import canonicalize_url, url_query_cleaner

TRACKING = re.compile(r"^(?:utm_\w+|fbclid|gclid|gidzl|zarsrc|zalo\w*|mc_[ce]id|_ga|ref)$")
"""Query parameters that say where a reader came from, not what is read."""

SERVER_STATE = re.compile(r"/\([A-Z]\([^/]*\)\)(?=/|$)")
"""ASP.NET keeps sessions in the path: ``/(X(1)S(abc))/``."""

FRONT_DOOR = re.compile(r"^/index\.php(?=/)")


def host(url: str) -> str:
    """Return the host of ``url`` as newspapers are told apart by it: ``baolangson.vn``.

    Lower case, without ``www.``, a final dot or the usual ports; another port stays.
    Empty when there is none.  Raises `ValueError` when ``url`` is no address.
    """
    parts = urlsplit(url)
    name = (parts.hostname or "").rstrip(".").removeprefix("www.")
    port = parts.port
    return name if port in (None, 80, 443) else f"{name}:{port}"


def path(url: str) -> str:
    """Return the path of ``url`` without what servers add to it; it begins with a slash."""
    found = SERVER_STATE.sub("", urlsplit(url).path)
    found = FRONT_DOOR.sub("", found)
    return re.sub(r"/{2,}", "/", f"/{found}")


def key(url: str) -> str:
    """Return the one spelling that all addresses of one page share.

    https, no ``www.``, no usual port, no fragment, no final slash, no tracking parameters, the
    remaining ones sorted, percent signs only where needed.  The key tells pages apart and is
    not made to be fetched.  Raises `ValueError` when ``url`` is no address.
    """
    parts = urlsplit(url.strip())
    clean = urlunsplit(("https", host(url.strip()), path(url.strip()), parts.query, ""))
    names = {piece.partition("=")[0] for piece in parts.query.split("&")}
    tracking = sorted(name for name in names if TRACKING.match(name.lower()))
    if tracking:
        clean = url_query_cleaner(clean, tracking, remove=True, unique=False)
    canonical: str = canonicalize_url(clean)
    start, _, query = canonical.partition("?")
    return f"{start.rstrip('/')}?{query}" if query else start.rstrip("/")
