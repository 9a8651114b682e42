"""Who is responsible: a posterior over the actors named and "none of these", with each origin's contribution.

The model is that of `truth()` with candidates of each incident's own: log P(candidate | statements) = log prior + one
contribution per origin, its strongest statement about the candidate. A statement adds the log-odds of the voice's
reliability in the capacity in which it speaks (`reliability.py`), times what its stance and the reading are worth.
Whether candidates or none of them, each is as likely beforehand: one voice alone is believed as far as it is reliable.
A word that is mostly wrong says nothing; it does not speak for the opposite.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence

from ascribe.model import (
    Actor,
    Attribute,
    Candidate,
    Contribution,
    Evidence,
    Finding,
    Stance,
    VoiceKind,
)
from ascribe.model.reliability import Capacity
from ascribe.weigh.capacity import capacity_of
from ascribe.weigh.compatible import UNNAMED, candidate_key, wholes
from ascribe.weigh.conflicts import name_of
from ascribe.weigh.origins import Origins
from ascribe.weigh.reliability import Reliabilities, stance_weight
from ascribe.weigh.scale import likelihood

NAMED_FROM = 0.5
"""Probability from which on a finding names a candidate; below it the answer is "not known", candidates shown."""
CREDIBLE = {1: 0.95, 2: 0.85, 3: 0.7, 4: 0.5, 5: 0.3}
"""How likely a statement of each Admiralty credibility (NATO AJP-2.1) is right; 6 cannot be judged."""
CONFIRMED_WEIGHT = 8.0
"""A person's decision that a statement stands."""


def responsibility(
    incident: str,
    about: Sequence[Evidence],
    origins: Origins,
    actors: Mapping[str, Actor],
    reliabilities: Reliabilities,
    *,
    fight: bool = False,
) -> Finding:
    """Candidates with probability, ICD 203's word and reasons, most probable first.

    In a fight between two actors or more (`fight`) these are its parties: they are named without a probability.
    """
    keys = sorted({key for e in about if (key := candidate_key(e)) is not None})
    if len(keys) > 1:
        keys = [key for key in keys if key != UNNAMED]
    gathered = {key: contributions(key, len(keys), about, origins, actors, reliabilities) for key in keys}
    probabilities = posterior({key: sum(c.log_odds for c in gathered[key]) for key in keys})
    candidates = [
        Candidate(_label(key, about, actors), _actor(key), p, likelihood(p), gathered[key])
        for key in keys
        for p in [probabilities[key]]
    ]
    parties = [key for key in keys if key != UNNAMED and any(c.log_odds > 0 for c in gathered[key])]
    if fight and len(parties) > 1:
        return _parties(incident, parties, gathered, about, origins, actors)
    rest = probabilities[None]
    named = [c for c, key in zip(candidates, keys, strict=True) if key != UNNAMED]
    candidates.sort(key=lambda c: (-(c.probability or 0.0), c.label or ""))
    leading = max(named, key=lambda c: c.probability or 0.0, default=None)
    leading = leading if leading and (leading.probability or 0.0) >= NAMED_FROM else None
    candidates.append(Candidate(None, None, rest, likelihood(rest), ()))
    return Finding(
        incident=incident,
        attribute=Attribute.RESPONSIBLE,
        best=leading.label if leading else None,
        low=None,
        high=None,
        basis=_basis(leading, about, origins),
        established=_established(leading, about, actors),
        candidates=tuple(candidates),
        origins=origins.count(about),
        reports=len({e.report for e in about}),
    )


def _parties(
    incident: str,
    keys: Sequence[str],
    gathered: Mapping[str, tuple[Contribution, ...]],
    about: Sequence[Evidence],
    origins: Origins,
    actors: Mapping[str, Actor],
) -> Finding:
    """Who fought, without a probability: none of them is a rival answer to another."""
    found = [Candidate(_label(key, about, actors), _actor(key), None, None, gathered[key]) for key in keys]
    found.sort(key=lambda c: (-sum(k.log_odds for k in c.contributions), c.label or ""))
    return Finding(
        incident=incident,
        attribute=Attribute.RESPONSIBLE,
        best=" and ".join(c.label for c in found[:2] if c.label) + (" and others" if len(found) > 2 else ""),
        low=None,
        high=None,
        basis="the parties of the fight, as told; who began it is not weighed",
        candidates=tuple(found),
        origins=origins.count(about),
        reports=len({e.report for e in about}),
    )


def posterior(scores: Mapping[str, float]) -> dict[str | None, float]:
    """Softmax of the summed log-odds, all as likely beforehand; the key None is "none of these". Sums to 1."""
    logs: dict[str | None, float] = {None: 0.0}
    logs.update(scores)
    top = max(logs.values())
    total = sum(math.exp(v - top) for v in logs.values())
    return {key: math.exp(v - top) / total for key, v in logs.items()}


