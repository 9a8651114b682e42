"""Names in many spellings: one actor's, or two."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ascribe.model import ActorKind
from ascribe.resolve.same import SAME, same_name


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Yevgeny Prigozhin", "Jewgeni Prigoschin"),
        ("Shamil Basayev", "Chamil Bassaïev"),
        ("Abdel Fattah al-Sisi", "Abdelfattah Sissi"),
        ("Masoud Barzani", "Mesud Barzanî"),
        ("Efraín Ríos Montt", "Gen. Efrain Rios Montt"),
        ("Osama bin Laden", "Oussama Ben Laden"),
        ("Ratko Mladić", "Ratko Mladic"),
        ("Slobodan Dodžić", "Slobodan Dodzic"),
        ("Ziauddin Barlas", "Zia-ud-Din Barlas"),
        ("Karim Sahelani", "Mohammad Karim Sahelani"),
        ("Axmed Faarax Warsan", "Ahmed Farah Warsan"),
        ("Subcomandante Marcos", "Rafael Guillén Vicente"),
        ("Abu Mohammed al-Julani", "Ahmed al-Sharaa"),
    ],
)
def test_one_person_in_two_spellings(a: str, b: str) -> None:
    assert same_name(a, b) >= SAME


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Uday Hussein", "Qusay Hussein"),
        ("Ali Khamenei", "Ruhollah Khomeini"),
        ("Mohammed Yassin", "Mahmoud Yassin"),
        ("Masoud Barzani", "Nechirvan Barzani"),
        ("Hafiz Saeed", "Hafiz Saeed Khan"),
        ("Hussein", "Saddam Hussein"),
    ],
)
def test_two_persons_of_like_names(a: str, b: str) -> None:
    assert same_name(a, b) < SAME


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("15th Motor Rifle Brigade", "Fifteenth Motor Rifle Brigade", True),
        ("15th Motor Rifle Brigade", "16th Motor Rifle Brigade", False),
        ("Islamic State", "Daesh", True),
        ("Ligue des montagnes de l'est", "LME", True),
        ("Ligue des montagnes de l'est", "LMO", False),
        ("Jaysh al-Islam", "Jaish al-Islam", True),
        ("National Guard of Ukraine", "National Guard of Russia", False),
        ("Kata'ib Hezbollah", "Lebanese Hezbollah", False),
        ("Frente Popular de los Valles", "Popular Front of the Valles", True),
        ("Armée nationale du Haut-Karst", "National Army of Haut-Karst", True),
        ("Jatiya Mukti Bahini", "National Liberation Force", True),
        ("the Red Cross committee", "International Committee of the Red Cross", True),
        ("Egyptian Islamic Jihad", "Palestinian Islamic Jihad", False),
        ("Jaish al-Adl", "Jundallah", False),
    ],
)
def test_groups_and_bodies(a: str, b: str, same: bool) -> None:
    assert (same_name(a, b, ActorKind.ARMED_GROUP) >= SAME) is same


@given(st.text(max_size=30), st.text(max_size=30))
def test_the_order_does_not_matter_and_a_name_is_like_itself(a: str, b: str) -> None:
    for kind in (ActorKind.PERSON, ActorKind.ARMED_GROUP):
        assert 0.0 <= same_name(a, b, kind) <= 1.0
        assert same_name(a, b, kind) == pytest.approx(same_name(b, a, kind))
