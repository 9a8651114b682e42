"""Stances of those who say who did it."""

from __future__ import annotations

import pytest

from ascribe.extract import attributions
from ascribe.model import OWN_VOICE, Span, Stance, Voice, VoiceKind

OFFICIAL = Voice("Ivo Kern", VoiceKind.OFFICIAL)


def cued(words: str, voice: Voice = OWN_VOICE) -> list[tuple[str, Stance]]:
    return [(a.actor, a.stance) for a in attributions.cues(words, Span(0, len(words)), voice)]


@pytest.mark.parametrize(
    ("words", "actor", "stance"),
    [
        ("The Northern Front claimed responsibility for the blast.", "The Northern Front", Stance.CLAIMS),
        ("Kern blamed the Northern Front for the blast.", "the Northern Front", Stance.ACCUSES),
        ("A bombing blamed on the Northern Front killed two.", "the Northern Front", Stance.ACCUSES),
        ("He held the Northern Front responsible.", "the Northern Front", Stance.ACCUSES),
        ("The Northern Front denied involvement in the blast.", "The Northern Front", Stance.DENIES),
        ("The attack bears the hallmarks of the Northern Front.", "the Northern Front", Stance.SUSPECTS),
        ("No group has claimed the attack.", "unknown", Stance.REPORTS),
        ("It was not immediately clear who was behind the attack.", "unknown", Stance.REPORTS),
    ],
)
def test_cue_phrases(words: str, actor: str, stance: Stance) -> None:
    assert (actor, stance) in cued(words)


@pytest.mark.parametrize(
    "words", ["A stronghold near the capital was quiet.", "In a village held by rebels it was calm."]
)
def test_words_that_only_contain_a_cue(words: str) -> None:
    assert cued(words) == []


@pytest.mark.parametrize(
    ("voice", "stance"),
    [
        (OWN_VOICE, Stance.REPORTS),
        (Voice("the Velmar Observatory", VoiceKind.MONITOR), Stance.REPORTS),
        (OFFICIAL, Stance.ACCUSES),
        (Voice("the Northern Front", VoiceKind.ARMED_GROUP), Stance.CLAIMS),
    ],
)
def test_stance_of_a_plain_deed_hangs_on_who_tells_it(voice: Voice, stance: Stance) -> None:
    words = "Fighters of the Northern Front shelled the town."
    told = attributions.stance_of(words, Span(0, len(words)), "Fighters of the Northern Front", voice)
    assert told is not None
    assert told[0] is stance


def test_a_ministry_speaks_for_the_forces_of_its_state() -> None:
    words = "The defence ministry in Moscow said Russian jets hit the camp."
    told = attributions.stance_of(
        words, Span(0, len(words)), "Russian jets", Voice("The defence ministry in Moscow", VoiceKind.OFFICIAL)
    )
    assert told is not None
    assert told[0] is Stance.CLAIMS


def test_what_might_come_is_no_attribution() -> None:
    words = "If the army attacked the town, it would fall."
    assert attributions.stance_of(words, Span(0, len(words)), "army", OWN_VOICE) is None


def test_an_unknown_group_that_claims_is_taken_for_an_armed_group() -> None:
    words = "The Sons of the River claimed responsibility for the blast."
    voice = Voice("The Sons of the River", VoiceKind.OTHER)
    found = attributions.cues(words, Span(0, len(words)), voice)
    assert [a.voice.kind for a in found if a.voice] == [VoiceKind.ARMED_GROUP]


@pytest.mark.parametrize(
    "words",
    [
        "Nor have we seen evidence that the Northern Front was behind the bombing.",
        "There is no proof that the Northern Front was responsible for the blast.",
        "We have seen no evidence for the claim of the Northern Front.",
        "The claim by the Northern Front is false, the ministry said.",
    ],
)
def test_a_voice_that_sees_no_evidence_accuses_nobody(words: str) -> None:
    """Regression: "no evidence that X was behind it" was read as an accusation of X."""
    said = cued(words)
    assert {stance for _, stance in said} <= {Stance.DOUBTS}
    assert any("Northern Front" in actor for actor, _ in said)
    assert attributions.stance_of(words, Span(0, len(words)), "the Northern Front", OWN_VOICE) is None


def test_an_open_question_is_no_actor() -> None:
    assert all("question" not in actor for actor, _ in cued("The question of who is responsible stays open."))
