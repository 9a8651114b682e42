"""Sentences to incidents: which triggers of a report speak of one happening, and where a new one begins."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise

import msgspec

from ascribe.extract import agents, dates, numbers, places, triggers
from ascribe.extract.insight import Insight
from ascribe.model import Attribute, Kind, Period, Span

FAMILY = {
    Kind.BOMBING: "blast",
    Kind.SUICIDE_BOMBING: "blast",
    Kind.SHELLING: "strike",
    Kind.AIRSTRIKE: "strike",
    Kind.DRONE_ATTACK: "strike",
    Kind.MISSILE_ATTACK: "strike",
    Kind.ARMED_ASSAULT: "assault",
    Kind.ASSASSINATION: "assault",
    Kind.EXECUTION: "execution",
    Kind.CLASH: "fight",
    Kind.SEIZURE: "fight",
    Kind.ABDUCTION: "abduction",
    Kind.CHEMICAL_ATTACK: "chemical",
    Kind.OTHER: "war",
}
_WAR = "war"
BLASTS = frozenset({Kind.BOMBING, Kind.SUICIDE_BOMBING})
JOINS, RECENT, FIRST = 0.9, 0.4, 0.3
"""What a clause must score to join an incident; what the latest and the first incident of the report get on top."""
DEFINITE = re.compile(r"\b(?:the|this|that|these|those|same)\s+(?:[\w-]+\s+){0,2}$", re.IGNORECASE)
ANOTHER = re.compile(
    r"\b(?:another|separate|separately|other|second|earlier"
    r"|previous)\s+(?:[\w-]+\s+){0,2}$",
    re.IGNORECASE,
)
"""Words before a mention of an incident that was not told yet."""
HEAD = 200
"""Characters within which a report's headline stands."""
SAME_TOLL = 0.6
GENERIC = frozenset(
    """city town village province district market road area countryside neighborhood neighbourhood northern southern
    eastern western""".split()
)
ACCIDENT = re.compile(
    r"\b(?:truck|lorry|vehicle|road|traffic|car|bus|train|plane|motorcycle)\s+(?:crash\w*|accidents?|collision"
    r"|smash\w*|hit|overturn\w*)|\b(?:accidents?|collisions?"
    r"|hurricanes?|tropical\s+storm|floods?|flooding|landslides?|earthquakes?|tsunami|cyclone|typhoon|drown\w*"
    r"|covid|coronavirus|virus|disease|cancer|illness|famine"
    r"|heatwave|lightning|capsiz\w+|overdose|childbirth|malaria|cholera|ebola|avalanche|malnutrition)\b"
    r"|\bhit\s+by\s+(?:a|an)\s+(?:truck|car|bus|train|vehicle)\b",
    re.IGNORECASE,
)
"""Deaths that nobody brought about, where no stronger word of violence stands."""
CAMPAIGN = 5
"""Days beyond which a period tells of a campaign rather than of one incident."""
HYPOTHETICAL = re.compile(
    r"\b(?:would|could|might|may)\s+(?:\w+\s+)?(?:attack|strike|kill|bomb|target)|\bif\s+\w+\s+(?:attack"
    r"|strike)|\b(?:threat|risk|fear|danger|prevent|condemn\w*|avoid|stop|end|against|counter"
    r"|combat)\s+(?:of\s+|all\s+|the\s+|any\s+|further\s+)*"
    r"(?:terroris[mt]|violence|attacks?|strikes|killings?)\b|\bwar\s+on\s+terror",
    re.IGNORECASE,
)
BOUNDARY = re.compile(
    r"[,;:]|\b(?:while|after|when|where|which|who|whom|as|and|but|following|before|since|amid|during|that"
    r"|although|whereas|until)\b",
    re.IGNORECASE,
)
"""What can stand between two happenings that one sentence tells of."""
CONTRAST = re.compile(r";|\b(?:while|whereas|whilst)\b", re.IGNORECASE)
"""What stands between two of much the same kind."""


Likeness = Callable[[Span, Span], float]
OPINION = 0.5
"""What a trained reader's opinion can add to a clause's score, or take from it."""
UNTIED = 0.0
"""Log-odds above which a mention that only the reader saw opens no incident of its own beside another."""
APART = -0.5
"""Log-odds of being one incident below which two mentions of a sentence are held apart."""


class Clause(msgspec.Struct, frozen=True):
    """A stretch of a sentence that tells of one violent happening, with what was read in it."""

    sentence: Span
    part: Span
    told: tuple[triggers.Trigger, ...]
    dates: tuple[dates.DateExpression, ...]
    casualties: tuple[numbers.CasualtyPhrase, ...]
    places: tuple[places.NamedPlace, ...]
    agents: tuple[Span, ...]
    roles: int = 0  # words in which a trained reader saw a role of an incident

    @property
    def head(self) -> triggers.Trigger:
        """The trigger that names the kind best, the first of equals."""
        return max(self.told, key=lambda t: (t.strength, -t.span.start))

    @property
    def period(self) -> Period | None:
        """The period told in the clause, None where none is."""
        return next((d.period for d in self.dates if d.period is not None), None)


