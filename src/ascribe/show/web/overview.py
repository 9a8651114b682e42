"""The overview: what the case holds, over time and on the map, the contested incidents first; all three filter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import msgspec
from fastapi import Request, Response
from fastapi.responses import HTMLResponse

from ascribe.case import Case
from ascribe.model import Kind
from ascribe.model.view import IncidentFilter, Month
from ascribe.show.web.asked import Asked
from ascribe.show.web.charts import MOST_BARS, Bar, bars, months_between
from ascribe.show.web.geography import Map, Tiles, drawn, view_of
from ascribe.show.web.pages import Pages
from ascribe.show.web.since import News

FIRST = 8
"""Contested incidents on the overview."""


class OverviewPage:
    """The first page of a case, and its map alone."""

    def __init__(self, pages: Pages, news: News, tiles: Tiles | None = None) -> None:
        self._pages = pages
        self._news = news
        self._tiles = tiles

    def addresses(self) -> dict[str, Callable[..., Response]]:
        """Path -> page."""
        return {"/": self.page, "/map": self.map}

    def page(self, request: Request) -> HTMLResponse:
        """What the case holds. The filter stands in the address, so that a link can be shared."""
        asked = Asked(request.query_params)
        with self._pages.open() as case:
            counts, summed = self._pages.counts(case), self._pages.summed(case, asked.filter())
            first = case.incident_page(asked.filter(), "contested", True, FIRST)
            whole = self._at_all_times(case, asked.filter(), summed.months)
            news, mark = self._news.told(case, request), case.mark()
        answer = self._pages.templates.page(
            "overview.html",
            here="overview",
            counts=counts,
            found=first.found,
            rows=first.rows,
            bars=time_bars(whole, summed.months, asked.values["since"], asked.values["until"]),
            summed=summed,
            kinds=[k.value for k in Kind],
            **news,
            **self._map(asked, request, drawn(summed.spots, view_of(_view(request)), self._tiles)),
        )
        self._news.offer(answer, mark)
        return answer

    def map(self, request: Request) -> HTMLResponse:
        """The map alone, for a page that is moved over it."""
        asked = Asked(request.query_params)
        with self._pages.open() as case:
            summed = self._pages.summed(case, asked.filter())
        made = drawn(summed.spots, view_of(_view(request)), self._tiles)
        return self._pages.templates.page("_map_alone.html", summed=summed, **self._map(asked, request, made))

    def _at_all_times(self, case: Case, chosen: IncidentFilter, months: tuple[Month, ...]) -> tuple[Month, ...]:
        """The months that the filter would give without its days."""
        if chosen.since is None and chosen.until is None:
            return months
        return self._pages.summed(case, msgspec.structs.replace(chosen, since=None, until=None)).months

    def _map(self, asked: Asked, request: Request, made: Map) -> dict[str, Any]:
        kept = _view(request)

        def link(**changes: object) -> str:
            return asked.link("/", **{"view": kept, **changes})

        return {"map": made, "link": link, "asked": asked, "credit": self._tiles.credit if self._tiles else ""}


def time_bars(whole: Sequence[Month], chosen: Sequence[Month], since: str, until: str) -> tuple[Bar, ...]:
    """The columns of all times with those chosen marked; of these alone where whole years would hide their months."""
    if not (since or until):
        return bars(whole)
    if whole and months_between(whole) >= MOST_BARS and chosen and months_between(chosen) < MOST_BARS:
        return bars(chosen)
    return tuple(
        msgspec.structs.replace(b, chosen=(not since or b.until >= since) and (not until or b.since <= until))
        for b in bars(whole)
    )


def _view(request: Request) -> str:
    return request.query_params.get("view", "").strip()[:80]
