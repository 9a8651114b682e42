"""Who is responsible: a posterior over the actors named and "none of these", with each origin's contribution.

The model is a naive Bayes of independent origins: log P(candidate | statements) = log prior + the sum of one
contribution per origin (its strongest statement about the candidate). Contributions are the hand-set weights
below; they are not fitted to data and the posterior is not calibrated yet, which the documentation says.
Sources of the ordering: statements against interest (Federal Rules of Evidence 804(b)(3), rationale), NATO's
Admiralty grades (AJP-2.1), and the kinds of source that casualty recorders tell apart (OHCHR 2019).
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
    Grade,
    Stance,
    VoiceKind,
)
from ascribe.weigh.compatible import UNNAMED, candidate_key, wholes
from ascribe.weigh.conflicts import name_of
from ascribe.weigh.origins import Origins, folded
from ascribe.weigh.scale import likelihood

VOICE_WEIGHT = {
    VoiceKind.MONITOR: 1.6,
    VoiceKind.WITNESS: 1.2,
    VoiceKind.DOCUMENT: 1.2,
    VoiceKind.MEDIC: 1.0,
    VoiceKind.REPORT: 1.0,
    VoiceKind.MEDIA: 0.8,
    VoiceKind.OFFICIAL: 0.8,
    VoiceKind.ANONYMOUS_OFFICIAL: 0.6,
    VoiceKind.EXPERT: 0.5,
    VoiceKind.OTHER: 0.5,
    VoiceKind.ARMED_GROUP: 0.4,
}
"""Log-odds of a plain statement that an actor did it, by who says so."""
STANCE_FACTOR = {
    Stance.REPORTS: 1.0,
    Stance.ACCUSES: 0.8,
    Stance.SUSPECTS: 0.4,
    Stance.DENIES: -0.8,
    Stance.DOUBTS: -0.6,
}
CLAIM_WEIGHT = 1.3
"""A party's claim of its own deed: evidence, but parties also claim what is not theirs."""
ADMISSION_WEIGHT = 3.0
"""An admission against interest: a claim that comes with regret, or of what the actor had reason to hide."""
CONFESSION_WEIGHT = 1.5
"""A suspect's confession as others report it; confessions in custody can be forced."""
CONVICTION_WEIGHT = 4.0
SELF_DENIAL_WEIGHT = -0.4
"""The accused's own denial, which it would give either way."""
ADVERSARY_FACTOR = 0.5
"""What remains of an accusation when the accuser is a declared adversary of the accused."""
NONE_PRIOR = 0.25
"""Prior that it was none of the actors named, whatever their number."""
GRADE_FACTOR = {
    Grade.A: 1.6,
    Grade.B: 1.3,
    Grade.C: 1.0,
    Grade.D: 0.6,
    Grade.E: 0.2,
    Grade.F: 1.0,
}
"""Admiralty grades multiply a contribution; F is "cannot be judged" and changes nothing."""
NAMED_FROM = 0.5
"""Probability from which on a finding names a candidate; below it the answer is "not known", candidates shown."""
REGRET = ("mistake", "error", "gone wrong", "went wrong", "apolog", "regret", "sorry", "unintended")
CONFIRMED_WEIGHT = 8.0
"""A person's decision that a statement stands."""


def responsibility(
    incident: str,
    about: Sequence[Evidence],
    origins: Origins,
    actors: Mapping[str, Actor],
    grades: Mapping[str, Grade],
) -> Finding:
    """Candidates with probability, ICD 203's word and reasons, most probable first."""
    graded = {folded(name): grade for name, grade in grades.items()}
    keys = sorted({key for e in about if (key := candidate_key(e)) is not None})
    if len(keys) > 1:
        keys = [key for key in keys if key != UNNAMED]
    gathered = {key: contributions(key, about, origins, actors, graded) for key in keys}
    probabilities = posterior({key: sum(c.log_odds for c in gathered[key]) for key in keys})
    candidates = [
        Candidate(_label(key, about, actors), _actor(key), p, likelihood(p), gathered[key])
        for key in keys
        for p in [probabilities[key]]
    ]
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
        candidates=tuple(candidates),
        origins=origins.count(about),
        reports=len({e.report for e in about}),
    )


