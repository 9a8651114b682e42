"""Resolving what a change touches, and nothing else: reports that were taken in, decisions that were entered.

What was resolved before is asked for piece by piece (`Known`). Three things are taken as they were when the whole case
was resolved last: how rare each word is, the usual country, and how reliable each voice is (see docs/resolution.md).
All else comes out as if the whole case were resolved again with these.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple, Protocol

import msgspec
import numpy as np
from numpy.typing import NDArray

from ascribe.model import Actor, CopyGroup, Decision, Place, Reading, Report
from ascribe.resolve.actors import ActorList
from ascribe.resolve.blocks import asked_keys, block_keys
from ascribe.resolve.copies import Signature, grouped, near_in, same_text, shingles, signature
from ascribe.resolve.incidents import Joined, join, pair_score
from ascribe.resolve.likeness import shipped_model
from ascribe.resolve.naming import Named, named
from ascribe.resolve.persons import Persons
from ascribe.resolve.tellings import Rarity, Telling, told, unpacked, with_words

Pairs = Sequence[tuple[Report, Reading]]
PLACES = 12
"""Bits of a number for the place among what one report tells."""


class Kept(msgspec.Struct, frozen=True):
    """A telling that was resolved before."""

    number: int  # in order of intake
    component: int
    content: bytes  # packed


class Known(Protocol):
    """What was resolved before, as far as it is asked for."""

    def usual(self) -> str | None:
        """The usual country."""

    def persons(self, key: str) -> Sequence[Actor]:
        """Those met under a key of surnames, in the order in which they were."""

    def rarity(self, words: Collection[str]) -> Rarity:
        """How rare these words are."""

    def signatures(self) -> tuple[Sequence[str], NDArray[np.uint32]]:
        """The reports that have words, and their signatures, one a row."""

    def texts(self, reports: Collection[str]) -> Mapping[str, Report]:
        """These reports."""

    def groups(self, reports: Collection[str]) -> Sequence[CopyGroup]:
        """The groups of copies that these reports are of."""

    def sharing(self, blocks: Collection[int]) -> Sequence[Kept]:
        """The tellings that lie in one of these blocks."""

    def told_by(self, reports: Collection[str]) -> Sequence[Kept]:
        """The tellings of these reports."""

    def within(self, components: Collection[int]) -> Sequence[Kept]:
        """The tellings of these components."""


class Taken(NamedTuple):
    """What new reports say, and what they touch."""

    named: Named
    founded: Sequence[tuple[str, str]]
    signatures: Mapping[str, Signature | None]
    groups: Sequence[CopyGroup]  # those that came to be, or grew
    gone: Sequence[CopyGroup]  # those that these stand in the place of
    tellings: Mapping[int, Telling]  # by number: the new ones, and those whose text is now another's copy
    components: frozenset[int]  # in which there are tellings like these


class Rejoined(NamedTuple):
    """The tellings of what was touched, and what they come to."""

    tellings: Mapping[int, Telling]  # by number, in order
    joined: Joined
    component: Mapping[int, int]  # of each telling


def block_numbers(keys: Iterable[tuple[str, ...]]) -> set[int]:
    """Blocks as numbers of 64 bits."""
    return {
        int.from_bytes(hashlib.blake2b("\x1f".join(key).encode(), digest_size=8).digest(), "big", signed=True)
        for key in keys
    }


def take(
    pairs: Pairs,
    positions: Mapping[str, int],
    known: Known,
    declared_actors: Sequence[Actor],
    declared_places: Mapping[str, Place],
) -> Taken:
    """Names what new reports tell, and finds what it could match. `positions` are theirs in the order of intake."""
    persons = Persons(known.persons)
    names = named(pairs, ActorList(declared_actors), persons, declared_places, known.usual())
    signatures, groups, gone = _copies([r for r, _ in pairs], known)
    origins = {c: g.original for g in groups for c in g.copies}
    found = told(pairs, names.names(origins))
    rare = known.rarity({w for _, words in found for w in words})
    tellings = dict(zip(_numbers(found_in(found), positions), with_words(found, rare), strict=True))
    before = {c: g.original for g in gone for c in g.copies}
    moved = {r for g in gone for r in (g.original, *g.copies)} | {r for g in groups for r in (g.original, *g.copies)}
    moved = {r for r in moved - positions.keys() if origins.get(r, r) != before.get(r, r)}
    for kept in known.told_by(moved):
        telling = unpacked(kept.content)
        report = telling.member.report
        tellings[kept.number] = msgspec.structs.replace(telling, origin=origins.get(report, report))
    return Taken(names, persons.founded, signatures, groups, gone, tellings, _like(tellings, known))


def rejoin(
    taken: Mapping[int, Telling], components: Collection[int], known: Known, decisions: Sequence[Decision]
) -> Rejoined:
    """Brings together the tellings of these components and the new ones. `decisions` are all that stand."""
    held = {kept.number: unpacked(kept.content) for kept in known.within(components)}
    held |= taken
    tellings = {number: held[number] for number in sorted(held)}
    joined = join(list(tellings.values()), decisions)
    numbers = list(tellings)
    component = {n: numbers[first] for n, first in zip(numbers, joined.components, strict=True)}
    return Rejoined(tellings, joined, component)


def numbers_of(tellings: Iterable[Telling], positions: Mapping[str, int]) -> list[int]:
    """The number of each telling, in order of intake: the report's position, and the place among its tellings."""
    return _numbers((t.member.report for t in tellings), positions)


