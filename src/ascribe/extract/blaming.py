"""Who is said to have done it, weighed: what the grammars found beside what the trained reader saw."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from ascribe.extract.attributions import NO_EVIDENCE
from ascribe.extract.clauses import Clause
from ascribe.extract.insight import Blame, Insight
from ascribe.extract.voices import PRONOUN, VoiceReader
from ascribe.model import OWN_VOICE, Span, Stance, Voice, VoiceKind

SEEN = 0.5
"""Probability from which words are taken to name somebody responsible."""
RULED_OUT = 0.03
"""Probability below which a name that the grammars found is dropped."""
SURE = 0.7
"""Probability from which the reader's stance or kind of voice stands against the grammars'."""


INSIDE, LATEST = 1.5, 1.5
"""Log-odds for the incident of the clause that the words stand in, and for the one told last."""
PARTIES = frozenset({VoiceKind.ARMED_GROUP, VoiceKind.OFFICIAL, VoiceKind.ANONYMOUS_OFFICIAL, VoiceKind.OTHER})
"""Voices that can speak of their own deeds; an analyst's "it" is somebody else."""
PRONOUNS = frozenset("it they he she we i its their his her our them us".split())
WORDS_FOR_NOBODY = PRONOUNS | frozenset(
    """the a an this that these those who which there one some others drone drones bomb bombs blast explosion rocket
    rockets missile missiles shell shells mortar mortars device mine mines fire""".split()
)
"""Words that name nobody who could be responsible."""

NOBODY = re.compile(r"(?:no|none|nobody|somebody|someone|anybody|anyone|whoever)\b", re.IGNORECASE)
"""How words begin that name nobody: "no group", "somebody"."""
WHOSE = re.compile(r"(?:whose|which|who)\b", re.IGNORECASE)
"""How words begin that stand for a name before them."""
VEHICLE = re.compile(r"\b(?:vans?|cars?|trucks?|lorr(?:y|ies)|motorcycles?|motorbikes?)$", re.IGNORECASE)
"""A thing that is driven is nobody who could be responsible."""
COURT = re.compile(
    r"\b(?:convict\w*|found (?:\w+ ){0,4}guilty|guilty|sentenc\w*|verdict|judg(?:e|es|ment)|court|tribunal|jur(?:y|ors)"
    r"|condemned|held (?:\w+ ){0,3}(?:responsible|liable))\b",
    re.IGNORECASE,
)
CHARGE = re.compile(
    r"\b(?:charged?|charges|indict\w*|accus\w+|on trial|prosecut\w+|suspect\w*|alleg\w+)\b", re.IGNORECASE
)
"""A charge is no conviction: nobody is called guilty before a court has said so in the words read."""

OWNING = re.compile(
    r"\b(?:claim\w*|responsib\w*|admit\w*|acknowledg\w*|announc\w*|declar\w*|boast\w*|credit|said|says|say|stat(?:ed|es|ement)"
    r"|we|our|us|i|my|confirm\w*|video|communiqu\w+|vow\w*|told|apologi\w+|regret\w*|publish\w*|broadcast\w*|issued)\b",
    re.IGNORECASE,
)
"""A sentence without one of these is nobody's word on its own deed, whatever the reader makes of it."""
SPOKEN_DENIAL = re.compile(r"\b(?:den(?:y|ies|ied|ying)|reject\w*|said|says|insist\w*|maintain\w*)\b", re.IGNORECASE)
"""Without one of these a sentence clears somebody in its own voice; nobody speaks for himself in it."""
OWN_MEN = re.compile(
    r"(?:its|our|their)\s+(?:own\s+)?(?:fighters|forces|men|soldiers|troops|members|units?|militants|operatives|operation|brothers|heroes|knights|lions|sons)$",
    re.IGNORECASE,
)
"""Words with which a voice speaks of itself."""
HOLDER = re.compile(
    r"\b(?:(?:held|controlled|besieged|occupied|ruled|dominated|defended)\s+by|divided\s+between"
    r"|(?:dead|killed|wounded|injured|victims|casualties|bodies)\s+(?:were|was|are)(?:\s+those\s+of)?)\s+(?:the\s+|so-called\s+|forces\s+of\s+)*$",
    re.IGNORECASE,
)
"""Words before the name of whoever holds a place: that tells nothing of who attacked it."""
SUFFERS = re.compile(
    r"^\s+(?:(?:fighters|militants|members|terrorists|soldiers|troops)\s+)?(?:were|was|have\s+been|had\s+been|being|been)"
    r"\s+(?:also\s+)?(?:killed|wounded|injured|captured|arrested|targeted|hit|eliminated|fleeing)\b|^\s+control\b",
    re.IGNORECASE,
)
"""Words behind the name of whoever something was done to."""

