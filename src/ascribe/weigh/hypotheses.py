"""An analysis of competing hypotheses: which answer to "who did it" is least contradicted, and by what.

Heuer, *Psychology of Intelligence Analysis* (1999), chapter 8: hypotheses stand side by side, each piece of evidence
is consistent or inconsistent with each or says nothing, and the hypothesis that the least speaks against leads, not
the one that the most speaks for. The cells are proposed from what the findings are weighed by; a person overrules
them, adds hypotheses and adds evidence, by decisions in the journal.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from ascribe.model import Contribution, Decision, DecisionKind, Finding
from ascribe.model.matrix import Cell, Hypothesis, Mark, Matrix, Row, Turn

Floats = NDArray[np.float64]

NOBODY_NAMED = "none of these"
SAYS_NOTHING = 0.15
"""Log-odds within which evidence is neutral."""
ELSEWHERE = 0.5
"""What a statement that names one actor weighs against the others, as a share: more than one can be behind a deed."""
RULED = 1.0
"""Log-odds of a cell that a person filled, either way."""


def matrix(incident: str, finding: Finding | None, decisions: Sequence[Decision] = ()) -> Matrix:
    """The matrix of an incident. `finding` is that of who is responsible; `decisions` those about this incident."""
    added = [d for d in decisions if d.kind is DecisionKind.HYPOTHESIS and d.value]
    named = [c for c in finding.candidates if c.label] if finding else []
    chances = {c.label: c.probability for c in finding.candidates} if finding else {}
    labels = list(dict.fromkeys([*(str(c.label) for c in named), *(str(d.value) for d in added), NOBODY_NAMED]))
    by = {str(d.value): d.number for d in added if d.value not in chances}
    ruled = {_cell_key(d): d for d in decisions if d.kind is DecisionKind.CELL}
    rows = [_row(*told, labels, ruled) for told in _evidence({str(c.label): c.contributions for c in named})]
    noted = [d for d in decisions if d.kind is DecisionKind.EVIDENCE and d.value]
    rows += [_row(f"e{d.number}", str(d.value), d.author, (), {}, labels, ruled) for d in noted]
    rows.sort(key=lambda r: (-r.diagnosticity, r.id))
    hypotheses = tuple(
        Hypothesis(
            label,
            chances.get(label if label != NOBODY_NAMED else None),
            round(sum(max(0.0, r.cells[n].weight) for r in rows), 3),
            round(-sum(min(0.0, r.cells[n].weight) for r in rows), 3),
            by.get(label),
        )
        for n, label in enumerate(labels)
    )
    leading, turns = _leading(labels, rows) if rows else (None, [])
    return Matrix(incident, hypotheses, tuple(rows), leading, tuple(turns))


Told = tuple[str, str, str | None, tuple[str, ...], Mapping[str, float]]


def _evidence(contributions: Mapping[str, Iterable[Contribution]]) -> list[Told]:
    """Each origin's statements once, with what they add to each candidate."""
    held: dict[tuple[str, ...], tuple[str, str, dict[str, float]]] = {}
    for label, given in contributions.items():
        for c in given:
            _, _, weights = held.setdefault(c.statements, (c.reason, c.voice, {}))
            weights[label] = weights.get(label, 0.0) + c.log_odds
    return [(min(ids), reason, voice, ids, weights) for ids, (reason, voice, weights) in held.items() if ids]


def _row(
    row: str,
    told: str,
    voice: str | None,
    statements: tuple[str, ...],
    weights: Mapping[str, float],
    labels: Sequence[str],
    ruled: Mapping[tuple[str, str], Decision],
) -> Row:
    strongest = max((w for w in weights.values() if w > 0), default=0.0)
    cells = []
    for label in labels:
        weight = weights.get(label, -ELSEWHERE * strongest)
        proposed = _mark(weight)
        decision = ruled.get((row, label))
        if decision is None:
            cells.append(Cell(proposed, round(weight, 3), proposed))
        else:
            mark = Mark(str(decision.value).rpartition("=")[2])
            cells.append(Cell(mark, _ruled_weight(mark), proposed, decision.number))
    spread = max((c.weight for c in cells), default=0.0) - min((c.weight for c in cells), default=0.0)
    return Row(row, told, voice, statements, tuple(cells), round(spread, 3))


def _mark(weight: float) -> Mark:
    if abs(weight) <= SAYS_NOTHING:
        return Mark.NEUTRAL
    return Mark.CONSISTENT if weight > 0 else Mark.INCONSISTENT


def _ruled_weight(mark: Mark) -> float:
    return {Mark.CONSISTENT: RULED, Mark.INCONSISTENT: -RULED, Mark.NEUTRAL: 0.0}[mark]


def _cell_key(decision: Decision) -> tuple[str, str]:
    """The row and the hypothesis whose cell a decision fills."""
    return decision.subjects[-1], str(decision.value).rpartition("=")[0]


def _leading(labels: Sequence[str], rows: Sequence[Row]) -> tuple[str, list[Turn]]:
    """The least contradicted hypothesis, and the rows without which another one would be that."""
    weights = np.array([[c.weight for c in row.cells] for row in rows])
    against, speaks_for = np.maximum(0.0, -weights), np.maximum(0.0, weights)
    whole = labels[_least_contradicted(against.sum(0)[None], speaks_for.sum(0)[None])[0]]
    if len(rows) == 1:
        return whole, [Turn(rows[0].id, None)]
    rest = _least_contradicted(against.sum(0) - against, speaks_for.sum(0) - speaks_for)
    return whole, [Turn(r.id, labels[n]) for r, n in zip(rows, rest, strict=True) if labels[n] != whole]


def _least_contradicted(against: Floats, speaks_for: Floats) -> list[int]:
    """For each line, the hypothesis that the least speaks against; of two alike, the one that more speaks for."""
    least = np.round(against, 6)
    alike = least == least.min(1, keepdims=True)
    found: list[int] = np.where(alike, np.round(speaks_for, 6), -np.inf).argmax(1).tolist()
    return found
