"""What the pages show and what can be done on them, as JSON under /api/v1; errors as RFC 9457."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
from fastapi import Depends, FastAPI, Request, Response

from ascribe.model import Decision
from ascribe.model.errors import UsageError
from ascribe.model.since import Mark
from ascribe.show.web.answers import About, BriefView, DecisionPage, Entered, Telling
from ascribe.show.web.api_acts import Acts
from ascribe.show.web.asked import LONGEST, Asked, Listed, number_of, page_of
from ascribe.show.web.brief import MOST as MOST_BRIEF
from ascribe.show.web.described import ANSWERS, MOST, ROOT, USUAL, description
from ascribe.show.web.find import EACH
from ascribe.show.web.find import MOST as MOST_FOUND
from ascribe.show.web.journal import undone
from ascribe.show.web.network import NetworkPage
from ascribe.show.web.pages import Pages
from ascribe.show.web.people import SAID
from ascribe.show.web.report import ReportPage
from ascribe.show.web.templating import VISITOR

WAITING = 10


class Api:
    """The addresses of the API of one case."""

    def __init__(self, pages: Pages, network: NetworkPage, *, owners: bool = False) -> None:
        self._pages, self._open, self._network = pages, pages.open, network
        self._acts = Acts(pages)
        self._described = msgspec.json.encode(description(owners=owners))

    def mount(self, app: FastAPI) -> None:
        """Adds every address to the application."""
        views: dict[str, Callable[..., Response]] = {
            "/counts": self.counts,
            "/overview": self.overview,
            "/new": self.new,
            "/incidents": self.incidents,
            "/incidents/{incident}": self.incident,
            "/incidents/{incident}/hypotheses": self.hypotheses,
            "/incidents/{incident}/tellings": self.tellings,
            "/incidents/{incident}/near": self.near,
            "/review": self.review,
            "/decisions": self.decisions,
            "/reports": self.reports,
            "/reports/{report}": self.report,
            "/reports/{report}/original": self.original,
            "/actors": self.actors,
            "/actors/{actor}": self.actor,
            "/sources": self.sources,
            "/sources/{source}": self.source,
            "/records": self.records,
            "/search": self.search,
            "/searches": self.searches,
            "/network": self.network,
            "/network/edge": self.edge,
            "/brief": self.brief,
            "/account": self.account,
        }
        for path, (_, _, query) in ANSWERS.items():
            # names can hold a slash
            address = path.replace("{actor}", "{actor:path}").replace("{source}", "{source:path}")
            app.get(ROOT + address, dependencies=[Depends(only(query))])(views[path])
        app.get(f"{ROOT}/openapi.json")(self.openapi)
        self._acts.mount(app)

    def counts(self) -> Response:
        with self._open() as case:
            return as_json(self._pages.counts(case))

    def overview(self, request: Request) -> Response:
        with self._open() as case:
            return as_json(self._pages.summed(case, Asked(request.query_params).filter()))

    def new(self, request: Request) -> Response:
        query = request.query_params
        seen = Mark(*(number_of(name, query.get(name, "")) or 0 for name in ("report", "decision")))
        with self._open() as case:
            return as_json(case.since(seen, getattr(request.state, "account", None)))

    def incidents(self, request: Request) -> Response:
        asked, limit = Asked(request.query_params), limit_of(request)
        with self._open() as case:
            return as_json(
                case.incident_page(asked.filter(), asked.sort, asked.descending, limit, (asked.page - 1) * limit)
            )

    def incident(self, request: Request, incident: str, voice: str = "") -> Response:
        limit, page = limit_of(request), page_of(request.query_params)
        with self._open() as case:
            return as_json(case.part(incident, voice.strip()[:LONGEST], limit, (page - 1) * limit))

    def hypotheses(self, incident: str) -> Response:
        with self._open() as case:
            return as_json(case.hypotheses(incident))

    def tellings(self, incident: str) -> Response:
        with self._open() as case:
            return as_json([Telling(*t) for t in case.tellings(incident)])

    def near(self, incident: str) -> Response:
        with self._open() as case:
            return as_json(case.near(incident))

    def review(self, request: Request) -> Response:
        limit, page = limit_of(request, WAITING), page_of(request.query_params)
        with self._open() as case:
            return as_json(case.waiting(limit, (page - 1) * limit))

    def decisions(self, request: Request) -> Response:
        limit, page = limit_of(request), page_of(request.query_params)
        with self._open() as case:
            every = case.decisions()
            chosen, gone = every[::-1][(page - 1) * limit : page * limit], undone(every)
            named = case.named(s for d in chosen for s in d.subjects)
        rows = tuple(Entered(d, d.number not in gone, _about(d, named)) for d in chosen)
        return as_json(DecisionPage(rows, len(every), every[-1].number if every else 0))

    def reports(self, request: Request) -> Response:
        limit, page = limit_of(request), page_of(request.query_params)
        with self._open() as case:
            return as_json(case.reports(limit, (page - 1) * limit))

    def report(self, report: str) -> Response:
        with self._open() as case:
            return as_json(case.report(report))

    def original(self, report: str) -> Response:
        """As the page gives it: always a download."""
        return ReportPage(self._pages).original(report)

    def actors(self, request: Request) -> Response:
        asked, limit = Listed(request.query_params, ()), limit_of(request)
        with self._open() as case:
            return as_json(case.actor_page(asked.q, asked.sort, asked.descending, limit, (asked.page - 1) * limit))

    def actor(self, request: Request, actor: str) -> Response:
        asked, limit = Listed(request.query_params, ()), limit_of(request, SAID)
        with self._open() as case:
            return as_json(case.actor(actor, asked.part or "accused", limit, (asked.page - 1) * limit))

    def sources(self, request: Request) -> Response:
        asked, limit = Listed(request.query_params, ()), limit_of(request)
        with self._open() as case:
            return as_json(case.source_page(asked.q, asked.sort, asked.descending, limit, (asked.page - 1) * limit))

    def source(self, request: Request, source: str) -> Response:
        asked, limit = Listed(request.query_params, ()), limit_of(request, SAID)
        with self._open() as case:
            return as_json(case.source(source, asked.part or "all", limit, (asked.page - 1) * limit))

    def records(self, request: Request, source: str = "") -> Response:
        if not source.strip():
            raise UsageError("source is empty; give the name of a voice or an outlet")
        with self._open() as case:
            return as_json(case.track_records(source.strip(), limit_of(request)))

    def search(self, request: Request) -> Response:
        words, limit = request.query_params.get("q", "").strip()[:LONGEST], limit_of(request, EACH, MOST_FOUND)
        with self._open() as case:
            return as_json(case.find(words, limit))

    def searches(self) -> Response:
        with self._open() as case:
            return as_json(case.saved_searches())

    def network(self, request: Request) -> Response:
        return as_json(self._network.asked(request)[-1])

    def edge(self, request: Request, speaker: str = "", named: str = "") -> Response:
        asked, limit = Asked(request.query_params), limit_of(request)
        with self._open() as case:
            return as_json(case.said_of(speaker, named, asked.filter(), limit, (asked.page - 1) * limit))

    def brief(self, request: Request) -> Response:
        asked = Asked(request.query_params)
        with self._open() as case:
            given = case.incident_page(asked.filter(), asked.sort, asked.descending, MOST_BRIEF)
            views = tuple(case.show(r.id, proposed=False) for r in given.rows)
            return as_json(
                BriefView(views, given.found, self._pages.summed(case, asked.filter()), self._pages.counts(case))
            )

    def account(self) -> Response:
        return as_json(VISITOR.get())

    def openapi(self) -> Response:
        return Response(self._described, media_type="application/json")


def problem(status: int, title: str, detail: str, **further: object) -> Response:
    """An error as RFC 9457 has it; what is further told are its extension members."""
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail, **further}
    return Response(msgspec.json.encode(body), status, media_type="application/problem+json")


def only(query: tuple[dict[str, Any], ...]) -> Callable[[Request], None]:
    """Refuses a query of other names: a filter that is misspelt would let everything through."""
    known = frozenset(p["name"] for p in query)

    def check(request: Request) -> None:
        if beyond := sorted(set(request.query_params) - known):
            raise UsageError(f"there is no parameter {beyond[0]}; there are {', '.join(sorted(known)) or 'none'}")

    return check


def limit_of(request: Request, usual: int = USUAL, most: int = MOST) -> int:
    """How many lines an address asks for. Raises UsageError beyond the most that one answer holds."""
    wanted = request.query_params.get("limit", str(usual))
    if not wanted.isascii() or not wanted.isdecimal() or not 1 <= int(wanted[:9]) <= most:
        raise UsageError(f"limit is {wanted!r}; give a number from 1 to {most}")
    return int(wanted)


def as_json(value: object, status: int = 200) -> Response:
    """An answer."""
    return Response(msgspec.json.encode(value), status, media_type="application/json")


def _about(d: Decision, named: dict[str, tuple[str, str]]) -> tuple[About, ...]:
    return tuple(About(s, *named.get(s, (None, None))) for s in d.subjects)
