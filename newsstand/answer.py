"""What a server answers, before it looks at the conditions of the request."""

from dataclasses import dataclass, field
from datetime import datetime
from http import HTTPStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer."""

    status: HTTPStatus = HTTPStatus.OK
    content_type: str = ""
    body: bytes = b""
    etag: str = ""
    """Strong, and blind to the clock in the header: the same words give the same tag."""

    modified: datetime | None = None
    headers: dict[str, str] = field(default_factory=dict)
    """More of them, such as ``Location``."""

    trap: str = ""
    """The trap this page is; the server misbehaves by it."""
