"""What a report says between incidents: ties, versions set against each other, and what became of suspects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ascribe.extract import dates, disputes, proceedings, ties
from ascribe.extract.clauses import Clause
from ascribe.model import Attribute, Proceeding, ReportedConflict, Span, Stance, Statement, Tie, Voice

DENYING = frozenset({Stance.DENIES, Stance.DOUBTS})
Home = Mapping[Span, Sequence[tuple[Clause, str]]]
"""The clauses of each sentence that tell of an incident, with the keys of the incidents."""


def ties_told(text: str, sentences: Sequence[Span], home: Home, voices: Mapping[Span, Voice]) -> tuple[Tie, ...]:
    """The ties that sentences draw between two incidents of the report; each once."""
    found: dict[tuple[str, str, str], Tie] = {}
    previous: str | None = None
    for s in sentences:
        held = home.get(s, ())
        for told in ties.find(text, s) if held else ():
            source = _key(held, told.source) or held[0][1]
            target = _key(held, told.target)
            if target is None or target == source:
                target = next((key for _, key in held if key != source), previous)
            if target is not None and source != target:
                tie = Tie(source, target, told.kind, voices[s], s, s.of(text))
                found.setdefault((source, target, told.kind.value), tie)
        previous = held[-1][1] if held else previous
    return tuple(found.values())


def _key(held: Sequence[tuple[Clause, str]], words: Span | None) -> str | None:
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