def contributions(
    key: str,
    candidates: int,
    about: Sequence[Evidence],
    origins: Origins,
    actors: Mapping[str, Actor],
    reliabilities: Reliabilities,
) -> tuple[Contribution, ...]:
    """One contribution per origin that speaks to this candidate or a part of it, strongest first."""
    speaking: dict[int, list[Evidence]] = defaultdict(list)
    for e in about:
        said = candidate_key(e)
        if said is not None and (said == key or key in wholes(said, actors)):
            speaking[origins.of(e)].append(e)
    found = []
    for group in speaking.values():
        weights = [(*weight(e, candidates, origins.key(e), actors, reliabilities), e) for e in group]
        strongest, right, lead = max(weights, key=lambda w: (abs(w[0]), w[2].id))
        found.append(
            Contribution(
                tuple(e.id for e in group),
                lead.voice.name,
                round(strongest, 4),
                _reason(lead, strongest, right, capacity_of(lead, actors), len(group)),
            )
        )
    return tuple(sorted(found, key=lambda c: (-abs(c.log_odds), c.statements)))


def weight(
    evidence: Evidence, candidates: int, voice: str, actors: Mapping[str, Actor], reliabilities: Reliabilities
) -> tuple[float, float]:
    """Log-odds that one statement adds to the actor that it names, one of so many; and the voice's reliability."""
    said = stance_weight(evidence)
    if evidence.confirmed:
        return (CONFIRMED_WEIGHT if said > 0 else -CONFIRMED_WEIGHT), 1.0
    told = CREDIBLE.get(evidence.credibility or 0)
    right = told or reliabilities.of(voice, evidence.voice.kind, capacity_of(evidence, actors))
    odds = math.log(right / (1 - right)) + (math.log(candidates) if said > 0 else 0.0)
    return said * max(0.0, odds), right


VERBS = {
    Stance.CLAIMS: "says that it did this itself",
    Stance.ACCUSES: "accuses it",
    Stance.SUSPECTS: "suspects it",
    Stance.REPORTS: "reports that it did this",
    Stance.DENIES: "denies that it did this",
    Stance.CONFESSES: "is reported to have confessed",
    Stance.CONVICTS: "found so in court",
    Stance.DOUBTS: "doubts that it did this",
}


def _reason(evidence: Evidence, log_odds: float, right: float, capacity: Capacity, statements: int) -> str:
    """One plain sentence: who says what, and which way it pulls."""
    voice = evidence.voice
    name = (evidence.publisher or "the report") if voice.kind is VoiceKind.REPORT else voice.name
    kind = voice.kind.value.replace("_", " ") if voice.kind is not VoiceKind.REPORT else "outlet"
    more = f", {statements} statements counted once" if statements > 1 else ""
    way = ("for" if log_odds > 0 else "against") if log_odds else "says nothing"
    interest = f", {INTERESTS[capacity]}" if capacity in INTERESTS else ""
    worth = "confirmed by a decision" if evidence.confirmed else f"reliability {right:.2f}"
    if evidence.credibility in CREDIBLE and not evidence.confirmed:
        worth = f"credibility {evidence.credibility} by a decision"
    said = f"{VERBS[evidence.statement.stance]}{interest}{more}"
    return f"{name[:1].upper()}{name[1:]} ({kind}) {said}: {way}, {log_odds or 0.0:+.2f} ({worth})."


INTERESTS = {
    Capacity.ADVERSARY: "its adversary",
    Capacity.OWN_SIDE: "its own side",
    Capacity.ADMISSION: "against its interest",
    Capacity.CONFESSION: "which custody can force",
}
"""What a reader should know of the voice's interest, beside the verb."""


def _established(leading: Candidate | None, about: Sequence[Evidence], actors: Mapping[str, Actor]) -> str | None:
    """Who settled it, where anybody did: only a decision, a court or the actor against its interest can."""
    if leading is None:
        return None
    words = {i for c in leading.contributions if c.log_odds > 0 for i in c.statements}
    spoken = [e for e in about if e.id in words and stance_weight(e) > 0]
    if any(e.confirmed for e in spoken):
        return "a person's decision confirms it"
    capacities = {capacity_of(e, actors) for e in spoken}
    if Capacity.COURT in capacities:
        return "a court found so, as reported"
    return "it admits so against its interest, as reported" if Capacity.ADMISSION in capacities else None


def _label(key: str, about: Sequence[Evidence], actors: Mapping[str, Actor]) -> str:
    if key in actors:
        return name_of(key, actors)
    words = sorted(str(e.statement.value) for e in about if candidate_key(e) == key)
    return words[0]


def _actor(key: str) -> str | None:
    return None if key.startswith(("name:", UNNAMED)) else key


def _basis(leading: Candidate | None, about: Sequence[Evidence], origins: Origins) -> str:
    if leading is None:
        return "not known: no candidate is more likely than not"
    speaking = len(leading.contributions)
    return f"{speaking} of {origins.count(about)} independent origins speak to it"
