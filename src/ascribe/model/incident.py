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


class Years(msgspec.Struct, frozen=True):
    """The calendar years in which an actor was active, or a person in office or in command."""

    first: int | None = None  # None where not known
    last: int | None = None  # None where not known, and where they go on
    going_on: bool = False

    def away(self, year: int) -> int:
        """How many years lie between a year and these; 0 inside them, and on a side that is not known."""
        if self.first is not None and year < self.first:
            return self.first - year
        return max(0, year - self.last) if self.last is not None else 0

    def __str__(self) -> str:
        if self.first is None:
            return f"until {self.last}" if self.last is not None else "still active" if self.going_on else "not known"
        if self.last is None:
            return f"since {self.first}" if self.going_on else f"from {self.first}"
        return f"{self.first}" if self.first == self.last else f"{self.first}–{self.last}"


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
    years: Years | None = None  # in which it was active; None where not known


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
    second_order: str | None = None  # name of the second-order area, where the gazetteer tells it


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
