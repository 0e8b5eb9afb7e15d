"""What came of asking for one address, and the one word for it."""

import zlib
from dataclasses import dataclass
from datetime import date

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.http import HtmlResponse, Response
from scrapy.spidermiddlewares.httperror import HttpError

from db.store import PageRow

KEPT = "kept"
UNCHANGED = "unchanged"
"""What a young article is that was looked at again and says nothing new."""

WALL = 2048
"""Bytes below which a page that sets a cookie by script is a wall: laodong.vn's had 177."""

_WORDS: tuple[tuple[type[Exception] | tuple[type[Exception], ...], str], ...] = (
    (ResponseDataLossError, "truncated"),
    (DownloadTimeoutError, "timeout"),
    (DownloadCancelledError, "too-large"),
    (
        (CannotResolveHostError, DownloadConnectionRefusedError, DownloadFailedError),
        "unreachable",
    ),
)

_SAYINGS = (
    ("Forbidden by robots.txt", "robots"),
    ("DOWNLOAD_MAXSIZE", "too-large"),
    ("max redirections", "redirect-loop"),
)
"""What Scrapy writes into `IgnoreRequest`, which has no kinds."""

_REFUSALS = {"unreachable", "untrusted", "timeout", "challenge", "http-403", "http-429"}
_ACCIDENTS = {"truncated", "empty", "undecodable", "failed", "http-408"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetch:
    """An article's address was asked for: what came back, or why nothing did."""

    url: str
    """As the newspaper linked to it."""

    key: str
    canonical_key: str = ""
    """What `crawler.site.Site.canonical` makes of the page; empty when there is none."""

    outcome: str
    """``kept``, or why not: ``http-404``, ``timeout`` ..."""

    final_url: str = ""
    status: int | None = None
    headers: tuple[tuple[str, str], ...] = ()
    """As they were sent."""

    body: bytes = b""
    """As it was transferred."""

    before: PageRow | None = None
    """The page as it was kept, when this was another look at it."""


@dataclass(frozen=True, slots=True)
class ListDone:
    """Everything of these days that a list of an archive names has been asked for."""

    url: str
    since: date
    until: date
    goes_on: bool
    """Whether its next page may name more."""


def is_refusal(outcome: str) -> bool:
    """Tell whether ``outcome`` speaks of the newspaper rather than of one page."""
    return outcome in _REFUSALS or outcome.startswith("http-5")


def is_passing(outcome: str) -> bool:
    """Tell whether another try may well have another outcome: the line was bad, or the server."""
    return is_refusal(outcome) or outcome in _ACCIDENTS


class Refused(IgnoreRequest):
    """A request was not made, and ``outcome`` is the word for the reason."""

    def __init__(self, outcome: str, why: str) -> None:
        """Say ``why`` in the log."""
        super().__init__(why)
        self.outcome = outcome


def outcome_of(error: BaseException) -> str:
    """Return the word for what kept a response away."""
    if isinstance(error, Refused):
        return error.outcome
    if isinstance(error, DownloadFailedError) and "certificate" in str(error):
        return "untrusted"
    if isinstance(error, HttpError):
        return f"http-{error.response.status}"
    if isinstance(error, IgnoreRequest):
        return next((word for said, word in _SAYINGS if said in str(error)), "ignored")
    for kinds, word in _WORDS:
        if isinstance(error, kinds):
            return word
    # gzip reports broken data by OSError, and so do sockets.
    broken = isinstance(error, (zlib.error, EOFError)) or "gzip" in str(error).lower()
    return "undecodable" if broken else "failed"


def outcome_for(response: Response) -> str:
    """Return ``kept`` for a response that may hold an article, else why it cannot."""
    if not response.body.strip():
        return "empty"
    kind = (response.headers.get(b"Content-Type") or b"").decode("latin-1").lower()
    if (kind and "html" not in kind) or not isinstance(response, HtmlResponse):
        return "not-html"
    return "challenge" if is_wall(response) else KEPT


def is_wall(response: Response) -> bool:
    """Tell whether a script that sets a cookie came in place of what was asked for."""
    return len(response.body) < WALL and b"document.cookie" in response.body
