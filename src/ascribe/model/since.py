"""What came into a case after somebody last looked."""

from __future__ import annotations

import msgspec

from ascribe.model.decision import Decision
from ascribe.model.view import IncidentRow, ReportRow


class Mark(msgspec.Struct, frozen=True):
    """How far a case had come: its last report by order of intake, and its last decision."""

    report: int
    decision: int


class Since(msgspec.Struct, frozen=True):
    """What a case holds beyond a mark. Lists are cut; the counts are of all."""

    reports: tuple[ReportRow, ...]
    found: int  # reports
    new: tuple[IncidentRow, ...]  # told of by new reports alone
    found_new: int
    changed: tuple[IncidentRow, ...]  # known before, with new accounts or a new decision
    found_changed: int
    decisions: tuple[Decision, ...]  # the last first
    mark: Mark  # how far the case has come now

    @property
    def anything(self) -> bool:
        """Whether there is something to tell."""
        return bool(self.found or self.new or self.changed or self.decisions)
