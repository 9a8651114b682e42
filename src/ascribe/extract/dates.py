"""Dates as reports tell them, resolved against the day of publication. What is not told stays untold."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

import msgspec

from ascribe.model import Period, Span

MONTHS = {
    name: number
    for number, names in enumerate(
        "january jan|february feb|march mar|april apr|may|june jun|july jul|august aug|september sept sep|october oct"
        "|november nov|december dec".split("|"),
        1,
    )
    for name in names.split()
}
MONTH = r"(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?"
DAYS = {
    name: number
    for number, names in enumerate(
        "monday mon|tuesday tue tues|wednesday wed|thursday thu thurs|friday fri|saturday sat|sunday sun".split("|")
    )
    for name in names.split()
}
WEEKDAY = r"(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)"
SMALL = {w: n for n, w in enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())} | {
    "a": 1,
    "an": 1,
}
FEW = {"few": 3, "couple": 2, "several": 3}
COUNTED = r"(?P<n>\d{1,3}|a\s+few|a\s+couple\s+of|several|" + "|".join(sorted(SMALL, key=len, reverse=True)) + r")"
FORMS = {
    "iso": r"\b(?P<y>(?:19|20)\d\d)-(?P<m>\d\d)-(?P<d>\d\d)\b",
    "numeric": r"\b(?P<d>\d{1,2})[-/.](?P<m>\d{1,2})[-/.](?P<y>(?:19|20)\d\d)\b",
    "day_month": rf"\b(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<mon>{MONTH})(?:,?\s+(?P<y>(?:19|20)?\d\d)\b)?",
    "month_day": rf"\b(?P<mon>{MONTH})\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\b(?!\s*(?:people|civilians))(?:,?\s+(?P<y>(?:19|20)\d\d)\b)?",
    "squeezed": rf"\b(?P<mon>{MONTH})\s+(?P<d>\d\d)(?P<y>(?:19|20)\d\d)\b",
    "part_month": rf"\b(?P<part>early|mid|late|the\s+beginning\s+of|the\s+end\s+of)[\s-]+(?P<mon>{MONTH})(?:,?\s+(?P<y>(?:19|20)\d\d)\b)?",
    "month": rf"\b(?P<lead>in|last|since|of|this|during)\s+(?P<mon>{MONTH})(?:,?\s+(?P<y>(?:19|20)\d\d)\b)?",
    "month_year": rf"\b(?P<mon>{MONTH})\s+(?P<y>(?:19|20)\d\d)\b",
    "today": r"\b(?:today|tonight|this\s+(?:morning|afternoon|evening))\b",
    "yesterday": r"\b(?:yesterday|overnight|last\s+night)\b",
    "weekday": rf"\b(?P<last>last\s+)?(?P<w>{WEEKDAY})\b",
    "ago": rf"\b{COUNTED}\s+(?P<unit>days?|weeks?|months?|years?)\s+ago\b",
    "past": r"\b(?:past|last)\s+(?P<n>\d{1,2}|few|couple\s+of|several|two|three|four|five|six|seven|ten)?\s*(?P<unit>days|weeks|months|hours)\b",
    "last_unit": r"\b(?P<which>last|this|the\s+previous)\s+(?P<unit>week|month|year|weekend)\b",
    "part_year": r"\b(?P<part>early|mid|late)(?:er)?[\s-]+(?:in\s+)?(?P<y>this\s+year|last\s+year|(?:19|20)\d\d)\b",
    "earlier": r"\bearlier\s+this\s+(?P<unit>year|month|week)\b",
    "year": r"\b(?:in|since|during|of)\s+(?P<y>(?:19|20)\d\d)\b",
    "chained": rf"\b{COUNTED}\s+(?P<unit>days?|weeks?)\s+(?P<way>later|earlier|after|before)\b|\b(?:the\s+)?(?P<next>next|following|previous)\s+day\b",
}
PATTERNS = {name: re.compile(form, re.IGNORECASE) for name, form in FORMS.items()}
ORDER = tuple(FORMS)


class DateExpression(msgspec.Struct, frozen=True):
    """A date as worded. `period` is None where it cannot be told, with the reason; `offset` counts days from the
    incident told before, for "a day later"."""

    span: Span
    period: Period | None
    reason: str
    offset: int | None = None


def find(text: str, published: date | None, within: Span | None = None) -> list[DateExpression]:
    """The dates of a sentence (or of the whole text), in order. "Monday" is the last one on or before publication."""
    start, end = (within.start, within.end) if within else (0, len(text))
    sentence = text[start:end][:4000]
    taken: list[Span] = []
    found: list[DateExpression] = []
    for name in ORDER:
        for match in PATTERNS[name].finditer(sentence):
            span = Span(start + match.start(), start + match.end())
            if any(span.overlaps(t) for t in taken):
                continue
            made = _made(name, match, published, span)
            if made is not None:
                taken.append(span)
                found.append(made)
    return sorted(found, key=lambda d: d.span)


def _made(name: str, match: re.Match[str], published: date | None, span: Span) -> DateExpression | None:
    parts = match.groupdict()
    if name == "chained":
        if parts["next"]:
            offset = -1 if parts["next"].casefold() == "previous" else 1
        else:
            unit = 7 if parts["unit"].casefold().startswith("week") else 1
            sign = -1 if parts["way"].casefold() in {"earlier", "before"} else 1
            offset = sign * unit * _count(parts["n"])
        return DateExpression(span, None, "told by another incident", offset)
    try:
        period = _absolute(name, parts, published) or _relative(name, parts, published)
    except (ValueError, OverflowError):
        return None
    if period is None:
        needs = published is None and name not in {"iso", "numeric", "squeezed", "month_year", "year"}
        return DateExpression(span, None, "the day of publication is not known") if needs else None
    return DateExpression(span, period, "as told")


def _absolute(name: str, parts: dict[str, str | None], published: date | None) -> Period | None:
    month = MONTHS[(parts.get("mon") or "").casefold().strip(".")] if parts.get("mon") else None
    if name in {"iso", "numeric"}:
        return Period.day(date(_int(parts["y"]), _int(parts["m"]), _int(parts["d"])))
    if name in {"day_month", "month_day", "squeezed"}:
        assert month is not None
        year = _year(parts.get("y"), month, _int(parts["d"]), published)
        return Period.day(date(year, month, _int(parts["d"]))) if year else None
    if name in {"month", "month_year", "part_month"}:
        assert month is not None
        year = _year(parts.get("y"), month, 1, published)
        if not year:
            return None
        whole = Period.month(year, month)
        return _third(whole, parts.get("part"))
    if name == "year":
        return Period.year(_int(parts["y"]))
    if name == "part_year" and (parts["y"] or "").isdigit():
        return _quarter(_int(parts["y"]), parts["part"] or "")
    return None


def _relative(name: str, parts: dict[str, str | None], published: date | None) -> Period | None:
    if published is None:
        return None
    if name == "today":
        return Period.day(published)
    if name == "yesterday":
        return Period.day(published - timedelta(1))
    if name == "weekday":
        back = (published.weekday() - DAYS[(parts["w"] or "").casefold()]) % 7
        return Period.day(published - timedelta(back or (7 if parts["last"] else 0)))
    if name == "ago":
        return _ago(_count(parts["n"] or "a"), (parts["unit"] or "").casefold().rstrip("s"), published)
    if name == "past":
        return _past(parts, published)
    if name == "last_unit":
        return _last(parts, published)
    if name == "earlier":
        unit = (parts["unit"] or "").casefold()
        first = {"year": date(published.year, 1, 1), "month": published.replace(day=1)}
        return Period(first.get(unit, published - timedelta(published.weekday())), published)
    if name == "part_year":
        year = published.year - (1 if (parts["y"] or "").casefold().startswith("last") else 0)
        return _quarter(year, parts["part"] or "")
    return None


def _past(parts: dict[str, str | None], published: date) -> Period:
    unit = (parts["unit"] or "").casefold()
    days = {"days": 1, "weeks": 7, "months": 30}.get(unit, 0)
    if unit == "hours":
        return Period(published - timedelta(1), published)
    n = _count(parts["n"] or "few")
    return Period(published - timedelta(days * n), published)


def _ago(n: int, unit: str, published: date) -> Period:
    if unit == "day":
        return Period.day(published - timedelta(n))
    if unit == "week":
        middle = published - timedelta(7 * n)
        return Period(middle - timedelta(3), middle + timedelta(3))
    if unit == "month":
        months = published.year * 12 + published.month - 1 - n
        return Period.month(months // 12, months % 12 + 1)
    return Period.year(published.year - n)


def _last(parts: dict[str, str | None], published: date) -> Period:
    this = (parts["which"] or "").casefold() == "this"
    unit = (parts["unit"] or "").casefold()
    if unit == "year":
        return Period.year(published.year - (0 if this else 1))
    if unit == "month":
        return Period(published.replace(day=1), published) if this else _ago(1, "month", published)
    monday = published - timedelta(published.weekday() + (0 if this else 7))
    if unit == "weekend":
        return Period(monday + timedelta(5), monday + timedelta(6))
    return Period(monday, published if this else monday + timedelta(6))


def _year(stated: str | None, month: int, day: int, published: date | None) -> int | None:
    """The year stated, or that of the last such day on or before publication."""
    if stated:
        year = int(stated)
        return year if year > 99 else 1900 + year if year > 50 else 2000 + year
    if published is None:
        return None
    last = min(day, calendar.monthrange(published.year, month)[1])
    return published.year if date(published.year, month, last) <= published else published.year - 1


def _third(month: Period, part: str | None) -> Period:
    if not part:
        return month
    part = part.casefold()
    if "early" in part or "begin" in part:
        return Period(month.start, month.start + timedelta(9))
    if "mid" in part:
        return Period(month.start + timedelta(10), month.start + timedelta(19))
    return Period(month.start + timedelta(20), month.end)


def _quarter(year: int, part: str) -> Period:
    """Early is January to March, mid May to August, late October to December."""
    first, last = {"early": (1, 3), "mid": (5, 8)}.get(part.casefold(), (10, 12))
    return Period(Period.month(year, first).start, Period.month(year, last).end)


def _count(words: str | None) -> int:
    words = " ".join((words or "a").casefold().split())
    if words.isdigit():
        return int(words)
    return next((n for w, n in FEW.items() if w in words), SMALL.get(words, 1))


def _int(value: str | None) -> int:
    return int(value or "")
