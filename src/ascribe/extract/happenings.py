"""Sentences to incidents: which triggers of a report speak of one happening, and where a new one begins."""

from __future__ import annotations

import re
from datetime import timedelta
from itertools import pairwise

import msgspec

from ascribe.extract import dates, numbers, roles, triggers
from ascribe.model import Kind, Period, Span

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
}
DEFINITE = re.compile(r"\b(?:the|this|that|these|those|same)\s+(?:[\w-]+\s+){0,2}$", re.IGNORECASE)
HYPOTHETICAL = re.compile(
    r"\b(?:would|could|might|may)\s+(?:\w+\s+)?(?:attack|strike|kill|bomb|target)|\bif\s+\w+\s+(?:attack|strike)|\b(?:threat|risk|fear|danger|prevent|condemn\w*|avoid|stop|end|against|counter|combat)\s+(?:of\s+|all\s+|the\s+|any\s+|further\s+)*"
    r"(?:terroris[mt]|violence|attacks?|strikes|killings?)\b|\bwar\s+on\s+terror",
    re.IGNORECASE,
)
LONG_AGO = 3650
"""Days beyond which a date alone makes a history, not an incident."""


class Clause(msgspec.Struct, frozen=True):
    """A sentence that tells of violence, with what was read in it."""

    sentence: Span
    told: tuple[triggers.Trigger, ...]
    dates: tuple[dates.DateExpression, ...]
    casualties: tuple[numbers.CasualtyPhrase, ...]
    places: tuple[Span, ...]
    agents: tuple[Span, ...]

    @property
    def head(self) -> triggers.Trigger:
        """The trigger that names the kind best, the first of equals."""
        return max(self.told, key=lambda t: (t.strength, -t.span.start))

    @property
    def period(self) -> Period | None:
        """The period told in the sentence, None where none is."""
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


def clause(text: str, sentence: Span, found_dates: list[dates.DateExpression]) -> Clause | None:
    """A sentence as a clause; None where it tells of no violence that has happened."""
    found = triggers.find(text, sentence)
    if not found:
        return None
    words = text[sentence.start : sentence.end]
    counted = numbers.casualties(text, sentence)
    strongest = max(t.strength for t in found)
    if HYPOTHETICAL.search(words) and not counted:
        return None
    agents = roles.agents(text, sentence)
    concrete = bool(counted or agents or strongest >= 2)
    if not concrete:
        return None
    return Clause(
        sentence, tuple(found), tuple(found_dates), tuple(counted), tuple(roles.places(text, sentence)), tuple(agents)
    )


def group(text: str, clauses: list[Clause]) -> list[Happening]:
    """The incidents of a report in the order of their first sentence."""
    found: list[Happening] = []
    for c in clauses:
        names = frozenset(_folded(p.of(text)) for p in c.places)
        home = _home(text, c, names, found)
        if home is not None:
            home.add(c, names)
        elif _founds(c):
            found.append(Happening(c, names))
    return found


def _founds(c: Clause) -> bool:
    """Whether a sentence that belongs to no incident so far tells of a new one: some kind, and a place, day or toll."""
    if c.casualties and all(n.overall for n in c.casualties):
        return False
    anchored = bool(c.places) + bool(c.period) + bool(c.casualties) + bool(c.agents)
    return anchored >= 2 or (c.head.strength >= 3 and anchored >= 1) or c.sentence.start < 200


def _home(text: str, c: Clause, names: frozenset[str], found: list[Happening]) -> Happening | None:
    """The incident that a sentence goes on about: the latest that nothing in it contradicts."""
    definite = bool(DEFINITE.search(text[max(c.sentence.start, c.head.span.start - 40) : c.head.span.start]))
    best: tuple[float, int] | None = None
    for i, h in enumerate(found):
        score = _fit(c, names, h, definite)
        if score is not None:
            recency = 0.4 if i == len(found) - 1 else 0.3 if i == 0 else 0.0
            best = max(best or (-9.0, 0), (score + recency, i))
    return found[best[1]] if best is not None and best[0] >= 0.7 else None


def _fit(c: Clause, names: frozenset[str], h: Happening, definite: bool) -> float | None:
    """How well a sentence fits an incident; None where they cannot be one."""
    score = 0.4 if definite else 0.0
    head = c.head
    if head.strength > 1 and h.kind is not None:
        if FAMILY.get(head.kind, head.kind) != FAMILY.get(h.kind, h.kind):
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
        score += 0.4
    elif c.period is not None and h.period is None:
        score -= 0.2 if c.period.days <= 2 else 0.6
    if names and h.places:
        shared = any(a == b or a in b or b in a for a in names for b in h.places)
        score += 0.6 if shared else -0.6
    elif not names:
        score += 0.2
    return score


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
