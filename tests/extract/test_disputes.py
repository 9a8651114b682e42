"""Passages that set two versions against each other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ascribe.extract import disputes, sentences

CASES = [
    ("The army denied carrying out the strike.", "responsible"),
    ("The group claimed a suicide attack, but the ministry said it was a planted device.", "means"),
    ("The government rejected the claim that it was a suicide attack.", "means"),
    ("The agency said the crash was due to a technical fault while rebels said they had shot it down.", "means"),
    ("Activists put the death toll at 40 but the ministry said 12 were killed.", "killed"),
    ("Officials said they had no involvement in the massacre.", "responsible"),
    ("The army has not acknowledged any civilian deaths.", "killed"),
    ("There were conflicting reports about the death toll.", "killed"),
    ("The ministry said 12 were killed. But activists said the death toll was 40.", "killed"),
]
NONE = [
    "The convoy was denied access to the town.",
    "He did not deny the killing.",
    "It rained, but the market was full.",
    "The council rejected an offer of talks.",
    "Four people were killed, officials said.",
]


@pytest.mark.parametrize(("text", "about"), CASES, ids=[c[0] for c in CASES])
def test_reads(text: str, about: str) -> None:
    (told,) = disputes.find(text, sentences.split(text))
    assert told.about.value == about
    assert len(told.sides) == 2
    assert told.quote == told.span.of(text)


@pytest.mark.parametrize("text", NONE)
def test_finds_no_dispute(text: str) -> None:
    assert disputes.find(text, sentences.split(text)) == []


def test_the_sides_are_worded_as_told() -> None:
    text = "The group claimed a suicide attack, but the ministry said it was a planted device."
    (told,) = disputes.find(text, sentences.split(text))
    assert told.sides == ("The group claimed a suicide attack", "the ministry said it was a planted device")


PIECES = st.sampled_from(
    "but|denied|the army|said|it was|a suicide attack|,|.|although|contradicts|death toll|while|claimed|\n|“".split("|")
)


@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=30).map(" ".join)))
def test_never_raises_and_quotes_stand_in_the_text(text: str) -> None:
    for told in disputes.find(text, sentences.split(text)):
        assert told.quote == told.span.of(text)
        assert told.cue.within(told.span)
        assert all(told.sides)
