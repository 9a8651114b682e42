"""Decisions from the browser: the queue, the list, and the one address that enters them.

A form carries a token that only this server's pages know (against forged requests), and the number of the last
decision that its page was made from (so that two people at work do not overwrite each other).
"""

from __future__ import annotations

import hmac
import secrets
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.concurrency import run_in_threadpool

from ascribe.case import Case, IncidentFilter
from ascribe.model import DecisionKind
from ascribe.model.errors import NotFoundError, UsageError
from ascribe.show.web.incident import page_values
from ascribe.show.web.look import Look
from ascribe.show.web.pages import Pages

QUEUE = 25
LONGEST = 20_000
"""Bytes of a form."""
OFFERED = frozenset(DecisionKind) - {DecisionKind.DECLARE}


class Review:
    """What a person rules, from the pages."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages
        self._token = secrets.token_urlsafe(32)

    def queue(self, done: str = "") -> HTMLResponse:
        """Incidents that nobody has reviewed, by how contested they are."""
        with self._pages.open() as case:
            revision = _revision(case)
            waiting = case.incident_page(IncidentFilter(reviewed=False), "urgency", True, QUEUE)
        return self._page("review.html", revision, done, here="review", rows=waiting.rows, found=waiting.found)

    def decisions(self, done: str = "") -> HTMLResponse:
        """All decisions, the last first."""
        with self._pages.open() as case:
            entered = case.decisions()
        undone = {int(s) for d in entered if d.kind is DecisionKind.UNDO for s in d.subjects}
        held = tuple(reversed(entered))
        revision = held[0].number if held else 0
        return self._page("decisions.html", revision, done, here="review", decisions=held, undone=undone)

    def incident(self, request: Request, incident: str, done: str = "") -> HTMLResponse:
        """One incident: who, what, when, where, how many, according to whom; with the means to rule on it."""
        with self._pages.open() as case:
            revision = _revision(case)  # before the rest, so that what comes in between is not taken for seen
            values = page_values(case, incident, Look(request.query_params))
        return self._page("incident.html", revision, done, **values)

    async def decide(self, request: Request) -> RedirectResponse:
        """Enters one decision and goes back to where it can be seen."""
        form = await self._form(request)
        return await run_in_threadpool(self._decide, form, getattr(request.state, "account", None))

    def _decide(self, form: dict[str, list[str]], author: str | None) -> RedirectResponse:
        def one(name: str) -> str:
            return form.get(name, [""])[0].strip()

        if one("kind") not in OFFERED or not one("revision").isdecimal():
            raise UsageError("the form does not say what is decided; open the page again")
        subjects = [s.strip() for s in form.get("subject", []) if s.strip()]
        with self._pages.open() as case:
            entered = case.decide(
                DecisionKind(one("kind")),
                subjects,
                author=author,
                reason=one("reason") or None,
                attribute=one("attribute") or None,
                value=one("value") or None,
                seen=int(one("revision")),
            )
            back = _back(case, one("back") or subjects[0])
            kept = Look.of(one("view")).query(done=entered.number)  # the parts of the lists that were looked at
        return RedirectResponse(f"{back}?{kept}", 303)

    async def _form(self, request: Request) -> dict[str, list[str]]:
        """The fields of a form of this server's own. Raises UsageError for any other."""
        origin = request.headers.get("origin")
        if origin is not None and urlsplit(origin).netloc.casefold() != request.headers["host"].casefold():
            raise UsageError("this form was sent from another site and is refused")
        body = b""
        async for part in request.stream():
            body += part
            if len(body) > LONGEST:
                raise UsageError("the form is too long")
        try:
            form = parse_qs(body.decode("ascii"), max_num_fields=40)
        except ValueError:
            raise UsageError("the form cannot be read") from None
        if not hmac.compare_digest(form.get("token", [""])[0].encode(), self._token.encode()):
            raise UsageError("this form is not from this server, or from before it was started; open the page again")
        return form

    def _page(self, name: str, revision: int, done: str, **values: Any) -> HTMLResponse:
        shown = done if done.isdecimal() and len(done) < 10 else ""
        return self._pages.templates.page(name, token=self._token, revision=revision, done=shown, **values)


def _revision(case: Case) -> int:
    entered = case.decisions()
    return entered[-1].number if entered else 0


def _back(case: Case, subject: str) -> str:
    """The incident that was ruled on, by the identifier that it now has; otherwise the list of decisions."""
    if subject.startswith("inc-"):
        try:
            return f"/incidents/{quote(case.show(subject).row.id)}"
        except NotFoundError:
            return "/decisions"
    return "/decisions"
