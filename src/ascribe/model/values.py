"""The values that a statement can hold, and the span of text that carries it."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

import msgspec


class Span(msgspec.Struct, frozen=True, order=True, array_like=True):
    """Characters `start` (inclusive) to `end` (exclusive) of a report's text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The words that stand at this span."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one character."""
        return self.start < other.end and other.start < self.end

    def within(self, other: Span) -> bool:
        """Whether this span lies wholly inside the other."""
        return other.start <= self.start and self.end <= other.end


class Period(msgspec.Struct, frozen=True, order=True, tag="period"):
    """The days from `start` to `end`, both included; a month is its first and last day."""

    start: date
    end: date

    @classmethod
    def day(cls, day: date) -> Period:
        return cls(day, day)

    @classmethod
    def month(cls, year: int, month: int) -> Period:
        return cls(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))

    @classmethod
    def year(cls, year: int) -> Period:
        return cls(date(year, 1, 1), date(year, 12, 31))

    @property
    def days(self) -> int:
        """Length in days, at least 1."""
        return (self.end - self.start).days + 1

    def overlaps(self, other: Period) -> bool:
        return self.start <= other.end and other.start <= self.end

    def gap(self, other: Period) -> int:
        """Days between the two periods; 0 where they meet or overlap."""
        if self.end < other.start:
            return (other.start - self.end).days
        return max(0, (self.start - other.end).days)

    def widened(self, days: int) -> Period:
        """The same period with so many days added at both ends."""
        return Period(self.start - timedelta(days), self.end + timedelta(days))

    def __str__(self) -> str:
        if self.start == self.end:
            return self.start.isoformat()
        if self == Period.month(self.start.year, self.start.month):
            return f"{self.start:%Y-%m}"
        if self == Period.year(self.start.year):
            return f"{self.start.year}"
        return f"{self.start.isoformat()} to {self.end.isoformat()}"


class Toll(msgspec.Struct, frozen=True, order=True, tag="toll"):
    """A count of people: between `low` and `high`; `high` is None where open ("at least")."""

    low: int
    high: int | None
    who: str | None = None  # the people counted, as worded ("civilians")

    def agrees(self, other: Toll) -> bool:
        """Whether one number can satisfy both ranges."""
        return (self.high is None or other.low <= self.high) and (other.high is None or self.low <= other.high)

    def __str__(self) -> str:
        if self.high is None:
            return f"{self.low}+"
        return f"{self.low}" if self.low == self.high else f"{self.low}–{self.high}"


class PlaceName(msgspec.Struct, frozen=True, order=True, tag="place"):
    """A place as a report names it; `country` is ISO 3166-1 alpha-2; both None where not told."""

    name: str | None
    country: str | None = None

    def __str__(self) -> str:
        return ", ".join(part for part in (self.name, self.country) if part) or "place not told"


class Phrase(msgspec.Struct, frozen=True, order=True, tag="phrase"):
    """Words as they stand in the report: a weapon, a target, a victim, an actor."""

    text: str

    def __str__(self) -> str:
        return self.text


class Term(msgspec.Struct, frozen=True, order=True, tag="term"):
    """A word of a closed vocabulary (`Kind`, `Status`)."""

    word: str

    def __str__(self) -> str:
        return self.word.replace("_", " ")


Value = Period | Toll | PlaceName | Phrase | Term

UNKNOWN_ACTOR = Phrase("unknown")
"""The actor of a voice that says that it is not known who did it."""
