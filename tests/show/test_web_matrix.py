"""The matrix of hypotheses on the incident page: judged, added to, undone; by the mouse and by the keyboard."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

import ascribe
from ascribe.model import DecisionKind

EXAMPLES = Path(__file__).parents[2] / "examples" / "reports"
FEW = ("courier-nahran-first", "vsna-nahran-device", "ahd-nahran-claim", "wire-nahran-toll")


@pytest.fixture
def case(tmp_path: Path) -> Path:
    with ascribe.new(tmp_path / "matrix.case") as opened:
        opened.add([p for p in sorted(EXAMPLES.iterdir()) if p.stem in FEW])
        opened.update()
    return tmp_path / "matrix.case"


@pytest.fixture
def page(case: Path, serving: Callable[[Path], str], browser: Browser) -> Iterator[Page]:
    with ascribe.open(case) as opened:
        incident = max(opened.incidents(), key=lambda r: r.reports).id
    opened_page = browser.new_page(viewport={"width": 1280, "height": 900})
    opened_page.goto(f"{serving(case)}/incidents/{incident}")
    yield opened_page
    opened_page.close()


def kinds(case: Path) -> list[DecisionKind]:
    with ascribe.open(case) as opened:
        return [d.kind for d in opened.decisions()]


def test_a_cell_is_judged_and_the_judgement_undone(case: Path, page: Page) -> None:
    cell = page.locator("table.matrix a.square").first
    before = cell.get_attribute("data-mark")
    cell.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("radio", name="neutral").check()
    dialog.get_by_label("because").fill("hearsay")
    dialog.get_by_role("button", name="Enter").click()
    page.wait_for_load_state()
    ruled = page.locator("table.matrix a.square[data-decision]").first
    expect(ruled).to_have_attribute("data-mark", "neutral")
    assert kinds(case) == [DecisionKind.CELL]
    ruled.click()
    page.get_by_role("dialog").get_by_role("button", name="Undo the judgement").click()
    page.wait_for_load_state()
    expect(page.locator("table.matrix a.square").first).to_have_attribute("data-mark", str(before))
    assert kinds(case) == [DecisionKind.CELL, DecisionKind.UNDO]


def test_a_hypothesis_and_evidence_are_added(case: Path, page: Page) -> None:
    page.get_by_role("textbox", name="It was").fill("a gas leak")
    page.get_by_role("button", name="Add the hypothesis").click()
    expect(page.locator("table.matrix thead")).to_contain_text("a gas leak")
    page.get_by_role("textbox", name="What is known").fill("the fire brigade found no gas line")
    page.get_by_role("button", name="Add the evidence").click()
    expect(page.locator("table.matrix tbody")).to_contain_text("no gas line")
    assert kinds(case) == [DecisionKind.HYPOTHESIS, DecisionKind.EVIDENCE]


def test_the_arrow_keys_go_through_the_cells(page: Page) -> None:
    cells = page.locator("table.matrix tbody tr").first.locator("a.square")
    cells.first.focus()
    page.keyboard.press("ArrowRight")
    expect(cells.nth(1)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
