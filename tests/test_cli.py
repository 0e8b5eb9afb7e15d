"""The command line: what it prints, how it ends, and that nobody ever sees a traceback."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from db import store
from newsstand.server import Stand
from tests.conftest import Diembao
from tests.helpers_cli import asked, environment

COMMANDS = (
    *("alert", "archive", "crawl", "explain", "extract", "once", "rank", "read"),
    *("review", "schedule", "sites", "status"),
)
SENTENCE = "Năm 2024, tỉnh Lạng Sơn đạt 88,42 điểm PAR INDEX, xếp thứ 12/63 tỉnh, thành phố."


def _articles(*texts: object) -> str:
    rows = [{"id": f"a{n}", "title": "", "text": text} for n, text in enumerate(texts, 1)]
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _failed(done: "subprocess.CompletedProcess[str]", code: int) -> str:
    """Return the one line of an error, after seeing that it is one and ends with ``code``."""
    assert done.returncode == code, done.stderr
    assert len(done.stderr.splitlines()) == 1, done.stderr
    assert done.stderr.startswith("Error: ")
    return done.stderr


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(diembao: Diembao, command: str) -> None:
    """Help goes to standard output and is no failure."""
    done = diembao(command, "--help")

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"Usage: diembao {command} ")


def test_the_help_names_every_command(diembao: Diembao) -> None:
    """And nothing else: a command that is added is tested too."""
    listed = diembao("--help").stdout.partition("Commands:\n")[2]

    assert tuple(line.split()[0] for line in listed.splitlines()) == COMMANDS


def test_help_loads_neither_stages_nor_models() -> None:
    """It answers before the heavy libraries would have been loaded."""
    code = (
        "import sys, cli\n"
        "try: cli.app(['--help'])\n"
        "except SystemExit: pass\n"
        "print(sorted({'scrapy', 'apprise', 'underthesea', 'pydantic', 'rich'} & set(sys.modules)))"
    )

    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        env=environment(),
        check=True,
    )

    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["extrac"], "No such command 'extrac'"),
        (["once", "--confg", "x"], "No such option '--confg'"),
        (["extract"], "Missing argument 'FILE...'"),
        (["extract", "a.pdf"], "a.pdf: is of no known kind; give .jsonl, .html, .txt or -"),
        (["extract", "--site", "nobody", "-"], "--site: no newspaper is called 'nobody'"),
        (["extract", "--published", "yesterday", "-"], "--published yesterday: is no day"),
        (["once", "--config", "none.toml"], "none.toml: cannot be read: No such file"),
        (["once"], "no newspaper is chosen"),
        (["schedule"], "no newspaper is chosen"),
        (["read", "--since", "2026-11-22"], "--since and --list belong to --again"),
        (["read", "--list"], "--since and --list belong to --again"),
        (["crawl", "--until", "2026-01-01"], "give --since, too"),
        (["crawl", "--since", "2099-01-01"], "--since 2099-01-01: is after"),
        (["crawl", "--since", "2026-01-01", "--max", "0"], "0 is not in the range"),
        (["read", "--again", "--since", "22/11"], "'22/11' does not match the format '%Y-%m-%d'"),
        (["review", "--port", "x"], "'x' is not a valid integer"),
        (["explain"], "say either a SENTENCE or --file FILE"),
        (["explain", "PCI", "--file", "a.txt"], "say either a SENTENCE or --file FILE"),
        (["explain", "--file", "a.pdf"], "--file a.pdf: is no .html, .txt or .jsonl"),
    ],
)
def test_wrong_usage_is_one_line_and_exit_code_2(
    diembao: Diembao, words: list[str], told: str
) -> None:
    """It says what is wrong; nothing is printed on standard output."""
    done = diembao(*words)

    assert told in _failed(done, 2)
    assert done.stdout == ""


@pytest.mark.parametrize(
    "command", ["crawl", "read", "rank", "alert", "once", "status", "schedule"]
)
def test_a_misspelt_key_is_refused_by_name_by_every_command(
    diembao: Diembao, tmp_path: Path, command: str
) -> None:
    """With the nearest right spelling, before anything is done."""
    (tmp_path / "diembao.toml").write_text('[databse]\npath = "x.db"\n', "utf-8")

    line = _failed(diembao(command), 2)

    assert line == "Error: diembao.toml: databse: unknown key; did you mean database?\n"
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("command", ["crawl", "read", "rank", "alert", "once", "schedule"])
def test_a_database_that_cannot_be_made_is_told(
    diembao: Diembao, newsroom: Path, command: str
) -> None:
    """Its folder is a file here."""
    (newsroom.parent / "file").write_text("", "utf-8")
    text = newsroom.read_text("utf-8").replace("diembao.db", "file/diembao.db")
    newsroom.write_text(text, "utf-8")

    line = _failed(diembao(command, "--config", newsroom), 1)

    assert "file/diembao.db: cannot be used" in line
    assert "set [database] path" in line


def test_an_archive_that_cannot_be_made_is_told(diembao: Diembao, newsroom: Path) -> None:
    """The place is named, and the traceback stays in the log."""
    (newsroom.parent / "file").write_text("", "utf-8")
    text = newsroom.read_text("utf-8").replace('"archive"', '"file/archive"')
    newsroom.write_text(text, "utf-8")

    assert f"{newsroom.parent}/file" in _failed(diembao("once", "--config", newsroom), 1)


@pytest.mark.parametrize("command", ["read", "status"])
def test_a_file_that_is_no_database_is_told(diembao: Diembao, newsroom: Path, command: str) -> None:
    """And left as it is."""
    database = newsroom.with_name("diembao.db")
    database.write_text("these are not the rows you are looking for\n" * 50, "utf-8")
    before = database.read_bytes()

    assert "diembao.db: cannot be" in _failed(diembao(command, "--config", newsroom), 1)
    assert database.read_bytes() == before


def test_a_paper_that_is_down_fails_the_day_in_one_line_and_the_rest_is_done(
    diembao: Diembao, newsroom: Path, stand: Stand
) -> None:
    """Status then tells which paper, and why."""
    stand.set("newsstand-ha-giang:refusing")

    line = _failed(diembao("once", "--config", newsroom), 1)
    done = diembao("status", "--json", "--config", newsroom)

    assert line.startswith("Error: crawl Báo Hà Giang (sạp báo tập): ")
    assert "unreachable" in line
    told = json.loads(done.stdout)
    papers = {paper["id"]: paper for paper in told["papers"]}
    down, up = papers["newsstand-ha-giang"], papers["newsstand-lang-son"]
    assert down["wrong"][0].startswith("the last crawl failed: ")
    assert "unreachable" in down["wrong"][0]
    assert down["stages"]["crawl"]["last_success_at"] is None
    assert up["wrong"] == []
    assert up["pages"] == up["articles"] == up["new_articles"] > 0
    assert up["facts"] > 0
    assert up["stages"]["crawl"]["last_success_at"]
    assert told["stages"]["read"]["status"] == "ok"
    assert told["counts"]["rankings"] > 0


def test_status_before_the_first_day_makes_no_database(diembao: Diembao, newsroom: Path) -> None:
    """Looking changes nothing."""
    done = diembao("status", "--config", newsroom)

    assert (done.returncode, done.stderr) == (0, "")
    assert "newsstand-lang-son: never crawled" in done.stdout
    assert not newsroom.with_name("diembao.db").exists()


def test_status_tells_what_is_wrong_with_a_site_file(diembao: Diembao, newsroom: Path) -> None:
    """Before its newspaper was ever crawled, and when it was."""
    (newsroom.parent / "sites" / "newsstand-ha-giang.toml").write_text("nam = 1", "utf-8")
    fault = "nam: unknown key; did you mean name?"

    before = json.loads(diembao("status", "--json", "--config", newsroom).stdout)
    diembao("crawl", "--config", newsroom)
    after = json.loads(diembao("status", "--json", "--config", newsroom).stdout)

    for said in (before, after):
        assert sum(fault in line for line in said["wrong"]) == 1
        assert [p["id"] for p in said["papers"] if any(fault in line for line in p["wrong"])] == [
            "newsstand-ha-giang"
        ]


def test_review_without_a_database_says_what_to_do(diembao: Diembao) -> None:
    """There is nothing to look at yet."""
    assert "run `diembao once` first" in _failed(diembao("review"), 1)


def test_review_at_a_port_that_is_taken_is_told(
    diembao: Diembao, newsroom: Path, stand: Stand
) -> None:
    """Before Datasette is started; the line says what to do."""
    store.opened(newsroom.with_name("diembao.db")).close()
    port = stand.papers["newsstand-lang-son"].server_port

    line = _failed(diembao("review", "--config", newsroom, "--port", str(port)), 1)

    assert line.endswith("Address already in use; give another --port\n")


def test_extract_prints_a_fact_a_line_with_its_words(diembao: Diembao) -> None:
    """The offsets give back the quote, and Vietnamese stays readable."""
    done = diembao("extract", "-", stdin=_articles(SENTENCE))

    assert (done.returncode, done.stderr) == (0, "")
    facts = [json.loads(line) for line in done.stdout.splitlines()]
    assert (facts[0]["article"], facts[0]["index"], facts[0]["rank"]) == ("a1", "par-index", 12)
    assert all(SENTENCE[fact["start"] : fact["end"]] == fact["quote"] for fact in facts)
    assert "Lạng Sơn" in done.stdout


def test_extract_prints_the_same_bytes_for_the_same_input(diembao: Diembao) -> None:
    """So that two readings can be compared with diff."""
    first = diembao("extract", "-", stdin=_articles(SENTENCE, SENTENCE))

    assert diembao("extract", "-", stdin=_articles(SENTENCE, SENTENCE)).stdout == first.stdout


def test_an_article_without_facts_prints_nothing(diembao: Diembao) -> None:
    """Most articles state no rank."""
    done = diembao("extract", "-", stdin=_articles("Sáng nay trời mưa."))

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


BAD_LINES = {
    "{": "is no JSON: ",
    "[]": "is no JSON object",
    '{"id": "x"}': '"text" is missing',
    '{"id": "x", "text": null}': '"text" is null',
    '{"id": "x", "text": 7}': '"text" is no string',
    '{"id": "x", "text": "a", "title": []}': '"title" is no string',
    '{"id": "x", "text": "\\ud800"}': '"text" holds half a character',
    "[" * 100_000: "is no JSON: ",
}


def test_bad_lines_are_named_and_the_others_are_read(diembao: Diembao) -> None:
    """The exit code says that something is missing; an empty line is nothing."""
    good = _articles(SENTENCE)
    lines = "".join(f"{line}\n" for line in BAD_LINES)

    done = diembao("extract", "-", stdin=f"{good}{lines}\n\n{good}")

    errors = done.stderr.splitlines()
    assert done.returncode == 1
    assert len(errors) == len(BAD_LINES) + 1
    for number, (error, told) in enumerate(zip(errors, BAD_LINES.values(), strict=False), 2):
        assert error.startswith(f"Error: -:{number}: {told}")
    assert errors[-1] == f"Error: {len(BAD_LINES)} articles could not be read; the others were"
    facts = done.stdout.splitlines()
    assert facts[: len(facts) // 2] == facts[len(facts) // 2 :] != []


def test_unknown_keys_of_an_article_are_nobodys_business(diembao: Diembao) -> None:
    """Gold files carry more than the article."""
    row = {"id": 7, "text": SENTENCE, "facts": [], "url": None, "title": None}

    done = diembao("extract", "-", stdin=json.dumps(row))

    assert json.loads(done.stdout.splitlines()[0])["article"] == "7"


def test_extract_reads_files_of_every_kind(diembao: Diembao, tmp_path: Path) -> None:
    """Several at once, in the order they are named."""
    (tmp_path / "a.txt").write_text(SENTENCE, "utf-8-sig")
    (tmp_path / "b.jsonl").write_text(_articles(SENTENCE), "utf-8")
    rest = "Hội nghị bàn việc khác. " * 20
    body = f"<h1>Kết quả</h1><div><p>{SENTENCE}</p><p>{rest}</p></div>"
    (tmp_path / "c.html").write_text(f"<html><meta charset=utf-8><body>{body}", "utf-8")

    done = diembao("extract", "a.txt", "b.jsonl", "c.html", "--published", "2025-04-06")

    assert (done.returncode, done.stderr) == (0, "")
    articles = [json.loads(line)["article"] for line in done.stdout.splitlines()]
    assert list(dict.fromkeys(articles)) == ["a", "a1", "c"]


def test_a_page_is_read_with_the_layouts_of_its_paper(
    diembao: Diembao, newsroom: Path, tmp_path: Path, stand: Stand
) -> None:
    """Named by --site; a page without an article is named in turn."""
    paper = stand.papers["newsstand-lang-son"]
    article = next(a for a in paper.paper.articles if "PAR INDEX" in a.title)
    address = paper.paper.address(article)
    (tmp_path / "page.html").write_bytes(paper.edition().answer(address, 1).body)
    (tmp_path / "empty.html").write_text("<html><body><h1>404</h1>", "utf-8")

    done = diembao(
        *("extract", "empty.html", "page.html"),
        *("--site", "newsstand-lang-son", "--config", newsroom),
    )

    assert done.stderr.splitlines()[0].startswith(
        "Error: empty.html: no article can be read from this page: "
    )
    facts = [json.loads(line) for line in done.stdout.splitlines()]
    assert {fact["article"] for fact in facts} == {"page"}


def test_a_missing_file_is_named_and_the_others_are_read(diembao: Diembao, tmp_path: Path) -> None:
    """A typing error in a long list costs one file."""
    (tmp_path / "b.jsonl").write_text(_articles(SENTENCE), "utf-8")

    done = diembao("extract", "none.jsonl", "b.jsonl")

    assert done.returncode == 1
    assert done.stderr.splitlines()[0] == "Error: none.jsonl: No such file or directory"
    assert done.stdout


def test_a_reader_that_had_enough_is_no_traceback(tmp_path: Path) -> None:
    """`diembao extract ... | head -1` ends in peace."""
    (tmp_path / "b.jsonl").write_text(_articles(SENTENCE) * 5000, "utf-8")
    with subprocess.Popen(
        [sys.executable, "-m", "cli", "extract", "b.jsonl"],
        cwd=tmp_path,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.readline()
        process.stdout.close()
        said = process.stderr.read()

    assert said == ""


@pytest.mark.parametrize(
    ("closed", "code", "printed"),
    [("<&-", 0, False), (">&-", 0, False), ("2>&-", 0, True), ("<&- >&- 2>&-", 0, False)],
)
def test_a_stream_that_is_closed_is_done_without(
    tmp_path: Path, closed: str, code: int, *, printed: bool
) -> None:
    """As cron and some supervisors start programs."""
    name = "-" if "<" in closed else "b.jsonl"
    (tmp_path / "b.jsonl").write_text(_articles(SENTENCE), "utf-8")

    done = _shell(f'"$0" -m cli extract {name} {closed}', tmp_path)

    assert (done.returncode, done.stderr, bool(done.stdout)) == (code, "", printed)


def test_a_day_whose_output_nobody_can_take_is_done_all_the_same(newsroom: Path) -> None:
    """A log on a full disk must not cost the day's work."""
    done = _shell('"$0" -m cli once --config diembao.toml > /dev/full', newsroom.parent)

    assert (done.returncode, done.stderr) == (0, "")
    assert asked(newsroom.with_name("diembao.db"), "SELECT status FROM runs WHERE stage = 'once'")


