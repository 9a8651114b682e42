"""Which clauses of a report tell of one incident: the likeness of two clauses, feature by feature, and their clusters.

Each pair of clauses has log-odds of being of one incident: a weighted sum of named features (`data/grouping.json`,
fitted by `tools/train_grouping.py` on annotated reports). Clusters are joined by their average, the likeliest first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import msgspec

from ascribe.extract.clauses import ANOTHER, CAMPAIGN, DEFINITE, HEAD, WAR, Clause, Likeness, family, telling

BIGGEST = 5.0
"""How far a reader's log-odds count, either way."""


DAYS_APART = 6.0
"""What is taken from the log-odds of two clauses that tell of days far apart, whatever else is alike."""
EXACT, WEEK = 3, 7
"""Days that a period may span to tell of a day, and days that two such are apart at least to be far apart."""


class Weights(msgspec.Struct, frozen=True):
    """What each feature adds to the log-odds of a pair, and from which average clusters are joined."""

    offset: float
    by_feature: dict[str, float]
    joins: float


class Card(msgspec.Struct, frozen=True):
    """The weights that ship: where a trained reader has an opinion, and for the grammars alone."""

    reader: Weights
    rules: Weights


def shipped_weights(*, reader: bool) -> Weights:
    """The weights of the package."""
    return _card().reader if reader else _card().rules


@cache
def _card() -> Card:
    return msgspec.json.decode((files("ascribe.extract") / "data" / "grouping.json").read_bytes(), type=Card)


def features(text: str, a: Clause, b: Clause, apart: int, same: Likeness | None) -> dict[str, float]:
    """What speaks for and against two clauses of one report (`a` stands first, `apart` sentences before `b`)."""
    found: dict[str, float] = {}
    if same is not None:
        heads = same(a.head.span, b.head.span)
        best = max(same(x.span, y.span) for x in a.told for y in b.told)
        found["reader"] = max(-BIGGEST, min(BIGGEST, heads))
        found["reader's best"] = max(-BIGGEST, min(BIGGEST, best))
    found |= _kinds(a, b) | _times(a, b) | _tolls(a, b) | _places(a, b) | _doers(a, b)
    found[_distance(apart)] = 1.0
    if a.sentence.start < HEAD:
        found["headline"] = 1.0
    before = text[max(b.sentence.start, b.head.span.start - 40) : b.head.span.start]
    if DEFINITE.search(before):
        found["definite"] = 1.0
    elif ANOTHER.search(before):
        found["another"] = 1.0
    return found


def _distance(apart: int) -> str:
    return "same sentence" if apart == 0 else "next sentence" if apart == 1 else "near" if apart <= 4 else "far"


def _kinds(a: Clause, b: Clause) -> dict[str, float]:
    x, y = a.head, b.head
    if x.strength <= 1 or y.strength <= 1:
        return {"kind open": 1.0}
    if WAR in (family(x.kind), family(y.kind)) and x.kind is not y.kind:
        return {"war and deed": 1.0}
    if x.kind is y.kind:
        return {"same kind": 1.0}
    return {"same family": 1.0} if family(x.kind) == family(y.kind) else {"other family": 1.0}


def _times(a: Clause, b: Clause) -> dict[str, float]:
    x, y = a.period, b.period
    if x is None or y is None:
        return {"time told once": 1.0} if x is not None or y is not None else {"no time": 1.0}
    if x == y:
        return {"same time": 1.0}
    if not x.widened(1).overlaps(y):
        return {"other time": 1.0}
    return {"campaign and day": 1.0} if (x.days > CAMPAIGN) != (y.days > CAMPAIGN) else {"time overlaps": 1.0}


def _tolls(a: Clause, b: Clause) -> dict[str, float]:
    if not a.counts or not b.counts:
        return {}
    return {"same toll": 1.0} if a.counts & b.counts else {"other toll": 1.0}


def _places(a: Clause, b: Clause) -> dict[str, float]:
    mine, theirs = a.place_names, b.place_names
    if not mine or not theirs:
        return {"place told once": 1.0} if mine or theirs else {}
    if mine & theirs:
        return {"same place": 1.0}
    within = any(x in y or y in x for x in mine for y in theirs) or telling(mine) & telling(theirs)
    return {"place within": 1.0} if within else {"other place": 1.0}


def _doers(a: Clause, b: Clause) -> dict[str, float]:
    if not a.agent_words or not b.agent_words:
        return {}
    return {"same doer": 1.0} if a.agent_words & b.agent_words else {"other doer": 1.0}


def log_odds(found: Mapping[str, float], weights: Weights) -> float:
    """The log-odds that two clauses are of one incident."""
    return weights.offset + sum(weights.by_feature.get(name, 0.0) * value for name, value in found.items())


class _Link(NamedTuple):
    average: float
    a: int
    b: int


def clustered(odds: Sequence[Sequence[float]], joins: float) -> list[list[int]]:
    """Clusters of positions by average log-odds: the likeliest two are joined until none is above `joins`.

    `odds` is symmetric; `-inf` keeps two apart for ever. Deterministic; each cluster is in order, as are the clusters.
    """
    total = [list(row) for row in odds]
    members = {i: [i] for i in range(len(odds))}
    while len(members) > 1:
        keys = sorted(members)
        best = max(
            (
                _Link(total[a][b] / (len(members[a]) * len(members[b])), -a, -b)
                for n, a in enumerate(keys)
                for b in keys[n + 1 :]
            ),
        )
        if not best.average > joins:
            break
        a, b = -best.a, -best.b
        for k in keys:
            if k not in (a, b):
                total[a][k] = total[k][a] = total[a][k] + total[b][k]
        members[a] = sorted(members[a] + members.pop(b))
    return [members[k] for k in sorted(members, key=lambda k: members[k][0])]


def _days_apart(a: Clause, b: Clause) -> bool:
    """Whether both tell of days, and of days more than a week apart."""
    x, y = a.period, b.period
    if x is None or y is None or max(x.days, y.days) > EXACT:
        return False
    return not x.widened(WEEK).overlaps(y)


def pair_odds(text: str, told: Sequence[Clause], same: Likeness | None, weights: Weights) -> list[list[float]]:
    """Log-odds of each pair of clauses, a row for each clause."""
    starts = sorted({c.sentence.start for c in told})
    place = {start: n for n, start in enumerate(starts)}
    odds = [[0.0] * len(told) for _ in told]
    for i, a in enumerate(told):
        for j in range(i + 1, len(told)):
            b = told[j]
            found = features(text, a, b, place[b.sentence.start] - place[a.sentence.start], same)
            odds[i][j] = odds[j][i] = log_odds(found, weights) - (DAYS_APART if _days_apart(a, b) else 0.0)
    return odds
