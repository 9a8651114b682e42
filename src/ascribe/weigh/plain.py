"""Findings for attributes without a probability of their own yet: the value that most independent origins give."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from ascribe.model import Attribute, Candidate, Evidence, Finding, Period, PlaceName, Precision
from ascribe.weigh.origins import Origins

FINENESS = tuple(Precision)
"""Precisions from the finest to the coarsest."""


def plain_finding(incident: str, attribute: Attribute, about: Sequence[Evidence], origins: Origins) -> Finding:
    """Candidates by the number of origins that give them, finer values first among equals."""
    groups: dict[str, list[Evidence]] = defaultdict(list)
    for e in about:
        if _told(e):
            groups[_label(e)].append(e)
    ranked = _finer_first(sorted(groups.items(), key=lambda item: _rank(item[0], item[1], origins)), origins)
    best = ranked[0][0] if ranked else None
    count = origins.count(groups[best]) if best is not None else 0
    everything = origins.count(about)
    return Finding(
        incident=incident,
        attribute=attribute,
        best=best,
        low=None,
        high=None,
        basis=f"{count} of {everything} independent origins" if best is not None else "no report tells",
        candidates=tuple(Candidate(label, None, None, None, ()) for label, _ in ranked),
        origins=everything,
        reports=len({e.report for e in about}),
    )


Group = tuple[str, list[Evidence]]
"""A value as it is shown, and the statements that give it."""
ENOUGH = 0.5
"""Share of the origins of a place that a finer one within it needs, to be named in its stead."""


def _finer_first(ranked: list[Group], origins: Origins) -> list[Group]:
    """The groups with a place within the first one's before it, where enough tell it: the market, not its town."""
    if not ranked or any(e.confirmed for e in ranked[0][1]) or (area := ranked[0][1][0].place) is None:
        return ranked
    asked = ENOUGH * origins.count(ranked[0][1])
    finer = [g for g in ranked if (p := g[1][0].place) is not None and area.id in p.within]
    chosen = next((g for g in finer if origins.count(g[1]) >= asked), None)
    return [chosen, *(g for g in ranked if g is not chosen)] if chosen is not None else ranked


def _told(evidence: Evidence) -> bool:
    value = evidence.statement.value
    return not (isinstance(value, PlaceName) and value.name is None)


def _label(evidence: Evidence) -> str:
    if evidence.place is not None:
        return evidence.place.name
    value = evidence.statement.value
    return str(value.name) if isinstance(value, PlaceName) else str(value)


def _rank(label: str, group: Sequence[Evidence], origins: Origins) -> tuple[bool, bool, int, int, float, str]:
    confirmed = any(e.confirmed for e in group)
    confidence = max(e.statement.confidence for e in group)
    return not confirmed, _is_area(group[0]), -origins.count(group), _coarseness(group[0]), -confidence, label


AREAS = frozenset({Precision.FIRST_ORDER, Precision.COUNTRY})
"""Precisions that say little where a settlement is told as well, however many tell the area."""


def _is_area(evidence: Evidence) -> bool:
    return evidence.place is not None and evidence.place.precision in AREAS


def _coarseness(evidence: Evidence) -> int:
    if evidence.place is not None:
        return FINENESS.index(evidence.place.precision)
    value = evidence.statement.value
    if isinstance(value, Period):
        return value.days
    return len(FINENESS) if isinstance(value, PlaceName) else 0
