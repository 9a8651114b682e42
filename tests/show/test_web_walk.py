"""The newcomer's walk of docs/walk.md, step by step, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

import ascribe

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("walk") / "demo.case"
    with ascribe.new(path) as opened:
        opened.add([EXAMPLES / "reports"])
        opened.declare(EXAMPLES / "declared.json", author="test")
        opened.update()
    return path


def test_the_walk(case: Path, serving: Callable[[Path], str], browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    address = serving(case)
    with ascribe.open(case) as opened:
        names = [r.id for r in opened.incidents()]

    # 1 the most contested incident
    page.goto(address)
    first = page.get_by_role("main").locator("table tbody tr").first
    expect(first).to_contain_text("Salt Road")
    first.get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Salt Road")

    # 2 why
    expect(page.get_by_role("heading", name="What cannot all be right")).to_be_visible()
    expect(page.locator(".conflicts")).to_contain_text("since 2023")

    # 3 the two sentences that clash
    sentences = set()
    for value in (re.compile(r"\b20\b"), re.compile("reports: Falcon Brigades")):
        page.locator("a.cite.clash", has_text=value).first.click()
        page.wait_for_url(re.compile("/reports/"))
        sentences.add(page.url)
        expect(page.locator("mark.asked").first).to_be_visible()
        page.go_back()
        page.wait_for_url(re.compile("/incidents/"))
    assert len(sentences) == 2

    # 4 and 5 grade a source, and the finding moves
    page.keyboard.press("g")
    form = page.get_by_role("form", name="Grade a source")
    form.get_by_label("Source").select_option("Highland Voice")
    form.locator("select[name=value]").select_option("E")
    form.get_by_label("because").fill("the paper of a party")
    form.get_by_role("button", name="Grade").click()
    expect(page.get_by_role("status")).to_contain_text("graded E")
    moved = page.locator(".moved tr", has=page.get_by_role("rowheader", name="Highland Liberation Front")).locator("td")
    before, after = (int(re.sub(r"\D", "", t)) for t in moved.all_inner_texts()[:2])
    assert after < before

    # 6 merge, 7 undo
    page.wait_for_load_state()
    page.keyboard.press("m")
    expect(page.get_by_role("form", name=re.compile("same as another"))).to_contain_text("Dolna Brenik")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("merged as one incident")
    with ascribe.open(case) as opened:
        assert len(opened.incidents()) == len(names) - 1
    page.wait_for_load_state()
    page.keyboard.press("u")
    expect(page.get_by_role("status")).to_contain_text("Decision")
    page.wait_for_load_state()
    with ascribe.open(case) as opened:
        assert [r.id for r in opened.incidents()] == names

    # 8 the brief
    page.goto(f"{address}/incidents?contested=yes")
    with page.expect_download() as coming:
        page.get_by_role("link", name="Brief", exact=True).click()
    brief = Path(coming.value.path()).read_text(encoding="utf-8")
    assert "Salt Road" in brief
    assert "How this was made" in brief
    page.close()
