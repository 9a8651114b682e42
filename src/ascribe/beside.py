"""What reports tell beside accounts: ties between incidents, proceedings, relations of actors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ascribe.model import Member, Reading, Report
from ascribe.model.relation import Relation
from ascribe.model.view import ProceedingView, TieView


def ties_of(report: Report, reading: Reading, members: Mapping[Member, str]) -> Iterator[TieView]:
    """The ties of one report between incidents that are not one."""
    for t in reading.ties:
        source, target = members.get(Member(report.id, t.source)), members.get(Member(report.id, t.target))
        if source and target and source != target:
            yield TieView(source, target, target, "", t.kind, t.voice, report.id, t.span, t.quote)


def proceedings_of(report: Report, reading: Reading, members: Mapping[Member, str]) -> tuple[ProceedingView, ...]:
    """The proceedings of one report, with the incidents that they concern."""
    return tuple(
        ProceedingView(
            kind=p.kind,
            who=p.who,
            actor=p.actor,
            incident=members.get(Member(report.id, p.incident)) if p.incident else None,
            when=p.when,
            report=report.id,
            report_name=report.name,
            publisher=report.publisher,
            published=report.published,
            span=p.span,
            quote=p.quote,
        )
        for p in reading.proceedings
    )


def told_relations(
    pairs: Iterable[tuple[Report, Reading]], named: Mapping[tuple[str, str], str], positions: Mapping[str, int]
) -> Iterator[tuple[int, int, Relation]]:
    """The relations that reports word between actors that are known, with the places of report and relation."""
    for report, reading in pairs:
        for number, r in enumerate(reading.relations):
            one, other = named.get((report.id, r.one)), named.get((report.id, r.other))
            if one and other and one != other:
                source = f"reports: {report.publisher or report.name}"
                yield (
                    positions[report.id],
                    number,
                    Relation(r.kind, one, other, source, (), report.id, r.span, r.quote),
                )
