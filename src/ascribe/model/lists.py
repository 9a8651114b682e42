"""What a case shows of actors, sources and searches, a page at a time."""

from __future__ import annotations

from datetime import datetime

import msgspec

from ascribe.model.incident import Actor
from ascribe.model.values import Period
from ascribe.model.view import ActorRow, IncidentRow, ProceedingView, SearchHit, SourceRow, StatementView

ACTOR_SORTS = ("incidents", "name", "kind", "accused", "claimed", "denied", "says")
SOURCE_SORTS = ("statements", "name", "kind", "reports", "incidents", "attributions", "disputed")
"""What the tables of actors and sources can be sorted by."""


class ActorPage(msgspec.Struct, frozen=True):
    """Some lines of the table of actors, and how many there are in all."""

    rows: tuple[ActorRow, ...]
    found: int


class SourcePage(msgspec.Struct, frozen=True):
    """Some lines of the table of sources, and how many there are in all."""

    rows: tuple[SourceRow, ...]
    found: int


class Tally(msgspec.Struct, frozen=True):
    """Somebody on the other side of attributions: who accuses, or who is accused, and how often."""

    name: str
    actor: str | None  # id, where it is an actor of the list
    statements: int
    incidents: int


class Stretch(msgspec.Struct, frozen=True):
    """What is said in the incidents that begin in one month."""

    month: str  # 2023-07
    accused: int  # incidents in which it is named by others, or names others
    other: int  # incidents in which it claims, denies, or is doubted; of a source: in which it names nobody


class Course(msgspec.Struct, frozen=True):
    """What is said over time; months without are left out."""

    months: tuple[Stretch, ...]
    undated: int  # incidents without a date


class Said(msgspec.Struct, frozen=True):
    """A statement with the incident that it is about."""

    incident: str
    headline: str
    when: Period | None
    sentence: str  # that the statement rests on, whole
    statement: StatementView


class Wording(msgspec.Struct, frozen=True):
    """Words that reports name an actor by."""

    words: str
    times: int


class ActorView(msgspec.Struct, frozen=True):
    """One actor: who accuses it, whom it accuses, what it claims and denies, over time."""

    row: ActorRow
    says: int  # attributions that it makes of others
    actor: Actor | None  # what is known of it, where it is in the list
    wordings: tuple[Wording, ...]
    member_of: tuple[Actor, ...]
    members: tuple[Actor, ...]
    adversaries: tuple[Actor, ...]
    accusers: tuple[Tally, ...]
    accused: tuple[Tally, ...]
    over_time: Course
    latest: tuple[IncidentRow, ...]  # of its incidents
    proceedings: tuple[ProceedingView, ...]
    part: str  # which of its statements follow: "accused", "claimed", "denied", "doubted" or "says"
    said: tuple[Said, ...]
    found: int  # how many there are of that part


class SourceView(msgspec.Struct, frozen=True):
    """One source: whom it accuses, what it claims and denies, over time."""

    rows: tuple[SourceRow, ...]  # one for each kind of voice that has the name
    actor: Actor | None  # where the voice is an actor of the list
    outlet: int  # reports published under the name
    accused: tuple[Tally, ...]
    over_time: Course
    incidents: int
    latest: tuple[IncidentRow, ...]  # of its incidents
    part: str  # which of its statements follow: "all", "accused", "claimed", "denied" or "doubted"
    said: tuple[Said, ...]
    found: int


class Found(msgspec.Struct, frozen=True):
    """The best results of a search, and how many there are of each kind in all."""

    hits: tuple[SearchHit, ...]
    totals: dict[str, int]


class SavedSearch(msgspec.Struct, frozen=True):
    """A search or a filter that somebody gave a name."""

    number: int
    name: str
    address: str  # of the page that it leads to: "/search?q=…" or "/incidents?…"
    author: str
    time: datetime