Located = tuple[Clause, str]
"""A clause and the key of its incident."""


SPOKEN_OUT = frozenset({Stance.DENIES, Stance.CLAIMS, Stance.CONFESSES, Stance.DOUBTS})
"""Stances that a cue phrase says in so many words ("denied any part", "claimed responsibility"): these it decides."""
DENIAL = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|reject(?:s|ed|ing)?|nothing to do with|no (?:part|role|hand) in|not (?:carry|carried)"
    r"|did not (?:attack|kill|fire|bomb|shell|do))\b",
    re.IGNORECASE,
)
"""In a sentence with one of these nobody's claim is read from the words alone: a denial must never become a claim."""


class Blamed(NamedTuple):
    """A voice's words about who did it, or did not."""

    incident: str
    voice: Voice
    actor: str
    stance: Stance
    confidence: float


def weighed(
    insight: Insight,
    speakers: VoiceReader,
    sentence: Span,
    told: Sequence[Blamed],
    clauses: Sequence[Located],
    others: Sequence[Located],
    voice: Voice,
) -> list[Blamed]:
    """The attributions of a sentence: those of the grammars that the reader bears out, and those that it adds.

    `clauses` are those of the sentence with their incidents, `others` those of the whole report.
    """
    seen = [b for b in insight.blames if sentence.start <= b.span.start < sentence.end and b.score >= SEEN]
    found: list[Blamed] = []
    taken: set[Span] = set()
    denied = any(b.stance is Stance.DENIES for b in told) or DENIAL.search(sentence.of(insight.text)) is not None
    unproved = NO_EVIDENCE.search(sentence.of(insight.text)) is not None
    for b in told:
        match = next((x for x in seen if alike(x.span.of(insight.text), b.actor)), None)
        if match is not None:
            taken.add(match.span)
            if not_the_doer(insight.text, match.span):
                continue
            stance = match.stance if match.stance_sure >= SURE and b.stance not in SPOKEN_OUT else b.stance
            if stance is Stance.CONVICTS and not _convicted(sentence.of(insight.text)):
                stance = b.stance if b.stance is not Stance.CONVICTS else Stance.ACCUSES
            found.append(b._replace(stance=stance, confidence=max(b.confidence, match.score * match.stance_sure)))
        elif b.actor == "unknown" or (
            _chance(insight, sentence, b.actor) >= RULED_OUT and not _named_as_other(insight.text, sentence, b.actor)
        ):
            found.append(b)
    for x in seen:
        if not_the_doer(insight.text, x.span):
            continue
        said = _voice(insight, speakers, x, voice, sentence)
        actor = _actor(x, insight.text, said)
        if x.span not in taken and actor is not None:
            key = _incident(insight, x.span, clauses, others)
            stance = Stance.DENIES if x.stance is Stance.CLAIMS and denied else x.stance
            if stance is Stance.CLAIMS and not OWNING.search(sentence.of(insight.text)):
                said, stance = (OWN_VOICE if said.name == actor else said), Stance.REPORTS
            if unproved and stance is not Stance.DENIES:
                stance = Stance.DOUBTS
            if stance is Stance.CONVICTS and not _convicted(sentence.of(insight.text)):
                stance = Stance.ACCUSES
            found.append(Blamed(key, said, actor, stance, round(x.score * x.stance_sure, 3)))
    return [named for b in found if (named := _by_name(b)) is not None]


def _by_name(told: Blamed) -> Blamed | None:
    """The attribution with a voice that says "we" under the name that it gives itself; None where it gives none."""
    if not _self(told.voice.name):
        return told
    if _self(told.actor):
        return None
    own = told.stance in {Stance.CLAIMS, Stance.CONFESSES}
    return told._replace(voice=Voice(told.actor, told.voice.kind) if own else OWN_VOICE)


def _self(name: str) -> bool:
    """Whether words are somebody's for himself: "we", "our brothers"."""
    return name.casefold() in PRONOUNS or name.casefold().startswith("our ")


def not_the_doer(text: str, span: Span) -> bool:
    """Whether the words around a name make it the holder of the place, or whom it was done to."""
    before, after = text[max(0, span.start - 50) : span.start], text[span.end : span.end + 70]
    return HOLDER.search(before) is not None or SUFFERS.match(after) is not None


def _named_as_other(text: str, sentence: Span, actor: str) -> bool:
    start = text.find(actor, sentence.start, sentence.end)
    return start >= 0 and not_the_doer(text, Span(start, start + len(actor)))


