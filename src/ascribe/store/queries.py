"""Questions to the derived tables, answered in the structs of `model.view`. Every order is fixed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import date

import msgspec

from ascribe.model import Actor, Reading, Report, Weighed
from ascribe.model.view import (
    AccountView,
    Counts,
    IncidentFilter,
    IncidentRow,
    ProceedingView,
    ReportRow,
    StatementView,
    TieView,
)
from ascribe.store.filtering import conditions

PRECEDENCE = "r.published IS NULL, r.published, r.id, length(m.key), m.key"
"""The order of an incident's members m of reports r: the one that it is named after first."""

UNREAD = (
    "NOT EXISTS (SELECT 1 FROM readings d INDEXED BY readings_by_extractor WHERE d.extractor = ? AND d.report = r.id)"
)
"""Of a report r: that an extractor has not read it."""


def counts(c: sqlite3.Connection, extractor: str) -> Counts:
    """What the case holds."""

    def one(sql: str, *values: object) -> int:
        (n,) = c.execute(sql, values).fetchone()
        return int(n)

    return Counts(
        reports=one("SELECT count(*) FROM reports"),
        incidents=one("SELECT count(*) FROM incidents"),
        accounts=one("SELECT count(DISTINCT account) FROM statements"),
        statements=one("SELECT count(*) FROM statements"),
        conflicts=one("SELECT count(*) FROM conflicts"),
        decisions=one("SELECT count(*) FROM journal WHERE kind != 'intake'"),
        waiting=one(
            f"SELECT count(*) FROM reports r WHERE {UNREAD}",
            extractor,
        ),
    )


def incident_count(c: sqlite3.Connection) -> int:
    """How many incidents the case holds."""
    (count,) = c.execute("SELECT count(*) FROM lines").fetchone()
    return int(count)


def incident_rows(c: sqlite3.Connection, chosen: IncidentFilter) -> tuple[IncidentRow, ...]:
    """The incidents that a filter lets through, by date, undated ones last."""
    clause, values = conditions(chosen)
    rows = c.execute(f"SELECT row FROM incidents {clause} ORDER BY starts IS NULL, starts, position", values)
    return tuple(msgspec.json.decode(r["row"], type=IncidentRow) for r in rows)


def incident_ids(c: sqlite3.Connection, handle: str) -> list[str]:
    """The incident with this id, or that once had it, or all whose ids begin so."""
    exact = c.execute("SELECT id FROM incidents WHERE id = ?", (handle,)).fetchall()
    moved = c.execute("SELECT incident AS id FROM redirects WHERE old = ?", (handle,)).fetchall()
    if exact or moved:
        return [(exact or moved)[0]["id"]]
    begin = handle if handle.startswith("inc-") else f"inc-{handle}"
    end = begin + "\uffff"
    rows = c.execute(
        "SELECT id FROM incidents WHERE id BETWEEN ? AND ? "
        "UNION SELECT incident FROM redirects WHERE old BETWEEN ? AND ? ORDER BY 1",
        (begin, end, begin, end),
    )
    return [r["id"] for r in rows]


def rows_of(c: sqlite3.Connection, ids: Iterable[str]) -> dict[str, IncidentRow]:
    """Table lines by id."""
    rows = c.execute(
        "SELECT id, row FROM incidents WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id", (_json(ids),)
    )
    return {r["id"]: msgspec.json.decode(r["row"], type=IncidentRow) for r in rows}


def weighed(c: sqlite3.Connection, incident: str) -> Weighed:
    """Findings and conflicts of an incident."""
    row = c.execute("SELECT content FROM weighed WHERE incident = ?", (incident,)).fetchone()
    return msgspec.json.decode(row["content"], type=Weighed) if row else Weighed(incident)


def statement_views(c: sqlite3.Connection, column: str, value: str) -> list[tuple[str, StatementView]]:
    """Statements of one incident or report, with their accounts, in the order of reports and text."""
    assert column in {"incident", "report"}
    rows = c.execute(
        f"SELECT s.account, s.content FROM statements s JOIN reports r ON r.id = s.report WHERE s.{column} = ? "
        "ORDER BY r.published IS NULL, r.published, r.position, s.account, s.span_start, s.span_end, s.id",
        (value,),
    )
    return [(r["account"], msgspec.json.decode(r["content"], type=StatementView)) for r in rows]


def attributions(c: sqlite3.Connection, voice: str | None = None) -> list[StatementView]:
    """The statements about who is responsible, in the order of reports and text: all, or of `voice`'s incidents."""
    about = (
        "AND s.incident IN (SELECT t.incident FROM statements t JOIN reports o ON o.id = t.report "
        "WHERE t.attribute = 'responsible' AND (t.voice = :voice OR (t.voice_kind = 'report' AND "
        "coalesce(o.publisher, o.name) = :voice))) "
    )
    rows = c.execute(
        "SELECT s.content FROM statements s JOIN reports r ON r.id = s.report WHERE s.attribute = 'responsible' "
        f"{about if voice is not None else ''}ORDER BY r.position, s.span_start, s.span_end, s.id",
        {"voice": voice} if voice is not None else {},
    )
    return [msgspec.json.decode(r["content"], type=StatementView) for r in rows]


