"""Clauses to incidents: what a report tells of one happening, put together, and what founds one at all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise

from ascribe.extract.clauses import CRASH, HEAD, WAR, Clause, Likeness, family
from ascribe.extract.grouping import clustered, pair_odds, shipped_weights
from ascribe.model import Kind, Period

MAY_BE = -1.0
"""Average log-odds above which a happening that tells nothing of its own goes to the one told before it."""
DOUBTED = 0.8
"""Probability of telling of any incident below which a text has to bear out each by more than a word for it."""


class Happening:
    """An incident of one report: its clauses in their order, and what they say together."""

    def __init__(self, clauses: Sequence[Clause]) -> None:
        self.clauses = list(clauses)
        told = [c.period for c in clauses if c.period is not None]
        self.period: Period | None = min(told, key=lambda p: p.days, default=None)
        self.kind: Kind | None = next((c.head.kind for c in clauses if c.head.strength > 1), None)


def group(text: str, told: Sequence[Clause], same: Likeness | None = None) -> list[Happening]:
    """The incidents of a report in the order of their first clause.

    `same` gives the log-odds that two mentions are of one incident, where a trained reader has an opinion.
    """
    weights = shipped_weights(reader=same is not None)
    odds = pair_odds(text, told, same, weights)
    groups = _attached(clustered(odds, weights.joins), told, odds)
    found = [[told[i] for i in members] for members in groups]
    return _worth_telling(text, [Happening(clauses) for clauses in found if any(_founds(c) for c in clauses)])


def _attached(groups: list[list[int]], told: Sequence[Clause], odds: Sequence[Sequence[float]]) -> list[list[int]]:
    """The groups, in order; one that tells no place, day or toll of its own goes to one of its kind that the same
    sentence or the one before tells of, where both may well be one."""
    order = {start: n for n, start in enumerate(sorted({c.sentence.start for c in told}))}
    sentence = [order[c.sentence.start] for c in told]
    kept: list[list[int]] = []
    for group in groups:
        first = group[0]
        homes = [] if any(_anchored(told[i]) for i in group) else kept
        near = [
            (sum(odds[i][j] for i in group for j in home) / (len(group) * len(home)), n)
            for n, home in enumerate(homes)
            if sentence[first] - sentence[max(i for i in home if i < first)] <= 1 and _kin(told[home[0]], told[first])
        ]
        best, n = max(near, default=(MAY_BE, 0))
        if best > MAY_BE:
            kept[n] = sorted([*kept[n], *group])
        else:
            kept.append(group)
    return kept


def _anchored(c: Clause) -> bool:
    return bool(c.places or c.period or c.casualties)


def _kin(a: Clause, b: Clause) -> bool:
    """Whether two clauses may tell of one kind of happening."""
    return min(a.head.strength, b.head.strength) <= 1 or family(a.head.kind) == family(b.head.kind)


def borne_out(found: list[Happening], relevant: float) -> list[Happening]:
    """What is left where a trained reader doubts that a text tells of any incident: what counts its casualties or
    names who did it. `relevant` is the reader's probability for the text as a whole."""
    if relevant >= DOUBTED:
        return found
    return [h for h in found if any(c.casualties or c.agents for c in h.clauses)]


def _worth_telling(text: str, found: list[Happening]) -> list[Happening]:
    """A war that is only mentioned, in a report that tells of no violence else and of no dead, is no incident of it;
    nor is an accident, where no word of the report tells of violence."""
    listed = any(t.strength > 1 and not t.seen for h in found for c in h.clauses for t in c.told)
    if not listed and any(CRASH.search(c.sentence.of(text)) for h in found for c in h.clauses):
        return []
    if any(h.kind is not Kind.OTHER for h in found):
        return found
    return [h for h in found if any(c.casualties for c in h.clauses)]


def _founds(c: Clause) -> bool:
    """Whether a clause by itself tells of an incident: some kind, and a place, day or toll."""
    if c.head.strength == 0 and not c.agents:
        return False
    anchored = bool(c.places) + bool(c.period) + bool(c.casualties) + bool(c.agents) + bool(c.roles)
    if family(c.head.kind) == WAR:
        return anchored >= 1
    if c.casualties and all(n.overall for n in c.casualties):
        return False
    return (
        anchored >= 2 or (c.head.strength >= 2 and anchored >= 1) or (c.head.strength >= 3 and c.sentence.start < HEAD)
    )


def resolve_chained(happenings: list[Happening]) -> None:
    """Dates told by another incident ("a day later") from the one before it in the report."""
    for before, after in pairwise(happenings):
        if after.period is None and before.period is not None and before.period.days <= 3:
            offset = next((d.offset for c in after.clauses for d in c.dates if d.offset is not None), None)
            if offset is not None:
                shift = timedelta(offset)
                after.period = Period(before.period.start + shift, before.period.end + shift)
