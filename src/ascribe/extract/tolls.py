"""Counts that stand by themselves: a death toll that rose, and that no one was hurt."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from ascribe.extract.quantities import Quantity
from ascribe.model import Attribute, Span, Toll

_TOLL = re.compile(
    r"\b(?:death toll|toll|(?:gave|put|puts) the (?:number|figure|total) (?:as|at)|"
    r"number of (?:the )?(?:dead|deaths|people killed|killed|fatalities|martyrs|victims)"
    r"|(?P<hurt>number of (?:the )?(?:wounded|injured|injuries|people wounded|people injured)))\b",
    re.I,
)
_RISE = re.compile(
    r"\b(?:ris(?:e|es|en|ing)|rose|climb\w*|increas\w*|jump\w*|grow\w*|grew|went up|gone up|soar\w*|up|revis\w*"
    r"|fell|drop\w*)\b",
    re.I,
)
_FROM = re.compile(r"\s*,?\s*(?:up |down )?from (?:an? (?:earlier|initial|previous) (?:\w+ )?(?:of )?)?", re.I)
_NOBODY = re.compile(
    r"\b(?:no[- ]one|nobody|none(?: of (?:them|the \w+))?|no (?:other )?(?P<who>(?:\w+ ){0,2}?\w+)) (?:was|were"
    r"|is|are|has been|have been|had been)"
    r"(?: (?:reported|reportedly|believed|seriously|known|to|have|been|either))* "
    r"(?P<fate>killed or (?:injured|wounded|hurt)|killed|dead|harmed|hurt|injured|wounded|abducted|kidnapped)\b"
    r"|\b(?:did|does|do|has|have) not (?:kill(?:ed)? (?:anyone|anybody)|(?:hurt|injured?"
    r"|wound(?:ed)?) (?:anyone|anybody))\b"
    r"|\bno one (?P<died>died)\b",
    re.I,
)
_NONE = re.compile(
    r"\b(?:no|without|not cause|not caused|not result in|not resulted in)(?: any)?(?: (?:human|civilian"
    r"|reported|reports? of|other|loss of|material|serious|military|friendly)){0,3}"
    r" (?P<of>(?:casualt(?:y|ies)|causalit(?:y|ies)|injur(?:y|ies)|deaths?|fatalit(?:y|ies)|victims|wounded"
    r"|lives?|life|killed"
    r"|dead)(?: or (?:injur(?:y|ies)|deaths|casualties|damage))?)\b",
    re.I,
)


class CasualtyPhrase(msgspec.Struct, frozen=True):
    """One count of people and what befell them: killed, wounded or abducted.

    `part`: they are already counted in another phrase ("including three children"). `overall`: the phrase speaks of
    a whole war or a long period, not of one incident. `implicit`: no number stands there; one person is meant
    ("killed the mayor"). `supersedes`: the count that this one replaces ("rose from 31 to 44").
    """

    span: Span
    what: Attribute
    toll: Toll
    part: bool = False
    overall: bool = False
    implicit: bool = False
    supersedes: Toll | None = None


def tolls(text: str, start: int, end: int, told: Sequence[Quantity]) -> Iterator[CasualtyPhrase]:
    """ "The death toll rose from 31 to 44": the last figure holds, the other is superseded."""
    for match in _TOLL.finditer(text, start, end):
        limit = min([end, match.end() + 140, *(m.start() for m in _TOLL.finditer(text, match.end(), end))])
        here = [q for q in told if match.end() <= q.span.start < limit]
        if not here or re.search(r"[;:]\s|\bof whom\b", text[match.end() : here[0].span.start]):
            continue
        what = Attribute.WOUNDED if match["hurt"] else Attribute.KILLED
        first, between = here[0], text[match.end() : here[0].span.start]
        rising = bool(_RISE.search(between))
        older: Quantity | None = None
        if rising and first.high is not None and text[first.span.start : first.span.start + 5].lower() == "from ":
            toll, older = Toll(first.high, first.high), None
            yield CasualtyPhrase(Span(match.start(), first.span.end), what, toll, supersedes=Toll(first.low, first.low))
            continue
        if len(here) > 1 and _FROM.fullmatch(text[first.span.end : here[1].span.start]):
            older = here[1]
        stop = older.span.end if older else first.span.end
        replaced = Toll(older.low, older.high) if older else None
        yield CasualtyPhrase(Span(match.start(), stop), what, Toll(first.low, first.high), supersedes=replaced)


def nobody(text: str, start: int, end: int) -> Iterator[CasualtyPhrase]:
    """ "No one was hurt", "no casualties were reported": a count of nought."""
    for match in _NOBODY.finditer(text, start, end):
        fate = (match["fate"] or match["died"] or match.group()).lower()
        for what in _fates(fate):
            yield CasualtyPhrase(Span(*match.span()), what, Toll(0, 0, match["who"]))
    for match in _NONE.finditer(text, start, end):
        if re.search(
            r"\b(?:immediate(?:ly)?|word|details|whether|confirm)\b",
            text[max(start, match.start() - 30) : match.end()],
            re.I,
        ):
            continue
        for what in _fates(match["of"].lower()):
            yield CasualtyPhrase(Span(*match.span()), what, Toll(0, 0))


def _fates(words: str) -> list[Attribute]:
    fates = []
    if re.search(r"kill|dead|die|death|fatal|casualt|causalit|victim|li[fv]e|harm", words):
        fates.append(Attribute.KILLED)
    if re.search(r"hurt|injur|wound|casualt|causalit|harm", words):
        fates.append(Attribute.WOUNDED)
    if re.search(r"abduct|kidnap", words):
        fates.append(Attribute.ABDUCTED)
    return fates
