"""How well readings agree with annotations: incidents by their mentions, blame, and who says it.

A small measure of our own, for choosing between two models; docs/quality.md has the full scorers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, TypeVar

from ascribe.model import Attribute, Reading, Span, Statement, Voice
from ascribe.train.labelled import Labelled


class Agreement(NamedTuple):
    """F1 of incidents, of blame (actor and place in the text), and of blame with its voice and stance, 0 to 1."""

    incidents: float
    blame: float
    says: float

    @property
    def mean(self) -> float:
        return (self.incidents + self.blame + self.says) / 3


def agreement(gold: Sequence[Labelled], read: Iterable[Reading]) -> Agreement:
    """Of annotated reports and the readings of them, in the same order."""
    counts = [[0, 0, 0] for _ in range(3)]  # right, said, true
    for labelled, reading in zip(gold, read, strict=True):
        true, said = labelled.reading, reading
        mentions = [i.mentions for i in true.incidents], [i.mentions for i in said.incidents]
        _count(counts[0], *mentions, _overlap)
        blamed = _blamed(true), _blamed(said)
        _count(counts[1], *blamed, _same_blame)
        _count(counts[2], *blamed, _same_say)
    return Agreement(*(_f1(*c) for c in counts))


Entry = TypeVar("Entry")


def _count(into: list[int], true: Sequence[Entry], said: Sequence[Entry], same: Callable[[Entry, Entry], bool]) -> None:
    """Each true entry is matched with the first entry said that is the same and not taken yet."""
    free = list(said)
    for entry in true:
        match = next((s for s in free if same(entry, s)), None)
        if match is not None:
            free.remove(match)
            into[0] += 1
    into[1] += len(said)
    into[2] += len(true)


def _f1(right: int, said: int, true: int) -> float:
    return 2 * right / (said + true) if said + true else 1.0


def _overlap(a: tuple[Span, ...], b: tuple[Span, ...]) -> bool:
    return any(x.overlaps(y) for x in a for y in b)


def _blamed(reading: Reading) -> list[tuple[Voice, Statement]]:
    return [(a.voice, s) for a in reading.accounts for s in a.statements if s.attribute is Attribute.RESPONSIBLE]


def _same_blame(a: tuple[Voice, Statement], b: tuple[Voice, Statement]) -> bool:
    return a[1].span.overlaps(b[1].span) and alike(str(a[1].value), str(b[1].value))


def _same_say(a: tuple[Voice, Statement], b: tuple[Voice, Statement]) -> bool:
    return _same_blame(a, b) and a[1].stance is b[1].stance and alike(a[0].name, b[0].name)


def alike(a: str, b: str) -> bool:
    """One within the other, or half of their words shared."""
    x, y = (frozenset(re.findall(r"\w+", name.casefold())) - {"the", "a", "an", "of"} for name in (a, b))
    return bool(x and y) and (x <= y or y <= x or 2 * len(x & y) >= len(x | y))
