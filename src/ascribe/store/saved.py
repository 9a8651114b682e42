"""Searches and filters that people gave names. They are kept; one that is taken away is no longer listed."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime

from ascribe.model.errors import NotFoundError, UsageError
from ascribe.model.lists import SavedSearch

TABLES = """
CREATE TABLE searches (                  -- entered by people, not derived
  number INTEGER PRIMARY KEY, name TEXT NOT NULL, address TEXT NOT NULL, author TEXT NOT NULL, time TEXT NOT NULL,
  removed_by TEXT, removed TEXT
) STRICT;
CREATE UNIQUE INDEX searches_by_name ON searches(name) WHERE removed IS NULL;
"""
PAGES = ("/search?", "/incidents?", "/?")
"""What an address of a saved search can begin with."""
LONGEST = {"name": 80, "address": 2_000}


def all_of(c: sqlite3.Connection) -> tuple[SavedSearch, ...]:
    """Those that stand, by name."""
    rows = c.execute("SELECT * FROM searches WHERE removed IS NULL ORDER BY fold(name), number")
    return tuple(
        SavedSearch(r["number"], r["name"], r["address"], r["author"], datetime.fromisoformat(r["time"])) for r in rows
    )


def save(c: sqlite3.Connection, name: str, address: str, author: str) -> int:
    """Keeps an address of this case under a name. Raises UsageError. Call inside of a transaction."""
    name = " ".join(name.split())
    if not name or len(name) > LONGEST["name"]:
        raise UsageError(f"a saved search needs a name of 1 to {LONGEST['name']} characters")
    if not address.startswith(PAGES) or len(address) > LONGEST["address"] or not address.isprintable():
        raise UsageError("what is saved must be a search or a filter of this case")
    if c.execute("SELECT 1 FROM searches WHERE removed IS NULL AND fold(name) = fold(?)", (name,)).fetchone():
        raise UsageError(f"there is a saved search {name} already; choose another name or delete that one")
    values = (name, address, author, datetime.now(UTC).isoformat(timespec="seconds"))
    return int(
        c.execute("INSERT INTO searches (name, address, author, time) VALUES (?, ?, ?, ?)", values).lastrowid or 0
    )


def remove(c: sqlite3.Connection, number: int, author: str) -> None:
    """Takes a saved search off the list. Raises NotFoundError. Call inside of a transaction."""
    done = c.execute(
        "UPDATE searches SET removed_by = ?, removed = ? WHERE number = ? AND removed IS NULL",
        (author, datetime.now(UTC).isoformat(timespec="seconds"), number),
    )
    if done.rowcount == 0:
        raise NotFoundError(f"there is no saved search {number}")
