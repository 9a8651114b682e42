"""Sentences by what they mean: one row a report, compared with a question by the angle between directions.

In a large case the signs of all directions, a bit for each number, say first which sentences can come near; only those
are compared in full. The signs lie together in few rows, made when the case is resolved, and are kept in memory as long
as the case is what they were read from.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from ascribe.model import Meaning, Reading, Span

FULL = 127.0
"""The signed byte that stands for 1."""
TOGETHER = 4_000
"""Reports whose signs lie in one row."""
FEW = 20_000
"""Sentences up to which all are compared in full."""
NEAREST = 600
"""Sentences that are compared in full otherwise: those of the fewest different signs."""

TABLES = """
CREATE TABLE signs (                     -- of the directions of sentences, a bit a number
  number INTEGER PRIMARY KEY,
  reports TEXT NOT NULL,                 -- JSON: their ids
  counts BLOB NOT NULL,                  -- 32-bit integers, little-endian: how many sentences each has
  bits BLOB NOT NULL
) STRICT;
CREATE TABLE changes (name TEXT PRIMARY KEY, number INTEGER NOT NULL, seen INTEGER NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO changes VALUES ('meanings', 1, 0);
"""


class Near(NamedTuple):
    """A sentence of a report, and the cosine of its angle to what was asked."""

    report: str
    span: Span
    likeness: float


class Sentences(NamedTuple):
    """The sentences of some reports, one after the other."""

    reports: list[str]
    counts: NDArray[np.int32]  # how many each report has
    spans: bytes
    vectors: bytes


class Signs(NamedTuple):
    """The signs of every sentence's direction, and the report that each is of."""

    reports: list[str]
    of: NDArray[np.int32]  # (sentences,) index into `reports`
    bits: NDArray[np.uint64] | NDArray[np.uint8]  # (words, sentences)


_kept: dict[str, tuple[object, Signs]] = {}
_lock = threading.Lock()


def put(connection: sqlite3.Connection, reading: Reading) -> None:
    """Writes what the sentences of a reading mean, in the place of what was there."""
    connection.execute("DELETE FROM meanings WHERE report = ?", (reading.report,))
    connection.execute("UPDATE changes SET number = number + 1 WHERE name = 'meanings'")
    if reading.meanings:
        spans = np.array([(m.span.start, m.span.end) for m in reading.meanings], dtype="<i4").tobytes()
        vectors = b"".join(m.vector for m in reading.meanings)
        connection.execute("INSERT INTO meanings VALUES (?, ?, ?)", (reading.report, spans, vectors))


def put_signs(connection: sqlite3.Connection, new: Sequence[str] | None = None) -> None:
    """Makes the signs anew where meanings were written since; where `new` are all of those, only theirs.

    Call inside of a transaction.
    """
    now, seen = connection.execute("SELECT number, seen FROM changes WHERE name = 'meanings'").fetchone()
    if now == seen:
        return
    if new is not None and now - seen == len(new):
        _append(connection, _signed(_of(connection, list(new))))
    else:
        connection.execute("DELETE FROM signs")
        for some in _all(connection):
            connection.execute("INSERT INTO signs (reports, counts, bits) VALUES (?, ?, ?)", _signed(some))
    connection.execute("UPDATE changes SET seen = number WHERE name = 'meanings'")


def _signed(some: Sentences) -> tuple[str, bytes, bytes]:
    vectors = np.frombuffer(some.vectors, dtype=np.int8).reshape(int(some.counts.sum()), -1)
    ids = msgspec.json.encode(some.reports).decode()
    return ids, some.counts.astype("<i4").tobytes(), np.packbits(vectors > 0, axis=1).tobytes()


def _append(connection: sqlite3.Connection, added: tuple[str, bytes, bytes]) -> None:
    """Adds signs to the last row while there is room in it."""
    ids, counts, bits = added
    if ids == "[]":
        return
    last = connection.execute("SELECT * FROM signs ORDER BY number DESC LIMIT 1").fetchone()
    if last is not None and len(last["counts"]) // 4 < TOGETHER:
        connection.execute("DELETE FROM signs WHERE number = ?", (last["number"],))
        ids = f"{last['reports'][:-1]},{ids[1:]}"
        counts, bits = last["counts"] + counts, last["bits"] + bits
    connection.execute("INSERT INTO signs (reports, counts, bits) VALUES (?, ?, ?)", (ids, counts, bits))


def of(connection: sqlite3.Connection, reports: Iterable[str] | None = None) -> dict[str, tuple[Meaning, ...]]:
    """What the sentences of each report (of these, or of all) mean."""
    asked = "" if reports is None else "WHERE report IN (SELECT value FROM json_each(?))"
    values = [] if reports is None else [msgspec.json.encode(sorted(reports)).decode()]
    found = {}
    for row in connection.execute(f"SELECT report, spans, vectors FROM meanings {asked}", values):
        spans = np.frombuffer(row["spans"], dtype="<i4").reshape(-1, 2).tolist()
        width = len(row["vectors"]) // max(1, len(spans))
        vectors = row["vectors"]
        found[row["report"]] = tuple(
            Meaning(Span(start, end), vectors[i * width : (i + 1) * width]) for i, (start, end) in enumerate(spans)
        )
    return found


def nearest(connection: sqlite3.Connection, vector: bytes, limit: int, least: float) -> list[Near]:
    """The sentences most like a direction, the likest of each report, the likest first; none below `least`."""
    asked = np.frombuffer(vector, dtype=np.int8)
    if not asked.any():
        return []
    near = _near(connection, asked)
    held = _all(connection) if near is None else iter([_of(connection, near)])
    found = [n for some in held if some.reports for n in _compared(some, asked, least, limit)]
    return sorted(found, key=lambda n: (-n.likeness, n.report))[:limit]


def _all(connection: sqlite3.Connection) -> Iterator[Sentences]:
    rows = connection.execute("SELECT report, spans, vectors FROM meanings ORDER BY report")
    while some := rows.fetchmany(TOGETHER):
        spans = [r["spans"] for r in some]
        counts = np.array([len(held) // 8 for held in spans], dtype="<i4")
        yield Sentences([r["report"] for r in some], counts, b"".join(spans), b"".join(r["vectors"] for r in some))


def _of(connection: sqlite3.Connection, reports: list[str]) -> Sentences:
    """Those of some reports, in one row: each row that SQLite gives is a turn to wait for among busy threads."""
    row = connection.execute(
        "SELECT group_concat(report, ' ') AS reports, group_concat(length(spans) / 8, ' ') AS counts, "
        "group_concat(hex(spans), '') AS spans, group_concat(hex(vectors), '') AS vectors FROM meanings "
        "WHERE report IN (SELECT value FROM json_each(?))",
        (msgspec.json.encode(reports).decode(),),
    ).fetchone()
    counts = np.array((row["counts"] or "").split(), dtype="<i4")
    held = bytes.fromhex(row["spans"] or ""), bytes.fromhex(row["vectors"] or "")
    return Sentences((row["reports"] or "").split(), counts, *held)


def _compared(some: Sentences, asked: NDArray[np.int8], least: float, limit: int) -> Iterator[Near]:
    """The likest sentence of each report, where it is like enough; so many reports, the likest, at most."""
    held = np.frombuffer(some.vectors, dtype=np.int8).reshape(-1, len(asked)).astype(np.float32)
    spans = np.frombuffer(some.spans, dtype="<i4").reshape(-1, 2)
    wanted = asked.astype(np.float32)
    likeness = held @ wanted / np.maximum(np.linalg.norm(held, axis=1), 1.0) / float(np.linalg.norm(wanted))
    ends = np.cumsum(some.counts)
    best = np.maximum.reduceat(likeness, np.concatenate([[0], ends[:-1]]))
    for i in np.argsort(-best, kind="stable")[:limit].tolist():
        if best[i] < least:
            break
        first = int(ends[i - 1]) if i else 0
        at = first + int(likeness[first : ends[i]].argmax())
        start, end = spans[at].tolist()
        yield Near(some.reports[i], Span(start, end), float(likeness[at]))


def _near(connection: sqlite3.Connection, asked: NDArray[np.int8]) -> list[str] | None:
    """The reports with the sentences of the fewest different signs; None where all are to be compared."""
    signs = _signs(connection)
    if signs is None or len(signs.of) <= FEW:
        return None
    own = np.packbits(asked > 0)
    differing = np.zeros(len(signs.of), dtype=np.uint16)
    for column, one in zip(signs.bits, own.view(signs.bits.dtype), strict=True):
        differing += np.bitwise_count(column ^ one)
    furthest = int(np.searchsorted(np.cumsum(np.bincount(differing)), NEAREST))  # so many signs may differ
    chosen = np.concatenate([np.flatnonzero(differing < furthest), np.flatnonzero(differing == furthest)])[:NEAREST]
    return [signs.reports[i] for i in np.unique(signs.of[chosen]).tolist()]


def _signs(connection: sqlite3.Connection) -> Signs | None:
    """The signs of the case, read once for each state of it; None where they are older than the meanings."""
    now, seen = connection.execute("SELECT number, seen FROM changes WHERE name = 'meanings'").fetchone()
    if now != seen:
        return None
    path = connection.execute("PRAGMA database_list").fetchone()["file"]
    resolved = connection.execute("SELECT value FROM state WHERE name = 'resolved'").fetchone()
    key = (now, resolved and resolved["value"])
    with _lock:
        held = _kept.get(path)
        if held is None or held[0] != key:
            _kept.clear()  # one case a process is served; what others were asked for is read again
            held = _kept[path] = (key, _read(connection))
    return held[1]


def _read(connection: sqlite3.Connection) -> Signs:
    reports: list[str] = []
    counts, bits = [np.zeros(0, dtype="<i4")], []
    for row in connection.execute("SELECT reports, counts, bits FROM signs ORDER BY number"):
        reports += msgspec.json.decode(row["reports"], type=list[str])
        counts.append(np.frombuffer(row["counts"], dtype="<i4"))
        bits.append(row["bits"])
    many = np.concatenate(counts)
    of = np.repeat(np.arange(len(reports), dtype=np.int32), many)
    held = np.frombuffer(b"".join(bits), dtype=np.uint8).reshape(max(1, len(of)), -1)
    if held.shape[1] and held.shape[1] % 8 == 0:
        return Signs(reports, of, np.ascontiguousarray(held.view(np.uint64).T))
    return Signs(reports, of, np.ascontiguousarray(held.T))
