"""Who acts, with what, and against whom."""

from __future__ import annotations

import pytest

from ascribe.extract import agents, roles
from ascribe.model import Span


def acting(words: str) -> list[str]:
    return [s.of(words) for s in agents.find(words, Span(0, len(words)))]


@pytest.mark.parametrize(
    ("words", "actors"),
    [
        ("The militants shelled the market.", ["militants"]),
        ("Two men were killed by unidentified gunmen in Velmar.", ["unidentified gunmen"]),
        ("Russian warplanes bombed the town.", ["Russian warplanes"]),
        ("Three died in air strikes by the US-led coalition.", ["US-led coalition"]),
        ("Regime airstrikes hit the town.", ["Regime"]),
        ("Clashes between government forces and rebels went on.", ["government forces and rebels"]),
        ("Rebel fighters have also repeatedly attacked the road.", ["Rebel fighters"]),
        ("Fighters of the Northern Front stormed the base.", ["Fighters of the Northern Front"]),
    ],
)
def test_those_who_act(words: str, actors: list[str]) -> None:
    assert acting(words) == actors


@pytest.mark.parametrize(
    "words",
    [
        "50 rebel fighters killed in Velmar.",
        "Four soldiers were killed on Monday.",
        "The army said that it was calm.",
        "He died in an attack on the army.",
    ],
)
def test_victims_and_speakers_do_not_act(words: str) -> None:
    assert acting(words) == []


def test_an_actor_is_cut_out_of_what_follows() -> None:
    assert agents.bounded("the Northern Front for the blast") == "the Northern Front"
    assert agents.bounded("for nothing") == ""


@pytest.mark.parametrize(
    ("words", "what"),
    [
        ("Rockets hit a crowded market in Velmar.", "a crowded market"),
        ("An attack on the police station killed two.", "the police station"),
        ("Planes bombed the headquarters of the rebels while it rained.", "the headquarters of the rebels"),
    ],
)
def test_what_was_struck(words: str, what: str) -> None:
    assert [s.of(words) for s in roles.targets(words, Span(0, len(words)))] == [what]


def test_means_are_kept_as_worded() -> None:
    words = "A car bomb and mortar shells were used."
    assert [s.of(words) for s in roles.spans(roles.MEANS, 0, words, Span(0, len(words)))] == [
        "car bomb",
        "mortar shells",
    ]
