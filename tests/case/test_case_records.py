"""Track records through the case: a decision settles what was said, and undoing it opens the question again."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import ascribe
from ascribe.extract import Extractor
from ascribe.model import DecisionKind
from ascribe.model.record import Outcome


def outcomes(case: ascribe.Case) -> Counter[Outcome]:
    return Counter(e.outcome for record in case.track_records() for e in record.entries)


def test_a_decision_shows_in_the_records_at_once_and_can_be_undone(
    tmp_path: Path, two_tellings: Path, marked: Extractor
) -> None:
    source = tmp_path / "groups.json"
    source.write_text(json.dumps({"actors": [{"name": "Salt Front"}, {"name": "Ridge Army"}]}))
    with ascribe.case.new(tmp_path / "a.case", extractor=marked) as case:
        case.add([two_tellings])
        case.update()
        case.declare(source, author="tester")
        before = outcomes(case)
        assert set(before) == {Outcome.OPEN}
        incident = max(case.incidents(), key=lambda row: row.reports).id
        ruling = case.decide(
            DecisionKind.CORRECT, [incident], attribute="responsible", value="Salt Front", author="tester"
        )
        after = outcomes(case)
        assert after[Outcome.ESTABLISHED] > 0
        assert after[Outcome.CONTRADICTED] > 0
        case.decide(DecisionKind.UNDO, [str(ruling.number)], author="tester")
        assert outcomes(case) == before
