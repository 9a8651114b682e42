"""What only the API answers with, and what it takes: beside the structs of `model`, one for each page that has none."""

from __future__ import annotations

import msgspec

from ascribe.model import Decision, DecisionKind
from ascribe.model.view import Counts, IncidentRow, IncidentView, Overview
from ascribe.show.web.accounts import Done
from ascribe.show.web.moved import Moved


class Telling(msgspec.Struct, frozen=True):
    """One report's telling of an incident, as a split names it."""

    id: str  # REPORT/KEY
    source: str  # outlet and day


class About(msgspec.Struct, frozen=True):
    """What a decision names, and the incident that it is or is of now."""

    subject: str
    incident: str | None
    headline: str | None


class Entered(msgspec.Struct, frozen=True):
    """A decision of the journal, and whether it still holds."""

    decision: Decision
    holds: bool
    about: tuple[About, ...]


class DecisionPage(msgspec.Struct, frozen=True):
    """Some decisions, the last first, how many there are in all, and the number of the last one."""

    rows: tuple[Entered, ...]
    found: int
    last: int  # what a decision made from this answer gives as `seen`


class Ruled(msgspec.Struct, frozen=True):
    """A decision that was just entered, the incident as it stands now, and which of its results moved."""

    decision: Decision
    incident: IncidentRow | None
    moved: tuple[Moved, ...]


class BriefView(msgspec.Struct, frozen=True):
    """What a brief is made of: the first incidents that a filter lets through, and what they add up to."""

    incidents: tuple[IncidentView, ...]
    found: int
    overview: Overview
    counts: Counts


class AuditPage(msgspec.Struct, frozen=True):
    """Some lines of the audit list, the last first, and how many there are in all."""

    rows: tuple[Done, ...]
    found: int


class NewDecision(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A decision to enter; what its fields hold is told with `Decision`. Actors and places are not declared here."""

    kind: DecisionKind
    subjects: tuple[str, ...]
    seen: int  # the number of the last decision that its author knew of; 0 where there was none
    attribute: str | None = None
    value: str | None = None
    reason: str | None = None


class NewSearch(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The address of a search or a filter ("/search?q=…", "/incidents?…"), to be kept under a name."""

    name: str
    address: str
