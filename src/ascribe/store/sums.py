"""Small derived tables from which a large case answers: filters, lists and searches read these.

They are a function of the other derived tables and of the reports, filled in the transaction that writes those, so
that no answer is older than the case. `number` stands for a row wherever many rows are joined: an incident's, an
account's, a name's and a source's number is its rank by how much is told of it, so that the first numbers of a search
are those that most is told of.
"""

from __future__ import annotations

import sqlite3

from ascribe.store import meanings

ORDERS = ("headline", "kind", "place", "killed", "wounded", "responsible", "contested", "reports", "urgency")
"""Columns of `lines` that the table of incidents can be sorted by, besides the day."""

TABLES = """
CREATE TABLE lines (                     -- an incident, for filters and orders; names and headlines are folded
  number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, position INTEGER NOT NULL, starts TEXT, ends TEXT,
  kind TEXT NOT NULL, place TEXT, area TEXT, country TEXT, latitude REAL, longitude REAL, precision TEXT, "where" TEXT,
  killed INTEGER, wounded INTEGER, responsible TEXT, headline TEXT NOT NULL, contested INTEGER NOT NULL,
  reports INTEGER NOT NULL, urgency INTEGER NOT NULL, clashes TEXT NOT NULL, month TEXT
) STRICT;
CREATE TABLE sources (                   -- a voice; an outlet's own voice goes under the outlet's name
  number INTEGER PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL, sought TEXT NOT NULL, reports INTEGER NOT NULL,
  incidents INTEGER NOT NULL, statements INTEGER NOT NULL, attributions INTEGER NOT NULL, disputed INTEGER NOT NULL,
  actor TEXT,                            -- where all that has the name is one actor
  UNIQUE (name, kind)
) STRICT;
CREATE TABLE accounts (
  number INTEGER PRIMARY KEY, id TEXT NOT NULL, incident INTEGER NOT NULL, report INTEGER NOT NULL,
  source INTEGER NOT NULL, speaker TEXT, day TEXT, UNIQUE (id, incident)
) STRICT;
CREATE INDEX accounts_by_source ON accounts(source, day, incident, number);
CREATE INDEX accounts_by_incident ON accounts(incident, number);
CREATE TABLE outlets (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, sought TEXT NOT NULL) STRICT;
CREATE TABLE spoken (source INTEGER, incident INTEGER, PRIMARY KEY (source, incident)) STRICT, WITHOUT ROWID;
CREATE TABLE carried (outlet INTEGER, incident INTEGER, PRIMARY KEY (outlet, incident)) STRICT, WITHOUT ROWID;
CREATE TABLE names (                     -- who is named as responsible: an actor, or words that stand for none
  number INTEGER PRIMARY KEY, actor TEXT, name TEXT NOT NULL, kind TEXT, sought TEXT NOT NULL,
  accused INTEGER NOT NULL, claimed INTEGER NOT NULL, denied INTEGER NOT NULL, incidents INTEGER NOT NULL,
  says INTEGER NOT NULL, accusers TEXT NOT NULL
) STRICT;
CREATE INDEX names_by_actor ON names(actor);
CREATE INDEX names_by_name ON names(name);
CREATE TABLE wordings (
  name INTEGER, words TEXT, times INTEGER NOT NULL, PRIMARY KEY (name, words)
) STRICT, WITHOUT ROWID;
CREATE TABLE attributions (
  name INTEGER NOT NULL, side TEXT NOT NULL, day TEXT, incident INTEGER NOT NULL, statement TEXT NOT NULL,
  source INTEGER NOT NULL, speaker TEXT, number INTEGER PRIMARY KEY
) STRICT;
CREATE INDEX attributions_of ON attributions(name, side, day, incident, source);
CREATE INDEX attributions_in ON attributions(name, incident);
CREATE INDEX attributions_by_source ON attributions(source, side, day, incident);
CREATE INDEX attributions_by_speaker ON attributions(speaker, side, name) WHERE speaker IS NOT NULL;
CREATE TABLE pairs (                     -- how often a source says what of a name
  source INTEGER, side TEXT, name INTEGER, statements INTEGER NOT NULL, incidents INTEGER NOT NULL,
  PRIMARY KEY (source, side, name)
) STRICT, WITHOUT ROWID;
CREATE INDEX pairs_of ON pairs(name, side, statements, source, incidents);
CREATE TABLE courses (                   -- incidents by month: of a name or a source; an empty month: undated
  whose TEXT, number INTEGER, month TEXT, accused INTEGER NOT NULL, other INTEGER NOT NULL,
  PRIMARY KEY (whose, number, month)
) STRICT, WITHOUT ROWID;
CREATE TABLE speakers (                  -- the actor that a voice of a report is
  report TEXT NOT NULL, voice TEXT NOT NULL, actor TEXT NOT NULL, PRIMARY KEY (report, voice)
) STRICT, WITHOUT ROWID;
CREATE VIRTUAL TABLE incident_texts USING fts5(words, content='', tokenize="unicode61 remove_diacritics 2");
CREATE VIRTUAL TABLE account_texts USING fts5(words, content='', tokenize="unicode61 remove_diacritics 2");
CREATE INDEX statements_ruled ON statements(incident) WHERE rejected OR confirmed;
CREATE INDEX proceedings_by_actor ON proceedings(actor);
CREATE INDEX lines_on_map ON lines(latitude, longitude, precision, "where", contested, starts, ends, kind);
CREATE INDEX lines_by_month ON lines(month, contested, starts, ends, kind);
CREATE INDEX lines_in_time ON lines(starts, position, id, ends, contested, kind);
DROP INDEX incidents_on_map;
DROP TABLE incident_words;
""" + "".join(f"CREATE INDEX lines_by_{column} ON lines({column}, position, id);\n" for column in ORDERS)

