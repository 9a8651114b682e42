"""The filter of incidents as a condition in SQL, over the short lines of `store.sums`."""

from __future__ import annotations

import json
import re

from ascribe.model.view import IncidentFilter

EXACT = "is:"
"""Before the value of a filter by actor, voice or outlet: that one, and not all whose names hold the words."""
PLACED = "(instr(place, fold(?)) OR instr(area, fold(?)) OR country = upper(?))"
NAMED = "number IN (SELECT incident FROM attributions WHERE name IN (SELECT number FROM names WHERE {}))"
SPOKEN = "number IN (SELECT incident FROM spoken WHERE source IN (SELECT number FROM sources WHERE {}))"
CARRIED = "number IN (SELECT incident FROM carried WHERE outlet IN (SELECT number FROM outlets WHERE {}))"
CHOSEN = "id IN (SELECT coalesce(r.incident, j.value) FROM json_each(?) j LEFT JOIN redirects r ON r.old = j.value)"
TOLD = "number IN (SELECT rowid FROM incident_texts WHERE incident_texts MATCH ?)"


def asked_words(words: str) -> list[str]:
    """The words of a question, without marks that the search would take for its own."""
    return re.findall(r"\w+", words)


def matching(words: str) -> str:
    """The words of a question as one of FTS5: all of them, in any order."""
    return " ".join(f'"{w}"' for w in asked_words(words))


STANDING = """
WITH RECURSIVE numbered AS (
  SELECT row_number() OVER (ORDER BY number) AS n, kind, subjects FROM journal WHERE kind != 'intake'
), latest AS (
  SELECT CAST(j.value AS INTEGER) AS target, max(n) AS undo FROM numbered, json_each(subjects) j
  WHERE kind = 'undo' GROUP BY j.value
), chain AS (
  SELECT target AS first, undo AS at, 1 AS steps FROM latest
  UNION ALL SELECT first, l.undo, steps + 1 FROM chain JOIN latest l ON l.target = chain.at
)
SELECT coalesce(r.incident, j.value) FROM numbered, json_each(subjects) j LEFT JOIN redirects r ON r.old = j.value
WHERE kind != 'undo' AND n NOT IN (SELECT first FROM chain GROUP BY first HAVING max(steps) % 2 = 1)
"""
"""What the decisions that hold name. An undoing can itself be undone, so an odd chain of them is off."""
REVIEWED = f"(id IN ({STANDING}) OR id IN (SELECT incident FROM statements WHERE rejected OR confirmed))"


def narrowed(chosen: IncidentFilter) -> tuple[str, list[object]]:
    """The WHERE clause of a filter over `lines`, and the values bound in it."""
    found: list[str] = []
    values: list[object] = []

    def add(condition: str, *bound: object) -> None:
        found.append(condition)
        values.extend(bound)

    simple = {
        "ends >= ?": chosen.since.isoformat() if chosen.since else None,
        "starts <= ?": chosen.until.isoformat() if chosen.until else None,
        "kind = ?": chosen.kind,
        "killed >= ?": chosen.killed,
        "wounded >= ?": chosen.wounded,
    }
    for condition, value in simple.items():
        if value is not None:
            add(condition, value)
    if chosen.contested:
        add("+contested > 0")  # the plus keeps SQLite from an index that hardly narrows
    if chosen.reviewed is not None:
        add(REVIEWED if chosen.reviewed else f"NOT {REVIEWED}")
    if chosen.proceeding:
        add("id IN (SELECT incident FROM proceedings)")
    if chosen.ids:
        add(CHOSEN, json.dumps(chosen.ids))
    if chosen.box is not None:
        add("longitude >= ? AND latitude >= ? AND longitude <= ? AND latitude <= ?", *chosen.box)
    if chosen.where:
        add(PLACED, *[chosen.where] * 3)
    exactly = {NAMED: "(actor = ? OR name = ?)", SPOKEN: "name = ?", CARRIED: "name = ?"}
    for named, condition in ((chosen.actor, NAMED), (chosen.voice, SPOKEN), (chosen.publisher, CARRIED)):
        if named and named.startswith(EXACT):
            test = exactly[condition]
            add(condition.format(test), *[named.removeprefix(EXACT)] * test.count("?"))
        elif named:
            add(condition.format("instr(sought, fold(?))"), named)
    if asked := matching(chosen.words or ""):
        add(TOLD, asked)
    return (f"WHERE {' AND '.join(found)}" if found else ""), values


def conditions(chosen: IncidentFilter) -> tuple[str, list[object]]:
    """The same for the table `incidents`."""
    clause, values = narrowed(chosen)
    return (f"WHERE id IN (SELECT id FROM lines {clause})" if clause else ""), values
