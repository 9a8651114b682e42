"""What is looked for before a regular expression is run never hides what the expression would find."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ascribe.extract import attributions, date_forms, proceeding_cues, ties, triggers
from ascribe.extract.tokens import Cue, holds, small

MANY = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])


def found_by(pattern: re.Pattern[str]) -> st.SearchStrategy[str]:
    plain = re.compile(pattern.pattern, (pattern.flags & ~re.UNICODE) | re.ASCII)
    return st.from_regex(plain, fullmatch=True, alphabet=st.characters(max_codepoint=126))


@pytest.mark.parametrize("row", triggers.listed(), ids=lambda row: f"{row.kind.value} {row.needs[0]}")
@MANY
@given(data=st.data())
def test_a_trigger_has_one_of_the_letters_it_needs(row: triggers.Listed, data: st.DataObject) -> None:
    assert holds(data.draw(found_by(row.pattern)), row.needs)


@pytest.mark.parametrize("form", ties.FORMS, ids=lambda form: form.kind.value)
@MANY
@given(data=st.data())
def test_a_tie_has_one_of_the_letters_it_needs(form: ties.Form, data: st.DataObject) -> None:
    assert holds(small(data.draw(found_by(form.pattern))), form.needs)


@pytest.mark.parametrize("name", [name for name, _ in date_forms.FORMS])
@MANY
@given(data=st.data())
def test_a_date_has_one_of_the_letters_it_needs(name: str, data: st.DataObject) -> None:
    assert date_forms.worth(name, small(data.draw(found_by(dict(date_forms.FORMS)[name]))))


@pytest.mark.parametrize(
    ("pattern", "letters"),
    [
        (attributions.CLAIM, attributions.CLAIMED),
        (attributions.RESPONSIBLE, attributions.BEHIND_IT),
    ],
)
@MANY
@given(data=st.data())
def test_a_cue_phrase_has_one_of_the_letters_it_needs(
    pattern: re.Pattern[str], letters: tuple[str, ...], data: st.DataObject
) -> None:
    assert holds(small(data.draw(found_by(pattern))), letters)


@MANY
@given(data=st.data())
def test_having_no_part_is_looked_for_where_somebody_has_no(data: st.DataObject) -> None:
    assert attributions.HAVING_NO.search(small(data.draw(found_by(attributions.NO_PART))))


@pytest.mark.parametrize(
    ("cue", "words", "there"),
    [
        (proceeding_cues.WORTH, "he walked free.", True),
        (proceeding_cues.WORTH, "freestyle", False),
        (attributions.CUE, "it bears the marks", True),
        (attributions.CUE, "forbearance", False),
        (date_forms.CUE, "in march", True),
        (date_forms.CUE, "a comarch", False),
        (date_forms.CUE, "2015", True),
    ],
)
def test_a_cue_is_found_by_its_letters_or_by_its_pattern(cue: Cue, words: str, there: bool) -> None:
    assert cue.within(words) is there
