"""What a form of time resolves to, and the steps that several forms share."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta
from typing import Literal

import msgspec

from ascribe.model import Period

Anchor = Literal["absolute", "publication", "previous incident"]
Match = re.Match[str]
UNTOLD = "the day of publication is not known"


class Told(msgspec.Struct, frozen=True):
    """What a form resolves to, before its place is known."""

    period: Period | None
    reason: str
    relative_to: Anchor = "publication"
    offset: int | None = None


def group(match: Match, name: str) -> str:
    """A named part of a match in small letters with single spaces; empty where absent."""
    value = match.groupdict().get(name)
    return " ".join(value.lower().split()) if value else ""


def number(match: Match, name: str) -> int:
    return int(match[name])


def year_of(match: Match, month: int, day: int, published: date | None) -> tuple[int | None, Told | None]:
    """The year told, or that of the last such day on or before publication; or why there is none."""
    if group(match, "y"):
        return number(match, "y"), None
    if published is None:
        return None, Told(None, "no year is told and " + UNTOLD)
    which = group(match, "which")
    if which in ("this", "last"):
        return published.year - (which == "last"), None
    if which:
        return None, Told(None, "the year is told by another date", "previous incident")
    last = min(day, calendar.monthrange(published.year, month)[1])
    return (published.year if date(published.year, month, last) <= published else published.year - 1), None


def year_of_range(match: Match, month: int, day: int, published: date | None) -> tuple[int | None, Told | None]:
    if group(match, "y"):
        return number(match, "y"), None
    if published is None:
        return None, Told(None, "no year is told and " + UNTOLD)
    return (published.year if date(published.year, month, day) <= published else published.year - 1), None


def quarter(year: int, part: str) -> Period:
    """Early is January to March, mid May to August, late October to December; or a half of the year."""
    months = (10, 12)
    if "first half" in part:
        months = (1, 6)
    elif "second half" in part:
        months = (7, 12)
    elif part.startswith("earl") or "begin" in part or "start" in part:
        months = (1, 3)
    elif "mid" in part:
        months = (5, 8)
    return Period(Period.month(year, months[0]).start, Period.month(year, months[1]).end)


def part_of_month(whole: Period, part: str) -> Period:
    """Early, mid or late, or a half, of a month."""
    first = whole.start
    if not part:
        return whole
    if "first half" in part:
        return Period(first, first + timedelta(14))
    if "second half" in part:
        return Period(first + timedelta(15), whole.end)
    if part.startswith("earl") or "begin" in part or "start" in part:
        return Period(first, first + timedelta(9))
    if "mid" in part:
        return Period(first + timedelta(10), first + timedelta(19))
    return Period(first + timedelta(20), whole.end)


def month_back(published: date, months: int) -> Period:
    index = published.year * 12 + published.month - 1 - months
    return Period.month(index // 12, index % 12 + 1)
