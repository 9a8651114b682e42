"""The other half of `case.py`: puts together what resolving and weighing make of the readings. No database."""

from __future__ import annotations

import gc
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date

import msgspec

from ascribe.beside import proceedings_of, ties_of
from ascribe.model import (
    CREDIBILITY,
    OWN_VOICE,
    Actor,
    Attribute,
    Candidate,
    Decision,
    DecisionKind,
    Evidence,
    Finding,
    Grade,
    Incident,
    Kind,
    Member,
    Period,
    Place,
    PlaceName,
    Reading,
    Report,
    ReportedIncident,
    Resolution,
    Span,
    Stance,
    Statement,
    Status,
    Voice,
    Weighed,
    account_id,
    statement_id,
)
from ascribe.model.relation import Relation
from ascribe.model.view import IncidentRow, StatementView
from ascribe.resolve import resolve
from ascribe.resolve.declared import declared_actors, declared_places
from ascribe.store.derived import Derived
from ascribe.weigh.relations import extended, listed, observed
from ascribe.weigh.whole import weigh_all

HEADLINE = 110
"""Characters of a headline."""
LEAD = 500
"""Characters in which a report comes to what its title is about."""
DATELINE = re.compile(r"^[A-Z][^\n.()]{0,50}(?:\([^)\n]{1,40}\)|, \d{1,2} \w+ \d{4}|, \w+ \d{1,2},? \d{4})\s*[-–—]+\s+")
"""Place, day and agency in front of the first sentence."""
NOBODY = "decided:"
"""Stands for whatever a decision names as responsible that is no known actor: an accident, say."""
AS_DECIDED = "as decided"
"""Stands in the place of a probability's word where a person ruled who is responsible."""


