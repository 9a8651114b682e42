"""Keys that spellings of a name share."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ascribe.resolve.names import folded, same_name, skeleton


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("Al-Raqqah", "raqqah"),
        ("the Dar‘ā", "dara"),
        ("Kata’ib  Hezbollah", "kataib hezbollah"),
        ("Deir ez-Zor", "deir ez zor"),
        ("The", "the"),
        ("Médecins Sans Frontières", "medecins sans frontieres"),
        ("", ""),
    ],
)
def test_folding(written: str, key: str) -> None:
    assert folded(written) == key


@pytest.mark.parametrize(
    ("a", "b"),
    [("Makhmour", "Makhmur"), ("Kadhimi", "Kazemi"), ("Zakho", "Zaxo"), ("Qasem", "Kasim"), ("Wahailat", "Wuhailat")],
)
def test_transliterations_share_their_skeleton(a: str, b: str) -> None:
    assert skeleton(a) == skeleton(b)
    assert same_name(a, b) >= 0.95


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("National Liberation Front", "National Liberation Army"),
        ("Libyan National Army", "Syrian National Army"),
        ("Ahmed Saleh", "Ahmed Salman"),
        ("Layla Kazemi", "Tariq Kazemi"),
        ("Ansar Dine", "Ansar al-Islam"),
    ],
)
def test_different_names_stay_apart(a: str, b: str) -> None:
    assert same_name(a, b) < 0.95


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(name: str) -> None:
    assert folded(folded(name)) == folded(name)


@given(st.text(max_size=30), st.text(max_size=30))
def test_likeness_is_symmetric_and_between_0_and_1(a: str, b: str) -> None:
    assert same_name(a, b) == pytest.approx(same_name(b, a))
    assert 0.0 <= same_name(a, b) <= 1.0