def account_views(c: sqlite3.Connection, incident: str) -> tuple[AccountView, ...]:
    """The accounts of an incident, by day of publication."""
    groups: dict[str, list[StatementView]] = {}
    for account, view in statement_views(c, "incident", incident):
        groups.setdefault(account, []).append(view)
    copied = copies(c, {said[0].report for said in groups.values()})
    return tuple(
        AccountView(
            id=account,
            report=said[0].report,
            report_name=said[0].report_name,
            publisher=said[0].publisher,
            published=said[0].published,
            voice=said[0].voice,
            copy_of=copied.get(said[0].report),
            statements=tuple(said),
        )
        for account, said in groups.items()
    )


def copies(c: sqlite3.Connection, reports: Iterable[str] | None = None) -> dict[str, str]:
    """For each copy (of these reports, or of all) the report whose text it carries."""
    if reports is None:
        rows = c.execute("SELECT copy, original FROM copies ORDER BY copy")
    else:
        rows = c.execute(
            "SELECT copy, original FROM copies WHERE copy IN (SELECT value FROM json_each(?)) ORDER BY copy",
            (_json(reports),),
        )
    return {r["copy"]: r["original"] for r in rows}


def copies_of(c: sqlite3.Connection, original: str) -> tuple[str, ...]:
    """The reports that carry this one's text."""
    return tuple(r["copy"] for r in c.execute("SELECT copy FROM copies WHERE original = ? ORDER BY copy", (original,)))


def told_by(c: sqlite3.Connection, report: str) -> dict[str, str]:
    """The incident that each key of a report's reading was resolved to."""
    rows = c.execute("SELECT key, incident FROM members WHERE report = ? ORDER BY key", (report,))
    return {r["key"]: r["incident"] for r in rows}


def founder(c: sqlite3.Connection, incident: str) -> tuple[str, str]:
    """The member that an incident is named after: the one published first, as (report, key)."""
    row = c.execute(
        "SELECT m.report, m.key FROM members m JOIN reports r ON r.id = m.report WHERE m.incident = ? "
        f"ORDER BY {PRECEDENCE} LIMIT 1",
        (incident,),
    ).fetchone()
    return row["report"], row["key"]


def ties(c: sqlite3.Connection, incident: str) -> tuple[TieView, ...]:
    """The ties that reports draw between this incident and others."""
    rows = c.execute(
        "SELECT t.content, i.id, i.headline FROM ties t "
        "JOIN incidents i ON i.id = CASE t.source WHEN ?1 THEN t.target ELSE t.source END "
        "WHERE t.source = ?1 OR t.target = ?1 ORDER BY t.position",
        (incident,),
    )
    return tuple(
        msgspec.structs.replace(
            msgspec.json.decode(r["content"], type=TieView), other=r["id"], other_headline=r["headline"]
        )
        for r in rows
    )


def proceedings(c: sqlite3.Connection, column: str, value: str) -> tuple[ProceedingView, ...]:
    """The proceedings that follow an incident, or that a report tells of."""
    assert column in {"incident", "report"}
    rows = c.execute(f"SELECT content FROM proceedings WHERE {column} = ? ORDER BY position", (value,))
    return tuple(msgspec.json.decode(r["content"], type=ProceedingView) for r in rows)


def reading_of(c: sqlite3.Connection, report: str) -> Reading | None:
    row = c.execute("SELECT content FROM readings WHERE report = ?", (report,)).fetchone()
    return msgspec.json.decode(row["content"], type=Reading) if row else None


def actors(c: sqlite3.Connection, ids: Iterable[str] | None = None) -> dict[str, Actor]:
    """The actors (these, or all) that names in the case stand for."""
    if ids is None:
        rows = c.execute("SELECT content FROM actors ORDER BY id")
    else:
        rows = c.execute(
            "SELECT content FROM actors WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id", (_json(ids),)
        )
    return {a.id: a for r in rows for a in [msgspec.json.decode(r["content"], type=Actor)]}


def report_rows(c: sqlite3.Connection, limit: int = -1, offset: int = 0) -> tuple[ReportRow, ...]:
    """The reports in order of intake: all, or so many from the one at `offset` on."""
    rows = c.execute(
        "SELECT r.*, (SELECT count(*) FROM members m WHERE m.report = r.id) AS incidents "
        "FROM reports r ORDER BY position LIMIT ? OFFSET ?",
        (limit, offset),
    ).fetchall()
    copied = copies(c) if limit < 0 else copies(c, [r["id"] for r in rows])
    return tuple(
        ReportRow(
            id=r["id"],
            name=r["name"],
            title=r["title"],
            publisher=r["publisher"],
            published=date.fromisoformat(r["published"]) if r["published"] else None,
            words=len(r["text"].split()),
            incidents=r["incidents"],
            copy_of=copied.get(r["id"]),
        )
        for r in rows
    )


def shown_report(c: sqlite3.Connection, report: Report) -> list[StatementView]:
    """The statements drawn from a report in the order of its text."""
    views = [view for _, view in statement_views(c, "report", report.id)]
    return sorted(views, key=lambda v: (v.span, v.id, v.incident))


def _json(ids: Iterable[str]) -> str:
    """Any number of ids as one bound value."""
    return msgspec.json.encode(sorted(ids)).decode()
