"""The reader that ships: what it says stands in the report, and how sure it has to be is the user's choice."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ascribe.extract import default_extractor
from ascribe.extract.spans import decode
from ascribe.extract.trained import TrainedExtractor, shipped
from ascribe.model import Attribute, Reading, Report, Stance, Toll
from ascribe.model.errors import UsageError

EXAMPLES = sorted((Path(__file__).parents[2] / "examples" / "reports").glob("*.md"))
WORDS = """a bomb killed four people in Tolvar on Monday the army blamed rebels who denied it gunmen shot dead
    according to police , . at least dozens said not " wounded Minister Adan claimed responsibility""".split()


def report(text: str) -> Report:
    return Report.plain("r", text)


def every_span_lies_in_the_report(reading: Reading, text: str) -> None:
    for account in reading.accounts:
        for s in account.statements:
            assert 0 <= s.span.start < s.span.end <= len(text)
            assert s.span.of(text) == s.quote
            assert 0 <= s.confidence <= 1
    for incident in reading.incidents:
        assert all(0 <= m.start < m.end <= len(text) for m in incident.mentions)
    for told in (*reading.ties, *reading.conflicts, *reading.proceedings):
        assert told.span.of(text) == told.quote


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(WORDS) | st.text(max_size=8), max_size=80).map(" ".join))
def test_any_text_is_read_and_every_span_lies_in_it(text: str) -> None:
    every_span_lies_in_the_report(TrainedExtractor().read(report(text)), text)


@pytest.mark.parametrize("path", EXAMPLES[::6], ids=lambda p: p.stem)
def test_the_examples_are_read_the_same_each_time(path: Path) -> None:
    told = report(path.read_text(encoding="utf-8"))
    reading = TrainedExtractor().read(told)
    every_span_lies_in_the_report(reading, told.text)
    assert TrainedExtractor().read(told) == reading


def test_a_higher_threshold_says_less_and_nothing_else() -> None:
    told = report(EXAMPLES[0].read_text(encoding="utf-8"))
    low, high = TrainedExtractor(threshold=0.0), TrainedExtractor(threshold=0.7)
    few = {s for a in high.read(told).accounts for s in a.statements}
    many = {s for a in low.read(told).accounts for s in a.statements}
    assert few < many
    assert all(s.confidence >= 0.7 for s in few)
    assert low.name != high.name


def test_a_long_text_is_read_in_windows_that_agree() -> None:
    text = "The council met to speak about the price of bread. " * 120 + "A bomb killed four people in Tolvar."
    scores = shipped().read(text)
    assert len(scores.starts) == len(scores.token) > 1000
    assert np.isfinite(scores.token).all()
    assert any(f.span.start > 5000 for f in decode(scores, "mention"))


def test_marks_cover_whole_words() -> None:
    text = "Unidentified gunmen shot dead Councillor Adebowale Okonkwobrathwaite in Tolvar, police said."
    scores = shipped().read(text)
    for head in ("responsible", "victim", "place", "mention", "speech"):
        for found in decode(scores, head):
            assert not text[found.span.start - 1 : found.span.start].isalnum()
            assert not text[found.span.end : found.span.end + 1].isalnum()


def test_a_setting_that_names_no_reader_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASCRIBE_READER", "nobody")
    with pytest.raises(UsageError, match="nobody"):
        default_extractor()
    monkeypatch.setenv("ASCRIBE_READER", "rules")
    assert default_extractor().name == "rules-1"
    monkeypatch.delenv("ASCRIBE_READER")
    monkeypatch.setenv("ASCRIBE_THRESHOLD", "2")
    with pytest.raises(UsageError, match="between 0 and 1"):
        default_extractor()


@pytest.mark.parametrize(
    "words",
    [
        "The Highland Liberation Front denied any involvement in the attack.",
        "The Highland Liberation Front rejected the accusation and said that it had nothing to do with the bombing.",
        "The Highland Liberation Front said that its fighters did not attack the market.",
    ],
)
def test_a_denial_never_becomes_a_claim(words: str) -> None:
    text = f"A bomb exploded in the market of Nahran on Tuesday and killed 17 people. {words}"
    said = [
        (str(s.value), s.stance)
        for a in TrainedExtractor().read(report(text)).accounts
        for s in a.statements
        if s.attribute is Attribute.RESPONSIBLE and "Front" in str(s.value)
    ]
    assert not {stance for _, stance in said} & {Stance.CLAIMS, Stance.ACCUSES, Stance.CONFESSES}


def test_a_count_in_a_sentence_of_its_own_is_not_lost() -> None:
    text = "A bomb exploded in Nahran on Tuesday and killed 17 people, the hospital said. Forty others were wounded."
    tolls = {
        (s.attribute, s.value.low)
        for a in TrainedExtractor().read(report(text)).accounts
        for s in a.statements
        if isinstance(s.value, Toll)
    }
    assert {(Attribute.KILLED, 17), (Attribute.WOUNDED, 40)} <= tolls


