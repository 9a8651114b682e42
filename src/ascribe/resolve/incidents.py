"""Tellings -> incidents: blocking, pairwise likeness, average-link clusters, identifiers that last.

Invariants: every telling is in exactly one incident; two tellings of one report are never in the same one unless a
person merged them; no human "not the same" is overridden. An incident is named after the telling that was published
first, and every member remembers the name that it would have alone, so that a decision finds its incident after any
rebuild. The order of intake decides nothing: where two pairs are equally like, the reports' ids do.
"""

from __future__ import annotations

import hashlib
import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

import msgspec

from ascribe.model import Decision, DecisionKind, Incident, Member, Span
from ascribe.resolve.blocks import blocked_pairs
from ascribe.resolve.likeness import PairModel, log_odds, shipped_model
from ascribe.resolve.tellings import Telling


class Joined(NamedTuple):
    """What tellings come to."""

    incidents: tuple[Incident, ...]  # in the order of their first member
    redirects: tuple[tuple[str, str], ...]  # from every other member's own name
    components: list[int]  # of each telling: the first of those that it could be joined with, step by step


def resolve_incidents(
    found: Sequence[Telling], decisions: Sequence[Decision], model: PairModel | None = None
) -> tuple[tuple[Incident, ...], tuple[tuple[str, str], ...]]:
    """The incidents in order of their first member, and the redirects from every member's own name."""
    joined = join(found, decisions, model)
    return joined.incidents, joined.redirects


def join(found: Sequence[Telling], decisions: Sequence[Decision], model: PairModel | None = None) -> Joined:
    """Brings tellings together. Those of different components do not bear on each other."""
    names = own_names(found)
    at = {t.member: i for i, t in enumerate(found)}
    by_name = {name: i for i, name in enumerate(names)}
    forced, apart = ruled(decisions, by_name, at)
    model = model or shipped_model()
    like = list(like_pairs(found, model))
    like.sort(key=lambda p: (-p[0], found[p[1]].member, found[p[2]].member))
    clusters = Clusters(found, apart, model, like)
    for a, b in forced:
        clusters.force(a, b)
    for _, a, b in like:
        clusters.join(a, b)
    incidents: list[Incident] = []
    redirects: list[tuple[str, str]] = []
    for members in clusters.groups():
        first = min(members, key=lambda i: precedence(found[i]))
        redirects += [(names[i], names[first]) for i in members if i != first]
        ties = [clusters.score(a, b) for n, a in enumerate(members) for b in members[n + 1 :]]
        confidence = 1 / (1 + math.exp(-sum(ties) / len(ties))) if ties else 1.0
        incidents.append(Incident(names[first], tuple(found[i].member for i in members), round(confidence, 4)))
    bonds = [(a, b) for _, a, b in like] + [p for d in decisions for p in pairwise(_meant(d, by_name, at))]
    return Joined(tuple(incidents), tuple(sorted(redirects)), components(len(found), bonds))


def precedence(telling: Telling) -> tuple[bool, str, str, Span]:
    """Which of an incident's tellings it is named after: the one published first, undated ones last."""
    published = telling.published
    return published is None, str(published or ""), telling.member.report, telling.anchor


def components(count: int, bonds: Iterable[tuple[int, int]]) -> list[int]:
    """For each of so many tellings the lowest that bonds lead to."""
    parent = list(range(count))

    def root(x: int) -> int:
        while parent[x] != x:
            parent[x] = parent[parent[x]]
            x = parent[x]
        return x

    for a, b in bonds:
        x, y = sorted((root(a), root(b)))
        parent[y] = x
    return [root(i) for i in range(count)]


def _meant(decision: Decision, by_name: dict[str, int], at: dict[Member, int]) -> list[int]:
    """The tellings that a decision to merge or to split is about."""
    if decision.kind not in (DecisionKind.MERGE, DecisionKind.SPLIT):
        return []
    told = [Member(report, key) for report, _, key in (s.rpartition("/") for s in decision.subjects)]
    found = [by_name.get(s, at.get(m)) for s, m in zip(decision.subjects, told, strict=True)]
    return [i for i in found if i is not None]


def own_names(found: Sequence[Telling]) -> list[str]:
    """For each telling the identifier of an incident that it founds: a hash of its report and first mention."""
    names: list[str] = []
    seen: dict[str, int] = defaultdict(int)
    for t in found:
        name = own_name(t.member.report, t.anchor)
        seen[name] += 1
        names.append(name if seen[name] == 1 else f"{name}-{seen[name]}")
    return names


def own_name(report: str, anchor: Span) -> str:
    """The identifier of the incident that a telling founds, from its report and its first mention."""
    return "inc-" + hashlib.sha256(msgspec.json.encode([report, anchor])).hexdigest()[:10]


