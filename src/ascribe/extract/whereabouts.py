"""Where a happening was: the places that its clauses name, the exacter within the wider one first, or one near by."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import msgspec

from ascribe.extract import nearby, places
from ascribe.extract.clauses import Clause, folded
from ascribe.extract.happenings import Happening
from ascribe.extract.insight import Insight
from ascribe.model import Kind, Span

PLACE_WEIGHT = 0.3
"""How far the trained reader's opinion of a place moves its confidence, at most by half of this either way."""
NAMED = re.compile(r"^[^\n]*\b[A-Z][^\n]*$")
"""Words of one line in which a name stands."""
NEAR_PLACE = -1.0
"""Log-odds from which a place of a neighbouring sentence is taken for an incident that names none."""
OF_THE_REPORT = 0.15
"""Confidence that an incident told without a place was in the country that the report is about."""
SEEN = 0.62
"""Confidence of a place that only the trained reader saw, before its own opinion of it."""
SEEN_COUNTRY = 0.5
"""The same of a country."""
WHERE = re.compile(r",?\s+where\b")
THERE = 0.1
"""How much surer a place is, behind which the happening is told with "where"."""
EDGE = 0.01
"""How much surer the place within is than the place that holds it."""
_NOUN = (
    r"(?:city|town|village|hamlet|suburb|neighbou?rhood|district|quarter|area|region|market|camp|countryside|township)"
)
_SIDE = r"(?:north|south|east|west|north-?\s?east|north-?\s?west|south-?\s?east|south-?\s?west)(?:ern)?"
WITHIN = re.compile(
    rf"^(?:\s+{_NOUN})?(?:\s*,)?\s*(?:\(\s*)?(?:an?\s+|the\s+)?(?:{_NOUN}\s+)?"
    rf"(?:(?:(?:about|some|around|roughly|just)\s+)?\d+\s*-?\s?(?:km|kilomet(?:er|re)s?|miles?|mi)\s*(?:\([^)]*\)\s*)?)?"
    rf"(?:(?:to\s+the\s+)?{_SIDE}\s+(?:of|from)|in|of|inside|within|outside|near|on\s+the\s+outskirts\s+of)\s+"
    rf"(?:the\s+)?(?:{_NOUN}\s+of\s+)?(?:(?:{_SIDE}|central|rural|coastal|rebel-held|restive|\w+ern)\s+)*"
    rf"(?:{_NOUN}\s+of\s+)?(?:\w+['’]s?\s+)?(?:(?:{_SIDE}|central|rural|coastal)\s+)?$"
    r"|^\s*,\s*(?:in\s+)?$",
    re.IGNORECASE,
)
"""What stands between a place and the wider one that it is told to lie in or by."""
OWNING = re.compile(rf"^['’]s?\s+(?:(?:{_SIDE}|central|rural|old|\w+ern)\s+)*(?:{_NOUN}\s+of\s+)?$", re.IGNORECASE)
"""What stands between a wider place and one in it: "Oskar's Old Market"."""
FARTHEST = 70
"""Characters between two places of which one is told by the other, at most."""


class Told(msgspec.Struct):
    """A place told of a happening, with the clause that tells it. `sure` is 0 to 1."""

    clause: Clause
    span: Span
    country: str | None
    sure: float
    level: int


def told(
    text: str,
    sentences: Sequence[Span],
    dates: nearby.Dates,
    h: Happening,
    insight: Insight | None,
    country: str | None,
) -> list[Told]:
    """The places of a happening, each as often as it is told; `country` is what the report is about."""
    found = [t for n, c in enumerate(h.clauses) for t in _of_clause(text, n, c, h.kind, insight)]
    if found:
        _exact_first(text, found)
        return found
    c = h.clauses[0]
    before = nearby.before(text, sentences, dates, c)
    found = [Told(c, p.span, p.country, 0.45, p.level) for p in (places.find(text, before)[:2] if before else ())]
    if not found and insight is not None:
        found = _near(sentences, c, insight)
    if not found:
        named = places.country_named(text, Span(0, len(text)))
        if named is not None and named.country == country:
            found = [Told(c, named.span, named.country, OF_THE_REPORT, places.COUNTRY)]
    return found