def _numbers(reports: Iterable[str], positions: Mapping[str, int]) -> list[int]:
    seen: dict[str, int] = {}
    found = []
    for report in reports:
        seen[report] = seen.get(report, -1) + 1
        found.append(numbered(positions[report], seen[report]))
    return found


def numbered(position: int, place: int) -> int:
    """A number that orders what reports tell: by the position of the report, then by the place in it."""
    return (position << PLACES) + place


def found_in(found: Iterable[tuple[Telling, object]]) -> Iterable[str]:
    """The report of each telling."""
    return (telling.member.report for telling, _ in found)


def _like(tellings: Mapping[int, Telling], known: Known) -> frozenset[int]:
    """The components of the tellings that are like one of these."""
    asked = {n: asked_keys(t) for n, t in tellings.items()}
    blocks = block_numbers(key for keys in asked.values() for key in keys)
    model = shipped_model()
    found: set[int] = set()
    for kept in known.sharing(blocks):
        if kept.component in found or kept.number in tellings:
            continue
        other = unpacked(kept.content)
        theirs = block_keys(other)
        if any(
            t.member.report != other.member.report
            and theirs & asked[n]
            and pair_score(t, other, model) >= model.threshold
            for n, t in tellings.items()
        ):
            found.add(kept.component)
    return frozenset(found)


def _copies(
    reports: Sequence[Report], known: Known
) -> tuple[dict[str, Signature | None], tuple[CopyGroup, ...], tuple[CopyGroup, ...]]:
    """The signatures of new reports, the groups of copies that they make, and those that grew into these."""
    made = {r.id: signature(shingles(r.text)) for r in reports}
    names, held = known.signatures()
    near = {r: {names[i] for i in near_in(s, held).tolist()} for r, s in made.items() if s is not None}
    texts = {**known.texts({o for others in near.values() for o in others}), **{r.id: r for r in reports}}
    rows = [r for r, s in made.items() if s is not None]
    own = np.array([made[r] for r in rows], dtype=np.uint32).reshape(len(rows), held.shape[1])
    for r in rows:
        near[r] |= {rows[i] for i in near_in(own[rows.index(r)], own).tolist()} - {r}
    alike = {
        (r, o)
        for r, others in near.items()
        for o in others
        if same_text(shingles(texts[r].text), shingles(texts[o].text))
    }
    if not alike:
        return made, (), ()
    gone = tuple(known.groups({o for pair in alike for o in pair}))
    alike |= {(g.original, c) for g in gone for c in g.copies}
    texts |= known.texts({o for pair in alike for o in pair} - texts.keys())
    return made, grouped(texts.values(), alike), gone