def ruled(
    decisions: Sequence[Decision], by_name: dict[str, int], at: dict[Member, int]
) -> tuple[list[tuple[int, int]], set[frozenset[int]]]:
    """Pairs of tellings that people ruled to be one incident, and pairs that they ruled apart. A "no" goes first."""
    forced: dict[frozenset[int], tuple[int, int]] = {}
    apart: set[frozenset[int]] = set()
    for decision in decisions:
        if decision.kind is DecisionKind.MERGE:
            known = [by_name[s] for s in decision.subjects if s in by_name]
            forced |= {frozenset({a, b}): (a, b) for a, b in pairwise(known)}
        elif decision.kind is DecisionKind.SPLIT and decision.subjects[0] in by_name:
            founder = by_name[decision.subjects[0]]
            for subject in decision.subjects[1:]:
                report, _, key = subject.partition("/")
                other = at.get(Member(report, key))
                if other is not None and other != founder:
                    apart.add(frozenset({founder, other}))
    return [pair for held, pair in forced.items() if held not in apart], apart


class Clusters:
    """Tellings joined by average likeness, with pairs that must stay apart.

    A cluster has parts, each joined by likeness alone; only a person's ruling holds unlike parts in one cluster. What
    is like one part joins the cluster, so that a merge of two incidents keeps every telling of both.
    """

    def __init__(
        self,
        found: Sequence[Telling],
        apart: set[frozenset[int]],
        model: PairModel,
        like: Iterable[tuple[float, int, int]] = (),
    ) -> None:
        """`like` are pairs whose log-odds are known."""
        self._found = found
        self._model = model
        self._apart = apart
        self._cluster = list(range(len(found)))
        self._members: dict[int, list[int]] = {i: [i] for i in range(len(found))}
        self._part = list(range(len(found)))
        self._parts: dict[int, list[int]] = {i: [i] for i in range(len(found))}
        self._scores = {(min(a, b), max(a, b)): score for score, a, b in like}

    def score(self, a: int, b: int) -> float:
        """Log-odds that two tellings are of one incident."""
        key = (min(a, b), max(a, b))
        if key not in self._scores:
            self._scores[key] = pair_score(self._found[a], self._found[b], self._model)
        return self._scores[key]

    def force(self, a: int, b: int) -> None:
        """Join because a person said so, unless another ruling keeps the two apart."""
        x, y = self._cluster[a], self._cluster[b]
        if x != y and not self._barred(x, y):
            self._merge(x, y)

    def join(self, a: int, b: int) -> None:
        """Join the clusters of two tellings where nothing bars it and their parts are alike on average."""
        p, q = self._part[a], self._part[b]
        x, y = self._cluster[a], self._cluster[b]
        if p == q or (x != y and self._barred(x, y)) or self._same_report(p, q):
            return
        cross = [self.score(i, j) for i in self._parts[p] for j in self._parts[q]]
        if sum(cross) / len(cross) >= self._model.threshold:
            for i in self._parts[q]:
                self._part[i] = p
            self._parts[p] += self._parts.pop(q)
            if x != y:
                self._merge(x, y)

    def groups(self) -> list[list[int]]:
        """Clusters as sorted lists of tellings, in order of their first."""
        return sorted(sorted(members) for members in self._members.values())

    def _merge(self, x: int, y: int) -> None:
        if len(self._members[x]) < len(self._members[y]):
            x, y = y, x
        for i in self._members[y]:
            self._cluster[i] = x
        self._members[x] += self._members.pop(y)

    def _barred(self, x: int, y: int) -> bool:
        if not self._apart:
            return False
        return any(frozenset({i, j}) in self._apart for i in self._members[x] for j in self._members[y])

    def _same_report(self, p: int, q: int) -> bool:
        reports = {self._found[i].member.report for i in self._parts[p]}
        return any(self._found[j].member.report in reports for j in self._parts[q])


def pair_score(a: Telling, b: Telling, model: PairModel) -> float:
    """Log-odds that two tellings are of one incident, to the last bit the same whichever was taken in first."""
    return log_odds(a, b, model) if a.member < b.member else log_odds(b, a, model)


def like_pairs(found: Sequence[Telling], model: PairModel) -> Iterable[tuple[float, int, int]]:
    """Every two tellings that share a block and are like enough to be joined, with their log-odds."""
    for i, j in blocked_pairs(found):
        a, b = (i, j) if found[i].member < found[j].member else (j, i)
        score = log_odds(found[a], found[b], model)
        if score >= model.threshold:
            yield score, a, b
