"""First- and second-order areas of all countries: those that ship, and second-order ones of the person's own.

They are GeoNames', by the settlements that lie in them; see docs/credits.md. First-order areas that are curated, with
their aliases, are the gazetteer's.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

from ascribe.model import Place, Precision
from ascribe.resolve.names import folded

TABLES = """
CREATE TABLE IF NOT EXISTS districts (country TEXT, area TEXT, code TEXT, id INTEGER, name TEXT, lat INTEGER,
    lon INTEGER, PRIMARY KEY (country, area, code)) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS district_names (key TEXT, country TEXT, area TEXT, code TEXT,
    PRIMARY KEY (key, country, area, code)) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS lies_in (id INTEGER PRIMARY KEY, code TEXT) STRICT;
"""
"""Of districts (coordinates in ten-thousandths of a degree), what they are called, and the places that lie in them."""
FIRST_ORDERS = """
CREATE TABLE first_orders (country TEXT, code TEXT, key TEXT, name TEXT, lat INTEGER, lon INTEGER,
    PRIMARY KEY (country, code)) STRICT, WITHOUT ROWID;
"""
KIND = re.compile(
    r"\b(?:district|county|province|municipality|raion|rayon|department|lga|area|region|state|governorate|oblast)\b"
)
"""Words for such an area that its name carries or not."""
Row = tuple[str, str, str, int | None, str, int, int]


def district_key(name: str) -> str:
    """The name as it is looked up: folded, without the word for such an area."""
    key = folded(name)
    return " ".join(KIND.sub(" ", key).split()) or key


class Subdivisions:
    """Areas by name, and by the places within."""

    def __init__(self, areas: Mapping[tuple[str, str], Place], own: sqlite3.Connection | None) -> None:
        """`areas` are the first-order ones, by country and code; `own` is the person's gazetteer."""
        self._areas = areas
        path = files("ascribe.resolve") / "data" / "subdivisions.sqlite"
        self._shipped = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True, check_same_thread=False)
        held = own is not None and own.execute("SELECT 1 FROM sqlite_master WHERE name = 'districts'").fetchone()
        self._own = own if held else None

    @lru_cache(maxsize=5_000)  # noqa: B019 (one gazetteer lives as long as the program)
    def first_order(self, country: str, code: str) -> Place | None:
        """The first-order area with GeoNames' codes."""
        known = self._areas.get((country, code))
        if known is not None:
            return known
        row = self._shipped.execute("SELECT * FROM first_orders WHERE country = ? AND code = ?", (country, code))
        return next((_first_order(r) for r in row), None)

    def first_orders(self, name: str, country: str) -> list[Place]:
        """The first-order areas of a country that bear a name, but for the curated ones."""
        rows = self._shipped.execute(
            "SELECT * FROM first_orders WHERE country = ? AND key = ?", (country, district_key(name))
        )
        return [p for p in map(_first_order, rows) if (country, p.id.rpartition(".")[2]) not in self._areas]

    @lru_cache(maxsize=20_000)  # noqa: B019
    def second_orders(self, name: str, country: str | None) -> list[Place]:
        """Those of this name, the person's own first. Of those that ship only a known country's: many share a name."""
        key = district_key(name)
        own = self._rows(self._own, key, country) if self._own is not None else []
        if own or country is None:
            return own
        return self._rows(self._shipped, key, country)

    def _rows(self, db: sqlite3.Connection, key: str, country: str | None) -> list[Place]:
        query = "SELECT d.* FROM district_names n JOIN districts d USING (country, area, code) WHERE n.key = ?"
        found = [self._place(row) for row in db.execute(query, (key,)) if country in {None, row[0]}]
        return sorted(found, key=lambda p: p.id)

    def _place(self, row: Row) -> Place:
        country, code, district, identity, name, lat, lon = row
        area = self.first_order(country, code)
        first = area.name if area else f"{country}.{code}"
        known = f"gn:{identity}" if identity is not None else f"area:{country}.{code}.{district}"
        return Place(known, name, country, first, lat / 1e4, lon / 1e4, Precision.SECOND_ORDER, second_order=name)

    def around(self, identity: int, country: str, area: str) -> str | None:
        """The name of the one in which a place lies, by the place's GeoNames id, country and code of the area."""
        for db in filter(None, (self._own, self._shipped)):
            found = db.execute(
                "SELECT d.name FROM lies_in l JOIN districts d USING (code) "
                "WHERE l.id = ? AND d.country = ? AND d.area = ?",
                (identity, country, area),
            ).fetchone()
            if found:
                return str(found[0])
        return None


def _first_order(row: tuple[str, str, str, str, int, int]) -> Place:
    country, code, _, name, lat, lon = row
    return Place(f"area:{country}.{code}", name, country, name, lat / 1e4, lon / 1e4, Precision.FIRST_ORDER)
