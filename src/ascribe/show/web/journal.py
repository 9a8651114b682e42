"""The journal of decisions as people read it: who, when, what, of what, why, and whether it still holds."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

import msgspec

from ascribe.case import Case
from ascribe.model import Decision, DecisionKind
from ascribe.show.web.texts import plain, word


class Entry(msgspec.Struct, frozen=True):
    """One line of the journal."""

    decision: Decision
    what: str
    about: tuple[tuple[str, str], ...]  # what it is of, in words, with an address or ""
    incident: str  # the one to go to, or ""
    holds: bool


def entries(case: Case, chosen: Sequence[Decision], every: Sequence[Decision]) -> tuple[Entry, ...]:
    """The chosen decisions, in their order; `every` tells which of them still hold."""
    gone = undone(every)
    named = case.named(s for d in chosen for s in d.subjects)
    return tuple(_entry(d, named, d.number not in gone) for d in chosen)


def incident_of(case: Case, decision: Decision, every: Sequence[Decision]) -> str:
    """The incident that a decision is about; for an undoing, the one of what it undoes."""
    while decision.kind is DecisionKind.UNDO and decision.subjects[0].isdecimal():
        decision = every[int(decision.subjects[0]) - 1]
    named = case.named(decision.subjects)
    return next((named[s][0] for s in decision.subjects if s in named), "")


def undone(every: Sequence[Decision]) -> set[int]:
    """The numbers of the decisions that a later one undoes; an undoing can itself be undone."""
    found: set[int] = set()
    for d in reversed(every):
        if d.kind is DecisionKind.UNDO and d.number not in found:
            found |= {int(s) for s in d.subjects}
    return found


def _entry(d: Decision, named: dict[str, tuple[str, str]], holds: bool) -> Entry:
    about = []
    for s in d.subjects:
        if s in named:
            about.append((named[s][1], f"/incidents/{quote(named[s][0])}"))
        elif d.kind is DecisionKind.UNDO:
            about.append((plain("journal.decision", number=s), f"#d{s}"))
        else:
            about.append((s, ""))
    incident = next((named[s][0] for s in d.subjects if s in named), "")
    return Entry(d, _what(d), tuple(dict.fromkeys(about)), incident, holds)


def _what(d: Decision) -> str:
    attribute = word(d.attribute) if d.attribute else ""
    if d.kind in {DecisionKind.REJECT, DecisionKind.CONFIRM} and all(s.startswith("inc-") for s in d.subjects):
        return plain(f"journal.{d.kind.value}_tie")
    return plain(f"journal.{d.kind.value}", attribute=attribute, what=attribute, value=d.value or "").rstrip(": ")
