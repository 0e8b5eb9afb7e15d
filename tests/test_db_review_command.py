"""How the desk is started, and the files it leans on."""

import doctest
import stat
from pathlib import Path
from types import ModuleType

import pytest
from yaml import safe_load

import db.review.piece
import db.review.sheet
import db.review.words
from db.review import ReviewError, command, environment
from db.review.sheet import web_address
from db.review.words import words
from extract.confidence import weights
from tests.helpers_review import printed, rows


@pytest.fixture
def press(tmp_path: Path) -> Path:
    """Return where a database may be made."""
    return tmp_path / "press.db"


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "//baovidu.vn/a",
        "https:",
        "",
        "http://[::1",
        "ftp://a.vn/",
    ],
)
def test_only_web_addresses_become_links(url: str) -> None:
    """A link on the desk never runs anything."""
    assert web_address(url) == ""


def test_the_secret_is_kept_for_its_owner_alone(press: Path) -> None:
    """A restart signs with the same key, and no other user can read it."""
    first = environment(press)
    file = press.with_name("press.db.secret")

    assert len(first["DATASETTE_SECRET"]) >= 32
    assert environment(press) == first
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_no_secret_is_on_the_command_line(press: Path) -> None:
    """Every user of a machine can read the arguments of a process."""
    printed(press)

    assert environment(press)["DATASETTE_SECRET"] not in " ".join(command(press))


def test_port_0_is_a_port_that_the_links_can_name(press: Path) -> None:
    """A link to port 0 leads nowhere."""
    printed(press)
    argv = command(press, port=0)

    assert int(argv[argv.index("--port") + 1]) > 0
    assert f"http://127.0.0.1:{argv[argv.index('--port') + 1]}" in " ".join(argv)


def test_a_missing_database_is_said_plainly(press: Path) -> None:
    """One line: what is missing, and what to do."""
    with pytest.raises(ReviewError, match=r"press\.db: no such database; run `diembao once` first"):
        command(press)


@pytest.mark.parametrize("module", [db.review.piece, db.review.sheet, db.review.words])
def test_the_examples_in_the_docstrings_are_true(module: ModuleType) -> None:
    """What the documentation shows is what the functions return."""
    results = doctest.testmod(module)

    assert results.attempted > 0
    assert results.failed == 0


def test_every_reason_has_vietnamese_words() -> None:
    """A reviewer need not know English; a new reason gets its words with it."""
    assert words().reason.keys() >= weights().keys()


def test_every_table_of_the_settings_exists(press: Path) -> None:
    """Titles and facets name tables and columns that the database has."""
    printed(press)
    folder = Path(__file__).parents[1] / "db" / "review"
    told = safe_load((folder / "metadata.yaml").read_text("utf-8"))["tables"]
    settings = safe_load((folder / "datasette.yaml").read_text("utf-8"))
    shown = settings["databases"]["diembao"]["tables"]
    query = "SELECT m.name AS t, c.name AS c FROM sqlite_master m, pragma_table_info(m.name) c"
    there = {(row["t"], row["c"]) for row in rows(press, query)}

    described = {(t, c) for t, about in told.items() for c in about.get("columns", {})}
    used = {(t, c) for t, about in shown.items() for c in about.get("facets", [])}
    used |= {(t, about["sort_desc"]) for t, about in shown.items() if "sort_desc" in about}
    assert described | used <= there
    assert told.keys() | shown.keys() <= {table for table, _ in there}
