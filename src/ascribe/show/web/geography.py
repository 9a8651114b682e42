"""The map as SVG: countries from embedded public-domain data, and circles that say how exactly a place is known."""

from __future__ import annotations

import gzip
import json
import math
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import msgspec

from ascribe.model.view import Spot

DATA = Path(__file__).parent / "data" / "world.json.gz"
WIDTH, HEIGHT = 640.0, 400.0
COARSE = ("near", "second_order", "first_order", "country", "unknown")
"""Precisions that are drawn as an area around the middle, and never as a point."""
REACH = {"near": 10.0, "second_order": 14.0, "first_order": 20.0, "country": 30.0, "unknown": 30.0}

CELL = 16.0
"""Pixels of a cell in which places are drawn as one circle."""
FEW = 60
"""Places up to which each is drawn by itself."""

Ring = tuple[tuple[float, float], ...]


class Mark(msgspec.Struct, frozen=True):
    """A circle of the map; `area` where the place is known only to a district, a province or a country."""

    x: float
    y: float
    radius: float
    area: bool
    spot: Spot  # the largest, with the sums of all that the circle stands for
    places: int
    box: str  # west,south,east,north of the places, for an address


class Map(msgspec.Struct, frozen=True):
    """What the template draws."""

    land: str  # an SVG path
    marks: tuple[Mark, ...]


@cache
def _rings() -> tuple[tuple[Ring, tuple[float, float, float, float]], ...]:
    """Rings in degrees (longitude, latitude) with their bounds."""
    found = []
    for steps in json.loads(gzip.decompress(DATA.read_bytes())):
        x = y = 0
        points = []
        for dx, dy in zip(steps[::2], steps[1::2], strict=True):
            x, y = x + dx, y + dy
            points.append((x / 100, y / 100))
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        found.append((tuple(points), (min(xs), min(ys), max(xs), max(ys))))
    return tuple(found)


def drawn(spots: Sequence[Spot]) -> Map:
    """The spots on the part of the world that holds them, larger circles first so that small ones stay on top."""
    if not spots:
        return Map("", ())
    west, south, east, north = _bounds(spots)
    squeeze = math.cos(math.radians((south + north) / 2))
    scale = min(WIDTH / ((east - west) * squeeze), HEIGHT / (north - south))
    left = (WIDTH - (east - west) * squeeze * scale) / 2
    top = (HEIGHT - (north - south) * scale) / 2

    def at(lon: float, lat: float) -> tuple[float, float]:
        return left + (lon - west) * squeeze * scale, top + (north - lat) * scale

    box = (
        west - left / (squeeze * scale) - 0.1,
        south - top / scale - 0.1,
        east + left / (squeeze * scale) + 0.1,
        north + top / scale + 0.1,
    )
    paths = []
    for ring, (x0, y0, x1, y1) in _rings():
        if x1 >= box[0] and x0 <= box[2] and y1 >= box[1] and y0 <= box[3]:
            paths.append(_path([at(*p) for p in _clipped(ring, box)]))
    groups: dict[tuple[int, int, bool], list[Spot]] = {}
    for s in spots:
        x, y = at(s.longitude, s.latitude)
        cell = CELL if len(spots) > FEW else 1
        groups.setdefault((int(x / cell), int(y / cell), s.precision in COARSE), []).append(s)
    most = max(sum(s.incidents for s in held) for held in groups.values())
    marks = [_mark(held, at, most, coarse) for (_, _, coarse), held in groups.items()]
    return Map("".join(paths), tuple(sorted(marks, key=lambda m: -m.radius)))


def _mark(held: Sequence[Spot], at: Callable[[float, float], tuple[float, float]], most: int, coarse: bool) -> Mark:
    """One circle for the spots of a cell, at the largest of them."""
    first = max(held, key=lambda s: (s.incidents, s.name))
    total = msgspec.structs.replace(
        first, incidents=sum(s.incidents for s in held), contested=sum(s.contested for s in held)
    )
    radius = 4 + 12 * math.sqrt(total.incidents / most)
    x, y = at(first.longitude, first.latitude)
    lons, lats = [s.longitude for s in held], [s.latitude for s in held]
    margin = 0.0002
    box = (min(lons) - margin, min(lats) - margin, max(lons) + margin, max(lats) + margin)
    return Mark(
        x=round(x, 1),
        y=round(y, 1),
        radius=round(max(REACH[first.precision], radius) if coarse else radius, 1),
        area=coarse,
        spot=total,
        places=len({s.name for s in held}),
        box=",".join(f"{v:.4f}" for v in box),
    )


def _bounds(spots: Sequence[Spot]) -> tuple[float, float, float, float]:
    """West, south, east, north with a margin; at least about 300 km high."""
    lats, lons = [s.latitude for s in spots], [s.longitude for s in spots]
    high, wide = max(lats) - min(lats), max(lons) - min(lons)
    my, mx = max(high * 0.15, (3 - high) / 2, 0.4), max(wide * 0.12, (4 - wide) / 2, 0.5)
    return (
        max(-180, min(lons) - mx),
        max(-85, min(lats) - my),
        min(180, max(lons) + mx),
        min(85, max(lats) + my),
    )


def _clipped(ring: Ring, box: tuple[float, float, float, float]) -> list[tuple[float, float]]:
    """The part of a ring inside a box (Sutherland and Hodgman 1974)."""
    points = list(ring)
    for axis, limit, sign in ((0, box[0], 1), (0, box[2], -1), (1, box[1], 1), (1, box[3], -1)):
        kept: list[tuple[float, float]] = []
        for a, b in zip(points[-1:] + points[:-1], points, strict=True):
            ina, inb = sign * (a[axis] - limit) >= 0, sign * (b[axis] - limit) >= 0
            if ina != inb:
                t = (limit - a[axis]) / (b[axis] - a[axis])
                kept.append((a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])))
            if inb:
                kept.append(b)
        points = kept
        if not points:
            break
    return points


def _path(points: Sequence[tuple[float, float]]) -> str:
    """An SVG path of whole tenths; points within a pixel of the last are left out."""
    kept: list[tuple[float, float]] = []
    for x, y in points:
        if not kept or abs(x - kept[-1][0]) + abs(y - kept[-1][1]) > 1:
            kept.append((x, y))
    if len(kept) < 3:
        return ""
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in kept) + "Z"
