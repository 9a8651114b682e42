"""What the pages show, as JSON under /api/v1, with the same filters; errors as RFC 9457."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
from fastapi import Depends, FastAPI, Request, Response

from ascribe.model.errors import UsageError
from ascribe.model.lists import (
    ACTOR_SORTS,
    SOURCE_SORTS,
    ActorPage,
    ActorView,
    Found,
    SavedSearch,
    SourcePage,
    SourceView,
)
from ascribe.model.network import Network, SaidOf
from ascribe.model.view import (
    Counts,
    IncidentPage,
    IncidentView,
    Overview,
    ReportRow,
    ReportView,
)
from ascribe.show.web.asked import LONGEST, SORTS, Asked, Listed
from ascribe.show.web.find import EACH
from ascribe.show.web.find import MOST as MOST_FOUND
from ascribe.show.web.network import NetworkPage
from ascribe.show.web.pages import Pages
from ascribe.show.web.parameters import (
    EDGES,
    ENDS,
    FOCUS,
    OF_INCIDENTS,
    PROBLEM,
    SOUGHT,
    WORDS,
    Parameter,
    one_of,
    ordered,
    paged,
)
from ascribe.show.web.people import ACTOR_PARTS, SAID, SOURCE_PARTS

ROOT = "/api/v1"
USUAL, MOST = 100, 500
"""Lines in one answer: where nothing is asked, and at most."""

ANSWERS: dict[str, tuple[str, Any, tuple[Parameter, ...]]] = {
    "/counts": ("What the case holds", Counts, ()),
    "/overview": ("Incidents by month and by place", Overview, OF_INCIDENTS),
    "/incidents": (
        "The table of incidents",
        IncidentPage,
        (*OF_INCIDENTS, ordered(SORTS, "when"), *paged(USUAL, MOST)),
    ),
    "/incidents/{incident}": ("One incident with every account", IncidentView, ()),
    "/reports": ("The table of reports", tuple[ReportRow, ...], paged(USUAL, MOST)),
    "/reports/{report}": ("One report with every statement", ReportView, ()),
    "/actors": (
        "Who is named as responsible, or names others",
        ActorPage,
        (SOUGHT, ordered(ACTOR_SORTS, "the most incidents first"), *paged(USUAL, MOST)),
    ),
    "/actors/{actor}": (
        "One actor, by id or name: who accuses it, whom it accuses, what it claims and denies",
        ActorView,
        (one_of("part", tuple(ACTOR_PARTS), "accused"), *paged(SAID, MOST)),
    ),
    "/sources": (
        "Who says what",
        SourcePage,
        (SOUGHT, ordered(SOURCE_SORTS, "the most statements first"), *paged(USUAL, MOST)),
    ),
    "/sources/{source}": (
        "One voice or outlet, by name: whom it accuses, what it claims and denies",
        SourceView,
        (one_of("part", tuple(SOURCE_PARTS), "all"), *paged(SAID, MOST)),
    ),
    "/search": (
        "The best incidents, actors, accounts and reports by words, then sentences that mean the like",
        Found,
        (WORDS, *paged(EACH, MOST_FOUND)[1:]),
    ),
    "/searches": ("Searches and filters that are kept under a name", tuple[SavedSearch, ...], ()),
    "/network": (
        "Who accuses whom and which incidents are tied",
        Network,
        (*OF_INCIDENTS, FOCUS, EDGES),
    ),
    "/network/edge": ("What one edge stands for", tuple[SaidOf, ...], (*OF_INCIDENTS, *ENDS)),
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
            self.actor,
            self.sources,
            self.source,
            self.search,
            self.searches,
            self.network,
            self.edge,
        )
        for (path, (_, _, query)), view in zip(ANSWERS.items(), views, strict=True):
            known = frozenset(p["name"] for p in query)
            # names can hold a slash
            address = path.replace("{actor}", "{actor:path}").replace("{source}", "{source:path}")
            app.get(ROOT + address, dependencies=[Depends(_only(known))])(view)
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

    def actors(self, request: Request) -> Response:
        asked, limit = Listed(request.query_params, ()), _limit(request)
        with self._open() as case:
            return _json(case.actor_page(asked.q, asked.sort, asked.descending, limit, (asked.page - 1) * limit))

    def actor(self, request: Request, actor: str) -> Response:
        asked, limit = Listed(request.query_params, ()), _limit(request, SAID)
        with self._open() as case:
            return _json(case.actor(actor, asked.part or "accused", limit, (asked.page - 1) * limit))

    def sources(self, request: Request) -> Response:
        asked, limit = Listed(request.query_params, ()), _limit(request)
        with self._open() as case:
            return _json(case.source_page(asked.q, asked.sort, asked.descending, limit, (asked.page - 1) * limit))

    def source(self, request: Request, source: str) -> Response:
        asked, limit = Listed(request.query_params, ()), _limit(request, SAID)
        with self._open() as case:
            return _json(case.source(source, asked.part or "all", limit, (asked.page - 1) * limit))

    def search(self, request: Request) -> Response:
        words, limit = request.query_params.get("q", "").strip()[:LONGEST], _limit(request, EACH, MOST_FOUND)
        with self._open() as case:
            return _json(case.find(words, limit))

    def searches(self) -> Response:
        with self._open() as case:
            return _json(case.saved_searches())

    def network(self, request: Request) -> Response:
        return _json(self._network.asked(request)[-1])

    def edge(self, request: Request, speaker: str = "", named: str = "") -> Response:
        with self._open() as case:
            return _json(case.said_of(speaker, named, Asked(request.query_params).filter()))

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
    failed = {"description": "An error", "content": {"application/problem+json": {"schema": PROBLEM}}}
    paths = {}
    for (path, (summary, _, query)), schema in zip(ANSWERS.items(), schemas, strict=True):
        held = [p.strip("{}") for p in path.split("/") if p.startswith("{")]
        named = [{"name": n, "in": "path", "required": True, "schema": {"type": "string"}} for n in held]
        good = {"description": summary, "content": {"application/json": {"schema": schema}}}
        paths[ROOT + path] = {
            "get": {"summary": summary, "parameters": [*query, *named], "responses": {"200": good, "default": failed}}
        }
    return {
        "openapi": "3.1.0",
        "info": {"title": "ascribe", "version": "1"},
        "paths": paths,
        "components": {"schemas": components},
    }


def _only(known: frozenset[str]) -> Callable[[Request], None]:
    """Refuses a query of other names: a filter that is misspelt would let everything through."""

    def check(request: Request) -> None:
        if beyond := sorted(set(request.query_params) - known):
            raise UsageError(f"there is no parameter {beyond[0]}; there are {', '.join(sorted(known)) or 'none'}")

    return check


def _limit(request: Request, usual: int = USUAL, most: int = MOST) -> int:
    """How many lines an address asks for. Raises UsageError beyond the most that one answer holds."""
    wanted = request.query_params.get("limit", str(usual))
    if not wanted.isascii() or not wanted.isdecimal() or not 1 <= int(wanted[:9]) <= most:
        raise UsageError(f"limit is {wanted!r}; give a number from 1 to {most}")
    return int(wanted)


def _json(value: object) -> Response:
    return Response(msgspec.json.encode(value), media_type="application/json")
