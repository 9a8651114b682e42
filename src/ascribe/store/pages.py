"""Questions that the web application asks of a large case: a page at a time, or only sums."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

import msgspec

from ascribe.model.view import IncidentFilter, IncidentPage, IncidentRow, Month, Overview, Spot
from ascribe.store.filtering import narrowed
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
    rows = c.execute(
        f"WITH chosen AS {how} (SELECT number, {term} AS term, position FROM lines {clause}) "
        "SELECT n.found, i.row FROM (SELECT count(*) AS found FROM chosen) n LEFT JOIN "
        f"(SELECT number FROM chosen ORDER BY term {way} NULLS LAST, position {way} LIMIT ? OFFSET ?) p "
        "LEFT JOIN lines l ON l.number = p.number LEFT JOIN incidents i ON i.id = l.id",
        [*values, limit, offset],
    ).fetchall()
    held = tuple(msgspec.json.decode(r["row"], type=IncidentRow) for r in rows if r["row"] is not None)
    return IncidentPage(held, int(rows[0]["found"]))


def overview(c: sqlite3.Connection, chosen: IncidentFilter) -> Overview:
    """The filtered incidents counted by month and by place."""
    clause, values = narrowed(chosen)
    months = c.execute(
        f"SELECT month, count(*) AS n, sum(contested > 0) AS clash FROM lines {clause} GROUP BY month ORDER BY month",
        values,
    ).fetchall()
    spots = c.execute(
        'SELECT "where" AS name, latitude, longitude, precision, count(*) AS n, sum(contested > 0) AS clash '
        f"FROM lines {clause} GROUP BY latitude, longitude, precision ORDER BY n DESC, name",
        values,
    ).fetchall()
    return Overview(
        months=tuple(Month(r["month"], r["n"], r["clash"]) for r in months if r["month"]),
        spots=tuple(
            Spot(r["name"] or "", r["latitude"], r["longitude"], r["precision"] or "unknown", r["n"], r["clash"])
            for r in spots
            if r["latitude"] is not None
        ),
        undated=sum(r["n"] for r in months if not r["month"]),
        unplaced=sum(r["n"] for r in spots if r["latitude"] is None),
    )


def tellings(c: sqlite3.Connection, incident: str) -> tuple[tuple[str, str], ...]:
    """The tellings of an incident as REPORT/KEY with a name for people; the one it is named after first."""
    rows = c.execute(
        "SELECT m.report, m.key, coalesce(r.publisher, r.name) AS source, r.published FROM members m "
        "JOIN reports r ON r.id = m.report WHERE m.incident = ? ORDER BY r.position, m.key",
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
