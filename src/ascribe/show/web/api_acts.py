"""What can be done through the API: to decide, and to keep searches; with the same checks as the forms of the pages."""

from __future__ import annotations

from typing import TypeVar

import msgspec
from fastapi import FastAPI, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from ascribe.case import Case
from ascribe.model import DecisionKind
from ascribe.model.errors import NotFoundError, UsageError
from ascribe.model.view import IncidentRow
from ascribe.show.web.answers import NewDecision, NewSearch, Ruled
from ascribe.show.web.described import ROOT
from ascribe.show.web.forms import OFFERED
from ascribe.show.web.journal import incident_of
from ascribe.show.web.moved import moved, results
from ascribe.show.web.own_forms import LONGEST
from ascribe.show.web.pages import Pages

T = TypeVar("T")


class Acts:
    """Decisions and kept searches of one case. `_guarded` has refused what comes from other sites."""

    def __init__(self, pages: Pages) -> None:
        self._open = pages.open

    def mount(self, app: FastAPI) -> None:
        """Adds every address to the application."""
        app.post(f"{ROOT}/decisions")(self.decide)
        app.post(f"{ROOT}/searches")(self.save)
        app.delete(f"{ROOT}/searches/{{number}}")(self.delete)

    async def decide(self, request: Request) -> Response:
        asked = await body_of(request, NewDecision)
        if asked.kind not in OFFERED:
            raise UsageError(f"{asked.kind.value} cannot be entered here; it is a verb of the command line")
        return await run_in_threadpool(self._decide, asked, author(request))

    def _decide(self, asked: NewDecision, by: str | None) -> Response:
        with self._open() as case:
            about = _incident(case, asked)
            before = results(case, about)
            entered = case.decide(
                asked.kind,
                asked.subjects,
                author=by,
                reason=asked.reason,
                attribute=asked.attribute,
                value=asked.value,
                seen=asked.seen,
            )
            now = incident_of(case, entered, case.decisions()) or about
            ruled = Ruled(entered, _row(case, now), moved(before, results(case, now)))
        return Response(msgspec.json.encode(ruled), 201, media_type="application/json")

    async def save(self, request: Request) -> Response:
        asked = await body_of(request, NewSearch)
        return await run_in_threadpool(self._save, asked, author(request))

    def _save(self, asked: NewSearch, by: str | None) -> Response:
        with self._open() as case:
            saved = case.save_search(asked.name, asked.address, by)
        return Response(msgspec.json.encode(saved), 201, media_type="application/json")

    def delete(self, request: Request, number: str) -> Response:
        if not number.isascii() or not number.isdecimal() or len(number) > 9:
            raise NotFoundError(f"there is no saved search {number}")
        with self._open() as case:
            case.remove_search(int(number), author(request))
        return Response(status_code=204)


def author(request: Request) -> str | None:
    """The account that asks; None where the server knows no accounts."""
    name: str | None = getattr(request.state, "account", None)
    return name


async def body_of(request: Request, kind: type[T]) -> T:
    """The body of a request as JSON of this type.

    Other media types are refused: a page of another site can send those without asking the browser first.
    """
    if request.headers.get("content-type", "").partition(";")[0].strip().casefold() != "application/json":
        raise HTTPException(415)
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > LONGEST:
            raise HTTPException(413)
    try:
        return msgspec.json.decode(body, type=kind)
    except msgspec.DecodeError as error:  # also where it is JSON of another type
        raise UsageError(f"the body is not what is described: {error}") from None


def _incident(case: Case, asked: NewDecision) -> str:
    """The incident whose results are compared; for an undoing, the one of what it undoes."""
    every, first = case.decisions(), asked.subjects[0] if asked.subjects else ""
    if asked.kind is DecisionKind.UNDO and first.isascii() and first.isdecimal() and 0 < int(first) <= len(every):
        return incident_of(case, every[int(first) - 1], every)
    named = case.named(asked.subjects)
    return next((named[s][0] for s in asked.subjects if s in named), "")


def _row(case: Case, incident: str) -> IncidentRow | None:
    try:
        return case.result(incident).row if incident else None
    except (NotFoundError, UsageError):
        return None
