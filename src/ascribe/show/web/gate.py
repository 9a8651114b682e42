"""The gate of `ascribe serve --users`: nothing passes without a session but the log-in page and its style."""

from __future__ import annotations

import time
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable
from urllib.parse import parse_qs, urlsplit

from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.concurrency import run_in_threadpool

from ascribe.show.web.accounts import LASTS, Accounts, Role
from ascribe.show.web.api import ROOT, problem
from ascribe.show.web.templating import VISITOR, Templates
from ascribe.show.web.texts import plain, word

COOKIE = "ascribe_session"
LOG_IN = "/log-in"
OPEN = ("/static/ascribe.css", "/static/icon.svg", "/static/theme.js", "/static/keys.js")
TRIES, TRIES_WITHIN = 5, 900.0
"""Failed log-ins of one name, and the seconds within which they are counted."""
ALL_TRIES = 60
"""Failed log-ins of all names together in that time: names cannot be tried in turn."""
REQUESTS, REQUESTS_WITHIN = 600, 60.0
LONGEST = 2_000
Call = Callable[[Request], Awaitable[Response]]


class Limit:
    """So many within a time, for each key."""

    def __init__(self, most: int, seconds: float) -> None:
        self._most, self._seconds = most, seconds
        self._held: dict[str, deque[float]] = defaultdict(deque)

    def full(self, key: str) -> bool:
        held = self._held[key]
        while held and held[0] < time.monotonic() - self._seconds:
            held.popleft()
        if not held:
            del self._held[key]
        return len(held) >= self._most

    def count(self, key: str) -> None:
        self._held[key].append(time.monotonic())


class Gate:
    """Sessions, roles, limits and the audit list around every request."""

    def __init__(self, accounts: Accounts, templates: Templates) -> None:
        self._accounts, self._page = accounts, templates.page
        self._tries, self._all = Limit(TRIES, TRIES_WITHIN), Limit(ALL_TRIES, TRIES_WITHIN)
        self._requests = Limit(REQUESTS, REQUESTS_WITHIN)

    def mount(self, app: FastAPI) -> None:
        app.middleware("http")(self.passed)
        app.get(LOG_IN, response_class=HTMLResponse)(self.form)
        app.post(LOG_IN)(self.log_in)
        app.post("/log-out")(self.log_out)
        app.get("/audit", response_class=HTMLResponse)(self.audit)

    async def passed(self, request: Request, call: Call) -> Response:
        """Lets a request through that has a session and the role for what it asks."""
        path = request.url.path
        if path in OPEN or path == LOG_IN:
            return await call(request)
        who = await run_in_threadpool(self._accounts.of, request.cookies.get(COOKIE, ""))
        if who is None:
            if path.startswith(ROOT) or request.method != "GET":
                return self._refused(request, 401, plain("log_in.first"))
            return RedirectResponse(LOG_IN, 303)
        if self._requests.full(who.name):
            return self._refused(request, 429, plain("log_in.requests"))
        self._requests.count(who.name)
        request.state.account = who.name
        VISITOR.set(who)
        writes = request.method not in {"GET", "HEAD"} and path != "/log-out"
        if (writes and who.role is Role.READER) or (path == "/audit" and who.role is not Role.OWNER):
            response = self._refused(request, 403, plain("log_in.role", role=word(who.role)))
        else:
            response = await call(request)
        if request.method != "GET" or "attachment" in response.headers.get("content-disposition", ""):
            what = f"{request.method} {path}{'?' + request.url.query if request.url.query else ''}"
            await run_in_threadpool(self._accounts.note, who.name, what[:500], response.status_code)
        return response

    def form(self) -> HTMLResponse:
        return self._page("log_in.html", failed="")

    async def log_in(self, request: Request) -> Response:
        """Opens a session. Forms from other sites are refused."""
        origin = request.headers.get("origin")
        if origin is not None and urlsplit(origin).netloc.casefold() != request.headers["host"].casefold():
            return self._refused(request, 403, plain("log_in.other_site"))
        body = b""
        async for part in request.stream():
            body += part
            if len(body) > LONGEST:
                return self._refused(request, 413, plain("log_in.too_long"))
        form = parse_qs(body.decode("utf-8", "replace"))
        name, password = (form.get(k, [""])[0] for k in ("name", "password"))
        if self._tries.full(name) or self._all.full(""):
            return self._page("log_in.html", 429, failed=plain("log_in.too_many"))
        self._tries.count(name)  # before the check, so that many at once do not pass
        token = await run_in_threadpool(self._accounts.log_in, name, password)
        await run_in_threadpool(self._accounts.note, name[:60], "log in", 303 if token else 401)
        if token is None:
            self._all.count("")
            return self._page("log_in.html", 401, failed=plain("log_in.wrong"))
        answer = RedirectResponse("/", 303)
        seconds = int(LASTS.total_seconds())
        answer.set_cookie(COOKIE, token, max_age=seconds, secure=True, httponly=True, samesite="strict")
        return answer

    def log_out(self, request: Request) -> RedirectResponse:
        self._accounts.log_out(request.cookies.get(COOKIE, ""))
        answer = RedirectResponse(LOG_IN, 303)
        answer.delete_cookie(COOKIE, secure=True, httponly=True, samesite="strict")
        return answer

    def audit(self) -> HTMLResponse:
        return self._page("audit.html", lines=self._accounts.audit())

    def _refused(self, request: Request, status: int, message: str) -> Response:
        if request.url.path.startswith(ROOT):
            return problem(status, "Refused", message)
        return self._page("log_in.html", status, failed=message)
