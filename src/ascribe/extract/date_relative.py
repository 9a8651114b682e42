"""Times told from the day of publication or from another incident: "Monday", "two days ago", "a day later"."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from ascribe.extract.date_forms import COUNTS, WEEKDAYS
from ascribe.extract.date_told import (
    UNTOLD,
    Match,
    Told,
    group,
    month_back,
    number,
    part_of_month,
    quarter,
)
from ascribe.model import Period


def _part_year(match: Match, published: date | None) -> Told | None:
    part = group(match, "part")
    if group(match, "y"):
        return Told(quarter(number(match, "y"), part), "part of a year", "absolute")
    if published is None:
        return Told(None, UNTOLD)
    if group(match, "which") == "this" and part == "earlier":
        return Told(Period(date(published.year, 1, 1), published), "from the first of the year to publication")
    year = published.year - (group(match, "which") != "this")
    return Told(quarter(year, part), "part of a year")


def _part_unit(match: Match, published: date | None) -> Told | None:
    if published is None:
        return Told(None, UNTOLD)
    part, this = group(match, "part"), group(match, "which") == "this"
    if group(match, "unit") == "month":
        if this and part == "earlier":
            return Told(Period(published.replace(day=1), published), "from the first of the month to publication")
        whole = Period.month(published.year, published.month) if this else month_back(published, 1)
        told = part_of_month(whole, part)
        return Told(
            Period(told.start, min(told.end, published)) if told.start <= published else told, "part of a month"
        )
    monday = published - timedelta(published.weekday() + (0 if this else 7))
    if this:
        return Told(Period(monday, published), "from Monday to publication")
    late = part.startswith("late") or "end" in part
    return Told(Period(monday + timedelta(3 if late else 0), monday + timedelta(6 if late else 3)), "part of a week")


def _back(days: int, reason: str) -> Callable[[Match, date | None], Told | None]:
    def told(_: Match, published: date | None) -> Told | None:
        return Told(Period.day(published - timedelta(days)), reason) if published else Told(None, UNTOLD)

    return told


def _overnight(_: Match, published: date | None) -> Told | None:
    if published is None:
        return Told(None, UNTOLD)
    return Told(Period(published - timedelta(1), published), "the night before publication")


def _weekday(match: Match, published: date | None) -> Told | None:
    before = match.string[max(0, match.start() - 4) : match.start()].lower()
    lead = group(match, "lead")
    if group(match, "every") or (group(match, "s") and before.endswith("on ")) or not match["w"][0].isupper():
        return None
    if published is None:
        return Told(None, UNTOLD)
    if lead == "next":
        return Told(None, "after publication")
    back = (published.weekday() - WEEKDAYS[group(match, "w")]) % 7
    if group(match, "of"):
        back = published.weekday() + 7 - WEEKDAYS[group(match, "w")]
    elif lead and back == 0:
        back = 7
    return Told(Period.day(published - timedelta(back)), f"the last {match['w']} on or before publication")


def _count(words: str) -> int:
    return int(words) if words.isdigit() else COUNTS.get(words, 3)


def _ago(match: Match, published: date | None) -> Told | None:
    if published is None:
        return Told(None, UNTOLD)
    n, unit = _count(group(match, "n")), group(match, "unit")
    vague = group(match, "n") in ("a few", "several", "a couple of")
    if unit == "hour":
        return Told(
            Period(published - timedelta(n // 24 + 1), published) if n > 12 else Period.day(published), "counted back"
        )
    if unit == "day":
        day = Period.day(published - timedelta(n))
        return Told(day.widened(1) if vague else day, "counted back from publication")
    if unit == "week":
        return Told(Period.day(published - timedelta(7 * n)).widened(3), "counted back, to within three days")
    if unit == "month":
        return Told(month_back(published, n), "counted back, the whole month")
    years = n * (10 if unit == "decade" else 1)
    first = date(published.year - years - (vague or unit == "decade"), 1, 1)
    return Told(
        Period(first, date(published.year - years + (vague or unit == "decade"), 12, 31)),
        "counted back, the whole year",
    )


def _past(match: Match, published: date | None) -> Told | None:
    if published is None:
        return Told(None, UNTOLD)
    n, unit = _count(group(match, "n") or "few"), group(match, "unit")
    days = {"hours": max(1, n // 24) if n > 3 else 1, "days": n, "weeks": 7 * n}.get(unit)
    if days is None:
        return Told(Period(month_back(published, n).start, published), f"{n} months up to publication")
    return Told(Period(published - timedelta(days), published), f"{days} days up to publication")


def _unit(match: Match, published: date | None) -> Told | None:
    if published is None:
        return Told(None, UNTOLD)
    which, unit = group(match, "which"), group(match, "unit")
    if which == "next":
        return Told(None, "after publication")
    this = which == "this"
    if unit == "year":
        if this:
            return Told(Period(date(published.year, 1, 1), published), "from the first of the year to publication")
        return Told(Period.year(published.year - 1), "the year before")
    if unit == "month":
        if this:
            return Told(Period(published.replace(day=1), published), "from the first of the month to publication")
        return Told(month_back(published, 1), "the month before")
    if which == "past":
        return Told(Period(published - timedelta(7), published), "seven days up to publication")
    monday = published - timedelta(published.weekday())
    if unit == "weekend":
        saturday = monday + timedelta(5)
        saturday -= timedelta(7 if saturday > published else 0)
        return Told(Period(saturday, saturday + timedelta(1)), "the last weekend on or before publication")
    if this:
        return Told(Period(monday, published), "from Monday to publication")
    return Told(Period(monday - timedelta(7), monday - timedelta(1)), "the week before, from Monday to Sunday")


def _chained(match: Match, _: date | None) -> Told | None:
    words, unit, way = group(match, "n"), group(match, "unit"), group(match, "way")
    if way in ("after", "before", "prior") and not words:
        words = "the" if unit == "day" else ""
    if not words and unit == "day" and match.group().lower().strip().startswith("days"):
        return Told(None, "days before or after what is told before, not told how many", "previous incident")
    sign = -1 if way in ("earlier", "before", "prior") else 1
    if unit in ("minute", "hour"):
        return Told(None, "told by another incident", "previous incident", 0)
    if words in ("", "a few", "several", "some") or unit in ("month", "year"):
        return Told(None, f"{unit}s before or after what is told before", "previous incident")
    return Told(
        None, "told by another incident", "previous incident", sign * _count(words) * (7 if unit == "week" else 1)
    )


def _next_day(match: Match, _: date | None) -> Told | None:
    which, unit = group(match, "next"), group(match, "unit")
    if unit in ("week", "month"):
        if which == "next":
            return None
        return Told(None, f"a {unit} told by another incident", "previous incident")
    step = {"next": 1, "following": 1, "previous": -1, "preceding": -1}.get(which, 0)
    return Told(None, "told by another incident", "previous incident", step)


def _vague(match: Match, _: date | None) -> Told | None:
    return Told(None, f"“{group(match, 'vague')}” gives no day")


RULES: dict[str, Callable[[Match, date | None], Told | None]] = {
    "part_year": _part_year,
    "part_unit": _part_unit,
    "before_yesterday": _back(2, "two days before publication"),
    "today": _back(0, "the day of publication"),
    "yesterday": _back(1, "the day before publication"),
    "overnight": _overnight,
    "weekday": _weekday,
    "ago": _ago,
    "past": _past,
    "unit": _unit,
    "chained": _chained,
    "next_day": _next_day,
    "vague": _vague,
}
