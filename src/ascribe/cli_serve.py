"""The verb `serve`: the web application."""

from __future__ import annotations

from pathlib import Path

import click

import ascribe
from ascribe.cli_parts import case_argument, err, example, friendly


@click.command(epilog=example("ascribe serve my.case", "ascribe serve my.case --port 9000"))
@case_argument
@click.option("--port", type=int, help="Port on 127.0.0.1; by default 8321 or the next free one.")
@click.option("--users", is_flag=True, help="Nothing without log-in (see: ascribe users).")
@click.option(
    "--tiles", metavar="ADDRESS", help="Tiles under the map, as https://tile.example/{z}/{x}/{y}.png; else none."
)
@click.option("--tiles-credit", default="", metavar="WORDS", help="Whose map that is, shown under it.")
@friendly
def serve(case: Path, port: int | None, users: bool, tiles: str | None, tiles_credit: str) -> None:
    """The web application, for this machine alone (127.0.0.1). Stop it with Ctrl-C."""
    from ascribe.show import web

    with ascribe.open(case):
        pass  # says what is wrong with the file before a server starts
    under = web.tiles_of(tiles, tiles_credit) if tiles else None
    web.serve(
        case,
        port=port,
        users=users,
        tiles=under,
        ready=lambda a: err.print(f"ascribe serves {case} at {a}", markup=False),
    )
