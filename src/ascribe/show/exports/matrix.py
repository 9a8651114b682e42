"""The matrix of competing hypotheses as a table of words."""

from __future__ import annotations

from ascribe.model.matrix import Matrix
from ascribe.show.exports.files import rows_bytes


def matrix_bytes(held: Matrix) -> bytes:
    """CSV: a row for each piece of evidence, a column for each hypothesis; the last row adds up what speaks against."""
    return rows_bytes(table(held))


def table(held: Matrix) -> list[list[str]]:
    """The matrix as rows of words, the first of them its head: for a CSV file."""
    head = ["evidence", "told by", *(h.label for h in held.hypotheses), "diagnosticity"]
    body = [[r.told, r.voice or "", *(c.mark.value for c in r.cells), f"{r.diagnosticity:.2f}"] for r in held.rows]
    against = ["speaks against", "", *(f"{h.speaks_against:.2f}" for h in held.hypotheses), ""]
    return [head, *body, against]
