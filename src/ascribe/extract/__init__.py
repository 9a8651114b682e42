"""Report -> Reading: what each voice says happened, and who they say did it."""

from __future__ import annotations

from ascribe.extract.extractor import Extractor
from ascribe.extract.rules import RuleExtractor

__all__ = ["Extractor", "default_extractor"]


def default_extractor() -> Extractor:
    """The extractor that ships: offline, on any machine."""
    return RuleExtractor()
