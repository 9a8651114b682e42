"""What a report says between incidents: ties, versions set against each other, and what became of suspects."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ascribe.extract import dates, disputes, proceedings, series, ties
from ascribe.extract.clauses import Clause
from ascribe.extract.happenings import Happening
from ascribe.model import Attribute, Proceeding, ReportedConflict, Span, Stance, Statement, Tie, Voice

DENYING = frozenset({Stance.DENIES, Stance.DOUBTS})
Home = Mapping[Span, Sequence[tuple[Clause, str]]]
"""The clauses of each sentence that tell of an incident, with the keys of the incidents."""
Held = Sequence[tuple[Clause, str]]


def ties_told(
    text: str, sentences: Sequence[Span], home: Home, voices: Mapping[Span, Voice], told: Mapping[str, Happening]
) -> tuple[Tie, ...]:
    """The ties that sentences draw between two incidents of the report, and those of the parts of a series to the
    whole; each once for each voice."""
    found: dict[tuple[str, str, str, Voice], Tie] = {}
    earlier: list[tuple[Clause, str]] = []
    for s in sentences:
        held = home.get(s, ())
        for drawn in ties.find(text, s) if held else ():
            target = _key(held, drawn.target)
            source = _source(text, held, drawn.source, target, earlier)
            if source is not None and (target is None or target == source):
                other = next((key for _, key in held if key != source), None)
                last = earlier[-1][1] if earlier else None
                target = other or _by_word(text, drawn.target, source, earlier) or last
            if source is not None and target is not None and source != target:
                tie = Tie(source, target, drawn.kind, voices[s], s, s.of(text))
                found.setdefault((source, target, drawn.kind.value, voices[s]), tie)
        earlier += held
    for tie in series.parts_told(text, told, voices):
        if not any({tie.source, tie.target} == {a, b} for a, b, *_ in found):
            found[tie.source, tie.target, tie.kind.value, tie.voice] = tie
    return tuple(found.values())


KNOWN = re.compile(r"^(?:the|that|this|these|those|last)\s+(?:[\w-]+\s+){0,2}?(?P<word>\w{5,})", re.IGNORECASE)
"""Words for a deed told before: "the strikes"."""
PRONOUN = re.compile(r"\W*(?:it|they|this|that|these|those)\b", re.IGNORECASE)
STEM = 5
"""Letters by which two words for a deed are one."""


def _source(text: str, held: Held, words: Span | None, target: str | None, earlier: Held) -> str | None:
    """The incident that is tied. Where its sentence tells of the other one only, it is one told before: the last that
    goes by the same word, or, for "it", the last; else None."""
    own = _key(held, words)
    if own is None or own == target:
        own = next((key for _, key in held if key != target), None)
    known = words is not None and KNOWN.match(words.of(text)) is not None
    if own is not None and (not known or _key(held, words) == own):
        return own
    if known:
        return _by_word(text, words, target, earlier) or own
    last = next((key for _, key in reversed(earlier) if key != target), None)
    return last if last is not None and PRONOUN.match(held[0][0].sentence.of(text)) else own


def _by_word(text: str, words: Span | None, but: str | None, earlier: Held) -> str | None:
    """The incident told last, other than `but`, that goes by the same word as "the strikes"."""
    known = KNOWN.match(words.of(text)) if words is not None else None
    if known is None:
        return None
    stem = known["word"].casefold()[:STEM]
    return next((key for c, key in reversed(earlier) if key != but and stem in c.part.of(text).casefold()), None)


def _key(held: Held, words: Span | None) -> str | None:
    """The incident of the clause in which these words stand."""
    return None if words is None else next((key for c, key in held if words.overlaps(c.part)), None)


def conflicts_told(
    text: str, sentences: Sequence[Span], home: Home, said: Sequence[tuple[str, Statement]]
) -> tuple[ReportedConflict, ...]:
    """Versions that the report itself sets against each other: blame against denial, and disputes in so many words."""
    found: dict[tuple[str, Attribute], ReportedConflict] = {}
    for key, s in said:
        if s.attribute is Attribute.RESPONSIBLE and s.stance in DENYING:
            others = sorted(
                str(o.value)
                for k, o in said
                if k == key and o.attribute is s.attribute and o.stance not in DENYING and str(o.value) != "unknown"
            )
            if others:
                sides = (others[0], f"not {s.value}")
                found.setdefault((key, s.attribute), ReportedConflict(key, s.attribute, sides, s.span, s.quote))
    disputed = {d.span.start: d for d in disputes.find(text, sentences)}
    last: str | None = None
    for sentence in sentences:
        held = home.get(sentence, ())
        last = held[0][1] if held else last
        told = disputed.get(sentence.start)
        if last is not None and told is not None and len(told.sides) > 1 and told.quote == told.span.of(text):
            conflict = ReportedConflict(last, told.about, told.sides, told.span, told.quote)
            found.setdefault((last, told.about), conflict)
    return tuple(found.values())


def proceedings_told(
    text: str, sentences: Sequence[Span], home: Home, found_dates: Mapping[Span, list[dates.DateExpression]]
) -> tuple[Proceeding, ...]:
    """Arrests, charges, sentences and the like, with the incident told last before them."""
    found: list[Proceeding] = []
    last: str | None = None
    for s in sentences:
        held = home.get(s, ())
        last = held[0][1] if held else last
        for p in proceedings.find(text, s, found_dates[s]):
            found.append(Proceeding(p.kind, p.who, p.actor, last, p.when, p.span, p.span.of(text)))
    return tuple(found)
