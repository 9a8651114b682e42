"""Expressions of time, resolved to days against the day of publication. What is not told stays untold."""

from __future__ import annotations

import re
from datetime import date

import msgspec

from ascribe.extract import date_absolute, date_forms, date_relative
from ascribe.extract.date_told import Anchor, Match, Told
from ascribe.extract.tokens import small
from ascribe.model import Period, Span

LONGEST = 4000
"""Characters of one sentence that are read at a time."""
SPOKEN = re.compile(
    r"\b(?:said|says|announced|stated|added|told\s+\w+|warned|declared|condemned|tweeted|demanded|confirmed\s+to\s+\w+)\s+"
    r"(?:in\s+(?:an?\s+)?\w+\s+)?(?:late\s+|early\s+)?(?:on\s+)?$"
    r"|\bstatement\s+(?:issued\s+|released\s+|published\s+)?(?:late\s+|early\s+)?(?:on\s+)?$",
    re.IGNORECASE,
)
DATELINE_HEAD = 300
"""Characters from the start in which a dateline stands."""
_RULES = {**date_absolute.RULES, **date_relative.RULES}


class DateExpression(msgspec.Struct, frozen=True):
    """An expression of time. `period` is None where the text gives no way to tell; `reason` says how or why not.

    Where `relative_to` is "previous incident", `offset` counts days from the incident told before (1 for "a day
    later", -3 for "three days before"); None where the distance is not told in days. `since`: from there on.
    """

    span: Span
    period: Period | None
    reason: str
    offset: int | None = None
    relative_to: Anchor = "absolute"
    since: bool = False


def find(text: str, published: date | None, within: Span | None = None) -> list[DateExpression]:
    """The expressions of time in a text (or a part of it), in order; "Monday" is the last one on or before publication.

    Without `published`, what is told from the day of publication has no period. Never raises.
    """
    start, end = (within.start, within.end) if within else (0, len(text))
    found: list[DateExpression] = []
    while start < end:
        stop = _cut(text, start, end)
        if date_forms.CUE.within(small(text[start:stop])):
            found += _stretch(text, start, stop, published)
        start = stop
    return found


def of_deeds(text: str, published: date | None, within: Span) -> list[DateExpression]:
    """The expressions of a sentence that can tell when something happened, and not when it was told."""
    found = find(text, published, within)
    return [d for d in found if not (_is_dateline(text, d, published) or _tells_speech(text, d))]


def _tells_speech(text: str, told: DateExpression) -> bool:
    """Whether a date tells when somebody spoke ("the cell said on Wednesday"), not when it happened."""
    return SPOKEN.search(text[max(0, told.span.start - 60) : told.span.start]) is not None


def _is_dateline(text: str, told: DateExpression, published: date | None) -> bool:
    """Whether a date at the head of the report is the day of publication itself, and tells of no incident."""
    if published is None or told.span.end > DATELINE_HEAD or told.period is None:
        return False
    return told.period.start == told.period.end == published and str(published.year) in told.span.of(text)


def _cut(text: str, start: int, end: int) -> int:
    """End of a stretch to read: at a space, so that no word is cut."""
    if end - start <= LONGEST:
        return end
    space = text.rfind(" ", start + LONGEST // 2, start + LONGEST)
    return space if space > 0 else start + LONGEST


def _stretch(text: str, start: int, end: int, published: date | None) -> list[DateExpression]:
    taken: list[Span] = []
    found: list[DateExpression] = []
    low = text[start:end].lower()
    for name, form in date_forms.FORMS:
        if not date_forms.worth(name, low):
            continue
        for match in form.finditer(text, start, end):
            span = Span(match.start() + len(match.group()) - len(match.group().lstrip()), match.end())
            if span.start == span.end or any(span.overlaps(t) for t in taken):
                continue
            told = _told(name, match, published)
            if told is None:
                continue
            taken.append(span)
            before = text[max(start, span.start - 24) : span.start] + match.group()[:6]
            since = bool(date_forms.SINCE.search(text[max(start, span.start - 24) : span.start]))
            since = since or before.lower().rstrip().endswith("since") or match.group().lower().startswith("since")
            found.append(DateExpression(span, told.period, told.reason, told.offset, told.relative_to, since))
    return sorted(found, key=lambda d: d.span)


def _told(name: str, match: Match, published: date | None) -> Told | None:
    try:
        return _RULES[name](match, published)
    except (ValueError, OverflowError):  # no such day: 31 June, year 0
        return None
