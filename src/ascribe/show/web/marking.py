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


def anchor(span: Span) -> str:
    """The fragment of an address that leads to a span."""
    return f"c{span.start}-{span.end}"


def pieces(text: str, statements: Sequence[StatementView]) -> list[Piece]:
    """The text in pieces, in order; put together they are the text. Spans may overlap in any way."""
    borders = sorted({0, len(text), *(s.span.start for s in statements), *(s.span.end for s in statements)})
    starting: dict[int, list[str]] = {}
    for s in statements:
        held = starting.setdefault(s.span.start, [])
        if anchor(s.span) not in held:
            held.append(anchor(s.span))
    found = []
    for start, end in pairwise(borders):
        here = tuple(s for s in statements if s.span.start <= start and end <= s.span.end)
        found.append(Piece(text[start:end], here, tuple(starting.get(start, ()))))
    return found
