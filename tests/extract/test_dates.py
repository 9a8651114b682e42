"""Expressions of time, resolved against the day of publication, a Wednesday."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ascribe.extract import calendars
from ascribe.extract.dates import DateExpression, find
from ascribe.model import Period

WEDNESDAY = date(2021, 12, 8)
CASES = [
    ("A bomb went off on Dec. 7.", "2021-12-07"),
    ("It burned on 7 December 2021.", "2021-12-07"),
    ("The 7th of December 2021 was cold.", "2021-12-07"),
    ("Morva, 2013-05-02.", "2013-05-02"),
    ("Wire Oct 032017 said.", "2017-10-03"),
    ("On 20-12-2017 it fell.", "2017-12-20"),
    ("On 12/20/2017 it fell.", "2017-12-20"),
    ("Friday 6 Feb 2015 was calm.", "2015-02-06"),
    ("On December 24 a church burned.", "2020-12-24"),
    ("Shelling on May 3-5, 2016 went on.", "2016-05-03 to 2016-05-05"),
    ("He was shot in July 2020.", "2020-07"),
    ("He was shot in June.", "2021-06"),
    ("He was shot last March.", "2021-03"),
    ("He was shot in March last year.", "2020-03"),
    ("In mid-July 2019 it began.", "2019-07-11 to 2019-07-20"),
    ("At the end of October it ended.", "2021-10-21 to 2021-10-31"),
    ("The 2019 protests grew.", "2019"),
    ("In early 2016 they left.", "2016-01-01 to 2016-03-31"),
    ("Late 2015 saw more.", "2015-10-01 to 2015-12-31"),
    ("Early this year they left.", "2021-01-01 to 2021-03-31"),
    ("Between 2011 and 2014 it grew.", "2011-01-01 to 2014-12-31"),
    ("In the 1980s it was calm.", "1980-01-01 to 1989-12-31"),
    ("In the summer of 2014 it began.", "2014-06-01 to 2014-08-31"),
    ("It struck on Monday.", "2021-12-06"),
    ("It struck on Wednesday.", "2021-12-08"),
    ("It struck last Wednesday.", "2021-12-01"),
    ("It struck on Tuesday evening.", "2021-12-07"),
    ("Thursdays rocket attack was loud.", "2021-12-02"),
    ("It struck today.", "2021-12-08"),
    ("It struck yesterday.", "2021-12-07"),
    ("It struck the day before yesterday.", "2021-12-06"),
    ("It struck overnight.", "2021-12-07 to 2021-12-08"),
    ("Last month two fell.", "2021-11"),
    ("Late last month two fell.", "2021-11-21 to 2021-11-30"),
    ("Last year two fell.", "2020"),
    ("This week two fell.", "2021-12-06 to 2021-12-08"),
    ("Last week two fell.", "2021-11-29 to 2021-12-05"),
    ("In the past few days two fell.", "2021-12-05 to 2021-12-08"),
    ("In the last few weeks two fell.", "2021-11-17 to 2021-12-08"),
    ("In the past two weeks two fell.", "2021-11-24 to 2021-12-08"),
    ("Over the past 24 hours two fell.", "2021-12-07 to 2021-12-08"),
    ("Two days ago it fell.", "2021-12-06"),
    ("Two months ago it fell.", "2021-10"),
    ("A year ago it fell.", "2020"),
    ("On 22 Bahman 1357 it fell.", "1979-02-11"),
    ("On 15 Tishreen al-Thani 2019 it fell.", "2019-11-15"),
    ("In Tishreen they marched.", "2021-10-01 to 2021-11-30"),
    ("In Ramadan they fasted.", "2021-04-12 to 2021-05-13"),
]
CHAINED = [
    ("A day later a second bomb went off.", 1),
    ("The next day they came back.", 1),
    ("A day after the explosion he travelled.", 1),
    ("Three days before, it was calm.", -3),
    ("Two weeks later they left.", 14),
    ("The same day a bomb went off.", 0),
    ("Hours later a bomb went off.", 0),
    ("Weeks later they left.", None),
]
NO_DATES = [
    "The may bush and the march of troops.",
    "He may 12 times.",
    "They killed 2,000 people.",
    "They meet on Fridays.",
    "The Tishreen movement grew.",
    "On February 30 nothing happened.",
    "Mehr News Agency said so.",
    "Call 2015550123 now.",
]


def one(text: str, published: date | None = WEDNESDAY) -> DateExpression:
    found = find(text, published)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(("text", "period"), CASES, ids=[c[0] for c in CASES])
def test_resolves(text: str, period: str) -> None:
    assert str(one(text).period) == period


@pytest.mark.parametrize(("text", "offset"), CHAINED, ids=[c[0] for c in CHAINED])
def test_leaves_what_hangs_on_another_incident_to_be_resolved(text: str, offset: int | None) -> None:
    told = one(text)
    assert (told.period, told.offset, told.relative_to) == (None, offset, "previous incident")


@pytest.mark.parametrize("text", NO_DATES)
def test_finds_no_date(text: str) -> None:
    assert find(text, WEDNESDAY) == []


@pytest.mark.parametrize("text", ["on Monday", "last month", "two days ago", "in June", "on Dec. 7", "yesterday"])
def test_without_publication_a_relative_date_is_untold_and_says_why(text: str) -> None:
    told = one(text, None)
    assert told.period is None
    assert "publication is not known" in told.reason


def test_since_is_marked() -> None:
    assert one("since Monday").since
    assert one("since 2011").since
    assert not one("on Monday").since


@given(st.dates(date(1950, 1, 1), date(2090, 12, 31)))
def test_a_day_in_any_form_is_that_day(day: date) -> None:
    forms = (f"{day:%-d %B %Y}", f"{day:%B %-d, %Y}", f"{day:%b. %-d, %Y}", day.isoformat(), f"{day:%A %-d %b %Y}")
    for form in forms:
        assert one(f"It fell on {form}.", None).period == Period.day(day)


@given(st.dates(date(1990, 1, 1), date(2080, 12, 31)), st.sampled_from("Monday Tuesday Friday Saturday Sunday".split()))
def test_a_weekday_is_the_last_on_or_before_publication(published: date, name: str) -> None:
    period = one(f"It fell on {name}.", published).period
    assert period is not None
    assert f"{period.start:%A}" == name
    assert published - timedelta(6) <= period.start <= published


@given(st.integers(1250, 1470), st.integers(1, 12), st.integers(1, 29))
def test_persian_days_follow_each_other(year: int, month: int, day: int) -> None:
    assert calendars.persian_day(year, month, day + 1 if day < 29 else 29) >= calendars.persian_day(year, month, day)
    whole = calendars.persian_month(year, month)
    assert 29 <= whole.days <= 31
    following = calendars.persian_month(year + month // 12, month % 12 + 1)
    assert following.start == whole.end + timedelta(1)


@pytest.mark.parametrize(
    ("persian", "day"),
    [((1388, 3, 30), date(2009, 6, 20)), ((1400, 1, 1), date(2021, 3, 21)), ((1403, 1, 1), date(2024, 3, 20))],
)
def test_known_persian_days(persian: tuple[int, int, int], day: date) -> None:
    assert calendars.persian_day(*persian) == day


PIECES = st.sampled_from(
    "on|Monday|May|12|2016|-|/|last|the|early|month|day|later|ago|two|since|of|Ramadan|1357|Bahman|.|,|in|31|June|0|weeks|past|night".split(
        "|"
    )
)


@given(
    st.one_of(
        st.text(max_size=200), st.lists(PIECES, max_size=40).map(" ".join), st.lists(PIECES, max_size=12).map("".join)
    ),
    st.one_of(st.none(), st.dates()),
)
def test_never_raises_and_periods_are_in_order(text: str, published: date | None) -> None:
    found = find(text, published)
    for told in found:
        assert 0 <= told.span.start < told.span.end <= len(text)
        assert told.reason
        assert told.period is None or told.period.start <= told.period.end
    assert all(not a.span.overlaps(b.span) for a, b in pairwise(found))


@pytest.mark.parametrize("unit", ["2019-", "early last month ", "May ", "12 ", "1", "a day later "])
def test_a_long_line_is_read_in_pieces(unit: str) -> None:
    find(unit * (100_000 // len(unit)), WEDNESDAY)