CONTESTED = "(CASE WHEN contested = '' THEN 0 ELSE 1 + length(contested) - length(replace(contested, ',', '')) END)"
URGENCY = f"{CONTESTED} * 10 + min(coalesce(CAST(killed AS INTEGER), 0), 50) + reports"
SPOKEN = "CASE WHEN s.voice_kind = 'report' THEN coalesce(r.publisher, r.name) ELSE s.voice END"
SIDES = """CASE stance WHEN 'claims' THEN 'claimed' WHEN 'confesses' THEN 'claimed' WHEN 'denies' THEN 'denied'
  WHEN 'doubts' THEN 'doubted' ELSE 'accused' END"""
ACCUSERS = 8
"""Voices that are kept of those that accuse a name, the most frequent first."""

EMPTIED = (
    "lines",
    "sources",
    "accounts",
    "outlets",
    "spoken",
    "carried",
    "names",
    "wordings",
    "attributions",
    "pairs",
    "courses",
)
TEXTS = ("incident_texts", "account_texts")

EVERY = "statements s JOIN lines l ON l.id = s.incident"
"""Every statement with its incident."""
TOLD = f"""CREATE TEMP TABLE told AS
  SELECT l.number AS incident, l.starts, s.account, r.position AS report, r.publisher, {SPOKEN} AS spoken,
    s.voice_kind AS kind, p.actor AS speaker, count(*) AS said, sum(NOT s.rejected) AS standing,
    sum(s.attribute = 'responsible' AND NOT s.rejected) AS attributions,
    instr(l.clashes, 'responsible') > 0 AS disputed,
    (SELECT group_concat(quote) FROM (SELECT DISTINCT quote FROM statements q
      WHERE +q.incident = l.id AND q.account = s.account ORDER BY quote)) AS words
  FROM {{about}} JOIN reports r ON r.id = s.report
    LEFT JOIN speakers p ON p.report = s.report AND p.voice = s.voice
  GROUP BY l.number, s.account"""
"""The accounts of some statements. The plus: an account has few statements, an incident perhaps thousands."""
BLAMED = f"""CREATE TEMP TABLE blamed AS
  SELECT s.id AS statement, coalesce(a.name, s.value) AS name, a.id AS known, coalesce(s.actor, '') AS actor,
    s.value, {SIDES} AS side, c.incident, c.day, c.source, c.speaker
  FROM {{about}} JOIN accounts c ON c.id = s.account AND c.incident = l.number LEFT JOIN actors a ON a.id = s.actor
  WHERE s.attribute = 'responsible' AND s.value != 'unknown' AND NOT s.rejected"""
"""Who is named as responsible in some statements."""
LINE = f"""id, position, starts, ends, kind, fold("where"), fold(json_extract(row, '$.place.first_order')), country,
  latitude, longitude, precision, "where", CAST(killed AS INTEGER), CAST(wounded AS INTEGER), fold(responsible),
  fold(headline), {CONTESTED}, reports, {URGENCY}, contested, substr(starts, 1, 7)"""
"""An incident as a line."""
TEXT = """SELECT l.number, l.headline || char(10) || coalesce((SELECT group_concat(quote) FROM
  (SELECT DISTINCT quote FROM statements WHERE incident = l.id ORDER BY quote)), '') FROM lines l"""
"""The words of incidents. Their order is fixed: what was entered must be taken out as it was."""

