"""The day of a happening that its own sentences do not tell: beside it, or where it is told of first."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date as day
from datetime import timedelta

from ascribe.extract import numbers
from ascribe.extract.clauses import Clause, Likeness
from ascribe.extract.dates import DateExpression
from ascribe.extract.happenings import Happening
from ascribe.model import Kind, Period, Span

NEAR_DAYS = 3
"""Days that a date may span to serve a neighbouring sentence."""
OPENING = 3
"""Sentences with which a report comes to what it is about."""
AGAIN = re.compile(r"\b(?:the|this|that)\s+(?P<word>\w{4,})$", re.IGNORECASE)
"""One word, known from before."""
REACH = 6
"""Sentences to either side in which a date is looked for that the reader ties to a happening."""
TOLD, ITS_DAY = 0.5, -0.5
"""Probability from which the reader sees a time in a date's words, and log-odds from which it is a happening's."""
BACKGROUND = re.compile(
    r"\b(?:since|ago|earlier|previous(?:ly)?|past|last\s+(?:week|month|year|summer|winter|spring|autumn)"
    r"|years?|months?|decades?|weeks|history|(?:19|20)\d\d|had\s+been|has\s+been|have\s+been|has\s+(?:killed|claimed)|have\s+(?:killed|claimed)"
    r"|war|uprising|conflict|revolution|frequent(?:ly)?|often|repeated(?:ly)?|regular(?:ly)?|usually|always|once|former(?:ly)?"
    r"|if|would|will|could|may|might|when)\b",
    re.IGNORECASE,
)
"""Words of a sentence that may tell of another time than the day's."""
Dates = Mapping[Span, Sequence[DateExpression]]
"""The dates of each sentence."""


def date(text: str, sentences: Sequence[Span], told: Dates, h: Happening) -> DateExpression | None:
    """The day of a happening that tells none: of its sentence, of one beside it, or of the one that it goes back to."""
    first = h.clauses[0]
    return (
        _beside(sentences, told, first) or _only(text, sentences, told, h) or _of_before(text, sentences, told, first)
    )


def seen(
    sentences: Sequence[Span], told: Dates, h: Happening, same: Likeness, tells: Callable[[Span], float]
) -> DateExpression | None:
    """The date near by that a trained reader holds for that of the happening: it sees a time in the words (`tells`
    gives the probability), and both most likely belong to one incident (`same` gives the log-odds)."""
    i = sentences.index(h.clauses[0].sentence)
    around = sentences[max(0, i - REACH) : i + REACH + 1]
    dates = [d for s in around for d in told[s] if d.period is not None and tells(d.span) >= TOLD]
    best = max(dates, key=lambda d: max(same(d.span, c.head.span) for c in h.clauses), default=None)
    return best if best is not None and max(same(best.span, c.head.span) for c in h.clauses) > ITS_DAY else None


def fresh(text: str, told: Dates, published: day | None, h: Happening) -> Period | None:
    """The day of publication and the one before, for news told without a day: where nothing in the sentences points
    to the past or to a state of things. A guess, and stated as one."""
    if published is None or h.kind is Kind.OTHER:
        return None
    for c in h.clauses:
        words = c.sentence.of(text)
        if BACKGROUND.search(words) or any(d.period is not None for d in told[c.sentence]):
            return None
    return Period(published - timedelta(1), published)


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
