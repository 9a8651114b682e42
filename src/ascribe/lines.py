"""A part of `case.py`: how an incident is put in one line: its headline, its kind, its day, its toll."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from ascribe.model import (
    Attribute,
    Finding,
    Incident,
    Member,
    Period,
    Reading,
    Report,
    ReportedIncident,
    Span,
    Stance,
    Toll,
)
from ascribe.weigh.compatible import VAGUE, who_class

HEADLINE = 110
"""Characters of a headline."""
LEAD = 500
"""Characters in which a report comes to what its title is about."""
DATELINE = re.compile(r"^[A-Z][^\n.()]{0,50}(?:\([^)\n]{1,40}\)|, \d{1,2} \w+ \d{4}|, \w+ \d{1,2},? \d{4})\s*[-–—]+\s+")
"""Place, day and agency in front of the first sentence."""


COUNTED = (Attribute.KILLED, Attribute.WOUNDED, Attribute.ABDUCTED)


def headline(
    incident: Incident,
    kind: str,
    findings: Mapping[Attribute, Finding],
    reports: Mapping[str, Report],
    readings: Mapping[str, Reading],
) -> str:
    """The title of the first report that opens with this incident; else the sentence of its first mention.

    Words whose count is not that of the findings ("At least 17 killed", of an early report, where it is 41+) are left
    out; where no others are left, kind and place stand instead. A report in which somebody claims the deed comes last:
    its title may be the claimant's own.
    """
    held = {a: shown for a in COUNTED if (shown := toll(findings.get(a))) is not None}
    for member in sorted(incident.members, key=lambda m: _claimed(m, readings)):
        report = reports[member.report]
        first = min((anchor_of(i) for i in readings[member.report].incidents if i.mentions), default=None)
        if report.title and first == anchor_of(_told(member, readings)) and first.start < LEAD:
            begins = max(report.text.find(report.title), 0)
            if not _miscounts(member, Span(begins, begins + len(report.title)), held, readings):
                return shortened(report.title)
    member = incident.members[0]
    report, anchor = reports[member.report], anchor_of(_told(member, readings))
    before = report.text[: anchor.start]
    start = max(before.rfind(". ") + 2 if ". " in before else 0, before.rfind("\n") + 1)
    ends = [i for mark in (". ", "\n") if (i := report.text.find(mark, anchor.end)) >= 0]
    end = min(ends, default=len(report.text))
    words = DATELINE.sub("", report.text[start:end].lstrip("# "))
    if words.strip() and not _miscounts(member, Span(start, end), held, readings):
        return shortened(words)
    where = findings.get(Attribute.WHERE)
    bare = kind.replace("_", " ").capitalize()
    return shortened(f"{bare}, {where.best}" if where and where.best else bare)


def _miscounts(member: Member, words: Span, held: Mapping[Attribute, str], readings: Mapping[str, Reading]) -> bool:
    """Whether a stretch of a report counts the people of this incident otherwise than what is held of it."""
    return any(
        _apart(s.value, s.quote, held[s.attribute])
        for account in readings[member.report].accounts
        if account.incident == member.key
        for s in account.statements
        if s.attribute in held and isinstance(s.value, Toll) and words.start <= s.span.start and s.span.end <= words.end
    )


def _apart(told: Toll, quote: str, held: str) -> bool:
    """Whether a count lies outside what is shown (41, 41+, 17–44); a part of the people, or "dozens", may be less."""
    low, _, end = held.rstrip("+").replace("-", "–").partition("–")
    if not (low.isdecimal() and (not end or end.isdecimal())):
        return False  # as a person may have put it
    shown = Toll(int(low), None if held.endswith("+") else int(end or low))
    if who_class(told) != "people" or VAGUE.search(quote) is not None:
        return shown.high is not None and told.low > shown.high
    return told.low < shown.low or (shown.high is not None and told.low > shown.high)


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
