"""Questions to the derived tables, answered in the structs of `model.view`. Every order is fixed."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from datetime import date

import msgspec

from ascribe.model import Actor, Attribute, Reading, Report, Stance, Weighed
from ascribe.model.view import (
    AccountView,
    ActorRow,
    Counts,
    IncidentFilter,
    IncidentRow,
    ReportRow,
    SearchHit,
    SourceRow,
    StatementView,
)


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
    conditions, values = [], []
    simple = {
        "ends >= ?": chosen.since.isoformat() if chosen.since else None,
        "starts <= ?": chosen.until.isoformat() if chosen.until else None,
        "kind = ?": chosen.kind,
    }
    for condition, value in simple.items():
        if value is not None:
            conditions.append(condition)
            values.append(value)
    if chosen.contested:
        conditions.append("contested != ''")
    if chosen.where:
        conditions.append(
            "(instr(lower(\"where\"), lower(?)) OR instr(lower(coalesce(json_extract(row, '$.place.first_order'), '')), "
            "lower(?)) OR country = upper(?))"
        )
        values += [chosen.where] * 3
    speaking = {
        "attribute = 'responsible' AND (instr(lower(value), lower(?)) OR actor = ?)": chosen.actor,
        "(instr(lower(voice), lower(?)) OR voice = ?)": chosen.voice,
        "report IN (SELECT id FROM reports WHERE lower(publisher) IN (lower(?), lower(?)))": chosen.publisher,
    }
    for condition, value in speaking.items():
        if value:
            conditions.append(f"id IN (SELECT incident FROM statements WHERE {condition})")
            values += [value, value]
    if chosen.words:
        for word in chosen.words.split():
            conditions.append(
                "(instr(lower(headline), lower(?)) OR id IN (SELECT incident FROM statements WHERE "
                "instr(lower(quote), lower(?))))"
            )
            values += [word, word]
    clause = f"WHERE {' AND '.join(conditions)}" if conditions else ""
    rows = c.execute(f"SELECT row FROM incidents {clause} ORDER BY starts IS NULL, starts, position", values)
    return tuple(msgspec.json.decode(r["row"], type=IncidentRow) for r in rows)


def incident_ids(c: sqlite3.Connection, handle: str) -> list[str]:
    """The incident with this id, or that once had it, or all whose ids begin so."""
    exact = c.execute("SELECT id FROM incidents WHERE id = ?", (handle,)).fetchall()
    moved = c.execute("SELECT incident AS id FROM redirects WHERE old = ?", (handle,)).fetchall()
    if exact or moved:
        return [(exact or moved)[0]["id"]]
    begin = handle if handle.startswith("inc-") else f"inc-{handle}"
    rows = c.execute("SELECT id FROM incidents WHERE substr(id, 1, ?) = ? ORDER BY id", (len(begin), begin))
    return [r["id"] for r in rows]


def rows_of(c: sqlite3.Connection, ids: Sequence[str]) -> dict[str, IncidentRow]:
    """Table lines by id."""
    marks = ", ".join("?" * len(ids))
    rows = c.execute(f"SELECT id, row FROM incidents WHERE id IN ({marks})", list(ids))
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


def account_views(c: sqlite3.Connection, incident: str) -> tuple[AccountView, ...]:
    """The accounts of an incident, by day of publication."""
    copied = copies(c)
    groups: dict[str, list[StatementView]] = {}
    for account, view in statement_views(c, "incident", incident):
        groups.setdefault(account, []).append(view)
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


def copies(c: sqlite3.Connection) -> dict[str, str]:
    """For each copy the report whose text it carries."""
    return {r["copy"]: r["original"] for r in c.execute("SELECT copy, original FROM copies ORDER BY copy")}


def members(c: sqlite3.Connection) -> dict[tuple[str, str], str]:
    """The incident of each (report, key)."""
    return {(r["report"], r["key"]): r["incident"] for r in c.execute("SELECT * FROM members ORDER BY report, key")}


def reading_of(c: sqlite3.Connection, report: str) -> Reading | None:
    row = c.execute("SELECT content FROM readings WHERE report = ?", (report,)).fetchone()
    return msgspec.json.decode(row["content"], type=Reading) if row else None


def actors(c: sqlite3.Connection) -> dict[str, Actor]:
    """The actors that names in the case stand for."""
    rows = c.execute("SELECT content FROM actors ORDER BY id")
    return {a.id: a for r in rows for a in [msgspec.json.decode(r["content"], type=Actor)]}


def report_rows(c: sqlite3.Connection) -> tuple[ReportRow, ...]:
    """The reports in order of intake."""
    copied = copies(c)
    rows = c.execute(
        "SELECT r.*, (SELECT count(*) FROM members m WHERE m.report = r.id) AS incidents FROM reports r ORDER BY position"
    )
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
        stances = [Stance(r["stance"]) for r in said]
        accusers = [r["voice"] for r, s in zip(said, stances, strict=True) if s in ACCUSING]
        found.append(
            ActorRow(
                id=actor,
                name=name,
                kind=known[actor].kind.value if actor in known else None,
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
        "SELECT CASE WHEN s.voice_kind = 'report' THEN coalesce(r.publisher, r.name) ELSE s.voice END AS name, "
        "s.voice_kind AS kind, count(DISTINCT s.report) AS reports, count(*) AS said, "
        "sum(s.attribute = 'responsible') AS attributions, "
        "sum(s.attribute = 'responsible' AND EXISTS (SELECT 1 FROM conflicts k WHERE k.incident = s.incident "
        "AND k.attribute = 'responsible')) AS disputed "
        "FROM statements s JOIN reports r ON r.id = s.report GROUP BY name, kind ORDER BY said DESC, name, kind"
    )
    return tuple(
        SourceRow(
            r["name"], r["kind"], r["reports"], r["said"], r["attributions"], r["disputed"], grades.get(r["name"])
        )
        for r in rows
    )


def search(c: sqlite3.Connection, words: str, limit: int) -> tuple[SearchHit, ...]:
    """Incidents whose headline, and reports whose text, hold all the words."""
    asked = re.findall(r"\w+", words)
    if not asked:
        return ()
    found = [
        SearchHit("incident", row.id, None, row.headline, " · ".join(filter(None, [str(row.when or ""), row.where])))
        for row in incident_rows(c, IncidentFilter(words=" ".join(asked)))[:limit]
    ]
    query = " ".join(f'"{w}"' for w in asked)
    rows = c.execute(
        "SELECT r.id, r.name, r.title, r.text FROM report_words w JOIN reports r ON r.position = w.rowid "
        "WHERE report_words MATCH ? ORDER BY bm25(report_words), r.position LIMIT ?",
        (query, limit),
    )
    found += [SearchHit("report", r["id"], r["id"], r["title"] or r["name"], passage(r["text"], asked)) for r in rows]
    return tuple(found[:limit])


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
