"""Two processes at one case: each waits for the other or says that it is busy, and nothing is lost."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import ascribe
from ascribe.model import DecisionKind

WORK = """
import sys
import ascribe
from ascribe.model.errors import BusyError
path, *reports = sys.argv[1:]
try:
    with ascribe.open(path) as case:
        case.add(reports)
        case.update()
except BusyError as error:
    print("busy:", error)
"""


def test_two_processes_that_write_at_once_both_get_their_reports_in(
    tmp_path: Path, many: Path, dump: Callable[[ascribe.Case], Any]
) -> None:
    path = tmp_path / "a.case"
    ascribe.new(path).close()
    reports = sorted(map(str, many.iterdir()))[:60]
    running = [
        subprocess.Popen([sys.executable, "-c", WORK, str(path), *part], stdout=subprocess.PIPE, text=True)
        for part in (reports[:35], reports[25:])
    ]
    outcomes = [process.communicate()[0] for process in running]
    assert [process.returncode for process in running] == [0, 0]
    assert all(o == "" or "another process is writing" in o for o in outcomes)
    with ascribe.open(path) as case:
        if any(outcomes):
            case.add(reports)
        case.update()
        assert case.counts().reports == 60
        before = dump(case)
        case.update(everything=True)
        assert dump(case) == before


def test_a_ruling_entered_while_another_resolves_is_not_lost(tmp_path: Path, two_tellings: Path) -> None:
    path = tmp_path / "a.case"
    with ascribe.new(path) as case:
        case.add([two_tellings])
        case.update()
    with ascribe.open(path) as first, ascribe.open(path) as second:
        incident = first.incidents()[0].id
        stale = first._fingerprint()
        second.decide(DecisionKind.CORRECT, [incident], attribute="killed", value="44", author="tester")
        assert first._fingerprint() != stale
        assert first.show(incident).row.killed == "44"
        assert first.update().read == 0
        assert first.show(incident).row.killed == "44"
