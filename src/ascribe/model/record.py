"""The track record of a voice: what it said of who did what, and what became of it."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from ascribe.model.reliability import Capacity, Measured
from ascribe.model.vocabulary import Stance, VoiceKind


class Outcome(StrEnum):
    """What became of an attribution: only a court or a person's decision settles one."""

    ESTABLISHED = "established"
    CONTRADICTED = "contradicted"
    OPEN = "open"


class RecordEntry(msgspec.Struct, frozen=True):
    """One thing that a voice said of one actor in one incident, however often it said so."""

    incident: str
    actor: str  # as worded
    stance: Stance
    capacity: Capacity
    outcome: Outcome
    contested: bool  # others deny it, or name somebody else
    why: str  # one sentence
    statements: tuple[str, ...]  # ids


class TrackRecord(msgspec.Struct, frozen=True):
    """What one voice said of who is responsible, what became of it, and how far its word is believed."""

    voice: str
    kind: VoiceKind
    entries: tuple[RecordEntry, ...]
    established: int
    contradicted: int
    open: int
    reliabilities: tuple[Measured, ...]  # one for each capacity that it spoke in, as the findings use them


class Recorded(msgspec.Struct, frozen=True):
    """An entry with whose it is."""

    key: str  # of the voice, as among the reliabilities
    name: str
    kind: VoiceKind
    spoken: tuple[str, ...]  # names that it speaks under: the voice's, or the outlet's where a report speaks itself
    entry: RecordEntry
