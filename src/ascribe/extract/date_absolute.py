"""Days, months and years told by name: "7 December 2021", "in July", "early 2016", "22 Bahman 1357"."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from ascribe.extract import calendars, date_forms
from ascribe.extract.date_forms import HOLIDAYS, MONTHS, SEASONS
from ascribe.extract.date_told import (
    UNTOLD,
    Match,
    Told,
    group,
    number,
    part_of_month,
    year_of,
    year_of_range,
)
from ascribe.model import Period


def _iso(match: Match, _: date | None) -> Told | None:
    day = date(number(match, "y"), number(match, "m"), number(match, "d"))
    return Told(Period.day(day), "as told", "absolute")


def _numeric(match: Match, _: date | None) -> Told | None:
    day, month, year = number(match, "d"), number(match, "m"), number(match, "y")
    if month > 12:
        return Told(Period.day(date(year, day, month)), "as told, month first", "absolute")
    if day <= 12 and day != month:
        both = sorted((date(year, month, day), date(year, day, month)))
        if both[1] - both[0] <= timedelta(0):
            return Told(Period.day(both[0]), "as told", "absolute")
        return Told(Period.day(date(year, month, day)), "read with the day first", "absolute")
    return Told(Period.day(date(year, month, day)), "as told", "absolute")


def _day(match: Match, published: date | None) -> Told | None:
    month, day = MONTHS[group(match, "mon")], number(match, "d")
    if not 1 <= day <= 31 or _is_word(match):
        return None
    year, none = year_of(match, month, day, published)
    if year is None:
        return none
    told = "as told" if group(match, "y") else "the last such day on or before publication"
    return Told(Period.day(date(year, month, day)), told, "absolute" if group(match, "y") else "publication")


def _days(match: Match, published: date | None) -> Told | None:
    month, first, last = MONTHS[group(match, "mon")], number(match, "d"), number(match, "d2")
    if first > last:
        return None
    year, none = year_of_range(match, month, first, published)
    if year is None:
        return none
    return Told(Period(date(year, month, first), date(year, month, last)), "from the first day to the last", "absolute")


def _is_word(match: Match) -> bool:
    """Whether "may" or "march" is a verb here."""
    return match["mon"][0].islower() and match["mon"].lower() in ("may", "march", "mar")


def _month(match: Match, published: date | None) -> Told | None:
    month = MONTHS[group(match, "mon")]
    lead = group(match, "lead")
    if _is_word(match):
        return None
    year, none = year_of(match, month, 1, published)
    if year is None:
        return none
    if lead == "last" and published and (year, month) == (published.year, published.month):
        year -= 1
    whole = part_of_month(Period.month(year, month), group(match, "part"))
    told = "as told" if group(match, "y") else "the last such month on or before publication"
    return Told(whole, told, "absolute" if group(match, "y") else "publication")


def _levantine(match: Match, published: date | None) -> Told | None:
    name = group(match, "name")
    if not _is_month(match, name):
        return None
    first, last = calendars.LEVANTINE[name]
    year, none = year_of(match, first, 1, published)
    if year is None:
        return none
    if group(match, "d") and first == last:
        return Told(Period.day(date(year, first, number(match, "d"))), "a Levantine month", "absolute")
    end = Period.month(year + (last > 12), (last - 1) % 12 + 1).end
    reason = "a Levantine month" if first == last else "a Levantine name that two months share"
    return Told(Period(date(year, first, 1), end), reason, "absolute" if group(match, "y") else "publication")


def _persian(match: Match, published: date | None) -> Told | None:
    name = group(match, "name")
    if not _is_month(match, name):
        return None
    month, day = calendars.PERSIAN[name], int(group(match, "d") or 1)
    if not group(match, "y") and published is None:
        return Told(None, "no year is told and " + UNTOLD)
    year = number(match, "y") if group(match, "y") else calendars.last_persian_year(published or date.min, month, day)
    if group(match, "d"):
        return Told(
            Period.day(calendars.persian_day(year, month, day)), "converted from the Persian calendar", "absolute"
        )
    return Told(calendars.persian_month(year, month), "a month of the Persian calendar", "absolute")


def _islamic(match: Match, published: date | None) -> Told | None:
    name = group(match, "name")
    if not _is_month(match, name):
        return None
    month, day = calendars.ISLAMIC[name], int(group(match, "d") or 1)
    if not group(match, "y") and published is None:
        return Told(None, "no year is told and " + UNTOLD)
    year = number(match, "y") if group(match, "y") else calendars.last_islamic_year(published or date.min, month, day)
    if group(match, "d"):
        told = Period.day(calendars.islamic_day(year, month, day)).widened(1)
    else:
        told = calendars.islamic_month(year, month)
    return Told(told, "the Islamic calendar, to within a day", "absolute" if group(match, "y") else "publication")


def _is_month(match: Match, name: str) -> bool:
    """Whether a name that is also a word or a person stands for a month here."""
    if group(match, "d") or group(match, "y"):
        return not group(match, "d") or 1 <= int(group(match, "d")) <= 31
    before = match.string[max(0, match.start("name") - 12) : match.start("name")]
    return (
        bool(date_forms.LEADS.search(before))
        and match["name"][0].isupper()
        and name not in ("ab", "tir", "mehr", "dey")
    )


def _holiday(match: Match, published: date | None) -> Told | None:
    month, day = HOLIDAYS[group(match, "name")]
    year, none = year_of_range(match, month, day, published)
    return none if year is None else Told(Period.day(date(year, month, day)), "a holiday")


def _season(match: Match, published: date | None) -> Told | None:
    name = group(match, "name") or group(match, "name2")
    first = SEASONS[name]
    if not group(match, "y") and published is None:
        return Told(None, UNTOLD)
    if group(match, "y"):
        year = number(match, "y")
        if name == "winter":
            return Told(
                Period(date(year - 1, 12, 1), date(year + 1, 2, 28)), "winter at either end of the year", "absolute"
            )
    else:
        assert published is not None
        year = published.year if date(published.year, first, 1) <= published else published.year - 1
        if group(match, "lead2") == "last" and year == published.year and published.month < first + 3:
            year -= 1
    end = Period.month(year + (first == 12), (first + 1) % 12 + 1).end
    return Told(
        Period(date(year, first, 1), end),
        "three months, by northern seasons",
        "absolute" if group(match, "y") else "publication",
    )


def _decade(match: Match, _: date | None) -> Told | None:
    first, part = number(match, "y"), group(match, "part")
    start, end = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}.get(part, (0, 9))
    return Told(Period(date(first + start, 1, 1), date(first + end, 12, 31)), "a decade", "absolute")


def _years(match: Match, _: date | None) -> Told | None:
    first, last = number(match, "y"), number(match, "y2")
    return (
        Told(Period(date(first, 1, 1), date(last, 12, 31)), "from year to year", "absolute") if first <= last else None
    )


def _year(match: Match, published: date | None) -> Told | None:
    year = number(match, "y")
    if year < 1945 or (published is not None and year > published.year + 1) or year > 2099:
        return None
    return Told(Period.year(year), "a whole year", "absolute")


RULES: dict[str, Callable[[Match, date | None], Told | None]] = {
    "iso": _iso,
    "numeric": _numeric,
    "squeezed": _day,
    "days": _days,
    "months_days": _days,
    "day_month": _day,
    "month_day": _day,
    "part_month": _month,
    "month_year": _month,
    "month": _month,
    "levantine": _levantine,
    "persian": _persian,
    "islamic": _islamic,
    "holiday": _holiday,
    "season": _season,
    "years": _years,
    "since_year": _year,
    "decade": _decade,
    "year": _year,
}
