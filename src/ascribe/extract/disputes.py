"""Passages that set two versions of an incident against each other."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from ascribe.model import Attribute, Span


class FoundDispute(msgspec.Struct, frozen=True):
    """Two versions in one passage. `about` is a guess from the words; `sides` are the versions as worded."""

    about: Attribute
    sides: tuple[str, ...]
    span: Span
    quote: str
    cue: Span


def find(text: str, sentences: Sequence[Span]) -> list[FoundDispute]:
    """The disputes that these sentences voice, in order."""
    return []
