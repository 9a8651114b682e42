"""Blocking: which tellings are compared at all, so that the cost grows with the tellings and not with their pairs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import timedelta
from functools import lru_cache

from ascribe.model import Period
from ascribe.resolve.names import skeleton
from ascribe.resolve.tellings import Telling

Block = tuple[str, ...]
WIDEST = 10
"""Days of a period up to which a telling is looked up day by day; wider ones by month."""
FEW, SOME = 2, 4
"""Tolls beyond which a number tells incidents apart: together with a day, and without one."""
ANY_DAY, UNDATED = "any day", "no day"
"""Of blocks of areas and tolls: with all tellings, and with those that tell no day."""


def blocked_pairs(found: Sequence[Telling]) -> Iterable[tuple[int, int]]:
    """Every two tellings of different reports that share a block, once."""
    blocks: dict[Block, list[int]] = defaultdict(list)
    for i, telling in enumerate(found):
        dated = _dated_keys(telling)
        asked = {j for key in asked_keys(telling, dated) if key in blocks for j in blocks[key]}
        for j in sorted(asked):
            if found[j].member.report != telling.member.report:
                yield j, i
        for key in block_keys(telling, dated):
            blocks[key].append(i)


def block_keys(telling: Telling, dated: set[Block] | None = None) -> set[Block]:
    """The blocks in which a telling is found: days and areas, days and tolls, names of victims, areas and tolls.

    `dated` are those with days and names, where they are known already.
    """
    placed = _placed_tolls(telling)
    known = {(UNDATED, *told) for told in placed} if telling.period is None else set()
    return (_dated_keys(telling) if dated is None else dated) | {(ANY_DAY, *told) for told in placed} | known


def asked_keys(telling: Telling, dated: set[Block] | None = None) -> set[Block]:
    """The blocks in which those are looked for that could be of the same incident.

    Two tellings whose days are told are not compared for their places and tolls alone: over the years there are many.
    """
    kind = ANY_DAY if telling.period is None else UNDATED
    return (_dated_keys(telling) if dated is None else dated) | {(kind, *told) for told in _placed_tolls(telling)}


def _placed_tolls(telling: Telling) -> set[tuple[str, str]]:
    """Areas with tolls that tell incidents apart without a day, of what leads a report or has no day of the news."""
    if not telling.leading and telling.published is not None:
        return set()
    return {(area, str(n)) for area in _areas(telling) for n in telling.killed if n > SOME}


def _areas(telling: Telling) -> set[str]:
    return {str(p.first_order or p.country) for p in telling.places} | {skeleton(n) for n in telling.place_names if n}


def _dated_keys(telling: Telling) -> set[Block]:
    """Days with areas and with tolls, and names of victims.

    What leads a report is looked for around the day of publication too: a day is easily misread.
    """
    keys: set[Block] = {("victim", word) for word in telling.victims if len(word) > 3}
    days: Sequence[str] = ()
    if telling.period is not None and telling.period.days <= WIDEST:
        days = _around(telling.period)
    elif telling.period is not None:
        days = (f"{telling.period.start:%Y-%m}",)
    areas = _areas(telling) or {"?"}
    tolls = [str(n) for n in telling.killed if n > FEW]
    keys |= {(day, area) for day in days for area in areas}
    keys |= {(day, "killed", n) for day in days for n in tolls}
    if telling.leading and telling.published is not None:
        news = _around(Period.day(telling.published))
        exact = {str(p.first_order) for p in telling.places if p.first_order}
        exact |= {skeleton(n) for n in telling.place_names if n}
        keys |= {(day, area) for day in news for area in exact}
        keys |= {(day, "killed", n) for day in news for n in tolls}
    return keys


@lru_cache(maxsize=10_000)
def _around(period: Period) -> tuple[str, ...]:
    """The days of a period and one more either side."""
    wide = period.widened(1)
    return tuple((wide.start + timedelta(n)).isoformat() for n in range(wide.days))
