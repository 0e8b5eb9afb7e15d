"""``python -m newsstand``: sell the papers until somebody says stop."""

import signal
import sys
from pathlib import Path

import click

from newsstand.article import ArticleError
from newsstand.press import press
from newsstand.server import Stand
from newsstand.sitefile import site_file
from newsstand.trap import TRAPS, TrapError

PORT = click.IntRange(0, 65535)


@click.command(context_settings={"show_default": True}, epilog=f"Traps: {', '.join(TRAPS)}.")
@click.option("--port", type=PORT, default=8811, help="Port of the Lạng Sơn paper; 0: any.")
@click.option(
    "--port-ha-giang", type=PORT, default=8812, help="Port of the Hà Giang paper; 0: any."
)
@click.option(
    "--papers",
    type=click.IntRange(min=1),
    help="Sell so many made papers, on free ports, instead of the two.",
)
@click.option(
    "--articles", type=click.IntRange(min=1), default=200, help="Articles of a made paper."
)
@click.option(
    "--sites",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write the site files of the made papers into this folder.",
)
@click.option(
    "--trap",
    "traps",
    multiple=True,
    metavar="NAME",
    help="Something that goes wrong, in all papers, or in one with PAPER:NAME; may be repeated.",
)
def main(  # noqa: PLR0913 - an argument an option
    *,
    port: int,
    port_ha_giang: int,
    papers: int | None,
    articles: int,
    sites: Path | None,
    traps: tuple[str, ...],
) -> None:
    """Serve newspapers to practise on, on loopback, until SIGINT or SIGTERM."""
    stops = {signal.SIGINT, signal.SIGTERM}
    signal.pthread_sigmask(signal.SIG_BLOCK, stops)
    ports = {"newsstand-lang-son": port, "newsstand-ha-giang": port_ha_giang}
    made = press(papers, articles) if papers else None
    try:
        with Stand(papers=made, ports=ports, traps=traps) as stand:
            if sites and made:
                write(stand, sites)
            for id_, server in stand.papers.items():
                print(f"{id_}: {server.base_url}", flush=True)
            signal.sigwait(stops)
    except TrapError as error:
        raise click.UsageError(str(error)) from None
    except ArticleError as error:
        raise click.ClickException(str(error)) from None
    except OSError as error:
        raise click.ClickException(f"a port is taken: {error}; give another with --port") from None


def write(stand: Stand, folder: Path) -> None:
    """Write the site files of ``stand`` into ``folder``; `ClickException` when it cannot be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for id_, server in stand.papers.items():
            (folder / f"{id_}.toml").write_text(site_file(server), "utf-8")
    except OSError as error:
        raise click.ClickException(f"{folder}: cannot be written: {error.strerror}") from None


if __name__ == "__main__":
    sys.exit(main())
