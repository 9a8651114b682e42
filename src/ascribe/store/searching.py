"""Search by words: the best of each kind, with its sentence.

Ranking (BM25) is asked only of so many candidates: where more match, of the incidents and accounts that most is told
of, and of the reports taken in last. Words that stand in thousands of texts tell these hardly apart.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Sequence

import msgspec

from ascribe.model import Span
from ascribe.model.lists import Found
from ascribe.model.view import SearchHit
from ascribe.store import meanings
from ascribe.store.connection import folded
from ascribe.store.filtering import asked_words, matching
from ascribe.store.sentences import around, period

CANDIDATES = 1_000
"""Texts of a kind that are ranked at most."""
ALIKE = 0.38
"""Cosine from which a sentence is taken to mean the like of what was asked."""
KINDS = ("incident", "actor", "report", "account")


def find(c: sqlite3.Connection, words: str, each: int) -> Found:
    """The best incidents, actors, reports and accounts that hold all the words, so many of each at most."""
    asked = asked_words(words)
    if not asked or each < 1:
        return Found((), {})
    hits = [
        *_incidents(c, asked, each),
        *_actors(c, asked, each),
        *_reports(c, asked, each),
        *_accounts(c, asked, each),
    ]
    query = matching(words)
    totals = {
        kind: _one(c, f"SELECT count(*) FROM {table} WHERE {table} MATCH ?", query)
        for kind, table in (("incident", "incident_texts"), ("report", "report_words"), ("account", "account_texts"))
    }
    clause, values = _naming(asked)
    totals["actor"] = _one(c, f"SELECT count(*) FROM names WHERE {clause}", *values)
    return Found(tuple(hits), totals)


def shared(found: Found, limit: int) -> tuple[SearchHit, ...]:
    """So many hits of all kinds together: each kind gets a share, what it leaves free goes to those after it."""
    chosen: list[SearchHit] = []
    for left, kind in zip(range(len(KINDS), 0, -1), KINDS, strict=True):
        share = max(1, (limit - len(chosen)) // left)
        chosen += [h for h in found.hits if h.what == kind][:share]
    return tuple(chosen[:limit])


def alike(c: sqlite3.Connection, vector: bytes, seen: Collection[str | None], limit: int) -> tuple[SearchHit, ...]:
    """The sentences of reports that mean the like of a direction, the likest first, from reports not found yet."""
    near = [n for n in meanings.nearest(c, vector, limit + len(seen), ALIKE) if n.report not in seen][:limit]
    hits = []
    held = _reports_by(c, "id", [n.report for n in near])
    for n in near:
        r = held[n.report]
        title, words = r["title"] or r["name"], n.span.of(r["text"])
        hits.append(SearchHit("meaning", n.report, n.report, title, words, span=n.span, about=_published(r)))
    return tuple(hits)


def _one(c: sqlite3.Connection, sql: str, *values: object) -> int:
    (n,) = c.execute(sql, values).fetchone()
    return int(n)


def _best(c: sqlite3.Connection, table: str, query: str, limit: int, *, last: bool = False) -> list[int]:
    """The rows of a table of texts that fit best, out of the first (or last) that fit."""
    way, side = ("DESC", ">") if last else ("ASC", "<")
    edge = c.execute(
        f"SELECT rowid FROM {table} WHERE {table} MATCH ? ORDER BY rowid {way} LIMIT 1 OFFSET ?", (query, CANDIDATES)
    ).fetchone()
    within, bound = (f"AND rowid {side} ?", [edge[0]]) if edge else ("", [])
    order = f"ORDER BY rank, rowid {way} LIMIT ?"
    rows = c.execute(f"SELECT rowid FROM {table} WHERE {table} MATCH ? {within} {order}", [query, *bound, limit])
    return [r[0] for r in rows]


def _incidents(c: sqlite3.Connection, asked: Sequence[str], limit: int) -> list[SearchHit]:
    hits = []
    for number in _best(c, "incident_texts", _all(asked), limit):
        i = c.execute(
            'SELECT i.id, i.headline, i.starts, i.ends, i."where" FROM lines l JOIN incidents i ON i.id = l.id '
            "WHERE l.number = ?",
            (number,),
        ).fetchone()
        told = _telling(c, number, asked)
        about = " · ".join(str(x) for x in (period(i), i["where"]) if x)
        said = _sentence(c, told, i["id"], asked) if told else None
        report, words, span = (said["report"], _whole(c, said), _span(said)) if said else (None, "", None)
        hits.append(SearchHit("incident", i["id"], report, i["headline"], words, i["id"], span, about))
    return hits


def _telling(c: sqlite3.Connection, incident: int, asked: Sequence[str]) -> str | None:
    """The account of an incident that holds all the words, or the first that holds any."""
    for query in (_all(asked), " OR ".join(f'"{w}"' for w in asked)):
        row = c.execute(
            "SELECT a.id FROM account_texts t JOIN accounts a ON a.number = t.rowid "
            "WHERE account_texts MATCH ?1 AND t.rowid BETWEEN (SELECT min(number) FROM accounts WHERE incident = ?2) "
            "AND (SELECT max(number) FROM accounts WHERE incident = ?2) LIMIT 1",
            (query, incident),
        ).fetchone()
        if row:
            return str(row["id"])
    return None


def _accounts(c: sqlite3.Connection, asked: Sequence[str], limit: int) -> list[SearchHit]:
    hits = []
    for number in _best(c, "account_texts", _all(asked), limit):
        a = c.execute(
            "SELECT a.id, l.id AS incident, i.headline, s.name, s.kind, r.id AS report, r.publisher, r.published, "
            "r.name AS file FROM accounts a JOIN lines l ON l.number = a.incident JOIN incidents i ON i.id = l.id "
            "JOIN sources s ON s.number = a.source JOIN reports r ON r.position = a.report WHERE a.number = ?",
            (number,),
        ).fetchone()
        said = _sentence(c, a["id"], a["incident"], asked)
        if said is None:
            continue
        outlet = a["publisher"] or a["file"]
        voice = outlet if a["kind"] == "report" else f"{a['name']}, in {outlet}"
        about = f"{voice}, {a['published'] or 'undated'}"
        hits.append(
            SearchHit(
                "account", a["id"], a["report"], a["headline"], _whole(c, said), a["incident"], _span(said), about
            )
        )
    return hits


def _sentence(c: sqlite3.Connection, account: str, incident: str, asked: Sequence[str]) -> sqlite3.Row | None:
    """The sentence of an account that holds the most of the words."""
    rows = c.execute(
        "SELECT report, quote, span_start, span_end FROM statements WHERE account = ? AND +incident = ? "
        "ORDER BY span_start, span_end, id",
        (account, incident),
    ).fetchall()
    sought = [folded(w) or "" for w in asked]

    def fits(row: sqlite3.Row) -> tuple[int, int]:
        held = folded(row["quote"]) or ""
        return sum(w in held for w in sought), len(held)

    return max(rows, key=fits, default=None)


def _whole(c: sqlite3.Connection, said: sqlite3.Row) -> str:
    """The sentence around a statement's words."""
    return around(c, said["report"], said["span_start"], said["span_end"])


