"""The page of a report: its text as published, and beside it what is drawn from it, its original, or one alike."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from collections.abc import Callable
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import Response
from fastapi.responses import HTMLResponse

from ascribe.case import Case
from ascribe.model import Span
from ascribe.model.errors import UsageError
from ascribe.model.report import Report
from ascribe.model.view import IncidentRow, ReportView
from ascribe.show.web.asked import number_of
from ascribe.show.web.marking import differing, language, pieces
from ascribe.show.web.original import STYLE, leaf, picture, safe_html
from ascribe.show.web.pages import Pages

ENDINGS = {
    "text/plain": ".txt",
    "text/markdown": ".md",
    "text/html": ".html",
    "application/pdf": ".pdf",
    "message/rfc822": ".eml",
    "application/json": ".json",
}
PDF, HTML = "application/pdf", "text/html"
COPIES = 40
"""Reports that carry the same text and are named."""
DRAWN, ORIGINAL = "", "original"
"""What can stand beside the text; otherwise the id of another report."""
SHOWN = {
    "Content-Security-Policy": "default-src 'none'; sandbox; base-uri 'none'; form-action 'none'; "
    f"frame-ancestors 'self'; style-src 'sha256-{b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()}'",
    "X-Frame-Options": "SAMEORIGIN",
}
"""The page of an original runs nothing, fetches nothing, and can be framed by this server's pages alone."""


class ReportPage:
    """The pages of single reports."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages

    def addresses(self) -> dict[str, Callable[..., Response]]:
        """Path -> page."""
        return {
            "/reports/{report}": self.page,
            "/reports/{report}/original": self.original,
            "/reports/{report}/shown": self.shown,
            "/reports/{report}/leaf/{number}.png": self.leaf,
        }

    def page(self, report: str, at: str = "", beside: str = "", leaf: str = "") -> HTMLResponse:
        """A report's text with every span marked, and the span `at` (as 123-145) highlighted."""
        with self._pages.open() as case:
            view = case.report(report)
            data = case.original(report) if beside == ORIGINAL and view.report.media_type in {PDF, HTML} else b""
            copies = [case.report(c).report for c in view.copies[:COPIES]]
            other = _other(case, view, beside)
        text = view.report.text
        span = _asked_span(at, len(text))
        rows: dict[str, IncidentRow] = {r.id: r for r in view.incidents}
        cut = pieces(text, view.statements, [p.span for p in view.proceedings], span)
        return self._pages.templates.page(
            "report.html",
            here="reports",
            view=view,
            report=view.report,
            pieces=cut,
            rows=rows,
            language=language(text),
            copies=copies,
            more=len(view.copies) - len(copies),
            beside=beside if data or other else DRAWN,
            can_show=view.report.media_type in {PDF, HTML},
            link=lambda **changes: _link(report, {"at": at if span else "", "beside": beside, **changes}),
            at=at if span else "",
            **self._beside(view.report, data, other, span, number_of("leaf", leaf) or 0),
        )

    def _beside(
        self, report: Report, data: bytes, other: Report | None, span: Span | None, asked: int
    ) -> dict[str, Any]:
        """What the templates need for what stands beside the text."""
        quote = span.of(report.text) if span else ""
        shown = leaf(data, asked, quote) if data and report.media_type == PDF else None
        there = differing(report.text, other.text) if other else ()
        return {
            "shown": shown,
            "other": other,
            "passages": there,
            "framed": bool(data) and not shown,
        }

    def original(self, report: str) -> Response:
        """The bytes that a report was taken from, always as a download and never shown as a page."""
        with self._pages.open() as case:
            data, view = case.original(report), case.report(report)
        name = quote(f"{view.report.name}{ENDINGS.get(view.report.media_type, '.bin')}", safe="")
        disposition = f"attachment; filename*=UTF-8''{name}"
        return Response(data, media_type="application/octet-stream", headers={"Content-Disposition": disposition})

    def shown(self, report: str) -> Response:
        """An original in HTML, of which nothing runs and nothing is fetched."""
        data, _ = self._of_kind(report, HTML)
        return Response(safe_html(data), media_type="text/html; charset=utf-8", headers=SHOWN)

    def leaf(self, report: str, number: int, at: str = "") -> Response:
        """A page of an original in PDF, as a picture."""
        data, view = self._of_kind(report, PDF)
        span = _asked_span(at, len(view.text))
        return Response(picture(data, number, span.of(view.text) if span else ""), media_type="image/png")

    def _of_kind(self, report: str, media_type: str) -> tuple[bytes, Report]:
        with self._pages.open() as case:
            view = case.report(report).report
            if view.media_type != media_type:
                raise UsageError(f"the original is {view.media_type} and is not shown so")
            return case.original(report), view


def _other(case: Case, view: ReportView, beside: str) -> Report | None:
    """The report that is to stand beside, where it is one that carries the same text."""
    alike_ones = {*view.copies, *([view.copy_of] if view.copy_of else [])}
    return case.report(beside).report if beside in alike_ones else None


def _link(report: str, values: dict[str, Any]) -> str:
    held = urlencode({k: v for k, v in values.items() if v})
    return f"/reports/{report}" + (f"?{held}" if held else "")


def _asked_span(at: str, length: int) -> Span | None:
    """The span that an address asks for, as 123-145; none where it names no span of the text."""
    found = re.fullmatch(r"([0-9]{1,9})-([0-9]{1,9})", at)
    if found is None:
        return None
    start, end = int(found[1]), int(found[2])
    return Span(start, end) if start < end <= length else None
