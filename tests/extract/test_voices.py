"""Who speaks in a sentence."""

from __future__ import annotations

import pytest

from ascribe.extract import sentences
from ascribe.extract.voices import VoiceReader, kind_of
from ascribe.model import OWN_VOICE, Voice, VoiceKind


def voices(text: str) -> list[Voice]:
    reader = VoiceReader(text)
    return [reader.read(text, s) for s in sentences.split(text)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The defence ministry said that five soldiers died.", "The defence ministry"),
        ("Five people died, according to Velmar officials.", "Velmar officials"),
        ('"It was loud," said Mara Dolen.', "Mara Dolen"),
        ("A blast killed two people in Velmar a security official said.", "a security official"),
        ("Five died, a doctor told reporters.", "a doctor"),
    ],
)
def test_the_voice_of_a_sentence(text: str, name: str) -> None:
    assert voices(text)[0].name == name


def test_a_sentence_without_speaker_is_the_reports_own() -> None:
    assert voices("Five soldiers died in Velmar.") == [OWN_VOICE]


def test_he_and_the_official_stand_for_the_last_speaker() -> None:
    first, second = voices("General Ivo Kern said that five died. He added that two fled.")
    assert first.name == second.name == "General Ivo Kern"


def test_a_monitor_is_the_one_that_the_report_names() -> None:
    text = "Five died, a monitor said. The Velmar Observatory for Human Rights counts the dead."
    assert voices(text)[0].name == "The Velmar Observatory for Human Rights"


def test_who_passed_it_on_is_kept() -> None:
    voice = voices("Velmar News quoted a security source as saying that two died.")[0]
    assert (voice.name, voice.via) == ("a security source", ("Velmar News",))


@pytest.mark.parametrize(
    ("text", "name", "via"),
    [
        ("According to the state agency, quoting a medic, nine died.", "a medic", "the state agency"),
        ("The Velmar Times reported, citing two medics, that nine died.", "two medics", "The Velmar Times"),
        ("The news agency, citing the interior ministry, said four died.", "the interior ministry", "The news agency"),
        ("A security official told Velmar Radio that nine died.", "A security official", "Velmar Radio"),
        ("Residents told the Observatory that a car exploded.", "Residents", "the Observatory"),
    ],
)  # fmt: skip
def test_whose_words_an_outlet_carries(text: str, name: str, via: str) -> None:
    voice = voices(text)[0]
    assert (voice.name, voice.via) == (name, (via,))


@pytest.mark.parametrize("text", ["Police told the court that nine died.", "A medic told the crowd that nine died."])
def test_what_is_told_to_no_outlet_is_passed_on_by_nobody(text: str) -> None:
    assert voices(text)[0].via == ()


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("the Interior Minister", VoiceKind.OFFICIAL),
        ("a security official", VoiceKind.ANONYMOUS_OFFICIAL),
        ("the Northern Front", VoiceKind.ARMED_GROUP),
        ("a witness", VoiceKind.WITNESS),
        ("the Velmar Observatory", VoiceKind.MONITOR),
        ("an analyst", VoiceKind.EXPERT),
        ("a doctor", VoiceKind.MEDIC),
        ("Reuters", VoiceKind.MEDIA),
    ],
)
def test_kind_of_voice(name: str, kind: VoiceKind) -> None:
    assert kind_of(name) is kind