def _reports(c: sqlite3.Connection, asked: Sequence[str], limit: int) -> list[SearchHit]:
    hits = []
    best = _best(c, "report_words", _all(asked), limit, last=True)
    held = _reports_by(c, "position", best)
    for position in best:
        r = held[position]
        title, words = r["title"] or r["name"], passage(r["text"], asked)
        hits.append(SearchHit("report", r["id"], r["id"], title, words, about=_published(r)))
    return hits


def _reports_by(c: sqlite3.Connection, column: str, wanted: Sequence[object]) -> dict[object, sqlite3.Row]:
    asked = msgspec.json.encode(wanted).decode()
    rows = c.execute(f"SELECT * FROM reports WHERE {column} IN (SELECT value FROM json_each(?))", (asked,))
    return {r[column]: r for r in rows}


def _naming(asked: Sequence[str]) -> tuple[str, list[object]]:
    return "incidents > 0 AND " + " AND ".join(["instr(sought, fold(?))"] * len(asked)), list(asked)


def _actors(c: sqlite3.Connection, asked: Sequence[str], limit: int) -> list[SearchHit]:
    clause, values = _naming(asked)
    names = c.execute(f"SELECT * FROM names WHERE {clause} ORDER BY number LIMIT ?", [*values, limit]).fetchall()
    hits = []
    for n in names:
        said = c.execute(
            "SELECT s.report, s.quote, s.span_start, s.span_end FROM attributions a JOIN lines l "
            "ON l.number = a.incident JOIN statements s ON s.id = a.statement AND s.incident = l.id "
            "WHERE a.name = ?1 AND a.side = (SELECT min(side) FROM attributions WHERE name = ?1) "
            "ORDER BY a.day DESC, a.incident DESC LIMIT 1",
            (n["number"],),
        ).fetchone()
        about = f"named in {n['incidents']} incident{'' if n['incidents'] == 1 else 's'}"
        words, span = (_whole(c, said), _span(said)) if said else ("", None)
        report = said["report"] if said else None
        hits.append(SearchHit("actor", n["actor"] or n["name"], report, n["name"], words, None, span, about))
    return hits


def _all(asked: Sequence[str]) -> str:
    return matching(" ".join(asked))


def _span(row: sqlite3.Row) -> Span:
    return Span(row["span_start"], row["span_end"])


def _published(report: sqlite3.Row) -> str:
    return f"{report['publisher'] or 'publisher not known'}, {report['published'] or 'undated'}"


def passage(text: str, words: Sequence[str], width: int = 120) -> str:
    """The text around the first of the words."""
    held = text.casefold()
    at = min((i for w in words if (i := held.find(w.casefold())) >= 0), default=0)
    start, end = max(0, at - width), min(len(text), at + width)
    return ("…" if start else "") + text[start:end].strip() + ("…" if end < len(text) else "")
