"""How much a look at an incident matters, and why: what the queue of review is read from, in its order."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

import msgspec

from ascribe.store.sums import CONTESTED

SURE = ("very likely", "almost certain")
"""Words of a leading answer that needs no second look for its own sake."""
BLAMED = "SELECT 1 FROM statements s WHERE s.incident = i.id AND s.attribute = 'responsible' AND NOT s.rejected"
A_NAME = "(s.value GLOB '[A-Z]* [A-Z]*' OR s.value GLOB '[A-Z][A-Z]*')"
"""Not "gunmen" or "the group"."""
TERMS = {
    "contested": CONTESTED,
    "toll": "min(coalesce(CAST(killed AS INTEGER), 0), 50)",
    "uncertain": f"(coalesce(likelihood, '') NOT IN {SURE} AND EXISTS ({BLAMED}))",
    "unlinked": f"EXISTS ({BLAMED} AND s.actor IS NULL AND {A_NAME})",
    "unplaced": "(latitude IS NULL)",
    "undated": "(starts IS NULL)",
}
WEIGHTS = {"contested": 10, "toll": 0.5, "uncertain": 8, "unlinked": 4, "unplaced": 2, "undated": 2}
"""What each reason counts; of the dead, fifty at most count."""
TABLES = """
CREATE TABLE waits (                     -- how much a look at an incident matters, and why
  incident TEXT PRIMARY KEY REFERENCES incidents(id), score REAL NOT NULL, reports INTEGER NOT NULL,
  position INTEGER NOT NULL, n_toll REAL NOT NULL, n_uncertain INTEGER NOT NULL, n_unlinked INTEGER NOT NULL,
  n_unplaced INTEGER NOT NULL, n_undated INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX waits_in_order ON waits(score DESC, reports DESC, position);
"""
FILL = f"""
INSERT INTO waits
  SELECT id, {" + ".join(f"{weight} * n_{name}" for name, weight in WEIGHTS.items())}, reports, position,
    n_toll, n_uncertain, n_unlinked, n_unplaced, n_undated
  FROM (SELECT i.id, reports, position, {", ".join(f"{term} AS n_{name}" for name, term in TERMS.items())}
    FROM incidents i {{which}})
"""


def put(c: sqlite3.Connection, incidents: Iterable[str]) -> None:
    """Enters incidents that are not there yet. Call inside of a transaction."""
    asked = msgspec.json.encode(list(incidents)).decode()
    c.execute(FILL.format(which="WHERE i.id IN (SELECT value FROM json_each(?))"), (asked,))
