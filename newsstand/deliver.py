"""How an answer is sent: whole, or as a trap would have it."""

import gzip
from collections.abc import Collection, Iterator
from dataclasses import replace
from functools import cache
from http import HTTPStatus
from itertools import repeat
from zlib import crc32

from newsstand.answer import Answer

KILOBYTE = 1024
WALL = (
    b'<html><body><script>document.cookie="D1N=0123456789abcdef0123456789abcdef"'
    b'+"; expires=Fri, 31-Dec-2037 23:59:59 GMT; path=/";'
    b"window.location.reload(true);</script></body></html>"
)
"""177 bytes, as laodong.vn's."""

HOPS = 3
_AWAY = "http://127.0.0.2:9/noi-khac-1234567.html"
_OVERDONE = 100_000_000
_EVERY = 3
_BARE = ("robots.txt", ".svg")
_LATER = Answer(
    status=HTTPStatus.TOO_MANY_REQUESTS, content_type="text/plain", headers={"Retry-After": "1"}
)
_BLOCKED = Answer(
    status=HTTPStatus.FORBIDDEN,
    content_type="text/html; charset=utf-8",
    body=b"<html><body>You are blocked by our security system.</body></html>",
)


def instead(  # noqa: PLR0913 - what a server may look at
    answer: Answer,
    path: str,
    hop: int,
    *,
    first: bool,
    traps: Collection[str],
    visitor: str = "",
) -> Answer:
    """Return what is answered in place of ``answer`` for ``path``, as ``traps`` would have it.

    ``hop`` counts the redirections behind the visitor; ``first`` tells whether nobody has asked
    for ``path`` since the traps were set; ``visitor`` is what the visitor calls itself.
    """
    if not path.endswith(_BARE):
        if "picky" in traps and not visitor.startswith("Mozilla/"):
            return _BLOCKED
        if "cookie-wall" in traps:
            return Answer(content_type="text/html; charset=utf-8", body=WALL)
        if "flickering" in traps and first and crc32(path.encode()) % _EVERY == 0:
            return _BLOCKED
    if answer.trap == "too-many" and first:
        return _LATER
    if target := _target(answer.trap, path, hop):
        return Answer(status=HTTPStatus.FOUND, headers={"Location": target})
    return _encoded(answer)


def _target(trap: str, path: str, hop: int) -> str:
    if trap == "redirect-chain" and hop < HOPS:
        return f"{path}?hop={hop + 1}"
    if trap == "redirect-loop":
        return f"{path}?hop={(hop + 1) % 2}"
    return _AWAY if trap == "redirect-away" else ""


def _encoded(answer: Answer) -> Answer:
    if answer.trap == "empty":
        return replace(answer, body=b"")
    if answer.trap == "gzipped":
        return replace(answer, body=gzip.compress(answer.body, mtime=0))
    if answer.trap == "bomb":
        return replace(answer, body=_bomb(), headers={"Content-Encoding": "gzip"})
    return answer


@cache
def _bomb() -> bytes:
    """Return 100 MB in 100 KB."""
    return gzip.compress(b"<p>Tin</p>" * (_OVERDONE // 10), mtime=0)


def pieces(body: bytes, trap: str) -> Iterator[bytes]:
    """Return ``body`` as it goes over the line."""
    if trap == "truncated":
        yield body[: len(body) // 2]
    elif trap == "endless":
        yield body
        yield from repeat(b"<p>Tin sau n\xe1\xbb\x91i tin.</p>\n" * KILOBYTE)
    elif trap == "slow":
        for start in range(0, len(body), KILOBYTE):
            yield body[start : start + KILOBYTE]
    else:
        yield body
