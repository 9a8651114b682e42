"""Rows in words: the sentence of a report around a span, of which a statement may hold few words; a period."""

from __future__ import annotations

import re
import sqlite3
from datetime import date

from ascribe.model import Period

REACH = 400
"""Characters before and after a span within which its sentence is looked for."""
END = re.compile(r"[.!?…؟۔。]+[\"'”’»)\]]*(?=\s)|\n")


def period(row: sqlite3.Row) -> Period | None:
    """When an incident was, from the row's `starts` and `ends`."""
    if row["starts"] is None:
        return None
    return Period(date.fromisoformat(row["starts"]), date.fromisoformat(row["ends"]))


def around(c: sqlite3.Connection, report: str, start: int, end: int) -> str:
    """The sentence or sentences of a report that hold a span; cut with dots where they are very long."""
    begin = max(0, start - REACH)
    row = c.execute(
        "SELECT substr(text, ?, ?) AS words FROM reports WHERE id = ?", (begin + 1, end + REACH - begin, report)
    ).fetchone()
    words: str = row["words"]
    opens = [m.end() for m in END.finditer(words, 0, start - begin)]
    closes = END.search(words, max(0, end - begin - 1))
    first, last = (opens[-1] if opens else 0), (closes.end() if closes else len(words))
    shown = words[first:last].strip()
    cut_before, cut_after = not opens and begin > 0, closes is None and len(words) == end + REACH - begin
    return ("…" if cut_before else "") + shown + ("…" if cut_after else "")
