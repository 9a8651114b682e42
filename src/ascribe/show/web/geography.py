"""The map as SVG: circles over the base map that say how exactly a place is known, and the tiles under it if asked."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

import msgspec

from ascribe.model.errors import UsageError
from ascribe.model.view import Spot
from ascribe.show.web.base_map import (
    HEIGHT,
    LETTER,
    TILE,
    WIDTH,
    Base,
    Ruler,
    View,
    base,
    fitted,
    free,
    limited,
    ruler,
)

COARSE = ("near", "second_order", "first_order", "country", "unknown")
"""Precisions that are drawn as an area around the middle, and never as a point."""
REACH = {"near": 10.0, "second_order": 14.0, "first_order": 20.0, "country": 30.0, "unknown": 30.0}
CELL = 16.0
"""Pixels of a cell in which places are drawn as one circle."""
FEW = 60
"""Places up to which each is drawn by itself."""
GAP = 4.0
"""Pixels between a circle and its name."""
MOSTLY, MUCH_NEARER = 0.9, 2.0
"""The share of the incidents that the first view shows at least, and by how many steps it must be nearer then."""
NAMED = 12
"""Circles that bear the name of their place."""
NOTHING = Base("", "", "", "", "", ())
VIEW = re.compile(r"(-?\d{1,3}(?:\.\d{1,6})?),(-?\d{1,2}(?:\.\d{1,6})?),(\d{1,2}(?:\.\d{1,4})?)", re.ASCII)


class Tiles(msgspec.Struct, frozen=True):
    """A tile server that somebody asked for, and to whom its pictures are owed."""

    template: str  # https://tile.example/{z}/{x}/{y}.png
    credit: str = ""

    @property
    def origin(self) -> str:
        """What alone the pages may ask beside this server."""
        parts = urlsplit(self.template)
        return f"{parts.scheme}://{parts.netloc}"


class Tile(msgspec.Struct, frozen=True):
    """One picture of a tile server and where it is drawn."""

    href: str
    x: float
    y: float
    size: float


class Mark(msgspec.Struct, frozen=True):
    """A circle of the map; `area` where the place is known only to its surroundings, a district, a country."""

    x: float
    y: float
    radius: float
    area: bool
    spot: Spot  # the largest, with the sums of all that the circle stands for
    places: int
    box: str  # west,south,east,north of the places, for an address
    label: str = ""  # the place's name, where there is room for it
    label_x: float = 0.0
    label_side: str = "start"  # which end of the name stands there


class Map(msgspec.Struct, frozen=True):
    """What the template draws."""

    base: Base
    view: View
    marks: tuple[Mark, ...] = ()
    tiles: tuple[Tile, ...] = ()
    scale: Ruler | None = None
    outside: int = 0  # incidents that lie beyond what is seen
    whole: str = ""  # the view that shows all of it, where the usual one does not

    @property
    def box(self) -> str:
        """What is seen, for an address."""
        return ",".join(f"{max(-180.0, min(180.0, v)):.4f}" for v in self.view.bounds)


def tiles_of(template: str, credit: str = "") -> Tiles:
    """A tile server from the template of its addresses. Raises UsageError where that is none."""
    parts = urlsplit(template)
    plain = re.fullmatch(r"[\w.-]+(:\d{1,5})?|\[[0-9a-fA-F:]+\](:\d{1,5})?", parts.netloc, re.ASCII)
    held = all(f"{{{name}}}" in template for name in "zxy") and not re.search(r"[\s\"'<>;,]", template)
    if parts.scheme not in {"http", "https"} or plain is None or not held:
        raise UsageError(f"{template!r} is no address of tiles; give one as https://tile.example/{{z}}/{{x}}/{{y}}.png")
    return Tiles(template, credit)


def view_of(asked: str) -> View | None:
    """The view that an address asks for, as longitude,latitude,zoom; none where it names none. Raises UsageError."""
    if not asked:
        return None
    found = VIEW.fullmatch(asked)
    if found is None:
        raise UsageError(f"view is {asked!r}; give longitude,latitude,zoom")
    return limited(*map(float, found.groups()))


def drawn(spots: Sequence[Spot], view: View | None = None, tiles: Tiles | None = None) -> Map:
    """The spots on the part of the world asked for or that holds them, larger circles first so that small ones stay."""
    if not spots and view is None:
        return Map(NOTHING, View(0, 0, 1))
    whole = fitted(_bounds(spots)) if spots else limited(0, 0, 1)
    usual = _usual(spots, whole)
    view = view or usual
    at = view.at
    groups: dict[tuple[int, int, bool], list[Spot]] = {}
    outside = 0
    cell = CELL if len(spots) > FEW else 1
    for s in spots:
        x, y = at(s.longitude, s.latitude)
        if -CELL < x < WIDTH + CELL and -CELL < y < HEIGHT + CELL:
            groups.setdefault((int(x // cell), int(y // cell), s.precision in COARSE), []).append(s)
        else:
            outside += s.incidents
    most = max((sum(s.incidents for s in held) for held in groups.values()), default=1)
    marks = _named([_mark(held, at, most, coarse) for (_, _, coarse), held in groups.items()])
    circles = [b for m in marks if not m.area for b in _taken(m)]
    return Map(
        base=NOTHING if tiles else base(view, circles, frozenset(m.label for m in marks)),
        view=view,
        whole="" if usual == whole else whole.named,
        marks=tuple(sorted(marks, key=lambda m: -m.radius)),
        scale=ruler(view),
        tiles=_tiles(view, tiles) if tiles else (),
        outside=outside,
    )


def _usual(spots: Sequence[Spot], whole: View) -> View:
    """What is seen at first: all of it, or where most of it is, if a few places far away would make that small."""
    lon, lat = (_middle([(getattr(s, name), s.incidents) for s in spots]) for name in ("longitude", "latitude"))
    by_distance = sorted(spots, key=lambda s: (math.hypot(s.longitude - lon, s.latitude - lat), s.name))
    wanted, near = MOSTLY * sum(s.incidents for s in spots), []
    for s in by_distance:
        near.append(s)
        wanted -= s.incidents
        if wanted <= 0:
            break
    closer = fitted(_bounds(near))
    return closer if closer.zoom >= whole.zoom + MUCH_NEARER else whole


def _middle(values: Sequence[tuple[float, int]]) -> float:
    """The median of values that count more than once."""
    half, passed = sum(n for _, n in values) / 2, 0
    for value, n in sorted(values):
        passed += n
        if passed >= half:
            return value
    return 0.0


def _tiles(view: View, tiles: Tiles) -> tuple[Tile, ...]:
    """The tiles that cover a view, at the whole zoom nearest to it."""
    zoom = max(0, round(view.zoom))
    size = TILE * 2 ** (view.zoom - zoom)
    count = 2**zoom
    left, top = view.at(-180.0, 85.0511287798)
    found = []
    for row in range(max(0, math.floor(-top / size)), min(count, math.ceil((HEIGHT - top) / size))):
        for column in range(math.floor(-left / size), math.ceil((WIDTH - left) / size)):
            href = tiles.template.replace("{z}", str(zoom)).replace("{x}", str(column % count))
            found.append(
                Tile(
                    href.replace("{y}", str(row)),
                    round(left + column * size, 2),
                    round(top + row * size, 2),
                    round(size, 2),
                )
            )
    return tuple(found)


def _taken(m: Mark) -> list[tuple[float, float, float, float]]:
    """Where a circle and its name lie."""
    wide = LETTER * len(m.label) if m.label_side == "start" else -LETTER * len(m.label)
    ends = sorted((m.label_x, m.label_x + wide))
    circle = (m.x - m.radius, m.y - m.radius, m.x + m.radius, m.y + m.radius)
    return [circle, *([(ends[0], m.y - 9, ends[1], m.y + 9)] if m.label else [])]


def _named(marks: Sequence[Mark]) -> list[Mark]:
    """The marks, the largest of them with their names where these lie over nothing."""
    points = {id(m): (m.x - m.radius, m.y - m.radius, m.x + m.radius, m.y + m.radius) for m in marks if not m.area}
    taken: list[tuple[float, float, float, float]] = []
    found = []
    for m in sorted(marks, key=lambda m: (m.area, -m.spot.incidents, m.spot.name)):
        if not m.area and len(taken) < NAMED:
            others = [b for k, b in points.items() if k != id(m)]
            wide = LETTER * len(m.spot.name) + GAP
            sides = {"start": m.x + m.radius + GAP, "end": m.x - m.radius - GAP}
            boxes = {
                "start": (sides["start"], m.y - 9, sides["start"] + wide, m.y + 9),
                "end": (sides["end"] - wide, m.y - 9, sides["end"], m.y + 9),
            }
            side = next((k for k, box in boxes.items() if free(box, [*taken, *others])), "")
            if side:
                taken.append(boxes[side])
                m = msgspec.structs.replace(m, label=m.spot.name, label_x=round(sides[side], 1), label_side=side)
        found.append(m)
    return found


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
        radius=round(max(REACH.get(first.precision, 20.0), radius) if coarse else radius, 1),
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
