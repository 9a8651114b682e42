"""SIGKILL at random moments: the case opens, is sound, has kept what was acknowledged, and goes on to the same end."""

from __future__ import annotations

import os
import random
import select
import signal
import sqlite3
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

import ascribe
from ascribe.model import DecisionKind
from ascribe.model.errors import CaseFileError, NotFoundError

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")

SEED = int(os.environ.get("ASCRIBE_TEST_SEED", "20210503"))
CHAINS, KILLS = 5, 5


def work(path: Path, reports: Path, say: Callable[[str], None]) -> None:
    """All that a person would do with a case; done again after a kill, it goes on where it was."""
    try:
        case = ascribe.open(path)
    except (NotFoundError, CaseFileError):
        case = ascribe.new(path)
    with case:
        case.add([reports], progress=lambda done, _total: say(f"reports {done}"))
        case.update(progress=lambda done, _total: say(f"read {done}"))
        if not case.decisions():
            case.decide(DecisionKind.GRADE, ["Harbour Wire"], value="B", author="tester")
        say("decisions 1")
        case.update(everything=True)
        say("done 1")


def killed(path: Path, reports: Path, after: float) -> dict[str, int]:
    """Works in a process that is killed with all its children; returns what it had acknowledged by then."""
    end, begin = os.pipe()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            os.setsid()
            os.close(end)
            work(path, reports, lambda line: void(os.write(begin, f"{line}\n".encode())))
            code = 0
        except BaseException:  # noqa: BLE001  the child must not run on as a second pytest
            traceback.print_exc()
        finally:
            os._exit(code)
    os.close(begin)
    said = b""
    deadline = time.monotonic() + after
    while (left := deadline - time.monotonic()) > 0:
        if select.select([end], [], [], left)[0]:
            words = os.read(end, 65536)
            if not words:
                break
            said += words
    try:
        os.killpg(child, signal.SIGKILL)
    except ProcessLookupError:  # not yet the leader of its group, or gone
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0, "the work itself failed"
    while words := os.read(end, 65536):
        said += words
    os.close(end)
    return {what: int(n) for what, n in (line.split() for line in said.decode().split("\n")[:-1])}


def void(_written: int) -> None:
    """A write whose length is of no interest."""


def unmade(path: Path) -> bool:
    """Whether it was killed while it made the file: on opening SQLite undoes that, and nothing is left."""
    with suppress(CaseFileError):
        ascribe.open(path).close()
    return path.stat().st_size == 0


def sound(path: Path, acknowledged: dict[str, int]) -> None:
    """The file passes SQLite's own check and holds what was acknowledged."""
    if not path.exists() or path.stat().st_size == 0:
        assert acknowledged == {}
        return
    if unmade(path):
        assert acknowledged == {}
        ascribe.new(path).close()
        return
    with ascribe.open(path) as case:
        counts = case.counts()
        assert counts.reports >= acknowledged.get("reports", 0)
        assert counts.decisions >= acknowledged.get("decisions", 0)
        assert counts.decisions <= 1
        for row in case.reports():
            assert case.original(row.id)
        for incident in case.incidents():
            case.show(incident.id)
    db = sqlite3.connect(path)
    assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert db.execute("PRAGMA foreign_key_check").fetchall() == []
    db.close()


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory, many: Path) -> tuple[Path, float]:
    """A case that nobody killed, and the seconds that it took."""
    path = tmp_path_factory.mktemp("whole") / "whole.case"
    began = time.monotonic()
    work(path, many, lambda _line: None)
    return path, time.monotonic() - began


@pytest.mark.parametrize("chain", range(CHAINS))
def test_a_case_survives_being_killed(
    tmp_path: Path, many: Path, dump: Callable[[ascribe.Case], Any], undisturbed: tuple[Path, float], chain: int
) -> None:
    whole, seconds = undisturbed
    dice = random.Random(SEED + chain)
    print(f"seed {SEED + chain}; an undisturbed run takes {seconds:.2f} s")
    path = tmp_path / "killed.case"
    reached: dict[str, int] = {}
    for kill in range(KILLS):
        after = seconds * dice.random() ** 2  # early more often: taking in is quick
        said = killed(path, many, after)
        print(f"killed after {after:.3f} s; had said {said}")
        reached = {what: max(said.get(what, 0), reached.get(what, 0)) for what in {*said, *reached}}
        sound(path, reached)
        if "done" in said and kill < KILLS - 1:
            path, reached = tmp_path / f"killed-{kill}.case", {}
    work(path, many, lambda _line: None)
    with ascribe.open(path) as case, ascribe.open(whole) as other:
        assert case.counts() == other.counts()
        assert dump(case) == dump(other)
        assert case.incidents() == other.incidents()
