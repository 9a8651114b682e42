"""The verbs of a case, on two tellings of one bombing that do not agree."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import ascribe
from ascribe import IncidentFilter, Options
from ascribe.extract import Extractor
from ascribe.model import Attribute, DecisionKind, Stance
from ascribe.model.errors import DecisionConflictError, InputError, NotFoundError, UsageError
from ascribe.model.view import StatementView


@pytest.fixture
def case(tmp_path: Path, two_tellings: Path, marked: Extractor) -> Iterator[ascribe.Case]:
    with ascribe.case.new(tmp_path / "a.case", extractor=marked) as opened:
        opened.add([two_tellings])
        opened.update()
        yield opened


def bombing(case: ascribe.Case) -> str:
    """The incident that both reports tell of."""
    return max(case.incidents(), key=lambda row: row.reports).id


def said(case: ascribe.Case, incident: str) -> list[StatementView]:
    return [s for a in case.show(incident).accounts for s in a.statements]


def declared(case: ascribe.Case, folder: Path) -> None:
    """Makes the two groups known, so that a claim of one and an accusation of the other are a conflict."""
    source = folder / "groups.json"
    source.write_text(json.dumps({"actors": [{"name": "Salt Front"}, {"name": "Ridge Army"}]}))
    case.declare(source, author="tester")


def test_a_report_is_taken_once_and_what_cannot_be_read_is_named(case: ascribe.Case, two_tellings: Path) -> None:
    (two_tellings / "empty.txt").write_text("")
    (two_tellings / "third.txt").write_text("Nothing happened in Maresh today.")
    added = case.add([two_tellings, two_tellings / "nowhere.txt"])
    assert (added.taken, added.known) == (1, 2)
    assert sorted(Path(r.location).name for r in added.refused) == ["empty.txt", "nowhere.txt"]
    assert case.counts().waiting == 1
    assert case.update().read == 1
    assert case.counts().waiting == 0


def test_the_journal_tells_what_was_taken_in(case: ascribe.Case, two_tellings: Path) -> None:
    row = case._db.execute("SELECT * FROM journal WHERE kind = 'intake'").fetchone()
    assert json.loads(row["subjects"]) == [str(two_tellings)]
    assert row["reason"] == "2 taken in, 0 already there, 0 refused"
    assert case.decisions() == ()


def test_options_of_a_person_go_before_what_the_file_says(case: ascribe.Case, tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text("A bomb went off in Tesmir on Sunday, wounding two people.")
    case.add([page], Options(publisher="The Sill", published=date(2021, 6, 7)))
    report = case.report("page").report
    assert (report.publisher, report.published) == ("The Sill", date(2021, 6, 7))


def test_every_statement_leads_back_to_the_words_of_its_report(case: ascribe.Case) -> None:
    seen = 0
    for row in case.incidents():
        for s in said(case, row.id):
            assert s.span.of(case.report(s.report).report.text) == s.quote
            seen += 1
    assert seen == case.counts().statements == 14


def test_an_incident_shows_both_tellings_and_where_they_part(case: ascribe.Case, tmp_path: Path) -> None:
    declared(case, tmp_path)
    view = case.show(bombing(case))
    assert {a.report_name for a in view.accounts} == {"market", "dispute"}
    assert view.row.reports == 2
    stances = {s.stance for s in said(case, view.row.id) if s.attribute is Attribute.RESPONSIBLE}
    assert stances == {Stance.CLAIMS, Stance.ACCUSES, Stance.DENIES}
    assert Attribute.RESPONSIBLE in view.row.contested
    assert view.row.likelihood is not None
    assert [(p.who, p.incident) for p in view.proceedings] == [("two suspects", view.row.id)]
    assert case.report("dispute").proceedings == view.proceedings


def test_an_id_may_be_shortened_while_it_is_clear(case: ascribe.Case) -> None:
    known = bombing(case)
    assert case.show(known[:9]).row.id == known
    assert case.show(known.removeprefix("inc-")[:5]).row.id == known
    with pytest.raises(NotFoundError, match="inc-zzz"):
        case.show("inc-zzz")


def test_a_report_is_found_by_name_id_and_beginning_and_near_names_are_offered(case: ascribe.Case) -> None:
    view = case.report("market")
    assert case.report(view.report.id[:5]) == view == case.report(view.report.id)
    assert case.original("market").decode() == view.report.text
    assert {i.id for i in view.incidents} <= {r.id for r in case.incidents()}
    with pytest.raises(NotFoundError, match="near it come: market"):
        case.report("markte")


@pytest.mark.parametrize(
    ("chosen", "finds"),
    [
        (IncidentFilter(), True),
        (IncidentFilter(since=date(2021, 5, 3), until=date(2021, 5, 3)), True),
        (IncidentFilter(since=date(2021, 5, 4)), False),
        (IncidentFilter(until=date(2021, 5, 2)), False),
        (IncidentFilter(where="orVANA"), True),
        (IncidentFilter(where="Tesmir"), False),
        (IncidentFilter(actor="salt front"), True),
        (IncidentFilter(actor="Moon Front"), False),
        (IncidentFilter(voice="velt"), True),
        (IncidentFilter(publisher="harbour wire"), True),
        (IncidentFilter(publisher="nobody"), False),
        (IncidentFilter(words="MARKET bomb"), True),
        (IncidentFilter(words='market" OR "x'), False),
        (IncidentFilter(kind="airstrike"), False),
        (IncidentFilter(where="Orvana", actor="Salt Front", words="market"), True),
    ],
)
def test_filters(case: ascribe.Case, chosen: IncidentFilter, finds: bool) -> None:
    assert (bombing(case) in {row.id for row in case.incidents(chosen)}) is finds


def test_search_finds_incidents_reports_and_statements(case: ascribe.Case) -> None:
    found = case.search("márket ORVANA", limit=30)
    assert {hit.what for hit in found} == {"incident", "report", "account"}
    assert all(hit.passage for hit in found if hit.what != "incident")
    assert len(case.search("market", limit=2)) == 2
    for odd in ("", '"', "*", "AND", "a NEAR b", "market AND", "(x", "^market", "-market", "text:market"):
        case.search(odd)


def test_actors_and_sources_count_what_was_said(case: ascribe.Case) -> None:
    actors = {row.name.casefold(): row for row in case.actors()}
    assert any("salt front" in name for name in actors)
    assert {"Harbour Wire", "police"} <= {row.voice for row in case.sources()}
    case.decide(DecisionKind.GRADE, ["harbour wire"], value="d", author="tester")
    assert {row.voice: row.grade for row in case.sources()}["Harbour Wire"] == "D"


def test_a_correction_is_shown_as_best_with_who_ruled(case: ascribe.Case) -> None:
    known = bombing(case)
    case.decide(DecisionKind.CORRECT, [known], attribute="killed", value="10", author="tester", reason="the list")
    case.decide(DecisionKind.CORRECT, [known], attribute="when", value="2021-05-02", author="tester")
    view = case.show(known)
    assert view.row.killed == "10"
    assert str(view.row.when) == "2021-05-02"
    basis = {f.attribute: f.basis for f in view.findings}
    assert basis[Attribute.KILLED] == "decision 1 by tester"
    assert [d.reason for d in view.decisions] == ["the list", None]


def test_a_rejected_statement_stays_in_sight_and_counts_no_more(case: ascribe.Case) -> None:
    known = bombing(case)
    accusing = [s for s in said(case, known) if s.attribute is Attribute.RESPONSIBLE]
    case.decide(DecisionKind.REJECT, [s.id for s in accusing], author="tester")
    view = case.show(known)
    assert {s.id for a in view.accounts for s in a.statements if s.rejected} == {s.id for s in accusing}
    assert view.row.responsible is None
    with pytest.raises(DecisionConflictError, match="undo it first"):
        case.decide(DecisionKind.CONFIRM, [accusing[0].id], author="tester")


def test_a_merge_is_kept_to_and_old_names_still_lead_there(case: ascribe.Case) -> None:
    known = bombing(case)
    split = case.decide(DecisionKind.SPLIT, [known, case.tellings(known)[1][0]], author="tester")
    first, second = sorted(r.id for r in case.incidents())
    case.decide(DecisionKind.UNDO, [str(split.number)], author="tester")
    assert case.show(first).row.id == case.show(second).row.id == known


def test_a_merge_joins_what_looks_different(tmp_path: Path, many: Path) -> None:
    with ascribe.new(tmp_path / "b.case") as case:
        case.add(sorted(many.iterdir())[:2])
        case.update()
        first, second = (r.id for r in case.incidents()[:2])
        case.decide(DecisionKind.MERGE, [first, second], author="tester")
        assert case.show(first).row.id == case.show(second).row.id
        assert case.show(second[:8]).row.reports == 2
        with pytest.raises(UsageError, match="one already"):
            case.decide(DecisionKind.MERGE, [first, second], author="tester")


def test_a_split_against_a_merge_is_refused_until_the_merge_is_undone(tmp_path: Path, many: Path) -> None:
    with ascribe.new(tmp_path / "b.case") as case:
        case.add(sorted(many.iterdir())[:2])
        case.update()
        first, second = (r.id for r in case.incidents()[:2])
        merge = case.decide(DecisionKind.MERGE, [first, second], author="tester")
        one = case.show(first).row.id
        rows = case._db.execute(
            "SELECT m.report, m.key FROM members m JOIN reports r ON r.id = m.report WHERE incident = ? "
            "ORDER BY r.position",
            (one,),
        ).fetchall()
        later = f"{rows[-1]['report']}/{rows[-1]['key']}"
        with pytest.raises(DecisionConflictError, match=rf"decision {merge.number} by tester \(merge\)"):
            case.decide(DecisionKind.SPLIT, [one, later], author="another")
        case.decide(DecisionKind.UNDO, [str(merge.number)], author="another")
        assert case.show(first).row.id != case.show(second).row.id


def test_split_takes_a_telling_out(case: ascribe.Case) -> None:
    known = bombing(case)
    founder, other = (telling for telling, _ in case.tellings(known))
    with pytest.raises(UsageError, match="named after that telling"):
        case.decide(DecisionKind.SPLIT, [known, founder], author="tester")
    case.decide(DecisionKind.SPLIT, [known, other], author="tester")
    assert {a.report for a in case.show(known).accounts} == {founder.partition("/")[0]}
    apart = case._db.execute("SELECT incident FROM members WHERE report = ? AND key = ?", other.split("/")).fetchone()[
        "incident"
    ]
    with pytest.raises(DecisionConflictError, match="split"):
        case.decide(DecisionKind.MERGE, [known, apart], author="tester")


@pytest.mark.parametrize(
    ("kind", "subjects", "more", "error"),
    [
        (DecisionKind.MERGE, [], {}, UsageError),
        (DecisionKind.MERGE, ["inc-nothing", "inc-other"], {}, NotFoundError),
        (DecisionKind.SPLIT, ["{bombing}"], {}, UsageError),
        (DecisionKind.SPLIT, ["{bombing}", "market"], {}, UsageError),
        (DecisionKind.SPLIT, ["{bombing}", "market/i99"], {}, NotFoundError),
        (DecisionKind.CORRECT, ["{bombing}"], {"attribute": "colour", "value": "red"}, UsageError),
        (DecisionKind.CORRECT, ["{bombing}"], {"attribute": "kind", "value": "picnic"}, UsageError),
        (DecisionKind.CORRECT, ["{bombing}"], {"attribute": "killed", "value": "many"}, UsageError),
        (DecisionKind.CORRECT, ["{bombing}"], {"attribute": "when", "value": "2021-13-40"}, UsageError),
        (DecisionKind.REJECT, ["s0000"], {}, NotFoundError),
        (DecisionKind.GRADE, ["Harbor Wire"], {"value": "B"}, NotFoundError),
        (DecisionKind.GRADE, ["Harbour Wire"], {"value": "Z"}, UsageError),
        (DecisionKind.DECLARE, ["x"], {"attribute": "actor", "value": "{"}, UsageError),
        (DecisionKind.DECLARE, ["x"], {"attribute": "actor", "value": '{"kind": "x"}'}, UsageError),
        (DecisionKind.UNDO, ["77"], {}, NotFoundError),
        (DecisionKind.UNDO, ["x"], {}, NotFoundError),
    ],
)
def test_a_decision_that_names_nothing_or_makes_no_sense_is_not_entered(
    case: ascribe.Case, kind: DecisionKind, subjects: list[str], more: dict[str, str], error: type[Exception]
) -> None:
    subjects = [s.replace("{bombing}", bombing(case)) for s in subjects]
    with pytest.raises(error):
        case.decide(kind, subjects, author="tester", **more)  # type: ignore[arg-type]
    assert case.decisions() == ()


def test_a_decision_twice_undone_says_so(case: ascribe.Case) -> None:
    case.decide(DecisionKind.GRADE, ["Harbour Wire"], value="B", author="tester")
    number = str(case.decisions()[0].number)
    case.decide(DecisionKind.UNDO, [number], author="tester")
    with pytest.raises(DecisionConflictError, match="undone already"):
        case.decide(DecisionKind.UNDO, [number], author="tester")


def test_declared_actors_and_places_are_known_from_then_on(case: ascribe.Case, tmp_path: Path) -> None:
    source = tmp_path / "world.json"
    world = {
        "actors": [{"name": "Salt Front", "kind": "armed_group", "aliases": ["SF"]}],
        "places": [{"name": "Orvana", "latitude": 10.0, "longitude": 20.0, "kind": "city"}],
    }
    source.write_text(json.dumps(world))
    assert [d.subjects for d in case.declare(source, author="tester")] == [("Salt Front",), ("Orvana",)]
    assert "salt-front" in {row.id for row in case.actors()}
    assert {(r.place.latitude, r.place.longitude) for r in case.incidents() if r.place} == {(10.0, 20.0)}


@pytest.mark.parametrize("content", ["", "[]", '{"actors": [{"name": 3}]}', '{"ships": []}'])
def test_a_file_that_declares_nonsense_enters_nothing(case: ascribe.Case, tmp_path: Path, content: str) -> None:
    source = tmp_path / "world.json"
    source.write_text(content)
    with pytest.raises(InputError, match=r"world\.json"):
        case.declare(source)
    assert case.decisions() == ()


def test_one_file_is_read_without_a_case(two_tellings: Path, tmp_path: Path) -> None:
    (form,) = ascribe.read_file(two_tellings / "market.txt")
    assert form["incidents"]
    with pytest.raises(InputError, match=r"nowhere\.txt"):
        ascribe.read_file(tmp_path / "nowhere.txt")


def test_the_views_open_in_any_sqlite_browser(case: ascribe.Case) -> None:
    plain = sqlite3.connect(case.path)
    counts = {v: plain.execute(f"SELECT count(*) FROM {v}").fetchone()[0] for v in ("v_incidents", "v_accounts")}
    assert counts == {"v_incidents": case.counts().incidents, "v_accounts": case.counts().statements}
    assert plain.execute("SELECT count(*) FROM v_findings").fetchone()[0] > 0
    plain.close()


def test_the_public_face_is_what_it_says() -> None:
    assert all(hasattr(ascribe, name) for name in ascribe.__all__)
    assert ascribe.case.PROGRAM.startswith(f"{ascribe.__version__}, ")  # and how copies are found


def test_an_intake_that_a_person_interrupts_keeps_what_was_in_and_says_so(case: ascribe.Case, many: Path) -> None:
    def stop(done: int, _total: int | None) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        case.add([many], progress=stop)
    assert 2 < case.counts().reports < 132
    last = case._db.execute("SELECT reason FROM journal ORDER BY number DESC").fetchone()["reason"]
    assert last.endswith("then interrupted")
    case.add([many])
    assert case.counts().reports == 132


def test_a_matrix_takes_a_persons_hypothesis_and_cell_survives_a_rebuild_and_is_undone(case: ascribe.Case) -> None:
    known = bombing(case)
    before = case.hypotheses(known)
    assert before.rows
    assert before.least_contradicted is not None
    case.decide(DecisionKind.HYPOTHESIS, [known], value="an accident", author="tester")
    row = before.rows[0].id
    case.decide(DecisionKind.CELL, [known, row], value="an accident=consistent", author="tester")
    case.update(everything=True)
    held = case.hypotheses(known)
    place = [h.label for h in held.hypotheses].index("an accident")
    cell = next(r for r in held.rows if r.id == row).cells[place]
    assert (cell.mark.value, cell.proposed.value) == ("consistent", "inconsistent")
    case.decide(DecisionKind.UNDO, [str(d.number) for d in case.decisions()], author="tester")
    assert case.hypotheses(known) == before
    with pytest.raises(UsageError, match="HYPOTHESIS=MARK"):
        case.decide(DecisionKind.CELL, [known, row], value="perhaps", author="tester")
