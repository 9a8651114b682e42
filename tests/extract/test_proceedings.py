"""Proceedings: who was arrested, tried or let go, and what only sounds like it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ascribe.extract import dates
from ascribe.extract.proceedings import FoundProceeding, find
from ascribe.model import Span

PUBLISHED = date(2021, 12, 8)
CASES = [
    ("The shooter was arrested.", [("arrested", "The shooter")]),
    ("Police arrested two suspects over the bombing.", [("arrested", "two suspects")]),
    (
        "Two men arrested over the attack were released.",
        [("arrested", "Two men"), ("released", "Two men arrested over the attack")],
    ),
    ("We arrested the killers of Karim, Ahmed and Safa.", [("arrested", "the killers of Karim, Ahmed and Safa")]),
    ("The arrest of Omar Said was announced.", [("arrested", "Omar Said")]),
    ("The gunman was taken into custody.", [("arrested", "The gunman")]),
    ("The shooter was held and he confessed that he had fired.", [("confessed", "he")]),
    (
        "The shooter was arrested and he confessed to the killing.",
        [("arrested", "The shooter"), ("confessed", "The shooter")],
    ),
    ("One of the arrested members admitted to killing a guard.", [("confessed", "One of the arrested members")]),
    ("The driver pleaded guilty.", [("confessed", "The driver")]),
    ("Prosecutors charged Omar Said with murder.", [("charged", "Omar Said")]),
    ("Omar Said was indicted.", [("charged", "Omar Said")]),
    ("The officer went on trial.", [("tried", "The officer")]),
    ("The trial of five guards opened in June.", [("tried", "five guards")]),
    ("The two were convicted.", [("tried", "The two")]),
    ("A court sentenced three men to life in prison.", [("sentenced", "three men")]),
    ("Two of the squad's members were sentenced to death.", [("sentenced", "Two of the squad's members")]),
    ("The clerk was jailed for ten years.", [("sentenced", "The clerk")]),
    ("The mayor's brother was released on bail.", [("released", "The mayor's brother")]),
    ("The general was acquitted.", [("acquitted", "The general")]),
    ("The guards were found not guilty.", [("acquitted", "The guards")]),
    ("Four others remain under investigation.", [("investigated", "Four others")]),
    ("Police opened an investigation into the killing.", [("investigated", None)]),
]
NOTHING = [
    "No one has been arrested.",
    "The suspect has not been charged.",
    "The minister vowed to arrest those responsible.",
    "The family demanded that the killers be arrested.",
    "He should be tried.",
    "If they are arrested, they will talk.",
    "The group released a statement.",
    "Two hostages were released.",
    "He was under house arrest.",
    "The last sentence of the letter was short.",
    "She charged toward the door.",
    "Gunmen killed a judge in Morva.",
]


def read(text: str) -> list[FoundProceeding]:
    return find(text, Span(0, len(text)), dates.find(text, PUBLISHED))


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[c[0] for c in CASES])
def test_reads(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert [(p.kind.value, p.who) for p in read(text)] == expected


@pytest.mark.parametrize("text", NOTHING)
def test_leaves_out_what_did_not_happen(text: str) -> None:
    assert read(text) == []


def test_names_the_group_the_day_and_the_deed() -> None:
    text = "Police arrested two members of the Red Hand over the killing of a judge on Monday."
    (told,) = read(text)
    assert told.actor == "Red Hand"
    assert str(told.when) == "2021-12-06"
    assert told.about is not None
    assert told.about.of(text).startswith("the killing of a judge")


def test_the_year_of_the_deed_is_not_that_of_the_sentence() -> None:
    (told,) = read("A court sentenced three men for the 2015 attack on the mosque.")
    assert told.when is None


def test_release_that_followed_an_arrest_is_of_the_same_person() -> None:
    told = read("Salim Karam was arrested on the charges of killing a clerk, only to be released a week later.")
    assert [(p.kind.value, p.who) for p in told] == [
        ("arrested", "Salim Karam"),
        ("charged", "Salim Karam"),
        ("released", "Salim Karam"),
    ]


PIECES = st.sampled_from(
    "was|were|arrested|and|he|confessed|to|the|killing|of|Karim|,|.|sentenced|not|charged|investigation into|"
    "two men|police|who|"
    "released|on Monday|members of the Red Hand|trial of|be|only|“|\n".split("|")
)


@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=40).map(" ".join)))
def test_never_raises_and_spans_lie_in_the_sentence(text: str) -> None:
    for told in read(text):
        assert 0 <= told.span.start < told.span.end <= len(text)
        assert told.about is None or 0 <= told.about.start < told.about.end <= len(text)
        assert told.who is None or " ".join(told.who.split()) in " ".join(text.split())
