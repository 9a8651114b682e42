"""Decisions from the browser: the queue, the list, and the one address that enters them.

A form carries a token that only this server's pages know (against forged requests), and the number of the last
decision that its page was made from (so that two people at work do not overwrite each other).
"""

from __future__ import annotations

from collections import OrderedDict
from typing import Any
from urllib.parse import quote

from fastapi import Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.concurrency import run_in_threadpool

from ascribe.case import Case
from ascribe.model import Attribute, Decision, DecisionKind, Grade
from ascribe.model.errors import AscribeError, NotFoundError, OvertakenError, UsageError
from ascribe.show.web.desk import desk
from ascribe.show.web.forms import Sent, sent
from ascribe.show.web.incident import page_values
from ascribe.show.web.journal import Entry, entries, incident_of
from ascribe.show.web.look import Look
from ascribe.show.web.moved import Moved, moved, results
from ascribe.show.web.pages import Pages

QUEUE = 10
"""Incidents of the queue on a page."""
LISTED = 200
"""Decisions on a page."""
REMEMBERED = 500
"""Decisions of this server of which it is remembered what they changed."""
CORRECTED = tuple(
    Attribute(a) for a in ("responsible", "killed", "wounded", "when", "where", "kind", "status", "means", "target")
)


class Review:
    """What a person rules, from the pages."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages
        self._forms = pages.forms
        self._moved: OrderedDict[int, tuple[Moved, ...]] = OrderedDict()

    def queue(self, done: str = "", page: int = 1) -> HTMLResponse:
        """Incidents that nobody has reviewed, those first that most need it."""
        page = max(1, page)
        with self._pages.open() as case:
            shared = self._shared(case, done)
            waiting = case.waiting(QUEUE, (page - 1) * QUEUE)
            items = [desk(case, case.part(w.row.id, proposed=False), w.why) for w in waiting.rows]
        last = max(1, -(-waiting.found // QUEUE))
        return self._page("review.html", shared, back="review", items=items, found=waiting.found, page=page, last=last)

    def decisions(self, done: str = "", page: int = 1) -> HTMLResponse:
        """All decisions, the last first."""
        page = max(1, page)
        with self._pages.open() as case:
            shared = self._shared(case, done)
            every = case.decisions()
            lines = entries(case, every[::-1][(page - 1) * LISTED : page * LISTED], every)
        last = max(1, -(-len(every) // LISTED))
        return self._page("decisions.html", shared, back="decisions", entries=lines, page=page, last=last)

    def incident(self, request: Request, incident: str, done: str = "") -> HTMLResponse:
        """One incident: who, what, when, where, how many, according to whom; with the means to rule on it."""
        with self._pages.open() as case:
            shared = self._shared(case, done)  # before the rest, so that what comes in between is not taken for seen
            values = page_values(case, incident, Look(request.query_params))
            item = desk(case, values["view"])
        return self._page("incident.html", shared, **values, back=values["row"].id, item=item)

    async def decide(self, request: Request) -> Response:
        """Enters one decision and goes back to where it can be seen; what is refused is given back as typed."""
        asked = sent(await self._forms.read(request))
        account = getattr(request.state, "account", None)
        return await run_in_threadpool(self._decide, asked, account)

    def _decide(self, sent: Sent, author: str | None) -> Response:
        with self._pages.open() as case:
            incident = sent.incident or _undone(case, sent)
            before = results(case, incident)
            try:
                entered = case.decide(
                    sent.kind,
                    sent.subjects,
                    author=author,
                    reason=sent.reason or None,
                    attribute=sent.attribute or None,
                    value=sent.value or None,
                    seen=sent.seen,
                )
            except AscribeError as error:
                return self._refused(case, sent, incident, error)
            self._remember(entered.number, moved(before, results(case, incident)))
            kept = Look.of(sent.view).query(done=entered.number)  # the parts of the lists that were looked at
            return RedirectResponse(f"{_back(case, sent.back, incident)}?{kept}", 303)

    def _refused(self, case: Case, sent: Sent, incident: str, error: AscribeError) -> HTMLResponse:
        """Why it was not entered, what came in between, how it stands now, and all that was typed."""
        shared = self._shared(case, "")
        between = error.decisions if isinstance(error, OvertakenError) else ()
        every = case.decisions()
        later = entries(case, [d for d in every if d.number in between], every)
        try:
            row = case.result(incident).row if incident else None
        except (NotFoundError, UsageError):
            row = None
        return self._page(
            "refused.html",
            shared,
            error.http_status,
            sent=sent,
            message=str(error),
            between=later,
            changes={e.decision.number: self._moved.get(e.decision.number, ()) for e in later},
            row=row,
            address=_back(case, sent.back, incident),
        )

    def _remember(self, number: int, changes: tuple[Moved, ...]) -> None:
        self._moved[number] = changes
        while len(self._moved) > REMEMBERED:
            self._moved.popitem(last=False)

    def _shared(self, case: Case, done: str) -> dict[str, Any]:
        """What every page with forms needs: the revision it is made from, and what was just decided."""
        every = case.decisions()
        number = int(done) if done.isdecimal() and len(done) < 10 else 0
        entry: Entry | None = None
        if 0 < number <= len(every):
            (entry,) = entries(case, [every[number - 1]], every)
        return {
            "revision": every[-1].number if every else 0,
            "done": entry,
            "done_incident": incident_of(case, entry.decision, every) if entry else "",
            "moved": self._moved.get(number, ()),
            "last_ruling": _last(every),
        }

    def _page(self, name: str, shared: dict[str, Any], status: int = 200, **values: Any) -> HTMLResponse:
        fixed = {"here": "review", "token": self._forms.token, "corrected": CORRECTED, "grades": tuple(Grade)}
        return self._pages.templates.page(name, status, **{**fixed, **shared, **values})


def _last(every: tuple[Decision, ...]) -> Decision | None:
    """The last decision that can be undone with a key: not a declaration, and not undone already."""
    gone = {s for d in every if d.kind is DecisionKind.UNDO for s in d.subjects}
    passed = (DecisionKind.DECLARE, DecisionKind.UNDO)
    return next((d for d in reversed(every) if d.kind not in passed and str(d.number) not in gone), None)


def _undone(case: Case, sent: Sent) -> str:
    """The incident of the decision that is to be undone, so that it can be told what that changes."""
    every = case.decisions()
    number = sent.subjects[0] if sent.subjects else ""
    if sent.kind is DecisionKind.UNDO and number.isdecimal() and 0 < int(number) <= len(every):
        return incident_of(case, every[int(number) - 1], every)
    return ""


def _back(case: Case, back: str, incident: str) -> str:
    """Where the result is to be seen; an incident by the identifier that it now has."""
    if back in {"review", "decisions"}:
        return f"/{back}"
    try:
        return f"/incidents/{quote(case.result(incident).row.id)}" if incident else "/decisions"
    except (NotFoundError, UsageError):
        return "/decisions"
