"""The one object that a program holds: opens a case and runs the rooms in order. Here alone the rooms meet."""

from __future__ import annotations

import getpass
import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Any

import msgspec

from ascribe import assembly
from ascribe.extract import default_extractor
from ascribe.extract.extractor import Extractor
from ascribe.model import Attribute, Decision, DecisionKind, Grade, Reading, Refusal, Report, Taken
from ascribe.model.errors import DecisionConflictError, InputError, NotFoundError, UsageError
from ascribe.model.form import to_form
from ascribe.model.view import (
    ActorRow,
    Added,
    Counts,
    IncidentFilter,
    IncidentRow,
    IncidentView,
    ReportRow,
    ReportView,
    SearchHit,
    SourceRow,
    Updated,
)
from ascribe.read import Options, take
from ascribe.resolve.declared import parse_declared
from ascribe.store import connection as files
from ascribe.store import derived, kept, queries

__all__ = ["Case", "IncidentFilter", "new", "open_case", "read_file"]

Progress = Callable[[int, int | None], None]
"""Called with how much is done, and of how much where that is known."""

BATCH = 50
"""Reports that are committed together: what a kill can lose is one batch that nobody was told is in."""
POOL_FROM = 40
"""Reports waiting from which on more than one process reads."""
PROGRAM = "0.1.0"
"""Part of what derived tables depend on: a new program resolves anew."""


def _silent(_done: int, _total: int | None) -> None:
    """No progress wanted."""


