"""The verbs about the person's own gazetteer."""

from __future__ import annotations

from pathlib import Path

import click

from ascribe.cli_parts import err, example, friendly
from ascribe.gazetteers import add_places, own_file


@click.group()
def gazetteer() -> None:
    """Villages beyond those that ship: your own gazetteer, for all your cases."""


@gazetteer.command(epilog=example("ascribe gazetteer add SY.zip", "ascribe update my.case --all"))
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@friendly
def add(files: tuple[Path, ...]) -> None:
    """Take in country files of GeoNames (download.geonames.org/export/dump): every town and village of a country."""
    for source in files:
        count = add_places(source)
        err.print(f"{source}: {count:,} places in {own_file()}", markup=False)
    err.print("A case that is built already sees them after: ascribe update CASE --all", markup=False)
