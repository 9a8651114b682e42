"""A part of `case.py`: what a resolution leaves to be remembered, in the form in which the case keeps it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from ascribe.model import Actor
from ascribe.model.relation import Relation
from ascribe.resolve import Resolved
from ascribe.resolve.blocks import block_keys
from ascribe.resolve.growing import block_numbers, numbers_of
from ascribe.resolve.incidents import own_names
from ascribe.resolve.naming import Named
from ascribe.resolve.tellings import Telling, packed
from ascribe.store.derived import Derived
from ascribe.store.remembered import Estimates, KeptTelling, Memory, NamesOf
from ascribe.weigh.relations import listed


def kept_tellings(tellings: Mapping[int, Telling], component: Mapping[int, int]) -> tuple[KeptTelling, ...]:
    """Tellings by number, with the components that they are of. Those of one report come together."""
    names = own_names(list(tellings.values()))
    return tuple(
        KeptTelling(
            n, t.member.report, t.member.key, name, component[n], packed(t), tuple(sorted(block_numbers(block_keys(t))))
        )
        for (n, t), name in zip(tellings.items(), names, strict=True)
    )


def names_of(reports: Iterable[str], named: Named) -> dict[str, NamesOf]:
    """What the names of each report stand for."""
    found = {r: NamesOf({}, {}) for r in reports}
    for a in named.named_actors:
        found[a.report].actors[a.name] = a.actor
    for p in named.named_places:
        found[p.report].places[p.name] = p.place
    return found


def own_relations(actor: Actor) -> tuple[Relation, ...]:
    """The relations that an actor itself carries."""
    return listed({actor.id: actor})


def memory_of(
    found: Resolved,
    positions: Mapping[str, int],
    told: Iterable[tuple[int, int, Relation]],
    observed: Iterable[Relation],
) -> Memory:
    """What the resolution of a whole case leaves."""
    numbers = numbers_of(found.tellings, positions)
    component = {n: numbers[first] for n, first in zip(numbers, found.joined.components, strict=True)}
    return Memory(
        tellings=kept_tellings(dict(zip(numbers, found.tellings, strict=True)), component),
        named=tuple(names_of(positions, found.named).items()),
        places=tuple(found.named.places.values()),
        persons=tuple(found.founded),
        signatures=tuple(
            (positions[r], r, s.astype("<u4").tobytes()) for r, s in found.copies.signatures.items() if s is not None
        ),
        relations=(
            *((0, 0, n, r) for a in found.named.used.values() for n, r in enumerate(own_relations(a))),
            *((1, at, n, r) for at, n, r in told),
            *((2, 0, n, r) for n, r in enumerate(observed)),
        ),
        rarity=found.rarity.seen,
        estimates=Estimates(len(positions), found.rarity.total, found.usual),
    )


def with_former(found: Derived, now: Mapping[str, str], *, everything: bool) -> Derived:
    """With redirects from the names that incidents had when they were decided about, before they were read anew."""
    incident = {i.id: i.id for i in found.incidents} | dict(found.redirects)
    former = tuple((old, incident[name]) for old, name in now.items() if name in incident and old not in incident)
    memory = msgspec.structs.replace(found.memory, subjects=now) if everything else found.memory
    return msgspec.structs.replace(found, redirects=found.redirects + former, memory=memory)
