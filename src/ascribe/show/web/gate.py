"""The gate of `ascribe serve --users`: nothing passes without a session but the log-in page and its style."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from urllib.parse import parse_qs

from fastapi import Depends, FastAPI, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.concurrency import run_in_threadpool

from ascribe.model.errors import UsageError
from ascribe.show.web.accounts import LASTS, SHORTEST, Accounts, Role
from ascribe.show.web.answers import AuditPage
from ascribe.show.web.api import as_json, limit_of, only, problem
from ascribe.show.web.asked import page_of
from ascribe.show.web.attempts import TRIES, TRIES_WITHIN, Attempts, Limit
from ascribe.show.web.described import OF_OWNERS, ROOT
from ascribe.show.web.own_forms import SESSION, OwnForms
from ascribe.show.web.retold import begun, retold
from ascribe.show.web.templating import VISITOR, Templates
from ascribe.show.web.texts import plain, word

COOKIE = "ascribe_session"
LOG_IN = "/log-in"
OWN_PAGE = "/password"
OWN = ("/log-out", "/seen", OWN_PAGE)
"""What moves one's own session, mark and password alone: readers may, too."""
OPEN = ("/static/ascribe.css", "/static/icon.svg", "/static/theme.js", "/static/keys.js")
DEVICE = "ascribe_device"
KNOWN_FOR = 180 * 86_400
"""Seconds for which a browser is known as one that has logged in before."""
AT_ONCE = 2
"""Passwords that are looked at at once: each takes 64 MB."""
OWNERS = ("/audit", *(ROOT + path for path in OF_OWNERS))
REQUESTS, REQUESTS_WITHIN = 600, 60.0
LONGEST = 2_000
Call = Callable[[Request], Awaitable[Response]]


class Gate:
    """Sessions, roles, limits and the audit list around every request."""

    def __init__(self, accounts: Accounts, templates: Templates, forms: OwnForms) -> None:
        self._accounts, self._page, self._forms = accounts, templates.page, forms
        self._changes = Limit(TRIES, TRIES_WITHIN)
        self._attempts, self._checking = Attempts(accounts.secret()), asyncio.Semaphore(AT_ONCE)
        self._requests = Limit(REQUESTS, REQUESTS_WITHIN)

    def mount(self, app: FastAPI) -> None:
        app.middleware("http")(self.passed)
        app.get(LOG_IN, response_class=HTMLResponse)(self.form)
        app.post(LOG_IN)(self.log_in)
        app.post("/log-out")(self.log_out)
        app.get(OWN_PAGE, response_class=HTMLResponse)(self.password_form)
        app.post(OWN_PAGE)(self.change_password)
        app.get("/audit", response_class=HTMLResponse)(self.audit)
        for path, (_, _, query) in OF_OWNERS.items():
            app.get(ROOT + path, dependencies=[Depends(only(query))])(self.audit_lines)

    async def passed(self, request: Request, call: Call) -> Response:
        """Lets a request through that has a session and the role for what it asks."""
        path: str = request.scope["path"]
        if path in OPEN or path == LOG_IN:
            return await call(request)
        session = request.cookies.get(COOKIE, "")
        who = await run_in_threadpool(self._accounts.of, session)
        if who is None:
            if path.startswith(ROOT) or request.method != "GET":
                return self._refused(request, 401, plain("log_in.first"))
            return RedirectResponse(LOG_IN, 303)
        if self._requests.full(who.name):
            return self._refused(request, 429, plain("log_in.requests"))
        self._requests.count(who.name)
        request.state.account = who.name
        VISITOR.set(who)
        SESSION.set(session)
        writes = request.method not in {"GET", "HEAD"} and path not in OWN
        if (writes and who.role is Role.READER) or (path in OWNERS and who.role is not Role.OWNER):
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
        """Opens a session, and ends the one that the browser had."""
        body = b""
        async for part in request.stream():
            body += part
            if len(body) > LONGEST:
                return self._refused(request, 413, plain("log_in.too_long"))
        form = parse_qs(body.decode("utf-8", "replace"))
        name, password = (form.get(k, [""])[0] for k in ("name", "password"))
        mark = request.cookies.get(DEVICE, "")
        if not self._attempts.allowed(name, mark):
            return self._page("log_in.html", 429, failed=plain("log_in.too_many"))
        async with self._checking:
            token = await run_in_threadpool(self._accounts.log_in, name, password)
        await run_in_threadpool(self._accounts.note, name[:60], "log in", 303 if token else 401)
        if token is None:
            return self._page("log_in.html", 401, failed=plain("log_in.wrong"))
        await run_in_threadpool(self._accounts.log_out, request.cookies.get(COOKIE, ""))
        answer = RedirectResponse("/", 303)
        _keep(answer, token)
        kept = self._attempts.succeeded(name, mark)
        answer.set_cookie(DEVICE, kept, max_age=KNOWN_FOR, path=LOG_IN, secure=True, httponly=True, samesite="strict")
        return answer

    def log_out(self, request: Request) -> RedirectResponse:
        self._accounts.log_out(request.cookies.get(COOKIE, ""))
        answer = RedirectResponse(LOG_IN, 303)
        answer.delete_cookie(COOKIE, secure=True, httponly=True, samesite="strict")
        return answer

    def password_form(self, changed: str = "") -> HTMLResponse:
        return self._password_page(changed=bool(changed))

    async def change_password(self, request: Request) -> Response:
        """Changes one's own password: the old one is asked, and all other sessions end."""
        form = await self._forms.read(request)
        name: str = request.state.account
        old, new, again = (form.get(k, [""])[0] for k in ("old", "new", "again"))
        if new != again:
            return self._password_page(422, failed=plain("password.differ"))
        if self._changes.full(name):
            return self._password_page(429, failed=plain("log_in.too_many"))
        self._changes.count(name)  # before the password is looked at: many at once do not pass
        try:
            async with self._checking:
                token = await run_in_threadpool(self._accounts.change, name, old, new)
        except UsageError as error:
            self._changes.forgive(name)
            return self._password_page(error.http_status, failed=begun(retold(str(error))) + ".")
        if token is None:
            return self._password_page(401, failed=plain("password.wrong"))
        self._changes.forgive(name)
        answer = RedirectResponse(f"{OWN_PAGE}?changed=yes", 303)
        _keep(answer, token)
        return answer

    def _password_page(self, status: int = 200, *, failed: str = "", changed: bool = False) -> HTMLResponse:
        values = {"failed": failed, "changed": changed, "shortest": SHORTEST, "token": self._forms.token}
        return self._page("password.html", status, **values)

    def audit(self) -> HTMLResponse:
        return self._page("audit.html", lines=self._accounts.audit())

    def audit_lines(self, request: Request) -> Response:
        """The audit list as JSON."""
        limit = limit_of(request)
        lines = self._accounts.audit(limit, (page_of(request.query_params) - 1) * limit)
        return as_json(AuditPage(lines, self._accounts.noted()))

    def _refused(self, request: Request, status: int, message: str) -> Response:
        if request.scope["path"].startswith(ROOT):
            return problem(status, "Refused", message)
        return self._page("log_in.html", status, failed=message)


def _keep(answer: Response, token: str) -> None:
    """Gives a browser its session."""
    seconds = int(LASTS.total_seconds())
    answer.set_cookie(COOKIE, token, max_age=seconds, secure=True, httponly=True, samesite="strict")