FILL = (
    f"""INSERT INTO lines SELECT row_number() OVER (ORDER BY reports DESC, position), {LINE} FROM incidents""",
    TOLD.format(about=EVERY),
    """INSERT INTO sources SELECT row_number() OVER (ORDER BY sum(standing) DESC, spoken, kind), spoken, kind,
      fold(spoken), count(DISTINCT report), count(DISTINCT incident), sum(standing), sum(attributions),
      sum(attributions * disputed),
      CASE count(DISTINCT speaker) WHEN 1 THEN max(speaker) END FROM told GROUP BY spoken, kind""",
    """INSERT INTO accounts SELECT row_number() OVER (ORDER BY t.incident, t.report, t.account), t.account, t.incident,
      t.report, s.number, t.speaker, t.starts FROM told t JOIN sources s ON s.name = t.spoken AND s.kind = t.kind""",
    """INSERT INTO outlets SELECT row_number() OVER (ORDER BY publisher), publisher, fold(publisher)
      FROM (SELECT DISTINCT publisher FROM reports WHERE publisher NOT NULL)""",
    "INSERT INTO spoken SELECT DISTINCT source, incident FROM accounts",
    "INSERT INTO carried SELECT DISTINCT o.number, t.incident FROM told t JOIN outlets o ON o.name = t.publisher",
    BLAMED.format(about=EVERY),
    """INSERT INTO names (actor, name, kind, sought, accused, claimed, denied, incidents, says, accusers)
      SELECT nullif(b.actor, ''), b.name, json_extract(a.content, '$.kind'),
        fold(b.name || char(10) || b.actor || char(10) || group_concat(DISTINCT b.value)
          || coalesce(char(10) || (SELECT group_concat(value, char(10)) FROM json_each(a.content, '$.aliases')), '')),
        sum(side = 'accused'), sum(side = 'claimed'), sum(side = 'denied'), count(DISTINCT incident), 0, '[]'
      FROM blamed b LEFT JOIN actors a ON a.id = b.known
      GROUP BY b.actor, b.name ORDER BY count(DISTINCT incident) DESC, sum(side = 'accused') DESC, b.name, b.actor""",
    """INSERT INTO names (actor, name, kind, sought, accused, claimed, denied, incidents, says, accusers)
      SELECT id, name, json_extract(content, '$.kind'), fold(name || char(10) || id
        || coalesce(char(10) || (SELECT group_concat(value, char(10)) FROM json_each(content, '$.aliases')), '')),
        0, 0, 0, 0, 0, '[]'
      FROM actors WHERE id NOT IN (SELECT actor FROM names WHERE actor NOT NULL) ORDER BY name, id""",
    """INSERT INTO attributions (name, side, day, incident, statement, source, speaker)
      SELECT n.number, b.side, b.day, b.incident, b.statement, b.source, b.speaker
      FROM blamed b JOIN names n ON n.name = b.name AND coalesce(n.actor, '') = b.actor ORDER BY 1, 4, 5""",
    """INSERT INTO wordings SELECT n.number, b.value, count(*) FROM blamed b
      JOIN names n ON n.name = b.name AND coalesce(n.actor, '') = b.actor GROUP BY 1, 2""",
    """INSERT INTO pairs SELECT source, side, name, count(*), count(DISTINCT incident) FROM attributions
      GROUP BY source, side, name""",
    """INSERT INTO courses SELECT 'name', name, coalesce(substr(day, 1, 7), ''),
      count(DISTINCT CASE side WHEN 'accused' THEN incident END),
      count(DISTINCT CASE side WHEN 'accused' THEN NULL ELSE incident END) FROM attributions GROUP BY 2, 3""",
    """INSERT INTO courses SELECT 'source', p.source, coalesce(substr(l.starts, 1, 7), ''), count(b.incident),
      count(*) - count(b.incident) FROM spoken p JOIN lines l ON l.number = p.incident
      LEFT JOIN (SELECT DISTINCT source, incident FROM attributions WHERE side = 'accused') b
      ON b.source = p.source AND b.incident = p.incident GROUP BY 2, 3""",
    f"""WITH counted AS (SELECT p.name, s.name AS voice, sum(p.statements) AS times FROM pairs p
        JOIN sources s ON s.number = p.source WHERE p.side = 'accused' GROUP BY p.name, s.name),
      ranked AS (SELECT *, row_number() OVER (PARTITION BY name ORDER BY times DESC, voice) AS rank FROM counted),
      best AS (SELECT name, json_group_array(voice) AS voices FROM
        (SELECT * FROM ranked WHERE rank <= {ACCUSERS} ORDER BY name, rank) GROUP BY name)
      UPDATE names SET accusers = best.voices FROM best WHERE best.name = names.number""",
    """UPDATE names SET says = (SELECT count(*) FROM attributions a WHERE a.speaker = names.actor AND a.side = 'accused'
      AND a.name != names.number) WHERE actor IN (SELECT speaker FROM attributions WHERE speaker NOT NULL)""",
    """INSERT INTO account_texts (rowid, words) SELECT a.number, t.words FROM told t
      JOIN accounts a ON a.id = t.account AND a.incident = t.incident""",
    f"INSERT INTO incident_texts (rowid, words) {TEXT}",
    "DROP TABLE temp.told",
    "DROP TABLE temp.blamed",
)
"""Carried out in this order; what depends on a name's or an incident's rank comes after it."""


def wanting(connection: sqlite3.Connection) -> bool:
    """Whether a case that has incidents has no sums of them yet, as one of an earlier program."""
    row = connection.execute("SELECT EXISTS (SELECT 1 FROM incidents) AND NOT EXISTS (SELECT 1 FROM lines)").fetchone()
    return bool(row[0])


def summarise(connection: sqlite3.Connection) -> None:
    """Makes these tables anew from the others. Call inside of the transaction that wrote those."""
    for table in TEXTS:
        connection.execute(f"INSERT INTO {table} ({table}) VALUES ('delete-all')")
    for table in EMPTIED:
        connection.execute(f"DELETE FROM {table}")
    for statement in FILL:
        connection.execute(statement)
    meanings.put_signs(connection)
