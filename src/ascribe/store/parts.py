"""One incident a part at a time: one told by thousands of reports costs what is shown of it, not all that is told."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator

import msgspec

from ascribe.model import TOLLS, Attribute, Decision, Toll
from ascribe.model.view import AccountView, Carried, Counted, IncidentPart, IncidentResult, StatementView
from ascribe.store import kept, pages, queries

SPEAKERS = 200
"""Voices that are named, those first that most accounts are of."""
COUNTS = 40
"""Counts of a toll that are given."""
QUOTES = 1_000
TEXTS = 1_000
"""Texts that several reports carry, named with their outlets at most."""
WITHIN = "accounts a JOIN lines l ON l.number = a.incident"
HEARD = f"{WITHIN} JOIN sources v ON v.number = a.source JOIN reports r ON r.position = a.report WHERE l.id = :incident"
OF_VOICE = "AND (instr(v.sought, fold(:voice)) OR instr(fold(coalesce(r.publisher, r.name)), fold(:voice)))"


def part(c: sqlite3.Connection, incident: str, voice: str, limit: int, offset: int) -> IncidentPart:
    """An incident with some of its accounts (of those that `voice` is part of the name of), by day of publication."""
    weighed = queries.weighed(c, incident)
    chosen = f"{HEARD} {OF_VOICE if voice else ''}"
    asked: dict[str, object] = {"incident": incident, "voice": voice, "limit": limit, "offset": offset}
    (found,) = c.execute(f"SELECT count(*) FROM {chosen}", asked).fetchone()
    (told,) = c.execute(f"SELECT count(*) FROM {WITHIN} WHERE l.id = :incident", asked).fetchone()
    order = "ORDER BY r.published IS NULL, r.published, r.position, a.id LIMIT :limit OFFSET :offset"
    ids = [r["id"] for r in c.execute(f"SELECT a.id FROM {chosen} {order}", asked)]
    told_of = c.execute("SELECT DISTINCT attribute, actor FROM statements WHERE incident = ?", (incident,)).fetchall()
    attributes = {r["attribute"] for r in told_of}
    actors = {r["actor"] for r in told_of} | {k.actor for f in weighed.findings for k in f.candidates}
    return IncidentPart(
        row=queries.rows_of(c, [incident])[incident],
        findings=weighed.findings,
        conflicts=weighed.conflicts,
        accounts=tuple(_accounts(c, incident, ids)),
        ties=queries.ties(c, incident),
        proceedings=queries.proceedings(c, "incident", incident),
        decisions=decisions_about(c, incident),
        actors=tuple(queries.actors(c, filter(None, actors)).values()),
        found=found,
        told=told,
        speakers=_speakers(c, incident),
        carried=_carried(c, incident),
        attributes=tuple(a for a in Attribute if a.value in attributes),
        tolls=tuple(_tolls(c, incident)),
    )


def result(c: sqlite3.Connection, incident: str) -> IncidentResult:
    """What an incident comes to, without what is said of it."""
    weighed = queries.weighed(c, incident)
    return IncidentResult(queries.rows_of(c, [incident])[incident], weighed.findings, weighed.conflicts)


def words(c: sqlite3.Connection, incident: str) -> str:
    """What is quoted of an incident: all, or a great deal."""
    rows = c.execute(f"SELECT quote FROM statements WHERE incident = ? LIMIT {QUOTES}", (incident,))
    return " ".join(r["quote"] for r in rows)


def statements(c: sqlite3.Connection, incident: str, ids: Iterable[str]) -> dict[str, StatementView]:
    """Those of an incident's statements that have these ids."""
    asked = msgspec.json.encode(sorted(set(ids))).decode()
    rows = c.execute(
        "SELECT id, content FROM statements WHERE id IN (SELECT value FROM json_each(?)) AND incident = ?",
        (asked, incident),
    )
    return {r["id"]: msgspec.json.decode(r["content"], type=StatementView) for r in rows}


def decisions_about(c: sqlite3.Connection, incident: str) -> tuple[Decision, ...]:
    """The decisions that name an incident, one of its tellings, or one of its statements."""
    every = kept.decisions(c)
    if not every:
        return ()
    about = pages.known_as(c, incident)
    asked = msgspec.json.encode(sorted({s for d in every for s in d.subjects})).decode()
    about |= {
        r["id"]
        for r in c.execute(
            "SELECT id FROM statements WHERE id IN (SELECT value FROM json_each(?)) AND incident = ?", (asked, incident)
        )
    }
    return tuple(d for d in every if about & set(d.subjects))


