"""Decisions from the browser: entered, undone, refused where forged or overtaken."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

import ascribe
from ascribe.model import DecisionKind

Serving = Callable[[Path], str]
TEXTS = {
    "claim": "Bomb at Basra market kills nine\n\nBASRA, 5 May 2021 (Gulf Herald) — A suicide attack killed nine people "
    "at a market in Basra on Tuesday, police said.\nThe Islamic State claimed responsibility for the attack.\n",
    "reply": "Army disputes claim over market bombing\n\nBASRA, 5 May 2021 (State Wire) — A planted device at a market "
    "in Basra killed 11 people on Tuesday, medics said.\nThe army blamed Hezbollah for the bombing.\n",
    "other": "Gunmen kill two in Mosul\n\nMOSUL, 2 June 2021 (Gulf Herald) — Gunmen killed two policemen in Mosul.\n",
}


@pytest.fixture
def case(tmp_path: Path) -> Path:
    (tmp_path / "reports").mkdir()
    for name, text in TEXTS.items():
        (tmp_path / "reports" / f"{name}.txt").write_text(text, encoding="utf-8")
    with ascribe.new(tmp_path / "review.case") as opened:
        opened.add([tmp_path / "reports"])
        opened.update()
    return tmp_path / "review.case"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1200, "height": 900})
    yield context.new_page()
    context.close()


def told_most(case: Path) -> str:
    with ascribe.open(case) as opened:
        return max(opened.incidents(), key=lambda r: r.reports).id


def kinds(case: Path) -> list[DecisionKind]:
    with ascribe.open(case) as opened:
        return [d.kind for d in opened.decisions()]


def test_a_correction_shows_at_once_and_is_undone_from_the_list(case: Path, serving: Serving, page: Page) -> None:
    page.goto(f"{serving(case)}/incidents/{told_most(case)}")
    form = page.locator("form", has_text="Correct a value")
    form.locator("select").select_option("killed")
    form.get_by_label("is", exact=True).fill("12")
    form.get_by_label("because").fill("the hospital's list")
    form.get_by_role("button").click()
    expect(page.get_by_role("status")).to_contain_text("is entered")
    expect(page.locator(".facts")).to_contain_text("12")
    page.goto(page.url.split("/incidents")[0] + "/decisions")
    expect(page.locator("tbody")).to_contain_text("the hospital's list")
    page.get_by_role("button", name="Undo decision").first.click()
    expect(page.locator("tbody")).to_contain_text("undone")
    assert kinds(case) == [DecisionKind.CORRECT, DecisionKind.UNDO]


def test_keys_reject_a_statement(case: Path, serving: Serving, page: Page) -> None:
    page.goto(f"{serving(case)}/incidents/{told_most(case)}")
    page.keyboard.press("x")
    expect(page.get_by_role("status")).to_contain_text("is entered")
    expect(page.locator(".queue .tag", has_text="rejected")).to_have_count(1)
    assert kinds(case) == [DecisionKind.REJECT]


def test_two_incidents_are_merged_and_the_merge_undone_by_key(case: Path, serving: Serving, page: Page) -> None:
    with ascribe.open(case) as opened:
        ids = [r.id for r in opened.incidents()]
    base = serving(case)
    page.goto(f"{base}/incidents/{ids[0]}")
    form = page.locator("form", has_text="The same as another incident")
    form.get_by_label("Identifier").fill(ids[1])
    form.get_by_role("button").click()
    expect(page.get_by_role("status")).to_contain_text("is entered")
    with ascribe.open(case) as opened:
        assert len(opened.incidents()) == len(ids) - 1
    page.goto(f"{base}/review?done=1")
    page.keyboard.press("u")
    expect(page.get_by_role("status")).to_contain_text("Decision 2 is entered")
    with ascribe.open(case) as opened:
        assert [r.id for r in opened.incidents()] == ids


def test_a_source_is_graded(case: Path, serving: Serving, page: Page) -> None:
    page.goto(f"{serving(case)}/incidents/{told_most(case)}")
    form = page.locator("form", has_text="Grade a source")
    form.locator("select[name=value]").select_option("E")
    form.get_by_role("button").click()
    expect(page.get_by_role("status")).to_contain_text("is entered")
    assert kinds(case) == [DecisionKind.GRADE]


def test_a_stale_decision_is_refused_and_says_what_changed(case: Path, serving: Serving, page: Page) -> None:
    incident = told_most(case)
    page.goto(f"{serving(case)}/incidents/{incident}")
    with ascribe.open(case) as opened:
        opened.decide(
            DecisionKind.CORRECT, [incident], attribute="killed", value="10", author="another", reason="first"
        )
    page.keyboard.press("x")
    expect(page.locator("main")).to_contain_text("meanwhile another entered decision 1")
    assert kinds(case) == [DecisionKind.CORRECT]


def test_forged_forms_enter_nothing(case: Path, serving: Serving, page: Page) -> None:
    base, incident = serving(case), told_most(case)
    page.goto(f"{base}/incidents/{incident}")
    token = page.locator("input[name=token]").first.input_value()
    fields = {"kind": "correct", "subject": incident, "attribute": "killed", "value": "1", "revision": "0"}
    for extra, headers in (({}, {}), ({"token": "guess"}, {}), ({"token": token}, {"Origin": "https://evil.example"})):
        answer = page.request.post(f"{base}/decide", form={**fields, **extra}, headers=headers)
        assert answer.status == 422
        assert "script-src 'self'" in answer.headers["content-security-policy"]
    assert kinds(case) == []
