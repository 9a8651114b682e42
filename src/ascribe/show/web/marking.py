"""A report's text cut at the borders of its spans, so that each piece can be marked."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import msgspec

from ascribe.model import Span
from ascribe.model.view import StatementView


class Piece(msgspec.Struct, frozen=True):
    """A run of text with the statements that rest on it, and the anchors of the spans that begin in it."""

    text: str
    statements: tuple[StatementView, ...]
    anchors: tuple[str, ...]
    asked: bool  # within the span that the address asks for


def anchor(span: Span) -> str:
    """The fragment of an address that leads to a span."""
    return f"c{span.start}-{span.end}"


def to(report: str, span: Span) -> str:
    """The address of a span in its report, which the page highlights whole."""
    return f"/reports/{report}?at={span.start}-{span.end}#{anchor(span)}"


def pieces(
    text: str, statements: Sequence[StatementView], others: Sequence[Span] = (), asked: Span | None = None
) -> list[Piece]:
    """The text in pieces, in order; put together they are the text. Spans may overlap in any way.

    `others` are spans without a statement (proceedings) that get an anchor too; `asked` is the one to highlight.
    """
    spans = [s.span for s in statements] + [*others, *([asked] if asked else [])]
    borders = sorted({0, len(text), *(s.start for s in spans), *(s.end for s in spans)})
    starting: dict[int, list[str]] = {}
    for span in spans:
        held = starting.setdefault(span.start, [])
        if anchor(span) not in held:
            held.append(anchor(span))
    found = []
    for start, end in pairwise(borders):
        here = tuple(s for s in statements if s.span.start <= start and end <= s.span.end)
        wanted = asked is not None and asked.start <= start and end <= asked.end
        found.append(Piece(text[start:end], here, tuple(starting.get(start, ())), wanted))
    return found
