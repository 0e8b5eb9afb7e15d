"""``python -m newsstand.demo``: the whole program once, against papers and mailboxes of our own.

It serves the newsstand and two sinks on free ports, runs the real ``diembao once`` on them, and
shows what came of it.  Everything is left in ``data/demo``, which is wiped at the start.
"""

import json
import re
import shutil
import sqlite3
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from newsstand.server import Stand
from newsstand.sinks import SmtpSink, WebhookSink

HOME = Path(__file__).parent.parent
SITES = HOME / "crawler" / "sites"
FOLDER = Path("data/demo")
_PIPE_WIDTH = 160
"""Columns of the tables where no terminal tells its own."""


class Message(NamedTuple):
    """An alert as it arrived."""

    by: str
    subject: str
    body: str


def main() -> int:
    """Run the demo; return 0 when rankings were read and alerts arrived at both sinks, else 1."""
    console = Console() if sys.stdout.isatty() else Console(width=_PIPE_WIDTH)
    if FOLDER.exists():
        shutil.rmtree(FOLDER)
    with Stand() as stand, WebhookSink() as webhook, SmtpSink() as post:
        addresses = {id_: paper.base_url for id_, paper in stand.papers.items()}
        config = prepared(FOLDER, addresses, [webhook.channel, post.channel])
        for id_, address in addresses.items():
            console.print(f"{id_} is on sale at {address}", highlight=False)
        console.print(f"$ diembao once --config {config}", style="bold", highlight=False)
        code = subprocess.run([_diembao(), "once", "--config", str(config)], check=False).returncode  # noqa: S603 (our own program)
        messages = [*_posted(webhook), *_mailed(post)]
    rows = rankings(FOLDER / "diembao.db")
    show(console, rows, messages)
    if faults := list(_faults(code, rows, messages)):
        console.print(Text("\n".join(f"The demo failed: {fault}" for fault in faults)))
        return 1
    _farewell(console, config)
    return 0


def prepared(folder: Path, addresses: dict[str, str], channels: Sequence[str]) -> Path:
    """Write site files and a configuration for papers at ``addresses``; return the latter's path.

    The site files are the shipped ones with another ``base_url``.
    """
    sites = folder / "sites"
    sites.mkdir(parents=True)
    for id_, address in addresses.items():
        shipped = (SITES / f"{id_}.toml").read_text("utf-8")
        text, n = re.subn(r"(?m)^base_url\s*=.*$", f'base_url = "{address}"', shipped)
        if n != 1:
            raise ValueError(f"{SITES / id_}.toml has no line of its own for base_url")
        (sites / f"{id_}.toml").write_text(text, "utf-8")
    config = folder / "diembao.toml"
    lines = (
        '[database]\npath = "diembao.db"\n',
        '[archive]\nfolder = "archive"\n',
        f'[crawl]\nsites = {json.dumps(sorted(addresses))}\nsites_folder = "sites"\n',
        f"[alerts]\nchannels = {json.dumps(list(channels))}\n",
    )
    config.write_text("\n".join(lines), "utf-8")
    return config


def _diembao() -> str:
    return str(Path(sys.executable).with_name("diembao"))


def _posted(sink: WebhookSink) -> Iterable[Message]:
    for delivery in sink.deliveries:
        body = delivery.body or {}
        yield Message("webhook", str(body.get("title", "")), str(body.get("message", "")))


def _mailed(sink: SmtpSink) -> Iterable[Message]:
    for message in sink.messages:
        part = message.get_body(("plain",))
        yield Message("mail", str(message["Subject"]), part.get_content() if part else "")


def rankings(database: Path) -> list[sqlite3.Row]:
    """Return the rankings in ``database``, each with the words it was read from."""
    if not database.exists():
        return []
    db = sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)
    try:
        db.row_factory = sqlite3.Row
        return db.execute(_RANKINGS).fetchall()
    finally:
        db.close()


_RANKINGS = """
SELECT r.*, s.name AS paper, f.start, f."end",
  iif(f.quote_in = 'title', v.title, v.text) AS words,
  (SELECT json_array(p.spans, iif(p.quote_in = 'title', w.title, w.text))
    FROM facts p JOIN article_versions w ON w.id = p.article_version_id
    WHERE p.id IN (SELECT value FROM json_each(r.fact_ids)) AND p.score = r.score
    ORDER BY p.id LIMIT 1) AS printed
FROM rankings r
JOIN facts f ON f.id = r.fact_id
JOIN articles a ON a.id = f.article_id
JOIN article_versions v ON v.id = f.article_version_id
JOIN sites s ON s.id = a.site_id
ORDER BY r.subject_id IN (SELECT province_id FROM sites) DESC, r.index_id, r.year, r.subject,
  r.period, r.component_text IS NOT NULL,
  coalesce(r.component_id, r.component_text), r.scope, r.id
"""


