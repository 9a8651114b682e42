"""Words that tie one incident to another: in retaliation for, the latest in a series, by the same group."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from ascribe.model import Span, TieKind


class FoundTie(msgspec.Struct, frozen=True):
    """A tie. `source` is where the incident that is tied stands, `target` where the one that it is tied to stands.

    For retaliation and motive the source answers the target; for follows the source comes after the target.
    Either is None where the words do not stand in the sentence ("in retaliation" alone).
    """

    kind: TieKind
    span: Span  # the sentence
    quote: str
    cue: Span
    source: Span | None
    target: Span | None


def find(text: str, sentences: Sequence[Span]) -> list[FoundTie]:
    """The ties that these sentences draw, in order."""
    return []
