"""What `resolve` makes of the accounts of all reports: incidents, actors, places, copies."""

from __future__ import annotations

import msgspec

from ascribe.model.vocabulary import ActorKind, Precision


class Member(msgspec.Struct, frozen=True, order=True):
    """One report's telling of an incident: the report and the incident's key in its reading."""

    report: str
    key: str


class Incident(msgspec.Struct, frozen=True):
    """One happening in the world, resolved across reports."""

    id: str  # stable over rebuilds and additions
    members: tuple[Member, ...]  # in the order in which the reports were taken in
    confidence: float = 1.0  # probability that the members are one incident


class Actor(msgspec.Struct, frozen=True):
    """A person, group or body, with its aliases and the groups it belongs to."""

    id: str  # slug of the name
    name: str
    kind: ActorKind
    aliases: tuple[str, ...] = ()
    country: str | None = None  # ISO 3166-1 alpha-2
    member_of: tuple[str, ...] = ()  # ids of actors
    adversaries: tuple[str, ...] = ()  # ids of actors
    source: str | None = None  # where these facts are from


class Place(msgspec.Struct, frozen=True):
    """A point in the gazetteer, with the areas that contain it and a precision."""

    id: str  # "gn:" and the GeoNames id, or "own:" and a slug
    name: str
    country: str | None  # ISO 3166-1 alpha-2
    first_order: str | None  # name of the first-order area
    latitude: float  # degrees, WGS 84
    longitude: float
    precision: Precision
    population: int = 0
    within: tuple[str, ...] = ()  # ids of the declared areas that contain it, nearest first


class CopyGroup(msgspec.Struct, frozen=True):
    """Reports that carry one text: `original` is the earliest, `copies` the others."""

    original: str
    copies: tuple[str, ...]


class NamedActor(msgspec.Struct, frozen=True, order=True):
    """The actor that a name stands for in one report; names that stand for no known actor are absent."""

    report: str
    name: str  # as worded
    actor: str  # id


class NamedPlace(msgspec.Struct, frozen=True, order=True):
    """The place that a name stands for in one report."""

    report: str
    name: str  # as worded
    place: str  # id


class Resolution(msgspec.Struct, frozen=True):
    """All that `resolve` makes of the readings of a case."""

    incidents: tuple[Incident, ...] = ()
    actors: tuple[Actor, ...] = ()  # those that a name in the case stands for
    places: tuple[Place, ...] = ()
    named_actors: tuple[NamedActor, ...] = ()
    named_places: tuple[NamedPlace, ...] = ()
    copies: tuple[CopyGroup, ...] = ()
    redirects: tuple[tuple[str, str], ...] = ()  # identifiers that incidents had, or would have alone -> theirs now
