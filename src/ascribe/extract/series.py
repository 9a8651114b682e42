"""Happenings that a report tells under one head: "Air strikes kill 40 in Velmar province", then town by town."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ascribe.extract.clauses import HEAD, Clause, family
from ascribe.extract.happenings import Happening
from ascribe.model import Kind, Span, Tie, TieKind, Voice

SEVERAL = re.compile(
    r"\b(?:(?:air\s?|drone\s|missile\s|rocket\s|mortar\s|bomb\s)?(?:strikes|attacks|raids|bombings|blasts|explosions|killings|murders"
    r"|massacres|shootings|assaults|clashes|operations|sorties|bombardments|abductions|kidnappings|executions|incidents)"
    r"|violence|campaign|offensive|wave|series|string|spate)\b",
    re.IGNORECASE,
)
"""Words for more than one deed."""
ADDED = re.compile(
    r"\b(?:another|also|elsewhere|separate(?:ly)?|meanwhile|in\s+the\s+same\s+context|others?|earlier|further|additional(?:ly)?"
    r"|second|third|fourth|similar(?:ly)?|in\s+addition|as\s+well|more)\b",
    re.IGNORECASE,
)
"""Words that put one deed beside those told before."""
OPENING = 2
"""Clauses of the head happening whose words are looked at."""


def parts_told(text: str, told: Mapping[str, Happening], voices: Mapping[Span, Voice]) -> list[Tie]:
    """A tie from each happening that is told as one of several to the one that the report opens with.

    It is one of them where it is of the same family, in another place, and of the same time; or, where it tells no
    day, where its words put it beside others.
    """
    if len(told) < 2:
        return []
    (head, whole), *rest = told.items()
    if whole.kind is Kind.OTHER or whole.clauses[0].sentence.start > HEAD:
        return []
    if not any(
        SEVERAL.search(text, c.head.span.start, min(c.part.end, c.head.span.end + 60)) for c in whole.clauses[:OPENING]
    ):
        return []
    ties = []
    for key, h in rest:
        c = h.clauses[0]
        if _is_part(text, whole, h) and _elsewhere(whole.clauses, h.clauses):
            ties.append(Tie(key, head, TieKind.SAME_SERIES, voices[c.sentence], c.sentence, c.sentence.of(text)))
    return ties


def _is_part(text: str, whole: Happening, h: Happening) -> bool:
    if whole.kind is None or h.kind is None or family(whole.kind) != family(h.kind):
        return False
    if h.period is not None and whole.period is not None:
        return whole.period.start <= h.period.start and h.period.end <= whole.period.end
    return h.period is None and ADDED.search(h.clauses[0].sentence.of(text)) is not None


def _elsewhere(a: Sequence[Clause], b: Sequence[Clause]) -> bool:
    """Whether the second names a place that the first does not."""
    mine = frozenset[str]().union(*(c.place_names for c in a))
    return any(c.place_names - mine for c in b)
