"""The headline of an incident is not the claimant's own praise where another outlet tells of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import ascribe
from ascribe.model import DecisionKind

BULLETIN = """The lion of Tolvar

Our fighter struck the market of Tolvar on Monday, 4 March 2024. The Grey Column claimed responsibility for the bombing
of the market in Tolvar, which killed nine people.
"""
WIRE = """Nine killed in bombing of Tolvar market

A bomb exploded in the market of Tolvar on Monday, 4 March 2024 and killed nine people, police said.
"""


def test_the_title_of_who_claims_it_comes_last(tmp_path: Path) -> None:
    for name, text in (("bulletin", BULLETIN), ("wire", WIRE)):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
        (tmp_path / f"{name}.meta.json").write_text(json.dumps({"published": "2024-03-05"}), encoding="utf-8")
    with ascribe.new(tmp_path / "headline.case") as case:
        case.add([str(tmp_path / "bulletin.txt"), str(tmp_path / "wire.txt")])
        case.update()
        told = [row for row in case.incidents() if row.reports == 2]
        assert [row.headline for row in told] == ["Nine killed in bombing of Tolvar market"]


FIRST = """At least 17 killed in bombing of Tolvar market

A bomb exploded in the market of Tolvar on Monday, 4 March 2024 and killed at least 17 people, police said.
"""
LATER = """Toll of Tolvar market bombing rises to 41

The bomb that exploded in the market of Tolvar on Monday, 4 March 2024 killed at least 41 people, the ministry said.
"""


def told(folder: Path, **texts: str) -> ascribe.Case:
    """A case of reports of one market bombing, a day after the other."""
    for day, (name, text) in enumerate(texts.items(), 5):
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
        meta = {"published": f"2024-03-{day:02}", "publisher": name}
        (folder / f"{name}.meta.json").write_text(json.dumps(meta), encoding="utf-8")
    case = ascribe.new(folder / "headline.case")
    case.add([folder / f"{name}.txt" for name in texts])
    case.update()
    return case


def test_a_title_does_not_count_otherwise_than_its_incident(tmp_path: Path) -> None:
    with told(tmp_path, Wire=FIRST, Courier=LATER) as case:
        (row,) = [r for r in case.incidents() if r.reports == 2]
        assert (row.killed, row.headline) == ("41+", "Toll of Tolvar market bombing rises to 41")


@pytest.mark.parametrize(("ruled", "headline"), [("18", "Bombing, Tolvar market"), ("17+", FIRST.split("\n")[0])])
def test_where_every_title_counts_otherwise_kind_and_place_stand_instead(
    tmp_path: Path, ruled: str, headline: str
) -> None:
    with told(tmp_path, Wire=FIRST) as case:
        (row,) = case.incidents()
        assert row.headline == FIRST.split("\n")[0]
        case.decide(DecisionKind.CORRECT, [row.id], attribute="killed", value=ruled, author="q")
        assert case.show(row.id).row.headline == headline
