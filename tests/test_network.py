"""The guard in conftest.py: what a test must not do is refused before it is done."""

import socket

import pytest


def test_no_test_reaches_another_machine() -> None:
    """192.0.2.1 belongs to nobody; asking for it must fail here and not there."""
    with (
        pytest.raises(RuntimeError, match="tests stay on loopback"),
        socket.socket() as outward,
    ):
        outward.connect(("192.0.2.1", 80))


def test_no_test_asks_for_a_strangers_name() -> None:
    """Nor for its address."""
    with pytest.raises(RuntimeError, match="tests stay on loopback"):
        socket.getaddrinfo("baolangson.vn", 443)
