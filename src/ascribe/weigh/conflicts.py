"""Conflicts: statements about one incident that cannot all be right, and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import combinations

from ascribe.model import TOLLS, Actor, Attribute, Conflict, Evidence, Kind, Side, Stance, Term, Toll, VoiceKind
from ascribe.weigh.compatible import RULES, alike, candidate_key, related, who_class, wholes
from ascribe.weigh.origins import Origins

ASSERTING = frozenset({Stance.CLAIMS, Stance.ACCUSES, Stance.REPORTS, Stance.CONFESSES, Stance.CONVICTS})
"""Stances that say that something is so. A suspicion excludes nothing."""
FIGHTS = frozenset({str(Term(Kind.CLASH)), str(Term(Kind.SEIZURE))})
"""Kinds in which two actors named are the parties, and no rival answers to who did it."""
OPPOSING = frozenset({Stance.DENIES, Stance.DOUBTS})


def find_conflicts(
    incident: str, evidence: Sequence[Evidence], origins: Origins, actors: Mapping[str, Actor]
) -> tuple[Conflict, ...]:
    """One conflict at most for each attribute, with all its sides."""
    found: list[Conflict] = []
    for attribute in Attribute:
        about = [e for e in evidence if e.statement.attribute is attribute]
        if attribute is Attribute.RESPONSIBLE:
            fight = any(str(e.statement.value) in FIGHTS for e in evidence if e.statement.attribute is Attribute.KIND)
            conflict = over_responsibility(incident, about, origins, actors, fight=fight)
        else:
            conflict = over_values(incident, attribute, about, origins)
        if conflict is not None:
            found.append(conflict)
    return tuple(found)


def current(evidence: Sequence[Evidence], origins: Origins) -> list[Evidence]:
    """For tolls: the last figure of each origin for each group of people. Later figures supersede earlier ones."""
    latest: dict[tuple[int, str], Evidence] = {}
    for e in evidence:
        value = e.statement.value
        if isinstance(value, Toll):
            key = (origins.of(e), who_class(value))
            held = latest.get(key)
            if held is None or _recency(held) <= _recency(e):
                latest[key] = e
    return list(latest.values())


def _recency(evidence: Evidence) -> tuple[str, int, int, str]:
    """Order of the figures of one origin: by day of publication, then by size, then by id."""
    value = evidence.statement.value
    assert isinstance(value, Toll)
    ceiling = value.high if value.high is not None else 10**9
    return str(evidence.published or ""), value.low, ceiling, evidence.id


def over_values(incident: str, attribute: Attribute, about: Sequence[Evidence], origins: Origins) -> Conflict | None:
    """The clash of values of one attribute between different origins, by that attribute's rule."""
    rule = RULES[attribute]
    asserted = [e for e in about if e.statement.stance not in OPPOSING and not e.statement.guessed]
    compared = current(asserted, origins) if attribute in TOLLS else asserted
    groups: dict[tuple[int, str], list[Evidence]] = defaultdict(list)
    for e in compared:
        groups[origins.of(e), shown(e)].append(e)
    told = _told(asserted) if attribute in PLURAL else {}
    clashing: dict[str, set[str]] = defaultdict(set)
    whys: list[str] = []
    days: list[date | None] = []
    for ((origin_a, label_a), a), ((origin_b, label_b), b) in combinations(sorted(groups.items()), 2):
        if origin_a == origin_b or label_a == label_b:
            continue
        pair = next(((x, y) for x in a for y in b if set_apart(x, y) and not _agree(x, y, told)), None)
        why = rule(*pair) if pair else None
        if why is not None:
            whys.append(why)
            days.append(_met(a, b))
            clashing[label_a].update(e.id for e in a)
            clashing[label_b].update(e.id for e in b)
    if not whys:
        return None
    sides = tuple(Side(label, tuple(sorted(ids))) for label, ids in sorted(clashing.items()))
    return Conflict(incident, attribute, sides, whys[0], min((d for d in days if d), default=None))


PLURAL = frozenset({Attribute.KIND, Attribute.WHEN, Attribute.WHERE, Attribute.MEANS, Attribute.TARGET})
"""Attributes of which one text tells several: two texts that share one do not contradict each other over the rest."""


def _told(asserted: Sequence[Evidence]) -> dict[str, list[Evidence]]:
    """What each report tells of an attribute."""
    found: dict[str, list[Evidence]] = defaultdict(list)
    for e in asserted:
        found[e.report].append(e)
    return found


