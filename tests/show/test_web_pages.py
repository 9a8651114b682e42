"""The pages, as a person sees them in a browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

import ascribe

Serving = Callable[[Path], str]

CLAIM = """Bomb at Basra market kills nine

BASRA, 5 May 2021 (Gulf Herald) — A suicide attack killed nine people at a market in Basra on Tuesday, police said.
The Islamic State claimed responsibility for the attack in a statement.
"""
REPLY = """Army disputes claim over market bombing

BASRA, 5 May 2021 (State Wire) — A planted device at a market in Basra killed 11 people on Tuesday, medics said.
The army blamed Hezbollah for the bombing. Hezbollah denied any involvement in the attack.
"""
OTHER = """Gunmen kill two in Mosul

MOSUL, 2 June 2021 (Gulf Herald) — Gunmen killed two policemen in Mosul on Tuesday.
"""
HOSTILE = """<script>alert('title')</script> attack kills two

BASRA, 8 May 2021 (<img src=x onerror=alert(1)>) — A bomb killed two in <b onclick="alert(2)">Basra</b> on Friday,
"><script>alert(3)</script> said. The <script>alert(4)</script> Front claimed responsibility for the attack.
"""


@pytest.fixture
def case(tmp_path: Path) -> Path:
    reports = tmp_path / "reports"
    reports.mkdir()
    for name, text in (("claim", CLAIM), ("reply", REPLY), ("other", OTHER)):
        (reports / f"{name}.txt").write_text(text, encoding="utf-8")
    with ascribe.new(tmp_path / "web.case") as opened:
        opened.add([reports])
        opened.update()
    return tmp_path / "web.case"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1200, "height": 900})
    yield context.new_page()
    context.close()


def contested(case: Path) -> str:
    with ascribe.open(case) as opened:
        return max(opened.incidents(), key=lambda r: r.reports).id


def test_the_list_filters_by_the_form_and_by_the_address(case: Path, serving: Serving, page: Page) -> None:
    base = serving(case)
    page.goto(f"{base}/incidents")
    assert page.locator("tbody tr").count() >= 2
    page.get_by_label("Place").fill("Mosul")
    page.get_by_role("button", name="Filter").click()
    assert "where=Mosul" in page.url
    expect(page.locator("tbody tr")).to_have_count(1)
    page.goto(f"{base}/incidents?since=2022-01-01")
    expect(page.get_by_text("No incident matches.")).to_be_visible()


def test_an_incident_sets_the_accounts_side_by_side_with_their_words(case: Path, serving: Serving, page: Page) -> None:
    page.goto(f"{serving(case)}/incidents/{contested(case)}")
    accounts = page.locator("table.accounts")
    expect(accounts).to_contain_text("Gulf Herald")
    expect(accounts).to_contain_text("State Wire")
    expect(page.locator("#statements ~ ul")).to_contain_text("claimed responsibility for the attack")
    expect(page.get_by_text("not a verdict").first).to_be_visible()


def test_a_cell_leads_to_its_sentence_in_the_report(case: Path, serving: Serving, page: Page) -> None:
    page.goto(f"{serving(case)}/incidents/{contested(case)}")
    cell = page.locator("table.accounts a.cite").first
    quote = cell.get_attribute("title")
    cell.click()
    assert "/reports/" in page.url
    assert "#c" in page.url
    start, end = map(int, page.url.rsplit("#c", 1)[1].split("-"))
    assert (page.locator("article.text").text_content() or "")[start:end] == quote
    assert page.locator(f"#c{start}-{end}").count() == 1


def test_a_hostile_report_runs_nothing(tmp_path: Path, serving: Serving, page: Page) -> None:
    source = tmp_path / "hostile.txt"
    source.write_text(HOSTILE, encoding="utf-8")
    path = tmp_path / "hostile.case"
    with ascribe.new(path) as opened:
        opened.add([source])
        opened.update()
        report, rows = opened.reports()[0].id, opened.incidents()
    base = serving(path)
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: said.append(dialog.message))
    page.on("console", lambda message: said.append(message.text))
    addresses = [
        "/",
        "/incidents",
        "/incidents?words=<script>alert(6)</script>",
        "/reports",
        f"/reports/{report}",
        "/actors",
        "/sources",
        "/search?q=<script>alert(5)</script>",
    ]
    for address in addresses + [f"/incidents/{r.id}" for r in rows]:
        response = page.goto(base + address)
        assert response is not None
        assert response.ok
        assert "default-src 'none'" in response.headers["content-security-policy"]
        assert page.locator("main script, main img, main b").count() == 0
    assert said == []
    assert all(url.startswith(base) for url in asked)


def test_the_original_comes_as_a_download(case: Path, serving: Serving, page: Page) -> None:
    base = serving(case)
    with ascribe.open(case) as opened:
        report = opened.reports()[0]
    response = page.request.get(f"{base}/reports/{report.id}/original")
    assert response.body() in {text.encode() for text in (CLAIM, REPLY, OTHER)}
    assert response.headers["content-disposition"].startswith("attachment")
    assert response.headers["content-type"] == "application/octet-stream"


def test_other_hosts_and_unknown_addresses_are_refused(case: Path, serving: Serving, page: Page) -> None:
    base = serving(case)
    assert page.request.get(base, headers={"Host": "evil.example"}).status == 421
    assert page.request.get(f"{base}/nothing").status == 404
    assert page.request.get(f"{base}/incidents/inc-none").status == 404
    assert page.request.get(f"{base}/?since=yesterday").status == 422
    assert page.request.post(base).status == 405


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_narrow_page_does_not_scroll_sideways(case: Path, serving: Serving, browser: Browser, scheme: str) -> None:
    base = serving(case)
    context = browser.new_context(viewport={"width": 360, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
    narrow = context.new_page()
    with ascribe.open(case) as opened:
        report = opened.reports()[0].id
    for address in (
        "/",
        "/incidents",
        f"/incidents/{contested(case)}",
        f"/reports/{report}",
        "/actors",
        "/sources",
        "/reports",
    ):
        narrow.goto(base + address)
        assert narrow.evaluate("document.documentElement.scrollWidth") <= 360, address
    context.close()


def test_a_circle_of_the_map_filters_by_its_box(case: Path, serving: Serving, page: Page) -> None:
    base = serving(case)
    page.goto(base)
    circle = page.locator("svg.map a").first
    circle.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**box=**")
    expect(page.locator("svg.map a")).to_have_count(1)
    assert page.request.get(f"{base}/?box=here").status == 422
