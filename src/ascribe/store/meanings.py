"""Sentences by what they mean: one row a report, compared with a question by the angle between directions."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

import numpy as np

from ascribe.model import Reading, Span

FULL = 127.0
"""The signed byte that stands for 1."""


class Near(NamedTuple):
    """A sentence of a report, and the cosine of its angle to what was asked."""

    report: str
    span: Span
    likeness: float


def put(connection: sqlite3.Connection, reading: Reading) -> None:
    """Writes what the sentences of a reading mean, in the place of what was there."""
    connection.execute("DELETE FROM meanings WHERE report = ?", (reading.report,))
    if reading.meanings:
        spans = np.array([(m.span.start, m.span.end) for m in reading.meanings], dtype="<i4").tobytes()
        vectors = b"".join(m.vector for m in reading.meanings)
        connection.execute("INSERT INTO meanings VALUES (?, ?, ?)", (reading.report, spans, vectors))


def nearest(connection: sqlite3.Connection, vector: bytes, limit: int, least: float) -> list[Near]:
    """The sentences most like a direction, the likest of each report, the likest first; none below `least`."""
    asked = np.frombuffer(vector, dtype=np.int8).astype(np.float32)
    size = float(np.linalg.norm(asked))
    found: list[Near] = []
    for row in connection.execute("SELECT report, spans, vectors FROM meanings") if size else ():
        held = np.frombuffer(row["vectors"], dtype=np.int8).reshape(-1, len(asked)).astype(np.float32)
        likeness = held @ asked / np.maximum(np.linalg.norm(held, axis=1), 1.0) / size
        best = int(likeness.argmax())
        if likeness[best] >= least:
            start, end = np.frombuffer(row["spans"], dtype="<i4").reshape(-1, 2)[best].tolist()
            found.append(Near(row["report"], Span(start, end), float(likeness[best])))
    return sorted(found, key=lambda n: (-n.likeness, n.report))[:limit]
