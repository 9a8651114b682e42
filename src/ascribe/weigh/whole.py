"""All incidents of a case: the reliabilities first, then each incident; what did not change is not weighed again."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

import msgspec

from ascribe.model import Actor, Attribute, Evidence, Grade, Weighed
from ascribe.model.reliability import Measured
from ascribe.weigh import in_order, measure, weigh
from ascribe.weigh.capacity import capacity_of
from ascribe.weigh.compatible import wholes
from ascribe.weigh.origins import Origins
from ascribe.weigh.reliability import Reliabilities

ENGINE = "5"
"""Raise it whenever the same statements come to be weighed otherwise: what is held is then weighed anew."""


class Whole(msgspec.Struct, frozen=True):
    """What a case comes to."""

    weighed: tuple[Weighed, ...]  # in the order of the incidents given
    reliabilities: tuple[Measured, ...]
    anew: int  # incidents that were weighed and not taken from what was held


def weigh_all(
    incidents: Mapping[str, Sequence[Evidence]],
    actors: Mapping[str, Actor],
    grades: Mapping[str, Grade] | None = None,
    ruled: Mapping[str, str] | None = None,
    held: Mapping[str, Weighed] | None = None,
    worth: Reliabilities | None = None,
) -> Whole:
    """Weighs every incident. The result does not depend on `held`, only the work does.

    `worth` is what the voices' words are worth, where that is not to be measured by these incidents.

    `incidents` holds the statements of each, `ruled` the actor that a decision names as responsible, by incident,
    `held` what was weighed before. An incident is weighed anew where its statements, the reliability of one of its
    voices, or an actor that it names is not as it was (`Weighed.basis` tells). Linear in the statements.
    """
    ordered = {incident: in_order(evidence) for incident, evidence in incidents.items()}
    gathered = {incident: (evidence, Origins(evidence)) for incident, evidence in ordered.items()}
    worth = worth or measure(gathered, actors, grades, ruled)
    found, anew = [], 0
    for incident, (evidence, origins) in gathered.items():
        voices = [
            [origins.key(e), worth.of(origins.key(e), e.voice.kind, capacity_of(e, actors))]
            for e in evidence
            if e.statement.attribute is Attribute.RESPONSIBLE
        ]
        basis = _basis(incident, evidence, voices, actors)
        before = (held or {}).get(incident)
        if before is None or before.basis != basis:
            before = msgspec.structs.replace(weigh(incident, evidence, actors, grades, worth), basis=basis)
            anew += 1
        found.append(before)
    return Whole(tuple(found), worth.measured, anew)


def _basis(incident: str, evidence: Sequence[Evidence], voices: list[list[object]], actors: Mapping[str, Actor]) -> str:
    """A fingerprint of all that the weighing of one incident depends on."""
    named = {a for e in evidence for a in (e.actor, e.voice_actor) if a is not None}
    named |= {w for a in named for w in wholes(a, actors)}
    known = [actors[a] for a in sorted(named) if a in actors]
    return hashlib.sha256(msgspec.json.encode([ENGINE, incident, evidence, voices, known])).hexdigest()[:32]