class Case:
    """An open case. Use as a context manager, or call `close`."""

    def __init__(self, connection: Any, path: Path, extractor: Extractor | None = None) -> None:
        self._db = connection
        self.path = path
        self._extractor = extractor or default_extractor()

    def __enter__(self) -> Case:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Closes the file."""
        self._db.close()

    # taking in ------------------------------------------------------------------------------------------------

    def add(self, paths: Iterable[Path | str], options: Options | None = None, progress: Progress = _silent) -> Added:
        """Takes in reports, once each. What cannot be read is listed with the reason; the rest goes in."""
        options = options or Options()
        given = [str(p) for p in paths]
        taken = known = 0
        refused: list[Refusal] = []
        batch: list[Taken] = []
        for item in _all(given, options):
            if isinstance(item, Refusal):
                refused.append(item)
                continue
            batch.append(item)
            if len(batch) >= BATCH:
                new, old = kept.add_reports(self._db, batch)
                taken, known, batch = taken + new, known + old, []
                progress(taken + known, None)
        new, old = kept.add_reports(self._db, batch)
        taken, known = taken + new, known + old
        progress(taken + known, taken + known)
        what = f"{taken} taken in, {known} already there, {len(refused)} refused"
        with files.writing(self._db):
            kept.enter(self._db, kept.INTAKE, given, _author(None), reason=what)
        return Added(taken, known, tuple(refused))

    def update(self, *, everything: bool = False, progress: Progress = _silent) -> Updated:
        """Extracts, resolves and weighs whatever is new. Interrupted, it goes on from there the next time."""
        if everything:
            derived.forget(self._db)
        waiting = derived.unread(self._db, self._extractor.name)
        self._read(waiting, progress)
        fingerprint = self._fingerprint()
        if derived.state(self._db, "resolved") != fingerprint:
            self._resolve(fingerprint)
        return Updated(len(waiting), self.counts().incidents)

    def _read(self, waiting: Sequence[str], progress: Progress) -> None:
        reports = {r.id: r for r in kept.reports(self._db)} if waiting else {}
        chosen = [reports[i] for i in waiting]
        done = 0
        for batch in _batches(self._readings(chosen), BATCH):
            derived.put_readings(self._db, [derived.traceable(reports[r.report], r) for r in batch])
            done += len(batch)
            progress(done, len(chosen))

    def _readings(self, reports: Sequence[Report]) -> Iterator[Reading]:
        """Readings in the order of the reports, by several processes where there is much to read."""
        workers = min(os.cpu_count() or 1, 8)
        if len(reports) < POOL_FROM or workers == 1:
            yield from map(self._extractor.read, reports)
            return
        with ProcessPoolExecutor(workers) as pool:
            yield from pool.map(self._extractor.read, reports, chunksize=10)

    def _fingerprint(self) -> str:
        """What the derived tables depend on: reports, readings, decisions, program."""
        parts: list[object] = [PROGRAM, self._extractor.name]
        parts += [tuple(r) for r in self._db.execute("SELECT report, extractor FROM readings ORDER BY report")]
        parts += [d.number for d in self.decisions()]
        return hashlib.sha256(msgspec.json.encode(parts)).hexdigest()

    def _resolve(self, fingerprint: str) -> None:
        held = derived.readings(self._db)
        pairs = [(report, held[report.id]) for report in kept.reports(self._db) if report.id in held]
        standing = kept.standing(self.decisions())
        derived.replace_derived(self._db, assembly.assemble(pairs, standing), fingerprint)

    # asking ---------------------------------------------------------------------------------------------------

    def counts(self) -> Counts:
        """What the case holds, and how many reports wait for `update`."""
        return queries.counts(self._db, self._extractor.name)

    def incidents(self, chosen: IncidentFilter | None = None) -> tuple[IncidentRow, ...]:
        """The table of incidents, by date."""
        return queries.incident_rows(self._db, chosen or IncidentFilter())

    def show(self, incident: str) -> IncidentView:
        """One incident with every account, conflict, finding, tie and proceeding. The id may be shortened."""
        known = self._incident_id(incident)
        row = queries.rows_of(self._db, [known])[known]
        weighed = queries.weighed(self._db, known)
        accounts = queries.account_views(self._db, known)
        ties, proceedings = assembly.around(
            known,
            queries.members(self._db),
            lambda report: self.reading(report),
            lambda report: kept.find_report(self._db, report)[0],
            lambda ids: queries.rows_of(self._db, ids),
        )
        actors = queries.actors(self._db)
        named = {s.actor for a in accounts for s in a.statements if s.actor in actors}
        about = {known, *(s.id for a in accounts for s in a.statements)}
        decisions = tuple(d for d in self.decisions() if about & set(d.subjects))
        return IncidentView(
            row=row,
            findings=weighed.findings,
            conflicts=weighed.conflicts,
            accounts=accounts,
            ties=ties,
            proceedings=proceedings,
            decisions=decisions,
            actors=tuple(actors[a] for a in sorted(filter(None, named))),
        )

    def reports(self) -> tuple[ReportRow, ...]:
        """The table of reports, in order of intake."""
        return queries.report_rows(self._db)

    def report(self, handle: str) -> ReportView:
        """One report, by id, the beginning of an id, or name, with every statement drawn from it."""
        report = self._report(handle)
        copied = queries.copies(self._db)
        statements = queries.shown_report(self._db, report)
        ids = sorted({i for (r, _), i in queries.members(self._db).items() if r == report.id})
        rows = queries.rows_of(self._db, ids)
        return ReportView(
            report=report,
            copy_of=copied.get(report.id),
            copies=tuple(c for c, o in copied.items() if o == report.id),
            incidents=tuple(sorted(rows.values(), key=lambda r: r.id)),
            statements=tuple(statements),
            proceedings=assembly.proceedings_of(report, self.reading(report.id), queries.members(self._db)),
        )

    def reading(self, report: str) -> Reading:
        """What the extractor found in one report."""
        found = queries.reading_of(self._db, self._report(report).id)
        if found is None:
            raise NotFoundError(f"report {report} is not read yet: ascribe update {self.path}")
        return found

    def original(self, report: str) -> bytes:
        """The bytes that a report was taken from."""
        return kept.original(self._db, self._report(report).sha256)

    def actors(self) -> tuple[ActorRow, ...]:
        """Who is named as responsible, and by whom."""
        return queries.actor_rows(self._db)

    def sources(self) -> tuple[SourceRow, ...]:
        """Who says what, and how often others say otherwise."""
        grades = assembly.grades(kept.standing(self.decisions()))
        return queries.source_rows(self._db, {name: grade.value for name, grade in grades.items()})

    def search(self, words: str, limit: int = 20) -> tuple[SearchHit, ...]:
        """Incidents and reports that hold these words."""
        return queries.search(self._db, words, limit)

    def decisions(self) -> tuple[Decision, ...]:
        """Every decision in order of entry, those undone included."""
        return kept.decisions(self._db)

    # ruling ---------------------------------------------------------------------------------------------------

    def decide(
        self,
        kind: DecisionKind,
        subjects: Sequence[str] = (),
        *,
        author: str | None = None,
        reason: str | None = None,
        attribute: str | None = None,
        value: str | None = None,
    ) -> Decision:
        """Enters a decision into the journal and applies it. Raises where it names what is not there."""
        subjects = self._checked(kind, tuple(subjects), attribute, value)
        with files.writing(self._db):
            number = kept.enter(
                self._db, kind.value, subjects, _author(author), reason=reason, attribute=attribute, value=value
            )
        self.update()
        return self.decisions()[[d.number for d in self.decisions()].index(number)]

    def declare(self, source: Path, *, author: str | None = None, reason: str | None = None) -> tuple[Decision, ...]:
        """Declares the actors and places of a JSON file, one decision each, all or none."""
        try:
            entries = parse_declared(source.read_bytes())
        except (OSError, ValueError) as error:
            raise InputError(f"{source} cannot be declared: {error}") from None
        numbers = []
        with files.writing(self._db):
            for kind, name, value in entries:
                numbers.append(
                    kept.enter(
                        self._db,
                        DecisionKind.DECLARE.value,
                        [name],
                        _author(author),
                        reason=reason,
                        attribute=kind,
                        value=value,
                    )
                )
        self.update()
        return tuple(d for d in self.decisions() if d.number in set(numbers))

    def _checked(
        self, kind: DecisionKind, subjects: tuple[str, ...], attribute: str | None, value: str | None
    ) -> tuple[str, ...]:
        """The subjects as they are entered; raises where they make no sense."""
        if not subjects:
            raise UsageError(f"{kind.value} needs to be told of what; see: ascribe decide --help")
        if kind is DecisionKind.MERGE:
            if len(subjects) < 2:
                raise UsageError("merge needs two incidents or more")
            return tuple(self._incident_id(s) for s in subjects)
        if kind is DecisionKind.SPLIT:
            if len(subjects) < 2:
                raise UsageError("split needs an incident and the accounts that are not of it, as REPORT/KEY")
            return (self._incident_id(subjects[0]), *map(self._member, subjects[1:]))
        if kind is DecisionKind.CORRECT:
            if attribute not in set(Attribute) or not value:
                raise UsageError("correct needs --attribute and --value")
            return tuple(self._incident_id(s) for s in subjects)
        if kind in {DecisionKind.REJECT, DecisionKind.CONFIRM}:
            self._refuse_clash(kind, subjects)
            for s in subjects:
                if not self._db.execute("SELECT 1 FROM statements WHERE id = ?", (s,)).fetchone():
                    raise NotFoundError(f"there is no statement {s}; ascribe show --json prints their ids")
        if kind is DecisionKind.GRADE and value not in set(Grade):
            raise UsageError(
                "grade needs --value, a letter from A (reliable) to E (unreliable), or F (cannot be judged)"
            )
        if kind is DecisionKind.UNDO:
            known = {str(d.number) for d in self.decisions()}
            for s in subjects:
                if s not in known:
                    raise NotFoundError(f"there is no decision {s}; there are {', '.join(sorted(known)) or 'none'}")
        return subjects

    def _refuse_clash(self, kind: DecisionKind, subjects: tuple[str, ...]) -> None:
        other = DecisionKind.CONFIRM if kind is DecisionKind.REJECT else DecisionKind.REJECT
        for d in kept.standing(self.decisions()):
            if d.kind is other and set(d.subjects) & set(subjects):
                raise DecisionConflictError(
                    f"decision {d.number} by {d.author} says {other.value}; undo it first: "
                    f"ascribe decide {self.path} undo {d.number}"
                )

    def _member(self, subject: str) -> str:
        handle, _, key = subject.partition("/")
        report = self._report(handle)
        if (report.id, key) not in queries.members(self._db):
            raise NotFoundError(f"report {handle} tells of no incident {key!r}")
        return f"{report.id}/{key}"

    def _incident_id(self, handle: str) -> str:
        found = queries.incident_ids(self._db, handle)
        if not found:
            raise NotFoundError(f"there is no incident {handle}; see: ascribe incidents {self.path}")
        if len(found) > 1:
            raise UsageError(f"{handle} could be {', '.join(found[:5])}; give more of the id")
        return found[0]

    def _report(self, handle: str) -> Report:
        found = kept.find_report(self._db, handle)
        if not found:
            raise NotFoundError(f"there is no report {handle}; see: ascribe reports {self.path}")
        return found[0]


def new(path: Path | str, *, extractor: Extractor | None = None) -> Case:
    """Starts a case file and opens it. Refuses a path that exists."""
    return Case(files.create(Path(path)), Path(path), extractor)


def open_case(path: Path | str, *, extractor: Extractor | None = None) -> Case:
    """Opens a case file. Raises NotFoundError where there is none, CaseFileError where it is something else."""
    return Case(files.connect(Path(path)), Path(path), extractor)


def read_file(path: Path | str, options: Options | None = None) -> list[dict[str, Any]]:
    """What one file's reports say, in the annotation form; no case. Raises InputError where it cannot be read."""
    extractor = default_extractor()
    forms = []
    for item in take(path, options or Options()):
        if isinstance(item, Refusal):
            raise InputError(f"{item.location}: {item.reason}")
        forms.append(to_form(item.report, extractor.read(item.report)))
    return forms


def _all(paths: Sequence[str], options: Options) -> Iterator[Taken | Refusal]:
    for path in paths:
        yield from take(path, options)


def _batches(items: Iterator[Reading], size: int) -> Iterator[list[Reading]]:
    batch: list[Reading] = []
    for item in items:
        batch.append(item)
        if len(batch) >= size:
            yield batch
            batch = []
    if batch:
        yield batch


def _author(author: str | None) -> str:
    """Who decides: as told, or the account's name."""
    if author:
        return author
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"
