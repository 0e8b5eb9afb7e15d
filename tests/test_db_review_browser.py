"""A person at the desk: the real server, a real browser, a real file."""

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webdriver import WebDriver
from selenium.webdriver.support.wait import WebDriverWait

from db.review import command, environment
from tests.helpers_review import QUOTE, TEXT, a_fact, printed, rows

pytestmark = pytest.mark.browser

BROWSER, DRIVER = Path("/usr/bin/chromium"), Path("/usr/bin/chromedriver")
SCRIPT = "<script>window.broken = true; alert(1)</script><img src=x onerror=alert(2)>"
ROOT = Path(__file__).parents[1]
PATIENCE = 30
_FLAGS = (
    *("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    *("--disable-dev-shm-usage", "--window-size=1280,900"),
)


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebDriver]:
    """Return Debian's Chromium, with a profile of its own and without the internet."""
    if os.environ.get("DIEMBAO_NO_BROWSER") == "1":
        pytest.skip("DIEMBAO_NO_BROWSER=1")
    for program in (BROWSER, DRIVER):
        if not program.exists():
            pytest.fail(
                f"{program} is missing: apt-get install chromium chromium-driver, "
                "or set DIEMBAO_NO_BROWSER=1 to leave the browser tests out"
            )
    options = webdriver.ChromeOptions()
    options.binary_location = str(BROWSER)
    profile = tmp_path_factory.mktemp("profile")
    for flag in (*_FLAGS, f"--user-data-dir={profile}"):
        options.add_argument(flag)
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(str(DRIVER)))
    yield driver
    driver.quit()


@pytest.fixture
def press(tmp_path: Path) -> Path:
    """Return a database with two facts that wait; the first in the queue is from ``bai-1``."""
    database = tmp_path / "press.db"
    printed(database, a_fact(confidence=0.5), key="bai-1")
    printed(database, a_fact(index="sipas", confidence=0.9), key="bai-2")
    return database


