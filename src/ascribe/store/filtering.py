"""The filter of incidents as a condition in SQL."""

from __future__ import annotations

import re

from ascribe.model.view import IncidentFilter

PLACED = (
    '(instr(fold("where"), fold(?)) OR country = upper(?) '
    "OR instr(fold(json_extract(row, '$.place.first_order')), fold(?)))"
)
NAMED = (
    "attribute = 'responsible' AND NOT rejected AND (value IN "
    "(SELECT value FROM (SELECT DISTINCT value FROM statements WHERE attribute = 'responsible') "
    "WHERE instr(fold(value), fold(?))) "
    "OR actor IN (SELECT id FROM actors WHERE instr(fold(name || ' ' || id), fold(?))))"
)
SPOKEN = "voice IN (SELECT voice FROM (SELECT DISTINCT voice FROM statements) WHERE instr(fold(voice), fold(?)))"
PUBLISHED = "report IN (SELECT id FROM reports WHERE fold(publisher) = fold(?))"


def asked_words(words: str) -> list[str]:
    """The words of a question, without marks that the search would take for its own."""
    return re.findall(r"\w+", words)


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


def conditions(chosen: IncidentFilter) -> tuple[str, list[object]]:
    """The WHERE clause of a filter, and the values bound in it."""
    found: list[str] = []
    values: list[object] = []
    simple = {
        "ends >= ?": chosen.since.isoformat() if chosen.since else None,
        "starts <= ?": chosen.until.isoformat() if chosen.until else None,
        "kind = ?": chosen.kind,
        "CAST(killed AS INTEGER) >= ?": chosen.killed,
    }
    for condition, value in simple.items():
        if value is not None:
            found.append(condition)
            values.append(value)
    if chosen.contested:
        found.append("contested != ''")
    if chosen.reviewed is not None:
        found.append(REVIEWED if chosen.reviewed else f"NOT {REVIEWED}")
    if chosen.proceeding:
        found.append("id IN (SELECT incident FROM proceedings)")
    if chosen.box is not None:
        found.append("longitude >= ? AND latitude >= ? AND longitude <= ? AND latitude <= ?")
        values += chosen.box
    if chosen.where:
        found.append(PLACED)
        values += [chosen.where] * 3
    for named, condition in ((chosen.actor, NAMED), (chosen.voice, SPOKEN), (chosen.publisher, PUBLISHED)):
        if named:
            found.append(f"id IN (SELECT incident FROM statements WHERE {condition})")
            values += [named] * condition.count("?")
    for word in asked_words(chosen.words or ""):
        found.append("id IN (SELECT incident FROM incident_words WHERE incident_words MATCH ?)")
        values.append(f'"{word}"')
    return (f"WHERE {' AND '.join(found)}" if found else ""), values
