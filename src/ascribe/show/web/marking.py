"""A report's text cut at the borders of its spans, so that each piece can be marked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
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


LANGUAGES = (
    ("fa", "پچژگ"),
    ("ur", "ٹڈڑے"),
    ("ar", "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"),
    ("he", "אבגדהוזחטיכלמנסעפצקרשת"),
    ("uk", "іїєґ"),
    ("ru", "абвгдежзийклмнопрстуфхцчшщъыьэюя"),
    ("el", "αβγδεζηθικλμνξοπρστυφχψω"),
)
"""Letters by which the language of a text in another script is told; the first that it has enough of."""
ENOUGH = {"fa": 0.01, "ur": 0.01, "uk": 0.01}
"""Share of the letters; of a whole alphabet half."""
EXACT = 4_000_000
"""Pairs of words up to which two texts are compared word by word."""


def language(text: str) -> str | None:
    """The language (BCP 47) of a text in another script than the Latin, as far as its letters tell; else None."""
    letters = [c for c in text[:4_000].casefold() if c.isalpha()]
    for code, alphabet in LANGUAGES:
        if letters and sum(c in alphabet for c in letters) >= ENOUGH.get(code, 0.5) * len(letters):
            return code
    return None


class Passage(msgspec.Struct, frozen=True):
    """A run of a text, and whether another text has it in the same order."""

    text: str
    shared: bool


def differing(one: str, other: str) -> tuple[Passage, ...]:
    """The other text in passages, marked where its words are not those of the first; put together they are the text."""
    pieces = re.findall(r"\w+\W*|\W+", other)
    mine, theirs = (_words(t) for t in (re.findall(r"\w+\W*|\W+", one), pieces))
    # texts of many words are compared by their rarer ones alone, which is quick
    matcher = SequenceMatcher(None, mine, theirs, autojunk=len(mine) * len(theirs) > EXACT)
    found = []
    for tag, _, _, start, end in matcher.get_opcodes():
        text = "".join(pieces[start:end])
        if text:
            found.append(Passage(text, tag == "equal" or not re.search(r"\w", text)))
    return tuple(found)


def _words(pieces: Sequence[str]) -> list[str]:
    return [re.sub(r"\W+", "", p).casefold() for p in pieces]
