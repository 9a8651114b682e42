"""Claims as columns of numbers: who says what of which item, each origin counted once."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ascribe.model import Stance
from ascribe.model.errors import InputError

Key = Hashable
Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

COLUMNS = ("item", "voice", "value", "weight", "stance")
STANCE_WEIGHT = {
    Stance.CLAIMS: 1.0,
    Stance.REPORTS: 1.0,
    Stance.CONFESSES: 1.0,
    Stance.CONVICTS: 1.0,
    Stance.ACCUSES: 0.8,
    Stance.SUSPECTS: 0.4,
    Stance.DENIES: -0.8,
    Stance.DOUBTS: -0.6,
}
"""What a claim counts, by its stance: a flat report counts 1, a denial against."""


class Claims(NamedTuple):
    """`n` claims in order of their candidates: a candidate is one value of one item, and they are in order of items."""

    items: list[Key]
    voices: list[Key]
    values: list[Key]  # every value that is claimed of any item
    item: Ints  # (n,)
    voice: Ints  # (n,)
    value: Ints  # (n,)
    candidate: Ints  # (n,)
    weight: Floats  # (n,) 1 plain, between 0 and 1 hedged, below 0 denied
    candidate_item: Ints  # (candidates,)
    candidate_value: Ints  # (candidates,)
    first: Ints  # (items,) each item's first candidate


def claims_of(claims: Any, copies: Mapping[Key, Key] | Sequence[Key] | None) -> Claims:
    """Claims as numbers, from tuples (item, voice, value[, weight]) or a table with these columns.

    `copies` names the origin of a voice (a mapping), or of each claim (as long as the claims): what has one origin is
    one voice, and says a thing once. Raises InputError for claims that are none.
    """
    item, voice, value, weight = _columns(claims)
    if isinstance(copies, Mapping):
        voice = [copies.get(v, v) for v in voice]
    elif copies is not None:
        if len(copies) != len(voice):
            raise InputError(f"copies has {len(copies)} entries for {len(voice)} claims; give one for each")
        voice = list(copies)
    items, item_at = _numbered(item)
    voices, voice_at = _numbered(voice)
    values, value_at = _numbered(value)
    order = np.lexsort((-weight, -np.abs(weight), voice_at, value_at, item_at))
    rows = np.stack([item_at[order], value_at[order], voice_at[order]])
    new = np.ones(len(order), dtype=np.bool_)
    new[1:] = (rows[:, 1:] != rows[:, :-1]).any(0)  # of what one origin repeats, the strongest saying counts
    rows, weights = rows[:, new], weight[order][new]
    starts = np.ones(rows.shape[1], dtype=np.bool_)
    starts[1:] = (rows[:2, 1:] != rows[:2, :-1]).any(0)
    candidate = np.cumsum(starts) - 1
    candidate_item, candidate_value = rows[0, starts], rows[1, starts]
    first = np.searchsorted(candidate_item, np.arange(len(items)))
    return Claims(
        items, voices, values, rows[0], rows[2], rows[1], candidate, weights, candidate_item, candidate_value, first
    )


def _columns(claims: Any) -> tuple[list[Key], list[Key], list[Key], Floats]:
    if hasattr(claims, "__arrow_c_stream__"):
        import pyarrow as pa

        claims = pa.table(claims)
    names = getattr(claims, "column_names", getattr(claims, "columns", None))
    if names is not None:
        missing = [c for c in COLUMNS[:3] if c not in list(names)]
        if missing:
            raise InputError(f"the claims have no column {', '.join(missing)}; item, voice and value are needed")
        held = {c: _listed(claims[c]) for c in COLUMNS if c in list(names)}
        weights = held.get("weight") or held.get("stance") or [1.0] * len(held["item"])
        return held["item"], held["voice"], held["value"], _weights(weights)
    rows = list(claims)
    if any(len(row) not in (3, 4) for row in rows):
        raise InputError("a claim is (item, voice, value) or (item, voice, value, weight)")
    weight = _weights([row[3] if len(row) == 4 else 1.0 for row in rows])
    return [r[0] for r in rows], [r[1] for r in rows], [r[2] for r in rows], weight


def _weights(told: Sequence[Any]) -> Floats:
    """Weights as numbers; a stance may stand in the place of one."""
    try:
        found = np.array([STANCE_WEIGHT[Stance(w)] if isinstance(w, str) else w for w in told], dtype=np.float64)
    except (ValueError, TypeError):
        stances = ", ".join(STANCE_WEIGHT)
        raise InputError(f"a claim's fourth part is a weight, or a stance: {stances}") from None
    if not np.isfinite(found).all():
        raise InputError(
            "a weight is a finite number: 1 for a plain claim, less for a hedged one, below 0 for a denial"
        )
    return found


def _listed(column: Any) -> list[Any]:
    return list(column.to_pylist() if hasattr(column, "to_pylist") else column.tolist())


def _numbered(keys: Iterable[Key]) -> tuple[list[Key], Ints]:
    """The distinct keys in order of appearance, and the number of each."""
    seen: dict[Key, int] = {}
    numbers = np.fromiter((seen.setdefault(k, len(seen)) for k in keys), dtype=np.int64)
    return list(seen), numbers
