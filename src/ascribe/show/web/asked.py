"""What an address asks for: the filter of incidents, the order, the columns and the page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from ascribe.model.errors import UsageError
from ascribe.model.view import IncidentFilter

TEXTS = ("where", "kind", "actor", "voice", "publisher", "words")
FILTERS = (*TEXTS, "since", "until", "killed", "contested", "reviewed", "proceeding", "box")
COLUMNS = ("when", "kind", "where", "killed", "wounded", "responsible", "contested", "reports")
USUAL = ("when", "killed", "responsible", "contested", "reports")
LONGEST = 200
"""Characters of a filter's value that are looked at."""


class Asked:
    """The query of an address, read once; links to other views of the same filter are made from it."""

    def __init__(self, query: QueryParams) -> None:
        self.values = {k: query.get(k, "").strip()[:LONGEST] for k in FILTERS}
        sort = query.get("sort", "when")
        self.descending, self.sort = sort.startswith("-"), sort.lstrip("-")
        self.page = max(1, _number("page", query.get("page", "")) or 1)
        self.columns = tuple(c for c in COLUMNS if c in query.getlist("col")) or USUAL
        self._rest = {"sort": sort if sort != "when" else "", "col": self.columns if self.columns != USUAL else ()}

    @property
    def filtered(self) -> bool:
        """Whether any condition is set."""
        return any(self.values.values())

    def filter(self) -> IncidentFilter:
        """The filter. Raises UsageError where a day or a number cannot be read."""
        texts = {k: self.values[k] or None for k in TEXTS}
        return IncidentFilter(
            **texts,
            since=_day("since", self.values["since"]),
            until=_day("until", self.values["until"]),
            killed=_number("killed", self.values["killed"]),
            contested=bool(self.values["contested"]),
            reviewed={"yes": True, "no": False}.get(self.values["reviewed"]),
            proceeding=bool(self.values["proceeding"]),
            box=_box(self.values["box"]),
        )

    def link(self, path: str, **changes: object) -> str:
        """An address with this filter, these values changed; an empty value takes a condition away."""
        query: Mapping[str, object] = {**self.values, **self._rest, **changes}
        held = urlencode({k: v for k, v in query.items() if v}, doseq=True)
        return f"{path}?{held}" if held else path

    def sorted_by(self, column: str) -> str:
        """The order that a click on a column's head leads to."""
        first = "-" if column in {"killed", "wounded", "contested", "reports"} else ""
        if self.sort != column:
            return first + column
        return column if self.descending else f"-{column}"


def _number(name: str, value: str) -> int | None:
    if not value:
        return None
    if not value.isascii() or not value.isdigit() or len(value) > 9:
        raise UsageError(f"{name} is {value!r}; give a whole number")
    return int(value)


def _box(value: str) -> tuple[float, float, float, float] | None:
    if not value:
        return None
    found = re.fullmatch(r"(-?\d{1,3}(?:\.\d{1,4})?)" + r",(-?\d{1,3}(?:\.\d{1,4})?)" * 3, value, re.ASCII)
    if found is None:
        raise UsageError(f"box is {value!r}; give west,south,east,north in degrees")
    west, south, east, north = map(float, found.groups())
    return west, south, east, north


def _day(name: str, value: str) -> date | None:
    if not value:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise UsageError(f"{name} is {value!r}; give a day as 2023-07-19") from None
