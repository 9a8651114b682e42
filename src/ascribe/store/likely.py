"""Incidents that could be tied to one, by whom they are laid to, kind and day; and what people ruled on such ties."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping

from ascribe.model import Attribute, DecisionKind
from ascribe.model.view import IncidentRow
from ascribe.store import kept, queries

MOST = 60
"""Incidents that are compared at most for each reason, the nearest in time first."""
BY_ACTOR = """
SELECT DISTINCT l.id, abs(julianday(l.starts) - julianday(:day)) AS away
FROM names n JOIN attributions a ON a.name = n.number AND a.side IN ('accused', 'claimed')
  AND a.day BETWEEN date(:day, :before) AND date(:day, :after)
JOIN lines l ON l.number = a.incident
WHERE n.actor IN (SELECT value FROM json_each(:actors)) AND l.id != :id ORDER BY away, l.position LIMIT :most
"""
BY_KIND = """
SELECT id, abs(julianday(starts) - julianday(:day)) AS away FROM lines
WHERE starts BETWEEN date(:day, :before) AND date(:day, :after) AND country IS :country AND id != :id
ORDER BY kind != :kind, away, position LIMIT :most
"""


def candidates(c: sqlite3.Connection, row: IncidentRow, actors: Iterable[str], days: int, soon: int) -> list[str]:
    """The incidents within so many days for which one of these is named, and those of the country within `soon`."""
    if row.when is None:
        return []
    values = {"id": row.id, "day": row.when.start.isoformat(), "most": MOST, "actors": json.dumps(sorted(actors))}
    found = [r["id"] for r in c.execute(BY_ACTOR, {**values, "before": f"-{days} days", "after": f"+{days} days"})]
    values |= {"kind": row.kind, "country": row.place.country if row.place else None}
    found += [r["id"] for r in c.execute(BY_KIND, {**values, "before": f"-{soon} days", "after": f"+{soon} days"})]
    return list(dict.fromkeys(found))


def named_for(c: sqlite3.Connection, incidents: Iterable[str]) -> Mapping[str, Mapping[str, str]]:
    """For each incident those accused of it or claiming it: names of actors by id."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    rows = c.execute(
        # from the incidents to their statements (CROSS JOIN keeps this order): there are far fewer than actors' ones
        "SELECT DISTINCT s.incident, a.id, a.name FROM json_each(?) asked "
        "CROSS JOIN statements s ON s.incident = asked.value JOIN actors a ON a.id = s.actor "
        "WHERE +s.attribute = 'responsible' AND NOT s.rejected "  # the plus: no index by attribute
        "AND s.stance NOT IN ('denies', 'doubts') ORDER BY a.id",
        (json.dumps(sorted(incidents)),),
    )
    for r in rows:
        found[r["incident"]][r["id"]] = r["name"]
    return found


def bests(
    c: sqlite3.Connection, incidents: Iterable[str], attributes: Iterable[Attribute]
) -> dict[tuple[str, str], str]:
    """What is held of these attributes, by incident and attribute."""
    rows = c.execute(
        "SELECT incident, attribute, best FROM findings WHERE best NOT NULL "
        "AND incident IN (SELECT value FROM json_each(?)) AND attribute IN (SELECT value FROM json_each(?))",
        (json.dumps(sorted(incidents)), json.dumps([a.value for a in attributes])),
    )
    return {(r["incident"], r["attribute"]): r["best"] for r in rows}


def ruled_ties(c: sqlite3.Connection, incident: str) -> dict[str, tuple[DecisionKind, int]]:
    """What people ruled on ties of this incident: the other one -> rejected or confirmed, and the decision's number."""
    found: dict[str, tuple[DecisionKind, int]] = {}
    for d in kept.standing(kept.decisions(c)):
        if d.kind in {DecisionKind.REJECT, DecisionKind.CONFIRM} and is_tie(d.subjects):
            sides = {i for s in d.subjects for i in queries.incident_ids(c, s)}
            if incident in sides and len(sides) == 2:
                (other,) = sides - {incident}
                found[other] = (d.kind, d.number)
    return found


def is_tie(subjects: Iterable[str]) -> bool:
    """Whether a decision names a tie: by its two incidents."""
    named = tuple(subjects)
    return len(named) == 2 and all(s.startswith("inc-") for s in named)
