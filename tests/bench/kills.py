"""What is left of a crawl that is killed again and again.

    make bench-kills                             8,000 articles, 30 kills
    make bench-kills ARTICLES=800 KILLS=5        fewer

Another process serves a newspaper on loopback.  ``diembao crawl`` and all its processes are ended
with SIGKILL at random moments, begun again each time, and at last left to finish.  Then every
article must be in the database once, with its bytes where it says, and ``diembao archive verify``
must find no fault.
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import closing, suppress
from pathlib import Path

from crawler.crawl import HOME
from db import store
from tests.bench.crawl import SITE, is_whole, stand

SHORTEST, LONGEST = 1.0, 6.0
"""Seconds from the start of the command to its end: a crawl begins to ask after about one."""

CONFIG = """
[crawl]
sites = ["bao-do"]
sites_folder = "."
[database]
path = "press.db"
[archive]
folder = "archive"
"""


def _command(folder: Path, *words: str) -> list[str]:
    return [sys.executable, "-m", "cli", *words, "--config", str(folder / "diembao.toml")]


def killed(folder: Path, seconds: float) -> bool:
    """Crawl for so many seconds at most; tell whether the crawl had to be killed."""
    with subprocess.Popen(
        _command(folder, "crawl"),
        cwd=HOME,
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            return True
    return False


def kept(folder: Path) -> int:
    """Return how many articles the database counts as kept."""
    with closing(store.opened(folder / "press.db")) as db:
        query = "SELECT count(*) FROM pages WHERE outcome = 'kept'"
        return int(db.execute(query).fetchone()[0])


def _measure(articles: int, kills: int, seed: int) -> bool:
    moments = random.Random(seed)  # noqa: S311 - no secret
    with stand(articles) as base, tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "bao-do.toml").write_text(SITE.format(base=base), "utf-8")
        (folder / "diembao.toml").write_text(CONFIG, "utf-8")
        begun = time.monotonic()
        done = sum(killed(folder, moments.uniform(SHORTEST, LONGEST)) for _ in range(kills))
        print(f"{done} kills        {kept(folder)} of {articles} articles kept")
        last = subprocess.run(_command(folder, "crawl"), cwd=HOME, check=False).returncode
        print(f"last crawl      status {last}, {time.monotonic() - begun:.0f} s in all")
        verified = subprocess.run(_command(folder, "archive", "verify"), cwd=HOME, check=False)
        whole = is_whole(folder, articles)
        print(f"articles        {'each there once' if whole else 'NOT each there once'}")
        print(f"archive verify  status {verified.returncode}")
    return whole and (last, verified.returncode) == (0, 0)


def main() -> None:
    """Kill, count, print; end with 1 when something is lost, doubled or damaged."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--articles", type=int, default=8000)
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--seed", type=int, default=0, help="of the moments")
    options = parser.parse_args()
    sys.exit(not _measure(options.articles, options.kills, options.seed))


if __name__ == "__main__":
    main()
