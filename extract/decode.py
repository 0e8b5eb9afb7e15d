"""Turn the bytes of a page into clean UTF-8, or say why they are no page."""

import codecs
import re
import zlib
from collections.abc import Iterator
from contextlib import suppress

from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding

LARGEST = 20_000_000
"""Bytes; a gzip body that unpacks to more is refused, whatever it claims to be."""

_GZIP = b"\x1f\x8b"
_TAG = r"<\s*(?:!doctype\s+html|html|head|title|body|main|article|section|div|table|script|h1|p)\b"
_HTML = re.compile(_TAG, re.IGNORECASE)
_HTML_BYTES = re.compile(_TAG.encode(), re.IGNORECASE)
_OTHER = re.compile(
    r"\s*(?:[{\[]|(?:<\?xml[^>]*>\s*)?<(?:rss|feed|urlset|sitemapindex)\b)", re.IGNORECASE
)
_NO_TEXT = bytes({*range(32)} - {*b"\t\n\r"})
_NO_LETTERS = "\ufffe\uffff"
_NO_REFERENCE = re.compile(
    b"&#(?:0*(?:[0-8]|1[124-9]|2[0-9]|3[01]|6553[45])|x0*(?:[0-8bcef]|1[0-9a-f]|fff[ef]))(?![0-9a-f]);?",
    re.IGNORECASE,
)
"""What no tree of elements may hold, as itself or as a reference."""

_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x80-\x9f]")
_MISREAD = re.compile("á[»º]|Ä[\x91‘]|Æ[°¡]")
_VIETNAMESE = re.compile("[ăđơưạ-ỹ]", re.IGNORECASE)


class UnreadablePageError(Exception):
    """A page holds no article that could be read; ``outcome`` is a word to count it by."""

    def __init__(self, outcome: str) -> None:
        super().__init__(outcome)
        self.outcome = outcome


def markup(body: bytes, content_type: str = "") -> bytes:
    """Return the HTML page ``body`` in UTF-8, without what no tree of elements may hold.

    UTF-8 is tried before anything a header or the page declares: both lie more often than
    UTF-8 fits by accident.  Raises `UnreadablePageError`: ``empty``, ``not-html``,
    ``wrong-charset``, ``too-large``.
    """
    body = _unpacked(body)
    if not body.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise UnreadablePageError("empty")
    characters = _utf8(body) or _declared(body, content_type)
    if characters is None:
        tagged = _HTML_BYTES.search(body)
        raise UnreadablePageError("wrong-charset" if tagged else "not-html")
    if _OTHER.match(characters) or not _HTML.search(characters):
        raise UnreadablePageError("not-html")
    if _misread(characters):
        raise UnreadablePageError("wrong-charset")
    return _clean(characters)


def _clean(characters: str) -> bytes:
    for letter in _NO_LETTERS:
        characters = characters.replace(letter, "")
    utf8 = characters.encode("utf-8", "replace").translate(None, _NO_TEXT)
    return _NO_REFERENCE.sub(b"", utf8) if b"&#" in utf8 else utf8


def _unpacked(body: bytes) -> bytes:
    """Undo gzip; of a damaged or cut file, return what could be had."""
    if not body.startswith(_GZIP):
        return body
    unpacked = b""
    for piece in _pieces(body):
        unpacked += piece
        if len(unpacked) > LARGEST:
            raise UnreadablePageError("too-large")
    if not unpacked:
        raise UnreadablePageError("not-html")
    return unpacked


def _pieces(body: bytes, size: int = 65_536) -> Iterator[bytes]:
    gunzip = zlib.decompressobj(wbits=31)
    try:
        for start in range(0, len(body), size):
            yield gunzip.decompress(body[start : start + size], LARGEST + 1)
    except zlib.error:
        return


def _utf8(body: bytes) -> str | None:
    """Return ``body`` read as UTF-8, or None if that is not what it is.

    Pages are cut in the middle of a letter, by a lost connection at their end or by a
    careless `substr` in a meta tag; one broken letter in ten is still UTF-8, while a page in
    another charset has hardly a letter that is whole.
    """
    if body.count(0) * 10 > len(body):
        return None
    body = body.removeprefix(codecs.BOM_UTF8)
    with suppress(UnicodeDecodeError):
        return body.decode()
    characters = codecs.getincrementaldecoder("utf-8")("replace").decode(body)
    lost = characters.count("\ufffd") - body.count(b"\xef\xbf\xbd")
    if not lost:  # the page ends within a letter
        return characters
    kept = sum(not c.isascii() for c in characters) - lost
    return characters if lost * 10 <= kept else None


def _declared(body: bytes, content_type: str) -> str | None:
    """Return ``body`` read as its byte order mark, header or meta tag says, if one fits."""
    marked = body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    named = (
        "utf-16" if marked else None,
        http_content_type_encoding(content_type),
        html_body_declared_encoding(body[:4096]),
    )
    for encoding in filter(None, named):
        try:
            characters = body.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        if not _CONTROLS.search(characters):
            return characters
    return None


def _misread(characters: str) -> bool:
    """Whether UTF-8 was once read as Latin-1 and stored so: ``Láº¡ng SÆ¡n``."""
    signs = len(_MISREAD.findall(characters)) if "á»" in characters else 0
    return signs > 4 and signs > len(_VIETNAMESE.findall(characters))  # noqa: PLR2004