def _agree(a: Evidence, b: Evidence, told: Mapping[str, Sequence[Evidence]]) -> bool:
    """Whether the texts of two statements share a value; two voices of one text always speak of what it tells."""
    if not told:
        return False
    return a.report == b.report or any(alike(x, y) for x in told[a.report] for y in told[b.report])


def shown(evidence: Evidence) -> str:
    """The value as a side of a conflict is labelled: a place by its name in the gazetteer."""
    return evidence.place.name if evidence.place is not None else str(evidence.statement.value)


def set_apart(a: Evidence, b: Evidence) -> bool:
    """Whether two statements of different origins can contradict each other.

    Within one report only two voices that it quotes can: what it says in its own voice beside a quotation is part of
    one telling, of several happenings more often than of one in two versions.
    """
    return a.report != b.report or VoiceKind.REPORT not in (a.voice.kind, b.voice.kind)


def over_responsibility(
    incident: str, about: Sequence[Evidence], origins: Origins, actors: Mapping[str, Actor], *, fight: bool = False
) -> Conflict | None:
    """One actor both blamed and cleared, or different actors said to have done it.

    A part and its whole are one side; a name that stands for no known actor ("gunmen") is compatible with any; two
    actors whom one voice names together acted together; in a fight (`fight`) they are its parties.
    """
    blamed: dict[str, list[Evidence]] = defaultdict(list)
    cleared: dict[str, list[Evidence]] = defaultdict(list)
    for e in about:
        key = candidate_key(e)
        if key is None or e.actor is None or e.statement.guessed:
            continue
        if e.statement.stance in ASSERTING or e.statement.stance is Stance.SUSPECTS:
            blamed[key].append(e)
        elif e.statement.stance in OPPOSING:
            cleared[key].append(e)
    sides: dict[str, list[str]] = {}
    why: str | None = None
    days: list[date | None] = []
    for no in sorted(cleared):
        for key in sorted(blamed, key=lambda k: (k != no, k)):  # the very actor first, then its parts
            if (no == key or no in wholes(key, actors)) and _clash(blamed[key], cleared[no], origins):
                why = why or f"{name_of(key, actors)} is said to have done it, and that is denied or doubted"
                days.append(_met(blamed[key], cleared[no]))
                sides[name_of(key, actors)] = [e.id for e in blamed[key]]
                sides[f"not {name_of(no, actors)}"] = [e.id for e in cleared[no]]
    rivals = {key: held for key, said in blamed.items() if _is_rival(held := [e for e in said if _asserts(e)])}
    for a, b in combinations(sorted(rivals), 2):
        together = {origins.of(e) for e in blamed[a]} & {origins.of(e) for e in blamed[b]}
        if fight or together or related(a, b, actors) or not _clash(rivals[a], rivals[b], origins):
            continue
        days.append(_met(rivals[a], rivals[b]))
        why = why or f"{name_of(a, actors)} and {name_of(b, actors)} are both said to have done it"
        for key in (a, b):
            sides[name_of(key, actors)] = [e.id for e in blamed[key]]
    if why is None:
        return None
    shown = tuple(Side(label, tuple(sorted(ids))) for label, ids in sorted(sides.items()))
    return Conflict(incident, Attribute.RESPONSIBLE, shown, why, min((d for d in days if d), default=None))


def _met(some: Sequence[Evidence], others: Sequence[Evidence]) -> date | None:
    """The day from which on both sides were published; None where one has no day."""
    first = [min((e.published for e in side if e.published), default=None) for side in (some, others)]
    return max(first[0], first[1]) if first[0] and first[1] else None


def _asserts(e: Evidence) -> bool:
    return e.statement.stance in ASSERTING


def _is_rival(said: Sequence[Evidence]) -> bool:
    """Whether an actor is named firmly enough to stand against others: by a quoted voice, or more than once."""
    own = all(e.voice.kind is VoiceKind.REPORT for e in said)
    return bool(said) and (not own or len(said) > 1)


def _clash(some: Sequence[Evidence], others: Sequence[Evidence], origins: Origins) -> bool:
    return any(origins.of(a) != origins.of(b) and set_apart(a, b) for a in some for b in others)


def name_of(actor: str, actors: Mapping[str, Actor]) -> str:
    """The name to show for an actor's id."""
    known = actors.get(actor)
    return known.name if known else actor
