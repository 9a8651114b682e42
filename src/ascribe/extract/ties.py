"""Ties between incidents that a sentence draws, and versions that it sets against each other."""

from __future__ import annotations

import re

from ascribe.model import Attribute, TieKind

TIES: tuple[tuple[TieKind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(form, re.IGNORECASE))
    for kind, form in (
        (
            TieKind.RETALIATION,
            r"\b(?:in\s+(?:retaliation|revenge|response|reprisal)\s+(?:for|to)|retaliat\w+|to\s+avenge|revenge\s+for|reprisals?)\b",
        ),
        (
            TieKind.SAME_PERPETRATOR,
            r"\b(?:same\s+(?:group|people|perpetrators?|cell|hands?|squad|killers?)|linked\s+(?:the\s+)?(?:people|attack|killing|those)\b.{0,60}\bto|also\s+(?:responsible|behind))\b",
        ),
        (
            TieKind.SAME_SERIES,
            r"\b(?:(?:one|a)\s+series\s+of|string\s+of|wave\s+of|spate\s+of|latest\s+in|series\s+of\s+(?:attacks|killings|assassinations|bombings|crimes|blasts))\b",
        ),
        (
            TieKind.FOLLOWS,
            r"\b(?:(?:comes?|came|coming)\s+(?:a\s+day|days|hours|weeks?|two\s+\w+|shortly)?\s*after|followed|in\s+the\s+wake\s+of|(?:hours|days|a\s+day|shortly)\s+after)\b",
        ),
    )
)
DISPUTE = re.compile(
    r"\b(?:denied|denies|contradict\w*|disputed|rejected|dismissed|in\s+contrast|however|but)\b", re.IGNORECASE
)
ABOUT: tuple[tuple[Attribute, re.Pattern[str]], ...] = (
    (
        Attribute.MEANS,
        re.compile(
            r"\b(?:suicide|planted|device|car\s+bomb|air\s*strike|shelling|not\s+a\s+suicide|rocket)\b", re.IGNORECASE
        ),
    ),
    (Attribute.KILLED, re.compile(r"\b(?:toll|casualt\w+|killed|deaths?|dead)\b", re.IGNORECASE)),
)


def tie_kind(words: str) -> TieKind | None:
    """The tie that a sentence draws, None where it draws none."""
    return next((kind for kind, form in TIES if form.search(words)), None)
