"""The page and the verb of the actors tell the years in which each was active."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser

import ascribe

BOMB = """Car bomb in Madrid kills two

MADRID, 30 October 2000 (Gulf Herald) — A car bomb killed two people in Madrid on Monday, police said.
The Basque group ETA claimed responsibility for the attack in a statement. Officials blamed the Salt Front.
"""


@pytest.fixture
def case(tmp_path: Path) -> Path:
    (tmp_path / "bomb.txt").write_text(BOMB, encoding="utf-8")
    own = {"actors": [{"name": "Salt Front", "kind": "armed_group", "years": {"first": 1995, "going_on": True}}]}
    (tmp_path / "own.json").write_text(json.dumps(own))
    with ascribe.new(tmp_path / "my.case") as opened:
        opened.add([tmp_path / "bomb.txt"])
        opened.update()
        opened.declare(tmp_path / "own.json", author="tester")
        opened.update()
        years = {row.name: str(row.years) for row in opened.actors()}
    assert years == {"ETA": "1959–2018", "Salt Front": "since 1995"}
    return tmp_path / "my.case"


def test_the_verb_lists_the_years(case: Path) -> None:
    command = [sys.executable, "-m", "ascribe", "actors", str(case)]
    told = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    assert "1959–2018" in told.stdout
    found = subprocess.run([*command, "--json"], capture_output=True, text=True, check=True, timeout=120)
    eta = next(row for row in json.loads(found.stdout) if row["name"] == "ETA")
    assert (eta["country"], eta["years"]["first"], eta["years"]["last"]) == ("ES", 1959, 2018)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_shows_the_years(case: Path, serving: Callable[[Path], str], browser: Browser, scheme: str) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(serving(case) + "/actors")
    row = page.get_by_role("row").filter(has_text="Salt Front")
    assert "armed group, since 1995" in row.inner_text()
    assert "armed group, 1959–2018" in page.get_by_role("row").filter(has_text="ETA").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    context.close()
