"""Days of publication as outlets write them: "30 July 2014", "July 30, 2014", "Wed Dec 20 2017", "4 FEB 90"."""

from __future__ import annotations

import re
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
        r"\b(?P<year>\d{4})-(?P<number>\d{1,2})-(?P<day>\d{1,2})(?:\b|T)",
        r"\b(?P<year>\d{4})/(?P<number>\d{1,2})/(?P<day>\d{1,2})\b",
        WEEKDAY + r"\b(?P<day>\d{1,2})(?:st|nd|rd|th)?[\s-]+" + MONTH + r",?[\s-]+(?P<year>\d{4}|\d{2})\b",
        WEEKDAY + r"\b" + MONTH + r"\s*(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>\d{4})\b",
        r"\b" + MONTH + r"\s*(?P<day>\d{2})(?P<year>(?:19|20)\d{2})\b",
        r"\b(?P<day>\d{1,2})[-/.](?P<number>\d{1,2})[-/.](?P<year>\d{4})\b",
    )
)


def find_day(text: str) -> tuple[date, int, int] | None:
    """The first day written out in a text, with where it stands; None where there is none that can be one."""
    found = []
    for form in FORMS:
        for match in form.finditer(text):
            day = _day(match)
            if day is not None:
                found.append((match.start(), -match.end(), day))
                break
    if not found:
        return None
    start, end, day = min(found)
    return day, start, -end


def parse_day(text: str) -> date | None:
    """The day that a field states; None where it states none. Raises ValueError for a day beyond all reason."""
    stated = re.search(r"\b(\d{4,})-\d{1,2}-\d{1,2}", text)
    if stated and not EARLIEST.year <= int(stated[1]) <= LATEST.year:
        raise ValueError(f"the year {stated[1]} is not one in which a report was published")
    found = find_day(text)
    return found[0] if found else None


def _day(match: re.Match[str]) -> date | None:
    parts = match.groupdict()
    year = int(parts["year"])
    if year < 100:
        year += 1900 if year > 50 else 2000
    month = int(parts["number"]) if parts.get("number") else MONTHS[parts["month"].casefold()]
    try:
        day = date(year, month, int(parts["day"]))
    except ValueError:
        return None
    return day if EARLIEST <= day <= LATEST else None
