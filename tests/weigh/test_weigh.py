"""The engine's promises: copies count once, rising tolls are no conflict, order does not matter, numbers add up."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ascribe.model import (
    OWN_VOICE,
    Actor,
    ActorKind,
    Attribute,
    Evidence,
    Finding,
    Grade,
    Phrase,
    Span,
    Stance,
    Statement,
    Toll,
    Value,
    Voice,
    VoiceKind,
    Weighed,
)
from ascribe.weigh import weigh
from ascribe.weigh.scale import likelihood

FRONT, COVENANT, FALCONS = "front", "covenant", "falcons"
ACTORS = {
    FRONT: Actor(FRONT, "Highland Front", ActorKind.ARMED_GROUP, adversaries=("army",)),
    COVENANT: Actor(COVENANT, "Covenant", ActorKind.ARMED_GROUP),
    FALCONS: Actor(FALCONS, "Falcon Brigades", ActorKind.ARMED_GROUP, member_of=(FRONT,)),
    "army": Actor("army", "the army", ActorKind.STATE_BODY),
}
MONITOR = Voice("The Observatory", VoiceKind.MONITOR)
SPOKESMAN = Voice("Colonel Ruzin", VoiceKind.OFFICIAL)


def said(
    number: int,
    attribute: Attribute,
    value: Value,
    stance: Stance = Stance.REPORTS,
    *,
    voice: Voice = OWN_VOICE,
    report: str | None = None,
    origin: str | None = None,
    day: int = 1,
    actor: str | None = None,
    voice_actor: str | None = None,
    publisher: str | None = None,
    quote: str = "words",
    confirmed: bool = False,
) -> Evidence:
    report = report or f"r{number}"
    return Evidence(
        id=f"s{number}",
        report=report,
        publisher=publisher or f"Outlet {report}",
        published=date(2023, 7, day),
        voice=voice,
        statement=Statement(attribute, value, stance, Span(number, number + 5), quote),
        origin=origin or report,
        actor=actor,
        voice_actor=voice_actor,
        confirmed=confirmed,
    )


def blames(number: int, actor: str, stance: Stance = Stance.ACCUSES, **more: object) -> Evidence:
    return said(number, Attribute.RESPONSIBLE, Phrase(ACTORS[actor].name), stance, actor=actor, **more)  # type: ignore[arg-type]


def finding(weighed: Weighed, attribute: Attribute = Attribute.RESPONSIBLE) -> Finding:
    return next(f for f in weighed.findings if f.attribute is attribute)


def probability(weighed: Weighed, label: str | None) -> float:
    return next(c.probability or 0.0 for c in finding(weighed).candidates if c.label == label)


def test_copies_of_one_text_count_once() -> None:
    one = [blames(1, FRONT, Stance.REPORTS)]
    carried = [blames(n, FRONT, Stance.REPORTS, report=f"r{n}", origin="r1") for n in range(2, 6)]
    assert probability(weigh("i", one, ACTORS), "Highland Front") == pytest.approx(
        probability(weigh("i", one + carried, ACTORS), "Highland Front")
    )
    assert finding(weigh("i", one + carried, ACTORS)).origins == 1


def test_one_speaker_quoted_by_many_outlets_counts_once() -> None:
    quoted = [blames(n, FRONT, voice=SPOKESMAN) for n in range(1, 8)]
    assert finding(weigh("i", quoted, ACTORS)).origins == 1
    assert probability(weigh("i", quoted, ACTORS), "Highland Front") == pytest.approx(
        probability(weigh("i", quoted[:1], ACTORS), "Highland Front")
    )


def test_unnamed_officials_of_two_texts_are_two_origins() -> None:
    voice = Voice("a security official", VoiceKind.ANONYMOUS_OFFICIAL)
    assert finding(weigh("i", [blames(1, FRONT, voice=voice), blames(2, FRONT, voice=voice)], ACTORS)).origins == 2


def test_an_unnamed_official_whom_one_agency_passed_on_is_one_origin_wherever_it_is_printed() -> None:
    """A paper quotes the agency, another paper does, and the agency's own report stands in the case too."""
    official = Voice("a security official", VoiceKind.ANONYMOUS_OFFICIAL)
    passed_on = Voice(official.name, official.kind, via=("the Harbour Wire",))
    chain = [
        blames(1, FRONT, voice=passed_on, publisher="Morning Post"),
        blames(2, FRONT, voice=passed_on, publisher="Evening Post"),
        blames(3, FRONT, voice=official, publisher="Harbour Wire"),
    ]
    assert finding(weigh("i", chain, ACTORS)).origins == 1
    other = blames(4, FRONT, voice=official, publisher="River Wire")
    assert finding(weigh("i", [*chain, other], ACTORS)).origins == 2


