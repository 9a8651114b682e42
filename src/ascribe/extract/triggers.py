"""Words that tell of violence, with the kind that each tells of; words that only look like it are left out."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import msgspec

from ascribe.extract.tokens import holds, small
from ascribe.model import Kind, Span


class Trigger(msgspec.Struct, frozen=True):
    """A word or phrase that tells of violence. `strength` 3 names the kind, 1 is a word for any ("attack")."""

    span: Span
    kind: Kind
    strength: int
    seen: bool = False  # by the trained reader, and in no list


class Listed(NamedTuple):
    """A row of the list; where none of the letters `needs` stands in a sentence, the pattern need not be sought."""

    kind: Kind
    strength: int
    pattern: re.Pattern[str]
    needs: tuple[str, ...]


@cache
def _table(name: str) -> tuple[tuple[str, ...], ...]:
    text = (files("ascribe.extract") / "data" / name).read_text(encoding="utf-8")
    return tuple(tuple(line.split("\t")) for line in text.splitlines()[1:] if line.strip())


@cache
def listed() -> tuple[Listed, ...]:
    """The list of words that tell of violence."""
    return tuple(
        Listed(Kind(kind), int(strength), re.compile(rf"\b(?:{pattern})(?!\w)"), tuple(needs.split("|")))
        for kind, strength, needs, pattern in _table("triggers.tsv")
    )


@cache
def _negatives() -> re.Pattern[str]:
    return re.compile("|".join(rf"\b(?:{row[0]})" for row in _table("hard_negatives.tsv")))


def find(text: str, within: Span) -> list[Trigger]:
    """The triggers of a sentence in order; where two overlap the stronger, then the longer one is kept."""
    sentence = small(text[within.start : within.end][:4000].replace("\n", " "))
    barred = [Span(m.start(), m.end()) for m in _negatives().finditer(sentence)]
    offers = [
        Trigger(Span(m.start(), m.end()), row.kind, row.strength)
        for row in listed()
        if holds(sentence, row.needs)
        for m in row.pattern.finditer(sentence)
    ]
    kept: list[Trigger] = []
    for t in sorted(offers, key=lambda t: (-t.strength, t.span.start - t.span.end, t.span)):
        if not any(t.span.overlaps(s) for s in [*barred, *(k.span for k in kept)]):
            kept.append(t)
    return sorted(
        (Trigger(Span(within.start + t.span.start, within.start + t.span.end), t.kind, t.strength) for t in kept),
        key=lambda t: t.span,
    )
