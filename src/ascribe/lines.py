"""A part of `case.py`: how an incident is put in one line: its headline, its kind, its day, its toll."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from ascribe.model import Attribute, Finding, Incident, Member, Period, Reading, Report, ReportedIncident, Span, Stance

HEADLINE = 110
"""Characters of a headline."""
LEAD = 500
"""Characters in which a report comes to what its title is about."""
DATELINE = re.compile(r"^[A-Z][^\n.()]{0,50}(?:\([^)\n]{1,40}\)|, \d{1,2} \w+ \d{4}|, \w+ \d{1,2},? \d{4})\s*[-–—]+\s+")
"""Place, day and agency in front of the first sentence."""


def headline(incident: Incident, kind: str, reports: Mapping[str, Report], readings: Mapping[str, Reading]) -> str:
    """The title of the first report that opens with this incident; else the sentence of its first mention.

    A report in which somebody claims the deed comes last: its title may be the claimant's own.
    """
    for member in sorted(incident.members, key=lambda m: _claimed(m, readings)):
        report = reports[member.report]
        first = min((anchor_of(i) for i in readings[member.report].incidents if i.mentions), default=None)
        if report.title and first == anchor_of(_told(member, readings)) and first.start < LEAD:
            return shortened(report.title)
    member = incident.members[0]
    report, anchor = reports[member.report], anchor_of(_told(member, readings))
    before = report.text[: anchor.start]
    start = max(before.rfind(". ") + 2 if ". " in before else 0, before.rfind("\n") + 1)
    ends = [i for mark in (". ", "\n") if (i := report.text.find(mark, anchor.end)) >= 0]
    words = DATELINE.sub("", report.text[start : min(ends, default=len(report.text))].lstrip("# "))
    return shortened(words) or kind.replace("_", " ")


def _claimed(member: Member, readings: Mapping[str, Reading]) -> bool:
    """Whether somebody claims the incident in this telling of it."""
    return any(
        s.attribute is Attribute.RESPONSIBLE and s.stance is Stance.CLAIMS
        for account in readings[member.report].accounts
        if account.incident == member.key
        for s in account.statements
    )


def _told(member: Member, readings: Mapping[str, Reading]) -> ReportedIncident:
    return next(i for i in readings[member.report].incidents if i.key == member.key)


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


def anchor_of(told: ReportedIncident) -> Span:
    """The first mention of an incident in its report."""
    return told.mentions[0]


def shortened(words: str) -> str:
    """One line of at most `HEADLINE` characters, cut between words."""
    words = " ".join(words.split())
    return words if len(words) <= HEADLINE else words[:HEADLINE].rsplit(" ", 1)[0] + " …"


def term(finding: Finding | None, default: str) -> str:
    """The word of a finding, or else the default."""
    return (finding.best.replace(" ", "_") if finding and finding.best else None) or str(default)


def toll(finding: Finding | None) -> str | None:
    """The number of a finding, or its range."""
    if finding is None or finding.best is None:
        return None
    if finding.low is None or finding.low == finding.high:
        return finding.best
    if finding.high == "open":
        return finding.best if finding.best.endswith("+") else f"{finding.low}+"
    return f"{finding.low}–{finding.high}"
