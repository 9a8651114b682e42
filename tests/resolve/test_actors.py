"""Names of actors to actors: the list, the grammar of state bodies, persons within and across reports."""

from __future__ import annotations

from collections import Counter

import pytest

from ascribe.model import Actor, ActorKind
from ascribe.resolve.actors import ActorList, curated_actors
from ascribe.resolve.names import folded
from ascribe.resolve.persons import main_country, name_actors

ACTORS = ActorList.load()
BEARERS = Counter(key for a in curated_actors() for key in {folded(n) for n in (a.name, *a.aliases)})


@pytest.mark.parametrize(
    ("name", "country", "actor"),
    [
        pytest.param("Syrian army", None, "syrian-arab-army", id="alias"),
        pytest.param("ISIS", None, "islamic-state", id="acronym"),
        pytest.param("IS militants", None, "islamic-state", id="two letters in capitals"),
        pytest.param("Kata’ib Hezbollah", None, "kataib-hezbollah", id="typographic apostrophe"),
        pytest.param("the Iraqi Hezbollah militia", None, "kataib-hezbollah", id="not the Lebanese one"),
        pytest.param("Kataeb Hizballah", None, "kataib-hezbollah", id="transliteration of two words"),
        pytest.param("Ahrar al-Shaam", None, "ahrar-sham", id="one vowel more"),
        pytest.param("Hashd al-Shabi", None, "popular-mobilization-units", id="hashd"),
        pytest.param("fighters from the Nusra Front", None, "nusra-front", id="inside a phrase"),
        pytest.param("PKK gunmen", None, "kurdistan-workers-party", id="acronym inside a phrase"),
        pytest.param("THE FMLN", None, "farabundo-marti-national-liberation-front", id="all capitals"),
        pytest.param("al-Qaeda-linked Nusra Front", None, "nusra-front", id="the one linked, not the one linked to"),
        pytest.param("Iranian-backed Houthi rebels", None, "houthis", id="the one backed, not the backer"),
        pytest.param("Russian warplanes", None, "russian-armed-forces", id="demonym and force"),
        pytest.param("Turkish troops", None, "turkish-armed-forces", id="troops"),
        pytest.param("the US-led coalition's warplanes", None, "us-led-coalition", id="coalition, not the state"),
        pytest.param("Israel’s security forces", None, "security-forces-of-israel", id="possessive, formed"),
        pytest.param("Iraqi police", None, "police-of-iraq", id="formed"),
        pytest.param("soldiers of Turkey", None, "turkish-armed-forces", id="of"),
        pytest.param("Syria's Foreign Ministry", None, "syrian-government", id="ministry"),
        pytest.param("regime forces", "SY", "syrian-arab-army", id="regime in Syria"),
        pytest.param("government forces", "SV", "salvadoran-armed-forces", id="government in El Salvador"),
        pytest.param("the army", "CO", "colombian-armed-forces", id="army in Colombia"),
        pytest.param("JEM", "SD", "justice-and-equality-movement", id="acronym by country"),
        pytest.param("JeM", "PK", "jaish-e-mohammed", id="same acronym elsewhere"),
        pytest.param("Zambia", None, "government-of-zambia", id="a country by its name"),
    ],
)
def test_a_name_stands_for(name: str, country: str | None, actor: str) -> None:
    found = ACTORS.find(name, country)
    assert found is not None
    assert found.id == actor
    assert ACTORS.all()[actor] == found


@pytest.mark.parametrize(
    "name",
    [
        "militants", "gunmen", "unidentified gunmen", "rebels", "the group", "the militias", "terrorists", "is",
        "site",
        "the site of the attack", "Iran-backed militias", "al-Qaeda-linked militants", "Turkish-backed Syrian rebels",
        "anti-government forces", "Palestinian gunmen", "Israeli settlers", "forces in Syria",
        "National Liberation Front",
        "Islamic State or the Taliban", "a neighbour", "", "...", "Syrian opposition activists",
        "Colombian traffickers",
    ],
)  # fmt: skip
def test_generic_and_doubtful_names_stand_for_nobody(name: str) -> None:
    assert ACTORS.find(name) is None


