"""Track records and relations for a terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from ascribe.model.record import TrackRecord
from ascribe.model.relation import Relation
from ascribe.model.reliability import Measured
from ascribe.model.view import SourceRow
from ascribe.show.terminal import WORDED, plain


def sources_table(rows: Sequence[SourceRow], records: Sequence[TrackRecord] = ()) -> Table:
    """Who says what, how often others say otherwise, and what became of it."""
    table = Table(box=None, header_style="bold", pad_edge=False, padding=(0, 2, 0, 0))
    for name in (
        "voice",
        "kind",
        "reports",
        "statements",
        "attributions",
        "disputed",
        "settled",
        "reliability",
        "grade",
    ):
        table.add_column(name, overflow="fold")
    held = {(r.voice, r.kind.value): r for r in records}
    for row in rows:
        record = held.get((row.voice, row.kind))
        settled = f"{record.established} right, {record.contradicted} wrong" if record and _settled(record) else ""
        worth = reliability(max(record.reliabilities, key=lambda m: m.claims)) if record else ""
        kind = row.kind.replace("_", " ")
        told = (row.voice, kind, row.reports, row.statements, row.attributions, row.disputed, settled, worth, row.grade)
        table.add_row(*map(plain, told))
    return table


def _settled(record: TrackRecord) -> int:
    return record.established + record.contradicted


def reliability(m: Measured) -> str:
    """A share right with its interval."""
    return f"{m.mean:.2f} ({m.low:.2f}–{m.high:.2f})"


def records_page(records: Sequence[TrackRecord]) -> RenderableType:
    """Each voice with what it said, line by line, and how far its word is believed in each capacity."""
    if not records:
        return Text("Nothing said of who is responsible names a known actor.")
    parts: list[RenderableType] = []
    for r in records:
        told = f"{r.established} established, {r.contradicted} contradicted, {r.open} open"
        parts.append(Text.assemble((r.voice, "bold"), f" ({r.kind.value.replace('_', ' ')}): {told}"))
        for m in r.reliabilities:
            ground = f"measured by {m.claims:g} statements" if m.claims else "as usual of its kind"
            parts.append(Padding(Text(f"speaking {m.capacity.value}: right {reliability(m)}, {ground}"), (0, 0, 0, 2)))
        for e in r.entries:
            more = " Others say otherwise." if e.contested else ""
            line = f"{e.incident}  {WORDED[e.stance]}: {e.actor}. {e.outcome.value.capitalize()}. {e.why}{more}"
            parts.append(Padding(Text(line), (0, 0, 0, 4)))
    return Group(*parts)


def relations_table(relations: Sequence[Relation], names: Mapping[str, str]) -> Table:
    """Who stands how to whom, according to what."""
    table = Table(box=None, header_style="bold", pad_edge=False, padding=(0, 2, 0, 0))
    for name in ("actor", "is", "of whom", "source"):
        table.add_column(name, overflow="fold")
    for r in relations:
        source = r.source + (f": “{r.quote}”" if r.quote else "")
        table.add_row(*map(plain, (names.get(r.one, r.one), r.kind.value, names.get(r.other, r.other), source)))
    return table
