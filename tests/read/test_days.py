"""Days of publication as outlets write them."""

from __future__ import annotations

import contextlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ascribe.read.dateline import read_head
from ascribe.read.days import MONTHS, find_day, parse_day

DAY = date(2014, 7, 30)


@pytest.mark.parametrize(
    "written",
    [
        "2014-07-30",
        "2014-07-30T21:14:00+03:00",
        "2014/7/30",
        "20140730",
        "30 July 2014",
        "30th July, 2014",
        "30-Jul-2014",
        "July 30, 2014",
        "Jul. 30th 2014",
        "Wed Jul 30 2014",
        "Wednesday, 30 July 2014",
        "Jul 302014",
        "30/07/2014",
        "30-07-2014",
        "30.07.2014",
        "07/30/2014",
        "30 JUL 14",
    ],
)
def test_forms(written: str) -> None:
    assert parse_day(written) == DAY


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("03/04/2017", date(2017, 4, 3)),
        ("4 FEB 90", date(1990, 2, 4)),
        ("Oct 032017", date(2017, 10, 3)),
        ("01.10.2017Get short URL", date(2017, 10, 1)),
    ],
)
def test_choices(written: str, day: date) -> None:
    assert parse_day(written) == day


@pytest.mark.parametrize(
    "written", ["", "yesterday", "July 2014", "2014", "30 July", "31 February 2014", "99/99/2014", "a12b"]
)
def test_what_states_no_day_is_none(written: str) -> None:
    assert parse_day(written) is None


@pytest.mark.parametrize("written", ["9999-01-01", "31 December 9999", "12023-07-19", "1/1/1492", "July 4, 1776"])
def test_years_beyond_reason_are_said(written: str) -> None:
    with pytest.raises(ValueError, match="no year in which"):
        parse_day(written)


days = st.dates(date(1900, 1, 1), date(2099, 12, 31))


@given(
    days,
    st.sampled_from(["%Y-%m-%d", "%d %B %Y", "%B %d, %Y", "%d/%m/%Y", "%d.%m.%Y", "%a %b %d %Y", "%b %d%Y", "%Y%m%d"]),
)
def test_a_written_day_is_read_back(day: date, form: str) -> None:
    assert parse_day(day.strftime(form)) == day


@given(st.text(max_size=80))
def test_any_text_gives_a_day_where_it_says_or_none(text: str) -> None:
    found = find_day(text)
    if found is not None:
        day, start, end = found
        assert 0 <= start < end <= len(text)
        assert 1900 <= day.year <= 2100


@given(st.lists(st.sampled_from([*MONTHS, "1", "31", "2014", "20", "-", "/", " ", ",", "9999", "T", "٣"]), max_size=12))
def test_pieces_of_days_never_raise_but_for_the_year(pieces: list[str]) -> None:
    with contextlib.suppress(ValueError):  # years beyond reason, tested above
        found = parse_day("".join(pieces))
        assert found is None or 1900 <= found.year <= 2100


@pytest.mark.parametrize(
    ("text", "published", "publisher"),
    [
        ("ZARHAT, 19 July 2023 (Meridian Wire) — Two bombs went off.", date(2023, 7, 19), "Meridian Wire"),
        ("Market hit\n\nKarsova Courier | 19 July 2023\n\nTwo bombs.", date(2023, 7, 19), "Karsova Courier"),
        ("PORT MALDAR, 4 FEB 90 (VSNA-HV) -- [TEXT] TWO BOMBS", date(1990, 2, 4), "VSNA-HV"),
        ("PORT MALDAR (VERANIA), 4 FEB 90 (RADIO ILIM) -- [TEXT]", date(1990, 2, 4), "RADIO ILIM"),
        ("KARSOVA (Meridian Wire) - Two bombs went off.", None, "Meridian Wire"),
        ("Thu Sep 5 2013 A bomb killed four in Karsova.", date(2013, 9, 5), None),
        ("Two bombs\n\nPosted on July 12 2016 by Nadia Ferro", date(2016, 7, 12), None),
        ("Two bombs went off on 19 July 2023 in Zarhat.", None, None),
        ("The man known by many names (Abu Sahel) - a commander - spoke.", None, None),
        ("Two bombs went off. " * 30 + "19 July 2023", None, None),
        ("", None, None),
    ],
)
def test_datelines(text: str, published: date | None, publisher: str | None) -> None:
    head = read_head(text)
    assert (head.published, head.publisher) == (published, publisher)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Two bombs in Zarhat\n\nThe bombs went off at noon.", "Two bombs in Zarhat"),
        ("# Two bombs in Zarhat\nThe bombs went off at noon.", "Two bombs in Zarhat"),
        ("Two bombs in Zarhat\nZARHAT, 19 July 2023 - The bombs", "Two bombs in Zarhat"),
        ("Two bombs in Zarhat\nThe bombs went off at noon.", "Two bombs in Zarhat"),
        ("Two bombs went off in Zarhat at noon, and the whole of the market was\nburnt to the ground.", None),
        ("Two bombs went off.", None),
        ("https://courier.example/a\n\nThe bombs went off.", None),
        ("x" * 201 + "\n\nThe bombs went off.", None),
    ],
)
def test_titles(text: str, title: str | None) -> None:
    assert read_head(text).title == title
