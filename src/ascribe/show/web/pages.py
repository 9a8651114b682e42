"""The pages for reading. Each is made from the structs of `model.view`."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from itertools import chain
from pathlib import Path
from typing import Any

from fastapi import Request, Response
from fastapi.responses import HTMLResponse, StreamingResponse

from ascribe.case import Case
from ascribe.model import Attribute, Kind
from ascribe.model.view import Counts, IncidentFilter, IncidentRow, IncidentView, Overview
from ascribe.show.web.asked import COLUMNS as TABLE_COLUMNS
from ascribe.show.web.asked import Asked
from ascribe.show.web.own_forms import OwnForms
from ascribe.show.web.pool import Pool
from ascribe.show.web.remembered import revision
from ascribe.show.web.templating import Templates

PAGE = 100
"""Incidents on a page."""
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
        self.pool = Pool(case)
        self._counted: tuple[object, Counts, Overview] | None = None

    def addresses(self) -> dict[str, Callable[..., Response]]:
        """Path -> page."""
        return {
            "/incidents": self.incidents,
            "/incidents.csv": self.table,
            "/reports": self.reports,
        }

    def open(self) -> AbstractContextManager[Case]:
        """The case, for one request."""
        return self.pool.open()

    def counts(self, case: Case) -> Counts:
        """What the case holds, counted again only where its files have changed."""
        return self._whole(case)[0]

    def summed(self, case: Case, chosen: IncidentFilter) -> Overview:
        """What a filter lets through, over time and on the map; for the whole case summed up only where it changed."""
        return case.overview(chosen) if chosen != IncidentFilter() else self._whole(case)[1]

    def _whole(self, case: Case) -> tuple[Counts, Overview]:
        now, held = revision(self.path), self._counted
        if held is None or held[0] != now:
            held = self._counted = (now, case.counts(), case.overview(IncidentFilter()))
        return held[1:]

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
        parts = self._table(Asked(request.query_params))
        first = next(parts)  # what cannot be answered is refused before anything is sent
        held = {"Content-Disposition": "attachment; filename=incidents.csv"}
        return StreamingResponse(chain([first], parts), media_type="text/csv; charset=utf-8", headers=held)

    def _table(self, asked: Asked) -> Iterator[str]:
        """The head and then the lines of the file, in parts: others are answered in between."""
        names = exported(asked.chosen)
        chosen = asked.filter()
        with self.open() as case:
            begin = [names]
            for rows in case.incident_parts(chosen, asked.sort, asked.descending):
                yield _csv([*begin, *(_cells(r, names) for r in rows)])
                begin = []
            if begin:
                yield _csv(begin)

    def reports(self, request: Request) -> HTMLResponse:
        """The table of reports, a page at a time."""
        page = Asked(request.query_params).page
        with self.open() as case:
            rows, last = case.reports(PAGE, (page - 1) * PAGE), max(1, -(-self.counts(case).reports // PAGE))
        return self._page("reports.html", here="reports", rows=rows, page=page, last=last)


def incident_values(view: IncidentView) -> dict[str, Any]:
    """What the page of an incident and the brief show of it."""
    return {
        "here": "incidents",
        "view": view,
        "row": view.row,
        "clashing": frozenset(s for c in view.conflicts for side in c.sides for s in side.statements),
        "findings": {f.attribute.value: f for f in view.findings},
    }


EXPORTED = ("kind", "status", "when", "where", "killed", "wounded", "responsible", "likelihood", "contested", "reports")
FURTHER = ("origins", "proceedings")
BESIDE = {"kind": ("status",), "responsible": ("likelihood",), "reports": ("origins",)}
"""Columns of the file that go with a column of the table."""


def exported(chosen: Sequence[str] = ()) -> list[str]:
    """The columns of the file: all, or those that go with the columns chosen."""
    wanted = {c for column in chosen for c in (column, *BESIDE.get(column, ()))}
    return ["id", "headline", *(c for c in (*EXPORTED, *FURTHER) if c in wanted or not chosen)]


def _cells(row: IncidentRow, names: Sequence[str]) -> list[str]:
    """A line; a cell that a spreadsheet would take for a formula gets an apostrophe before it."""
    told = [", ".join(row.contested) if n == "contested" else getattr(row, n) for n in names]
    shown = ["" if c is None else str(c) for c in told]
    return ["'" + c if c[:1] in FORMULA and c else c for c in shown]


FORMULA = frozenset("=+-@\t\r")


def _csv(lines: Iterable[Sequence[str]]) -> str:
    held = io.StringIO()
    csv.writer(held).writerows(lines)
    return held.getvalue()
