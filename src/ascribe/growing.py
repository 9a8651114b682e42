"""A part of `case.py`: resolves and weighs anew what new reports and decisions touch, and leaves the rest as it is.

The whole case is resolved instead where it grew by a tenth since that was done last, where a report was read again,
and where a decision reaches everything: a declared actor or place, a graded source.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from ascribe.assembly import Before, assemble_part, declared
from ascribe.beside import told_relations
from ascribe.memory import kept_tellings, names_of, own_relations, with_former
from ascribe.model import (
    Actor,
    Attribute,
    CopyGroup,
    Decision,
    DecisionKind,
    Member,
    NamedActor,
    NamedPlace,
    Reading,
    Report,
    Resolution,
)
from ascribe.model.relation import Relation, RelationKind
from ascribe.resolve import growing
from ascribe.resolve.copies import WIDTH
from ascribe.resolve.growing import Kept, Rejoined, Taken
from ascribe.resolve.tellings import Rarity
from ascribe.store import derived, kept, queries, remembered
from ascribe.store.derived import Derived, Part
from ascribe.store.remembered import Memory, NamesOf

FEW = 50
"""Reports up to which a case is always resolved as a whole."""
GROWTH = 1.1
"""Times the reports of the last whole resolution from which on the whole is resolved again."""
SETTLED_ANEW = 1_000
"""Reports up to which a ruling on who is responsible makes the reliabilities of the voices be reckoned anew at once."""
ALONE = frozenset({DecisionKind.HYPOTHESIS, DecisionKind.EVIDENCE, DecisionKind.CELL})
"""Decisions that change nothing that is derived."""
NEAR = frozenset(
    {DecisionKind.MERGE, DecisionKind.SPLIT, DecisionKind.CORRECT, DecisionKind.REJECT, DecisionKind.CONFIRM}
)
"""Decisions that touch the incidents that they name."""


class _Known:
    """What was resolved before, for `resolve.growing`."""

    def __init__(self, connection: sqlite3.Connection, estimates: remembered.Estimates) -> None:
        self._db = connection
        self._estimates = estimates

    def usual(self) -> str | None:
        return self._estimates.usual

    def persons(self, key: str) -> Sequence[Actor]:
        return remembered.persons(self._db, key)

    def rarity(self, words: Collection[str]) -> Rarity:
        return Rarity(self._estimates.tellings, remembered.rarity(self._db, words))

    def signatures(self) -> tuple[Sequence[str], NDArray[np.uint32]]:
        return remembered.signatures(self._db, WIDTH)

    def texts(self, reports: Collection[str]) -> Mapping[str, Report]:
        return {r.id: r for r in kept.reports_of(self._db, sorted(reports))}

    def groups(self, reports: Collection[str]) -> Sequence[CopyGroup]:
        return remembered.groups(self._db, reports)

    def sharing(self, blocks: Collection[int]) -> Sequence[Kept]:
        return _tellings(remembered.sharing(self._db, blocks))

    def told_by(self, reports: Collection[str]) -> Sequence[Kept]:
        return _tellings(remembered.told_by(self._db, reports))

    def within(self, components: Collection[int]) -> Sequence[Kept]:
        return _tellings(remembered.within(self._db, components))


def _tellings(rows: Iterable[sqlite3.Row]) -> list[Kept]:
    return [Kept(r["number"], r["component"], r["content"]) for r in rows]


def grown(c: sqlite3.Connection, decisions: Sequence[Decision], resolved: int) -> Derived | None:
    """What the reports and decisions since the last resolution change; None where the whole is to be resolved.

    `decisions` are all that were entered, `resolved` how many of them were when the case was resolved last. Call
    inside of one view of the case.
    """
    estimates = remembered.estimates(c)
    new = remembered.pending(c)
    if estimates is None or not _near(c, estimates, decisions[resolved:], decisions):
        return None
    positions = remembered.positions(c, new)
    if new and not remembered.follow(c, min(positions.values())):
        return None  # a report was read again, or out of turn
    return _Growing(c, estimates, positions, decisions, decisions[resolved:]).derived()


def _near(
    c: sqlite3.Connection,
    estimates: remembered.Estimates,
    entered: Sequence[Decision],
    decisions: Sequence[Decision],
) -> bool:
    """Whether what is new can be dealt with by itself."""
    (reports,) = c.execute("SELECT count(*) FROM reports").fetchone()
    if reports <= FEW or reports > estimates.reports * GROWTH:
        return False
    return all(
        d.kind in ALONE
        or (d.kind in NEAR and not (reports <= SETTLED_ANEW and _settles(d)))
        or (d.kind is DecisionKind.GRADE and (d.value or "").isdigit())
        for d in _meant(entered, decisions)
    )


def _settles(d: Decision) -> bool:
    """Whether a decision says which voices are right."""
    return d.kind is DecisionKind.CONFIRM or (d.kind is DecisionKind.CORRECT and d.attribute == Attribute.RESPONSIBLE)


def _meant(entered: Sequence[Decision], decisions: Sequence[Decision]) -> list[Decision]:
    """The decisions, and in the place of an undoing what it undoes (or brings back)."""
    by_number = {d.number: d for d in decisions}
    found = []
    for d in entered:
        if d.kind is DecisionKind.UNDO:
            found += _meant([by_number[int(n)] for n in d.subjects], decisions)
        else:
            found.append(d)
    return found


class _Growing:
    """One pass over what is new."""

    def __init__(
        self,
        c: sqlite3.Connection,
        estimates: remembered.Estimates,
        positions: Mapping[str, int],
        decisions: Sequence[Decision],
        entered: Sequence[Decision],
    ) -> None:
        self.c = c
        self.known = _Known(c, estimates)
        self.standing = kept.standing(decisions)
        self.entered = _meant(entered, decisions)
        self.new = positions
        reports, readings = kept.reports_of(c, list(positions)), derived.readings(c, positions)
        self.pairs = [(r, readings[r.id]) for r in reports]
        self.taken: Taken = growing.take(self.pairs, positions, self.known, *declared(self.standing))

    def derived(self) -> Derived:
        """What all this comes to."""
        held = queries.actors(self.c, self.taken.named.used)
        actors = {i: a for i, a in self.taken.named.used.items() if held.get(i) != a}
        told = self._told()
        incidents = self._ruled() | self._renamed(actors, held, told)
        components = self.taken.components | remembered.components_of(self.c, incidents)
        components |= remembered.components_of_tellings(self.c, self._ruled_tellings())
        old = {k.number for k in self.known.told_by({t.member.report for t in self.taken.tellings.values()})}
        moved = [n for n in self.taken.tellings if n in old]  # their text is another's copy now
        components |= {k.component for k in self.known.told_by({self.taken.tellings[n].member.report for n in moved})}
        rejoined = growing.rejoin(self.taken.tellings, components, self.known, self.standing)
        return self._assembled(rejoined, actors, told, moved)

    def _ruled(self) -> set[str]:
        """The incidents that the decisions name, and those that the statements are of that they name."""
        subjects = {s for d in self.entered for s in d.subjects}
        return subjects | remembered.incidents_of_statements(self.c, subjects)

    def _ruled_tellings(self) -> set[tuple[str, str]]:
        """The tellings that the decisions name."""
        parts = (s.rpartition("/") for d in self.entered for s in d.subjects)
        return {(report, key) for report, _, key in parts if report}

    def _told(self) -> list[tuple[int, int, Relation]]:
        """The relations that new reports word, with the place of the report and of the relation in it."""
        named = {(n.report, n.name): n.actor for n in self.taken.named.named_actors}
        return list(told_relations(self.pairs, named, self.new))

    def _renamed(
        self, actors: Mapping[str, Actor], held: Mapping[str, Actor], told: Sequence[tuple[int, int, Relation]]
    ) -> set[str]:
        """The incidents that name an actor who is told otherwise now, or a part of one."""
        before = {(r.kind, r.one, r.other) for _, r in remembered.relations(self.c, {r.one for _, _, r in told})}
        otherwise = {i for i in actors if i in held}
        otherwise |= {r.one for _, _, r in told if (r.kind, r.one, r.other) not in before}
        if not otherwise:
            return set()
        return remembered.incidents_naming(self.c, remembered.parts_of(self.c, otherwise))

    def _assembled(
        self,
        rejoined: Rejoined,
        actors: Mapping[str, Actor],
        told: Sequence[tuple[int, int, Relation]],
        moved: Sequence[int],
    ) -> Derived:
        incidents = rejoined.joined.incidents
        reports = {m.report for i in incidents for m in i.members} | self.new.keys()
        places = {**remembered.positions(self.c, reports), **self.new}
        old = sorted(reports - self.new.keys(), key=places.__getitem__)
        readings = derived.readings(self.c, old)
        pairs: list[tuple[Report, Reading]] = [(r, readings[r.id]) for r in kept.reports_of(self.c, old)]
        pairs += self.pairs
        gone = remembered.incidents_of(self.c, rejoined.tellings)
        named = self._named(old)
        found = assemble_part(pairs, *self._before(pairs, named, gone, rejoined, told), self.standing, places)
        fresh = {n: t for n, t in rejoined.tellings.items() if t.member.report in self.new or n in set(moved)}
        memory = Memory(
            tellings=kept_tellings(fresh, rejoined.component),
            components=tuple((n, to) for n, to in rejoined.component.items() if n not in fresh),
            named=tuple((r, n) for r, n in named.items() if r in self.new),
            places=tuple(self.taken.named.places.values()),
            persons=tuple(self.taken.founded),
            signatures=tuple(
                (self.new[r], r, s.astype("<u4").tobytes()) for r, s in self.taken.signatures.items() if s is not None
            ),
            relations=(
                *((1, at, n, r) for at, n, r in told),
                *((0, 0, n, r) for a in actors.values() for n, r in enumerate(own_relations(a))),
            ),
        )
        part = Part(
            incidents=tuple(sorted(gone)),
            reports=tuple(places),
            new=tuple(self.new),
            originals=tuple(g.original for g in self.taken.gone),
        )
        whole = msgspec.structs.replace(
            found, actors=tuple(actors.values()), copies=tuple(self.taken.groups), memory=memory, part=part
        )
        return with_former(whole, remembered.subjects(self.c), everything=False)

    def _named(self, old: Sequence[str]) -> dict[str, NamesOf]:
        """What the names of old and new reports stand for."""
        return {**remembered.named(self.c, old), **names_of(self.new, self.taken.named)}

    def _before(
        self,
        pairs: Sequence[tuple[Report, Reading]],
        named: Mapping[str, NamesOf],
        gone: Collection[str],
        rejoined: Rejoined,
        told: Sequence[tuple[int, int, Relation]],
    ) -> tuple[Resolution, Before]:
        """The part of the case that the incidents at hand are of, as a resolution, and what is taken over."""
        ids = {a for n in named.values() for a in n.actors.values()}
        actors, relations = self._actors(ids, told)
        lying = {p for n in named.values() for p in n.places.values()}
        places = {**remembered.places(self.c, lying), **self.taken.named.places}
        reports = [r.id for r, _ in pairs]
        standing = [g for g in remembered.groups(self.c, reports) if g not in self.taken.gone]
        resolution = Resolution(
            incidents=rejoined.joined.incidents,
            actors=tuple(actors[i] for i in sorted(actors)),
            places=tuple(places[i] for i in sorted(places)),
            named_actors=tuple(NamedActor(r, w, a) for r, n in named.items() for w, a in n.actors.items()),
            named_places=tuple(NamedPlace(r, w, p) for r, n in named.items() for w, p in n.places.items()),
            copies=(*standing, *self.taken.groups),
            redirects=rejoined.joined.redirects,
        )
        elsewhere = {Member(r, k): i for r, k, i in remembered.members(self.c, reports) if i not in gone}
        return resolution, Before(
            measured=derived.reliabilities(self.c),
            relations=tuple(relations),
            weighed=derived.weighed(self.c, gone),
            elsewhere=elsewhere,
        )

    def _actors(
        self, ids: Collection[str], told: Sequence[tuple[int, int, Relation]]
    ) -> tuple[dict[str, Actor], list[Relation]]:
        """These actors, what they are parts of, their adversaries; and the relations that were told of them."""
        fresh, found = self.taken.named.used, dict[str, Actor]()
        waiting, beside = set(ids), set[str]()
        relations: list[tuple[int, Relation]] = []
        while waiting:
            found |= {**queries.actors(self.c, waiting), **{i: fresh[i] for i in waiting if i in fresh}}
            some = remembered.relations(self.c, waiting)
            some += [(0, r) for i in waiting if i in fresh for r in own_relations(fresh[i])]
            some += [(1, r) for _, _, r in told if r.one in waiting]
            relations += some
            beside |= {r.other for _, r in some}
            waiting = {r.other for _, r in some if r.kind is RelationKind.PART} - found.keys() - waiting
        found |= {**queries.actors(self.c, beside - found.keys()), **{i: fresh[i] for i in beside if i in fresh}}
        return found, [r for part in (1, 2) for at, r in relations if at == part]
