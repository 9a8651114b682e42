"""What an extractor finds in one report: incidents, and what each voice says of them.

Every statement carries the span and the words of the report that it rests on; what cannot be traced is not stored.
"""

from __future__ import annotations

import hashlib

import msgspec

from ascribe.model.relation import ReportedRelation
from ascribe.model.report import Refusal
from ascribe.model.values import Period, Span, Value
from ascribe.model.vocabulary import Attribute, ProceedingKind, Stance, TieKind, VoiceKind

THE_REPORT = "the report"
"""The name of a report's own voice."""


class Voice(msgspec.Struct, frozen=True, order=True):
    """Whoever says something in a report."""

    name: str
    kind: VoiceKind
    via: tuple[str, ...] = ()  # who passed it on, nearest first: ("Reuters",) in "a source told Reuters"


OWN_VOICE = Voice(THE_REPORT, VoiceKind.REPORT)


class Statement(msgspec.Struct, frozen=True):
    """One atom of an account. `quote` is the report's text at `span`."""

    attribute: Attribute
    value: Value
    stance: Stance
    span: Span
    quote: str
    confidence: float = 1.0  # probability that the report says this, 0 to 1
    guessed: bool = False  # filled in, or part of another figure: it excludes nothing


class Account(msgspec.Struct, frozen=True):
    """What one voice says, in one report, about one incident of it."""

    incident: str  # key of a ReportedIncident of the same reading
    voice: Voice
    statements: tuple[Statement, ...]


class ReportedIncident(msgspec.Struct, frozen=True):
    """An incident as one report speaks of it: the phrases that denote it. Its values are in the accounts."""

    key: str  # "i1", "i2", ... in order of appearance
    mentions: tuple[Span, ...]


class Tie(msgspec.Struct, frozen=True):
    """A tie that a voice draws between two incidents of one report."""

    source: str
    target: str
    kind: TieKind
    voice: Voice
    span: Span
    quote: str


class ReportedConflict(msgspec.Struct, frozen=True):
    """A passage in which the report itself sets two versions of one attribute against each other."""

    incident: str
    about: Attribute
    sides: tuple[str, ...]
    span: Span
    quote: str


class Proceeding(msgspec.Struct, frozen=True):
    """An arrest, confession, charge, trial, sentence, release, acquittal or investigation."""

    kind: ProceedingKind
    who: str | None
    actor: str | None  # the group that the suspect is said to belong to, as worded
    incident: str | None
    when: Period | None
    span: Span
    quote: str


class Meaning(msgspec.Struct, frozen=True, array_like=True):
    """What a sentence means, for search: a direction in space, each number as a signed byte (127 for 1)."""

    span: Span
    vector: bytes


class Reading(msgspec.Struct, frozen=True):
    """All that an extractor finds in one report. `refused` lists statements dropped because untraceable."""

    report: str
    extractor: str  # name and version
    incidents: tuple[ReportedIncident, ...] = ()
    accounts: tuple[Account, ...] = ()
    ties: tuple[Tie, ...] = ()
    conflicts: tuple[ReportedConflict, ...] = ()
    proceedings: tuple[Proceeding, ...] = ()
    refused: tuple[Refusal, ...] = ()
    relations: tuple[ReportedRelation, ...] = ()  # between actors
    meanings: tuple[Meaning, ...] = ()  # of the sentences, where the extractor has an opinion


def statement_id(report: str, anchor: Span, voice: Voice, statement: Statement) -> str:
    """Identifier of a statement: the same in every rebuild that finds the same words.

    `anchor` is the first mention of the incident, which is steadier than its key. Hashed over a JSON array, so that
    no two different statements can encode alike.
    """
    parts = [report, anchor, voice, statement.attribute, statement.value, statement.stance, statement.span]
    return "s" + hashlib.sha256(msgspec.json.encode(parts)).hexdigest()[:15]


def account_id(report: str, anchor: Span, voice: Voice) -> str:
    """Identifier of an account: report, incident (by its first mention) and voice."""
    return "a" + hashlib.sha256(msgspec.json.encode([report, anchor, voice])).hexdigest()[:15]
