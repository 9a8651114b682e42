"""What is derived: readings, and all that resolving and weighing made of them. Can be thrown away at any time."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterable, Sequence

import msgspec

from ascribe.model import Actor, CopyGroup, Incident, Reading, Refusal, Report, Span, Weighed
from ascribe.model.record import Recorded
from ascribe.model.relation import Relation
from ascribe.model.reliability import Measured
from ascribe.model.view import IncidentRow, ProceedingView, StatementView, TieView
from ascribe.store import meanings, queries, recorded, remembered, summing, sums, urgency
from ascribe.store.connection import writing
from ascribe.store.remembered import REMEMBERED, Memory
from ascribe.store.schema import DERIVED_TABLES


class Derived(msgspec.Struct, frozen=True):
    """One whole resolution and weighing, ready to be written."""

    incidents: tuple[Incident, ...]
    rows: tuple[IncidentRow, ...]  # in the order of `incidents`
    statements: tuple[tuple[str, StatementView], ...]  # account id, statement
    weighed: tuple[Weighed, ...]
    actors: tuple[Actor, ...]
    copies: tuple[CopyGroup, ...]
    redirects: tuple[tuple[str, str], ...]
    positions: tuple[int, ...] = ()  # of the incidents, in the order of intake
    ties: tuple[tuple[int, TieView], ...] = ()  # with their positions; `other` is the target
    proceedings: tuple[tuple[int, ProceedingView], ...] = ()
    reliabilities: tuple[Measured, ...] = ()
    anew: int = 0  # incidents that were weighed anew
    speakers: tuple[tuple[str, str, str], ...] = ()  # report, voice, and the actor that it is
    recorded: tuple[Recorded, ...] = ()  # entries of the track records
    memory: Memory = Memory()
    part: Part | None = None  # None where it is the whole case


class Part(msgspec.Struct, frozen=True):
    """What a resolution of a part of a case stands in the place of."""

    incidents: tuple[str, ...]
    reports: tuple[str, ...]  # all that tell of these, or of those that come in their place
    new: tuple[str, ...]  # the reports that were not resolved before
    originals: tuple[str, ...] = ()  # of groups of copies


def traceable(report: Report, reading: Reading) -> Reading:
    """The reading without what cannot be traced to the report's text; that is listed as refused, with the reason."""
    refused = list(reading.refused)

    def stands(span: Span, quote: str) -> bool:
        if quote and span.start >= 0 and span.of(report.text) == quote:
            return True
        refused.append(Refusal(report.name, f"these words are not in the report at {span.start}: {quote[:200]!r}"))
        return False

    told = {i.key for i in reading.incidents if i.mentions and all(_inside(m, report) for m in i.mentions)}
    accounts = []
    for account in reading.accounts:
        kept = tuple(s for s in account.statements if stands(s.span, s.quote))
        if kept and account.incident in told:
            accounts.append(msgspec.structs.replace(account, statements=kept))
    return msgspec.structs.replace(
        reading,
        incidents=tuple(i for i in reading.incidents if i.key in told),
        accounts=tuple(accounts),
        relations=tuple(r for r in reading.relations if stands(r.span, r.quote)),
        ties=tuple(t for t in reading.ties if stands(t.span, t.quote)),
        conflicts=tuple(c for c in reading.conflicts if stands(c.span, c.quote)),
        proceedings=tuple(p for p in reading.proceedings if stands(p.span, p.quote)),
        refused=tuple(refused),
    )


def _inside(span: Span, report: Report) -> bool:
    return span.start >= 0 and span.start < span.end <= len(report.text)


def put_readings(connection: sqlite3.Connection, batch: Iterable[Reading]) -> None:
    """Writes readings in one transaction; a report's earlier reading gives way."""
    with writing(connection):
        for reading in batch:
            content = msgspec.json.encode(msgspec.structs.replace(reading, meanings=())).decode()
            connection.execute(
                "INSERT OR REPLACE INTO readings VALUES (?, ?, ?)", (reading.report, reading.extractor, content)
            )
            connection.execute("INSERT OR IGNORE INTO pending VALUES (?)", (reading.report,))
            meanings.put(connection, reading)


