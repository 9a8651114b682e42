"""The extractor as a whole: what a short report says, and what holds for any text."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from ascribe.extract import default_extractor
from ascribe.model import (
    Attribute,
    Kind,
    Period,
    Phrase,
    PlaceName,
    Reading,
    Report,
    Stance,
    Statement,
    Term,
    Toll,
    Voice,
    VoiceKind,
)

NEWS = """Car bomb kills five in Velmar market

Velmar, 12 May 2021 - A car bomb exploded at a crowded market in the city of Velmar on Tuesday, killing
at least five people and wounding 12 others, police said. The Sons of the River claimed
responsibility for the attack in a statement.
Interior Minister Tomas Harel blamed the Northern Front for the blast. The Northern Front denied involvement.

Last month gunmen killed three soldiers in an ambush near the village of Oskar."""


def report(text: str, published: date | None = date(2021, 5, 12)) -> Report:
    return Report.plain("r", text, published=published)


def read(text: str, published: date | None = date(2021, 5, 12)) -> Reading:
    return default_extractor().read(report(text, published))


def said(reading: Reading, attribute: Attribute, incident: str | None = None) -> list[tuple[Voice, Statement]]:
    return [
        (a.voice, s)
        for a in reading.accounts
        for s in a.statements
        if s.attribute is attribute and incident in (None, a.incident)
    ]


def test_news_report_gives_the_bombing_with_day_place_and_toll() -> None:
    reading = read(NEWS)
    assert said(reading, Attribute.KIND, "i1")[0][1].value == Term(Kind.BOMBING)
    assert Period.day(date(2021, 5, 11)) in [s.value for _, s in said(reading, Attribute.WHEN, "i1")]
    assert any("Velmar" in str(s.value) for _, s in said(reading, Attribute.WHERE, "i1"))
    tolls = [s.value for _, s in said(reading, Attribute.KILLED, "i1")]
    assert any(isinstance(t, Toll) and t.low == 5 for t in tolls)


def test_who_is_said_to_have_done_it_stands_with_voice_and_stance() -> None:
    stances = {(voice.name, s.stance, str(s.value)) for voice, s in said(read(NEWS), Attribute.RESPONSIBLE, "i1")}
    assert ("The Sons of the River", Stance.CLAIMS, "The Sons of the River") in stances
    assert any(v.endswith("Tomas Harel") and s is Stance.ACCUSES and "Northern Front" in a for v, s, a in stances)
    assert any(s is Stance.DENIES and "Northern Front" in a for _, s, a in stances)


def test_background_of_another_month_is_another_incident() -> None:
    reading = read(NEWS)
    assert len(reading.incidents) >= 2
    last = reading.incidents[-1].key
    assert Period.month(2021, 4) in [s.value for _, s in said(reading, Attribute.WHEN, last)]


def test_a_report_that_sets_blame_against_denial_gives_a_conflict() -> None:
    assert any(c.about is Attribute.RESPONSIBLE for c in read(NEWS).conflicts)


def test_capitals_and_lost_commas_are_read() -> None:
    shouted = read("GUNMEN KIDNAPPED TWO ENGINEERS IN VELMAR ON 3 MAY 2021, ARMY SOURCES SAID.")
    assert said(shouted, Attribute.KIND)[0][1].value == Term(Kind.ABDUCTION)
    bare = read("Shelling by government forces killed four people in Oskar on Monday a monitor said.")
    assert [str(s.value) for _, s in said(bare, Attribute.RESPONSIBLE)] == ["government forces"]
    assert {v.kind for v, _ in said(bare, Attribute.RESPONSIBLE)} == {VoiceKind.MONITOR}


def test_peaceful_news_has_no_incident() -> None:
    text = "The striker scored twice before the general strike began. Prices exploded. He died of a heart attack at 80."
    assert read(text).incidents == ()


def test_text_without_day_of_publication_tells_no_relative_day() -> None:
    assert said(read("A bomb exploded in Velmar on Tuesday killing two people.", None), Attribute.WHEN) == []


def test_empty_text_gives_an_empty_reading() -> None:
    assert read("").incidents == ()


def test_reading_is_the_same_every_time() -> None:
    assert read(NEWS) == read(NEWS)


def test_a_megabyte_in_one_line_is_read() -> None:
    assert read("gunmen killed two in Velmar and " * 32_000).report


def _traceable(reading: Reading, text: str) -> bool:
    statements = [s for a in reading.accounts for s in a.statements]
    keys = {i.key for i in reading.incidents}
    return (
        all(s.span.of(text) == s.quote and s.quote for s in statements)
        and all(m.of(text) for i in reading.incidents for m in i.mentions)
        and all(a.incident in keys for a in reading.accounts)
        and all(t.span.of(text) == t.quote for t in (*reading.ties, *reading.conflicts, *reading.proceedings))
    )


def test_every_quote_is_the_text_at_its_span() -> None:
    assert _traceable(read(NEWS), NEWS)


WORDS = st.sampled_from(
    'gunmen killed 5 five at least people in Velmar on Monday said the army bomb , . \n " blamed claimed '
    "responsibility "
    "shelling by Northern Front denied 2021 May ’ – 12 wounded clashes between and rebels civil war since".split(" ")
)


@given(st.lists(WORDS, max_size=60).map(" ".join))
@settings(max_examples=150, deadline=None)
def test_shuffled_news_never_raises_and_stays_traceable(text: str) -> None:
    assert _traceable(read(text), text)


@given(st.text(max_size=300))
@settings(max_examples=150, deadline=None)
def test_any_text_never_raises_and_stays_traceable(text: str) -> None:
    assert _traceable(read(text), text)


def test_places_keep_their_country() -> None:
    values = [s.value for _, s in said(read("An air strike hit a school in eastern Syria on Monday."), Attribute.WHERE)]
    assert PlaceName("Syria", "SY") in values


def test_nobody_claimed_it_is_told_as_unknown() -> None:
    reading = read("A blast killed two people in Velmar on Monday. No group has claimed responsibility.")
    assert (Phrase("unknown"), Stance.REPORTS) in [(s.value, s.stance) for _, s in said(reading, Attribute.RESPONSIBLE)]
