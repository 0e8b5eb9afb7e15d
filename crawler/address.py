"""When two addresses are one page."""

import re
from collections.abc import Callable
from urllib.parse import urlsplit, urlunsplit

from w3lib.html import replace_entities
from w3lib.url import canonicalize_url, url_query_cleaner

TRACKING = re.compile(
    r"^(?:(?:utm|itm|mtm|pk|mc|fb|ga|gad|gs)_\w+|(?:fb|g|d|tw|tt|y)clid|msclkid|igshid|[gw]braid"
    r"|gidzl|zarsrc|zalo\w*|_g[al]|ref|ref_src|referrer)$"
)
"""Query parameters that say where a reader came from, not what is read."""

DRESS = re.compile(r"^(?:amp|print|mobile|outputtype)$")
"""Query parameters that choose how the same words are shown."""

_COPY = re.compile(r"^/(?:amp|print|mobile)(?=/[^/]+)|/amp$|(?<=.)\.amp$")
"""What the address of a copy for printers, phones or search engines has more."""

_LINKS = re.compile(rb"<link\b[^>]{1,2000}>", re.IGNORECASE)
_CANONICAL = re.compile(rb"""\brel\s*=\s*["']?canonical\b""", re.IGNORECASE)
_HREF = re.compile(rb"""\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+))""", re.IGNORECASE)
_HEAD = 200_000
"""Bytes of a page in which it may name its address."""

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


def key(url: str, *, home: Callable[[str], str] = str) -> str:
    """Return the one spelling that all addresses of one page share.

    https, no ``www.``, no usual port, no fragment, no final slash, no tracking parameters, the
    remaining ones sorted, percent signs only where needed; copies for printers and phones are
    their original.  ``home`` gives the host that another host of the same newspaper stands for.
    The key tells pages apart and is not made to be fetched.  Raises `ValueError` when ``url``
    is no address.
    """
    url = url.strip()
    query = urlsplit(url).query
    plain = path(canonicalize_url(url))  # "/x.amp/%2E" is "/x.amp" before it is a copy
    clean = urlunsplit(("https", home(host(url)), _original(plain), query, ""))
    names = {piece.partition("=")[0] for piece in query.split("&")}
    idle = sorted(n for n in names if TRACKING.match(n.lower()) or DRESS.match(n.lower()))
    if idle:
        clean = url_query_cleaner(clean, idle, remove=True, unique=False)
    canonical: str = canonicalize_url(clean)
    start, _, query = canonical.partition("?")
    return f"{start.rstrip('/')}?{query}" if query else start.rstrip("/")


def _original(path: str) -> str:
    """Return the path of which ``path`` is a copy in another dress."""
    plain = path.rstrip("/")
    while (shorter := _COPY.sub("", plain)) != plain:
        plain = shorter + (".html" if plain.endswith(".amp") else "")
    return plain


def canonical(page: bytes) -> str:
    """Return what a page says its own address is, in ``<link rel="canonical">``; empty if nothing.

    The bytes are searched, not parsed, for that takes a thousandth of the time.

    >>> canonical(b"<head><link href='/a.html?x=1&amp;y=2' rel='canonical'></head>")
    '/a.html?x=1&y=2'
    """
    for link in _LINKS.findall(page[:_HEAD]):
        if _CANONICAL.search(link) and (href := _HREF.search(link)):
            said = next(filter(None, href.groups()), b"").decode("utf-8", "replace")
            return str(replace_entities(said)).strip()
    return ""
