"""Questions that the web application asks of a large case: a page at a time, or only sums."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

import msgspec

from ascribe.model.view import IncidentFilter, IncidentPage, IncidentRow, Month, Overview, Spot
from ascribe.store.filtering import conditions

CONTESTED = "(CASE WHEN contested = '' THEN 0 ELSE 1 + length(contested) - length(replace(contested, ',', '')) END)"
SORTS = {
    "when": "starts",
    "what": "fold(headline)",
    "kind": "kind",
    "where": 'fold("where")',
    "killed": "CAST(killed AS INTEGER)",
    "wounded": "CAST(wounded AS INTEGER)",
    "responsible": "fold(responsible)",
    "contested": CONTESTED,
    "reports": "reports",
}
"""What the table of incidents can be sorted by. The terms are constants; nothing of the asker's enters the SQL."""


def incident_page(
    c: sqlite3.Connection, chosen: IncidentFilter, sort: str, descending: bool, limit: int, offset: int
) -> IncidentPage:
    """One page of the incidents that a filter lets through; those without the value sorted by come last."""
    clause, values = conditions(chosen)
    term, way = SORTS.get(sort, SORTS["when"]), "DESC" if descending else "ASC"
    (found,) = c.execute(f"SELECT count(*) FROM incidents {clause}", values).fetchone()
    ids = f"SELECT id FROM incidents {clause} ORDER BY {term} IS NULL, {term} {way}, position LIMIT ? OFFSET ?"
    rows = c.execute(
        f"SELECT i.row FROM ({ids}) p CROSS JOIN incidents i ON i.id = p.id",
        [*values, limit, offset],
    )
    return IncidentPage(tuple(msgspec.json.decode(r["row"], type=IncidentRow) for r in rows), int(found))


def overview(c: sqlite3.Connection, chosen: IncidentFilter) -> Overview:
    """The filtered incidents counted by month and by place."""
    clause, values = conditions(chosen)
    months = c.execute(
        "SELECT substr(starts, 1, 7) AS month, count(*) AS n, sum(contested != '') AS clash FROM incidents "
        f"{clause} GROUP BY month ORDER BY month",
        values,
    ).fetchall()
    spots = c.execute(
        "SELECT \"where\" AS name, latitude, longitude, precision, count(*) AS n, sum(contested != '') AS clash "
        f"FROM incidents {clause} GROUP BY latitude, longitude, precision ORDER BY n DESC, name",
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
