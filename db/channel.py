"""Where messages go: an address that Apprise understands, and how it is used."""

import hashlib
import logging
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit

from apprise import Apprise, LogCapture

_PLAIN_HOSTS = ("form", "forms", "json", "jsons", "mailto", "mailtos", "xml", "xmls")
"""Schemes whose host is an address; in others it may be a secret token."""

_REASON = 300

# Apprise logs whole addresses, so its words go nowhere but into the reasons made here.
logging.getLogger("apprise").addHandler(logging.NullHandler())
logging.getLogger("apprise").propagate = False


class ChannelError(Exception):
    """A channel's address is wrong; the message shows none of its secrets."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """An address that messages can be sent to."""

    id: str
    """Scheme and a hash, such as ``mailto-3f9a21c4``: what the database and logs may know."""

    url: str = field(repr=False)
    """The address for Apprise; it may hold passwords and tokens."""


def channels(urls: Iterable[str]) -> tuple[Channel, ...]:
    """Return the channels at ``urls``, each once, in their order.

    Raises `ChannelError` for the first one that Apprise cannot use.
    """
    found = (_channel(number, url.strip()) for number, url in enumerate(urls, 1))
    return tuple(dict.fromkeys(found))


def _channel(number: int, url: str) -> Channel:
    with LogCapture(level=logging.CRITICAL):  # type: ignore[no-untyped-call]
        usable = "://" in url and Apprise.instantiate(url) is not None
    if not usable:
        raise ChannelError(
            f"[alerts] channels: number {number} ({_shown(url)}) is no address that Apprise "
            "knows; see https://appriseit.com/services/"
        )
    scheme = url.partition("://")[0].lower()
    return Channel(id=f"{scheme}-{hashlib.sha256(url.encode()).hexdigest()[:8]}", url=url)


def _shown(url: str) -> str:
    """Return what may be shown of an address: its scheme, and a host that is no secret."""
    scheme, there, _ = url.partition("://")
    if not there:
        return "no scheme"
    try:
        host = urlsplit(url).hostname if scheme.lower() in _PLAIN_HOSTS else None
    except ValueError:
        host = None
    return f"{scheme}://{host or '...'}"


def send(channel: Channel, subject: str, body: str, key: str) -> str | None:
    """Send one message; return None when it was accepted, or else why it was not.

    Webhooks and mail carry ``key`` in the header ``X-Idempotency-Key``, so that a receiver can
    tell a message that came twice.  Nothing is raised: the reason is for the outbox to keep.
    """
    with LogCapture(level=logging.WARNING, fmt="%(message)s") as log:  # type: ignore[no-untyped-call]
        try:
            desk = Apprise()
            desk.add(_addressed(channel.url, key))
            result = desk.notify(body=body, title=subject, body_format="text")
            said = log.getvalue().split("\n")
        except Exception as error:  # noqa: BLE001 - a hundred services, each with its own errors
            return _without_secrets(channel, f"{type(error).__name__}: {error}")
    if result:
        return None
    reason = "; ".join(line.strip() for line in said if line.strip()) or result.status.name
    return _without_secrets(channel, reason)


def _addressed(url: str, key: str) -> str:
    joint = "&" if "?" in url else "?"
    headers = url.partition("://")[0].lower() in _PLAIN_HOSTS
    return (
        f"{url}{joint}+X-Idempotency-Key={quote(key)}" if headers else f"{url}{joint}overflow=split"
    )


def _without_secrets(channel: Channel, reason: str) -> str:
    """Return a reason as one short line in which no part of the channel's address stands."""
    rest = channel.url.partition("://")[2]
    head, _, tail = rest.partition("?")
    parts = {part for piece in (head, tail) for part in _pieces(piece)}
    for part in sorted(parts, key=len, reverse=True):
        reason = reason.replace(part, "...")
    return " ".join(reason.split())[:_REASON]


_SHORT = 4


def _pieces(text: str) -> list[str]:
    for mark in "/:@&=?":
        text = text.replace(mark, " ")
    return [piece for piece in text.split() if len(piece) > _SHORT]