def heard(c: sqlite3.Connection, incident: str, names: Iterable[str]) -> set[str]:
    """Those of these names that are of a voice or an outlet of an incident."""
    asked = {"incident": incident, "names": msgspec.json.encode(sorted(set(names))).decode()}
    listed = "IN (SELECT value FROM json_each(:names))"
    rows = c.execute(
        f"SELECT v.name FROM {HEARD} AND v.name {listed} "
        f"UNION SELECT r.publisher FROM {HEARD} AND r.publisher {listed}",
        asked,
    )
    return {r["name"] for r in rows}


def _accounts(c: sqlite3.Connection, incident: str, ids: list[str]) -> Iterator[AccountView]:
    rows = c.execute(
        "SELECT account, content FROM statements WHERE account IN (SELECT value FROM json_each(?)) AND +incident = ? "
        "ORDER BY account, span_start, span_end, id",
        (msgspec.json.encode(ids).decode(), incident),
    )
    said: dict[str, list[StatementView]] = {}
    for r in rows:
        said.setdefault(r["account"], []).append(msgspec.json.decode(r["content"], type=StatementView))
    copied = queries.copies(c, {views[0].report for views in said.values()})
    for account in ids:
        views = said[account]
        first = views[0]
        yield AccountView(
            id=account,
            report=first.report,
            report_name=first.report_name,
            publisher=first.publisher,
            published=first.published,
            voice=first.voice,
            copy_of=copied.get(first.report),
            statements=tuple(views),
        )


def _speakers(c: sqlite3.Connection, incident: str) -> tuple[str, ...]:
    rows = c.execute(
        "SELECT v.name FROM accounts a JOIN lines l ON l.number = a.incident JOIN sources v ON v.number = a.source "
        f"WHERE l.id = ? GROUP BY v.name ORDER BY count(*) DESC, v.name LIMIT {SPEAKERS}",
        (incident,),
    )
    return tuple(r["name"] for r in rows)


def _carried(c: sqlite3.Connection, incident: str) -> tuple[Carried, ...]:
    """Texts that several of the reports carry, with the outlets that carry them."""
    rows = c.execute(
        "SELECT DISTINCT k.original, coalesce(r.publisher, r.name) AS outlet FROM members m "
        "JOIN copies k ON k.copy = m.report JOIN reports r ON r.id = m.report WHERE m.incident = ? "
        f"ORDER BY k.original, r.published IS NULL, r.published, r.position LIMIT {TEXTS}",
        (incident,),
    )
    held: dict[str, list[str]] = {}
    for r in rows:
        held.setdefault(r["original"], []).append(r["outlet"])
    return tuple(Carried(original, tuple(outlets)) for original, outlets in held.items())


def _tolls(c: sqlite3.Connection, incident: str) -> Iterator[Counted]:
    """The counts of each toll that is told more than once: all where they are few; else the ends of the list, and the
    lowest and the highest."""
    for attribute in TOLLS:
        rows = c.execute(
            "SELECT s.id, s.value FROM statements s JOIN reports r ON r.id = s.report "
            "WHERE s.incident = ? AND s.attribute = ? AND NOT s.rejected AND s.value GLOB '[0-9]*' "
            "ORDER BY r.published IS NULL, r.published, s.span_start, s.span_end",
            (incident, attribute.value),
        ).fetchall()
        if len(rows) < 2:
            continue
        ends = [[int(n) for n in re.findall(r"\d+", r["value"])] for r in rows]
        order = list(range(len(rows)))
        if len(rows) > COUNTS:
            half = COUNTS // 2 - 1
            edges = {min(order, key=lambda i: ends[i][0]), max(order, key=lambda i: ends[i][-1])}
            order = sorted({*order[:half], *order[-half:], *edges})
        held = statements(c, incident, [rows[i]["id"] for i in order])
        drawn = tuple(s for i in order for s in [held[rows[i]["id"]]] if isinstance(s.value, Toll))
        yield Counted(attribute, drawn, max(1, *(e[-1] for e in ends)), len(rows) - len(drawn))
