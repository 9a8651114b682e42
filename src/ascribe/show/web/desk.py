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
    """An incident, laid out."""
    said = {s.id: s for a in view.accounts for s in a.statements}
    conflict = next((c for c in view.conflicts if c.attribute is Attribute.RESPONSIBLE), None)
    conflict = conflict or next(iter(view.conflicts), None)
    sides = conflict.sides if conflict else ()
    clash = [next((said[s] for s in side.statements if s in said), None) for side in sides]
    candidates = [c.label for f in view.findings for c in f.candidates if c.label]
    values = dict.fromkeys([*candidates, *(s.shown for s in said.values())])
    return Desk(
        row=view.row,
        why=why,
        clash=tuple(s for s in clash if s is not None)[:SIDES],
        attribute=conflict.attribute if conflict else None,
        attributions=tuple(s for s in said.values() if s.attribute is Attribute.RESPONSIBLE and not s.rejected),
        tellings=case.tellings(view.row.id)[1:],
        near=case.near(view.row.id),
        voices=_voices(view),
        values=tuple(v for v in values if len(v) <= 60)[:VALUES],
    )


def _voices(view: IncidentView) -> tuple[str, ...]:
    """The sources of an incident that can be graded: voices, and outlets for reports that speak themselves."""
    named = {a.voice.name if a.voice.name != THE_REPORT else a.publisher for a in view.accounts}
    return tuple(sorted(filter(None, named), key=str.casefold))
