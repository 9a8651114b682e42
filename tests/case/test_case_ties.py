"""Ties by likeness in a case: shown, rejected, confirmed, and no evidence."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

import ascribe
from ascribe.cli import main
from ascribe.model import Attribute, DecisionKind
from ascribe.model.errors import DecisionConflictError

FIRST = """Car bomb at a police station in Basra kills five

Basra, 4 May 2021 (Harbour Wire) - A car bomb exploded at the gate of a police station in Basra on Tuesday, killing
five people, a doctor said. The government accused Hamas of the attack.
"""
SECOND = """Blast hits Basra again

13 May 2021. Nine officers were killed on Thursday when a car bomb went off outside another police station in the
centre of Basra. An army spokesman said that Hamas was behind it; the street was closed until the evening.
"""


@pytest.fixture
def case(tmp_path: Path) -> ascribe.Case:
    for n, text in enumerate((FIRST, SECOND)):
        (tmp_path / f"{n}.txt").write_text(text, encoding="utf-8")
    opened = ascribe.new(tmp_path / "a.case")
    opened.add([tmp_path / "0.txt", tmp_path / "1.txt"])
    opened.update()
    return opened


def test_a_tie_by_likeness_is_shown_and_can_be_rejected(case: ascribe.Case, tmp_path: Path) -> None:
    first, second = (row.id for row in case.incidents())
    (tie,) = case.show(first).proposed
    assert tie.other == second
    assert any("named for both" in reason for reason in tie.reasons)
    weighed = [f for f in case.show(first).findings if f.attribute is Attribute.RESPONSIBLE]
    shown = CliRunner().invoke(main, ["show", str(tmp_path / "a.case"), first]).output
    assert "no source says so" in shown
    case.decide(DecisionKind.REJECT, [second, first], author="ada", reason="other hands")
    assert case.show(first).proposed == case.show(second).proposed == ()
    case.update(everything=True)
    assert case.show(first).proposed == ()
    assert [f for f in case.show(first).findings if f.attribute is Attribute.RESPONSIBLE] == weighed
    with pytest.raises(DecisionConflictError, match="decision 1 by ada"):
        case.decide(DecisionKind.CONFIRM, [first, second])
    case.decide(DecisionKind.UNDO, ["1"])
    case.decide(DecisionKind.CONFIRM, [first, second])
    assert [t.confirmed_by for t in case.show(second).proposed] == [3]


KILLING = """Engineer shot dead in Basra

Basra, 4 May 2021 (Harbour Wire) - Gunmen shot dead Karim Sahelani, an engineer, outside his home in Basra on Monday
3 May 2021, police said. Nobody claimed the killing.
"""
SENTENCE = """Court in Basra sentences man for murder of engineer

Basra, 20 November 2021 (State Courier) - A court in Basra on Saturday sentenced Hadi Marzan to death for the murder of
the engineer Karim Sahelani, who was shot dead outside his home in Basra on 3 May 2021, the judiciary said.
"""


OTHER = """Shopkeeper killed in Basra

Basra, 12 May 2021 (Harbour Wire) - Gunmen shot dead a shopkeeper, Daoud Merzani, outside his shop in Basra on Tuesday
11 May 2021, police said. Nobody claimed the killing.
"""


def test_a_sentence_reported_months_later_hangs_on_the_incident_by_its_victim(tmp_path: Path) -> None:
    for name, text in (("killing", KILLING), ("other", OTHER), ("sentence", SENTENCE)):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    with ascribe.new(tmp_path / "b.case") as opened:
        opened.add([tmp_path / f"{name}.txt" for name in ("killing", "other", "sentence")])
        opened.update()
        (row,) = [r for r in opened.incidents() if r.reports == 2]
        (sentence,) = opened.show(row.id).proceedings
        assert "Engineer" in row.headline
    assert (sentence.kind.value, sentence.who) == ("sentenced", "Hadi Marzan")
