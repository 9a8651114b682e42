"""Checks a decision before it is entered: is what it names there, does it make sense, does an earlier one bar it."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence

import msgspec

from ascribe.lines import parse_period
from ascribe.model import CREDIBILITY, TOLLS, Attribute, Decision, DecisionKind, Grade, Kind, Status
from ascribe.model.errors import DecisionConflictError, NotFoundError, OvertakenError, UsageError
from ascribe.model.matrix import Mark
from ascribe.resolve.declared import parse_declared
from ascribe.resolve.incidents import own_name
from ascribe.rulings_names import alias, locate, not_same, same_actor
from ascribe.store import handles, kept, likely, pages, queries

TOLL = re.compile(r"\d+(?:\+|[–-]\d+)?")
"""A toll as a person writes it: 44, 4+, 17-44."""


class Ruling(msgspec.Struct, frozen=True):
    """A decision as somebody asks for it, and once checked as it is entered."""

    kind: DecisionKind
    subjects: tuple[str, ...]
    attribute: str | None = None
    value: str | None = None


def checked(c: sqlite3.Connection, asked: Ruling) -> Ruling:
    """The ruling with every handle made whole.

    Raises UsageError where it makes no sense, NotFoundError where it names what is not there, DecisionConflictError
    where an earlier decision stands against it.
    """
    if not asked.subjects and asked.kind is not DecisionKind.DECLARE:
        raise UsageError(f"{asked.kind.value} needs to be told of what; see: ascribe decide --help")
    return CHECKS[asked.kind](c, asked)


def not_overtaken(c: sqlite3.Connection, asked: Ruling, seen: int) -> None:
    """Raises OvertakenError where decisions after number `seen` touch what this one is about."""
    about = pages.touched(c, asked.subjects)
    later = [d for d in kept.decisions(c) if d.number > seen and pages.touched(c, d.subjects) & about]
    if later:
        d = later[-1]
        what = " ".join(filter(None, (d.kind.value, d.attribute, d.value)))
        raise OvertakenError(
            f"meanwhile {d.author} entered decision {d.number} ({what}: {d.reason or 'no reason given'}); "
            "open the page again and look before you decide",
            tuple(d.number for d in later),
        )


def _with(asked: Ruling, subjects: Sequence[str]) -> Ruling:
    return msgspec.structs.replace(asked, subjects=tuple(dict.fromkeys(subjects)))


def _merge(c: sqlite3.Connection, asked: Ruling) -> Ruling:
    ids = dict.fromkeys(handles.incident(c, s) for s in asked.subjects)
    if len(ids) < 2:
        raise UsageError("merge needs two incidents or more that are not one already")
    for d in kept.standing(kept.decisions(c)):
        if d.kind is DecisionKind.SPLIT and _now(c, d) <= set(ids) and len(_now(c, d)) > 1:
            raise DecisionConflictError(_stands(d))
    return _with(asked, tuple(ids))


def _now(c: sqlite3.Connection, split: Decision) -> set[str]:
    """The incidents in which the two sides of a split are now."""
    found = set(queries.incident_ids(c, split.subjects[0]))
    for subject in split.subjects[1:]:
        report, _, key = subject.rpartition("/")
        found |= {i for k, i in queries.told_by(c, report).items() if k == key}
    return found


def _split(c: sqlite3.Connection, asked: Ruling) -> Ruling:
    if len(asked.subjects) < 2:
        raise UsageError(
            "split needs an incident and the tellings that are not of it, as REPORT/KEY, or another incident"
        )
    incident = handles.incident(c, asked.subjects[0])
    others = [s for s in asked.subjects[1:] if s.startswith("inc-")]
    members = [handles.member(c, s) for s in asked.subjects[1:] if s not in others]
    for report, key in members:
        if queries.told_by(c, report)[key] != incident:
            raise UsageError(f"{report}/{key} is not of {incident}")
    members += [_apart(c, incident, handles.incident(c, s)) for s in others]
    if queries.founder(c, incident) in members:
        raise UsageError(f"{incident} is named after that telling; split the others from it instead")
    founded = {_founded(c, report, key) for report, key in members}
    for d in kept.standing(kept.decisions(c)):
        if d.kind is DecisionKind.MERGE and founded & set(d.subjects):
            raise DecisionConflictError(_stands(d))
    return _with(asked, [incident, *(f"{r}/{k}" for r, k in members)])


def _apart(c: sqlite3.Connection, incident: str, other: str) -> tuple[str, str]:
    """The telling that another incident is named after, to be kept apart from this one: they are not the same."""
    if other == incident:
        raise UsageError(f"{incident} is one incident; name the telling that is not of it, as REPORT/KEY")
    return queries.founder(c, other)


def _founded(c: sqlite3.Connection, report: str, key: str) -> str:
    """The name of the incident that this telling founds, under which a merge took it in; "" where it founds none."""
    reading = queries.reading_of(c, report)
    told = [i for i in reading.incidents if i.key == key and i.mentions] if reading else []
    return own_name(report, told[0].mentions[0]) if told else ""


def _correct(c: sqlite3.Connection, asked: Ruling) -> Ruling:
    value = (asked.value or "").strip()
    if asked.attribute not in set(Attribute) or not value:
        raise UsageError("correct needs an attribute and a value")
    attribute = Attribute(asked.attribute)
    if attribute is Attribute.WHERE and len(asked.subjects) == 1 and not queries.incident_ids(c, asked.subjects[0]):
        return _locate(c, Ruling(DecisionKind.LOCATE, asked.subjects, None, value))  # of a place, wherever it is named
    vocabularies: dict[Attribute, set[str]] = {
        Attribute.KIND: {k.value for k in Kind},
        Attribute.STATUS: {s.value for s in Status},
    }
    vocabulary = vocabularies.get(attribute)
    if vocabulary is not None and value not in vocabulary:
        raise UsageError(f"{value!r} is no {attribute.value}; choose from: {', '.join(sorted(vocabulary))}")
    if attribute in TOLLS and not TOLL.fullmatch(value):
        raise UsageError(f"{value!r} is no toll; write 44, 4+ or 17-44")
    if attribute is Attribute.WHEN and parse_period(value) is None:
        raise UsageError(f"{value!r} is no date; write 2023-07-19, 2023-07, 2023 or 2023-07-19 to 2023-07-21")
    ruling = _with(asked, [handles.incident(c, s) for s in asked.subjects])
    return msgspec.structs.replace(ruling, value=value)


def _alias(c: sqlite3.Connection, asked: Ruling) -> Ruling:
    return _named(asked, *alias(c, asked.subjects))


def _same_actor(c: sqlite3.Connection, asked: Ruling) -> Ruling:
    return _named(asked, *same_actor(c, asked.subjects))


def _not_same(c: sqlite3.Connection, asked: Ruling) -> Ruling:
    """Of two incidents it is a split; of actors it holds for all their names."""
    if any(s.startswith("inc-") for s in asked.subjects):
        return _split(c, Ruling(DecisionKind.SPLIT, asked.subjects))
    return _named(asked, *not_same(c, asked.subjects))


def _locate(c: sqlite3.Connection, asked: Ruling) -> Ruling:
    return _named(asked, *locate(c, asked.subjects, asked.value))


def _named(asked: Ruling, subjects: tuple[str, ...], value: str) -> Ruling:
    return Ruling(asked.kind, subjects, None, value)


def _statements(c: sqlite3.Connection, asked: Ruling) -> Ruling:
    tie = likely.is_tie(asked.subjects)
    ruling = _with(asked, [(handles.incident if tie else handles.statement)(c, s) for s in asked.subjects])
    if tie and len(ruling.subjects) != 2:
        raise UsageError(f"a tie is named by its two incidents; these are one: {', '.join(ruling.subjects)}")
    other = DecisionKind.CONFIRM if asked.kind is DecisionKind.REJECT else DecisionKind.REJECT
    for d in kept.standing(kept.decisions(c)):
        if tie and d.kind is other and likely.is_tie(d.subjects):
            if {i for s in d.subjects for i in queries.incident_ids(c, s)} == set(ruling.subjects):
                raise DecisionConflictError(_stands(d))
        elif d.kind is other and not tie and set(d.subjects) & set(ruling.subjects):
            raise DecisionConflictError(_stands(d))
    return ruling


def _grade(c: sqlite3.Connection, asked: Ruling) -> Ruling:
    letter = (asked.value or "").strip().upper()
    if letter in CREDIBILITY:
        return msgspec.structs.replace(_with(asked, [handles.statement(c, s) for s in asked.subjects]), value=letter)
    if letter not in set(Grade):
        raise UsageError(
            "grade needs a letter from A (reliable) to E (unreliable), or F (cannot be judged), for a source; "
            "or a number from 1 (confirmed) to 5 (improbable), or 6 (cannot be judged), for a statement"
        )
    return msgspec.structs.replace(_with(asked, [handles.source(c, s) for s in asked.subjects]), value=letter)


def _declare(_c: sqlite3.Connection, asked: Ruling) -> Ruling:
    """One actor or place; `attribute` says which, `value` is its JSON."""
    if asked.attribute not in {"actor", "place"} or not asked.value:
        raise UsageError("declare needs an actor or a place as JSON")
    try:
        entry = msgspec.json.decode(asked.value)
        ((kind, name, value),) = parse_declared(msgspec.json.encode({f"{asked.attribute}s": [entry]}))
    except ValueError as error:
        raise UsageError(f"this cannot be declared: {error}") from None
    return Ruling(asked.kind, (name,), kind, value)


def _added(c: sqlite3.Connection, asked: Ruling) -> Ruling:
    """A hypothesis or a piece of evidence, in words."""
    value = (asked.value or "").strip()
    if not value or len(asked.subjects) != 1:
        raise UsageError(f"{asked.kind.value} needs one incident, and --value with what it is in words")
    return msgspec.structs.replace(_with(asked, [handles.incident(c, asked.subjects[0])]), value=value)


def _cell(c: sqlite3.Connection, asked: Ruling) -> Ruling:
    hypothesis, _, mark = (asked.value or "").rpartition("=")
    if len(asked.subjects) != 2 or not hypothesis or mark not in set(Mark):
        marks = ", ".join(m.value for m in Mark)
        raise UsageError(f"cell needs an incident, a row of its matrix, and --value HYPOTHESIS=MARK ({marks})")
    return _with(asked, [handles.incident(c, asked.subjects[0]), asked.subjects[1]])


def _undo(c: sqlite3.Connection, asked: Ruling) -> Ruling:
    entered = kept.decisions(c)
    undone = kept.undone(entered)
    for s in asked.subjects:
        if s not in {str(d.number) for d in entered}:
            numbers = ", ".join(str(d.number) for d in entered[-10:])
            raise NotFoundError(f"there is no decision {s}; the last are: {numbers or 'none'}")
        if int(s) in undone:
            raise DecisionConflictError(f"decision {s} is undone already")
    _come_back(c, entered, asked.subjects)
    return _with(asked, asked.subjects)


def _come_back(c: sqlite3.Connection, entered: Sequence[Decision], undone: Sequence[str]) -> None:
    """Raises DecisionConflictError where what would hold again, were an undoing undone, is against what holds."""
    undo = msgspec.structs.replace(entered[-1], number=len(entered) + 1, kind=DecisionKind.UNDO, subjects=tuple(undone))
    before, after = kept.standing(entered), kept.standing([*entered, undo])
    for d in after:
        if d not in before:
            against = next((other for other in after if other != d and _opposed(c, d, other)), None)
            if against is not None:
                raise DecisionConflictError(_stands(against))


def _opposed(c: sqlite3.Connection, one: Decision, other: Decision) -> bool:
    """Whether two decisions cannot both hold."""
    kinds = {one.kind: one, other.kind: other}
    if kinds.keys() == {DecisionKind.REJECT, DecisionKind.CONFIRM}:
        return bool(set(one.subjects) & set(other.subjects))
    if kinds.keys() != {DecisionKind.MERGE, DecisionKind.SPLIT}:
        return False
    merged, (founder, *others) = set(kinds[DecisionKind.MERGE].subjects), kinds[DecisionKind.SPLIT].subjects
    founded = {_founded(c, report, key) for report, _, key in (s.rpartition("/") for s in others)}
    return founder in merged and bool(founded & merged)


def _stands(d: Decision) -> str:
    return f"decision {d.number} by {d.author} ({d.kind.value}) stands against this; undo it first"


CHECKS = {
    DecisionKind.MERGE: _merge,
    DecisionKind.SPLIT: _split,
    DecisionKind.CORRECT: _correct,
    DecisionKind.REJECT: _statements,
    DecisionKind.CONFIRM: _statements,
    DecisionKind.GRADE: _grade,
    DecisionKind.DECLARE: _declare,
    DecisionKind.ALIAS: _alias,
    DecisionKind.SAME_ACTOR: _same_actor,
    DecisionKind.NOT_SAME: _not_same,
    DecisionKind.LOCATE: _locate,
    DecisionKind.HYPOTHESIS: _added,
    DecisionKind.EVIDENCE: _added,
    DecisionKind.CELL: _cell,
    DecisionKind.UNDO: _undo,
}
