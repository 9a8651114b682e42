"""What people rule on names of actors and places holds after every rebuild, and is undone by another entry."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

import ascribe
from ascribe.cli import main
from ascribe.extract import Extractor
from ascribe.model import Attribute, DecisionKind
from ascribe.model.errors import DecisionConflictError, NotFoundError, UsageError
from ascribe.show.web.journal import entries
from ascribe.store.queries import founder


@pytest.fixture
def case(tmp_path: Path, two_tellings: Path, marked: Extractor) -> Iterator[ascribe.Case]:
    with ascribe.case.new(tmp_path / "a.case", extractor=marked) as opened:
        opened.add([two_tellings])
        opened.update()
        yield opened


def blamed(case: ascribe.Case) -> dict[str, str | None]:
    """The actor that each name of the blamed means."""
    return {
        str(s.value): s.actor
        for row in case.incidents()
        for a in case.show(row.id).accounts
        for s in a.statements
        if s.attribute is Attribute.RESPONSIBLE
    }


def points(case: ascribe.Case) -> set[tuple[float, float] | None]:
    """Where the mentions of Orvana lie."""
    said = [s for row in case.incidents() for a in case.show(row.id).accounts for s in a.statements]
    return {
        (s.place.latitude, s.place.longitude) if s.place else None
        for s in said
        if s.attribute is Attribute.WHERE and "Orvana" in str(s.value)
    }


def test_an_alias_means_its_actor_after_a_rebuild_until_it_is_undone(case: ascribe.Case) -> None:
    ruling = case.decide(DecisionKind.ALIAS, ["Salt Front", "Islamic State"], author="ada", reason="its local name")
    assert blamed(case)["Salt Front"] == "islamic-state"
    case.update(everything=True)
    assert blamed(case)["Salt Front"] == "islamic-state"
    assert (ruling.author, ruling.reason, ruling.subjects) == ("ada", "its local name", ("Salt Front", "islamic-state"))
    case.decide(DecisionKind.UNDO, [str(ruling.number)])
    assert blamed(case)["Salt Front"] != "islamic-state"


def test_a_name_can_mean_nobody(case: ascribe.Case) -> None:
    case.decide(DecisionKind.ALIAS, ["Salt Front", "Islamic State"])
    case.decide(DecisionKind.UNDO, ["1"])
    case.decide(DecisionKind.ALIAS, ["Salt Front", "none"])
    assert blamed(case)["Salt Front"] is None
    assert not any((row.id or "").startswith("none:") for row in case.actors())


def test_two_actors_become_one_and_the_contrary_is_refused_by_name(case: ascribe.Case) -> None:
    case.decide(DecisionKind.ALIAS, ["Salt Front", "Hamas"])
    case.decide(DecisionKind.ALIAS, ["Ridge Army", "Hezbollah"])
    case.decide(DecisionKind.SAME_ACTOR, ["hamas", "hezbollah"], author="ada")
    assert {blamed(case)["Salt Front"], blamed(case)["Ridge Army"]} == {"hamas"}
    with pytest.raises(DecisionConflictError, match="decision 3 by ada"):
        case.decide(DecisionKind.NOT_SAME, ["hezbollah", "hamas"])
    assert len(case.decisions()) == 3
    case.decide(DecisionKind.UNDO, ["3"])
    case.decide(DecisionKind.NOT_SAME, ["hezbollah", "hamas"], author="bo")
    with pytest.raises(DecisionConflictError, match="decision 5 by bo"):
        case.decide(DecisionKind.SAME_ACTOR, ["hamas", "hezbollah"])
    case.update(everything=True)
    assert (blamed(case)["Salt Front"], blamed(case)["Ridge Army"]) == ("hamas", "hezbollah")


def test_a_name_taken_from_an_actor_is_somebody_elses(case: ascribe.Case) -> None:
    case.decide(DecisionKind.ALIAS, ["Salt Front", "hamas"])
    case.decide(DecisionKind.UNDO, ["1"])
    case.decide(DecisionKind.NOT_SAME, ["hamas", "Salt Front"])
    assert blamed(case)["Salt Front"] == "salt-front"
    with pytest.raises(DecisionConflictError, match="decision 3"):
        case.decide(DecisionKind.ALIAS, ["Salt Front", "hamas"])


def test_an_alias_against_a_standing_one_is_refused(case: ascribe.Case) -> None:
    case.decide(DecisionKind.ALIAS, ["Salt Front", "hamas"])
    with pytest.raises(DecisionConflictError, match="decision 1"):
        case.decide(DecisionKind.ALIAS, ["the Salt Front", "hezbollah"])
    with pytest.raises(NotFoundError):
        case.decide(DecisionKind.ALIAS, ["Salt Front", "nobody-of-this-name"])
    with pytest.raises(UsageError):
        case.decide(DecisionKind.SAME_ACTOR, ["hamas", "Hamas"])


def test_a_place_is_corrected_for_all_its_mentions(case: ascribe.Case) -> None:
    case.decide(DecisionKind.LOCATE, ["Orvana"], value="35.02,40.45", reason="the municipal register")
    assert points(case) == {(35.02, 40.45)}
    case.update(everything=True)
    assert points(case) == {(35.02, 40.45)}
    with pytest.raises(DecisionConflictError, match="decision 1"):
        case.decide(DecisionKind.LOCATE, ["orvana"], value="Homs, SY")
    case.decide(DecisionKind.UNDO, ["1"])
    case.decide(DecisionKind.CORRECT, ["Orvana"], attribute="where", value="Homs, SY")
    assert {round(p[0], 1) for p in points(case) if p} == {34.7}
    case.decide(DecisionKind.UNDO, ["3"])
    case.decide(DecisionKind.LOCATE, ["Orvana"], value="none")
    assert points(case) == {None}


def test_not_the_same_of_incidents_keeps_them_apart(case: ascribe.Case) -> None:
    (row,) = [r for r in case.incidents() if r.reports == 2]
    member = case._db.execute(
        "SELECT report || '/' || key FROM members WHERE incident = ? AND (report, key) IS NOT (?, ?)",
        (row.id, *founder(case._db, row.id)),
    ).fetchone()[0]
    case.decide(DecisionKind.NOT_SAME, [row.id, member])
    first, second = (r.id for r in case.incidents())
    with pytest.raises(DecisionConflictError, match="decision 1"):
        case.decide(DecisionKind.MERGE, [first, second])


def test_the_same_on_the_command_line(case: ascribe.Case, tmp_path: Path) -> None:
    path = str(tmp_path / "a.case")
    run = CliRunner().invoke
    assert run(main, ["decide", path, "alias", "Salt Front", "hamas", "--reason", "their emblem"]).exit_code == 0
    refused = run(main, ["decide", path, "alias", "Salt Front", "hezbollah"])
    assert refused.exit_code == DecisionConflictError.exit_code
    assert "decision 1" in refused.output
    assert run(main, ["decide", path, "locate", "Orvana", "--value", "35,40"]).exit_code == 0
    assert [(d.kind.value, d.reason) for d in case.decisions()] == [("alias", "their emblem"), ("locate", None)]


def test_the_page_of_the_decisions_words_each_of_them(case: ascribe.Case) -> None:
    case.decide(DecisionKind.ALIAS, ["Salt Front", "hamas"])
    case.decide(DecisionKind.SAME_ACTOR, ["hamas", "hezbollah"])
    case.decide(DecisionKind.LOCATE, ["Orvana"], value="35,40")
    case.decide(DecisionKind.NOT_SAME, ["boko-haram", "hamas"])
    every = case.decisions()
    assert [e.what for e in entries(case, every, every)] == [
        "ruled whom this name means",
        "ruled that these actors are one",
        "ruled which place this name means",
        "ruled that these actors are two",
    ]
