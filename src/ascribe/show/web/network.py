"""The page of the network: who accuses whom and which incidents are tied, drawn on the server, with tables beside."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from urllib.parse import urlencode

import msgspec
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse

from ascribe.model import Kind
from ascribe.model.errors import UsageError
from ascribe.model.network import Accusation, Network, Tied
from ascribe.model.view import IncidentFilter
from ascribe.show.web.asked import LONGEST, Asked
from ascribe.show.web.layout import placed
from ascribe.show.web.pages import Pages
from ascribe.show.web.remembered import revision
from ascribe.show.web.texts import plain, word

USUAL = 60
SIZES = (30, USUAL, 120, 250)
"""How many edges a page may show."""
WIDTH = 1080.0
HIGH = 28.0
LONG = {"actor": 26, "incident": 34}
"""Characters of a box's label."""
ACTS = ("accuses", "claims", "denies", "doubts")
NAMES = 400
"""Names that the search offers."""
MOST = 200
"""Incidents shown of one edge."""
KEPT = 4
"""Filters whose edges are kept in memory."""


class Box(msgspec.Struct, frozen=True):
    """A party or an incident."""

    key: str
    number: int
    name: str  # in full
    label: str
    kind: str
    href: str
    x: float
    y: float
    width: float
    asked: bool


class Line(msgspec.Struct, frozen=True):
    """An edge as drawn; the same as a row of the table."""

    source: int
    target: int
    path: str
    act: str  # what is said most
    weight: int  # 1 to 4
    label: str
    href: str


class Drawing(msgspec.Struct, frozen=True):
    """What the template draws."""

    boxes: tuple[Box, ...] = ()
    lines: tuple[Line, ...] = ()
    width: int = 0
    height: int = 0


class NetworkPage:
    """The pages of the network of one case. The edges of a filter are asked for once, until the case changes."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages
        self._held: dict[tuple[object, ...], Network] = {}

    def mount(self, app: FastAPI) -> None:
        app.get("/network", response_class=HTMLResponse)(self.page)
        app.get("/network/edge", response_class=HTMLResponse)(self.edge)

    def edges(self, chosen: IncidentFilter) -> Network:
        """All edges that a filter gives."""
        key = (revision(self._pages.path), chosen)
        held = self._held.get(key)
        if held is None:
            with self._pages.open() as case:
                held = case.network(chosen)
            while len(self._held) >= KEPT:
                self._held.pop(next(iter(self._held)), None)
            self._held[key] = held
        return held

    def asked(self, request: Request) -> tuple[Asked, str, int, Network]:
        """What an address asks for: the filter, the focus, how many edges, and these edges. Raises UsageError."""
        asked = Asked(request.query_params)
        focus = request.query_params.get("focus", "").strip()[:LONGEST]
        wanted = request.query_params.get("edges", "") or str(USUAL)
        if not wanted.isascii() or not wanted.isdecimal() or not 1 <= int(wanted[:6]) <= SIZES[-1]:
            raise UsageError(f"edges is {wanted!r}; give a number from 1 to {SIZES[-1]}")
        return asked, focus, int(wanted), self.edges(asked.filter()).around(focus, int(wanted))

    def page(self, request: Request) -> HTMLResponse:
        """The strongest edges, or those around one party."""
        asked, focus, limit, shown = self.asked(request)
        whole = self.edges(asked.filter())

        def link(**changes: object) -> str:
            held = {"focus": focus, "edges": limit if limit != USUAL else "", **changes}
            return asked.link("/network", **held)

        return self._pages.templates.page(
            "network.html",
            here="network",
            asked=asked,
            focus=focus,
            focus_name=_named(whole, focus),
            limit=limit,
            sizes=SIZES,
            shown=shown,
            said=[_said(a) for a in shown.accusations],
            edge=lambda a: _edge(asked, a),
            link=link,
            drawn=accusations_drawn(shown.accusations, focus, link, asked),
            tied=ties_drawn(shown.ties, focus),
            names=sorted(_names(whole)),
            kinds=[k.value for k in Kind],
        )

    def edge(self, request: Request, speaker: str, named: str) -> HTMLResponse:
        """What one edge stands for: the incidents, with the sentences."""
        asked = Asked(request.query_params)
        with self._pages.open() as case:
            given = case.said_of(speaker, named, asked.filter(), MOST)
        parties = {p.key: p.name for a in self.edges(asked.filter()).accusations for p in (a.speaker, a.named)}
        return self._pages.templates.page(
            "network_edge.html",
            here="network",
            speaker=parties.get(speaker, speaker.partition(":")[2] or speaker),
            named=parties.get(named, named.partition(":")[2] or named),
            rows=given.rows,
            found=given.found,
            back=asked.link("/network", focus=speaker),
        )


def accusations_drawn(edges: Sequence[Accusation], focus: str, link: Callable[..., str], asked: Asked) -> Drawing:
    """Parties as boxes, an arrow for each edge; what a party says of itself is a loop."""
    parties = {p.key: p for e in edges for p in (e.speaker, e.named)}
    boxes = {k: (p.name, "outlet" if p.kind == "outlet" else k.partition(":")[0]) for k, p in parties.items()}
    lines = [(e.speaker.key, e.named.key, _main(e), e.incidents, _told(e), _edge(asked, e)) for e in edges]
    return _drawn(boxes, lines, LONG["actor"], lambda k: link(focus=k), {focus} | _matching(edges, focus))


def ties_drawn(ties: Sequence[Tied], focus: str) -> Drawing:
    """Incidents as boxes, an arrow for each tie."""
    boxes = {
        k: (h, "incident") for t in ties for k, h in ((t.source, t.source_headline), (t.target, t.target_headline))
    }
    lines = [
        (
            t.source,
            t.target,
            "tie",
            t.reports,
            plain("network.tie_line", source=t.source_headline, kind=word(t.kind), target=t.target_headline),
            f"/incidents/{t.source}",
        )
        for t in ties
    ]
    return _drawn(boxes, lines, LONG["incident"], lambda k: f"/incidents/{k}", {focus})


def _drawn(
    boxes: Mapping[str, tuple[str, str]],
    lines: Sequence[tuple[str, str, str, int, str, str]],
    long: int,
    href: Callable[[str], str],
    asked: set[str],
) -> Drawing:
    if not boxes:
        return Drawing()
    labels = {k: name if len(name) <= long else name[: long - 1].rstrip() + "…" for k, (name, _) in boxes.items()}
    sizes = {k: (round(7.1 * len(label) + 24, 1), HIGH) for k, label in labels.items()}
    at, (width, height) = _placed(tuple(sizes.items()), tuple(line[:2] for line in lines))
    number = {k: i for i, k in enumerate(boxes)}
    most = max(line[3] for line in lines)
    return Drawing(
        boxes=tuple(
            Box(
                key=k,
                number=number[k],
                name=name,
                label=labels[k],
                kind=kind,
                href=href(k),
                x=round(at[k][0] + 20, 1),
                y=round(at[k][1] + 34, 1),
                width=sizes[k][0],
                asked=k in asked,
            )
            for k, (name, kind) in boxes.items()
        ),
        lines=tuple(
            Line(
                source=number[a],
                target=number[b],
                path=_loop(at[a], sizes[a]) if a == b else _curve(at[a], sizes[a], at[b], sizes[b]),
                act=act,
                weight=1 + round(3 * math.log(1 + count) / math.log(1 + max(most, 1))) if most > 1 else 1,
                label=label,
                href=to,
            )
            for a, b, act, count, label, to in lines
        ),
        width=round(width + 40),
        height=round(height + 60),
    )


@lru_cache(maxsize=32)
def _placed(
    sizes: tuple[tuple[str, tuple[float, float]], ...], edges: tuple[tuple[str, str], ...]
) -> tuple[dict[str, tuple[float, float]], tuple[float, float]]:
    """Where boxes stand: the same network stands the same way, so it is worked out once."""
    return placed(dict(sizes), edges, WIDTH - 40)


Point = tuple[float, float]


def _curve(a: Point, size_a: Point, b: Point, size_b: Point) -> str:
    """From border to border, bent a little to one side, so that an answer does not lie over the accusation."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    length = math.hypot(dx, dy) or 1.0
    bend = min(26.0, 0.12 * length)
    middle = ((a[0] + b[0]) / 2 - dy / length * bend, (a[1] + b[1]) / 2 + dx / length * bend)
    start, end = _border(a, size_a, middle, 1.0), _border(b, size_b, middle, 5.0)
    points = [(x + 20, y + 34) for x, y in (start, middle, end)]
    return "M{:.1f} {:.1f}Q{:.1f} {:.1f} {:.1f} {:.1f}".format(*(v for p in points for v in p))


