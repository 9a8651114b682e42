"""Sentences near in meaning: in a case of many sentences the signs find what a comparison of all would find."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from ascribe.model import Meaning, Reading, Report, Span, Taken
from ascribe.store import connection, kept, meanings
from ascribe.store.sentences import around

REPORTS, EACH, WIDTH = 2_200, 10, 128


def signed(directions: NDArray[np.float64]) -> NDArray[np.int8]:
    """Directions as they are stored."""
    return np.round(127 * directions / np.linalg.norm(directions, axis=-1, keepdims=True)).astype(np.int8)


@pytest.fixture
def db(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    opened = connection.create(tmp_path / "m.case")
    yield opened
    opened.close()


def told(db: sqlite3.Connection, texts: list[str]) -> list[str]:
    """Ids of reports of these texts, taken in."""
    taken = []
    for text in texts:
        taken.append(Taken(Report.plain("n", text), text.encode()))
    kept.add_reports(db, taken)
    return [t.report.id for t in taken]


def put(db: sqlite3.Connection, report: str, vectors: NDArray[np.int8]) -> None:
    said = tuple(Meaning(Span(10 * i, 10 * i + 9), v.tobytes()) for i, v in enumerate(vectors))
    meanings.put(db, Reading(report, "test", meanings=said))


def test_what_was_put_near_is_found_among_many(db: sqlite3.Connection) -> None:
    chance = np.random.default_rng(7)
    reports = told(db, [f"report {n}" for n in range(REPORTS)])
    asked = chance.normal(size=WIDTH)
    near = {reports[i]: 0.95 - 0.03 * n for n, i in enumerate((5, 700, 1_999, 42))}
    with connection.writing(db):
        for report in reports:
            vectors = chance.normal(size=(EACH, WIDTH))
            if report in near:
                aside = vectors[3] - asked * (vectors[3] @ asked) / (asked @ asked)
                share = near[report]
                vectors[3] = share * asked / np.linalg.norm(asked) + (1 - share**2) ** 0.5 * aside / np.linalg.norm(
                    aside
                )
            put(db, report, signed(vectors))
    wanted = signed(asked).tobytes()
    in_full = meanings.nearest(db, wanted, 4, 0.5)  # the signs are not made yet
    with connection.writing(db):
        meanings.put_signs(db)
    by_signs = meanings.nearest(db, wanted, 4, 0.5)
    assert [n.report for n in by_signs] == list(near)
    assert by_signs == in_full
    assert all(n.span == Span(30, 39) for n in by_signs)


def test_signs_give_way_to_what_is_read_anew(db: sqlite3.Connection) -> None:
    chance = np.random.default_rng(8)
    reports = told(db, [f"report {n}" for n in range(REPORTS)])
    one = signed(chance.normal(size=WIDTH))
    with connection.writing(db):
        for report in reports:
            put(db, report, signed(chance.normal(size=(EACH, WIDTH))))
        meanings.put_signs(db)
    assert meanings.nearest(db, one.tobytes(), 1, 0.9) == []
    with connection.writing(db):
        put(db, reports[3], one.reshape(1, -1))
    assert [n.report for n in meanings.nearest(db, one.tobytes(), 1, 0.9)] == [reports[3]]
    with connection.writing(db):
        meanings.put_signs(db)
    assert [n.report for n in meanings.nearest(db, one.tobytes(), 1, 0.9)] == [reports[3]]


@pytest.mark.parametrize(
    ("text", "words", "sentence"),
    [
        ("One fell. A bomb went off at noon. Two fled.", "bomb", "A bomb went off at noon."),
        ("A title\n\nA bomb went off", "bomb", "A bomb went off"),
        ("He said: “A bomb went off.” Two fled.", "off", "He said: “A bomb went off.”"),
        ("انفجرت قنبلة؟ نعم. ثم هرب", "نعم", "نعم."),
        ("At 3.30 a bomb of 2.5 kg went off. Two fled.", "bomb", "At 3.30 a bomb of 2.5 kg went off."),
        ("x" * 900 + " bomb " + "y" * 900, "bomb", None),
    ],
)
def test_a_span_is_shown_in_its_sentence(db: sqlite3.Connection, text: str, words: str, sentence: str | None) -> None:
    (report,) = told(db, [text])
    start = text.index(words)
    shown = around(db, report, start, start + len(words))
    if sentence is None:
        assert shown.startswith("…")
        assert shown.endswith("…")
        assert words in shown
    else:
        assert shown == sentence
