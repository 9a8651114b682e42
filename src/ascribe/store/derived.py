"""What is derived: readings, and all that resolving and weighing made of them. Can be thrown away at any time."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence

import msgspec

from ascribe.model import Actor, CopyGroup, Incident, Reading, Refusal, Report, Weighed
from ascribe.model.view import IncidentRow, StatementView
from ascribe.store.connection import writing
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


def traceable(report: Report, reading: Reading) -> Reading:
    """The reading without statements whose quote is not the report's text at its span; those are listed as refused."""
    refused = list(reading.refused)
    accounts = []
    for account in reading.accounts:
        kept = tuple(s for s in account.statements if s.quote and s.span.of(report.text) == s.quote)
        refused += [
            Refusal(report.name, f"quote is not in the report: {s.quote!r}")
            for s in account.statements
            if s not in kept
        ]
        if kept:
            accounts.append(msgspec.structs.replace(account, statements=kept))
    return msgspec.structs.replace(reading, accounts=tuple(accounts), refused=tuple(refused))


def put_readings(connection: sqlite3.Connection, batch: Iterable[Reading]) -> None:
    """Writes readings in one transaction; a report's earlier reading gives way."""
    with writing(connection):
        for reading in batch:
            content = msgspec.json.encode(reading).decode()
            connection.execute(
                "INSERT OR REPLACE INTO readings VALUES (?, ?, ?)", (reading.report, reading.extractor, content)
            )


def readings(connection: sqlite3.Connection) -> dict[str, Reading]:
    """Every reading by report."""
    rows = connection.execute("SELECT report, content FROM readings")
    return {row["report"]: msgspec.json.decode(row["content"], type=Reading) for row in rows}


def reading(connection: sqlite3.Connection, report: str) -> Reading | None:
    """The reading of one report."""
    row = connection.execute("SELECT content FROM readings WHERE report = ?", (report,)).fetchone()
    return msgspec.json.decode(row["content"], type=Reading) if row else None


def unread(connection: sqlite3.Connection, extractor: str) -> list[str]:
    """Ids of the reports that this extractor has not read, in order of intake."""
    rows = connection.execute(
        "SELECT r.id FROM reports r LEFT JOIN readings d ON d.report = r.id AND d.extractor = ? "
        "WHERE d.report IS NULL ORDER BY r.position",
        (extractor,),
    )
    return [row["id"] for row in rows]


def state(connection: sqlite3.Connection, name: str) -> str | None:
    """A remembered value, such as the fingerprint of what was last resolved."""
    row = connection.execute("SELECT value FROM state WHERE name = ?", (name,)).fetchone()
    return row["value"] if row else None


def replace_derived(connection: sqlite3.Connection, derived: Derived, fingerprint: str) -> None:
    """Puts a resolution in the place of the last one, whole or not at all."""
    with writing(connection):
        for table in DERIVED_TABLES:
            connection.execute(f"DELETE FROM {table}")
        for position, (incident, row) in enumerate(zip(derived.incidents, derived.rows, strict=True), 1):
            connection.execute(f"INSERT INTO incidents VALUES ({', '.join('?' * 21)})", _incident(position, row))
            connection.executemany(
                "INSERT INTO members VALUES (?, ?, ?)", [(m.report, m.key, incident.id) for m in incident.members]
            )
        connection.executemany(
            f"INSERT OR IGNORE INTO statements VALUES ({', '.join('?' * 17)})",
            [_statement(account, s) for account, s in derived.statements],
        )
        _weighed(connection, derived.weighed)
        connection.executemany(
            "INSERT INTO actors VALUES (?, ?, ?)",
            [(a.id, a.name, msgspec.json.encode(a).decode()) for a in derived.actors],
        )
        connection.executemany(
            "INSERT INTO copies VALUES (?, ?)", [(c, g.original) for g in derived.copies for c in g.copies]
        )
        connection.executemany("INSERT OR IGNORE INTO redirects VALUES (?, ?)", derived.redirects)
        connection.execute("INSERT OR REPLACE INTO state VALUES ('resolved', ?)", (fingerprint,))


def forget(connection: sqlite3.Connection) -> None:
    """Throws away everything that is derived."""
    with writing(connection):
        for table in (*DERIVED_TABLES, "readings", "state"):
            connection.execute(f"DELETE FROM {table}")


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
    for one in weighed:
        connection.execute("INSERT INTO weighed VALUES (?, ?)", (one.incident, msgspec.json.encode(one).decode()))
        connection.executemany(
            "INSERT INTO findings VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (f.incident, f.attribute.value, f.best, f.low, f.high, f.basis, f.origins, f.reports)
                for f in one.findings
            ],
        )
        connection.executemany(
            "INSERT INTO conflicts VALUES (?, ?, ?)", [(c.incident, c.attribute.value, c.why) for c in one.conflicts]
        )
