"""The pages of actors and sources."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib import resources
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

import ascribe
from ascribe.model import DecisionKind

Serving = Callable[[Path], str]
ROOT = Path(__file__).parents[2]
FEW = ("courier-nahran-first", "vsna-nahran-device", "ahd-nahran-claim", "wire-nahran-toll", "highland-salt-road")


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("actors")
    (folder / "slash.txt").write_text(
        "Two shot in Zarhat\n\nZARHAT, 2 August 2023 (Reuters/AP) — Gunmen killed two men in Zarhat on Wednesday. "
        "The Highland Liberation Front accused the Soldiers of the Covenant of the killing.\n",
        encoding="utf-8",
    )
    with ascribe.new(folder / "actors.case") as opened:
        reports = [p for p in sorted((ROOT / "examples" / "reports").iterdir()) if p.stem in FEW]
        opened.add([*reports, folder / "slash.txt"])
        opened.declare(ROOT / "examples" / "declared.json", author="a")
        opened.update()
    return folder / "actors.case"


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("large") / "large.case"
    command = [sys.executable, str(ROOT / "tools" / "large_case.py"), str(path), "--reports", "3000"]
    subprocess.run([*command, "--incidents", "1500"], check=True)
    return path


def axe() -> str | None:
    """The script of axe-core: of the package that carries it, or where AXE or `npm install axe-core` put it."""
    if find_spec("axe_playwright_python"):
        return (resources.files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
    held = Path(os.environ.get("AXE", "node_modules/axe-core/axe.min.js"))
    return held.read_text(encoding="utf-8") if held.is_file() else None


@pytest.mark.skipif(axe() is None, reason="axe-core is not there: npm install axe-core, or set AXE")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(case: Path, serving: Serving, browser: Browser, scheme: str) -> None:
    with ascribe.open(case) as opened:
        if not opened.saved_searches():
            opened.save_search("The market", "/search?q=market", author="a")
    base = serving(case)
    context = browser.new_context(color_scheme=scheme, bypass_csp=True)  # type: ignore[arg-type]
    seen = context.new_page()
    found = {}
    pages = ("/actors?q=a&sort=-accused", "/actors/soldiers-of-covenant", "/sources/Karsova%20Courier")
    for address in (*pages, "/search?q=market", "/incidents?words=market&sort=-killed"):
        seen.goto(base + address)
        seen.evaluate(axe() or "")
        rules = "['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']"
        for v in seen.evaluate(f"axe.run(document, {{runOnly: {rules}}})")["violations"]:
            found[f"{address} {v['id']}"] = v["nodes"][0]["html"]
    context.close()
    assert found == {}


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1200, "height": 900})
    yield context.new_page()
    context.close()


def test_actors_are_sought_sorted_and_opened(case: Path, serving: Serving, page: Page) -> None:
    page.goto(f"{serving(case)}/actors")
    page.get_by_role("link", name="Actor", exact=True).click()
    names = page.locator("tbody tr td:first-child a").all_inner_texts()
    assert names == sorted(names, key=str.casefold)
    page.get_by_label("Name, alias or id").fill("covenant")
    page.get_by_role("button", name="Find").click()
    rows = page.locator("tbody tr")
    expect(rows.first).to_contain_text("Covenant")
    assert page.locator("th[aria-sort]").inner_text().startswith("Actor")
    page.get_by_role("link", name="Soldiers of the Covenant").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Soldiers of the Covenant")


def test_an_actor_is_shown_with_who_says_what_of_it(case: Path, serving: Serving, page: Page) -> None:
    base = serving(case)
    page.goto(f"{base}/actors/soldiers-of-covenant")
    expect(page.get_by_text("To be named is not to be guilty")).to_be_visible()
    expect(page.get_by_role("region", name="Who names it")).to_contain_text("Highland Liberation Front")
    page.get_by_role("link", name="It claims", exact=True).click()
    page.wait_for_url("**part=claimed**")
    first = page.get_by_role("region", name="In their words").locator("li").first
    sentence = first.locator("blockquote").inner_text()
    first.locator("a[href^='/reports/']").click()
    page.wait_for_url("**/reports/**")
    assert sentence in page.locator("article.text").inner_text()
    page.goto(f"{base}/actors/highland-liberation-front?part=says")
    expect(page.get_by_role("region", name="Whom it names")).to_contain_text("Soldiers of the Covenant")
    expect(page.get_by_role("region", name="In their words")).to_contain_text("accused the Soldiers of the Covenant")


def test_a_column_of_an_actors_chart_leads_to_its_incidents(case: Path, serving: Serving, page: Page) -> None:
    page.goto(f"{serving(case)}/actors/soldiers-of-covenant")
    column = page.locator("svg.chart a").first
    assert "named as responsible" in (column.get_attribute("aria-label") or "")
    column.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/incidents?actor=is**since=**")
    assert page.locator("tbody tr").count() >= 1


def test_a_name_that_is_no_actor_of_the_list_has_a_page(case: Path, serving: Serving) -> None:
    base = serving(case)
    rows = httpx.get(f"{base}/api/v1/actors?limit=500").json()["rows"]
    for row in rows:
        view = httpx.get(f"{base}/api/v1/actors/{quote(row['id'] or row['name'], safe='')}").json()
        assert view["row"] == row
        assert httpx.get(f"{base}/actors/{quote(row['id'] or row['name'], safe='')}").status_code == 200
        exact = httpx.get(f"{base}/api/v1/incidents", params={"actor": f"is:{row['id'] or row['name']}"}).json()
        assert exact["found"] == row["incidents"]


def test_the_parts_of_an_actor_add_up(case: Path) -> None:
    with ascribe.open(case) as opened:
        for row in opened.actors():
            handle = row.id or row.name
            found = {p: opened.actor(handle, p).found for p in ("accused", "claimed", "denied")}
            assert found == {"accused": row.accused, "claimed": row.claimed, "denied": row.denied}
            view = opened.actor(handle)
            assert sum(t.statements for t in view.accusers) == row.accused
            for said in view.said:
                text = opened.report(said.statement.report).report.text
                assert said.statement.span.of(text) == said.statement.quote
                assert said.sentence.strip("…") in text


def test_a_source_is_shown_under_its_name_a_slash_in_it_too(case: Path, serving: Serving, page: Page) -> None:
    base = serving(case)
    page.goto(f"{base}/sources?q=reuters")
    page.locator("tbody a").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Reuters/AP")
    expect(page.get_by_role("region", name="Incidents", exact=True)).to_contain_text("Two shot in Zarhat")
    page.goto(f"{base}/sources")
    for link in page.locator("tbody a").evaluate_all("held => held.map((a) => a.href)"):
        assert httpx.get(link).status_code == 200, link


def test_hostile_names_are_shown_as_text(tmp_path: Path, serving: Serving, page: Page) -> None:
    (tmp_path / "r.txt").write_text(
        "Bomb kills two\n\nBASRA, 8 May 2021 (<img src=x onerror=alert(1)>) — A bomb killed two in Basra on Friday. "
        'The <b onclick="alert(2)">Front</b> claimed responsibility. "><script>alert(3)</script> blamed the army.\n',
        encoding="utf-8",
    )
    with ascribe.new(tmp_path / "h.case") as opened:
        opened.add([tmp_path / "r.txt"])
        opened.update()
        opened.save_search("<script>alert(4)</script>", "/search?q=<script>")
        names = [f"actors/{quote(r.id or r.name, safe='')}" for r in opened.actors()]
        names += [f"sources/{quote(r.voice, safe='')}" for r in opened.sources()]
    base = serving(tmp_path / "h.case")
    said: list[str] = []
    page.on("dialog", lambda dialog: said.append(dialog.message))
    for address in [*names, "search?q=%3Cscript%3Ealert(5)%3C/script%3E", "actors?q=%22%3E%3Cscript%3E"]:
        answer = page.goto(f"{base}/{address}")
        assert answer is not None
        assert answer.ok
        assert page.locator("main script, main img, main b").count() == 0
    assert said == []


def test_a_grade_stands_on_the_sources_pages(tmp_path: Path, serving: Serving) -> None:
    (tmp_path / "r.txt").write_text("Bomb in Basra\n\nBASRA, 5 May 2021 (Gulf Herald) — A bomb killed two.\n")
    with ascribe.new(tmp_path / "g.case") as opened:
        opened.add([tmp_path / "r.txt"])
        opened.update()
        opened.decide(DecisionKind.GRADE, ["Gulf Herald"], value="B", author="a")
    base = serving(tmp_path / "g.case")
    assert httpx.get(f"{base}/api/v1/sources/gulf%20herald").json()["rows"][0]["grade"] == "B"


def test_lists_come_a_page_at_a_time(large: Path, serving: Serving, page: Page) -> None:
    base = serving(large)
    page.goto(f"{base}/sources?sort=-reports")
    expect(page.locator("tbody tr")).to_have_count(100)
    first = page.locator("tbody a").first.inner_text()
    page.get_by_role("link", name="Later").click()
    assert "sort=-reports" in page.url
    assert first not in page.locator("tbody a").all_inner_texts()
    seen: list[str] = []
    for number in range(1, 60):
        rows = httpx.get(f"{base}/api/v1/sources?limit=500&page={number}").json()
        seen += [f"{r['voice']} {r['kind']}" for r in rows["rows"]]
        if not rows["rows"]:
            break
    assert len(seen) == len(set(seen)) == rows["found"]
    most = httpx.get(f"{base}/api/v1/actors?sort=-accused&limit=1").json()["rows"][0]
    page.goto(f"{base}/actors/{most['id']}")
    page.get_by_role("navigation", name="Pages of statements").get_by_role("link", name="Later").click()
    assert "page=2" in page.url
    assert len(httpx.get(page.url).content) < 1_500_000


def test_who_is_not_there_is_said_with_who_comes_near(case: Path, serving: Serving) -> None:
    base = serving(case)
    for address, near in (("actors/highland-liberation-fron", None), ("sources/Karsova%20Curier", "Karsova Courier")):
        answer = httpx.get(f"{base}/{address}")
        assert answer.status_code == 404
        assert near is None or near in answer.text
    assert httpx.get(f"{base}/actors/soldiers-of-covenant?part=all").status_code == 422
    assert httpx.get(f"{base}/actors?sort=colour").status_code == 422


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_fit_a_narrow_screen(case: Path, serving: Serving, browser: Browser, scheme: str) -> None:
    base = serving(case)
    context = browser.new_context(viewport={"width": 360, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
    narrow = context.new_page()
    for address in ("/actors/soldiers-of-covenant", "/sources/Karsova%20Courier", "/search?q=market", "/actors?q=a"):
        narrow.goto(base + address)
        assert narrow.evaluate("document.documentElement.scrollWidth") <= 360, address
    context.close()
