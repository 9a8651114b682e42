"""What somebody needs before them to rule on an incident: the sentences that clash, and what the forms offer."""

from __future__ import annotations

import msgspec

from ascribe.case import Case
from ascribe.model import THE_REPORT, Attribute
from ascribe.model.view import IncidentRow, IncidentView, StatementView

SIDES = 3
"""Sides of a conflict that are quoted."""
VALUES = 40
"""Values that a correction offers."""


class Desk(msgspec.Struct, frozen=True):
    """One incident to rule on."""

    row: IncidentRow
    why: tuple[str, ...]  # why it waits for review
    clash: tuple[StatementView, ...]  # one sentence for each side of the first conflict
    attribute: Attribute | None  # that the clash is about
    attributions: tuple[StatementView, ...]  # that stand
    tellings: tuple[tuple[str, str], ...]  # that can be split off
    near: tuple[IncidentRow, ...]
    voices: tuple[str, ...]
    values: tuple[str, ...]  # told or weighed, to correct with


def desk(case: Case, view: IncidentView, why: tuple[str, ...] = ()) -> Desk:
    """An incident, laid out; of what is told of it, what `view` has."""
    said = {s.id: s for a in view.accounts for s in a.statements}
    conflict = next((c for c in view.conflicts if c.attribute is Attribute.RESPONSIBLE), None)
    conflict = conflict or next(iter(view.conflicts), None)
    first = [side.statements[0] for side in conflict.sides if side.statements][:SIDES] if conflict else []
    clash = case.statements(view.row.id, first)
    reports = {a.report for a in view.accounts}
    candidates = [c.label for f in view.findings for c in f.candidates if c.label]
    values = dict.fromkeys([*candidates, *(s.shown for s in said.values())])
    return Desk(
        row=view.row,
        why=why,
        clash=tuple(clash[s] for s in first if s in clash),
        attribute=conflict.attribute if conflict else None,
        attributions=tuple(s for s in said.values() if s.attribute is Attribute.RESPONSIBLE and not s.rejected),
        tellings=tuple(t for t in case.tellings(view.row.id)[1:] if t[0].rpartition("/")[0] in reports),
        near=case.near(view.row.id),
        voices=_voices(view),
        values=tuple(v for v in values if len(v) <= 60)[:VALUES],
    )


def _voices(view: IncidentView) -> tuple[str, ...]:
    """The sources of an incident that can be graded: voices, and outlets for reports that speak themselves."""
    named = {a.voice.name if a.voice.name != THE_REPORT else a.publisher for a in view.accounts}
    return tuple(sorted(filter(None, named), key=str.casefold))
