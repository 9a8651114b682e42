"""The matrix of competing hypotheses as the page of an incident shows it: the least contradicted hypothesis first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from ascribe.model import THE_REPORT, Decision
from ascribe.model.matrix import Cell, Hypothesis, Mark, Matrix, Row
from ascribe.model.view import StatementView
from ascribe.show.web.look import Look, Part
from ascribe.show.web.marking import to
from ascribe.show.web.retold import value_of
from ascribe.show.web.texts import plain, says

SENTENCES = 3
"""Sentences of one origin that a row links to."""
TELLING = ((1.0, "tells_much"), (0.3, "tells_something"), (0.001, "tells_little"))
TURNS = 10
SAME = 40
"""Statements of one origin that are looked at, to tell what it says."""


class Square(msgspec.Struct, frozen=True):
    """One cell, with the decision that overrules it where there is one."""

    mark: Mark
    proposed: Mark
    of: str  # the hypothesis
    decision: Decision | None


class Column(msgspec.Struct, frozen=True):
    """A hypothesis, with the number of its place among all."""

    hypothesis: Hypothesis
    leads: bool
    place: int
    decision: Decision | None


class Line(msgspec.Struct, frozen=True):
    """A piece of evidence in words, with its sentences and its cells in the order of the columns shown."""

    id: str
    who: str
    says: tuple[tuple[str, str], ...]  # how it stands, and to whom; empty for what a person added
    quote: str
    counted: int  # statements of one origin that count once
    sentences: tuple[tuple[str, str], ...]  # a name for each link, and its address
    squares: tuple[Square, ...]
    diagnosticity: float
    share: float  # of the most telling row
    telling: str
    instead: str | None  # the hypothesis that would lead, were this wrong
    decision: Decision | None

    @property
    def told(self) -> str:
        """The row in one line."""
        words = "; ".join(f"{how} {whom}" for how, whom in self.says)
        return f"{self.who}: {words or self.quote}"


class Board(msgspec.Struct, frozen=True):
    """All that the page shows of a matrix."""

    columns: Part[Column]
    lines: Part[Line]
    leading: str | None
    turns: tuple[tuple[str, str], ...]  # what, were it wrong, would turn the answer to which hypothesis
    turning: int
    chosen: tuple[Line, Square] | None  # the cell that the address asks to judge


def board(matrix: Matrix, said: Mapping[str, StatementView], decisions: Sequence[Decision], look: Look) -> Board:
    """The matrix in words. `said` are the incident's statements by id, `decisions` those about it."""
    by_number = {d.number: d for d in decisions}
    order = _order(matrix)
    columns = look.part(
        "hypotheses",
        [
            Column(
                matrix.hypotheses[n], not i and bool(matrix.rows), n, by_number.get(matrix.hypotheses[n].decision or 0)
            )
            for i, n in enumerate(order)
        ],
    )
    turned = {t.row: t.instead for t in matrix.turns if t.instead}
    most = max((r.diagnosticity for r in matrix.rows), default=0.0) or 1.0
    wanted, of = look.judge

    def line(row: Row, shown: Sequence[Column]) -> Line:
        return _line(row, shown, said, by_number, most, turned.get(row.id))

    rows = look.part("evidence", matrix.rows)
    lines = tuple(line(r, columns.items) for r in rows.items)
    chosen = next(((k, s) for k in lines if k.id == wanted for s in k.squares if s.of == of), None)
    turning = [r for r in matrix.rows if r.id in turned]
    return Board(
        columns=columns,
        lines=Part(rows.name, lines, rows.first, rows.found, rows.page, rows.last),
        leading=matrix.least_contradicted,
        turns=tuple((line(r, ()).told, turned[r.id]) for r in turning[:TURNS]),
        turning=len(turning),
        chosen=chosen,
    )


def shown_of(matrix: Matrix, look: Look) -> list[str]:
    """The statements that the page needs to tell the evidence that it shows."""
    turned = {t.row for t in matrix.turns if t.instead}
    turning = [r for r in matrix.rows if r.id in turned][:TURNS]
    return [s for r in (*look.part("evidence", matrix.rows).items, *turning) for s in r.statements[:SAME]]


def _order(matrix: Matrix) -> list[int]:
    """The places of the hypotheses, the least contradicted first, as the matrix names it."""

    def standing(n: int) -> tuple[bool, float, float, int]:
        h = matrix.hypotheses[n]
        return h.label != matrix.least_contradicted, h.speaks_against, -h.speaks_for, n

    return sorted(range(len(matrix.hypotheses)), key=standing)


def _line(
    row: Row,
    shown: Sequence[Column],
    said: Mapping[str, StatementView],
    by_number: Mapping[int, Decision],
    most: float,
    instead: str | None,
) -> Line:
    held = [said[s] for s in row.statements if s in said]
    added = by_number.get(int(row.id[1:])) if not row.statements and row.id[1:].isdecimal() else None
    return Line(
        id=row.id,
        who=_speaker(row, held),
        says=tuple(dict.fromkeys((says(s.stance), value_of(s)) for s in held))[:SENTENCES],
        quote=held[0].quote if held else row.told,
        counted=len(row.statements),
        sentences=tuple((s.publisher or s.report_name, to(s.report, s.span)) for s in held[:SENTENCES]),
        squares=tuple(_square(row.cells[c.place], c.hypothesis.label, by_number) for c in shown),
        diagnosticity=row.diagnosticity,
        share=row.diagnosticity / most,
        telling=plain(
            f"matrix.{next((word for least, word in TELLING if row.diagnosticity >= least), 'tells_nothing')}"
        ),
        instead=instead,
        decision=added,
    )


def _speaker(row: Row, held: Sequence[StatementView]) -> str:
    """Who says it: the voice, or the outlet where a report speaks itself."""
    if not held:
        return row.voice or plain("matrix.added")
    first = held[0]
    return first.voice.name if first.voice.name != THE_REPORT else first.publisher or first.report_name


def _square(cell: Cell, of: str, by_number: Mapping[int, Decision]) -> Square:
    return Square(cell.mark, cell.proposed, of, by_number.get(cell.decision or 0))