class Happening:
    """An incident of one report while it is put together."""

    def __init__(self, clause: Clause, places: frozenset[str]) -> None:
        self.clauses = [clause]
        self.period = clause.period
        self.places = set(places)
        head = clause.head
        self.kind = head.kind if head.strength > 1 else None

    def add(self, clause: Clause, places: frozenset[str]) -> None:
        self.clauses.append(clause)
        if self.period is None or (clause.period is not None and clause.period.days < self.period.days):
            self.period = clause.period or self.period
        self.places |= places
        head = clause.head
        if self.kind is None and head.strength > 1:
            self.kind = head.kind


def clauses(
    text: str,
    sentence: Span,
    found: list[triggers.Trigger],
    found_dates: list[dates.DateExpression],
    insight: Insight | None = None,
) -> list[Clause]:
    """The happenings that a sentence tells of, one clause each; none where it tells of no violence that came about.

    `found` are the triggers of the sentence, `insight` what a trained reader saw, where there is one.
    """
    if not found:
        return []
    words = text[sentence.start : sentence.end][:4000]
    counted = numbers.casualties(text, sentence)
    if HYPOTHETICAL.search(words) and not counted:
        return []
    if max(t.strength for t in found) < 2 and ACCIDENT.search(words):
        return []
    acting = agents.find(text, sentence)
    if not (counted or acting or insight or max(t.strength for t in found) >= 2):
        return []
    named = places.find(text, sentence)
    out = []
    for part in _parts(text, sentence, found, insight.same if insight else None):
        told = tuple(t for t in found if part.start <= t.span.start < part.end)
        out.append(
            Clause(
                sentence,
                part,
                told,
                tuple(d for d in found_dates if part.start <= d.span.start < part.end),
                tuple(n for n in counted if part.start <= n.span.start < part.end),
                tuple(p for p in named if part.start <= p.span.start < part.end),
                tuple(a for a in acting if part.start <= a.start < part.end),
                insight.roles_in(part) if insight else 0,
            )
        )
    return out


def _parts(text: str, sentence: Span, found: list[triggers.Trigger], same: Likeness | None) -> list[Span]:
    """The sentence, cut before each trigger of another family than the one before it, or of another incident."""
    strong = [t for t in found if t.strength >= 2]
    cuts = [sentence.start]
    for before, after in pairwise(strong):
        odds = same(before.span, after.span) if same is not None else 0.0
        other = odds < APART
        if not other and (before.kind is after.kind or {before.kind, after.kind} <= BLASTS):
            continue
        if (before.seen or after.seen) and odds > UNTIED:
            continue  # the reader saw one of them, and holds the two for one incident
        near_kin = _family(before.kind) == _family(after.kind) and not other
        border = CONTRAST if near_kin else BOUNDARY
        borders = [m.start() for m in border.finditer(text, before.span.end, after.span.start)]
        if borders:
            cuts.append(borders[-1])
    ends = [*cuts[1:], sentence.end]
    return [Span(a, b) for a, b in zip(cuts, ends, strict=True) if a < b]


def _family(kind: Kind) -> str:
    return FAMILY.get(kind, kind.value)


def group(text: str, told: list[Clause], same: Likeness | None = None) -> list[Happening]:
    """The incidents of a report in the order of their first clause.

    `same` gives the log-odds that two mentions are of one incident, where a trained reader has an opinion.
    """
    found: list[Happening] = []
    before: Clause | None = None
    for c in told:
        names = frozenset(_folded(p.span.of(text)) for p in c.places if p.level > places.COUNTRY)
        same_sentence = before is not None and before.sentence == c.sentence
        home = (
            found[-1]
            if same_sentence and found and _goes_on(c, names, found[-1], same)
            else _home(text, c, names, found, same)
        )
        if home is not None:
            home.add(c, names)
            before = c
        elif _founds(c):
            found.append(Happening(c, names))
            before = c
    return _worth_telling(found)


def _worth_telling(found: list[Happening]) -> list[Happening]:
    """A war that is only mentioned, in a report that tells of no violence else and of no dead, is no incident of it."""
    if any(h.kind is not Kind.OTHER for h in found):
        return found
    return [h for h in found if any(c.casualties for c in h.clauses)]