def _of_clause(text: str, n: int, c: Clause, kind: Kind | None, insight: Insight | None) -> Iterable[Told]:
    """Places of the clause at position `n`; the more exact the name and the nearer to the opening, the surer."""
    named = c.places or (_beside(text, c, kind) if n == 0 else ())
    later = 0.03 * min(n, 5)
    for place in named[:3]:
        sure = 0.5 + 0.08 * place.level - later - (0.0 if c.places else 0.2)
        if insight is not None:
            sure += PLACE_WEIGHT * (insight.place(place.span) - 0.5)
        if WHERE.match(text[place.span.end : c.head.span.start]):
            sure += THERE
        yield Told(c, place.span, place.country, sure, place.level)
    for seen in insight.role("place", c.part) if insight else ():
        words = seen.span.of(text)
        if NAMED.search(words) and not any(seen.span.overlaps(p.span) for p in named):
            country = places.country_of(words)
            level = places.TOWN if country is None else places.COUNTRY
            sure = (SEEN if country is None else SEEN_COUNTRY) - later + PLACE_WEIGHT * (seen.score - 0.5)
            yield Told(
                c,
                seen.span,
                country,
                sure + (THERE if WHERE.match(text[seen.span.end : c.head.span.start]) else 0),
                level,
            )


def _near(sentences: Sequence[Span], c: Clause, insight: Insight) -> list[Told]:
    """The place that the sentences around tell, where the reader holds it for that of the incident."""
    i = sentences.index(c.sentence)
    around = Span(sentences[max(0, i - 2)].start, sentences[min(len(sentences) - 1, i + 1)].end)
    near = [(insight.same(f.span, c.head.span), f) for f in insight.role("place", around)]
    odds, best = max(near, key=lambda x: x[0], default=(NEAR_PLACE, None))
    return [Told(c, best.span, None, 0.3, places.TOWN)] if best is not None and odds > NEAR_PLACE else []


def _beside(text: str, c: Clause, kind: Kind | None) -> tuple[places.NamedPlace, ...]:
    """Places of the rest of the sentence, for a clause that names none; else a country that it speaks of."""
    near = tuple(p for p in places.find(text, c.sentence) if not p.span.within(c.part))
    country = places.country_named(text, c.sentence) if not near or kind is Kind.OTHER else None
    return (country,) if country else near


def _exact_first(text: str, found: list[Told]) -> None:
    """Makes a place surer than a wider one that it is told to lie in."""
    inside = _inside(text, found)
    for _ in found:
        top = max(found, key=lambda t: t.sure)
        wider = folded(top.span.of(text))
        held = [t for t in found if t.sure < top.sure and t.level < places.SITE]
        held = [t for t in held if _lies(folded(t.span.of(text)), wider, inside)]
        if not held:
            return
        max(held, key=lambda t: t.sure).sure = top.sure + EDGE


def _inside(text: str, found: Sequence[Told]) -> list[tuple[str, str]]:
    """Pairs of names, the place within and the wider one, as the words between two that stand together tell."""
    spans = sorted({t.span for t in found})
    pairs = []
    for i, a in enumerate(spans):
        for b in spans[i + 1 : i + 3]:
            if 0 <= b.start - a.end <= FARTHEST:
                between = text[a.end : b.start]
                if WITHIN.search(between):
                    pairs.append((folded(a.of(text)), folded(b.of(text))))
                elif OWNING.search(between):
                    pairs.append((folded(b.of(text)), folded(a.of(text))))
    return pairs


def _lies(a: str, b: str, inside: Iterable[tuple[str, str]]) -> bool:
    return any(_one(a, x) and _one(b, y) for x, y in inside) and not _one(a, b)


def _one(a: str, b: str) -> bool:
    """Whether two names are one: all words of the shorter are in the longer."""
    x, y = set(a.split()), set(b.split())
    return x <= y or y <= x
