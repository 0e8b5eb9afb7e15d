"""How a newspaper is asked: who asks, how often, and over which line."""

from typing import Any

from scrapy.http import Request, Response
from scrapy.settings import Settings

from crawler.site import Site

NAME = "diembao/0.1"

TRUSTED = {"DOWNLOAD_VERIFY_CERTIFICATES": True}
LEGACY = {
    "DOWNLOAD_VERIFY_CERTIFICATES": False,
    "DOWNLOADER_CLIENT_TLS_CIPHERS": "DEFAULT:@SECLEVEL=0",
    "DOWNLOAD_TLS_MIN_VERSION": "TLSv1.0",
}
"""For servers whose certificates or keys are too old or weak, where a site file says so."""


class ContactError(Exception):
    """Nobody stands behind the crawl yet; the message is one line."""


def settings(site: Site, contact: str) -> dict[str, Any]:
    """Return the settings of a crawl of ``site`` by whoever answers at ``contact``.

    A newspaper on this machine is asked at once, a real one question by question.
    Raises `ContactError` for a real newspaper without a contact.
    """
    common = {
        "USER_AGENT": f"{NAME} (+{contact})" if contact else NAME,
        "DOWNLOAD_DELAY": site.pause,
        "DOWNLOAD_TIMEOUT": site.timeout,
        **(LEGACY if site.tls == "legacy" else TRUSTED),
    }
    if site.on_loopback:
        return common | {
            "AUTOTHROTTLE_ENABLED": False,
            "CONCURRENT_REQUESTS": 4,
            "CONCURRENT_REQUESTS_PER_DOMAIN": 4,
            "DIEMBAO_BACKOFF": 0.05,
            "DIEMBAO_ROBOTS_HOURS": 0,
        }
    if not contact.strip():
        raise ContactError(
            f"{site.base_url} is a real newspaper and must be able to reach you: "
            'put contact = "you@example.org" under [crawl] in diembao.toml'
        )
    return common | {
        "AUTOTHROTTLE_START_DELAY": site.pause,
        "DIEMBAO_BACKOFF": 3 * site.pause,
        "CONCURRENT_REQUESTS": 1,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
    }


def pause(site: Site, asked: float | None) -> float:
    """Return the seconds between two questions when robots.txt has ``asked`` for some."""
    return site.pause if site.on_loopback else max(site.pause, asked or 0.0)


class AsSent:
    """Remember each response before its content coding is undone."""

    def process_response(self, request: Request, response: Response) -> Response:
        """Leave the transferred body and its headers in the request's ``as_sent``."""
        headers = tuple(
            (name.decode("latin-1"), value.decode("latin-1"))
            for name, values in response.headers.items()
            for value in values
        )
        request.meta["as_sent"] = (headers, response.body)
        return response


def apply(to: Settings, site: Site, contact: str) -> None:
    """Put the manners for ``site`` into Scrapy's settings; the command line still wins."""
    for name, value in settings(site, contact).items():
        to.set(name, value, priority="spider")
