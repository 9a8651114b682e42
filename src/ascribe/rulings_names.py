"""A part of `rulings.py`: decisions on what names mean, on actors and places of a whole case."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Sequence

import msgspec

from ascribe.model import Actor, Decision, DecisionKind, Place, Precision
from ascribe.model.errors import DecisionConflictError, NotFoundError, UsageError
from ascribe.resolve.actors import ActorList
from ascribe.resolve.declared import slug
from ascribe.resolve.gazetteer import gazetteer
from ascribe.resolve.names import folded
from ascribe.resolve.places import place_of
from ascribe.resolve.ruled_names import NOWHERE, Party, party
from ascribe.store import kept, queries
from ascribe.store.handles import SHOWN, near

NONE = "none"
"""What is typed for "no actor" and "no place"."""
POINT = re.compile(r"(-?\d+(?:\.\d+)?)\s*,\s*(-?\d+(?:\.\d+)?)")
"""Latitude and longitude in degrees."""


def actor_of(c: sqlite3.Connection, handle: str) -> Actor:
    """The actor of the case or of the list with this id, name or alias."""
    case, listed = queries.actors(c), ActorList.load()
    known = {**listed.actors, **case}
    if handle in known:
        return known[handle]
    key = folded(handle)
    ids = [a.id for a in case.values() if key in {folded(n) for n in (a.name, *a.aliases)}]
    ids = list(dict.fromkeys([*ids, *listed.bearers(handle)]))
    if not ids:
        raise NotFoundError(f"there is no actor {handle}{near(handle, (a.name for a in case.values()))}")
    if len(ids) > 1:
        raise UsageError(f"{handle} could be {', '.join(ids[:SHOWN])}; give the id")
    return known[ids[0]]


def alias(c: sqlite3.Connection, subjects: Sequence[str]) -> tuple[tuple[str, ...], str]:
    """A name and the actor that it means; "none" where it names nobody."""
    if len(subjects) != 2 or not folded(subjects[0]):
        raise UsageError('alias needs a name and an actor, or "none"')
    name, handle = subjects
    parties = () if handle == NONE else (party(actor_of(c, handle)),)
    for d in _standing(c):
        other = _parties(d)
        if d.kind is DecisionKind.ALIAS and folded(d.subjects[0]) == folded(name) and _ids(other) != _ids(parties):
            raise _stands(d)
        if d.kind is DecisionKind.NOT_SAME and parties and _bars(other, parties[0].id, name):
            raise _stands(d)
    return (name, *(p.id for p in parties)), _json(parties)


def same_actor(c: sqlite3.Connection, subjects: Sequence[str]) -> tuple[tuple[str, ...], str]:
    """Two actors or more that are one: the first stays."""
    parties = tuple({a.id: party(a) for a in (actor_of(c, s) for s in subjects)}.values())
    if len(parties) < 2:
        raise UsageError("same-actor needs two actors or more that are not one already")
    names = {folded(n) for p in parties for n in (p.name, *p.aliases)}
    for d in _standing(c):
        if d.kind is DecisionKind.NOT_SAME:
            first, second = _parties(d)
            if {first.id, second.id} <= _ids(parties) or {folded(first.name), folded(second.name)} <= names:
                raise _stands(d)
    return tuple(p.id for p in parties), _json(parties)


def not_same(c: sqlite3.Connection, subjects: Sequence[str]) -> tuple[tuple[str, ...], str]:
    """Two actors that are not one; or an actor and a name of it that is another's."""
    if len(subjects) != 2:
        raise UsageError("not-same needs two incidents, two actors, or an actor and a name that is not its own")
    first = party(actor_of(c, subjects[0]))
    try:
        second = party(actor_of(c, subjects[1]))
    except NotFoundError:
        second = first
    if second.id == first.id:
        second = _another(c, first, subjects[1])
    for d in _standing(c):
        other = _parties(d)
        if d.kind is DecisionKind.SAME_ACTOR and {first.id, second.id} <= _ids(other):
            raise _stands(d)
        joined = d.kind is DecisionKind.SAME_ACTOR and first.id in _ids(other)
        if joined and folded(second.name) in {folded(n) for p in other for n in (p.name, *p.aliases)}:
            raise _stands(d)
        aliased = d.kind is DecisionKind.ALIAS and folded(d.subjects[0]) == folded(second.name)
        if aliased and first.id in _ids(other):
            raise _stands(d)
    return (first.id, second.id), _json((first, second))


