"""What is kept for ever: reports with their original bytes, and the journal of decisions."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime

import msgspec

from ascribe.model import Decision, DecisionKind, Held, Origin, Report, Taken
from ascribe.store.connection import writing

INTAKE = "intake"
"""Kind of a journal entry that records what was taken in."""
COLUMNS = Report.__struct_fields__


def add_reports(connection: sqlite3.Connection, batch: Sequence[Taken]) -> tuple[int, int]:
    """Takes in a batch in one transaction; returns how many are new and how many were there already."""
    new = 0
    with writing(connection):
        (position,) = connection.execute("SELECT coalesce(max(position), 0) FROM reports").fetchone()
        for taken in batch:
            report = taken.report
            if connection.execute("SELECT 1 FROM reports WHERE sha256 = ?", (report.sha256,)).fetchone():
                continue
            position += 1
            values = msgspec.to_builtins(report)
            names = ", ".join(COLUMNS)
            marks = ", ".join("?" * (len(COLUMNS) + 1))
            connection.execute(
                f"INSERT INTO reports (position, {names}) VALUES ({marks})", (position, *(values[c] for c in COLUMNS))
            )
            connection.execute("INSERT INTO originals VALUES (?, ?)", (report.sha256, zlib.compress(taken.original)))
            connection.execute(
                "INSERT INTO report_words (rowid, title, text) VALUES (?, ?, ?)", (position, report.title, report.text)
            )
            new += 1
    return new, len(batch) - new


def report_of(row: sqlite3.Row) -> Report:
    """The report that a row holds."""
    values = {c: row[c] for c in COLUMNS}
    values["published"] = date.fromisoformat(row["published"]) if row["published"] else None
    values["publisher_from"] = Origin(row["publisher_from"])
    values["published_from"] = Origin(row["published_from"])
    return Report(**values)


def reports(connection: sqlite3.Connection) -> list[Report]:
    """All reports in order of intake."""
    return [report_of(row) for row in connection.execute("SELECT * FROM reports ORDER BY position")]


def reports_of(connection: sqlite3.Connection, ids: Sequence[str]) -> list[Report]:
    """These reports in order of intake."""
    marks = ", ".join("?" * len(ids))
    rows = connection.execute(f"SELECT * FROM reports WHERE id IN ({marks}) ORDER BY position", list(ids))
    return [report_of(row) for row in rows]


def find_report(connection: sqlite3.Connection, handle: str) -> list[Report]:
    """Reports with this id, beginning of an id, or name."""
    rows = connection.execute("SELECT * FROM reports WHERE id = ? OR name = ? ORDER BY position", (handle, handle))
    found = [report_of(row) for row in rows]
    if not found and len(handle) >= 4:
        pattern = handle.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        rows = connection.execute("SELECT * FROM reports WHERE id LIKE ? ESCAPE '\\' ORDER BY position", (pattern,))
        found = [report_of(row) for row in rows]
    return found


def original(connection: sqlite3.Connection, sha256: str) -> bytes:
    """The bytes that a report was taken from."""
    row = connection.execute("SELECT bytes FROM originals WHERE sha256 = ?", (sha256,)).fetchone()
    return zlib.decompress(row["bytes"])


def enter(
    connection: sqlite3.Connection,
    kind: str,
    subjects: Iterable[str],
    author: str,
    *,
    reason: str | None = None,
    attribute: str | None = None,
    value: str | None = None,
    held: Mapping[str, Held] | None = None,
) -> int:
    """Appends an entry to the journal; returns the number of decisions in it now. Call inside of a transaction."""
    now, stand = datetime.now(UTC).isoformat(), msgspec.json.encode(held).decode() if held else None
    values = (kind, json.dumps(list(subjects)), author, now, reason, attribute, value, stand)
    columns = "kind, subjects, author, time, reason, attribute, value, held"
    connection.execute(f"INSERT INTO journal ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", values)
    return entered(connection)


def entered(connection: sqlite3.Connection) -> int:
    """How many decisions there are, those undone included."""
    (count,) = connection.execute("SELECT count(*) FROM journal WHERE kind != ?", (INTAKE,)).fetchone()
    return int(count)


def positions(connection: sqlite3.Connection) -> dict[str, int]:
    """The place of every report in the order of intake."""
    return {row["id"]: row["position"] for row in connection.execute("SELECT id, position FROM reports")}


def decisions(connection: sqlite3.Connection, *, as_entered: bool = False) -> tuple[Decision, ...]:
    """Every decision in order of entry, those undone included. Entries of intake have no number among them.

    What a decision names has its name of today, since a report may have been read anew; or that `as_entered`.
    """
    now = {} if as_entered else dict(connection.execute("SELECT old, now FROM subjects").fetchall())
    rows = connection.execute("SELECT * FROM journal WHERE kind != ? ORDER BY number", (INTAKE,))
    return tuple(
        Decision(
            number=number,
            kind=DecisionKind(row["kind"]),
            subjects=tuple(now.get(s, s) for s in json.loads(row["subjects"])),
            author=row["author"],
            time=datetime.fromisoformat(row["time"]),
            reason=row["reason"],
            attribute=row["attribute"],
            value=row["value"],
            held=msgspec.json.decode(row["held"], type=dict[str, Held]) if row["held"] else {},
        )
        for number, row in enumerate(rows, 1)
    )


def undone(entered: Sequence[Decision]) -> set[int]:
    """The numbers of the decisions that a later one undoes. An undo can itself be undone."""
    found: set[int] = set()
    for decision in reversed(entered):
        if decision.kind is DecisionKind.UNDO and decision.number not in found:
            found |= {int(n) for n in decision.subjects}
    return found


def standing(entered: Sequence[Decision]) -> tuple[Decision, ...]:
    """The decisions that hold: those that no later one undoes."""
    gone = undone(entered)
    return tuple(d for d in entered if d.number not in gone and d.kind is not DecisionKind.UNDO)
