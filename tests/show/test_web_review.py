"""Decisions from the browser: entered, undone, refused where forged or overtaken."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

import ascribe
from ascribe.model import DecisionKind
from ascribe.model.errors import DecisionConflictError

Serving = Callable[[Path], str]
TEXTS = {
    "claim": "Bomb at Basra market kills nine\n\nBASRA, 5 May 2021 (Gulf Herald) — A suicide attack killed nine people "
    "at a market in Basra on Tuesday, police said.\nThe Islamic State claimed responsibility for the attack.\n",
    "reply": "Army disputes claim over market bombing\n\nBASRA, 5 May 2021 (State Wire) — A planted device at a market "
    "in Basra killed 11 people on Tuesday, medics said.\nThe army blamed Hezbollah for the bombing.\n",
    "other": "Gunmen kill two in Mosul\n\nMOSUL, 2 June 2021 (Gulf Herald) — Gunmen killed two policemen in Mosul.\n",
    "hotel": "Gunmen shoot hotel owner in Basra\n\nBASRA, 6 May 2021 (Gulf Herald) — Gunmen shot dead the owner "
    "of a hotel in Basra on Thursday, police said.\n",
    "escort": "Two policemen shot in Mosul\n\nMOSUL, 4 June 2021 (State Wire) — Gunmen killed one policeman and "
    "wounded another on Thursday in Mosul, a policeman said.\n",
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


def flash(page: Page, what: str) -> None:
    expect(page.get_by_role("status")).to_contain_text(what)
    page.wait_for_load_state()  # the keys work once the page is there whole


def current(page: Page) -> Locator:
    return page.locator(".queue > li.current")


def test_the_queue_begins_with_what_is_contested_and_says_why(case: Path, serving: Serving, page: Page) -> None:
    page.goto(f"{serving(case)}/review")
    first, last = page.locator(".queue > li").first, page.locator(".queue > li").last
    expect(first).to_contain_text("Army disputes claim over market bombing")
    expect(first.locator(".why")).to_contain_text("responsible")
    expect(first.locator(".why")).to_contain_text("who did it is uncertain")
    expect(first.locator("blockquote").last).to_contain_text("claimed responsibility")
    expect(last).not_to_contain_text("What cannot all be right")


def test_accept_by_key_takes_the_incident_off_the_queue_and_undo_brings_it_back(
    case: Path, serving: Serving, page: Page
) -> None:
    page.goto(f"{serving(case)}/review")
    waiting = page.locator(".queue > li").count()
    page.keyboard.press("a")
    flash(page, "Decision 1 is entered")
    expect(page.locator(".queue > li")).to_have_count(waiting - 1)
    page.keyboard.press("u")
    flash(page, "Decision 2 is entered: undid")
    expect(page.locator(".queue > li")).to_have_count(waiting)
    assert kinds(case) == [DecisionKind.CORRECT, DecisionKind.UNDO]


def test_a_correction_shows_what_moved_and_is_undone_from_the_list(case: Path, serving: Serving, page: Page) -> None:
    base = serving(case)
    page.goto(f"{base}/incidents/{told_most(case)}")
    page.keyboard.press("c")
    form = page.get_by_role("form", name="Correct a value")
    form.get_by_label("What").select_option("killed")
    form.get_by_label("is", exact=True).fill("12")
    form.get_by_label("because").fill("the hospital's list")
    page.keyboard.press("Enter")
    flash(page, "corrected killed to 12")
    expect(page.locator(".moved tr", has_text="killed")).to_contain_text("→ 12")
    expect(page.locator(".facts")).to_contain_text("12")
    page.goto(f"{base}/decisions")
    expect(page.locator("tbody")).to_contain_text("the hospital's list")
    page.get_by_role("button", name="Undo decision 1").click()
    expect(page.locator("#d1")).to_contain_text("undone")
    page.get_by_role("button", name="Undo decision 2").click()
    expect(page.locator("#d1")).not_to_contain_text("undone")
    assert kinds(case) == [DecisionKind.CORRECT, DecisionKind.UNDO, DecisionKind.UNDO]


def test_keys_reject_a_statement(case: Path, serving: Serving, page: Page) -> None:
    page.goto(f"{serving(case)}/incidents/{told_most(case)}")
    page.keyboard.press("x")
    flash(page, "is entered")
    expect(page.locator(".queue .tag", has_text="rejected")).to_have_count(1)
    assert kinds(case) == [DecisionKind.REJECT]


def test_in_the_queue_a_key_opens_each_form_and_enter_sends_it(case: Path, serving: Serving, page: Page) -> None:
    base = serving(case)
    for key, name, entered in (
        ("x", "Reject a statement", DecisionKind.REJECT),
        ("g", "Grade a source", DecisionKind.GRADE),
        ("s", "A telling is not of this incident", DecisionKind.SPLIT),
    ):
        page.goto(f"{base}/review")
        page.keyboard.press(key)
        expect(current(page).get_by_role("form", name=name)).to_be_visible()
        page.keyboard.press("Escape")
        expect(current(page).get_by_role("form", name=name)).to_be_hidden()
        page.keyboard.press(key)
        current(page).get_by_role("form", name=name).get_by_label("because").press("Enter")
        flash(page, "is entered")
        assert kinds(case)[-1] is entered
        page.keyboard.press("u")
        flash(page, "undid")


def test_two_incidents_near_each_other_are_merged_and_the_merge_undone_by_key(
    case: Path, serving: Serving, page: Page
) -> None:
    with ascribe.open(case) as opened:
        near = [r.id for r in opened.incidents() if opened.near(r.id)]
        ids = [r.id for r in opened.incidents()]
    page.goto(f"{serving(case)}/incidents/{near[0]}")
    page.keyboard.press("m")
    page.keyboard.press("Enter")
    flash(page, "merged as one incident")
    expect(page.locator(".moved tr", has_text="told by")).to_contain_text(re.compile("→ [23] reports"))
    with ascribe.open(case) as opened:
        assert len(opened.incidents()) == len(ids) - 1
    page.keyboard.press("u")
    flash(page, "Decision 2 is entered")
    with ascribe.open(case) as opened:
        assert [r.id for r in opened.incidents()] == ids


def test_incidents_ruled_not_the_same_are_offered_no_more_and_stay_apart(
    case: Path, serving: Serving, page: Page
) -> None:
    with ascribe.open(case) as opened:
        one = next(r.id for r in opened.incidents() if opened.near(r.id))
        other, count = opened.near(one)[0].id, len(opened.incidents())
    page.goto(f"{serving(case)}/incidents/{one}")
    page.keyboard.press("n")
    page.keyboard.press("Enter")
    flash(page, "ruled not the same")
    with ascribe.open(case) as opened:
        assert other not in {r.id for r in opened.near(one)}
        assert one not in {r.id for r in opened.near(other)}
        opened.update(everything=True)
        assert len(opened.incidents()) == count
        with pytest.raises(DecisionConflictError):
            opened.decide(DecisionKind.MERGE, [one, other])


def test_a_source_is_graded_and_its_candidate_falls(case: Path, serving: Serving, page: Page) -> None:
    page.goto(f"{serving(case)}/incidents/{told_most(case)}")
    page.keyboard.press("g")
    form = page.get_by_role("form", name="Grade a source")
    form.get_by_label("Source").select_option("The Islamic State")
    form.locator("select[name=value]").select_option("E")
    form.get_by_role("button").click()
    flash(page, "graded E")
    moved = page.locator(".moved tr", has=page.get_by_role("rowheader", name="Islamic State")).locator("td")
    before, after = (int(t.strip("→ %")) for t in moved.all_inner_texts())
    assert after < before
    assert kinds(case) == [DecisionKind.GRADE]


def test_a_stale_decision_is_refused_shows_what_changed_and_keeps_what_was_typed(
    case: Path, serving: Serving, page: Page
) -> None:
    incident = told_most(case)
    page.goto(f"{serving(case)}/incidents/{incident}")
    with ascribe.open(case) as opened:
        opened.decide(
            DecisionKind.CORRECT, [incident], attribute="killed", value="10", author="another", reason="first"
        )
    page.keyboard.press("c")
    form = page.get_by_role("form", name="Correct a value")
    form.get_by_label("What").select_option("wounded")
    form.get_by_label("is", exact=True).fill("31")
    form.get_by_label("because").fill("counted at the hospital")
    form.get_by_role("button").click()
    expect(page.locator(".changed")).to_contain_text("another corrected killed to 10")
    expect(page.locator(".changed")).to_contain_text("first")
    assert kinds(case) == [DecisionKind.CORRECT]
    typed = page.get_by_role("form", name="What you typed")
    expect(typed.get_by_label("What")).to_have_value("wounded")
    expect(typed.get_by_label("is", exact=True)).to_have_value("31")
    expect(typed.get_by_label("because")).to_have_value("counted at the hospital")
    typed.get_by_role("button", name="Enter it nonetheless").click()
    flash(page, "corrected wounded to 31")
    assert kinds(case) == [DecisionKind.CORRECT, DecisionKind.CORRECT]


def test_two_people_at_one_incident_do_not_overwrite_each_other(case: Path, serving: Serving, browser: Browser) -> None:
    base, incident = serving(case), told_most(case)
    one, two = browser.new_page(), browser.new_page()
    for page in (one, two):
        page.goto(f"{base}/incidents/{incident}")
    one.keyboard.press("x")
    flash(one, "is entered")
    two.keyboard.press("x")
    expect(two.get_by_role("heading", level=1)).to_contain_text("somebody ruled on this meanwhile")
    expect(two.locator(".moved").first).to_be_visible()
    assert kinds(case) == [DecisionKind.REJECT]
    for page in (one, two):
        page.close()


def test_a_value_that_makes_no_sense_is_given_back_to_mend(case: Path, serving: Serving, page: Page) -> None:
    page.goto(f"{serving(case)}/incidents/{told_most(case)}")
    page.keyboard.press("c")
    form = page.get_by_role("form", name="Correct a value")
    form.get_by_label("What").select_option("killed")
    form.get_by_label("is", exact=True).fill("a dozen")
    form.get_by_role("button").click()
    expect(page.get_by_role("alert")).to_contain_text("is no toll")
    typed = page.get_by_role("form", name="What you typed")
    typed.get_by_label("is", exact=True).fill("12")
    typed.get_by_role("button").click()
    flash(page, "corrected killed to 12")


def test_the_keys_are_listed_and_can_be_switched_off(case: Path, serving: Serving, page: Page) -> None:
    page.goto(f"{serving(case)}/review")
    page.keyboard.press("?")
    listed = page.get_by_role("dialog", name="Keys")
    expect(listed).to_contain_text("grade a source")
    listed.get_by_label("Single keys work on this machine").uncheck()
    listed.get_by_role("button", name="Close").click()
    page.reload()
    page.keyboard.press("a")
    page.keyboard.press("?")
    expect(listed).to_be_hidden()
    assert kinds(case) == []


def test_j_and_k_go_through_the_queue_and_o_opens(case: Path, serving: Serving, page: Page) -> None:
    page.goto(f"{serving(case)}/review")
    page.keyboard.press("j")
    second = page.locator(".queue > li").nth(1)
    expect(second).to_have_class(re.compile("current"))
    headline = second.locator("h2").inner_text()
    page.keyboard.press("o")
    expect(page.get_by_role("heading", level=1)).to_have_text(headline)


def test_a_place_in_a_queue_that_has_grown_short_is_its_last_one(case: Path, serving: Serving, page: Page) -> None:
    base = serving(case)
    page.goto(f"{base}/review")
    for _ in range(5):
        page.keyboard.press("j")
    page.goto(f"{base}/review")
    expect(page.locator(".queue > li").last).to_have_class(re.compile("current"))


def test_forged_forms_enter_nothing(case: Path, serving: Serving, page: Page) -> None:
    base, incident = serving(case), told_most(case)
    page.goto(f"{base}/incidents/{incident}")
    token = page.locator("input[name=token]").first.input_value()
    fields = {"kind": "correct", "subject": incident, "attribute": "killed", "value": "1", "revision": "0"}
    for extra, headers in (({}, {}), ({"token": "guess"}, {}), ({"token": token}, {"Origin": "https://evil.example"})):
        answer = page.request.post(f"{base}/decide", form={**fields, **extra}, headers=headers)
        assert answer.status == (403 if headers else 422)  # what another site sends is stopped at the door
        assert "script-src 'self'" in answer.headers["content-security-policy"]
    assert kinds(case) == []
