"""When two addresses are one page."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler import address

CASES = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))["case"]

PIECES = st.text(st.sampled_from("aB1-ớ %~._"), min_size=1, max_size=6)
PATHS = st.lists(PIECES, max_size=4).map("/".join)
QUERIES = st.lists(
    st.tuples(st.sampled_from(["a", "topicId", "utm_source", "fbclid", "ớ"]), PIECES), max_size=3
).map(lambda pairs: "&".join(f"{name}={value}" for name, value in pairs))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_addresses_of_one_page_share_a_key(case: dict[str, Any]) -> None:
    """Every spelling in the table has the page's own key."""
    assert {address.key(url) for url in [case["key"], *case["same"]]} == {case["key"]}


@given(st.sampled_from(["http", "https"]), st.sampled_from(["x.vn", "www.X.vn."]), PATHS, QUERIES)
def test_a_key_is_its_own_key(scheme: str, host: str, path: str, query: str) -> None:
    """Whatever is stored as a key can be looked up again."""
    key = address.key(f"{scheme}://{host}/{path}?{query}")

    assert address.key(key) == key


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
