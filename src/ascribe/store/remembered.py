"""What resolving remembers of a case, so that one more report costs what it touches and not what the case holds.

All of it is derived: made when the whole case is resolved, and grown with it. Tellings have a number in the order of
intake; those of one component can bear on each other. `pending` holds the reports that were read since.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Mapping

import msgspec
import numpy as np
from numpy.typing import NDArray

from ascribe.model import Actor, Attribute, CopyGroup, Held, Place, Reading, Span, Stance
from ascribe.model.relation import Relation

TABLES = """
CREATE TABLE pending (report TEXT PRIMARY KEY REFERENCES reports(id)) STRICT, WITHOUT ROWID;
CREATE TABLE tellings (
  number INTEGER PRIMARY KEY, report TEXT NOT NULL REFERENCES reports(id), key TEXT NOT NULL,
  name TEXT NOT NULL,                    -- of the incident that it founds
  component INTEGER NOT NULL,
  content BLOB NOT NULL                  -- all by which it is compared, as resolve/tellings.py packs it
) STRICT;
CREATE INDEX tellings_by_name ON tellings(name);
CREATE INDEX tellings_by_report ON tellings(report, key, component);
CREATE INDEX tellings_by_component ON tellings(component);
CREATE TABLE blocks (key INTEGER, telling INTEGER, PRIMARY KEY (key, telling)) STRICT, WITHOUT ROWID;
CREATE TABLE named (                     -- what the names of a report stand for
  report TEXT PRIMARY KEY REFERENCES reports(id),
  content BLOB NOT NULL                  -- MessagePack: actors by name, places by name
) STRICT, WITHOUT ROWID;
CREATE TABLE places (id TEXT PRIMARY KEY, content TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE persons (                   -- named in reports, in the order in which they were met
  number INTEGER PRIMARY KEY, key TEXT NOT NULL, actor TEXT NOT NULL
) STRICT;
CREATE INDEX persons_by_key ON persons(key, number, actor);
CREATE TABLE signatures (position INTEGER PRIMARY KEY, report TEXT NOT NULL, marks BLOB NOT NULL) STRICT;
CREATE TABLE rarity (word TEXT PRIMARY KEY, tellings INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE relations (                 -- part 0: of the actors themselves, 1: told by a report, 2: observed
  part INTEGER, report INTEGER, one TEXT, number INTEGER, other TEXT NOT NULL, kind TEXT NOT NULL,
  content TEXT NOT NULL, PRIMARY KEY (part, report, one, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX relations_of ON relations(one, kind, other);
CREATE INDEX relations_to ON relations(other, kind, one);
CREATE INDEX speakers_by_actor ON speakers(actor);
CREATE INDEX redirects_by_incident ON redirects(incident);
CREATE INDEX ties_by_report ON ties(report);
"""
REMEMBERED = (
    "pending",
    "tellings",
    "blocks",
    "named",
    "places",
    "persons",
    "signatures",
    "rarity",
    "relations",
    "subjects",
)
"""Emptied when the whole case is resolved."""

LISTED = "(SELECT value FROM json_each(?))"


class KeptTelling(msgspec.Struct, frozen=True):
    """A telling as it lies in the case."""

    number: int
    report: str
    key: str
    name: str
    component: int
    content: bytes
    blocks: tuple[int, ...] = ()


class NamesOf(msgspec.Struct, frozen=True):
    """What the names of a report stand for, by name as worded."""

    actors: dict[str, str]
    places: dict[str, str]


class Memory(msgspec.Struct, frozen=True):
    """What a resolution leaves to be remembered: of the whole case, or of what grew."""

    tellings: tuple[KeptTelling, ...] = ()  # new ones, and those that changed
    components: tuple[tuple[int, int], ...] = ()  # of tellings that were there: number, component
    named: tuple[tuple[str, NamesOf], ...] = ()  # by report
    places: tuple[Place, ...] = ()
    persons: tuple[tuple[str, str], ...] = ()  # key, actor
    signatures: tuple[tuple[int, str, bytes], ...] = ()  # position, report, marks
    relations: tuple[tuple[int, int, int, Relation], ...] = ()  # part, position of the report, number
    rarity: Mapping[str, int] | None = None  # None where it stays as it is
    estimates: Estimates | None = None
    subjects: Mapping[str, str] | None = None  # None where they stay as they are


class Estimates(msgspec.Struct, frozen=True):
    """What is reckoned over the whole case, and stays until it is resolved as a whole again."""

    reports: int
    tellings: int
    usual: str | None


def put(c: sqlite3.Connection, memory: Memory) -> None:
    """Writes what is to be remembered. Call inside of a transaction."""
    many = c.executemany
    held = [(t.number, t.report, t.key, t.name, t.component, t.content) for t in memory.tellings]
    many("INSERT OR REPLACE INTO tellings VALUES (?, ?, ?, ?, ?, ?)", held)
    many("INSERT OR IGNORE INTO blocks VALUES (?, ?)", sorted((b, t.number) for t in memory.tellings for b in t.blocks))
    many("UPDATE tellings SET component = ? WHERE number = ?", [(to, n) for n, to in memory.components])
    many("INSERT OR REPLACE INTO named VALUES (?, ?)", [(r, msgspec.msgpack.encode(n)) for r, n in memory.named])
    many("INSERT OR REPLACE INTO places VALUES (?, ?)", [(p.id, _json(p)) for p in memory.places])
    many("INSERT INTO persons (key, actor) VALUES (?, ?)", memory.persons)
    many("INSERT OR REPLACE INTO signatures VALUES (?, ?, ?)", memory.signatures)
    many(
        "INSERT OR REPLACE INTO relations VALUES (?, ?, ?, ?, ?, ?, ?)",
        [(part, at, r.one, n, r.other, r.kind.value, _json(r)) for part, at, n, r in memory.relations],
    )
    if memory.rarity is not None:
        many("INSERT INTO rarity VALUES (?, ?)", sorted(memory.rarity.items()))
    if memory.subjects is not None:
        many("INSERT INTO subjects VALUES (?, ?)", sorted(memory.subjects.items()))
    if memory.estimates is not None:
        c.execute("INSERT OR REPLACE INTO state VALUES ('estimates', ?)", (_json(memory.estimates),))


def estimates(c: sqlite3.Connection) -> Estimates | None:
    """What was reckoned over the whole case; None where it was never resolved so."""
    row = c.execute("SELECT value FROM state WHERE name = 'estimates'").fetchone()
    return msgspec.json.decode(row["value"], type=Estimates) if row else None


def subjects(c: sqlite3.Connection) -> dict[str, str]:
    """What decisions name -> the name of the same since it was read anew."""
    return {r["old"]: r["now"] for r in c.execute("SELECT old, now FROM subjects")}


def pending(c: sqlite3.Connection) -> list[str]:
    """The reports that were read since the case was resolved, in order of intake."""
    rows = c.execute("SELECT r.id FROM pending p JOIN reports r ON r.id = p.report ORDER BY r.position")
    return [r["id"] for r in rows]


def follow(c: sqlite3.Connection, first: int) -> bool:
    """Whether no report from a position on was resolved before."""
    sql = "SELECT 1 FROM reports r CROSS JOIN named n ON n.report = r.id WHERE r.position >= ? LIMIT 1"
    return c.execute(sql, (first,)).fetchone() is None


def positions(c: sqlite3.Connection, reports: Iterable[str]) -> dict[str, int]:
    """The place of reports in the order of intake."""
    rows = c.execute(f"SELECT id, position FROM reports WHERE id IN {LISTED}", (_list(reports),))
    return {r["id"]: r["position"] for r in rows}


def persons(c: sqlite3.Connection, key: str) -> list[Actor]:
    """The persons met under a key, in the order in which they were."""
    rows = c.execute(
        "SELECT a.content FROM persons p JOIN actors a ON a.id = p.actor WHERE p.key = ? ORDER BY p.number", (key,)
    )
    return [msgspec.json.decode(r["content"], type=Actor) for r in rows]


def rarity(c: sqlite3.Connection, words: Iterable[str]) -> dict[str, int]:
    """In how many tellings words stood."""
    rows = c.execute(f"SELECT word, tellings FROM rarity WHERE word IN {LISTED}", (_list(words),))
    return {r["word"]: r["tellings"] for r in rows}


def signatures(c: sqlite3.Connection, width: int) -> tuple[list[str], NDArray[np.uint32]]:
    """The reports that have words, and their signatures, one a row."""
    rows = c.execute("SELECT report, marks FROM signatures ORDER BY position").fetchall()
    held = np.frombuffer(b"".join(r["marks"] for r in rows), dtype="<u4").reshape(len(rows), width)
    return [r["report"] for r in rows], held


def groups(c: sqlite3.Connection, reports: Collection[str]) -> list[CopyGroup]:
    """The groups of copies that reports are of."""
    rows = c.execute(
        "SELECT original, group_concat(copy, ' ') AS copies FROM copies WHERE original IN "
        f"(SELECT original FROM copies WHERE copy IN {LISTED.replace('?', '?1')} "
        f"UNION SELECT original FROM copies WHERE original IN {LISTED.replace('?', '?1')}) "
        "GROUP BY original ORDER BY original",
        (_list(reports),),
    )
    return [CopyGroup(r["original"], tuple(sorted(r["copies"].split()))) for r in rows]


def sharing(c: sqlite3.Connection, blocks: Collection[int]) -> list[sqlite3.Row]:
    """Number, component and content of the tellings that lie in one of these blocks."""
    return c.execute(
        "SELECT number, component, content FROM tellings WHERE number IN "
        "(SELECT b.telling FROM json_each(?) j CROSS JOIN blocks b ON b.key = j.value) ORDER BY number",
        (_list(blocks),),
    ).fetchall()


def told_by(c: sqlite3.Connection, reports: Collection[str]) -> list[sqlite3.Row]:
    """The same of the tellings of these reports."""
    sql = f"SELECT number, component, content FROM tellings WHERE report IN {LISTED} ORDER BY number"
    return c.execute(sql, (_list(reports),)).fetchall()


def within(c: sqlite3.Connection, components: Collection[int]) -> list[sqlite3.Row]:
    """The same of the tellings of these components."""
    sql = f"SELECT number, component, content FROM tellings WHERE component IN {LISTED} ORDER BY number"
    return c.execute(sql, (_list(components),)).fetchall()


def components_of(c: sqlite3.Connection, incidents: Iterable[str]) -> set[int]:
    """The components in which these incidents lie, under any name that they had."""
    rows = c.execute(
        "SELECT DISTINCT t.component FROM json_each(?1) j CROSS JOIN tellings t ON t.name = j.value",
        (_list(incidents),),
    )
    return {r["component"] for r in rows}


def components_of_tellings(c: sqlite3.Connection, tellings: Iterable[tuple[str, str]]) -> set[int]:
    """The components of tellings, given as report and key."""
    found = set()
    for report, key in tellings:
        rows = c.execute("SELECT component FROM tellings WHERE report = ? AND key = ?", (report, key))
        found |= {r["component"] for r in rows}
    return found


def incidents_of_statements(c: sqlite3.Connection, statements: Iterable[str]) -> set[str]:
    """The incidents that statements are about."""
    rows = c.execute(f"SELECT incident FROM statements WHERE id IN {LISTED}", (_list(statements),))
    return {r["incident"] for r in rows}


def incidents_naming(c: sqlite3.Connection, actors: Collection[str]) -> set[str]:
    """The incidents for which one of these actors is named as responsible, or is a voice."""
    rows = c.execute(
        "WITH asked AS (SELECT value AS id FROM json_each(?)) "
        "SELECT l.id FROM asked JOIN names n ON n.actor = asked.id JOIN attributions a ON a.name = n.number "
        "JOIN lines l ON l.number = a.incident "
        "UNION SELECT s.incident FROM asked JOIN speakers p ON p.actor = asked.id "
        "JOIN statements s ON s.report = p.report AND s.voice = p.voice",
        (_list(actors),),
    )
    return {r[0] for r in rows}


def held(c: sqlite3.Connection, subject: str) -> Held | None:
    """The words that an incident (its first telling), a telling (report/key) or a statement stands on."""
    report, _, key = subject.rpartition("/")
    where, values = ("t.report = ? AND t.key = ?", (report, key)) if report else ("t.name = ?", (subject,))
    row = c.execute(
        f"SELECT t.report, t.key, r.content FROM tellings t JOIN readings r USING (report) WHERE {where}", values
    )
    for told in row:
        reading = msgspec.json.decode(told["content"], type=Reading)
        first = next((i.mentions[0] for i in reading.incidents if i.key == told["key"] and i.mentions), None)
        if first is not None:
            return Held(told["report"], first)
    said = c.execute("SELECT * FROM statements WHERE id = ?", (subject,)).fetchone()
    if said is None:
        return None
    span, attribute, stance = Span(said["span_start"], said["span_end"]), said["attribute"], said["stance"]
    return Held(said["report"], span, Attribute(attribute), said["value"], Stance(stance), said["voice"])


def incidents_of(c: sqlite3.Connection, numbers: Iterable[int]) -> set[str]:
    """The incidents that tellings are of."""
    rows = c.execute(
        "SELECT DISTINCT m.incident FROM json_each(?) j CROSS JOIN tellings t ON t.number = j.value "
        "CROSS JOIN members m ON m.report = t.report AND m.key = t.key",
        (_list(numbers),),
    )
    return {r["incident"] for r in rows}


def members(c: sqlite3.Connection, reports: Collection[str]) -> list[tuple[str, str, str]]:
    """Report, key and incident of every telling of these reports."""
    rows = c.execute(f"SELECT report, key, incident FROM members WHERE report IN {LISTED}", (_list(reports),))
    return [(r["report"], r["key"], r["incident"]) for r in rows]


def named(c: sqlite3.Connection, reports: Collection[str]) -> dict[str, NamesOf]:
    """What the names of reports stand for."""
    rows = c.execute(f"SELECT report, content FROM named WHERE report IN {LISTED}", (_list(reports),))
    return {r["report"]: msgspec.msgpack.decode(r["content"], type=NamesOf) for r in rows}


def places(c: sqlite3.Connection, ids: Collection[str]) -> dict[str, Place]:
    """Places by id."""
    rows = c.execute(f"SELECT content FROM places WHERE id IN {LISTED}", (_list(ids),))
    return {p.id: p for r in rows for p in [msgspec.json.decode(r["content"], type=Place)]}


def relations(c: sqlite3.Connection, ones: Collection[str] | None = None) -> list[tuple[int, Relation]]:
    """Relations with their part, in the order in which they hold: all, or of these actors."""
    order = "ORDER BY part, report, CASE part WHEN 0 THEN one END, number"
    if ones is None:
        rows = c.execute(f"SELECT part, content FROM relations {order}")
    else:
        rows = c.execute(f"SELECT part, content FROM relations WHERE one IN {LISTED} {order}", (_list(ones),))
    return [(r["part"], msgspec.json.decode(r["content"], type=Relation)) for r in rows]


def parts_of(c: sqlite3.Connection, wholes: Collection[str]) -> set[str]:
    """The actors that are parts of these, near or far, and these."""
    rows = c.execute(
        "WITH RECURSIVE found(id) AS (SELECT value FROM json_each(?) "
        "UNION SELECT r.one FROM found JOIN relations r ON r.other = found.id AND r.kind = 'part of') "
        "SELECT id FROM found",
        (_list(wholes),),
    )
    return {r["id"] for r in rows}


def _list(values: Iterable[object]) -> str:
    """Any number of values as one bound one."""
    return msgspec.json.encode(sorted(values)).decode()


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
