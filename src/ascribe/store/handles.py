"""What people type to name a thing of the case -> the thing; raises NotFoundError with names that come near."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from difflib import get_close_matches

from ascribe.model import Report
from ascribe.model.errors import NotFoundError, UsageError
from ascribe.store import kept, queries
from ascribe.store.connection import folded

SHOWN = 5
"""Names that an error offers at most."""


def incident(c: sqlite3.Connection, handle: str) -> str:
    """The id of the incident with this id, or beginning of an id, or that once had it."""
    found = queries.incident_ids(c, handle)
    if not found:
        raise NotFoundError(f"there is no incident {handle}; the verb `incidents` lists them")
    if len(found) > 1:
        raise UsageError(f"{handle} could be {', '.join(found[:SHOWN])}; give more of the id")
    return found[0]


def report(c: sqlite3.Connection, handle: str) -> Report:
    """The report with this id, beginning of an id, or name."""
    found = kept.find_report(c, handle)
    if not found:
        names = [r["name"] for r in c.execute("SELECT DISTINCT name FROM reports ORDER BY name")]
        raise NotFoundError(f"there is no report {handle}{near(handle, names)}")
    if len(found) > 1:
        ids = ", ".join(r.id for r in found[:SHOWN])
        raise UsageError(f"{handle} could be {len(found)} reports; give one of the ids: {ids}")
    return found[0]


def member(c: sqlite3.Connection, handle: str) -> tuple[str, str]:
    """A report's telling of an incident, given as REPORT/KEY, as (report id, key)."""
    name, slash, key = handle.rpartition("/")
    if not slash:
        raise UsageError(f"{handle} is no telling; give it as REPORT/KEY, such as 3c1d9f/i2")
    found = report(c, name)
    keys = queries.told_by(c, found.id)
    if key not in keys:
        raise NotFoundError(f"report {name} tells of no incident {key!r}; it has {', '.join(keys) or 'none'}")
    return found.id, key


def statement(c: sqlite3.Connection, handle: str) -> str:
    """The id of a statement; may be shortened."""
    rows = c.execute(
        "SELECT DISTINCT id FROM statements WHERE id BETWEEN ? AND ? ORDER BY id LIMIT ?",
        (handle, handle + "\uffff", SHOWN),
    )
    found = [r["id"] for r in rows]
    if handle in found:
        return handle
    if not found or len(handle) < 4:
        raise NotFoundError(f"there is no statement {handle}; `show` and `report` tell the ids of theirs")
    if len(found) > 1:
        raise UsageError(f"{handle} could be {', '.join(found)}; give more of the id")
    return str(found[0])


def source(c: sqlite3.Connection, name: str) -> str:
    """A voice or publisher of the case, in its own spelling."""
    rows = c.execute(
        "SELECT voice AS name FROM statements UNION SELECT publisher FROM reports WHERE publisher NOT NULL"
    )
    names = sorted(r["name"] for r in rows)
    if name in names:
        return name
    alike = [n for n in names if folded(n) == folded(name)]
    if not alike:
        raise NotFoundError(f"the case has no voice or publisher {name}{near(name, names)}")
    return str(alike[0])


def near(name: str, names: Iterable[str]) -> str:
    """The end of an error: which names come near."""
    by_folded = {folded(n): n for n in names}
    found = get_close_matches(folded(name) or "", [k for k in by_folded if k], n=SHOWN, cutoff=0.6)
    return "; near it come: " + ", ".join(by_folded[f] for f in found) if found else ""
