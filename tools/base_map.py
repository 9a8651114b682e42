"""Makes the base map of the web application from Natural Earth's countries, which are in the public domain.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python tools/base_map.py package/countries-50m.json src/ascribe/show/web/data/world.json.gz

The result holds rings of whole hundredths of a degree, the first point in full and each next as the step from it.
"""

from __future__ import annotations

import gzip
import itertools
import json
import sys
from pathlib import Path
from typing import Any

HUNDREDTHS = 100


def rings(topology: dict[str, Any]) -> list[list[int]]:
    """Every ring of every country as flat steps in hundredths of a degree; those of under four points are dropped."""
    scale, shift = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs: list[list[tuple[int, int]]] = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            lon, lat = x * scale[0] + shift[0], y * scale[1] + shift[1]
            points.append((round(lon * HUNDREDTHS), round(lat * HUNDREDTHS)))
        arcs.append(points)
    found = []
    for shape in topology["objects"]["countries"]["geometries"]:
        polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        for ring in (r for polygon in polygons for r in polygon):
            points = [p for i in ring for p in (arcs[i] if i >= 0 else arcs[~i][::-1])]
            thin = [p for p, q in zip(points, [None, *points[:-1]], strict=True) if p != q]
            if len(thin) >= 4:
                steps = [b - a for p, q in itertools.pairwise(thin) for a, b in zip(p, q, strict=True)]
                found.append([*thin[0], *steps])
    return found


def main() -> None:
    source, target = map(Path, sys.argv[1:3])
    data = json.dumps(rings(json.loads(source.read_text())), separators=(",", ":")).encode()
    target.write_bytes(gzip.compress(data, 9, mtime=0))
    print(f"{target}: {target.stat().st_size} bytes")


if __name__ == "__main__":
    main()
