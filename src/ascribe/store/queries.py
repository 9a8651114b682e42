"""Questions to the derived tables, answered in the structs of `model.view`. Every order is fixed."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Sequence
from datetime import date

import msgspec

from ascribe.model import Actor, Attribute, Reading, Report, Stance, Weighed
from ascribe.model.view import (
    AccountView,
    ActorRow,
    Counts,
    IncidentFilter,
    IncidentRow,
    ProceedingView,
    ReportRow,
    SearchHit,
    SourceRow,
    StatementView,
    TieView,
)
from ascribe.store import meanings
from ascribe.store.filtering import asked_words, conditions


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
            "SELECT count(*) FROM reports r LEFT JOIN readings d ON d.report = r.id AND d.extractor = ? "
            "WHERE d.report IS NULL",
            extractor,
        ),
    )


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


def attributions(c: sqlite3.Connection) -> list[StatementView]:
    """Every statement in the case about who is responsible, in the order of reports and text."""
    rows = c.execute(
        "SELECT s.content FROM statements s JOIN reports r ON r.id = s.report WHERE s.attribute = 'responsible' "
        "ORDER BY r.position, s.span_start, s.span_end, s.id"
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
    """The member that an incident is named after: the one taken in first, as (report, key)."""
    row = c.execute(
        "SELECT m.report, m.key FROM members m JOIN reports r ON r.id = m.report WHERE m.incident = ? "
        "ORDER BY r.position, m.key LIMIT 1",
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


def actor_rows(c: sqlite3.Connection) -> tuple[ActorRow, ...]:
    """Who is named as responsible, those named most often first."""
    known = actors(c)
    groups: dict[tuple[str | None, str], list[sqlite3.Row]] = {}
    rows = c.execute(
        "SELECT actor, value, voice, stance, incident FROM statements WHERE attribute = ? AND value != 'unknown' "
        "AND NOT rejected ORDER BY id",
        (Attribute.RESPONSIBLE.value,),
    )
    for r in rows:
        name = known[r["actor"]].name if r["actor"] in known else r["value"]
        groups.setdefault((r["actor"], name), []).append(r)
    found = []
    for (actor, name), said in groups.items():
        held = known.get(actor) if actor is not None else None
        stances = [Stance(r["stance"]) for r in said]
        accusers = [r["voice"] for r, s in zip(said, stances, strict=True) if s in ACCUSING]
        found.append(
            ActorRow(
                id=actor,
                name=name,
                kind=held.kind.value if held else None,
                country=held.country if held else None,
                years=held.years if held else None,
                accused=len(accusers),
                claimed=sum(s in {Stance.CLAIMS, Stance.CONFESSES} for s in stances),
                denied=sum(s is Stance.DENIES for s in stances),
                incidents=len({r["incident"] for r in said}),
                accusers=tuple(sorted(set(accusers), key=lambda v: (-accusers.count(v), v))),
            )
        )
    return tuple(sorted(found, key=lambda a: (-a.incidents, -a.accused, a.name)))


ACCUSING = frozenset({Stance.ACCUSES, Stance.SUSPECTS, Stance.REPORTS, Stance.CONVICTS})


def source_rows(c: sqlite3.Connection, grades: dict[str, str]) -> tuple[SourceRow, ...]:
    """Voices and outlets, those that say most first. An outlet's own voice goes under the outlet's name."""
    rows = c.execute(
        "SELECT CASE WHEN s.voice_kind = 'report' THEN coalesce(r.publisher, r.name) ELSE s.voice END AS spoken, "
        "s.voice_kind AS kind, count(DISTINCT s.report) AS reports, count(*) AS said, "
        "sum(s.attribute = 'responsible') AS attributions, "
        "sum(s.attribute = 'responsible' AND EXISTS (SELECT 1 FROM conflicts k WHERE k.incident = s.incident "
        "AND k.attribute = 'responsible')) AS disputed "
        "FROM statements s JOIN reports r ON r.id = s.report WHERE NOT s.rejected "
        "GROUP BY spoken, s.voice_kind ORDER BY said DESC, spoken, s.voice_kind"
    )
    return tuple(
        SourceRow(
            r["spoken"], r["kind"], r["reports"], r["said"], r["attributions"], r["disputed"], grades.get(r["spoken"])
        )
        for r in rows
    )


def search(c: sqlite3.Connection, words: str, limit: int) -> tuple[SearchHit, ...]:
    """Incidents all of whose words stand in their headline or quotes, statements, and reports; best first in each.

    Each of the three gets a share of `limit`; what one leaves free goes to the next.
    """
    asked = asked_words(words)
    if not asked or limit < 1:
        return ()
    query = " ".join(f'"{w}"' for w in asked)
    found = [
        SearchHit("incident", r["id"], None, r["headline"], " · ".join(filter(None, (r["starts"], r["where"]))))
        for r in c.execute(
            'SELECT i.id, i.headline, i.starts, i."where" FROM incident_words w JOIN incidents i ON i.id = w.incident '
            "WHERE incident_words MATCH ? GROUP BY i.id ORDER BY min(w.rank), i.position LIMIT ?",
            (query, max(1, limit // 3)),
        )
    ]
    found += [
        SearchHit("report", r["id"], r["id"], r["title"] or r["name"], passage(r["text"], asked))
        for r in c.execute(
            "SELECT r.id, r.name, r.title, r.text FROM report_words w JOIN reports r ON r.position = w.rowid "
            "WHERE report_words MATCH ? ORDER BY bm25(report_words), r.position LIMIT ?",
            (query, max(1, (limit - len(found) + 1) // 2)),
        )
    ]
    found += [
        SearchHit("statement", r["id"], r["report"], f"{r['voice']} on {r['attribute']}: {r['value']}", r["quote"])
        for r in c.execute(
            "SELECT s.id, s.report, s.voice, s.attribute, s.value, s.quote FROM incident_words w "
            "JOIN statements s ON s.id = w.statement AND s.incident = w.incident "
            "WHERE incident_words MATCH ? ORDER BY w.rank, s.id LIMIT ?",
            (query, limit),
        )
    ]
    return tuple(found[:limit])


LIKE = 0.45
"""Cosine from which a sentence is taken to mean the like of what was asked."""


def alike(c: sqlite3.Connection, vector: bytes, seen: Collection[str | None], limit: int) -> tuple[SearchHit, ...]:
    """The sentences of reports that mean the like of a direction, the likest first, from reports not found yet."""
    near = meanings.nearest(c, vector, limit + len(seen), LIKE)
    rows = {
        r["id"]: r
        for n in near
        for r in c.execute("SELECT id, name, title, text FROM reports WHERE id = ?", (n.report,))
        if n.report not in seen
    }
    return tuple(
        SearchHit("meaning", n.report, n.report, row["title"] or row["name"], n.span.of(row["text"]))
        for n in near
        if (row := rows.get(n.report)) is not None
    )[:limit]


def passage(text: str, words: Sequence[str], width: int = 120) -> str:
    """The text around the first of the words."""
    folded = text.casefold()
    at = min((i for w in words if (i := folded.find(w.casefold())) >= 0), default=0)
    start, end = max(0, at - width), min(len(text), at + width)
    return ("…" if start else "") + text[start:end].strip() + ("…" if end < len(text) else "")


def shown_report(c: sqlite3.Connection, report: Report) -> list[StatementView]:
    """The statements drawn from a report in the order of its text."""
    views = [view for _, view in statement_views(c, "report", report.id)]
    return sorted(views, key=lambda v: (v.span, v.id, v.incident))


def _json(ids: Iterable[str]) -> str:
    """Any number of ids as one bound value."""
    return msgspec.json.encode(sorted(ids)).decode()
