"""Annotated reports -> the weights by which clauses are joined to incidents (`extract/grouping.py`)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ascribe.extract.clauses import Clause
from ascribe.extract.grouping import Weights, features
from ascribe.extract.insight import Insight
from ascribe.extract.rules import clauses_told
from ascribe.model import Report
from ascribe.train.marks import Marked

PULL = 1.0
"""How strongly weights are drawn towards 0 (ridge)."""
DOUBLE = 4
"""How much more a mention says of a clause's incident than another mark in it."""


class Pairs(NamedTuple):
    """The pairs of one report's clauses: their features, and whether both tell of one incident."""

    name: str
    found: tuple[dict[str, float], ...]
    same: tuple[bool, ...]


def pairs(report: Report, marked: Marked, insight: Insight | None) -> Pairs:
    """The labelled pairs of a report. A clause that no mark lies in tells of no incident, and is left out."""
    told = clauses_told(report, insight)
    named = [(c, key) for c in told if (key := incident_of(c, marked)) is not None]
    place = {start: n for n, start in enumerate(sorted({c.sentence.start for c in told}))}
    found, same = [], []
    for n, (a, mine) in enumerate(named):
        for b, theirs in named[n + 1 :]:
            apart = place[b.sentence.start] - place[a.sentence.start]
            found.append(features(report.text, a, b, apart, insight.same if insight else None))
            same.append(mine == theirs)
    return Pairs(report.name, tuple(found), tuple(same))


def incident_of(clause: Clause, marked: Marked) -> str | None:
    """The incident that the marks in a clause speak of most: its mentions first, at the trigger before all."""
    votes: Counter[str] = Counter()
    for mark in marked.marks:
        if mark.code in "mqntvw" and mark.span.overlaps(clause.part):
            at_head = mark.code == "m" and any(mark.span.overlaps(t.span) for t in clause.told)
            weight = DOUBLE**2 if at_head else DOUBLE if mark.code == "m" else 1
            for key in mark.incidents:
                votes[key] += weight
    return min(votes, key=lambda k: (-votes[k], k)) if votes else None


def fitted(held: Sequence[Pairs], joins: float) -> Weights:
    """Logistic regression; each report weighs as much as the root of its pairs, so that long ones do not rule."""
    names = sorted({name for p in held for one in p.found for name in one})
    rows = [one for p in held for one in p.found]
    x = np.array([[one.get(name, 0.0) for name in names] + [1.0] for one in rows])
    y = np.array([float(s) for p in held for s in p.same])
    weight = np.concatenate([np.full(len(p.same), max(1, len(p.same)) ** -0.5) for p in held])
    solved = _newton(x, y, weight)
    return Weights(float(solved[-1]), dict(zip(names, np.round(solved[:-1], 4).tolist(), strict=True)), joins)


def _newton(x: NDArray[np.float64], y: NDArray[np.float64], weight: NDArray[np.float64]) -> NDArray[np.float64]:
    """Weighted ridge logistic regression by Newton's method; the last column, the offset, is not drawn to 0."""
    solved = np.zeros(x.shape[1])
    ridge = np.full(x.shape[1], PULL)
    ridge[-1] = 0.0
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ solved))
        slope = x.T @ (weight * (p - y)) + ridge * solved
        curve = (x * (weight * p * (1 - p))[:, None]).T @ x + np.diag(ridge + 1e-9)
        step = np.linalg.solve(curve, slope)
        solved -= step
        if np.abs(step).max() < 1e-8:
            break
    return solved