def readings(connection: sqlite3.Connection, reports: Collection[str] | None = None) -> dict[str, Reading]:
    """Every reading by report, or those of these reports, with what the sentences mean."""
    meant = meanings.of(connection, reports)
    if reports is None:
        rows = connection.execute("SELECT report, content FROM readings")
    else:
        asked = msgspec.json.encode(sorted(reports)).decode()
        sql = "SELECT report, content FROM readings WHERE report IN (SELECT value FROM json_each(?))"
        rows = connection.execute(sql, (asked,))
    return {
        row["report"]: msgspec.structs.replace(
            msgspec.json.decode(row["content"], type=Reading), meanings=meant.get(row["report"], ())
        )
        for row in rows
    }


def reading(connection: sqlite3.Connection, report: str) -> Reading | None:
    """The reading of one report."""
    row = connection.execute("SELECT content FROM readings WHERE report = ?", (report,)).fetchone()
    return msgspec.json.decode(row["content"], type=Reading) if row else None


def written(connection: sqlite3.Connection) -> int:
    """How many readings were ever written: another number means that they are not what they were."""
    (number,) = connection.execute("SELECT number FROM changes WHERE name = 'meanings'").fetchone()
    return int(number)


def unread(connection: sqlite3.Connection, extractor: str) -> list[str]:
    """Ids of the reports that this extractor has not read, in order of intake."""
    rows = connection.execute(
        f"SELECT r.id FROM reports r WHERE {queries.UNREAD} ORDER BY r.position",
        (extractor,),
    )
    return [row["id"] for row in rows]


def state(connection: sqlite3.Connection, name: str) -> str | None:
    """A remembered value, such as the fingerprint of what was last resolved."""
    row = connection.execute("SELECT value FROM state WHERE name = ?", (name,)).fetchone()
    return row["value"] if row else None


def replace_derived(
    connection: sqlite3.Connection, derived: Derived, fingerprint: str, current: Callable[[], str]
) -> bool:
    """Puts a resolution in the place of the last one, whole or not at all.

    Writes nothing and returns False where `current` says that the case is no longer what the resolution was made from.
    """
    with writing(connection):
        if current() != fingerprint:
            return False
        if derived.part is None:
            for table in (*DERIVED_TABLES, *REMEMBERED):
                connection.execute(f"DELETE FROM {table}")
            _write(connection, derived)
            sums.summarise(connection)
            told = msgspec.json.encode(derived.reliabilities).decode()
            connection.execute("INSERT OR REPLACE INTO state VALUES ('reliabilities', ?)", (told,))
        else:
            _replace(connection, derived, derived.part)
        connection.execute("INSERT OR REPLACE INTO state VALUES ('resolved', ?)", (fingerprint,))
    return True


def _replace(connection: sqlite3.Connection, derived: Derived, part: Part) -> None:
    """Puts what a part of the case came to in the place of what was there, children before parents."""
    summing.leave(connection, part.incidents)
    gone = {"incident": part.incidents, "report": part.reports, "original": part.originals, "id": part.incidents}
    for table, column in REPLACED:
        asked = msgspec.json.encode(gone[column]).decode()
        connection.execute(f"DELETE FROM {table} WHERE {column} IN (SELECT value FROM json_each(?))", (asked,))
    connection.execute("DELETE FROM pending")
    _write(connection, derived)
    actors = [a.id for a in derived.actors]
    summing.enter(connection, [i.id for i in derived.incidents], actors, part.new)


REPLACED = (
    *(
        (table, "incident")
        for table in (
            "candidates",
            "conflicts",
            "findings",
            "weighed",
            "entries",
            "spoken_by",
            "waits",
            "statements",
            "members",
        )
    ),
    ("redirects", "incident"),
    ("ties", "report"),
    ("proceedings", "report"),
    ("copies", "original"),
    ("incidents", "id"),
)
"""Rows that a part replaces, and the column that tells which."""


def weighed(connection: sqlite3.Connection, incidents: Collection[str] | None = None) -> dict[str, Weighed]:
    """What was weighed last, by incident: all, or these."""
    if incidents is None:
        rows = connection.execute("SELECT incident, content FROM weighed")
    else:
        asked = msgspec.json.encode(sorted(incidents)).decode()
        sql = "SELECT incident, content FROM weighed WHERE incident IN (SELECT value FROM json_each(?))"
        rows = connection.execute(sql, (asked,))
    return {row["incident"]: msgspec.json.decode(row["content"], type=Weighed) for row in rows}


