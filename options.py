"""What several commands ask for in the same words."""

from collections.abc import Callable
from pathlib import Path

import click


def configured(command: Callable[..., None]) -> Callable[..., None]:
    """Give ``command`` the option ``--config``."""
    return click.option(
        "--config",
        "config_path",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="The configuration; else ./diembao.toml, else the defaults.",
    )(command)
