"""The page of a source shows what became of what it said, and a decision moves it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

import ascribe

EXAMPLES = Path(__file__).parents[2] / "examples"
CLAIMANT = "The Soldiers of the Covenant"


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("records") / "records.case"
    with ascribe.new(path) as opened:
        opened.add([EXAMPLES / "reports"])
        opened.declare(EXAMPLES / "declared.json", author="test")
        opened.update()
    return path


def test_a_ruled_incident_shows_in_the_track_record_of_its_claimant(
    case: Path, serving: Callable[[Path], str], browser: Browser
) -> None:
    with ascribe.open(case) as opened:
        depot = next(r for r in opened.incidents() if str(r.when) == "2023-04-11" and r.where == "Ilim")
    page = browser.new_page()
    address = serving(case)
    page.goto(f"{address}/sources/{CLAIMANT}")
    record = page.get_by_role("region", name="What it said, and what became of it")
    row = record.get_by_role("row").filter(has_text=depot.id)
    expect(row).to_contain_text("open")
    expect(page.get_by_text("Right claiming its own deed")).to_be_visible()
    with ascribe.open(case) as opened:
        opened.decide(
            ascribe.model.DecisionKind.CORRECT, [depot.id], attribute="responsible", value="an accident", author="test"
        )
    page.reload()
    expect(row.first).to_contain_text("contradicted")
    page.goto(f"{address}/incidents/{depot.id}")
    expect(page.get_by_text("Established:")).to_be_visible()
    page.close()
