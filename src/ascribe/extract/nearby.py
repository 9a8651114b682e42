"""The day of a happening that its own sentences do not tell: beside it, or where it is told of first."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ascribe.extract import numbers
from ascribe.extract.dates import DateExpression
from ascribe.extract.happenings import Clause, Happening
from ascribe.model import Span

NEAR_DAYS = 3
"""Days that a date may span to serve a neighbouring sentence."""
OPENING = 3
"""Sentences with which a report comes to what it is about."""
AGAIN = re.compile(r"\b(?:the|this|that)\s+(?P<word>\w{4,})$", re.IGNORECASE)
"""One word, known from before."""
Dates = Mapping[Span, Sequence[DateExpression]]
"""The dates of each sentence."""


def date(text: str, sentences: Sequence[Span], told: Dates, h: Happening) -> DateExpression | None:
    """The day of a happening that tells none: of its sentence, of one beside it, or of the one that it goes back to."""
    first = h.clauses[0]
    return (
        _beside(sentences, told, first) or _only(text, sentences, told, h) or _of_before(text, sentences, told, first)
    )


def before(text: str, sentences: Sequence[Span], told: Dates, c: Clause) -> Span | None:
    """The sentence that tells first of what a clause calls "the fire", where it tells a date."""
    held = AGAIN.search(text[max(0, c.head.span.start - 12) : c.head.span.end])
    if held is None:
        return None
    known = re.compile(rf"\b{re.escape(held['word'])}\b", re.IGNORECASE)
    return next((s for s in sentences[: sentences.index(c.sentence)] if known.search(s.of(text)) and told[s]), None)


def _of_before(text: str, sentences: Sequence[Span], told: Dates, c: Clause) -> DateExpression | None:
    found = before(text, sentences, told, c)
    return next((d for d in told[found] if _exact(d)), None) if found is not None else None


def _beside(sentences: Sequence[Span], told: Dates, c: Clause) -> DateExpression | None:
    """The day that the same sentence, the one before or the one after a headline tells."""
    i = sentences.index(c.sentence)
    around = [c.sentence, *sentences[max(0, i - 1) : i], *(sentences[i + 1 : i + 2] if i == 0 else ())]
    return next((d for s in around for d in told[s] if _exact(d)), None)


def _only(text: str, sentences: Sequence[Span], told: Dates, h: Happening) -> DateExpression | None:
    """The one day that the report tells, beside people who died then, for the happening that it opens with."""
    found = [(s, d) for s in sentences for d in told[s] if _exact(d)]
    days = {(d.period.start, d.period.end) for _, d in found if d.period is not None}
    if len(days) != 1 or h.clauses[0].sentence not in sentences[:OPENING]:
        return None
    return next((d for s, d in found if numbers.casualties(text, s)), None)


def _exact(d: DateExpression) -> bool:
    return d.period is not None and d.period.days <= NEAR_DAYS
