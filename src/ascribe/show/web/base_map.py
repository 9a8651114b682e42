"""The base map: countries, first-order areas, lakes and rivers of Natural Earth, and towns, cut to a part of the world.

Lines come in degrees; what is drawn of them are SVG paths in the pixels of a view.
"""

from __future__ import annotations

import gzip
import json
import math
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from pathlib import Path

import msgspec

DATA = Path(__file__).parent / "data"
WIDTH, HEIGHT = 640.0, 400.0
TILE = 256
WIDEST, NEAREST = 1.0, 12.0
"""Zoom, as web maps count it: at 0 the world is 256 pixels wide, and each step doubles it."""
NORTHMOST = 85.0
LAKES, RIVERS, AREAS, TOWNS = 2.5, 3.5, 5.0, 4.5
"""The zoom from which each layer is drawn."""
FINE = 1.7
"""Pixels between two points of a line at least."""
MOST_TOWNS = 14
LETTER = 6.2
"""Pixels of a letter of a town's name."""
STEPS = (30.0, 10.0, 5.0, 2.0, 1.0, 0.5, 0.2, 0.1, 0.05)
"""Degrees between two lines of the graticule."""
LINES = 3
"""Lines that are drawn from west to east at least."""
DEGREE = 111.32
"""Kilometres of a degree at the equator."""
RULER = 110.0
"""Pixels of the scale at most."""

Line = tuple[tuple[float, float], ...]
Bounds = tuple[float, float, float, float]


