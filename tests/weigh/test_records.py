"""Track records: only what is settled counts, once an incident; the kind speaks for a voice little heard."""

from __future__ import annotations

from ascribe.model import Actor, ActorKind, Attribute, Phrase, Span, Stance, Voice, VoiceKind
from ascribe.model.record import Outcome, TrackRecord
from ascribe.model.reliability import Capacity, Measured
from ascribe.model.view import StatementView
from ascribe.weigh.records import track_records

ACTORS = {
    "front": Actor("front", "Highland Front", ActorKind.ARMED_GROUP),
    "falcons": Actor("falcons", "Falcon Brigades", ActorKind.ARMED_GROUP, member_of=("front",)),
    "army": Actor("army", "the army", ActorKind.STATE_BODY),
}
OFFICE = Voice("the ministry", VoiceKind.OFFICIAL)
MONITOR = Voice("the monitor", VoiceKind.MONITOR)


def said(
    number: int,
    voice: Voice,
    actor: str,
    stance: Stance = Stance.ACCUSES,
    incident: str = "inc-1",
    *,
    confirmed: bool = False,
    rejected: bool = False,
) -> StatementView:
    return StatementView(
        id=f"s{number}",
        incident=incident,
        report=f"r{number}",
        report_name=f"r{number}",
        publisher=None,
        published=None,
        voice=voice,
        attribute=Attribute.RESPONSIBLE,
        value=Phrase(actor),
        shown=actor,
        stance=stance,
        span=Span(0, 5),
        quote="words",
        confidence=1.0,
        actor=actor,
        rejected=rejected,
        confirmed=confirmed,
    )


def of(records: tuple[TrackRecord, ...], voice: Voice) -> TrackRecord:
    return next(r for r in records if r.voice == voice.name)


def test_what_nobody_settled_is_open_and_the_kind_speaks_for_the_voice() -> None:
    record = of(track_records([said(1, OFFICE, "front"), said(2, MONITOR, "army")], ACTORS), OFFICE)
    assert (record.established, record.contradicted, record.open) == (0, 0, 1)
    (worth,) = record.reliabilities
    assert worth.claims == 0
    assert worth.low < worth.mean < worth.high
    assert record.entries[0].contested


def test_what_was_measured_over_the_case_is_what_the_record_shows() -> None:
    measured = Measured("voice ministry", VoiceKind.OFFICIAL, Capacity.BYSTANDER, 0.4, 0.2, 0.6, 12.0)
    record = of(track_records([said(1, OFFICE, "front")], ACTORS, measured=[measured]), OFFICE)
    assert record.reliabilities == (measured,)


def test_a_decision_settles_what_was_accused_claimed_and_denied() -> None:
    front = Voice("the Front", VoiceKind.ARMED_GROUP)
    views = [said(1, OFFICE, "front"), said(2, MONITOR, "army"), said(3, front, "front", Stance.DENIES)]
    records = track_records(views, ACTORS, {"inc-1": "army"})
    assert [of(records, v).entries[0].outcome for v in (OFFICE, MONITOR, front)] == [
        Outcome.CONTRADICTED,
        Outcome.ESTABLISHED,
        Outcome.ESTABLISHED,
    ]


def test_the_same_said_ten_times_of_one_incident_counts_once() -> None:
    record = of(track_records([said(n, OFFICE, "front") for n in range(10)], ACTORS, {"inc-1": "front"}), OFFICE)
    assert (record.established, len(record.entries), len(record.entries[0].statements)) == (1, 1, 10)


def test_a_part_and_its_whole_do_not_contradict_each_other() -> None:
    record = of(track_records([said(1, OFFICE, "falcons")], ACTORS, {"inc-1": "front"}), OFFICE)
    assert record.entries[0].outcome is Outcome.ESTABLISHED


def test_a_court_settles_but_not_for_the_voice_that_reports_it() -> None:
    records = track_records([said(1, OFFICE, "front"), said(2, MONITOR, "front", Stance.CONVICTS)], ACTORS)
    assert of(records, OFFICE).entries[0].outcome is Outcome.ESTABLISHED
    assert of(records, MONITOR).entries[0].outcome is Outcome.OPEN


def test_a_conviction_of_one_actor_clears_no_other() -> None:
    records = track_records([said(1, OFFICE, "army"), said(2, MONITOR, "front", Stance.CONVICTS)], ACTORS)
    assert of(records, OFFICE).entries[0].outcome is Outcome.OPEN


def test_a_confirmed_denial_clears_one_actor_and_leaves_others_open() -> None:
    views = [
        said(1, OFFICE, "front"),
        said(2, MONITOR, "front", Stance.DENIES, confirmed=True),
        said(3, OFFICE, "army"),
    ]
    outcomes = {e.actor: e.outcome for e in of(track_records(views, ACTORS), OFFICE).entries}
    assert outcomes == {"front": Outcome.CONTRADICTED, "army": Outcome.OPEN}


def test_the_conviction_of_a_member_does_not_refute_who_doubts_the_whole() -> None:
    views = [said(1, OFFICE, "front", Stance.DOUBTS), said(2, MONITOR, "falcons", Stance.CONVICTS)]
    assert of(track_records(views, ACTORS), OFFICE).entries[0].outcome is Outcome.OPEN


def test_rejected_statements_are_left_out() -> None:
    assert not track_records([said(1, MONITOR, "front", rejected=True)], ACTORS)
