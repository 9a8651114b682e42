"""The parameters of the API as OpenAPI describes them; `asked` reads what is described here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ascribe.model import Kind

Parameter = dict[str, Any]
PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
    },
}
"""RFC 9457."""
PART = 'part of a name; "is:" and the whole name for that one alone'


def parameter(name: str, description: str, **schema: Any) -> Parameter:
    """One parameter of a query."""
    return {"name": name, "in": "query", "description": description, "schema": schema or {"type": "string"}}


def one_of(name: str, values: Sequence[str], usual: str) -> Parameter:
    """A choice among values."""
    return parameter(name, "which statements", type="string", enum=list(values), default=usual)


def ordered(columns: Sequence[str], usual: str) -> Parameter:
    """The column to sort by."""
    both = [*columns, *(f"-{c}" for c in columns)]
    return parameter("sort", f"the column to sort by, with - from the highest; else {usual}", type="string", enum=both)


def paged(usual: int, most: int) -> tuple[Parameter, Parameter]:
    """Page and length of an answer."""
    return (
        parameter("page", "which page, from 1", type="integer", minimum=1, default=1),
        parameter("limit", "lines of a page", type="integer", minimum=1, maximum=most, default=usual),
    )


def _yes(name: str, description: str) -> Parameter:
    return parameter(name, description, type="string", enum=["yes", "no"])


MARKED = (
    parameter("report", "the last report seen, by order of intake", type="integer", minimum=0, default=0),
    parameter("decision", "the last decision seen", type="integer", minimum=0, default=0),
)
"""How far somebody has seen a case."""
SOUGHT = parameter("q", "part of a name")
WORDS = parameter("q", "words that must all be there")
OF_VOICE = parameter("voice", "part of the name of a voice or an outlet: only its accounts")
SOURCE = parameter("source", "name of the voice or outlet") | {"required": True}
FOCUS = parameter("focus", "a name: only what leads to it, or from it")
EDGES = parameter("edges", "how many of the strongest edges", type="integer", minimum=1)
ENDS = (parameter("speaker", "key of the one who speaks"), parameter("named", "key of the one who is named"))
"""An edge of the network."""
OF_INCIDENTS = (
    parameter("since", "the first day on which it may have ended", type="string", format="date"),
    parameter("until", "the last day on which it may have begun", type="string", format="date"),
    parameter("where", "part of a place's or first-order area's name, or a country's code (ISO 3166-1 alpha-2)"),
    parameter("kind", "kind of incident", type="string", examples=[k.value for k in Kind]),
    parameter("actor", f"who is named as responsible: id, alias, or {PART}"),
    parameter("voice", f"who speaks of it: {PART}"),
    parameter("publisher", f"an outlet that reports it: {PART}"),
    parameter("words", "words of its headline and quoted sentences, all of them"),
    parameter("killed", "at least so many, by the lowest count told as best", type="integer", minimum=0),
    parameter("wounded", "at least so many, likewise", type="integer", minimum=0),
    _yes("contested", "yes: only where accounts contradict each other"),
    _yes("reviewed", "whether a person's decision names it or a statement about it"),
    _yes("proceeding", "yes: only where somebody was arrested, charged, tried"),
    parameter(
        "box",
        "west,south,east,north in degrees",
        type="string",
        pattern=r"^-?\d{1,3}(\.\d{1,4})?(,-?\d{1,3}(\.\d{1,4})?){3}$",
    ),
    parameter("id", "these incidents alone, with commas between"),
)
"""The filter of incidents."""
