"""How often each voice of a case is right on who is responsible: `truth()` over all incidents at once.

Every origin is one voice, in each capacity that it speaks in; every incident is an item with candidates of its own.
What a court or a person settled is known; elsewhere a voice is measured by what the others make likely. What comes
out is rounded to `STEP`, so that a report from far away does not move every finding of the case by a hair: an incident
is weighed anew where its own statements or one of its voices' numbers changed.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence

from ascribe.model import Actor, Attribute, Evidence, Grade, VoiceKind
from ascribe.model.reliability import Capacity, Measured
from ascribe.weigh.capacity import USUAL, USUAL_OF_OTHERS, capacity_of, usual
from ascribe.weigh.claims import STANCE_WEIGHT
from ascribe.weigh.compatible import UNNAMED, candidate_key, wholes
from ascribe.weigh.origins import Origins, folded
from ascribe.weigh.verdicts import truth

STEP = 0.01
"""Reliabilities are used, and shown, to this precision."""
Role = tuple[str, Capacity]
"""A voice in one capacity."""


def stance_weight(evidence: Evidence) -> float:
    """How much a statement says, and which way: its stance, and how sure the reader of the report is of it."""
    return STANCE_WEIGHT[evidence.statement.stance] * evidence.statement.confidence


class Reliabilities:
    """What each voice's word is worth, in each capacity. Without a record it is what is usual of its kind."""

    def __init__(self, measured: Iterable[Measured] = (), grades: Mapping[str, Grade] | None = None) -> None:
        self._measured: dict[Role, Measured] = {(m.voice, m.capacity): m for m in measured}
        self.grades = {folded(name): grade for name, grade in (grades or {}).items()}

    @property
    def measured(self) -> tuple[Measured, ...]:
        """Every voice with a record or a grade."""
        return tuple(self._measured.values())

    def of(self, voice: str, kind: VoiceKind, capacity: Capacity) -> float:
        """Between 0 and 1."""
        found = self._measured.get((voice, capacity))
        return found.mean if found else usual(kind, capacity)


def measure(
    incidents: Mapping[str, tuple[Sequence[Evidence], Origins]],
    actors: Mapping[str, Actor],
    grades: Mapping[str, Grade] | None = None,
    ruled: Mapping[str, str] | None = None,
) -> Reliabilities:
    """The reliabilities of all voices of a case.

    `incidents` holds each incident's statements with their origins, `grades` a person's Admiralty grades by the name
    of a voice or outlet, `ruled` the actor that a decision names as responsible, by incident. A voice of which nothing
    can be measured, and that nobody graded, is left out. Linear in the statements.
    """
    graded = {folded(name): grade for name, grade in (grades or {}).items()}
    claims: list[tuple[str, Role, str, float]] = []
    kinds: dict[Role, VoiceKind] = {}
    marks: dict[Role, Grade] = {}
    known: dict[Hashable, str] = {}
    for incident, (evidence, origins) in incidents.items():
        about = [e for e in evidence if e.statement.attribute is Attribute.RESPONSIBLE]
        keys = tops({k for e in about if (k := candidate_key(e)) is not None and k != UNNAMED}, actors)
        if not keys:
            continue
        if ruled and incident in ruled:
            known[incident] = keys.get(ruled[incident], ruled[incident])
        for e in about:
            key = candidate_key(e)
            if key is None or key == UNNAMED:
                continue
            role = (origins.key(e), capacity_of(e, actors))
            claims.append((incident, role, keys[key], stance_weight(e)))
            kinds.setdefault(role, e.voice.kind)
            grade = grade_of(e, graded)
            if grade is not None:
                marks[role] = grade
            if e.confirmed and stance_weight(e) > 0:
                known.setdefault(incident, keys[key])
    if not claims:
        return Reliabilities((), grades)
    verdicts = truth(
        claims,
        voices={role: (_kind(kind, role[1]), str(marks.get(role, "F"))) for role, kind in kinds.items()},
        kinds={**{str(c): p for c, p in USUAL.items()}, **{str(k): p for k, p in USUAL_OF_OTHERS.items()}},
        known=known,
    )
    found = []
    for role, kind in kinds.items():
        mean, low, high, counted = verdicts.reliability(role)
        if counted or role in marks:
            shares = (_rounded(mean), _rounded(low), _rounded(high))
            found.append(Measured(role[0], kind, role[1], *shares, round(counted, 2)))
    return Reliabilities(found, grades)


def tops(keys: set[str], actors: Mapping[str, Actor]) -> dict[str, str]:
    """Each candidate with the whole among the candidates that it is a part of: the two do not contradict each other."""
    return {k: min((w for w in wholes(k, actors) & keys if not wholes(w, actors) & keys), default=k) for k in keys}


def grade_of(evidence: Evidence, graded: Mapping[str, Grade]) -> Grade | None:
    """The grade that a person gave to the voice, or to the outlet that speaks itself. `graded` is by folded name."""
    own = graded.get(folded(evidence.voice.name))
    return own or (graded.get(folded(evidence.publisher or "")) if evidence.voice.kind is VoiceKind.REPORT else None)


def _kind(kind: VoiceKind, capacity: Capacity) -> str:
    return str(kind) if capacity is Capacity.BYSTANDER else str(capacity)


def _rounded(share: float) -> float:
    return round(round(share / STEP) * STEP, 6)
