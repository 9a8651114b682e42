"""How actors stand to each other: as listed, as declared, as reports word it, and as their accusations show."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from ascribe.model import Actor, Attribute, Evidence, Stance
from ascribe.model.relation import Relation, RelationKind
from ascribe.weigh.compatible import related

ENMITY = 3
"""Incidents in which two actors accuse each other, both ways at least once, from which on they are adversaries."""
ACCUSING = frozenset({Stance.ACCUSES, Stance.SUSPECTS, Stance.REPORTS})


def listed(actors: Mapping[str, Actor]) -> tuple[Relation, ...]:
    """The relations that the actors themselves carry, from the list or from a person's own file."""
    found = []
    for actor in actors.values():
        source = actor.source or "declared"
        found += [Relation(RelationKind.PART, actor.id, whole, source) for whole in actor.member_of]
        found += [Relation(RelationKind.ADVERSARY, actor.id, other, source) for other in actor.adversaries]
    return tuple(found)


def observed(incidents: Mapping[str, Sequence[Evidence]], actors: Mapping[str, Actor]) -> tuple[Relation, ...]:
    """Pairs of unrelated actors that accuse each other in `ENMITY` incidents or more. Linear in the statements."""
    accused: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for incident, evidence in incidents.items():
        for e in evidence:
            by, whom = e.voice_actor, e.actor
            if e.statement.attribute is not Attribute.RESPONSIBLE or e.statement.stance not in ACCUSING:
                continue
            if by is not None and whom is not None and not related(by, whom, actors):
                accused[by, whom].setdefault(incident, e.id)
    found = []
    for (by, whom), first in sorted(accused.items()):
        back = accused.get((whom, by))
        if back and by < whom and len({*first, *back}) >= ENMITY:
            source = f"reports: they accuse each other in {len({*first, *back})} incidents"
            statements = tuple(sorted({*first.values(), *back.values()}))
            found.append(Relation(RelationKind.ADVERSARY, by, whom, source, statements))
    return tuple(found)


def extended(actors: Mapping[str, Actor], relations: Iterable[Relation]) -> dict[str, Actor]:
    """The actors with what the relations add to them. A part that would become its own whole is left out."""
    found = dict(actors)
    for r in relations:
        one = found.get(r.one)
        if one is None or r.other not in found or r.one == r.other:
            continue
        if r.kind is RelationKind.ADVERSARY and r.other not in one.adversaries:
            found[r.one] = msgspec.structs.replace(one, adversaries=(*one.adversaries, r.other))
        elif r.kind is RelationKind.PART and not related(r.one, r.other, found):
            found[r.one] = msgspec.structs.replace(one, member_of=(*one.member_of, r.other))
    return found
