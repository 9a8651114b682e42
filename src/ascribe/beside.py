"""What hangs on incidents beside their accounts: ties to other incidents, and proceedings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ascribe.model import Member, Reading, Report
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
