"""What is new since somebody last said that they have seen the case: each browser keeps its own mark, as a cookie."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

from fastapi import Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.concurrency import run_in_threadpool

from ascribe.case import Case
from ascribe.model.since import Mark
from ascribe.show.web.journal import entries
from ascribe.show.web.pages import Pages

LASTS = 400 * 24 * 3600
"""Seconds that a browser keeps the mark; more is not allowed (RFC 6265bis)."""
OFFERED = "X-Ascribe-Mark"
"""The mark that an answer was made at."""
PATHS = ("/", "/new")
"""The pages that depend on the mark."""
FIRST = 6
"""Incidents that the overview names."""
LISTED = 200
Call = Callable[[Request], Awaitable[Response]]


class News:
    """What is new to the one who looks."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages

    def addresses(self) -> dict[str, Callable[..., Response]]:
        """Path -> page."""
        return {"/new": self.page}

    def mark_of(self, request: Request) -> str:
        """What of the mark that a browser keeps its answer depends on: nothing but for the pages that tell of it."""
        return request.cookies.get(self._name(request), "") if request.scope["path"] in PATHS else ""

    def told(self, case: Case, request: Request) -> dict[str, Any]:
        """What the overview shows of it."""
        return {**self._told(case, request, FIRST), "token": self._pages.forms.token}

    def page(self, request: Request) -> HTMLResponse:
        """All that is new."""
        with self._pages.open() as case:
            held = self._told(case, request, LISTED)
            news = held["news"]
            told = entries(case, news.decisions, case.decisions()) if news else ()
        values: dict[str, Any] = {**held, "here": "overview", "token": self._pages.forms.token, "most": LISTED}
        return self._pages.templates.page("new.html", entries=told, **values)

    async def seen(self, request: Request) -> RedirectResponse:
        """Moves the mark to where the case is, as the form says that it was shown."""
        form = await self._pages.forms.read(request)
        answer = RedirectResponse("/", 303)
        self._keep(answer, request, await run_in_threadpool(self._mark, form.get("mark", [""])[0]))
        return answer

    async def begin(self, request: Request, call: Call) -> Response:
        """Gives a mark to a browser that has none. Stands outside of what is kept, which knows no one."""
        answer = await call(request)
        offered = answer.headers.get(OFFERED)
        if offered and self._name(request) not in request.cookies:
            self._keep(answer, request, offered)
        return answer

    @staticmethod
    def offer(answer: Response, mark: Mark) -> None:
        """Tells what a page was made at."""
        answer.headers[OFFERED] = f"{mark.report}.{mark.decision}"

    def _told(self, case: Case, request: Request, limit: int) -> dict[str, Any]:
        found = re.fullmatch(
            r"(\d{1,9})\.(\d{1,9})\.(\d{1,11})", request.cookies.get(self._name(request), ""), re.ASCII
        )
        if found is None:
            return {"news": None, "seen": None, "mark": ""}
        report, decision, time = map(int, found.groups())
        news = case.since(Mark(report, decision), getattr(request.state, "account", None), limit)
        seen = datetime.fromtimestamp(time, UTC)
        return {"news": news, "seen": seen, "mark": f"{news.mark.report}.{news.mark.decision}"}

    def _mark(self, shown: str) -> str:
        """The mark that a form was made at; where the case is now if it names none."""
        if re.fullmatch(r"\d{1,9}\.\d{1,9}", shown, re.ASCII):
            return shown
        with self._pages.open() as case:
            now = case.mark()
        return f"{now.report}.{now.decision}"

    def _keep(self, answer: Response, request: Request, mark: str) -> None:
        value = f"{mark}.{int(datetime.now(UTC).timestamp())}"
        answer.set_cookie(self._name(request), value, max_age=LASTS, httponly=True, samesite="lax")

    def _name(self, request: Request) -> str:
        """A cookie's name for each case and account: one machine may serve several."""
        whose = f"{self._pages.path.resolve()} {getattr(request.state, 'account', None) or ''}"
        return f"ascribe_seen_{hashlib.sha256(whose.encode()).hexdigest()[:12]}"