def posterior(scores: Mapping[str, float]) -> dict[str | None, float]:
    """Softmax of log prior plus summed log-odds; the key None is "none of these". Sums to 1."""
    logs: dict[str | None, float] = {None: math.log(NONE_PRIOR if scores else 1.0)}
    for key, score in scores.items():
        logs[key] = math.log((1 - NONE_PRIOR) / len(scores)) + score
    top = max(logs.values())
    total = sum(math.exp(v - top) for v in logs.values())
    return {key: math.exp(v - top) / total for key, v in logs.items()}


def contributions(
    key: str,
    about: Sequence[Evidence],
    origins: Origins,
    actors: Mapping[str, Actor],
    grades: Mapping[str, Grade],
) -> tuple[Contribution, ...]:
    """One contribution per origin that speaks to this candidate or a part of it, strongest first."""
    speaking: dict[int, list[Evidence]] = defaultdict(list)
    for e in about:
        said = candidate_key(e)
        if said is not None and (said == key or key in wholes(said, actors)):
            speaking[origins.of(e)].append(e)
    found = []
    for group in speaking.values():
        weights = [(weight(e, actors, grades), e) for e in group]
        strongest, lead = max(weights, key=lambda w: (abs(w[0]), w[1].id))
        found.append(
            Contribution(
                tuple(e.id for e in group),
                lead.voice.name,
                round(strongest, 4),
                _reason(lead, strongest, len(group)),
            )
        )
    return tuple(sorted(found, key=lambda c: (-abs(c.log_odds), c.statements)))


def weight(evidence: Evidence, actors: Mapping[str, Actor], grades: Mapping[str, Grade]) -> float:
    """Log-odds that one statement adds to the actor that it names."""
    if evidence.confirmed:
        return (
            CONFIRMED_WEIGHT if evidence.statement.stance not in {Stance.DENIES, Stance.DOUBTS} else -CONFIRMED_WEIGHT
        )
    own = evidence.voice_actor is not None and evidence.voice_actor == evidence.actor
    base = _base(evidence, own)
    if not own and _adverse(evidence, actors):
        base *= ADVERSARY_FACTOR
    grade = grades.get(folded(evidence.voice.name)) or (
        grades.get(folded(evidence.publisher or "")) if evidence.voice.kind is VoiceKind.REPORT else None
    )
    return base * (GRADE_FACTOR[grade] if grade else 1.0) * evidence.statement.confidence


def _base(evidence: Evidence, own: bool) -> float:
    stance = evidence.statement.stance
    quote = evidence.statement.quote.casefold()
    if stance is Stance.CONVICTS:
        return CONVICTION_WEIGHT
    if stance is Stance.CONFESSES:
        return CONFESSION_WEIGHT
    if stance is Stance.CLAIMS:
        return ADMISSION_WEIGHT if any(word in quote for word in REGRET) else CLAIM_WEIGHT
    if stance is Stance.DENIES and own:
        return SELF_DENIAL_WEIGHT
    return VOICE_WEIGHT[evidence.voice.kind] * STANCE_FACTOR[stance]


def _adverse(evidence: Evidence, actors: Mapping[str, Actor]) -> bool:
    """Whether the voice is a declared adversary of the actor, itself or through a whole."""
    voice, actor = evidence.voice_actor, evidence.actor
    if voice is None or actor is None:
        return False
    mine, theirs = wholes(voice, actors) | {voice}, wholes(actor, actors) | {actor}
    return any(
        known is not None and set(known.adversaries) & other
        for side, other in ((mine, theirs), (theirs, mine))
        for known in map(actors.get, side)
    )


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


def _reason(evidence: Evidence, log_odds: float, statements: int) -> str:
    """One plain sentence: who says what, and which way it pulls."""
    voice = evidence.voice
    name = (evidence.publisher or "the report") if voice.kind is VoiceKind.REPORT else voice.name
    kind = voice.kind.value.replace("_", " ") if voice.kind is not VoiceKind.REPORT else "outlet"
    more = f", {statements} statements counted once" if statements > 1 else ""
    way = "for" if log_odds > 0 else "against"
    return f"{name[:1].upper()}{name[1:]} ({kind}) {VERBS[evidence.statement.stance]}{more}: {way}, {log_odds:+.2f}."


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
