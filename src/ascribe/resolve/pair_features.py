"""What is compared of two tellings, as named numbers: the input of the pair model.

Each name begins with the part of the likeness that it belongs to ("time", "place", ...), so that a tie can be
explained part by part. A feature that says nothing is left out.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache, lru_cache

from ascribe.model import Kind, Place, Precision
from ascribe.resolve.names import same_name
from ascribe.resolve.tellings import Telling

FAMILIES: Mapping[Kind, str] = {
    Kind.BOMBING: "blast",
    Kind.SUICIDE_BOMBING: "blast",
    Kind.SHELLING: "strike",
    Kind.AIRSTRIKE: "strike",
    Kind.DRONE_ATTACK: "strike",
    Kind.MISSILE_ATTACK: "strike",
    Kind.ARMED_ASSAULT: "assault",
    Kind.ASSASSINATION: "assault",
    Kind.EXECUTION: "assault",
    Kind.CLASH: "fight",
    Kind.SEIZURE: "fight",
    Kind.ABDUCTION: "abduction",
    Kind.CHEMICAL_ATTACK: "chemical",
    Kind.RIOT: "riot",
    Kind.ARSON: "arson",
    Kind.TORTURE: "torture",
}
EXACT = frozenset({Precision.SITE, Precision.SETTLEMENT})
ONE_DAY = "time told, same days"
SITES = frozenset(
    """market bazaar souk mall shop hospital clinic school university college mosque church temple shrine synagogue
    cathedral bridge tunnel dam bank hotel cafe restaurant station airport port harbour harbor base barracks camp depot
    checkpoint crossing outpost prison jail court courthouse embassy consulate ministry palace parliament factory mine
    refinery plant square roundabout stadium park cemetery farm ranch house building tower""".split()
)
"""Words of the names of places that are less than a town."""
AS_TOLD = 3.0
"""Ratio of two tolls beyond which they hardly count the same dead."""
KILOMETRES_A_DEGREE = 111.2
SOON, LATE = 4, 10
"""Days between two publications up to which they are of one piece of news, and from which on they are far."""
SPELT_ALIKE, SHORTEST = 0.95, 5
"""Likeness of the names of two unknown places that are taken for one, and letters of such names."""
NEAR = 12.0
"""Kilometres within which two exact places are neighbours."""


def pair_features(a: Telling, b: Telling) -> dict[str, float]:
    """The features of two tellings; the same whichever comes first."""
    time = _time(a, b)
    found = {"prior": 1.0, time: 1.0}
    _news(a, b, found, one_day=time == ONE_DAY)
    found[_place(a, b)] = 1.0
    kind = _kind(a, b)
    if kind is not None:
        found[kind] = 1.0
    _toll("killed", a.killed, b.killed, found)
    _toll("wounded", a.wounded, b.wounded, found)
    _shared("victims", a.victims, b.victims, found)
    _shared("actors", a.actors, b.actors, found)
    if a.camps and b.camps:
        found["camps opposed" if a.camps.isdisjoint(b.camps) else "camps same"] = 1.0
    _shared("targets", a.targets, b.targets, found)
    _shared("means", a.means, b.means, found)
    found["words"] = min(cosine(a.words, b.words), 0.6)
    if a.meaning is not None and b.meaning is not None:
        found["meaning"] = max(0.0, float(a.meaning @ b.meaning))
    found["leading both" if a.leading and b.leading else "leading one" if a.leading or b.leading else "leading no"] = 1
    if a.origin == b.origin and abs(a.anchor.start - b.anchor.start) < 200:
        found["copies"] = 1.0
    return found


def cosine(a: Mapping[str, float], b: Mapping[str, float]) -> float:
    """Cosine of two unit vectors held as sparse maps, 0 to 1. Summed exactly, so that no order of words matters."""
    return math.fsum([a[w] * b[w] for w in a.keys() & b.keys()])


def _time(a: Telling, b: Telling) -> str:
    if a.period is None or b.period is None:
        return "time unknown"
    gap = a.period.gap(b.period)
    sure = "told" if a.dated and b.dated else "guessed"
    if gap > 1:
        news = _days_between(a, b) if a.leading and b.leading else None
        if a.tried != b.tried:
            sure = "recalled"  # the court's day is taken for that of the deed
        elif news is not None and news <= 1:
            sure = "doubtful"  # the news of one day, and hardly so far apart: one of the days is misread
        return f"time {sure}, far" if gap > 3 else f"time {sure}, days apart"
    if gap == 1:
        return f"time {sure}, next day"
    spread = max(a.period.days, b.period.days)
    return f"time {sure}, {'same days' if spread <= 2 else 'same week' if spread <= 7 else 'overlapping'}"


def _news(a: Telling, b: Telling, found: dict[str, float], *, one_day: bool) -> None:
    """How far apart the reports were published, and how alike their headlines are where both tell what leads them.

    With `one_day` both tell the same day of the incident: then it says little that one looks back later.
    """
    both = a.leading and b.leading
    if both:
        found["headline"] = _headlines(a, b)
    gap = _days_between(a, b)
    if gap is None or (a.tried != b.tried and gap > LATE):
        return  # courts take their time
    words = "same day" if gap == 0 else "next day" if gap == 1 else "same week" if gap <= SOON else "later"
    if not both:
        words = f"{words if gap <= LATE else 'far'}{', of one day' if one_day else ''}"
    found[f"news both, {words}" if both else f"news, {words}"] = 1.0


def _days_between(a: Telling, b: Telling) -> int | None:
    """Days between the publications of the two reports."""
    return None if a.published is None or b.published is None else abs((a.published - b.published).days)


def _headlines(a: Telling, b: Telling) -> float:
    """Cosine of what the words of the headlines weigh in the tellings, 0 to 1."""
    shared = a.headline & b.headline
    if not shared:
        return 0.0
    product = math.fsum([a.words.get(w, 0.0) * b.words.get(w, 0.0) for w in shared])
    size = _headline_size(a) * _headline_size(b)
    return product / math.sqrt(size) if size else 0.0


def _headline_size(telling: Telling) -> float:
    return math.fsum([telling.words.get(w, 0.0) ** 2 for w in telling.headline])


def _place(a: Telling, b: Telling) -> str:
    if not a.place_names.isdisjoint(b.place_names) and a.place_names & b.place_names != {""}:
        if _only_areas(a, b):
            return "place same area"
        return "place same site" if _share_site(a.place_names, b.place_names) else "place same name"
    if not a.places or not b.places:
        return "place same name" if _one_spelling(a.place_names, b.place_names) else "place unknown"
    if len(a.places) == len(b.places) == 1:
        return _two_places(a.places[0], b.places[0])
    order = (
        "place same",
        "place within",
        "place near",
        "place same area",
        "place maybe same area",
        "place same country",
        "place other town of the area",
        "place elsewhere",
    )
    return min({_two_places(x, y) for x in a.places for y in b.places}, key=order.index)


def _share_site(x: frozenset[str], y: frozenset[str]) -> bool:
    """Whether both name one market, school or bridge: a place where less happens than in a town."""
    return any(not SITES.isdisjoint(name.split()) and " " in name for name in x & y)


@lru_cache(maxsize=50_000)
def _one_spelling(x: frozenset[str], y: frozenset[str]) -> bool:
    """Whether a name of the one is one of the other in another transliteration: Tall Amran and Tel Amran."""
    return any(
        min(len(v), len(w)) >= SHORTEST and v[0] == w[0] and same_name(v, w) >= SPELT_ALIKE for v in x for w in y
    )


def _two_places(x: Place, y: Place) -> str:
    if x.id == y.id:
        return "place same" if x.precision in EXACT else "place same area"
    if x.id in y.within or y.id in x.within:
        return "place within"
    if x.precision in EXACT and y.precision in EXACT and _kilometres(x, y) <= NEAR:
        return "place near"
    if x.country == y.country and x.first_order is not None and x.first_order == y.first_order:
        near = Precision.FIRST_ORDER in {x.precision, y.precision}
        return "place maybe same area" if near else "place other town of the area"
    if Precision.COUNTRY in {x.precision, y.precision} and x.country == y.country:
        return "place same country"
    return "place elsewhere"


def _kilometres(x: Place, y: Place) -> float:
    """Distance on a sphere, good for short ones."""
    if x.latitude is None or y.latitude is None or x.longitude is None or y.longitude is None:
        return math.inf
    north = x.latitude - y.latitude
    east = (x.longitude - y.longitude) * math.cos(math.radians((x.latitude + y.latitude) / 2))
    return math.hypot(north, east) * KILOMETRES_A_DEGREE


def _only_areas(a: Telling, b: Telling) -> bool:
    """Whether all that the two share are areas, not settlements."""
    known = {p.id: p for p in a.places}
    shared = [known[p.id] for p in b.places if p.id in known]
    return bool(shared) and all(p.precision not in EXACT for p in shared)


def _kind(a: Telling, b: Telling) -> str | None:
    if not a.kinds.isdisjoint(b.kinds):
        return "kind same"
    x, y = _families(a.kinds), _families(b.kinds)
    if not x.isdisjoint(y):
        return "kind alike"
    both = x | y
    loose = both >= {"assault", "fight"} or both >= {"arson", "blast"} or {Kind.ARMED_ASSAULT} in (a.kinds, b.kinds)
    return None if not x or not y or loose else "kind other"


@cache
def _families(kinds: frozenset[Kind]) -> frozenset[str]:
    return frozenset(FAMILIES[k] for k in kinds if k in FAMILIES)


def _toll(name: str, x: tuple[int, ...], y: tuple[int, ...], found: dict[str, float]) -> None:
    """Equal counts speak for one incident, the rarer (larger) the more; far ones against."""
    if not x or not y:
        return
    same = max((n for n in x if n in y), default=0)
    if same:
        found[f"{name} same"] = 1.0
        found[f"{name} same, log"] = min(4.0, math.log(same))
        return
    high, low = max(x[-1], y[-1]), min(x[-1], y[-1])  # both in order
    found[f"{name} far" if high > AS_TOLD * low else f"{name} near"] = 1.0


def _shared(name: str, x: frozenset[str], y: frozenset[str], found: dict[str, float]) -> None:
    if not x or not y:
        return
    if x.isdisjoint(y):
        found[f"{name} other"] = 1.0
        return
    found[f"{name} shared"] = 1.0
    if len(x & y) > 1:
        found[f"{name} shared, several"] = 1.0
