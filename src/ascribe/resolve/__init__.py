"""Accounts -> Incidents: names to actors, places to the gazetteer, tellings to incidents, copies to one text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ascribe.model import Actor, Decision, Place, Reading, Report, Resolution
from ascribe.resolve.actors import ActorList
from ascribe.resolve.copies import Copies, find_copies
from ascribe.resolve.incidents import Joined, join
from ascribe.resolve.naming import Named, named, usual
from ascribe.resolve.persons import Persons
from ascribe.resolve.tellings import Rarity, Telling, rarity, told, with_words

__all__ = ["Resolved", "compared", "resolution", "resolve", "resolve_all"]


class Resolved(NamedTuple):
    """All that resolving makes of some reports, and what it remembers so that the next report costs little."""

    named: Named
    copies: Copies
    tellings: Sequence[Telling]
    joined: Joined
    rarity: Rarity
    usual: str | None
    founded: Sequence[tuple[str, str]]  # the persons met, as key and id, in the order in which they were


def resolve(
    pairs: Sequence[tuple[Report, Reading]],
    declared_actors: Sequence[Actor] = (),
    declared_places: Mapping[str, Place] | None = None,
    decisions: Sequence[Decision] = (),
) -> Resolution:
    """The incidents that the readings tell of. `pairs` come in order of intake; it decides how persons are called.

    `declared_places` are the person's own, by folded name. Decisions to merge and split are kept to.
    """
    return resolution(resolve_all(pairs, declared_actors, declared_places, decisions))


def resolution(found: Resolved) -> Resolution:
    """What is derived from a resolution, without what it remembers."""
    return Resolution(
        incidents=found.joined.incidents,
        actors=tuple(found.named.used.values()),
        places=tuple(found.named.places[i] for i in sorted(found.named.places)),
        named_actors=tuple(found.named.named_actors),
        named_places=tuple(found.named.named_places),
        copies=found.copies.groups,
        redirects=found.joined.redirects,
    )


def resolve_all(
    pairs: Sequence[tuple[Report, Reading]],
    declared_actors: Sequence[Actor] = (),
    declared_places: Mapping[str, Place] | None = None,
    decisions: Sequence[Decision] = (),
    settled: tuple[Rarity, str | None] | None = None,
) -> Resolved:
    """The same with all that is to be remembered.

    `settled` gives how rare words are, and the usual country, where these are not to be reckoned from the reports.
    """
    actors, persons = ActorList(declared_actors), Persons()
    country = settled[1] if settled else usual(pairs, actors)
    names = named(pairs, actors, persons, declared_places or {}, country)
    copies = find_copies([r for r, _ in pairs])
    found = told(pairs, names.names(origins_of(copies)))
    rare = settled[0] if settled else rarity(found)
    tellings = with_words(found, rare)
    return Resolved(names, copies, tellings, join(tellings, decisions), rare, country, persons.founded)


def origins_of(copies: Copies) -> dict[str, str]:
    """For each copy the report whose text it carries."""
    return {c: g.original for g in copies.groups for c in g.copies}


def compared(pairs: Sequence[tuple[Report, Reading]]) -> list[Telling]:
    """The tellings of the readings, with all by which they are compared."""
    actors = ActorList()
    names = named(pairs, actors, Persons(), {}, usual(pairs, actors))
    found = told(pairs, names.names(origins_of(find_copies([r for r, _ in pairs]))))
    return with_words(found, rarity(found))