def reliabilities(connection: sqlite3.Connection) -> tuple[Measured, ...]:
    """How often each voice with a record or a grade is right."""
    return msgspec.json.decode(state(connection, "reliabilities") or "[]", type=tuple[Measured, ...])


def relations(connection: sqlite3.Connection) -> tuple[Relation, ...]:
    """How the actors of the case stand to each other."""
    return tuple(r for _, r in remembered.relations(connection))


def _write(connection: sqlite3.Connection, derived: Derived) -> None:
    """Every derived table, children after parents."""
    many = connection.executemany
    rows = zip(derived.positions, derived.rows, strict=True)
    many(f"INSERT INTO incidents VALUES ({', '.join('?' * 21)})", [_incident(position, row) for position, row in rows])
    members = [(m.report, m.key, i.id) for i in derived.incidents for m in i.members]
    many("INSERT INTO members VALUES (?, ?, ?)", members)
    many(
        f"INSERT OR IGNORE INTO statements VALUES ({', '.join('?' * 17)})",
        [_statement(account, s) for account, s in derived.statements],
    )
    many("INSERT OR REPLACE INTO speakers VALUES (?, ?, ?)", derived.speakers)
    _weighed(connection, derived.weighed)
    many(
        "INSERT OR REPLACE INTO actors VALUES (?, ?, ?)",
        [(a.id, a.name, msgspec.json.encode(a).decode()) for a in derived.actors],
    )
    many("INSERT INTO copies VALUES (?, ?)", [(c, g.original) for g in derived.copies for c in g.copies])
    many("INSERT OR IGNORE INTO redirects VALUES (?, ?)", derived.redirects)
    many(
        "INSERT INTO ties VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (at, t.source, t.target, t.kind.value, t.voice.name, t.report, t.quote, msgspec.json.encode(t).decode())
            for at, t in derived.ties
        ],
    )
    many(
        "INSERT INTO proceedings VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (at, p.incident, p.kind.value, p.who, p.actor, p.report, p.quote, msgspec.json.encode(p).decode())
            for at, p in derived.proceedings
        ],
    )
    recorded.put(connection, derived.recorded)
    urgency.put(connection, [i.id for i in derived.incidents])
    remembered.put(connection, derived.memory)


def outdate(connection: sqlite3.Connection) -> None:
    """Marks every reading and the resolution as due again. What they say stays to be seen until it is replaced."""
    with writing(connection):
        connection.execute("UPDATE readings SET extractor = ''")
        connection.execute("DELETE FROM state")


def _incident(position: int, row: IncidentRow) -> Sequence[object]:
    place = row.place
    return (
        row.id,
        position,
        row.headline,
        row.kind,
        row.status,
        row.when.start.isoformat() if row.when else None,
        row.when.end.isoformat() if row.when else None,
        row.where,
        place.country if place else None,
        place.latitude if place else None,
        place.longitude if place else None,
        place.precision.value if place else None,
        row.killed,
        row.wounded,
        row.responsible,
        row.likelihood,
        ", ".join(a.value for a in row.contested),
        row.accounts,
        row.reports,
        row.origins,
        msgspec.json.encode(row).decode(),
    )


def _statement(account: str, s: StatementView) -> Sequence[object]:
    return (
        s.id,
        account,
        s.incident,
        s.report,
        s.voice.name,
        s.voice.kind.value,
        s.attribute.value,
        s.shown,
        s.stance.value,
        s.span.start,
        s.span.end,
        s.quote,
        s.confidence,
        s.actor,
        int(s.rejected),
        int(s.confirmed),
        msgspec.json.encode(s).decode(),
    )


def _weighed(connection: sqlite3.Connection, weighed: Sequence[Weighed]) -> None:
    many = connection.executemany
    found = [f for one in weighed for f in one.findings]
    many("INSERT INTO weighed VALUES (?, ?)", [(one.incident, msgspec.json.encode(one).decode()) for one in weighed])
    many(
        "INSERT INTO findings VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [(f.incident, f.attribute.value, f.best, f.low, f.high, f.basis, f.origins, f.reports) for f in found],
    )
    many(
        "INSERT INTO candidates VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (f.incident, f.attribute.value, rank, c.label, c.actor, c.probability, c.word)
            for f in found
            for rank, c in enumerate(f.candidates, 1)
        ],
    )
    many(
        "INSERT INTO conflicts VALUES (?, ?, ?)",
        [(c.incident, c.attribute.value, c.why) for one in weighed for c in one.conflicts],
    )
