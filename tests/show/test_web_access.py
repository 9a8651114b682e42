"""Axe on every page, and the API with its errors."""

from __future__ import annotations

from collections.abc import Callable
from importlib import resources
from pathlib import Path

import pytest
from fpdf import FPDF
from playwright.sync_api import Browser, Page

import ascribe
from ascribe.model import DecisionKind

Serving = Callable[[Path], str]
EXAMPLES = Path(__file__).parents[2] / "examples" / "reports"
AXE = Path(str(resources.files("axe_playwright_python") / "axe.min.js"))
"""axe-core, from a package of the test requirements."""
RULES = "['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']"
FEW = ("courier-nahran-first", "vsna-nahran-device", "ahd-nahran-claim", "wire-nahran-toll")


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("web") / "axe.case"
    with ascribe.new(path) as opened:
        pdf = FPDF()
        pdf.add_page()
        pdf.set_font("helvetica", size=12)
        pdf.multi_cell(0, 8, "KARSOVA, 2 June 2023 (Karsova Courier) - A bomb killed two people in Karsova on 2 June.")
        (path.parent / "paper.pdf").write_bytes(bytes(pdf.output()))
        film = (EXAMPLES / "herald-film.html").read_bytes()
        (path.parent / "film.html").write_bytes(film)
        opened.add([p for p in sorted(EXAMPLES.iterdir()) if p.stem in FEW])
        opened.add([path.parent / "paper.pdf", path.parent / "film.html"])
        opened.update()
        opened.decide(DecisionKind.GRADE, ["Veranian State News Agency"], value="C", author="tester", reason="a test")
    return path


