"""What an address asks for: the filter of incidents, the order, the columns and the page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import cached_property
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from ascribe.model.errors import UsageError
from ascribe.model.view import IncidentFilter

TEXTS = ("where", "kind", "actor", "voice", "publisher", "words")
FILTERS = (*TEXTS, "since", "until", "killed", "wounded", "contested", "reviewed", "proceeding", "box", "id")
COLUMNS = ("when", "kind", "where", "killed", "wounded", "responsible", "contested", "reports")
USUAL = ("when", "killed", "responsible", "contested", "reports")
SORTS = ("when", "what", "kind", "where", "killed", "wounded", "responsible", "contested", "reports", "urgency")
LONGEST = 200
"""Characters of a filter's value that are looked at."""
MOST_CHOSEN = 200
"""Incidents that can be chosen one by one."""
TRUE, FALSE = frozenset({"1", "yes", "true", "on"}), frozenset({"", "0", "no", "false", "off"})


class Asked:
    """The query of an address, read once; links to other views of the same filter are made from it."""

    def __init__(self, query: QueryParams) -> None:
        self.values = {k: query.get(k, "").strip()[:LONGEST] for k in FILTERS}
        self.values["id"] = ",".join(_ids(query))
        for name in ("contested", "proceeding"):
            self.values[name] = "1" if _yes(name, self.values[name]) else ""
        sort = query.get("sort") or "when"
        self.descending, self.sort = sort.startswith("-"), sort.removeprefix("-")
        if self.sort not in SORTS:
            raise UsageError(f"sort is {sort!r}; give one of {', '.join(SORTS)}, with - before it for the other way")
        self.page = page_of(query)
        self.chosen = tuple(c for c in COLUMNS if c in query.getlist("col"))
        self.columns = self.chosen or USUAL
        self._rest = {"sort": sort if sort != "when" else "", "col": self.columns if self.columns != USUAL else ()}

    @property
    def filtered(self) -> bool:
        """Whether any condition is set."""
        return any(self.values.values())

    def filter(self) -> IncidentFilter:
        """The filter. Raises UsageError where a day or a number cannot be read."""
        v = self.values
        reviewed = v["reviewed"]
        return IncidentFilter(
            where=v["where"] or None,
            kind=v["kind"] or None,
            actor=v["actor"] or None,
            voice=v["voice"] or None,
            publisher=v["publisher"] or None,
            words=v["words"] or None,
            since=_day("since", v["since"]),
            until=_day("until", v["until"]),
            killed=number_of("killed", v["killed"]),
            wounded=number_of("wounded", v["wounded"]),
            contested=bool(v["contested"]),
            reviewed=_yes("reviewed", reviewed) if reviewed else None,
            proceeding=bool(v["proceeding"]),
            box=_box(v["box"]),
            ids=tuple(v["id"].split(",")) if v["id"] else (),
        )

    def link(self, path: str, **changes: object) -> str:
        """An address with this filter, these values changed; an empty value takes a condition away."""
        parts = [_encoded(k, changes[k]) if k in changes else held for k, held in self._encoded.items()]
        parts += [_encoded(k, v) for k, v in changes.items() if k not in self._encoded]
        query = "&".join(filter(None, parts))
        return f"{path}?{query}" if query else path

    @cached_property
    def _encoded(self) -> dict[str, str]:
        """Each condition as it stands in an address."""
        return {k: _encoded(k, v) for k, v in {**self.values, **self._rest}.items()}

    def kept(self) -> list[tuple[str, str]]:
        """The query of this filter, order and columns, for a form that changes something else."""
        held = {**self.values, **self._rest}
        pairs = [(k, v) for k, given in held.items() for v in ([given] if isinstance(given, str) else given)]
        return [(k, v) for k, v in pairs if v]

    def sorted_by(self, column: str) -> str:
        """The order that a click on a column's head leads to."""
        first = "-" if column in {"killed", "wounded", "contested", "reports"} else ""
        if self.sort != column:
            return first + column
        return column if self.descending else f"-{column}"


class Listed:
    """The query of the address of a list: words to seek, the order and the page."""

    def __init__(self, query: QueryParams, counted: tuple[str, ...]) -> None:
        self.q = query.get("q", "").strip()[:LONGEST]
        self._sort = query.get("sort", "")
        self.descending, self.sort = self._sort.startswith("-"), self._sort.removeprefix("-")
        self.part = query.get("part", "")
        self.page = page_of(query)
        self._counted = counted

    def link(self, path: str, **changes: object) -> str:
        """The address with these values changed."""
        query: Mapping[str, object] = {"q": self.q, "sort": self._sort, "part": self.part, **changes}
        held = urlencode({k: v for k, v in query.items() if v})
        return f"{path}?{held}" if held else path

    def sorted_by(self, column: str) -> str:
        """The order that a click on a column's head leads to: numbers from the highest."""
        first = "-" if column in self._counted else ""
        if self.sort != column:
            return first + column
        return column if self.descending else f"-{column}"


def page_of(query: QueryParams) -> int:
    """The page that an address asks for, from 1."""
    return max(1, number_of("page", query.get("page", "")) or 1)


def number_of(name: str, value: str) -> int | None:
    """A whole number; none where nothing is given. Raises UsageError."""
    if not value:
        return None
    if not value.isascii() or not value.isdigit() or len(value) > 9:
        raise UsageError(f"{name} is {value!r}; give a whole number")
    return int(value)


def _ids(query: QueryParams) -> list[str]:
    """The incidents that are chosen one by one: `id` can stand several times, and hold several with commas."""
    found = (i.strip() for held in query.getlist("id") for i in held.split(","))
    return list(dict.fromkeys(i[:60] for i in found if i))[:MOST_CHOSEN]


def _encoded(name: str, value: object) -> str:
    return urlencode({name: value}, doseq=True) if value else ""


def _yes(name: str, value: str) -> bool:
    if value.casefold() not in TRUE | FALSE:
        raise UsageError(f"{name} is {value!r}; give yes or no")
    return value.casefold() in TRUE


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
