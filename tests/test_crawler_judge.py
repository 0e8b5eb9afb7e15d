"""How a crawl is judged by what it said."""

import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from crawler import manners
from crawler.crawl import HOME, judged, wrong
from crawler.manners import ContactError
from crawler.site import Site, sites

CASES = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))["case"]
DONE = {
    "end": "finished",
    "counts": {"lists": 1, "found": 1, "kept": 1},
    "error": "",
    "trouble": [],
}
LOG = Path("khong-co.log")


@pytest.fixture
def real() -> Site:
    """Return a newspaper that is not on this machine."""
    return sites()["baolangson"]


@pytest.fixture
def near(real: Site) -> Site:
    """Return the same newspaper on this machine."""
    return real.model_copy(update={"base_url": "http://127.0.0.1:8811"})


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_counts_are_judged(case: dict[str, Any]) -> None:
    """The table of counts and what is wrong with them."""
    assert wrong(case["counts"]) == case["error"]


@pytest.mark.parametrize(
    ("more", "stopped", "ok", "error", "interrupted"),
    [
        ({}, False, True, "", False),
        ({"trouble": ["x: http-404"]}, False, True, "", False),
        ({"error": "the disk is full"}, False, False, "the disk is full", False),
        ({"end": "shutdown"}, True, False, "stopped before its end", True),
        ({"end": "shutdown"}, False, False, "stopped before its end", True),
        ({}, True, True, "", False),
        ({"end": "start_error"}, False, False, "ended too early (start_error)", False),
        ({"counts": {}}, False, False, "no list was asked for", False),
    ],
)
def test_a_crawl_is_judged_by_its_last_words(
    more: dict[str, Any], *, stopped: bool, ok: bool, error: str, interrupted: bool
) -> None:
    """An exit code is not among them."""
    outcome = judged(DONE | more, stopped=stopped, log=LOG)

    assert (outcome.ok, outcome.interrupted) == (ok, interrupted)
    assert outcome.error.startswith(error)
    assert bool(outcome.error) is not ok


def test_a_crawl_without_a_word_has_crashed(tmp_path: Path) -> None:
    """Whatever its log says last is told."""
    log = tmp_path / "bao-thu.log"
    log.write_text("INFO: hello\nMemoryError: no room\n\n")

    said = judged(None, stopped=False, log=log)
    mute = judged(None, stopped=False, log=LOG)

    assert not said.ok
    assert "MemoryError: no room" in said.error
    assert "it left no log" in mute.error


def test_a_real_newspaper_is_asked_politely(real: Site) -> None:
    """One question at a time, no faster than every five seconds, and it knows who asks."""
    settings = manners.settings(real, "https://bao.example/lien-he")

    assert settings["USER_AGENT"] == "diembao/0.1 (+https://bao.example/lien-he)"
    assert settings["DOWNLOAD_DELAY"] == 5.0
    assert settings["CONCURRENT_REQUESTS"] == settings["CONCURRENT_REQUESTS_PER_DOMAIN"] == 1
    assert "AUTOTHROTTLE_ENABLED" not in settings  # it stays on


def test_a_newspaper_on_this_machine_is_asked_at_once(near: Site) -> None:
    """Nobody is disturbed, and no contact is needed."""
    settings = manners.settings(near, "")

    assert settings["USER_AGENT"] == "diembao/0.1"
    assert settings["DOWNLOAD_DELAY"] == 0.0
    assert settings["AUTOTHROTTLE_ENABLED"] is False


@pytest.mark.parametrize("contact", ["", "  "])
def test_nobody_in_particular_may_not_ask_a_real_newspaper(real: Site, contact: str) -> None:
    """The line to add is in the message."""
    with pytest.raises(ContactError, match=r'contact = "you@example.org" under \[crawl\]'):
        manners.settings(real, contact)


@pytest.mark.parametrize(("asked", "pause"), [(None, 5.0), (1.0, 5.0), (20.0, 20.0)])
def test_robots_txt_may_ask_for_more_time(real: Site, asked: float | None, pause: float) -> None:
    """Not for less."""
    assert manners.pause(real, asked) == pause


def test_crawl_delay_is_no_matter_on_this_machine(near: Site) -> None:
    """So that practice papers may have a robots.txt like real ones."""
    assert manners.pause(near, 20.0) == 0.0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["list"], "archive\nnews\n"),
        (["check"], ""),
        (["crawl", "news", "-a", "site=baolangsn"], "did you mean baolangson?"),
        (["crawl", "news"], "no newspaper is called ''"),
        (["crawl", "news", "-a", "site=baolangson"], "put contact ="),
    ],
)
def test_scrapys_own_commands_work_in_the_checkout(
    tmp_path: Path, words: list[str], said: str
) -> None:
    """With what they say on standard output."""
    places = [f"DIEMBAO_{name}={tmp_path / name.lower()}" for name in ("DATABASE", "ARCHIVE")]
    settings = [part for place in places for part in ("-s", place)] if "crawl" in words else []

    done = subprocess.run(
        [sys.executable, "-m", "scrapy", *words, *settings],
        cwd=HOME,
        capture_output=True,
        text=True,
        check=True,
    )

    assert said in done.stdout
