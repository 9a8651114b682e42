"""A new report changes only what depends on it, and the case is as if it had been there from the start."""

from __future__ import annotations

from pathlib import Path

import ascribe
from ascribe.model import DecisionKind

REPORTS = sorted((Path(__file__).parents[2] / "examples" / "reports").iterdir())


def findings(case: ascribe.Case) -> dict[str, object]:
    return {row.id: (view := case.show(row.id)).findings + view.conflicts for row in case.incidents()}


def test_one_more_report_weighs_little_and_gives_what_a_fresh_case_gives(tmp_path: Path) -> None:
    with ascribe.new(tmp_path / "grown.case") as grown, ascribe.new(tmp_path / "fresh.case") as fresh:
        grown.add(REPORTS[:-1])
        everything = grown.update()
        assert everything.weighed == everything.incidents
        grown.add(REPORTS[-1:])
        more = grown.update()
        assert 0 < more.weighed < more.incidents / 4
        fresh.add(REPORTS)
        fresh.update()
        assert findings(grown) == findings(fresh)


def test_an_undone_correction_leaves_no_trace(tmp_path: Path) -> None:
    with ascribe.new(tmp_path / "a.case") as case:
        case.add(REPORTS[:12])
        case.update()
        before = findings(case)
        incident = next(iter(before))
        ruling = case.decide(
            DecisionKind.CORRECT, [incident], attribute="responsible", value="an accident", author="tester"
        )
        assert findings(case) != before
        case.decide(DecisionKind.UNDO, [str(ruling.number)], author="tester")
        assert findings(case) == before
