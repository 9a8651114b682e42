"""The pages and their addresses. GET only; every page is made from the structs of `model.view`."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import jinja2
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse
from fastapi.staticfiles import StaticFiles

import ascribe
from ascribe.case import Case, IncidentFilter
from ascribe.model import THE_REPORT, Attribute, Kind, Span
from ascribe.model.errors import AscribeError, UsageError
from ascribe.model.view import IncidentRow, IncidentView
from ascribe.show.terminal import WORDED
from ascribe.show.web.marking import anchor, pieces, to

HERE = Path(__file__).parent
PAGE = 100
"""Incidents on a page."""
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
LOCAL = ("127.0.0.1", "localhost", "[::1]")
"""The names of this machine, to which alone the pages are given."""
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


def create_app(case: Path) -> FastAPI:
    """The application for one case file, which is opened anew for each request."""
    app = FastAPI(title="ascribe", version=ascribe.__version__, docs_url=None, redoc_url=None, openapi_url=None)
    pages = _Pages(case)
    app.mount("/static", StaticFiles(directory=HERE / "static"), name="static")
    app.middleware("http")(_guarded)
    app.exception_handler(AscribeError)(pages.failed)
    app.exception_handler(404)(pages.missing)
    app.exception_handler(RequestValidationError)(pages.misread)
    for path, view in (
        ("/", pages.incidents),
        ("/incidents/{incident}", pages.incident),
        ("/reports", pages.reports),
        ("/reports/{report}", pages.report),
        ("/reports/{report}/original", pages.original),
        ("/actors", pages.actors),
        ("/sources", pages.sources),
        ("/search", pages.search),
    ):
        app.get(path, response_class=HTMLResponse)(view)
    return app


async def _guarded(request: Request, call: Callable[[Request], Awaitable[Response]]) -> Response:
    """Refuses hosts that are not this machine (DNS rebinding), and adds the protecting headers to every answer."""
    _, port = request.scope.get("server") or ("", None)
    ends = ("", ":80") if port == 80 else (f":{port}",)
    if request.headers.get("host", "").casefold() in {f"{n}{e}" for n in LOCAL for e in ends}:
        response = await call(request)
    else:
        response = Response("This server answers to 127.0.0.1 only.", 421, media_type="text/plain")
    response.headers.update(HEADERS)
    return response


class _Pages:
    """The pages of one case."""

    def __init__(self, case: Path) -> None:
        self._path = case
        self._templates = jinja2.Environment(
            loader=jinja2.FileSystemLoader(HERE / "templates"),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.globals.update(anchor=anchor, to=to, worded=WORDED, the_report=THE_REPORT, quote=quote)
        self._templates.filters["words"] = lambda value: str(value).replace("_", " ")

    def _page(self, name: str, status: int = 200, **values: Any) -> HTMLResponse:
        template = self._templates.get_template(name)
        return HTMLResponse(template.render(case_name=self._path.stem, **values), status)

    def _open(self) -> Case:
        return ascribe.open(self._path)

    def failed(self, _request: Request, error: Exception) -> HTMLResponse:
        """An error of ascribe's own as a small page that says what to do."""
        status = error.http_status if isinstance(error, AscribeError) else 500
        return self._page("error.html", status, message=str(error))

    def missing(self, _request: Request, _error: Exception) -> HTMLResponse:
        """An address that leads nowhere."""
        return self._page("error.html", 404, message="There is no such page.")

    def misread(self, _request: Request, error: Exception) -> HTMLResponse:
        """An address whose query cannot be read, such as a page that is no number."""
        said = error.errors() if isinstance(error, RequestValidationError) else []
        names = ", ".join(str(e["loc"][-1]) for e in said) or "the query"
        return self._page("error.html", 422, message=f"The address cannot be read: look at {names}.")

    def incidents(
        self,
        since: str = "",
        until: str = "",
        where: str = "",
        kind: str = "",
        actor: str = "",
        voice: str = "",
        publisher: str = "",
        contested: str = "",
        words: str = "",
        page: int = 1,
    ) -> HTMLResponse:
        """The list of incidents. The filter stands in the address, so that a link can be shared."""
        asked = {
            "since": since,
            "until": until,
            "where": where,
            "kind": kind,
            "actor": actor,
            "voice": voice,
            "publisher": publisher,
            "words": words,
        }
        chosen = IncidentFilter(
            **{k: v or None for k, v in asked.items() if k not in {"since", "until"}},
            since=_day("since", since),
            until=_day("until", until),
            contested=bool(contested),
        )
        with self._open() as case:
            rows, counts = case.incidents(chosen), case.counts()
        query = {k: v for k, v in {**asked, "contested": contested}.items() if v}
        last = max(1, -(-len(rows) // PAGE))
        page = min(max(1, page), last)
        return self._page(
            "incidents.html",
            rows=rows[(page - 1) * PAGE : page * PAGE],
            found=len(rows),
            counts=counts,
            asked={**asked, "contested": contested},
            filtered=bool(query),
            kinds=[k.value for k in Kind],
            page=page,
            last=last,
            link=lambda n: "/?" + urlencode({**query, "page": n}),
        )

    def incident(self, incident: str) -> HTMLResponse:
        """One incident: who, what, when, where, how many, according to whom."""
        with self._open() as case:
            view = case.show(incident)
        used = {s.attribute for a in view.accounts for s in a.statements}
        return self._page(
            "incident.html",
            view=view,
            row=view.row,
            columns=[c for c in COLUMNS if c in used],
            clashing=_clashing(view),
            origins=_origins(view),
            findings={f.attribute.value: f for f in view.findings},
        )

    def reports(self) -> HTMLResponse:
        with self._open() as case:
            rows = case.reports()
        return self._page("reports.html", rows=rows)

    def report(self, report: str, at: str = "") -> HTMLResponse:
        """A report's text as published, with every span marked, and the span `at` (as 123-145) highlighted."""
        with self._open() as case:
            view = case.report(report)
        rows: dict[str, IncidentRow] = {r.id: r for r in view.incidents}
        text = view.report.text
        others = [p.span for p in view.proceedings]
        cut = pieces(text, view.statements, others, _asked(at, len(text)))
        return self._page("report.html", view=view, report=view.report, pieces=cut, rows=rows)

    def original(self, report: str) -> Response:
        """The bytes that a report was taken from, always as a download and never shown as a page."""
        with self._open() as case:
            data, view = case.original(report), case.report(report)
        name = quote(f"{view.report.name}{_ending(view.report.media_type)}", safe="")
        disposition = f"attachment; filename*=UTF-8''{name}"
        return Response(data, media_type="application/octet-stream", headers={"Content-Disposition": disposition})

    def actors(self) -> HTMLResponse:
        with self._open() as case:
            rows = case.actors()
        return self._page("actors.html", rows=rows)

    def sources(self) -> HTMLResponse:
        with self._open() as case:
            rows = case.sources()
        return self._page("sources.html", rows=rows)

    def search(self, q: str = "") -> HTMLResponse:
        with self._open() as case:
            hits = case.search(q, limit=50) if q.strip() else ()
        return self._page("search.html", q=q, hits=hits)


def _clashing(view: IncidentView) -> frozenset[str]:
    """Ids of the statements that a conflict holds against each other."""
    return frozenset(s for c in view.conflicts for side in c.sides for s in side.statements)


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


def _asked(at: str, length: int) -> Span | None:
    """The span that an address asks for, as 123-145; none where it names no span of the text."""
    found = re.fullmatch(r"([0-9]{1,9})-([0-9]{1,9})", at)
    if found is None:
        return None
    start, end = int(found[1]), int(found[2])
    return Span(start, end) if start < end <= length else None


def _day(name: str, value: str) -> date | None:
    if not value:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise UsageError(f"{name} is {value!r}; give a day as 2023-07-19") from None


def _ending(media_type: str) -> str:
    endings = {
        "text/plain": ".txt",
        "text/markdown": ".md",
        "text/html": ".html",
        "application/pdf": ".pdf",
        "message/rfc822": ".eml",
        "application/json": ".json",
    }
    return endings.get(media_type, ".bin")
