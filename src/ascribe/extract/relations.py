"""Words that say how two actors stand to each other: "the Falcon Brigades, an armed wing of the Highland Front"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ascribe.model import Span
from ascribe.model.relation import RelationKind, ReportedRelation

_WORD = r"(?:[A-Z][\w'’.-]*|al-[A-Z][\w'’-]*)"
_NAME = rf"{_WORD}(?: (?:(?:of|for|the|and|al|in) )?{_WORD}){{0,6}}"
_PART = r"(?:wing|branch|arm|offshoot|affiliate|faction|unit|subsidiary|chapter|front group|splinter)"
_ALLY = r"(?:ally|proxy|partner)"
_FOE = r"(?:rival|enemy|adversary|foe|arch-rival|arch-enemy)"
FORMS: tuple[tuple[RelationKind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        (
            RelationKind.PART,
            rf"\b(?P<one>{_NAME})(?: \([^)\n]{{1,20}}\))?,? (?:which is |who are |is |are |was |were )?(?:an?|the) "
            rf"(?:[\w-]+ ){{0,3}}?{_PART} of (?:the )?(?P<other>{_NAME})",
        ),
        (
            RelationKind.PART,
            rf"\b(?P<one>{_NAME})(?: \([^)\n]{{1,20}}\))?,? (?:which is |which are |is |are )?(?:an? )?(?:part of"
            rf"|(?:affiliated|aligned) with|belongs? to|subordinate to) (?:the )?(?P<other>{_NAME})",
        ),
        (
            RelationKind.ALLY,
            rf"\b(?P<one>{_NAME})(?: \([^)\n]{{1,20}}\))?,? (?:which is |is |are )?(?:(?:an?|the) (?:[\w-]+ ){{0,2}}?"
            rf"{_ALLY} of|allied (?:with|to)) (?:the )?(?P<other>{_NAME})",
        ),
        (
            RelationKind.ADVERSARY,
            rf"\b(?P<one>{_NAME})(?: \([^)\n]{{1,20}}\))?,? (?:which is |is |are )?(?:(?:an?|the) (?:[\w-]+ ){{0,2}}?"
            rf"{_FOE} of|at war with|(?:is |are |have been |has been )fighting) (?:the )?(?P<other>{_NAME})",
        ),
    )
)
HINT = re.compile(
    rf"\b(?:{_PART}|{_ALLY}|{_FOE}|part|affiliated|aligned|belongs?|subordinate|allied|war|fighting)\b", re.IGNORECASE
)
"""A sentence without one of these words is not looked at."""


def find(text: str, sentences: list[Span]) -> Iterator[ReportedRelation]:
    """The relations that the sentences word, in order. Names are as worded; who is meant is for resolving."""
    for sentence in sentences:
        words = sentence.of(text)
        if not HINT.search(words):
            continue
        for kind, form in FORMS:
            for match in form.finditer(words):
                one, other = match["one"], match["other"]
                if one != other:
                    span = Span(sentence.start + match.start(), sentence.start + match.end())
                    yield ReportedRelation(kind, one, other, span, match[0])
