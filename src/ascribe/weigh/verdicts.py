"""`truth`: which of the claimed values to believe, how far, and whose word it rests on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from ascribe.model.errors import InputError, NotFoundError
from ascribe.weigh.claims import Claims, Floats, Key, claims_of
from ascribe.weigh.discovery import Estimate, Setting, estimate

if TYPE_CHECKING:
    import pyarrow as pa  # loaded where a table is asked for, not with the program

GRADES = {"A": 0.95, "B": 0.85, "C": 0.7, "D": 0.5, "E": 0.3}
"""How often a source of each Admiralty grade (NATO AJP-2.1) is right; F cannot be judged, and says nothing."""
NONE_LIKELY = 0.15
"""Prior probability that none of the claimed values is true."""
NORMAL_95 = 1.96


class Reliability(NamedTuple):
    """How often a voice is right: estimate, 95 % interval, and the claims that it rests on."""

    mean: float
    low: float
    high: float
    claims: float


class Reason(NamedTuple):
    """What one claim adds to the log-odds of a value against its strongest rival; `voice` None is the prior."""

    voice: Key | None
    value: Key | None
    weight: float
    log_odds: float


def truth(
    claims: Any,
    *,
    voices: Mapping[Key, Any] | None = None,
    kinds: Mapping[Key, float] | None = None,
    known: Mapping[Key, Key | None] | None = None,
    copies: Mapping[Key, Key] | Sequence[Key] | None = None,
    none: bool = True,
) -> Verdicts:
    """Weighs claims against each other.

    `claims` are tuples (item, voice, value[, weight or stance]) or a data frame or Arrow table with these columns; a
    weight below 1 is a hedged claim, below 0 a denial; a stance ("denies") has the weight of `claims.STANCE_WEIGHT`.
    `voices` gives each voice a kind (any word), an Admiralty grade "A" to "F",
    or a reliability between 0 and 1; a pair (kind, grade or reliability) gives both. `kinds` tells how often a kind is
    right before anything is seen, where that is not left to the claims. `known` pins answers: None, or a
    value that nobody claims, for "none of the claimed". `copies` names the origin of a voice, or of each claim: one
    origin is one voice. Give `none=False` where one of the claimed values must be true.

    Raises InputError for what is no claim, NotFoundError for a known item of which nobody claims anything.
    """
    c = claims_of(claims, copies)
    return Verdicts(c, _setting(c, voices or {}, kinds or {}, known or {}, none))


def _setting(
    c: Claims, voices: Mapping[Key, Any], usual: Mapping[Key, float], known: Mapping[Key, Key | None], none: bool
) -> Setting:
    kinds: dict[Key, int] = {None: 0}
    kind_of = np.zeros(len(c.voices), dtype=np.int64)
    graded = np.full(len(c.voices), np.nan)
    for n, voice in enumerate(c.voices):
        told = voices.get(voice)
        for part in told if isinstance(told, tuple) else (told,):
            if isinstance(part, int | float) and not isinstance(part, bool):
                if not 0 < part < 1:
                    raise InputError(f"the reliability of {voice!r} is {part!r}; it lies between 0 and 1")
                graded[n] = part
            elif part in GRADES:
                graded[n] = GRADES[str(part)]
            elif part is not None and part != "F":
                kind_of[n] = kinds.setdefault(part, len(kinds))
    places = {item: n for n, item in enumerate(c.items)}
    pinned = {}
    for item, value in known.items():
        if item not in places:
            raise NotFoundError(f"known: nobody claims anything of {item!r}")
        pinned[places[item]] = -1 if value is None else _candidate_or_none(c, places[item], value)
    for kind, share in usual.items():
        if not 0 < share < 1:
            raise InputError(f"the usual reliability of {kind!r} is {share!r}; it lies between 0 and 1")
    told_usual = np.array([usual.get(kind, np.nan) for kind in kinds], dtype=np.float64)
    return Setting(kind_of, told_usual, graded, pinned, NONE_LIKELY if none else 0.0)


def _candidate(c: Claims, item: int, value: Key) -> int:
    last = c.first[item + 1] if item + 1 < len(c.items) else len(c.candidate_item)
    for candidate in range(int(c.first[item]), int(last)):
        if c.values[c.candidate_value[candidate]] == value:
            return candidate
    raise NotFoundError(f"nobody claims {value!r} of {c.items[item]!r}")


def _candidate_or_none(c: Claims, item: int, value: Key) -> int:
    try:
        return _candidate(c, item, value)
    except NotFoundError:
        return -1


def interval(share: float, record: float) -> tuple[float, float]:
    """95 % interval of a share right that a record of so many claims leaves open (Wilson, 1927).

    The kind lends it two claims: a voice without a record is not known at all.
    """
    size = record + 2.0
    z = NORMAL_95**2 / size
    half = NORMAL_95 / (1 + z) * float(np.sqrt(share * (1 - share) / size + z / (4 * size)))
    middle = (share + z / 2) / (1 + z)
    return max(0.0, middle - half), min(1.0, middle + half)


class Verdicts:
    """The answers, the reliabilities, and what each rests on."""

    def __init__(self, claims: Claims, setting: Setting, start: Floats | None = None) -> None:
        self._claims = claims
        self._setting = setting
        self._estimate: Estimate = estimate(claims, setting, start)

    @cached_property
    def _items(self) -> dict[Key, int]:
        return {item: n for n, item in enumerate(self._claims.items)}

    @cached_property
    def _voices(self) -> dict[Key, int]:
        return {voice: n for n, voice in enumerate(self._claims.voices)}

    def _item(self, item: Key) -> tuple[int, range]:
        c = self._claims
        if item not in self._items:
            raise NotFoundError(f"nobody claims anything of {item!r}")
        n = self._items[item]
        last = c.first[n + 1] if n + 1 < len(c.items) else len(c.candidate_item)
        return n, range(int(c.first[n]), int(last))

    def posterior(self, item: Key) -> dict[Key | None, float]:
        """The probability of each claimed value, and under None that of none of these."""
        n, candidates = self._item(item)
        c, e = self._claims, self._estimate
        told: dict[Key | None, float] = {c.values[c.candidate_value[x]]: float(e.posterior[x]) for x in candidates}
        if self._setting.none:
            told[None] = float(e.nothing[n])
        return told

    def reliability(self, voice: Key) -> Reliability:
        """How often a voice is right, with the interval that its record leaves open (Wilson, 1927)."""
        if voice not in self._voices:
            raise NotFoundError(f"{voice!r} claims nothing")
        n = self._voices[voice]
        p, record = float(self._estimate.right[n]), float(self._estimate.record[n])
        return Reliability(p, *interval(p, record), record)

    def reasons(self, item: Key, value: Key | None) -> list[Reason]:
        """What each claim adds to the log-odds of a value against its strongest rival, the strongest first.

        They add up to the log-odds of the two probabilities (but for a rival that nobody claims).
        """
        n, candidates = self._item(item)
        c, e = self._claims, self._estimate
        chosen = None if value is None else _candidate(c, n, value)
        chances = {x: float(e.posterior[x]) for x in candidates}
        if self._setting.none and e.table is None:
            chances[-1] = float(e.nothing[n])
        rival = max((x for x in chances if x != chosen), key=lambda x: chances[x], default=-1)
        rows = np.flatnonzero(c.item == n)
        told = [
            Reason(c.voices[c.voice[r]], c.values[c.value[r]], float(c.weight[r]), self._adds(int(r), chosen, rival))
            for r in rows
        ]
        told.append(Reason(None, None, 1.0, self._prior(chosen) - self._prior(rival)))
        return sorted(told, key=lambda reason: -abs(reason.log_odds))

    def _adds(self, row: int, chosen: int | None, rival: int) -> float:
        c, e = self._claims, self._estimate
        weight = float(c.weight[row])
        if e.table is None:
            odds = float(np.log(max(e.right[c.voice[row]], 1e-6)) - np.log(max(1 - e.right[c.voice[row]], 1e-6)))
            if weight > 0:
                odds += float(np.log(np.count_nonzero(c.candidate_item == c.item[row])))
            mine = int(c.candidate[row])
            return weight * odds * ((mine == chosen) - (mine == rival))
        sides = [
            e.table[c.voice[row], c.candidate_value[x], c.value[row]] if x is not None and x >= 0 else 0.0
            for x in (chosen, rival)
        ]
        if weight < 0:
            sides = [float(np.log1p(-min(np.exp(side), 1 - 1e-6))) for side in sides]
        return float(e.temper * abs(weight) * (sides[0] - sides[1]))

    def _prior(self, candidate: int | None) -> float:
        c, e = self._claims, self._estimate
        if candidate is None or candidate < 0:
            return float(np.log(self._setting.none)) if self._setting.none else 0.0
        return float(e.prior[candidate] if e.table is None else e.prior[c.candidate_value[candidate]])

    def without(self, voice: Key) -> Verdicts:
        """The verdicts as they would be had this voice said nothing. An item of which only it spoke drops out."""
        if voice not in self._voices:
            raise NotFoundError(f"{voice!r} claims nothing")
        c = self._claims
        kept = np.flatnonzero(c.voice != self._voices[voice])
        rows = [(c.items[c.item[r]], c.voices[c.voice[r]], c.values[c.value[r]], float(c.weight[r])) for r in kept]
        rest = claims_of(rows, None)
        at = self._voices
        kinds = np.array([self._setting.kinds[at[v]] for v in rest.voices], dtype=np.int64)
        graded = np.array([self._setting.graded[at[v]] for v in rest.voices], dtype=np.float64)
        places = {item: n for n, item in enumerate(rest.items)}
        known = {}
        for n, candidate in self._setting.known.items():
            item = c.items[n]
            value = c.values[c.candidate_value[candidate]] if candidate >= 0 else None
            if item in places:
                claimed = {
                    rest.values[rest.candidate_value[x]] for x in np.flatnonzero(rest.candidate_item == places[item])
                }
                known[places[item]] = _candidate(rest, places[item], value) if value in claimed else -1
        return Verdicts(rest, Setting(kinds, self._setting.usual, graded, known, self._setting.none))

    def table(self) -> pa.Table:
        """One row a candidate: item, value (null for none of these), probability, and the weight of its claims."""
        import pyarrow as pa

        c, e = self._claims, self._estimate
        weight = np.bincount(c.candidate, c.weight, len(c.candidate_item))
        items = [c.items[n] for n in c.candidate_item]
        values: list[Key | None] = [c.values[n] for n in c.candidate_value]
        chances, weights = e.posterior.tolist(), weight.tolist()
        if self._setting.none:
            items += c.items
            values += [None] * len(c.items)
            chances += e.nothing.tolist()
            weights += [0.0] * len(c.items)
        return pa.table({"item": items, "value": values, "probability": chances, "claims": weights})

    def voices(self) -> pa.Table:
        """One row a voice: how often it is right, with its interval and its claims."""
        import pyarrow as pa

        rows = [self.reliability(v) for v in self._claims.voices]
        held: dict[str, list[Any]] = {name: [getattr(r, name) for r in rows] for name in Reliability._fields}
        return pa.table({"voice": self._claims.voices, **held})
