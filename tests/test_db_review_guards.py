"""Who may do what on the desk, and what a hostile page or newspaper cannot do."""

import re
from pathlib import Path

import pytest

from extract.model import Span
from tests.helpers_review import LAN, QUOTE, a_fact, a_verdict, asked, printed, rows

SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def press(tmp_path: Path) -> Path:
    """Return where a database may be made; its name is not the one of the settings."""
    return tmp_path / "press.db"


@pytest.mark.parametrize("actor", [None, {"id": "khách"}, {"id": "root "}])
def test_the_desk_is_closed_to_others(press: Path, actor: dict[str, str] | None) -> None:
    """Neither pages nor tables are shown, and no verdict is taken."""
    (fact_id,) = printed(press, a_fact())
    places = ["/-/duyet", f"/-/duyet/{fact_id}", "/", "/press", "/press/facts.json", "/press.db"]

    answers = asked(
        press,
        *({"path": place, "actor": actor} for place in places),
        a_verdict(fact_id, actor=actor),
        {"path": "/press/-/query.json?sql=select+1", "actor": actor},
    )

    assert {answer.status_code for answer in answers} == {403}
    assert not any(QUOTE in answer.text for answer in answers)
    assert rows(press, "SELECT * FROM verdicts") == []


@pytest.mark.parametrize("actor", [LAN, {"id": "root"}])
def test_nobody_edits_rows_by_hand(press: Path, actor: dict[str, str]) -> None:
    """Facts are the machine's and verdicts are only added on the desk, even for root."""
    (fact_id,) = printed(press, a_fact())
    writes = {
        f"/press/facts/{fact_id}/-/update": {"update": {"rank": 1}},
        f"/press/facts/{fact_id}/-/delete": {},
        "/press/verdicts/-/insert": {"row": {"fact_id": fact_id}},
        "/press/facts/-/drop": {"confirm": True},
        "/press/-/create": {"table": "mine", "row": {"id": 1}},
        "/press/-/execute-write": {"sql": "DELETE FROM facts"},
    }

    answers = asked(
        press,
        *({"method": "POST", "path": p, "json": j, "actor": actor} for p, j in writes.items()),
    )

    assert [answer.status_code for answer in answers] == [403] * len(writes)


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "http://evil.example"},
    ],
)
def test_another_site_cannot_judge(press: Path, headers: dict[str, str]) -> None:
    """A form on another site is refused though the browser sends the cookie."""
    (fact_id,) = printed(press, a_fact())

    (answer,) = asked(press, a_verdict(fact_id, headers=headers))

    assert answer.status_code == 403
    assert rows(press, "SELECT * FROM verdicts") == []


@pytest.mark.parametrize(
    "form",
    [
        {"decision": "accept"},
        {"seen": "0"},
        {"decision": "delete", "seen": "0"},
        {"decision": "accept", "seen": "-1"},
        {"decision": "accept", "seen": "9" * 40},
    ],
)
def test_half_a_form_is_no_verdict(press: Path, form: dict[str, str]) -> None:
    """What the page's own buttons never send is refused."""
    (fact_id,) = printed(press, a_fact())

    (answer,) = asked(press, a_verdict(fact_id) | {"data": form})

    assert answer.status_code == 400
    assert rows(press, "SELECT * FROM verdicts") == []


def test_words_of_newspapers_are_shown_as_words(press: Path) -> None:
    """Markup in title, text, quote, names or notes never becomes markup of the page."""
    quote = f"{SCRIPT} Lạng Sơn xếp thứ 12"
    span = {"subject": Span(where="text", start=0, end=len(SCRIPT))}
    more = {"subject": SCRIPT, "component_text": SCRIPT, "reasons": (SCRIPT,), "spans": span}
    fact = a_fact(quote, quote, **more)
    (fact_id,) = printed(press, fact, title=f"{SCRIPT} mới", text=quote)

    pages = asked(
        press,
        {"path": "/-/duyet"},
        {"path": f"/-/duyet/{fact_id}"},
        a_verdict(fact_id, note=SCRIPT),
        a_verdict(fact_id),
        {"path": f"/-/duyet/{fact_id}?vua={fact_id}"},
        {"path": "/press/facts"},
    )

    assert [page.status_code for page in pages] == [200, 200, 303, 409, 200, 200]
    assert not any(SCRIPT in page.text for page in pages)
    assert pages[1].text.count("&lt;script&gt;alert(1)&lt;/script&gt;") >= 5


def test_a_link_that_is_no_web_address_is_no_link(press: Path) -> None:
    """A poisoned address leads nowhere."""
    (fact_id,) = printed(press, a_fact(), url="javascript:alert(1)")

    (page,) = asked(press, {"path": f"/-/duyet/{fact_id}"})

    assert "javascript:" not in page.text
    assert "Xem bài gốc" not in page.text


def test_own_pages_run_no_foreign_code(press: Path) -> None:
    """The browser is told to run our own script only, and to show the page in no frame."""
    (fact_id,) = printed(press, a_fact())

    pages = asked(press, {"path": "/-/duyet"}, {"path": f"/-/duyet/{fact_id}"}, a_verdict("no"))

    for page in pages:
        assert "script-src 'self';" in page.headers["content-security-policy"]
        assert page.headers["x-frame-options"] == "DENY"
        assert "<script>" not in page.text
        assert "http" not in re.sub(r'href="https://bao-vi-du\.vn/bai-1"', "", page.text)


def test_an_invitation_logs_its_reviewer_in(press: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """The printed link gives a cookie that opens the desk; a changed one gives nothing."""
    printed(press)
    asked(press, {"path": "/-/vao"})
    invited = re.search(
        r"^lan: http://127\.0\.0\.1:8001(.*)$", capfd.readouterr().out, re.MULTILINE
    )
    assert invited is not None
    link = invited[1]

    answer, forged = asked(
        press, {"path": link, "actor": None}, {"path": link[:-2] + "xx", "actor": None}
    )
    cookie = answer.headers["set-cookie"].partition(";")[0].partition("=")[2].strip('"')
    (page,) = asked(press, {"path": "/-/duyet", "actor": None, "cookies": {"ds_actor": cookie}})

    assert (answer.status_code, forged.status_code, page.status_code) == (302, 403, 200)
    flags = answer.headers["set-cookie"].lower()
    assert all(flag in flags for flag in ("httponly", "samesite=lax", "max-age=2592000"))
