"""How sure a reading may be: its confidences against annotations of reports that it was not trained on.

A statement is right where the annotation has the incident (a mention shared), and of it a statement of the same
attribute that agrees. The confidence of each attribute is mapped by logistic calibration (Platt, *Advances in Large
Margin Classifiers*, 1999), drawn towards leaving it as it is; the order of confidences stays.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from ascribe.extract.trained import calibrated
from ascribe.model import TOLLS, Attribute, Period, PlaceName, Reading, Stance, Statement, Toll
from ascribe.train.labelled import Labelled
from ascribe.train.score import alike

Floats = NDArray[np.float64]
Judged = dict[Attribute, list[tuple[float, bool]]]
"""By attribute, how sure a statement was and whether it was right."""
DRAW = 60.0
"""Pull of slope and offset towards 1 and 0."""
ROUNDS = 50
CLEARING = frozenset({Stance.DENIES, Stance.DOUBTS})


def judged(gold: Sequence[Labelled], readings: Iterable[Reading]) -> Judged:
    """Every statement of the readings against the annotations, in the same order."""
    found: Judged = defaultdict(list)
    for labelled, reading in zip(gold, readings, strict=True):
        true = labelled.reading
        said: dict[str, list[Statement]] = defaultdict(list)
        for account in true.accounts:
            said[account.incident] += account.statements
        pairs = {
            i.key: [t.key for t in true.incidents if any(a.overlaps(b) for a in i.mentions for b in t.mentions)]
            for i in reading.incidents
        }
        for account in reading.accounts:
            told = [s for key in pairs.get(account.incident, ()) for s in said[key]]
            for s in account.statements:
                right = any(t.attribute is s.attribute and agrees(s, t) for t in told)
                found[s.attribute].append((s.confidence, right))
    return found


def agrees(one: Statement, other: Statement) -> bool:
    """Whether two statements of one attribute say the same."""
    a, b = one.value, other.value
    if isinstance(a, Toll) and isinstance(b, Toll):
        return (a.low, a.high) == (b.low, b.high)
    if isinstance(a, Period) and isinstance(b, Period):
        return a.gap(b) == 0 and abs(a.days - b.days) <= max(2, min(a.days, b.days))
    if isinstance(a, PlaceName) and isinstance(b, PlaceName):
        return bool(a.name and b.name) and alike(str(a.name), str(b.name))
    if one.attribute is Attribute.RESPONSIBLE:
        return (one.stance in CLEARING) == (other.stance in CLEARING) and alike(str(a), str(b))
    return str(a) == str(b) or (one.attribute not in TOLLS and alike(str(a), str(b)))


def calibration(held: Judged) -> dict[str, tuple[float, float]]:
    """Slope and offset of the log-odds by attribute; what is seldom said stays nearly as it is."""
    found = {}
    for attribute, rows in sorted(held.items()):
        odds = _odds(np.array([c for c, _ in rows]))
        right = np.array([r for _, r in rows], dtype=np.float64)
        weights = np.array([1.0, 0.0])
        x = np.stack([odds, np.ones_like(odds)], axis=1)
        for _ in range(ROUNDS):
            p = 1 / (1 + np.exp(-x @ weights))
            slope = x.T @ (p - right) + DRAW * (weights - [1.0, 0.0])
            curve = (x * (p * (1 - p))[:, None]).T @ x + DRAW * np.eye(2)
            step = np.linalg.solve(curve, slope)
            weights = weights - step / max(1.0, float(np.abs(step).max()))  # at most 1 a round, so that it settles
        found[attribute.value] = (round(max(0.05, float(weights[0])), 3), round(float(weights[1]), 3))
    return found


def error(held: Judged, by: Mapping[str, tuple[float, float]], bins: int = 10) -> float:
    """Expected calibration error over all statements (Naeini et al., AAAI 2015)."""
    rows = [(calibrated(c, by.get(a.value)), right) for a, told in held.items() for c, right in told]
    sure, right = np.array([c for c, _ in rows]), np.array([float(r) for _, r in rows])
    at = np.minimum((sure * bins).astype(int), bins - 1)
    gaps = [abs(sure[at == b].mean() - right[at == b].mean()) * np.count_nonzero(at == b) for b in set(at.tolist())]
    return float(sum(gaps) / max(1, len(rows)))


def _odds(confidence: Floats) -> Floats:
    held = np.clip(confidence, 0.02, 0.98)
    odds: Floats = np.log(held) - np.log(1 - held)
    return odds
