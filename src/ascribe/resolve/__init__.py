"""Accounts -> Incidents: names to actors, places to the gazetteer, tellings to incidents, copies to one text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ascribe.model import (
    Actor,
    ActorKind,
    Attribute,
    CopyGroup,
    Decision,
    NamedActor,
    NamedPlace,
    Phrase,
    Place,
    PlaceName,
    Reading,
    Report,
    Resolution,
)
from ascribe.resolve.actors import ActorList
from ascribe.resolve.copies import find_copies
from ascribe.resolve.gazetteer import gazetteer
from ascribe.resolve.incidents import resolve_incidents
from ascribe.resolve.persons import main_country, name_actors
from ascribe.resolve.places import name_places
from ascribe.resolve.tellings import Names, Telling, tellings

CAMPS = {ActorKind.STATE: "state", ActorKind.STATE_BODY: "state", ActorKind.ARMED_GROUP: "armed"}
"""On whose side an actor stands, coarsely."""

__all__ = ["compared", "resolve"]


def resolve(
    pairs: Sequence[tuple[Report, Reading]],
    declared_actors: Sequence[Actor] = (),
    declared_places: Mapping[str, Place] | None = None,
    decisions: Sequence[Decision] = (),
) -> Resolution:
    """The incidents that the readings tell of. `pairs` come in order of intake; identifiers depend on that order alone.

    `declared_places` are the person's own, by folded name. Decisions to merge and split are kept to.
    """
    named = _named(pairs, declared_actors, declared_places or {})
    incidents, redirects = resolve_incidents(tellings(pairs, named.names), decisions)
    return Resolution(
        incidents=incidents,
        actors=tuple(_with_wholes(named.used, named.actors.all())),
        places=tuple(named.places[i] for i in sorted(named.places)),
        named_actors=tuple(named.named_actors),
        named_places=tuple(named.named_places),
        copies=named.copies,
        redirects=redirects,
    )


def compared(pairs: Sequence[tuple[Report, Reading]]) -> list[Telling]:
    """The tellings of the readings, with all by which they are compared."""
    return tellings(pairs, _named(pairs, (), {}).names)


class _Named(NamedTuple):
    """What the names of the reports stand for."""

    names: Names
    actors: ActorList
    used: Mapping[str, Actor]
    places: Mapping[str, Place]
    named_actors: Sequence[NamedActor]
    named_places: Sequence[NamedPlace]
    copies: tuple[CopyGroup, ...]


def _named(
    pairs: Sequence[tuple[Report, Reading]], declared_actors: Sequence[Actor], declared_places: Mapping[str, Place]
) -> _Named:
    actors = ActorList(declared_actors)
    about = {r.id: c for r, reading in pairs if (c := main_country(p.country for p in _worded_places(reading, actors)))}
    years = {r.id: r.published.year for r, _ in pairs if r.published is not None}
    named_actors, used = name_actors(((r.id, _worded_actors(reading)) for r, reading in pairs), actors, about, years)
    outlets = {(r.id, r.publisher): found for r, _ in pairs if r.publisher and (found := actors.outlet(r.publisher))}
    named_actors += [NamedActor(r, name, outlet.id) for (r, name), outlet in outlets.items()]
    used |= {outlet.id: outlet for outlet in outlets.values()}
    named_places, places = name_places(
        {r.id: _worded_places(reading, actors) for r, reading in pairs}, declared_places, gazetteer()
    )
    copies = find_copies([r for r, _ in pairs])
    names = Names(
        places={(n.report, n.name): places[n.place] for n in named_places},
        actors={(n.report, n.name): n.actor for n in named_actors},
        origins={c: g.original for g in copies for c in g.copies},
        camps={a.id: CAMPS[a.kind] for a in used.values() if a.kind in CAMPS},
    )
    return _Named(names, actors, used, places, named_actors, named_places, copies)


def _worded_actors(reading: Reading) -> list[str]:
    voices = [a.voice.name for a in reading.accounts]
    blamed = [
        s.value.text
        for a in reading.accounts
        for s in a.statements
        if s.attribute is Attribute.RESPONSIBLE and isinstance(s.value, Phrase)
    ]
    return voices + blamed + [name for r in reading.relations for name in (r.one, r.other)]


def _worded_places(reading: Reading, actors: ActorList) -> list[PlaceName]:
    told = [s.value for a in reading.accounts for s in a.statements if isinstance(s.value, PlaceName)]
    return [p for p in told if not (p.name and actors.no_place(p.name))]


def _with_wholes(used: Mapping[str, Actor], known: Mapping[str, Actor]) -> list[Actor]:
    """The actors named, and those that they belong to."""
    found = dict(used)
    waiting = list(used.values())
    while waiting:
        for whole in waiting.pop().member_of:
            if whole in known and whole not in found:
                found[whole] = known[whole]
                waiting.append(known[whole])
    return [found[i] for i in sorted(found)]