@pytest.fixture
def login(press: Path) -> Iterator[str]:
    """Run the desk as `diembao review` does and return the one-time link it prints."""
    with subprocess.Popen(
        command(press, port=0, reviewers=["lan"]),
        env=os.environ | environment(press) | {"PYTHONUNBUFFERED": "1"},
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as server:
        try:
            yield _link(server)
        finally:
            server.terminate()
            server.communicate(timeout=PATIENCE)


def _link(server: subprocess.Popen[str]) -> str:
    """Return the link once the server answers; the reading ends when the server does."""
    assert server.stdout is not None
    link, seen = "", []
    for line in server.stdout:
        seen.append(line)
        if "/-/auth-token" in line:
            link = line.strip()
        if "Uvicorn running" in line:
            return link
    raise AssertionError("".join(seen))


def _in(browser: WebDriver, login: str) -> str:
    """Log in and open the queue; return its address."""
    browser.get(login)
    browser.find_element(By.LINK_TEXT, "Mở bàn duyệt").click()
    return browser.current_url


def _arrive(browser: WebDriver, text: str) -> None:
    """Wait until the page says ``text``."""
    WebDriverWait(browser, PATIENCE).until(
        lambda b: text in b.find_element(By.TAG_NAME, "body").text
    )


def _words(browser: WebDriver, place: str) -> str:
    return browser.find_element(By.CSS_SELECTOR, place).get_property("textContent")


def _decisions(press: Path) -> list[tuple[str, str]]:
    query = "SELECT decision, by FROM verdicts ORDER BY id"
    return [(row["decision"], row["by"]) for row in rows(press, query)]


def test_a_click_accepts_a_fact(browser: WebDriver, press: Path, login: str) -> None:
    """From the one-time link to a row in the database."""
    _in(browser, login)
    assert [e.text for e in browser.find_elements(By.CSS_SELECTOR, ".said")] == [
        "hạng 12/63 · 88,42 điểm",
        "hạng 12/63 · 88,42 điểm",
    ]

    browser.find_element(By.CSS_SELECTOR, "a.fact").click()
    assert browser.find_element(By.CSS_SELECTOR, "mark.quote").text == QUOTE
    assert _words(browser, "article .text") == TEXT
    browser.find_element(By.CSS_SELECTOR, "summary").click()
    browser.find_element(By.NAME, "note").send_keys("đã dò với bản gốc")
    browser.find_element(By.CSS_SELECTOR, 'button[value="accept"]').click()

    _arrive(browser, "Đã chấp nhận:")
    assert rows(press, "SELECT decision, by, note FROM verdicts") == [
        {"decision": "accept", "by": "root", "note": "đã dò với bản gốc"}
    ]


def test_keys_judge_but_not_while_typing(browser: WebDriver, press: Path, login: str) -> None:
    """A and r in a note are letters; outside they are buttons, and j skips."""
    _in(browser, login)
    browser.switch_to.active_element.send_keys("j", Keys.ENTER)
    _arrive(browser, "PAR INDEX")
    browser.find_element(By.CSS_SELECTOR, "summary").click()
    note = browser.find_element(By.NAME, "note")
    note.send_keys("rà lại a r j k")
    assert note.get_attribute("value") == "rà lại a r j k"
    assert _decisions(press) == []

    note.send_keys(Keys.ESCAPE)
    body = browser.find_element(By.TAG_NAME, "body")
    body.send_keys("j")
    _arrive(browser, "SIPAS")
    browser.find_element(By.TAG_NAME, "body").send_keys("r")
    _arrive(browser, "Đã bác bỏ:")
    browser.find_element(By.TAG_NAME, "body").send_keys("a")
    _arrive(browser, "Không còn dữ kiện nào chờ duyệt.")

    assert _decisions(press) == [("reject", "root"), ("accept", "root")]


def test_keys_of_an_input_method_are_left_alone(
    browser: WebDriver, press: Path, login: str
) -> None:
    """Composing a Vietnamese letter sends keydown events that are no commands."""
    _in(browser, login)
    browser.find_element(By.CSS_SELECTOR, "a.fact").click()
    sent = [browser.execute_script(_PRESS_A, composing) for composing in (True, False)]

    assert sent == [False, True]


_PRESS_A = """
let sent = false;
document.querySelector("form.decide").addEventListener("submit", (event) => {
  event.preventDefault();
  sent = true;
}, {once: true});
document.body.dispatchEvent(
  new KeyboardEvent("keydown", {key: "a", isComposing: arguments[0], bubbles: true})
);
return sent;
"""


def test_a_hostile_article_runs_nothing(browser: WebDriver, press: Path, login: str) -> None:
    """Script in title, text, quote and note stays text, and nothing is fetched for it."""
    quote = f"{SCRIPT} Lạng Sơn xếp thứ 12"
    fact = a_fact(quote, quote, confidence=0.1, subject=SCRIPT, reasons=(SCRIPT,))
    printed(press, fact, key="bai-3", title=SCRIPT, text=quote)
    home = _in(browser, login)
    browser.find_element(By.CSS_SELECTOR, "a.fact").click()

    assert browser.find_element(By.CSS_SELECTOR, "mark.quote").text == quote
    assert browser.find_element(By.CSS_SELECTOR, "h2.title").text == SCRIPT
    for place in (browser.current_url, home, re.sub(r"/-/.*", "/press/facts", home)):
        browser.get(place)
        assert browser.execute_script("return window.broken") is None
        assert browser.find_elements(By.CSS_SELECTOR, "main img, main script, td img") == []


@pytest.mark.parametrize("width", [1280, 400])
def test_nothing_is_cut_off(browser: WebDriver, press: Path, login: str, width: int) -> None:
    """The page is as wide as the screen, on a desk and on a telephone."""
    size = {"width": width, "height": 850, "deviceScaleFactor": 1, "mobile": width < 800}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    try:
        _in(browser, login)
        browser.find_element(By.CSS_SELECTOR, "a.fact").click()
        _arrive(browser, "Bác bỏ")
        button = browser.find_element(By.CSS_SELECTOR, 'button[value="reject"]').rect
        assert browser.execute_script("return document.documentElement.scrollWidth") <= width
        assert button["x"] + button["width"] <= width
    finally:
        browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
