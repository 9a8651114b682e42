"""How likely two tellings are of one incident: log-odds with named parts.

The weights are set by hand from what tells incidents of one war apart (day, place, kind, toll, words). A trained
pair model takes their place later; the parts stay, so that a tie can be explained.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from ascribe.model import Kind, Precision
from ascribe.resolve.tellings import Telling

PRIOR = -3.0
"""Log-odds that two tellings that share a block are of one incident, before anything is compared."""
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


def likeness(a: Telling, b: Telling) -> dict[str, float]:
    """The parts of the log-odds (natural) that two tellings are of one incident; their sum is the score."""
    return {
        "prior": PRIOR,
        "time": _time(a, b),
        "place": _place(a, b),
        "kind": _kind(a, b),
        "toll": _toll(a, b),
        "victims": 3.0 if len(a.victims & b.victims) >= 2 else 1.2 if a.victims & b.victims else 0.0,
        "actors": 0.6 if a.actors & b.actors else -0.3 if a.actors and b.actors else 0.0,
        "words": 9.0 * min(cosine(a.words, b.words), 0.6) - 0.9,
        "copies": 3.0 if a.origin == b.origin and abs(a.anchor.start - b.anchor.start) < 200 else 0.0,
    }


def cosine(a: Mapping[str, float], b: Mapping[str, float]) -> float:
    """Cosine of two unit vectors held as sparse maps, 0 to 1."""
    if len(b) < len(a):
        a, b = b, a
    return sum(x * b[w] for w, x in a.items() if w in b)


def _time(a: Telling, b: Telling) -> float:
    if a.period is None or b.period is None:
        return -0.5
    sure = 1.0 if a.dated and b.dated else 0.5
    gap = a.period.gap(b.period)
    if gap > 1:
        return -5.0 * sure if gap > 3 else -2.0 * sure
    if gap == 1:
        return 0.3 * sure
    spread = max(a.period.days, b.period.days)
    return sure * (2.0 if spread <= 2 else 1.0 if spread <= 7 else 0.2)


def _place(a: Telling, b: Telling) -> float:
    if a.place_names & b.place_names - {""}:
        return 1.8 if not _only_areas(a, b) else 0.6
    if not a.places or not b.places:
        return 0.0
    best = -4.0
    for x in a.places:
        for y in b.places:
            if x.id == y.id:
                best = max(best, 1.8 if x.precision in EXACT else 0.6)
            elif x.id in y.within or y.id in x.within:
                best = max(best, 0.9)
            elif x.country == y.country and x.first_order is not None and x.first_order == y.first_order:
                near = Precision.FIRST_ORDER in {x.precision, y.precision}
                best = max(best, 0.6 if near else -0.8)
            elif Precision.COUNTRY in {x.precision, y.precision} and x.country == y.country:
                best = max(best, 0.0)
    return best


def _only_areas(a: Telling, b: Telling) -> bool:
    """Whether all that the two share are areas, not settlements."""
    known = {p.id: p for p in a.places}
    shared = [known[p.id] for p in b.places if p.id in known]
    return bool(shared) and all(p.precision not in EXACT for p in shared)


def _kind(a: Telling, b: Telling) -> float:
    if a.kinds & b.kinds:
        return 0.9
    families = [{FAMILIES.get(k) for k in kinds} - {None} for kinds in (a.kinds, b.kinds)]
    if families[0] & families[1]:
        return 0.7
    loose = {"assault", "fight"} <= families[0] | families[1] or {Kind.ARMED_ASSAULT} in (a.kinds, b.kinds)
    return 0.0 if not all(families) or loose else -1.5


def _toll(a: Telling, b: Telling) -> float:
    """Equal counts speak for one incident, the rarer (larger) the more; far ones against."""
    score = 0.0
    for x, y in ((a.killed, b.killed), (a.wounded, b.wounded)):
        if not x or not y:
            continue
        shared = set(x) & set(y)
        if shared:
            score += min(2.2, 0.5 + 0.5 * math.log(max(shared)))
        else:
            ratio = max(max(x), max(y)) / min(max(x), max(y))
            score += -1.0 if ratio > 3 else -0.3
    return score
