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
@click.option("--language", metavar="CODE", help="The language of all pages; by default each browser's, else English.")
@click.option(
    "--texts",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Catalogues of your own, CODE.toml each (docs/web.md tells how to make one).",
)
@friendly
def serve(
    case: Path,
    port: int | None,
    users: bool,
    tiles: str | None,
    tiles_credit: str,
    language: str | None,
    texts: Path | None,
) -> None:
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
        languages=web.Languages(language, texts),
        ready=lambda a: err.print(f"ascribe serves {case} at {a}", markup=False),
    )
