"""A matrix of competing hypotheses (Heuer 1999): the possible answers, the evidence, and what follows."""

from __future__ import annotations

from enum import StrEnum

import msgspec


class Mark(StrEnum):
    """What a piece of evidence says of a hypothesis."""

    CONSISTENT = "consistent"
    INCONSISTENT = "inconsistent"
    NEUTRAL = "neutral"


class Cell(msgspec.Struct, frozen=True):
    """One piece of evidence against one hypothesis."""

    mark: Mark
    weight: float  # log-odds (natural); below 0 speaks against
    proposed: Mark
    decision: int | None = None  # number of the decision that overrules the proposal


class Row(msgspec.Struct, frozen=True):
    """A piece of evidence: statements of one origin, or what a person added."""

    id: str
    told: str
    voice: str | None
    statements: tuple[str, ...]
    cells: tuple[Cell, ...]  # one a hypothesis, in their order
    diagnosticity: float  # spread of the weights: 0 tells no hypothesis from another


class Hypothesis(msgspec.Struct, frozen=True):
    """A possible answer, with what speaks for and against it."""

    label: str
    probability: float | None
    speaks_for: float
    speaks_against: float
    decision: int | None = None  # number of the decision that added it


class Turn(msgspec.Struct, frozen=True):
    """A piece of evidence that, if wrong, changes which hypothesis is the least contradicted."""

    row: str
    instead: str | None


class Matrix(msgspec.Struct, frozen=True):
    """The hypotheses of an incident, the evidence, and what follows."""

    incident: str
    hypotheses: tuple[Hypothesis, ...]
    rows: tuple[Row, ...]  # the most telling first
    least_contradicted: str | None
    turns: tuple[Turn, ...]
