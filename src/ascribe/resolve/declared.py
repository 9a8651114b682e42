"""Actors and places that a person declares for a case."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import msgspec

from ascribe.model import Actor, ActorKind, Place, Precision, Years
from ascribe.resolve.names import folded

KINDS = {
    "country": Precision.COUNTRY,
    "province": Precision.FIRST_ORDER,
    "area": Precision.FIRST_ORDER,
    "district": Precision.SETTLEMENT,
    "city": Precision.SETTLEMENT,
    "town": Precision.SETTLEMENT,
    "village": Precision.SETTLEMENT,
    "site": Precision.SITE,
    "road": Precision.SECOND_ORDER,
}


NOBODY = "none:"
"""Begins the id that stands for "no actor" where a person ruled that a name is none."""


class DeclaredPlace(msgspec.Struct, frozen=True):
    """A place as a person declares it; `within` is the name of another declared place."""

    name: str
    latitude: float
    longitude: float
    kind: str = "town"
    aliases: tuple[str, ...] = ()
    within: str | None = None
    country: str | None = None
    population: int = 0


class DeclaredActor(msgspec.Struct, frozen=True):
    """An actor as a person declares it; groups and adversaries by name."""

    name: str
    kind: ActorKind = ActorKind.OTHER
    aliases: tuple[str, ...] = ()
    country: str | None = None
    member_of: tuple[str, ...] = ()
    adversaries: tuple[str, ...] = ()
    source: str | None = None
    years: Years | None = None


def slug(name: str) -> str:
    """A name as an identifier."""
    return folded(name).replace(" ", "-")


def parse_declared(data: bytes) -> list[tuple[str, str, str]]:
    """The entries of a file as (actor or place, name, JSON). Raises ValueError naming the first that is wrong."""
    content = json.loads(data)
    if not isinstance(content, dict) or not set(content) <= {"actors", "places", "about"}:
        raise ValueError('it must be an object with "actors" and "places"')
    found: list[tuple[str, str, str]] = []
    kinds: tuple[tuple[str, str, type[Any]], ...] = (
        ("actors", "actor", DeclaredActor),
        ("places", "place", DeclaredPlace),
    )
    for section, kind, form in kinds:
        for number, entry in enumerate(content.get(section, []), 1):
            try:
                value = msgspec.convert(entry, form)
            except msgspec.ValidationError as error:
                raise ValueError(f"{section} number {number}: {error}") from None
            found.append((kind, value.name, msgspec.json.encode(value).decode()))
    return found


def declared_actors(entries: Sequence[str]) -> list[Actor]:
    """Actors from their journal entries; a later entry of a name supersedes an earlier one."""
    held = {d.name: d for e in entries for d in [msgspec.json.decode(e, type=DeclaredActor)]}
    return [
        Actor(
            id=slug(d.name),
            name=d.name,
            kind=d.kind,
            aliases=d.aliases,
            country=d.country,
            member_of=tuple(map(slug, d.member_of)),
            adversaries=tuple(map(slug, d.adversaries)),
            source=d.source or "declared by a person",
            years=d.years,
        )
        for d in held.values()
    ]


def declared_places(entries: Sequence[str]) -> dict[str, Place]:
    """Places by folded name and alias from their journal entries."""
    held = {d.name: d for e in entries for d in [msgspec.json.decode(e, type=DeclaredPlace)]}
    found: dict[str, Place] = {}
    for d in held.values():
        within = _containers(d, held)
        province = next((held[w] for w in within if KINDS.get(held[w].kind) is Precision.FIRST_ORDER), None)
        precision = KINDS.get(d.kind, Precision.SETTLEMENT)
        own = d.name if precision is Precision.FIRST_ORDER else None
        place = Place(
            id=f"own:{slug(d.name)}",
            name=d.name,
            country=d.country,
            first_order=own or (province.name if province else None),
            latitude=d.latitude,
            longitude=d.longitude,
            precision=precision,
            population=d.population,
            within=tuple(f"own:{slug(w)}" for w in within),
        )
        for alias in (d.name, *d.aliases):
            key = folded(alias)
            if key not in found or (alias == d.name and found[key].precision is Precision.FIRST_ORDER):
                found[key] = place
    return found


def _containers(place: DeclaredPlace, held: dict[str, DeclaredPlace]) -> list[str]:
    found: list[str] = []
    at = place.within
    while at in held and at not in found:
        found.append(at)
        at = held[at].within
    return found
