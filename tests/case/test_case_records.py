"""Track records through the case: a decision settles what was said, and undoing it opens the question again."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

import ascribe
from ascribe.extract import Extractor
from ascribe.model import DecisionKind
from ascribe.model.errors import UsageError
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


def test_a_statement_is_graded_by_number_a_source_by_letter(
    tmp_path: Path, two_tellings: Path, marked: Extractor
) -> None:
    with ascribe.case.new(tmp_path / "a.case", extractor=marked) as case:
        case.add([two_tellings])
        case.update()
        incident = max(case.incidents(), key=lambda row: row.reports).id
        said = [s for a in case.show(incident).accounts for s in a.statements if s.attribute == "responsible"]
        case.decide(DecisionKind.GRADE, [said[0].id], value="2", author="tester")
        again = [s for a in case.show(incident).accounts for s in a.statements if s.id == said[0].id]
        assert again[0].credibility == 2
        with pytest.raises(UsageError, match="for a statement"):
            case.decide(DecisionKind.GRADE, [said[0].id], value="9", author="tester")
