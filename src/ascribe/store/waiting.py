"""The queue of review: incidents without a ruling, those first that most need one; and those that look the same."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

import msgspec

from ascribe.model import DecisionKind
from ascribe.model.view import IncidentRow, Waiting, WaitingPage
from ascribe.store import kept, queries
from ascribe.store.filtering import REVIEWED
from ascribe.store.pages import touched

DAYS = 3
"""Days that two incidents may lie apart and still be offered as one."""
DEGREES = 0.6
"""Degrees between two places that may be one place told differently; some 60 km."""
NEAR = 3
IN_TIME = f"SELECT id FROM incidents WHERE starts BETWEEN date(:starts, '-{DAYS} days') AND date(:ends, '+{DAYS} days')"
IN_PLACE = (
    f'("where" = :where OR (abs(latitude - :latitude) <= {DEGREES} AND abs(longitude - :longitude) <= {DEGREES}))'
)
SAME_VICTIM = (
    "SELECT o.incident FROM statements s JOIN statements o ON o.attribute = 'victim' AND o.value = s.value "
    "WHERE s.incident = :id AND s.attribute = 'victim' AND s.value GLOB '[A-Z]* [A-Z]*'"
)
"""A victim known by name, whatever the day that is told."""


def waiting(c: sqlite3.Connection, limit: int, offset: int = 0) -> WaitingPage:
    """The incidents that no decision touches, by how much a look at them matters, each with the reasons."""
    looked_at = f"SELECT id FROM lines WHERE {REVIEWED}"
    (found,) = c.execute(
        f"SELECT (SELECT count(*) FROM waits) - (SELECT count(*) FROM waits WHERE incident IN ({looked_at}))"
    ).fetchone()
    rows = c.execute(
        f"SELECT i.row, w.* FROM (SELECT * FROM waits WHERE incident NOT IN ({looked_at}) "
        "ORDER BY score DESC, reports DESC, position LIMIT ? OFFSET ?) w CROSS JOIN incidents i ON i.id = w.incident "
        "ORDER BY w.score DESC, w.reports DESC, w.position",
        (limit, offset),
    )
    return WaitingPage(tuple(_waiting(r) for r in rows), int(found))


def _waiting(found: sqlite3.Row) -> Waiting:
    """One line, with what speaks for a look at it in words."""
    row = msgspec.json.decode(found["row"], type=IncidentRow)
    why = []
    if found["n_uncertain"]:
        why.append("who did it is uncertain")
    if found["n_toll"] >= 10:
        why.append("many dead")
    if found["n_unlinked"]:
        why.append("names somebody who is not in the actor list")
    if found["n_unplaced"]:
        why.append("not on the map")
    if found["n_undated"]:
        why.append("no date")
    return Waiting(row, tuple(why))


def near(c: sqlite3.Connection, incident: str) -> tuple[IncidentRow, ...]:
    """Other incidents near in time and place, the likest first, that could be the same; not those ruled apart."""
    here = c.execute("SELECT * FROM incidents WHERE id = ?", (incident,)).fetchone()
    if here is None:
        return ()
    apart = ruled_apart(c, incident)
    values = {
        name: here[name] for name in ("id", "starts", "where", "country", "latitude", "longitude", "kind", "killed")
    }
    values |= {"ends": here["ends"] or here["starts"], "most": NEAR + len(apart)}
    rows = c.execute(
        f"SELECT id, row, id IN ({SAME_VICTIM}) AS v, coalesce({IN_PLACE}, 0) AS p, kind = :kind AS k FROM incidents "
        f"WHERE id != :id AND id IN ({IN_TIME} UNION {SAME_VICTIM}) AND (v OR (p OR k OR latitude IS NULL "
        "OR :latitude IS NULL) AND (country = :country OR country IS NULL OR :country IS NULL)) "
        "ORDER BY 5 * v + 3 * p + 2 * k + coalesce(killed = :killed, 0) DESC, position LIMIT :most",
        values,
    )
    found = [msgspec.json.decode(r["row"], type=IncidentRow) for r in rows if r["id"] not in apart]
    return tuple(found[:NEAR])


def ruled_apart(c: sqlite3.Connection, incident: str) -> set[str]:
    """The incidents that a standing decision keeps apart from this one."""
    found: set[str] = set()
    for d in kept.standing(kept.decisions(c)):
        if d.kind is DecisionKind.SPLIT:
            sides = {i for s in d.subjects[:1] for i in queries.incident_ids(c, s)}
            for subject in d.subjects[1:]:
                report, _, key = subject.rpartition("/")
                sides |= {i for k, i in queries.told_by(c, report).items() if k == key}
            found |= sides if incident in sides else set()
    return found - {incident}


def named(c: sqlite3.Connection, subjects: Iterable[str]) -> dict[str, tuple[str, str]]:
    """What decisions name (incidents, statements, tellings) -> the incident that it is of now, and its headline."""
    found: dict[str, tuple[str, str]] = {}
    for s in dict.fromkeys(subjects):
        ids = sorted(touched(c, [s]) - {s}) or [s]
        row = c.execute("SELECT id, headline FROM incidents WHERE id = ?", (ids[0],)).fetchone()
        if row is not None:
            found[s] = (row["id"], row["headline"])
    return found
