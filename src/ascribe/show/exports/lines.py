"""The lines of the exported tables. Flat, so that a spreadsheet, R or pandas reads them as they are.

Names of fields are the names of columns. Days are days, counts are numbers, and what is not known is empty. Wherever a
line rests on words of a report it carries the quote, the SHA-256 of the report's original bytes and its address.
"""

from __future__ import annotations

from datetime import date

import msgspec


class ReportLine(msgspec.Struct, frozen=True):
    """One report."""

    id: str
    name: str
    sha256: str
    url: str | None
    location: str
    media_type: str
    title: str | None
    publisher: str | None
    publisher_from: str
    published: date | None
    published_from: str
    author: str | None
    words: int
    incidents: int
    copy_of: str | None


class IncidentLine(msgspec.Struct, frozen=True):
    """One incident, with what its accounts add up to."""

    id: str
    headline: str
    kind: str
    status: str
    starts: date | None
    ends: date | None
    where: str | None
    country: str | None
    first_order: str | None
    second_order: str | None
    latitude: float | None
    longitude: float | None
    precision: str | None
    where_prec: int | None
    place: str | None
    killed_min: int | None
    killed_max: int | None
    wounded_min: int | None
    wounded_max: int | None
    abducted_min: int | None
    abducted_max: int | None
    responsible: str | None
    likelihood: str | None
    contested: str
    accounts: int
    reports: int
    origins: int
    proceedings: int
    report_ids: str


class AccountLine(msgspec.Struct, frozen=True):
    """What one voice says in one report about one incident, counted; the statements are in their own table."""

    id: str
    incident: str
    voice: str
    voice_kind: str
    via: str
    report: str
    report_name: str
    sha256: str
    url: str | None
    publisher: str | None
    published: date | None
    copy_of: str | None
    statements: int
    quote: str


class StatementLine(msgspec.Struct, frozen=True):
    """One statement. `value` is in words; numbers, days and points stand beside it where it has them."""

    id: str
    incident: str
    account: str
    attribute: str
    value: str
    value_min: int | None
    value_max: int | None
    starts: date | None
    ends: date | None
    latitude: float | None
    longitude: float | None
    precision: str | None
    where_prec: int | None
    place: str | None
    stance: str
    actor: str | None
    actor_name: str | None
    voice: str
    voice_kind: str
    via: str
    quote: str
    span_start: int
    span_end: int
    confidence: float
    rejected: bool
    confirmed: bool
    report: str
    report_name: str
    sha256: str
    url: str | None
    publisher: str | None
    published: date | None


class FindingLine(msgspec.Struct, frozen=True):
    """One candidate of one finding; `label` is empty for "none of these". `best` is the same for all of a finding."""

    incident: str
    attribute: str
    rank: int | None
    label: str | None
    actor: str | None
    probability: float | None
    word: str | None
    best: str | None
    low: str | None
    high: str | None
    basis: str
    origins: int
    reports: int


class ContributionLine(msgspec.Struct, frozen=True):
    """What one independent origin adds to one candidate, in log-odds (natural), and why."""

    incident: str
    attribute: str
    label: str | None
    voice: str
    log_odds: float
    reason: str
    statements: str


class ConflictLine(msgspec.Struct, frozen=True):
    """One side of a conflict."""

    incident: str
    attribute: str
    side: str
    statements: str
    why: str


class TieLine(msgspec.Struct, frozen=True):
    """A tie that a voice draws from one incident to another."""

    source: str
    target: str
    kind: str
    voice: str
    voice_kind: str
    quote: str
    span_start: int
    span_end: int
    report: str
    sha256: str
    url: str | None


class ProceedingLine(msgspec.Struct, frozen=True):
    """An arrest, confession, charge, trial, sentence, release, acquittal or investigation."""

    kind: str
    who: str | None
    actor: str | None
    incident: str | None
    starts: date | None
    ends: date | None
    quote: str
    span_start: int
    span_end: int
    report: str
    report_name: str
    sha256: str
    url: str | None
    publisher: str | None
    published: date | None


TABLES: dict[str, type[msgspec.Struct]] = {
    "incidents": IncidentLine,
    "accounts": AccountLine,
    "statements": StatementLine,
    "findings": FindingLine,
    "contributions": ContributionLine,
    "conflicts": ConflictLine,
    "ties": TieLine,
    "proceedings": ProceedingLine,
    "reports": ReportLine,
}
"""Every table by the name of its file."""
