"""The application: addresses, the guard around every answer, and errors as pages."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlsplit

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, RedirectResponse
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException

import ascribe
from ascribe.model.errors import AscribeError, OvertakenError
from ascribe.show.web.accounts import Accounts
from ascribe.show.web.api import Api, problem
from ascribe.show.web.brief import Brief
from ascribe.show.web.described import ROOT
from ascribe.show.web.find import Find
from ascribe.show.web.gate import Gate
from ascribe.show.web.geography import Tiles
from ascribe.show.web.languages import Languages
from ascribe.show.web.network import NetworkPage
from ascribe.show.web.overview import OverviewPage
from ascribe.show.web.own_forms import SESSION
from ascribe.show.web.pages import Pages
from ascribe.show.web.people import People
from ascribe.show.web.remembered import Remembered
from ascribe.show.web.report import ReportPage
from ascribe.show.web.review import Review
from ascribe.show.web.since import News
from ascribe.show.web.texts import LANGUAGE, plain

HERE = Path(__file__).parent
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
Call = Callable[[Request, Callable[[Request], Awaitable[Response]]], Awaitable[Response]]
LOCAL = ("127.0.0.1", "localhost", "[::1]")
"""The names of this machine, to which alone the pages are given."""


def create_app(
    case: Path, *, users: bool = False, tiles: Tiles | None = None, languages: Languages | None = None
) -> FastAPI:
    """The application for one case file, which is opened anew for each request; with `users`, behind a log-in.

    `tiles` is a tile server for the map, whose origin alone the pages may then ask for pictures beside this server.
    `languages` chooses the language of each answer; by default the browser does.
    """
    pages = Pages(case)

    @asynccontextmanager
    async def lasting(_app: FastAPI) -> AsyncIterator[None]:
        yield
        pages.pool.close()

    app = FastAPI(
        title="ascribe",
        version=ascribe.__version__,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        lifespan=lasting,
    )
    news = News(pages)
    errors = _Errors(pages, headers_for(tiles))
    app.mount("/static", StaticFiles(directory=HERE / "static"), name="static")
    app.middleware("http")(Remembered(case, lambda r: _whose(r, news)).answer)
    app.middleware("http")(news.begin)
    if users:  # outside of what is kept, so that nothing kept is given without a session
        Gate(Accounts(case), pages.templates, pages.forms).mount(app)
    app.middleware("http")(_guard(headers_for(tiles)))
    app.middleware("http")((languages or Languages()).spoken)
    app.exception_handler(AscribeError)(errors.failed)
    app.exception_handler(HTTPException)(errors.refused)
    app.exception_handler(RequestValidationError)(errors.misread)
    app.exception_handler(500)(errors.broken)
    find, people, overview = Find(pages), People(pages), OverviewPage(pages, news, tiles)
    for part in (pages, overview, news, ReportPage(pages), find, people):
        for path, view in part.addresses().items():
            app.get(path, response_class=HTMLResponse)(view)
    app.get("/brief", response_class=HTMLResponse)(Brief(pages).page)
    app.get("/brief.docx")(Brief(pages).docx)
    network = NetworkPage(pages)
    network.mount(app)
    Api(pages, network, owners=users).mount(app)
    review = Review(pages)
    app.get("/review", response_class=HTMLResponse)(review.queue)
    app.get("/decisions", response_class=HTMLResponse)(review.decisions)
    app.get("/incidents/{incident}", response_class=HTMLResponse)(review.incident)
    app.post("/decide")(review.decide)
    app.post("/seen", response_class=RedirectResponse)(news.seen)
    app.post("/searches", response_class=RedirectResponse)(find.save)
    app.post("/searches/delete", response_class=RedirectResponse)(find.delete)
    return app


def _whose(request: Request, news: News) -> tuple[str, ...]:
    """What an answer takes from the one who asks."""
    day = datetime.now(UTC).date().isoformat()  # that a brief is dated by
    return SESSION.get(), getattr(request.state, "account", ""), LANGUAGE.get(), news.mark_of(request), day


def headers_for(tiles: Tiles | None) -> dict[str, str]:
    """The protecting headers; pictures of a tile server are let through where there is one."""
    if tiles is None:
        return HEADERS
    policy = HEADERS["Content-Security-Policy"].replace("img-src 'self'", f"img-src 'self' {tiles.origin}")
    return {**HEADERS, "Content-Security-Policy": policy}


def _guard(headers: dict[str, str]) -> Call:
    """Refuses hosts that are not this machine (DNS rebinding) and acts that pages of other sites ask for, and adds the
    protecting headers to every answer."""

    async def guarded(request: Request, call: Callable[[Request], Awaitable[Response]]) -> Response:
        _, port = request.scope.get("server") or ("", None)
        ends = ("", ":80") if port == 80 else (f":{port}",)
        if request.headers.get("host", "").casefold() not in {f"{n}{e}" for n in LOCAL for e in ends}:
            response = Response(plain("error.host"), 421, media_type="text/plain")
        elif _foreign(request):
            response = Response(plain("error.foreign"), 403, media_type="text/plain")
        else:
            response = await call(request)
        for name, value in headers.items():
            response.headers.setdefault(name, value)  # a page of its own kind may have stricter ones
        return response

    return guarded


def _foreign(request: Request) -> bool:
    """Whether a browser says that a page of another site, or of another server of this machine, asks for an act."""
    if request.method in {"GET", "HEAD"}:
        return False
    origin = request.headers.get("origin")
    if origin is not None:
        return urlsplit(origin).netloc.casefold() != request.headers["host"].casefold()
    return request.headers.get("sec-fetch-site", "none") not in {"same-origin", "none"}


class _Errors:
    """Errors as small pages that say what to do, or as RFC 9457 where the API was asked."""

    def __init__(self, pages: Pages, headers: dict[str, str]) -> None:
        self._page, self._headers = pages.templates.page, headers

    def _said(self, request: Request, status: int, message: str, **further: object) -> Response:
        if request.scope["path"].startswith(ROOT):
            title = HTTPStatus(status).phrase if status in set(HTTPStatus) else "Error"
            return problem(status, title, message, **further)
        return self._page("error.html", status, message=message)

    def failed(self, request: Request, error: Exception) -> Response:
        """An error of ascribe's own."""
        further = {"decisions": error.decisions} if isinstance(error, OvertakenError) else {}
        status = error.http_status if isinstance(error, AscribeError) else 500
        return self._said(request, status, str(error), **further)

    def refused(self, request: Request, error: Exception) -> Response:
        """An address that leads nowhere, or a method that it does not know."""
        status = error.status_code if isinstance(error, HTTPException) else 500
        said = {
            404: plain("error.no_page"),
            405: plain("error.no_method"),
            413: plain("error.too_long"),
            415: plain("error.no_json"),
        }
        return self._said(request, status, said.get(status, plain("error.refused")))

    def misread(self, request: Request, error: Exception) -> Response:
        """An address whose query cannot be read."""
        said = error.errors() if isinstance(error, RequestValidationError) else []
        names = ", ".join(str(e["loc"][-1]) for e in said) or plain("error.the_query")
        return self._said(request, 422, plain("error.misread", names=names))

    def broken(self, request: Request, _error: Exception) -> Response:
        """A defect of the program; this answer is made outside the guard, so it brings its own headers."""
        answer = self._said(request, 500, plain("error.failed"))
        answer.headers.update(self._headers)
        return answer
