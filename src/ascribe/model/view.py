"""What a case shows of itself to the command line, the web application and the exports."""

from __future__ import annotations

from datetime import date

import msgspec

from ascribe.model.account import Voice
from ascribe.model.decision import Decision
from ascribe.model.finding import Conflict, Finding
from ascribe.model.incident import Actor, Place, Years
from ascribe.model.report import Refusal, Report
from ascribe.model.values import Period, Span, Value
from ascribe.model.vocabulary import Attribute, ProceedingKind, Stance, TieKind


class IncidentRow(msgspec.Struct, frozen=True):
    """One line of the table of incidents."""

    id: str
    headline: str  # words of a report that denote it, or kind and place
    kind: str
    status: str
    when: Period | None
    where: str | None  # best place, as shown
    place: Place | None
    killed: str | None  # range as shown: "17–44", "4+"
    wounded: str | None
    responsible: str | None  # leading candidate, never without `likelihood`
    likelihood: str | None  # ICD 203's word
    contested: tuple[Attribute, ...]  # attributes in conflict
    accounts: int
    reports: int
    origins: int  # independent origins: reports less copies
    proceedings: int


class StatementView(msgspec.Struct, frozen=True):
    """A statement with where it stands."""

    id: str
    incident: str
    report: str
    report_name: str
    publisher: str | None
    published: date | None
    voice: Voice
    attribute: Attribute
    value: Value
    shown: str  # the value in words
    stance: Stance
    span: Span
    quote: str
    confidence: float
    actor: str | None  # id of the actor blamed
    rejected: bool
    confirmed: bool
    place: Place | None = None  # for `where`, where the gazetteer knows the name
    voice_actor: str | None = None  # id of the actor that speaks, where it is a known one
    credibility: int | None = None  # 1 to 6 (Admiralty), where a person graded it


class AccountView(msgspec.Struct, frozen=True):
    """What one voice says in one report about one incident."""

    id: str
    report: str
    report_name: str
    publisher: str | None
    published: date | None
    voice: Voice
    copy_of: str | None  # the report whose text this one carries
    statements: tuple[StatementView, ...]


class TieView(msgspec.Struct, frozen=True):
    """A tie from one incident to another, and who draws it."""

    source: str
    target: str
    other: str  # the one of the two that is not looked at
    other_headline: str
    kind: TieKind
    voice: Voice
    report: str
    span: Span
    quote: str


class ProposedTie(msgspec.Struct, frozen=True):
    """A tie that nobody draws: proposed because two incidents are alike. No evidence of who did it."""

    other: str  # incident
    other_headline: str
    kind: TieKind
    strength: float  # 0 to 1, by weights set by hand
    word: str  # "weak", "moderate" or "strong"
    reasons: tuple[str, ...]
    confirmed_by: int | None = None  # the decision that lets it stand


class ProceedingView(msgspec.Struct, frozen=True):
    """A proceeding with where it stands."""

    kind: ProceedingKind
    who: str | None
    actor: str | None
    incident: str | None
    when: Period | None
    report: str
    report_name: str
    publisher: str | None
    published: date | None
    span: Span
    quote: str


class IncidentView(msgspec.Struct, frozen=True):
    """One incident: every account, conflict, finding, tie and proceeding, with quotes."""

    row: IncidentRow
    findings: tuple[Finding, ...]
    conflicts: tuple[Conflict, ...]
    accounts: tuple[AccountView, ...]
    ties: tuple[TieView, ...]
    proceedings: tuple[ProceedingView, ...]
    decisions: tuple[Decision, ...]
    actors: tuple[Actor, ...]  # those that statements and candidates name
    proposed: tuple[ProposedTie, ...] = ()  # ties by likeness alone


class IncidentResult(msgspec.Struct, frozen=True):
    """What an incident comes to, without what is said of it."""

    row: IncidentRow
    findings: tuple[Finding, ...]
    conflicts: tuple[Conflict, ...]


class Carried(msgspec.Struct, frozen=True):
    """A text that several outlets carry."""

    original: str  # the report that had it first
    outlets: tuple[str, ...]  # that carry it, too


class Counted(msgspec.Struct, frozen=True):
    """What reports tell of one toll, by day of publication."""

    attribute: Attribute
    statements: tuple[StatementView, ...]  # some, where there are very many
    most: int  # the highest number of all
    left: int  # statements that are not among these


class IncidentPart(IncidentView, frozen=True, kw_only=True):
    """One incident with some of its accounts; what they add up to is of all of them."""

    found: int  # accounts of the voice that was asked for
    told: int  # accounts in all
    speakers: tuple[str, ...]  # voices and outlets that speak for themselves, those first that most accounts are of
    carried: tuple[Carried, ...]
    attributes: tuple[Attribute, ...]  # of which anything is told
    tolls: tuple[Counted, ...]  # those told more than once


