"""``python -m newsstand``: sell both papers until somebody says stop."""

import signal
import sys

import click

from newsstand.article import ArticleError
from newsstand.server import Stand
from newsstand.trap import TRAPS, TrapError

PORT = click.IntRange(0, 65535)


@click.command(context_settings={"show_default": True}, epilog=f"Traps: {', '.join(TRAPS)}.")
@click.option("--port", type=PORT, default=8811, help="Port of the Lạng Sơn paper; 0: any.")
@click.option(
    "--port-ha-giang", type=PORT, default=8812, help="Port of the Hà Giang paper; 0: any."
)
@click.option(
    "--trap",
    "traps",
    multiple=True,
    metavar="NAME",
    help="Something that goes wrong, in both papers, or in one with PAPER:NAME; may be repeated.",
)
def main(port: int, port_ha_giang: int, traps: tuple[str, ...]) -> None:
    """Serve two newspapers to practise on, on loopback, until SIGINT or SIGTERM."""
    stops = {signal.SIGINT, signal.SIGTERM}
    signal.pthread_sigmask(signal.SIG_BLOCK, stops)
    ports = {"newsstand-lang-son": port, "newsstand-ha-giang": port_ha_giang}
    try:
        with Stand(ports=ports, traps=traps) as stand:
            for id_, server in stand.papers.items():
                print(f"{id_}: {server.base_url}", flush=True)
            signal.sigwait(stops)
    except TrapError as error:
        raise click.UsageError(str(error)) from None
    except ArticleError as error:
        raise click.ClickException(str(error)) from None
    except OSError as error:
        raise click.ClickException(f"a port is taken: {error}; give another with --port") from None


if __name__ == "__main__":
    sys.exit(main())
