"""Names of actors to actors: a curated list, a person's own, and forms such as "Turkish troops"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from ascribe.model import Actor, ActorKind, NamedActor
from ascribe.resolve.areas import countries, table
from ascribe.resolve.declared import slug
from ascribe.resolve.names import TITLES, folded, same_name

NEARLY = 0.95
"""Likeness from which a name of two words or more is a spelling of an actor's."""
FORCES = re.compile(
    r"\b(army|armed forces|forces?|troops|soldiers|military|warplanes?|jets?|aircraft|air ?force|artillery|air ?strikes?"
    r"|drones?|navy|helicopters?)\b",
    re.IGNORECASE,
)
GENERIC = frozenset(
    """militants militant gunmen gunman rebels rebel insurgents terrorists terrorist fighters attackers assailants the group
    group army forces troops soldiers police opposition government regime militia militias army forces unidentified gunmen
    unknown group security forces armed men armed group they he she it media state tv report agency officials
    guerrillas men members""".split()
)


def slugs(names: str) -> tuple[str, ...]:
    return tuple(slug(n) for n in names.split(";") if n)


@cache
def curated_actors() -> tuple[Actor, ...]:
    """The list that ships: name, kind, country, aliases, memberships, adversaries, source."""
    found = []
    for row in table("actors.tsv"):
        name, kind, country, aliases, member_of, adversaries, source = (*row, "", "", "", "", "")[:7]
        found.append(
            Actor(
                id=slug(name),
                name=name,
                kind=ActorKind(kind),
                aliases=tuple(a for a in aliases.split(";") if a),
                country=country or None,
                member_of=slugs(member_of),
                adversaries=slugs(adversaries),
                source=source or None,
            )
        )
    return tuple(found)


class ActorList:
    """Actors by name and alias; those a person declared go before the curated ones."""

    def __init__(self, declared: Sequence[Actor] = ()) -> None:
        self.actors: dict[str, Actor] = {}
        self._names: dict[str, str] = {}
        for actor in (*declared, *curated_actors()):
            if actor.id in self.actors:
                continue
            self.actors[actor.id] = actor
            for name in (actor.name, *actor.aliases):
                self._names.setdefault(folded(name), actor.id)
        self._made: dict[str, Actor] = {}

    def find(self, name: str) -> Actor | None:
        """The actor of this name; None for generic words ("militants") and for names that nobody has listed."""
        key = _bare(name)
        if not key or key in GENERIC:
            return None
        identity = self._names.get(key) or self._names.get(folded(name)) or self._within(key) or self._nearly(key)
        if identity is not None:
            return self.actors[identity]
        return self._state_body(name)

    def all(self) -> dict[str, Actor]:
        """Every actor, those formed from a demonym included."""
        return {**self.actors, **self._made}

    def _within(self, key: str) -> str | None:
        """A listed name of two words or more, or an acronym, inside a longer phrase ("fighters of the X Front")."""
        words = key.split()
        for length in range(min(6, len(words)), 0, -1):
            for start in range(len(words) - length + 1):
                part = " ".join(words[start : start + length])
                known = self._names.get(part)
                if known and (length > 1 or len(part) > 3) and part not in GENERIC:
                    return known
        return None

    def _nearly(self, key: str) -> str | None:
        if " " not in key or len(key) < 9:
            return None
        offers = [(same_name(key, n), n) for n in self._names if n[:1] == key[:1] and abs(len(n) - len(key)) < 4]
        best = max(offers, default=(0.0, ""))
        return self._names[best[1]] if best[0] >= NEARLY else None

    def _state_body(self, name: str) -> Actor | None:
        """The forces of a state named by its demonym: "Turkish troops", "Russian warplanes"."""
        if not FORCES.search(name):
            return None
        known = countries()
        words = folded(name).split()
        code = next((known[w] for w in words if w in known and len(w) > 2), None)
        if code is None:
            return None
        identity = f"forces-of-{code.casefold()}"
        actor = Actor(
            identity, f"Armed forces of {code}", ActorKind.STATE_BODY, country=code, source="formed from a demonym"
        )
        self._made[identity] = actor
        return actor


def _bare(name: str) -> str:
    """A name without titles and with its articles folded away."""
    words = [w for w in folded(name).split() if w not in TITLES - {"abu"}]
    return " ".join(words)


def name_actors(
    phrases: Iterable[tuple[str, Sequence[str]]], actors: ActorList
) -> tuple[list[NamedActor], dict[str, Actor]]:
    """For each report's phrases the actors that they stand for. Surnames are tied to full names within a report."""
    named: list[NamedActor] = []
    used: dict[str, Actor] = {}
    for report, worded in phrases:
        distinct = sorted(set(worded))
        full = {folded(w).split()[-1]: w for w in distinct if len(folded(w).split()) > 1 and w[:1].isupper()}
        for name in distinct:
            actor = actors.find(name)
            if actor is None and " " not in name.strip() and name[:1].isupper() and folded(name) in full:
                actor = actors.find(full[folded(name)])
            if actor is not None:
                used[actor.id] = actor
                named.append(NamedActor(report, name, actor.id))
    return named, used
