"""Actors and sources: their tables a page at a time, and one of each with what is said."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from difflib import get_close_matches

import msgspec

from ascribe.model import Actor
from ascribe.model.errors import NotFoundError, UsageError
from ascribe.model.lists import (
    ACTOR_SORTS,
    SOURCE_SORTS,
    ActorPage,
    ActorView,
    Course,
    Said,
    SourcePage,
    SourceView,
    Stretch,
    Tally,
    Wording,
)
from ascribe.model.view import ActorRow, IncidentRow, ProceedingView, SourceRow, StatementView
from ascribe.store.connection import folded
from ascribe.store.sentences import around, period

TERMS = {"name": "sought"}
"""What a column is sorted by where its own value will not do. All terms are constants; nothing asked enters the SQL."""
ACTOR_PARTS = ("accused", "claimed", "denied", "doubted", "says")
SOURCE_PARTS = ("all", "accused", "claimed", "denied", "doubted")
NAMES = "SELECT *, (SELECT content FROM actors a WHERE a.id = names.actor) AS content FROM names"
TALLIES = 25
"""Accusers, accused and wordings that a page of one actor or source names."""
PROCEEDINGS = 50
LATEST = 10
"""Incidents that a page of one actor or source names."""
NEAR = 5


def actor_page(c: sqlite3.Connection, words: str, sort: str, descending: bool, limit: int, offset: int) -> ActorPage:
    """Who is named as responsible, or names others; `words` is a part of a name, an alias or an id."""
    clause, order = "incidents + says > 0 AND instr(sought, fold(?))", _order(ACTOR_SORTS, sort, descending)
    (found,) = c.execute(f"SELECT count(*) FROM names WHERE {clause}", (words,)).fetchone()
    rows = c.execute(f"{NAMES} WHERE {clause} ORDER BY {order} LIMIT ? OFFSET ?", (words, limit, offset))
    return ActorPage(tuple(map(_actor_row, rows)), int(found))


def actor_rows(c: sqlite3.Connection) -> tuple[ActorRow, ...]:
    """All who are named as responsible, those in most incidents first."""
    return tuple(map(_actor_row, c.execute(f"{NAMES} WHERE incidents > 0 ORDER BY number")))


def source_page(
    c: sqlite3.Connection, words: str, sort: str, descending: bool, limit: int, offset: int, grades: Mapping[str, str]
) -> SourcePage:
    """Who says what; `words` is a part of a name."""
    order = _order(SOURCE_SORTS, sort, descending)
    clause = "statements > 0 AND instr(sought, fold(?))"
    (found,) = c.execute(f"SELECT count(*) FROM sources WHERE {clause}", (words,)).fetchone()
    rows = c.execute(f"SELECT * FROM sources WHERE {clause} ORDER BY {order} LIMIT ? OFFSET ?", (words, limit, offset))
    return SourcePage(tuple(_source_row(r, grades) for r in rows), int(found))


def source_rows(c: sqlite3.Connection, grades: Mapping[str, str]) -> tuple[SourceRow, ...]:
    """All voices and outlets, those that say most first."""
    rows = c.execute("SELECT * FROM sources WHERE statements > 0 ORDER BY number")
    return tuple(_source_row(r, grades) for r in rows)


def actor_view(c: sqlite3.Connection, handle: str, part: str, limit: int, offset: int) -> ActorView:
    """One actor by id, or by a name in its exact spelling or without case and accents. Raises NotFoundError."""
    if part not in ACTOR_PARTS:
        raise UsageError(f"part is {part!r}; give one of {', '.join(ACTOR_PARTS)}")
    row = _named(c, handle)
    number, actor = row["number"], row["actor"]
    known = _actors(c, "id = ?", actor).get(actor) if actor else None
    clause, values = _of_actor(number, actor, part)
    return ActorView(
        row=_actor_row(row),
        says=row["says"],
        actor=known,
        wordings=_wordings(c, number),
        member_of=_of_ids(c, known.member_of if known else ()),
        members=_of_ids(c, _members(c, actor) if actor else ()),
        adversaries=_of_ids(c, known.adversaries if known else ()),
        accusers=_accusers(c, number),
        accused=_accused_of(c, actor, number) if actor else (),
        over_time=_course(c, "name", f"= {number:d}"),
        latest=_latest(c, [("attributions", f"name = {number:d} AND side = '{side}'") for side in ACTOR_PARTS[:-1]]),
        proceedings=_proceedings(c, actor) if actor else (),
        part=part,
        said=_said(c, clause, values, limit, offset),
        found=_count(c, clause, values),
    )


def source_view(
    c: sqlite3.Connection, name: str, part: str, limit: int, offset: int, grades: Mapping[str, str]
) -> SourceView:
    """One voice or outlet by its name. Raises NotFoundError."""
    if part not in SOURCE_PARTS:
        raise UsageError(f"part is {part!r}; give one of {', '.join(SOURCE_PARTS)}")
    rows = c.execute("SELECT * FROM sources WHERE name = ? ORDER BY number", (name,)).fetchall()
    rows = rows or c.execute("SELECT * FROM sources WHERE sought = fold(?) ORDER BY number", (name,)).fetchall()
    (outlet,) = c.execute("SELECT count(*) FROM reports WHERE publisher = ?", (name,)).fetchone()
    if not rows and not outlet:
        raise NotFoundError(f"the case has no voice or outlet {name}{_near(c, 'sources', name)}")
    numbers = ", ".join(f"{r['number']:d}" for r in rows)
    within = f"source IN ({numbers})"
    speaker = next((r["actor"] for r in rows if r["actor"]), None)
    known = list(_actors(c, "id = ?", speaker).values()) if speaker else []
    if part == "all":
        said, found = _said_in_accounts(c, within, limit, offset)
    else:
        clause, values = f"{within} AND a.side = ?", (part,)
        said, found = _said(c, clause, values, limit, offset), _count(c, clause, values)
    return SourceView(
        rows=tuple(_source_row(r, grades) for r in rows),
        actor=known[0] if known else None,
        outlet=outlet,
        accused=_accused_by(c, within),
        over_time=_course(c, "source", f"IN ({numbers})"),
        incidents=_spoken(c, within) if len(rows) > 1 else sum(r["incidents"] for r in rows),
        latest=_latest(c, [("accounts", f"source = {r['number']:d}") for r in rows]),
        part=part,
        said=said,
        found=found,
    )


def _order(sorts: Sequence[str], sort: str, descending: bool) -> str:
    """The ORDER BY of a table."""
    if not sort:
        return "number"
    if sort not in sorts:
        raise UsageError(f"sort is {sort!r}; give one of {', '.join(sorts)}, with - before it for the other way")
    return f"{TERMS.get(sort, sort)} {'DESC' if descending else 'ASC'} NULLS LAST, number"


def _actor_row(r: sqlite3.Row) -> ActorRow:
    held = msgspec.json.decode(r["content"], type=Actor) if r["content"] else None
    return ActorRow(
        id=r["actor"],
        name=r["name"],
        kind=held.kind.value if held else None,
        country=held.country if held else None,
        years=held.years if held else None,
        accused=r["accused"],
        claimed=r["claimed"],
        denied=r["denied"],
        incidents=r["incidents"],
        accusers=msgspec.json.decode(r["accusers"], type=tuple[str, ...]),
    )


def _source_row(r: sqlite3.Row, grades: Mapping[str, str]) -> SourceRow:
    grade = grades.get(r["name"])
    return SourceRow(r["name"], r["kind"], r["reports"], r["statements"], r["attributions"], r["disputed"], grade)


def _named(c: sqlite3.Connection, handle: str) -> sqlite3.Row:
    for test in ("actor = ?", "name = ?", "fold(name) = fold(?)"):
        row = c.execute(f"{NAMES} WHERE {test} ORDER BY number LIMIT 1", (handle,)).fetchone()
        if row is not None:
            assert isinstance(row, sqlite3.Row)
            return row
    raise NotFoundError(f"the case names no actor {handle}{_near(c, 'names', handle)}")


def _near(c: sqlite3.Connection, table: str, name: str) -> str:
    """The end of an error: which names come near."""
    names = {folded(r["name"]) or "": r["name"] for r in c.execute(f"SELECT name FROM {table} LIMIT 20000")}
    found = get_close_matches(folded(name) or "", list(names), n=NEAR, cutoff=0.6)
    return "; near it come: " + ", ".join(names[f] for f in found) if found else ""


def _actors(c: sqlite3.Connection, clause: str, value: object) -> dict[str, Actor]:
    rows = c.execute(f"SELECT id, content FROM actors WHERE {clause} ORDER BY name, id", (value,))
    return {r["id"]: msgspec.json.decode(r["content"], type=Actor) for r in rows}


def _of_ids(c: sqlite3.Connection, ids: Sequence[str]) -> tuple[Actor, ...]:
    return tuple(_actors(c, "id IN (SELECT value FROM json_each(?))", _json(ids)).values()) if ids else ()


def _members(c: sqlite3.Connection, actor: str) -> tuple[str, ...]:
    """The actors that are part of this one."""
    rows = c.execute(
        "SELECT id FROM actors WHERE EXISTS (SELECT 1 FROM json_each(content, '$.member_of') WHERE value = ?)", (actor,)
    )
    return tuple(r["id"] for r in rows)


def _wordings(c: sqlite3.Connection, number: int) -> tuple[Wording, ...]:
    rows = c.execute(
        "SELECT words, times FROM wordings WHERE name = ? ORDER BY times DESC, words LIMIT ?", (number, TALLIES)
    )
    return tuple(Wording(r["words"], r["times"]) for r in rows)


def _accusers(c: sqlite3.Connection, number: int) -> tuple[Tally, ...]:
    rows = c.execute(
        "SELECT s.name, max(s.actor) AS actor, sum(p.statements) AS said, sum(p.incidents) AS incidents FROM pairs p "
        "JOIN sources s ON s.number = p.source WHERE p.name = ? AND p.side = 'accused' "
        f"GROUP BY s.name ORDER BY said DESC, 1 LIMIT {TALLIES}",
        (number,),
    )
    return tuple(Tally(r["name"], r["actor"], r["said"], r["incidents"]) for r in rows)


def _accused_by(c: sqlite3.Connection, within: str) -> tuple[Tally, ...]:
    """Whom sources name as responsible."""
    rows = c.execute(
        "SELECT n.name, n.actor, sum(p.statements) AS said, sum(p.incidents) AS incidents FROM pairs p "
        f"JOIN names n ON n.number = p.name WHERE p.{within} AND p.side = 'accused' "
        f"GROUP BY n.number ORDER BY said DESC, 1 LIMIT {TALLIES}"
    )
    return tuple(Tally(r["name"], r["actor"], r["said"], r["incidents"]) for r in rows)


def _accused_of(c: sqlite3.Connection, actor: str, number: int) -> tuple[Tally, ...]:
    """Whom an actor names as responsible, itself left out."""
    rows = c.execute(
        "SELECT n.name, n.actor, count(*) AS said, count(DISTINCT a.incident) AS incidents FROM attributions a "
        "JOIN names n ON n.number = a.name WHERE a.speaker = ? AND a.side = 'accused' AND a.name != ? "
        f"GROUP BY n.number ORDER BY said DESC, 1 LIMIT {TALLIES}",
        (actor, number),
    )
    return tuple(Tally(r["name"], r["actor"], r["said"], r["incidents"]) for r in rows)


def _course(c: sqlite3.Connection, whose: str, within: str) -> Course:
    rows = c.execute(
        f"SELECT month, sum(accused) AS accused, sum(other) AS other FROM courses WHERE whose = ? AND number {within} "
        "GROUP BY month ORDER BY month",
        (whose,),
    ).fetchall()
    return Course(
        tuple(Stretch(r["month"], r["accused"], r["other"]) for r in rows if r["month"]),
        sum(r["accused"] + r["other"] for r in rows if not r["month"]),
    )


def _spoken(c: sqlite3.Connection, within: str) -> int:
    (n,) = c.execute(f"SELECT count(DISTINCT incident) FROM spoken WHERE {within}").fetchone()
    return int(n)


def _latest(c: sqlite3.Connection, parts: Sequence[tuple[str, str]]) -> tuple[IncidentRow, ...]:
    """The latest incidents that rows of the tables given are about; each table has an index in this order."""
    found: set[tuple[str, int]] = set()
    for table, clause in parts:
        rows = c.execute(
            f"SELECT day, incident FROM {table} WHERE {clause} GROUP BY day, incident "
            f"ORDER BY day DESC, incident DESC LIMIT {LATEST}"
        )
        found |= {(r["day"] or "", r["incident"]) for r in rows}
    numbers = [number for _, number in sorted(found, reverse=True)[:LATEST]]
    rows_by = c.execute(
        "SELECT l.number, i.row FROM lines l JOIN incidents i ON i.id = l.id "
        "WHERE l.number IN (SELECT value FROM json_each(?))",
        (msgspec.json.encode(numbers).decode(),),
    )
    held = {r["number"]: msgspec.json.decode(r["row"], type=IncidentRow) for r in rows_by}
    return tuple(held[n] for n in numbers)


def _proceedings(c: sqlite3.Connection, actor: str) -> tuple[ProceedingView, ...]:
    rows = c.execute("SELECT content FROM proceedings WHERE actor = ? ORDER BY position LIMIT ?", (actor, PROCEEDINGS))
    return tuple(msgspec.json.decode(r["content"], type=ProceedingView) for r in rows)


def _of_actor(number: int, actor: str | None, part: str) -> tuple[str, tuple[object, ...]]:
    if part == "says":
        return "a.speaker = ? AND a.side = 'accused' AND a.name != ?", (actor, number)
    return "a.name = ? AND a.side = ?", (number, part)


def _count(c: sqlite3.Connection, clause: str, values: Sequence[object]) -> int:
    (n,) = c.execute(f"SELECT count(*) FROM attributions a WHERE {clause}", values).fetchone()
    return int(n)


def _said(c: sqlite3.Connection, clause: str, values: Sequence[object], limit: int, offset: int) -> tuple[Said, ...]:
    """Attributions with their sentences, those about the latest incidents first."""
    chosen = (
        f"SELECT a.number, a.day, a.incident, a.statement FROM attributions a WHERE {clause} "
        "ORDER BY a.day DESC, a.incident DESC, a.number LIMIT ? OFFSET ?"
    )
    rows = c.execute(
        f"SELECT i.id, i.headline, l.starts, l.ends, s.content FROM ({chosen}) p JOIN lines l ON l.number = p.incident "
        "JOIN incidents i ON i.id = l.id JOIN statements s ON s.id = p.statement AND s.incident = l.id "
        "ORDER BY p.day DESC, p.incident DESC, p.number",
        (*values, limit, offset),
    )
    return tuple(_one_said(c, r) for r in rows.fetchall())


def _said_in_accounts(c: sqlite3.Connection, within: str, limit: int, offset: int) -> tuple[tuple[Said, ...], int]:
    """What a source says, an account at a time: the statement that names somebody, or the first."""
    (found,) = c.execute(f"SELECT count(*) FROM accounts a WHERE {within}").fetchone()
    chosen = (
        f"SELECT a.id, a.incident, a.day, a.number FROM accounts a WHERE {within} "
        "ORDER BY a.day DESC, a.number DESC LIMIT ? OFFSET ?"
    )
    rows = c.execute(
        f"SELECT i.id, i.headline, l.starts, l.ends, (SELECT content FROM statements s WHERE s.account = p.id "
        "AND +s.incident = l.id ORDER BY s.attribute != 'responsible', s.span_start, s.id LIMIT 1) AS content "
        f"FROM ({chosen}) p JOIN lines l ON l.number = p.incident JOIN incidents i ON i.id = l.id "
        "ORDER BY p.day DESC, p.number DESC",
        (limit, offset),
    )
    return tuple(_one_said(c, r) for r in rows.fetchall()), int(found)


def _one_said(c: sqlite3.Connection, r: sqlite3.Row) -> Said:
    view = msgspec.json.decode(r["content"], type=StatementView)
    return Said(r["id"], r["headline"], period(r), around(c, view.report, view.span.start, view.span.end), view)


def _json(ids: Sequence[str]) -> str:
    return msgspec.json.encode(sorted(ids)).decode()
