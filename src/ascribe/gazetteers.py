"""The person's own gazetteer: villages beyond those that ship."""

from __future__ import annotations

from pathlib import Path

from ascribe.resolve.gazetteer import gazetteer
from ascribe.resolve.own_places import add_country_file, own_file

__all__ = ["add_places", "own_file"]


def add_places(source: Path | str) -> int:
    """Takes in a GeoNames country file, for every case of this account; returns how many places it holds.

    Cases resolved before see them after `update(everything=True)`. Raises InputError where it is no such file.
    """
    count = add_country_file(Path(source))
    gazetteer.cache_clear()
    return count
