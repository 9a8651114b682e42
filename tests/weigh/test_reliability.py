"""Reliabilities over a whole case: what is settled moves a voice, nobody confirms himself, old results are reused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ascribe.model import (
    OWN_VOICE,
    Actor,
    ActorKind,
    Attribute,
    Evidence,
    Grade,
    Phrase,
    Span,
    Stance,
    Statement,
    Voice,
    VoiceKind,
    Weighed,
)
from ascribe.model.relation import RelationKind
from ascribe.model.reliability import Capacity
from ascribe.weigh.capacity import USUAL, USUAL_OF_OTHERS, capacity_of
from ascribe.weigh.relations import extended, listed, observed
from ascribe.weigh.whole import Whole, weigh_all

ACTORS = {
    "front": Actor("front", "Highland Front", ActorKind.ARMED_GROUP),
    "covenant": Actor("covenant", "Covenant", ActorKind.ARMED_GROUP),
    "falcons": Actor("falcons", "Falcon Brigades", ActorKind.ARMED_GROUP, member_of=("front",)),
    "army": Actor("army", "the army", ActorKind.STATE_BODY),
}
COLONEL = Voice("Colonel Ruzin", VoiceKind.OFFICIAL)
MONITOR = Voice("The Observatory", VoiceKind.MONITOR)
COVENANT = Voice("the Covenant", VoiceKind.ARMED_GROUP)


def blames(
    number: int,
    actor: str,
    stance: Stance = Stance.REPORTS,
    voice: Voice = OWN_VOICE,
    voice_actor: str | None = None,
    *,
    quote: str = "words",
    confidence: float = 1.0,
    confirmed: bool = False,
) -> Evidence:
    return Evidence(
        id=f"s{number}",
        report=f"r{number}",
        publisher=f"Outlet {number}",
        published=date(2023, 7, 1),
        voice=voice,
        statement=Statement(
            Attribute.RESPONSIBLE, Phrase(ACTORS[actor].name), stance, Span(number, number + 5), quote, confidence
        ),
        origin=f"r{number}",
        actor=actor,
        voice_actor=voice_actor,
        confirmed=confirmed,
    )


Incidents = Mapping[str, Sequence[Evidence]]


def probability(whole: Whole, incident: str, label: str | None) -> float:
    found = next(w for w in whole.weighed if w.incident == incident).findings[0]
    return next(c.probability or 0.0 for c in found.candidates if c.label == label)


def worth(whole: Whole, voice: str, capacity: Capacity = Capacity.BYSTANDER) -> float | None:
    return next((m.mean for m in whole.reliabilities if (m.voice, m.capacity) == (voice, capacity)), None)


def test_one_voice_alone_is_believed_as_far_as_it_is_reliable() -> None:
    whole = weigh_all({"i": [blames(1, "front", voice=MONITOR)]}, ACTORS)
    assert probability(whole, "i", "Highland Front") == pytest.approx(USUAL_OF_OTHERS[VoiceKind.MONITOR], abs=0.005)


def test_a_misreading_of_little_confidence_moves_little() -> None:
    whole = weigh_all({"i": [blames(1, "front", voice=COLONEL, confidence=0.2)]}, ACTORS)
    assert probability(whole, "i", "Highland Front") < 0.6


def test_nobody_confirms_himself() -> None:
    """A hundred incidents of which one voice alone speaks say nothing of how often it is right."""
    alone = {f"i{n}": [blames(n, "front", Stance.REPORTS, COLONEL)] for n in range(100)}
    assert worth(weigh_all(alone, ACTORS), "voice colonel ruzin") is None


def test_a_claimant_whose_claims_a_person_settled_as_false_is_believed_less() -> None:
    claims = {f"i{n}": [blames(n, "covenant", Stance.CLAIMS, COVENANT, "covenant")] for n in range(5)}
    before = weigh_all(claims, ACTORS)
    after = weigh_all(claims, ACTORS, ruled={f"i{n}": "decided:" for n in range(4)})
    assert probability(before, "i4", "Covenant") == pytest.approx(USUAL[Capacity.CLAIM], abs=0.01)
    assert probability(after, "i4", "Covenant") < probability(before, "i4", "Covenant") - 0.15


def test_false_claims_do_not_taint_what_the_voice_says_of_others() -> None:
    said = {f"i{n}": [blames(n, "covenant", Stance.CLAIMS, COVENANT, "covenant")] for n in range(4)}
    said["other"] = [blames(9, "army", Stance.ACCUSES, COVENANT, "covenant"), blames(10, "army", voice=MONITOR)]
    whole = weigh_all(said, ACTORS, ruled={f"i{n}": "front" for n in range(4)})
    claiming, accusing = worth(whole, "actor covenant", Capacity.CLAIM), worth(whole, "actor covenant")
    assert claiming is not None
    assert accusing is not None
    assert claiming < accusing


def test_a_grade_moves_every_incident_that_the_voice_speaks_of() -> None:
    said = {f"i{n}": [blames(n, "front", voice=COLONEL)] for n in range(3)}
    plain, graded = weigh_all(said, ACTORS), weigh_all(said, ACTORS, {"Colonel Ruzin": Grade.A})
    for incident in said:
        assert probability(graded, incident, "Highland Front") > probability(plain, incident, "Highland Front") + 0.1


def test_the_credibility_of_a_statement_goes_before_the_reliability_of_its_voice() -> None:
    def with_grade(credibility: int | None) -> float:
        e = msgspec.structs.replace(blames(1, "front", voice=COLONEL), credibility=credibility)
        return probability(weigh_all({"i": [e]}, ACTORS), "i", "Highland Front")

    assert with_grade(1) > with_grade(2) > with_grade(None) > with_grade(4)
    assert with_grade(6) == with_grade(None)


def test_an_admission_weighs_more_than_a_claim_and_a_claim_more_than_an_enemys_word() -> None:
    def alone(e: Evidence) -> float:
        actors = extended(ACTORS, ())
        return probability(weigh_all({"i": [e]}, actors), "i", "Highland Front")

    admission = alone(blames(1, "front", Stance.CLAIMS, COVENANT, "front", quote="it went wrong and we apologise"))
    claim = alone(blames(1, "front", Stance.CLAIMS, COVENANT, "front"))
    hostile = ACTORS | {"army": Actor("army", "the army", ActorKind.STATE_BODY, adversaries=("front",))}
    enemy = probability(
        weigh_all({"i": [blames(1, "front", Stance.ACCUSES, COLONEL, "army")]}, hostile), "i", "Highland Front"
    )
    assert admission > claim > enemy > 0.5


def test_what_is_established_says_who_settled_it() -> None:
    def established(e: Evidence) -> str | None:
        return weigh_all({"i": [e]}, ACTORS).weighed[0].findings[0].established

    assert established(blames(1, "front", voice=MONITOR)) is None
    assert "court" in str(established(blames(1, "front", Stance.CONVICTS)))
    assert "interest" in str(established(blames(1, "front", Stance.CLAIMS, COVENANT, "front", quote="we regret it")))
    assert "decision" in str(established(blames(1, "front", confirmed=True)))


def test_a_denial_of_the_whole_stands_against_blame_of_its_part() -> None:
    """Regression: only a denial by the very actor blamed was a conflict."""
    denial = blames(2, "front", Stance.DENIES, COVENANT, "front")
    (conflict,) = weigh_all({"i": [blames(1, "falcons", voice=MONITOR), denial]}, ACTORS).weighed[0].conflicts
    assert conflict.why == "Falcon Brigades is said to have done it, and that is denied or doubted"


def test_two_actors_whom_one_voice_names_together_are_no_conflict() -> None:
    both = [blames(1, "front", voice=MONITOR), blames(2, "army", voice=MONITOR)]
    assert not weigh_all({"i": both}, ACTORS).weighed[0].conflicts
    apart = [blames(1, "front", voice=MONITOR), blames(2, "army", voice=COLONEL)]
    assert weigh_all({"i": apart}, ACTORS).weighed[0].conflicts


def test_mutual_accusations_make_adversaries_with_their_statements_as_the_source() -> None:
    said = {
        "i1": [blames(1, "front", Stance.ACCUSES, COLONEL, "army")],
        "i2": [blames(2, "front", Stance.ACCUSES, COLONEL, "army")],
        "i3": [blames(3, "army", Stance.ACCUSES, COVENANT, "front")],
    }
    (relation,) = observed(said, ACTORS)
    assert (relation.kind, {relation.one, relation.other}) == (RelationKind.ADVERSARY, {"army", "front"})
    assert relation.statements == ("s1", "s2", "s3")
    hostile = extended(ACTORS, [relation])
    assert capacity_of(said["i1"][0], hostile) is Capacity.ADVERSARY
    assert {r.kind for r in listed(hostile)} == {RelationKind.PART, RelationKind.ADVERSARY}


ROWS = st.lists(
    st.tuples(
        st.integers(0, 5),
        st.sampled_from(sorted(ACTORS)),
        st.sampled_from([Stance.REPORTS, Stance.ACCUSES, Stance.SUSPECTS, Stance.DENIES, Stance.CLAIMS]),
        st.sampled_from([OWN_VOICE, COLONEL, MONITOR]),
    ),
    max_size=14,
)


def gathered(rows: Sequence[tuple[int, str, Stance, Voice]], first: int = 0) -> dict[str, list[Evidence]]:
    found: dict[str, list[Evidence]] = {}
    for n, (incident, actor, stance, voice) in enumerate(rows, first):
        found.setdefault(f"i{incident}", []).append(blames(n, actor, stance, voice))
    return found


@given(ROWS, ROWS)
def test_weighing_what_is_new_gives_what_weighing_everything_anew_gives(old: list, new: list) -> None:  # type: ignore[type-arg]
    before = weigh_all(gathered(old), ACTORS)
    held: dict[str, Weighed] = {w.incident: w for w in before.weighed}
    everything = gathered(old + new)
    assert weigh_all(everything, ACTORS, held=held).weighed == weigh_all(everything, ACTORS).weighed


def test_a_report_from_elsewhere_weighs_only_its_own_incident_anew() -> None:
    said = gathered([(n % 5, "front", Stance.REPORTS, OWN_VOICE) for n in range(30)])
    held = {w.incident: w for w in weigh_all(said, ACTORS).weighed}
    assert weigh_all(said, ACTORS, held=held).anew == 0
    assert weigh_all({**said, "new": [blames(99, "army", voice=COLONEL)]}, ACTORS, held=held).anew == 1
