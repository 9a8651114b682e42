"""The one object that a program holds: opens a case and runs the rooms in order. Here alone the rooms meet."""

from __future__ import annotations

import getpass
import hashlib
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

import msgspec

from ascribe.assembly import assemble, grades, uncollected
from ascribe.extract import default_extractor
from ascribe.extract.extractor import Extractor
from ascribe.model import Attribute, Decision, DecisionKind, Reading, Refusal, Taken
from ascribe.model.errors import InputError, NotFoundError
from ascribe.model.form import to_form
from ascribe.model.matrix import Matrix
from ascribe.model.network import Network, SaidOf
from ascribe.model.view import (
    ActorRow,
    Added,
    Counts,
    IncidentFilter,
    IncidentPage,
    IncidentRow,
    IncidentView,
    Overview,
    ReportRow,
    ReportView,
    SearchHit,
    SourceRow,
    Updated,
)
from ascribe.read import Options, take
from ascribe.readers import readers
from ascribe.resolve.declared import parse_declared
from ascribe.rulings import Ruling, checked, not_overtaken
from ascribe.store import connection as files
from ascribe.store import derived, handles, kept, network, pages, queries
from ascribe.weigh.hypotheses import matrix

__all__ = ["Case", "IncidentFilter", "new", "open_case", "read_file"]

MATRIX_KINDS = frozenset({DecisionKind.HYPOTHESIS, DecisionKind.EVIDENCE, DecisionKind.CELL})
Progress = Callable[[int, int | None], None]
"""Called with how much is done, and of how much where that is known."""

BATCH = 50
"""Reports that are committed together: what a kill can lose is one batch that nobody was told is in."""
BATCH_BYTES = 20_000_000
"""Bytes of originals that are held in memory at most before they are committed."""
ATTEMPTS = 5
"""Times that resolving begins again because another process changed the case; after that, that process resolves."""
PROGRAM = "0.1.0"
"""Part of what derived tables depend on: a new program resolves anew."""


def _silent(_done: int, _total: int | None) -> None:
    """No progress wanted."""


