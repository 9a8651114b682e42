"""The interface that every extractor has, whatever reads behind it."""

from __future__ import annotations

from typing import Protocol

from ascribe.model import Reading, Report


class Extractor(Protocol):
    """Reads one report. The result depends on the report alone: no clock, no state, no chance.

    Implementations promise that every span lies in the report's text and that each quote is the text at its span.
    """

    @property
    def name(self) -> str:
        """Name and version; a case reads its reports anew when this changes."""

    def read(self, report: Report) -> Reading:
        """The incidents of the report and every account of them. Never raises on any text."""
