"""Trains the pair model: are two tellings of one incident? Logistic regression, drawn towards what people set by hand.

What is labelled is reports, not tellings: of two reports known to share an incident, the likeliest two tellings are
taken for it, and the choice is made again after each fit (as in multiple-instance learning: Andrews, Tsochantaridis,
Hofmann, NeurIPS 2002).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

BY_HAND: Mapping[str, float] = {
    "prior": -3.9,
    "time unknown": -0.5,
    "time told, far": -5.0,
    "time guessed, far": -2.5,
    "time recalled, far": -2.5,
    "time recalled, days apart": -2.0,
    "time doubtful, far": -2.0,
    "time doubtful, days apart": -1.5,
    "time told, days apart": -4.0,
    "time guessed, days apart": -1.0,
    "time told, next day": 0.3,
    "time guessed, next day": 0.15,
    "time told, same days": 2.0,
    "time guessed, same days": 1.0,
    "time told, same week": 1.0,
    "time guessed, same week": 0.5,
    "time told, overlapping": 0.2,
    "time guessed, overlapping": 0.1,
    "news both, same day": 0.5,
    "news both, next day": 0.2,
    "news both, same week": -0.2,
    "news both, later": -0.8,
    "news, same day": 0.2,
    "news, far": -0.5,
    "news, far, of one day": -0.2,
    "headline": 1.0,
    "place same site": 2.8,
    "place same name": 1.8,
    "place same": 1.8,
    "place within": 0.9,
    "place near": 0.9,
    "place same area": 0.6,
    "place maybe same area": 0.6,
    "place other town of the area": -0.8,
    "place elsewhere": -4.0,
    "kind same": 0.9,
    "kind alike": 0.7,
    "kind other": -1.5,
    "killed same": 0.5,
    "killed same, log": 0.5,
    "killed near": -0.3,
    "killed far": -1.0,
    "wounded same": 0.5,
    "wounded same, log": 0.5,
    "wounded near": -0.3,
    "wounded far": -1.0,
    "victims shared": 1.2,
    "victims shared, several": 1.8,
    "actors shared": 0.6,
    "actors other": -0.3,
    "camps same": 0.3,
    "camps opposed": -2.0,
    "words": 9.0,
    "copies": 3.0,
}
"""Weights set from what tells incidents of one war apart; the fit starts from them and is drawn towards them."""
DRAW = 20.0
"""How strongly: half of the cost, a squared unit of weight, that straying from them adds."""
ROUNDS, STEPS = 4, 40


class Pair(NamedTuple):
    """Two tellings that share a block."""

    reports: tuple[str, str]  # in alphabetical order
    features: Mapping[str, float]


def fit_pairs(pairs: Sequence[Pair], one: set[tuple[str, str]], two: set[tuple[str, str]]) -> dict[str, float]:
    """Weights of the features. `one` are reports known to share an incident, `two` reports known to share none."""
    names = sorted({name for pair in pairs for name in pair.features} | set(BY_HAND))
    at = {name: n for n, name in enumerate(names)}
    x = np.zeros((len(pairs), len(names)))
    for n, pair in enumerate(pairs):
        for name, value in pair.features.items():
            x[n, at[name]] = value
    start = np.array([BY_HAND.get(name, 0.0) for name in names])
    apart = np.array([pair.reports in two for pair in pairs], dtype=bool)
    shared: dict[tuple[str, str], list[int]] = {}
    for n, pair in enumerate(pairs):
        if pair.reports in one:
            shared.setdefault(pair.reports, []).append(n)
    weights = start
    for _ in range(ROUNDS):
        scores = x @ weights
        likeliest = [max(held, key=lambda n: float(scores[n])) for held in shared.values()]
        chosen = np.concatenate([np.array(likeliest, dtype=int), np.flatnonzero(apart)])
        truth = np.concatenate([np.ones(len(likeliest)), np.zeros(int(apart.sum()))])
        weights = _newton(x[chosen], truth, start)
    return {name: round(float(w), 3) for name, w in zip(names, weights, strict=True)}


def _newton(x: Floats, truth: Floats, start: Floats) -> Floats:
    """Penalised logistic regression by Newton's method with halved steps."""

    def cost(w: Floats) -> float:
        z = x @ w
        return float(np.sum(np.logaddexp(0, z) - truth * z) + DRAW / 2 * np.sum((w - start) ** 2))

    w = start.copy()
    for _ in range(STEPS):
        p = 1 / (1 + np.exp(-np.clip(x @ w, -30, 30)))
        slope = x.T @ (p - truth) + DRAW * (w - start)
        curve = (x * (p * (1 - p))[:, None]).T @ x + DRAW * np.eye(len(w))
        step = np.linalg.solve(curve, slope)
        size = 1.0
        while size > 1e-4 and cost(w - size * step) > cost(w):
            size /= 2
        w = w - size * step
        if np.abs(size * step).max() < 1e-6:
            break
    return w