LONG = "gunmen of the Front came down from the hills before dawn and opened fire on the guards"


@pytest.mark.parametrize(("quote", "origins"), [(LONG, 1), (f"{LONG[:30]}", 2)], ids=["a long run", "a few words"])
def test_the_same_words_in_two_texts_are_one_origin_where_they_are_many(quote: str, origins: int) -> None:
    voice = Voice("a security official", VoiceKind.ANONYMOUS_OFFICIAL)
    told = [
        said(n, Attribute.RESPONSIBLE, Phrase("the Front"), Stance.ACCUSES, voice=voice, actor=FRONT, quote=quote)
        for n in (1, 2)
    ]
    assert finding(weigh("i", told, ACTORS)).origins == origins


def test_an_admission_with_regret_outweighs_a_rival_claim() -> None:
    rival = blames(1, COVENANT, Stance.CLAIMS, voice=Voice("Covenant", VoiceKind.ARMED_GROUP), voice_actor=COVENANT)
    admission = blames(
        2,
        FRONT,
        Stance.CLAIMS,
        voice=Voice("Front", VoiceKind.ARMED_GROUP),
        voice_actor=FRONT,
        quote="our operation went wrong and we apologise",
    )
    weighed = weigh("i", [rival, admission], ACTORS)
    assert finding(weighed).best == "Highland Front"
    assert any(c.attribute is Attribute.RESPONSIBLE for c in weighed.conflicts)


def test_an_adversary_convinces_less_than_a_bystander() -> None:
    adversary = blames(1, FRONT, voice=SPOKESMAN, voice_actor="army")
    bystander = blames(1, FRONT, voice=SPOKESMAN)
    assert probability(weigh("i", [adversary], ACTORS), "Highland Front") < probability(
        weigh("i", [bystander], ACTORS), "Highland Front"
    )


def test_a_part_and_its_whole_are_no_conflict() -> None:
    weighed = weigh("i", [blames(1, FRONT), blames(2, FALCONS)], ACTORS)
    assert not weighed.conflicts


def test_blame_of_a_part_supports_the_whole() -> None:
    weighed = weigh("i", [blames(1, FRONT), blames(2, FALCONS), blames(3, FALCONS)], ACTORS)
    whole = next(c for c in finding(weighed).candidates if c.label == "Highland Front")
    assert len(whole.contributions) == 3


def test_blame_and_its_denial_are_a_conflict_with_two_sides() -> None:
    denial = blames(2, FRONT, Stance.DENIES, voice=Voice("Front", VoiceKind.ARMED_GROUP), voice_actor=FRONT)
    (conflict,) = weigh("i", [blames(1, FRONT, voice=MONITOR), denial], ACTORS).conflicts
    assert [side.label for side in conflict.sides] == ["Highland Front", "not Highland Front"]
    assert [side.statements for side in conflict.sides] == [("s1",), ("s2",)]


def test_unknown_is_an_answer() -> None:
    weighed = weigh("i", [said(1, Attribute.RESPONSIBLE, Phrase("unknown"))], ACTORS)
    assert finding(weighed).best is None
    assert probability(weighed, None) == pytest.approx(1.0)


def test_a_rising_toll_is_no_conflict_and_the_last_figure_is_best() -> None:
    tolls = [said(n, Attribute.KILLED, Toll(k, k), day=d) for n, (k, d) in enumerate([(17, 1), (23, 2), (44, 3)], 1)]
    weighed = weigh("i", tolls, ACTORS)
    assert not weighed.conflicts
    killed = finding(weighed, Attribute.KILLED)
    assert (killed.best, killed.low, killed.high) == ("44", "17", "44")


def test_tolls_of_the_same_day_that_no_number_satisfies_are_a_conflict() -> None:
    army = said(1, Attribute.KILLED, Toll(3, 3), voice=SPOKESMAN)
    front = said(2, Attribute.KILLED, Toll(12, 12), voice=Voice("Front", VoiceKind.ARMED_GROUP))
    (conflict,) = weigh("i", [army, front], ACTORS).conflicts
    assert conflict.why == "12 and 3 cannot both be the number" or conflict.why == "3 and 12 cannot both be the number"


def test_at_least_and_an_exact_higher_figure_agree() -> None:
    assert not weigh("i", [said(1, Attribute.KILLED, Toll(5, None)), said(2, Attribute.KILLED, Toll(9, 9))]).conflicts


def test_children_among_the_dead_are_no_second_toll() -> None:
    weighed = weigh(
        "i", [said(1, Attribute.KILLED, Toll(8, 8, "people")), said(2, Attribute.KILLED, Toll(3, 3, "children"))]
    )
    assert not weighed.conflicts
    assert finding(weighed, Attribute.KILLED).best == "8"


