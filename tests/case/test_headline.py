"""The headline of an incident is not the claimant's own praise where another outlet tells of it."""

from __future__ import annotations

import json
from pathlib import Path

import ascribe

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
