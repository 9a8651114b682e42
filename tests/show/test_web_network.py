"""The network: drawn, told in a table beside, filtered, led to the sentences; the same by the API."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, expect

import ascribe

EXAMPLES = Path(__file__).parents[2] / "examples"
Serving = Callable[[Path], str]


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("network") / "demo.case"
    with ascribe.new(path) as opened:
        opened.add([EXAMPLES / "reports"])
        opened.declare(EXAMPLES / "declared.json", author="test")
        opened.update()
    return path


def test_an_edge_stands_in_the_drawing_and_in_the_table_and_leads_to_its_sentences(
    case: Path, serving: Serving, browser: Browser
) -> None:
    page = browser.new_page()
    page.goto(f"{serving(case)}/network")
    expect(page.get_by_role("main").locator("svg").first).to_be_visible()
    row = page.get_by_role("main").locator("table tbody tr", has_text="Highland Liberation Front").first
    row.get_by_role("link").last.click()
    expect(page.get_by_role("main")).to_contain_text("Highland Liberation Front")
    assert page.locator("blockquote").count() > 0
    page.close()


def test_a_focus_leaves_only_what_leads_to_it(case: Path, serving: Serving) -> None:
    base = serving(case)
    everything = httpx.get(f"{base}/api/v1/network?edges=250").json()["accusations"]
    near = httpx.get(f"{base}/api/v1/network?edges=250&focus=Night+Ledger").json()["accusations"]
    assert 0 < len(near) < len(everything)
    assert all("Night Ledger" in json.dumps([e["speaker"], e["named"]]) for e in near)


def test_the_filter_of_incidents_holds_for_the_network(case: Path, serving: Serving) -> None:
    base = serving(case)
    some = httpx.get(f"{base}/api/v1/network?since=2023-09-01&edges=250").json()["accusations"]
    everything = httpx.get(f"{base}/api/v1/network?edges=250").json()["accusations"]
    assert len(some) < len(everything)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_fits_a_narrow_screen(case: Path, serving: Serving, browser: Browser, scheme: str) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 740}, color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(f"{serving(case)}/network")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.close()
