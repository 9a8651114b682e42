"""The edges of the network: one statement for the accusations, one for the ties, one for what an edge stands for."""

from __future__ import annotations

import sqlite3
from itertools import groupby

import msgspec

from ascribe.model import TieKind
from ascribe.model.network import Accusation, Network, Party, SaidOf, SaidPage, Tied
from ascribe.model.view import IncidentFilter, IncidentRow, StatementView
from ascribe.store.filtering import conditions


def _bare(term: str) -> str:
    """A name as it is compared: without case, accents and the article."""
    return f"(CASE WHEN fold({term}) LIKE 'the %' THEN substr(fold({term}), 5) ELSE fold({term}) END)"


PARTIES = f"""
WITH chosen AS (SELECT id FROM incidents {{clause}}),
known(bare, actor) AS (              -- what a name stands for, where it stands for one actor only
  SELECT bare, min(actor) FROM (
    SELECT {_bare("name")} AS bare, id AS actor FROM actors
    UNION SELECT {_bare("j.value")}, actors.id FROM actors, json_each(actors.content, '$.aliases') j
    UNION SELECT {_bare("value")}, actor FROM
      (SELECT DISTINCT value, actor FROM statements WHERE attribute = 'responsible' AND actor IS NOT NULL))
  GROUP BY bare HAVING count(DISTINCT actor) = 1),
said AS MATERIALIZED (
  SELECT s.id, s.incident, s.report, s.stance, s.value, s.actor, s.voice, s.voice_kind,
    s.value || char(10) || coalesce(s.actor, '') AS whom,
    coalesce(r.publisher, r.name) AS outlet  -- that speaks itself
  FROM statements s INDEXED BY statements_blaming LEFT JOIN reports r ON s.voice_kind = 'report' AND r.id = s.report
  WHERE s.attribute = 'responsible' AND s.value != 'unknown' AND NOT s.rejected
    AND s.report NOT IN (SELECT copy FROM copies) {{within}}),
speaking(outlet, key) AS MATERIALIZED (
  SELECT outlet, 'outlet:' || fold(outlet) FROM (SELECT DISTINCT outlet FROM said WHERE outlet IS NOT NULL)),
voices(voice, key, name, kind) AS MATERIALIZED (
  SELECT v.voice, CASE WHEN a.id IS NULL THEN 'name:' || {_bare("v.voice")} ELSE 'actor:' || a.id END,
    coalesce(a.name, v.voice), json_extract(a.content, '$.kind')
  FROM (SELECT DISTINCT voice FROM said) v
  LEFT JOIN known k ON k.bare = {_bare("v.voice")} LEFT JOIN actors a ON a.id = k.actor),
called(whom, key, name, kind) AS MATERIALIZED (
  SELECT n.whom, CASE WHEN a.id IS NULL THEN 'name:' || {_bare("n.value")} ELSE 'actor:' || a.id END,
    coalesce(a.name, n.value), coalesce(json_extract(a.content, '$.kind'), 'unlisted')
  FROM (SELECT DISTINCT whom, value, actor FROM said) n LEFT JOIN actors a ON a.id = n.actor)
"""
"""Everybody who speaks of responsibility or is named. What is in braces depends on the filter."""

JOINED = """said s JOIN voices v ON v.voice = s.voice JOIN called n ON n.whom = s.whom
  LEFT JOIN speaking o ON o.outlet = s.outlet"""
SPEAKER = "coalesce(o.key, v.key)"
EDGES = f"""
SELECT {SPEAKER} AS speaker, min(coalesce(s.outlet, v.name)) AS speaker_name,
  min(CASE WHEN s.outlet IS NULL THEN coalesce(v.kind, s.voice_kind) ELSE 'outlet' END) AS speaker_kind,
  n.key AS named, min(n.name) AS named_name, min(n.kind) AS named_kind,
  sum(s.stance IN ('accuses', 'suspects', 'reports', 'convicts')) AS accuses,
  sum(s.stance IN ('claims', 'confesses')) AS claims,
  sum(s.stance = 'denies') AS denies, sum(s.stance = 'doubts') AS doubts, count(DISTINCT s.incident) AS incidents
FROM {JOINED} GROUP BY 1, n.key ORDER BY incidents DESC, count(*) DESC, 1, n.key
"""
TIES = """
WITH chosen AS (SELECT id FROM incidents {clause})
SELECT t.source, a.headline AS source_headline, t.target, b.headline AS target_headline, t.kind,
  json_group_array(DISTINCT t.voice) AS voices, count(DISTINCT t.report) AS reports
FROM ties t JOIN incidents a ON a.id = t.source JOIN incidents b ON b.id = t.target {within}
GROUP BY t.source, t.target, t.kind ORDER BY reports DESC, count(DISTINCT t.voice) DESC, min(t.position)
"""


