"""Words that tie one incident to another: in retaliation for, the latest in a series, by the same group."""

from __future__ import annotations

import re
from typing import NamedTuple

import msgspec

from ascribe.extract.tokens import holds, small
from ascribe.model import Span, TieKind

LONGEST = 2000
"""Characters of one sentence that are read."""

_DEED = (
    r"(?:attacks?|bombings?|blasts?|explosions?|killings?|murders?|assassinations?|shootings?|massacres?"
    r"|abductions?|kidnappings?|beheadings?"
    r"|executions?|(?:air ?)?strikes?|airstrikes?|raids?|ambush(?:es)?|assaults?|incidents?|shelling|clashes"
    r"|crimes?|rocket fire|operations?|violence|barrages?|bombardments?|offensives?|protests?|crackdowns?|cracked down"
    r"|(?:civil )?wars?|conflict|uprising|insurgency|rebellion)"
)
_FORMS: tuple[tuple[TieKind, str], ...] = (
    (
        TieKind.RETALIATION,
        r"\bin (?:an? )?(?:\w+ )?(?:retaliation|revenge|reprisal|retribution|response)(?: (?:for|to|against|over))?\b"
        r"|\bretaliat(?:ed|es|ing|ory)(?: (?:for|against|after))?\b|\b(?:to|they|it|had|have) aveng(?:e|ed"
        r"|ing)\b|\bavenging\b"
        r"|\b(?:a|as|as a|was a|were a|its) (?:direct |swift |natural )?(?:response|reply|retaliation"
        r"|answer) (?:to|for)\b"
        r"|\b(?:revenge|reprisals?|retribution)(?: (?:attacks?|killings?))? (?:for|against|after)\b"
        r"|\bresponded (?:to\b|by (?:shell|bomb|fir|attack|launch|kill|strik)\w*)|\btit-for-tat\b",
    ),
    (
        TieKind.SAME_PERPETRATOR,
        r"\b(?:by |is |was |were |that )?the same (?:\w+ )?(?:group|people|perpetrators?|cell|hands?|squad"
        r"|killers?|gang|men|gunmen|network|party"
        r"|attackers?|bombers?|militia|suspects?)\b(?! (?:said|says|told|added))"
        rf"|\blinked (?:the )?(?:[\w'’-]+ ){{0,8}}?to (?:an? |the )?(?:\w+ )?(?:series|{_DEED})"
        r"|\b(?:also|previously|earlier|already) (?:been )?(?:responsible for|behind|claimed|carried out"
        r"|claimed responsibility)\b"
        r"|\bhas carried out (?:several|a series of|many|a number of|dozens of|numerous|similar)\b"
        r"|\bsimilar (?:attacks?|bombings?) by the\b",
    ),
    (
        TieKind.MOTIVE,
        rf"\b(?:aimed at|in order to|in an attempt to|in an effort to|in a bid to|was (?:meant |intended "
        rf"|designed )?to|so as to) "
        r"(?:silenc|avert|stop|prevent|derail|punish|foil|cover|intimidat|disrupt|target|avenge|escalat|block"
        r"|deter|sabotag)\w*"
        rf"|\b(?:because|due to|over) (?:of )?(?:his|her|their) (?:role|work|involvement|part|investigation)\b"
        rf"|\bmotive(?:s)? (?:behind|for|of)\b"
        rf"|\b(?:was|were|had been) (?:targeted|killed|attacked|assassinated|murdered) (?:for|because)\b"
        rf"|\bwho (?:was|were) investigating\b(?:.{{0,60}}?{_DEED})?",
    ),
    (
        TieKind.SAME_SERIES,
        rf"\b(?:latest|third|second|fourth|fifth|most recent|part|first) (?:attack |one |such \w+ "
        rf"|deadliest )?(?:in|of) (?:an? |the )?(?:\w+ )?"
        rf"(?:series|string|wave|spate|campaign|rash|succession) of\b|\b(?:series|string|spate|wave|rash"
        rf"|succession|campaign) of (?:[\w-]+ ){{0,3}}?{_DEED}\b"
        rf"|\b(?:near-)?simultaneous(?:ly)?\b|\bcoordinated (?:[\w-]+ ){{0,2}}?{_DEED}|\b(?:similar|separate"
        rf"|another|second) {_DEED}\b.{{0,80}}?\b(?:also|same (?:day|time|night))\b"
        r"|\bat the same time\b|\bin (?:a )?separate (?:incidents?|attacks?)\b|\bsuccessive (?:attacks|blasts"
        r"|bombings)\b",
    ),
    (
        TieKind.FOLLOWS,
        rf"\b(?:a|one|two|three|four|five|six|several|few|\d+)?\s?(?:minutes|hours|days?|weeks?"
        rf"|months?) (?:later|after)\b|\bfollow(?:s|ed|ing) (?:the |an? |a )?(?:[\w'’-]+ ){{0,4}}?{_DEED}"
        rf"|\bin the (?:wake|aftermath) of\b|\b(?:comes?|came|coming) (?:\w+ )?(?:after|amid)\b|\bafter (?:the "
        rf"|an? |last |this )(?:[\w'’-]+ ){{0,4}}?{_DEED}"
        r"|\bsubsequent(?:ly)?\b|\bshortly (?:after|before)\b"
        r"|\b(?:became|turned into|escalated into|morphed into|spirall?ed into|grew into|descended into|broke out"
        r"|erupted|began|started)\b[^.;]{0,60}?\b(?:after|when)\b"
        r"|\b(?:was|were|been) (?:triggered|sparked|provoked|prompted|ignited) by\b"
        r"|\b(?:that|which|and) (?:spawned|sparked|triggered|ignited|provoked|unleashed)\b",
    ),
)
_NEEDS: dict[TieKind, tuple[str, ...]] = {
    TieKind.RETALIATION: tuple("retaliat reveng repris retribut respon aveng reply answer tit-for-tat".split()),
    TieKind.SAME_PERPETRATOR: (
        *"behind claimed similar".split(),
        *("the same ", "linked ", "responsible for", "carried out"),
    ),
    TieKind.SAME_SERIES: (
        *"series string wave spate campaign rash succession simultaneous coordinated separate successive".split(),
        *("same ", "also"),
    ),
    TieKind.FOLLOWS: (
        *"later after follow wake amid subsequent before".split(),
        *"became turned escalated morphed spiral grew descended broke erupted began started".split(),
        *"spawned sparked triggered ignited provoked prompted unleashed".split(),
    ),
}


