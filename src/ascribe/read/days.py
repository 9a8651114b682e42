"""Days of publication as outlets write them: "30 July 2014", "July 30, 2014", "Wed Dec 20 2017", "4 FEB 90"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from ascribe.read.options import EARLIEST, LATEST

MONTHS = {
    name: number
    for number, names in enumerate(
        "jan january|feb february|mar march|apr april|may|jun june|jul july|aug august|sep sept september|oct october"
        "|nov november|dec december".split("|"),
        1,
    )
    for name in names.split()
}
MONTH = r"(?P<month>" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\.?"
WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        r"\b(?P<year>\d{4,6})-(?P<number>\d{1,2})-(?P<day>\d{1,2})(?:\b|T)",
        r"\b(?P<year>\d{4})/(?P<number>\d{1,2})/(?P<day>\d{1,2})\b",
        WEEKDAY + r"\b(?P<day>\d{1,2})(?:st|nd|rd|th)?[\s-]+" + MONTH + r",?[\s-]+(?P<year>\d{4}|\d{2})\b",
        WEEKDAY + r"\b" + MONTH + r"\s*(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>\d{4})\b",
        r"\b" + MONTH + r"\s*(?P<day>\d{2})(?P<year>(?:19|20)\d{2})\b",
        r"\b(?P<day>\d{1,2})[-/.](?P<number>\d{1,2})[-/.](?P<year>\d{4})(?!\d)",
    )
)
COMPACT = re.compile(r"(?P<year>(?:19|20)\d\d)(?P<number>[01]\d)(?P<day>[0-3]\d)(?!\d)")
"""Only in fields: in running text eight digits are hardly ever a day."""


def find_day(text: str) -> tuple[date, int, int] | None:
    """The first day written out in a text, with where it stands; None where there is none that can be one."""
    found = []
    for form in FORMS:
        for match in form.finditer(text):
            day = _day(match.groupdict())
            if day is not None:
                found.append((match.start(), -match.end(), day))
                break
    if not found:
        return None
    start, end, day = min(found)
    return day, start, -end


def parse_day(text: str) -> date | None:
    """The day that a field states; None where it states none. Raises ValueError for a year beyond all reason."""
    compact = COMPACT.match(text.strip())
    if compact:
        return _day(compact.groupdict())
    found = find_day(text)
    if found is None:
        for match in (m for form in FORMS for m in form.finditer(text)):
            year = int(match["year"])
            if year >= 100 and not EARLIEST.year <= year <= LATEST.year:
                raise ValueError(f"{match['year']} is no year in which a report was published")
    return found[0] if found else None


def _day(parts: Mapping[str, str | None]) -> date | None:
    """A day from its parts; where day and month stand in numbers and only month and day can be meant, that."""
    year = int(parts["year"] or 0)
    if year < 100:
        year += 1900 if year > 50 else 2000
    day, number = int(parts["day"] or 0), parts.get("number")
    month = int(number) if number else MONTHS[(parts["month"] or "").casefold()]
    if number and month > 12 >= day:
        day, month = month, day
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found if EARLIEST <= found <= LATEST else None