def test_a_file_whose_name_is_no_text_is_named_by_its_numbers(tmp_path: Path) -> None:
    """Whatever bytes a disk holds."""
    done = _shell("\"$0\" -m cli extract $'\\xff.txt'", tmp_path)

    assert done.stderr.splitlines()[0] == "Error: \\udcff.txt: No such file or directory"


def _shell(line: str, folder: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        ["/bin/bash", "-c", line, sys.executable],
        cwd=folder,
        env=environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def test_explain_shows_how_a_sentence_is_read(diembao: Diembao) -> None:
    """With the values in it."""
    done = diembao("explain", SENTENCE)

    assert (done.returncode, done.stderr) == (0, "")
    assert "PAR INDEX" in done.stdout
    assert "12/63" in done.stdout


def test_explain_shows_a_whole_article_with_numbers_behind_its_values(
    diembao: Diembao, tmp_path: Path
) -> None:
    """Without a terminal there are no colours, and the numbers lead to the facts below."""
    (tmp_path / "bai.txt").write_text(f"{SENTENCE}\nPhấn đấu năm 2025 xếp thứ 5/63.\n", "utf-8")

    done = diembao("explain", "--file", "bai.txt")

    assert (done.returncode, done.stderr) == (0, "")
    assert "đạt 88,42[1] điểm PAR INDEX, xếp thứ 12[1]/63" in done.stdout
    assert "xếp thứ 5/63[refused]" in done.stdout
    assert "[1] PAR INDEX 2024, Lạng Sơn: rank 12/63, 88.42 điểm" in done.stdout
    assert "\x1b" not in done.stdout


def test_explaining_a_file_that_is_missing_is_told(diembao: Diembao) -> None:
    """In one line."""
    line = _failed(diembao("explain", "--file", "none.txt"), 1)

    assert line == "Error: none.txt: No such file or directory\n"


def test_an_error_nobody_foresaw_is_one_line_and_its_traceback_is_in_a_file(
    newsroom: Path,
) -> None:
    """The line names the file."""
    code = (
        "import sys, cli, status\n"
        "def broken(*_): raise ZeroDivisionError('too clever')\n"
        "status.status = broken\n"
        "sys.argv = ['diembao', 'status', '--config', sys.argv[1]]\n"
        "cli.main()"
    )

    done = subprocess.run(
        [sys.executable, "-c", code, newsroom],
        capture_output=True,
        text=True,
        env=environment() | {"TMPDIR": str(newsroom.parent)},
        check=False,
    )

    line = _failed(done, 1)
    assert line.startswith("Error: ZeroDivisionError: too clever (nobody foresaw this; details: ")
    log = Path(line.rpartition("details: ")[2].strip().removesuffix(")"))
    assert "in broken" in log.read_text("utf-8")
