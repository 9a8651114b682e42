"""How reports word that actors stand to each other."""

from __future__ import annotations

import pytest

from ascribe.extract import relations, sentences
from ascribe.model.relation import RelationKind

PART, ALLY, ADVERSARY = RelationKind.PART, RelationKind.ALLY, RelationKind.ADVERSARY


@pytest.mark.parametrize(
    ("text", "kind", "one", "other"),
    [
        ("The Falcon Brigades, an armed wing of the Highland Front, fired.", PART, "Falcon Brigades", "Highland Front"),
        ("The Night Ledger is the secret branch of the People's Watch.", PART, "Night Ledger", "People's Watch"),
        ("Jund al-Sahl (JS), a local affiliate of Al-Raya, claimed it.", PART, "Jund al-Sahl", "Al-Raya"),
        ("The Ridge Guard is part of the Fourth Corps.", PART, "Ridge Guard", "Fourth Corps"),
        ("The Coast Militia, a close ally of the Verania Government, denied it.", ALLY, "Coast Militia", "Verania"),
        ("The Salt Front, a rival of the Ridge Army, said so.", ADVERSARY, "Salt Front", "Ridge Army"),
        ("The Salt Front has been fighting the Ridge Army for years.", ADVERSARY, "Salt Front", "Ridge Army"),
    ],
)
def test_a_relation_is_read_with_its_words(text: str, kind: RelationKind, one: str, other: str) -> None:
    (found,) = relations.find(text, sentences.split(text))
    assert found.kind is kind
    assert found.one.endswith(one)
    assert found.other.startswith(other)
    assert found.span.of(text) == found.quote


@pytest.mark.parametrize(
    "text",
    [
        "The army fired on a part of the town.",
        "He was a member of parliament and a friend of the minister.",
        "the wing of the building was hit",
        "",
    ],
)
def test_other_words_are_no_relation(text: str) -> None:
    assert not list(relations.find(text, sentences.split(text)))
