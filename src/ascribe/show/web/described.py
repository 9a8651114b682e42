"""The addresses of the API, what each takes and gives, and the OpenAPI description made from that."""

from __future__ import annotations

from typing import Any

import msgspec

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
from ascribe.model.matrix import Matrix
from ascribe.model.network import Network, SaidPage
from ascribe.model.record import TrackRecord
from ascribe.model.since import Since
from ascribe.model.view import (
    Counts,
    IncidentPage,
    IncidentPart,
    IncidentRow,
    Overview,
    ReportRow,
    ReportView,
    WaitingPage,
)
from ascribe.show.web.accounts import Account
from ascribe.show.web.answers import AuditPage, BriefView, DecisionPage, NewDecision, NewSearch, Ruled, Telling
from ascribe.show.web.asked import SORTS
from ascribe.show.web.find import EACH
from ascribe.show.web.find import MOST as MOST_FOUND
from ascribe.show.web.parameters import (
    EDGES,
    ENDS,
    FOCUS,
    MARKED,
    OF_INCIDENTS,
    OF_VOICE,
    PROBLEM,
    SOUGHT,
    SOURCE,
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
ORDERED = ordered(SORTS, "when")

ANSWERS: dict[str, tuple[str, Any, tuple[Parameter, ...]]] = {
    "/counts": ("What the case holds", Counts, ()),
    "/overview": ("Incidents by month and by place", Overview, OF_INCIDENTS),
    "/new": ("What came after a mark; the answer says how far the case is now", Since, MARKED),
    "/incidents": ("The table of incidents", IncidentPage, (*OF_INCIDENTS, ORDERED, *paged(USUAL, MOST))),
    "/incidents/{incident}": (
        "One incident with its accounts, a page at a time; what they add up to is of all",
        IncidentPart,
        (OF_VOICE, *paged(USUAL, MOST)),
    ),
    "/incidents/{incident}/hypotheses": ("The matrix of competing hypotheses of an incident", Matrix, ()),
    "/incidents/{incident}/tellings": (
        "Which reports tell of an incident; the first is the one that it is named after",
        tuple[Telling, ...],
        (),
    ),
    "/incidents/{incident}/near": (
        "Other incidents near in time and place that could be the same",
        tuple[IncidentRow, ...],
        (),
    ),
    "/review": ("The incidents that nobody has reviewed, those first that most need it", WaitingPage, paged(10, MOST)),
    "/decisions": ("Every decision, the last first, and whether it still holds", DecisionPage, paged(USUAL, MOST)),
    "/reports": ("The table of reports", tuple[ReportRow, ...], paged(USUAL, MOST)),
    "/reports/{report}": ("One report with every statement", ReportView, ()),
    "/reports/{report}/original": ("The bytes that a report was taken from", bytes, ()),
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
    "/records": (
        "What one voice or outlet said of who is responsible, and what became of it; of its entries, so many",
        tuple[TrackRecord, ...],
        (SOURCE, paged(USUAL, MOST)[1]),
    ),
    "/search": (
        "The best incidents, actors, accounts and reports by words, then sentences that mean the like",
        Found,
        (WORDS, *paged(EACH, MOST_FOUND)[1:]),
    ),
    "/searches": ("Searches and filters that are kept under a name", tuple[SavedSearch, ...], ()),
    "/network": ("Who accuses whom and which incidents are tied", Network, (*OF_INCIDENTS, FOCUS, EDGES)),
    "/network/edge": ("What one edge stands for", SaidPage, (*OF_INCIDENTS, *ENDS, *paged(USUAL, MOST))),
    "/brief": ("What a brief is made of; at most 60 incidents", BriefView, (*OF_INCIDENTS, ORDERED)),
    "/account": ("Who is logged in; null where the server knows no accounts", Account | None, ()),
}
"""Address under the root -> what it gives, the type of the answer, and the query that it knows."""

OF_OWNERS: dict[str, tuple[str, Any, tuple[Parameter, ...]]] = {
    "/audit": (
        "Who did what, the last first; for owners, where the server knows accounts",
        AuditPage,
        paged(USUAL, MOST),
    ),
}
"""The same, where the server knows accounts."""

ACTS: dict[tuple[str, str], tuple[str, Any, int, Any]] = {
    ("post", "/decisions"): (
        "Enters a decision; refused where a later one than `seen` touches the same",
        NewDecision,
        201,
        Ruled,
    ),
    ("post", "/searches"): ("Keeps a search or a filter under a name", NewSearch, 201, SavedSearch),
    ("delete", "/searches/{number}"): ("Takes a kept search off the list", None, 204, None),
}
"""Method and address -> what it does, the type of the body, the status and the type of the answer."""


def description(*, owners: bool = False) -> dict[str, Any]:
    """The OpenAPI 3.1 description, its schemas made from the types of the answers; `owners`: with accounts."""
    asked = ANSWERS | (OF_OWNERS if owners else {})
    types = [t for _, t, _ in asked.values()] + [t for _, b, _, a in ACTS.values() for t in (b, a)]
    schemas, components = msgspec.json.schema_components(types, ref_template="#/components/schemas/{name}")
    given = iter(schemas)
    paths: dict[str, dict[str, Any]] = {}
    for path, (summary, kind, query) in asked.items():
        form = next(given)
        content = {"application/octet-stream": {}} if kind is bytes else {"application/json": {"schema": form}}
        paths[ROOT + path] = {
            "get": _operation(path, summary, query, "200", {"description": summary, "content": content})
        }
    for (method, path), (summary, body, status, kind) in ACTS.items():
        taken, form = next(given), next(given)
        good: dict[str, Any] = {"description": summary}
        if kind is not None:
            good["content"] = {"application/json": {"schema": form}}
        held = _operation(path, summary, (), str(status), good)
        if body is not None:
            held["requestBody"] = {"required": True, "content": {"application/json": {"schema": taken}}}
        paths.setdefault(ROOT + path, {})[method] = held
    return {
        "openapi": "3.1.0",
        "info": {"title": "ascribe", "version": "1"},
        "paths": paths,
        "components": {"schemas": components},
    }


def _operation(path: str, summary: str, query: tuple[Parameter, ...], status: str, good: Any) -> dict[str, Any]:
    """One method of one address."""
    held = [p.strip("{}") for p in path.split("/") if p.startswith("{")]
    named = [{"name": n, "in": "path", "required": True, "schema": _named(n)} for n in held]
    failed = {"description": "An error", "content": {"application/problem+json": {"schema": PROBLEM}}}
    return {"summary": summary, "parameters": [*query, *named], "responses": {status: good, "default": failed}}


def _named(name: str) -> dict[str, Any]:
    return {"type": "integer", "minimum": 1} if name == "number" else {"type": "string"}