@contextmanager
def uncollected() -> Iterator[None]:
    """Pauses the search for cycles: resolving makes very many small values, no cycle, and a tenth of the time goes."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def assemble(
    pairs: Sequence[tuple[Report, Reading]], decisions: Sequence[Decision], held: Mapping[str, Weighed] | None = None
) -> Derived:
    """Everything that is derived from readings and standing decisions. The same input gives the same result.

    `held` is what was weighed before, by incident: where nothing changed it is taken over.
    """
    declared = [(d.attribute, d.value) for d in decisions if d.kind is DecisionKind.DECLARE and d.value]
    resolution = resolve(
        pairs,
        declared_actors([v for kind, v in declared if kind == "actor"]),
        declared_places([v for kind, v in declared if kind == "place"]),
        decisions,
    )
    return _Assembly(pairs, resolution, decisions).derived(held or {})


def grades(decisions: Sequence[Decision]) -> dict[str, Grade]:
    """The Admiralty grade of each voice or publisher, the latest where there are several."""
    graded = [d for d in decisions if d.kind is DecisionKind.GRADE and d.value not in CREDIBILITY]
    return {s: Grade(d.value) for d in graded if d.value for s in d.subjects}


def credibilities(decisions: Sequence[Decision]) -> dict[str, int]:
    """The Admiralty credibility, 1 to 6, of each statement that a person graded, the latest where there are several."""
    graded = [d for d in decisions if d.kind is DecisionKind.GRADE and d.value in CREDIBILITY]
    return {s: int(d.value) for d in graded if d.value for s in d.subjects}


class _Assembly:
    """One pass over the incidents of a resolution."""

    def __init__(
        self, pairs: Sequence[tuple[Report, Reading]], resolution: Resolution, decisions: Sequence[Decision]
    ) -> None:
        self.reports = {r.id: r for r, _ in pairs}
        self.readings = {r.id: reading for r, reading in pairs}
        self.resolution = resolution
        self.listed: dict[str, Actor] = {a.id: a for a in resolution.actors}
        places = {p.id: p for p in resolution.places}
        self.placed: dict[tuple[str, str], Place] = {
            (n.report, n.name): places[n.place] for n in resolution.named_places
        }
        self.named = {(n.report, n.name): n.actor for n in resolution.named_actors}
        self.originals = {c: g.original for g in resolution.copies for c in g.copies}
        self.grades = grades(decisions)
        self.credible = credibilities(decisions)
        self.rejected = {s for d in decisions if d.kind is DecisionKind.REJECT for s in d.subjects}
        self.confirmed = {s for d in decisions if d.kind is DecisionKind.CONFIRM for s in d.subjects}
        self.corrections = self._corrections(decisions)
        self.incident_of = {m: i.id for i in resolution.incidents for m in i.members}
        self.said: dict[Member, list[tuple[str, StatementView]]] = {}
        for report, reading in pairs:
            self._views(report, reading)

    def _corrections(self, decisions: Sequence[Decision]) -> dict[tuple[str, str], Decision]:
        """Corrections by incident and attribute, under the identifiers that the incidents have now."""
        moved = dict(self.resolution.redirects)
        return {
            (moved.get(s, s), d.attribute): d
            for d in decisions
            if d.kind is DecisionKind.CORRECT and d.attribute
            for s in d.subjects
        }

    def _views(self, report: Report, reading: Reading) -> None:
        told = {i.key: i for i in reading.incidents}
        for account in reading.accounts:
            member = Member(report.id, account.incident)
            if member not in self.incident_of:
                continue
            anchor = _anchor(told[account.incident])
            aid = account_id(report.id, anchor, account.voice)
            for s in account.statements:
                sid = statement_id(report.id, anchor, account.voice, s)
                actor = self.named.get((report.id, str(s.value))) if s.attribute is Attribute.RESPONSIBLE else None
                view = StatementView(
                    id=sid,
                    incident=self.incident_of[member],
                    report=report.id,
                    report_name=report.name,
                    publisher=report.publisher,
                    published=report.published,
                    voice=account.voice,
                    attribute=s.attribute,
                    value=s.value,
                    shown=str(s.value),
                    stance=s.stance,
                    span=s.span,
                    quote=s.quote,
                    confidence=s.confidence,
                    actor=actor,
                    rejected=sid in self.rejected,
                    confirmed=sid in self.confirmed,
                    place=self._placed_at(report, s),
                    voice_actor=self._speaker(report, account.voice),
                    credibility=self.credible.get(sid),
                )
                self.said.setdefault(member, []).append((aid, view))

    def _speaker(self, report: Report, voice: Voice) -> str | None:
        """The actor that a voice is; a report's own voice is that of its outlet, where that is a known one."""
        return self.named.get((report.id, (report.publisher or "") if voice == OWN_VOICE else voice.name))

    def _placed_at(self, report: Report, s: Statement) -> Place | None:
        return self.placed.get((report.id, s.value.name)) if isinstance(s.value, PlaceName) and s.value.name else None

    def derived(self, held: Mapping[str, Weighed]) -> Derived:
        """All incidents, weighed and summed up."""
        said = {i.id: [pair for m in i.members for pair in self.said.get(m, [])] for i in self.resolution.incidents}
        evidence = {i: [self._evidence(v) for _, v in pairs if not v.rejected] for i, pairs in said.items()}
        relations = (*self._told_relations(), *observed(evidence, self.listed))
        actors = extended(self.listed, relations)
        whole = weigh_all(evidence, actors, self.grades, self._ruled(), held)
        weighed = [self._corrected(one) for one in whole.weighed]
        return Derived(
            incidents=self.resolution.incidents,
            rows=tuple(
                self._row(incident, said[incident.id], one)
                for incident, one in zip(self.resolution.incidents, weighed, strict=True)
            ),
            statements=tuple(pair for pairs in said.values() for pair in pairs),
            weighed=tuple(weighed),
            actors=self.resolution.actors,
            copies=self.resolution.copies,
            redirects=self.resolution.redirects,
            ties=tuple(t for r, read in self.reports_read() for t in ties_of(r, read, self.incident_of)),
            proceedings=tuple(p for r, read in self.reports_read() for p in proceedings_of(r, read, self.incident_of)),
            reliabilities=whole.reliabilities,
            relations=(*listed(self.listed), *relations),
            anew=whole.anew,
            speakers=self._speakers(),
        )

    def _speakers(self) -> tuple[tuple[str, str, str], ...]:
        """The voices that are known actors: report, voice, actor."""
        heard = {
            (s.report, s.voice.name, s.voice_actor) for told in self.said.values() for _, s in told if s.voice_actor
        }
        return tuple(sorted(heard))

    def _told_relations(self) -> Iterator[Relation]:
        """The relations that reports word, between actors that are known."""
        for report, reading in self.reports_read():
            for r in reading.relations:
                one, other = self.named.get((report.id, r.one)), self.named.get((report.id, r.other))
                if one and other and one != other:
                    source = f"reports: {report.publisher or report.name}"
                    yield Relation(r.kind, one, other, source, (), report.id, r.span, r.quote)

    def _ruled(self) -> dict[str, str]:
        """The actor that a decision names as responsible, by incident; what names no known actor is nobody's word."""
        names = {name.casefold(): a.id for a in self.listed.values() for name in (*a.aliases, a.name)}
        return {
            incident: names.get(str(d.value).casefold(), NOBODY)
            for (incident, attribute), d in self.corrections.items()
            if attribute == Attribute.RESPONSIBLE
        }

    def reports_read(self) -> Iterator[tuple[Report, Reading]]:
        """The reports with their readings, in order of intake."""
        return ((report, self.readings[report.id]) for report in self.reports.values())

    def _evidence(self, view: StatementView) -> Evidence:
        return Evidence(
            id=view.id,
            report=view.report,
            publisher=view.publisher,
            published=view.published,
            voice=view.voice,
            statement=Statement(view.attribute, view.value, view.stance, view.span, view.quote, view.confidence),
            origin=self.originals.get(view.report, view.report),
            voice_actor=view.voice_actor,
            actor=view.actor,
            place=view.place,
            confirmed=view.confirmed,
            credibility=view.credibility,
        )

    def _corrected(self, weighed: Weighed) -> Weighed:
        """The findings with what people ruled in the place of what was weighed."""
        if not any(incident == weighed.incident for incident, _ in self.corrections):
            return weighed
        findings = {f.attribute: f for f in weighed.findings}
        for (incident, attribute), decision in self.corrections.items():
            if incident == weighed.incident:
                name = Attribute(attribute)
                held = findings.get(name, Finding(incident, name, None, None, None, "", (), 0, 0))
                findings[name] = msgspec.structs.replace(
                    held,
                    best=decision.value,
                    low=None,
                    high=None,
                    basis=f"decision {decision.number} by {decision.author}",
                    established="a person's decision" if name is Attribute.RESPONSIBLE else None,
                )
        order = list(Attribute)
        return msgspec.structs.replace(
            weighed, findings=tuple(sorted(findings.values(), key=lambda f: order.index(f.attribute))), basis=""
        )  # without a basis it is not taken over: the decision may be undone

    def _row(self, incident: Incident, said: Sequence[tuple[str, StatementView]], weighed: Weighed) -> IncidentRow:
        views = [v for _, v in said]
        best = {f.attribute: f for f in weighed.findings}
        responsible = best.get(Attribute.RESPONSIBLE)
        leading = responsible.candidates[0] if responsible and responsible.best and responsible.candidates else None
        reports = {m.report for m in incident.members}
        origins = {self.originals.get(r, r) for r in reports}
        place = self._place(best.get(Attribute.WHERE), views)
        kind = _term(best.get(Attribute.KIND), Kind.OTHER)
        return IncidentRow(
            id=incident.id,
            headline=self._headline(incident, kind),
            kind=kind,
            status=_term(best.get(Attribute.STATUS), Status.OCCURRED),
            when=self._when(best.get(Attribute.WHEN), views),
            where=best[Attribute.WHERE].best if Attribute.WHERE in best else None,
            place=place,
            killed=_toll(best.get(Attribute.KILLED)),
            wounded=_toll(best.get(Attribute.WOUNDED)),
            responsible=responsible.best if responsible else None,
            likelihood=self._likelihood(incident.id, leading),
            contested=tuple(c.attribute for c in weighed.conflicts),
            accounts=len({a for a, _ in said}),
            reports=len(reports),
            origins=len(origins),
            proceedings=sum(
                p.incident is not None and Member(r, p.incident) in incident.members
                for r in sorted(reports)
                for p in self.readings[r].proceedings
            ),
        )

    def _likelihood(self, incident: str, leading: Candidate | None) -> str | None:
        if (incident, Attribute.RESPONSIBLE) in self.corrections:
            return AS_DECIDED
        return leading.word if leading else None

    def _place(self, finding: Finding | None, views: Sequence[StatementView]) -> Place | None:
        found = [
            p
            for v in views
            if isinstance(v.value, PlaceName) and v.value.name and (p := self.placed.get((v.report, v.value.name)))
        ]
        best = finding.best if finding else None
        ruled = finding is not None and (finding.incident, Attribute.WHERE) in self.corrections
        return next((p for p in found if p.name == best), found[0] if found and not ruled else None)

    def _when(self, finding: Finding | None, views: Sequence[StatementView]) -> Period | None:
        if finding is None or finding.best is None:
            return None
        told = next((v.value for v in views if isinstance(v.value, Period) and str(v.value) == finding.best), None)
        return told or parse_period(finding.best)

    def _claimed(self, member: Member) -> bool:
        """Whether somebody claims the incident in this telling of it."""
        return any(
            s.attribute is Attribute.RESPONSIBLE and s.stance is Stance.CLAIMS
            for account in self.readings[member.report].accounts
            if account.incident == member.key
            for s in account.statements
        )

    def _headline(self, incident: Incident, kind: str) -> str:
        """The title of the first report that opens with this incident; else the sentence of its first mention.

        A report in which somebody claims the deed comes last: its title may be the claimant's own.
        """
        for member in sorted(incident.members, key=self._claimed):
            report = self.reports[member.report]
            first = min((_anchor(i) for i in self.readings[member.report].incidents if i.mentions), default=None)
            if report.title and first == _anchor(self._told(member)) and first.start < LEAD:
                return shortened(report.title)
        member = incident.members[0]
        report, anchor = self.reports[member.report], _anchor(self._told(member))
        before = report.text[: anchor.start]
        start = max(before.rfind(". ") + 2 if ". " in before else 0, before.rfind("\n") + 1)
        ends = [i for mark in (". ", "\n") if (i := report.text.find(mark, anchor.end)) >= 0]
        words = DATELINE.sub("", report.text[start : min(ends, default=len(report.text))].lstrip("# "))
        return shortened(words) or kind.replace("_", " ")

    def _told(self, member: Member) -> ReportedIncident:
        return next(i for i in self.readings[member.report].incidents if i.key == member.key)


