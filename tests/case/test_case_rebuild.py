"""What is derived is a function of reports and decisions: the order of work and rebuilds leave no trace in it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

import ascribe
from ascribe.extract import Extractor
from ascribe.model import (
    OWN_VOICE,
    Account,
    Attribute,
    DecisionKind,
    Reading,
    Report,
    ReportedIncident,
    Span,
    Stance,
    Statement,
    Term,
)
from ascribe.model.errors import DecisionConflictError
from ascribe.show import exports

Dump = Callable[[ascribe.Case], dict[str, list[tuple[object, ...]]]]


@pytest.fixture
def case(tmp_path: Path, two_tellings: Path, marked: Extractor) -> Any:
    with ascribe.case.new(tmp_path / "a.case", extractor=marked) as opened:
        opened.add([two_tellings])
        opened.update()
        yield opened


def files(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def exported(case: ascribe.Case, folder: Path) -> dict[str, bytes]:
    folder.mkdir()
    for form in ("csv", "parquet", "gold"):
        exports.export(case, form, folder / form)
    for form in ("geojson", "jsonl"):
        exports.export(case, form, folder / f"incidents.{form}")
    return files(folder)


def test_rebuilding_everything_gives_the_same_tables_and_exports_byte_for_byte(
    case: ascribe.Case, dump: Dump, tmp_path: Path
) -> None:
    incident = case.incidents()[0].id
    case.decide(DecisionKind.CORRECT, [incident], attribute="killed", value="44", author="tester")
    case.decide(DecisionKind.REJECT, [case.show(incident).accounts[0].statements[0].id], author="tester")
    before, written = dump(case), exported(case, tmp_path / "before")
    assert case.update(everything=True).read == 2
    assert dump(case) == before
    assert exported(case, tmp_path / "after") == written
    assert len(written) > 5


def test_report_by_report_or_all_at_once_is_the_same(tmp_path: Path, many: Path, dump: Dump) -> None:
    chosen = sorted(many.iterdir())[:12]
    with ascribe.new(tmp_path / "whole.case") as whole, ascribe.new(tmp_path / "bits.case") as bits:
        whole.add(chosen)
        whole.update()
        for path in chosen:
            bits.add([path])
            bits.update()
        assert dump(whole) == dump(bits)


def test_several_processes_read_what_one_reads(tmp_path: Path, many: Path, dump: Dump) -> None:
    chosen = sorted(many.iterdir())[:45]
    with ascribe.new(tmp_path / "pool.case") as pool, ascribe.new(tmp_path / "alone.case") as alone:
        pool.add(chosen)
        assert pool.update().read == 45
        for start in range(0, 45, 15):
            alone.add(chosen[start : start + 15])
            alone.update()
        assert dump(pool) == dump(alone)


def test_an_update_with_nothing_new_does_nothing(case: ascribe.Case) -> None:
    stamp = case._db.execute("PRAGMA data_version").fetchone()[0]
    changes = case._db.total_changes
    assert case.update() == ascribe.case.Updated(0, len(case.incidents()))
    assert case._db.total_changes == changes
    assert case._db.execute("PRAGMA data_version").fetchone()[0] == stamp


def test_incidents_keep_their_names_when_reports_come_later(case: ascribe.Case, many: Path) -> None:
    before = {row.id for row in case.incidents()}
    case.add(sorted(many.iterdir())[:5])
    case.update()
    for known in before:
        assert case.show(known)


def test_a_decision_undone_leaves_the_case_as_it_was(case: ascribe.Case, dump: Dump) -> None:
    before = dump(case)
    incident = case.incidents()[0].id
    decision = case.decide(DecisionKind.CORRECT, [incident], attribute="kind", value="arson", author="tester")
    assert dump(case) != before
    case.decide(DecisionKind.UNDO, [str(decision.number)], author="tester")
    assert dump(case) == before


def test_a_copy_of_the_file_is_the_case(case: ascribe.Case, tmp_path: Path, marked: Extractor) -> None:
    case.close()
    shutil.copy(tmp_path / "a.case", tmp_path / "b.case")
    with ascribe.open(tmp_path / "b.case", extractor=marked) as copy:
        assert copy.counts().reports == 2
        assert copy.update().read == 0


class NewReader:
    """Reads as another reader does, under a newer name: what a new version of a model is to a case."""

    name = "marked-2"

    def __init__(self, older: Extractor) -> None:
        self._older = older

    def read(self, report: Report) -> Reading:
        return msgspec.structs.replace(self._older.read(report), extractor=self.name)


def test_decisions_survive_an_update_of_everything_and_a_new_version_of_the_reader(
    case: ascribe.Case, tmp_path: Path, marked: Extractor
) -> None:
    known = case.incidents()[0].id
    case.decide(DecisionKind.SPLIT, [known, case.tellings(known)[1][0]], author="tester")
    case.decide(DecisionKind.CORRECT, [known], attribute="kind", value="arson", author="tester")
    decided = {(row.id, row.kind) for row in case.incidents()}
    assert len(decided) == 2
    assert "arson" in {kind for _, kind in decided}
    case.update(everything=True)
    assert {(row.id, row.kind) for row in case.incidents()} == decided
    case.close()
    with ascribe.open(tmp_path / "a.case", extractor=NewReader(marked)) as later:
        assert later.update().read == 2
        assert {(row.id, row.kind) for row in later.incidents()} == decided


class OtherReader:
    """Reads as a later model would: it sees incidents mentioned elsewhere, numbers them otherwise, and one more."""

    name = "marked-3"

    def __init__(self, older: Extractor) -> None:
        self._older = older

    def read(self, report: Report) -> Reading:
        reading = self._older.read(report)
        if not reading.incidents:
            return reading
        words = "exploded at the market"
        start = report.text.index("exploded at the")
        moved = Span(start - 4, start + len(words))
        quote = report.text[report.text.index("Orvana") : report.text.index("Orvana") + 6]
        at = report.text.index("Orvana")
        other = Statement(Attribute.KIND, Term("clash"), Stance.REPORTS, Span(at, at + 6), quote)
        return msgspec.structs.replace(
            reading,
            extractor=self.name,
            incidents=(ReportedIncident("i1", (Span(at, at + 6),)), ReportedIncident("i2", (moved,))),
            accounts=(
                Account("i1", OWN_VOICE, (other,)),
                *(msgspec.structs.replace(a, incident="i2") for a in reading.accounts),
            ),
            proceedings=(),
        )


def told(case: ascribe.Case) -> set[tuple[tuple[str, ...], str | None, str, frozenset[str]]]:
    """Each bombing by the reports that tell of it, with toll, kind, and the words of what is rejected or confirmed."""
    found = set()
    for row in case.incidents():
        view = case.show(row.id)
        if row.kind == "clash":
            continue
        said = [s for a in view.accounts for s in a.statements]
        ruled = frozenset(f"{s.quote} {s.rejected} {s.confirmed}" for s in said if s.rejected or s.confirmed)
        found.add((tuple(sorted({a.report_name for a in view.accounts})), row.killed, row.kind, ruled))
    return found


def test_decisions_hold_on_to_the_words_of_a_report_when_another_model_reads_it_otherwise(
    case: ascribe.Case, tmp_path: Path, marked: Extractor
) -> None:
    known = case.incidents()[0].id
    other = case.tellings(known)[1][0]
    said = {s.quote: s.id for a in case.show(known).accounts for s in a.statements}
    case.decide(DecisionKind.REJECT, [said["Nine people were killed"]], author="tester")
    case.decide(DecisionKind.CONFIRM, [said["killing at least four people"]], author="tester")
    case.decide(DecisionKind.SPLIT, [known, other], author="tester")
    apart = {row.id for row in case.incidents()} - {known}
    case.decide(DecisionKind.CORRECT, [*apart], attribute="killed", value="7", author="tester")
    before = told(case)
    assert {kind for *_, kind, _ in before} == {"bombing"}
    assert len(before) == 2
    case.close()
    with ascribe.open(tmp_path / "a.case", extractor=OtherReader(marked)) as later:
        assert later.update().read == 2
        assert told(later) == before
        assert later.show(known).row.reports == 1  # the name that it had leads to it
        later.update(everything=True)
        assert told(later) == before
        with pytest.raises(DecisionConflictError, match="decision 3 by tester"):
            later.decide(DecisionKind.MERGE, [known, *apart], author="tester")
        later.decide(DecisionKind.UNDO, ["3"], author="tester")
        assert len(told(later)) == 1
    with ascribe.open(tmp_path / "a.case", extractor=NewReader(marked)) as again:
        again.update()
        again.decide(DecisionKind.UNDO, ["5"], author="tester")
        assert told(again) == before
        assert {row.id for row in again.incidents()} == {known, *apart}
