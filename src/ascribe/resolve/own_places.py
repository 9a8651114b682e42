"""A person's own gazetteer beside the one that ships: villages from GeoNames' country files.

It lies in one SQLite file of the account (`ASCRIBE_GAZETTEER`, else the user's data folder). The form of the files:
https://download.geonames.org/export/dump/readme.txt (CC BY 4.0).
"""

from __future__ import annotations

import io
import os
import sqlite3
import zipfile
from collections.abc import Iterator
from pathlib import Path

from ascribe.model.errors import InputError
from ascribe.resolve import subdivisions
from ascribe.resolve.names import folded, skeleton

FIELDS = 19
POPULATED = "P"
"""GeoNames' feature class of towns and villages."""
DISTRICT = "ADM2"
"""GeoNames' feature code of second-order areas."""
TABLES = """
CREATE TABLE IF NOT EXISTS places (id INTEGER PRIMARY KEY, name TEXT, country TEXT, area TEXT, lat INTEGER, lon INTEGER,
    population INTEGER) STRICT;
CREATE TABLE IF NOT EXISTS names (key TEXT, id INTEGER, PRIMARY KEY (key, id)) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS bones (bones TEXT, key TEXT, PRIMARY KEY (bones, key)) STRICT, WITHOUT ROWID;
"""


def own_file() -> Path:
    """Where the person's own gazetteer lies; it need not be there."""
    told = os.environ.get("ASCRIBE_GAZETTEER")
    if told:
        return Path(told)
    data = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(data) / "ascribe" / "gazetteer.sqlite"


def add_country_file(source: Path) -> int:
    """Takes in the towns and villages of a GeoNames country file (SY.zip or SY.txt); returns how many it holds.

    A place that is there already is replaced. Raises InputError where the file is none of GeoNames'.
    """
    target = own_file()
    target.parent.mkdir(parents=True, exist_ok=True)
    count = 0
    with sqlite3.connect(target) as db:
        db.executescript(TABLES + subdivisions.TABLES)
        for line in _lines(source):
            cells = line.rstrip("\n").split("\t")
            if len(cells) != FIELDS:
                raise InputError(
                    f"{source} is no country file of GeoNames: a line has {len(cells)} cells, not {FIELDS}"
                )
            if cells[6] == POPULATED:
                _take(db, cells, source)
                count += 1
            elif cells[7] == DISTRICT:
                _take_district(db, cells, source)
    db.close()
    if not count:
        raise InputError(f"{source} holds no towns or villages; take a country file such as SY.zip from GeoNames")
    return count


def _take(db: sqlite3.Connection, cells: list[str], source: Path) -> None:
    identity, lat, lon, population = _numbers(cells, source)
    row = (identity, cells[1], cells[8], cells[10], lat, lon, population)
    db.execute("INSERT OR REPLACE INTO places VALUES (?, ?, ?, ?, ?, ?, ?)", row)
    if cells[11]:
        db.execute("INSERT OR REPLACE INTO lies_in VALUES (?, ?)", (identity, cells[11]))
    keys = _keys(cells)
    db.executemany("INSERT OR IGNORE INTO names VALUES (?, ?)", [(key, identity) for key in keys])
    db.executemany("INSERT OR IGNORE INTO bones VALUES (?, ?)", [(skeleton(key), key) for key in keys])


def _take_district(db: sqlite3.Connection, cells: list[str], source: Path) -> None:
    """A second-order area, by its codes, at the middle that GeoNames gives it."""
    identity, lat, lon, _ = _numbers(cells, source)
    at = (cells[8], cells[10], cells[11])
    db.execute("INSERT OR REPLACE INTO districts VALUES (?, ?, ?, ?, ?, ?, ?)", (*at, identity, cells[1], lat, lon))
    keys = {subdivisions.district_key(key) for key in _keys(cells)}
    db.executemany("INSERT OR IGNORE INTO district_names VALUES (?, ?, ?, ?)", [(key, *at) for key in sorted(keys)])


def _numbers(cells: list[str], source: Path) -> tuple[int, int, int, int]:
    """Identity, latitude and longitude in ten-thousandths of a degree, and population."""
    try:
        lat, lon = round(float(cells[4]) * 1e4), round(float(cells[5]) * 1e4)
        return int(cells[0]), lat, lon, int(cells[14] or 0)
    except ValueError as error:
        raise InputError(f"{source} is no country file of GeoNames: {error}") from None


def _keys(cells: list[str]) -> set[str]:
    return {key for name in (cells[1], cells[2], *cells[3].split(",")) if (key := folded(name))}


def _lines(source: Path) -> Iterator[str]:
    """The lines of CC.txt, in a zip or by itself."""
    if not zipfile.is_zipfile(source):
        try:
            with source.open(encoding="utf-8") as lines:
                yield from lines
        except UnicodeDecodeError as error:
            raise InputError(f"{source} is no country file of GeoNames: {error}") from None
        return
    with zipfile.ZipFile(source) as archive:
        names = [n for n in archive.namelist() if n.endswith(".txt") and "readme" not in n.casefold()]
        if len(names) != 1:
            raise InputError(
                f"{source} should hold one country file, such as SY.txt; it holds {', '.join(names) or 'none'}"
            )
        with archive.open(names[0]) as raw:
            yield from io.TextIOWrapper(raw, encoding="utf-8")
