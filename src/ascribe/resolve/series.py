"""Ties between incidents proposed by likeness: no voice draws them, and they are no evidence of who did it.

The weights are set by hand. What speaks for a tie is said in words, so that a person can judge, reject or confirm it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

import msgspec

from ascribe.model import Attribute, Kind, Place, Precision, TieKind
from ascribe.model.view import IncidentRow, ProposedTie
from ascribe.resolve.pair_features import FAMILIES
from ascribe.resolve.tellings import PLACE_WORDS, content_words

SPAN = 60
"""Days between two incidents up to which a tie is proposed."""
SOON = 14
"""Days up to which retaliation, or a series against one target, is thought of."""
SHOWN_FROM, STRONG, MODERATE = 0.4, 0.75, 0.55
"""Strength from which a tie is shown, and from which it is called so."""
NEEDED = 3.0
"""Points at which the strength is a half."""
NEAR = 25.0
"""Kilometres within which two places are neighbours."""
MOST = 5
"""Ties that are proposed for one incident at most."""
CAMPAIGN = re.compile(r"\b(?:series|wave|string|spate|campaign|latest in) of\b|\bspate\b|\bcampaign\b", re.IGNORECASE)
RETALIATION = re.compile(r"\b(?:retaliat\w+|reveng\w+|reprisals?|aveng\w+|retribution|tit-for-tat)\b", re.IGNORECASE)


class Deed(msgspec.Struct, frozen=True):
    """What an incident is compared by."""

    row: IncidentRow
    actors: Mapping[str, str]  # those accused or claiming: names by id
    means: str | None = None
    target: str | None = None
    words: str = ""  # what its accounts say, where at hand


def proposed_ties(here: Deed, others: Iterable[Deed], tied: frozenset[str] = frozenset()) -> tuple[ProposedTie, ...]:
    """The likeliest ties of an incident to others that no voice ties to it (`tied`), the strongest first."""
    found = [t for o in others if o.row.id not in tied and (t := _tie(here, o)) is not None]
    return tuple(sorted(found, key=lambda t: (-t.strength, t.other))[:MOST])


def _tie(here: Deed, other: Deed) -> ProposedTie | None:
    gap = _gap(here.row, other.row)
    if gap is None or gap > SPAN:
        return None
    reasons: list[tuple[float, str]] = []
    shared = sorted(here.actors.keys() & other.actors.keys())
    if shared:
        best = here.row.responsible is not None and here.row.responsible == other.row.responsible
        names = ", ".join(here.actors[i] for i in shared[:2])
        reasons.append((2.0 if best else 1.6, f"{names} is named for both"))
    targets = _words(here.target) & _words(other.target)
    if targets:
        reasons.append((min(1.4, 0.7 * len(targets)), f"aimed at the like: {', '.join(sorted(targets))}"))
    means = _words(here.means) & _words(other.means)
    if means:
        reasons.append((0.6, f"done with the like: {', '.join(sorted(means))}"))
    retaliation = _retaliation(here, other, gap, shared)
    if not shared and not retaliation and not (targets and (means or here.row.kind == other.row.kind)):
        return None
    reasons += [*retaliation, *_kinds(here.row, other.row), *_places(here.row, other.row), _days(gap)]
    if _speaks(CAMPAIGN, here.words):
        reasons.append((0.5, "an account speaks of a series or campaign"))
    strength = round(1 / (1 + math.exp(NEEDED - sum(points for points, _ in reasons))), 2)
    if strength < SHOWN_FROM:
        return None
    kind = TieKind.RETALIATION if retaliation else TieKind.SAME_PERPETRATOR if shared else TieKind.SAME_SERIES
    word = "strong" if strength >= STRONG else "moderate" if strength >= MODERATE else "weak"
    return ProposedTie(
        other=other.row.id,
        other_headline=other.row.headline,
        kind=kind,
        strength=strength,
        word=word,
        reasons=tuple(text for _, text in reasons if text),
    )


def _retaliation(here: Deed, other: Deed, gap: int, shared: Sequence[str]) -> list[tuple[float, str]]:
    """Worded near, of an earlier deed in the same area that others are named for."""
    if shared or gap > SOON or not other.actors or not here.actors or not _speaks(RETALIATION, here.words):
        return []
    if here.row.when is None or other.row.when is None or other.row.when.start > here.row.when.start:
        return []
    if not any(p > 0 for p, _ in _places(here.row, other.row)):
        return []
    return [(2.0, "an account speaks of retaliation, and others are named for what came before")]


@lru_cache(maxsize=4)
def _speaks(pattern: re.Pattern[str], words: str) -> bool:
    """Whether the words of an incident's accounts hold a pattern: asked again for each incident it is compared with."""
    return pattern.search(words) is not None


def _gap(a: IncidentRow, b: IncidentRow) -> int | None:
    return None if a.when is None or b.when is None else a.when.gap(b.when)


def _kinds(a: IncidentRow, b: IncidentRow) -> list[tuple[float, str]]:
    if a.kind == b.kind and a.kind != Kind.OTHER:
        return [(0.6, f"both are {Kind(a.kind).value.replace('_', ' ')}")]
    family = FAMILIES.get(Kind(a.kind))
    return [(0.3, "of a like kind")] if family is not None and family == FAMILIES.get(Kind(b.kind)) else []


def _places(a: IncidentRow, b: IncidentRow) -> list[tuple[float, str]]:
    x, y = a.place, b.place
    if x is None or y is None:
        return []
    exact = {Precision.SITE, Precision.SETTLEMENT, Precision.NEAR}
    if x.precision in exact and y.precision in exact:
        apart = _kilometres(x, y)
        if apart <= NEAR:
            return [(0.9, f"both in {x.name}") if x.name == y.name else (0.7, f"{apart:.0f} km apart")]
    if x.country == y.country and x.first_order is not None and x.first_order == y.first_order:
        return [(0.3, f"both in {x.first_order}")]
    return []


def _days(gap: int) -> tuple[float, str]:
    points = next((p for most, p in ((0, 0.8), (3, 0.6), (7, 0.4), (SOON, 0.2), (30, 0.0)) if gap <= most), -0.6)
    return points, "on one day" if gap == 0 else "1 day apart" if gap == 1 else f"{gap} days apart"


def _words(text: str | None) -> set[str]:
    return set(content_words(text)) - PLACE_WORDS if text else set()


def _kilometres(x: Place, y: Place) -> float:
    east = (x.longitude - y.longitude) * math.cos(math.radians((x.latitude + y.latitude) / 2))
    return 111.2 * math.hypot(x.latitude - y.latitude, east)


COMPARED = (Attribute.MEANS, Attribute.TARGET)
"""Attributes that incidents are compared by, beside what their lines tell."""
