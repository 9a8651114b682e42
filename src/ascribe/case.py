"""The one object that a program holds: opens a case and runs the rooms in order. Here alone the rooms meet."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

import msgspec

from ascribe.asking import Asking
from ascribe.assembly import assemble, uncollected
from ascribe.extract import default_extractor
from ascribe.extract.extractor import Extractor
from ascribe.growing import grown
from ascribe.memory import with_former
from ascribe.model import Decision, DecisionKind, Refusal, Taken
from ascribe.model.errors import InputError
from ascribe.model.form import to_form
from ascribe.model.view import (
    Added,
    IncidentFilter,
    Updated,
)
from ascribe.questions import author_of
from ascribe.read import Options, take
from ascribe.readers import readers
from ascribe.resolve import copies
from ascribe.resolve.declared import parse_declared
from ascribe.resolve.holding import found_again, renamed
from ascribe.rulings import Ruling, checked, not_overtaken
from ascribe.store import connection as files
from ascribe.store import derived, kept, queries, remembered

__all__ = ["Case", "IncidentFilter", "new", "open_case", "read_file"]

Progress = Callable[[int, int | None], None]
"""Called with how much is done, and of how much where that is known."""

BATCH = 50
"""Reports that are committed together: what a kill can lose is one batch that nobody was told is in."""
BATCH_BYTES = 20_000_000
"""Bytes of originals that are held in memory at most before they are committed."""
ATTEMPTS = 5
"""Times that resolving begins again because another process changed the case; after that, that process resolves."""
PROGRAM = f"0.1.0, {copies.METHOD}"
"""Part of what derived tables depend on: a new program resolves anew."""


def _silent(_done: int, _total: int | None) -> None:
    """No progress wanted."""


class Case(Asking):
    """An open case. Use as a context manager, or call `close`."""

    def __init__(self, connection: sqlite3.Connection, path: Path, extractor: Extractor | None = None) -> None:
        super().__init__(connection, path, extractor or default_extractor())

    def __enter__(self) -> Case:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Closes the file."""
        self._db.close()

    def schema(self) -> int:
        """A number that changes whenever the tables of the file do."""
        return int(self._db.execute("PRAGMA schema_version").fetchone()[0])

    def busy(self) -> bool:
        """Whether a transaction is under way."""
        return self._db.in_transaction

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
            kept.enter(self._db, kept.INTAKE, paths, author_of(None), reason=what)

    def update(self, *, everything: bool = False, progress: Progress = _silent) -> Updated:
        """Extracts, resolves and weighs whatever is new. Interrupted, it goes on from there the next time."""
        if everything:
            derived.outdate(self._db)
        waiting = derived.unread(self._db, self._extractor.name)
        untraceable = self._read(waiting, progress)
        weighed = self._resolve()
        return Updated(len(waiting), queries.incident_count(self._db), untraceable, weighed)

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
        """What the derived tables depend on: program, readings written so far, decisions entered so far."""
        return msgspec.json.encode([PROGRAM, derived.written(self._db), kept.entered(self._db)]).decode()

    def _resolve(self) -> int:
        """Resolves, and weighs what changed; again where another process changed it meanwhile. Returns how many."""
        with uncollected():
            return self._resolve_anew()

    def _resolve_anew(self) -> int:
        for _ in range(ATTEMPTS):
            with files.reading(self._db):
                fingerprint = self._fingerprint()
                resolved = derived.state(self._db, "resolved")
                if resolved == fingerprint:
                    return 0
                seen = _decisions_seen(resolved)
                found = grown(self._db, self.decisions(), seen) if seen is not None else None
                if found is None:
                    held = derived.readings(self._db)
                    reports = [report for report in kept.reports(self._db) if report.id in held]
                    positions = kept.positions(self._db)
                    entered = kept.decisions(self._db, as_entered=True)
                    before = derived.weighed(self._db)
            if found is None:
                pairs = [(report, held[report.id]) for report in reports]
                now = found_again(entered, held)
                standing = kept.standing(renamed(entered, now))
                whole = assemble(pairs, standing, before, {r.id: positions[r.id] for r in reports})
                found = with_former(whole, now, everything=True)
            if derived.replace_derived(self._db, found, fingerprint, self._fingerprint):
                return found.anew
        return 0

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
                    author_of(author),
                    reason=reason,
                    attribute=r.attribute,
                    value=r.value,
                    held={s: h for s in r.subjects if (h := remembered.held(self._db, s)) is not None},
                )
                numbers.add(number)
        self._resolve()
        return tuple(d for d in self.decisions() if d.number in numbers)


def _decisions_seen(resolved: str | None) -> int | None:
    """How many decisions there were when a case was resolved; None where another program did, or none."""
    if resolved is None or not resolved.startswith("["):
        return None
    program, _, decisions = msgspec.json.decode(resolved, type=tuple[str, int, int])
    return decisions if program == PROGRAM else None


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
