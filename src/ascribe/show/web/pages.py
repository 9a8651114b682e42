"""The pages for reading. Each is made from the structs of `model.view`."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from fastapi import Request, Response
from fastapi.responses import HTMLResponse

import ascribe
from ascribe.case import Case
from ascribe.model import Attribute, Kind
from ascribe.model.view import Counts, IncidentRow, IncidentView
from ascribe.show.web.asked import COLUMNS as TABLE_COLUMNS
from ascribe.show.web.asked import Asked
from ascribe.show.web.charts import toll_marks
from ascribe.show.web.own_forms import OwnForms
from ascribe.show.web.templating import Templates

PAGE = 100
"""Incidents on a page."""
EXPORT = 1_000_000
COLUMNS = (
    Attribute.RESPONSIBLE,
    Attribute.KIND,
    Attribute.MEANS,
    Attribute.WHEN,
    Attribute.WHERE,
    Attribute.KILLED,
    Attribute.WOUNDED,
    Attribute.TARGET,
)
"""Attributes that the table of accounts sets side by side, those most in dispute first."""


class Pages:
    """The pages of one case."""

    def __init__(self, case: Path) -> None:
        self.path = case
        self.templates = Templates(case.stem)
        self._page = self.templates.page
        self.forms = OwnForms()
        self._counted: tuple[object, Counts] | None = None

    def addresses(self) -> dict[str, Callable[..., Response]]:
        """Path -> page."""
        return {
            "/incidents": self.incidents,
            "/incidents.csv": self.table,
            "/reports": self.reports,
        }

    def open(self) -> Case:
        """The case, for one request."""
        return ascribe.open(self.path)

    def counts(self, case: Case) -> Counts:
        """What the case holds, counted again only where its files have changed."""
        wal = self.path.with_name(self.path.name + "-wal")
        stat = self.path.stat()
        key = (stat.st_mtime_ns, stat.st_size, wal.stat().st_size if wal.exists() else 0)
        held = self._counted
        if held is None or held[0] != key:
            held = self._counted = (key, case.counts())
        return held[1]

    def incidents(self, request: Request) -> HTMLResponse:
        """The table of incidents. The filter stands in the address, so that a link can be shared."""
        asked = Asked(request.query_params)
        with self.open() as case:
            given = case.incident_page(asked.filter(), asked.sort, asked.descending, PAGE, (asked.page - 1) * PAGE)
            counts = self.counts(case)
        return self._page(
            "incidents.html",
            here="incidents",
            asked=asked,
            rows=given.rows,
            found=given.found,
            counts=counts,
            last=max(1, -(-given.found // PAGE)),
            kinds=[k.value for k in Kind],
            all_columns=TABLE_COLUMNS,
            token=self.forms.token,
            address=asked.link("/incidents"),
        )

    def table(self, request: Request) -> Response:
        """The incidents as filtered and sorted, as CSV: all columns, or those that the address chooses."""
        asked = Asked(request.query_params)
        with self.open() as case:
            rows = case.incident_page(asked.filter(), asked.sort, asked.descending, EXPORT).rows
        held = {"Content-Disposition": "attachment; filename=incidents.csv"}
        return Response(_csv(rows, asked.chosen), media_type="text/csv; charset=utf-8", headers=held)

    def reports(self, request: Request) -> HTMLResponse:
        """The table of reports, a page at a time."""
        page = Asked(request.query_params).page
        with self.open() as case:
            rows, last = case.reports(PAGE, (page - 1) * PAGE), max(1, -(-self.counts(case).reports // PAGE))
        return self._page("reports.html", here="reports", rows=rows, page=page, last=last)


def incident_values(view: IncidentView) -> dict[str, Any]:
    """What the page of an incident and the brief show of it."""
    used = {s.attribute for a in view.accounts for s in a.statements}
    return {
        "here": "incidents",
        "view": view,
        "row": view.row,
        "columns": [c for c in COLUMNS if c in used],
        "clashing": frozenset(s for c in view.conflicts for side in c.sides for s in side.statements),
        "origins": _origins(view),
        "findings": {f.attribute.value: f for f in view.findings},
        "tolls": toll_marks(view),
    }


def _origins(view: IncidentView) -> list[tuple[str, list[str]]]:
    """Texts that several reports carry: the original's id, and the outlets that carry it."""
    carried: dict[str, list[str]] = {}
    for account in view.accounts:
        if account.copy_of:
            name = account.publisher or account.report_name
            held = carried.setdefault(account.copy_of, [])
            if name not in held:
                held.append(name)
    return sorted(carried.items())


EXPORTED = ("kind", "status", "when", "where", "killed", "wounded", "responsible", "likelihood", "contested", "reports")
FURTHER = ("origins", "proceedings")
BESIDE = {"kind": ("status",), "responsible": ("likelihood",), "reports": ("origins",)}
"""Columns of the file that go with a column of the table."""


def _csv(rows: Iterable[IncidentRow], chosen: Sequence[str] = ()) -> str:
    """Rows as CSV; a cell that a spreadsheet would take for a formula gets an apostrophe before it."""
    wanted = {c for column in chosen for c in (column, *BESIDE.get(column, ()))}
    names = ("id", "headline", *(c for c in (*EXPORTED, *FURTHER) if c in wanted or not chosen))
    held = io.StringIO()
    writer = csv.writer(held)
    writer.writerow(names)
    for r in rows:
        cells = [", ".join(a.value for a in r.contested) if n == "contested" else getattr(r, n) for n in names]
        shown = ["" if c is None else str(c) for c in cells]
        writer.writerow(["'" + c if c[:1] in "=+-@\t\r" and c else c for c in shown])
    return held.getvalue()
