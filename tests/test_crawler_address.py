"""When two addresses are one page."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler import address
from crawler.site import Site

TABLE = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
CASES = TABLE["case"]

SITE = Site.parsed(
    {
        "id": "bao-thu",
        "name": "Báo Thử",
        "base_url": "https://baothu.vn",
        "aliases": ["baothu.com.vn"],
        "province": "tuyen-quang",
        "former": [
            {
                "host": "baocu.vn",
                "name": "Báo Cũ",
                "province": "ha-giang",
                "until": date(2025, 6, 30),
            },
        ],
        "discover": {"listings": ["/"]},
        "articles": {
            "pattern": r"^/(?:[^/]+/)?[a-z-]+-\d{7}\.html$|^/[a-z-]+/\d{6}-|^/(./)?[a-z]+-[a-z]+$",
            "deny": ["^/xa-hoi$"],
            "id": r"-\d{7}\.html$|/\d{6}-",
        },
    },
    "a test",
)

PIECES = st.text(st.sampled_from("aB1-ớ %~._"), min_size=1, max_size=6)
PATHS = st.lists(PIECES, max_size=4).map("/".join)
QUERIES = st.lists(
    st.tuples(st.sampled_from(["a", "topicId", "utm_source", "fbclid", "ớ"]), PIECES), max_size=3
).map(lambda pairs: "&".join(f"{name}={value}" for name, value in pairs))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_addresses_of_one_page_share_a_key(case: dict[str, Any]) -> None:
    """Every spelling in the table has the page's own key."""
    assert {address.key(url) for url in [case["key"], *case["same"]]} == {case["key"]}


@pytest.mark.parametrize("case", TABLE["article"], ids=lambda case: case["name"])
def test_addresses_of_one_article_share_a_key(case: dict[str, Any]) -> None:
    """A newspaper knows its own hosts and how it names its articles."""
    assert {SITE.key(url) for url in [case["key"], *case["same"]]} == {case["key"]}


@pytest.mark.parametrize("case", TABLE["canonical"], ids=lambda case: case["name"])
def test_a_page_may_name_its_own_address_within_its_newspaper(case: dict[str, Any]) -> None:
    """What ``rel=canonical`` says is believed when it names the same article elsewhere."""
    assert SITE.canonical(case["url"], case["page"].encode()) == case["key"]


@pytest.mark.parametrize(
    ("url", "published", "home"),
    [
        ("https://baothu.vn/a", "2024-05-01", ("Báo Thử", "tuyen-quang")),
        ("https://www.baocu.vn/a", "2025-06-30T23:00:00+07:00", ("Báo Cũ", "ha-giang")),
        ("https://baocu.vn/a", "2025-07-01", ("Báo Thử", "tuyen-quang")),
        ("https://baocu.vn/a", "2025", ("Báo Cũ", "ha-giang")),
        ("https://baocu.vn/a", "", ("Báo Cũ", "ha-giang")),
    ],
)
def test_a_merged_paper_speaks_of_its_own_province_until_it_was_merged(
    url: str, published: str, home: tuple[str, str]
) -> None:
    """What "tỉnh ta" means depends on the host and the day."""
    assert SITE.home(url, published) == home


@given(st.sampled_from(["http", "https"]), st.sampled_from(["x.vn", "www.X.vn."]), PATHS, QUERIES)
def test_a_key_is_its_own_key(scheme: str, host: str, path: str, query: str) -> None:
    """Whatever is stored as a key can be looked up again."""
    key = address.key(f"{scheme}://{host}/{path}?{query}")

    assert address.key(key) == key


@given(
    st.sampled_from(["baothu.vn", "m.baothu.vn", "baothu.com.vn", "x.vn"]),
    st.sampled_from(["/a", "/a/b-tin-5071654.html", "/xa-hoi/218859-x.html", "/amp/x-1234567.amp"]),
    PATHS,
)
def test_a_key_is_its_own_key_to_a_newspaper_too(host: str, path: str, more: str) -> None:
    """Whatever is stored as a key can be looked up again."""
    for url in (f"http://{host}{path}", f"http://{host}/{more}", f"http://{host}{path}/{more}"):
        assert SITE.key(SITE.key(url)) == SITE.key(url)


@given(PATHS, QUERIES)
def test_tracking_makes_no_difference(path: str, query: str) -> None:
    """A share link leads to the page that it shares."""
    plain = f"https://x.vn/{path}?{query}"

    assert address.key(f"{plain}&utm_source=zalo#binh-luan") == address.key(plain)


@pytest.mark.parametrize("url", ["https://[", "https://x.vn:99999999/", "http://a:b/"])
def test_nonsense_has_no_key(url: str) -> None:
    """What is no address raises ValueError, so the caller can pass it over."""
    with pytest.raises(ValueError, match=r"."):
        address.key(url)
