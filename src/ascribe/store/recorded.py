"""Track records as they were when the case was resolved: an entry for each thing that a voice said of one actor."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import msgspec

from ascribe.model import VoiceKind
from ascribe.model.record import Outcome, Recorded, RecordEntry
from ascribe.model.reliability import Capacity

TABLES = """
CREATE TABLE entries (                   -- of the track records
  key TEXT NOT NULL, settled INTEGER NOT NULL, incident TEXT NOT NULL REFERENCES incidents(id), number INTEGER NOT NULL,
  name TEXT NOT NULL, kind TEXT NOT NULL, capacity TEXT NOT NULL, outcome TEXT NOT NULL, content TEXT NOT NULL,
  PRIMARY KEY (key, settled DESC, incident, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX entries_counted ON entries(key, capacity, outcome, name, kind);
CREATE INDEX entries_by_incident ON entries(incident);
CREATE TABLE spoken_by (                 -- names that a voice of the track records speaks under
  name TEXT NOT NULL, key TEXT NOT NULL, incident TEXT NOT NULL REFERENCES incidents(id),
  PRIMARY KEY (name, key, incident)
) STRICT, WITHOUT ROWID;
CREATE INDEX spoken_by_incident ON spoken_by(incident);
"""


class Tally(NamedTuple):
    """What one voice's entries come to."""

    key: str
    name: str
    kind: VoiceKind
    counted: dict[tuple[Capacity, Outcome], int]


def put(c: sqlite3.Connection, entries: Iterable[Recorded]) -> None:
    """Enters the entries of incidents that have none. Call inside of a transaction."""
    held = list(entries)
    c.executemany(
        f"INSERT INTO entries VALUES ({', '.join('?' * 9)})",
        (
            (
                e.key,
                int(e.entry.outcome is not Outcome.OPEN),
                e.entry.incident,
                number,
                e.name,
                e.kind.value,
                e.entry.capacity.value,
                e.entry.outcome.value,
                msgspec.json.encode(e.entry).decode(),
            )
            for number, e in _numbered(held)
        ),
    )
    spoken = sorted({(n, e.key, e.entry.incident) for e in held for n in e.spoken})
    c.executemany("INSERT INTO spoken_by VALUES (?, ?, ?)", spoken)


def _numbered(held: Iterable[Recorded]) -> Iterator[tuple[int, Recorded]]:
    """Entries with their places among those of their incident."""
    count: Counter[str] = Counter()
    for e in held:
        count[e.entry.incident] += 1
        yield count[e.entry.incident], e


def there(c: sqlite3.Connection) -> bool:
    """Whether there are any: a case that an earlier program resolved has none."""
    return bool(c.execute("SELECT EXISTS (SELECT 1 FROM entries)").fetchone()[0])


def keys(c: sqlite3.Connection, name: str | None = None) -> list[str]:
    """The voices that speak under a name, or all."""
    if name is None:
        rows = c.execute("SELECT DISTINCT key FROM entries")
    else:
        rows = c.execute("SELECT DISTINCT key FROM spoken_by WHERE name = ? ORDER BY key", (name,))
    return [r["key"] for r in rows]


def tally(c: sqlite3.Connection, key: str) -> Tally | None:
    """What a voice's entries come to, under the name that most of them are under; None where it has none."""
    rows = c.execute(
        "SELECT capacity, outcome, name, kind, count(*) AS n FROM entries WHERE key = ? GROUP BY 1, 2, 3, 4", (key,)
    ).fetchall()
    if not rows:
        return None
    counted: dict[tuple[Capacity, Outcome], int] = {}
    called: dict[tuple[str, str], int] = {}
    for r in rows:
        of = Capacity(r["capacity"]), Outcome(r["outcome"])
        counted[of] = counted.get(of, 0) + r["n"]
        called[r["name"], r["kind"]] = called.get((r["name"], r["kind"]), 0) + r["n"]
    name, kind = max(called, key=lambda known: (called[known], known))
    return Tally(key, name, VoiceKind(kind), counted)


def entries(c: sqlite3.Connection, key: str, limit: int = -1) -> tuple[RecordEntry, ...]:
    """A voice's entries, what is settled first."""
    rows = c.execute(
        "SELECT content FROM entries WHERE key = ? ORDER BY settled DESC, incident, number LIMIT ?", (key, limit)
    )
    return tuple(msgspec.json.decode(r["content"], type=RecordEntry) for r in rows)
