"""How likely two tellings are of one incident: log-odds with named parts, by a pair model.

The model is logistic regression over `pair_features`, trained by `tools/train_pairs.py` (data/pairs.json holds its
weights and what it scored on months that it had not seen).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import msgspec

from ascribe.resolve.pair_features import pair_features
from ascribe.resolve.tellings import Telling


class PairModel(msgspec.Struct, frozen=True):
    """Weights of the features in log-odds, and the mean log-odds of two clusters from which on they are joined."""

    weights: Mapping[str, float]
    threshold: float
    evaluation: Mapping[str, float]  # cross-validated by month
    source: str


@cache
def shipped_model() -> PairModel:
    """The pair model of the package."""
    return msgspec.json.decode((files("ascribe.resolve") / "data" / "pairs.json").read_bytes(), type=PairModel)


def likeness(a: Telling, b: Telling, model: PairModel | None = None) -> dict[str, float]:
    """The parts of the log-odds (natural) that two tellings are of one incident; their sum is the score."""
    weights = (model or shipped_model()).weights
    parts: dict[str, float] = {}
    for name, value in pair_features(a, b).items():
        part = name.partition(" ")[0]
        parts[part] = parts.get(part, 0.0) + weights.get(name, 0.0) * value
    return parts


def log_odds(a: Telling, b: Telling, model: PairModel | None = None) -> float:
    """Log-odds (natural) that two tellings are of one incident."""
    weights = (model or shipped_model()).weights
    return math.fsum([weights.get(name, 0.0) * value for name, value in pair_features(a, b).items()])
