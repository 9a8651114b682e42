"""Interest: in what capacity a voice speaks of who is responsible, and what that is usually worth.

Sources of the ordering: statements against interest (Federal Rules of Evidence 804(b)(3), rationale), NATO's Admiralty
grades (AJP-2.1), and the kinds of source that casualty recorders tell apart (OHCHR 2019). The numbers are set by hand;
they are where a voice starts, and what is settled or told by others moves each voice from there.
"""

from __future__ import annotations

from collections.abc import Mapping

from ascribe.model import Actor, Evidence, Stance, VoiceKind
from ascribe.model.reliability import Capacity
from ascribe.weigh.compatible import related, wholes

USUAL_OF_OTHERS = {
    VoiceKind.MONITOR: 0.83,
    VoiceKind.WITNESS: 0.77,
    VoiceKind.DOCUMENT: 0.77,
    VoiceKind.MEDIC: 0.73,
    VoiceKind.REPORT: 0.73,
    VoiceKind.MEDIA: 0.69,
    VoiceKind.OFFICIAL: 0.69,
    VoiceKind.ANONYMOUS_OFFICIAL: 0.65,
    VoiceKind.EXPERT: 0.62,
    VoiceKind.OTHER: 0.62,
    VoiceKind.ARMED_GROUP: 0.60,
}
"""How often who speaks of others' deeds is right, before anything is seen."""
USUAL = {
    Capacity.ADVERSARY: 0.58,
    Capacity.OWN_SIDE: 0.56,
    Capacity.CLAIM: 0.79,
    Capacity.ADMISSION: 0.95,
    Capacity.OWN_DENIAL: 0.60,
    Capacity.CONFESSION: 0.82,
    Capacity.COURT: 0.98,
}
"""The same for whoever has something to gain or lose: parties claim what is not theirs, custody forces confessions."""
REGRET = (
    "mistake",
    "error",
    "gone wrong",
    "went wrong",
    "apolog",
    "regret",
    "sorry",
    "unintended",
    "by accident",
    "admit",
)
"""Words with which an actor admits what it would rather not have done."""
CLEARING = frozenset({Stance.DENIES, Stance.DOUBTS})


def usual(kind: VoiceKind, capacity: Capacity) -> float:
    """How often a voice of this kind is right in this capacity, before anything is seen."""
    return USUAL.get(capacity, USUAL_OF_OTHERS[kind])


def capacity_of(evidence: Evidence, actors: Mapping[str, Actor]) -> Capacity:
    """The capacity in which the voice makes this statement on who is responsible."""
    said = evidence.statement
    return capacity(said.stance, said.quote, evidence.voice_actor, evidence.actor, actors)


def capacity(stance: Stance, quote: str, voice: str | None, actor: str | None, actors: Mapping[str, Actor]) -> Capacity:
    """The same of plain values: `voice` and `actor` are the actors that speak and that are named, where known."""
    if stance is Stance.CONVICTS:
        return Capacity.COURT
    if stance is Stance.CONFESSES:
        return Capacity.CONFESSION
    if stance is Stance.CLAIMS:
        return Capacity.ADMISSION if any(word in quote.casefold() for word in REGRET) else Capacity.CLAIM
    if voice is None or actor is None:
        return Capacity.BYSTANDER
    if voice == actor:
        return Capacity.OWN_DENIAL if stance in CLEARING else Capacity.CLAIM
    if related(voice, actor, actors):
        return Capacity.OWN_SIDE if stance in CLEARING else Capacity.CLAIM
    if stance in CLEARING:
        allied = wholes(voice, actors) & wholes(actor, actors)
        return Capacity.OWN_SIDE if allied else Capacity.BYSTANDER
    return Capacity.ADVERSARY if adverse(voice, actor, actors) else Capacity.BYSTANDER


def adverse(voice: str, actor: str, actors: Mapping[str, Actor]) -> bool:
    """Whether one is an adversary of the other, itself or through a whole."""
    mine, theirs = wholes(voice, actors) | {voice}, wholes(actor, actors) | {actor}
    return any(
        known is not None and set(known.adversaries) & other
        for side, other in ((mine, theirs), (theirs, mine))
        for known in map(actors.get, side)
    )
