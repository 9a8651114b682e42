"""Which clauses of a report speak of one incident, and where a new one begins."""

from __future__ import annotations

from datetime import date

import pytest

from ascribe.extract import clauses, dates, happenings, numbers, places, sentences, triggers
from ascribe.model import Kind, Span

DAY = date(2021, 5, 12)


def told(text: str) -> list[happenings.Happening]:
    found = [
        c
        for s in sentences.split(text)
        for c in clauses.clauses(text, s, triggers.find(text, s), dates.find(text, DAY, s), numbers.casualties(text, s))
    ]
    return happenings.group(text, found)


def kinds(text: str) -> list[Kind | None]:
    return [h.kind for h in told(text)]


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("A suicide bomber blew himself up at a checkpoint in Velmar.", Kind.SUICIDE_BOMBING),
        ("Warplanes bombed a market in Velmar on Monday.", Kind.AIRSTRIKE),
        ("Rebels shelled the village of Oskar.", Kind.SHELLING),
        ("Gunmen kidnapped two engineers near Oskar.", Kind.ABDUCTION),
        ("The militants beheaded four captives in Velmar.", Kind.EXECUTION),
        ("Heavy clashes between the army and rebels broke out in Oskar.", Kind.CLASH),
        ("A mayor was assassinated in Velmar on Sunday.", Kind.ASSASSINATION),
        ("Troops recaptured the town of Oskar.", Kind.SEIZURE),
        ("A drone strike killed three people in Oskar.", Kind.DRONE_ATTACK),
    ],
)
def test_kind_of_an_incident(words: str, kind: Kind) -> None:
    assert kinds(words) == [kind]


@pytest.mark.parametrize(
    "words",
    [
        "The general strike of the bakers began in Velmar on Monday.",
        "The film about the bomb won a prize in Velmar.",
        "A cyber attack hit the bank in Velmar on Monday.",
        "Two people were killed in a road accident near Oskar on Monday.",
        "The minister warned that terrorism would be fought.",
        "The sale of stocks fell in Velmar on Monday.",
    ],
)
def test_what_only_sounds_like_violence_is_no_incident(words: str) -> None:
    assert told(words) == []


def test_definite_mention_goes_on_about_the_incident() -> None:
    text = "A car bomb killed five people in Velmar on Tuesday. The blast also wounded 12 people."
    assert [len(h.clauses) for h in told(text)] == [2]


def test_another_place_and_day_are_another_incident() -> None:
    text = "Shelling killed two people in Velmar on Tuesday. Shelling killed nine people in Oskar on 3 March."
    assert len(told(text)) == 2


def test_another_attack_is_another_incident() -> None:
    text = "An attack killed two soldiers in Velmar. Another attack killed four soldiers."
    assert len(told(text)) == 2


def test_one_sentence_can_tell_of_two_incidents() -> None:
    text = "Rebels shelled Oskar on Monday while warplanes carried out air strikes in Velmar on Sunday."
    assert kinds(text) == [Kind.SHELLING, Kind.AIRSTRIKE]


def test_a_war_is_an_incident_only_beside_others_or_with_its_dead() -> None:
    assert told("Talks on the civil war in Yemen began in 2019.") == []
    assert kinds("The civil war in Yemen has killed 9,000 people since 2015.") == [Kind.OTHER]


def test_triggers_keep_the_stronger_of_two_that_overlap() -> None:
    text = "A suicide car bomb exploded."
    assert triggers.find(text, Span(0, len(text)))[0].kind is Kind.SUICIDE_BOMBING


@pytest.mark.parametrize(
    ("words", "name", "level"),
    [
        ("It happened in the northern city of Velmar on Monday.", "Velmar", places.TOWN),
        ("A bomb hit the village of Oskar al-Gharbi.", "Oskar al-Gharbi", places.SITE),
        ("Fighting in Velmar province went on.", "Velmar province", places.AREA),
        ("Rockets fell in Yemen.", "Yemen", places.COUNTRY),
        ("Rockets fell in Yemens Velmar city.", "Velmar city", places.TOWN),
        ("Troops recaptured Eastern Velmar.", "Eastern Velmar", places.TOWN),
    ],
)
def test_places_and_how_exact_they_are(words: str, name: str, level: int) -> None:
    found = places.find(words, Span(0, len(words)))
    assert [(p.span.of(words), p.level) for p in found] == [(name, level)]


@pytest.mark.parametrize(
    "words", ["He said on Monday.", "the talks in July", "in the Syrian Observatory", "by the Army"]
)
def test_what_is_no_place(words: str) -> None:
    assert places.find(words, Span(0, len(words))) == []


def test_country_of_a_report() -> None:
    assert places.main_country("Syrian troops left. Syria said so. Syria said more.") == "SY"
    assert places.main_country("Syria and Turkey.") is None