@pytest.mark.parametrize(
    ("one", "other", "clash"),
    [
        ("suicide attack", "a planted device", True),
        ("explosive belt", "suicide bombing", False),
        ("mortar shells", "air strike", True),
        ("car bomb", "explosive device", False),
        ("rockets", "artillery", False),
    ],
)
def test_means(one: str, other: str, clash: bool) -> None:
    evidence = [said(1, Attribute.MEANS, Phrase(one)), said(2, Attribute.MEANS, Phrase(other))]
    assert bool(weigh("i", evidence).conflicts) is clash


def test_a_grade_moves_the_finding() -> None:
    evidence = [blames(1, FRONT, voice=MONITOR)]
    plain = probability(weigh("i", evidence, ACTORS), "Highland Front")
    assert probability(weigh("i", evidence, ACTORS, {"The Observatory": Grade.A}), "Highland Front") > plain
    assert probability(weigh("i", evidence, ACTORS, {"The Observatory": Grade.E}), "Highland Front") < plain


STANCES = st.sampled_from(list(Stance))
BLAMES = st.lists(
    st.tuples(
        st.sampled_from([FRONT, COVENANT, FALCONS]), STANCES, st.sampled_from(list(VoiceKind)), st.integers(1, 9)
    ),
    min_size=1,
    max_size=12,
)


@given(BLAMES, st.randoms(use_true_random=False))
def test_probabilities_add_to_one_and_order_does_not_matter(rows: list, random) -> None:  # type: ignore[no-untyped-def, type-arg]
    evidence = [
        blames(
            n, actor, stance, voice=Voice(f"Voice {day}", kind) if kind is not VoiceKind.REPORT else OWN_VOICE, day=day
        )
        for n, (actor, stance, kind, day) in enumerate(rows, 1)
    ]
    weighed = weigh("i", evidence, ACTORS)
    assert sum(c.probability or 0.0 for c in finding(weighed).candidates) == pytest.approx(1.0)
    shuffled = list(evidence)
    random.shuffle(shuffled)
    assert weigh("i", shuffled, ACTORS) == weighed


@given(st.floats(0, 1))
def test_every_probability_has_a_word(p: float) -> None:
    assert likelihood(p)


def test_words_that_name_nobody_are_no_answer_and_no_rival() -> None:
    gunmen = said(1, Attribute.RESPONSIBLE, Phrase("unidentified gunmen"))
    alone = finding(weigh("i", [gunmen], ACTORS))
    assert alone.best is None
    assert [c.label for c in alone.candidates] == ["unidentified gunmen", None]
    beside = finding(weigh("i", [gunmen, blames(2, FRONT, voice=MONITOR)], ACTORS))
    assert [c.label for c in beside.candidates] == ["Highland Front", None]


def test_many_wounded_does_not_stand_for_a_count() -> None:
    vague = said(1, Attribute.WOUNDED, Toll(2, None), voice=Voice("the doctor", VoiceKind.MEDIC))
    counted = said(2, Attribute.WOUNDED, Toll(60, 60))
    assert finding(weigh("i", [vague, counted]), Attribute.WOUNDED).best == "60"


def test_a_candidate_that_is_less_likely_than_not_is_not_named() -> None:
    evenly = [blames(1, FRONT, voice=MONITOR), blames(2, COVENANT, voice=Voice("Rights Group", VoiceKind.MONITOR))]
    shown = finding(weigh("i", evenly, ACTORS))
    assert shown.best is None
    assert {c.label for c in shown.candidates} == {"Highland Front", "Covenant", None}


def test_a_conflict_says_since_when_its_sides_stand_against_each_other() -> None:
    denial = blames(2, FRONT, Stance.DENIES, voice=Voice("Front", VoiceKind.ARMED_GROUP), voice_actor=FRONT, day=4)
    later = blames(3, FRONT, Stance.DENIES, voice=SPOKESMAN, day=9)
    (conflict,) = weigh("i", [blames(1, FRONT, voice=MONITOR, day=2), denial, later], ACTORS).conflicts
    assert conflict.arose == date(2023, 7, 4)


@pytest.mark.parametrize(
    ("quote", "clash"),
    [("32 dead including the bomber", False), ("32 dead", True), ("34 dead, not counting him", True)],
)
def test_a_toll_with_and_one_without_the_attacker_agree(quote: str, clash: bool) -> None:
    one = said(1, Attribute.KILLED, Toll(31, 31), voice=MONITOR)
    other = said(2, Attribute.KILLED, Toll(32, 32), voice=SPOKESMAN, quote=quote)
    assert bool(weigh("i", [one, other], ACTORS).conflicts) is clash
