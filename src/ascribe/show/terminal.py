"""Tables and pages for people at a terminal. Values in, rich renderables out; nothing is printed here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from ascribe.model import THE_REPORT, Attribute, Candidate, Conflict, Finding, Stance
from ascribe.model.matrix import Mark, Matrix
from ascribe.model.view import (
    AccountView,
    ActorRow,
    IncidentRow,
    IncidentView,
    ProposedTie,
    ReportRow,
    SearchHit,
    StatementView,
)

NOT_TOLD = "–"
WORDED = {
    Stance.CLAIMS: "says that it did this",
    Stance.ACCUSES: "accuses",
    Stance.SUSPECTS: "suspects",
    Stance.REPORTS: "reports",
    Stance.DENIES: "denies",
    Stance.CONFESSES: "is reported to confess",
    Stance.CONVICTS: "convicts",
    Stance.DOUBTS: "doubts",
}
"""How a stance is worded, so that an allegation reads as one."""


def plain(value: object) -> Text:
    """A value as text without markup, however hostile its words."""
    return Text(NOT_TOLD if value in (None, "") else str(value))


def incidents_table(rows: Sequence[IncidentRow]) -> Table:
    """One line an incident."""
    table = Table(box=None, header_style="bold", pad_edge=False, padding=(0, 2, 0, 0))
    for name in ("id", "when", "where", "kind", "killed", "said to be responsible", "contested", "told by"):
        table.add_column(name, no_wrap=name in {"id", "when"}, overflow="fold")
    for row in rows:
        table.add_row(
            Text(row.id, style="cyan"),
            plain(row.when),
            plain(row.where),
            plain(
                row.kind.replace("_", " ") + ("" if row.status == "occurred" else f" ({row.status.replace('_', ' ')})")
            ),
            plain(row.killed),
            _responsible(row),
            Text(", ".join(a.value for a in row.contested), style="yellow"),
            plain(_told_by(row)),
        )
    return table


def _responsible(row: IncidentRow) -> Text:
    if row.responsible is None:
        return Text("not known", style="dim")
    return Text.assemble(row.responsible, (f" ({row.likelihood})" if row.likelihood else "", "dim"))


def _told_by(row: IncidentRow) -> str:
    reports = f"{row.reports} report{'s' if row.reports != 1 else ''}"
    return reports if row.origins == row.reports else f"{reports}, {row.origins} independent"


def incident_page(view: IncidentView, matrix: Matrix | None = None) -> RenderableType:
    """One incident in full: findings with reasons, conflicts, hypotheses, accounts with quotes, ties, proceedings."""
    row = view.row
    parts: list[RenderableType] = [
        Text(row.headline, style="bold"),
        Text(
            f"{row.id}   {row.when or 'date not told'}   {row.where or 'place not told'}   {_told_by(row)}", style="dim"
        ),
        Text(""),
        Text("What the accounts add up to", style="bold underline"),
        findings_table(view.findings),
    ]
    for finding in view.findings:
        if finding.attribute is Attribute.RESPONSIBLE:
            parts += [Text(""), Text("Who is said to be responsible", style="bold underline"), candidates(finding)]
            if finding.established:
                parts.append(Text(f"  Established: {finding.established}.", style="bold"))
    if view.conflicts:
        parts += [Text(""), Text("What cannot all be right", style="bold underline")]
        parts += [_conflict(c) for c in view.conflicts]
    if matrix is not None and len(matrix.rows) > 1:
        parts += [Text(""), hypotheses_page(matrix)]
    parts += [Text(""), Text(f"The accounts, by {len(view.accounts)} voices", style="bold underline")]
    parts += [_account(a) for a in view.accounts]
    if view.ties:
        parts += [Text(""), Text("Tied to", style="bold underline")]
        for t in view.ties:
            parts.append(
                Text(f"  {t.kind.value.replace('_', ' ')}: {t.other_headline} ({t.other}), says {t.voice.name}")
            )
            parts.append(Padding(Text(f"“{t.quote}”", style="italic dim"), (0, 0, 0, 6)))
    if view.proposed:
        parts += [Text(""), Text("Perhaps tied: alike, but no source says so", style="bold underline")]
        parts += [_proposed(t) for t in view.proposed]
    if view.proceedings:
        parts += [Text(""), Text("Proceedings", style="bold underline")]
        for p in view.proceedings:
            when = f", {p.when}" if p.when else ""
            parts.append(Text(f"  {p.kind.value}: {p.who or 'not named'}{when} ({p.publisher or p.report_name})"))
            parts.append(Padding(Text(f"“{p.quote}”", style="italic dim"), (0, 0, 0, 6)))
    if view.decisions:
        parts += [Text(""), Text("Decisions", style="bold underline")]
        parts += [
            Text(f"  {d.number}. {d.kind.value} by {d.author}, {d.time:%Y-%m-%d}: {d.reason or 'no reason given'}")
            for d in view.decisions
        ]
    return Group(*parts)


def findings_table(findings: Sequence[Finding]) -> Table:
    """The best value of each attribute with its range and what it rests on."""
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("attribute", style="cyan", no_wrap=True)
    table.add_column("best")
    table.add_column("basis", style="dim")
    for f in findings:
        shown = f.best or "not known"
        if f.low is not None and f.low != f.high:
            shown += f" (from {f.low} to {f.high})"
        table.add_row(f.attribute.value, plain(shown), plain(f.basis))
    return table


def candidates(finding: Finding) -> RenderableType:
    """Candidates with likelihood and one sentence for each origin that speaks for or against."""
    return Group(*[_candidate(c) for c in finding.candidates])


def _candidate(candidate: Candidate) -> RenderableType:
    label = candidate.label or "none of these, or not known"
    share = f"{candidate.probability:.0%}" if candidate.probability is not None else ""
    head = Text.assemble("  ", (f"{share:>4} ", "bold"), label, (f"  {candidate.word or ''}", "dim"))
    reasons = [Padding(Text(c.reason, style="dim"), (0, 0, 0, 9)) for c in candidate.contributions]
    return Group(head, *reasons)


def _proposed(t: ProposedTie) -> Text:
    """A tie by likeness, with its reasons; it is no evidence of who did it."""
    stands = f", confirmed by decision {t.confirmed_by}" if t.confirmed_by else ""
    return Text(
        f"  {t.kind.value.replace('_', ' ')}? {t.other_headline} ({t.other}): {t.word} ({t.strength:.2f}){stands}; "
        + "; ".join(t.reasons)
    )


def _conflict(conflict: Conflict) -> Text:
    sides = " / ".join(f"{s.label} ({len(s.statements)})" for s in conflict.sides)
    return Text.assemble(
        "  ",
        (conflict.attribute.value, "yellow"),
        f": {sides}: {conflict.why}" + (f" (since {conflict.arose})" if conflict.arose else ""),
    )


def _account(account: AccountView) -> RenderableType:
    voice = account.voice.name if account.voice.name != THE_REPORT else "its own voice"
    via = f", via {', '.join(account.voice.via)}" if account.voice.via else ""
    copy = "  (a copy of another report)" if account.copy_of else ""
    head = Text.assemble(
        "  ",
        (account.publisher or account.report_name, "bold"),
        f" {account.published or 'undated'}: {voice} ({account.voice.kind.value.replace('_', ' ')}{via})",
        (copy, "dim"),
    )
    return Group(head, *[Padding(_statement(s), (0, 0, 0, 6)) for s in account.statements])


def _statement(statement: StatementView) -> Text:
    verb = f"{WORDED[statement.stance]} " if statement.attribute is Attribute.RESPONSIBLE else ""
    struck = "strike" if statement.rejected else ""
    return Text.assemble(
        (f"{statement.attribute.value:<12}", "cyan"),
        (f"{verb}{statement.shown}", struck),
        (f"  “{' '.join(statement.quote.split())}”", "italic dim"),
    )


def reading_page(form: Mapping[str, Any]) -> RenderableType:
    """One report in the annotation form, as a page."""
    parts: list[RenderableType] = [
        Text(
            f"{form['id']}   {form['publisher'] or 'publisher not known'}   {form['published'] or 'undated'}",
            style="bold",
        )
    ]
    for i in form["incidents"]:
        when = i["when"]["start"] if i["when"] else "date not told"
        kind = i["kind"].replace("_", " ")
        parts.append(Text(f"\n{i['key']}  {kind}, {i['where']['name'] or 'place not told'}, {when}", style="cyan"))
        parts += [Padding(Text(f"“{m}”", style="italic dim"), (0, 0, 0, 4)) for m in i["mentions"][:3]]
        for a in (a for a in form["attributions"] if a["incident"] == i["key"]):
            parts.append(Padding(Text(f"{a['voice']} {WORDED[Stance(a['stance'])]}: {a['actor']}"), (0, 0, 0, 4)))
        for f in (f for f in form["figures"] if f["incident"] == i["key"]):
            most = "or more" if f["max"] is None else "" if f["max"] == f["min"] else f"to {f['max']}"
            parts.append(Padding(Text(f"{f['voice']}: {f['min']} {most} {f['who']} {f['what']}"), (0, 0, 0, 4)))
    if not form["incidents"]:
        parts.append(Text("No incident was found in it.", style="dim"))
    return Group(*parts)


MARKS = {Mark.CONSISTENT: "+", Mark.INCONSISTENT: "–", Mark.NEUTRAL: "·"}


def hypotheses_page(held: Matrix) -> RenderableType:
    """The matrix: a row for each piece of evidence, a column for each hypothesis, and what follows."""
    if not held.rows:
        return Text("Nobody is named as responsible, and no hypothesis or evidence was added.")
    table = Table(box=None, pad_edge=False)
    table.add_column("evidence", overflow="fold")
    for h in held.hypotheses:
        table.add_column(plain(h.label), justify="center", overflow="fold")
    for row in held.rows:
        marks = [MARKS[c.mark] + ("!" if c.decision is not None else "") for c in row.cells]
        table.add_row(plain(f"{row.id[:8]}  {row.told}"), *marks)
    table.add_section()
    table.add_row("speaks against", *(f"{h.speaks_against:.1f}" for h in held.hypotheses))
    table.add_row("speaks for", *(f"{h.speaks_for:.1f}" for h in held.hypotheses))
    told = [f"Least contradicted: {held.least_contradicted}. That is no verdict: it is what the least speaks against."]
    told += [f"Were {t.row[:8]} wrong, it would be: {t.instead}." for t in held.turns]
    legend = Text("+ consistent  – inconsistent  · says nothing  ! as a person decided")
    return Group(table, Text(), *(plain(line) for line in told), legend)


def actors_table(rows: Sequence[ActorRow]) -> Table:
    """Who is named as responsible, by how many statements, and by whom."""
    table = Table(box=None, header_style="bold", pad_edge=False, padding=(0, 2, 0, 0))
    for name in ("actor", "kind", "years", "blamed", "claims", "denials", "incidents", "blamed by"):
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(
            plain(row.name),
            plain((row.kind or "not in the list").replace("_", " ")),
            plain(row.years or ""),
            *map(plain, (row.accused, row.claimed, row.denied, row.incidents)),
            plain(", ".join(row.accusers[:4]) + (" …" if len(row.accusers) > 4 else "")),
        )
    return table


def reports_table(rows: Sequence[ReportRow]) -> Table:
    """One line a report."""
    table = Table(box=None, header_style="bold", pad_edge=False, padding=(0, 2, 0, 0))
    for name in ("id", "published", "publisher", "title", "incidents", "copy of"):
        table.add_column(name, overflow="fold")
    for row in rows:
        title = row.title or row.name
        table.add_row(*map(plain, (row.id, row.published, row.publisher, title, row.incidents, row.copy_of)))
    return table


def tuned_table(shipped: Mapping[str, float], tuned: Mapping[str, float]) -> Table:
    """Two models side by side on the reports held out."""
    table = Table(box=None, header_style="bold", pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("F1 on reports held out")
    table.add_column("what ships", justify="right")
    table.add_column("tuned", justify="right")
    for name, value in shipped.items():
        table.add_row(name, f"{value:.3f}", f"{tuned[name]:.3f}")
    return table


def hits(found: Sequence[SearchHit]) -> RenderableType:
    """Search results with their passages."""
    parts: list[RenderableType] = []
    for hit in found:
        about = f" ({hit.about})" if hit.about else ""
        parts.append(Text.assemble((f"{hit.what:<10}", "cyan"), f"{hit.title}{about}  ", (hit.id, "dim")))
        parts.append(Padding(Text(" ".join(hit.passage.split()), style="italic"), (0, 0, 0, 10)))
    return Group(*parts)