class ReportView(msgspec.Struct, frozen=True):
    """One report with every statement drawn from it."""

    report: Report
    copy_of: str | None
    copies: tuple[str, ...]
    incidents: tuple[IncidentRow, ...]
    statements: tuple[StatementView, ...]
    proceedings: tuple[ProceedingView, ...]


class ReportRow(msgspec.Struct, frozen=True):
    """One line of the table of reports."""

    id: str
    name: str
    title: str | None
    publisher: str | None
    published: date | None
    words: int
    incidents: int
    copy_of: str | None


class ActorRow(msgspec.Struct, frozen=True):
    """One line of the table of actors: who is named as responsible, and by how many voices."""

    id: str | None  # None where the name is not in the actor list
    name: str
    kind: str | None
    accused: int  # statements that accuse, suspect or report
    claimed: int  # statements by which it claims or confesses
    denied: int
    incidents: int
    accusers: tuple[str, ...]  # voices, most frequent first
    country: str | None = None  # ISO 3166-1 alpha-2, where the list tells it
    years: Years | None = None  # in which it was active, or in office, where the list tells them


class SourceRow(msgspec.Struct, frozen=True):
    """One line of the table of sources: a voice, what it says, and how it fared."""

    voice: str
    kind: str
    reports: int
    statements: int
    attributions: int
    disputed: int  # attributions that others contradict
    grade: str | None  # Admiralty, where a person gave one


class SearchHit(msgspec.Struct, frozen=True):
    """A result of a search, with the sentence that carries it."""

    what: str  # "incident" | "actor" | "account" | "report" | "meaning"
    id: str
    report: str | None
    title: str
    passage: str  # the sentence, or plain text around the words found
    incident: str | None = None
    span: Span | None = None  # where the sentence stands in the report
    about: str = ""  # day and place, voice and outlet, or how often it is told of


class Counts(msgspec.Struct, frozen=True):
    """What a case holds."""

    reports: int
    incidents: int
    accounts: int
    statements: int
    conflicts: int
    decisions: int
    waiting: int  # reports not yet read by `update`


class IncidentFilter(msgspec.Struct, frozen=True):
    """Which incidents to show; all conditions given must hold."""

    since: date | None = None
    until: date | None = None
    where: str | None = None  # part of a place's name, a first-order area, or a country's code
    kind: str | None = None
    actor: str | None = None  # part of a name, an alias or an id; "is:" and the id or name for that one alone
    voice: str | None = None  # part of a name, or "is:" and the name; an outlet's own voice has the outlet's name
    publisher: str | None = None  # likewise
    contested: bool = False
    words: str | None = None
    killed: int | None = None  # at least so many, by the lowest count that the row shows
    wounded: int | None = None  # at least so many, likewise
    reviewed: bool | None = None  # whether a person's decision names it or a statement about it
    proceeding: bool = False  # somebody was arrested, charged, tried
    box: tuple[float, float, float, float] | None = None  # west, south, east, north, in degrees
    ids: tuple[str, ...] = ()  # these alone, where any are named; one that was merged away stands for what it is now


class Added(msgspec.Struct, frozen=True):
    """What an intake did."""

    taken: int
    known: int
    refused: tuple[Refusal, ...]


class Updated(msgspec.Struct, frozen=True):
    """What an update did."""

    read: int
    incidents: int
    untraceable: int = 0  # passages dropped because their words are not in the report
    weighed: int = 0  # incidents weighed anew; the others had nothing new


class IncidentPage(msgspec.Struct, frozen=True):
    """Some lines of the table of incidents, and how many a filter lets through in all."""

    rows: tuple[IncidentRow, ...]
    found: int


class Month(msgspec.Struct, frozen=True):
    """The incidents that begin in one month."""

    month: str  # 2023-07
    incidents: int
    contested: int


class Spot(msgspec.Struct, frozen=True):
    """The incidents known to one place, with how exactly the place is known."""

    name: str
    latitude: float
    longitude: float
    precision: str
    incidents: int
    contested: int


class Overview(msgspec.Struct, frozen=True):
    """What a filter lets through, over time and on the map."""

    months: tuple[Month, ...]
    spots: tuple[Spot, ...]
    undated: int
    unplaced: int


class Waiting(msgspec.Struct, frozen=True):
    """An incident that nobody has reviewed, and why somebody should; what is contested says its row."""

    row: IncidentRow
    why: tuple[str, ...]


class WaitingPage(msgspec.Struct, frozen=True):
    """Some of the incidents that wait for review, and how many there are in all."""

    rows: tuple[Waiting, ...]
    found: int
