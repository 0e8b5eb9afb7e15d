"""What all tests share: no network beyond this machine, and the program as people start it."""

import ipaddress
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from newsstand.demo import prepared
from newsstand.server import Stand
from tests.helpers_cli import run

# Speed is the benchmarks' matter.  On CI the same examples are tried each time, so that a change
# is judged by itself; everywhere else hypothesis goes on looking.
settings.register_profile("diembao", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("diembao")


def _is_loopback(host: object) -> bool:
    if host in {None, "", b"", "localhost", b"localhost"}:
        return True
    name = host.decode() if isinstance(host, bytes) else str(host)
    try:
        return ipaddress.ip_address(name.partition("%")[0]).is_loopback
    except ValueError:
        return name.endswith(".localhost")


def _guard(event: str, args: tuple[Any, ...]) -> None:
    """Refuse what would leave this machine: tests must not depend on it, nor disturb anybody."""
    if event in {"socket.connect", "socket.sendto"} and isinstance(args[1], tuple):
        host = args[1][0]
    elif event in {"socket.getaddrinfo", "socket.gethostbyname"}:
        host = args[0]
    else:
        return
    if not _is_loopback(host):
        raise RuntimeError(f"a test wanted to reach {host}; tests stay on loopback")


sys.addaudithook(_guard)

Diembao = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def diembao(tmp_path: Path) -> Diembao:
    """Return a function that runs the command line in ``tmp_path`` and gives back what it said."""
    return partial(run, cwd=tmp_path)


@pytest.fixture
def stand() -> Iterator[Stand]:
    """Return the newsstand, open on free ports."""
    with Stand() as stand:
        yield stand


@pytest.fixture
def newsroom(tmp_path: Path, stand: Stand) -> Path:
    """Return the path of a configuration for the newsstand's papers, without channels."""
    addresses = {id_: paper.base_url for id_, paper in stand.papers.items()}
    return prepared(tmp_path / "room", addresses, [])
