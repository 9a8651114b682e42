"""The matrix of competing hypotheses: proposed from the findings, overruled by people, honest about what turns it."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from ascribe.model import Attribute, Candidate, Contribution, Decision, DecisionKind, Finding
from ascribe.model.matrix import Mark
from ascribe.show.exports.matrix import table
from ascribe.weigh.hypotheses import NOBODY_NAMED, matrix

CLAIM = Contribution(("s1",), "the Front", 1.3, "the Front says that it did this")
BLAME = Contribution(("s2",), "the ministry", 0.7, "the ministry accuses the Watch")
DENIAL = Contribution(("s3",), "the Watch", -0.4, "the Watch denies it")


def finding(**given: tuple[Contribution, ...]) -> Finding:
    candidates = tuple(Candidate(label, None, 0.4, None, said) for label, said in given.items())
    nobody = Candidate(None, None, 0.2, None, ())
    return Finding("inc-1", Attribute.RESPONSIBLE, None, None, None, "", (*candidates, nobody), 3, 3)


def decided(number: int, kind: DecisionKind, *subjects: str, value: str) -> Decision:
    return Decision(number, kind, subjects, "ana", datetime(2024, 5, 1, tzinfo=UTC), None, None, value)


def test_what_names_one_actor_speaks_against_the_others() -> None:
    held = matrix("inc-1", finding(Front=(CLAIM,), Watch=(BLAME, DENIAL)))
    assert [h.label for h in held.hypotheses] == ["Front", "Watch", NOBODY_NAMED]
    by_row = {r.id: [c.mark for c in r.cells] for r in held.rows}
    assert by_row["s1"] == [Mark.CONSISTENT, Mark.INCONSISTENT, Mark.INCONSISTENT]
    assert by_row["s3"] == [Mark.NEUTRAL, Mark.INCONSISTENT, Mark.NEUTRAL]
    assert held.least_contradicted == "Front"


def test_the_most_telling_evidence_comes_first_and_what_would_turn_the_answer_is_named() -> None:
    held = matrix("inc-1", finding(Front=(CLAIM,), Watch=(BLAME,)))
    assert held.rows[0].id == "s1"
    assert [(t.row, t.instead) for t in held.turns] == [("s1", "Watch")]


def test_a_person_overrules_a_cell_and_adds_hypotheses_and_evidence() -> None:
    decisions = [
        decided(1, DecisionKind.HYPOTHESIS, "inc-1", value="an accident"),
        decided(2, DecisionKind.EVIDENCE, "inc-1", value="the fuse was found burnt"),
        decided(3, DecisionKind.CELL, "inc-1", "e2", value="an accident=consistent"),
        decided(4, DecisionKind.CELL, "inc-1", "s1", value="Front=inconsistent"),
    ]
    held = matrix("inc-1", finding(Front=(CLAIM,)), decisions)
    places = {h.label: n for n, h in enumerate(held.hypotheses)}
    cells = {r.id: r.cells for r in held.rows}
    assert cells["e2"][places["an accident"]].mark is Mark.CONSISTENT
    assert cells["s1"][places["Front"]].mark is Mark.INCONSISTENT
    assert cells["s1"][places["Front"]].proposed is Mark.CONSISTENT
    assert held.hypotheses[places["an accident"]].decision == 1


def test_without_a_word_of_evidence_nothing_leads() -> None:
    held = matrix("inc-1", None)
    assert held.rows == ()
    assert held.least_contradicted is None


@given(st.lists(st.lists(st.floats(-4, 4), min_size=3, max_size=3), max_size=6))
def test_every_row_has_a_cell_for_each_hypothesis_and_the_table_holds_all(weights: list[list[float]]) -> None:
    said: dict[str, tuple[Contribution, ...]] = {
        label: tuple(Contribution((f"s{n}",), "v", row[k], f"row {n}") for n, row in enumerate(weights))
        for k, label in enumerate(("A", "B", "C"))
    }
    held = matrix("inc-1", finding(**said))
    assert all(len(r.cells) == len(held.hypotheses) for r in held.rows)
    assert len(held.rows) == len(weights)
    rows = table(held)
    assert {len(r) for r in rows} == {len(held.hypotheses) + 3}
    assert all(h.speaks_against >= 0 <= h.speaks_for for h in held.hypotheses)
