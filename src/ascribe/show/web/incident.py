"""What the page of one incident shows: each list a part at a time, decisions in words, the matrix."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from ascribe.case import Case
from ascribe.model import THE_REPORT, Decision, DecisionKind
from ascribe.model.view import AccountView, IncidentView, StatementView
from ascribe.show.web.charts import TollMark
from ascribe.show.web.hypotheses import board
from ascribe.show.web.look import Look
from ascribe.show.web.pages import incident_values
from ascribe.show.web.texts import plain, word

OFFERED = 200
"""Voices that the filter offers; any other can be typed."""
MARKS = 40
"""Counts that a chart of tolls draws."""
QUOTED = 120
"""Characters of a statement that a decision is shown with."""


class Ruled(msgspec.Struct, frozen=True):
    """A decision in words, and the number of the one that undid it."""

    decision: Decision
    words: str
    undone: int | None


class Tolls(msgspec.Struct, frozen=True):
    """A chart of one toll: what is drawn, the end of its scale, and how many counts are not drawn."""

    name: str
    marks: tuple[TollMark, ...]
    most: int
    left: int


def page_values(case: Case, incident: str, look: Look) -> dict[str, Any]:
    """All that the template of an incident needs, but for what every form carries.

    `view` has only the accounts of this page, so that whatever a template makes of them is bounded; what they add up
    to (findings, conflicts, copies, tolls, the matrix) is of all of them.
    """
    whole, tellings, matrix = case.show(incident), case.tellings(incident), case.hypotheses(incident)
    accounts = look.part("accounts", [a for a in whole.accounts if _speaks(a, look.voice)])
    view = msgspec.structs.replace(whole, accounts=accounts.items)
    said = {s.id: s for a in whole.accounts for s in a.statements}
    ruled = rulings(case.decisions(), whole, said)
    reports = {a.report for a in view.accounts}
    values = incident_values(whole)
    return values | {
        "view": view,
        "look": look,
        "accounts": accounts,
        "told": len(whole.accounts),
        "offered": [name for name, _ in Counter(map(speaker, whole.accounts)).most_common(OFFERED)],
        "voices": sorted({speaker(a) for a in view.accounts}, key=str.casefold),
        "tellings": [t for t in tellings[1:] if t[0].rpartition("/")[0] in reports],
        "tolls": [_drawn(*t) for t in values["tolls"]],
        "ties": look.part("ties", whole.ties),
        "proceedings": look.part("proceedings", whole.proceedings),
        "rulings": look.part("rulings", ruled),
        "board": board(matrix, said, [r.decision for r in ruled], look),
    }


def speaker(account: AccountView) -> str:
    """Who an account is of, by the name that a grade is given to: the outlet where the report speaks itself."""
    own = account.voice.name == THE_REPORT
    return (account.publisher or account.report_name) if own else account.voice.name


def _speaks(account: AccountView, voice: str) -> bool:
    wanted = voice.casefold()
    return not wanted or any(
        wanted in name.casefold() for name in (speaker(account), account.publisher or account.report_name)
    )


def rulings(entered: Iterable[Decision], view: IncidentView, said: Mapping[str, StatementView]) -> list[Ruled]:
    """The decisions that bear on an incident, its statements and its voices, the last first, with their undoing."""
    entered = tuple(entered)
    heard = {speaker(a) for a in view.accounts} | {a.publisher for a in view.accounts}
    about = {d.number for d in view.decisions}
    about |= {d.number for d in entered if d.kind is DecisionKind.GRADE and heard & set(d.subjects)}
    undone = _undone(entered)
    about |= {undone[n] for n in list(about) if n in undone}
    words = {d.number: d.value for d in entered if d.kind is DecisionKind.EVIDENCE}
    return [Ruled(d, _in_words(d, said, words), undone.get(d.number)) for d in reversed(entered) if d.number in about]


def _undone(entered: Sequence[Decision]) -> dict[int, int]:
    """The decisions that no longer hold, with the number of the one that undid each. An undoing can be undone."""
    found: dict[int, int] = {}
    for d in reversed(entered):
        if d.kind is DecisionKind.UNDO and d.number not in found:
            found |= {int(s): d.number for s in d.subjects}
    return found


def _in_words(d: Decision, said: Mapping[str, StatementView], evidence: Mapping[int, str | None]) -> str:
    """What a decision says, as one sentence."""
    named, first = ", ".join(d.subjects), d.subjects[0] if d.subjects else ""
    of, _, mark = (d.value or "").rpartition("=")
    told: dict[str, str] = {"value": d.value or "", "named": named, "attribute": word(d.attribute or "")}
    match d.kind:
        case DecisionKind.SPLIT:
            told |= {"first": first, "named": ", ".join(d.subjects[1:])}
        case DecisionKind.REJECT | DecisionKind.CONFIRM if all(i.startswith("inc-") for i in d.subjects):
            told["quoted"] = plain("ruled.tie", named=named)
        case DecisionKind.REJECT | DecisionKind.CONFIRM:
            told["quoted"] = "; ".join(_quoted(s, said) for s in d.subjects)
        case DecisionKind.CELL:
            row = d.subjects[-1]
            note = evidence.get(int(row[1:])) if row[1:].isdecimal() else None
            shown = f"“{note}”" if note and row not in said else _quoted(row, said)
            told |= {"told": shown, "mark": word(mark), "of": of}
        case (
            DecisionKind.DECLARE
            | DecisionKind.ALIAS
            | DecisionKind.SAME_ACTOR
            | DecisionKind.NOT_SAME
            | DecisionKind.LOCATE
        ):
            return plain("ruled.other", kind=word(d.kind), named=named)
        case _:
            pass
    return plain(f"ruled.{d.kind.value}", **told)


def _quoted(statement: str, said: Mapping[str, StatementView]) -> str:
    held = said.get(statement)
    if held is None:
        return plain("ruled.statement", id=statement)
    quote = " ".join(held.quote.split())
    return f"“{quote if len(quote) <= QUOTED else quote[:QUOTED] + '…'}”"


def _drawn(name: str, marks: Sequence[TollMark], most: int) -> Tolls:
    """The counts to draw: all where they are few; else the first and the last, and the lowest and the highest."""
    kept = list(range(len(marks)))
    if len(marks) > MARKS:
        half = MARKS // 2 - 1
        ends = {min(kept, key=lambda i: marks[i].low), max(kept, key=lambda i: marks[i].high)}
        kept = sorted({*kept[:half], *kept[-half:], *ends})
    drawn = tuple(msgspec.structs.replace(marks[i], y=16 + 22 * n) for n, i in enumerate(kept))
    return Tolls(name, drawn, most, len(marks) - len(drawn))
