"""What the pages show, as JSON under /api/v1, with the same filters; errors as RFC 9457."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
from fastapi import FastAPI, Request, Response

from ascribe.model.errors import UsageError
from ascribe.model.network import Network, SaidOf
from ascribe.model.view import (
    ActorRow,
    Counts,
    IncidentPage,
    IncidentView,
    Overview,
    ReportRow,
    ReportView,
    SearchHit,
    SourceRow,
)
from ascribe.show.web.asked import FILTERS, Asked
from ascribe.show.web.network import NetworkPage
from ascribe.show.web.pages import Pages

ROOT = "/api/v1"
MOST = 500
"""Incidents in one answer."""

ANSWERS: dict[str, tuple[str, Any, tuple[str, ...]]] = {
    "/counts": ("What the case holds", Counts, ()),
    "/overview": ("Incidents by month and by place", Overview, FILTERS),
    "/incidents": ("The table of incidents", IncidentPage, (*FILTERS, "sort", "page", "limit")),
    "/incidents/{incident}": ("One incident with every account", IncidentView, ()),
    "/reports": ("The table of reports", tuple[ReportRow, ...], ("page", "limit")),
    "/reports/{report}": ("One report with every statement", ReportView, ()),
    "/actors": ("Who is named as responsible", tuple[ActorRow, ...], ()),
    "/sources": ("Who says what", tuple[SourceRow, ...], ()),
    "/network": ("Who accuses whom and which incidents are tied", Network, (*FILTERS, "focus", "edges")),
    "/network/edge": ("What one edge stands for", tuple[SaidOf, ...], (*FILTERS, "speaker", "named")),
    "/search": ("Reports, statements and incidents by words", tuple[SearchHit, ...], ("q",)),
}
"""Address under the root -> what it gives, the type of the answer, and the query that it knows."""


class Api:
    """The addresses of the API of one case."""

    def __init__(self, pages: Pages, network: NetworkPage) -> None:
        self._open, self._network = pages.open, network
        self._described = msgspec.json.encode(description())

    def mount(self, app: FastAPI) -> None:
        """Adds every address to the application."""
        views: tuple[Callable[..., Response], ...] = (
            self.counts,
            self.overview,
            self.incidents,
            self.incident,
            self.reports,
            self.report,
            self.actors,
            self.sources,
            self.network,
            self.edge,
            self.search,
        )
        for path, view in zip(ANSWERS, views, strict=True):
            app.get(ROOT + path)(view)
        app.get(f"{ROOT}/openapi.json")(self.openapi)

    def counts(self) -> Response:
        with self._open() as case:
            return _json(case.counts())

    def overview(self, request: Request) -> Response:
        with self._open() as case:
            return _json(case.overview(Asked(request.query_params).filter()))

    def incidents(self, request: Request) -> Response:
        asked, limit = Asked(request.query_params), _limit(request)
        with self._open() as case:
            return _json(
                case.incident_page(asked.filter(), asked.sort, asked.descending, limit, (asked.page - 1) * limit)
            )

    def incident(self, incident: str) -> Response:
        with self._open() as case:
            return _json(case.show(incident))

    def reports(self, request: Request) -> Response:
        limit, page = _limit(request), Asked(request.query_params).page
        with self._open() as case:
            return _json(case.reports(limit, (page - 1) * limit))

    def report(self, report: str) -> Response:
        with self._open() as case:
            return _json(case.report(report))

    def actors(self) -> Response:
        with self._open() as case:
            return _json(case.actors())

    def sources(self) -> Response:
        with self._open() as case:
            return _json(case.sources())

    def network(self, request: Request) -> Response:
        return _json(self._network.asked(request)[-1])

    def edge(self, request: Request, speaker: str = "", named: str = "") -> Response:
        with self._open() as case:
            return _json(case.said_of(speaker, named, Asked(request.query_params).filter()))

    def search(self, q: str = "") -> Response:
        with self._open() as case:
            return _json(case.search(q, limit=50))

    def openapi(self) -> Response:
        return Response(self._described, media_type="application/json")


def problem(status: int, title: str, detail: str) -> Response:
    """An error as RFC 9457 has it."""
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    return Response(msgspec.json.encode(body), status, media_type="application/problem+json")


def description() -> dict[str, Any]:
    """The OpenAPI 3.1 description, its schemas made from the types of the answers."""
    types = [t for _, t, _ in ANSWERS.values()]
    schemas, components = msgspec.json.schema_components(types, ref_template="#/components/schemas/{name}")
    failed = {"description": "An error", "content": {"application/problem+json": {"schema": {"type": "object"}}}}
    paths = {}
    for (path, (summary, _, query)), schema in zip(ANSWERS.items(), schemas, strict=True):
        named: list[dict[str, Any]] = [{"name": n, "in": "query", "schema": {"type": "string"}} for n in query]
        held = [p.strip("{}") for p in path.split("/") if p.startswith("{")]
        named += [{"name": n, "in": "path", "required": True, "schema": {"type": "string"}} for n in held]
        good = {"description": summary, "content": {"application/json": {"schema": schema}}}
        paths[ROOT + path] = {
            "get": {"summary": summary, "parameters": named, "responses": {"200": good, "default": failed}}
        }
    return {
        "openapi": "3.1.0",
        "info": {"title": "ascribe", "version": "1"},
        "paths": paths,
        "components": {"schemas": components},
    }


def _limit(request: Request) -> int:
    """How many lines an address asks for. Raises UsageError beyond the most that one answer holds."""
    wanted = request.query_params.get("limit", "100")
    if not wanted.isascii() or not wanted.isdecimal() or not 1 <= int(wanted[:9]) <= MOST:
        raise UsageError(f"limit is {wanted!r}; give a number from 1 to {MOST}")
    return int(wanted)


def _json(value: object) -> Response:
    return Response(msgspec.json.encode(value), media_type="application/json")
