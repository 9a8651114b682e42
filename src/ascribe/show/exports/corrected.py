"""Reports that a person has ruled on, as labelled reports that a reader can learn from."""

from __future__ import annotations

from pathlib import Path

import msgspec

from ascribe.case import Case
from ascribe.model import Account, DecisionKind, Reading, Statement, statement_id
from ascribe.model.form import to_form
from ascribe.show.exports.documents import file_name
from ascribe.show.exports.files import put

RULED = frozenset({DecisionKind.CONFIRM, DecisionKind.REJECT})


def corrected_files(case: Case, folder: Path) -> tuple[Path, ...]:
    """NAME.json beside NAME.txt for each report that a person confirmed or rejected a statement of: to learn from."""
    ruled = {s for d in case.decisions() if d.kind in RULED for s in d.subjects}
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for row in case.reports():
        view = case.report(row.id)
        if not ruled & {s.id for s in view.statements}:
            continue
        rejected = {s.id for s in view.statements if s.rejected}
        report, reading = view.report, case.reading(row.id)
        name = f"{file_name(report.name) or 'report'}-{report.id}"
        form = msgspec.json.format(msgspec.json.encode(to_form(report, _without(reading, rejected))), indent=1)
        written.append(put(folder / f"{name}.json", form + b"\n"))
        written.append(put(folder / f"{name}.txt", report.text.encode()))
    return tuple(written)


def _without(reading: Reading, rejected: set[str]) -> Reading:
    """The reading without some of its statements; an incident of which nothing is left drops out."""
    anchors = {i.key: i.mentions[0] for i in reading.incidents}

    def stays(a: Account, s: Statement) -> bool:
        return statement_id(reading.report, anchors[a.incident], a.voice, s) not in rejected

    accounts = []
    for a in reading.accounts:
        kept = [
            s for s in a.statements if statement_id(reading.report, anchors[a.incident], a.voice, s) not in rejected
        ]
        if kept:
            accounts.append(Account(a.incident, a.voice, tuple(kept)))
    told = {a.incident for a in accounts}
    return msgspec.structs.replace(
        reading,
        incidents=tuple(i for i in reading.incidents if i.key in told),
        accounts=tuple(accounts),
        ties=tuple(t for t in reading.ties if {t.source, t.target} <= told),
        conflicts=tuple(c for c in reading.conflicts if c.incident in told),
        proceedings=tuple(p for p in reading.proceedings if p.incident is None or p.incident in told),
    )
