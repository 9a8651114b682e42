"""How two actors stand to each other, and who says so."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from ascribe.model.values import Span


class RelationKind(StrEnum):
    """What the first is to the second."""

    PART = "part of"  # a member, a unit, a wing
    ALLY = "ally of"
    ADVERSARY = "adversary of"


class ReportedRelation(msgspec.Struct, frozen=True):
    """A relation as a report words it."""

    kind: RelationKind
    one: str  # names as worded
    other: str
    span: Span
    quote: str


class Relation(msgspec.Struct, frozen=True):
    """A relation between two actors, with its source."""

    kind: RelationKind
    one: str  # ids of actors
    other: str
    source: str  # "actor list: …", "declared", "reports: …"
    statements: tuple[str, ...] = ()  # ids of the statements that show it
    report: str | None = None  # id of the report that words it so, with the words
    span: Span | None = None
    quote: str | None = None