def show(console: Console, rows: Sequence[sqlite3.Row], messages: Sequence[Message]) -> None:
    """Print the rankings, the sentences they stand in, and the alerts that arrived."""
    sources = list(dict.fromkeys(map(_source, rows)))
    console.print(f"\n{len(rows)} rankings:", style="bold", highlight=False)
    console.print(_table(rows, sources), highlight=False)
    console.print("\nRead from these words:", style="bold")
    for number, (paper, said) in enumerate(sources, 1):
        _paragraph(console, f"[{number}] {paper}: «{said}»")
    console.print(f"\n{len(messages)} alerts arrived:", style="bold", highlight=False)
    for message in messages:
        _paragraph(console, f"{message.by}: {message.subject}")
    if messages:
        console.print(f"\nThe first of them, as it came by {messages[0].by}:", style="bold")
        for line in messages[0].body.splitlines():
            _paragraph(console, f"  {line}")


def _table(rows: Sequence[sqlite3.Row], sources: list[tuple[str, str]]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    for name in ("index", "year"):
        table.add_column(name, no_wrap=True)
    for name in ("subject", "component"):
        table.add_column(name, overflow="fold")
    for name in ("rank", "score", "group"):
        table.add_column(name, no_wrap=True, justify="right")
    table.add_column("status", no_wrap=True)
    table.add_column("from", no_wrap=True, justify="right")
    for row in rows:
        source = sources.index(_source(row)) + 1
        table.add_row(*map(Text, _cells(row)), Text(f"[{source}]"))
    return table


def _source(row: sqlite3.Row) -> tuple[str, str]:
    return row["paper"], sentence(row["words"], row["start"], row["end"])


def sentence(text: str, start: int, end: int) -> str:
    """Return the whole sentence around ``text[start:end]``, on one line.

    >>> sentence("Họp sáng nay. Lạng Sơn xếp thứ 36. Hết.", 14, 33)
    'Lạng Sơn xếp thứ 36.'
    """
    ends = (match.end() for match in _BORDER.finditer(text, 0, end))
    first = max((place for place in ends if place <= start), default=0)
    last = _BORDER.search(text, end)
    return " ".join(text[first : last.start() if last else len(text)].split())


_BORDER = re.compile(r"(?<=[.!?;])\s+(?=[^\Wa-z\d])|\n")


def _cells(row: sqlite3.Row) -> tuple[str, ...]:
    when = row["period"] or str(row["year"])
    basis = f" ({row['basis']})" if row["basis"] else ""
    of = f"/{row['out_of']}" if row["out_of"] else ""
    rank = f"{row['rank']}{of}" if row["rank"] else ""
    if row["rank_change"] is not None:
        rank = f"{rank} ({row['rank_change']:+d})".strip()
    component = row["component_text"] or ""
    if row["scope"]:
        component = f"{component} [{row['scope']}]".strip()
    return (
        *(_NAMES[row["index_id"]], when, f"{row['subject']}{basis}", component),
        *(rank, _score(row), row["group"] or "", row["status"]),
    )


_NAMES = {
    path.stem: tomllib.loads(path.read_text("utf-8"))["name"]
    for path in (HOME / "extract" / "indices").glob("*.toml")
}


def _score(row: sqlite3.Row) -> str:
    """Return the score in the figures the paper printed ("83,80"), with its unit."""
    if row["score"] is None:
        return ""
    figures = f"{row['score']:.10g}".replace(".", ",")
    if row["printed"]:
        spans, words = json.loads(row["printed"])
        _, start, end = json.loads(spans)["score"]
        figures = re.findall(r"\d+(?:[.,]\d+)?", words[start:end])[0]
    unit = row["unit"] or ""
    return f"{figures}%" if unit == "%" else f"{figures} {unit}".strip()


def _paragraph(console: Console, line: str) -> None:
    """Print a line whole: wrapped at words on a terminal, on one line in a pipe."""
    if console.is_terminal:
        console.print(Padding(Text(line), (0, 0, 0, 2)))
    else:
        console.print(Text(line), soft_wrap=True)


def _faults(code: int, rows: Sequence[sqlite3.Row], messages: Sequence[Message]) -> Iterable[str]:
    if code:
        yield f"diembao once ended with exit code {code}"
    if not rows:
        yield "no ranking was read"
    for sink in ("webhook", "mail"):
        if not any(message.by == sink for message in messages):
            yield f"no alert arrived by {sink}"


def _farewell(console: Console, config: Path) -> None:
    console.print(
        f"\nEverything is in {config.parent}.  To look at the evidence and to judge it:\n"
        f"  make review          (or: .venv/bin/diembao review --config {config})\n"
        f"To see how the work stands:\n  .venv/bin/diembao status --config {config}",
        soft_wrap=True,
        highlight=False,
    )


if __name__ == "__main__":
    sys.exit(main())
