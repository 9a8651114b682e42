"""What `weigh` makes of an incident: findings with candidates and reasons, and conflicts."""

from __future__ import annotations

from datetime import date

import msgspec

from ascribe.model.account import Statement, Voice
from ascribe.model.incident import Place
from ascribe.model.vocabulary import Attribute


class Contribution(msgspec.Struct, frozen=True):
    """What one independent origin adds to a candidate, in log-odds (natural), and why in one sentence."""

    statements: tuple[str, ...]  # ids of the statements that make up this one origin
    voice: str
    log_odds: float
    reason: str


class Candidate(msgspec.Struct, frozen=True):
    """One possible value of an attribute. `label` is None for "none of these"."""

    label: str | None
    actor: str | None  # id of the actor, for responsibility
    probability: float | None  # None where no probability is computed for this attribute
    word: str | None  # ICD 203's word for the probability
    contributions: tuple[Contribution, ...]  # strongest first


class Finding(msgspec.Struct, frozen=True):
    """What the accounts of an incident add up to for one attribute."""

    incident: str
    attribute: Attribute
    best: str | None  # as shown to people; None is "not known"
    low: str | None
    high: str | None
    basis: str  # one sentence: what `best` rests on
    candidates: tuple[Candidate, ...]
    origins: int  # independent origins that speak to it
    reports: int
    established: str | None = None  # who settled it, where a court, an admission or a person's decision did


class Side(msgspec.Struct, frozen=True):
    """One side of a conflict: a value, and the statements that hold it."""

    label: str
    statements: tuple[str, ...]


class Conflict(msgspec.Struct, frozen=True):
    """Statements about one incident that cannot all be right, and why."""

    incident: str
    attribute: Attribute
    sides: tuple[Side, ...]
    why: str
    arose: date | None = None  # day of publication from which on two sides stood against each other


class Evidence(msgspec.Struct, frozen=True):
    """A statement with all that weighing it needs, as plain values."""

    id: str  # statement id
    report: str
    publisher: str | None
    published: date | None
    voice: Voice
    statement: Statement
    origin: str  # id of the earliest report that carries this text: copies share it
    voice_actor: str | None = None  # id of the actor that the voice is or speaks for
    actor: str | None = None  # id of the actor blamed, for `responsible`
    place: Place | None = None  # for `where`
    confirmed: bool = False  # a person's decision says that it stands
    credibility: int | None = None  # 1 to 6, where a person graded it


class Weighed(msgspec.Struct, frozen=True):
    """Findings and conflicts of one incident."""

    incident: str
    findings: tuple[Finding, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    basis: str = ""  # fingerprint of all that this depends on
