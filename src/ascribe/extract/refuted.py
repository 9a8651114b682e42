"""Claims that others reject: "the ministry rejected the claim by the jihadist group", "the claim is false"."""

from __future__ import annotations

import re

from ascribe.extract.agents import bounded

_CLAIM = r"(?:claims?(?:\s+of\s+responsibility)?|assertions?)"
_WHO = r"(?:\s+(?:of|by|from)\s+(?P<actor>(?:the\s+|a\s+)?[\w'’-]+(?:\s+[\w'’-]+){0,7}))?"
REJECTED = re.compile(
    rf"\b(?:dismiss|reject|doubt|disput|refut|question|contradict|deni|deny|rubbish|disprov)\w*\s+(?:[\w'’]+\s+){{0,2}}?"
    rf"(?:the|that|this|its|their)\s+(?:[\w-]+\s+)?{_CLAIM}{_WHO}",
    re.IGNORECASE,
)
UNSUPPORTED = re.compile(
    r"\b(?:no|nothing|not|never|neither|little)\b[^.;]{0,60}\b(?:support|bear|back|confirm|prove|substantiat)\w*\s+(?:out\s+)?"
    rf"(?:the|that|this|its|their)\s+{_CLAIM}{_WHO}",
    re.IGNORECASE,
)
FALSE = re.compile(
    rf"\b(?:the|that|this|its|their)\s+(?:[\w-]+\s+)?{_CLAIM}{_WHO}[^.;]{{0,30}}?\b(?:is|are|was|were)\s+(?:\w+\s+)?"
    r"(?:false|untrue|a\s+lie|lies|baseless|not\s+credible|not\s+true|a\s+fabrication|fabricated|invented)\b",
    re.IGNORECASE,
)
THE_GROUP = re.compile(
    r"^(?:the|this|that|a)\s+(?:[\w-]+\s+){0,2}(?:group|organi[sz]ation|movement|outfit|gang|network|militia|faction"
    r"|militants|jihadists|rebels|guerrillas|insurgents)$",
    re.IGNORECASE,
)
"""Words that mean a group named before."""
HINT = re.compile(r"\b(?:[Cc]laims?|CLAIMS?|[Aa]ssertions?|ASSERTIONS?)\b")
"""A sentence without one of these rejects no claim."""
PROPER = re.compile(r"\b(?!The\b|A\b|An\b)[A-Z]\w+")


def refuted(words: str, claimant: str | None) -> str | None:
    """Whose claim a sentence rejects: the one that it names, else the last who claimed; None where it rejects none."""
    if not HINT.search(words):
        return None
    for form in (REJECTED, UNSUPPORTED, FALSE):
        match = form.search(words)
        if match is not None:
            named = bounded(match["actor"]) if match["actor"] else ""
            return named if PROPER.search(named) else claimant
    return None


def meant(actor: str, claimant: str | None, named: str | None) -> str:
    """The actor with "the group" and the like replaced by the group that claimed last, or was named last."""
    return (claimant or named or actor) if THE_GROUP.match(actor) else actor