@pytest.mark.parametrize("name", ["regime forces", "the army", "government forces", "police"])
def test_forces_without_a_country_stand_for_nobody(name: str) -> None:
    assert ACTORS.find(name) is None


def test_the_list_is_whole() -> None:
    listed = {a.id: a for a in curated_actors()}
    assert len(listed) == len(curated_actors()) >= 250
    for actor in listed.values():
        assert actor.source, actor
        assert actor.id not in actor.member_of
        assert {*actor.member_of, *actor.adversaries} <= set(listed), actor


@pytest.mark.parametrize("actor", curated_actors(), ids=lambda a: a.id)
def test_every_listed_name_is_found(actor: Actor) -> None:
    for name in (actor.name, *actor.aliases):
        if actor.kind is ActorKind.PERSON and BEARERS[folded(name)] > 1:
            continue  # the year tells leaders of one name apart: tests/resolve/test_actor_list.py
        found = ACTORS.find(name, actor.country)
        assert found is not None, name
        assert found.id == actor.id, name


def test_declared_actors_go_before_the_listed() -> None:
    own = Actor("nahran-front", "Nahran Front", ActorKind.ARMED_GROUP, aliases=("ETA", "militants of the north"))
    actors = ActorList.load([own])
    assert {actors.find(n) for n in ("ETA", "the Nahran Front", "fighters of the Nahran Front", "Nahran Frontt")} == {
        own
    }


def test_formed_bodies_belong_to_their_state() -> None:
    actors = ActorList.load()
    police = actors.find("Kenyan police")
    assert police is not None
    assert police.member_of == ("government-of-kenya",)
    assert set(police.member_of) <= set(actors.all())


def test_a_surname_stands_for_the_full_name_of_its_report() -> None:
    named, used = name_actors(
        [("r1", ["Iraqi Prime Minister Tariq al-Mansuri", "Mansuri", "residents"]), ("r2", ["Mansuri"])], ACTORS
    )
    assert {(n.report, n.name): n.actor for n in named} == {
        ("r1", "Iraqi Prime Minister Tariq al-Mansuri"): "tariq-mansuri",
        ("r1", "Mansuri"): "tariq-mansuri",
    }
    assert used["tariq-mansuri"].member_of == ("iraqi-government",)
    assert used["tariq-mansuri"].kind is ActorKind.PERSON


def test_a_surname_of_two_people_stands_for_neither() -> None:
    named, _ = name_actors([("r1", ["Tariq Mansuri", "Layla Mansuri", "Mansuri"])], ACTORS)
    assert [n.name for n in named] == ["Layla Mansuri", "Tariq Mansuri"]


def test_spellings_of_one_full_name_are_one_person_across_reports() -> None:
    named, used = name_actors(
        [("r1", ["Tariq al-Kadhimi"]), ("r2", ["Tareq Kazemi"]), ("r3", ["Layla Kazemi"])], ACTORS
    )
    assert [n.actor for n in named] == ["tariq-kadhimi", "tariq-kadhimi", "layla-kazemi"]
    assert used["tariq-kadhimi"].aliases == ("Tareq Kazemi",)


@pytest.mark.parametrize(
    "phrase",
    ["a witness", "Human Rights Office", "State Television", "residents of Nahran", "Army Chief", "SENATOR JOHN DOE"],
)
def test_what_is_no_full_name_becomes_no_person(phrase: str) -> None:
    named, _ = name_actors([("r1", [phrase])], ACTORS)
    assert named == []


def test_the_order_of_phrases_does_not_matter() -> None:
    phrases = ["Mansuri", "Tariq Mansuri", "ISIS", "Syrian army"]
    assert name_actors([("r", phrases)], ACTORS) == name_actors([("r", phrases[::-1])], ACTORS)


@pytest.mark.parametrize(
    ("codes", "main"), [(["SY", "IQ", "SY"], "SY"), (["SY", "IQ"], "IQ"), ([None], None), ([], None)]
)
def test_the_country_of_a_report(codes: list[str | None], main: str | None) -> None:
    assert main_country(codes) == main


def test_names_of_groups_are_no_places() -> None:
    actors = ActorList.load()
    assert actors.no_place("Ahrar al-Sham")
    assert not any(actors.no_place(name) for name in ("Aleppo", "Sadr City", "al-Sham", "Deir Ezzor"))