class Case:
    """An open case. Use as a context manager, or call `close`."""

    def __init__(self, connection: sqlite3.Connection, path: Path, extractor: Extractor | None = None) -> None:
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
        """Takes in reports, once each. What cannot be read is listed with the reason; the rest goes in.

        `progress` is called after each batch is safely in the file: what it has counted, no crash can take away.
        """
        given = [str(p) for p in paths]
        taken = known = 0
        refused: list[Refusal] = []
        try:
            for batch in _batches(_all(given, options or Options(), refused), BATCH):
                new, old = kept.add_reports(self._db, batch)
                taken, known = taken + new, known + old
                progress(taken + known, None)
        except KeyboardInterrupt:
            self._enter_intake(given, f"{taken} taken in, {known} already there, then interrupted")
            raise
        self._enter_intake(given, f"{taken} taken in, {known} already there, {len(refused)} refused")
        progress(taken + known, taken + known)
        return Added(taken, known, tuple(refused))

    def _enter_intake(self, paths: Sequence[str], what: str) -> None:
        with files.writing(self._db):
            kept.enter(self._db, kept.INTAKE, paths, _author(None), reason=what)

    def update(self, *, everything: bool = False, progress: Progress = _silent) -> Updated:
        """Extracts, resolves and weighs whatever is new. Interrupted, it goes on from there the next time."""
        if everything:
            derived.outdate(self._db)
        waiting = derived.unread(self._db, self._extractor.name)
        untraceable = self._read(waiting, progress)
        self._resolve()
        return Updated(len(waiting), self.counts().incidents, untraceable)

    def spent(self) -> str | None:
        """What the reader has asked and paid, in words; None where it reads on this machine."""
        told = getattr(self._extractor, "spent", None)
        return str(told) if told is not None else None

    def _read(self, waiting: Sequence[str], progress: Progress) -> int:
        """Reads the reports, commits batch by batch; returns how many passages were dropped as untraceable."""
        done = dropped = 0
        with readers(self._extractor, len(waiting)) as read:
            for start in range(0, len(waiting), BATCH):
                reports = kept.reports_of(self._db, waiting[start : start + BATCH])
                found = [derived.traceable(*pair) for pair in zip(reports, read(reports), strict=True)]
                derived.put_readings(
                    self._db, [msgspec.structs.replace(r, extractor=self._extractor.name) for r in found]
                )
                done += len(reports)
                dropped += sum(len(r.refused) for r in found)
                progress(done, len(waiting))
        return dropped

    def _fingerprint(self) -> str:
        """What the derived tables depend on: program, reports with their readings, decisions."""
        parts: list[object] = [PROGRAM]
        parts += [tuple(r) for r in self._db.execute("SELECT report, extractor FROM readings ORDER BY report")]
        parts += [d.number for d in self.decisions()]
        return hashlib.sha256(msgspec.json.encode(parts)).hexdigest()

    def _resolve(self) -> None:
        """Resolves and weighs anew where anything changed; again where another process changed it meanwhile."""
        with uncollected():
            self._resolve_anew()

    def _resolve_anew(self) -> None:
        for _ in range(ATTEMPTS):
            with files.reading(self._db):
                fingerprint = self._fingerprint()
                if derived.state(self._db, "resolved") == fingerprint:
                    return
                held = derived.readings(self._db)
                pairs = [(report, held[report.id]) for report in kept.reports(self._db) if report.id in held]
                standing = kept.standing(self.decisions())
            if derived.replace_derived(self._db, assemble(pairs, standing), fingerprint, self._fingerprint):
                return

    # asking ---------------------------------------------------------------------------------------------------

    def counts(self) -> Counts:
        """What the case holds, and how many reports wait for `update`."""
        return queries.counts(self._db, self._extractor.name)

    def incidents(self, chosen: IncidentFilter | None = None) -> tuple[IncidentRow, ...]:
        """The table of incidents, by date."""
        return queries.incident_rows(self._db, chosen or IncidentFilter())

    def incident_page(
        self, chosen: IncidentFilter, sort: str = "when", descending: bool = False, limit: int = 100, offset: int = 0
    ) -> IncidentPage:
        """Some of the incidents in an order asked for, and how many there are in all."""
        with files.reading(self._db):
            return pages.incident_page(self._db, chosen, sort, descending, limit, offset)

    def overview(self, chosen: IncidentFilter) -> Overview:
        """The incidents that a filter lets through, counted by month and by place."""
        return pages.overview(self._db, chosen)

    def show(self, incident: str) -> IncidentView:
        """One incident with every account, conflict, finding, tie and proceeding. The id may be shortened."""
        with files.reading(self._db):
            return self._show(handles.incident(self._db, incident))

    def tellings(self, incident: str) -> tuple[tuple[str, str], ...]:
        """The tellings of an incident as REPORT/KEY with a name for people; the one it is named after first."""
        return pages.tellings(self._db, handles.incident(self._db, incident))

    def _show(self, known: str) -> IncidentView:
        weighed = queries.weighed(self._db, known)
        accounts = queries.account_views(self._db, known)
        said = [s for a in accounts for s in a.statements]
        named = {s.actor for s in said} | {c.actor for f in weighed.findings for c in f.candidates}
        about = {known, *(s.id for s in said)}
        return IncidentView(
            row=queries.rows_of(self._db, [known])[known],
            findings=weighed.findings,
            conflicts=weighed.conflicts,
            accounts=accounts,
            ties=queries.ties(self._db, known),
            proceedings=queries.proceedings(self._db, "incident", known),
            decisions=tuple(d for d in self.decisions() if about & set(d.subjects)),
            actors=tuple(queries.actors(self._db, filter(None, named)).values()),
        )

    def hypotheses(self, incident: str) -> Matrix:
        """Who could have done it, what speaks for and against each, and what would turn the answer."""
        with files.reading(self._db):
            known = handles.incident(self._db, incident)
            findings = queries.weighed(self._db, known).findings
            about = [d for d in kept.standing(self.decisions()) if known in _incidents_of(self._db, d)]
            return matrix(known, next((f for f in findings if f.attribute is Attribute.RESPONSIBLE), None), about)

    def reports(self, limit: int = -1, offset: int = 0) -> tuple[ReportRow, ...]:
        """The table of reports, in order of intake: all, or so many from the one at `offset` on."""
        return queries.report_rows(self._db, limit, offset)

    def report(self, handle: str) -> ReportView:
        """One report, by id, the beginning of an id, or name, with every statement drawn from it."""
        with files.reading(self._db):
            report = handles.report(self._db, handle)
            rows = queries.rows_of(self._db, set(queries.told_by(self._db, report.id).values()))
            return ReportView(
                report=report,
                copy_of=queries.copies(self._db, [report.id]).get(report.id),
                copies=queries.copies_of(self._db, report.id),
                incidents=tuple(rows.values()),
                statements=tuple(queries.shown_report(self._db, report)),
                proceedings=queries.proceedings(self._db, "report", report.id),
            )

    def reading(self, report: str) -> Reading:
        """What the extractor found in one report."""
        found = derived.reading(self._db, handles.report(self._db, report).id)
        if found is None:
            raise NotFoundError(f"report {report} is not read yet: ascribe update {self.path}")
        return found

    def original(self, report: str) -> bytes:
        """The bytes that a report was taken from."""
        return kept.original(self._db, handles.report(self._db, report).sha256)

    def actors(self) -> tuple[ActorRow, ...]:
        """Who is named as responsible, and by whom."""
        return queries.actor_rows(self._db)

    def sources(self) -> tuple[SourceRow, ...]:
        """Who says what, and how often others say otherwise."""
        given = grades(kept.standing(self.decisions()))
        return queries.source_rows(self._db, {name: grade.value for name, grade in given.items()})

    def network(self, chosen: IncidentFilter) -> Network:
        """Who accuses whom and which incidents are tied, among the incidents that a filter lets through."""
        return network.network(self._db, chosen)

    def said_of(self, speaker: str, named: str, chosen: IncidentFilter) -> tuple[SaidOf, ...]:
        """The statements behind the accusation of one party by another (keys of `network`), by incident."""
        return network.said_of(self._db, speaker, named, chosen)

    def search(self, words: str, limit: int = 20) -> tuple[SearchHit, ...]:
        """Incidents, reports and statements that hold these words, then sentences that mean the like."""
        found = queries.search(self._db, words, limit)
        meaning = getattr(self._extractor, "meaning", None)
        if meaning is None or not words.strip():
            return found
        return found + queries.alike(self._db, meaning(words), {h.report for h in found}, max(3, limit - len(found)))

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
        seen: int | None = None,
    ) -> Decision:
        """Enters a decision into the journal and applies it; `seen` is the last decision that its author knew of.

        Raises UsageError, NotFoundError or DecisionConflictError (a later decision than `seen` touches the same
        incident, too), and then enters nothing.
        """
        return self._enter([Ruling(kind, tuple(subjects), attribute, value)], author, reason, seen)[0]

    def declare(
        self, source: Path | str, *, author: str | None = None, reason: str | None = None
    ) -> tuple[Decision, ...]:
        """Declares the actors and places of a JSON file, one decision each, all or none."""
        try:
            entries = parse_declared(Path(source).read_bytes())
        except (OSError, ValueError) as error:
            raise InputError(f"{source} cannot be declared: {error}") from None
        asked = [Ruling(DecisionKind.DECLARE, (name,), kind, value) for kind, name, value in entries]
        return self._enter(asked, author, reason)

    def _enter(
        self, asked: Sequence[Ruling], author: str | None, reason: str | None, seen: int | None = None
    ) -> tuple[Decision, ...]:
        """Checks and enters in one transaction, so that nothing changes between the two; then resolves anew."""
        numbers = set()
        with files.writing(self._db):
            for one in asked:
                r = checked(self._db, one)
                if seen is not None:
                    not_overtaken(self._db, r, seen)
                number = kept.enter(
                    self._db,
                    r.kind.value,
                    r.subjects,
                    _author(author),
                    reason=reason,
                    attribute=r.attribute,
                    value=r.value,
                )
                numbers.add(number)
        self._resolve()
        return tuple(d for d in self.decisions() if d.number in numbers)


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


def _all(paths: Sequence[str], options: Options, refused: list[Refusal]) -> Iterator[Taken]:
    """What `read` takes from the paths; what it refuses is put aside."""
    for path in paths:
        for item in take(path, options):
            if isinstance(item, Refusal):
                refused.append(item)
            else:
                yield item


def _batches(items: Iterator[Taken], size: int) -> Iterator[list[Taken]]:
    """So many at a time, or fewer where a second has passed or they are large, so that a kill loses little."""
    batch: list[Taken] = []
    began, held = time.monotonic(), 0
    for item in items:
        batch.append(item)
        held += len(item.original)
        if len(batch) >= size or held > BATCH_BYTES or time.monotonic() - began > 1:
            yield batch
            batch, began, held = [], time.monotonic(), 0
    if batch:
        yield batch


def _incidents_of(c: sqlite3.Connection, decision: Decision) -> tuple[str, ...]:
    """The incident, under its identifier of today, that a decision about a matrix names first."""
    if decision.kind not in MATRIX_KINDS:
        return ()
    return tuple(queries.incident_ids(c, decision.subjects[0]))


def _author(author: str | None) -> str:
    """Who decides: as told, or the account's name."""
    if author:
        return author
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"
