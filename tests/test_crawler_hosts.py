"""A newspaper's pages lead the crawler nowhere but to the newspaper itself."""

import json
import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.helpers_crawler import Answer, Desk, Paper, Server, article, feed, listing, paper

NOW = datetime.now(UTC)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Return a desk of one's own."""
    return Desk(folder=tmp_path)


@pytest.fixture
def press() -> Iterator[Paper]:
    """Open a newspaper of one's own."""
    with paper() as opened:
        yield opened


@pytest.fixture
def other() -> Iterator[Paper]:
    """Open another server on this machine, which nobody has allowed."""
    with paper() as opened:
        opened.pages = {f"/tin-1000{n}.html": article("Của người khác") for n in range(9)}
        opened.pages["/rss"] = feed(f"{opened.base}/tin-10001.html")
        opened.pages["/robots.txt"] = Answer(body=b"")
        yield opened


def places(other: Paper, file: Path) -> dict[str, str]:
    """Return where a page may try to lead: other hosts and ways to this machine, and our disk."""
    port = other.server.server_address[1]
    return {
        "another port": f"{other.base}/tin-10001.html",
        "localhost": f"http://localhost:{port}/tin-10002.html",
        "one number": f"http://2130706433:{port}/tin-10003.html",
        "short": f"http://127.1:{port}/tin-10004.html",
        "hexadecimal": f"http://0x7f.0.0.1:{port}/tin-10005.html",
        "IPv6": f"http://[::1]:{port}/tin-10006.html",
        "mapped": f"http://[::ffff:127.0.0.1]:{port}/tin-10007.html",
        "metadata": "http://169.254.169.254/tin-10008.html",
        "file": file.as_uri(),
    }


def test_a_page_that_leads_elsewhere_is_not_followed(
    desk: Desk, press: Paper, other: Paper, tmp_path: Path
) -> None:
    """Not by a link, a feed, a sitemap, an API nor by its base."""
    secret = tmp_path / "tin-10009.html"
    secret.write_bytes(article("Của ta").body)
    links = list(places(other, secret).values())
    urls = "".join(f"<url><loc>{link}</loc></url>" for link in links)
    base = f"<base href='{other.base}/'><h3><a href='tin-10001.html'>Tin</a></h3>".encode()
    press.pages = {
        "/rss": feed(*links),
        "/xa-hoi": listing(*links, "/a-10001.html"),
        "/goc": Answer(body=base),
        "/sitemap.xml": Answer(body=f"<urlset>{urls}</urlset>".encode(), kind="text/xml"),
        "/list?page=1": Answer(
            body=json.dumps({"data": [{"link": link} for link in links]}).encode()
        ),
        "/a-10001.html": article(),
    }
    more = 'sitemaps = ["/sitemap.xml"]\napi = [{ url = "/list?page={page}" }]'
    desk.write(press, feeds='["/rss"]', listings='["/xa-hoi", "/goc"]', discover=more)

    outcome = desk.crawl()

    assert outcome.ok, outcome
    assert outcome.counts == {"lists": 5, "found": 1, "kept": 1}
    assert other.asked == []


def test_a_redirection_elsewhere_is_not_followed(
    desk: Desk, press: Paper, other: Paper, tmp_path: Path
) -> None:
    """Each ends as ``offsite``, and nobody there is asked, not even for robots.txt."""
    secret = tmp_path / "tin-10009.html"
    secret.write_bytes(article("Của ta").body)
    there = places(other, secret)
    paths = {f"/a-1000{n}.html": place for n, place in enumerate(there.values())}
    press.pages = {path: Answer(status=302, headers={"Location": to}) for path, to in paths.items()}
    press.pages["/xa-hoi"] = listing(*paths)
    press.pages["/rss"] = Answer(status=302, headers={"Location": f"{other.base}/rss"})
    desk.write(press, feeds='["/rss"]')

    outcome = desk.crawl()

    assert outcome.counts["found"] == len(there)
    assert outcome.counts["offsite"] + outcome.counts.get("http-302", 0) == len(there)
    assert outcome.counts["list-offsite"] == 1
    assert "kept" not in outcome.counts
    assert other.asked == []
    assert other.agents == set()


def test_a_sitemap_index_elsewhere_is_not_followed(desk: Desk, press: Paper, other: Paper) -> None:
    """Its sitemaps are counted as lists that could not be had."""
    index = f"<sitemapindex><sitemap><loc>{other.base}/rss</loc></sitemap></sitemapindex>"
    press.pages["/sitemap.xml"] = Answer(body=index.encode(), kind="text/xml")
    desk.write(press, listings="[]", discover='sitemaps = ["/sitemap.xml"]')

    outcome = desk.crawl()

    assert outcome.counts == {"lists": 1, "list-offsite": 1}
    assert other.agents == set()


def test_a_host_that_the_file_allows_is_followed(desk: Desk, press: Paper, other: Paper) -> None:
    """An alias is a permission."""
    other.pages["/tin-10001.html"] = article("Của mình")
    press.pages["/xa-hoi"] = listing("/a-10001.html")
    press.pages["/a-10001.html"] = Answer(
        status=301, headers={"Location": f"{other.base}/tin-10001.html"}
    )
    alias = other.base.removeprefix("http://")
    desk.write(press, top=f'aliases = ["{alias}"]')

    assert desk.crawl().counts == {"lists": 1, "found": 1, "kept": 1}


def test_a_name_that_leads_into_this_machine_is_not_followed(desk: Desk, press: Paper) -> None:
    """Though it is the newspaper's own: ``127.1`` is a name that any resolver takes for us."""
    press.pages = {"/xa-hoi": listing("/a-10001.html"), "/a-10001.html": article()}
    desk.write(press)
    path = desk.sites / "bao-thu.toml"
    path.write_text(path.read_text("utf-8").replace("http://127.0.0.1:", "http://127.1:"), "utf-8")

    outcome = desk.crawl(contact="bao@example.org")

    assert outcome.error == "no list could be had: not-public 1x"
    assert press.agents == set()


def certificate(folder: Path) -> ssl.SSLContext:
    """Return what a server speaks whose certificate nobody has signed but itself."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(NOW - timedelta(days=1))
        .not_valid_after(NOW + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    path = folder / "server.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + signed.public_bytes(serialization.Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context


@pytest.mark.parametrize(
    ("tls", "counts"),
    [("default", {"list-untrusted": 1}), ("legacy", {"lists": 1, "found": 1, "kept": 1})],
)
def test_a_certificate_is_doubted_unless_the_file_says_otherwise(
    desk: Desk, tls: str, counts: dict[str, int]
) -> None:
    """A server that only speaks for itself is trusted by explicit permission alone."""
    press = Paper()
    press.pages = {"/xa-hoi": listing("/a-10001.html"), "/a-10001.html": article()}
    server: Server = press.server
    server.socket = certificate(desk.folder).wrap_socket(server.socket, server_side=True)
    press.base = press.base.replace("http://", "https://")
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    desk.write(press, top=f'tls = "{tls}"')

    outcome = desk.crawl()

    server.shutdown()
    thread.join()
    server.server_close()
    assert outcome.counts == counts
