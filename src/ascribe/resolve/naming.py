"""What the names of reports stand for: actors and places, as far as they can be told report by report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ascribe.model import (
    Actor,
    ActorKind,
    Attribute,
    NamedActor,
    NamedPlace,
    Phrase,
    Place,
    PlaceName,
    Reading,
    Report,
)
from ascribe.resolve.actors import ActorList
from ascribe.resolve.declared import NOBODY
from ascribe.resolve.gazetteer import gazetteer
from ascribe.resolve.persons import Persons, main_country, name_actors
from ascribe.resolve.places import name_places, usual_country
from ascribe.resolve.tellings import Names

CAMPS = {ActorKind.STATE: "state", ActorKind.STATE_BODY: "state", ActorKind.ARMED_GROUP: "armed"}
"""On whose side an actor stands, coarsely."""
Pairs = Sequence[tuple[Report, Reading]]


class Named(NamedTuple):
    """What the names of some reports stand for."""

    used: Mapping[str, Actor]  # by id: those that a name stands for, and those that these belong to
    places: Mapping[str, Place]
    named_actors: Sequence[NamedActor]
    named_places: Sequence[NamedPlace]

    def names(self, origins: Mapping[str, str]) -> Names:
        """The same for comparing tellings. `origins` holds the report whose text a copy carries."""
        return Names(
            places={(n.report, n.name): self.places[n.place] for n in self.named_places},
            actors={(n.report, n.name): n.actor for n in self.named_actors},
            origins=origins,
            camps={a.id: CAMPS[a.kind] for a in self.used.values() if a.kind in CAMPS},
        )


def named(
    pairs: Pairs,
    actors: ActorList,
    persons: Persons,
    declared_places: Mapping[str, Place],
    usual: str | None,
) -> Named:
    """The actors and places that the names of these reports stand for. New persons are entered among `persons`."""
    about = {r.id: c for r, reading in pairs if (c := main_country(p.country for p in worded_places(reading, actors)))}
    years = {r.id: r.published.year for r, _ in pairs if r.published is not None}
    worded = ((r.id, _worded_actors(reading)) for r, reading in pairs)
    named_actors, used = name_actors(worded, actors, about, years, persons)
    named_actors = [n for n in named_actors if not n.actor.startswith(NOBODY)]
    used = {i: a for i, a in used.items() if not i.startswith(NOBODY)}
    outlets = {(r.id, r.publisher): found for r, _ in pairs if r.publisher and (found := actors.outlet(r.publisher))}
    named_actors += [NamedActor(r, name, outlet.id) for (r, name), outlet in outlets.items()]
    used |= {outlet.id: outlet for outlet in outlets.values()}
    told = {r.id: worded_places(reading, actors) for r, reading in pairs}
    named_places, places = name_places(told, declared_places, gazetteer(), usual)
    return Named(_with_wholes(used, actors.all()), places, named_actors, named_places)


def usual(pairs: Pairs, actors: ActorList) -> str | None:
    """The country that the places of these reports are most often told to be in."""
    return usual_country(p for _, reading in pairs for p in worded_places(reading, actors))


def _worded_actors(reading: Reading) -> list[str]:
    voices = [a.voice.name for a in reading.accounts]
    blamed = [
        s.value.text
        for a in reading.accounts
        for s in a.statements
        if s.attribute is Attribute.RESPONSIBLE and isinstance(s.value, Phrase)
    ]
    return voices + blamed + [name for r in reading.relations for name in (r.one, r.other)]


def worded_places(reading: Reading, actors: ActorList) -> list[PlaceName]:
    """The places that a reading names."""
    told = [s.value for a in reading.accounts for s in a.statements if isinstance(s.value, PlaceName)]
    return [p for p in told if not (p.name and actors.no_place(p.name))]


def _with_wholes(used: Mapping[str, Actor], known: Mapping[str, Actor]) -> dict[str, Actor]:
    """The actors named, and those that they belong to."""
    found = dict(used)
    waiting = list(used.values())
    while waiting:
        for whole in waiting.pop().member_of:
            if whole in known and whole not in found:
                found[whole] = known[whole]
                waiting.append(known[whole])
    return {i: found[i] for i in sorted(found)}
