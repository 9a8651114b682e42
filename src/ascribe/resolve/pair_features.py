"""What is compared of two tellings, as named numbers: the input of the pair model.

Each name begins with the part of the likeness that it belongs to ("time", "place", ...), so that a tie can be
explained part by part. A feature that says nothing is left out.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from ascribe.model import Kind, Place, Precision
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
AS_TOLD = 3.0
"""Ratio of two tolls beyond which they hardly count the same dead."""
KILOMETRES_A_DEGREE = 111.2
SOON, LATE = 4, 10
"""Days between two publications up to which they are of one piece of news, and from which on they are far."""
NEAR = 12.0
"""Kilometres within which two exact places are neighbours."""


def pair_features(a: Telling, b: Telling) -> dict[str, float]:
    """The features of two tellings; the same whichever comes first."""
    found = {"prior": 1.0}
    found |= _time(a, b) | _news(a, b) | _place(a, b) | _kind(a, b)
    found |= _toll("killed", a.killed, b.killed) | _toll("wounded", a.wounded, b.wounded)
    found |= _shared("victims", a.victims, b.victims) | _shared("actors", a.actors, b.actors)
    if a.camps and b.camps:
        found["camps same" if a.camps & b.camps else "camps opposed"] = 1.0
    found |= _shared("targets", a.targets, b.targets) | _shared("means", a.means, b.means)
    found["words"] = min(cosine(a.words, b.words), 0.6)
    if a.meaning is not None and b.meaning is not None:
        found["meaning"] = max(0.0, float(a.meaning @ b.meaning))
    found["leading both" if a.leading and b.leading else "leading one" if a.leading or b.leading else "leading no"] = 1
    if a.origin == b.origin and abs(a.anchor.start - b.anchor.start) < 200:
        found["copies"] = 1.0
    return found


def cosine(a: Mapping[str, float], b: Mapping[str, float]) -> float:
    """Cosine of two unit vectors held as sparse maps, 0 to 1."""
    if len(b) < len(a):
        a, b = b, a
    return sum(x * b[w] for w, x in a.items() if w in b)


def _time(a: Telling, b: Telling) -> dict[str, float]:
    if a.period is None or b.period is None:
        return {"time unknown": 1.0}
    gap = a.period.gap(b.period)
    sure = "told" if a.dated and b.dated else "guessed"
    news = _days_between(a, b) if a.leading and b.leading else None
    if gap > 1 and a.tried != b.tried:
        sure = "recalled"  # the court's day is taken for that of the deed
    elif gap > 1 and news is not None and news <= 1:
        sure = "doubtful"  # the news of one day, and hardly so far apart: one of the days is misread
    if gap > 3:
        return {f"time {sure}, far": 1.0}
    if gap > 1:
        return {f"time {sure}, days apart": 1.0}
    if gap == 1:
        return {f"time {sure}, next day": 1.0}
    spread = max(a.period.days, b.period.days)
    return {f"time {sure}, {'same days' if spread <= 2 else 'same week' if spread <= 7 else 'overlapping'}": 1.0}


def _news(a: Telling, b: Telling) -> dict[str, float]:
    """How far apart the reports were published, and how alike their headlines are where both tell what leads them."""
    both = a.leading and b.leading
    found = {"headline": _headlines(a, b)} if both else {}
    gap = _days_between(a, b)
    if gap is None or (a.tried != b.tried and gap > LATE):
        return found  # courts take their time
    words = "same day" if gap == 0 else "next day" if gap == 1 else "same week" if gap <= SOON else "later"
    return found | {f"news both, {words}" if both else f"news, {words if gap <= LATE else 'far'}": 1.0}


def _days_between(a: Telling, b: Telling) -> int | None:
    """Days between the publications of the two reports."""
    return None if a.published is None or b.published is None else abs((a.published - b.published).days)


def _headlines(a: Telling, b: Telling) -> float:
    """Cosine of what the words of the headlines weigh in the tellings, 0 to 1."""
    shared = a.headline & b.headline
    if not shared:
        return 0.0
    product = math.fsum(a.words.get(w, 0.0) * b.words.get(w, 0.0) for w in shared)
    size = math.prod(math.fsum(t.words.get(w, 0.0) ** 2 for w in t.headline) for t in (a, b))
    return product / math.sqrt(size) if size else 0.0


def _place(a: Telling, b: Telling) -> dict[str, float]:
    if a.place_names & b.place_names - {""}:
        return {"place same name" if not _only_areas(a, b) else "place same area": 1.0}
    if not a.places or not b.places:
        return {"place unknown": 1.0}
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
    found = {_two_places(x, y) for x in a.places for y in b.places}
    return {min(found, key=order.index): 1.0}


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


def _kind(a: Telling, b: Telling) -> dict[str, float]:
    if a.kinds & b.kinds:
        return {"kind same": 1.0}
    families = [{FAMILIES.get(k) for k in kinds} - {None} for kinds in (a.kinds, b.kinds)]
    if families[0] & families[1]:
        return {"kind alike": 1.0}
    both = families[0] | families[1]
    loose = {"assault", "fight"} <= both or {"arson", "blast"} <= both or {Kind.ARMED_ASSAULT} in (a.kinds, b.kinds)
    return {} if not all(families) or loose else {"kind other": 1.0}


def _toll(name: str, x: tuple[int, ...], y: tuple[int, ...]) -> dict[str, float]:
    """Equal counts speak for one incident, the rarer (larger) the more; far ones against."""
    if not x or not y:
        return {}
    shared = set(x) & set(y)
    if shared:
        return {f"{name} same": 1.0, f"{name} same, log": min(4.0, math.log(max(shared)))}
    high, low = max(max(x), max(y)), min(max(x), max(y))
    return {f"{name} far" if high > AS_TOLD * low else f"{name} near": 1.0}


def _shared(name: str, x: frozenset[str], y: frozenset[str]) -> dict[str, float]:
    if not x or not y:
        return {}
    shared = len(x & y)
    if not shared:
        return {f"{name} other": 1.0}
    return {f"{name} shared": 1.0, **({f"{name} shared, several": 1.0} if shared > 1 else {})}
