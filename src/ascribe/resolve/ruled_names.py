"""What people ruled on names: which actor or place a name means, which actors are one, which are not.

Each ruling holds what it needs to be applied after any rebuild: ids are those that the actor had when it was entered,
its names stand beside them. Everything comes to declared actors and places, which go before the lists.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from ascribe.model import Actor, ActorKind, Decision, DecisionKind, Place, Precision
from ascribe.resolve.actors import curated_actors
from ascribe.resolve.declared import NOBODY, declared_actors, declared_places, slug
from ascribe.resolve.names import folded

NOWHERE = Place("none:", "", None, None, 0.0, 0.0, Precision.UNKNOWN)
"""Stands for "no place" where a person ruled that a name is none."""
KINDS = frozenset(
    {DecisionKind.DECLARE, DecisionKind.ALIAS, DecisionKind.SAME_ACTOR, DecisionKind.NOT_SAME, DecisionKind.LOCATE}
)
"""Kinds of decisions that say what names mean."""


class Party(msgspec.Struct, frozen=True):
    """An actor as it was when a person ruled on it: the value of a decision, as JSON."""

    id: str
    name: str
    kind: ActorKind = ActorKind.OTHER
    country: str | None = None
    aliases: tuple[str, ...] = ()


def party(actor: Actor) -> Party:
    """What is kept of an actor in a decision."""
    return Party(actor.id, actor.name, actor.kind, actor.country, actor.aliases)


def ruled_names(decisions: Sequence[Decision]) -> tuple[tuple[Actor, ...], dict[str, Place]]:
    """The actors, and the places by folded name, that standing decisions declare; later decisions go before."""
    told = [(d.attribute, d.value) for d in decisions if d.kind is DecisionKind.DECLARE and d.value]
    actors = _Actors(declared_actors([v for kind, v in told if kind == "actor"]))
    places = dict(declared_places([v for kind, v in told if kind == "place"]))
    for d in decisions:
        if d.kind is DecisionKind.LOCATE and d.value:
            places[folded(d.subjects[0])] = msgspec.json.decode(d.value, type=Place)
        elif d.kind in KINDS and d.kind is not DecisionKind.DECLARE and d.value:
            parties = msgspec.json.decode(d.value, type=tuple[Party, ...])
            if d.kind is DecisionKind.ALIAS:
                actors.alias(d.subjects[0], parties)
            elif d.kind is DecisionKind.SAME_ACTOR:
                actors.same(parties)
            else:
                actors.apart(parties)
    return actors.all(), places


class _Actors:
    """Declared actors, changed ruling by ruling."""

    def __init__(self, declared: Sequence[Actor]) -> None:
        self._held = {a.id: a for a in declared}
        self._listed = {a.id: a for a in curated_actors()}

    def all(self) -> tuple[Actor, ...]:
        return tuple(self._held.values())

    def alias(self, name: str, parties: Sequence[Party]) -> None:
        """The name means this actor, or nobody, and no other that was ruled on."""
        self._drop(name)
        if parties:
            actor = self._of(parties[0])
            self._put(msgspec.structs.replace(actor, aliases=(*actor.aliases, name)))
        else:
            self._put(Actor(f"{NOBODY}{slug(name)}", name, ActorKind.OTHER, source="a person's decision"))

    def same(self, parties: Sequence[Party]) -> None:
        """All names of these mean the first; what is a part or an adversary of the others is so of the first."""
        first = self._of(parties[0])
        aliases = dict.fromkeys(first.aliases)
        for other in parties[1:]:
            gone = self._of(other)
            self._held.pop(gone.id, None)
            aliases |= dict.fromkeys(n for n in (gone.name, *gone.aliases) if folded(n) != folded(first.name))
            for actor in list({**self._listed, **self._held}.values()):
                if gone.id in (*actor.member_of, *actor.adversaries) and actor.id != first.id:
                    self._put(_pointing(actor, gone.id, first.id))
        self._put(msgspec.structs.replace(first, aliases=tuple(aliases)))

    def apart(self, parties: Sequence[Party]) -> None:
        """Each keeps its own name, and none has a name of another."""
        own = {folded(p.name): p for p in parties}
        for p in parties:
            actor = self._of(p)
            kept = tuple(n for n in actor.aliases if own.get(folded(n), p) is p)
            self._put(msgspec.structs.replace(actor, aliases=kept))

    def _of(self, p: Party) -> Actor:
        held = self._held.get(p.id) or self._listed.get(p.id)
        return held or Actor(p.id, p.name, p.kind, p.aliases, p.country, source="a person's decision")

    def _put(self, actor: Actor) -> None:
        self._held.pop(actor.id, None)
        self._held[actor.id] = actor

    def _drop(self, name: str) -> None:
        """Takes a name away from every actor that was ruled on, and from those of the list that have it."""
        key = folded(name)
        self._held.pop(f"{NOBODY}{slug(name)}", None)
        for actor in list({**self._listed, **self._held}.values()):
            if any(folded(n) == key for n in actor.aliases):
                self._put(msgspec.structs.replace(actor, aliases=tuple(n for n in actor.aliases if folded(n) != key)))


def _pointing(actor: Actor, gone: str, to: str) -> Actor:
    """An actor with what it says of one that is gone said of another."""
    swapped = [
        tuple(dict.fromkeys(to if i == gone else i for i in ids)) for ids in (actor.member_of, actor.adversaries)
    ]
    return msgspec.structs.replace(actor, member_of=swapped[0], adversaries=swapped[1])