def _actor(blame: Blame, text: str, said: Voice) -> str | None:
    """The words for the actor; a pronoun stands for a voice that speaks of itself, and for nobody else."""
    words = blame.span.of(text).strip(" \"'“”‘’.,;:()")
    if blame.stance in {Stance.CLAIMS, Stance.CONFESSES} and OWN_MEN.match(words) and said != OWN_VOICE:
        return said.name
    if WHOSE.match(words):
        return None
    if not re.search(r"\w{2}", words) or words.casefold() in WORDS_FOR_NOBODY or VEHICLE.search(words):
        own = blame.stance in {Stance.CLAIMS, Stance.DENIES, Stance.CONFESSES} and said.kind in PARTIES
        mine = words.casefold() in PRONOUNS or words.casefold().startswith("our ")
        return said.name if own and mine else None
    return "unknown" if NOBODY.match(words) else words


def _convicted(words: str) -> bool:
    """Whether a sentence says that a court held somebody guilty, and not only that somebody is charged."""
    return COURT.search(words) is not None and CHARGE.search(words) is None


def _incident(insight: Insight, span: Span, clauses: Sequence[Located], others: Sequence[Located]) -> str:
    """The incident of the sentence that the words most likely belong to; where it tells of none, of the report."""
    if clauses:
        return max(
            clauses,
            key=lambda ck: (
                insight.same(span, ck[0].head.span) + INSIDE * (ck[0].part.start <= span.start < ck[0].part.end)
            ),
        )[1]
    before = [ck for ck in others if ck[0].sentence.start < span.start]
    latest = before[-1][1] if before else others[0][1]
    return max(others, key=lambda ck: insight.same(span, ck[0].head.span) + LATEST * (ck[1] == latest))[1]


def _inside(clause: Clause, span: Span) -> bool:
    return clause.part.start <= span.start < clause.part.end


def _voice(insight: Insight, speakers: VoiceReader, blame: Blame, voice: Voice, sentence: Span) -> Voice:
    """Whose words they are: the report's own, the source of the words around them, or the voice of the sentence."""
    if blame.kind is VoiceKind.REPORT and blame.kind_sure >= SURE:
        return OWN_VOICE
    source = insight.speaker(blame.span)
    words = source.of(insight.text) if source is not None else ""
    if PRONOUN.match(words.strip()) and voice != OWN_VOICE:
        return voice  # who "he" is depends on the sentences before; the grammar has followed them
    if voice.via and words.strip().casefold() in {v.casefold() for v in (voice.name, *voice.via)}:
        return voice  # "Reuters quoted an officer as saying": the officer's words
    named = speakers.named(words) if words else None
    if named is not None:
        kind = insight.kinds.setdefault(named.name, blame.kind if _free(named, blame) else named.kind)
        return Voice(named.name, kind, named.via)
    itself = blame.stance is Stance.CLAIMS or SPOKEN_DENIAL.search(sentence.of(insight.text)) is not None
    if (
        blame.stance in {Stance.CLAIMS, Stance.DENIES}
        and itself
        and voice == OWN_VOICE
        and blame.kind is not VoiceKind.REPORT
    ):
        return Voice(blame.span.of(insight.text), blame.kind)
    if voice == OWN_VOICE and blame.kind is not VoiceKind.REPORT:
        return _seen_beside(insight, speakers, blame, sentence) or voice
    return voice


def _seen_beside(insight: Insight, speakers: VoiceReader, blame: Blame, sentence: Span) -> Voice | None:
    """The nearest words of the sentence in which the reader sees somebody who speaks; None for a pronoun."""
    seen = [f.span for f in insight.role("voice", sentence) if f.score >= SEEN and not f.span.overlaps(blame.span)]
    nearest = min(seen, key=lambda s: max(0, s.start - blame.span.end, blame.span.start - s.end), default=None)
    words = nearest.of(insight.text).strip() if nearest is not None else ""
    named = speakers.named(words) if words and not PRONOUN.match(words) else None
    if named is None:
        return None
    return Voice(named.name, blame.kind if _free(named, blame) else named.kind, named.via)


def _free(named: Voice, blame: Blame) -> bool:
    """Whether the reader's opinion of the kind of voice is to be preferred to that of the lists."""
    return blame.kind is not VoiceKind.REPORT and named.kind is VoiceKind.OTHER


def _chance(insight: Insight, sentence: Span, actor: str) -> float:
    start = insight.text.find(actor, sentence.start, sentence.end)
    return insight.responsible(Span(start, start + len(actor))) if start >= 0 else 1.0


def alike(a: str, b: str) -> bool:
    """Whether the words of one name are all among those of the other."""
    x, y = _words(a), _words(b)
    return bool(x and y) and (x <= y or y <= x)


def _words(name: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", name.casefold())) - {"the", "a", "an", "of"}