def network(c: sqlite3.Connection, chosen: IncidentFilter) -> Network:
    """Every edge that the incidents of a filter give, the strongest first."""
    clause, values = _numbered(chosen)
    return Network(_accusations(c, clause, values), _ties(c, clause, values))


def _accusations(c: sqlite3.Connection, clause: str, values: dict[str, object]) -> tuple[Accusation, ...]:
    parties = PARTIES.format(clause=clause, within="AND s.incident IN chosen" if clause else "")
    return tuple(
        Accusation(
            speaker=Party(r["speaker"], r["speaker_name"], r["speaker_kind"]),
            named=Party(r["named"], r["named_name"], r["named_kind"]),
            accuses=r["accuses"],
            claims=r["claims"],
            denies=r["denies"],
            doubts=r["doubts"],
            incidents=r["incidents"],
        )
        for r in c.execute(parties + EDGES, values)
    )


def _ties(c: sqlite3.Connection, clause: str, values: dict[str, object]) -> tuple[Tied, ...]:
    within = "WHERE t.source IN chosen OR t.target IN chosen" if clause else ""
    return tuple(
        Tied(
            source=r["source"],
            source_headline=r["source_headline"],
            target=r["target"],
            target_headline=r["target_headline"],
            kind=TieKind(r["kind"]),
            voices=tuple(sorted(msgspec.json.decode(r["voices"], type=list[str]))),
            reports=r["reports"],
        )
        for r in c.execute(TIES.format(clause=clause, within=within), values)
    )


def said_of(
    c: sqlite3.Connection, speaker: str, named: str, chosen: IncidentFilter, limit: int, offset: int
) -> SaidPage:
    """The statements that the edge from one key to another stands for, by incident: of so many incidents."""
    clause, values = _numbered(chosen)
    within = f"{'AND s.incident IN chosen' if clause else ''} {_bounds(speaker, named)}"
    values |= {"speaker": speaker, "named": named, "of": named.partition(":")[2], "limit": limit, "offset": offset}
    rows = c.execute(
        PARTIES.format(clause=clause, within=within)
        + f""", held AS MATERIALIZED (
          SELECT s.id, s.incident FROM {JOINED} WHERE {SPEAKER} = :speaker AND n.key = :named),
        some AS MATERIALIZED (SELECT i.id, i.row, i.starts, i.position FROM incidents i
          WHERE i.id IN (SELECT incident FROM held)
          ORDER BY i.starts IS NULL, i.starts, i.position LIMIT :limit OFFSET :offset)
        SELECT (SELECT count(DISTINCT incident) FROM held) AS found, i.id, i.row, t.content
        FROM some i JOIN held h ON h.incident = i.id JOIN statements t ON t.id = h.id AND t.incident = i.id
        ORDER BY i.starts IS NULL, i.starts, i.position, t.report, t.span_start, t.id""",
        values,
    ).fetchall()
    return SaidPage(
        tuple(
            SaidOf(
                msgspec.json.decode(held[0]["row"], type=IncidentRow),
                tuple(msgspec.json.decode(r["content"], type=StatementView) for r in held),
            )
            for _, group in groupby(rows, key=lambda r: str(r["id"]))
            for held in [list(group)]
        ),
        rows[0]["found"] if rows else 0,
    )


def _bounds(speaker: str, named: str) -> str:
    """What an edge's statements have in common, so that not all are looked through."""
    spoken = "AND s.voice_kind = 'report'" if speaker.startswith("outlet:") else "AND s.voice_kind != 'report'"
    return f"{spoken} AND s.actor = :of" if named.startswith("actor:") else spoken


def _numbered(chosen: IncidentFilter) -> tuple[str, dict[str, object]]:
    """The filter's condition with its values by name, so that it can stand beside other named ones."""
    clause, values = conditions(chosen)
    first, *rest = clause.split("?")
    assert len(rest) == len(values)
    named = {f"v{i}": value for i, value in enumerate(values)}
    return first + "".join(f":v{i}{part}" for i, part in enumerate(rest)), named
