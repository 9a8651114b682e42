"""What the page of one incident shows: each list a part at a time, decisions in words, the matrix."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from typing import Any

import msgspec

from ascribe.case import Case
from ascribe.model import THE_REPORT, Attribute, Decision, DecisionKind
from ascribe.model.view import AccountView, IncidentView, StatementView
from ascribe.show.web.charts import TollMark, toll_marks
from ascribe.show.web.hypotheses import board, shown_of
from ascribe.show.web.look import SIZES, Look
from ascribe.show.web.pages import COLUMNS, incident_values
from ascribe.show.web.texts import plain, word

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

    The page has only some of the accounts, so that it is bounded; what they add up to (findings, conflicts, copies,
    tolls, the matrix) is of all of them.
    """
    view = case.part(incident, look.voice, *look.wanted("accounts"))
    accounts = look.part_of("accounts", view.accounts, view.found)
    if accounts.page != look.page("accounts"):  # beyond the end: the last part, instead
        view = case.part(incident, look.voice, SIZES["accounts"], (accounts.page - 1) * SIZES["accounts"])
        accounts = look.part_of("accounts", view.accounts, view.found)
    known, entered, matrix = view.row.id, case.decisions(), case.hypotheses(incident)
    near = case.statements(known, (*shown_of(matrix, look), *(s for d in view.decisions for s in d.subjects)))
    said = near | {s.id: s for a in view.accounts for s in a.statements}
    ruled = rulings(entered, view, said, case.heard(known, _graded(entered)))
    return incident_values(view) | {
        "look": look,
        "accounts": accounts,
        "columns": [c for c in COLUMNS if c in view.attributes],
        "cells": [(a, _cells(a, view.attributes)) for a in view.accounts],
        "origins": [(k.original, k.outlets) for k in view.carried],
        "told": view.told,
        "offered": view.speakers,
        "voices": sorted({speaker(a) for a in view.accounts}, key=str.casefold),
        "tolls": [Tolls(k.attribute.value, toll_marks(k), k.most, k.left) for k in view.tolls],
        "ties": look.part("ties", view.ties),
        "proceedings": look.part("proceedings", view.proceedings),
        "rulings": look.part("rulings", ruled),
        "board": board(matrix, said, [r.decision for r in ruled], look),
    }


def _cells(account: AccountView, told: Sequence[Attribute]) -> list[list[StatementView]]:
    """An account's statements by column."""
    by: dict[Attribute, list[StatementView]] = {}
    for s in account.statements:
        by.setdefault(s.attribute, []).append(s)
    return [by.get(c, []) for c in COLUMNS if c in told]


def _graded(entered: Iterable[Decision]) -> set[str]:
    """What decisions grade."""
    return {s for d in entered if d.kind is DecisionKind.GRADE for s in d.subjects}


def speaker(account: AccountView) -> str:
    """Who an account is of, by the name that a grade is given to: the outlet where the report speaks itself."""
    own = account.voice.name == THE_REPORT
    return (account.publisher or account.report_name) if own else account.voice.name


def rulings(
    entered: Iterable[Decision], view: IncidentView, said: Mapping[str, StatementView], heard: Set[str]
) -> list[Ruled]:
    """The decisions that bear on an incident, its statements and its voices, the last first, with their undoing.

    `heard` are those graded names that speak of it.
    """
    entered = tuple(entered)
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