def addresses(case: Path) -> list[str]:
    with ascribe.open(case) as opened:
        incident = max(opened.incidents(), key=lambda r: r.reports).id
        report = opened.reports()[0].id
        page = next(r.id for r in opened.reports() if r.name == "film")
        paper = next(r.id for r in opened.reports() if r.name == "paper")
    pages = [
        "/",
        "/incidents",
        "/review",
        "/decisions",
        "/reports",
        "/actors",
        "/sources",
        "/search?q=market",
        "/network",
        "/new",
        "/none",
        f"/reports/{page}?beside=original",
        f"/reports/{paper}?beside=original",
        "/?view=44.4,33.3,6&since=2023-01-01",
    ]
    return [*pages, "/?contested=1", f"/incidents/{incident}", f"/incidents/{incident}?done=1", f"/reports/{report}"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_page(case: Path, serving: Serving, browser: Browser, scheme: str) -> None:
    base = serving(case)
    context = browser.new_context(color_scheme=scheme, bypass_csp=True)  # type: ignore[arg-type]
    page = context.new_page()
    found = {}
    for address in addresses(case):
        page.goto(base + address)
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found |= violations(page, address)
        page.evaluate(
            "document.querySelectorAll('details').forEach((e) => { e.removeAttribute('name'); e.open = true })"
        )
        found |= violations(page, f"{address} with every form open")
        page.keyboard.press("?")
        found |= violations(page, f"{address} with the list of keys")
    context.close()
    assert found == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_where_a_decision_is_refused(
    case: Path, serving: Serving, browser: Browser, scheme: str
) -> None:
    base = serving(case)
    context = browser.new_context(color_scheme=scheme, bypass_csp=True)  # type: ignore[arg-type]
    page = context.new_page()
    incident = next(a for a in addresses(case) if a.startswith("/incidents/"))
    page.goto(base + incident)
    with ascribe.open(case) as opened:
        opened.decide(
            DecisionKind.CORRECT, [incident.rsplit("/")[-1]], attribute="killed", value="10", author="another"
        )
    page.keyboard.press("c")
    page.get_by_role("form", name="Correct a value").get_by_label("is", exact=True).fill("11")
    page.keyboard.press("Enter")
    page.wait_for_url("**/decide")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    assert violations(page, "refused") == {}
    context.close()


def violations(page: Page, where: str) -> dict[str, str]:
    given = page.evaluate(f"axe.run(document, {{runOnly: {RULES}}})")["violations"]
    return {f"{where} {v['id']}": v["nodes"][0]["html"] for v in given}


def test_the_theme_is_switched_and_remembered(case: Path, serving: Serving, browser: Browser) -> None:
    base = serving(case)
    context = browser.new_context(color_scheme="light")
    page = context.new_page()
    page.goto(base)
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.get_by_role("button", name="Switch between light and dark").click()
    page.goto(f"{base}/incidents")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != light
    context.close()


def test_hover_on_a_span_lights_what_is_drawn_from_it(case: Path, serving: Serving, browser: Browser) -> None:
    base = serving(case)
    with ascribe.open(case) as opened:
        report = next(r.id for r in opened.reports() if r.incidents)
    page = browser.new_page()
    page.goto(f"{base}/reports/{report}")
    page.locator("mark[data-s]").first.hover()
    assert page.locator("aside li.lit").count() >= 1
    page.close()


def test_a_column_of_the_chart_filters_and_the_back_button_returns(
    case: Path, serving: Serving, browser: Browser
) -> None:
    base = serving(case)
    page = browser.new_page()
    page.goto(base)
    page.locator("svg.chart a").first.click()
    page.wait_for_url("**since=**")
    page.go_back()
    assert "since" not in page.url
    page.close()


def test_the_api_gives_what_the_pages_show(case: Path, serving: Serving, browser: Browser) -> None:
    base = serving(case)
    page = browser.new_page()
    described = page.request.get(f"{base}/api/v1/openapi.json").json()
    assert described["openapi"] == "3.1.0"
    for path, held in described["paths"].items():
        named = {p["name"] for p in held.get("get", {"parameters": []})["parameters"]}
        asked = {"q": "market", "source": "Meridian Wire", "speaker": "actor:a", "named": "actor:b"}
        query = "?" + "&".join(f"{k}={v}" for k, v in asked.items() if k in named)
        if "get" in held and "{" not in path:
            assert page.request.get(f"{base}{path}{query}").ok, path
    given = page.request.get(f"{base}/api/v1/incidents?sort=-reports&limit=1").json()
    assert len(given["rows"]) == 1
    one = page.request.get(f"{base}/api/v1/incidents/{given['rows'][0]['id']}").json()
    assert one["row"] == given["rows"][0]
    for address, status in (("/incidents/inc-none", 404), ("/incidents?since=soon", 422), ("/nothing", 404)):
        answer = page.request.get(f"{base}/api/v1{address}")
        assert answer.status == status
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["status"] == status
    page.close()


def test_the_table_is_exported_as_filtered(case: Path, serving: Serving, browser: Browser) -> None:
    base = serving(case)
    page = browser.new_page()
    everything = page.request.get(f"{base}/incidents.csv").text().splitlines()
    none = page.request.get(f"{base}/incidents.csv?since=2090-01-01").text().splitlines()
    assert len(everything) > 1
    assert none == everything[:1]
    page.close()


def test_the_brief_stands_alone_and_its_notes_are_sentences_of_reports(
    case: Path, serving: Serving, browser: Browser, tmp_path: Path
) -> None:
    base = serving(case)
    page = browser.new_page()
    answer = page.request.get(f"{base}/brief")
    assert answer.headers["content-disposition"].startswith("attachment")
    (tmp_path / "brief.html").write_bytes(answer.body())
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((tmp_path / "brief.html").as_uri())
    assert len(asked) == 1
    assert page.locator("script").count() == 0
    calls = page.locator("sup a").count()
    assert calls > 0
    numbers = {page.locator("sup a").nth(n).get_attribute("href") for n in range(calls)}
    assert len(numbers) == page.locator(".notes li").count()
    page.close()