def _goes_on(c: Clause, names: frozenset[str], h: Happening, same: Likeness | None) -> bool:
    """Whether a later clause of a sentence has nothing of its own that would make another incident of it."""
    if same is not None and max(same(c.head.span, k.head.span) for k in h.clauses) < APART:
        return False
    if _family(c.head.kind) == _WAR or (h.kind is not None and _family(h.kind) == _WAR):
        return False
    return not (names - h.places) and c.period is None and not any(not n.part for n in c.casualties) and not c.agents


def _founds(c: Clause) -> bool:
    """Whether a clause that belongs to no incident so far tells of a new one: some kind, and a place, day or toll."""
    if c.head.strength == 0 and not c.agents:
        return False
    anchored = bool(c.places) + bool(c.period) + bool(c.casualties) + bool(c.agents) + bool(c.roles)
    if _family(c.head.kind) == _WAR:
        return anchored >= 1
    if c.casualties and all(n.overall for n in c.casualties):
        return False
    return (
        anchored >= 2 or (c.head.strength >= 2 and anchored >= 1) or (c.head.strength >= 3 and c.sentence.start < HEAD)
    )


def _home(
    text: str, c: Clause, names: frozenset[str], found: list[Happening], same: Likeness | None
) -> Happening | None:
    """The incident that a clause goes on about: the latest that nothing in it contradicts."""
    definite = bool(DEFINITE.search(text[max(c.sentence.start, c.head.span.start - 40) : c.head.span.start]))
    if ANOTHER.search(text[max(c.sentence.start, c.head.span.start - 40) : c.head.span.start]) and not definite:
        return None
    best: tuple[float, int] | None = None
    for i, h in enumerate(found):
        score = _fit(c, names, h, definite)
        if score is not None and same is not None:
            score += _opinion(c, h, same)
        if score is not None:
            recency = RECENT if i == len(found) - 1 else FIRST if i == 0 else 0.0
            best = max(best or (-9.0, 0), (score + recency, i))
    return found[best[1]] if best is not None and best[0] >= JOINS else None


def _opinion(c: Clause, h: Happening, same: Likeness) -> float:
    """What a trained reader thinks of a clause and an incident: between -OPINION and OPINION."""
    odds = max(same(c.head.span, k.head.span) for k in h.clauses)
    return OPINION * math.tanh(odds / 2)


def _fit(c: Clause, names: frozenset[str], h: Happening, definite: bool) -> float | None:
    """How well a sentence fits an incident; None where they cannot be one."""
    score = 0.4 if definite else 0.0
    head = c.head
    if _WAR in {_family(head.kind), h.kind and _family(h.kind)}:
        return 1.0 if head.kind is h.kind else None
    if head.strength > 1 and h.kind is not None:
        if _family(head.kind) != _family(h.kind):
            if {head.kind, h.kind} & {Kind.ABDUCTION, Kind.EXECUTION, Kind.CHEMICAL_ATTACK, Kind.SEIZURE}:
                return None
            score -= 0.5
        else:
            score += 0.5
    else:
        score += 0.3
    if c.period is not None and h.period is not None:
        if not c.period.widened(1).overlaps(h.period):
            return None
        if (c.period.days > CAMPAIGN) != (h.period.days > CAMPAIGN) and not definite:
            return None
        score += 0.4
    elif c.period is not None and h.period is None:
        score -= 0.2 if c.period.days <= 2 else 0.6
    score += _toll_fit(c, h)
    if names and h.places:
        score += _place_fit(names, h.places)
    elif not names:
        score += 0.2
    return score


def _toll_fit(c: Clause, h: Happening) -> float:
    """The same number of dead is a strong sign of the same incident."""
    mine = {n.toll.low for n in c.casualties if n.what is Attribute.KILLED and not n.part and n.toll.low > 1}
    theirs = {
        n.toll.low
        for k in h.clauses
        for n in k.casualties
        if n.what is Attribute.KILLED and not n.part and n.toll.low > 1
    }
    if mine & theirs:
        return SAME_TOLL
    return 0.0


def _place_fit(mine: frozenset[str], theirs: set[str]) -> float:
    words = {w for name in mine for w in name.split() if len(w) > 3}
    shared = any(a == b or a in b or b in a for a in mine for b in theirs) or bool(
        (words - GENERIC) & {w for name in theirs for w in name.split()}
    )
    return 0.6 if shared else -0.6


def _folded(name: str) -> str:
    return " ".join(re.findall(r"\w+", name.casefold()))


def resolve_chained(happenings: list[Happening]) -> None:
    """Dates told by another incident ("a day later") from the one before it in the report."""
    for before, after in pairwise(happenings):
        if after.period is None and before.period is not None and before.period.days <= 3:
            offset = next((d.offset for c in after.clauses for d in c.dates if d.offset is not None), None)
            if offset is not None:
                shift = timedelta(offset)
                after.period = Period(before.period.start + shift, before.period.end + shift)
