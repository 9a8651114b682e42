"""Tellings come together, decisions hold, identifiers last."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ascribe.model import (
    OWN_VOICE,
    Account,
    Attribute,
    Decision,
    DecisionKind,
    Incident,
    Kind,
    Member,
    Period,
    PlaceName,
    Reading,
    Report,
    ReportedIncident,
    Span,
    Stance,
    Statement,
    Term,
    Toll,
)
from ascribe.resolve import resolve
from ascribe.resolve.incidents import own_name

MARKET = "A bomb tore through the fish market in Basra on 4 May 2021 and killed nine people, police said."
MARKET_AGAIN = "Nine dead as a bomb explodes at the fish market in Basra, a doctor told reporters on 4 May 2021."
ELSEWHERE = "Gunmen kidnapped an engineer near Mosul on 20 June 2021, his family told a radio station."


def telling(
    words: str, kind: Kind, place: str, day: date, killed: int | None = None, *, number: int = 0
) -> tuple[Report, Reading]:
    """A report of one sentence with one incident in it."""
    text = f"{words} ({number})"
    report = Report.plain(f"r{number}", text, published=day)
    span = Span(0, len(words))

    def said(attribute: Attribute, value: object) -> Statement:
        return Statement(attribute, value, Stance.REPORTS, span, words)  # type: ignore[arg-type]

    statements = [
        said(Attribute.KIND, Term(kind)),
        said(Attribute.WHERE, PlaceName(place)),
        said(Attribute.WHEN, Period.day(day)),
    ]
    if killed is not None:
        statements.append(said(Attribute.KILLED, Toll(killed, killed)))
    reading = Reading(
        report.id, "test", (ReportedIncident("i1", (span,)),), (Account("i1", OWN_VOICE, tuple(statements)),)
    )
    return report, reading


FIRST = telling(MARKET, Kind.BOMBING, "Basra", date(2021, 5, 4), 9, number=1)
SECOND = telling(MARKET_AGAIN, Kind.BOMBING, "Basra", date(2021, 5, 4), 9, number=2)
OTHER = telling(ELSEWHERE, Kind.ABDUCTION, "Mosul", date(2021, 6, 20), number=3)


def decision(number: int, kind: DecisionKind, *subjects: str) -> Decision:
    return Decision(number, kind, subjects, "tester", datetime(2024, 1, 1, tzinfo=UTC))


def holding(incidents: tuple[Incident, ...], report: Report) -> Incident:
    return next(i for i in incidents if any(m.report == report.id for m in i.members))


def test_two_tellings_of_one_bombing_are_one_incident_and_a_kidnapping_is_another() -> None:
    incidents = resolve([FIRST, SECOND, OTHER]).incidents
    assert [len(i.members) for i in incidents] == [2, 1]


def test_an_identifier_survives_the_addition_of_reports() -> None:
    before = resolve([FIRST]).incidents[0].id
    assert holding(resolve([FIRST, OTHER, SECOND]).incidents, FIRST[0]).id == before


def test_a_merge_holds_and_leaves_a_redirect() -> None:
    apart = resolve([FIRST, OTHER])
    a, b = (i.id for i in apart.incidents)
    merged = resolve([FIRST, OTHER], decisions=[decision(1, DecisionKind.MERGE, a, b)])
    assert [len(i.members) for i in merged.incidents] == [2]
    assert dict(merged.redirects)[b] == a


def test_a_split_keeps_apart_what_is_alike() -> None:
    together = resolve([FIRST, SECOND]).incidents[0]
    ruling = decision(1, DecisionKind.SPLIT, together.id, f"{SECOND[0].id}/i1")
    assert [len(i.members) for i in resolve([FIRST, SECOND], decisions=[ruling]).incidents] == [1, 1]


def test_copies_of_one_text_are_one_origin() -> None:
    wire = " ".join(f"word{n % 40} of sentence {n}" for n in range(120))
    reports = []
    for number, text in enumerate((wire, f"By our staff. {wire}", "nothing alike " * 40)):
        report = Report.plain(str(number), text, published=date(2021, 1, 5 - number))
        reports.append((report, Reading(report.id, "test")))
    (group,) = resolve(reports).copies
    assert group.original == reports[1][0].id, "the one published first"
    assert group.copies == (reports[0][0].id,)


def founder(incident: Incident, pairs: list[tuple[Report, Reading]]) -> Member:
    """The member that an incident is named after: the one published first."""
    own = {own_name(r.id, reading.incidents[0].mentions[0]): Member(r.id, "i1") for r, reading in pairs}
    return own[incident.id]


DAYS = st.dates(date(2021, 5, 1), date(2021, 5, 9))
PLACES = st.sampled_from(["Basra", "Mosul", "Kirkuk"])
KINDS = st.sampled_from([Kind.BOMBING, Kind.ABDUCTION, Kind.AIRSTRIKE])


@given(st.lists(st.tuples(KINDS, PLACES, DAYS, st.integers(1, 12)), min_size=1, max_size=9), st.data())
def test_no_telling_is_lost_or_doubled_and_no_ruling_overridden(rows: list, data: st.DataObject) -> None:  # type: ignore[type-arg]
    pairs = [telling(f"A {k.value} in {p} killed {n}", k, p, d, n, number=i) for i, (k, p, d, n) in enumerate(rows)]
    plain = resolve(pairs).incidents
    rulings = []
    for number in range(data.draw(st.integers(0, 3))):
        incident = data.draw(st.sampled_from(plain))
        other = data.draw(st.sampled_from(plain))
        first = founder(incident, pairs)
        if len(incident.members) > 1:
            gone = next(m for m in reversed(incident.members) if m != first)
            rulings.append(decision(number, DecisionKind.SPLIT, incident.id, f"{gone.report}/i1"))
        elif other.id != incident.id:
            rulings.append(decision(number, DecisionKind.MERGE, incident.id, other.id))
    incidents = resolve(pairs, decisions=rulings).incidents
    members = [m for i in incidents for m in i.members]
    assert sorted(members) == sorted(Member(r.id, "i1") for r, _ in pairs)
    founders = {i.id: founder(i, pairs) for i in plain}
    for ruling in rulings:
        if ruling.kind is DecisionKind.SPLIT:
            gone = Member(ruling.subjects[1].split("/")[0], "i1")
            assert not any({founders[ruling.subjects[0]], gone} <= set(i.members) for i in incidents)


def test_a_copy_is_found_among_very_many_that_share_standing_phrases() -> None:
    """Standing phrases crowd the buckets; they make no copies, and do not hide one."""
    frame = "The command issues this daily notice to all stations and asks the public to keep calm and to report. " * 2
    texts = [f"{frame} " + " ".join(f"own{n}x{k} thing{(n * 7 + k) % 97}" for k in range(60)) for n in range(150)]
    texts.append("By our staff. " + texts[-1])
    reports = []
    for number, text in enumerate(texts):
        report = Report.plain(str(number), text, published=date(2021, 1, 1) + timedelta(number))
        reports.append((report, Reading(report.id, "test")))
    (group,) = resolve(reports).copies
    assert (group.original, group.copies) == (reports[-2][0].id, (reports[-1][0].id,))
