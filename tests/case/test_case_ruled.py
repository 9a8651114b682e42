"""Whatever people rule, in whatever order: no account is lost, none is in two incidents, no "no" is overridden."""

from __future__ import annotations

import itertools
import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

import ascribe
from ascribe.extract import Extractor
from ascribe.model import DecisionKind, Member
from ascribe.model.errors import DecisionConflictError, UsageError
from ascribe.store import kept, remembered

ANY = st.integers(min_value=0, max_value=10**6)


class Ruling(RuleBasedStateMachine):
    """A person who rules at random on a case that grows."""

    base: Path
    more: list[Path]
    reader: Extractor

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        shutil.copy(self.base, Path(self.folder.name) / "a.case")
        self.case = ascribe.case.open_case(Path(self.folder.name) / "a.case", extractor=self.reader)
        self.left = list(self.more)
        self.had: set[str] = set()

    def teardown(self) -> None:
        self.case.close()
        self.folder.cleanup()

    def decide(self, kind: DecisionKind, subjects: list[str], **more: Any) -> None:
        """Enters a decision, or is refused: then an entry that stands is named, or the request made no sense."""
        before, refused = self.case.decisions(), ""
        try:
            self.case.decide(kind, subjects, author="tester", **more)
        except DecisionConflictError as error:
            refused = str(error)
        except UsageError:
            assert self.case.decisions() == before
        if refused:
            assert self.case.decisions() == before
            assert {str(d.number) for d in before} & {word.strip(",;") for word in refused.split()}

    def one(self, number: int) -> str:
        rows = self.case.incidents()
        return rows[number % len(rows)].id

    @rule(a=ANY, b=ANY)
    def merge(self, a: int, b: int) -> None:
        self.decide(DecisionKind.MERGE, [self.one(a), self.one(b)])

    @rule(a=ANY, b=ANY)
    def keep_apart(self, a: int, b: int) -> None:
        self.decide(DecisionKind.SPLIT, [self.one(a), self.one(b)])

    @rule(a=ANY, b=ANY)
    def split(self, a: int, b: int) -> None:
        told = [i.id for i in self.case.incidents() if len(self.case.tellings(i.id)) > 1]
        if told:
            incident = told[a % len(told)]
            tellings = self.case.tellings(incident)
            self.decide(DecisionKind.SPLIT, [incident, tellings[b % len(tellings)][0]])

    @rule(a=ANY, b=ANY, kind=st.sampled_from([DecisionKind.REJECT, DecisionKind.CONFIRM]))
    def judge(self, a: int, b: int, kind: DecisionKind) -> None:
        said = [s.id for account in self.case.show(self.one(a)).accounts for s in account.statements]
        if said:
            self.decide(kind, [said[b % len(said)]])

    @rule(a=ANY)
    def undo(self, a: int) -> None:
        if decisions := self.case.decisions():
            self.decide(DecisionKind.UNDO, [str(decisions[a % len(decisions)].number)])

    @rule()
    def another_report(self) -> None:
        if self.left:
            self.case.add([self.left.pop()])
            self.case.update()

    @rule()
    def all_again(self) -> None:
        before = {i.id: i.reports for i in self.case.incidents()}
        self.case.update(everything=True)
        estimates = remembered.estimates(self.case._db)
        assert estimates is not None
        assert estimates.reports == self.case.counts().reports
        assert len({i.id for i in self.case.incidents()} & before.keys()) > 0.9 * len(before)

    @invariant()
    def every_telling_is_in_one_incident(self) -> None:
        db = self.case._db
        told = {Member(r.id, i.key) for r in kept.reports(db) for i in self.case.reading(r.id).incidents if i.mentions}
        held = [Member(r["report"], r["key"]) for r in db.execute("SELECT report, key FROM members")]
        assert len(held) == len(set(held))
        assert set(held) == told

    @invariant()
    def every_account_is_there_once(self) -> None:
        db = self.case._db
        twice = db.execute("SELECT id FROM statements GROUP BY id HAVING count(DISTINCT incident) > 1").fetchall()
        assert twice == []
        said = {a["account"] for a in db.execute("SELECT DISTINCT account FROM statements")}
        assert len(said) == sum(len(self.case.show(i.id).accounts) for i in self.case.incidents())

    @invariant()
    def no_no_is_overridden(self) -> None:
        for d in kept.standing(self.case.decisions()):
            if d.kind is DecisionKind.SPLIT:
                sides = [self.incident_of(s) for s in d.subjects]
                assert all(sides[0] != other for other in sides[1:])
            elif d.kind in (DecisionKind.REJECT, DecisionKind.CONFIRM):
                column = "rejected" if d.kind is DecisionKind.REJECT else "confirmed"
                rows = self.case._db.execute(f"SELECT {column} FROM statements WHERE id = ?", d.subjects[:1])
                assert {r[0] for r in rows} == {1}

    @invariant()
    def every_name_leads_somewhere(self) -> None:
        self.had |= {i.id for i in self.case.incidents()}
        for name in itertools.islice(sorted(self.had), 200):
            assert self.case._db.execute(
                "SELECT 1 FROM incidents WHERE id = ?1 UNION SELECT 1 FROM redirects WHERE old = ?1", (name,)
            ).fetchone()

    def incident_of(self, subject: str) -> str:
        """The incident in which a telling, or the one that an incident is named after, is now."""
        report, _, key = subject.rpartition("/")
        where, values = ("report = ? AND key = ?", (report, key)) if report else ("name = ?", (subject,))
        row = self.case._db.execute(
            f"SELECT m.incident FROM tellings t JOIN members m USING (report, key) WHERE {where}", values
        )
        for found in row:
            return str(found[0])
        raise AssertionError(subject)


def test_no_account_is_lost_and_no_no_overridden_whatever_is_ruled(
    large: Path, mixed: list[Path], remembering: Extractor
) -> None:
    Ruling.base, Ruling.more, Ruling.reader = large, mixed[72:], remembering
    run_state_machine_as_test(
        Ruling,
        settings=settings(
            max_examples=4, stateful_step_count=10, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )


def test_a_ruling_that_would_come_back_against_another_is_refused(
    large: Path, remembering: Extractor, tmp_path: Path
) -> None:
    shutil.copy(large, tmp_path / "a.case")
    with ascribe.case.open_case(tmp_path / "a.case", extractor=remembering) as case:
        one, other = (i.id for i in case.incidents()[:2])
        case.decide(DecisionKind.SPLIT, [one, other], author="tester")
        case.decide(DecisionKind.UNDO, ["1"], author="tester")
        case.decide(DecisionKind.MERGE, [one, other], author="tester")
        with pytest.raises(DecisionConflictError, match="decision 3 by tester"):
            case.decide(DecisionKind.UNDO, ["2"], author="tester")
        case.decide(DecisionKind.UNDO, ["3"], author="tester")
        case.decide(DecisionKind.UNDO, ["2"], author="tester")
        with pytest.raises(DecisionConflictError, match="decision 1 by tester"):
            case.decide(DecisionKind.MERGE, [one, other], author="tester")
