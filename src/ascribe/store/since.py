"""What came into a case after a mark: reports, incidents that they tell of, decisions."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

import msgspec

from ascribe.model.since import Mark, Since
from ascribe.model.view import IncidentRow
from ascribe.store import kept, queries, waiting

FRESH = (
    "SELECT m.incident, count(*) AS fresh FROM reports r CROSS JOIN members m ON m.report = r.id "
    "WHERE r.position > ? GROUP BY m.incident"
)
TOLD = (
    "SELECT f.incident, fresh < (SELECT count(*) FROM members m WHERE m.incident = f.incident) AS known "
    f"FROM ({FRESH}) f"
)
"""The incidents that new reports tell of, and whether older ones do, too."""


def mark(c: sqlite3.Connection) -> Mark:
    """How far the case has come."""
    (report,) = c.execute("SELECT coalesce(max(position), 0) FROM reports").fetchone()
    (decision,) = c.execute("SELECT count(*) FROM journal WHERE kind != ?", (kept.INTAKE,)).fetchone()
    return Mark(int(report), int(decision))


def since(c: sqlite3.Connection, seen: Mark, author: str, limit: int) -> Since:
    """What lies beyond a mark; decisions of `author` are not told. At most `limit` of each kind are listed."""
    last = mark(c)
    decisions = (
        tuple(d for d in kept.decisions(c)[seen.decision :] if d.author != author)
        if last.decision > seen.decision
        else ()
    )
    ruled = {incident for incident, _ in waiting.named(c, {s for d in decisions for s in d.subjects}).values()}
    told = c.execute(TOLD, (seen.report,)).fetchall() if last.report > seen.report else []
    new = {r["incident"] for r in told if not r["known"]}
    changed = ({r["incident"] for r in told if r["known"]} | ruled) - new
    return Since(
        reports=queries.report_rows(c, limit, seen.report) if last.report > seen.report else (),
        found=max(0, last.report - seen.report),
        new=_rows(c, new, limit),
        found_new=len(new),
        changed=_rows(c, changed, limit),
        found_changed=len(changed),
        decisions=decisions[::-1][:limit],
        mark=last,
    )


def _rows(c: sqlite3.Connection, ids: Iterable[str], limit: int) -> tuple[IncidentRow, ...]:
    """These incidents, those contested and told of most first."""
    rows = c.execute(
        "SELECT i.row FROM json_each(?) j CROSS JOIN incidents i ON i.id = j.value "
        "ORDER BY i.contested = '' , i.reports DESC, i.position LIMIT ?",
        (msgspec.json.encode(sorted(ids)).decode(), limit),
    )
    return tuple(msgspec.json.decode(r["row"], type=IncidentRow) for r in rows)
