"""The pages of actors and sources: who is named by whom, who says what, over time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from urllib.parse import quote

from fastapi import Request, Response
from fastapi.responses import HTMLResponse

from ascribe.model.lists import Stretch
from ascribe.model.view import Month
from ascribe.show.web.asked import Listed
from ascribe.show.web.charts import Bar, bars
from ascribe.show.web.pages import PAGE, Pages

ENTRIES = 100
"""Entries of a track record that a page shows."""
SAID = 40
"""Sentences on a page of one actor or source."""
ACTOR_NUMBERS = ("incidents", "accused", "claimed", "denied", "says")
SOURCE_NUMBERS = ("reports", "statements", "attributions", "disputed")
ACTOR_PARTS = {p: f"actor.part_{p}" for p in ("accused", "claimed", "denied", "doubted", "says")}
SOURCE_PARTS = {p: f"source.part_{p}" for p in ("all", "accused", "claimed", "denied", "doubted")}
"""Which statements -> the key of their name."""


class People:
    """The tables of actors and sources, and the page of each."""

    def __init__(self, pages: Pages) -> None:
        self._open = pages.open
        self._page = pages.templates.page

    def addresses(self) -> dict[str, Callable[..., Response]]:
        """Path -> page."""
        return {
            "/actors": self.actors,
            "/actors/{actor:path}": self.actor,
            "/sources": self.sources,
            "/sources/{source:path}": self.source,
        }

    def actors(self, request: Request) -> HTMLResponse:
        """Who is named as responsible, a page at a time."""
        asked = Listed(request.query_params, ACTOR_NUMBERS)
        with self._open() as case:
            given = case.actor_page(asked.q, asked.sort, asked.descending, PAGE, (asked.page - 1) * PAGE)
        return self._page(
            "actors.html", here="actors", asked=asked, rows=given.rows, found=given.found, last=_last(given.found, PAGE)
        )

    def actor(self, request: Request, actor: str) -> HTMLResponse:
        """One actor: who accuses it, whom it accuses, what it claims and denies."""
        asked = Listed(request.query_params, ())
        with self._open() as case:
            view = case.actor(actor, asked.part or "accused", SAID, (asked.page - 1) * SAID)
        return self._page(
            "actor.html",
            here="actors",
            asked=asked,
            view=view,
            row=view.row,
            exact=quote(f"is:{view.row.id or view.row.name}"),
            path=f"/actors/{quote(view.row.id or view.row.name, safe='')}",
            bars=over_time(view.over_time.months),
            parts_of=ACTOR_PARTS,
            last=_last(view.found, SAID),
        )

    def sources(self, request: Request) -> HTMLResponse:
        """Who says what, a page at a time."""
        asked = Listed(request.query_params, SOURCE_NUMBERS)
        with self._open() as case:
            given = case.source_page(asked.q, asked.sort, asked.descending, PAGE, (asked.page - 1) * PAGE)
        return self._page(
            "sources.html",
            here="sources",
            asked=asked,
            rows=given.rows,
            found=given.found,
            last=_last(given.found, PAGE),
        )

    def source(self, request: Request, source: str) -> HTMLResponse:
        """One voice or outlet: whom it accuses, what it claims and denies."""
        asked = Listed(request.query_params, ())
        with self._open() as case:
            view = case.source(source, asked.part or "all", SAID, (asked.page - 1) * SAID)
            records = case.track_records(view.rows[0].voice if view.rows else source, ENTRIES)
        name = view.rows[0].voice if view.rows else source
        return self._page(
            "source.html",
            here="sources",
            asked=asked,
            view=view,
            source=name,
            exact=quote(f"is:{name}"),
            path=f"/sources/{quote(name, safe='')}",
            bars=over_time(view.over_time.months),
            parts_of=SOURCE_PARTS,
            records=records,
            most=ENTRIES,
            last=_last(view.found, SAID),
        )


def over_time(months: Sequence[Stretch]) -> tuple[Bar, ...]:
    """Columns of the time chart: the lower part is where somebody is named as responsible."""
    return bars([Month(m.month, m.accused + m.other, m.accused) for m in months])


def _last(found: int, size: int) -> int:
    return max(1, -(-found // size))
