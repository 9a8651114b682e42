"""Casualty phrases: how many were killed, wounded or abducted, as typed ranges with the words that carry them."""

from __future__ import annotations

import msgspec

from ascribe.model import Attribute, Span, Toll


class CasualtyPhrase(msgspec.Struct, frozen=True):
    """One count of casualties in a text.

    `part_of_whole`: the people are already counted in another phrase ("including three children").
    `overall`: the phrase speaks of a whole war or a long period, not of one incident.
    `implicit`: no number stands there; one person is meant ("killed the mayor").
    `supersedes`: the count that this one replaces ("rose from 31 to 44").
    """

    span: Span
    what: Attribute  # KILLED, WOUNDED or ABDUCTED
    toll: Toll
    part_of_whole: bool = False
    overall: bool = False
    implicit: bool = False
    supersedes: Toll | None = None


def casualties(text: str, span: Span | None = None) -> list[CasualtyPhrase]:
    """The casualty phrases of a text, or of the part of it at `span`, in order."""
    return []
