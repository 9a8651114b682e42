"""A case that grew report by report, and by decisions, is what the whole resolved at once would be."""

from __future__ import annotations

import random
import shutil
from pathlib import Path
from typing import Any

import pytest

import ascribe
from ascribe import assembly
from ascribe.case import IncidentFilter
from ascribe.extract import Extractor
from ascribe.model import DecisionKind
from ascribe.model.errors import AscribeError, DecisionConflictError
from ascribe.resolve.tellings import Rarity
from ascribe.store import derived, kept, remembered
from ascribe.store.schema import DERIVED_TABLES

FIRST = 72
"""Reports of the case that these tests begin with."""


def tables(case: ascribe.Case) -> dict[str, list[tuple[object, ...]]]:
    return {
        t: sorted((tuple(r) for r in case._db.execute(f"SELECT * FROM {t}")), key=repr)
        for t in (*DERIVED_TABLES, "named", "places", "blocks", "relations")
    }


def answers(case: ascribe.Case) -> dict[str, Any]:
    """What lists, filters and searches say, whatever the order of ranks."""
    found: dict[str, Any] = {
        "incidents": case.incident_page(IncidentFilter(), limit=1000).rows,
        "reports": case.incident_page(IncidentFilter(), sort="urgency", limit=1000).rows,
        "overview": case.overview(IncidentFilter()),
        "actors": sorted(case.actor_page(limit=1000).rows, key=repr),
        "sources": sorted(case.source_page(limit=1000).rows, key=repr),
    }
    for words in ("killed", "army", "checkpoint near", "blamed"):
        hits = case.find(words, each=1000)
        found[words] = sorted((h.what, h.id, h.title) for h in hits.hits if h.what != "meaning"), hits.totals
        found[f"with {words}"] = case.incident_page(IncidentFilter(words=words), limit=1000).rows
    return found


def at_once(case: ascribe.Case, path: Path, reader: Extractor) -> ascribe.Case:
    """A copy of the case, resolved as a whole with what stays between two whole resolutions."""
    case._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copy(case.path, path)
    copy = ascribe.case.open_case(path, extractor=reader)
    db = copy._db
    estimates = remembered.estimates(db)
    assert estimates is not None
    settled = assembly.Settled(
        Rarity(estimates.tellings, {r["word"]: r["tellings"] for r in db.execute("SELECT * FROM rarity")}),
        estimates.usual,
        derived.reliabilities(db),
        tuple(r for part, r in remembered.relations(db) if part == 2),
    )
    held, positions = derived.readings(db), kept.positions(db)
    pairs = [(r, held[r.id]) for r in kept.reports(db) if r.id in held]
    whole = assembly.assemble(pairs, kept.standing(copy.decisions()), None, positions, settled)
    assert derived.replace_derived(db, whole, "whole", lambda: "whole")
    return copy


def same(case: ascribe.Case, path: Path, reader: Extractor) -> None:
    with at_once(case, path, reader) as whole:
        one, other = tables(case), tables(whole)
        assert [t for t in one if one[t] != other[t]] == []
        assert answers(case) == answers(whole)


def opened(large: Path, tmp_path: Path, reader: Extractor) -> ascribe.Case:
    shutil.copy(large, tmp_path / "a.case")
    return ascribe.case.open_case(tmp_path / "a.case", extractor=reader)


@pytest.mark.parametrize("seed", range(3))
def test_a_case_that_grew_report_by_report_is_what_the_whole_would_be(
    large: Path, mixed: list[Path], remembering: Extractor, tmp_path: Path, seed: int
) -> None:
    more = mixed[FIRST:]
    draw = random.Random(seed)
    draw.shuffle(more)
    with opened(large, tmp_path, remembering) as case:
        while more and case.counts().reports < FIRST * 1.1 - 2:
            some = [more.pop() for _ in range(min(len(more), draw.choice((1, 1, 2))))]
            case.add(some)
            assert case.update().weighed < case.counts().incidents / 2
        same(case, tmp_path / "b.case", remembering)


@pytest.mark.parametrize("seed", range(3))
def test_a_case_that_grew_by_decisions_is_what_the_whole_would_be(
    large: Path, mixed: list[Path], remembering: Extractor, tmp_path: Path, seed: int
) -> None:
    more = mixed[FIRST:]
    draw = random.Random(seed)
    with opened(large, tmp_path, remembering) as case:
        for _ in range(24):
            rows = case.incidents()
            one, other = draw.sample(rows, 2)
            told = [s.id for a in case.show(one.id).accounts for s in a.statements]
            asked: list[tuple[DecisionKind, list[str], dict[str, str]]] = [
                (DecisionKind.MERGE, [one.id, other.id], {}),
                (DecisionKind.SPLIT, [one.id, other.id], {}),
                (DecisionKind.SPLIT, [one.id, case.tellings(one.id)[-1][0]], {}),
                (DecisionKind.CORRECT, [one.id], {"attribute": "killed", "value": str(draw.randrange(90))}),
                (DecisionKind.REJECT, [draw.choice(told)] if told else [], {}),
                (DecisionKind.UNDO, [str(draw.randint(1, max(1, len(case.decisions()))))], {}),
            ]
            kind, subjects, more_of_it = draw.choice(asked)
            try:
                case.decide(kind, subjects, author="tester", **more_of_it)  # type: ignore[arg-type]
            except (AscribeError, DecisionConflictError):
                case.add([more.pop()])
                case.update()
            if len(more) < len(mixed) - FIRST - 5:
                break
        same(case, tmp_path / "b.case", remembering)


def test_a_case_is_resolved_as_a_whole_when_it_grew_by_a_tenth(
    large: Path, mixed: list[Path], remembering: Extractor, tmp_path: Path
) -> None:
    with opened(large, tmp_path, remembering) as case:
        case.add(mixed[FIRST : FIRST + 7])
        case.update()
        estimates = remembered.estimates(case._db)
        assert estimates is not None
        assert estimates.reports == FIRST
        case.add(mixed[FIRST + 7 : FIRST + 8])
        case.update()
        before = tables(case)
        case.update(everything=True)
        assert tables(case) == before