class Form(NamedTuple):
    """How a tie is worded; where none of the letters `needs` stands in a sentence, the pattern need not be sought."""

    kind: TieKind
    pattern: re.Pattern[str]
    needs: tuple[str, ...]


FORMS = tuple(Form(kind, re.compile(form, re.I), _NEEDS.get(kind, ("",))) for kind, form in _FORMS)
_WITHIN = (
    r"(?!(?:for|of|to|in|on|by|and|out|that|was|were|is|are|has|have|be|near|with|after|before|amid|as|said"
    r"|says|following|when|while|which|who|comes)\b)[\w'’-]+"
)
_DEEDS = re.compile(
    rf"\b(?:(?:the|an?|last|this|these|his|her|their) )?(?:{_WITHIN} ){{0,3}}?{_DEED}\b"
    r"(?: (?:of|on|in|at|against) (?:the |an? )?" + rf"{_WITHIN}(?: {_WITHIN})?)?",
    re.I,
)
_AFTER = re.compile(r"\s(?:after|when)$", re.I)
"""How a cue ends that holds the words for what came after: "turned into a war after"."""
_LATER = re.compile(r"\b(?:later|subsequent(?:ly)?)$", re.I)
"""Cues of one that came after what was told before."""
_CAUSING = re.compile(r"\b(?:spawned|sparked|triggered|ignited|provoked|unleashed)$", re.I)
"""Cues between what came first and what came of it."""
_NO_TIE = re.compile(r"\b(?:not|no|never|denied|without) (?:\w+ ){0,3}$", re.I)


class FoundTie(msgspec.Struct, frozen=True):
    """A tie that a sentence draws. `source` is the words of the incident that is tied, `target` of what it is tied to.

    For retaliation and motive the source answers the target; for follows the source comes after the target. Either
    is None where its words do not stand in the sentence: then it is the incident told before.
    """

    kind: TieKind
    span: Span  # from the first to the last of source, cue and target
    cue: Span
    source: Span | None
    target: Span | None


def find(text: str, sentence: Span) -> list[FoundTie]:
    """The ties that a sentence draws, in the order of their cues; ties that it denies are left out."""
    end = min(sentence.end, sentence.start + LONGEST)
    found: list[FoundTie] = []
    low = small(text[sentence.start : end])
    for kind, form, needs in FORMS:
        for match in form.finditer(text, sentence.start, end) if holds(low, needs) else ():
            cue = Span(*match.span())
            denied = _NO_TIE.search(text[max(sentence.start, cue.start - 40) : cue.start])
            if denied or any(cue.overlaps(f.cue) for f in found):
                continue
            source, target = _sides(text, Span(sentence.start, end), cue)
            if kind is TieKind.FOLLOWS and _AFTER.search(match[0]):
                source, target = _sides(text, Span(sentence.start, end), cue, within=True)
            elif kind is TieKind.FOLLOWS and _CAUSING.search(match[0]):
                source, target = target, source
            elif kind is TieKind.FOLLOWS and _LATER.search(match[0]):
                source, target = target or source, None
            if kind in (TieKind.FOLLOWS, TieKind.SAME_SERIES) and source is None and target is None:
                continue
            present = [s for s in (source, cue, target) if s is not None]
            span = Span(min(s.start for s in present), max(s.end for s in present))
            found.append(FoundTie(kind, span, cue, source, target))
    return sorted(found, key=lambda f: f.cue)


def tie_kind(words: str) -> TieKind | None:
    """The first tie that a sentence draws, strongest kind first; None where it draws none."""
    found = {tie.kind for tie in find(words, Span(0, len(words)))}
    return next((kind for kind, _ in _FORMS if kind in found), None)


def _sides(text: str, sentence: Span, cue: Span, *, within: bool = False) -> tuple[Span | None, Span | None]:
    """The words for the two incidents: the last before the cue, or `within` it, and the first at or after it."""
    before = [Span(*m.span()) for m in _DEEDS.finditer(text, sentence.start, cue.end if within else cue.start)]
    inside = _DEEDS.search(text, cue.start, cue.end) if not within else None
    after = Span(*inside.span()) if inside else None
    if after is None:
        match = _DEEDS.search(text, cue.end, min(sentence.end, cue.end + 120))
        after = Span(*match.span()) if match else None
    leading = not text[sentence.start : cue.start].strip(" \"“'‘")
    if leading and after is not None:  # "In retaliation for A, they did B"
        later = _DEEDS.search(text, after.end, sentence.end)
        return (Span(*later.span()) if later else None), after
    return (before[-1] if before else None), after
