"""What a case answers: every question that a page, a verb or a program asks of it. Nothing here changes the case."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path

import msgspec

from ascribe.assembly import NOBODY
from ascribe.extract.extractor import Extractor
from ascribe.model import OWN_VOICE, Actor, Attribute, Decision, DecisionKind, Reading
from ascribe.model.errors import NotFoundError
from ascribe.model.matrix import Matrix
from ascribe.model.network import Network, SaidPage
from ascribe.model.record import TrackRecord
from ascribe.model.relation import Relation
from ascribe.model.since import Mark, Since
from ascribe.model.view import (
    Counts,
    IncidentFilter,
    IncidentPart,
    IncidentResult,
    IncidentRow,
    IncidentView,
    ProposedTie,
    ReportRow,
    ReportView,
    StatementView,
    WaitingPage,
)
from ascribe.questions import Questions, author_of
from ascribe.resolve.series import COMPARED, SOON, SPAN, Deed, proposed_ties
from ascribe.store import connection as files
from ascribe.store import derived, handles, kept, likely, network, pages, parts, queries, recorded, since, waiting
from ascribe.weigh.hypotheses import matrix
from ascribe.weigh.records import in_order, record, track_records
from ascribe.weigh.relations import extended

MATRIX_KINDS = frozenset({DecisionKind.HYPOTHESIS, DecisionKind.EVIDENCE, DecisionKind.CELL})


class Asking(Questions):
    """The reading half of an open case; `Case` adds what changes it."""

    def __init__(self, connection: sqlite3.Connection, path: Path, extractor: Extractor) -> None:
        self._db = connection
        self.path = path
        self._extractor = extractor

    def counts(self) -> Counts:
        """What the case holds, and how many reports wait for `update`."""
        return queries.counts(self._db, self._extractor.name)

    def show(self, incident: str, *, proposed: bool = True) -> IncidentView:
        """One incident with every account, conflict, finding, tie and proceeding. The id may be shortened.

        Without `proposed` no ties by likeness are looked for, which takes most of the time.
        """
        with files.reading(self._db):
            return self._show(handles.incident(self._db, incident), proposed)

    def part(
        self, incident: str, voice: str = "", limit: int = 100, offset: int = 0, *, proposed: bool = True
    ) -> IncidentPart:
        """The same with some of its accounts, by day of publication: all voices, or those that `voice` is a part of."""
        with files.reading(self._db):
            found = parts.part(self._db, handles.incident(self._db, incident), voice, limit, offset)
            if not proposed:
                return found
            tied = frozenset(t.other for t in found.ties)
            alike = self._proposed(found.row, tied, parts.words(self._db, found.row.id))
            return msgspec.structs.replace(found, proposed=alike)

    def result(self, incident: str) -> IncidentResult:
        """What one incident comes to, without what is said of it."""
        with files.reading(self._db):
            return parts.result(self._db, handles.incident(self._db, incident))

    def statements(self, incident: str, ids: Iterable[str]) -> dict[str, StatementView]:
        """Those of an incident's statements that have these ids."""
        return parts.statements(self._db, handles.incident(self._db, incident), ids)

    def heard(self, incident: str, names: Iterable[str]) -> set[str]:
        """Those of these names that are of a voice or an outlet of an incident."""
        return parts.heard(self._db, handles.incident(self._db, incident), names)

    def waiting(self, limit: int, offset: int = 0) -> WaitingPage:
        """The incidents that nobody has reviewed, those first that most need it, with the reasons."""
        return waiting.waiting(self._db, limit, offset)

    def near(self, incident: str) -> tuple[IncidentRow, ...]:
        """Other incidents near in time and place that could be the same, unless a person ruled that they are not."""
        return waiting.near(self._db, handles.incident(self._db, incident))

    def named(self, subjects: Iterable[str]) -> dict[str, tuple[str, str]]:
        """What decisions name -> the incident that it is or is of, with its headline; names of sources are left out."""
        return waiting.named(self._db, subjects)

    def mark(self) -> Mark:
        """How far the case has come, to ask `since` with later."""
        return since.mark(self._db)

    def since(self, seen: Mark, author: str | None = None, limit: int = 200) -> Since:
        """What came after a mark, but for the author's own decisions. Lists are cut at `limit`."""
        with files.reading(self._db):
            return since.since(self._db, seen, author_of(author), limit)

    def network(self, chosen: IncidentFilter) -> Network:
        """Who accuses whom and which incidents are tied, among the incidents that a filter lets through."""
        return network.network(self._db, chosen)

    def said_of(self, speaker: str, named: str, chosen: IncidentFilter, limit: int = 100, offset: int = 0) -> SaidPage:
        """The statements behind the accusation of one party by another (keys of `network`), by incident."""
        return network.said_of(self._db, speaker, named, chosen, limit, offset)

    def tellings(self, incident: str) -> tuple[tuple[str, str], ...]:
        """The tellings of an incident as REPORT/KEY with a name for people; the one it is named after first."""
        return pages.tellings(self._db, handles.incident(self._db, incident))

    def _show(self, known: str, proposed: bool) -> IncidentView:
        weighed = queries.weighed(self._db, known)
        accounts = queries.account_views(self._db, known)
        said = [s for a in accounts for s in a.statements]
        named = {s.actor for s in said} | {c.actor for f in weighed.findings for c in f.candidates}
        row, ties = queries.rows_of(self._db, [known])[known], queries.ties(self._db, known)
        return IncidentView(
            row=row,
            findings=weighed.findings,
            conflicts=weighed.conflicts,
            accounts=accounts,
            ties=ties,
            proceedings=queries.proceedings(self._db, "incident", known),
            decisions=parts.decisions_about(self._db, known),
            actors=tuple(queries.actors(self._db, filter(None, named)).values()),
            proposed=self._proposed(row, frozenset(t.other for t in ties), " ".join(s.quote for s in said))
            if proposed
            else (),
        )

    def _proposed(self, row: IncidentRow, tied: frozenset[str], words: str) -> tuple[ProposedTie, ...]:
        """Ties by likeness to incidents that no report ties to this one; those that a person rejected are left out."""
        ruled = likely.ruled_ties(self._db, row.id)
        mine = likely.named_for(self._db, [row.id]).get(row.id, {})
        ids = likely.candidates(self._db, row, mine, SPAN, SOON)
        rows = queries.rows_of(self._db, ids)
        names = likely.named_for(self._db, ids)
        best = likely.bests(self._db, [row.id, *ids], COMPARED)

        def deed(one: IncidentRow, said: str = "") -> Deed:
            means, target = (best.get((one.id, a.value)) for a in COMPARED)
            return Deed(one, mine if one.id == row.id else names.get(one.id, {}), means, target, said)

        gone = {o for o, (kind, _) in ruled.items() if kind is DecisionKind.REJECT}
        found = proposed_ties(deed(row, words), (deed(r) for r in rows.values()), tied | gone)
        return tuple(
            msgspec.structs.replace(t, confirmed_by=ruled[t.other][1]) if t.other in ruled else t for t in found
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

    def track_records(self, voice: str | None = None, limit: int = -1) -> tuple[TrackRecord, ...]:
        """What each voice said of who is responsible, and what of it was settled; of those of one name, or of all.

        `limit`: entries of each record that are given, what is settled first; the counts are of all.
        """
        with files.reading(self._db):
            if recorded.there(self._db):
                return self._records(voice, limit)
            actors = extended(queries.actors(self._db), derived.relations(self._db))
            names = {name.casefold(): a.id for a in actors.values() for name in (*a.aliases, a.name)}
            ruled = {
                incident: names.get(str(d.value).casefold(), NOBODY)
                for d in kept.standing(self.decisions())
                if d.kind is DecisionKind.CORRECT and d.attribute == Attribute.RESPONSIBLE
                for subject in d.subjects
                for incident in queries.incident_ids(self._db, subject)
            }
            said = queries.attributions(self._db, voice)
            found = track_records(said, actors, ruled, derived.reliabilities(self._db))
        if voice is None:
            return found
        own = {
            s.id
            for s in said
            if voice in (s.voice.name, (s.publisher or s.report_name) if s.voice == OWN_VOICE else "")
        }
        return tuple(r for r in found if any(own & set(e.statements) for e in r.entries))

    def _records(self, voice: str | None, limit: int) -> tuple[TrackRecord, ...]:
        """From what was kept when the case was resolved."""
        worth = {(m.voice, m.capacity): m for m in derived.reliabilities(self._db)}
        tallies = [recorded.tally(self._db, key) for key in recorded.keys(self._db, voice)]
        return in_order(
            record(t.key, t.name, t.kind, recorded.entries(self._db, t.key, limit), t.counted, worth)
            for t in tallies
            if t is not None
        )

    def known_actors(self) -> tuple[Actor, ...]:
        """The actors that the case names, with those that they belong to."""
        return tuple(queries.actors(self._db).values())

    def relations(self) -> tuple[Relation, ...]:
        """How the actors of the case stand to each other: as listed, declared, told by reports, or seen in them."""
        return derived.relations(self._db)

    def decisions(self) -> tuple[Decision, ...]:
        """Every decision in order of entry, those undone included."""
        return kept.decisions(self._db)


def _incidents_of(c: sqlite3.Connection, decision: Decision) -> tuple[str, ...]:
    """The incident, under its identifier of today, that a decision about a matrix names first."""
    if decision.kind not in MATRIX_KINDS:
        return ()
    return tuple(queries.incident_ids(c, decision.subjects[0]))
