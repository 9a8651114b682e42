"""Marks: what is written inline is found again, word for word, and what the form does not allow is refused."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ascribe.model import Kind, PlaceName, Stance
from ascribe.train.marked_form import marked_form
from ascribe.train.marks import MarkError, parse
from ascribe.train.sources import corpus, held_apart

CORPUS = Path(__file__).parents[2] / "corpus"
REPORT = """publisher: The Courier
published: 2024-03-11
i1: kind=bombing when=2024-03-09 where="Tolvar, XA" killed=4- wounded=5
---
{m i1|A bomb} {n i1 killed 4- people|killed at least four people} in {p i1|Tolvar}.
{q i1 accuses official|{s|The mayor} {c|blamed} {a|the Grey Column}}, which
{q i1 denies armed_group voice="the Grey Column" actor="the Grey Column"|denied it}.
"""
PLAIN = st.text(st.characters(exclude_characters="{}|\r", codec="utf-8"), max_size=40)


def test_the_text_is_what_stands_there_without_the_marks() -> None:
    found = parse(REPORT)
    assert found.text.startswith("A bomb killed at least four people in Tolvar.")
    assert [m.span.of(found.text) for m in found.marks if m.code == "a"] == ["the Grey Column"]
    assert found.published == date(2024, 3, 11)
    assert found.incidents["i1"].kind is Kind.BOMBING
    assert found.incidents["i1"].where == PlaceName("Tolvar", "XA")


def test_the_form_of_a_marked_report() -> None:
    form = marked_form("tolvar", parse(REPORT))
    assert [(a["voice"], a["stance"], a["actor"]) for a in form["attributions"]] == [
        ("The mayor", Stance.ACCUSES, "the Grey Column"),
        ("the Grey Column", Stance.DENIES, "the Grey Column"),
    ]
    assert form["figures"][0] | {"quote": ""} == {
        "incident": "i1",
        "voice": "the report",
        "what": "killed",
        "who": "people",
        "min": 4,
        "max": None,
        "quote": "",
    }
    text = parse(REPORT).text
    assert all(entry["quote"] in text for part in ("attributions", "figures") for entry in form[part])


@given(st.lists(st.tuples(PLAIN, st.sampled_from(["", "m i1", "t i1", "p i1"])), max_size=12))
def test_marks_neither_add_nor_lose_a_character(parts: list[tuple[str, str]]) -> None:
    body = "".join(f"{{{code}|x{words}}}" if code else words for words, code in parts)
    expected = "".join(f"x{words}" if code else words for words, code in parts)
    found = parse("published: null\ni1: kind=clash\n---\n{m i1|It}\n" + body)
    assert found.text == ("It\n" + expected).strip("\n")
    for mark in found.marks[1:]:
        assert mark.span.of(found.text).startswith("x") or mark.span.end > len(found.text)


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (REPORT.replace("i1|A bomb", "i2|A bomb"), "no line i2"),
        (REPORT.replace("{m i1|A bomb}", "A bomb"), "i1 has no mention"),
        (REPORT.replace("accuses", "hates"), "hates"),
        (REPORT.replace("kind=bombing", "kind=quarrel"), "quarrel"),
        (REPORT.replace("denied it}", "denied it"), "never closed"),
        (REPORT.replace("denied it}", "denied it}}"), "too many"),
        (REPORT.replace('voice="the Grey Column"', 'voice="the Red Column"'), "does not stand in the text"),
        (REPORT.replace("4- people", "many people"), "not a range"),
        (REPORT.replace("---", "- -"), "header"),
    ],
)
def test_what_the_form_does_not_allow_is_named(broken: str, said: str) -> None:
    with pytest.raises(MarkError, match=re.escape(said)):
        parse(broken)


def test_marks_over_a_text_that_is_not_ours_stand_at_their_words() -> None:
    text = "A blast hit Tolvar. Another blast hit Ilim."
    found = parse("published: null\ni1: kind=bombing\ni2: kind=bombing\nm i1|blast\nm#2 i2|blast\n", text)
    assert [m.span.start for m in found.marks] == [2, 28]
    with pytest.raises(MarkError, match="not in the text"):
        parse("published: null\ni1: kind=bombing\nm i1|explosion\n", text)


def test_the_corpus_is_sound_and_a_part_of_it_is_held_apart() -> None:
    learned, apart = list(corpus(CORPUS)), list(corpus(CORPUS, apart=True))
    assert len(learned) + len(apart) == len(list(CORPUS.rglob("*.txt")))
    assert all(held_apart(e.name) for e in apart)
    assert not {e.name for e in learned} & {e.name for e in apart}
    for example in (*learned, *apart):
        assert all(0 <= w.start < w.end <= len(example.text) for w in example.words)
