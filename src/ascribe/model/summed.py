"""One range for all that a report says of a toll, by the conventions of the annotation form.

Figures of parts (children among the dead) do not compete with figures of the whole. Groups that do not overlap
(civilians and fighters) are added up where no voice counts them together. "At least 4" beside an exact 4 is 4.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ascribe.model.values import Toll

PARTS = re.compile(
    r"\b(child(?:ren)?|kids?|infants?|bab(?:y|ies)|girls?|boys?|wom[ae]n|mothers?|elderly|teenagers?|students?|pupils?"
    r"|journalists?|reporters?|medics?|doctors?|nurses?|paramedics?|workers?|staff|teachers?|volunteers?|foreigners?"
    r"|nationals?|commanders?|officers?|leaders?|members? of (?:one|a|the same) family)\b",
    re.IGNORECASE,
)
FIGHTERS = re.compile(
    r"\b(fighters?|rebels?|militants?|militia(?:men)?|insurgents?|terrorists?|extremists?|jihadists?|mercenaries|gunmen"
    r"|soldiers?|troops?|forces|guerrillas?|recruits|police(?:men)?|guards?|combatants?|conscripts?|operatives?)\b",
    re.IGNORECASE,
)
CIVILIANS = re.compile(r"\b(civilians?|residents?|villagers?|farmers?|passers-?by|bystanders?)\b", re.IGNORECASE)

SOME = 2
"""A count so many times smaller than the largest is of some of the people. 2 did best of 2, 3, 4 on 72 annotations."""

Said = tuple[str, Toll]
"""Who says it, and the figure."""


def summed(said: Sequence[Said]) -> Toll | None:
    """The range over all figures; None where there are none."""
    if not said:
        return None
    wholes = [(v, t) for v, t in said if not PARTS.search(t.who or "")] or list(said)
    fighters = [(v, t) for v, t in wholes if FIGHTERS.search(t.who or "")]
    civilians = [(v, t) for v, t in wholes if CIVILIANS.search(t.who or "") and (v, t) not in fighters]
    if fighters and civilians and len(fighters) + len(civilians) == len(wholes):
        return _added(_range(fighters), _range(civilians))
    return _range(wholes)


def _added(a: Toll, b: Toll) -> Toll:
    return Toll(a.low + b.low, None if a.high is None or b.high is None else a.high + b.high)


def _range(said: Sequence[Said]) -> Toll:
    """From the lowest to the highest exact figure; open where the highest is "at least" and no exact one reaches it.

    A figure below half of the largest counts some of the people, not all.
    """
    top = max(t.low for _, t in said)
    counted = [(v, t) for v, t in said if t.low * SOME >= top]
    exact = [t for v, t in counted if t.high is not None and not _opened(v, t, counted)]
    highs = [t.high for t in exact if t.high is not None]
    if not highs:
        return Toll(top, None)
    return Toll(min(t.low for t in exact), None if top > max(highs) else max(highs))


def _opened(voice: str, exact: Toll, said: Sequence[Said]) -> bool:
    """Whether the voice that gives this figure says "at least" so many too: then it does not mean it as exact."""
    return any(v == voice and t.high is None and t.low == exact.low for v, t in said)