class View(msgspec.Struct, frozen=True):
    """A part of the world: its middle in degrees, and the zoom."""

    longitude: float
    latitude: float
    zoom: float

    @property
    def scale(self) -> float:
        """Pixels of a degree of longitude."""
        return float(TILE * 2**self.zoom / 360)

    def at(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Where a point is drawn, in Web Mercator, as tiles are."""
        x = WIDTH / 2 + (longitude - self.longitude) * self.scale
        return x, HEIGHT / 2 - (mercator(latitude) - mercator(self.latitude)) * self.scale

    @property
    def bounds(self) -> Bounds:
        """West, south, east, north of what is seen."""
        half, high = WIDTH / 2 / self.scale, HEIGHT / 2 / self.scale
        middle = mercator(self.latitude)
        south, north = inverse(middle - high), inverse(middle + high)
        return self.longitude - half, south, self.longitude + half, north

    @property
    def named(self) -> str:
        """As an address has it."""
        return f"{self.longitude:.4f},{self.latitude:.4f},{self.zoom:.2f}"

    def moved(self, across: float = 0, up: float = 0, nearer: float = 0) -> View:
        """The view by so many of its own widths to the east, of its heights to the north, and so many steps nearer."""
        middle = mercator(self.latitude) + up * HEIGHT / self.scale
        return limited(self.longitude + across * WIDTH / self.scale, inverse(middle), self.zoom + nearer)


class Town(msgspec.Struct, frozen=True):
    """A town with its name beside it."""

    name: str
    x: float
    y: float


class Base(msgspec.Struct, frozen=True):
    """What is drawn under the incidents: SVG paths, and towns."""

    land: str
    lakes: str
    rivers: str
    areas: str
    lines: str  # the graticule
    towns: tuple[Town, ...]


class Ruler(msgspec.Struct, frozen=True):
    """A round length and how many pixels it takes at the middle of a view."""

    kilometres: float
    pixels: float


def ruler(view: View) -> Ruler:
    """The longest round length that fits."""
    each = DEGREE * math.cos(math.radians(view.latitude)) / view.scale
    power = 10 ** math.floor(math.log10(RULER * each))
    length = next(n * power for n in (5, 2, 1) if n * power <= RULER * each)
    return Ruler(float(length), round(length / each, 1))


def mercator(latitude: float) -> float:
    """The height of a latitude in Web Mercator, in degrees of longitude at the equator."""
    held = max(-NORTHMOST, min(NORTHMOST, latitude))
    return math.degrees(math.asinh(math.tan(math.radians(held))))


def inverse(height: float) -> float:
    """The latitude of a height in Web Mercator."""
    return math.degrees(math.atan(math.sinh(math.radians(height))))


def limited(longitude: float, latitude: float, zoom: float) -> View:
    """A view within the world."""
    held = max(WIDEST, min(NEAREST, zoom))
    return View(max(-180.0, min(180.0, longitude)), max(-NORTHMOST, min(NORTHMOST, latitude)), held)


def fitted(bounds: Bounds) -> View:
    """The view that just shows west, south, east, north."""
    west, south, east, north = bounds
    low, high = mercator(south), mercator(north)
    scale = min(WIDTH / max(east - west, 1e-6), HEIGHT / max(high - low, 1e-6))
    return limited((west + east) / 2, inverse((low + high) / 2), math.log2(scale * 360 / TILE))


def base(view: View, taken: Sequence[Bounds] = (), named: frozenset[str] = frozenset()) -> Base:
    """The base map of a view; no town is named where something stands, nor one that is named already."""
    return Base(
        land=_drawn("world", view, True),
        lakes=_drawn("lakes", view, True) if view.zoom >= LAKES else "",
        rivers=_drawn("rivers", view, False) if view.zoom >= RIVERS else "",
        areas=_drawn("areas", view, False) if view.zoom >= AREAS else "",
        lines=_graticule(view, _around(view)),
        towns=tuple(_towns(view, taken, named)) if view.zoom >= TOWNS else (),
    )


@lru_cache(maxsize=128)
def _drawn(layer: str, view: View, closed: bool) -> str:
    """The part of a layer that a view shows, as one path. The same view is drawn once."""
    box, form = _around(view), _closed if closed else _open
    return "".join(form(line, view, box) for line in _within(layer, box, math.ceil(view.zoom)))


def _around(view: View) -> Bounds:
    """What is seen, and a quarter more to each side, so that the map can be dragged."""
    west, south, east, north = view.bounds
    wide, high = (east - west) / 4, (north - south) / 4
    return west - wide, max(-89.9, south - high), east + wide, min(89.9, north + high)


@cache
def _lines(layer: str) -> tuple[tuple[Line, Bounds], ...]:
    """The lines of a layer in degrees (longitude, latitude) with their bounds."""
    found = []
    for steps in json.loads(gzip.decompress((DATA / f"{layer}.json.gz").read_bytes())):
        x = y = 0
        points: list[tuple[float, float]] = []
        for dx, dy in zip(steps[::2], steps[1::2], strict=True):
            if points and abs(dx) > 18_000:  # over the 180th meridian: go on beyond it, not back around the world
                dx -= 36_000 if dx > 0 else -36_000
            x, y = x + dx, y + dy
            points.append((x / 100, y / 100))
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        found.append((tuple(points), (min(xs), min(ys), max(xs), max(ys))))
    return tuple(found)


@cache
def _thinned(layer: str, zoom: int) -> tuple[tuple[Line, Bounds], ...]:
    """The lines of a layer with the points that can be told apart at a zoom; what is too small is left out."""
    least = FINE * 360 / (TILE * 2**zoom)
    found = []
    for line, box in _lines(layer):
        if box[2] - box[0] + box[3] - box[1] < least:
            continue
        kept = [line[0]]
        for x, y in line[1:-1]:
            if abs(x - kept[-1][0]) + abs(y - kept[-1][1]) >= least:
                kept.append((x, y))
        found.append(((*kept, line[-1]), box))
    return tuple(found)


def _within(layer: str, box: Bounds, zoom: int) -> Iterator[Line]:
    for line, (x0, y0, x1, y1) in _thinned(layer, zoom):
        if x1 >= box[0] and x0 <= box[2] and y1 >= box[1] and y0 <= box[3]:
            yield line


def _closed(ring: Line, view: View, box: Bounds) -> str:
    """A ring as a path; nothing where it is too small to be seen."""
    kept = _sparse([view.at(*p) for p in _clipped(ring, box)])
    return f"M{_listed(kept)}Z" if len(kept) > 2 else ""


def _open(line: Line, view: View, box: Bounds) -> str:
    """The parts of a line that lie in a box, as a path."""
    parts: list[list[tuple[float, float]]] = [[]]
    inside = [box[0] <= x <= box[2] and box[1] <= y <= box[3] for x, y in line]
    for i, point in enumerate(line):
        if inside[i] or (i and inside[i - 1]) or (i + 1 < len(line) and inside[i + 1]):
            parts[-1].append(view.at(*point))
        elif parts[-1]:
            parts.append([])
    return "".join(f"M{_listed(_sparse(p))}" for p in parts if len(p) > 1)


def _clipped(ring: Line, box: Bounds) -> list[tuple[float, float]]:
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


def _sparse(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """The points without those within a pixel of the last; the end stays."""
    kept: list[tuple[float, float]] = []
    for x, y in points:
        if not kept or abs(x - kept[-1][0]) + abs(y - kept[-1][1]) > 1:
            kept.append((x, y))
    return kept if len(kept) > 1 else list(points)[:2]


def _listed(points: Sequence[tuple[float, float]]) -> str:
    return "L".join(f"{x:.1f} {y:.1f}" for x, y in points)


@cache
def _populous() -> tuple[tuple[str, float, float], ...]:
    held = json.loads(gzip.decompress((DATA / "towns.json.gz").read_bytes()))
    return tuple((name, lon / 100, lat / 100) for name, lon, lat in held)


def _graticule(view: View, box: Bounds) -> str:
    """Meridians and parallels at round degrees."""
    west, south, east, north = box
    step = next((s for s in STEPS if (view.bounds[2] - view.bounds[0]) / s >= LINES), STEPS[-1])
    paths = []
    for n in range(math.ceil(west / step), math.floor(east / step) + 1):
        (x, top), (_, foot) = view.at(n * step, north), view.at(n * step, south)
        paths.append(f"M{x:.1f} {top:.1f}V{foot:.1f}")
    for n in range(math.ceil(south / step), math.floor(north / step) + 1):
        (left, y), (right, _) = view.at(west, n * step), view.at(east, n * step)
        paths.append(f"M{left:.1f} {y:.1f}H{right:.1f}")
    return "".join(paths)


def label_box(x: float, y: float, name: str, gap: float = 5) -> Bounds:
    """What a name takes that stands to the right of a point."""
    return x - 4, y - 9, x + gap + 3 + LETTER * len(name), y + 9


def free(box: Bounds, taken: Sequence[Bounds]) -> bool:
    """Whether a box lies within the drawing and over none of those taken."""
    apart = all(box[2] < b[0] or b[2] < box[0] or box[3] < b[1] or b[3] < box[1] for b in taken)
    return apart and box[0] > -4 and box[2] < WIDTH and box[1] > 0 and box[3] < HEIGHT


def _towns(view: View, taken: Sequence[Bounds], named: frozenset[str]) -> Iterator[Town]:
    """The most populous towns whose names lie over nothing else."""
    west, south, east, north = view.bounds
    held = list(taken)
    for name, lon, lat in _populous():
        if name in named or not (west < lon < east and south < lat < north):
            continue
        x, y = view.at(lon, lat)
        box = label_box(x, y, name)
        if free(box, held):
            held.append(box)
            yield Town(name, round(x, 1), round(y, 1))
            if len(held) - len(taken) == MOST_TOWNS:
                return
