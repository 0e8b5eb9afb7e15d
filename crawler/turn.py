"""One crawl of a newspaper at a time, and a note that outlives a killed one."""

import contextlib
import fcntl
import json
import os
import time
from pathlib import Path
from typing import Any, Self

PATIENCE = 2.0
"""Seconds to wait for a crawl that is just ending."""


class BusyError(Exception):
    """Another process crawls the newspaper; the message is one line."""


class Turn:
    """The right to crawl one newspaper, held as long as the process lives or until `close`."""

    def __init__(self, folder: Path, site: str, *, patience: float = PATIENCE) -> None:
        """Take the turn for ``folder/site``.

        Raises `BusyError` when another process keeps it longer than ``patience`` seconds, and
        `OSError` when the folder cannot be written.
        """
        path = folder / site / ".turn"
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            self._wait(site, patience)
        except BaseException:
            os.close(self._file)
            raise
        self.unfinished = self._read()
        """What the last crawl noted of itself, when it did not come to its end; else empty."""

    def _wait(self, site: str, patience: float) -> None:
        until = time.monotonic() + patience
        while True:
            with contextlib.suppress(BlockingIOError):
                fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return
            if time.monotonic() >= until:
                who = self._read().get("process", "?")
                raise BusyError(f"{site} is being crawled by process {who}; let it finish first")
            time.sleep(0.1)

    def _read(self) -> dict[str, Any]:
        try:
            note = json.loads(os.pread(self._file, 1 << 16, 0) or b"{}")
        except ValueError:
            return {}
        return note if isinstance(note, dict) else {}

    def begin(self, **note: Any) -> None:
        """Note what would have to be mended if this crawl were killed."""
        text = json.dumps({"process": os.getpid(), **note}).encode()
        os.pwrite(self._file, text, 0)
        os.ftruncate(self._file, len(text))
        os.fsync(self._file)

    def done(self) -> None:
        """Note that the crawl has come to its end."""
        os.ftruncate(self._file, 0)

    def close(self) -> None:
        """Give the turn back."""
        os.close(self._file)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