def _another(c: sqlite3.Connection, actor: Party, name: str) -> Party:
    """Somebody of this name beside the actor who has it now."""
    if folded(name) == folded(actor.name):
        raise UsageError(f"{name} is the name of {actor.id} itself; give a name of it that is another's")
    known = {**ActorList.load().actors, **queries.actors(c)}
    identity = slug(name) if slug(name) not in known else f"{slug(name)}-2"
    return Party(identity, name, actor.kind, actor.country)


def locate(c: sqlite3.Connection, subjects: Sequence[str], value: str | None) -> tuple[tuple[str, ...], str]:
    """A name as reports word it, and the place that it means: LATITUDE,LONGITUDE, a name, a GeoNames id, or "none"."""
    if len(subjects) != 1 or not folded(subjects[0]) or not value:
        raise UsageError("locate needs a name of a place, and --value with a place, LATITUDE,LONGITUDE or none")
    name = subjects[0]
    content = msgspec.json.encode(_place(name, value.strip())).decode()
    for d in _standing(c):
        if d.kind is DecisionKind.LOCATE and folded(d.subjects[0]) == folded(name) and d.value != content:
            raise _stands(d)
    return (name,), content


def _place(name: str, value: str) -> Place:
    if value == NONE:
        return NOWHERE
    if point := POINT.fullmatch(value):
        latitude, longitude = float(point[1]), float(point[2])
        if abs(latitude) > 90 or abs(longitude) > 180:
            raise UsageError(f"{value} is no point; give latitude and longitude in degrees, as 35.02,40.45")
        return Place(f"own:{slug(name)}", name, None, None, latitude, longitude, Precision.SETTLEMENT)
    if value.startswith("gn:"):
        found = gazetteer().by_id(value)
    else:
        bare, _, country = value.rpartition(", ") if re.search(r", [A-Z]{2}$", value) else (value, "", "")
        found = place_of(bare, country or None, {}, gazetteer())
    if found is None:
        raise NotFoundError(
            f"the gazetteer has no {value}; give LATITUDE,LONGITUDE, or a name with its country (Homs, SY)"
        )
    return found


def _standing(c: sqlite3.Connection) -> Iterator[Decision]:
    kinds = {DecisionKind.ALIAS, DecisionKind.SAME_ACTOR, DecisionKind.NOT_SAME, DecisionKind.LOCATE}
    return (d for d in kept.standing(kept.decisions(c)) if d.kind in kinds)


def _parties(d: Decision) -> tuple[Party, ...]:
    return () if d.kind is DecisionKind.LOCATE else msgspec.json.decode(d.value or "[]", type=tuple[Party, ...])


def _ids(parties: Sequence[Party]) -> set[str]:
    return {p.id for p in parties}


def _bars(parties: Sequence[Party], actor: str, name: str) -> bool:
    """Whether a "not the same" between these says that the name is not this actor's."""
    first, second = parties
    return any(
        a.id == actor and folded(name) in {folded(n) for n in (b.name, b.id)}
        for a, b in ((first, second), (second, first))
    )


def _json(parties: Sequence[Party]) -> str:
    return msgspec.json.encode(parties).decode()


def _stands(d: Decision) -> DecisionConflictError:
    return DecisionConflictError(
        f"decision {d.number} by {d.author} ({d.kind.value}) stands against this; undo it first"
    )
