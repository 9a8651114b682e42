"""The brief: a chosen set of incidents as one self-contained page that prints well, with footnotes to the reports."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from fastapi import Request, Response

import ascribe
from ascribe.model.view import Counts, StatementView
from ascribe.show.web.asked import Asked
from ascribe.show.web.charts import bars
from ascribe.show.web.geography import drawn
from ascribe.show.web.pages import Pages, incident_values
from ascribe.show.web.texts import plain

MOST = 60
"""Incidents in a brief; a narrower filter gives a better one."""
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
STYLE = Path(__file__).parent / "static" / "brief.css"


def methods(counts: Counts) -> list[str]:
    """How a brief came about, a paragraph each."""
    parts = [plain(f"brief.{name}") for name in ("reading", "joining", "weighing", "words", "disagreement")]
    if counts.decisions:
        parts.append(plain("brief.people", n=counts.decisions))
    reports, incidents = plain("n.reports", n=counts.reports), plain("n.incidents", n=counts.incidents)
    day = datetime.now(UTC).date().isoformat()
    return [*parts, plain("brief.made", version=ascribe.__version__, day=day, reports=reports, incidents=incidents)]


class Notes:
    """Footnotes in the order in which they are first called for; the same sentence has one number."""

    def __init__(self) -> None:
        self.held: dict[tuple[str, int, int], tuple[int, StatementView]] = {}

    def number(self, s: StatementView) -> int:
        """The number of a statement's footnote."""
        return self.held.setdefault((s.report, s.span.start, s.span.end), (len(self.held) + 1, s))[0]


class Brief:
    """Makes briefs of one case."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages

    def docx(self, request: Request) -> Response:
        """The same as a DOCX document."""
        from ascribe.show.web.brief_docx import document  # what it needs is loaded where it is asked for

        asked = Asked(request.query_params)
        with self._pages.open() as case:
            given = case.incident_page(asked.filter(), asked.sort, asked.descending, MOST)
            views = [case.show(r.id, proposed=False) for r in given.rows]
            summed, counts = self._pages.summed(case, asked.filter()), self._pages.counts(case)
        notes = Notes()
        made = document(
            self._pages.path.stem,
            given.found,
            counts,
            methods(counts),
            views,
            bars(summed.months),
            drawn(summed.spots),
            notes.number,
            notes,
        )
        held = {"Content-Disposition": "attachment; filename=brief.docx"}
        return Response(made, media_type=DOCX, headers=held)

    def page(self, request: Request) -> Response:
        """The incidents that the address's filter lets through, as a download that needs no other file."""
        asked = Asked(request.query_params)
        with self._pages.open() as case:
            given = case.incident_page(asked.filter(), asked.sort, asked.descending, MOST)
            views = [case.show(r.id, proposed=False) for r in given.rows]
            summed, counts = self._pages.summed(case, asked.filter()), self._pages.counts(case)
        notes = Notes()
        answer = self._pages.templates.page(
            "brief.html",
            style=STYLE.read_text(encoding="utf-8"),
            asked=asked,
            shown=[incident_values(v) for v in views],
            found=given.found,
            counts=counts,
            methods=methods(counts),
            bars=bars(summed.months),
            map=drawn(summed.spots),
            note=notes.number,
            notes=notes,
        )
        answer.headers["Content-Disposition"] = "attachment; filename=brief.html"
        return answer
