"""The tables of a case file, as named steps. A step is never changed once released; a new one is added.

`reports`, `originals` and `journal` are kept: triggers refuse every update and deletion. All other tables are derived
and are a function of these three and the program.
"""

from __future__ import annotations

from ascribe.store import meanings, recorded, remembered, saved, sums, urgency

APPLICATION_ID = 0x61736372  # "ascr", so that `file` and SQLite tell a case from another database

KEPT = """
CREATE TABLE reports (
  position INTEGER PRIMARY KEY,          -- order of intake
  id TEXT NOT NULL UNIQUE,               -- first 16 hex digits of sha256
  sha256 TEXT NOT NULL UNIQUE,           -- of the original bytes
  name TEXT NOT NULL,
  location TEXT NOT NULL,
  media_type TEXT NOT NULL,
  title TEXT,
  publisher TEXT, publisher_from TEXT NOT NULL,
  published TEXT, published_from TEXT NOT NULL,
  url TEXT, author TEXT,
  text TEXT NOT NULL                     -- what spans count characters in
) STRICT;
CREATE INDEX reports_by_name ON reports(name);
CREATE TABLE originals (
  sha256 TEXT PRIMARY KEY REFERENCES reports(sha256) DEFERRABLE INITIALLY DEFERRED,
  bytes BLOB NOT NULL                    -- zlib
) STRICT, WITHOUT ROWID;
CREATE TABLE journal (
  number INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,                    -- merge, split, correct, reject, confirm, grade, declare, undo; or "intake"
  subjects TEXT NOT NULL,                -- JSON array
  author TEXT NOT NULL,
  time TEXT NOT NULL,                    -- ISO 8601, UTC
  reason TEXT, attribute TEXT, value TEXT
) STRICT;
"""

GUARDS = "\n".join(
    f"""CREATE TRIGGER {table}_no_{verb} BEFORE {verb.upper()} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} of a case are never changed: enter a decision instead'); END;"""
    for table in ("reports", "originals", "journal")
    for verb in ("update", "delete")
)

DERIVED = """
CREATE TABLE readings (
  report TEXT PRIMARY KEY REFERENCES reports(id),
  extractor TEXT NOT NULL,
  content TEXT NOT NULL                  -- JSON
) STRICT, WITHOUT ROWID;
CREATE TABLE incidents (
  id TEXT PRIMARY KEY, position INTEGER NOT NULL UNIQUE, headline TEXT NOT NULL, kind TEXT NOT NULL,
  status TEXT NOT NULL, starts TEXT, ends TEXT, "where" TEXT, country TEXT, latitude REAL, longitude REAL,
  precision TEXT, killed TEXT, wounded TEXT, responsible TEXT, likelihood TEXT, contested TEXT NOT NULL,
  accounts INTEGER NOT NULL, reports INTEGER NOT NULL, origins INTEGER NOT NULL,
  row TEXT NOT NULL                      -- JSON of the whole line
) STRICT, WITHOUT ROWID;
CREATE TABLE members (
  report TEXT NOT NULL REFERENCES reports(id), key TEXT NOT NULL,
  incident TEXT NOT NULL REFERENCES incidents(id), PRIMARY KEY (report, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX members_by_incident ON members(incident);
CREATE TABLE statements (
  id TEXT NOT NULL, account TEXT NOT NULL, incident TEXT NOT NULL REFERENCES incidents(id),
  report TEXT NOT NULL REFERENCES reports(id), voice TEXT NOT NULL, voice_kind TEXT NOT NULL,
  attribute TEXT NOT NULL, value TEXT NOT NULL, stance TEXT NOT NULL,
  span_start INTEGER NOT NULL, span_end INTEGER NOT NULL, quote TEXT NOT NULL, confidence REAL NOT NULL,
  actor TEXT, rejected INTEGER NOT NULL, confirmed INTEGER NOT NULL,
  content TEXT NOT NULL,                 -- JSON of voice and statement
  PRIMARY KEY (id, incident)
) STRICT, WITHOUT ROWID;
CREATE INDEX statements_by_incident ON statements(incident);
CREATE INDEX statements_by_report ON statements(report);
CREATE INDEX statements_by_voice ON statements(voice);
CREATE TABLE weighed (
  incident TEXT PRIMARY KEY REFERENCES incidents(id), content TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE findings (
  incident TEXT NOT NULL REFERENCES incidents(id), attribute TEXT NOT NULL, best TEXT, low TEXT, high TEXT,
  basis TEXT NOT NULL, origins INTEGER NOT NULL, reports INTEGER NOT NULL, PRIMARY KEY (incident, attribute)
) STRICT, WITHOUT ROWID;
CREATE TABLE conflicts (
  incident TEXT NOT NULL REFERENCES incidents(id), attribute TEXT NOT NULL, why TEXT NOT NULL,
  PRIMARY KEY (incident, attribute)
) STRICT, WITHOUT ROWID;
CREATE TABLE actors (id TEXT PRIMARY KEY, name TEXT NOT NULL, content TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE copies (
  copy TEXT PRIMARY KEY REFERENCES reports(id), original TEXT NOT NULL REFERENCES reports(id)
) STRICT, WITHOUT ROWID;
CREATE TABLE redirects (old TEXT PRIMARY KEY, incident TEXT NOT NULL REFERENCES incidents(id)) STRICT, WITHOUT ROWID;
CREATE TABLE state (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE VIRTUAL TABLE report_words USING fts5(title, text, content='', tokenize="unicode61 remove_diacritics 2");

CREATE VIEW v_incidents AS
  SELECT id, headline, kind, status, starts, ends, "where", killed, wounded, responsible, likelihood, contested,
         accounts, reports, origins FROM incidents ORDER BY position;
CREATE VIEW v_accounts AS
  SELECT s.incident, i.headline, r.publisher, r.published, s.voice, s.voice_kind, s.attribute, s.stance, s.value,
         s.quote, r.name AS report_name, s.report, s.span_start, s.span_end
  FROM statements s JOIN incidents i ON i.id = s.incident JOIN reports r ON r.id = s.report
  ORDER BY i.position, r.position, s.voice, s.span_start;
CREATE VIEW v_findings AS
  SELECT i.headline, f.* FROM findings f JOIN incidents i ON i.id = f.incident ORDER BY i.position, f.attribute;
"""

