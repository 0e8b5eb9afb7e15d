"""The traps: what goes wrong on real servers; ``traps.toml`` names them and says what they do."""

import tomllib
from pathlib import Path

TABLE: dict[str, dict[str, str]] = tomllib.loads(
    Path(__file__).with_name("traps.toml").read_text("utf-8")
)
WHOLE_PAPER = tuple(TABLE["paper"])
"""What changes the whole paper."""

ONE_ARTICLE = tuple(TABLE["article"])
"""What puts one more article on the stand."""

TRAPS = (*WHOLE_PAPER, *ONE_ARTICLE)


class TrapError(Exception):
    """A person named a trap or a paper that the stand does not have."""


def known(name: str) -> str:
    """Return ``name`` when it is a trap; raise `TrapError` with the known names when not."""
    if name not in TRAPS:
        raise TrapError(f"no trap is called {name}; known: {', '.join(TRAPS)}")
    return name
