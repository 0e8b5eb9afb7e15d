"""The review desk: Datasette with our pages, for people to judge what was read."""

import json
import os
import secrets
import socket
import sys
from collections.abc import Sequence
from pathlib import Path

from db.store import opened

_HERE = Path(__file__).parent

_READING = (
    "view-instance",
    "view-database",
    "view-table",
    "view-query",
    "execute-sql",
    "review-facts",
)
"""What a reviewer may do.  Nobody edits rows: a person's word is a verdict, added by the desk."""


class ReviewError(Exception):
    """The desk cannot be opened; the message is one line: what, where, what to do."""


def command(
    database: Path, *, host: str = "127.0.0.1", port: int = 8001, reviewers: Sequence[str] = ()
) -> list[str]:
    """Return the command that serves the desk over ``database``, for `environment`.

    ``reviewers`` are the ids of the people who may judge; ``root`` always may, by the one-time
    link that the command prints.  Port 0 is any free port.
    Raises `ReviewError` when there is no such file, and `StoreError` when it cannot be used.
    """
    if not database.is_file():
        raise ReviewError(f"{database}: no such database; run `diembao once` first")
    with opened(database):
        port = port or _free_port(host)
    return [
        *(sys.executable, "-m", "datasette", "serve", str(database)),
        *("--host", host, "--port", str(port)),
        *("--root", "--default-deny"),
        *("--config", str(_HERE / "datasette.yaml")),
        *("--plugins-dir", str(_HERE / "plugins")),
        *("--template-dir", str(_HERE / "templates")),
        *("--static", f"duyet:{_HERE / 'static'}"),
        *_settings(host, port, reviewers),
    ]


def _free_port(host: str) -> int:
    """Return a port now, because the links that the command prints must name it."""
    with socket.create_server((host, 0)) as probe:
        return int(probe.getsockname()[1])


def _settings(host: str, port: int, reviewers: Sequence[str]) -> list[str]:
    people = list(dict.fromkeys(["root", *reviewers]))
    allowed = json.dumps({"id": people})
    settings = {f"permissions.{action}": allowed for action in _READING}
    settings["plugins.diembao-review"] = json.dumps(
        {"address": f"http://{host}:{port}", "reviewers": people[1:]}
    )
    return [word for name, value in settings.items() for word in ("--setting", name, value)]


def environment(database: Path) -> dict[str, str]:
    """Return the variables that `command` needs beside those of the process.

    Datasette reads its files in the encoding of the machine, so UTF-8 is asked for by name.
    The other one is the key that signs logins.  It is kept in a file beside the database,
    readable by its owner alone, so that a restart logs nobody out; delete the file to log
    everybody out.
    Raises `ReviewError` when the file cannot be made or read.
    """
    path = database.with_name(f"{database.name}.secret")
    try:
        return {"PYTHONUTF8": "1", "DATASETTE_SECRET": _kept(path)}
    except OSError as error:
        raise ReviewError(f"{path}: cannot be kept: {error.strerror}") from None


def _kept(path: Path) -> str:
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_hex(32))
    except FileExistsError:
        path.chmod(0o600)
    secret = path.read_text("ascii").strip()
    if not secret:
        path.unlink()
        return _kept(path)
    return secret
