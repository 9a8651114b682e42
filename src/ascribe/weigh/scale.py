"""Words for probabilities: the scale of ICD 203 (US Intelligence Community Directive 203, 2015, section D.6.e)."""

from __future__ import annotations

SCALE = (
    (0.05, "almost no chance"),
    (0.20, "very unlikely"),
    (0.45, "unlikely"),
    (0.55, "roughly even chance"),
    (0.80, "likely"),
    (0.95, "very likely"),
    (1.01, "almost certain"),
)
"""Upper end of each step (exclusive), and its word. One row of the directive's table, never mixed with the other."""


def likelihood(probability: float) -> str:
    """The word for a probability between 0 and 1."""
    return next(word for upper, word in SCALE if probability < upper)
