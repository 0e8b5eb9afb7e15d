"""`make demo`: the whole program once, on papers and mailboxes of our own."""

import io
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import NamedTuple

import pytest
from rich.console import Console

from newsstand import demo
from tests.helpers_cli import asked, environment


class Shown(NamedTuple):
    """A demo that was run, and the folder it was run in."""

    folder: Path
    done: "subprocess.CompletedProcess[str]"

    @property
    def database(self) -> Path:
        """What it left."""
        return self.folder / "data" / "demo" / "diembao.db"


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Shown:
    """Return the demo, run where something of an older one is still about, into a pipe."""
    folder = tmp_path_factory.mktemp("demo")
    (folder / "data" / "demo").mkdir(parents=True)
    (folder / "data" / "demo" / "diembao.db").write_text("something older", "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "newsstand.demo"],
        cwd=folder,
        env=environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    return Shown(folder, done)


def test_the_demo_reads_rankings_and_delivers_alerts(shown: Shown) -> None:
    """And says so with its exit code."""
    assert (shown.done.returncode, shown.done.stderr) == (0, "")
    assert asked(shown.database, "SELECT count(*) FROM rankings")[0][0] > 0
    states = asked(shown.database, "SELECT DISTINCT state FROM outbox")
    assert states == [("sent",)]


def test_the_demo_shows_every_ranking_it_read_whole(shown: Shown) -> None:
    """No number is cut, no sentence is folded when the output goes into a pipe."""
    rankings = asked(shown.database, "SELECT rank, out_of FROM rankings WHERE out_of IS NOT NULL")
    rows = demo.rankings(shown.database)

    assert f"{len(rows)} rankings:" in shown.done.stdout
    assert "…" not in shown.done.stdout
    for rank, out_of in rankings:
        assert f" {rank}/{out_of} " in shown.done.stdout
    for row in rows:
        said = demo.sentence(row["words"], row["start"], row["end"])
        assert f"{row['paper']}: «{said}»\n" in shown.done.stdout


def test_the_demo_shows_the_alerts_that_came_by_both_ways(shown: Shown) -> None:
    """As they arrived, not as they were sent."""
    lines = shown.done.stdout.splitlines()
    sent = {row[0] for row in asked(shown.database, "SELECT subject FROM outbox")}

    for way in ("webhook", "mail"):
        came = {line.removeprefix(f"{way}: ") for line in lines if line.startswith(f"{way}: ")}
        assert came == sent


def test_the_demo_leaves_a_configuration_that_works(shown: Shown) -> None:
    """Whoever wants to look further is told the command."""
    command = "diembao status --config data/demo/diembao.toml"
    assert command in shown.done.stdout

    done = subprocess.run(
        [sys.executable, "-m", "cli", *command.split()[1:]],
        cwd=shown.folder,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0
    assert "nothing is wrong" in done.stdout


def test_site_files_are_the_shipped_ones_at_another_address(tmp_path: Path) -> None:
    """What the demo shows is what the shipped layouts can do."""
    id_ = "newsstand-lang-son"

    config = demo.prepared(tmp_path / "room", {id_: "http://127.0.0.1:9"}, ["json://x/"])

    shipped = tomllib.loads((demo.SITES / f"{id_}.toml").read_text("utf-8"))
    ours = tomllib.loads((tmp_path / "room" / "sites" / f"{id_}.toml").read_text("utf-8"))
    assert ours == shipped | {"base_url": "http://127.0.0.1:9"}
    assert tomllib.loads(config.read_text("utf-8"))["alerts"]["channels"] == ["json://x/"]


def test_the_demo_imports_nothing_of_the_program() -> None:
    """It only runs the command that people run."""
    code = (
        "import sys, newsstand.demo\n"
        "print(sorted({'crawler', 'db', 'extract', 'stages', 'config'} & set(sys.modules)))"
    )

    done = subprocess.run(
        [sys.executable, "-c", code], env=environment(), capture_output=True, text=True, check=True
    )

    assert done.stdout == "[]\n"


@pytest.mark.parametrize(
    ("text", "words", "sentence"),
    [
        ("Mưa to. A xếp thứ 3/63. Hết.", "xếp thứ 3/63", "A xếp thứ 3/63."),
        ("A đạt 3.5 điểm, xếp thứ 3.", "xếp thứ 3", "A đạt 3.5 điểm, xếp thứ 3."),
        ("Tin\nA xếp thứ 3\nB xếp thứ 4", "A xếp thứ 3", "A xếp thứ 3"),
        ("A xếp thứ 3", "A xếp thứ 3", "A xếp thứ 3"),
    ],
)
def test_a_sentence_is_shown_whole(text: str, words: str, sentence: str) -> None:
    """From its first word to its last, on one line."""
    start = text.index(words)

    assert demo.sentence(text, start, start + len(words)) == sentence


def test_a_table_in_a_narrow_terminal_cuts_no_number(shown: Shown) -> None:
    """Eighty columns are what a terminal has."""
    console = Console(width=80, file=io.StringIO())

    demo.show(console, demo.rankings(shown.database), [])

    text = console.file.getvalue()
    assert "…" not in text
    scores = {row["score"] for row in demo.rankings(shown.database) if row["score"] is not None}
    assert scores <= {float(said.replace(",", ".")) for said in re.findall(r"\d+(?:,\d+)?", text)}