def test_reading_many_at_once_gives_what_reading_one_by_one_gives() -> None:
    extractor = TrainedExtractor()
    words = ("A bomb killed four people in Tolvar on Monday, police said.", "The rebels denied it.", "")
    reports = [report(f"{text} It was day {n}.") for n in range(4) for text in words]
    many, single = list(extractor.read_all(reports)), [extractor.read(r) for r in reports]
    assert [r.report for r in many] == [r.id for r in reports]
    assert [r.accounts for r in many] == [r.accounts for r in single]


def test_a_charge_is_no_conviction() -> None:
    told = (
        "The trial of two men opened at the court of Tolvar on Tuesday. Ilo Brandt and Jan Teskin are charged with "
        "having shot the editor Rado Vell on 22 April. Prosecutor Dana Ruhl read the charge for forty minutes."
    )
    reading = TrainedExtractor().read(report(told))
    stances = {s.stance for a in reading.accounts for s in a.statements if s.attribute is Attribute.RESPONSIBLE}
    assert Stance.CONVICTS not in stances


def test_a_quoted_officer_accuses_and_is_not_the_accused() -> None:
    text = (
        "A bomb killed four people at a market in Qarsha on Monday. Reuters quoted an army officer as saying that "
        "the Highland Front planted the bomb and fled."
    )
    told = [
        (a.voice.name, a.voice.via, str(s.value))
        for a in TrainedExtractor().read(report(text)).accounts
        for s in a.statements
        if s.attribute is Attribute.RESPONSIBLE
    ]
    assert ("an army officer", ("Reuters",)) in {t[:2] for t in told}
    assert not any("officer" in who for _, _, who in told)


CALM = (
    "Three pilgrims died when their speeding motorcycle rammed into a divider near Oskar Gate early on Monday. "
    "The second incident took place near the Bamel culvert. Police said they were investigating.",
    "In the photograph the mayor was captured together with Adan Loris, who owns two hotels in Velmar.",
    "His capture came after the arrest of two councillors in Velmar over unpaid taxes.",
    "The party threw itself into the electoral battle in Velmar and Oskar, and lost both seats.",
)


@pytest.mark.parametrize("text", CALM)
def test_accidents_and_figures_of_speech_are_no_incidents(text: str) -> None:
    assert TrainedExtractor().read(report(text)).incidents == ()


def test_what_somebody_says_ends_with_the_line_and_before_a_comma() -> None:
    text = 'The minister said that the mine would close in May, in a letter.\n\n"We shall see," said Adan.\n'
    contents = [f.span.of(text) for f in decode(shipped().read(text), "speech") if f.label == "content"]
    assert contents
    assert all("\n" not in words and words.strip(" ,;:") == words for words in contents)


WITHIN = (
    "Velmar blast kills four. A bomb killed four people in the town of Oskar, in Velmar province, on Monday.",
    "A bomb killed four people in Oskar about 40 km north of Velmar on Monday.",
    "Rebels shelled Velmar's Oskar district on Monday, killing four people.",
    "Velmar lies an hour from Oskar, where gunmen shot dead four people on Monday.",
)


@pytest.mark.parametrize("text", WITHIN)
def test_the_place_within_is_surer_than_the_one_that_holds_it(text: str) -> None:
    told = [s for a in TrainedExtractor().read(report(text)).accounts for s in a.statements]
    places = [s for s in told if s.attribute is Attribute.WHERE]
    assert "Oskar" in str(max(places, key=lambda s: s.confidence).value)


def test_towns_told_under_one_head_are_tied_to_it() -> None:
    text = (
        "Air strikes kill 40 people in Velmar province\n\n"
        "Air strikes killed 40 people in Velmar province on Monday, monitors said. "
        "Warplanes struck the town of Oskar and killed nine people. "
        "Elsewhere, air strikes also hit the village of Bamel, where six people were killed."
    )
    reading = TrainedExtractor().read(report(text))
    tied = [t for t in reading.ties if t.kind.value == "same_series"]
    assert tied
    assert {t.target for t in tied} == {reading.incidents[0].key}


def test_what_tells_nothing_of_its_own_goes_to_the_deed_before_it() -> None:
    text = (
        "On the night of 1 May the office of the paper in Oskar was set on fire. "
        "The prosecutor accuses Adan Teller of the arson. Teller denied it."
    )
    assert len(TrainedExtractor().read(report(text)).incidents) == 1


def test_any_is_nobody() -> None:
    text = "A bomb killed four people in Tolvar on Monday. The Highland Front denied any involvement in the attack."
    told = [str(s.value) for a in TrainedExtractor().read(report(text)).accounts for s in a.statements]
    assert "any" not in told
