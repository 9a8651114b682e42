"""Questions that the web application asks of a large case: a page at a time, or only sums."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec

from ascribe.model.view import IncidentFilter, IncidentPage, IncidentRow, Month, Overview, Spot
from ascribe.store.filtering import narrowed
from ascribe.store.queries import PRECEDENCE
from ascribe.store.sums import CONTESTED

__all__ = ["CONTESTED", "SORTS", "incident_page", "overview", "tellings", "touched"]

SORTS = {
    "when": "starts",
    "what": "headline",
    "kind": "kind",
    "where": "place",
    "killed": "killed",
    "wounded": "wounded",
    "responsible": "responsible",
    "contested": "contested",
    "reports": "reports",
    "urgency": "urgency",
}
"""What the table of incidents can be sorted by. The terms are constants; nothing of the asker's enters the SQL."""


def incident_page(
    c: sqlite3.Connection, chosen: IncidentFilter, sort: str, descending: bool, limit: int, offset: int
) -> IncidentPage:
    """One page of the incidents that a filter lets through; those without the value sorted by come last."""
    clause, values = narrowed(chosen)
    term, way = SORTS.get(sort, SORTS["when"]), "DESC" if descending else "ASC"
    how = "MATERIALIZED" if "SELECT" in clause else "NOT MATERIALIZED"  # what costs to find is found once
    found, rows = c.execute(
        f"WITH chosen AS {how} (SELECT number, {term} AS term, position FROM lines {clause}) "
        "SELECT (SELECT count(*) FROM chosen), (SELECT group_concat(i.row, ',') FROM "
        f"(SELECT number FROM chosen ORDER BY term {way} NULLS LAST, position {way} LIMIT ? OFFSET ?) p "
        "CROSS JOIN lines l ON l.number = p.number CROSS JOIN incidents i ON i.id = l.id)",
        [*values, limit, offset],
    ).fetchone()
    return IncidentPage(msgspec.json.decode(f"[{rows or ''}]", type=tuple[IncidentRow, ...]), int(found))


def incident_parts(
    c: sqlite3.Connection, chosen: IncidentFilter, sort: str, descending: bool, size: int
) -> Iterator[tuple[IncidentRow, ...]]:
    """All incidents that a filter lets through, in order, so many at a time."""
    clause, values = narrowed(chosen)
    term, way = SORTS.get(sort, SORTS["when"]), "DESC" if descending else "ASC"
    found = c.execute(
        f"SELECT i.row FROM (SELECT id, {term} AS term, position FROM lines {clause}) l "
        f"CROSS JOIN incidents i ON i.id = l.id ORDER BY l.term {way} NULLS LAST, l.position {way}",
        values,
    )
    while rows := found.fetchmany(size):
        yield msgspec.json.decode(f"[{','.join(r['row'] for r in rows)}]", type=tuple[IncidentRow, ...])


def overview(c: sqlite3.Connection, chosen: IncidentFilter) -> Overview:
    """The filtered incidents counted by month and by place."""
    clause, values = narrowed(chosen)
    counts = "count(*) AS n, sum(contested > 0) AS clash"
    months = _in_one(c, "month", f"SELECT month, {counts} FROM lines {clause} GROUP BY month", values)
    columns = '"where", latitude, longitude, precision'
    grouped = f"SELECT {columns}, {counts} FROM lines {clause} GROUP BY latitude, longitude, precision"
    spots = _in_one(c, columns, grouped, values)
    spots.sort(key=lambda s: (-s[4], s[0] or ""))
    return Overview(
        months=tuple(Month(*m) for m in sorted(m for m in months if m[0])),
        spots=tuple(Spot(s[0] or "", s[1], s[2], s[3] or "unknown", s[4], s[5]) for s in spots if s[1] is not None),
        undated=sum(m[1] for m in months if not m[0]),
        unplaced=sum(s[4] for s in spots if s[1] is None),
    )


def _in_one(c: sqlite3.Connection, columns: str, counted: str, values: Sequence[object]) -> list[list[Any]]:
    """Groups and their counts, all in one row: each row that SQLite gives is a turn to wait for among busy threads."""
    (held,) = c.execute(f"SELECT json_group_array(json_array({columns}, n, clash)) FROM ({counted})", values).fetchone()
    found: list[list[Any]] = msgspec.json.decode(held)
    return found


def tellings(c: sqlite3.Connection, incident: str) -> tuple[tuple[str, str], ...]:
    """The tellings of an incident as REPORT/KEY with a name for people; the one it is named after first."""
    rows = c.execute(
        "SELECT m.report, m.key, coalesce(r.publisher, r.name) AS source, r.published FROM members m "
        f"JOIN reports r ON r.id = m.report WHERE m.incident = ? ORDER BY {PRECEDENCE}",
        (incident,),
    )
    return tuple((f"{r['report']}/{r['key']}", f"{r['source']}, {r['published'] or 'undated'}") for r in rows)


def known_as(c: sqlite3.Connection, incident: str) -> set[str]:
    """What a decision may call an incident: its identifier, those that it once had, its tellings."""
    rows = c.execute(
        "SELECT old AS name FROM redirects WHERE incident = ?1 "
        "UNION SELECT report || '/' || key FROM members WHERE incident = ?1",
        (incident,),
    )
    return {incident, *(r["name"] for r in rows)}


def touched(c: sqlite3.Connection, subjects: Iterable[str]) -> set[str]:
    """The incidents that the subjects of a decision stand for or are of, and the subjects themselves."""
    found = set(subjects)
    for s in subjects:
        report, _, key = s.rpartition("/")
        rows = c.execute(
            "SELECT incident FROM redirects WHERE old = ?1 UNION SELECT incident FROM statements WHERE id = ?1 "
            "UNION SELECT incident FROM members WHERE report = ?2 AND key = ?3",
            (s, report, key),
        )
        found |= {r["incident"] for r in rows}
    return found
