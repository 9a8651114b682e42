"""Expressions of time, resolved to days: absolute ones, and those told from the day of publication."""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

from ascribe.model import Period, Span

Anchor = Literal["absolute", "publication", "previous incident"]


class DateExpression(msgspec.Struct, frozen=True):
    """One expression of time. `period` is None where the text gives no way to tell, and `reason` says why.

    Where `relative_to` is "previous incident", `offset_days` counts from the day of the incident told before
    (1 for "a day later", -3 for "three days before"); None where the distance is not told.
    """

    span: Span
    period: Period | None
    reason: str
    relative_to: Anchor
    offset_days: int | None = None
    since: bool = False  # "since Monday": from there on, not on that day


def find(text: str, published: date | None) -> list[DateExpression]:
    """The expressions of time in a text, in order; without `published`, relative ones have no period."""
    return []
