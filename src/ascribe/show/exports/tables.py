"""A case as flat tables. The same case gives the same lines in the same order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import msgspec

from ascribe.case import Case
from ascribe.model import Attribute, Candidate, Finding, Period, Place, Report, Toll, Voice
from ascribe.model.view import AccountView, IncidentFilter, IncidentView, ProceedingView, ReportRow, StatementView
from ascribe.show.exports.lines import (
    TABLES,
    AccountLine,
    ConflictLine,
    ContributionLine,
    FindingLine,
    IncidentLine,
    ProceedingLine,
    ReportLine,
    StatementLine,
    TieLine,
)

SEPARATOR = "; "
"""Between several values in one cell."""


class Tables:
    """The tables of a case, filled incident by incident."""

    def __init__(self, case: Case, chosen: IncidentFilter | None = None) -> None:
        self.lines: dict[str, list[msgspec.Struct]] = {name: [] for name in TABLES}
        self.reports: dict[str, Report] = {}
        rows = {row.id: row for row in case.reports()}
        proceedings: list[ProceedingView] = []
        for row in rows.values():
            told = case.report(row.id)
            self.reports[row.id] = msgspec.structs.replace(told.report, text="")
            proceedings += told.proceedings
        shown, told_by = set(), set()
        for view in incident_views(case, chosen):
            shown.add(view.row.id)
            told_by |= {a.report for a in view.accounts}
            self._incident(view)
        for p in proceedings:
            if chosen is None or p.incident in shown:
                self.lines["proceedings"].append(self._proceeding(p))
        for row in rows.values():
            if chosen is None or row.id in told_by:
                self.lines["reports"].append(report_line(row, self.reports[row.id]))
        for name, lines in self.lines.items():
            self.lines[name] = list({msgspec.json.encode(line): line for line in lines}.values())

    def _incident(self, view: IncidentView) -> None:
        names = {actor.id: actor.name for actor in view.actors}
        self.lines["incidents"].append(incident_line(view))
        for account in view.accounts:
            self.lines["accounts"].append(self._account(view.row.id, account))
            self.lines["statements"] += [self._statement(account, s, names) for s in account.statements]
        for finding in view.findings:
            self.lines["findings"] += finding_lines(finding)
            self.lines["contributions"] += contribution_lines(finding)
        for conflict in view.conflicts:
            self.lines["conflicts"] += [
                ConflictLine(view.row.id, conflict.attribute.value, side.label, joined(side.statements), conflict.why)
                for side in conflict.sides
            ]
        for tie in view.ties:
            report = self.reports[tie.report]
            self.lines["ties"].append(
                TieLine(
                    source=tie.source,
                    target=tie.target,
                    kind=tie.kind.value,
                    voice=tie.voice.name,
                    voice_kind=tie.voice.kind.value,
                    quote=tie.quote,
                    span_start=tie.span.start,
                    span_end=tie.span.end,
                    report=tie.report,
                    sha256=report.sha256,
                    url=report.url,
                )
            )

    def _account(self, incident: str, account: AccountView) -> AccountLine:
        report = self.reports[account.report]
        return AccountLine(
            id=account.id,
            incident=incident,
            voice=account.voice.name,
            voice_kind=account.voice.kind.value,
            via=via(account.voice),
            report=account.report,
            report_name=account.report_name,
            sha256=report.sha256,
            url=report.url,
            publisher=account.publisher,
            published=account.published,
            copy_of=account.copy_of,
            statements=len(account.statements),
            quote=account.statements[0].quote if account.statements else "",
        )

    def _statement(self, account: AccountView, s: StatementView, names: dict[str, str]) -> StatementLine:
        report = self.reports[s.report]
        toll = s.value if isinstance(s.value, Toll) else None
        starts, ends = days(s.value if isinstance(s.value, Period) else None)
        latitude, longitude = point(s.place)
        return StatementLine(
            id=s.id,
            incident=s.incident,
            account=account.id,
            attribute=s.attribute.value,
            value=s.shown,
            value_min=toll.low if toll else None,
            value_max=toll.high if toll else None,
            starts=starts,
            ends=ends,
            latitude=latitude,
            longitude=longitude,
            precision=s.place.precision.value if s.place else None,
            where_prec=s.place.precision.code if s.place else None,
            place=s.place.id if s.place else None,
            stance=s.stance.value,
            actor=s.actor,
            actor_name=names.get(s.actor) if s.actor else None,
            voice=s.voice.name,
            voice_kind=s.voice.kind.value,
            via=via(s.voice),
            quote=s.quote,
            span_start=s.span.start,
            span_end=s.span.end,
            confidence=s.confidence,
            rejected=s.rejected,
            confirmed=s.confirmed,
            report=s.report,
            report_name=s.report_name,
            sha256=report.sha256,
            url=report.url,
            publisher=s.publisher,
            published=s.published,
        )

    def _proceeding(self, p: ProceedingView) -> ProceedingLine:
        report = self.reports[p.report]
        starts, ends = days(p.when)
        return ProceedingLine(
            kind=p.kind.value,
            who=p.who,
            actor=p.actor,
            incident=p.incident,
            starts=starts,
            ends=ends,
            quote=p.quote,
            span_start=p.span.start,
            span_end=p.span.end,
            report=p.report,
            report_name=p.report_name,
            sha256=report.sha256,
            url=report.url,
            publisher=p.publisher,
            published=p.published,
        )


def incident_views(case: Case, chosen: IncidentFilter | None = None) -> Iterator[IncidentView]:
    """The incidents that a filter lets through, in the order of their ids."""
    for row in sorted(case.incidents(chosen), key=lambda r: r.id):
        yield case.show(row.id, proposed=False)


def incident_line(view: IncidentView) -> IncidentLine:
    """An incident with its findings in columns."""
    row = view.row
    found = {f.attribute: f for f in view.findings}
    starts, ends = days(row.when)
    latitude, longitude = point(row.place)
    killed, wounded, abducted = (
        toll_range(found.get(a)) for a in (Attribute.KILLED, Attribute.WOUNDED, Attribute.ABDUCTED)
    )
    return IncidentLine(
        id=row.id,
        headline=row.headline,
        kind=row.kind,
        status=row.status,
        starts=starts,
        ends=ends,
        where=row.where,
        country=row.place.country if row.place else None,
        first_order=row.place.first_order if row.place else None,
        second_order=row.place.second_order if row.place else None,
        latitude=latitude,
        longitude=longitude,
        precision=row.place.precision.value if row.place else None,
        where_prec=row.place.precision.code if row.place else None,
        place=row.place.id if row.place else None,
        killed_min=killed[0],
        killed_max=killed[1],
        wounded_min=wounded[0],
        wounded_max=wounded[1],
        abducted_min=abducted[0],
        abducted_max=abducted[1],
        responsible=row.responsible,
        likelihood=row.likelihood,
        contested=joined([a.value for a in row.contested]),
        accounts=row.accounts,
        reports=row.reports,
        origins=row.origins,
        proceedings=row.proceedings,
        report_ids=joined(sorted({a.report for a in view.accounts})),
    )


def report_line(row: ReportRow, report: Report) -> ReportLine:
    """A report without its text."""
    return ReportLine(
        id=report.id,
        name=report.name,
        sha256=report.sha256,
        url=report.url,
        location=report.location,
        media_type=report.media_type,
        title=report.title,
        publisher=report.publisher,
        publisher_from=report.publisher_from.value,
        published=report.published,
        published_from=report.published_from.value,
        author=report.author,
        words=row.words,
        incidents=row.incidents,
        copy_of=row.copy_of,
    )


def finding_lines(f: Finding) -> list[FindingLine]:
    """A line for each candidate; a single one, without rank, where a finding has no candidates."""

    def line(rank: int | None, c: Candidate) -> FindingLine:
        return FindingLine(
            incident=f.incident,
            attribute=f.attribute.value,
            rank=rank,
            label=c.label,
            actor=c.actor,
            probability=c.probability,
            word=c.word,
            best=f.best,
            low=f.low,
            high=f.high,
            basis=f.basis,
            origins=f.origins,
            reports=f.reports,
        )

    ranked = [line(n, c) for n, c in enumerate(f.candidates, 1)]
    return ranked or [line(None, Candidate(f.best, None, None, None, ()))]


def contribution_lines(f: Finding) -> list[ContributionLine]:
    """What moved each candidate, and by how much."""
    return [
        ContributionLine(
            incident=f.incident,
            attribute=f.attribute.value,
            label=c.label,
            voice=part.voice,
            log_odds=part.log_odds,
            reason=part.reason,
            statements=joined(part.statements),
        )
        for c in f.candidates
        for part in c.contributions
    ]


def toll_range(finding: Finding | None) -> tuple[int | None, int | None]:
    """The range of a toll as numbers; the upper end is None where it is open or no figure is given."""
    if finding is None:
        return None, None
    low, high = finding.low or finding.best or "", finding.high or finding.best or ""
    return (int(low) if low.isdecimal() else None), (int(high) if high.isdecimal() else None)


def days(period: Period | None) -> tuple[date | None, date | None]:
    return (period.start, period.end) if period else (None, None)


def point(place: Place | None) -> tuple[float | None, float | None]:
    """Latitude and longitude in degrees; none where the place is not known."""
    return (place.latitude, place.longitude) if place and place.precision.value != "unknown" else (None, None)


def joined(values: Sequence[str]) -> str:
    return SEPARATOR.join(values)


def via(voice: Voice) -> str:
    return joined(voice.via)
