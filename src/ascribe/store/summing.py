"""The sums after a part of the case changed: what some incidents count for is taken out, and what they are now put in.

Whatever counts incidents is the sum of what each counts for; the rest (how many reports a source has, who accuses a
name most) is counted anew for those that are touched. Numbers stay as they are and new ones follow the last: the rank
that they stand for is that of the last time when the whole case was summed up.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Sequence

import msgspec

from ascribe.store import meanings
from ascribe.store.sums import ACCUSERS, BLAMED, LINE, TEXT, TOLD

ABOUT = """temp.some o CROSS JOIN lines l ON l.id = o.id CROSS JOIN statements s ON s.incident = l.id"""
SOME = "(SELECT l.number FROM temp.some o CROSS JOIN lines l ON l.id = o.id)"

HEARD = "sources s ON s.name = t.spoken AND s.kind = t.kind"
CALLED = "names n ON n.name = b.name AND coalesce(n.actor, '') = b.actor"
COUNTED = (
    """INSERT INTO sources (name, kind, sought, reports, incidents, statements, attributions, disputed)
      SELECT spoken, kind, fold(spoken), 0, {sign} * count(DISTINCT incident), {sign} * sum(standing),
        {sign} * sum(attributions), {sign} * sum(attributions * disputed) FROM told WHERE true GROUP BY spoken, kind
      ON CONFLICT (name, kind) DO UPDATE SET incidents = incidents + excluded.incidents,
        statements = statements + excluded.statements, attributions = attributions + excluded.attributions,
        disputed = disputed + excluded.disputed""",
    f"""UPDATE names SET accused = names.accused + g.accused, claimed = names.claimed + g.claimed,
        denied = names.denied + g.denied, incidents = names.incidents + g.incidents
      FROM (SELECT n.number, {{sign}} * sum(side = 'accused') AS accused, {{sign}} * sum(side = 'claimed') AS claimed,
          {{sign}} * sum(side = 'denied') AS denied, {{sign}} * count(DISTINCT incident) AS incidents
        FROM blamed b JOIN {CALLED} GROUP BY 1) g WHERE g.number = names.number""",
    f"""INSERT INTO wordings SELECT n.number, b.value, {{sign}} * count(*) FROM blamed b JOIN {CALLED}
      WHERE true GROUP BY 1, 2
      ON CONFLICT (name, words) DO UPDATE SET times = times + excluded.times""",
    f"""INSERT INTO pairs SELECT b.source, b.side, n.number, {{sign}} * count(*), {{sign}} * count(DISTINCT b.incident)
      FROM blamed b JOIN {CALLED} WHERE true GROUP BY 1, 2, 3
      ON CONFLICT (source, side, name) DO UPDATE SET statements = statements + excluded.statements,
        incidents = incidents + excluded.incidents""",
    f"""INSERT INTO courses SELECT 'name', n.number, coalesce(substr(b.day, 1, 7), ''),
        {{sign}} * count(DISTINCT CASE b.side WHEN 'accused' THEN b.incident END),
        {{sign}} * count(DISTINCT CASE b.side WHEN 'accused' THEN NULL ELSE b.incident END)
      FROM blamed b JOIN {CALLED} WHERE true GROUP BY 2, 3
      ON CONFLICT (whose, number, month) DO UPDATE SET accused = accused + excluded.accused,
        other = other + excluded.other""",
    """INSERT INTO courses SELECT 'source', p.source, coalesce(substr(p.starts, 1, 7), ''),
        {sign} * count(b.incident), {sign} * (count(*) - count(b.incident))
      FROM (SELECT DISTINCT s.number AS source, t.incident, t.starts FROM told t
          JOIN sources s ON s.name = t.spoken AND s.kind = t.kind) p
        LEFT JOIN (SELECT DISTINCT source, incident FROM blamed WHERE side = 'accused') b
        ON b.source = p.source AND b.incident = p.incident WHERE true GROUP BY 2, 3
      ON CONFLICT (whose, number, month) DO UPDATE SET accused = accused + excluded.accused,
        other = other + excluded.other""",
)
"""What the incidents in `told` and `blamed` count for, added (sign 1) or taken away (-1)."""

LEAVE = (
    TOLD.format(about=ABOUT),
    BLAMED.format(about=ABOUT),
    f"INSERT OR IGNORE INTO temp.heard SELECT s.number FROM told t JOIN {HEARD}",
    f"INSERT OR IGNORE INTO temp.called SELECT n.number FROM blamed b JOIN {CALLED}",
    "INSERT OR IGNORE INTO temp.spoke SELECT speaker FROM blamed WHERE speaker NOT NULL",
    *(sql.format(sign=-1) for sql in COUNTED),
    f"""INSERT INTO incident_texts (incident_texts, rowid, words)
      SELECT 'delete', * FROM ({TEXT} WHERE l.number IN {SOME})""",
    """INSERT INTO account_texts (account_texts, rowid, words) SELECT 'delete', a.number, t.words FROM told t
      JOIN accounts a ON a.id = t.account AND a.incident = t.incident""",
    """DELETE FROM spoken WHERE (source, incident) IN
      (SELECT s.number, t.incident FROM told t JOIN sources s ON s.name = t.spoken AND s.kind = t.kind)""",
    """DELETE FROM carried WHERE (outlet, incident) IN
      (SELECT o.number, t.incident FROM told t JOIN outlets o ON o.name = t.publisher)""",
    f"DELETE FROM attributions WHERE (name, incident) IN (SELECT n.number, b.incident FROM blamed b JOIN {CALLED})",
    f"DELETE FROM accounts WHERE incident IN {SOME}",
    "INSERT INTO temp.ranks SELECT id, number FROM lines WHERE id IN (SELECT id FROM temp.some)",
    f"DELETE FROM lines WHERE number IN {SOME}",
)
ENTER = (
    f"""INSERT INTO lines SELECT r.number, {LINE.replace("id,", "incidents.id,", 1)} FROM temp.some o
      JOIN temp.ranks r ON r.id = o.id CROSS JOIN incidents ON incidents.id = o.id""",
    f"""INSERT INTO lines SELECT (SELECT coalesce(max(number), 0) FROM lines) + row_number()
        OVER (ORDER BY reports DESC, position), {LINE.replace("id,", "incidents.id,", 1)}
      FROM temp.some o CROSS JOIN incidents ON incidents.id = o.id WHERE o.id NOT IN (SELECT id FROM temp.ranks)""",
    TOLD.format(about=ABOUT),
    """INSERT INTO sources (name, kind, sought, reports, incidents, statements, attributions, disputed)
      SELECT DISTINCT spoken, kind, fold(spoken), 0, 0, 0, 0, 0 FROM told WHERE true ON CONFLICT DO NOTHING""",
    """INSERT INTO accounts SELECT (SELECT coalesce(max(number), 0) FROM accounts)
        + row_number() OVER (ORDER BY t.incident, t.report, t.account), t.account, t.incident,
      t.report, s.number, t.speaker, t.starts FROM told t JOIN sources s ON s.name = t.spoken AND s.kind = t.kind""",
    """INSERT INTO outlets (name, sought) SELECT DISTINCT publisher, fold(publisher) FROM told
      WHERE publisher NOT NULL ON CONFLICT DO NOTHING""",
    """INSERT INTO spoken SELECT DISTINCT s.number, t.incident FROM told t
      JOIN sources s ON s.name = t.spoken AND s.kind = t.kind""",
    "INSERT INTO carried SELECT DISTINCT o.number, t.incident FROM told t JOIN outlets o ON o.name = t.publisher",
    BLAMED.format(about=ABOUT),
    f"""INSERT INTO names (actor, name, sought, accused, claimed, denied, incidents, says, accusers)
      SELECT DISTINCT nullif(b.actor, ''), b.name, '', 0, 0, 0, 0, 0, '[]' FROM blamed b
      LEFT JOIN {CALLED} WHERE n.number IS NULL ORDER BY 2""",
    """INSERT INTO names (actor, name, sought, accused, claimed, denied, incidents, says, accusers)
      SELECT id, name, '', 0, 0, 0, 0, 0, '[]' FROM actors
      WHERE id IN (SELECT id FROM temp.newly)
        AND NOT EXISTS (SELECT 1 FROM names WHERE actor = actors.id) ORDER BY id""",
    f"""INSERT INTO attributions (name, side, day, incident, statement, source, speaker)
      SELECT n.number, b.side, b.day, b.incident, b.statement, b.source, b.speaker
      FROM blamed b JOIN {CALLED} ORDER BY 1, 4, 5""",
    *(sql.format(sign=1) for sql in COUNTED),
    f"INSERT OR IGNORE INTO temp.heard SELECT s.number FROM told t JOIN {HEARD}",
    f"INSERT OR IGNORE INTO temp.called SELECT n.number FROM blamed b JOIN {CALLED}",
    "INSERT OR IGNORE INTO temp.called SELECT number FROM names WHERE actor IN (SELECT id FROM temp.newly)",
    "INSERT OR IGNORE INTO temp.spoke SELECT speaker FROM blamed WHERE speaker NOT NULL",
    """INSERT INTO account_texts (rowid, words) SELECT a.number, t.words FROM told t
      JOIN accounts a ON a.id = t.account AND a.incident = t.incident""",
    f"INSERT INTO incident_texts (rowid, words) {TEXT} WHERE l.number IN {SOME}",
    "DELETE FROM wordings WHERE times = 0 AND name IN temp.called",
    "DELETE FROM pairs WHERE statements = 0 AND source IN temp.heard",
    "DELETE FROM courses WHERE accused = 0 AND other = 0 AND whose = 'name' AND number IN temp.called",
    "DELETE FROM courses WHERE accused = 0 AND other = 0 AND whose = 'source' AND number IN temp.heard",
    """DELETE FROM names WHERE number IN temp.called AND incidents = 0
      AND NOT EXISTS (SELECT 1 FROM actors WHERE id = names.actor AND name = names.name)""",
    """DELETE FROM sources WHERE number IN temp.heard
      AND NOT EXISTS (SELECT 1 FROM accounts WHERE source = sources.number)""",
    """UPDATE sources SET reports = g.reports, actor = g.actor FROM (SELECT source, count(DISTINCT report) AS reports,
        CASE count(DISTINCT speaker) WHEN 1 THEN max(speaker) END AS actor
      FROM accounts WHERE source IN temp.heard GROUP BY source) g WHERE g.source = sources.number""",
    """UPDATE names SET kind = (SELECT json_extract(content, '$.kind') FROM actors a WHERE a.id = names.actor),
      sought = fold(name || char(10) || coalesce(actor, '')
        || coalesce(char(10) || (SELECT group_concat(words, ',') FROM wordings w WHERE w.name = names.number), '')
        || coalesce(char(10) || (SELECT group_concat(j.value, char(10))
          FROM actors a, json_each(a.content, '$.aliases') j WHERE a.id = names.actor), '')),
      accusers = coalesce((SELECT json_group_array(voice) FROM (SELECT s.name AS voice FROM pairs p
        JOIN sources s ON s.number = p.source WHERE p.name = names.number AND p.side = 'accused'
        GROUP BY s.name ORDER BY sum(p.statements) DESC, s.name LIMIT {ACCUSERS})), '[]')
      WHERE number IN temp.called""".replace("{ACCUSERS}", str(ACCUSERS)),
    """UPDATE names SET says = (SELECT count(*) FROM attributions a WHERE a.speaker = names.actor AND a.side = 'accused'
      AND a.name != names.number) WHERE actor IN (SELECT actor FROM temp.spoke)""",
)


def leave(c: sqlite3.Connection, incidents: Collection[str]) -> None:
    """Takes out what these incidents count for. Call before their rows change, inside of the same transaction."""
    for name, columns in TEMPORARY.items():
        c.execute(f"CREATE TEMP TABLE {name} ({columns})")
    _carry_out(c, incidents, LEAVE)


def enter(c: sqlite3.Connection, incidents: Collection[str], actors: Collection[str], reports: Sequence[str]) -> None:
    """Puts in what these incidents count for; `actors` are new or told otherwise, `reports` were taken in since."""
    c.executemany("INSERT INTO temp.newly VALUES (?)", [(a,) for a in sorted(actors)])
    _carry_out(c, incidents, ENTER)
    for name in TEMPORARY:
        c.execute(f"DROP TABLE temp.{name}")
    meanings.put_signs(c, reports)


TEMPORARY = {
    "some": "id TEXT PRIMARY KEY",
    "heard": "number INTEGER PRIMARY KEY",  # sources that are touched
    "called": "number INTEGER PRIMARY KEY",  # names that are touched
    "spoke": "actor TEXT PRIMARY KEY",
    "ranks": "id TEXT PRIMARY KEY, number INTEGER",
    "newly": "id TEXT PRIMARY KEY",
}


def _carry_out(c: sqlite3.Connection, incidents: Collection[str], steps: Collection[str]) -> None:
    c.execute("DELETE FROM temp.some")
    c.execute(
        "INSERT INTO temp.some SELECT value FROM json_each(?)", (msgspec.json.encode(sorted(incidents)).decode(),)
    )
    for step in steps:
        c.execute(step)
    c.execute("DROP TABLE temp.told")
    c.execute("DROP TABLE temp.blamed")