TOLD = """
CREATE TABLE ties (
  position INTEGER PRIMARY KEY, source TEXT NOT NULL REFERENCES incidents(id),
  target TEXT NOT NULL REFERENCES incidents(id), kind TEXT NOT NULL, voice TEXT NOT NULL,
  report TEXT NOT NULL REFERENCES reports(id), quote TEXT NOT NULL,
  content TEXT NOT NULL                  -- JSON
) STRICT;
CREATE INDEX ties_by_source ON ties(source);
CREATE INDEX ties_by_target ON ties(target);
CREATE TABLE proceedings (
  position INTEGER PRIMARY KEY, incident TEXT REFERENCES incidents(id), kind TEXT NOT NULL, who TEXT, actor TEXT,
  report TEXT NOT NULL REFERENCES reports(id), quote TEXT NOT NULL,
  content TEXT NOT NULL                  -- JSON
) STRICT;
CREATE INDEX proceedings_by_incident ON proceedings(incident);
CREATE INDEX proceedings_by_report ON proceedings(report);
CREATE TABLE candidates (
  incident TEXT NOT NULL, attribute TEXT NOT NULL, rank INTEGER NOT NULL, label TEXT, actor TEXT, probability REAL,
  word TEXT, PRIMARY KEY (incident, attribute, rank), FOREIGN KEY (incident, attribute) REFERENCES findings
) STRICT, WITHOUT ROWID;
CREATE VIRTUAL TABLE incident_words USING fts5(
  words, incident UNINDEXED, statement UNINDEXED, tokenize="unicode61 remove_diacritics 2");
CREATE INDEX statements_by_attribute ON statements(attribute);
CREATE INDEX copies_by_original ON copies(original);
"""

MEANT = """
CREATE TABLE meanings (
  report TEXT PRIMARY KEY REFERENCES reports(id),
  spans BLOB NOT NULL,                   -- pairs of 32-bit integers, little-endian: the sentences
  vectors BLOB NOT NULL                  -- signed bytes, as many for each sentence: what it means
) STRICT, WITHOUT ROWID;
"""

LARGE = """
CREATE INDEX statements_of_whom ON statements(attribute, value, actor, rejected, incident);
CREATE INDEX statements_by_speaker ON statements(voice, incident);
DROP INDEX statements_by_voice;
CREATE INDEX statements_counted ON statements(account);
CREATE INDEX incidents_in_time ON incidents(starts, contested);
CREATE INDEX incidents_on_map ON incidents(latitude, longitude, precision, "where", contested);
CREATE INDEX reports_by_publisher ON reports(publisher);
"""

HELD = """
ALTER TABLE journal ADD COLUMN held TEXT; -- JSON: for each subject the words of a report that it stands on
CREATE TABLE subjects (                  -- what decisions name -> the name of the same since it was read anew
  old TEXT PRIMARY KEY, now TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX readings_by_extractor ON readings(extractor, report);
"""

TOLD_MOST = """
CREATE INDEX statements_within ON statements(
  incident, attribute, actor, rejected, value, report, span_start, span_end);
DROP INDEX statements_by_incident;
CREATE INDEX statements_blaming ON statements(
  attribute, value, actor, voice, voice_kind, report, stance, rejected, incident, id) WHERE attribute = 'responsible';
DELETE FROM state;
"""

MIGRATIONS: tuple[tuple[str, str], ...] = (
    ("0001 reports, journal and derived tables", KEPT + GUARDS + DERIVED),
    ("0002 ties, proceedings, candidates, words of statements", TOLD + "DELETE FROM state;\n"),
    ("0003 meanings of sentences", MEANT),
    ("0004 indexes for large cases", LARGE),
    (
        "0005 sums for filters, lists and searches",
        sums.TABLES + meanings.TABLES + saved.TABLES + "DELETE FROM state;\n",
    ),
    ("0006 what resolving remembers", remembered.TABLES + "DELETE FROM state;\n"),
    ("0007 what decisions stand on", HELD),
    (
        "0008 entries of the track records, incidents told by thousands",
        recorded.TABLES + urgency.TABLES + urgency.FILL.format(which="") + ";" + TOLD_MOST,
    ),
)
"""Steps in order: name, and the statements that carry it out."""

DERIVED_TABLES = (
    "waits",
    "entries",
    "spoken_by",
    "speakers",
    "candidates",
    "proceedings",
    "ties",
    "redirects",
    "copies",
    "actors",
    "conflicts",
    "findings",
    "weighed",
    "statements",
    "members",
    "incidents",
)
"""Emptied before a resolution is written, children before parents."""
