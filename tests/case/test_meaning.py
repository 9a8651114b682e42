"""Search by meaning: a sentence is found by words that it does not hold."""

from __future__ import annotations

from pathlib import Path

import pytest

import ascribe
from ascribe.case import Case

TEXTS = {
    "abduction.txt": "Two aid workers were abducted on the road to Ilim on Monday, police said. A ransom was demanded.",
    "harvest.txt": "Farmers around Tolvar expect a good harvest of apricots. Prices have fallen since last summer.",
    "raid.txt": "Warplanes bombed the village of Dolna Brenik on Tuesday and killed eleven people, a monitor said.",
}


@pytest.fixture
def case(tmp_path: Path) -> Case:
    for name, text in TEXTS.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    opened = ascribe.new(tmp_path / "meaning.case")
    opened.add([str(tmp_path / name) for name in TEXTS])
    opened.update()
    return opened


@pytest.mark.parametrize(
    ("asked", "found", "sentence"),
    [
        (
            "kidnapped humanitarians",
            "abduction",
            "Two aid workers were abducted on the road to Ilim on Monday, police said.",
        ),
        ("aerial bombardment", "raid", TEXTS["raid.txt"]),
    ],
)
def test_what_means_the_like_is_found_with_its_sentence(case: Case, asked: str, found: str, sentence: str) -> None:
    with case:
        hit = case.search(asked)[0]
        assert hit.what == "meaning"
        assert case.report(hit.report or "").report.name == found
        assert hit.passage == sentence


def test_words_come_before_meanings_and_no_report_twice(case: Case) -> None:
    with case:
        hits = case.search("abducted aid workers")
        assert hits[0].what != "meaning"
        assert "abduction" not in {case.report(h.report or "").report.name for h in hits if h.what == "meaning"}


def test_a_rebuild_means_the_same(case: Case) -> None:
    with case:
        before = case.search("aerial bombardment")
        case.update(everything=True)
        assert case.search("aerial bombardment") == before


def test_without_the_trained_reader_words_are_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASCRIBE_READER", "rules")
    (tmp_path / "raid.txt").write_text(TEXTS["raid.txt"], encoding="utf-8")
    with ascribe.new(tmp_path / "rules.case") as case:
        case.add([str(tmp_path / "raid.txt")])
        case.update()
        assert case.search("aerial bombardment") == ()
        assert case.search("warplanes")
