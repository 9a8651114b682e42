"""The other half of `case.py`: puts together what resolving and weighing make of the readings. No database."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

import msgspec

from ascribe.beside import proceedings_of, ties_of, told_relations
from ascribe.lines import anchor_of, headline, parse_period, term, toll
from ascribe.memory import memory_of
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
    Resolution,
    Statement,
    Status,
    Voice,
    Weighed,
    account_id,
    statement_id,
)
from ascribe.model.relation import Relation
from ascribe.model.reliability import Measured
from ascribe.model.view import IncidentRow, StatementView
from ascribe.resolve import Resolved, resolution, resolve_all
from ascribe.resolve.growing import numbered
from ascribe.resolve.ruled_names import ruled_names
from ascribe.resolve.tellings import Rarity
from ascribe.store.derived import Derived
from ascribe.weigh.records import recorded
from ascribe.weigh.relations import extended, observed
from ascribe.weigh.reliability import Reliabilities
from ascribe.weigh.whole import Whole, weigh_all

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


class Settled(msgspec.Struct, frozen=True):
    """What is reckoned over a whole case, where it is to stay as it was."""

    rarity: Rarity  # of words
    usual: str | None  # country
    measured: tuple[Measured, ...]  # how reliable the voices are
    observed: tuple[Relation, ...]  # between actors that accuse each other


class Before(msgspec.Struct, frozen=True):
    """What is taken over where only a part of a case is put together."""

    measured: tuple[Measured, ...]  # how reliable the voices are
    relations: tuple[Relation, ...]  # of the actors at hand, as told by reports and observed
    weighed: Mapping[str, Weighed]  # by incident
    elsewhere: Mapping[Member, str]  # the incidents of tellings that are not at hand


def assemble(
    pairs: Sequence[tuple[Report, Reading]],
    decisions: Sequence[Decision],
    held: Mapping[str, Weighed] | None = None,
    positions: Mapping[str, int] | None = None,
    settled: Settled | None = None,
) -> Derived:
    """Everything that is derived from readings and standing decisions. The same input gives the same result.

    `held` is what was weighed before, by incident: where nothing changed it is taken over. `positions` are those of
    the reports in the order of intake. With `settled` it is what growing report by report comes to.
    """
    places = positions or {r.id: n for n, (r, _) in enumerate(pairs, 1)}
    found = resolve_all(pairs, *declared(decisions), decisions, (settled.rarity, settled.usual) if settled else None)
    return _Assembly(pairs, resolution(found), decisions, places).whole(found, held or {}, settled)


def assemble_part(
    pairs: Sequence[tuple[Report, Reading]],
    at_hand: Resolution,
    before: Before,
    decisions: Sequence[Decision],
    positions: Mapping[str, int],
) -> Derived:
    """The same of some incidents, from the reports that tell of them."""
    return _Assembly(pairs, at_hand, decisions, positions, before.elsewhere).part(before)


def declared(decisions: Sequence[Decision]) -> tuple[tuple[Actor, ...], dict[str, Place]]:
    """The actors, and the places by folded name, that a person declared or ruled on."""
    return ruled_names(decisions)


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
        self,
        pairs: Sequence[tuple[Report, Reading]],
        resolution: Resolution,
        decisions: Sequence[Decision],
        positions: Mapping[str, int],
        elsewhere: Mapping[Member, str] | None = None,
    ) -> None:
        self.positions = positions
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
        self.incident_anywhere = {**(elsewhere or {}), **self.incident_of}
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
            anchor = anchor_of(told[account.incident])
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

    def whole(self, found: Resolved, held: Mapping[str, Weighed], settled: Settled | None = None) -> Derived:
        """All incidents, weighed and summed up."""
        said, evidence = self._said()
        told = tuple(told_relations(self.reports_read(), self.named, self.positions))
        seen = settled.observed if settled else observed(evidence, self.listed)
        actors = extended(self.listed, (*(r for _, _, r in told), *seen))
        worth = Reliabilities(settled.measured, self.grades) if settled else None
        weighed = weigh_all(evidence, actors, self.grades, self._ruled(), held, worth)
        memory = memory_of(found, self.positions, told, seen)
        return msgspec.structs.replace(self._derived(said, weighed, actors), memory=memory)

    def part(self, before: Before) -> Derived:
        """The incidents at hand, weighed by what the voices' words were worth before, and summed up."""
        said, evidence = self._said()
        actors = extended(self.listed, before.relations)
        worth = Reliabilities(before.measured, self.grades)
        return self._derived(said, weigh_all(evidence, actors, self.grades, {}, before.weighed, worth), actors)

    def _said(self) -> tuple[dict[str, list[tuple[str, StatementView]]], dict[str, list[Evidence]]]:
        """The statements of each incident with their accounts, and those that are weighed."""
        said = {i.id: [pair for m in i.members for pair in self.said.get(m, [])] for i in self.resolution.incidents}
        return said, {i: [self._evidence(v) for _, v in pairs if not v.rejected] for i, pairs in said.items()}

    def _derived(
        self, said: Mapping[str, Sequence[tuple[str, StatementView]]], found: Whole, actors: Mapping[str, Actor]
    ) -> Derived:
        weighed = [self._corrected(one) for one in found.weighed]
        ties = [
            (numbered(self.positions[r.id], n), t)
            for r, read in self.reports_read()
            for n, t in enumerate(ties_of(r, read, self.incident_anywhere))
        ]
        proceedings = [
            (numbered(self.positions[r.id], n), p)
            for r, read in self.reports_read()
            for n, p in enumerate(proceedings_of(r, read, self.incident_anywhere))
        ]
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
            positions=tuple(self._position(i.members[0]) for i in self.resolution.incidents),
            ties=tuple(ties),
            proceedings=tuple(proceedings),
            reliabilities=found.reliabilities,
            anew=found.anew,
            speakers=self._speakers(),
            recorded=tuple(recorded((v for pairs in said.values() for _, v in pairs), actors, self._ruled())),
        )

    def _position(self, member: Member) -> int:
        """The place of a telling in the order of intake."""
        told = [i.key for i in self.readings[member.report].incidents if i.mentions]
        return numbered(self.positions[member.report], told.index(member.key))

    def _speakers(self) -> tuple[tuple[str, str, str], ...]:
        """The voices that are known actors: report, voice, actor."""
        heard = (s for told in self.said.values() for _, s in told if s.voice_actor)
        return tuple(sorted({(s.report, s.voice.name, s.voice_actor or "") for s in heard}))

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
        kind = term(best.get(Attribute.KIND), Kind.OTHER)
        return IncidentRow(
            id=incident.id,
            headline=headline(incident, kind, best, self.reports, self.readings),
            kind=kind,
            status=term(best.get(Attribute.STATUS), Status.OCCURRED),
            when=self._when(best.get(Attribute.WHEN), views),
            where=best[Attribute.WHERE].best if Attribute.WHERE in best else None,
            place=place,
            killed=toll(best.get(Attribute.KILLED)),
            wounded=toll(best.get(Attribute.WOUNDED)),
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