def _border(box: Point, size: Point, to: Point, gap: float) -> Point:
    """Where the way from a box's middle to a point leaves the box, and a gap."""
    dx, dy = to[0] - box[0], to[1] - box[1]
    half = (size[0] / 2 + gap, size[1] / 2 + gap)
    share = min(half[0] / abs(dx) if dx else math.inf, half[1] / abs(dy) if dy else math.inf, 1.0)
    return box[0] + dx * share, box[1] + dy * share


def _loop(box: Point, size: Point) -> str:
    """From a box back to itself, over its right corner."""
    x, y = box[0] + 20 + size[0] / 2 - 14, box[1] + 34 - size[1] / 2
    return f"M{x - 18:.1f} {y:.1f}C{x - 22:.1f} {y - 26:.1f} {x + 14:.1f} {y - 26:.1f} {x + 3:.1f} {y - 4:.1f}"


def _main(edge: Accusation) -> str:
    """What is said most, an accusation before the others."""
    return max(ACTS, key=lambda act: (getattr(edge, act), -ACTS.index(act)))


def _said(edge: Accusation) -> str:
    """What is said and how often: "accuses 3, denies 1"."""
    return ", ".join(f"{word(act)} {n}" for act in ACTS if (n := getattr(edge, act)))


def _told(edge: Accusation) -> str:
    """An edge in a line."""
    whom = plain("network.itself") if edge.speaker.key == edge.named.key else edge.named.name
    counted = plain("n.incidents", n=edge.incidents)
    return plain("network.line", speaker=edge.speaker.name, said=_said(edge), whom=whom, incidents=counted)


def _edge(asked: Asked, edge: Accusation) -> str:
    """The address of what an edge stands for."""
    held = {k: v for k, v in asked.values.items() if v}
    return "/network/edge?" + urlencode({"speaker": edge.speaker.key, "named": edge.named.key, **held})


def _names(network: Network) -> list[str]:
    """The parties that most is said of or by, for the search to offer."""
    found: dict[str, None] = {}
    for e in network.accusations:
        found |= {e.named.name: None, e.speaker.name: None}
        if len(found) >= NAMES:
            break
    return list(found)[:NAMES]


def _named(network: Network, focus: str) -> str:
    """The name of the party whose key is in focus; otherwise the words themselves."""
    parties = (p for e in network.accusations for p in (e.speaker, e.named))
    return next((p.name for p in parties if p.key == focus), focus)


def _matching(edges: Sequence[Accusation], focus: str) -> set[str]:
    """The keys whose names hold the words in focus."""
    if not focus:
        return set()
    words = focus.casefold()
    return {p.key for e in edges for p in (e.speaker, e.named) if words in p.name.casefold()}
