"""The gazetteer that ships inside: GeoNames' places of 500 people and more (CC BY 4.0), countries, areas."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from rapidfuzz import fuzz

from ascribe.model import Place, Precision
from ascribe.resolve.areas import countries, country_names, curated
from ascribe.resolve.names import folded, same_name, skeleton
from ascribe.resolve.own_places import own_file
from ascribe.resolve.subdivisions import Subdivisions

ALIKE = 72.0
"""rapidfuzz ratio from which a place of the country asked for, with the same consonants, is a spelling of the name."""
CLOSE = 88.0
"""The same where no country is known."""
SHORTEST = 4
"""Letters of the shortest name for which other transliterations are looked for."""
SPELT_ALIKE = 0.9
"""Likeness of the name asked for to a town's from which an area's alias stands for the town as well."""
SMALL = 50_000
"""Population below which an area goes before a settlement that has the name as an alternate one only."""


NAMED = "SELECT p.* FROM names n JOIN places p ON p.id = n.id WHERE n.key = ?"


class Gazetteer:
    """Places by name. Opening reads no data: look-ups go to the index on disk."""

    def __init__(self) -> None:
        path = files("ascribe.resolve") / "data" / "gazetteer.sqlite"
        self._db = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True, check_same_thread=False)
        own = own_file()
        self._own = sqlite3.connect(f"file:{own}?mode=ro", uri=True, check_same_thread=False) if own.exists() else None
        self._areas: dict[tuple[str, str], Place] = {}
        self._by_area_name: dict[str, list[Place]] = {}
        aliases = {(c, a): names for c, a, _, names in curated()}
        rows = self._db.execute("SELECT country, code, name, lat, lon FROM areas ORDER BY country, code")
        for country, code, name, lat, lon in rows:
            area = Place(f"area:{country}.{code}", name, country, name, lat, lon, Precision.FIRST_ORDER)
            self._areas[country, code] = area
            for alias in (name, *aliases.get((country, name), ())):
                self._by_area_name.setdefault(folded(alias), []).append(area)
        self._subdivisions = Subdivisions(self._areas, self._own)

    def find(self, name: str, country: str | None = None) -> list[Place]:
        """Places of this name, most populous first; settlements before the areas named after them."""
        key = folded(name)
        found = [p for p in self._settlements(key) if country is None or p.country == country]
        areas = self.areas(name, country)
        if areas and found and found[0].population < SMALL and folded(found[0].name) != key:
            return areas + found
        if areas and not found:
            found = self._seats(name, areas)
        if not areas and not found:
            found = [
                p for p in self._variants(name, CLOSE if country is None else ALIKE) if country in {None, p.country}
            ]
        return found + areas

    def _seats(self, name: str, areas: Sequence[Place]) -> list[Place]:
        """Large settlements that share a name with one of the areas and are spelt much like the name asked for."""
        aliases = {(c, n): (n, *more) for c, n, _, more in curated()}
        near = {
            p.id: p
            for area in areas
            for alias in aliases[area.country or "", area.name]
            for p in self.settlements(alias)
            if p.country == area.country and p.population >= SMALL and same_name(p.name, name) >= SPELT_ALIKE
        }
        return sorted(near.values(), key=lambda p: (-p.population, p.id))

    def settlements(self, name: str) -> list[Place]:
        """Settlements of exactly this name after folding, most populous first."""
        return self._settlements(folded(name))

    def by_id(self, identity: str) -> Place | None:
        """The settlement with a GeoNames id, as "gn:170654"."""
        number = identity.removeprefix("gn:")
        rows = self._rows("SELECT * FROM places WHERE id = ?", number) if number.isdecimal() else ()
        return next((self._place(row) for row in rows), None)

    def areas(self, name: str, country: str | None = None) -> list[Place]:
        """First-order areas of this name; where no country is known, the curated ones alone: many share a name."""
        found = [p for p in self._by_area_name.get(folded(name), []) if country is None or p.country == country]
        return found or (self._subdivisions.first_orders(name, country) if country else [])

    def districts(self, name: str, country: str | None) -> list[Place]:
        """Second-order areas of this name; where no country is known, those of the person's own gazetteer."""
        return self._subdivisions.second_orders(name, country)

    def country(self, name: str) -> Place | None:
        """The country of this name or demonym, as a place at the middle of its settlements."""
        code = countries().get(folded(name))
        return self._country(code) if code else None

    @lru_cache(maxsize=512)  # noqa: B019 (one gazetteer lives as long as the program)
    def _country(self, code: str) -> Place:
        lat, lon = self._db.execute("SELECT avg(lat), avg(lon) FROM places WHERE country = ?", (code,)).fetchone()
        middle = ((lat or 0) / 1e4, (lon or 0) / 1e4)
        return Place(
            f"country:{code}",
            country_names()[code],
            code,
            None,
            round(middle[0], 4),
            round(middle[1], 4),
            Precision.COUNTRY,
        )

    @lru_cache(maxsize=20_000)  # noqa: B019
    def _settlements(self, key: str) -> list[Place]:
        found = {p.id: p for p in (self._place(row) for row in self._rows(NAMED, key))}
        return sorted(found.values(), key=lambda p: (-p.population, p.id))

    def _variants(self, name: str, alike: float) -> list[Place]:
        """Places whose names share the first letter and the consonants: other transliterations."""
        key = folded(name)
        if len(key) < SHORTEST:
            return []
        rows = self._rows("SELECT DISTINCT key FROM bones WHERE bones = ?", skeleton(name))
        near = [(-fuzz.ratio(k, key), k) for (k,) in rows if k[:1] == key[:1] and fuzz.ratio(k, key) >= alike]
        found = [p for _, k in sorted(near)[:3] for p in self._settlements(k)]
        return sorted(found, key=lambda p: (-p.population, p.id))

    def _rows(self, query: str, key: str) -> Iterator[tuple[Any, ...]]:
        """What the shipped gazetteer and the person's own one answer, the person's last, so that it counts."""
        for db in filter(None, (self._db, self._own)):
            yield from db.execute(query, (key,))

    def _place(self, row: tuple[int, str, str, str, int, int, int]) -> Place:
        identity, name, country, code, lat, lon, population = row
        area = self._subdivisions.first_order(country, code)
        return Place(
            id=f"gn:{identity}",
            name=name,
            country=country,
            first_order=area.name if area else f"{country}.{code}",
            latitude=lat / 1e4,
            longitude=lon / 1e4,
            precision=Precision.SETTLEMENT,
            population=population,
            second_order=self._subdivisions.around(identity, country, code),
        )


@cache
def gazetteer() -> Gazetteer:
    """The one gazetteer of the program."""
    return Gazetteer()