def parse_period(words: str) -> Period | None:
    """The period that a person wrote as 2023-07-19, 2023-07, 2023, or two days with " to " between."""
    match = re.fullmatch(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?(?: to (\d{4}-\d\d-\d\d))?", words.strip())
    if match is None:
        return None
    year, month, day, until = match.groups()
    try:
        if day:
            start = date(int(year), int(month), int(day))
            end = date.fromisoformat(until) if until else start
            return Period(start, end) if start <= end else None
        if until:
            return None
        return Period.month(int(year), int(month)) if month else Period.year(int(year))
    except ValueError:
        return None


def _anchor(told: ReportedIncident) -> Span:
    return told.mentions[0]


def shortened(words: str) -> str:
    """One line of at most `HEADLINE` characters, cut between words."""
    words = " ".join(words.split())
    return words if len(words) <= HEADLINE else words[:HEADLINE].rsplit(" ", 1)[0] + " …"


def _term(finding: Finding | None, default: str) -> str:
    return (finding.best.replace(" ", "_") if finding and finding.best else None) or str(default)


def _toll(finding: Finding | None) -> str | None:
    if finding is None or finding.best is None:
        return None
    if finding.low is None or finding.low == finding.high:
        return finding.best
    if finding.high == "open":
        return finding.best if finding.best.endswith("+") else f"{finding.low}+"
    return f"{finding.low}–{finding.high}"
